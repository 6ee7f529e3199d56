"""The cookie that the operator has set for a site, sent to its declared hosts and nowhere else."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.spider import spider_of


class SiteCookieMiddleware:
    """Sends the site's cookie with every request that may be made.

    It stands behind DeclaredHostsMiddleware, which lets no other request pass, at no hop. Scrapy's
    own cookies are off: what a server sets is kept in its capture, and sent nowhere.
    """

    def __init__(self, cookie: str | None) -> None:
        self._cookie = cookie

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware for *crawler*'s site."""
        return cls(spider_of(crawler).run.plan.cookie)

    def process_request(self, request: Request) -> None:
        """Put the cookie into *request*."""
        if self._cookie:
            request.headers["Cookie"] = self._cookie
