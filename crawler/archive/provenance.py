"""Where the evidence for each revision of an article lies, and whether it is what its rows say."""

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.captures import LOST, with_payload
from crawler.archive.file_checks import difference
from crawler.archive.folder import WARC, storage
from crawler.archive.records import (
    OPEN,
    DamageError,
    Member,
    StoredExchange,
    members,
    open_warc,
    parse,
)
from crawler.errors import StorageProblem, UsageProblem

Row = Mapping[str, object]

_REVISIONS = """
SELECT r.article_id, r.number, r.capture_id, r.url, r.title, r.seen_at, r.published_at,
       r.published_on, r.published_raw, r.content_hash, r.reader_version, r.removed,
       a.last_seen_at,
       (SELECT n.seen_at FROM revisions n
        WHERE n.article_id = r.article_id AND n.number = r.number + 1) AS replaced_at
FROM revisions r JOIN articles a ON a.id = r.article_id
WHERE r.article_id = ? ORDER BY r.number
"""
_PLACE = f"""
SELECT warc_file, warc_offset FROM captures WHERE record_id = ? AND record_type <> '{LOST}'
"""


@dataclass(frozen=True, kw_only=True)
class KeptRecord:
    """A record as it lies in its file: ``length`` bytes, a gzip member, from ``offset`` on.

    ``path`` is relative to the folder of the archive. ``fields`` are the lines of the WARC header,
    ``http`` those of the HTTP head (empty where none is known), ``request`` those of the request
    beside it (empty where none was recorded). The payload begins at byte ``payload_start`` of what
    the member unpacks to.
    """

    path: str
    offset: int
    length: int
    fields: tuple[str, ...]
    http: tuple[str, ...]
    request: tuple[str, ...]
    payload_start: int
    stored: StoredExchange

    @property
    def is_closed(self) -> bool:
        """Whether nothing is written into its file any more."""
        return not self.path.endswith(OPEN)


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """What stands behind one revision.

    ``record`` is None where it is lost, as a recovery has told, or where ``problem`` says why.
    ``holder`` is the record that has the payload: another one where ``record`` is a revisit.
    ``exchange`` is the record with that payload. ``problem`` also says how a record differs from
    its row.
    """

    revision: Row
    capture: Row
    record: KeptRecord | None = None
    holder: KeptRecord | None = None
    exchange: StoredExchange | None = None
    problem: str | None = None

    @property
    def is_lost(self) -> bool:
        """Whether a recovery has found no record of the capture."""
        return self.capture["record_type"] == LOST


def provenance(
    archive: Archive, article_id: int, number: int | None = None
) -> Iterator[Provenance]:
    """What stands behind each revision of the article, or behind the one of that *number*.

    Raises UsageProblem, before anything is read, where there is none.
    """
    revisions = _rows(archive.db, _REVISIONS, article_id)
    if not revisions:
        raise UsageProblem(
            f"there is no article {article_id} in {archive.folder}; take its number from the column"
            " id of an export"
        )
    wanted = [row for row in revisions if number in (None, row["number"])]
    if not wanted:
        raise UsageProblem(
            f"article {article_id} has no revision {number}; its revisions are 1 to"
            f" {revisions[-1]['number']}"
        )
    return (_of(archive, row) for row in wanted)


def _of(archive: Archive, revision: sqlite3.Row) -> Provenance:
    capture_id = revision["capture_id"]
    found = _rows(archive.db, "SELECT * FROM captures WHERE id = ?", capture_id)
    if not found:
        raise StorageProblem(f"{archive.folder} has no capture {capture_id}; run: tinhuy verify")
    (capture,) = found
    rows = Provenance(revision=dict(revision), capture=dict(capture))
    if rows.is_lost:
        return rows
    try:
        record = _kept(archive, capture["warc_file"], capture["warc_offset"])
        holder = _holder(archive, record)
        exchange = with_payload(archive, record.stored)
    except StorageProblem as error:
        return replace(rows, problem=str(error))
    problem = difference(archive, record.stored, capture)
    return replace(rows, record=record, holder=holder, exchange=exchange, problem=problem)


def _holder(archive: Archive, record: KeptRecord) -> KeptRecord:
    """The record that has the payload of *record*."""
    if record.stored.refers_to is None:
        return record
    found = archive.db.conn.execute(_PLACE, (record.stored.refers_to,)).fetchone()
    if found is None:
        raise StorageProblem(
            f"{archive.folder}: no record has the payload of {record.stored.record_id}"
        )
    return _kept(archive, *found)


def _kept(archive: Archive, file: str, offset: int) -> KeptRecord:
    path = archive.folder / WARC / file
    with open_warc(archive.folder, file) as stream, storage(path):
        is_closed = path.exists()
        found = members(stream, offset)
        try:
            member = next(found, None)
            stored = parse(member) if member else None
        except DamageError as error:
            raise StorageProblem(f"{path} is damaged: {error}; restore it from a backup") from error
        if member is None or stored is None:
            raise StorageProblem(
                f"{path} has no exchange at byte {offset}; restore it from a backup"
            )
        request = _request(found, stored.record_id)
    head, _, block = member.data.partition(b"\r\n\r\n")
    fields = _text_lines(head)
    is_http = any(line.lower().startswith("content-type: application/http") for line in fields)
    return KeptRecord(
        path=f"{WARC}/{file}{'' if is_closed else OPEN}",
        offset=member.offset,
        length=member.end - member.offset,
        fields=fields,
        http=_text_lines(block.partition(b"\r\n\r\n")[0]) if is_http else (),
        request=request,
        payload_start=len(member.data) - len(b"\r\n\r\n") - len(stored.payload),
        stored=stored,
    )


def _request(following: Iterator[Member], record_id: str) -> tuple[str, ...]:
    """The head of the request that the next record keeps, if it is the one of *record_id*.

    A next record that is damaged is none: it may be torn off in a file that is being written, and
    in any other a deep verify names it.
    """
    try:
        member = next(following, None)
    except DamageError:
        return ()
    if member is None:
        return ()
    head, _, block = member.data.partition(b"\r\n\r\n")
    if not {"WARC-Type: request", f"WARC-Concurrent-To: {record_id}"} <= set(_text_lines(head)):
        return ()
    return _text_lines(block.partition(b"\r\n\r\n")[0])


def _text_lines(head: bytes) -> tuple[str, ...]:
    """Lines of a head: UTF-8 where it is, else one character a byte."""
    try:
        text = head.decode()
    except UnicodeDecodeError:
        text = head.decode("latin-1")
    return tuple(text.split("\r\n"))


def _rows(db: Database, sql: str, number: object) -> list[sqlite3.Row]:
    cursor = db.conn.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(sql, (number,)).fetchall()
