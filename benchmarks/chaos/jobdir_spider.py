"""A spider as Scrapy's own pages teach it: links followed, items into SQLite, a JOBDIR.

It is given to ``scrapy runspider``; ``home`` and ``database`` are its arguments.
"""

import sqlite3
from collections.abc import Iterator
from typing import Any

import scrapy
from scrapy.http import Response
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule

_SECTIONS = "(?:xay-dung-dang|tin-tuc-su-kien|hoc-tap-va-lam-theo-bac|thong-bao)"


class SQLitePipeline:
    """A row an item, committed at once and synced, so that the comparison is about the queue."""

    def __init__(self, crawler: scrapy.crawler.Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: scrapy.crawler.Crawler) -> "SQLitePipeline":
        """The pipeline of *crawler*'s spider."""
        return cls(crawler)

    def open_spider(self) -> None:
        """Open the database that the spider was told of."""
        path = getattr(self._crawler.spider, "database")  # noqa: B009 - an argument of the spider
        self._db = sqlite3.connect(path, isolation_level=None)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = FULL")
        self._db.execute("CREATE TABLE IF NOT EXISTS articles (url TEXT, title TEXT)")

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        """Store *item*."""
        self._db.execute("INSERT INTO articles VALUES (:url, :title)", item)
        return item

    def close_spider(self) -> None:
        """Close the database."""
        self._db.close()


class BareSpider(CrawlSpider):
    """Listings are followed page by page; every article gives its address and title."""

    name = "bare"
    custom_settings = {  # noqa: RUF012 - Scrapy's own form
        "ITEM_PIPELINES": {SQLitePipeline: 300},
        "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
        "DOWNLOAD_DELAY": 0,
        "TELNETCONSOLE_ENABLED": False,
        "LOG_LEVEL": "ERROR",
    }
    rules = (
        Rule(LinkExtractor(allow=rf"^https?://[^/]+/{_SECTIONS}/(?:page-\d+/)?$")),
        Rule(
            LinkExtractor(allow=rf"^https?://[^/]+/{_SECTIONS}/[^/]+-\d+\.html$"),
            callback="parse_article",
        ),
    )

    def __init__(self, home: str, database: str) -> None:
        super().__init__()
        self.start_urls = [home]
        self.database = database

    def parse_article(self, response: Response) -> Iterator[dict[str, Any]]:
        """The article of a page; a page that answers otherwise than with 200 never comes here."""
        yield {"url": response.url, "title": response.css("h1::text").get()}
