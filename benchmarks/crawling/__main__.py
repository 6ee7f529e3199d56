"""``make bench``: what a page costs, ours and others', and whether ours is within its bars.

Exit code 3 where it is not. The tables are kept in README.md where all contenders took part.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.crawling.contenders import CONTENDERS, Contender, Task, require
from benchmarks.crawling.nginx import NoServer, free_port, nginx_program
from benchmarks.crawling.pages import write_pages
from benchmarks.crawling.places import PLACES
from benchmarks.crawling.process import Failed
from benchmarks.crawling.report import REFERENCE, circumstances, figures, shortfalls, site_table
from benchmarks.crawling.rounds import rounds
from benchmarks.readme import keep
from crawler.errors import ExitCode

NAMES = tuple(one.name for one in CONTENDERS)


def main(words: Sequence[str] | None = None) -> int:
    """Measure, show, and keep; the exit code."""
    options = _arguments(words)
    chosen = [one for one in CONTENDERS if one.name in {REFERENCE, *options.only}]
    try:
        nginx_program()
        require(chosen)
        tables, missed = _measure(options, chosen)
    except (NoServer, Failed) as error:
        sys.stderr.write(f"bench: {error}\n")
        return ExitCode.USAGE
    said = circumstances(seed=options.seed, concurrency=options.concurrency)
    if len(chosen) == len(CONTENDERS) and not options.try_out:
        keep("crawling", "\n\n".join([f"{said}; medians of {options.rounds} rounds.", *tables]))
    for sentence in missed:
        sys.stderr.write(f"bench: {sentence}\n")
    return ExitCode.DRIFT if missed and not options.try_out else ExitCode.OK


def _arguments(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.crawling", description=__doc__)
    parser.add_argument("--articles", type=int, default=2000, help="articles a site")
    parser.add_argument("--rounds", type=int, default=5, help="how often each crawls each site")
    parser.add_argument("--concurrency", type=int, default=8, help="requests at a time")
    parser.add_argument("--seed", type=int, default=7, help="of the replica's pages")
    parser.add_argument("--site", action="append", choices=PLACES, help="only this; repeatable")
    parser.add_argument("--only", action="append", choices=NAMES, help="beside the first; likewise")
    parser.add_argument("--try-out", action="store_true", help="hold to no bar, keep no table")
    options = parser.parse_args(words)
    options.site = options.site or list(PLACES)
    options.only = options.only or list(NAMES)
    return options


def _measure(
    options: argparse.Namespace, chosen: Sequence[Contender]
) -> tuple[list[str], list[str]]:
    """The table of each site, and a sentence for each bar that is missed there."""
    tables, missed = [], []
    for site in options.site:
        task = Task(
            place=PLACES[site],
            articles=options.articles,
            port=free_port(),
            concurrency=options.concurrency,
        )
        with TemporaryDirectory(prefix="tinhuy-bench-") as name:
            folder = Path(name)
            written = write_pages(folder / "pages", task.place, base=task.home, seed=options.seed,
                                  articles=task.articles)  # fmt: skip
            crawls = []
            for one in rounds(chosen, task, folder, count=options.rounds):
                crawls.append(one)
                sys.stderr.write(
                    f"{site}, {one.name}: {one.milliseconds:.2f} ms CPU a page,"
                    f" {one.pace:.0f} pages a second, {one.spent.peak / 1e6:.0f} MB\n"
                )
        found = figures(crawls)
        tables.append(site_table(task, written, found))
        sys.stdout.write(f"{tables[-1]}\n\n")
        missed += [f"{site}: {sentence}" for sentence in shortfalls(found)]
    return tables, missed


if __name__ == "__main__":
    raise SystemExit(main())
