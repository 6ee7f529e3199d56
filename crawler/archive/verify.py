"""Checking that an archive holds what it says: rows against rows, rows against files.

A shallow check reads the database and the sizes of files; a deep one reads every record and file.
"""

import importlib.metadata
import platform
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlite_utils import Database

from crawler import VERSION
from crawler.archive.archive import Archive
from crawler.archive.connection import schema_of
from crawler.archive.file_checks import (
    digest_problems,
    lost_captures,
    medium_problems,
    place_problems,
    record_problems,
    stored_files,
    warc_sizes,
)
from crawler.archive.folder import SCHEMA_VERSION, WARC
from crawler.archive.records import OPEN
from crawler.archive.row_checks import (
    ROW_CHECKS,
    database_problems,
    encoding_problems,
    lenient_text,
    row_problems,
    schema_problems,
    text_problems,
)

#: Of each kind of trouble so many are named, and the rest counted.
MOST_NAMED = 20
#: Before this version, two connections that wrote at once could damage a database with a log.
_SOUND_SQLITE = (3, 51, 3)


@dataclass(kw_only=True)
class VerifyReport:
    """How much was checked, by what it is, and a sentence for each trouble.

    ``notes`` are no trouble: what the next run mends by itself, or is good to know. ``versions``
    are those of the archive and of what it was checked with.
    """

    versions: Mapping[str, str] = field(default_factory=dict)
    checked: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether no trouble was found."""
        return not self.problems

    def extend(self, found: Iterable[str]) -> None:
        """Take the troubles in *found*, naming the first ones only."""
        named = 0
        with self.past_damage():
            for problem in found:
                named += 1
                if named <= MOST_NAMED:
                    self.problems.append(problem)
        if named > MOST_NAMED:
            self.problems.append(f"… and {named - MOST_NAMED} more of this kind")

    @contextmanager
    def past_damage(self) -> Iterator[None]:
        """Note an error that a damaged database gives in the block, once, and go on after it."""
        try:
            yield
        except (sqlite3.DatabaseError, UnicodeError) as error:
            problem = f"the database is damaged: {error}"
            if problem not in self.problems:
                self.problems.append(problem)


def verify_archive(archive: Archive, *, deep: bool = False) -> VerifyReport:
    """Check *archive* as it is at this moment; a run that goes on meanwhile is no trouble.

    Nothing is changed. Raises StorageProblem where the database cannot be read at all.
    """
    report = VerifyReport()
    with archive.reading() as db:
        for conn in (db.conn, archive.db.conn):
            conn.text_factory = lenient_text
        schema = schema_of(db)
        _note_versions(schema, report)
        report.extend(database_problems(db))
        for table in ("articles", "revisions", "urls", "captures"):
            with report.past_damage():
                (number,) = db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()
                report.checked[table] = number
        if deep:
            report.extend(encoding_problems(db))
        if schema == SCHEMA_VERSION:
            report.extend(schema_problems(db))
            for check in ROW_CHECKS:
                report.extend(row_problems(db, check))
            report.extend(text_problems(db))
        _check_warc(archive, db, report, deep=deep)
        _check_files(archive, db, report, deep=deep)
    return report


def _note_versions(schema: int, report: VerifyReport) -> None:
    report.versions = {
        "tinhuy": VERSION,
        "schema": str(schema),
        "SQLite": sqlite3.sqlite_version,
        "Python": platform.python_version(),
        "sqlite-utils": importlib.metadata.version("sqlite-utils"),
    }
    if sqlite3.sqlite_version_info < _SOUND_SQLITE:
        report.notes.append(
            f"SQLite {sqlite3.sqlite_version} is older than 3.51.3, and can damage a database that"
            " two programs write at once: tinhuy does not, so let nothing else write the archive"
        )
    if schema < SCHEMA_VERSION:
        report.notes.append(
            f"rows were not compared with one another, for schema {schema} is older than"
            f" {SCHEMA_VERSION}: the next command but verify and backup upgrades it"
        )


def _check_warc(archive: Archive, db: Database, report: VerifyReport, *, deep: bool) -> None:
    folder = archive.folder / WARC
    if not folder.is_dir():
        report.problems.append(f"the folder {folder} is missing")
        return
    sizes = warc_sizes(archive.folder)
    report.checked["warc files"] = len(sizes)
    report.notes += [
        f"{path.name} is being written, or the next run will close it"
        for path in sorted(folder.glob(f"*{OPEN}"))
    ]
    if lost := lost_captures(db):
        report.notes.append(
            f"captures without a record, as a recovery has told: {lost} (record_type 'lost')"
        )
    report.extend(place_problems(db, sizes))
    if deep:
        report.checked["records"] = 0
        for file in sizes:
            report.extend(record_problems(archive, db, file, checked=report.checked))


def _check_files(archive: Archive, db: Database, report: VerifyReport, *, deep: bool) -> None:
    files = stored_files(archive.folder)
    report.checked["files"] = len(files)
    report.extend(medium_problems(db, files))
    if deep:
        report.extend(digest_problems(files))
