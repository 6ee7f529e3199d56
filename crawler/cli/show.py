"""``tinhuy show``: one article, as a text."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.cli.options import archive_option, row_number
from crawler.cli.terminal import printable
from crawler.errors import UsageProblem

if TYPE_CHECKING:
    from crawler.archive.dossier import Dossier

_WIDTH = 20
#: Columns of an article that the rest of the text says: the text itself stands in the blocks.
_ELSEWHERE = frozenset({"id", "body", "lead"})


@click.command()
@archive_option
@click.argument("article", metavar="ARTICLE-ID", type=row_number)
def show(archive: Path, article: int) -> None:
    """Show one article: its fields, addresses, revisions and blocks.

    ARTICLE-ID is the number in the column id of an export.
    """
    from crawler.archive.archive import Archive
    from crawler.archive.dossier import dossier

    with Archive.open_to_read(archive) as store:
        found = dossier(store.db, article)
    if found is None:
        raise UsageProblem(
            f"there is no article {article} in {archive}; take its number from the column id of an"
            " export"
        )
    click.echo("\n".join(_lines(found)))


def _lines(found: "Dossier") -> Iterator[str]:
    """The text, line by line; nothing in it can command a terminal."""
    yield f"article {found.article['id']}"
    for name, value in found.article.items():
        if name not in _ELSEWHERE and value is not None:
            # published_raw holds the printed date, a tab, and the rule that read it.
            shown = printable(str(value).replace("\t", " | rule: "))
            yield f"  {name:<{_WIDTH}}{shown}"
    yield f"addresses: {len(found.urls)}"
    for row in found.urls:
        yield (
            f"  {row['state']:<6}{printable(str(row['url']))}"
            f"  (first seen {row['first_seen_at']}, last seen {row['last_seen_at']})"
        )
    yield f"revisions: {len(found.revisions)}"
    for row in found.revisions:
        yield (
            f"  {row['number']:<3}{row['seen_at']}  capture {row['capture_id']}"
            f"  {printable(str(row['url']))}  {printable(str(row['title']))}"
        )
        if row["tls"]:
            yield f"     {printable(str(row['tls']))}"
    yield f"blocks: {len(found.blocks)}"
    for block in found.blocks:
        yield from _block_lines(block)


def _block_lines(block: dict[str, object]) -> Iterator[str]:
    """A block beside its kind; further lines of a list or table stand below the first."""
    shown = [printable(line) for line in str(block["text"]).split("\n") if line]
    if block["url"]:
        shown.append(f"<{printable(str(block['url']))}>")
    label = str(block["kind"])
    for line in shown:
        yield f"  {label:<12}{line}"
        label = ""
