"""Writing what servers sent into WARC files, one file a run, each record its own gzip member.

A file is called ``….warc.gz.open`` and carries a kernel lock while it is being written. A record is
durable once :meth:`WarcWriter.sync` has returned; only then may a row name it.
"""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from crawler.archive.exchange import (
    SENT_CODING,
    Exchange,
    RecordRef,
    exchange_bytes,
    new_ref,
    warcinfo_bytes,
)
from crawler.archive.folder import WARC, storage, sync_folder
from crawler.archive.foreign import ForeignRecord, records_of
from crawler.archive.records import OPEN, StoredExchange, read_record
from crawler.clock import now
from crawler.errors import StorageProblem

__all__ = [
    "SENT_CODING",
    "Exchange",
    "ForeignRecord",
    "RecordRef",
    "StoredExchange",
    "WarcWriter",
    "read_record",
    "records_of",
]

#: A file that has grown so large is closed, and the next exchange begins another.
ROLL_BYTES = 1_000_000_000


class WarcWriter:
    """Writes exchanges into ``warc/<prefix>-<UTC time>-<number>.warc.gz`` of an archive.

    A file is begun by the first exchange and another one after :data:`ROLL_BYTES`. Every method
    raises StorageProblem where the disk fails; a failed fsync is never tried again.
    """

    def __init__(self, folder: Path, prefix: str) -> None:
        self._folder = folder / WARC
        self._prefix = prefix
        self._number = 0
        self._descriptor: int | None = None
        self._path = self._folder
        self._size = 0
        self._is_named = False
        self._trouble: StorageProblem | None = None

    def write(self, exchange: Exchange, *, revisit_of: RecordRef | None = None) -> RecordRef:
        """Append *exchange*; its payload is left out where *revisit_of* has the same one."""
        self._refuse_after_trouble()
        if self._descriptor is None:
            self._begin()
        file = self._path.name.removesuffix(OPEN)
        ref = new_ref(exchange, revisit_of, file=file, offset=self._size)
        self._append(exchange_bytes(exchange, ref, revisit_of))
        if self._size >= ROLL_BYTES:
            self.close()
        return ref

    def sync(self) -> None:
        """Make everything written so far durable."""
        self._refuse_after_trouble()
        if self._descriptor is None:
            return
        try:
            with storage(self._path):
                os.fsync(self._descriptor)
                if not self._is_named:
                    sync_folder(self._folder)
                    self._is_named = True
        except StorageProblem as error:
            self._trouble = error
            raise

    def close(self) -> None:
        """Make everything durable and give the file its final name."""
        if self._descriptor is None:
            return
        try:
            self.sync()
            with storage(self._path):
                self._path.rename(self._path.with_name(self._path.name.removesuffix(OPEN)))
                sync_folder(self._folder)
        finally:
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
        self.close()

    def _refuse_after_trouble(self) -> None:
        if self._trouble:
            raise self._trouble

    def _begin(self) -> None:
        """Begin a file; again, where a recovery took it for one of a dead run."""
        stamp = now().strftime("%Y%m%dT%H%M%S")
        while True:
            self._number += 1
            name = f"{self._prefix}-{stamp}-{self._number}.warc.gz"
            self._path = self._folder / (name + OPEN)
            with storage(self._path):
                self._folder.mkdir(exist_ok=True)
                descriptor = _new_file(self._path) if not (self._folder / name).exists() else None
            if descriptor is not None:
                break
        self._descriptor, self._size, self._is_named = descriptor, 0, False
        self._append(warcinfo_bytes(name))

    def _append(self, data: bytes) -> None:
        """Append *data* whole; of a write that fails nothing stays in the file."""
        if self._descriptor is None:
            raise RuntimeError("no file is open")
        try:
            with storage(self._path):
                rest = memoryview(data)
                while rest:
                    rest = rest[os.write(self._descriptor, rest) :]
        except StorageProblem as error:
            self._trouble = error
            with storage(self._path):
                os.ftruncate(self._descriptor, self._size)
            raise
        self._size += len(data)


def _new_file(path: Path) -> int | None:
    """A new locked file at *path*; None where there is one, or where it was taken away again."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
    try:
        descriptor = os.open(path, flags, 0o666)
    except FileExistsError:
        return None
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    if os.fstat(descriptor).st_nlink and path.exists():
        return descriptor
    os.close(descriptor)
    return None
