"""``make bench-hostile``: servers that misbehave in every known way, beside a healthy site.

All are sites of one crawl. Exit code 3 where anything ends otherwise than
it must: a crash, a request without a fate in the ledger or with one that it must not have, more
memory, a healthy site that is not whole or has to wait.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from benchmarks.crawling.nginx import NoServer, free_port, nginx_program, served
from benchmarks.crawling.pages import write_pages
from benchmarks.crawling.process import Failed
from benchmarks.crawling.report import circumstances, markdown
from benchmarks.crowd.sites import ORIGINAL, PLACE, Manners, crawl, prepare
from benchmarks.hostile import in_the_answer, in_the_page, on_the_wire
from benchmarks.hostile.behaviour import BEHAVIOURS, Behaviour
from benchmarks.hostile.server import WELL, Servers
from benchmarks.readme import keep
from crawler.archive.archive import Archive
from crawler.errors import ExitCode
from tests.replica.site_world import SiteWorld
from tests.replica.sites import SPECS

__all__ = ["in_the_answer", "in_the_page", "on_the_wire"]

#: The crawl may take so much memory, and the healthy site so much of its time alone.
MOST_MEMORY, MOST_TIME = 300_000_000, 1.3
_HEALTHY = "healthy"
_SECONDS = """
SELECT strftime('%s', finished_at) - strftime('%s', started_at) FROM runs WHERE site_key = ?
ORDER BY id LIMIT 1
"""
_FATES = """
SELECT f.url, CASE WHEN f.outcome IN ('saved', 'unchanged') THEN 'saved' ELSE f.reason END
FROM fetches f JOIN runs r ON r.id = f.run_id WHERE r.site_key = ? AND f.kind = 'article'
"""


@dataclass(frozen=True, kw_only=True)
class Found:
    """What came of one behaviour: how often its server behaved so, and fates in the ledger.

    ``without_fate`` are articles that were asked for and have none, or several in the run;
    ``lost`` those that were answered well and are not in the archive.
    """

    behaviour: Behaviour
    asked: Counter[str]
    fates: Counter[str]
    without_fate: int
    lost: int
    least: int

    def row(self) -> tuple[str, ...]:
        """The line of the table."""
        fates = ", ".join(f"{count} {fate}" for fate, count in self.fates.most_common())
        return self.behaviour.name.replace("_", " "), str(self.asked.total()), fates

    def faults(self) -> Iterator[str]:
        """What is not as it must be."""
        if wrong := sorted(set(self.fates) - self.behaviour.fates):
            yield f"{self.behaviour.name}: ended as {wrong}, not {sorted(self.behaviour.fates)}"
        if self.without_fate:
            yield f"{self.behaviour.name}: {self.without_fate} requests have not one fate"
        if self.lost:
            yield f"{self.behaviour.name}: {self.lost} articles that came right are not kept"
        if len(self.asked) < self.least and not self.behaviour.is_asked_once:
            yield f"{self.behaviour.name}: {len(self.asked)} articles asked for, not {self.least}"


def main() -> int:
    """Measure, show, and keep; the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile", description=__doc__)
    parser.add_argument("--articles", type=int, default=250, help="of each site")
    parser.add_argument("--interval", type=float, default=2.0, help="seconds between requests")
    parser.add_argument("--only", action="append", choices=[*BEHAVIOURS], help="repeatable")
    parser.add_argument("--seed", type=int, default=7, help="of the replica's pages")
    options = parser.parse_args()
    chosen = {name: BEHAVIOURS[name] for name in options.only or BEHAVIOURS}
    try:
        nginx_program()
        with TemporaryDirectory(prefix="tinhuy-bench-") as name:
            folder = Path(name)
            write_pages(
                folder / "pages", PLACE, base="/", articles=options.articles, seed=options.seed
            )
            manners = Manners(
                interval=options.interval, timeout=2.0, pause=1.0, retries=0, page_mb=4.0
            )
            return _measure(folder, chosen, manners, options)
    except (NoServer, Failed) as error:
        sys.stderr.write(f"bench-hostile: {error}\n")
        return ExitCode.USAGE


def _measure(
    folder: Path, chosen: dict[str, Behaviour], manners: Manners, options: argparse.Namespace
) -> int:
    port = free_port()
    home = {_HEALTHY: f"http://127.0.0.1:{port}/"}
    world = SiteWorld(options.seed, SPECS[ORIGINAL], options.articles)
    servers = Servers(folder / "pages", chosen, plain=[world.soft_404_path])
    with served(folder / "pages", folder / "server", port), servers.running():
        prepare(folder / "alone", home, manners)
        crawl(folder / "alone", [_HEALTHY])
        alone, _ = _healthy(folder / "alone")
        archive = folder / "archive"
        prepare(archive, {**home, **servers.homes}, manners)
        spent = crawl(archive, [_HEALTHY, *servers.homes])
    beside, whole = _healthy(archive)
    least = options.articles * (WELL - 1) // WELL
    found = [*_found(archive, servers, least)]
    table = markdown(("behaviour", "requests", "fates"), [one.row() for one in found])
    said = (
        f"{len(found)} behaviours, {sum(one.asked.total() for one in found):,} requests answered"
        f" so; peak {spent.peak / 1e6:.0f} MB; the healthy site had {whole} of"
        f" {options.articles} articles in {beside} s, in {alone} s alone."
    )
    sys.stdout.write(f"{table}\n\n{said}\n")
    faults = [fault for one in found for fault in one.faults()]
    if spent.peak > MOST_MEMORY:
        faults.append(f"{spent.peak / 1e6:.0f} MB of memory, not {MOST_MEMORY / 1e6:.0f} or less")
    if whole != options.articles:
        faults.append(f"the healthy site has {whole} of {options.articles} articles")
    if beside > alone * MOST_TIME:
        faults.append(f"the healthy site took {beside} s beside the others, {alone} s alone")
    for fault in faults:
        sys.stderr.write(f"bench-hostile: {fault}\n")
    if options.only is None and options.articles >= 250:
        keep("hostile", f"{circumstances(seed=options.seed, concurrency=1)}. {said}\n\n{table}")
    return ExitCode.DRIFT if faults else ExitCode.OK


def _healthy(archive: Path) -> tuple[int, int]:
    """How many seconds the healthy site took, and how many articles of it there are."""
    with Archive.open_to_read(archive) as opened:
        ((seconds,),) = opened.db.conn.execute(_SECONDS, (_HEALTHY,)).fetchall()
        return seconds, opened.db.table("articles").count_where("site_key = ?", [_HEALTHY])


def _found(archive: Path, servers: Servers, least: int) -> Iterator[Found]:
    with Archive.open_to_read(archive) as opened:
        for name in servers.homes:
            rows = opened.db.conn.execute(_FATES, (name,)).fetchall()
            fates = {urlsplit(url).path: outcome for url, outcome in rows}
            asked = servers.asked[name]
            yield Found(
                behaviour=BEHAVIOURS[name],
                asked=asked,
                fates=Counter(fates[path] for path in asked if path in fates),
                without_fate=len(set(asked) - set(fates)) + len(rows) - len(fates),
                lost=sum(fates.get(path) != "saved" for path in servers.well[name]),
                least=least,
            )


if __name__ == "__main__":
    raise SystemExit(main())
