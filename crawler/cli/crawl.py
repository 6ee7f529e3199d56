"""``tinhuy crawl``: visit sites and keep what is new."""

import os
import sys
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import click

from crawler.archive.archive import Archive
from crawler.archive.locks import Lock, run_lock
from crawler.cli.options import archive_option, known_sites
from crawler.cli.terminal import printable
from crawler.config import load_config
from crawler.declared import declared_sites
from crawler.errors import ExitCode, SiteBusy, StorageProblem, UsageProblem
from crawler.plan import CrawlOptions, CrawlPlan, plan_for
from crawler.site import Site, Status

#: What ``--all`` says of sites that it passes over, unless the operator has found their host.
_PASSED_OVER = {
    Status.UNVERIFIED: "its host is not known yet",
    Status.GONE: "it is gone (name it to try its host all the same)",
}


@click.command()
@archive_option
@click.argument("sites", nargs=-1, metavar="SITE…")
@click.option("--all", "everything", is_flag=True, help="Crawl every site whose host is known.")
@click.option(
    "--full", is_flag=True, help="Walk the listings to their end; fetch nothing known again."
)
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="At most so many articles per site."
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Walk down to this day of publication (YYYY-MM-DD).",
)
@click.option("--home", metavar="URL", help="The address of the one site, in place of its hosts.")
def crawl(  # noqa: PLR0913  # click hands over one argument an option
    archive: Path,
    sites: tuple[str, ...],
    *,
    everything: bool,
    full: bool,
    limit: int | None,
    since: datetime | None,
    home: str | None,
) -> None:
    """Visit sites politely and keep what is new.

    What a killed or limited crawl left undone is done first. Exit code 0 also when nothing was
    new; see the README for the others.
    """
    if everything == bool(sites):
        raise UsageProblem("name the sites to crawl, or give --all (tinhuy sites lists them)")
    if home and len(sites) != 1:
        raise UsageProblem("--home is the address of one site: name that site alone")
    chosen = known_sites(sites) if sites else tuple(declared_sites().sites.values())
    options = CrawlOptions(home=home, limit=limit, since=since.date() if since else None, full=full)
    raise SystemExit(_crawl(archive, chosen, options, lenient=everything))


def _crawl(folder: Path, sites: tuple[Site, ...], options: CrawlOptions, *, lenient: bool) -> int:
    """Crawl *sites* side by side; *lenient* passes over those that cannot be crawled now."""
    config = load_config(folder, sites=tuple(declared_sites().sites))
    plans = []
    for site in sites:
        own = config.sites.get(site.name)
        if lenient and site.status in _PASSED_OVER and not (own and own.hosts):
            click.echo(f"{site.name}: skipped, {_PASSED_OVER[site.status]}")
            continue
        plans.append(plan_for(site, config, options))
    code = int(ExitCode.OK)
    try:
        with Archive.open(folder) as archive, ExitStack() as stack:
            locked = []
            for plan in plans:
                lock = _locked(folder, plan, lenient=lenient)
                if lock:
                    stack.callback(lock.release)
                    locked.append((plan, lock))
            code = _run(archive, locked)
    except StorageProblem:
        # A full disk stops the closing too, and is one sentence all the same.
        if code != ExitCode.STORAGE:
            raise
    return code


def _locked(folder: Path, plan: CrawlPlan, *, lenient: bool) -> Lock | None:
    try:
        return run_lock(folder, plan.site.name)
    except SiteBusy as error:
        if not lenient:
            raise
        click.echo(f"{plan.site.name}: skipped, {error}")
        return None


def _run(archive: Archive, locked: list[tuple[CrawlPlan, Lock]]) -> int:
    """Begin and carry out the runs, say what came of each, and give the exit code."""
    from crawler.crawling import crawl_all
    from crawler.report.progress import ProgressUnavailable, live_progress
    from crawler.report.summary import elsewhere_line, summary_line, why
    from crawler.report.verdict import overall
    from crawler.run import Run

    runs = [Run.begin(archive, plan, lock=lock) for plan, lock in locked]
    log_level = "INFO" if os.environ.get("TINHUY_TRACEBACK") else None
    with ExitStack() as stack:
        if sys.stderr.isatty() and runs:
            try:
                stack.enter_context(live_progress(runs))
            except ProgressUnavailable:
                click.echo("no live progress: install the extra 'progress' for it", err=True)
        crawl_all(runs, log_level=log_level)
    for run in runs:
        click.echo(summary_line(run.summary))
        if note := elsewhere_line(run.plan.site.name, run.elsewhere):
            click.echo(printable(note))
        if sentence := why(archive.db, run.summary):
            click.echo(f"tinhuy: {printable(sentence)}", err=True)
    return overall([int(str(run.summary["exit_code"])) for run in runs])
