"""Feeds and sitemaps: further sources of addresses, beside the sections that are walked.

What they name is asked for as if a listing had named it. They are complete by nobody's promise, so
they say nothing about a section: no walk ends by them, and none counts as walked by them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlite_utils import Database

from crawler.frontier import queue
from crawler.frontier.entry import Entry, EntryKind, new_entry
from crawler.items import FeedPage, PageRequest

#: So many feeds and sitemaps of a site are asked for in one run.
MOST_FEEDS = 200
#: A sitemap that an index names may be an index itself; what that one names is the last.
DEEPEST = 2
_DEPTH = "depth"


@dataclass(frozen=True, kw_only=True)
class FeedStep:
    """What a feed brought: how many links, how many of them unknown so far.

    ``refused`` counts the further sitemaps that are not asked for: too many, or too deep.
    """

    links: int
    new: int
    refused: int


@dataclass(kw_only=True)
class Feeds:
    """The feeds of one run over one site; articles that they date before *since* are passed by."""

    site: str
    since: date | None = None
    asked: set[str] = field(default_factory=set)

    def begin(self, db: Database, urls: Iterable[str], now: datetime) -> None:
        """Make those due that a run begins with."""
        for url in urls:
            self._ask(db, PageRequest(url=url, context=((_DEPTH, 0),)), section=url, now=now)

    def record(self, db: Database, entry: Entry, feed: FeedPage, now: datetime) -> FeedStep:
        """Store what a feed says; inside the transaction of its outcome."""
        articles = [
            replace(
                new_entry(
                    PageRequest(url=link.url),
                    kind=EntryKind.ARTICLE,
                    site=self.site,
                    section=entry.section,
                ),
                parent=entry.key,
                listed_title=link.title,
            )
            for link in feed.links
            if not (self.since and link.listed_on and link.listed_on < self.since)
        ]
        new = queue.add_articles(db, articles, now)
        queue.finish(db, entry.key)
        depth = int(dict(entry.request.context)[_DEPTH]) + 1
        requests = [PageRequest(url=url, context=((_DEPTH, depth),)) for url in feed.further]
        refused = len(requests)
        for request in requests if depth <= DEEPEST else ():
            refused -= self._ask(db, request, section=entry.section, now=now)
        return FeedStep(links=len(feed.links), new=new, refused=refused)

    def _ask(self, db: Database, request: PageRequest, *, section: str, now: datetime) -> bool:
        """Make a feed due, once a run; False where the run has asked for as many as it may."""
        entry = new_entry(request, kind=EntryKind.FEED, site=self.site, section=section)
        if entry.key not in self.asked:
            if len(self.asked) >= MOST_FEEDS:
                return False
            self.asked.add(entry.key)
            queue.arm(db, entry, now)
        return True
