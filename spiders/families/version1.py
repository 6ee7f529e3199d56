"""The newspaper platform whose articles end in ``-a<ID>.html`` (its vendor is not known).

Recognise it by ``/static/templates/version1/homepage/`` (every page has it as ``<base href>``, so
relative links resolve there), by ``var DOMAIN``, ``content-fck`` and ``#newscontents``.
"""

import re
from datetime import date
from typing import ClassVar
from urllib.parse import parse_qs, urlsplit, urlunsplit

from lxml.html import HtmlElement

from crawler.capture import Capture
from crawler.extract.blocks import blocks_of
from crawler.extract.dates import published_or_none
from crawler.extract.markup import flat_text
from crawler.extract.page import Page
from crawler.extract.selection import Css, every
from crawler.extract.text import folded
from crawler.items import Article, ArticleLink, LeadingLine, PageRequest
from crawler.site import Family
from spiders.families.layout import Layout, evidenced, layout_of, offered, promised

_SIGNS = ("/static/templates/version1/homepage/", "content-fck", "newscontents")  # evidenced
_ITEMS = Css("#listcate li.item, #listcate li.post")  # inferred from a sister paper
_LINKS = Css("a[href]")
_PAGES = Css("ul.pagination a[href], .pager a[href], .paging a[href]")  # inferred
_CRUMBS = Css("h1:not([class]) > a, h1:not([class]) > span > a")  # evidenced
_NOT_FOUND = ("/https/", "/http/", "/print/", "/tag/", "/tags/")
_LAYOUTS = tuple(
    Layout(
        title=evidenced(title),
        date=evidenced(".pubdate"),
        lead=evidenced(".detail-desc"),
        body=evidenced("#newscontents .content-fck"),
    )
    for title in (".detail-title h1", "h1.fw700")
)
_ARTICLE_PATH = re.compile(r"-a\d+\.html$")
_DAY_IN_PATH = re.compile(r"-(\d{2})(\d{2})(\d{4})-a\d+\.html$")


class Version1(Family):
    """Newspapers on the "-aID" platform."""

    name: ClassVar[str] = "version1"
    leading_lines: ClassVar[tuple[LeadingLine, ...]] = (LeadingLine.TITLE, LeadingLine.DATE)

    @classmethod
    def recognises(cls, page: Page) -> bool:
        """Whether a sign of the platform is on the page."""
        return any(sign in page.text for sign in _SIGNS)

    @classmethod
    def article_links(cls, page: Page) -> tuple[ArticleLink, ...]:
        """The links of the list; malformed ones, prints and tag pages are passed by."""
        found: dict[str, ArticleLink] = {}
        for item in every(page.root, _ITEMS):
            for node in every(item, _LINKS):
                link = _link(node, page)
                if link:
                    found.setdefault(link.url, link)
        return tuple(found.values())

    @classmethod
    def next_page(cls, page: Page) -> PageRequest | None:
        """The page ``?p=N+1``, while the pager links to a page beyond this one."""
        number = _page_number(page.url)
        linked = (page.absolute(node.get("href")) for node in every(page.root, _PAGES))
        if max((_page_number(address) for address in linked if address), default=1) <= number:
            return None
        parts = urlsplit(page.url)
        return PageRequest(url=urlunsplit(parts._replace(query=f"p={number + 1}", fragment="")))

    @classmethod
    def is_article(cls, page: Page) -> bool:
        """Whether the page has an article's title and body."""
        return any(layout.fits(page) for layout in _LAYOUTS)

    @classmethod
    def read_article(cls, capture: Capture) -> Article:
        """The article; its section is the last step of the breadcrumb."""
        page = capture.page
        layout = layout_of(page, _LAYOUTS)
        lead, date_node = offered(page, layout.lead), offered(page, layout.date)
        crumbs = [text for node in every(page.root, _CRUMBS) if (text := flat_text(node))]
        return Article(
            url=capture.url,
            title=flat_text(promised(page, layout.title)),
            lead=(flat_text(lead) or None) if lead is not None else None,
            blocks=blocks_of(promised(page, layout.body), page),
            section=crumbs[-1] if crumbs else None,
            published=published_or_none(flat_text(date_node)) if date_node is not None else None,
        )


def _link(node: HtmlElement, page: Page) -> ArticleLink | None:
    address = page.absolute(node.get("href"))
    if address is None:
        return None
    path = urlsplit(address).path
    if not _ARTICLE_PATH.search(path) or path.startswith(_NOT_FOUND):
        return None
    title = folded(node.get("title", "")) or flat_text(node) or None
    return ArticleLink(url=address, title=title, listed_on=_day_in(path))


def _day_in(path: str) -> date | None:
    """The day that the platform writes into an article's address; None for older addresses."""
    if not (found := _DAY_IN_PATH.search(path)):
        return None
    day, month, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _page_number(url: str) -> int:
    """The number in ``?p=N``; 1 where there is none."""
    values = parse_qs(urlsplit(url).query).get("p", ["1"])
    return int(values[0]) if values[0].isdecimal() else 1
