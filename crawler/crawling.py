"""Crawls of several sites side by side, in one process."""

import asyncio
import gc
import logging
import signal
from collections.abc import Sequence
from typing import cast

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.settings import Settings
from scrapy.utils.reactor import install_reactor
from twisted.internet.base import ReactorBase

from crawler.errors import ExitCode
from crawler.run import Run
from crawler.spider_loader import spider_class

_SIGNALS = {signal.SIGINT: ExitCode.INTERRUPTED, signal.SIGTERM: ExitCode.TERMINATED}


def project_settings() -> Settings:
    """Scrapy's settings of this project, from whatever folder the program is run."""
    settings = Settings()
    settings.setmodule("crawler.settings", priority="project")
    return settings


def crawl_all(runs: Sequence[Run], *, log_level: str | None = None) -> None:
    """Carry out *runs*, each begun already; every one of them has its summary afterwards.

    The first SIGINT or SIGTERM lets the requests in hand end; a second one stops at once. Either
    way nothing is lost: what has no outcome yet stays pending.
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
    for number, code in _SIGNALS.items():
        loop.add_signal_handler(number, _interrupt, process, runs, code)
    gc.freeze()  # what was imported lives as long as the program: not to be looked through again
    process.start(install_signal_handlers=False)
    for run, task in zip(runs, tasks, strict=True):
        if not run.summary:
            run.finish("shutdown" if task.cancelled() or not task.done() else "defect")


def _interrupt(process: AsyncCrawlerProcess, runs: Sequence[Run], code: ExitCode) -> None:
    """End all runs; the second time without waiting for the requests in hand."""
    again = any(run.interruption for run in runs)
    for run in runs:
        run.interruption = code
    if again:
        asyncio.get_running_loop().call_soon(_stop_reactor)
    else:
        _PENDING.add(asyncio.ensure_future(process.stop()))


#: Keeps the task that ends the runs from being collected before it has done so.
_PENDING: set[asyncio.Future[None]] = set()


def _stop_reactor() -> None:
    from twisted.internet import reactor  # noqa: PLC0415  # importing it earlier installs one

    running = cast("ReactorBase", reactor)
    if running.running:
        running.stop()
