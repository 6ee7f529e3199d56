"""What a run is handed out, in which order, and how seldom that takes a commit."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from crawler.archive.archive import Archive
from crawler.clock import now
from crawler.frontier import queue
from crawler.frontier.entry import Entry, EntryKind, new_entry
from crawler.frontier.supply import FEW, MOST_IN_MEMORY, Supply
from crawler.items import PageRequest
from tests import archived

SECTION = "http://demo.test/tin"


def entry(name: str, kind: EntryKind) -> Entry:
    request = PageRequest(url=f"{SECTION}/{name}")
    return new_entry(request, kind=kind, site=archived.SITE, section=SECTION)


@dataclass
class Run:
    """A run that reads nothing: it takes what the supply has, and commits when it is told to."""

    archive: Archive
    limit: int | None = None
    flushed: int = 0
    supply: Supply = field(init=False)

    def __post_init__(self) -> None:
        self.supply = Supply(
            self.archive,
            archived.SITE,
            limit=self.limit,
            flush=self._flush,
            make_room=lambda _: None,
        )

    def _flush(self) -> None:
        self.flushed += 1

    def find(self, count: int, *, first: int = 0, listing: str | None = None) -> None:
        """Commit that a page named *count* articles and, if given, a further page."""
        numbers = range(first, first + count)
        articles = [entry(f"a{number}", EntryKind.ARTICLE) for number in numbers]
        with self.archive.writing() as db:
            queue.add_articles(db, articles, now())
            if listing:
                queue.arm(db, entry(listing, EntryKind.LISTING), now())
        self.supply.committed()

    def taken(self, most: int) -> list[str]:
        """The names of the next requests; each has its outcome as soon as it is handed out."""
        names = []
        while len(names) < most and (one := self.supply.next()):
            names.append(one.request.url.removeprefix(f"{SECTION}/"))
            with self.archive.writing() as db:
                queue.finish(db, one.key)
            self.supply.ended(one, read=one.kind is EntryKind.ARTICLE)
        return names


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with archived.new_archive(tmp_path / "archive") as one:
        yield one


def test_a_further_page_goes_first_once_few_requests_wait(archive: Archive) -> None:
    run = Run(archive)
    run.find(FEW + 10, listing="page-2")
    assert "page-2" not in run.taken(11)  # FEW - 1 wait now
    run.supply.committed()
    assert run.taken(2) == ["page-2", "a11"]


def test_many_waiting_requests_are_left_alone_by_a_commit(archive: Archive) -> None:
    run = Run(archive)
    run.find(FEW, listing="page-2")
    asked: list[str] = []
    archive.db.conn.set_trace_callback(asked.append)
    run.supply.committed()
    archive.db.conn.set_trace_callback(None)
    assert asked == []
    assert "page-2" not in run.taken(FEW)


def test_nothing_is_handed_out_twice_or_left_out(archive: Archive) -> None:
    run = Run(archive)
    run.find(MOST_IN_MEMORY + 40, listing="page-2")
    names = run.taken(50)
    run.supply.committed()
    names += run.taken(1000)
    assert len(names) == len(set(names)) == MOST_IN_MEMORY + 41


def test_what_waits_after_commits_takes_no_commit_of_its_own(archive: Archive) -> None:
    run = Run(archive)
    for page in range(5):
        run.find(20, first=page * 20)
        assert len(run.taken(20)) == 20
    assert run.flushed == 0
    assert run.taken(1) == []
    assert run.flushed == 1


def test_a_limited_run_asks_for_a_further_page_when_nothing_else_is_left(archive: Archive) -> None:
    run = Run(archive, limit=10)
    run.find(5, listing="page-2")
    first = [run.supply.next() for _ in range(5)]
    assert all(one and one.kind is EntryKind.ARTICLE for one in first)
    assert run.supply.next() is None  # those under way may be enough
    for one in filter(None, first):
        with archive.writing() as db:
            queue.finish(db, one.key)
        run.supply.ended(one, read=True)
    assert run.taken(9) == ["page-2"]


def test_articles_that_fail_do_not_stand_before_the_others(archive: Archive) -> None:
    """A crawl ends after a few of them in a row; the next one has to come further."""
    Run(archive).find(8)
    with archive.writing() as db:
        for one in queue.due(db, archived.SITE, kinds=EntryKind, now=now(), most=5):
            queue.fail(db, one, "timeout", now())
        queue.due_at_once(db, archived.SITE, now())
    assert Run(archive).taken(4) == ["a5", "a6", "a7", "a0"]
