"""Which links of a page a run follows; the others are counted, by the reason."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlsplit

from crawler.extract.urls import leads_in_circles
from crawler.items import FeedPage, Listing

#: So many links of a listing page are followed: one that lists a section's whole archive has fewer.
MOST_LINKS = 10_000

Linked = TypeVar("Linked", Listing, FeedPage)
Reaches = Callable[[str], bool]


def sifted_listing(page: Listing, reaches: Reaches) -> Listing:
    """*page* with the links that lead to pages of the site, as *reaches* knows them."""
    sound = _sound(page, reaches)
    left_out = replace(sound.left_out, beyond=len(sound.links[MOST_LINKS:]))
    return replace(sound, links=sound.links[:MOST_LINKS], left_out=left_out)


def sifted_feed(page: FeedPage, reaches: Reaches) -> FeedPage:
    """The same of a feed, whose links are bounded already."""
    further = tuple(url for url in page.further if reaches(url))
    outside = [_host_shown(url) for url in page.further if not reaches(url)]
    sound = _sound(page, reaches)
    left_out = replace(sound.left_out, elsewhere=(*sound.left_out.elsewhere, *outside))
    return replace(sound, further=further, left_out=left_out)


def _sound(page: Linked, reaches: Reaches) -> Linked:
    inside = [link for link in page.links if reaches(link.url)]
    outside = (_host_shown(link.url) for link in page.links if not reaches(link.url))
    sound = tuple(link for link in inside if not leads_in_circles(link.url))
    left_out = replace(page.left_out, elsewhere=tuple(outside), circular=len(inside) - len(sound))
    return replace(page, links=sound, left_out=left_out)


def _host_shown(url: str) -> str:
    """The host in *url* for a message; all of it where it is no address."""
    try:
        return urlsplit(url).netloc or url
    except ValueError:
        return url
