"""What a Scrapy process is told of a run: the archive and the options, as settings.

``scrapy crawl SITE`` takes them as ``-s NAME=VALUE`` or from the environment; ``tinhuy crawl`` sets
the same ones.
"""

import os
from datetime import date
from pathlib import Path

from scrapy.settings import BaseSettings

from crawler.archive.archive import Archive
from crawler.config import load_config
from crawler.declared import declared_sites
from crawler.errors import UsageProblem
from crawler.plan import CrawlOptions, CrawlPlan, plan_for
from crawler.site import Site


def archive_folder(settings: BaseSettings) -> Path:
    """The archive's folder: ``TINHUY_ARCHIVE`` as a setting, else from the environment."""
    folder = settings.get("TINHUY_ARCHIVE") or os.environ.get("TINHUY_ARCHIVE")
    if not folder:
        raise UsageProblem("no archive is named: set TINHUY_ARCHIVE to its folder")
    return Path(folder)


def archive_of(settings: BaseSettings) -> Archive:
    """The archive, opened."""
    return Archive.open(archive_folder(settings))


def plan_of(site: Site, settings: BaseSettings) -> CrawlPlan:
    """The plan for *site*, from the archive's configuration and the run's options."""
    names = declared_sites(settings.getlist("SPIDER_MODULES")[0]).sites
    config = load_config(archive_folder(settings), sites=tuple(names))
    since = settings.get("TINHUY_SINCE")
    options = CrawlOptions(
        home=settings.get("TINHUY_HOME"),
        limit=settings.getint("TINHUY_LIMIT") or None,
        since=date.fromisoformat(since) if since else None,
        full=settings.getbool("TINHUY_FULL"),
    )
    return plan_for(site, config, options)
