"""Writing a text file anew: the whole file, or the one that was there before."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from crawler.archive.folder import sync_folder


@contextmanager
def replacing(target: Path, *, errors: str = "strict") -> Iterator[TextIO]:
    """A text file beside *target* that takes its place once the block has ended well.

    It is UTF-8, and *errors* says what becomes of characters that have no place there.
    """
    target = target.resolve()  # a link stays a link, to the new file
    prefix = f".{target.name[:100]}.part-"
    _remove_left_behind(target.parent, prefix)
    descriptor, name = tempfile.mkstemp(prefix=prefix, dir=target.parent)
    temporary = Path(name)
    try:
        _hold(descriptor)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="", errors=errors) as stream:
            yield stream
            stream.flush()
            os.fchmod(stream.fileno(), _mode(target))
            os.fsync(stream.fileno())
        temporary.replace(target)
        sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _hold(descriptor: int) -> None:
    """Lock a file, as a sign that its writer lives, where its disk has locks."""
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _remove_left_behind(folder: Path, prefix: str) -> None:
    """Remove what killed programs left: files called so whose writer does not live."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(prefix):
            with suppress(OSError), path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()


def _mode(target: Path) -> int:
    """The rights of the file that is there, else those that a new file gets here."""
    try:
        return target.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0o077)
        os.umask(mask)
        return 0o666 & ~mask
