"""An archive: its folder, its database, and the only two doors to it, writing and reading.

No two connections ever write or checkpoint at once: SQLite before 3.51.3 can corrupt a WAL so.
Every transaction that writes, and every checkpoint, therefore happens inside the write lock.
A connection that may not write cannot checkpoint either, and needs no lock.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from crawler.archive.connection import connect, fold_log, naming, schema_of
from crawler.archive.disk import refuse_network_disk, refuse_unusable
from crawler.archive.folder import (
    DATABASE,
    FILES,
    LOCKS,
    SCHEMA_VERSION,
    WARC,
    require_archive,
    storage,
    sync_file,
    sync_folder,
)
from crawler.archive.locks import write_lock
from crawler.archive.schema import SCHEMA
from crawler.clock import now, utc_text
from crawler.errors import StorageProblem, UsageProblem

#: The write-ahead log is folded into the database when it has grown by so many bytes.
CHECKPOINT_BYTES = 4 * 1024 * 1024
#: A log of more bytes is told of: only a reader that never ends can have kept it from being folded.
LARGE_LOG_BYTES = 64 * 1024 * 1024
_OURS = {DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", WARC, FILES, LOCKS}


class Archive:
    """An open archive; use it in a ``with`` block, for closing it folds the log in.

    ``db`` is for reading single facts and, inside :meth:`writing`, for writing.
    """

    def __init__(self, folder: Path, db: Database, *, may_write: bool = True) -> None:
        self.folder = folder
        self.db = db
        self._log = folder / f"{DATABASE}-wal"
        self._may_write = may_write
        self._is_writing = False
        self._is_closed = False
        self._has_named_log = False
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
        with naming(path), write_lock(folder):
            db = connect(path, mode="rwc")
            db.conn.execute("PRAGMA journal_mode = WAL")
        archive = cls(folder, db)
        with archive.writing():
            SCHEMA.apply(db)
            made = ("created_at", utc_text(now()))
            db.conn.execute("INSERT INTO meta (key, value) VALUES (?, ?)", made)
        with storage(folder):
            sync_folder(folder)
        return archive

    @classmethod
    def open(cls, folder: Path) -> Self:
        """The archive in *folder*, for reading and writing.

        Raises UsageProblem where there is none, StorageProblem where it cannot be used.
        """
        require_archive(folder)
        refuse_unusable(folder)
        path = folder / DATABASE
        with cls.open_to_read(folder) as found:
            _refuse_older_schema(path, schema_of(found.db))
        with naming(path):
            db = connect(path, mode="rw")
            try:
                _write_ahead(folder, db)
            except BaseException:
                db.conn.close()  # it has no log, so nothing is folded in
                raise
        return cls(folder, db)

    @classmethod
    def open_to_read(cls, folder: Path) -> Self:
        """The archive in *folder*, of this schema or an older one, and nothing of it is changed.

        A log that another program left is read, but not folded in; an empty one may stay behind.
        A backup can be read so from a disk that is read-only. Raises as :meth:`open` does.
        """
        require_archive(folder)
        path = folder / DATABASE
        with naming(path):
            db = connect(path, mode="ro")
            try:
                _refuse_unusable_schema(path, schema_of(db))
            except BaseException:
                db.conn.close()
                raise
        return cls(folder, db, may_write=False)

    @contextmanager
    def writing(self) -> Iterator[Database]:
        """One write transaction, committed at the end of the block, rolled back on any error.

        Waits for the write lock. Storage trouble (also in the block) is raised as StorageProblem.
        """
        if self._is_writing or not self._may_write:
            raise RuntimeError("writing() inside writing(), or in an archive opened to read")
        path = self.folder / DATABASE
        with naming(path), write_lock(self.folder):
            self._is_writing = True
            try:
                self.db.conn.execute("BEGIN IMMEDIATE")
                _refuse_newer_schema(path, schema_of(self.db))
                self._name_log()
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
        with naming(path):
            db = connect(path, mode="ro")
            try:
                db.conn.execute("BEGIN")
                db.conn.execute("SELECT count(*) FROM meta").fetchone()  # the snapshot begins here
                yield db
            finally:
                db.conn.close()

    def close(self) -> None:
        """Fold the log into the database and close it; nothing happens the second time."""
        if self._is_closed:
            return
        if self._may_write:
            with naming(self.folder / DATABASE), write_lock(self.folder):
                fold_log(self.db)
                self.db.conn.close()
        else:
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
        with storage(self._log):
            if self._log.exists():
                sync_file(self._log)
                sync_folder(self.folder)

    def log_note(self) -> str | None:
        """What is said of a log that could not be folded in; None while it is small."""
        size = self._log_size()
        if size <= LARGE_LOG_BYTES:
            return None
        return (
            f"{self._log} has grown to {size / 1_000_000:.0f} MB, for another"
            " program has been reading the archive all the time: close what it has open"
        )

    def _name_log(self) -> None:
        """Make the name of the log durable before the first commit into it.

        SQLite syncs the folder too, but goes on where that fails.
        """
        if not self._has_named_log:
            with storage(self.folder):
                sync_folder(self.folder)
            self._has_named_log = True

    def _checkpoint_if_due(self) -> None:
        if self._log_size() >= self._checkpoint_at:
            fold_log(self.db)
            # A reader may have kept the log from being emptied: try again when it has grown.
            self._checkpoint_at = self._log_size() + CHECKPOINT_BYTES

    def _log_size(self) -> int:
        try:
            return self._log.stat().st_size
        except FileNotFoundError:
            return 0


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
    with naming(path):
        db = connect(path, mode="rw")
        try:
            (tables,) = db.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
        finally:
            db.conn.close()
    return bool(tables == 0)


def _write_ahead(folder: Path, db: Database) -> None:
    """Let the database have a log: that of a backup has none, so that it is one file."""
    if db.conn.execute("PRAGMA journal_mode").fetchone() != ("wal",):
        with write_lock(folder):
            db.conn.execute("PRAGMA journal_mode = WAL")


def _refuse_older_schema(path: Path, version: int) -> None:
    if version < SCHEMA_VERSION:
        raise StorageProblem(
            f"{path} has the older schema {version}; every command but verify and backup upgrades"
            f" it to schema {SCHEMA_VERSION}"
        )


def _refuse_unusable_schema(path: Path, version: int) -> None:
    _refuse_newer_schema(path, version)
    if version < 1:
        raise StorageProblem(
            f"{path} is no finished archive; make it again with: tinhuy init {path.parent}"
        )


def _refuse_newer_schema(path: Path, version: int) -> None:
    """Refuse what a newer program has written, or has upgraded while we had it open."""
    if version > SCHEMA_VERSION:
        raise StorageProblem(
            f"{path} has schema {version}, and this program knows schema {SCHEMA_VERSION};"
            " use the newer version of tinhuy that wrote it"
        )
