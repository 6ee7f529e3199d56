"""What a feed puts into the frontier, and what it leaves alone."""

from datetime import UTC, date, datetime

import pytest
from sqlite_utils import Database

from crawler.archive.schema import MIGRATIONS
from crawler.frontier import feeds as feeds_module
from crawler.frontier import queue
from crawler.frontier.entry import Entry, EntryKind
from crawler.frontier.feeds import DEEPEST, Feeds
from crawler.frontier.sifting import sifted_feed, sifted_listing
from crawler.frontier.walk import SectionStart, WalkPlan, Walks
from crawler.items import ArticleLink, FeedPage, LeftOut, Listing, PageRequest

HOME = "http://demo.test/"
NOW = datetime(2024, 5, 1, tzinfo=UTC)
DAY = date(2024, 5, 1)


@pytest.fixture
def db() -> Database:
    memory = Database(memory=True)
    MIGRATIONS.apply(memory)
    return memory


def waiting(db: Database, *kinds: EntryKind) -> list[Entry]:
    return queue.due(db, "demo", kinds=kinds or tuple(EntryKind), now=NOW, most=1000)


def feed(*links: ArticleLink, further: tuple[str, ...] = ()) -> FeedPage:
    return FeedPage(url=f"{HOME}rss", links=links, further=further)


def link(name: str, listed_on: date | None = None) -> ArticleLink:
    return ArticleLink(url=f"{HOME}{name}", title=name, listed_on=listed_on)


def test_articles_of_a_feed_are_asked_for_before_the_next_feed(db: Database) -> None:
    feeds = Feeds(site="demo")
    feeds.begin(db, (f"{HOME}rss", f"{HOME}atom"), NOW)
    first, second = waiting(db)
    step = feeds.record(db, first, feed(link("a"), link("b")), NOW)
    assert (step.links, step.new, step.refused) == (2, 2, 0)
    names = [(one.kind, one.listed_title) for one in waiting(db)]
    assert names == [(EntryKind.ARTICLE, "a"), (EntryKind.ARTICLE, "b"), (EntryKind.FEED, None)]
    step = feeds.record(db, second, feed(link("b"), link("c")), NOW)
    assert (step.links, step.new) == (2, 1)


def test_sections_come_first_and_know_nothing_of_feeds(db: Database) -> None:
    feeds, walks = Feeds(site="demo"), Walks(site="demo", plan=WalkPlan())
    feeds.begin(db, (f"{HOME}rss",), NOW)
    (entry,) = waiting(db)
    feeds.record(db, entry, feed(*(link(f"a{n}") for n in range(20))), NOW)
    feeds.begin(db, (f"{HOME}atom",), NOW)
    section = SectionStart(url=f"{HOME}tin", name="Tin", heads=(PageRequest(url=f"{HOME}tin"),))
    walks.begin(db, (section,), NOW)
    head = waiting(db)[0]
    assert head.kind is EntryKind.HEAD
    following = PageRequest(url=f"{HOME}tin?p=2")
    known = Listing(
        url=head.request.url, links=tuple(link(f"a{n}") for n in range(20)), next_page=following
    )
    assert walks.record(db, head, known, NOW).new == 20  # to the section all of them are new
    kinds = [one.kind for one in waiting(db)]
    assert kinds == [EntryKind.ARTICLE] * 20 + [EntryKind.LISTING, EntryKind.FEED]


def test_dates_of_a_feed_serve_since_and_nothing_else(db: Database) -> None:
    links = (link("old", date(2024, 4, 30)), link("new", DAY), link("undated"))
    for since, names in ((DAY, {"new", "undated"}), (None, {"old", "new", "undated"})):
        feeds = Feeds(site="demo", since=since)
        feeds.begin(db, (f"{HOME}rss",), NOW)
        (entry,) = waiting(db, EntryKind.FEED)
        feeds.record(db, entry, feed(*links), NOW)
        assert {one.listed_title for one in waiting(db, EntryKind.ARTICLE)} == names


def test_indexes_have_a_depth_and_come_to_an_end(db: Database) -> None:
    """Each names itself, the first again, and one more."""
    feeds = Feeds(site="demo")
    feeds.begin(db, (f"{HOME}0",), NOW)
    asked = []
    while entries := waiting(db, EntryKind.FEED):
        number = int(entries[0].request.url.rpartition("/")[2])
        asked.append(number)
        further = (f"{HOME}{number}", f"{HOME}0", f"{HOME}{number + 1}")
        step = feeds.record(db, entries[0], feed(further=further), NOW)
        assert entries[0].section == f"{HOME}0"
    assert asked == list(range(DEEPEST + 1))
    assert step.refused == 3


def test_no_more_sitemaps_are_asked_for_than_a_run_may(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds_module, "MOST_FEEDS", 5)
    feeds = Feeds(site="demo")
    feeds.begin(db, (f"{HOME}0",), NOW)
    (entry,) = waiting(db)
    further = tuple(f"{HOME}{number}" for number in range(1, 9))
    assert feeds.record(db, entry, feed(further=further), NOW).refused == 4
    assert len(waiting(db)) == 4


def test_a_feed_that_fails_is_asked_for_again_by_the_next_run(db: Database) -> None:
    for run in range(8):
        feeds = Feeds(site="demo")
        feeds.begin(db, (f"{HOME}rss",), NOW)
        (entry,) = waiting(db)
        assert entry.attempts == run
        queue.fail(db, entry, "no-feed", NOW)
        assert waiting(db) == []


def reaches(url: str) -> bool:
    return url.startswith(HOME)


def test_what_is_not_followed_is_counted_by_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crawler.frontier.sifting.MOST_LINKS", 3)
    circular = link("en/vi/en/vi/en/vi/x")
    outside = ArticleLink(url="https://other.test:8080/x")
    links = (outside, *(link(str(n)) for n in range(5)), circular)
    page = Listing(url=HOME, links=links, next_page=None, left_out=LeftOut(malformed=4))
    sifted = sifted_listing(page, reaches)
    assert [one.title for one in sifted.links] == ["0", "1", "2"]
    assert sifted.left_out == LeftOut(
        malformed=4, circular=1, beyond=2, elsewhere=("other.test:8080",)
    )
    assert sifted.left_out.sentence == (
        "1 links lead elsewhere: other.test:8080; 4 links are no addresses;"
        " 1 links lead in circles; 2 links are more than a page may have"
    )
    fed = sifted_feed(feed(*links, further=("http://other.test/s.xml", f"{HOME}s.xml")), reaches)
    assert len(fed.links) == 5
    assert fed.further == (f"{HOME}s.xml",)
    assert fed.left_out == LeftOut(circular=1, elsewhere=("other.test:8080", "other.test"))
    assert LeftOut().sentence is None
