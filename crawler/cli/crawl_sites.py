"""Crawling sites whose locks are held, and saying what came of each."""

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import click

from crawler.archive.archive import Archive
from crawler.archive.locks import Lock, run_lock
from crawler.cli.options import known_sites
from crawler.cli.terminal import printable
from crawler.config import Config, load_config
from crawler.crawling import crawl_all
from crawler.declared import declared_sites
from crawler.errors import ExitCode, SiteBusy, StorageProblem
from crawler.interruption import Interruption
from crawler.plan import CrawlOptions, CrawlPlan, plan_for
from crawler.report.progress import ProgressUnavailable, live_progress
from crawler.report.summary import elsewhere_line, feed_lines, stop_lines, summary_line, why
from crawler.report.verdict import overall
from crawler.run import Run
from crawler.site import Site, Status

#: What ``--all`` says of sites that it passes over, unless the operator has found their host.
_PASSED_OVER = {
    Status.UNVERIFIED: "its host is not known yet",
    Status.GONE: "it is gone (name it to try its host all the same)",
}
_Locked = list[tuple[CrawlPlan, Lock]]


def crawl_sites(
    folder: Path,
    names: Sequence[str],
    options: CrawlOptions,
    *,
    interruption: Interruption,
    locks: Mapping[str, Lock],
) -> int:
    """Crawl the sites of these *names*, whose *locks* are held; the exit code.

    Without names it is every site that can be crawled now; the others are said and passed over.
    """
    config = load_config(folder, sites=tuple(declared_sites().sites))
    with ExitStack() as stack:
        if names:
            plans = [plan_for(site, config, options) for site in known_sites(names)]
            locked = [(plan, locks[plan.site.name]) for plan in plans]
        else:
            locked = _every_site(folder, config, options, stack)
        return _crawl(folder, locked, interruption)


def _every_site(folder: Path, config: Config, options: CrawlOptions, stack: ExitStack) -> _Locked:
    """The plans of all sites that can be crawled now, each with its lock, which *stack* frees."""
    locked = []
    for site in declared_sites().sites.values():
        if site.status in _PASSED_OVER and not _is_found(site, config):
            click.echo(f"{site.name}: skipped, {_PASSED_OVER[site.status]}")
            continue
        plan = plan_for(site, config, options)
        try:
            lock = run_lock(folder, site.name)
        except SiteBusy as error:
            click.echo(f"{site.name}: skipped, {error}")
            continue
        stack.callback(lock.release)
        locked.append((plan, lock))
    return locked


def _is_found(site: Site, config: Config) -> bool:
    own = config.sites.get(site.name)
    return bool(own and own.hosts)


def _crawl(folder: Path, locked: _Locked, interruption: Interruption) -> int:
    code = int(ExitCode.OK)
    try:
        with Archive.open(folder) as archive:
            code = _run(archive, locked, interruption)
    except StorageProblem:
        # A full disk stops the closing too, and is one sentence all the same.
        if code != ExitCode.STORAGE:
            raise
    return code


def _run(archive: Archive, locked: _Locked, interruption: Interruption) -> int:
    """Begin and carry out the runs, say what came of each, and give the exit code."""
    runs = [Run.begin(archive, plan, lock=lock) for plan, lock in locked]
    log_level = "INFO" if os.environ.get("TINHUY_TRACEBACK") else None
    with ExitStack() as stack:
        if sys.stderr.isatty() and runs:
            try:
                stack.enter_context(live_progress(runs))
            except ProgressUnavailable:
                click.echo("no live progress: install the extra 'progress' for it", err=True)
        crawl_all(runs, interruption=interruption, log_level=log_level)
    for run in runs:
        _say_what_came_of(run, archive)
    if note := archive.log_note():
        click.echo(f"tinhuy: {note}", err=True)
    return overall([int(str(run.summary["exit_code"])) for run in runs])


def _say_what_came_of(run: Run, archive: Archive) -> None:
    site = run.plan.site.name
    click.echo(summary_line(run.summary))
    notes = (
        elsewhere_line(site, run.elsewhere),
        *stop_lines(site, run.stops),
        *feed_lines(archive.db, run.summary),
        run.held_back and f"{site}: {run.held_back}; the next crawl goes on from here",
    )
    for note in filter(None, notes):
        click.echo(printable(note))
    if sentence := why(archive.db, run.summary):
        click.echo(f"tinhuy: {printable(sentence)}", err=True)
