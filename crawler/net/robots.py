"""Nothing is asked for before robots.txt was read, and nothing that it forbids.

A host whose robots.txt cannot be had is not asked for pages at all, as RFC 9309 has it.
"""

import asyncio
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar, Self
from urllib.parse import urljoin

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from scrapy.http.request import NO_CALLBACK

from crawler.archive.host_robots import HostRobots, robots_read_between
from crawler.clock import now
from crawler.frontier.queue import RETRY_AFTER
from crawler.net.failures import (
    NO_ANSWER,
    Disallowed,
    OffSite,
    RobotsUnavailable,
    TlsRefused,
    reason_of,
)
from crawler.net.robots_rules import MOST_DELAY, RobotsRules
from crawler.plan import endpoint
from crawler.spider import SiteSpider, spider_of

logger = logging.getLogger(__name__)

#: A copy is used for so long, also by the next run: the most that RFC 9309 allows.
KEPT_FOR = timedelta(hours=24)
#: In ``request.meta``: the seconds between two requests that robots.txt asks for.
CRAWL_DELAY = "crawl_delay"
_ASKS = "asks_robots"


@dataclass(frozen=True)
class _Known:
    """What is known of a host, from *since* for *span*: its rules, or why there are none."""

    rules: RobotsRules | None
    since: datetime
    span: timedelta
    trouble: str = ""
    kind: type[IgnoreRequest] = RobotsUnavailable

    @property
    def holds(self) -> bool:
        return timedelta() <= now() - self.since < self.span


class RobotsMiddleware:
    """Lets a request pass that robots.txt allows; Disallowed or RobotsUnavailable for any other.

    TlsRefused where the host itself is refused, before its robots.txt could be asked for.
    A robots.txt is asked for through the engine, so that its request is checked, waits its turn, is
    tried again and is captured like any other. While it is, all others to its host wait, those of
    other sites too; these find it in the archive then. What failed, each site tries for itself.
    """

    asking: ClassVar[dict[tuple[str, int], asyncio.Lock]] = {}

    def __init__(self, crawler: Crawler, spider: SiteSpider) -> None:
        self._crawler = crawler
        self._spider = spider
        self._known: dict[tuple[str, int], _Known] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware for *crawler*'s site."""
        return cls(crawler, spider_of(crawler))

    async def process_request(self, request: Request) -> None:
        """Wait for the rules of the request's host, and refuse what they forbid."""
        if request.meta.get(_ASKS):
            return
        known = await self._known_of(request.url)
        if known.rules is None:
            raise known.kind(known.trouble)
        if not known.rules.allow(request.url):
            raise Disallowed(f"robots.txt forbids {request.url}")
        request.meta[CRAWL_DELAY] = known.rules.crawl_delay

    async def _known_of(self, url: str) -> _Known:
        where = endpoint(url)
        async with self.asking.setdefault(where, asyncio.Lock()):
            known = self._known.get(where)
            if known is None or not known.holds:
                known = self._kept(where) or await self._ask(url)
                self._known[where] = known
        return known

    def _kept(self, where: tuple[str, int]) -> _Known | None:
        """What an earlier run or another site has read."""
        db, moment = self._spider.run.archive.db, now()
        kept = robots_read_between(db, _name(where), moment - KEPT_FOR, moment)
        if kept is None:
            return None
        rules = RobotsRules(kept.text)
        _warn_of_delay(kept.host, rules)
        return _Known(rules, kept.read_at, KEPT_FOR)

    async def _ask(self, url: str) -> _Known:
        robots = urljoin(url, "/robots.txt")
        request = Request(robots, meta={_ASKS: True}, callback=NO_CALLBACK)
        try:
            response = await self._crawler.engine.download_async(request)
        except TlsRefused as error:
            return _Known(None, now(), RETRY_AFTER, str(error), TlsRefused)
        except NO_ANSWER as error:
            return _unavailable(robots, _what_came_of(error))
        if not _is_answer(response.status):
            return _unavailable(robots, f"answered {response.status}")
        return self._read(endpoint(robots), response)

    def _read(self, where: tuple[str, int], response: Response) -> _Known:
        """Read the rules and keep them; every client error says that there are none."""
        rules = RobotsRules.of_body(response.body if response.status < 300 else b"")
        robots = HostRobots(
            host=_name(where), text=rules.text, crawl_delay=rules.asked_delay, read_at=now()
        )
        self._spider.run.keep_robots(robots)
        _warn_of_delay(robots.host, rules)
        return _Known(rules, robots.read_at, KEPT_FOR)


def _is_answer(status: int) -> bool:
    """Whether the status says what may be asked for: everything, where there is no robots.txt."""
    return 200 <= status < 300 or (400 <= status < 500 and status != 429)


def _unavailable(url: str, what: str) -> _Known:
    sentence = f"{url} {what}, so nothing is asked for there; the next run tries again"
    return _Known(None, now(), RETRY_AFTER, sentence)


def _what_came_of(error: BaseException) -> str:
    reason, detail = reason_of(error)
    if reason == "timeout":
        return "timed out"
    if isinstance(error, OffSite):
        return f"leads elsewhere ({detail})"
    return f"could not be had ({reason}: {detail})"


def _warn_of_delay(host: str, rules: RobotsRules) -> None:
    """Say that a Crawl-delay is longer than we wait; each site reads the rules of a host once."""
    if (rules.asked_delay or 0.0) > MOST_DELAY:
        logger.warning(
            "%s asks for %g seconds between two requests; we wait %g",
            host,
            rules.asked_delay,
            MOST_DELAY,
        )


def _name(where: tuple[str, int]) -> str:
    return f"{where[0]}:{where[1]}"
