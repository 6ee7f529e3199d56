"""Backups: a copy of an archive as it was at one moment, while crawls go on writing.

A backup is an archive like any other. What stands in it is what was committed when it began: the
database, the WARC files with every record that a row names, the stored files, the settings and the
lines of finished runs. No lock is taken, so nobody waits for a backup.
"""

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.backup_folder import becoming, remove_leftovers
from crawler.archive.copying import copy_database, copy_file
from crawler.archive.file_checks import medium_problems, place_problems, stored_files, warc_sizes
from crawler.archive.folder import CONFIG, DATABASE, FILES, RUNS, WARC, storage, sync_folder
from crawler.archive.records import OPEN, DamageError, members, open_warc, parse
from crawler.archive.row_checks import database_problems
from crawler.clock import monotonic
from crawler.errors import StorageProblem, UsageProblem


@dataclass(frozen=True, kw_only=True)
class BackupReport:
    """What was copied: rows of two tables, bytes of all files, and how many seconds it took.

    ``removed`` are folders that killed backups had left beside the target.
    """

    articles: int
    captures: int
    size: int
    seconds: float
    removed: tuple[Path, ...]


def back_up(archive: Archive, target: Path) -> BackupReport:
    """Copy *archive* into the new folder *target*, which appears whole or not at all.

    Raises UsageProblem where *target* cannot be meant; StorageProblem where the disk fails, or
    where the archive has not got what its rows name. Whatever is there stays as it is.
    """
    begun = monotonic()
    target = target.absolute()
    _refuse_unusable(archive.folder, target)
    removed = remove_leftovers(target.parent)
    with becoming(target) as folder:
        finished = _finished_files(archive.folder)
        lines = _lines_size(archive.folder / RUNS)
        with archive.reading() as db:
            counts = row_counts(db)
            _refuse_small_disk(archive, db, target)
            copy_database(db, archive.folder / DATABASE, folder / DATABASE)
        _copy_warc(archive, folder, finished)
        _copy_others(archive.folder, folder, lines)
        _check(folder, target, counts)
        size = _sync_folders(folder)
        folder.chmod(archive.folder.stat().st_mode & 0o777)
    return BackupReport(
        articles=counts["articles"],
        captures=counts["captures"],
        size=size,
        seconds=monotonic() - begun,
        removed=removed,
    )


def row_counts(db: Database) -> Mapping[str, int]:
    """How many rows each table has."""
    return {
        name: db.conn.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]
        for name in db.table_names()
    }


def _refuse_unusable(archive: Path, target: Path) -> None:
    with storage(target):
        if os.path.lexists(target):
            raise UsageProblem(
                f"{target} is there already and was left as it is; name a folder that is new"
            )
        if not target.parent.is_dir():
            raise UsageProblem(
                f"{target.parent} is no folder; make it first, or mount its disk, or name another"
            )
        if target.parent.resolve().is_relative_to(archive.resolve()):
            raise UsageProblem(f"{target} is in the archive itself; name a folder outside it")


def _refuse_small_disk(archive: Archive, db: Database, target: Path) -> None:
    """Leave before a disk is filled; it may become full all the same."""
    (pages,) = db.conn.execute("PRAGMA page_count").fetchone()
    (page_size,) = db.conn.execute("PRAGMA page_size").fetchone()
    with storage(archive.folder):
        files = stored_files(archive.folder).values()
        others = (*warc_sizes(archive.folder).values(), *(path.stat().st_size for path in files))
    with storage(target):
        free = shutil.disk_usage(target.parent).free
    needed = pages * page_size + sum(others)
    if needed > free:
        raise StorageProblem(
            f"no space left for {target}: the backup needs {needed / 1_000_000:.1f} MB and"
            f" {free / 1_000_000:.1f} MB are free; free some on that disk and run the same command"
            " again"
        )


def _finished_files(archive: Path) -> frozenset[str]:
    """The names in ``warc/`` that are not being written: their bytes will never change."""
    with storage(archive / WARC):
        return frozenset(
            path.name
            for path in (archive / WARC).iterdir()
            if path.is_file() and not path.name.endswith(OPEN)
        )


def _lines_size(path: Path) -> int:
    """How many bytes of *path* are whole lines; 0 where there is no such file.

    Looked at before the database is: a run is committed before its line is written.
    """
    with storage(path):
        return path.read_bytes().rfind(b"\n") + 1 if path.exists() else 0


def _copy_warc(archive: Archive, folder: Path, finished: frozenset[str]) -> None:
    """Copy finished files whole, those being written as far as the copied rows name records.

    A file that is being written gets its final name in the copy, where nobody will go on with it.
    """
    with storage(folder / WARC):
        (folder / WARC).mkdir()
    with Archive.open_to_read(folder) as copy:
        last = dict(
            copy.db.conn.execute(
                "SELECT warc_file, max(warc_offset) FROM captures GROUP BY warc_file"
            ).fetchall()
        )
    for name in sorted(finished | last.keys()):
        path = archive.folder / WARC / name
        with open_warc(archive.folder, name) as source:
            whole = os.fstat(source.fileno()).st_size
            size = whole if name in finished else _end_of_exchange(source, path, last[name])
            source.seek(0)
            copy_file(source, path, folder / WARC / name, size=size)


def _end_of_exchange(source: BinaryIO, path: Path, offset: int) -> int:
    """Where the exchange ends whose answer begins at *offset*: its request comes after it."""
    end = None
    damage: object = "it ends before"
    try:
        for member in members(source, offset):
            if end is not None and parse(member):
                break
            end = member.end
    except DamageError as error:
        damage = error  # of the record after the exchange, if the exchange is whole
    if end is None:
        raise StorageProblem(
            f"{path} has no whole record at byte {offset}, where a row names one ({damage});"
            " look at the archive with: tinhuy verify --deep"
        )
    return end


def _copy_others(archive: Path, folder: Path, lines: int) -> None:
    for path in stored_files(archive).values():
        place = folder / path.relative_to(archive)
        with storage(place):
            place.parent.mkdir(parents=True, exist_ok=True)
        _copy(path, place)
    with storage(folder / FILES):
        (folder / FILES).mkdir(exist_ok=True)
    if (archive / CONFIG).exists():
        _copy(archive / CONFIG, folder / CONFIG)
    if (archive / RUNS).exists():
        _copy(archive / RUNS, folder / RUNS, size=lines)


def _copy(path: Path, place: Path, *, size: int | None = None) -> None:
    with storage(path):
        source = path.open("rb")
    with source:
        whole = os.fstat(source.fileno()).st_size
        copy_file(source, path, place, size=whole if size is None else size)


def _check(folder: Path, target: Path, counts: Mapping[str, int]) -> None:
    """Open the copy again, and refuse it where it is not whole."""
    with Archive.open_to_read(folder) as copy, copy.reading() as db:
        try:
            first = next(_problems(db, folder, counts), None)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            first = f"the database is damaged: {error}"
        if first:
            raise StorageProblem(
                f"{target} was not made, for it would not be whole: {first}; look at the archive"
                " with: tinhuy verify"
            )


def _problems(db: Database, folder: Path, counts: Mapping[str, int]) -> Iterator[str]:
    yield from database_problems(db)
    if row_counts(db) != counts:
        yield "its tables have not got the rows of the archive"
    yield from place_problems(db, warc_sizes(folder))
    yield from medium_problems(db, stored_files(folder))


def _sync_folders(folder: Path) -> int:
    """Make the names of the copied files durable; how many bytes the files have."""
    size = 0
    with storage(folder):
        for place, _, names in os.walk(folder):
            size += sum((Path(place) / name).stat().st_size for name in names)
            sync_folder(Path(place))
    return size
