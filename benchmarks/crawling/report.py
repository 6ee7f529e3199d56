"""The figures of a bench as tables, and what falls short of the bars."""

import os
import platform
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median

from benchmarks.crawling.contenders import CONTENDERS, OURS, Task
from benchmarks.crawling.nginx import nginx_version
from benchmarks.crawling.pages import Written
from benchmarks.crawling.rounds import Crawled
from crawler.clock import HANOI, now

_ROOT = Path(__file__).parent.parent.parent
#: With what the others are compared.
REFERENCE = CONTENDERS[0].name
#: Ours may take so much CPU a page, in that of the reference, and must make such a part of its
#: pages a second; the naive way takes so much CPU a page in that of ours.
MOST_CPU, LEAST_PACE, NAIVE_CPU = 1.5, 0.85, 5.0
#: Ours may take so many bytes of memory, whatever the number of articles.
MOST_MEMORY = 200_000_000

_HEADS = ("crawler", "pages", "ms CPU a page", "of bare", "pages a second", "of bare", "peak MB")


@dataclass(frozen=True, kw_only=True)
class Figures:
    """One contender over all rounds; a ratio is the median of the rounds' ratios."""

    name: str
    crawls: tuple[Crawled, ...]
    reference: tuple[Crawled, ...]

    def middle(self, figure: Callable[[Crawled], float]) -> float:
        """The median of *figure*."""
        return median(map(figure, self.crawls))

    def ratio(self, figure: Callable[[Crawled], float]) -> float:
        """*figure* in that of the reference in the same round."""
        pairs = zip(self.crawls, self.reference, strict=True)
        return median(figure(own) / figure(other) for own, other in pairs)

    def row(self) -> tuple[str, ...]:
        """The line of the table."""
        each = [one.milliseconds for one in self.crawls]
        return (
            self.name,
            f"{self.middle(lambda one: one.requests):.0f}",
            f"{median(each):.2f} ({min(each):.2f}–{max(each):.2f})",
            f"{self.ratio(_cpu):.2f}",
            f"{self.middle(_pace):.0f}",
            f"{self.ratio(_pace):.2f}",
            f"{max(one.spent.peak for one in self.crawls) / 1e6:.0f}",
        )


def _cpu(one: Crawled) -> float:
    return one.milliseconds


def _pace(one: Crawled) -> float:
    return one.pace


def figures(crawls: Sequence[Crawled]) -> dict[str, Figures]:
    """The figures of each contender, by name; the reference must be among them."""
    by_name: dict[str, list[Crawled]] = {}
    for one in crawls:
        by_name.setdefault(one.name, []).append(one)
    reference = tuple(by_name[REFERENCE])
    return {
        name: Figures(name=name, crawls=tuple(each), reference=reference)
        for name, each in by_name.items()
    }


def shortfalls(found: dict[str, Figures]) -> Iterator[str]:
    """A sentence for each bar that ours misses."""
    ours = found[OURS.name]
    if (cpu := ours.ratio(_cpu)) > MOST_CPU:
        yield f"{cpu:.2f} times the CPU a page of {REFERENCE}, not {MOST_CPU} or less"
    if (pace := ours.ratio(_pace)) < LEAST_PACE:
        yield f"{pace:.2f} of the pages a second of {REFERENCE}, not {LEAST_PACE} or more"
    if "naive" in found and (gain := found["naive"].ratio(_cpu) / ours.ratio(_cpu)) < NAIVE_CPU:
        yield f"the naive way takes {gain:.1f} times our CPU a page, not {NAIVE_CPU:.0f} or more"
    if (peak := max(one.spent.peak for one in ours.crawls)) > MOST_MEMORY:
        yield f"a peak of {peak / 1e6:.0f} MB, not {MOST_MEMORY / 1e6:.0f} or less"


def site_table(task: Task, written: Written, found: dict[str, Figures]) -> str:
    """The table of one site, in Markdown."""
    said = (
        f"`{task.place.site}`, {task.articles} articles, a page {written.size / 1000:.0f} kB,"
        f" sent as {written.sent / 1000:.1f} kB:"
    )
    return f"{said}\n\n{markdown(_HEADS, [each.row() for each in found.values()])}"


def markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, figures to the right."""
    lines = [heads, ("---", *("---:" for _ in heads[1:])), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def circumstances(*, seed: int, concurrency: int) -> str:
    """When, where and with what it was measured."""
    packages = ("scrapy", "twisted", "lxml", "sqlite-utils")
    return ", ".join(
        (
            f"{now().astimezone(HANOI):%Y-%m-%d}",
            f"revision `{revision()}`",
            f"seed {seed}",
            f"{concurrency} requests at a time",
            f"{os.cpu_count()} cores",
            f"{platform.python_implementation()} {platform.python_version()}",
            *(f"{name} {version(name)}" for name in packages),
            nginx_version(),
        )
    )


def revision() -> str:
    """The commit that was measured, with a plus where files differ from it."""
    said = subprocess.run(
        ["git", "describe", "--always", "--abbrev=8", "--dirty=+", "--exclude=*"],  # noqa: S607  # whichever git there is
        cwd=_ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return said.stdout.strip() or "unknown"
