"""``tinhuy recover``: salvage a damaged archive into a new one."""

from collections.abc import Sequence
from pathlib import Path

import click

from crawler.cli.options import folder_option
from crawler.cli.terminal import printable
from crawler.errors import ExitCode


@click.command()
@folder_option
@click.argument("target", metavar="TARGET", type=click.Path(path_type=Path))
def recover(archive: Path, target: Path) -> None:
    """Salvage a damaged archive into a new one in the folder TARGET.

    The damaged archive stays as it is. Rows are read page by page and checked against each other
    and against the WARC files; what they lost is read again from there. Damaged WARC files are
    kept beside their whole records, as NAME.damaged; rows that nothing bears out go into
    left-over.jsonl.

    The exit code is 0 where everything was saved. It is 7 where something was lost; each loss is
    a line on the error stream, and the new archive is complete but for that.
    """
    from crawler.declared import declared_sites
    from crawler.recover import recover as salvaged
    from pipelines.chain import clean

    report = salvaged(archive, target, sites=declared_sites().sites, clean=clean)
    _complain("lost", report.lost)
    _complain("in the new archive", report.problems)
    for note in report.notes:
        click.echo(printable(note))
    for name in ("articles", "revisions", "captures"):
        saved, rebuilt = report.saved[name], report.rebuilt[name]
        click.echo(f"{name}: {saved} saved, {rebuilt} rebuilt from WARC")
    losses = len(report.lost)
    end = "nothing was lost" if report.is_whole else f"{losses} losses, named above"
    click.echo(f"made the archive {target.absolute()}: {end}")
    raise SystemExit(ExitCode.OK if report.is_whole else ExitCode.STORAGE)


def _complain(what: str, sentences: Sequence[str]) -> None:
    for sentence in sentences:
        click.echo(f"tinhuy: {what}: {printable(sentence)}", err=True)
