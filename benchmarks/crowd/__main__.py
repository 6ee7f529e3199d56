"""``make bench-crowd``: sites side by side in one process, each as fast as it would be alone.

60 sites at a request a second each, and 200 at one in five seconds, beside one such site alone.
Exit code 3 where a site has to wait for others, a page costs more than a fifth more than alone, or
an article is missing.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.crawling.nginx import NoServer, free_ports, nginx_program, served
from benchmarks.crawling.pages import write_pages
from benchmarks.crawling.process import Failed, Spent
from benchmarks.crawling.report import circumstances, markdown
from benchmarks.crowd.sites import PLACE, Manners, crawl, prepare
from benchmarks.readme import keep
from crawler.archive.archive import Archive
from crawler.errors import ExitCode

#: Sites, seconds between two requests to each, articles of each.
CROWDS = ((60, 1.0, 60), (200, 5.0, 20))
#: A page may cost so much of what it costs where its site is alone, and a site take so much longer.
MOST_CPU, MOST_TIME = 1.2, 1.05
#: The server's notes are rounded to milliseconds, and late where the machine is busy.
_PRECISION = 0.02
_HEADS = (
    "sites", "seconds apart", "requests", "articles", "ms CPU a page", "alone", "ratio",
    "a site's time, of alone", "longest", "asked too early", "peak MB",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Crawled:
    """One crawl of a crowd: what it spent, and when each port was asked, in seconds."""

    spent: Spent
    asked: Mapping[int, Sequence[float]]
    articles: int

    @property
    def requests(self) -> int:
        """Of all sites."""
        return sum(map(len, self.asked.values()))

    @property
    def spans(self) -> list[float]:
        """From the first to the last request of each site."""
        return [max(times) - min(times) for times in self.asked.values()]

    def early(self, interval: float) -> int:
        """How many requests came sooner after the one before than they may."""
        gaps = (b - a for times in self.asked.values() for a, b in pairwise(sorted(times)))
        return sum(gap < interval - _PRECISION for gap in gaps)


@dataclass(frozen=True, kw_only=True)
class Compared:
    """A crowd, one of its sites alone, and a site of one article, which is little but the start."""

    sites: int
    interval: float
    articles: int
    crowd: Crawled
    alone: Crawled
    start: Crawled

    @property
    def cpu(self) -> tuple[float, float]:
        """Milliseconds of CPU a page, in the crowd and alone, without the start of the program."""
        crowd, alone = (
            (one.spent.cpu - self.start.spent.cpu) / (one.requests - self.start.requests) * 1000
            for one in (self.crowd, self.alone)
        )
        return crowd, alone

    @property
    def times(self) -> tuple[float, float]:
        """The time that a site takes, in that of the one alone: the median, and the longest."""
        (alone,) = self.alone.spans
        return median(self.crowd.spans) / alone, max(self.crowd.spans) / alone

    def row(self) -> tuple[str, ...]:
        """The line of the table."""
        crowd, alone = self.cpu
        middle, longest = self.times
        return (
            str(self.sites), f"{self.interval:g}", f"{self.crowd.requests:,}",
            f"{self.crowd.articles:,} of {self.sites * self.articles:,}",
            f"{crowd:.2f}", f"{alone:.2f}", f"{crowd / alone:.2f}", f"{middle:.3f}",
            f"{longest:.3f}", str(self.crowd.early(self.interval)),
            f"{self.crowd.spent.peak / 1e6:.0f}",
        )  # fmt: skip

    def faults(self) -> Iterator[str]:
        """What falls short."""
        crowd, alone = self.cpu
        if crowd / alone > MOST_CPU:
            yield f"{crowd / alone:.2f} of the CPU a page of one site alone, not {MOST_CPU} or less"
        if self.times[1] > MOST_TIME:
            yield f"a site took {self.times[1]:.3f} of its time alone, not {MOST_TIME} or less"
        if self.crowd.early(self.interval):
            yield f"{self.crowd.early(self.interval)} requests came too early"
        if self.crowd.articles != self.sites * self.articles:
            yield f"{self.crowd.articles} of {self.sites * self.articles} articles"


def crawled(folder: Path, *, sites: int, articles: int, interval: float, seed: int) -> Crawled:
    """Crawl so many copies of a site of so many articles, in a folder that is made."""
    ports = free_ports(sites)
    homes = {f"site_{at:03}": f"http://127.0.0.1:{port}/" for at, port in enumerate(ports)}
    write_pages(folder / "pages", PLACE, base="/", articles=articles, seed=seed)
    prepare(folder / "archive", homes, Manners(interval=interval))
    with served(folder / "pages", folder / "server", *ports):
        spent = crawl(folder / "archive", [*homes])
    asked = defaultdict(list)
    for line in (folder / "server" / "requests.log").read_text(encoding="utf-8").splitlines():
        _, _, answered, took, port = line.split()
        asked[int(port)].append(float(answered) - float(took))
    with Archive.open_to_read(folder / "archive") as archive:
        stored = archive.db.table("articles").count
    return Crawled(spent=spent, asked=asked, articles=stored)


@contextmanager
def _folders() -> Iterator[Iterator[Path]]:
    with TemporaryDirectory(prefix="tinhuy-bench-") as name:
        yield (Path(name) / str(at) for at in range(1000))


def main() -> int:
    """Measure, show, and keep; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crowd", description=__doc__)
    parser.add_argument("--seed", type=int, default=7, help="of the replica's pages")
    parser.add_argument("--try-out", action="store_true", help="small crowds; keep no table")
    options = parser.parse_args()
    crowds = ((6, 0.5, 10),) if options.try_out else CROWDS
    compared = []
    try:
        nginx_program()
        for sites, interval, articles in crowds:
            with _folders() as folders:
                start, alone, crowd = (
                    crawled(next(folders), sites=n, articles=m, interval=interval,
                            seed=options.seed)
                    for n, m in ((1, 1), (1, articles), (sites, articles))
                )  # fmt: skip
            compared.append(
                Compared(sites=sites, interval=interval, articles=articles, crowd=crowd,
                         alone=alone, start=start)
            )  # fmt: skip
    except (NoServer, Failed) as error:
        sys.stderr.write(f"bench-crowd: {error}\n")
        return ExitCode.USAGE
    table = markdown(_HEADS, [one.row() for one in compared])
    sys.stdout.write(f"{table}\n")
    faults = [f"{one.sites} sites: {fault}" for one in compared for fault in one.faults()]
    for fault in faults:
        sys.stderr.write(f"bench-crowd: {fault}\n")
    if not options.try_out:
        keep("crowd", f"{circumstances(seed=options.seed, concurrency=1)}.\n\n{table}")
    return ExitCode.DRIFT if faults else ExitCode.OK


if __name__ == "__main__":
    raise SystemExit(main())
