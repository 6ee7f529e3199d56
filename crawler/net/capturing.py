"""Every answer is kept before anybody looks at it.

This middleware stands nearest the wire, so that what it sees has its content coding still on.
"""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Headers, Response

from crawler.archive.codings import undo_content_coding
from crawler.archive.warc import Exchange
from crawler.capture import Capture
from crawler.clock import now
from crawler.extract.urls import request_key
from crawler.frontier.entry import Entry
from crawler.items import PageRequest
from crawler.net.asides import ASIDE
from crawler.net.endings import came_whole
from crawler.net.tls import TLS
from crawler.outcomes import Aside, AsideKind
from crawler.spider import SiteSpider, spider_of

#: What the problems of unpacking are called in the ledger.
_REASONS = {
    "cut": "cut",
    "damaged": "undecodable",
    "unknown-coding": "undecodable",
    "too-large": "too-large",
}


class CaptureMiddleware:
    """Writes each exchange into the run's WARC file and undoes the content coding.

    ``request.meta`` then holds ``capture`` (what readers read) and ``pending_capture`` (what the
    archive will store). A body that is not whole gets its reason as a flag. Nobody else looks at
    the body of a page, so the response keeps it as it was sent; that of robots.txt is Scrapy's to
    read.
    """

    def __init__(self, spider: SiteSpider) -> None:
        self._spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware for *crawler*'s run."""
        return cls(spider_of(crawler))

    def process_response(self, request: Request, response: Response) -> Response:
        """Keep the exchange."""
        entry: Entry | None = request.meta.get("entry")
        asked = entry.request if entry else PageRequest(url=request.url)
        headers = _pairs(response.headers)
        most = self._spider.run.plan.max_page_bytes
        decoded = undo_content_coding(response.body, headers, most=most)
        is_cut = decoded.problem == "cut" or _is_partial(response, decoded.body)
        key = entry.key if entry else request_key(asked)
        exchange = _exchange(request, response, key=key, headers=headers, is_cut=is_cut)
        capture = Capture(
            url=response.url,
            at=exchange.fetched_at,
            body=decoded.body,
            request=asked,
            status=response.status,
            content_type=_text(response.headers.get("Content-Type")),
            is_cut=is_cut or decoded.cut,
        )
        whole = None if decoded.problem == "too-large" else decoded.body
        pending = self._spider.run.capture(exchange, capture, body=whole)
        request.meta["capture"] = capture
        request.meta["pending_capture"] = pending
        if capture.is_cut:
            response.flags.append("cut" if is_cut else _REASONS[decoded.problem or "cut"])
        if entry is None:
            self._spider.run.record(
                Aside(kind=request.meta.get(ASIDE, AsideKind.ROBOTS), capture=pending)
            )
            return response.replace(body=decoded.body)
        return response


def _is_partial(response: Response, body: bytes) -> bool:
    """Whether a body without a declared length ended before its page did."""
    return "partial" in response.flags and not came_whole(body)


def _exchange(
    request: Request,
    response: Response,
    *,
    key: str,
    headers: list[tuple[str, str]],
    is_cut: bool,
) -> Exchange:
    return Exchange(
        request_key=key,
        method=request.method,
        url=request.url,
        request_headers=_pairs(request.headers),
        request_body=request.body,
        status=response.status,
        protocol=response.protocol or "HTTP/1.1",
        response_headers=headers,
        payload=response.body,
        fetched_at=now(),
        is_cut=is_cut,
        tls=request.meta.get(TLS),
    )


def _pairs(headers: Headers) -> list[tuple[str, str]]:
    """Each header as one (name, value), repeated ones repeated, bytes as latin-1."""
    return [(_text(name), _text(value)) for name, values in headers.items() for value in values]


def _text(value: bytes | None) -> str:
    return value.decode("latin-1") if value else ""
