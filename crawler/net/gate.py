"""One request at a time per host and port, and never two within the interval.

The turns are shared by all spiders of the process: Scrapy's own delay is per spider, so two sites
on one host would fire together.
"""

import asyncio
from dataclasses import dataclass, field
from typing import ClassVar, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler

from crawler.clock import monotonic
from crawler.plan import endpoint
from crawler.spider import SiteSpider, spider_of

_HOLDS = "gate_turn"


@dataclass
class Turns:
    """The turns at one host and port; ``next_at`` is on the monotonic clock."""

    places: asyncio.Semaphore
    entrance: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_at: float = 0.0

    async def take(self, interval: float) -> None:
        """Wait for a place, and until *interval* seconds have passed since the last request."""
        await self.places.acquire()
        try:
            async with self.entrance:
                while (wait := self.next_at - monotonic()) > 0:
                    await asyncio.sleep(wait)
                self.next_at = monotonic() + interval
        except BaseException:
            self.places.release()
            raise

    def give_back(self) -> None:
        """The answer has come, or failed to."""
        self.places.release()


class HostGateMiddleware:
    """Holds each request, robots.txt and retries too, until it is its turn at its host."""

    turns: ClassVar[dict[tuple[str, int], Turns]] = {}

    def __init__(self, spider: SiteSpider) -> None:
        self._spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware for *crawler*'s site; the turns are everybody's."""
        gate = cls(spider_of(crawler))
        crawler.signals.connect(gate.request_ended, signal=signals.request_left_downloader)
        return gate

    async def process_request(self, request: Request) -> None:
        """Wait for the request's turn."""
        plan = self._spider.run.plan
        turns = self.turns.setdefault(
            endpoint(request.url), Turns(asyncio.Semaphore(plan.concurrency))
        )
        await turns.take(max(plan.interval, request.meta.get("crawl_delay", 0.0)))
        request.meta[_HOLDS] = turns

    def request_ended(self, request: Request) -> None:
        """End the turn, if the request had one.

        Scrapy says so of every request, whatever comes of its answer in other middlewares: an
        answer that cannot be captured never reaches a ``process_response`` or
        ``process_exception`` here, and a turn that is never given back stops the crawl for ever.
        """
        turns: Turns | None = request.meta.pop(_HOLDS, None)
        if turns is not None:
            turns.give_back()
