"""Writing what servers sent into WARC files, one file a run, each record its own gzip member.

A file is called ``….warc.gz.open`` and carries a kernel lock while it is being written. A record is
durable once :meth:`WarcWriter.sync` has returned; only then may a row name it.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
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

#: The exchange after a file has grown so large begins another.
ROLL_BYTES = 1_000_000_000


class WarcWriter:
    """Writes exchanges into ``warc/<prefix>-<UTC time>-<number>.warc.gz`` of an archive.

    A file is begun by the first exchange, and another one after :data:`ROLL_BYTES`. It gets its
    final name only when the rows of all its records are committed, for a record without a row is
    looked for in open files alone. So each :meth:`sync` is followed by the commit of those rows,
    and a commit that fails by :meth:`leave`; a ``with`` block does that by itself. Every method
    raises StorageProblem where the disk fails; a failed write or fsync is never tried again.
    """

    def __init__(self, folder: Path, prefix: str) -> None:
        self._folder = folder / WARC
        self._prefix = prefix
        self._number = 0
        self._file: _File | None = None
        self._full: list[_File] = []
        self._committed: list[_File] = []
        self._trouble: StorageProblem | None = None

    def write(self, exchange: Exchange, *, revisit_of: RecordRef | None = None) -> RecordRef:
        """Append *exchange*; its payload is left out where *revisit_of* has the same one."""
        with self._stopping():
            file = self._file = self._file or self._begin()
            ref = new_ref(exchange, revisit_of, file=file.name, offset=file.size)
            file.append(exchange_bytes(exchange, ref, revisit_of))
            self._roll(file)
        return ref

    def copy(self, records: bytes, stored: StoredExchange) -> RecordRef:
        """Append whole *records* of another archive, byte for byte; the first is *stored*."""
        with self._stopping():
            file = self._file = self._file or self._begin()
            ref = RecordRef(file.name, file.size, stored.record_id, stored.record_type)
            file.append(records)
            self._roll(file)
        return ref

    def sync(self) -> None:
        """Make everything written so far durable; its rows are to be committed next."""
        with self._stopping():
            while self._committed:
                self._committed.pop().finish()
            for file in (*self._full, self._file):
                if file:
                    file.sync()
            self._committed, self._full = self._full, []

    def close(self) -> None:
        """Give every file its final name; every record of theirs has its row."""
        try:
            self.sync()
            with self._stopping():
                for file in self._open_files():
                    file.finish()
        finally:
            self.leave()

    def leave(self) -> None:
        """Close every file as it is, for the next start to mend; a later write begins another."""
        for file in self._open_files():
            file.close()
        self._file, self._full, self._committed = None, [], []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is None:
            self.close()
        else:
            self.leave()

    @contextmanager
    def _stopping(self) -> Iterator[None]:
        """Do nothing any more after the first trouble with the disk."""
        if self._trouble:
            raise self._trouble
        try:
            yield
        except StorageProblem as error:
            self._trouble = error
            raise

    def _roll(self, file: "_File") -> None:
        """Let the next record begin another file where this one is full."""
        if file.size >= ROLL_BYTES:
            self._full.append(file)
            self._file = None

    def _open_files(self) -> list["_File"]:
        return [*self._committed, *self._full, *([self._file] if self._file else [])]

    def _begin(self) -> "_File":
        """Begin a file; again, where a mending took it for one of a dead run."""
        stamp = now().strftime("%Y%m%dT%H%M%S")
        while True:
            self._number += 1
            name = f"{self._prefix}-{stamp}-{self._number}.warc.gz"
            path = self._folder / (name + OPEN)
            with storage(path):
                self._folder.mkdir(exist_ok=True)
                descriptor = _new_file(path) if not (self._folder / name).exists() else None
            if descriptor is not None:
                break
        file = _File(name, path, descriptor)
        file.append(warcinfo_bytes(name))
        return file


class _File:
    """An open WARC file; ``size`` counts whole records only."""

    def __init__(self, name: str, path: Path, descriptor: int) -> None:
        self.name = name
        self.size = 0
        self._path = path
        self._descriptor: int | None = descriptor
        self._is_named = False

    def append(self, data: bytes) -> None:
        """Append *data* whole; of a write that fails nothing stays in the file."""
        descriptor = self._held()
        try:
            with storage(self._path):
                rest = memoryview(data)
                while rest:
                    rest = rest[os.write(descriptor, rest) :]
        except StorageProblem:
            with storage(self._path):
                os.ftruncate(descriptor, self.size)
            raise
        self.size += len(data)

    def sync(self) -> None:
        """Make what was appended durable, and the name of the file."""
        with storage(self._path):
            os.fsync(self._held())
            if not self._is_named:
                sync_folder(self._path.parent)
                self._is_named = True

    def finish(self) -> None:
        """Give the file, which is synced, its final name."""
        with storage(self._path):
            self._path.rename(self._path.with_name(self.name))
            sync_folder(self._path.parent)
        self.close()

    def close(self) -> None:
        """Close the file, which frees its lock."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _held(self) -> int:
        if self._descriptor is None:
            raise RuntimeError(f"{self._path} is closed")
        return self._descriptor


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
