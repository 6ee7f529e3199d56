"""Families whose pages are told by selectors alone: listings and articles as data."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.capture import Capture
from crawler.errors import Twin
from crawler.extract.dates import day_in_address, published_or_none
from crawler.extract.markup import flat_text
from crawler.extract.page import Page
from crawler.extract.selection import Css, every
from crawler.extract.text import folded
from crawler.items import Article, ArticleLink, PageRequest
from crawler.site import Evidence, Family
from spiders.layouts.layout import Layout, layout_of, read_laid_out
from spiders.layouts.places import Rule, evidenced

_ANY_LINK = evidenced("a[href]")
_NEXT = Css("link[rel='next'][href], a[rel='next'][href]")


@dataclass(frozen=True)
class Listed:
    """One way in which a platform lists articles: an item each, perhaps with a date in it.

    Where items nest, a link belongs to the innermost.
    """

    items: Rule
    links: Rule = _ANY_LINK
    date: Rule | None = None


class LaidOut(Family):
    """A family whose listings and articles are declared; it adds how its listings are paged.

    ``signs`` are texts of which each proves the platform. An article's address has a path that
    ``article_path`` finds itself in, and that begins with none of ``passed_by`` (prints and other
    twins, tag pages). In the paths of ``twins`` an article is shown a second time: they are passed
    by too, and such a page is refused wherever it comes from. ``lists`` and ``layouts`` are tried
    in order. With ``own_host`` a listing's links to other hosts are passed by, else the run counts
    and names them.
    """

    signs: ClassVar[tuple[str, ...]]
    article_path: ClassVar[re.Pattern[str]]
    passed_by: ClassVar[tuple[str, ...]] = ()
    twins: ClassVar[re.Pattern[str] | None] = None
    own_host: ClassVar[bool] = False
    lists: ClassVar[tuple[Listed, ...]]
    layouts: ClassVar[tuple[Layout, ...]]

    @classmethod
    def recognises(cls, page: Page) -> bool:
        """Whether a sign of the platform is on the page."""
        return any(sign in page.text for sign in cls.signs)

    @classmethod
    def article_links(cls, page: Page) -> tuple[ArticleLink, ...]:
        """The articles of the first list that is on the page, each address once.

        An item's picture, title and teaser may all lead to the article: the first that has a text
        names it.
        """
        for listed in cls.lists_on(page):
            found: dict[str, ArticleLink] = {}
            items = listed.items.nodes(page)
            for item in items:
                for link in cls._links(item, listed, page, among=frozenset(items)):
                    known = found.get(link.url)
                    if known is None or known.title is None:
                        found[link.url] = link
            if found:
                return tuple(found.values())
        return ()

    @classmethod
    def lists_on(cls, page: Page) -> tuple[Listed, ...]:  # noqa: ARG003  # for answers to a POST
        """The ways in which *page* may list articles."""
        return cls.lists

    @classmethod
    def is_article(cls, page: Page) -> bool:
        """Whether the page has an article's title and body, or is a twin of one that has."""
        return cls._is_twin(page.url) or layout_of(page, cls.layouts) is not None

    @classmethod
    def read_article(cls, capture: Capture) -> Article:
        """The article in the first layout that fits; raises Twin for a second view of one."""
        if cls._is_twin(capture.url):
            raise Twin(f"{capture.url} shows an article that has an address of its own")
        return read_laid_out(capture, cls.layouts)

    @classmethod
    def _links(
        cls, item: HtmlElement, listed: Listed, page: Page, *, among: frozenset[HtmlElement]
    ) -> Iterator[ArticleLink]:
        """The links that lead to articles and belong to one item among others."""
        printed = listed.date.css.select(item) if listed.date else []
        published = published_or_none(flat_text(printed[0])) if printed else None
        for node in listed.links.css.select(item):
            owner = next(one for one in (node, *node.iterancestors()) if one in among)
            address = page.absolute(node.get("href"))
            if owner is not item or address is None or not cls._leads_to_article(address, page):
                continue
            day = published or day_in_address(address)
            yield ArticleLink(
                url=address,
                title=folded(node.get("title", "")) or _text_of_link(node),
                listed_on=day.on if day else None,
            )

    @classmethod
    def is_article_address(cls, url: str) -> bool:
        """Whether the path is that of an article, and of none of its twins."""
        path = urlsplit(url).path
        if cls._is_twin(url) or path.startswith(cls.passed_by):
            return False
        return cls.article_path.search(path) is not None

    @classmethod
    def _leads_to_article(cls, address: str, page: Page) -> bool:
        if cls.own_host and urlsplit(address).netloc != urlsplit(page.url).netloc:
            return False
        return cls.is_article_address(address)

    @classmethod
    def _is_twin(cls, address: str) -> bool:
        return cls.twins is not None and cls.twins.search(urlsplit(address).path) is not None


class FirstPages(LaidOut):
    """A family by whose requests a listing is paged nobody has seen; its first page is walked.

    Where a page names the one after it as HTML has it (``rel="next"``), that is asked for.
    """

    paging: ClassVar[Evidence] = Evidence.UNKNOWN

    @classmethod
    def next_page(cls, page: Page) -> PageRequest | None:
        """The page that this one names as the next, if it names any."""
        named = (page.absolute(node.get("href")) for node in every(page.root, _NEXT))
        following = next((url for url in named if url and url != page.absolute(page.url)), None)
        return PageRequest(url=following) if following else None


def _text_of_link(node: HtmlElement) -> str | None:
    """The text of a link; one that holds another was never closed, and its text is not its own."""
    if next(node.iterdescendants("a"), None) is not None:
        return None
    return flat_text(node) or None
