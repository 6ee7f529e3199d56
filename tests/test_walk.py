"""Walks of a listing that grows, shrinks, breaks off and repeats itself."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from crawler.archive.schema import MIGRATIONS
from crawler.frontier import queue
from crawler.frontier.entry import Entry, EntryKind
from crawler.frontier.walk import SectionStart, WalkPlan, Walks
from crawler.items import ArticleLink, LeftOut, Listing, PageRequest

HOME = "http://demo.test/tin"
PAGE_SIZE = 5
START = datetime(2024, 5, 1, tzinfo=UTC)


@dataclass
class Paper:
    """A section with the newest article first, five a page; *endless* repeats its last page."""

    articles: list[str] = field(default_factory=list)
    endless: bool = False
    days: dict[str, date] = field(default_factory=dict)

    def listing(self, url: str) -> Listing:
        number = int(parse_qs(urlsplit(url).query).get("p", ["1"])[0])
        last = max(1, -(-len(self.articles) // PAGE_SIZE))
        shown = min(number, last) if self.endless else number
        part = self.articles[(shown - 1) * PAGE_SIZE : shown * PAGE_SIZE]
        links = tuple(
            ArticleLink(url=f"http://demo.test/{name}", listed_on=self.days.get(name))
            for name in part
        )
        more = self.endless or number < last
        following = PageRequest(url=f"{HOME}?p={number + 1}") if more else None
        return Listing(url=url, links=links, next_page=following)


@dataclass
class Crawl:
    """Runs over one paper, a moment apart; each may be cut off after some requests."""

    paper: Paper
    db: Database
    moment: datetime = START
    asked: list[str] = field(default_factory=list)

    def run(self, *, cut_after: int | None = None, plan: WalkPlan | None = None) -> None:
        walks = Walks(site="demo", plan=plan or WalkPlan())
        section = SectionStart(url=HOME, name="Tin", heads=(PageRequest(url=HOME),))
        self.moment += timedelta(days=1)
        walks.begin(self.db, (section,), self.moment)
        self.asked = []
        while entry := self._next():
            if cut_after is not None and len(self.asked) >= cut_after:
                return
            self.asked.append(entry.request.url)
            assert len(self.asked) < 500, "the walk does not end"
            self._ask(walks, entry)

    def _next(self) -> Entry | None:
        found = queue.due(self.db, "demo", kinds=tuple(EntryKind), now=self.moment, most=1)
        return found[0] if found else None

    def _ask(self, walks: Walks, entry: Entry) -> None:
        if entry.kind is EntryKind.ARTICLE:
            queue.finish(self.db, entry.key)
        else:
            walks.record(self.db, entry, self.paper.listing(entry.request.url), self.moment)

    @property
    def found(self) -> set[str]:
        rows = self.db.execute(
            "SELECT url FROM frontier WHERE kind = 'article' AND state = 'done'"
        ).fetchall()
        return {url.rpartition("/")[2] for (url,) in rows}

    @property
    def walked_to(self) -> str | None:
        return self.db.execute("SELECT walked_to FROM sections").fetchone()[0]


def new_crawl(count: int, *, endless: bool = False) -> Crawl:
    db = Database(memory=True)
    MIGRATIONS.apply(db)
    return Crawl(paper=Paper([f"a{n}" for n in range(count, 0, -1)], endless), db=db)


@pytest.fixture
def crawl() -> Crawl:
    return new_crawl(23)


def listing_pages(crawl: Crawl) -> list[str]:
    return [url for url in crawl.asked if url.startswith(HOME)]


def test_a_first_walk_goes_to_the_end(crawl: Crawl) -> None:
    crawl.run()
    assert crawl.found == set(crawl.paper.articles)
    assert crawl.walked_to == "end"


def test_a_second_walk_stops_at_known_ground(crawl: Crawl) -> None:
    crawl.run()
    crawl.run()
    assert crawl.asked == [HOME]


def test_a_second_walk_finds_what_is_new(crawl: Crawl) -> None:
    crawl.run()
    crawl.paper.articles[:0] = [f"new{n}" for n in range(12)]
    crawl.run()
    assert crawl.found == set(crawl.paper.articles)
    assert len(listing_pages(crawl)) == 5  # down to known ground, and the head once more


def test_a_pinned_old_article_does_not_end_a_walk(crawl: Crawl) -> None:
    crawl.run()
    pinned = crawl.paper.articles.pop()
    crawl.paper.articles[:0] = [pinned, *(f"new{n}" for n in range(9))]
    crawl.run()
    assert crawl.found == set(crawl.paper.articles)


def test_what_is_published_during_a_walk_is_found_in_the_same_run(crawl: Crawl) -> None:
    whole = crawl.paper.listing

    def listing(url: str) -> Listing:
        if url.endswith("p=3") and "late" not in crawl.paper.articles:
            crawl.paper.articles.insert(0, "late")
        return whole(url)

    crawl.paper.listing = listing  # type: ignore[method-assign]  # a paper that prints meanwhile
    crawl.run()
    assert crawl.found == set(crawl.paper.articles)


@pytest.mark.parametrize("cut", range(1, 30))
def test_a_walk_cut_off_anywhere_goes_on(cut: int) -> None:
    crawl = new_crawl(23)
    crawl.run(cut_after=cut)
    crawl.run()
    assert crawl.found == set(crawl.paper.articles)
    assert crawl.walked_to == "end"


def test_a_resumed_walk_reads_one_page_again_and_no_more() -> None:
    crawl = new_crawl(23)
    crawl.run(cut_after=20)  # three pages and their articles, and the fourth page
    crawl.run()
    assert [url[-3:] for url in listing_pages(crawl)] == ["p=4", "p=5", "tin"]


def test_a_catch_up_cut_off_after_its_first_page_goes_on() -> None:
    crawl = new_crawl(23)
    crawl.run()
    crawl.paper.articles[:0] = [f"new{n}" for n in range(12)]
    crawl.run(cut_after=6)  # the head and its five articles, not the second page
    crawl.run(cut_after=0)  # and once more before anything was asked
    crawl.run()
    assert crawl.found == set(crawl.paper.articles)


def test_articles_taken_down_between_two_runs_hide_none(crawl: Crawl) -> None:
    crawl.run(cut_after=14)  # pages 1 and 2 with their articles, and page 3
    gone = crawl.paper.articles[:14]
    del crawl.paper.articles[:14]
    crawl.run()
    crawl.run()
    assert crawl.found >= set(crawl.paper.articles), gone


def test_a_full_walk_asks_for_every_page_and_for_no_article_again(crawl: Crawl) -> None:
    crawl.run()
    crawl.run(plan=WalkPlan(full=True))
    assert len(listing_pages(crawl)) == 6  # five pages, and the head once more
    assert crawl.asked == listing_pages(crawl)


def test_pages_that_repeat_the_last_one_end_the_walk() -> None:
    crawl = new_crawl(23, endless=True)
    crawl.run()
    assert crawl.found == set(crawl.paper.articles)
    assert len(listing_pages(crawl)) <= 8


def test_since_ends_the_walk_and_passes_older_articles_by(crawl: Crawl) -> None:
    days = {
        name: date(2024, 1, 1) - timedelta(days=n) for n, name in enumerate(crawl.paper.articles)
    }
    crawl.paper.days = days
    since = date(2024, 1, 1) - timedelta(days=7)
    crawl.run(plan=WalkPlan(since=since))
    assert crawl.found == {name for name, day in days.items() if day >= since}
    assert crawl.walked_to == since.isoformat()


def test_a_since_further_down_walks_on(crawl: Crawl) -> None:
    days = {
        name: date(2024, 1, 1) - timedelta(days=n) for n, name in enumerate(crawl.paper.articles)
    }
    crawl.paper.days = days
    crawl.run(plan=WalkPlan(since=date(2023, 12, 28)))
    crawl.run(plan=WalkPlan(full=True))
    assert crawl.found == set(crawl.paper.articles)
    assert crawl.walked_to == "end"


def test_a_page_given_up_makes_the_section_count_as_never_walked(crawl: Crawl) -> None:
    crawl.run(cut_after=6)
    (page,) = queue.cursors(crawl.db, "demo", HOME)
    for attempt in range(queue.MAX_ATTEMPTS):
        page = Entry(**{**vars(page), "attempts": attempt})
        queue.fail(crawl.db, page, "timeout", crawl.moment)
    crawl.run()
    assert crawl.found == set(crawl.paper.articles)


def test_a_page_that_leads_back_ends_the_walk(crawl: Crawl) -> None:
    whole = crawl.paper.listing

    def listing(url: str) -> Listing:
        page = whole(url)
        return replace(page, next_page=PageRequest(url=HOME)) if url.endswith("p=3") else page

    crawl.paper.listing = listing  # type: ignore[method-assign]  # a pager that is broken
    crawl.run()
    assert crawl.found == set(crawl.paper.articles[:15])
    assert listing_pages(crawl) == [HOME, f"{HOME}?p=2", f"{HOME}?p=3", HOME]


def test_an_empty_page_is_not_the_end_but_two_are(crawl: Crawl) -> None:
    whole, empty = crawl.paper.listing, {"p=2"}

    def listing(url: str) -> Listing:
        page = whole(url)
        return replace(page, links=()) if url[-3:] in empty else page

    crawl.paper.listing = listing  # type: ignore[method-assign]  # months without articles
    crawl.run()
    assert crawl.found == set(crawl.paper.articles) - set(crawl.paper.articles[5:10])
    empty.add("p=3")
    crawl.run(plan=WalkPlan(full=True))
    assert listing_pages(crawl) == [HOME, f"{HOME}?p=2", f"{HOME}?p=3", HOME]


@settings(max_examples=40, deadline=None)
@given(
    most=st.integers(2, 8),
    count=st.integers(0, 40),
    added=st.lists(st.integers(0, 15), max_size=6),
)
def test_a_bound_of_pages_only_delays_what_is_found(
    most: int, count: int, added: list[int]
) -> None:
    """Articles appear between runs, of which none may read a whole section."""
    crawl = new_crawl(count)
    plan = WalkPlan(most_pages=most)
    for run, new in enumerate([*added, *[0] * 30]):
        crawl.run(plan=plan)
        assert len(listing_pages(crawl)) <= 2 * most + 1
        crawl.paper.articles[:0] = [f"r{run}n{n}" for n in range(new)]
    assert crawl.found == set(crawl.paper.articles)
    assert crawl.walked_to == "end"
    assert crawl.asked == [HOME]


def test_a_section_that_grows_meanwhile_is_walked_to_its_end_all_the_same() -> None:
    """More than a page appears between runs that read a third of the section each."""
    crawl = new_crawl(60)
    for run in range(16):
        crawl.paper.articles[:0] = [f"r{run}n{n}" for n in range(7)]
        crawl.run(plan=WalkPlan(most_pages=4))
    assert crawl.walked_to == "end"
    assert crawl.found == set(crawl.paper.articles)


def test_a_page_with_too_many_links_is_no_section_walked_to_its_end(crawl: Crawl) -> None:
    whole = crawl.paper.listing

    def listing(url: str) -> Listing:
        return replace(whole(url), left_out=LeftOut(beyond=7))

    crawl.paper.listing = listing  # type: ignore[method-assign]  # a page that never ends
    crawl.run()
    assert crawl.walked_to is None
    assert crawl.found == set(crawl.paper.articles)
    crawl.run()
    assert len(listing_pages(crawl)) == 6  # all of it again, and the head once more


@settings(max_examples=150, deadline=None)
@given(
    count=st.integers(0, 40),
    steps=st.lists(
        st.tuples(st.integers(0, 30), st.integers(0, 12), st.integers(0, 3)), max_size=6
    ),
    endless=st.booleans(),
)
def test_whatever_happens_between_runs_nothing_listed_is_lost(
    count: int, steps: list[tuple[int, int, int]], *, endless: bool
) -> None:
    """Runs are cut off, articles appear and a few disappear; two whole runs find all there are."""
    crawl = new_crawl(count, endless=endless)
    for number, (cut, added, removed) in enumerate(steps):
        crawl.run(cut_after=cut)
        del crawl.paper.articles[:removed]
        crawl.paper.articles[:0] = [f"s{number}n{n}" for n in range(added)]
    crawl.run()
    crawl.run()
    assert crawl.found >= set(crawl.paper.articles)
