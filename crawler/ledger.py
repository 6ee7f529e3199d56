"""An outcome as rows: the article or listing, the frontier, and the line of the ledger.

Everything of one outcome happens in the transaction it is called in.
"""

import sqlite3
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime

from sqlite_utils import Database

from crawler.archive.articles import Reading, Stored, store_reading
from crawler.archive.captures import PendingCapture
from crawler.archive.runs import Fetch, add_fetch, count_listing
from crawler.extract.urls import UrlError, canonical_url
from crawler.frontier import queue
from crawler.frontier.entry import Entry, EntryKind
from crawler.frontier.feeds import Feeds
from crawler.frontier.trail import SAID
from crawler.frontier.walk import Walks
from crawler.outcomes import ArticleRead, Aside, Ended, FeedRead, ListingRead, Outcome, Result
from crawler.reading import READER_VERSION
from crawler.site import Site

#: What a value that SQLite cannot hold raises; such an item fails alone, and the others are kept.
UNSTORABLE = (
    sqlite3.DataError,
    sqlite3.IntegrityError,
    sqlite3.InterfaceError,
    ValueError,
    UrlError,
)


def store_if_storable(db: Database, reading: Reading) -> Stored:
    """Store *reading*; one that cannot be stored fails as a defect, and leaves nothing behind."""
    db.conn.execute("SAVEPOINT reading")
    stored = Stored("failed", "defect", None)
    with suppress(*UNSTORABLE):
        stored = store_reading(db, reading)
    if stored.reason == "defect":
        db.conn.execute("ROLLBACK TO reading")
    db.conn.execute("RELEASE reading")
    return stored


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """Stores the outcomes of one run over one site."""

    run_id: int
    site: Site
    walks: Walks
    feeds: Feeds

    def store(self, db: Database, outcome: Outcome, now: datetime) -> Fetch:
        """Store *outcome*; one that cannot be stored fails as a defect, and takes nothing along."""
        db.conn.execute("SAVEPOINT outcome")
        try:
            fetch = self._fetch(db, outcome, now)
        except UNSTORABLE as error:
            db.conn.execute("ROLLBACK TO outcome")
            fetch = self._unstorable(db, outcome, now, error)
        add_fetch(db, self.run_id, fetch)
        db.conn.execute("RELEASE outcome")
        return fetch

    def _fetch(self, db: Database, outcome: Outcome, now: datetime) -> Fetch:
        if isinstance(outcome, ArticleRead):
            return self._article(db, outcome, now)
        if isinstance(outcome, ListingRead):
            return self._listing(db, outcome, now)
        if isinstance(outcome, FeedRead):
            return self._feed(db, outcome, now)
        if isinstance(outcome, Ended):
            return self._ended(db, outcome, now)
        return self._aside(outcome, now)

    def _article(self, db: Database, read: ArticleRead, now: datetime) -> Fetch:
        article = replace(read.article, url=canonical_url(read.article.url))
        asked = read.entry.request.url
        stored = store_reading(
            db,
            Reading(
                site_key=self.site.name,
                article=article,
                capture_id=_number(read.capture),
                seen_at=read.capture.fetched_at,
                requested_url=asked if asked != article.url else None,
                reader_version=READER_VERSION,
                numbering=self.site.numbering,
            ),
        )
        queue.finish(db, read.entry.key)
        # An article that is known here, say from a saved page, is no trap; what leads to it may be.
        is_known_here = stored.reason == "known" and asked == article.url
        is_new = is_known_here or stored.outcome == Result.SAVED
        self.walks.note_article(db, read.entry, is_new=is_new)
        return _fate(read.entry, stored.outcome, stored.reason, now, capture=read.capture)

    def _listing(self, db: Database, read: ListingRead, now: datetime) -> Fetch:
        step = self.walks.record(db, read.entry, read.listing, now)
        count_listing(db, self.run_id, step.links)
        result = Result.SAVED if step.new else Result.UNCHANGED
        reason = step.stop if step.stop in SAID else "listing"
        said = (step.stop.sentence if step.stop else None, read.listing.left_out.sentence)
        fetch = _fate(read.entry, result, reason, now, capture=read.capture)
        return replace(fetch, detail="; ".join(filter(None, said)) or None)

    def _feed(self, db: Database, read: FeedRead, now: datetime) -> Fetch:
        feed = read.feed
        step = self.feeds.record(db, read.entry, feed, now)
        refused = f"{step.refused} further sitemaps are not asked for" if step.refused else None
        said = (feed.flaw, refused, feed.left_out.sentence)
        result = Result.SAVED if step.new else Result.UNCHANGED
        reason = "flawed-feed" if feed.flaw or refused else "feed"
        fetch = _fate(read.entry, result, reason, now, capture=read.capture)
        return replace(fetch, detail="; ".join(filter(None, said)) or None)

    def _ended(self, db: Database, ended: Ended, now: datetime) -> Fetch:
        next_at = queue.fail(db, ended.entry, ended.reason, now)
        if ended.entry.kind is EntryKind.ARTICLE and ended.reason not in queue.UNTRIED:
            self.walks.note_article(db, ended.entry, is_new=False)
        fetch = _fate(ended.entry, ended.result, ended.reason, now, capture=ended.capture)
        return replace(fetch, detail=ended.detail, next_at=next_at)

    def _aside(self, aside: Aside, now: datetime) -> Fetch:
        capture = aside.capture
        return Fetch(
            request_key=capture.request_key,
            url=capture.url,
            kind=aside.kind,
            outcome=Result.SAVED,
            reason=f"http-{capture.status}",
            detail=None,
            capture_id=_number(capture),
            at=now,
        )

    def _unstorable(self, db: Database, outcome: Outcome, now: datetime, error: Exception) -> Fetch:
        if isinstance(outcome, Aside):
            raise error
        ended = Ended(
            entry=outcome.entry,
            result=Result.FAILED,
            reason="defect",
            detail=f"cannot be stored: {error!r}",
            capture=outcome.capture,
        )
        return self._ended(db, ended, now)


def _fate(
    entry: Entry, result: str, reason: str, now: datetime, *, capture: PendingCapture | None
) -> Fetch:
    return Fetch(
        request_key=entry.key,
        url=entry.request.url,
        kind=entry.kind,
        outcome=result,
        reason=reason,
        detail=None,
        capture_id=_number(capture) if capture else None,
        at=now,
    )


def _number(capture: PendingCapture) -> int:
    """The capture's row; captures are inserted before the outcomes they belong to."""
    if capture.id is None:
        raise ValueError(f"the capture of {capture.url} has no row yet")
    return capture.id
