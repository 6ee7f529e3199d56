"""Scrapy's view of the declared sites: one spider class each."""

import logging
from typing import Self

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from crawler.declared import declared_sites
from crawler.errors import UsageProblem
from crawler.plan import CrawlPlan, endpoint
from crawler.site import Site
from crawler.spider import SiteSpider

Names = list[str]

logger = logging.getLogger(__name__)


def spider_class(site: Site, plan: CrawlPlan | None = None) -> type[SiteSpider]:
    """The spider class of *site*; without a *plan* it takes one from the settings."""
    return type("SiteSpider", (SiteSpider,), {"name": site.name, "site": site, "plan": plan})


class SiteLoader:
    """Makes ``scrapy list`` and ``scrapy crawl`` see the sites; a broken one is out, alone."""

    def __init__(self, package: str) -> None:
        found = declared_sites(package)
        self._sites = found.sites
        for name, error in found.broken.items():
            logger.error("site %s is declared wrong and left out: %s", name, error)

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> Self:
        """The loader of the package that SPIDER_MODULES names."""
        return cls(settings.getlist("SPIDER_MODULES")[0])

    def load(self, spider_name: str) -> type[Spider]:
        """The spider class of a site; KeyError where none is declared."""
        return spider_class(self._sites[spider_name])

    def list(self) -> Names:
        """The names of all declared sites."""
        return [*self._sites]

    def find_by_request(self, request: Request) -> Names:
        """The sites that declare the request's host."""
        try:
            host, _ = endpoint(request.url)
        except UsageProblem:
            return []
        return [name for name, site in self._sites.items() if host in site.hosts]
