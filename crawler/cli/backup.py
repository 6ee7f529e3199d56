"""``tinhuy backup``: a whole copy of the archive."""

from pathlib import Path

import click

from crawler.cli.options import untouched_archive_option


@click.command()
@untouched_archive_option
@click.argument("target", metavar="TARGET", type=click.Path(path_type=Path))
def backup(archive: Path, target: Path) -> None:
    """Copy the archive into TARGET, a folder that is not there yet, while crawls go on.

    The copy is an archive as it was at one moment: it was checked, and every command works on it.
    TARGET appears whole or not at all, so a night that fails harms no earlier backup.
    """
    from crawler.archive.archive import Archive
    from crawler.archive.backup import back_up

    with Archive.open_to_read(archive) as store:
        report = back_up(store, target)
    for folder in report.removed:
        click.echo(f"removed {folder}, which a killed backup had left")
    click.echo(
        f"{target}: {report.articles} articles, {report.captures} captures,"
        f" {report.size:,} bytes, {report.seconds:.1f} s"
    )
