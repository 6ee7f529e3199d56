"""Addresses out of feeds (RSS 2.0 and 1.0, Atom) and sitemaps (with their indexes, and of news).

None of it is trusted. A document with a DOCTYPE is refused before it is parsed, so that there are
no entities to expand and no files to read; sizes and numbers are bounded as sitemaps.org has them;
XML that is broken is read as far as it is sound.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from email.utils import parsedate_to_datetime

from lxml import etree

from crawler.archive.codings import undo_content_coding
from crawler.capture import Capture
from crawler.clock import HANOI
from crawler.errors import PageError
from crawler.extract.charset import decode
from crawler.extract.text import folded
from crawler.extract.urls import OtherScheme, UrlError, link_target
from crawler.items import ArticleLink, FeedPage, LeftOut

#: What sitemaps.org allows one sitemap: addresses, and bytes once it is unpacked.
MOST_LINKS, MOST_BYTES = 50_000, 50 * 1024 * 1024

_ROOTS = frozenset({"rss", "RDF", "feed", "urlset", "sitemapindex"})
_ITEMS = frozenset({"item", "entry", "url", "sitemap"})
_DATES = frozenset({"lastmod", "pubDate", "date", "published", "updated", "publication_date"})
_XML_DECLARATION = re.compile(r"<\?xml[^>]*+>")
#: A DOCTYPE can stand only before the root element, after comments and processing instructions.
_DOCTYPE = re.compile(
    r"(?:\s++|<!--(?:[^-]|-(?!->))*+-->|<\?(?:[^?]|\?(?!>))*+\?>)*+<!DOCTYPE", re.IGNORECASE
)
#: Sections of CDATA, to be left alone, and the ampersands that should have been written ``&amp;``.
_LOOSE = re.compile(
    r"<!\[CDATA\[(?:[^\]]|\](?!\]>))*+(?:\]\]>)?|&(?!(?:[A-Za-z]{1,31}|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)"
)
_DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CHUNK = 1 << 16


class NotAFeed(PageError):
    """Something else stands where a feed or sitemap should: a page, or nothing."""

    reason = "no-feed"


class HostileFeed(PageError):
    """A feed defines entities, or could: none needs to, and they serve attacks."""

    reason = "doctype"


class FeedTooLarge(PageError):
    """A feed unpacks to more than a sitemap may have."""

    reason = "too-large"


def read_feed(capture: Capture) -> FeedPage:
    """What the feed or sitemap says, every address in its canonical spelling and once.

    Its dates are hints, of a last change as well as of publication. Raises NotAFeed, HostileFeed,
    FeedTooLarge.
    """
    text, flaw, has_titles = _text(capture)
    if _DOCTYPE.match(text):
        if re.search(r"<html[\s>]", text[:2000], re.IGNORECASE):
            raise NotAFeed(f"{capture.url} is a web page, not a feed or sitemap")
        raise HostileFeed(f"{capture.url} has a DOCTYPE, which no feed or sitemap needs")
    parser = etree.XMLPullParser(
        events=("start", "end"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    found = _Found(capture.url, has_titles=has_titles)
    for element in _elements(parser, _LOOSE.sub(_escaped, text), url=capture.url):
        found.take(element)
        if found.count >= MOST_LINKS:
            flaw = f"it names {MOST_LINKS} addresses or more"
            break
    with suppress(etree.XMLSyntaxError):
        parser.close()  # says so where the document has not ended; what it ends itself is not read
    if flaw is None and len(parser.feed_error_log):
        flaw = f"it is broken XML: {parser.feed_error_log[0].message}"
    return found.page(flaw)


def _text(capture: Capture) -> tuple[str, str | None, bool]:
    """The document without what may stand before it, why it may be incomplete, and more.

    Where nothing tells its charset, its addresses are sound all the same, and its titles are not.
    """
    unpacked = undo_content_coding(capture.body, [("Content-Encoding", "gzip")], most=MOST_BYTES)
    if unpacked.problem == "too-large":
        raise FeedTooLarge(f"{capture.url} unpacks to more than {MOST_BYTES} bytes")
    decoded = decode(unpacked.body, capture.content_type)
    text = decoded.text.lstrip("\ufeff \t\r\n")
    if declaration := _XML_DECLARATION.match(text):  # of an encoding that is undone by now
        text = text[declaration.end() :].lstrip()
    flaw = "nothing tells its charset, so its titles are passed by" if decoded.is_unsure else None
    if unpacked.problem:
        flaw = "it is packed, and ends too early"
    return text, flaw, not decoded.is_unsure


def _escaped(found: "re.Match[str]") -> str:
    return "&amp;" if found[0] == "&" else found[0]


def _elements(
    parser: "etree.XMLPullParser[etree._Element]", text: str, *, url: str
) -> Iterator[etree._Element]:
    """The items of the document, each as soon as it has ended; one that never ends is none.

    Raises NotAFeed where the root is that of no feed or sitemap.
    """
    is_known = False
    for at in range(0, len(text), _CHUNK):
        with suppress(etree.XMLSyntaxError):
            parser.feed(text[at : at + _CHUNK].encode())
        for event, element in parser.read_events():
            name = _name(element)
            if not is_known and name not in _ROOTS:
                raise NotAFeed(f"{url} is no feed or sitemap: its first element is {name!r}")
            is_known = True
            if event == "end" and name in _ITEMS:
                yield element
                element.clear()
    if not is_known:
        raise NotAFeed(f"{url} is no feed or sitemap: it is no XML")


class _Found:
    """What the items of one document name."""

    def __init__(self, url: str, *, has_titles: bool) -> None:
        self._url = url
        self._has_titles = has_titles
        self._links: dict[str, ArticleLink] = {}
        self._further: dict[str, None] = {}
        self._malformed = 0

    @property
    def count(self) -> int:
        """How many addresses there are so far."""
        return len(self._links) + len(self._further) + self._malformed

    def take(self, item: etree._Element) -> None:
        """Add the address of *item*; one that names none is passed by."""
        parts = list(_parts(item))
        address = next(filter(None, (_address(one) for one in parts)), None)
        if address is None:
            return
        try:
            url = link_target(self._url, address)
        except OtherScheme:
            return
        except UrlError:
            self._malformed += 1
            return
        if _name(item) == "sitemap":
            self._further[url] = None
        else:
            titles = (one.text for one in parts if _name(one) == "title" and one.text)
            title = next(titles, "") if self._has_titles else ""
            self._links.setdefault(
                url, ArticleLink(url=url, title=folded(title) or None, listed_on=_day(parts))
            )

    def page(self, flaw: str | None) -> FeedPage:
        """All of it."""
        return FeedPage(
            url=self._url,
            links=tuple(self._links.values()),
            further=tuple(self._further),
            flaw=flaw,
            left_out=LeftOut(malformed=self._malformed),
        )


def _parts(item: etree._Element) -> Iterator[etree._Element]:
    """What an item says of itself; of elements within those only what a sitemap says of news."""
    for child in item:
        yield child
        if _name(child) == "news":
            yield from child


def _name(element: etree._Element) -> str:
    """Its name without a namespace, which many forget to declare."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _address(part: etree._Element) -> str | None:
    """The address that a part of an item gives, if it is one that does.

    Atom has it in an attribute, and other links beside it: to the editor, to a picture.
    """
    name, text = _name(part), (part.text or "").strip()
    if name == "link" and part.get("href"):
        return part.get("href") if part.get("rel", "alternate") == "alternate" else None
    if name == "guid" and part.get("isPermaLink") != "false":
        return text if text.startswith(("http://", "https://")) else None
    return (text or None) if name in {"loc", "link"} else None


def _day(parts: list[etree._Element]) -> date | None:
    """The earliest day in Hanoi that an item states, if it states one that exists."""
    stated = (part.text or "" for part in parts if _name(part) in _DATES)
    return min(filter(None, map(_day_in, stated)), default=None)


def _day_in(text: str) -> date | None:
    with suppress(ValueError, TypeError, OverflowError):
        if found := _DAY.match(text.strip()):
            return date(*map(int, found.groups()))
        return parsedate_to_datetime(text).astimezone(HANOI).date()
    return None
