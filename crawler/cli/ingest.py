"""``tinhuy ingest``: take saved pages, WARC files and plain texts in."""

from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.cli.options import archive_option, known_sites
from crawler.cli.terminal import printable
from crawler.clock import HANOI
from crawler.errors import UsageProblem
from crawler.interruption import Interruption


@click.command()
@archive_option
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--site", required=True, help="The site whose pages they are.")
@click.option("--url", help="The page's address; without it a plain text is named by its content.")
@click.option(
    "--at",
    metavar="TIME",
    help="When the page was saved, as 2024-05-01 or 2024-05-01T08:30; Hanoi time unless it"
    " names a zone.",
)
def ingest(
    archive: Path, files: tuple[Path, ...], *, site: str, url: str | None, at: str | None
) -> None:
    """Take saved HTML pages, WARC files and plain texts in, as pages of one site.

    WARC records bring their own addresses and times. A page taken in before changes nothing.
    """
    from crawler.archive.archive import Archive
    from crawler.ingest import Ingest
    from pipelines.chain import clean

    (declared,) = known_sites((site,))
    with Interruption() as interruption, Archive.open(archive) as store:
        interruption.ask = lambda _: None  # the group in hand ends first
        report = Ingest(
            archive=store, site=declared, clean=clean, interrupted=lambda: interruption.code
        ).files(files, url=url, at=_moment(at) if at else None)
    for problem in report.problems:
        click.echo(f"tinhuy: {printable(problem)}", err=True)
    counts = ", ".join(
        f"{report.counts[name]} {name}" for name in ("saved", "unchanged", "skipped", "failed")
    )
    click.echo(f"{site}: {counts}")
    if report.interruption:
        click.echo("tinhuy: broken off; the same command takes in what is missing", err=True)
    raise SystemExit(report.exit_code)


def _moment(text: str) -> datetime:
    """The moment in UTC that an option names."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageProblem(
            f"--at {text!r} is no time: write it as 2024-05-01 or 2024-05-01T08:30"
        ) from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=HANOI)
    return moment.astimezone(UTC)
