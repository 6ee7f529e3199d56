"""``make bench-memory``: that the memory of a crawl does not grow with the site.

Exit code 3 where it takes more than it may.
"""

import argparse
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.crawling.contenders import OURS, Task
from benchmarks.crawling.nginx import NoServer, free_port, nginx_program
from benchmarks.crawling.pages import write_pages
from benchmarks.crawling.places import PLACES
from benchmarks.crawling.process import Failed
from benchmarks.crawling.report import MOST_MEMORY, circumstances, markdown
from benchmarks.crawling.rounds import Crawled, crawled
from benchmarks.readme import keep
from crawler.errors import ExitCode

_HEADS = ("articles", "pages", "peak MB", "ms CPU a page", "pages a second", "minutes")


def main() -> int:
    """Measure, show, and keep; the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.crawling.memory", description=__doc__
    )
    parser.add_argument("--articles", type=int, nargs="+", default=[20_000, 100_000])
    parser.add_argument("--site", choices=PLACES, default=next(iter(PLACES)))
    parser.add_argument("--seed", type=int, default=7, help="of the replica's pages")
    parser.add_argument("--concurrency", type=int, default=8, help="requests at a time")
    options = parser.parse_args()
    crawls: dict[int, Crawled] = {}
    try:
        nginx_program()
        for articles in options.articles:
            task = Task(
                place=PLACES[options.site],
                articles=articles,
                port=free_port(),
                concurrency=options.concurrency,
            )
            crawls[articles] = _crawl(task, options.seed)
    except (NoServer, Failed) as error:
        sys.stderr.write(f"bench-memory: {error}\n")
        return ExitCode.USAGE
    said = circumstances(seed=options.seed, concurrency=options.concurrency)
    table = markdown(_HEADS, [_row(articles, one) for articles, one in crawls.items()])
    sys.stdout.write(f"{table}\n")
    keep("crawling memory", f"`{options.site}`, {said}.\n\n{table}")
    is_small = all(one.spent.peak <= MOST_MEMORY for one in crawls.values())
    return ExitCode.OK if is_small else ExitCode.DRIFT


def _crawl(task: Task, seed: int) -> Crawled:
    with TemporaryDirectory(prefix="tinhuy-bench-") as name:
        folder = Path(name)
        write_pages(folder / "pages", task.place, base=task.home, articles=task.articles, seed=seed)
        return crawled(OURS, task, folder)


def _row(articles: int, one: Crawled) -> tuple[str, ...]:
    return (
        f"{articles:,}",
        f"{one.requests:,}",
        f"{one.spent.peak / 1e6:.0f}",
        f"{one.milliseconds:.2f}",
        f"{one.pace:.0f}",
        f"{one.spent.seconds / 60:.0f}",
    )


if __name__ == "__main__":
    raise SystemExit(main())
