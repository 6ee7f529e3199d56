"""``tinhuy checksums``: the digests of the archive's files, for ``sha256sum -c``."""

from pathlib import Path

import click

from crawler.cli.options import untouched_archive_option
from crawler.cli.terminal import printable
from crawler.errors import ExitCode


@click.command()
@untouched_archive_option
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Where the list is written; SHA256SUMS in the folder of the archive if not said.",
)
def checksums(archive: Path, output: Path | None) -> None:
    """Write the SHA-256 of every WARC file and stored file into a list for `sha256sum -c`.

    Names are relative to the folder of the archive. A WARC file that is still being written is left
    out and named. A line that is there stays: a listed file that has changed or gone is damage, and
    is told each time with exit code 7. Where one was changed on purpose, delete the list first.
    """
    from crawler.archive.checksums import CHECKSUMS, write_checksums

    target = archive / CHECKSUMS if output is None else output
    report = write_checksums(archive, target)
    for name in report.left_out:
        click.echo(printable(f"left out, for it is not closed yet: {name}"))
    for word, names in (("has changed", report.changed), ("is gone", report.gone)):
        for name in names:
            click.echo(printable(f"tinhuy: {name} {word} since it was listed"), err=True)
    click.echo(printable(f"{target}: {report.listed} files, {report.added} of them new"))
    if not report.ok:
        click.echo("tinhuy: restore these files from a backup, and run: tinhuy verify", err=True)
    raise SystemExit(ExitCode.OK if report.ok else ExitCode.STORAGE)
