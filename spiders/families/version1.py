"""The newspaper platform whose articles end in ``-a<ID>.html`` (its vendor is not known).

Recognise it by ``/static/templates/version1/homepage/`` (every page has it as ``<base href>``, so
relative links resolve there), by ``content-fck`` and ``#newscontents``. Its papers have had three
skins, as seen at baolongan.vn (the oldest), baocantho.com.vn and baoangiang.com.vn (the newest).
"""

import re
from dataclasses import replace
from typing import ClassVar
from urllib.parse import SplitResult, parse_qs, urlsplit, urlunsplit

from crawler.extract.page import Page
from crawler.extract.selection import Css, every
from crawler.items import LeadingLine, PageRequest
from crawler.site import Evidence
from spiders.layouts.family import LaidOut, Listed
from spiders.layouts.layout import AddressDay, Layout, Moment
from spiders.layouts.places import Linked, Meta, evidenced

#: The number of a page; no listing has a billion.
_NUMBER = re.compile(r"[0-9]{1,9}")
_PAGES = Css("a[href*='?p='], a[href*='&p=']")
#: The breadcrumb is a heading too, the only one that holds links and has no class.
_CRUMBS = evidenced(
    "div:not(.detail-title) > h1:not([class]) > a,"
    " div:not(.detail-title) > h1:not([class]) > span > a,"
    " body > h1:not([class]) > a, body > h1:not([class]) > span > a"
)


_LAYOUT = Layout(
    # Newer titles are in an element of their own, older ones are told by their looks.
    title=evidenced(".detail-title h1, h1.fw700, h1.fw600"),
    date=evidenced(".pubdate"),
    moments=(Moment(Linked("datePublished", Evidence.EVIDENCED)), AddressDay()),
    lead=evidenced(".detail-desc, :not(.content-fck-font-size) > p.fontd"),
    body=evidenced("#newscontents"),
    author=evidenced("p.author.ignore"),
    section=(_CRUMBS, evidenced("ul.breadcrumb li:not(.start) > h4 > a")),
    skip=(evidenced(".detail-related"),),
    captions=evidenced("p.note.ignore"),
)


class Version1(LaidOut):
    """Newspapers on the "-aID" platform."""

    name: ClassVar[str] = "version1"
    leading_lines: ClassVar[tuple[LeadingLine, ...]] = (LeadingLine.TITLE, LeadingLine.DATE)
    paging: ClassVar[Evidence] = Evidence.INFERRED
    signs = ("/static/templates/version1/homepage/", "content-fck", "newscontents")  # evidenced
    article_path = re.compile(r"-a\d+\.html$")
    #: Malformed links to itself, prints, and pages that repeat articles.
    passed_by = ("/https/", "/http/", "/print/", "/tag/", "/tags/")
    #: Of baoangiang.com.vn and phunuonline.com.vn, then of baolongan.vn.
    lists = (
        Listed(evidenced(".box-cate-detail-top, .cate-content-list-item .item")),
        Listed(evidenced("h2.h2cate, .boxtinmoi li")),
    )
    layouts = (
        _LAYOUT,
        replace(_LAYOUT, body=evidenced(":not(.detail-desc) > div.content-fck")),
        # Longforms print their title in a picture.
        replace(_LAYOUT, title=Meta("og:title", Evidence.INFERRED)),
    )

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


def _linked_pages(page: Page, here: SplitResult) -> list[int]:
    """The numbers of this listing's pages that the page links to."""
    linked = (page.absolute(node.get("href")) for node in every(page.root, _PAGES))
    parts = [urlsplit(address) for address in linked if address]
    return [_page_number(each) for each in parts if each.path.rstrip("/") == here.path.rstrip("/")]


def _page_number(address: SplitResult) -> int:
    """The number in ``?p=N``; 1 where there is none."""
    number = parse_qs(address.query).get("p", [""])[0]
    return int(number) if _NUMBER.fullmatch(number) else 1
