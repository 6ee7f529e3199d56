"""Input files of an ingest: what each is, and the pages in it."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crawler.archive.captures import header
from crawler.archive.codings import undo_content_coding
from crawler.archive.warc import Exchange, records_of
from crawler.capture import Capture
from crawler.clock import now
from crawler.errors import UsageProblem
from crawler.extract.urls import UrlError, canonical_url, request_key
from crawler.items import PageRequest

_WARC_STARTS = (b"\x1f\x8b", b"WARC/")
_MARKUP = re.compile(
    rb"<(?:!doctype html|html|head|body|div|p|article|h1|meta|table)\b", re.IGNORECASE
)
#: Tags of any kind: a text that has them, and none of a page, is a feed, a script or the like.
_TAGS = re.compile(rb"<\?xml|</[A-Za-z][\w:.-]*>|<!\[CDATA\[")
#: Control characters that no text has; a file with one is binary, unless it is UTF-16.
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
#: What browsers write at the top of a page they save, with the length of the address.
_SAVED_FROM = re.compile(rb"<!-- saved from url=\(\d+\)(\S+) -->")
_HEAD = 4096
_OK = 200
_PAGE_TYPES = ("text/html", "application/xhtml+xml")


@dataclass(frozen=True, kw_only=True)
class Saved:
    """A page out of a file.

    Its media type is text/plain where it is text without markup; ``problem`` is a short code where
    the file does not hold all of it.
    """

    name: str
    exchange: Exchange
    capture: Capture
    problem: str | None = None
    in_warc: bool = False


def saved_pages(paths: Sequence[Path], *, url: str | None, at: datetime | None) -> Iterator[Saved]:
    """The pages in *paths*; UsageProblem at once where one of them cannot be used.

    *url* is the address of the one page in *paths*; *at* is when the pages were saved, in UTC.
    WARC records bring their own addresses and times.
    """
    if url and len(paths) != 1:
        raise UsageProblem("--url names the address of one page: give one file with it")
    address = _address(url) if url else None
    bodies = {path: _usable(path) for path in paths}
    if url and any(_is_warc(body) for body in bodies.values()):
        raise UsageProblem("--url does not go with a WARC file: its records have addresses")
    return _pages(bodies, address, at)


def _pages(bodies: dict[Path, bytes], url: str | None, at: datetime | None) -> Iterator[Saved]:
    for path, start in bodies.items():
        if _is_warc(start):
            yield from _warc_pages(path)
        else:
            yield _page(path, url, at)


def _usable(path: Path) -> bytes:
    """The first bytes of a file that can be used; UsageProblem for any other."""
    try:
        with path.open("rb") as file:
            start = file.read(1 << 20)
    except OSError as error:
        raise UsageProblem(f"cannot read {path}: {error.strerror}") from error
    if not start.strip():
        raise UsageProblem(f"{path} is empty: give a saved page, a WARC file or a text")
    if not _is_warc(start) and _BINARY.search(start) and not start.startswith(_UTF16):
        raise UsageProblem(f"{path} is neither a page nor a text nor a WARC file: it is binary")
    plain = _without_nuls(start)
    if not _is_warc(start) and _TAGS.search(plain) and not _MARKUP.search(plain):
        raise UsageProblem(f"{path} is neither a page nor a plain text: its tags are not HTML's")
    if _is_warc(start):
        next(records_of(path), None)
    return start[:2048]


def _is_warc(start: bytes) -> bool:
    return start.startswith(_WARC_STARTS)


def _page(path: Path, url: str | None, at: datetime | None) -> Saved:
    body = _bytes(path)
    plain = _without_nuls(body)
    markup = _MARKUP.search(plain) is not None
    address = url or _saved_from(plain) or f"urn:sha256:{hashlib.sha256(body).hexdigest()}"
    moment = now()
    request = PageRequest(url=address)
    media_type = "text/html" if markup else "text/plain"
    exchange = Exchange(
        request_key=key_of(request),
        method="GET",
        url=address,
        protocol="",
        response_headers=[("Content-Type", media_type)],
        payload=body,
        fetched_at=moment,
        via="ingest",
        original_at=at,
    )
    capture = Capture(
        url=address,
        at=at or moment,
        body=body,
        request=request,
        content_type=media_type,
        is_text=not markup,
    )
    return Saved(name=str(path), exchange=exchange, capture=capture)


def _without_nuls(body: bytes) -> bytes:
    """*body* with its ASCII as ASCII, in UTF-16 too."""
    return body.replace(b"\0", b"") if body.startswith(_UTF16) else body


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageProblem(f"cannot read {path}: {error.strerror}") from error


def _saved_from(body: bytes) -> str | None:
    """The address that a browser notes in a page it saves; a page's own claims are not believed."""
    if not (found := _SAVED_FROM.search(body[:_HEAD])):
        return None
    try:
        return canonical_url(found[1].decode("ascii"))
    except (UrlError, UnicodeDecodeError):
        return None


def _warc_pages(path: Path) -> Iterator[Saved]:
    """The pages among the records of a WARC file; pictures, scripts and errors are passed over."""
    for record in records_of(path):
        media_type = header(record.headers, "Content-Type") or ""
        if record.status != _OK or not media_type.lower().startswith(_PAGE_TYPES):
            continue
        address = record.url if record.url.startswith("urn:") else _address(record.url)
        request = PageRequest(url=address, method=record.method, body=record.request_body)
        decoded = undo_content_coding(record.payload, record.headers)
        exchange = Exchange(
            request_key=key_of(request),
            method=record.method,
            url=address,
            request_body=record.request_body,
            status=record.status,
            status_text=record.status_text,
            protocol=record.protocol,
            response_headers=record.headers,
            payload=record.payload,
            fetched_at=now(),
            via="ingest",
            original_at=record.fetched_at,
        )
        capture = Capture(
            url=address,
            at=record.fetched_at,
            body=decoded.body,
            request=request,
            status=record.status,
            content_type=media_type,
        )
        problem = record.problem or decoded.problem
        yield Saved(name=address, exchange=exchange, capture=capture, in_warc=True, problem=problem)


def _address(url: str) -> str:
    try:
        return canonical_url(url)
    except UrlError as error:
        raise UsageProblem(f"{url!r} is no address of a page: {error}") from error


def key_of(request: PageRequest) -> str:
    """The key of a request, also of one for an address that no server has."""
    if request.url.startswith("urn:"):
        return hashlib.sha256(request.url.encode()).hexdigest()
    return request_key(request)
