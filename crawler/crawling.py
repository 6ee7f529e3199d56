"""Crawls of several sites side by side, in one process."""

import asyncio
import gc
import logging
from collections.abc import Sequence
from typing import cast

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor
from twisted.internet.base import ReactorBase

from crawler.errors import ExitCode
from crawler.interruption import Interruption
from crawler.readers.pool import close_pool
from crawler.run import Run
from crawler.spider_loader import spider_class

#: Seconds that requests in hand get to end after a signal; a server may hang for longer.
GRACE = 4.0
#: Seconds beyond its maximum time after which a run that does not end is broken off.
OVERTIME = 120.0


def project_settings() -> Settings:
    """Scrapy's settings of this project, from whatever folder the program is run."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    return settings


def crawl_all(
    runs: Sequence[Run], *, interruption: Interruption, log_level: str | None = None
) -> None:
    """Carry out *runs*, each begun already; every one of them has its summary afterwards.

    The first signal lets the requests in hand end, as far as they do within GRACE. Nothing is lost
    by it: what has no outcome yet stays pending.
    """
    settings = project_settings()
    settings.set("LOG_ENABLED", log_level is not None, priority="cmdline")
    settings.set("LOG_LEVEL", log_level or "ERROR", priority="cmdline")
    install_reactor(settings["TWISTED_REACTOR"])
    process = AsyncCrawlerProcess(settings)
    # Else every page makes some records for the log, which are thrown away.
    logging.getLogger("scrapy").setLevel(settings["LOG_LEVEL"])
    tasks = [
        process.crawl(Crawler(spider_class(run.plan.site, run.plan), settings), run=run)
        for run in runs
    ]
    loop = asyncio.get_event_loop_policy().get_event_loop()

    def ask(code: ExitCode) -> None:
        loop.call_soon_threadsafe(_interrupt, process, runs, code)

    interruption.ask = ask
    interruption.end_after(max((run.plan.max_seconds for run in runs), default=0) + OVERTIME)
    gc.freeze()  # what was imported lives as long as the program: not to be looked through again
    process.start(install_signal_handlers=False)
    close_pool()  # nobody waits for a page that is still being read: it stays pending
    for run, task in zip(runs, tasks, strict=True):
        if not run.summary:
            run.finish("shutdown" if task.cancelled() or not task.done() else "defect")


def _interrupt(process: AsyncCrawlerProcess, runs: Sequence[Run], code: ExitCode) -> None:
    """End all runs, and do not wait long for the requests in hand."""
    for run in runs:
        run.interruption = code
    _PENDING.add(asyncio.ensure_future(process.stop()))
    asyncio.get_running_loop().call_later(GRACE, _stop_reactor)


#: Keeps the task that ends the runs from being collected before it has done so.
_PENDING: set[asyncio.Future[None]] = set()


def _stop_reactor() -> None:
    from twisted.internet import reactor  # noqa: PLC0415  # importing it earlier installs one

    running = cast("ReactorBase", reactor)
    if running.running:
        running.stop()
