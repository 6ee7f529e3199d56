"""Rounds of crawls: every contender in turn, so that the machine's moods fall on all alike."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

from benchmarks.crawling.contenders import Contender, Task, environment
from benchmarks.crawling.nginx import answered, served
from benchmarks.crawling.process import Failed, Spent, spend


@dataclass(frozen=True, kw_only=True)
class Crawled:
    """One crawl: what it spent, the requests that the server has seen, the articles it had."""

    name: str
    spent: Spent
    requests: int
    articles: int

    @property
    def milliseconds(self) -> float:
        """CPU a page."""
        return self.spent.cpu / self.requests * 1000

    @property
    def pace(self) -> float:
        """Pages a second."""
        return self.requests / self.spent.seconds


def rounds(
    contenders: Sequence[Contender], task: Task, folder: Path, *, count: int
) -> Iterator[Crawled]:
    """*count* rounds over the pages in ``folder/pages``; each begins with the next contender."""
    for number in range(count):
        first = number % len(contenders)
        for contender in (*contenders[first:], *contenders[:first]):
            yield crawled(contender, task, folder)


def crawled(contender: Contender, task: Task, folder: Path) -> Crawled:
    """One crawl in a folder of its own, which is gone afterwards.

    Raises Failed where it has had fewer articles than are there, or asked for other pages.
    """
    own = folder / "run"
    own.mkdir()
    try:
        words = contender.prepare(own, task)
        with served(folder / "pages", own / "server", task.port):
            spent = spend(words, folder=own, environment=environment())
        statuses = answered(own / "server")
        one = Crawled(
            name=contender.name,
            spent=spent,
            requests=sum(statuses.values()),
            articles=contender.articles(own),
        )
    finally:
        rmtree(own)
    if one.articles < task.articles or statuses.get(404, 0) > 1:
        raise Failed(
            f"{one.name} had {one.articles} of {task.articles} articles of {task.place.site};"
            f" the server answered {statuses}"
        )
    return one
