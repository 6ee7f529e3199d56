"""Scrapy's scheduler, as a thin door to the run and its supply."""

from collections import deque
from typing import Self

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from twisted.internet.defer import Deferred

from crawler.frontier.entry import Entry
from crawler.run import Run
from crawler.spider import SiteSpider, spider_of


class FrontierScheduler(BaseScheduler):
    """Hands Scrapy the requests of the supply, and those it makes itself for one in hand.

    Retries and redirects of a request in hand wait in memory only: on a kill the request they
    belong to is still pending. Any other request is refused; a family gives requests through
    listings, so that each is stored with the page that named it.
    """

    def __init__(self, spider: SiteSpider) -> None:
        self._spider = spider
        self._again: deque[Request] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The scheduler of *crawler*'s run."""
        return cls(spider_of(crawler))

    @property
    def _run(self) -> Run:
        return self._spider.run

    def has_pending_requests(self) -> bool:
        """Whether a request waits."""
        return bool(self._again) or self._run.has_more()

    def enqueue_request(self, request: Request) -> bool:
        """Take a retry or redirect of a request in hand; False for any other."""
        if not isinstance(request.meta.get("entry"), Entry):
            return False
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        """The next request to make."""
        if self._again:
            return self._again.popleft()
        entry = self._run.next_entry()
        return self._spider.request_for(entry) if entry else None

    def open(self, spider: Spider) -> Deferred[None] | None:
        """Nothing to open: the run did."""

    def close(self, reason: str) -> Deferred[None] | None:
        """Nothing to close: the run does."""
