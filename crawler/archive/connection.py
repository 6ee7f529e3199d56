"""Connections to the database of an archive, and what its errors mean for the operator."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlite_utils import Database

from crawler.archive.folder import full_disk
from crawler.errors import StorageProblem

#: Milliseconds to wait for a program that holds SQLite's own lock and knows nothing of ours.
BUSY_MS = 60_000

#: What a storage error of SQLite means for the operator; any other error is a defect of ours.
_CAUSES = {
    # SQLite does not say why a sync or truncation failed.
    "SQLITE_IOERR": "the disk gives errors, or is full; free some space, and check the disk and"
    " its cables or mount",
    "SQLITE_READONLY": "it is read-only; give this user the right to write the file and its folder",
    "SQLITE_PERM": "permission denied; give this user the right to read and write it",
    "SQLITE_CANTOPEN": "it cannot be opened; give this user the right to read and write it",
    "SQLITE_CORRUPT": "it is damaged; restore a backup, or check the disk",
    "SQLITE_NOTADB": "it is not a database of tinhuy; restore a backup, or name another folder",
    "SQLITE_BUSY": "another program keeps it locked; close what has it open for writing",
    "SQLITE_PROTOCOL": "its locks do not work; keep the archive on a disk of this machine",
}


def connect(path: Path, *, mode: str) -> Database:
    """A connection as all of ours are; ``isolation_level=None`` leaves BEGIN and COMMIT to us.

    The schema is read here, so a damaged one is met here.
    """
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    conn = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=BUSY_MS / 1000)
    try:
        for pragma in (
            "foreign_keys = ON",
            "synchronous = FULL",
            "wal_autocheckpoint = 0",
            "mmap_size = 0",
            "temp_store = MEMORY",  # or a full /var/tmp would stop a crawl
        ):
            conn.execute(f"PRAGMA {pragma}")
    except BaseException:
        conn.close()
        raise
    return Database(conn)


def schema_of(db: Database) -> int:
    """The number of the schema that the database has; 0 before it has any."""
    (version,) = db.conn.execute("PRAGMA user_version").fetchone()
    return int(version)


def integrity_problems(conn: sqlite3.Connection, *, most: int) -> Iterator[str]:
    """What SQLite's own check finds wrong, a line each, and about *most* of them."""
    for (found,) in conn.execute(f"PRAGMA integrity_check({most})"):
        for line in found.splitlines():
            if line != "ok" and not line.startswith("*** in database"):
                yield line


def fold_log(db: Database) -> None:
    """Empty the write-ahead log as far as readers let us; nobody is waited for.

    Only to be called inside the write lock.
    """
    db.conn.execute("PRAGMA busy_timeout = 0")
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    db.conn.execute(f"PRAGMA busy_timeout = {BUSY_MS}")


@contextmanager
def naming(path: Path) -> Iterator[None]:
    """Turn SQLite's storage errors in the block into StorageProblems that name *path*."""
    try:
        yield
    except UnicodeDecodeError as error:  # a damaged name, which SQLite quotes in its message
        raise StorageProblem(f"{path}: {_CAUSES['SQLITE_CORRUPT']}") from error
    except sqlite3.Error as error:
        if problem := _problem(error, path):
            raise problem from error
        raise


def _problem(error: sqlite3.Error, path: Path) -> StorageProblem | None:
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_FULL":
        return StorageProblem(full_disk(path))
    for cause, sentence in _CAUSES.items():
        if name.startswith(cause):
            return StorageProblem(f"{path}: {sentence}")
    return None
