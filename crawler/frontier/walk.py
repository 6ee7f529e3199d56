"""Walking a section's listing: how it begins, what a page adds, and when it ends.

A section is complete once it was walked to its end (or to a ``--since`` day) without a break. Only
a complete section lets a later walk stop at known ground. The cursor of a walk is the pending
listing page itself, so a killed or limited walk goes on where it was; then its head is looked at
for what is new. Only one walk of a section is under way at a time: where two broke off, it is
walked anew.

A section without an end, or full of what brings nothing new, is broken off at a bound (see
``trail.py``): the next run goes on from there, and until then it counts as not walked to its end.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlite_utils import Database

from crawler.clock import utc_text
from crawler.extract.urls import canonical_url
from crawler.frontier import queue
from crawler.frontier.entry import Entry, EntryKind, Walk, new_entry
from crawler.frontier.trail import MOST_PAGES, Stop, Trail
from crawler.items import ArticleLink, Listing, PageRequest

#: So many known articles at the foot of a listing page are known ground: one or two alone may be
#: pinned, and stand above newer ones.
KNOWN_GROUND = 5
END = "end"


@dataclass(frozen=True, kw_only=True)
class SectionStart:
    """A section as a run begins it: its address, name, and first requests."""

    url: str
    name: str
    heads: tuple[PageRequest, ...]


@dataclass(frozen=True, kw_only=True)
class WalkPlan:
    """What a run wants of its walks: how far down, and whether to forget earlier walks.

    ``most_pages`` is how many pages of a section it reads at the most.
    """

    since: date | None = None
    full: bool = False
    most_pages: int = MOST_PAGES


@dataclass(frozen=True, kw_only=True)
class WalkStep:
    """What a listing page brought: how many links, how many of them unknown so far.

    ``stop`` says why the walk goes no further than this page, None where it goes on.
    """

    links: int
    new: int
    stop: Stop | None


@dataclass(kw_only=True)
class Walks:
    """The walks of one run over one site; ``is_reachable`` says which addresses it may ask."""

    site: str
    plan: WalkPlan
    is_reachable: Callable[[str], bool] = lambda _: True
    trails: dict[str, Trail] = field(default_factory=dict)

    def begin(self, db: Database, sections: tuple[SectionStart, ...], now: datetime) -> None:
        """Make due what this run begins with; broken walks step back one page and go on."""
        queue.due_at_once(db, self.site, now)
        queue.hold_back(db, self.site, self.is_reachable)
        for section in sections:
            db.conn.execute(
                "INSERT INTO sections (site_key, url, name) VALUES (?, ?, ?)"
                " ON CONFLICT DO UPDATE SET name = excluded.name",
                (self.site, section.url, section.name),
            )
            self._begin_section(db, section, now)

    def _begin_section(self, db: Database, section: SectionStart, now: datetime) -> None:
        cursors = queue.cursors(db, self.site, section.url)
        if self.plan.full or len(cursors) > 1:
            self._set_walked_to(db, section.url, None)
        elif cursors and queue.step_back(db, cursors[0], now):
            return
        for cursor in cursors:
            queue.set_aside(db, cursor.key)
        walk = Walk.CATCH_UP if self._is_complete(db, section.url) else Walk.SWEEP
        for request in section.heads:
            head = new_entry(
                request, kind=EntryKind.HEAD, site=self.site, section=section.url, walk=walk
            )
            queue.arm(db, head, now)

    def record(self, db: Database, entry: Entry, listing: Listing, now: datetime) -> WalkStep:
        """Store what a listing page says and walk on; inside the transaction of its outcome."""
        links = [replace(link, url=canonical_url(link.url)) for link in listing.links]
        wanted = [link for link in links if not self._too_old(link)]
        known = [self._is_known(db, entry, link) for link in wanted]
        fresh = [link for link, seen in zip(wanted, known, strict=True) if not seen]
        self._add(db, entry, fresh, now)
        queue.finish(db, entry.key)
        self._note_newest(db, entry, links)
        trail = self.trails.setdefault(entry.section, Trail())
        stop = trail.stop_after(entry, listing, most_pages=self.plan.most_pages)
        if stop is None and links and all(self._too_old(link) for link in links[-KNOWN_GROUND:]):
            stop = Stop.END
        astray = entry.walk is Walk.RESUME and entry.anchor not in {link.url for link in links}
        if entry.walk is Walk.CATCH_UP and all(known[-KNOWN_GROUND:]):
            self._end(db, entry, now)
        elif stop and stop.is_bound:
            self._break_off(db, entry, listing, now, stop)
        elif astray and (stop or not any(known)):
            self._sweep_again(db, entry, now)
        elif stop:
            trail.note_stop(stop)
            self._end(db, entry, now)
        else:
            self._go_on(db, entry, listing, now)
        return WalkStep(links=len(links), new=len(fresh), stop=stop)

    def note_article(self, db: Database, entry: Entry, *, is_new: bool) -> None:
        """Count what an address of a section came to; those of a trap wait for the next run."""
        trail = self.trails.setdefault(entry.section, Trail())
        if trail.note_article(is_new=is_new):
            trail.note_stop(Stop.BARREN)
            queue.put_off_articles(db, entry)

    def _break_off(
        self, db: Database, entry: Entry, listing: Listing, now: datetime, stop: Stop
    ) -> None:
        """Leave the section to the next run, which goes on here, and look at what is new above.

        Where that look comes to its bounds too, two walks are broken off, and the next run begins
        anew.
        """
        self.trails[entry.section].note_stop(stop)
        if following := self._go_on(db, entry, listing, now):
            queue.put_off(db, following)
        self._look_above(db, entry, now)

    def _look_above(self, db: Database, entry: Entry, now: datetime) -> None:
        """Look at the head for what is new by now; where a walk came to a bound, for the last time.

        That look has bounds of its own, for it must come to known ground: what it passed by unseen
        would be hidden by what it saw.
        """
        trail = self.trails[entry.section]
        if trail.bound(self.plan.most_pages):
            if trail.is_last_look:
                return
            trail.begin_last_look()
        queue.arm_head(db, entry, Walk.CATCH_UP, now)

    def _go_on(self, db: Database, entry: Entry, listing: Listing, now: datetime) -> Entry | None:
        """Make the next page due, if there is one; a resumed walk goes on looking for its place."""
        if listing.next_page is None:
            return None
        walk, anchor = entry.walk, entry.anchor
        urls = [canonical_url(link.url) for link in listing.links]
        is_astray = walk is Walk.RESUME and anchor not in urls
        if urls and not is_astray:
            anchor = urls[-1]
        if walk is Walk.RESUME and not is_astray:
            walk = Walk.CATCH_UP if self._is_complete(db, entry.section) else Walk.SWEEP
        following = new_entry(
            listing.next_page,
            kind=EntryKind.LISTING,
            site=self.site,
            section=entry.section,
            walk=walk,
        )
        following = replace(following, parent=entry.key, anchor=anchor)
        queue.arm(db, following, now)
        return following

    def _end(self, db: Database, entry: Entry, now: datetime) -> None:
        """The walk is through: note how far it came, and look at the head once more.

        What was published while pages were read stands on the head now. A walk with a ``--since``
        day passed older links by, so it never counts as walked to the end.
        """
        stop = self.trails[entry.section].stop
        is_whole = entry.walk is not Walk.CATCH_UP and stop is not Stop.TOO_MANY_LINKS
        if is_whole and not self._is_complete(db, entry.section):
            reached = self.plan.since.isoformat() if self.plan.since else END
            self._set_walked_to(db, entry.section, reached)
        if entry.kind is EntryKind.LISTING:
            self._look_above(db, entry, now)

    def _sweep_again(self, db: Database, entry: Entry, now: datetime) -> None:
        """A resumed walk did not find its place: begin the section anew.

        So many articles were taken down meanwhile that others may have moved up past it unseen.
        """
        self._set_walked_to(db, entry.section, None)
        queue.arm_head(db, entry, Walk.SWEEP, now)

    def _too_old(self, link: ArticleLink) -> bool:
        since = self.plan.since
        return since is not None and link.listed_on is not None and link.listed_on < since

    def _is_known(self, db: Database, entry: Entry, link: ArticleLink) -> bool:
        found = db.conn.execute(
            "SELECT 1 FROM url_sections WHERE site_key = ? AND section = ? AND url = ?",
            (self.site, entry.section, link.url),
        ).fetchone()
        return found is not None

    def _add(self, db: Database, entry: Entry, links: list[ArticleLink], now: datetime) -> None:
        db.conn.executemany(
            "INSERT INTO url_sections (site_key, section, url, listed_title, first_seen_at)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [(self.site, entry.section, link.url, link.title, utc_text(now)) for link in links],
        )
        queue.add_articles(db, [self._article(entry, link) for link in links], now)

    def _article(self, entry: Entry, link: ArticleLink) -> Entry:
        found = new_entry(
            PageRequest(url=link.url),
            kind=EntryKind.ARTICLE,
            site=self.site,
            section=entry.section,
        )
        return replace(found, parent=entry.key, listed_title=link.title)

    def _note_newest(self, db: Database, entry: Entry, links: list[ArticleLink]) -> None:
        if entry.kind is EntryKind.HEAD and links:
            db.conn.execute(
                "UPDATE sections SET newest = ? WHERE site_key = ? AND url = ?",
                (links[0].url, self.site, entry.section),
            )

    def _is_complete(self, db: Database, section: str) -> bool:
        """Whether the section was once walked as far down as this run asks."""
        row: tuple[str | None] = db.conn.execute(
            "SELECT walked_to FROM sections WHERE site_key = ? AND url = ?", (self.site, section)
        ).fetchone()
        (walked_to,) = row
        if walked_to is None or walked_to == END:
            return walked_to is not None
        return self.plan.since is None or walked_to <= self.plan.since.isoformat()

    def _set_walked_to(self, db: Database, section: str, reached: str | None) -> None:
        db.conn.execute(
            "UPDATE sections SET walked_to = ? WHERE site_key = ? AND url = ?",
            (reached, self.site, section),
        )
