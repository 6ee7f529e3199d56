"""From a capture to what it says: the one way by which crawl, ingest and tests read a page.

These are pure functions; which process calls them is decided in :mod:`crawler.readers`.
"""

from dataclasses import dataclass

from crawler.capture import Capture
from crawler.clock import HANOI
from crawler.errors import Barred, NoLinks, NotAnArticle, UnknownLayout
from crawler.extract.barriers import barrier_on
from crawler.frontier.entry import EntryKind
from crawler.items import Article, Listing
from crawler.site import Family, Site

#: Goes up whenever the same capture may read differently than before; every revision notes it.
READER_VERSION = "4"


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a capture shows: exactly one of the two."""

    article: Article | None = None
    listing: Listing | None = None


def read(site: Site, kind: EntryKind | None, capture: Capture) -> Found:
    """What *capture* shows of *site*; *kind* None lets the page itself say what it is.

    Raises a :class:`~crawler.errors.PageError` that names why nothing can be read, and
    :class:`~crawler.errors.Barred` where that is because the page is not the site's own.
    """
    try:
        return _read(site, kind, capture)
    except (UnknownLayout, NotAnArticle, NoLinks) as error:
        if barrier := barrier_on(capture.page):
            raise Barred(barrier.reason, f"{capture.url} is {barrier.sentence}") from error
        raise


def _read(site: Site, kind: EntryKind | None, capture: Capture) -> Found:
    family = family_of(site, capture)
    if kind is EntryKind.ARTICLE or (kind is None and family.is_article(capture.page)):
        return Found(article=family.read_article(capture))
    least = site.expect.min_links if kind is EntryKind.HEAD else 0
    return Found(listing=_listing(family, capture, least=least))


def family_of(site: Site, capture: Capture) -> type[Family]:
    """The family of *site* that recognises the page.

    Where several do (a page of today may link to files of the system before), the era of the day
    on which it was fetched decides, else the newest of them. An answer to a POST is a fragment
    without any sign; it belongs to the family that pages by POST. Raises UnknownLayout.
    """
    day = capture.at.astimezone(HANOI).date()
    by_standing = sorted(site.eras, key=lambda era: not era.holds(day))  # the newest first
    is_answer = capture.request.method == "POST"
    for family in dict.fromkeys(era.family for era in by_standing):
        if family.pages_by_post if is_answer else family.recognises(capture.page):
            return family
    raise UnknownLayout(f"no family of {site.name} recognises {capture.url}")


def _listing(family: type[Family], capture: Capture, *, least: int) -> Listing:
    links = family.article_links(capture.page)
    if len(links) < least:
        raise NoLinks(
            f"{capture.url} names {len(links)} articles, not {least} or more;"
            " has the layout changed?"
        )
    return Listing(url=capture.url, links=links, next_page=family.next_page(capture.page))
