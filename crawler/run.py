"""One run of one site: what it has read and not yet committed, and how it begins and ends."""

import asyncio
import json
from collections import Counter
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Self
from urllib.parse import urlsplit

from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.captures import PendingCapture, earlier_payload, insert_capture
from crawler.archive.folder import RUNS
from crawler.archive.host_robots import HostRobots, store_robots
from crawler.archive.host_turns import Pause, remember_pause
from crawler.archive.locks import Lock, run_lock
from crawler.archive.mending import mend_open_files
from crawler.archive.places import record_publishers, record_site
from crawler.archive.runs import close_run, open_run, tallies
from crawler.archive.warc import Exchange, WarcWriter
from crawler.capture import Capture
from crawler.clock import now
from crawler.errors import NOT_THE_SITE, ExitCode, StorageProblem
from crawler.frontier.entry import Entry
from crawler.frontier.feeds import Feeds
from crawler.frontier.supply import Supply
from crawler.frontier.trail import SAID, Stop
from crawler.frontier.walk import SectionStart, Walks
from crawler.ledger import Ledger
from crawler.net.failures import NO_CONNECTION
from crawler.outcomes import ArticleRead, Aside, Ended, ListingRead, Outcome, PageOutcome
from crawler.plan import CrawlPlan
from crawler.register import PROVINCES, PUBLISHERS
from crawler.report.verdict import verdict
from crawler.run_lines import append_line

#: Outcomes are committed in groups of at most so many, requests in hand counted in, or after so
#: many seconds: a kill costs no more requests than that.
GROUP = 16
GROUP_SECONDS = 0.25
#: So many requests without a connection, or without the site, one after another: it is left alone.
UNREACHABLE_IN_A_ROW = 5
#: Reasons for which a run ends before its work does, with what it ends with; two are Scrapy's.
_BROKEN_OFF = {
    "unreachable": ExitCode.UNREACHABLE,
    "left-alone": ExitCode.UNREACHABLE,
    "closespider_timeout": ExitCode.TERMINATED,
    "memusage_exceeded": ExitCode.DEFECT,
}


class Run:
    """Collects captures and outcomes and commits them together, each once.

    ``on_stop`` is called with a reason when the run must end before its work does.
    ``on_commit`` is called after every commit, when ``saved`` (articles) and ``asked`` (requests)
    have grown. ``elsewhere`` counts the listed links that leave the site's hosts, by host; they
    are not followed. ``interruption`` is the exit code of the signal that ends it, if one does.
    ``held_back`` says which bound of the operator's ended it, if one did.
    ``summary`` is the run's row once it has ended.
    """

    def __init__(self, archive: Archive, plan: CrawlPlan, *, ledger: Ledger) -> None:
        self.archive = archive
        self.plan = plan
        self.number = ledger.run_id
        self.supply = Supply(
            archive,
            plan.site.name,
            limit=plan.limit,
            flush=self.flush,
            make_room=self._make_room,
        )
        self.on_stop: Callable[[str], None] = lambda _: None
        self.on_commit: Callable[[], None] = lambda: None
        self.interruption: ExitCode | None = None
        self.held_back: str | None = None
        self._handed_out = 0
        self.trouble: StorageProblem | None = None
        self.summary: Mapping[str, object] = {}
        self.saved = 0
        self.asked = 0
        self.elsewhere: Counter[str] = Counter()
        self._ledger = ledger
        self._warc = WarcWriter(archive.folder, plan.site.name)
        self._captures: list[PendingCapture] = []
        self._pauses: list[Pause] = []
        self._outcomes: list[Outcome] = []
        self._robots: list[HostRobots] = []
        self._timer: asyncio.TimerHandle | None = None
        self._unreachable = 0
        self._lock: Lock | None = None

    @classmethod
    def begin(cls, archive: Archive, plan: CrawlPlan, *, lock: Lock | None = None) -> Self:
        """Begin a run: take the site's lock (or *lock*, taken already), mend, make requests due.

        Raises SiteBusy where another run of the site holds the lock.
        """
        with ExitStack() as undo:
            lock = lock or run_lock(archive.folder, plan.site.name)
            undo.callback(lock.release)
            mend_open_files(archive)
            walks = Walks(site=plan.site.name, plan=plan.walk, is_reachable=plan.reaches)
            feeds = Feeds(site=plan.site.name, since=plan.walk.since)
            with archive.writing() as db:
                record_publishers(db, PUBLISHERS, PROVINCES)
                record_site(db, plan.site, hosts=[urlsplit(home).netloc for home in plan.homes])
                number = open_run(db, plan.site.name, plan.command, now())
                walks.begin(db, _starts(plan), now())
                feeds.begin(db, plan.feed_urls, now())
            ledger = Ledger(run_id=number, site=plan.site, walks=walks, feeds=feeds)
            run = cls(archive, plan, ledger=ledger)
            run._lock = lock
            undo.pop_all()
        return run

    def capture(
        self, exchange: Exchange, capture: Capture, *, body: bytes | None = None
    ) -> PendingCapture:
        """Write *exchange* into the WARC file; its row is inserted with the next commit.

        *body* is its whole body, content coding undone, if that is known. StorageProblem ends the
        run.
        """
        pending = PendingCapture.of(exchange, capture, body=body)
        earlier = earlier_payload(self.archive.db, pending.payload_sha256, exchange.url)
        try:
            pending.ref = self._warc.write(exchange, revisit_of=earlier)
        except StorageProblem as error:
            self.give_up(error)
            raise
        self._captures.append(pending)
        return pending

    def remember(self, pause: Pause) -> None:
        """Keep that a host is to be left alone, with the commit that keeps its answer."""
        self._pauses.append(pause)

    def record(self, outcome: Outcome) -> None:
        """Take an outcome; it is committed with its group."""
        self._outcomes.append(outcome)
        if not isinstance(outcome, Aside):
            self.supply.ended(outcome.entry, read=isinstance(outcome, ArticleRead))
            if isinstance(outcome, ListingRead):
                self.elsewhere.update(outcome.listing.left_out.elsewhere)
            self._watch_connection(outcome)
        if len(self._outcomes) >= GROUP:
            self.flush()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(GROUP_SECONDS, self.flush)

    def keep_robots(self, robots: HostRobots) -> None:
        """Keep what a robots.txt says, at once: other sites of its host may be waiting for it."""
        self._robots.append(robots)
        self.flush()

    def _make_room(self, in_hand: int) -> None:
        """Commit before a request is made that would be one too many to make again after a kill."""
        if in_hand + len(self._outcomes) >= GROUP:
            self.flush()

    def has_more(self) -> bool:
        """Whether a request waits, and may be made."""
        return self._may_ask() and self.supply.has_more()

    def next_entry(self) -> Entry | None:
        """The next request to make, None while there is none or none may be made."""
        entry = self.supply.next() if self._may_ask() else None
        self._handed_out += entry is not None
        return entry

    def takes_aside(self) -> bool:
        """Whether a request beside the frontier's may be made, which is counted then."""
        self._handed_out += (may_ask := self._may_ask())
        return may_ask

    def _may_ask(self) -> bool:
        """Whether the operator's hours and number of requests allow another; once no, always no."""
        hours, most = self.plan.hours, self.plan.max_requests
        if hours and not hours.hold(now()):
            self.held_back = f"outside its hours ({hours} in Hanoi; hours in tinhuy.toml)"
        elif most and self._handed_out >= most:
            self.held_back = f"it asked for {most} pages (max_requests in tinhuy.toml)"
        return self.held_back is None

    def flush(self) -> None:
        """Commit everything taken so far: first the WARC bytes, then the rows that name them.

        Storage trouble ends the run: nothing of the group is stored, and its requests stay
        pending for the next run.
        """
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self.trouble or not (self._captures or self._outcomes or self._robots):
            return
        try:
            self._commit()
        except StorageProblem as error:
            self.give_up(error)

    def give_up(self, error: StorageProblem) -> None:
        """Store nothing more, and end."""
        if self.trouble is None:
            self.trouble = error
            self.on_stop("storage")

    def _commit(self) -> None:
        self._warc.sync()
        with self.archive.writing() as db:
            for pending in self._captures:
                insert_capture(db, pending, self.number)
            for pause in self._pauses:
                remember_pause(db, pause)
            for robots in self._robots:
                store_robots(db, robots)
            fates = [self._ledger.store(db, outcome, now()) for outcome in self._outcomes]
        self._captures.clear()
        self._pauses.clear()
        self._outcomes.clear()
        self._robots.clear()
        self.asked += len(fates)
        self.saved += sum(fate.outcome == "saved" and fate.kind == "article" for fate in fates)
        self.supply.committed()
        self.on_commit()

    def _watch_connection(self, outcome: PageOutcome) -> None:
        lost = isinstance(outcome, Ended) and outcome.reason in NO_CONNECTION | NOT_THE_SITE
        self._unreachable = self._unreachable + 1 if lost else 0
        if self._unreachable == UNREACHABLE_IN_A_ROW:
            self.on_stop("unreachable")

    def finish(self, reason: str) -> None:
        """End the run: commit the rest, close the WARC file, write the summary, free the lock."""
        self.flush()
        try:
            self._close(reason)
        except StorageProblem as error:
            self.trouble = self.trouble or error
        finally:
            if self.trouble:
                self.summary = self._troubled(self.trouble)
            if self._lock:
                self._lock.release()

    def _close(self, reason: str) -> None:
        if self.trouble:
            self._warc.leave()  # its last records have no rows; the next run indexes them
        else:
            self._warc.close()
        with self.archive.writing() as db:
            code = self.trouble.exit_code if self.trouble else self._exit_code(db, reason)
            self.summary = close_run(db, self.number, reason=reason, exit_code=code, now=now())
        append_line(self.archive.folder / RUNS, json.dumps(self.summary, ensure_ascii=False))

    def _exit_code(self, db: Database, reason: str) -> int:
        if reason == "shutdown":
            return self.interruption or ExitCode.INTERRUPTED
        if reason in _BROKEN_OFF:
            return _BROKEN_OFF[reason]
        return verdict(tallies(db, self.number), stops=self.stops.values())

    @property
    def stops(self) -> Mapping[str, Stop]:
        """Why walks of the run ended before their section did, by its address."""
        trails = self._ledger.walks.trails
        return {url: trail.stop for url, trail in trails.items() if trail.stop in SAID}

    def _troubled(self, error: StorageProblem) -> Mapping[str, object]:
        """What is known of a run whose last row could not be written."""
        return {
            **dict.fromkeys(("saved", "unchanged", "skipped", "failed", "listings"), 0),
            "saved": self.saved,
            **self.summary,
            "site_key": self.plan.site.name,
            "reason": str(error),
            "exit_code": error.exit_code,
        }


def _starts(plan: CrawlPlan) -> tuple[SectionStart, ...]:
    """The sections as the walks begin them; the newest family asks."""
    asks = plan.site.families[0].listing_requests
    return tuple(
        SectionStart(url=url, name=section.name, heads=tuple(asks(url)))
        for section, url in plan.section_urls
    )
