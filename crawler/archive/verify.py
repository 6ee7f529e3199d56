"""Checking that an archive holds what it says: rows against rows, rows against WARC files.

A shallow check reads the database and the sizes of files; a deep one reads every record.
"""

import hashlib
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.captures import undo_content_coding, with_payload
from crawler.archive.content import COLUMNS, blocks_of, hash_of
from crawler.archive.exchange import address
from crawler.archive.folder import WARC
from crawler.archive.records import (
    OPEN,
    DamageError,
    Member,
    StoredExchange,
    members,
    open_warc,
    parse,
)
from crawler.errors import StorageProblem
from crawler.items import ArticleKind

#: Of each kind of trouble so many are named, and the rest counted.
MOST_NAMED = 20

_ORDER = """
SELECT 'article ' || article_id || ': its revisions are not numbered 1, 2, 3 … in time order'
FROM (SELECT article_id, number, seen_at,
        row_number() OVER (PARTITION BY article_id ORDER BY number) AS place,
        lag(seen_at, 1, '') OVER (PARTITION BY article_id ORDER BY number) AS before
      FROM revisions)
WHERE number <> place OR seen_at < before GROUP BY article_id
"""
_REPEATS = f"""
SELECT 'article ' || a.id || ' does not repeat its newest revision'
FROM articles a LEFT JOIN revisions r ON r.article_id = a.id AND r.number = a.revision_count
WHERE r.id IS NULL
   OR {" OR ".join(f"a.{name} IS NOT r.{name}" for name in COLUMNS)}
   OR a.last_changed_at <> r.seen_at
   OR EXISTS (SELECT 1 FROM revisions n WHERE n.article_id = a.id AND n.number > r.number)
"""
_ADDRESSES = """
SELECT 'article ' || a.id || ': its address ' || a.url || ' is not among its addresses'
FROM articles a
WHERE NOT EXISTS (SELECT 1 FROM urls u WHERE u.url = a.url AND u.article_id = a.id)
"""
_STATES = """
SELECT 'article ' || a.id || ' is ' || a.state || ', its addresses say otherwise' FROM articles a
WHERE a.state <> 'withheld' AND (a.state = 'live') IS NOT
  EXISTS (SELECT 1 FROM urls u WHERE u.article_id = a.id AND u.state = 'live')
"""
_TWICE = """
SELECT 'article ' || r.article_id || ': revision ' || r.number || ' repeats the one before it'
FROM revisions r JOIN revisions b ON b.article_id = r.article_id AND b.number = r.number - 1
WHERE b.content_hash IS r.content_hash AND b.author IS r.author AND b.source IS r.source
  AND b.published_at IS r.published_at AND b.published_on IS r.published_on
"""
_ROW_CHECKS = (_ORDER, _REPEATS, _ADDRESSES, _STATES, _TWICE)


@dataclass(kw_only=True)
class VerifyReport:
    """How much was checked, by what it is, and a sentence for each trouble.

    ``notes`` are no trouble: what the next run mends by itself.
    """

    checked: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether no trouble was found."""
        return not self.problems

    def extend(self, found: Iterator[str]) -> None:
        """Take the troubles in *found*, naming the first ones only."""
        named = 0
        for problem in found:
            named += 1
            if named <= MOST_NAMED:
                self.problems.append(problem)
        if named > MOST_NAMED:
            self.problems.append(f"… and {named - MOST_NAMED} more of this kind")


def verify_archive(archive: Archive, *, deep: bool = False) -> VerifyReport:
    """Check *archive* as it is at this moment; a run that goes on meanwhile is no trouble.

    Raises StorageProblem where the database cannot be read at all.
    """
    report = VerifyReport()
    with archive.reading() as db:
        report.extend(_database_problems(db))
        for table in ("articles", "revisions", "urls", "captures"):
            (report.checked[table],) = db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()
        for check in _ROW_CHECKS:
            report.extend(row[0] for row in db.conn.execute(check))
        report.extend(_hash_problems(db))
        sizes = _warc_sizes(archive, report)
        report.extend(_place_problems(db, sizes))
        if deep:
            report.checked["records"] = 0
            report.extend(_record_problems(archive, db, sizes, report))
    return report


def _database_problems(db: Database) -> Iterator[str]:
    """What SQLite itself finds wrong."""
    for (line,) in db.conn.execute(f"PRAGMA integrity_check({MOST_NAMED})"):
        if line != "ok":
            yield f"the database is damaged: {line}"
    for table, row, parent, _ in db.conn.execute("PRAGMA foreign_key_check"):
        yield f"{table}, row {row}: what it names in {parent} is not there"


def _hash_problems(db: Database) -> Iterator[str]:
    rows = db.conn.execute(
        "SELECT article_id, number, kind, title, blocks, content_hash FROM revisions"
    )
    for article_id, number, kind, title, blocks, stored in rows:
        try:
            computed = hash_of(title, ArticleKind(kind), blocks_of(blocks))
        except (ValueError, KeyError, TypeError):
            computed = ""
        if computed != stored:
            yield f"article {article_id}, revision {number}: its text is not what its hash says"


def _warc_sizes(archive: Archive, report: VerifyReport) -> dict[str, int]:
    """The size of each WARC file by its final name."""
    sizes: dict[str, int] = {}
    for path in sorted((archive.folder / WARC).iterdir()):
        name = path.name.removesuffix(OPEN)
        if not name.endswith(".warc.gz"):
            continue
        sizes[name] = path.stat().st_size
        if path.name.endswith(OPEN):
            report.notes.append(f"{path.name} is being written, or the next run will close it")
    report.checked["warc files"] = len(sizes)
    return sizes


def _place_problems(db: Database, sizes: dict[str, int]) -> Iterator[str]:
    rows = db.conn.execute("SELECT id, warc_file, warc_offset FROM captures")
    for number, file, offset in rows:
        if file not in sizes:
            yield f"capture {number}: the file {file} is missing"
        elif not 0 <= offset < sizes[file]:
            yield f"capture {number}: {file} ends before byte {offset}"


def _record_problems(
    archive: Archive, db: Database, sizes: dict[str, int], report: VerifyReport
) -> Iterator[str]:
    """Read every record, and compare it with its row."""
    for file in sizes:
        rows = {
            row["warc_offset"]: row
            for row in _rows(db, "SELECT * FROM captures WHERE warc_file = ?", file)
        }
        is_open = not (archive.folder / WARC / file).exists()
        try:
            with open_warc(archive.folder, file) as stream:
                for member in members(stream):
                    report.checked["records"] += 1
                    row = rows.pop(member.offset, None)
                    problem = _record_problem(archive, member, row, is_open=is_open)
                    if problem:
                        yield f"{file}, byte {member.offset}: {problem}"
        except DamageError as error:
            if rows or not is_open:
                yield f"{file}: {error}"
        for row in rows.values():
            place = f"byte {row['warc_offset']} of {file}"
            yield f"capture {row['id']}: no whole record begins at {place}"


def _record_problem(
    archive: Archive, member: Member, row: sqlite3.Row | None, *, is_open: bool
) -> str | None:
    """What is wrong with one record; None also for a record that needs no row."""
    try:
        stored = parse(member)
    except DamageError as error:
        return str(error)
    if stored is None:
        return "a row names a record that is no answer" if row else None
    if row is None:
        return None if is_open or _has_row_by_now(archive, stored) else "no row names this record"
    return _difference(archive, stored, row)


def _difference(archive: Archive, stored: StoredExchange, row: sqlite3.Row) -> str | None:
    """How a record differs from what its row says."""
    try:
        stored = with_payload(archive, stored)
    except StorageProblem as error:
        return str(error)
    if (stored.record_id, stored.url) != (row["record_id"], address(row["url"])):
        return "the record is not the one that its row describes"
    body = undo_content_coding(stored.payload, stored.headers).body
    for column, data in (("payload_sha256", stored.payload), ("body_sha256", body)):
        if row[column] != hashlib.sha256(data).hexdigest():
            return f"its {column.partition('_')[0]} is not what its row says"
    return None


def _has_row_by_now(archive: Archive, stored: StoredExchange) -> bool:
    """Whether a run that goes on has stored the row since the check began."""
    found = archive.db.conn.execute(
        "SELECT 1 FROM captures WHERE record_id = ?", (stored.record_id,)
    ).fetchone()
    return found is not None


def _rows(db: Database, sql: str, value: str) -> list[sqlite3.Row]:
    cursor = db.conn.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(sql, (value,)).fetchall()
