"""Reading WARC files that others made: compressed or not, HTTP records whole or marked.

A file is looked through once before anything of it is yielded, so that a damaged one is refused
before a row of it is stored.
"""

import hashlib
import logging
import os
import zlib
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import WARCIterator  # type: ignore[import-untyped]  # no stubs exist
from warcio.bufferedreaders import (  # type: ignore[import-untyped]  # as above
    BufferedReader,
    ChunkedDataReader,
)
from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]  # as above
from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]  # as above
from warcio.timeutils import iso_date_to_datetime  # type: ignore[import-untyped]  # as above

from crawler.archive.records import UNKNOWN_TYPE, HttpMessage, http_message
from crawler.errors import UsageProblem

#: A larger answer is no page; it is yielded without its payload.
MOST_BYTES = 64 * 1024 * 1024
_CHUNK = 1 << 16
_DIGESTS = ("md5", "sha1", "sha256", "sha512")

logging.getLogger("warcio").setLevel(logging.ERROR)  # it warns of each space in an address


@dataclass(frozen=True, kw_only=True)
class ForeignRecord:
    """An answer out of a WARC file; ``payload`` has its content coding on, transfer coding undone.

    ``problem`` says why it cannot be used, None where it can: ``too-large``, ``digest`` (the
    payload is not what the file says it is), ``unreadable`` (no HTTP answer, or no time), ``cut``
    (the file says that it is not all of it).
    ``protocol`` is empty where the file holds only the payload.
    """

    url: str
    fetched_at: datetime
    status: int
    status_text: str
    protocol: str
    headers: list[tuple[str, str]]
    payload: bytes
    method: str = "GET"
    request_body: bytes = b""
    problem: str | None = None


class _DamageError(Exception):
    """The file breaks off, or its bytes are not what they were."""


class _StrictReader(BufferedReader):  # type: ignore[misc]  # warcio has no types
    """warcio's reader, but damage is an error; warcio prints a line and reads on."""

    _last: Any = None  # zlib's object for the last member, which has no public type

    def _decompress(self, data: bytes) -> bytes:
        if self.decompressor is None:
            return data
        self._last = self.decompressor
        try:
            unpacked: bytes = self.decompressor.decompress(data)
        except zlib.error as error:
            raise _DamageError(str(error)) from error
        return unpacked

    @property
    def is_cut(self) -> bool:
        """Whether the last gzip member has no end."""
        return self._last is not None and not self._last.eof


class _Records(WARCIterator):  # type: ignore[misc]  # warcio has no types
    """warcio's iterator, silent: :attr:`err_count` says that something was wrong."""

    INC_RECORD = ""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream, no_record_parse=True)
        coding = "gzip" if stream.read(2) == b"\x1f\x8b" else None
        stream.seek(max(0, stream.seek(0, os.SEEK_END) - 4))
        self.has_end = coding is not None or stream.read().endswith((b"\r\n\r\n", b"\n\n"))
        stream.seek(0)
        self.strict = self.reader = _StrictReader(stream, decomp_type=coding)


def records_of(path: Path) -> Iterator[ForeignRecord]:
    """The answers in the WARC file *path*, in its order; revisits and other records are passed by.

    Raises UsageProblem, before the first record, where the file is no WARC, damaged or unreadable.
    """
    requests = _posted(path)
    for record in _walk(path):
        if _is_answer(record):
            method, body = requests.get(record.rec_headers["WARC-Record-ID"], ("GET", b""))
            yield _answer(record, method, body)


def _is_answer(record: ArcWarcRecord) -> bool:
    url = record.rec_headers["WARC-Target-URI"] or ""
    kinds = ("response", "resource")
    return record.rec_type in kinds and url.startswith(("http:", "https:", "urn:sha256:"))


def _answer(record: ArcWarcRecord, method: str, request_body: bytes) -> ForeignRecord:
    block: bytes = record.raw_stream.read(MOST_BYTES + 1)
    found = ForeignRecord(
        url=record.rec_headers["WARC-Target-URI"],
        fetched_at=_when(record),
        status=200,
        status_text="",
        protocol="",
        headers=[("Content-Type", record.content_type or UNKNOWN_TYPE)],
        payload=block,
        method=method,
        request_body=request_body,
    )
    if len(block) > MOST_BYTES:
        return replace(found, payload=b"", problem="too-large")
    sent = block
    if record.rec_type == "response":
        try:
            message = http_message(block)
        except ValueError:
            return replace(found, problem="unreadable")
        sent = message.payload
        found = replace(found, **{**message._asdict(), "payload": _unchunked(message)})
    if not _digests_fit(record, block, (sent, found.payload)):
        return replace(found, problem="digest")
    if record.rec_headers["WARC-Truncated"]:
        return replace(found, problem="cut")
    return found


def _unchunked(message: HttpMessage) -> bytes:
    """The payload without its transfer coding; many files name one that is undone already."""
    if not any(
        name.lower() == "transfer-encoding" and "chunked" in value.lower()
        for name, value in message.headers
    ):
        return message.payload
    plain: bytes = ChunkedDataReader(BytesIO(message.payload)).read()
    return plain


def _digests_fit(record: ArcWarcRecord, block: bytes, payloads: tuple[bytes, ...]) -> bool:
    """Whether a digest fits, or none is stated; programs differ in what they took one of."""
    stated = [
        (record.rec_headers["WARC-Block-Digest"], (block,)),
        (record.rec_headers["WARC-Payload-Digest"], payloads),
    ]
    known = [
        any(_fits(digest, data) for data in several)
        for digest, several in stated
        if digest and digest.partition(":")[0].lower() in _DIGESTS
    ]
    return any(known) or not known


def _fits(digest: str, data: bytes) -> bool:
    name, _, value = digest.partition(":")
    found = hashlib.new(name.lower(), data, usedforsecurity=False).digest()
    return value.strip().lower() in (b32encode(found).decode().lower(), found.hex())


def _posted(path: Path) -> dict[str, tuple[str, bytes]]:
    """Method and body of each request that is no GET, by the record of its answer.

    Reads the whole file, so that damage shows. Either of two records may name the other.
    """
    requests: dict[str, tuple[str, bytes]] = {}
    pairs: list[tuple[str, str]] = []
    for record in _walk(path):
        number = record.rec_headers["WARC-Record-ID"]
        partner = record.rec_headers["WARC-Concurrent-To"]
        if record.rec_type == "request":
            head, _, body = record.raw_stream.read(MOST_BYTES).partition(b"\r\n\r\n")
            method = head.split(b" ", 1)[0].decode("latin-1").upper()
            if method != "GET":
                requests[number] = (method, body)
        if partner:
            pairs += [(number, partner), (partner, number)]
    return {answer: requests[request] for answer, request in pairs if request in requests}


def _walk(path: Path) -> Iterator[ArcWarcRecord]:
    """Every record of *path*; what a caller leaves unread of one is read and checked here."""
    at = count = 0
    try:
        with path.open("rb") as stream:
            records = _Records(stream)
            for record in records:
                at = records.offset
                if _is_answer(record):
                    _when(record)
                yield record
                _check_length(record)
                count += 1
            _check_end(records, count)
    except OSError as error:
        raise UsageProblem(f"cannot read {path}: {error.strerror}") from error
    except (ArchiveLoadFailed, _DamageError) as error:
        what = f"is damaged near byte {at}" if count else "is no WARC file that can be read"
        raise UsageProblem(f"{path} {what}: {' '.join(str(error).split())[:200]}") from error


def _check_end(records: _Records, count: int) -> None:
    if records.err_count or records.strict.is_cut or not records.has_end:
        raise _DamageError("it breaks off, or a record is longer than it says")
    if not count:
        raise _DamageError("it holds no record")


def _check_length(record: ArcWarcRecord) -> None:
    """Read what is left of *record*; it must be as long as it says."""
    while record.raw_stream.read(_CHUNK):
        pass
    if record.length is None or record.raw_stream.limit:
        raise _DamageError("a record is shorter than it says")


def _when(record: ArcWarcRecord) -> datetime:
    text = record.rec_headers["WARC-Date"] or ""
    try:
        moment: datetime = iso_date_to_datetime(text, tz_aware=True)
    except (ValueError, TypeError) as error:
        raise _DamageError(f"a record has no time, but {text[:40]!r}") from error
    return moment.replace(microsecond=0)
