"""``tinhuy merge``: take another machine's archive in."""

from pathlib import Path

import click

from crawler.cli.options import archive_option
from crawler.cli.terminal import printable


@click.command()
@archive_option
@click.argument("other", metavar="OTHER", type=click.Path(path_type=Path))
def merge(archive: Path, other: Path) -> None:
    """Take the articles of the archive in the folder OTHER in.

    Its WARC records are copied byte for byte, their digests taken anew, and read here like any
    other page; nothing else of it is believed. OTHER stays as it is. What is known already changes
    nothing, so the same merge can be run again, also after it was killed.
    """
    from crawler.archive.archive import Archive
    from crawler.declared import declared_sites
    from crawler.merge import merge as take_in
    from pipelines.chain import clean

    with Archive.open(archive) as store:
        report = take_in(store, other, sites=declared_sites().sites, clean=clean)
    for note in report.notes:
        click.echo(printable(note))
    counts = ", ".join(f"{report.counts[name]} {name}" for name in ("saved", "unchanged", "failed"))
    click.echo(f"{report.captures} new captures: {counts}, {report.counts['skipped']} no article")
