"""The last pipeline: an outcome goes into the run, and with it into the archive."""

from typing import Self

from scrapy.crawler import Crawler

from crawler.outcomes import PageOutcome
from crawler.spider import SiteSpider, spider_of


class StorePipeline:
    """Records every outcome; the run commits them in groups, each with its capture."""

    def __init__(self, spider: SiteSpider) -> None:
        self._spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The pipeline of *crawler*'s run."""
        return cls(spider_of(crawler))

    def process_item(self, item: object) -> object:
        """Record *item*, and hand it on."""
        if isinstance(item, PageOutcome):
            self._spider.run.record(item)
        return item
