"""An archive: its folder, its database, and the only two doors to it, writing and reading.

No two connections ever write or checkpoint at once: SQLite before 3.51.3 can corrupt a WAL so.
Every transaction that writes, and every checkpoint, therefore happens inside the write lock.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from crawler.archive.disk import refuse_network_disk, refuse_unusable
from crawler.archive.folder import (
    DATABASE,
    FILES,
    LOCKS,
    WARC,
    full_disk,
    require_archive,
    storage,
    sync_file,
    sync_folder,
)
from crawler.archive.locks import write_lock
from crawler.archive.schema import MIGRATIONS, SCHEMA_VERSION
from crawler.clock import now, utc_text
from crawler.errors import StorageProblem, UsageProblem

#: The write-ahead log is folded into the database when it has grown by so many bytes.
CHECKPOINT_BYTES = 4 * 1024 * 1024
#: A log of more bytes is told of: only a reader that never ends can have kept it from being folded.
LARGE_LOG_BYTES = 64 * 1024 * 1024
#: Milliseconds to wait for a program that holds SQLite's own lock and knows nothing of ours.
_BUSY_MS = 60_000
_OURS = {DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", WARC, FILES, LOCKS}

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


class Archive:
    """An open archive; use it in a ``with`` block, for closing it folds the log in.

    ``db`` is for reading single facts and, inside :meth:`writing`, for writing.
    """

    def __init__(self, folder: Path, db: Database) -> None:
        self.folder = folder
        self.db = db
        self._is_writing = False
        self._is_closed = False
        self._checkpoint_at = CHECKPOINT_BYTES

    @classmethod
    def create(cls, folder: Path) -> Self:
        """Make an archive in *folder*, which may exist if it is empty.

        An archive whose making was killed is made anew. Raises UsageProblem for an archive or any
        other file that is there, StorageProblem where it cannot be written.
        """
        _refuse_occupied(folder)
        refuse_network_disk(folder)
        with storage(folder):
            folder.mkdir(parents=True, exist_ok=True)
            for name in (WARC, FILES, LOCKS):
                (folder / name).mkdir(exist_ok=True)
        path = folder / DATABASE
        with _naming(path), write_lock(folder):
            db = _connect(path, mode="rwc")
            db.conn.execute("PRAGMA journal_mode = WAL")
        archive = cls(folder, db)
        with archive.writing():
            MIGRATIONS.apply(db)
            values = (("created_at", utc_text(now())), ("schema_version", str(SCHEMA_VERSION)))
            db.conn.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", values)
        with storage(folder):
            sync_folder(folder)
        return archive

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The archive in *folder*.

        Raises UsageProblem where there is none, StorageProblem where it cannot be used.
        """
        require_archive(folder)
        refuse_unusable(folder)
        path = folder / DATABASE
        with _naming(path):
            db = _connect(path, mode="rw")
            try:
                _refuse_foreign_schema(path, db)
            except BaseException:
                db.conn.close()
                raise
        return cls(folder, db)

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """One write transaction, committed at the end of the block, rolled back on any error.

        Waits for the write lock. Storage trouble (also in the block) is raised as StorageProblem.
        """
        if self._is_writing:
            raise RuntimeError("writing() inside writing()")
        path = self.folder / DATABASE
        with _naming(path), write_lock(self.folder):
            self._is_writing = True
            try:
                self.db.conn.execute("BEGIN IMMEDIATE")
                yield self.db
                self.db.conn.execute("COMMIT")
                self._checkpoint_if_due()
            finally:
                self._is_writing = False
                if self.db.conn.in_transaction:
                    self.db.conn.execute("ROLLBACK")

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """One read transaction on a connection of its own: the archive as it is at this moment."""
        path = self.folder / DATABASE
        with _naming(path):
            db = _connect(path, mode="rw")
            try:
                db.conn.execute("PRAGMA query_only = ON")
                db.conn.execute("BEGIN")
                db.conn.execute("SELECT count(*) FROM meta").fetchone()  # the snapshot begins here
                yield db
            finally:
                db.conn.close()  # never the last connection, so it does not checkpoint

    def close(self) -> None:
        """Fold the log into the database and close it; nothing happens the second time."""
        if self._is_closed:
            return
        with _naming(self.folder / DATABASE), write_lock(self.folder):
            self._checkpoint()
            self.db.conn.close()
        self._is_closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def sync_log(self) -> None:
        """Make durable what this archive shows: a killed process may have died before its sync.

        Its commit is seen by whoever opens the archive next, and would be gone after a power cut.
        """
        log = self.folder / f"{DATABASE}-wal"
        with storage(log):
            if log.exists():
                sync_file(log)
                sync_folder(self.folder)

    def log_note(self) -> str | None:
        """What is said of a log that could not be folded in; None while it is small."""
        size = self._log_size()
        if size <= LARGE_LOG_BYTES:
            return None
        return (
            f"{self.folder / DATABASE}-wal has grown to {size / 1_000_000:.0f} MB, for another"
            " program has been reading the archive all the time: close what it has open"
        )

    def _checkpoint_if_due(self) -> None:
        if self._log_size() >= self._checkpoint_at:
            self._checkpoint()
            # A reader may have kept the log from being emptied: try again when it has grown.
            self._checkpoint_at = self._log_size() + CHECKPOINT_BYTES

    def _checkpoint(self) -> None:
        """Empty the log as far as readers let us; nobody is waited for."""
        self.db.conn.execute("PRAGMA busy_timeout = 0")
        self.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        self.db.conn.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")

    def _log_size(self) -> int:
        try:
            return (self.folder / f"{DATABASE}-wal").stat().st_size
        except FileNotFoundError:
            return 0


def _connect(path: Path, *, mode: str) -> Database:
    """A connection as all of ours are; ``isolation_level=None`` leaves BEGIN and COMMIT to us."""
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    conn = sqlite3.connect(uri, uri=True, isolation_level=None, timeout=_BUSY_MS / 1000)
    for pragma in (
        "foreign_keys = ON",
        "synchronous = FULL",
        "wal_autocheckpoint = 0",
        "mmap_size = 0",
        "temp_store = MEMORY",  # or a full /var/tmp would stop a crawl
    ):
        conn.execute(f"PRAGMA {pragma}")
    return Database(conn)


def _refuse_occupied(folder: Path) -> None:
    """UsageProblem unless *folder* is missing, empty, or an archive whose making was killed."""
    try:
        names = {entry.name for entry in folder.iterdir()}
    except FileNotFoundError:
        return
    except NotADirectoryError as error:
        raise UsageProblem(f"{folder} is a file; name a folder that is empty or new") from error
    except OSError as error:
        raise StorageProblem(f"cannot look into {folder}: {error.strerror}") from error
    if DATABASE in names and not (names <= _OURS and _is_unfinished(folder / DATABASE)):
        raise UsageProblem(f"{folder} holds an archive already; it was left as it is")
    if not names <= _OURS or any(_has_files(folder / name) for name in (WARC, FILES)):
        raise UsageProblem(f"{folder} is not empty; name a folder that is empty or new")


def _has_files(folder: Path) -> bool:
    return folder.is_dir() and any(folder.iterdir())


def _is_unfinished(path: Path) -> bool:
    """Whether the database at *path* has no tables yet, as a killed ``create`` leaves it."""
    with _naming(path):
        db = _connect(path, mode="rw")
        try:
            (tables,) = db.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            db.conn.close()
    return bool(tables == 0)


def _refuse_foreign_schema(path: Path, db: Database) -> None:
    (version,) = db.conn.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA_VERSION:
        raise StorageProblem(
            f"{path} has schema {version}, and this program knows schema {SCHEMA_VERSION};"
            " use the newer version of tinhuy that wrote it"
        )
    if version == 0:
        raise StorageProblem(
            f"{path} is no finished archive; make it again with: tinhuy init {path.parent}"
        )
    if version < SCHEMA_VERSION:
        raise StorageProblem(
            f"{path} has the older schema {version}; this program cannot upgrade it yet"
        )


@contextmanager
def _naming(path: Path) -> Iterator[None]:
    """Turn SQLite's storage errors in the block into StorageProblems that name *path*."""
    try:
        yield
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
