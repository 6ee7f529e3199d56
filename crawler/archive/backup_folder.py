"""The folder of a backup while it is being made: beside its target, hidden, and held.

It is called ``.NAME.unfinished-backup``. Whoever makes it holds a lock in it, so that what a killed
backup left can be told from what another one is making, and is removed.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.archive.folder import LOCKS, storage, sync_folder
from crawler.archive.locks import Lock
from crawler.errors import StorageProblem

_UNFINISHED = ".unfinished-backup"
_LOCK = "backup.lock"


def remove_leftovers(parent: Path) -> tuple[Path, ...]:
    """Remove what killed backups left in *parent*, whatever their targets; which these were."""
    removed = []
    with storage(parent):
        for folder in sorted(parent.glob(f".*{_UNFINISHED}")):
            lock = folder / LOCKS / _LOCK
            if folder.is_symlink() or not lock.is_file():
                continue
            with Lock(lock) as held:
                if held.acquire():
                    _remove(folder)
                    removed.append(folder)
    return tuple(removed)


@contextmanager
def becoming(target: Path) -> Iterator[Path]:
    """A new folder that gets the name *target* once the block has ended well; else it is removed.

    Raises StorageProblem where another process is making the same one.
    """
    folder = target.with_name(f".{target.name}{_UNFINISHED}")
    with storage(folder):
        folder.mkdir(mode=0o700, exist_ok=True)
    with Lock(folder / LOCKS / _LOCK) as lock:
        if folder.is_symlink() or not lock.acquire():
            raise StorageProblem(f"{target} is being made already, by {lock.holder()}")
        place = folder
        try:
            yield folder
            with storage(target):
                place = folder.rename(target)
                sync_folder(target.parent)
        except BaseException:
            _remove(place)
            raise


def _remove(folder: Path) -> None:
    """Remove *folder*, and last what says that it may be removed."""
    for path in sorted(folder.iterdir()):
        if path.name != LOCKS:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.rmtree(folder)
