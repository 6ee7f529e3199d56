"""From a capture to what it says: the one way by which crawl, ingest and tests read a page.

These are pure functions; which process calls them is decided in :mod:`crawler.readers`.
"""

from dataclasses import dataclass, replace

from crawler.capture import Capture
from crawler.clock import HANOI
from crawler.errors import Barred, CutShort, NoLinks, NotAnArticle, UnknownLayout, UnsureCharset
from crawler.extract.barriers import barrier_on, notice_on
from crawler.extract.charsets.mending import is_garbled
from crawler.extract.feeds import NotAFeed, read_feed
from crawler.frontier.entry import EntryKind
from crawler.items import Article, FeedPage, LeftOut, Listing
from crawler.site import Family, Site

#: Goes up whenever the same capture may read differently than before; every revision notes it.
READER_VERSION = "5"


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a capture shows: exactly one of the three."""

    article: Article | None = None
    listing: Listing | None = None
    feed: FeedPage | None = None


def read(site: Site, kind: EntryKind | None, capture: Capture) -> Found:
    """What *capture* shows of *site*; *kind* None lets the page itself say what it is.

    Raises a :class:`~crawler.errors.PageError` that names why nothing can be read, and
    :class:`~crawler.errors.Barred` where that is because the page is not the site's own.
    """
    if kind is not EntryKind.FEED:  # it may be packed, and XML says its charset itself
        require_text(capture)
    try:
        found = _read(site, kind, capture)
    except (UnknownLayout, NotAnArticle, NoLinks, NotAFeed) as error:
        if barrier := barrier_on(capture.page):
            raise Barred(barrier.reason, f"{capture.url} is {barrier.sentence}") from error
        if isinstance(error, NoLinks):
            _refuse_notice(capture)
        raise
    if found.article and is_garbled(_text_of(found.article)):
        raise UnsureCharset(f"the article of {capture.url} is in letters for a font, or garbled")
    if found.listing and not found.listing.links:
        _refuse_notice(capture)
    return found


def _text_of(article: Article) -> str:
    return "\n".join([article.title or "", *(block.text for block in article.blocks)])


def _refuse_notice(capture: Capture) -> None:
    """Barred where a listing names nothing for maintenance: that is not the end of its section."""
    if barrier := notice_on(capture.page):
        raise Barred(barrier.reason, f"{capture.url} names no articles, but {barrier.sentence}")


def _read(site: Site, kind: EntryKind | None, capture: Capture) -> Found:
    if kind is EntryKind.FEED:
        return Found(feed=_feed(site, capture))
    family = family_of(site, capture)
    if kind is EntryKind.ARTICLE or (kind is None and family.is_article(capture.page)):
        return Found(article=family.read_article(capture))
    least = site.expect.min_links if kind is EntryKind.HEAD else 0
    return Found(listing=_listing(family, capture, least=least))


def require_text(capture: Capture) -> None:
    """Raises CutShort for a part of a text, and UnsureCharset where it may be garbage.

    Neither must become an article.
    """
    if capture.is_cut:
        raise CutShort(f"{capture.url} did not come whole")
    if capture.decoded.is_unsure:
        raise UnsureCharset(f"nothing tells the charset of {capture.url} from others")


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
    page = capture.page
    links = family.article_links(page)
    if len(links) < least:
        raise NoLinks(
            f"{capture.url} names {len(links)} articles, not {least} or more;"
            " has the layout changed?"
        )
    following = family.next_page(page)
    left_out = LeftOut(malformed=len(page.malformed))
    return Listing(url=capture.url, links=links, next_page=following, left_out=left_out)


def _feed(site: Site, capture: Capture) -> FeedPage:
    """The feed with those of its links that a family of the site takes for an article's."""
    feed = read_feed(capture)
    links = tuple(
        link
        for link in feed.links
        if any(family.is_article_address(link.url) for family in site.families)
    )
    left_out = replace(feed.left_out, other=len(feed.links) - len(links))
    return replace(feed, links=links, left_out=left_out)
