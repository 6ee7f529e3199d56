"""Downloads over HTTP, with a bound that Scrapy's own do not have: on the head of an answer."""

from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
)
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import BODY
from twisted.web._newclient import Request as TxRequest
from twisted.web.iweb import IResponse

from crawler.net.failures import HeadTooLarge

#: Servers and proxies take a few kilobytes for the head of an answer, and refuse more themselves.
LONGEST_HEAD = 256 * 1024
_SENTENCE = f"the head of the answer is larger than {LONGEST_HEAD // 1024} KiB, or has no end"


class BoundedHeads(HTTP11DownloadHandler):
    """Scrapy's handler; an answer whose head has no end fails with HeadTooLarge.

    Scrapy bounds bodies alone: header lines were kept in memory until the time was up, 800 MB
    within ten seconds from a server on the same machine.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._pool._factory = _Factory  # noqa: SLF001  # as Scrapy sets its own


class _Protocol(_LenientHTTP11ClientProtocol):
    """Counts what is received before the body."""

    _head = 0

    def request(self, request: TxRequest) -> Deferred[IResponse]:
        """Send *request*; a connection is used for one after another."""
        self._head = 0
        return super().request(request)

    def dataReceived(self, data: bytes) -> None:  # noqa: N802  # Twisted calls it so
        """Take *data*, unless the head has become too large."""
        parser = self._parser
        if parser is not None and parser.state != BODY:
            self._head += len(data)
        if self._head > LONGEST_HEAD:
            self._giveUp(Failure(HeadTooLarge(_SENTENCE)))  # type: ignore[no-untyped-call]  # Twisted's
        else:
            super().dataReceived(data)  # type: ignore[no-untyped-call]  # Twisted's


class _Factory(_LenientHTTP11ClientFactory):
    def buildProtocol(self, addr: IAddress | None) -> _Protocol:  # noqa: ARG002, N802  # Twisted's
        return _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]  # Twisted's
