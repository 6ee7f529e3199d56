"""No request leaves the hosts that a site declares, at any hop."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from crawler.errors import UsageProblem
from crawler.net.failures import OffSite
from crawler.plan import endpoint
from crawler.spider import SiteSpider, spider_of


class DeclaredHostsMiddleware:
    """Refuses requests to an undeclared host and port; redirects pass here like any request."""

    def __init__(self, spider: SiteSpider) -> None:
        self._spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware for *crawler*'s site."""
        return cls(spider_of(crawler))

    def process_request(self, request: Request) -> None:
        """Let a request to a declared host pass; OffSite for any other."""
        try:
            asked = endpoint(request.url)
        except UsageProblem as error:
            raise OffSite(str(error)) from error
        plan = self._spider.run.plan
        if asked not in plan.reachable:
            raise OffSite(
                f"{request.url} is not on a host of {plan.site.name}; has the site moved?"
            )
