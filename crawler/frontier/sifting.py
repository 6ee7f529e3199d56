"""Which links of a page a run follows; the others are counted, by the reason."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlsplit

from crawler.extract.urls import leads_in_circles
from crawler.items import ArticleLink, FeedPage, Listing

#: So many links of a listing page are followed: one that lists a section's whole archive has fewer.
MOST_LINKS = 10_000

Linked = TypeVar("Linked", Listing, FeedPage)
Reaches = Callable[[str], bool]


def sifted(page: Linked, reaches: Reaches) -> Linked:
    """*page* with the links that lead to pages of the site, as *reaches* knows them."""
    inside: list[ArticleLink] = []
    outside: list[str] = []
    circular = 0
    for link in page.links:
        if not reaches(link.url):
            outside.append(_host_shown(link.url))
        elif leads_in_circles(link.url):
            circular += 1
        else:
            inside.append(link)
    most = MOST_LINKS if isinstance(page, Listing) else len(inside)
    left_out = replace(
        page.left_out,
        elsewhere=tuple(outside),
        circular=page.left_out.circular + circular,
        beyond=page.left_out.beyond + len(inside[most:]),
    )
    return replace(page, links=tuple(inside[:most]), left_out=left_out)


def _host_shown(url: str) -> str:
    """The host in *url* for a message; all of it where it is no address."""
    try:
        return urlsplit(url).netloc or url
    except ValueError:
        return url
