"""Copies that are whole and on the disk when a function here returns.

Trouble is told of the file that gave it: the one that is read, or the copy. A copy has the rights
of what it was copied from.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from sqlite_utils import Database

from crawler.archive.connection import naming
from crawler.archive.folder import storage

_CHUNK = 1 << 20
#: Pages of a database that are copied in one step.
_PAGES = 4096
#: Where the head of a SQLite file says how it is written and read, and that no log is used.
_JOURNAL_PLACE = 18
_NO_LOG = b"\1\1"
#: What only reading can bring about.
_OF_THE_SOURCE = (
    "SQLITE_IOERR_READ",
    "SQLITE_IOERR_SHORT_READ",
    "SQLITE_CORRUPT",
    "SQLITE_NOTADB",
)


def copy_database(db: Database, source: Path, target: Path) -> None:
    """Copy the database *source*, as the open transaction of *db* sees it, into a new file.

    The copy has no write-ahead log, so that it is one file, and can be read where nothing can be
    written. Raises StorageProblem.
    """
    with storage(target):
        os.close(_new_file(target, mode=source.stat().st_mode))
    with naming(target), closing(sqlite3.connect(target, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous = OFF")  # the whole file is synced below, once
        copy.execute("PRAGMA journal_mode = OFF")  # a copy that fails is thrown away
        _copy_pages(db, source, copy)
    with storage(target), target.open("r+b") as file:
        # What "PRAGMA journal_mode = DELETE" does, which would need a log and shared memory first.
        file.seek(_JOURNAL_PLACE)
        file.write(_NO_LOG)
        file.flush()
        os.fsync(file.fileno())


def _copy_pages(db: Database, source: Path, copy: sqlite3.Connection) -> None:
    try:
        # A signal is heard where Python code runs, so some must run after each of the steps.
        db.conn.backup(copy, pages=_PAGES, progress=lambda *_: None)
    except sqlite3.Error as error:
        if error.sqlite_errorname.startswith(_OF_THE_SOURCE):
            with naming(source):
                raise
        raise


def copy_file(source: BinaryIO, path: Path, target: Path, *, size: int) -> None:
    """Copy the next *size* bytes of *source*, the open file *path*, into a new file.

    Raises StorageProblem, also where *source* has fewer.
    """
    left = size
    with storage(target):
        descriptor = _new_file(target, mode=os.fstat(source.fileno()).st_mode)
        with os.fdopen(descriptor, "wb") as copy:
            while left:
                chunk = _chunk(source, path, min(_CHUNK, left))
                left -= copy.write(chunk)
            copy.flush()
            os.fsync(descriptor)


def _chunk(source: BinaryIO, path: Path, size: int) -> bytes:
    with storage(path):
        chunk = source.read(size)
        if not chunk:
            raise OSError("it ends too early")
    return chunk


def _new_file(path: Path, *, mode: int) -> int:
    """A new file with the rights of *mode*, open for writing."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    os.fchmod(descriptor, mode & 0o777)
    return descriptor
