"""What several commands take: the archive, and names of sites."""

from collections.abc import Sequence
from functools import partial
from importlib.machinery import PathFinder
from pathlib import Path
from typing import TYPE_CHECKING

import click

from crawler.archive.folder import is_older, require_archive
from crawler.errors import UsageProblem
from crawler.suggestions import nearest

if TYPE_CHECKING:
    from crawler.site import Site


def _given(_context: click.Context, _parameter: click.Parameter, folder: Path | None) -> Path:
    if folder is None:
        raise UsageProblem(
            "no archive is named: give --archive DIR or set TINHUY_ARCHIVE"
            " (tinhuy init DIR makes an archive)"
        )
    return folder


def _named(context: click.Context, parameter: click.Parameter, folder: Path | None) -> Path:
    found = _given(context, parameter, folder)
    require_archive(found)  # before anything heavy is loaded, and before any other trouble
    return found


def _upgraded(context: click.Context, parameter: click.Parameter, folder: Path | None) -> Path:
    """The archive, brought to the schema of this program; that is rare, and it is told."""
    folder = _named(context, parameter, folder)
    if is_older(folder):
        from crawler.archive.upgrade import upgrade

        if done := upgrade(folder):
            click.echo(
                f"tinhuy: {folder} was upgraded from schema {done.before} to {done.after};"
                f" its database as it was is kept in {done.kept}",
                err=True,
            )
    return folder


_option = partial(
    click.option,
    "--archive",
    type=click.Path(path_type=Path, readable=False),
    metavar="DIR",
    envvar="TINHUY_ARCHIVE",
    show_envvar=True,
    help="The folder of the archive.",
)
archive_option = _option(callback=_upgraded)
#: The same for a command that leaves the archive as it is, whatever its schema.
untouched_archive_option = _option(callback=_named)
#: The same for a command that takes what is left of an archive.
folder_option = _option(callback=_given)

#: A number of something in the archive: any that a row may have.
row_number = click.IntRange(min=1, max=2**63 - 1)


def has_site_file(name: str) -> bool:
    """Whether there is a file for a site of this name, declared well or not; loads none of it."""
    import spiders

    found = (
        PathFinder.find_spec(f"spiders.{name}", spiders.__path__) if name.isidentifier() else None
    )
    return found is not None and found.submodule_search_locations is None


def known_sites(names: Sequence[str]) -> "tuple[Site, ...]":
    """The declared sites of these names, each once; UsageProblem for a name that is none."""
    from crawler.declared import declared_sites

    found = declared_sites()
    for name in names:
        if name in found.broken:
            raise UsageProblem(f"site {name} is declared wrong: {found.broken[name]}")
        if name not in found.sites:
            hint = nearest(name, found.sites)
            raise UsageProblem(f"unknown site {name!r}: {hint} (tinhuy sites lists them)")
    return tuple(found.sites[name] for name in dict.fromkeys(names))
