"""Captures of a damaged archive: what the WARC records say, under the numbers of the rows found.

The record is the evidence and the row only names it, so a row is taken as it was found only where
its record says the same.
"""

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.captures import (
    LOST,
    PendingCapture,
    capture_of,
    insert_capture,
    undo_content_coding,
    with_payload,
)
from crawler.archive.exchange import RecordRef, address
from crawler.archive.records import StoredExchange, members, open_warc, parse, read_record
from crawler.archive.salvage.files import DAMAGED, Place
from crawler.archive.salvage.placing import place
from crawler.clock import utc_text
from crawler.errors import StorageProblem

_RECORDS = """
CREATE TABLE found.records (file, former INTEGER, offset INTEGER, record_id, kind, url,
                            request_key, fetched_at, seen_at, capture_id INTEGER, has_row INTEGER)
"""
#: The numbers of captures that rows name whose own row is gone: by what was read, then by fetches.
_UNCLAIMED = (
    "NOT EXISTS (SELECT 1 FROM found.records n WHERE n.capture_id = claim.capture_id)"
    " AND NOT EXISTS (SELECT 1 FROM found.captures c WHERE c.id = claim.capture_id)"
)
_OF_REVISION = f"""
SELECT capture_id FROM found.revisions claim
WHERE url = :url AND seen_at = :seen_at AND {_UNCLAIMED} LIMIT 1
"""
_OF_FETCH = f"""
SELECT capture_id FROM found.fetches claim
WHERE request_key = :request_key AND capture_id NOT NULL AND at >= :fetched_at AND {_UNCLAIMED}
ORDER BY at, id LIMIT 1
"""
_UNNUMBERED = "SELECT rowid, * FROM found.records WHERE capture_id IS NULL ORDER BY seen_at, rowid"
_BY_RECORD = """
UPDATE found.records AS r SET has_row = 1, capture_id =
  (SELECT min(c.id) FROM found.captures c WHERE c.record_id = r.record_id)
WHERE EXISTS (SELECT 1 FROM found.captures c WHERE c.record_id = r.record_id)
"""
_BY_PLACE = """
UPDATE found.records AS r SET has_row = 1, capture_id = p.id
FROM (SELECT warc_file, warc_offset, min(id) AS id FROM found.captures c
      WHERE NOT EXISTS (SELECT 1 FROM found.records n WHERE n.capture_id = c.id)
      GROUP BY warc_file, warc_offset) p
WHERE r.capture_id IS NULL AND p.warc_file = r.file AND p.warc_offset = r.former
"""
_HIGHEST = """
SELECT max(n) FROM (
  SELECT max(id) AS n FROM found.captures UNION ALL SELECT max(capture_id) FROM found.revisions
  UNION ALL SELECT max(capture_id) FROM found.fetches
  UNION ALL SELECT max(capture_id) FROM found.events UNION ALL SELECT 0)
"""
#: Nobody is to look for their payloads: the same one, fetched again, is to be kept again.
_WITHOUT_RECORD = f"""
UPDATE captures SET record_type = '{LOST}' WHERE id NOT IN
  (SELECT capture_id FROM found.records WHERE capture_id NOT NULL)
"""
_STUBS = f"""
INSERT OR IGNORE INTO captures (id, request_key, method, url, fetched_at, status, payload_sha256,
  body_sha256, warc_file, warc_offset, record_id, record_type, run_id, via)
SELECT v.capture_id, coalesce(f.request_key, ''), 'GET', v.url, min(v.seen_at), 200, '', '',
  '{LOST}', 0, '<{LOST}:' || v.capture_id || '>', '{LOST}',
  (SELECT id FROM main.runs WHERE id = f.run_id), 'live'
FROM found.revisions v LEFT JOIN found.fetches f ON f.capture_id = v.capture_id
WHERE v.capture_id NOT IN (SELECT id FROM main.captures) GROUP BY v.capture_id
"""
_COMPARED = (
    "request_key", "method", "fetched_at", "status", "etag", "last_modified", "media_type",
    "payload_sha256", "body_sha256", "record_id", "record_type", "via", "original_at",
)  # fmt: skip


@dataclass(kw_only=True)
class Captures:
    """How many captures were saved and how many rebuilt, and a sentence for each that is lost."""

    saved: int = 0
    rebuilt: int = 0
    lost: list[str] = field(default_factory=list)


def list_records(db: Database, folder: Path, places: list[Place]) -> None:
    """Note every exchange of the copied WARC files in *folder*, once: a file may be there twice."""
    db.conn.execute(_RECORDS)
    db.conn.execute("CREATE UNIQUE INDEX found.once ON records (record_id)")
    for file, group in groupby(places, key=lambda place: place.file):
        former = {place.offset: place.former for place in group}
        with open_warc(folder, file) as stream:
            for member in members(stream):
                if stored := parse(member):
                    _note(db, stored, (file, former[member.offset], member.offset))
    db.conn.execute("CREATE INDEX found.by_capture ON records (capture_id)")
    db.conn.execute("CREATE INDEX found.by_page ON records (url, seen_at)")


def confirmed(db: Database) -> int:
    """How many of the rows of captures found name a record that is where they say."""
    (count,) = db.conn.execute(
        "SELECT count(*) FROM found.captures c JOIN found.records r ON r.record_id = c.record_id"
        " AND r.file = c.warc_file AND r.former = c.warc_offset"
    ).fetchone()
    return int(count)


def number_records(db: Database) -> None:
    """Give every record the number of its capture: the one it had, where anything tells it."""
    db.conn.execute(_BY_RECORD)
    db.conn.execute(_BY_PLACE)
    for claim in (_OF_REVISION, _OF_FETCH):
        for row in _rows(db, _UNNUMBERED):
            if number := db.conn.execute(claim, dict(row)).fetchone():
                _number(db, row, number[0])
    (highest,) = db.conn.execute(_HIGHEST).fetchone()
    for number, row in enumerate(_rows(db, _UNNUMBERED), highest + 1):
        _number(db, row, number)


def store_captures(archive: Archive, db: Database) -> Captures:
    """Insert a capture for each record, then the rows whose records are lost."""
    done = Captures()
    for row in _rows(db, "SELECT * FROM found.records ORDER BY kind = 'revisit', capture_id"):
        found = next(
            iter(_rows(db, "SELECT * FROM found.captures WHERE id = :capture_id", row)), None
        )
        pending, is_bodied = _pending(archive, row)
        if not is_bodied:
            where = f"{row['file']}, byte {row['offset']}"
            done.lost.append(f"capture {pending.id}: {where} repeats a record that is lost")
        is_same = found is not None and (not is_bodied or _agrees(pending, found))
        if found is not None and is_same:
            pending.body_sha256 = found["body_sha256"]
            pending.payload_sha256 = found["payload_sha256"]
            pending.url, pending.charset = found["url"], found["charset"]
        pending.tls = pending.tls or (found["tls"] if found else None)
        insert_capture(db, pending, _run(db, row, found))
        done.saved += is_same
        done.rebuilt += not is_same
        db.conn.execute("DELETE FROM found.captures WHERE id = :capture_id", dict(row))
    done.lost += _store_lost(archive, db)
    return done


def _note(db: Database, stored: StoredExchange, place: tuple[str, int, int]) -> None:
    values = (
        *place,
        stored.record_id,
        stored.record_type,
        stored.url,
        stored.request_key,
        utc_text(stored.fetched_at),
        utc_text(stored.original_at or stored.fetched_at),
    )
    marks = ", ".join("?" * len(values))
    db.conn.execute(f"INSERT OR IGNORE INTO found.records VALUES ({marks}, NULL, 0)", values)


def _number(db: Database, row: sqlite3.Row, number: int) -> None:
    db.conn.execute(
        "UPDATE found.records SET capture_id = ? WHERE rowid = ?", (number, row["rowid"])
    )


def _pending(archive: Archive, row: sqlite3.Row) -> tuple[PendingCapture, bool]:
    """The capture of a record, and whether its body is there: a revisit's lies in another."""
    stored = read_record(archive.folder, row["file"], row["offset"])
    is_bodied = True
    try:
        stored = with_payload(archive, stored)
    except StorageProblem:
        is_bodied = False
    body = undo_content_coding(stored.payload, stored.headers).body
    pending = PendingCapture.of_stored(stored, capture_of(stored, body))
    pending.ref = RecordRef(row["file"], row["offset"], stored.record_id, stored.record_type)
    pending.id = row["capture_id"]
    return pending, is_bodied


def _run(db: Database, row: sqlite3.Row, found: sqlite3.Row | None) -> int | None:
    """The run of a capture: as its row says, or a line of the ledger."""
    if found is not None:
        return _known_run(db, found["run_id"])
    fetch = db.conn.execute(
        "SELECT run_id FROM found.fetches WHERE capture_id = ?", (row["capture_id"],)
    ).fetchone()
    return _known_run(db, fetch[0]) if fetch else None


def _known_run(db: Database, run_id: int | None) -> int | None:
    known = db.conn.execute("SELECT id FROM main.runs WHERE id = ?", (run_id,)).fetchone()
    return int(known[0]) if known else None


def _agrees(pending: PendingCapture, found: sqlite3.Row) -> bool:
    """Whether the row found says what the record says; charsets may be told otherwise by now."""
    said = {
        **vars(pending),
        "fetched_at": utc_text(pending.fetched_at),
        "original_at": utc_text(pending.original_at) if pending.original_at else None,
        "record_id": pending.ref.record_id if pending.ref else None,
        "record_type": pending.ref.record_type if pending.ref else None,
    }
    is_url = address(found["url"]) == pending.url
    return is_url and all(said[name] == found[name] for name in _COMPARED)


def _store_lost(archive: Archive, db: Database) -> Iterator[str]:
    """Keep the rows whose records are lost, and fill the places of rows that are lost too."""
    for file in {row[0] for row in db.conn.execute("SELECT warc_file FROM found.captures")}:
        if Path(file).name == file and (archive.folder / "warc" / (file + DAMAGED)).exists():
            db.conn.execute(
                "UPDATE found.captures SET warc_file = ? WHERE warc_file = ?",
                (file + DAMAGED, file),
            )
    place(db, "captures")
    db.conn.execute(_WITHOUT_RECORD)
    db.conn.execute(_STUBS)
    for row in _rows(
        db,
        "SELECT * FROM captures WHERE id NOT IN (SELECT capture_id FROM found.records) ORDER BY id",
    ):
        where = f"{row['warc_file']}, byte {row['warc_offset']}"
        what = "its row, too" if row["warc_file"] == LOST else where
        yield f"capture {row['id']} of {row['url']}: its record is lost ({what})"


def _rows(
    db: Database, sql: str, values: "sqlite3.Row | dict[str, object] | None" = None
) -> list[sqlite3.Row]:
    cursor = db.conn.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(sql, dict(values) if values else {}).fetchall()
