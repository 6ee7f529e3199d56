"""The newspaper platform whose articles end in ``-a<ID>.html`` (its vendor is not known).

Recognise it by ``/static/templates/version1/homepage/`` (every page has it as ``<base href>``, so
relative links resolve there), by ``var DOMAIN``, ``content-fck`` and ``#newscontents``.
"""

import re
from dataclasses import replace
from datetime import date
from typing import ClassVar
from urllib.parse import SplitResult, parse_qs, urlsplit, urlunsplit

from lxml.html import HtmlElement

from crawler.capture import Capture
from crawler.extract.markup import flat_text
from crawler.extract.page import Page
from crawler.extract.selection import Css, every
from crawler.extract.text import folded
from crawler.items import Article, ArticleLink, LeadingLine, PageRequest
from crawler.site import Family
from spiders.families.layout import (
    Layout,
    evidenced,
    inferred,
    layout_of,
    read_laid_out,
)

_SIGNS = ("/static/templates/version1/homepage/", "content-fck", "newscontents")  # evidenced
#: From phunuonline.com.vn, a paper on the same platform.
_ITEMS = inferred("#listcate li.item, #listcate li.post")
_LINKS = Css("a[href]")
_PAGES = Css("a[href*='?p='], a[href*='&p=']")
#: The breadcrumb is a heading too, the only one that holds links and has no class.
_CRUMBS = evidenced(
    ":not(.detail-title) > h1:not([class]) > a, :not(.detail-title) > h1:not([class]) > span > a"
)
#: Malformed links to itself, prints, and pages that repeat articles.
_DENIED = ("/https/", "/http/", "/print/", "/tag/", "/tags/")
_LAYOUTS = tuple(
    Layout(
        title=evidenced(title),
        date=evidenced(".pubdate"),
        lead=evidenced(".detail-desc"),
        body=evidenced(body),
        author=evidenced("#newscontents p.author.ignore"),
    )
    for title in (".detail-title h1", "h1.fw700")
    for body in ("#newscontents .content-fck", "#newscontents")
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
        for item in every(page.root, _ITEMS.css):
            for node in every(item, _LINKS):
                if link := _link(node, page):
                    found.setdefault(link.url, link)
        return tuple(found.values())

    @classmethod
    def next_page(cls, page: Page) -> PageRequest | None:
        """The page ``?p=N+1``, if the pager reaches so far; without a pager, if there are links.

        Beyond the end the last page is shown again, and its pager ends below the number asked for.
        """
        here = urlsplit(page.url)
        number = _page_number(here)
        linked = _linked_pages(page, here)
        if number >= max(linked) if linked else not cls.article_links(page):
            return None
        kept = [part for part in here.query.split("&") if part and not part.startswith("p=")]
        query = "&".join((*kept, f"p={number + 1}"))
        return PageRequest(url=urlunsplit(here._replace(query=query, fragment="")))

    @classmethod
    def is_article(cls, page: Page) -> bool:
        """Whether the page has an article's title and body."""
        return layout_of(page, _LAYOUTS) is not None

    @classmethod
    def read_article(cls, capture: Capture) -> Article:
        """The article; its section is the last step of the breadcrumb."""
        article = read_laid_out(capture, _LAYOUTS)
        crumbs = map(flat_text, every(capture.page.root, _CRUMBS.css))
        return replace(article, section=next(reversed([text for text in crumbs if text]), None))


def _linked_pages(page: Page, here: SplitResult) -> list[int]:
    """The numbers of this listing's pages that the page links to."""
    linked = (page.absolute(node.get("href")) for node in every(page.root, _PAGES))
    parts = [urlsplit(address) for address in linked if address]
    return [_page_number(each) for each in parts if each.path.rstrip("/") == here.path.rstrip("/")]


def _link(node: HtmlElement, page: Page) -> ArticleLink | None:
    address = page.absolute(node.get("href"))
    if address is None:
        return None
    path = urlsplit(address).path
    if not _ARTICLE_PATH.search(path) or path.startswith(_DENIED):
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


def _page_number(address: SplitResult) -> int:
    """The number in ``?p=N``; 1 where there is none."""
    number = parse_qs(address.query).get("p", ["1"])[0]
    return int(number) if number.isascii() and number.isdecimal() else 1
