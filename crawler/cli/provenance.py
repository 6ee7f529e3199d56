"""``tinhuy provenance``: the evidence for an article, and how a stranger checks it."""

from pathlib import Path

import click

from crawler.cli.options import archive_option, row_number
from crawler.cli.terminal import printable
from crawler.errors import ExitCode


@click.command()
@archive_option
@click.argument("article", metavar="ARTICLE-ID", type=row_number)
@click.argument("revision", metavar="[REVISION]", type=row_number, required=False)
def provenance(archive: Path, article: int, revision: int | None) -> None:
    """Show what stands behind each revision of an article, or behind one of them.

    That is the exchange with the server as recorded, its digests, and where its record lies, with
    commands that check it by public tools alone. A record that is damaged, or is not what its row
    says, is named, and makes the exit code 7; one that a recovery told lost is only named.
    """
    from crawler.archive.archive import Archive
    from crawler.archive.provenance import provenance as behind
    from crawler.report.evidence import closing_lines, evidence_lines

    closed: dict[str, None] = {}
    code = ExitCode.OK
    with Archive.open_to_read(archive) as store:
        for one in behind(store, article, revision):
            for line in evidence_lines(one):
                click.echo(printable(line))
            kept = (record for record in (one.record, one.holder) if record)
            closed |= dict.fromkeys(record.path for record in kept if record.is_closed)
            code = ExitCode.STORAGE if one.problem else code
    for line in closing_lines(tuple(closed)):
        click.echo(printable(line))
    raise SystemExit(code)
