"""The platform of Hưng Yên's committees and departments, known by "date | views".

Its vendor and its class names are not known. Recognise it by addresses that end in ``-c<ID>.html``
(``dukcq.hungyen.dcs.vn``, ``hungyen.dcs.vn``, ``vienkiemsathungyen.gov.vn``; since about 2021), or
``/<section>/<slug>.aspx`` before that (``dukcqhungyen.vn``), and by a line such as
``13/08/2025 | 329`` or ``7 năm trước | 3294`` below an article's title. So articles are read by
their printed lines, and nothing here is a selector.

That ``/chuyen-muc-<slug>-c<ID>-<page>.html`` are the pages of a section is evidenced for
``hungyen.gov.vn`` alone.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import ClassVar
from urllib.parse import urlsplit

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from crawler.capture import Capture
from crawler.errors import NotAnArticle
from crawler.extract.markup import flat_text
from crawler.extract.page import Page
from crawler.extract.text import folded
from crawler.items import Article, ArticleLink, LeadingLine, PageRequest
from crawler.site import Evidence, Family
from spiders.layouts.date_lines import date_lines
from spiders.layouts.dated import LinksIn, dated_article, dated_articles
from spiders.layouts.dated_parts import is_frame, lead_and_blocks, section_of
from spiders.layouts.link_lists import listed_items

#: Addresses of articles and, on the newer platform, of sections.
_ADDRESS = re.compile(r"-c[0-9]{2,}(?:-[0-9]{1,5})?\.html$|^/[a-z0-9-]+/[a-z0-9-]{3,}\.aspx$")
#: What such an address has, however it is spelt: links without it need no closer look.
_MARKED = re.compile(r"-c[0-9]{2}|[.]aspx")
#: Sections, and the SharePoint pages that departments of Hưng Yên have too.
_NO_ARTICLE = re.compile(r"^/(?:chuyen-muc-|pages/|lists/)|-c[0-9]+-[0-9]+\.html$")
#: The number of a section's page.
_PAGE = re.compile(r"-([0-9]{1,5})(?=\.html$)|[?&](?:page|p|trang)=([0-9]{1,5})(?=&|$)")
#: Views without a name, which other platforms give them.
_SIGN = re.compile(r"[^|]{6,80}\| ?[0-9][0-9.,]{0,11}")
#: So many links of the platform's form prove it: another site may link to one.
_SIGNS = 3


class DateViews(Family):
    """Sites of Hưng Yên with "date | views" below the title."""

    name: ClassVar[str] = "date_views"
    paging: ClassVar[Evidence] = Evidence.INFERRED
    leading_lines: ClassVar[tuple[LeadingLine, ...]] = (
        LeadingLine.SECTION,
        LeadingLine.TITLE,
        LeadingLine.DATE,
    )

    @classmethod
    def recognises(cls, page: Page) -> bool:
        """Whether the page has the platform's links to its own host, or its date line."""
        if any(_SIGN.fullmatch(line.text) for _, line in date_lines(page.root)):
            return True
        own: set[str] = set()
        for _, address in _own_links(page.root.iter("a"), page):
            own.add(address)
            if len(own) == _SIGNS:
                return True
        return False

    @classmethod
    def article_links(cls, page: Page) -> tuple[ArticleLink, ...]:
        """The articles of the lists outside the page's head, menus and foot."""
        links = (
            (node, address)
            for node, address in _own_links(_content_links(page.root), page)
            if address != page.url and cls.is_article_address(address)
        )
        days = _days(page)
        found: dict[str, ArticleLink] = {}
        for item in listed_items(links):
            known = found.get(item.address)
            if known is None or known.title is None:
                title = folded(item.link.get("title", "")) or flat_text(item.link) or None
                day = next((days[node] for node in item.node.iter() if node in days), None)
                found[item.address] = ArticleLink(url=item.address, title=title, listed_on=day)
        return tuple(found.values())

    @classmethod
    def is_article_address(cls, url: str) -> bool:
        """Whether the path is one of the platform's, and not that of a section."""
        path = urlsplit(url).path
        return _ADDRESS.search(path) is not None and not _NO_ARTICLE.search(path)

    @classmethod
    def next_page(cls, page: Page) -> PageRequest | None:
        """The page of the next number, where the page links to it and lists articles."""
        section, number = _numbered(page.url)
        linked = (page.absolute(node.get("href")) for node in page.root.iter("a"))
        wanted = (section, number + 1)
        following = next((each for each in linked if each and _numbered(each) == wanted), None)
        return PageRequest(url=following) if following and cls.article_links(page) else None

    @classmethod
    def is_article(cls, page: Page) -> bool:
        """Whether a line on the page dates an article."""
        return bool(dated_articles(page, _links_in(page)))

    @classmethod
    def read_article(cls, capture: Capture) -> Article:
        """The article that the page's date line dates.

        Raises NotAnArticle where no line does, or nothing but links follows it, SelectionError
        where it cannot be told which.
        """
        page = capture.page
        found = dated_article(page, _links_in(page))
        if found is None:
            raise NotAnArticle(f"{page.url} shows no article: no line dates one")
        lead, blocks = lead_and_blocks(found, page)
        if not lead and not blocks:
            raise NotAnArticle(f"{page.url} shows no article: its date is followed by links alone")
        dates = found.line.dates
        return Article(
            url=capture.url,
            title=found.title.text,
            lead=lead,
            blocks=blocks,
            section=section_of(found, page),
            published=dates.published,
            modified_at=dates.modified.at if dates.modified else None,
        )


def _own_links(links: Iterable[HtmlElement], page: Page) -> Iterator[tuple[HtmlElement, str]]:
    """Those of *links* that lead to pages of the platform on this page's host."""
    host = urlsplit(page.url).netloc
    for node in links:
        href = node.get("href", "")
        address = page.absolute(href) if _MARKED.search(href) else None
        if address is None:
            continue
        _, _, netloc, path = address.partition("?")[0].split("/", 3)  # its one spelling has them
        if netloc == host and _ADDRESS.search(f"/{path}"):
            yield node, address


def _links_in(page: Page) -> LinksIn:
    return lambda holder: (node for node, _ in _own_links(holder.iter("a"), page))


def _content_links(root: HtmlElement) -> Iterator[HtmlElement]:
    """The links outside what all pages of a site share."""
    walker = iterwalk(root, events=("start",))
    for _, node in walker:
        if is_frame(node):
            walker.skip_subtree()
        elif node.tag == "a":
            yield node


def _days(page: Page) -> dict[HtmlElement, date]:
    """The days that the page prints, each with its element."""
    lines = date_lines(page.root)
    return {node: line.dates.published.on for node, line in lines if line.dates.published}


def _numbered(address: str) -> tuple[str, int]:
    """An address without the number of its page, and that number: 1 where there is none."""
    found = _PAGE.search(address)
    number = int(found[1] or found[2]) if found else 1
    return (address[: found.start()] + address[found.end() :] if found else address), number
