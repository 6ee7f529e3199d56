"""``tinhuy sites``: what can be crawled."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from crawler.site import Site


@click.command()
def sites() -> None:
    """List the sites that are declared, with what is known of them.

    A site that is unverified has candidates for its host only; it is crawled once its home is
    given with --home or in tinhuy.toml. Where it is not known how listings are paged, the first
    page of each is walked: such a site wants a crawl every night.
    """
    from crawler.declared import declared_sites

    found = declared_sites()
    click.echo("\n".join(_aligned([HEADINGS, *map(site_row, found.sites.values())])))
    for name, error in found.broken.items():
        click.echo(f"tinhuy: site {name} is declared wrong and left out: {error}", err=True)


HEADINGS = ("SITE", "STATUS", "HOME", "FAMILY", "PAGING", "SECTIONS", "PUBLISHER")


def site_row(site: "Site") -> tuple[str, ...]:
    """What a table says of *site*, in the order of HEADINGS."""
    from crawler.site import Status

    hosts = site.hosts
    unknown = f"not known; candidates: {', '.join(hosts)}"
    return (
        site.name,
        site.status.value,
        unknown if site.status is Status.UNVERIFIED else f"https://{hosts[0]}/",
        ", ".join(family.name for family in site.families),
        paging(site),
        str(len(site.sections)),
        site.publisher,
    )


def paging(site: "Site") -> str:
    """How far the listings of *site* are walked, by its newest family."""
    from crawler.site import Evidence

    known = site.families[0].paging
    return "first page only" if known is Evidence.UNKNOWN else f"to the end ({known.value})"


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
