"""Kernel locks of an archive: any death of their holder frees them.

A lock is an flock on a file in ``locks/``. The file's text only says who holds it; a file without
a holder means nothing. Standard library only, so that a second run of a site leaves cheaply.
"""

import fcntl
import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from crawler.archive.folder import LOCKS, require_archive, storage
from crawler.clock import monotonic, now, utc_text
from crawler.errors import SiteBusy, StorageProblem, UsageProblem

#: Seconds that a writer waits for the one before it; a commit takes milliseconds.
PATIENCE = 60.0
_POLL = 0.01
_MOST_TEXT = 200


class Lock:
    """One lock file. It is held from a successful :meth:`acquire` to :meth:`release`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    @property
    def is_held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def acquire(self, *, wait: float = 0.0) -> bool:
        """Take the lock, waiting up to *wait* seconds; False if another holds it all that time.

        Raises StorageProblem where the file cannot be made or opened.
        """
        if self._descriptor is not None:
            raise RuntimeError(f"{self._path} is held by this object already")
        with storage(self._path):
            self._path.parent.mkdir(exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
            descriptor = os.open(self._path, flags, 0o666)
            try:
                taken = _flock(descriptor, deadline=monotonic() + wait)
                if taken:
                    _write_holder(descriptor)
                    self._descriptor = descriptor
            finally:
                if self._descriptor is None:
                    os.close(descriptor)
        return taken

    def holder(self) -> str:
        """Who holds the lock, in words; only meaningful after :meth:`acquire` said False."""
        try:
            with self._path.open("rb") as file:
                text = file.read(_MOST_TEXT).decode("ascii", "replace").strip()
        except OSError:
            text = ""
        return text if text.isprintable() and text else "a process that has not said who it is"

    def release(self) -> None:
        """Free the lock; nothing happens where it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()


def write_lock(folder: Path, *, wait: float = PATIENCE) -> Lock:
    """The write lock of the archive in *folder*, taken; for a ``with`` block.

    Raises StorageProblem naming the holder where it was not freed within *wait* seconds.
    """
    lock = Lock(folder / LOCKS / "write.lock")
    if not lock.acquire(wait=wait):
        raise StorageProblem(
            f"{folder} is being written by {lock.holder()} and was not freed within {wait:g} s;"
            " look at that process, then run the same command again"
        )
    return lock


def run_lock(folder: Path, site: str) -> Lock:
    """The lock of a run of *site*, taken without waiting; hold it for the whole run.

    Raises SiteBusy naming the run that holds it, UsageProblem where *folder* has no archive.
    """
    if not re.fullmatch(r"\w[\w.-]*", site):
        raise UsageProblem(f"{site!r} is no name of a site")
    require_archive(folder)
    lock = Lock(folder / LOCKS / f"run-{site}.lock")
    if not lock.acquire():
        raise SiteBusy(f"{site} is being crawled already, by {lock.holder()}")
    return lock


@contextmanager
def every_run_lock(folder: Path, sites: Iterable[str]) -> Iterator[None]:
    """The lock of a run of each of *sites*, and of each site that ever had a run here.

    Raises SiteBusy naming the run that holds one, StorageProblem where ``locks/`` cannot be used.
    """
    found = {path.stem.removeprefix("run-") for path in (folder / LOCKS).glob("run-*.lock")}
    with ExitStack() as held:
        for site in sorted({*sites, *found}):
            lock = held.enter_context(Lock(folder / LOCKS / f"run-{site}.lock"))
            if not lock.acquire():
                raise SiteBusy(f"{site} is being crawled in {folder} by {lock.holder()}")
        yield


def _flock(descriptor: int, *, deadline: float) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if monotonic() >= deadline:
                return False
            time.sleep(_POLL)
        else:
            return True


def _write_holder(descriptor: int) -> None:
    """Say who holds the lock. It is written over, then cut, so that a reader sees some text."""
    text = f"process {os.getpid()} since {utc_text(now())}\n".encode("ascii")
    os.pwrite(descriptor, text, 0)
    os.ftruncate(descriptor, len(text))
