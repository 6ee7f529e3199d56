"""``tinhuy export``: all articles as one file."""

from pathlib import Path

import click

from crawler.cli.options import archive_option


@click.command()
@archive_option
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--raw", is_flag=True, help="Plain RFC 4180 for programs: no BOM, no formula guard.")
def export(archive: Path, target: Path, *, raw: bool) -> None:
    """Write all articles to FILE, which must end in .csv or .jsonl.

    A CSV is made for Excel: it begins with a byte order mark, and a cell that a spreadsheet would
    run as a formula begins with an apostrophe. FILE appears whole or not at all.
    """
    from crawler.archive.archive import Archive
    from crawler.export.files import export_articles

    with Archive.open_to_read(archive) as store:
        report = export_articles(store, target, raw=raw)
    notes = [f"{report.rows} articles"]
    if report.guarded:
        notes.append(f"{report.guarded} cells that begin like a formula were given an apostrophe")
    if report.too_long:
        notes.append(f"{report.too_long} cells are longer than Excel shows (32,767 characters)")
    click.echo(f"{target}: {'; '.join(notes)}")
