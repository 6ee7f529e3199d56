"""The one spider class: it asks for what the frontier holds and lets the families read."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any, Self, cast

from scrapy import Request, Spider, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import UsageError
from scrapy.http import Response
from scrapy.settings import BaseSettings
from twisted.python.failure import Failure

from crawler.archive.captures import PendingCapture
from crawler.capture import Capture
from crawler.errors import PageError, TinhuyError
from crawler.frontier.entry import Entry, EntryKind
from crawler.frontier.sifting import sifted_feed, sifted_listing
from crawler.net.doubts import Doubts
from crawler.net.failures import NOT_MADE, reason_of
from crawler.net.page_kinds import Wrong, what_is_wrong
from crawler.outcomes import ArticleRead, Ended, FeedRead, ListingRead, Outcome, PageOutcome, Result
from crawler.plan import CrawlPlan
from crawler.readers.messages import Asked
from crawler.readers.pool import pool
from crawler.readers.scan import is_harmless
from crawler.reading import Found, read
from crawler.run import Run
from crawler.run_options import archive_of, plan_of
from crawler.site import Site


class SiteSpider(Spider):
    """The crawl of one site; the loader makes a subclass for each declared one."""

    site: Site
    #: None lets the settings say what the run is to do, as for ``scrapy crawl``.
    plan: CrawlPlan | None = None
    run: Run
    doubts: Doubts

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        """Put in what depends on the site: its manners, limits, and how it introduces itself."""
        super().update_settings(settings)
        try:
            plan = cls.plan or plan_of(cls.site, settings)
        except TinhuyError as error:
            raise UsageError(str(error)) from error
        settings.setdict(plan.settings(), priority="spider")

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        """The spider, with its run begun; *run* hands over one that is begun already."""
        run = kwargs.pop("run", None)
        spider = super().from_crawler(crawler, *args, **kwargs)
        if run is None:
            plan = cls.plan or plan_of(cls.site, crawler.settings)
            run = Run.begin(archive_of(crawler.settings), plan)
        spider.run = run
        spider.run.on_stop = spider.stop
        spider.doubts = Doubts(run, crawler, spider.found)
        crawler.signals.connect(spider.item_was_dropped, signal=signals.item_dropped)
        crawler.signals.connect(spider.item_had_error, signal=signals.item_error)
        crawler.signals.connect(spider.callback_had_error, signal=signals.spider_error)
        crawler.signals.connect(spider.was_closed, signal=signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        """Nothing: every request comes from the frontier."""
        nothing: tuple[Outcome, ...] = ()
        for outcome in nothing:
            yield outcome

    def request_for(self, entry: Entry) -> Request:
        """Scrapy's request for an entry of the frontier."""
        self.doubts.asked(entry)
        asked = entry.request
        headers = {"Referer": asked.referer} if asked.referer else {}
        if asked.method == "POST":
            headers["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        return Request(
            asked.url,
            method=asked.method,
            body=asked.body,
            headers=headers,
            callback=self.parse,
            errback=self.failed,
            meta={"entry": entry},
        )

    async def parse(self, response: Response) -> AsyncIterator[Outcome]:
        """The one outcome of an answer."""
        entry: Entry = response.meta["entry"]
        pending = response.meta["pending_capture"]
        capture: Capture = response.meta["capture"]
        is_feed = entry.kind is EntryKind.FEED
        if wrong := what_is_wrong(capture, flags=response.flags, is_feed=is_feed):
            yield _refused(entry, pending, wrong)
            return
        try:
            found = await self.found(entry.kind, capture)
        except PageError as error:
            yield _refused(entry, pending, Wrong(error.reason, str(error)))
            return
        if found.listing:
            listing = sifted_listing(found.listing, self.run.plan.reaches)
            yield ListingRead(entry=entry, capture=pending, listing=listing)
        elif found.feed:
            feed = sifted_feed(found.feed, self.run.plan.reaches)
            yield FeedRead(entry=entry, capture=pending, feed=feed)
        elif found.article and (wrong := await self.doubts.wrong_with(entry, found.article)):
            yield _refused(entry, pending, wrong)
        elif found.article:
            yield ArticleRead(entry=entry, capture=pending, article=found.article)

    async def found(self, kind: EntryKind, capture: Capture) -> Found:
        """What a page shows; while a worker reads it, the crawl goes on."""
        if is_harmless(capture):
            return read(self.site, kind, capture)
        package = self.settings.getlist("SPIDER_MODULES")[0]
        return await pool().read_aside(
            Asked(package=package, site=self.site.name, kind=kind, capture=capture)
        )

    async def failed(self, failure: Failure) -> AsyncIterator[Outcome]:
        """The outcome of a request that got no answer, or one that was refused on the way."""
        request: Request = cast("Any", failure).request
        error = failure.value or RuntimeError("a failure without an error")
        reason, detail = reason_of(error)
        yield Ended(
            entry=request.meta["entry"],
            result=Result.SKIPPED if reason in NOT_MADE else Result.FAILED,
            reason=reason,
            detail=detail,
            capture=request.meta.get("pending_capture"),
        )

    def item_was_dropped(self, item: object, exception: Exception) -> None:
        """A pipeline dropped an article: ``reason: sentence`` is the message it gave."""
        if isinstance(item, ArticleRead):
            reason, _, detail = str(exception).partition(": ")
            self.run.record(_ended(item.entry, item, reason=reason, detail=detail))

    def item_had_error(self, item: object, failure: Failure) -> None:
        """A pipeline broke: a defect of ours, which costs this one item."""
        if isinstance(item, PageOutcome):
            self.run.record(_ended(item.entry, item, reason="defect", detail=repr(failure.value)))

    def callback_had_error(self, failure: Failure, response: Response | None) -> None:
        """A reading function broke: a defect of ours, which costs this one page."""
        if response is not None:
            entry = response.meta["entry"]
            pending = response.meta.get("pending_capture")
            self.run.record(
                Ended(
                    entry=entry,
                    result=Result.FAILED,
                    reason="defect",
                    detail=repr(failure.value),
                    capture=pending,
                )
            )

    def was_closed(self, reason: str) -> None:
        """The crawl has ended."""
        self.run.finish(reason)

    def stop(self, reason: str) -> None:
        """End the crawl once the requests in hand have ended."""
        engine = self.crawler.engine
        self._stopping = asyncio.ensure_future(engine.close_spider_async(reason=reason))


def spider_of(crawler: Crawler) -> SiteSpider:
    """The spider of *crawler*, for components that work for its run."""
    if not isinstance(crawler.spider, SiteSpider):
        raise TypeError("this component works for the spiders of declared sites only")
    return crawler.spider


def _refused(entry: Entry, capture: PendingCapture, wrong: Wrong) -> Ended:
    return Ended(
        entry=entry,
        result=Result.FAILED,
        reason=wrong.reason,
        detail=wrong.detail,
        capture=capture,
    )


def _ended(entry: Entry, item: PageOutcome, *, reason: str, detail: str) -> Ended:
    return Ended(
        entry=entry, result=Result.FAILED, reason=reason, detail=detail, capture=item.capture
    )
