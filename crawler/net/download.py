"""Downloads over HTTP, with what Scrapy's own do not have: a bound on heads, and judged TLS."""

from collections.abc import Callable
from functools import partial
from typing import TypeVar, cast
from weakref import WeakSet

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import (
    HTTP11DownloadHandler,
    _LenientHTTP11ClientFactory,
    _LenientHTTP11ClientProtocol,
    _ScrapyAgent,
)
from scrapy.crawler import Crawler
from scrapy.exceptions import DownloadFailedError
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IAddress
from twisted.python.failure import Failure
from twisted.web._newclient import BODY, HTTP11ClientProtocol
from twisted.web._newclient import Request as TxRequest
from twisted.web.iweb import IPolicyForHTTPS, IResponse

from crawler.net.doubts import CONNECTIONS_IN_DOUBT
from crawler.net.failures import HeadTooLarge
from crawler.net.tls import TLS, TlsPolicy, found_of
from crawler.spider import spider_of

_T = TypeVar("_T")

#: Servers and proxies take a few kilobytes for the head of an answer, and refuse more themselves.
LONGEST_HEAD = 256 * 1024
_SENTENCE = f"the head of the answer is larger than {LONGEST_HEAD // 1024} KiB, or has no end"


class JudgedDownloads(HTTP11DownloadHandler):
    """Scrapy's handler; an answer whose head has no end fails with HeadTooLarge.

    Scrapy bounds bodies alone: header lines were kept in memory until the time was up, 800 MB
    within ten seconds from a server on the same machine. It also takes every certificate; here the
    site's policy judges it (TlsRefused), and ``request.meta`` holds what was found.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        plan = spider_of(crawler).run.plan
        self._policy = TlsPolicy(plan.site.name, plan.tls, plan.authorities)
        self._open: WeakSet[_Protocol] = WeakSet()
        factory = cast("type[_Factory]", partial(_Factory, self._open))
        self._pool._factory = factory  # noqa: SLF001  # as Scrapy sets its own
        crawler.signals.connect(self.drop_connections, signal=CONNECTIONS_IN_DOUBT)

    def drop_connections(self) -> None:
        """Use none again: neither those that wait for a request nor those that have one now."""
        for connection in self._open:
            connection.use_no_more()
        self._pool.closeCachedConnections()  # type: ignore[no-untyped-call]  # Twisted's

    async def download_request(self, request: Request) -> Response:
        """The answer to *request*."""
        agent = _Agent(
            contextFactory=cast("IPolicyForHTTPS", self._policy),
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
        )
        try:
            with wrap_twisted_exceptions():
                return await maybe_deferred_to_future(agent.download_request(request))
        except DownloadFailedError as error:
            if refused := self._policy.refusal(request.url, error):
                raise refused from error
            raise


class _Agent(_ScrapyAgent):
    """Scrapy's, at the one moment at which it has an answer of Twisted's and its own request."""

    def _cb_latency(self, result: _T, request: Request, start_time: float) -> _T:
        request.meta[TLS] = getattr(result, TLS)
        return super()._cb_latency(result, request, start_time)


class _Protocol(_LenientHTTP11ClientProtocol):
    """Counts what is received before the body."""

    _head = 0

    def request(self, request: TxRequest) -> Deferred[IResponse]:
        """Send *request*; a connection is used for one after another."""
        self._head = 0
        return super().request(request).addCallback(self._with_tls)

    def use_no_more(self) -> None:
        """Close it once the request that it has now is answered."""
        if self._currentRequest is not None:
            self._currentRequest.persistent = False

    def _with_tls(self, response: IResponse) -> IResponse:
        setattr(response, TLS, found_of(self.transport))
        return response

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
    """Makes the connections of one site, and knows which of them are open."""

    def __init__(
        self,
        opened: WeakSet[_Protocol],
        when_quiescent: Callable[[HTTP11ClientProtocol], None],
        endpoint: str,
    ) -> None:
        super().__init__(when_quiescent, endpoint)  # type: ignore[no-untyped-call]  # Twisted's
        self._opened = opened

    def buildProtocol(self, addr: IAddress | None) -> _Protocol:  # noqa: ARG002, N802  # Twisted's
        connection = _Protocol(self._quiescentCallback)  # type: ignore[no-untyped-call]  # Twisted's
        self._opened.add(connection)
        return connection
