"""An exchange with a server, and the WARC 1.1 records that keep it.

How a record differs from what went over the wire: the transfer coding is undone, so its header is
renamed to :data:`SENT_CODING`; header names and order are as the HTTP library gives them; control
characters in header fields are spaces.
"""

import gzip
import re
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from urllib.parse import urlsplit

from warcio.recordloader import ArcWarcRecord  # type: ignore[import-untyped]  # no stubs exist
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]  # as above
from warcio.utils import Digester  # type: ignore[import-untyped]  # as above
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]  # as above

from crawler import VERSION
from crawler.archive.records import UNKNOWN_TYPE
from crawler.clock import now, utc_text

#: The name under which a Transfer-Encoding header is kept; under its own, readers would undo a
#: coding that is undone already.
SENT_CODING = "X-Archive-Orig-Transfer-Encoding"

#: gzip's own default. warcio packs at 9, which takes up to a third longer for one hundredth less.
_LEVEL = 6
#: What a server has packed already gets smaller by its headers alone, by one part in seventy, and
#: looking for more takes three times as long. Level 0 makes a member like any other.
_LEVEL_OF_PACKED = 0
_STANDARD = "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_REVISIT = "http://netpreserve.org/warc/1.1/revisit/"
_HTTP = ("HTTP/1.0", "HTTP/1.1")
_NOT_MODIFIED = 304
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_NO_ADDRESS = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """A request and its answer.

    Header text is one character a byte (latin-1). ``payload`` is the body as sent: content coding
    on, transfer coding undone. Where no HTTP exchange is known, as for a saved file (``protocol``
    empty, or no header in what is not live), only ``payload`` and its Content-Type are kept.
    ``via`` is live, ingest or web archive; ``original_at`` is when an ingested page was first
    fetched. ``tls`` is what was found of the connection, as ``captures.tls`` says it. Times are
    UTC.
    """

    request_key: str
    method: str
    url: str
    request_headers: list[tuple[str, str]] = field(default_factory=list)
    request_body: bytes = b""
    status: int = 200
    status_text: str = ""
    protocol: str = "HTTP/1.1"
    response_headers: list[tuple[str, str]] = field(default_factory=list)
    payload: bytes = b""
    fetched_at: datetime
    via: str = "live"
    original_at: datetime | None = None
    tls: str | None = None

    @property
    def is_http(self) -> bool:
        """Whether status and headers are known, and not only the payload."""
        has_head = bool(self.protocol) and (self.via == "live" or bool(self.response_headers))
        return has_head and urlsplit(self.url).scheme in ("http", "https")


@dataclass(frozen=True)
class RecordRef:
    """Where a record is: its file (without ``.open``), its first byte, and what it is.

    ``url`` and ``fetched_at`` are the record's own; a revisit record names them.
    """

    file: str
    offset: int
    record_id: str
    record_type: str
    url: str = ""
    fetched_at: datetime | None = None


def new_ref(exchange: Exchange, earlier: RecordRef | None, *, file: str, offset: int) -> RecordRef:
    """What names the record of *exchange* that is to be written at *offset* of *file*."""
    kind = "response" if exchange.is_http else "resource"
    if earlier or (exchange.is_http and exchange.status == _NOT_MODIFIED):
        kind = "revisit"
    return RecordRef(
        file=file,
        offset=offset,
        record_id=_record_id(),
        record_type=kind,
        url=address(exchange.url),
        fetched_at=exchange.fetched_at,
    )


def exchange_bytes(exchange: Exchange, ref: RecordRef, earlier: RecordRef | None) -> bytes:
    """The answer's record and, where the request is known, that of the request behind it."""
    is_packed = any(name.lower() == "content-encoding" for name, _ in exchange.response_headers)
    level = _LEVEL_OF_PACKED if is_packed else _LEVEL
    data = _packed(_answer(exchange, ref, earlier), level=level)
    if exchange.is_http and (exchange.request_headers or exchange.request_body):
        data += _packed(_request(exchange, ref))
    return data


def warcinfo_bytes(name: str) -> bytes:
    """The record that begins the file *name* and says how the others were made."""
    info = {
        "software": f"tinhuy/{VERSION}",
        "format": "WARC File Format 1.1",
        "conformsTo": _STANDARD,
        "description": "HTTP headers as the HTTP library gives them; transfer coding undone, its"
        f" header renamed {SENT_CODING}; content coding kept",
    }
    record = _builder().create_warcinfo_record(name, info)
    record.rec_headers.replace_header("WARC-Date", utc_text(now()))
    return _packed(record)


class _Headers(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
    """HTTP headers, written byte for byte; warcio would percent-encode those beyond ASCII."""

    def to_ascii_bytes(self, header_filter: object = None) -> bytes:
        """The header block; *header_filter* is warcio's, and not used."""
        del header_filter
        text: str = self.to_str() + "\r\n"
        try:
            return text.encode("latin-1")
        except UnicodeEncodeError:
            return text.encode("utf-8", "surrogateescape")


class _RecordWriter(WARCWriter):  # type: ignore[misc]  # warcio has no types
    """warcio's writer with the digests that the database uses."""

    @staticmethod
    def _create_digester() -> Digester:
        return Digester("sha256")


def _answer(exchange: Exchange, ref: RecordRef, earlier: RecordRef | None) -> ArcWarcRecord:
    fields = _fields(exchange, ref.record_id)
    fields["Tinhuy-Request-Key"] = exchange.request_key
    fields["Tinhuy-Method"] = exchange.method
    fields["Tinhuy-Via"] = exchange.via
    if exchange.original_at:
        fields["Tinhuy-Original-At"] = utc_text(exchange.original_at)
    if exchange.tls:
        fields["Tinhuy-TLS"] = exchange.tls
    if exchange.is_http and exchange.protocol not in _HTTP:
        fields["WARC-Protocol"] = exchange.protocol
    if ref.record_type == "revisit":
        fields |= _revisit_fields(exchange, earlier)
        payload = b""
    else:
        payload = exchange.payload
    return _builder().create_warc_record(
        ref.url,
        ref.record_type,
        payload=BytesIO(payload),
        length=len(payload),
        warc_headers_dict={name: _clean(value) for name, value in fields.items()},
        warc_content_type="" if exchange.is_http else _media_type(exchange),
        http_headers=_response_headers(exchange) if exchange.is_http else None,
    )


def _revisit_fields(exchange: Exchange, earlier: RecordRef | None) -> dict[str, str]:
    if earlier is None:
        return {"WARC-Profile": _REVISIT + "server-not-modified"}
    digester = Digester("sha256")
    digester.update(exchange.payload)
    fields = {
        "WARC-Profile": _REVISIT + "identical-payload-digest",
        "WARC-Payload-Digest": str(digester),
        "WARC-Refers-To": earlier.record_id,
    }
    if earlier.fetched_at:
        fields["WARC-Refers-To-Target-URI"] = earlier.url
        fields["WARC-Refers-To-Date"] = utc_text(earlier.fetched_at)
    return fields


def _request(exchange: Exchange, ref: RecordRef) -> ArcWarcRecord:
    fields = _fields(exchange, _record_id()) | {"WARC-Concurrent-To": ref.record_id}
    parts = urlsplit(ref.url)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return _builder().create_warc_record(
        ref.url,
        "request",
        payload=BytesIO(exchange.request_body),
        length=len(exchange.request_body),
        warc_headers_dict=fields,
        http_headers=_Headers(
            f"{_clean(exchange.method)} {target} {_protocol(exchange)}",
            [(_clean(name), _clean(value)) for name, value in exchange.request_headers],
            is_http_request=True,
        ),
    )


def _fields(exchange: Exchange, record_id: str) -> dict[str, str]:
    return {"WARC-Record-ID": record_id, "WARC-Date": utc_text(exchange.fetched_at)}


def _response_headers(exchange: Exchange) -> _Headers:
    pairs = [
        (SENT_CODING if name.lower() == "transfer-encoding" else _clean(name), _clean(value))
        for name, value in exchange.response_headers
    ]
    status = f"{exchange.status} {_clean(exchange.status_text)}".strip()
    return _Headers(status, pairs, protocol=_protocol(exchange))


def _media_type(exchange: Exchange) -> str:
    for name, value in exchange.response_headers:
        if name.lower() == "content-type":
            return _clean(value)
    return UNKNOWN_TYPE


def _protocol(exchange: Exchange) -> str:
    """The protocol as a record's first line says it; newer ones stand in WARC-Protocol."""
    return exchange.protocol if exchange.protocol in _HTTP else "HTTP/1.1"


def _builder() -> _RecordWriter:
    return _RecordWriter(BytesIO(), gzip=False, warc_version="1.1")


def _packed(record: ArcWarcRecord, *, level: int = _LEVEL) -> bytes:
    """*record* as a gzip member of its own."""
    writer = _builder()
    writer.write_record(record)
    return gzip.compress(writer.out.getvalue(), compresslevel=level, mtime=0)


def _record_id() -> str:
    return f"<urn:uuid:{uuid.uuid4()}>"


def _clean(text: str) -> str:
    """*text* as one line, so that it cannot end a header or begin another."""
    return _CONTROLS.sub(" ", text).strip()


def address(url: str) -> str:
    """*url* as one word."""
    return _NO_ADDRESS.sub(lambda found: f"%{ord(found[0]):02X}", url)
