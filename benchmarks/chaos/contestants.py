"""The two crawlers that are killed in the same way: ours, and a bare spider with a JOBDIR."""

import sqlite3
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from benchmarks.chaos.archives import SITE, empty_archive, faults, program
from tests.replica import World


@dataclass(kw_only=True)
class Found:
    """What a finished crawl has: articles lost, stored twice, and other faults."""

    lost: int = 0
    double: int = 0
    faults: list[str] = field(default_factory=list)


class Contestant(Protocol):
    """A crawler that can be started again and again until it says that it is done.

    It runs in ``folder``, outside of the checkout, where Scrapy would find our settings.
    """

    @property
    def folder(self) -> Path:
        """Where it keeps everything."""

    def command(self) -> list[str]:
        """What starts it, or lets it go on."""

    def found(self) -> Found:
        """What it has, once it has ended by itself."""


@dataclass(frozen=True, kw_only=True)
class Ours:
    """``tinhuy crawl`` into the archive in *folder*."""

    folder: Path
    world: World

    @classmethod
    def begin(cls, folder: Path, world: World) -> "Ours":
        """One with an empty archive."""
        return cls(folder=empty_archive(folder, world), world=world)

    def command(self) -> list[str]:
        """A crawl that takes what the one before left."""
        return program(self.folder, "crawl", SITE)

    def found(self) -> Found:
        """Every field of every article is compared, and every digest."""
        said = faults(self.folder, self.world)
        lost = sum(one.startswith("missing") for one in said)
        double = sum(one.startswith("invented") for one in said)
        return Found(lost=lost, double=double, faults=said)


@dataclass(frozen=True, kw_only=True)
class JobDir:
    """A bare CrawlSpider with Scrapy's JOBDIR, beside its database, in *folder*."""

    folder: Path
    world: World

    @classmethod
    def begin(cls, folder: Path, world: World) -> "JobDir":
        """One that has crawled nothing."""
        folder.mkdir(parents=True)
        return cls(folder=folder, world=world)

    def command(self) -> list[str]:
        """``scrapy runspider`` with the same job folder each time."""
        spider = Path(__file__).with_name("jobdir_spider.py")
        return [
            *(sys.executable, "-m", "scrapy", "runspider", str(spider)),
            *("-s", f"JOBDIR={self.folder / 'job'}", "-a", f"home={self.world.homes[SITE]}"),
            *("-a", f"database={self.folder / 'articles.db'}"),
        ]

    def found(self) -> Found:
        """Only addresses are compared: an article is lost if none of its addresses is stored."""
        db = sqlite3.connect(self.folder / "articles.db")
        stored = Counter(url for (url,) in db.execute("SELECT url FROM articles"))
        db.close()
        truth = self.world.truth(SITE)
        lost = sum(not any(url in stored for url in one["urls"]) for one in truth)
        return Found(lost=lost, double=sum(count - 1 for count in stored.values()))
