"""``tinhuy crawl``: visit sites and keep what is new."""

from contextlib import ExitStack
from datetime import datetime
from pathlib import Path

import click

from crawler.archive.locks import run_lock
from crawler.cli.options import archive_option, has_site_file
from crawler.errors import UsageProblem
from crawler.interruption import Interruption


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
    with Interruption() as interruption, ExitStack() as stack:
        # Before anything heavy is loaded: a second crawl of a site leaves at once.
        locks = {
            name: stack.enter_context(run_lock(archive, name))
            for name in dict.fromkeys(sites)
            if has_site_file(name)
        }
        from crawler.cli.crawl_sites import crawl_sites
        from crawler.plan import CrawlOptions

        options = CrawlOptions(
            home=home, limit=limit, since=since.date() if since else None, full=full
        )
        code = crawl_sites(archive, sites, options, interruption=interruption, locks=locks)
    raise SystemExit(code)
