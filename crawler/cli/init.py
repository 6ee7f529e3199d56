"""``tinhuy init``: make a new archive."""

from pathlib import Path

import click


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
def init(folder: Path) -> None:
    """Make a new archive in DIR, which must be empty or not exist yet.

    It holds archive.db, the WARC files with what the sites sent, and tinhuy.toml with every
    setting and its meaning.
    """
    from crawler.archive.archive import Archive
    from crawler.config import write_template

    with Archive.create(folder):
        config = write_template(folder)
    click.echo(f"made the archive {folder.absolute()}")
    click.echo(f"next: set contact in {config.absolute()},")
    click.echo(f"then: tinhuy crawl --archive {folder} SITE (tinhuy sites lists the sites)")
