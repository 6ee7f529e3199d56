"""The other crawlers, each as a programmer writes it who follows the manual.

This is a program of its own, and imports nothing of the project:
``python -m benchmarks.crawling.rivals NAME SITE.json``, where the file has ``home``, ``sections``,
``article``, ``unwanted``, ``further`` and ``concurrency``. Its last line says how many articles it
has had.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import HtmlResponse
from scrapy.linkextractors import LinkExtractor
from scrapy.spiders import CrawlSpider, Rule
from sqlite_utils import Database


class Bare(CrawlSpider):
    """Follows the listings and yields address and title of each article."""

    name = "bare"

    def __init__(self, site: dict[str, Any]) -> None:
        self.start_urls = [site["home"] + path.lstrip("/") for path in site["sections"]]
        articles = LinkExtractor(allow=site["article"], deny=site["unwanted"])
        self.rules = (
            Rule(articles, callback="parse_article"),
            Rule(LinkExtractor(allow=site["further"])),
        )
        super().__init__()

    def parse_article(self, response: HtmlResponse) -> Iterator[dict[str, Any]]:
        """Address and title, and no look at anything else."""
        yield {"url": response.url, "title": response.css("h1::text").get()}


class Naive(Bare):
    """Leaves reading to trafilatura, which finds the article on any page."""

    name = "naive"

    def parse_article(self, response: HtmlResponse) -> Iterator[dict[str, Any]]:
        """What trafilatura finds on the page."""
        from trafilatura import bare_extraction  # noqa: PLC0415  # the others go without it

        found = bare_extraction(response.text, url=response.url, with_metadata=True)
        if found is not None:
            yield {
                "url": response.url,
                "title": found.title,
                "author": found.author,
                "published": found.date,
                "text": found.text,
            }


class UpsertPipeline:
    """Puts each item into a table at once."""

    def open_spider(self) -> None:
        """Open the database, beside where the program runs."""
        self.db = Database("articles.db")

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        """Insert the article, or update it."""
        self.db.table("articles").upsert(item, pk="url")
        return item


#: The spider and the settings of each; all else is as Scrapy has it.
RIVALS: dict[str, tuple[type[Spider], dict[str, Any]]] = {
    "bare": (Bare, {}),
    "bare-8": (Bare, {"CONCURRENT_ITEMS": 8}),
    "bare-quiet": (Bare, {"LOG_LEVEL": "WARNING"}),
    "naive": (Naive, {"ITEM_PIPELINES": {"benchmarks.crawling.rivals.UpsertPipeline": 300}}),
}


def main(name: str, site_file: str) -> None:
    """Crawl the site that *site_file* tells of."""
    site = json.loads(Path(site_file).read_text(encoding="utf-8"))
    spider, settings = RIVALS[name]
    process = AsyncCrawlerProcess(
        {
            # As many requests at a time as ours, without an interval.
            "CONCURRENT_REQUESTS": site["concurrency"],
            "CONCURRENT_REQUESTS_PER_DOMAIN": site["concurrency"],
            **settings,
        }
    )
    crawler = process.create_crawler(spider)
    process.crawl(crawler, site)
    process.start()
    count = crawler.stats.get_value("item_scraped_count") if crawler.stats else 0
    sys.stdout.write(f"{count}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
