"""``make soak``: 200,000 answers, right and wrong ones, and nothing that grows with them.

A crowd of healthy sites and of all that misbehave fast, as quickly as they can be crawled. Memory,
open handles and the write-ahead log are looked at all the time; after the first quarter none may
grow. Exit code 3 where one does.
"""

import argparse
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.crawling.nginx import NoServer, answered, free_ports, nginx_program, served
from benchmarks.crawling.pages import write_pages
from benchmarks.crawling.process import Failed
from benchmarks.crawling.report import circumstances, markdown
from benchmarks.crowd.sites import ORIGINAL, PLACE, Manners, prepare, surroundings, words_for
from benchmarks.hostile import in_the_answer, in_the_page, on_the_wire
from benchmarks.hostile.behaviour import BEHAVIOURS
from benchmarks.hostile.server import Servers
from benchmarks.readme import keep
from crawler.archive.archive import Archive
from crawler.errors import ExitCode
from tests.replica.site_world import SiteWorld
from tests.replica.sites import SPECS

__all__ = ["in_the_answer", "in_the_page", "on_the_wire"]

#: Behaviours of minutes an answer, or of so much work that a soak would be about them alone.
_SLOW = {
    "accepts_and_never_answers", "head_in_drips", "body_in_drips", "slow_but_steady",
    "endless_head", "endless_body", "endless_body_without_length", "large_head",
    "thousands_of_headers", "gzip_bomb", "flood_of_attributes", "flood_of_paragraphs",
    "giant_table", "giant_attribute", "giant_script", "flood_of_entities", "deep_nesting",
    "unclosed_formatting", "xml_bomb",
}  # fmt: skip
_HEALTHY = 20
_LOOK_EVERY = 2.0
#: The last quarter may have so much of what the second had.
MOST_GROWTH = {"memory": 1.05, "handles": 1.05, "log": 1.5}


@dataclass(frozen=True, kw_only=True)
class Look:
    """The crawl at one moment: bytes of memory, open handles, bytes of the write-ahead log."""

    memory: int
    handles: int
    log: int


def main() -> int:
    """Measure, show, and keep; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile.soak", description=__doc__)
    parser.add_argument("--articles", type=int, default=2300, help="of each site")
    parser.add_argument("--seed", type=int, default=7, help="of the replica's pages")
    options = parser.parse_args()
    try:
        nginx_program()
        with TemporaryDirectory(prefix="tinhuy-bench-") as name:
            return _measure(Path(name), options)
    except (NoServer, Failed) as error:
        sys.stderr.write(f"soak: {error}\n")
        return ExitCode.USAGE


def _measure(folder: Path, options: argparse.Namespace) -> int:
    pages, archive = folder / "pages", folder / "archive"
    write_pages(pages, PLACE, base="/", articles=options.articles, seed=options.seed)
    fast = {
        name: one for name, one in BEHAVIOURS.items() if name not in _SLOW and not one.is_asked_once
    }
    world = SiteWorld(options.seed, SPECS[ORIGINAL], options.articles)
    servers = Servers(pages, fast, plain=[world.soft_404_path])
    ports = free_ports(_HEALTHY)
    homes = {f"healthy_{at:02}": f"http://127.0.0.1:{port}/" for at, port in enumerate(ports)}
    with served(pages, folder / "server", *ports), servers.running():
        homes |= servers.homes
        prepare(archive, homes, Manners(interval=0.0, timeout=30.0, retries=0))
        looks = [*_looks(archive, [*homes])]
    asked = sum(answered(folder / "server").values()) + sum(
        one.total() for one in servers.asked.values()
    )
    with Archive.open_to_read(archive) as opened:
        stored = opened.db.table("articles").count
        fates = opened.db.table("fetches").count
    quarters = [looks[len(looks) * at // 4 : len(looks) * (at + 1) // 4] for at in range(4)]
    rows = {
        "memory": ("memory, MB", [median(one.memory for one in part) / 1e6 for part in quarters]),
        "handles": ("open handles", [median(one.handles for one in part) for part in quarters]),
        "log": ("write-ahead log, MB", [max(one.log for one in part) / 1e6 for part in quarters]),
    }
    heads = ("", "first quarter", "second", "third", "last")
    table = markdown(heads, [(name, *(f"{one:.1f}" for one in row)) for name, row in rows.values()])
    said = f"{asked:,} answers, {fates:,} fates in the ledger, {stored:,} articles"
    sys.stdout.write(f"{table}\n\n{said}\n")
    faults = [
        f"{key} grew from {row[1]:.1f} to {row[3]:.1f}"
        for key, (_, row) in rows.items()
        if row[3] > row[1] * MOST_GROWTH[key]
    ]
    for fault in faults:
        sys.stderr.write(f"soak: {fault}\n")
    if asked >= 200_000:
        keep("soak", f"{circumstances(seed=options.seed, concurrency=1)}. {said}.\n\n{table}")
    return ExitCode.DRIFT if faults else ExitCode.OK


def _looks(archive: Path, names: Sequence[str]) -> Iterator[Look]:
    """Crawl the sites of these names, and look at the crawl until it ends; Failed if not well."""
    words = words_for(archive, names)
    with subprocess.Popen(words, cwd=archive.parent, env=surroundings(archive)) as crawl:  # noqa: S603 - ours
        try:
            while crawl.poll() is None:
                if look := _look(crawl.pid, archive):
                    yield look
                time.sleep(_LOOK_EVERY)
        finally:
            crawl.kill()
    if crawl.returncode:
        raise Failed(f"the crawl ended with {crawl.returncode}")


def _look(number: int, archive: Path) -> Look | None:
    """The process *number* as it is now; None where it has ended."""
    process = Path(f"/proc/{number}")
    log = archive / "archive.db-wal"
    try:
        fields = dict(
            line.partition(":")[::2]
            for line in (process / "status").read_text(encoding="ascii").splitlines()
        )
        return Look(
            memory=int(fields["VmRSS"].split()[0]) * 1024,
            handles=len([*(process / "fd").iterdir()]),
            log=log.stat().st_size if log.exists() else 0,
        )
    except (FileNotFoundError, ProcessLookupError, KeyError):
        return None


if __name__ == "__main__":
    raise SystemExit(main())
