"""Reading our own WARC files back, strictly: a record is whole, or it is an error.

Each record is one gzip member, whose trailer proves that all of it is there.
"""

import os
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, NamedTuple

from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]  # no stubs exist
from warcio.recordloader import ArcWarcRecordLoader  # type: ignore[import-untyped]  # as above
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]  # as above

from crawler.archive.folder import WARC, storage
from crawler.clock import utc_moment
from crawler.errors import StorageProblem

#: What a WARC file is called while it is being written: its name and this.
OPEN = ".open"
#: The media type of a saved file of which none is known.
UNKNOWN_TYPE = "application/octet-stream"
_CHUNK = 1 << 16
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LINE_END = re.compile(r"\r?\n")
_END = b"\r\n\r\n"


class DamageError(Exception):
    """The bytes at ``offset`` are no whole record, though the file goes on there."""

    def __init__(self, offset: int, what: str) -> None:
        super().__init__(f"{what} at byte {offset}")
        self.offset = offset


class Member(NamedTuple):
    """A gzip member: where it begins and ends in the file, and what it unpacks to."""

    offset: int
    end: int
    data: bytes


class HttpMessage(NamedTuple):
    """An HTTP answer; header text is one character a byte."""

    protocol: str
    status: int
    status_text: str
    headers: list[tuple[str, str]]
    payload: bytes


@dataclass(frozen=True, kw_only=True)
class StoredExchange:
    """A record as stored; nothing it refers to is looked up.

    ``payload`` has its content coding on; that of a revisit is empty. ``status`` is 200 and
    ``headers`` hold only the media type where no HTTP exchange is known (record type ``resource``).
    ``request_key`` is empty in a record that is none of ours. ``refers_to`` is the number of the
    record that holds the payload of a revisit. ``tls`` is what was found of the connection, None
    where there was none of TLS, or it was not recorded.
    """

    url: str
    status: int
    headers: list[tuple[str, str]]
    payload: bytes
    fetched_at: datetime
    record_id: str
    record_type: str
    method: str = "GET"
    request_key: str = ""
    via: str = "live"
    original_at: datetime | None = None
    refers_to: str | None = None
    tls: str | None = None


def open_warc(archive_folder: Path, file: str) -> BinaryIO:
    """The WARC file of that name, finished or still being written; StorageProblem if missing."""
    path = archive_folder / WARC / file
    if Path(file).name != file:
        raise StorageProblem(f"{file!r} is no name of a WARC file")
    # The name without .open is tried twice: the file may be renamed between the first two tries.
    for name in (file, file + OPEN, file):
        try:
            descriptor = os.open(path.with_name(name), os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError:
            continue
        except OSError as error:
            raise StorageProblem(f"cannot read {path}: {error.strerror}") from error
        return os.fdopen(descriptor, "rb")
    raise StorageProblem(f"{path} is missing; restore it from a backup, and run: tinhuy verify")


def read_record(archive_folder: Path, file: str, offset: int) -> StoredExchange:
    """The record of *file* at byte *offset*; StorageProblem where it is missing or damaged."""
    path = archive_folder / WARC / file
    with open_warc(archive_folder, file) as stream, storage(path):
        try:
            member = next(members(stream, offset), None)
            found = parse(member) if member else None
        except DamageError as error:
            raise StorageProblem(f"{path} is damaged: {error}; restore it from a backup") from error
    if found is None:
        raise StorageProblem(f"{path} has no exchange at byte {offset}; restore it from a backup")
    return found


def members(stream: BinaryIO, start: int = 0, *, most: int | None = None) -> Iterator[Member]:
    """The gzip members of *stream* from byte *start* on; DamageError at the first broken one.

    One that unpacks to more than *most* bytes is broken too.
    """
    offset = start
    stream.seek(offset)
    rest = stream.read(_CHUNK)
    while rest:
        unpacker = zlib.decompressobj(wbits=31)
        parts: list[bytes] = []
        taken = 0
        while not unpacker.eof:
            if not rest:
                raise DamageError(offset, "a record that is cut short")
            try:
                parts.append(unpacker.decompress(rest))
            except zlib.error as error:
                raise DamageError(offset, f"a damaged record ({error})") from error
            if most is not None and sum(map(len, parts)) > most:
                raise DamageError(offset, f"a record of more than {most} bytes")
            taken += len(rest) - len(unpacker.unused_data)
            rest = unpacker.unused_data or stream.read(_CHUNK)
        yield Member(offset, offset + taken, b"".join(parts))
        offset += taken


def parse(member: Member) -> StoredExchange | None:
    """The exchange that *member* holds, None for a record of another kind (request, warcinfo)."""
    try:
        record = ArcWarcRecordLoader(verify_http=False).parse_record_stream(
            BytesIO(member.data), known_format="warc", no_record_parse=True
        )
        fields: StatusAndHeaders = record.rec_headers
        block: bytes = record.raw_stream.read()
        length = int(fields["Content-Length"])
        if len(block) != length or not member.data.endswith(block + _END):
            raise DamageError(member.offset, "a record of a wrong length")
        if record.rec_type not in ("response", "revisit", "resource"):
            return None
        return _exchange(record.rec_type, fields, block)
    except (ArchiveLoadFailed, EOFError, ValueError, TypeError) as error:
        raise DamageError(member.offset, f"an unreadable record ({error})") from error


def _exchange(record_type: str, fields: StatusAndHeaders, block: bytes) -> StoredExchange:
    if str(fields["Content-Type"]).startswith("application/http"):
        message = http_message(block)
    else:
        media_type = fields["Content-Type"]
        known = [] if media_type == UNKNOWN_TYPE else [("Content-Type", media_type)]
        message = HttpMessage("", 200, "", known, block)
    original = fields["Tinhuy-Original-At"]
    return StoredExchange(
        url=fields["WARC-Target-URI"],
        status=message.status,
        headers=message.headers,
        payload=message.payload,
        fetched_at=utc_moment(fields["WARC-Date"]),
        record_id=fields["WARC-Record-ID"],
        record_type=record_type,
        method=fields["Tinhuy-Method"] or "GET",
        request_key=fields["Tinhuy-Request-Key"] or "",
        via=fields["Tinhuy-Via"] or "live",
        original_at=utc_moment(original) if original else None,
        refers_to=fields["WARC-Refers-To"],
        tls=fields["Tinhuy-TLS"],
    )


def http_message(block: bytes) -> HttpMessage:
    """The HTTP answer in *block*, also one with bare line feeds or folded headers.

    Raises ValueError where it is none.
    """
    found = _HEAD_END.search(block)
    head = block[: found.start()] if found else block
    first, *lines = _LINE_END.split(head.decode("latin-1"))
    protocol, _, status_line = first.partition(" ")
    status, _, status_text = status_line.strip().partition(" ")
    if not protocol.startswith("HTTP/"):
        raise ValueError(f"no HTTP answer begins with {first[:40]!r}")
    headers: list[tuple[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line[:1] in (" ", "\t") and headers:
            name, value = headers[-1][0], f"{headers.pop()[1]} {line}"
        headers.append((name.strip(), value.strip()))
    payload = block[found.end() :] if found else b""
    return HttpMessage(protocol, int(status), status_text, headers, payload)
