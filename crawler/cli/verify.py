"""``tinhuy verify``: check the archive against its own evidence."""

from pathlib import Path

import click

from crawler.cli.options import untouched_archive_option
from crawler.cli.terminal import printable
from crawler.errors import ExitCode


@click.command()
@untouched_archive_option
@click.option(
    "--deep",
    is_flag=True,
    help="Also read every WARC record and stored file, and compare the digests.",
)
def verify(archive: Path, *, deep: bool) -> None:
    """Check that rows, captures, WARC files and stored files agree; nothing is changed.

    Every problem is one line on the error stream, and any makes the exit code 7.
    """
    from crawler.archive.archive import Archive
    from crawler.archive.verify import verify_archive

    with Archive.open_to_read(archive) as store:
        report = verify_archive(store, deep=deep)
    for problem in report.problems:
        click.echo(f"tinhuy: {printable(problem)}", err=True)
    for note in report.notes:
        click.echo(printable(note))
    click.echo(", ".join(f"{name} {version}" for name, version in report.versions.items()))
    checked = ", ".join(f"{count} {name}" for name, count in report.checked.items())
    count = len(report.problems)
    found = "no problem" if report.ok else f"{count} problem{'s' if count > 1 else ''}"
    click.echo(f"checked {checked}: {found}")
    if not report.ok:
        click.echo(
            "tinhuy: restore a backup, or salvage what is left: tinhuy recover TARGET", err=True
        )
    raise SystemExit(ExitCode.OK if report.ok else ExitCode.STORAGE)
