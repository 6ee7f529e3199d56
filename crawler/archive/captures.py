"""Captures: the rows that name what servers sent, and the bodies behind them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.codings import MOST_BYTES, Uncoded, sha256_of_body, undo_content_coding
from crawler.archive.exchange import Exchange, RecordRef
from crawler.archive.records import StoredExchange, read_record
from crawler.capture import Capture
from crawler.clock import utc_moment, utc_text
from crawler.errors import StorageProblem
from crawler.items import PageRequest

#: The ``record_type`` of a capture whose record a recovery has not found: no body is behind it.
LOST = "lost"
_NOTHING = hashlib.sha256(b"").hexdigest()
_TEXT = ("text/", "application/xhtml", "application/xml", "application/json")

_INSERT = """
INSERT INTO captures (id, request_key, method, url, fetched_at, status, etag, last_modified,
                      media_type, charset, tls, payload_sha256, body_sha256, warc_file,
                      warc_offset, record_id, record_type, run_id, via, original_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


@dataclass(kw_only=True)
class PendingCapture:
    """A capture on its way into the archive.

    ``ref`` is set once its record is written, ``id`` once its row is inserted; a row is inserted
    only after the record is synced. Digests are SHA-256 in hexadecimal: of the payload as sent, and
    of the body with its content coding undone.
    """

    request_key: str
    method: str
    url: str
    fetched_at: datetime
    status: int
    etag: str | None
    last_modified: str | None
    media_type: str | None
    charset: str | None
    payload_sha256: str
    body_sha256: str
    tls: str | None = None
    via: str = "live"
    original_at: datetime | None = None
    ref: RecordRef | None = None
    id: int | None = None

    @classmethod
    def of(cls, exchange: Exchange, capture: Capture, *, body: bytes | None = None) -> Self:
        """The capture of *exchange*, whose body is read as *capture*.

        *body* is the whole payload with its content coding undone, where the caller has that.
        """
        stored = StoredExchange(
            url=exchange.url,
            status=exchange.status,
            headers=exchange.response_headers,
            payload=exchange.payload,
            fetched_at=exchange.fetched_at,
            record_id="",
            record_type="",
            method=exchange.method,
            request_key=exchange.request_key,
            via=exchange.via,
            original_at=exchange.original_at,
            tls=exchange.tls,
        )
        return cls.of_stored(stored, capture, body=body)

    @classmethod
    def of_stored(
        cls, stored: StoredExchange, capture: Capture, *, body: bytes | None = None
    ) -> Self:
        """The capture that a record of ours keeps, whose body is read as *capture*.

        *body* is as for :meth:`of`.
        """
        # Not capture.body: a run may cut that at a limit of its own.
        if body is None or len(body) > MOST_BYTES:
            digest = sha256_of_body(stored.payload, stored.headers)
        else:
            digest = hashlib.sha256(body).hexdigest()
        media_type = capture.content_type.partition(";")[0].strip().lower() or None
        is_text = media_type is None or media_type.startswith(_TEXT)
        decoded = capture.decoded if is_text and capture.body else None
        return cls(
            request_key=stored.request_key,
            method=stored.method,
            url=stored.url,
            fetched_at=stored.fetched_at,
            status=stored.status,
            etag=header(stored.headers, "ETag"),
            last_modified=header(stored.headers, "Last-Modified"),
            media_type=media_type,
            charset=f"{decoded.charset} ({decoded.reason})" if decoded else None,
            payload_sha256=hashlib.sha256(stored.payload).hexdigest(),
            body_sha256=digest,
            tls=stored.tls,
            via=stored.via,
            original_at=stored.original_at,
        )


def header(headers: Sequence[tuple[str, str]], name: str) -> str | None:
    """The first header called *name*, None where there is none."""
    return next((value for key, value in headers if key.lower() == name.lower()), None)


def insert_capture(db: Database, pending: PendingCapture, run_id: int | None) -> int:
    """Insert the row of *pending*, whose record is on the disk already; its number.

    A number that it has already stays its own.
    """
    ref = pending.ref
    if ref is None:
        raise ValueError(f"the capture of {pending.url} has no record yet")
    cursor = db.conn.execute(
        _INSERT,
        (
            pending.id,
            pending.request_key,
            pending.method,
            pending.url,
            utc_text(pending.fetched_at),
            pending.status,
            pending.etag,
            pending.last_modified,
            pending.media_type,
            pending.charset,
            pending.tls,
            pending.payload_sha256,
            pending.body_sha256,
            ref.file,
            ref.offset,
            ref.record_id,
            ref.record_type,
            run_id,
            pending.via,
            utc_text(pending.original_at) if pending.original_at else None,
        ),
    )
    pending.id = int(cursor.lastrowid or 0)
    return pending.id


def is_ingested(db: Database, exchange: Exchange) -> bool:
    """Whether the same payload was taken in before, for the same request and first time.

    A capture without a run was mended after a death: nobody has read it yet. One whose record is
    lost has no payload any more.
    """
    original = utc_text(exchange.original_at) if exchange.original_at else None
    found = db.conn.execute(
        "SELECT 1 FROM captures WHERE payload_sha256 = ? AND request_key = ? AND via <> 'live'"
        " AND original_at IS ? AND run_id IS NOT NULL AND record_type <> ? LIMIT 1",
        (hashlib.sha256(exchange.payload).hexdigest(), exchange.request_key, original, LOST),
    ).fetchone()
    return found is not None


def earlier_payload(db: Database, sha256: str, url: str) -> RecordRef | None:
    """A record with the same payload, one of the same address first; None for an empty payload."""
    if sha256 == _NOTHING:
        return None
    row = db.conn.execute(
        "SELECT warc_file, warc_offset, record_id, record_type, url, fetched_at FROM captures"
        " WHERE payload_sha256 = ? AND record_type IN ('response', 'resource')"
        " ORDER BY url = ? DESC, id LIMIT 1",
        (sha256, url),
    ).fetchone()
    if row is None:
        return None
    file, offset, record_id, record_type, found_at, fetched_at = row
    return RecordRef(file, offset, record_id, record_type, found_at, utc_moment(fetched_at))


def load_capture(archive: Archive, capture_id: int) -> Capture:
    """What a reading function gets of a stored capture.

    ``at`` is when the page was fetched first, also where it was ingested later. Raises
    StorageProblem where its record, or the one that has its payload, is missing or damaged.
    """
    row = archive.db.conn.execute(
        "SELECT warc_file, warc_offset FROM captures WHERE id = ?", (capture_id,)
    ).fetchone()
    if row is None:
        raise StorageProblem(f"{archive.folder} has no capture {capture_id}")
    stored = with_payload(archive, read_record(archive.folder, *row))
    return capture_of(stored, undo_content_coding(stored.payload, stored.headers))


def capture_of(stored: StoredExchange, uncoded: Uncoded) -> Capture:
    """*stored* as a reading function gets it; *uncoded* is its body, content coding undone."""
    content_type = header(stored.headers, "Content-Type") or ""
    return Capture(
        url=stored.url,
        at=stored.original_at or stored.fetched_at,
        body=uncoded.body,
        is_cut=stored.is_cut or uncoded.cut,
        request=PageRequest(url=stored.url, method=stored.method),
        status=stored.status,
        content_type=content_type,
        is_text=stored.via != "live" and content_type == "text/plain",
    )


def with_payload(archive: Archive, stored: StoredExchange) -> StoredExchange:
    """*stored*, with the payload of the record that it repeats where it is a revisit.

    Raises StorageProblem where that record is missing or damaged.
    """
    if not stored.refers_to:
        return stored
    row = archive.db.conn.execute(
        "SELECT warc_file, warc_offset FROM captures WHERE record_id = ?", (stored.refers_to,)
    ).fetchone()
    if row is None:
        raise StorageProblem(f"{archive.folder}: no record has the payload of {stored.record_id}")
    return replace(stored, payload=read_record(archive.folder, *row).payload)
