"""A page, parsed once, as the hooks of a family look at it."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from crawler.errors import PageError
from crawler.extract.structured import Structured
from crawler.extract.urls import OtherScheme, UrlError, canonical_url, link_target
from crawler.items import PageRequest

#: lxml refuses a str with an encoding declaration; the text is decoded already.
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
#: The parser says so where it stops before the end.
_GAVE_UP = etree.ErrorTypes.ERR_RESOURCE_LIMIT
#: A path that is spelt as addresses are stored; most links within a site are.
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9_~-]++(?:\.[A-Za-z0-9_~-]++)*+)++/?+")
_EMPTY = "<html><body></body></html>"


@cache
def _parser() -> HTMLParser:
    """The parser of all pages.

    It makes all elements of one class, for a special one for forms takes a call of Python for each
    element, and keeps no table of ids, which XPath does without.
    """
    parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, collect_ids=False)
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=HtmlElement))
    return parser


class TooDeep(PageError):
    """A page nests so deep that the parser gave up, and lost what comes after."""

    reason = "too-deep"


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page's text and tree; the tree is shared, so nobody changes it.

    ``request`` is what was asked for (a fragment answer to a POST is understood only with it);
    ``at`` is when it was fetched, UTC, and never a date of the article.
    """

    url: str
    text: str
    request: PageRequest
    at: datetime

    @cached_property
    def root(self) -> HtmlElement:
        """The root element; a text without any content gives an empty ``<html>``.

        Raises TooDeep for about 2,000 levels and more, and PageError where there is no tree.
        """
        text = _DECLARATION.sub("", self.text.replace("\x00", "\ufffd"))
        parser = _parser()
        try:
            root = document_fromstring(text if text.strip() else _EMPTY, parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError):
            return document_fromstring(_EMPTY)
        except ValueError as error:
            raise PageError(f"{self.url} cannot be parsed: {error}") from error
        if any(entry.type == _GAVE_UP for entry in parser.error_log):
            raise TooDeep(f"{self.url} nests too deep to be read whole")
        return root

    @cached_property
    def structured(self) -> Structured:
        """What the page states for machines."""
        return Structured(root=self.root)

    @cached_property
    def base_url(self) -> str:
        """The address against which relative links resolve: the first ``<base href>``, or ``url``.

        One that is no address is passed by.
        """
        stated = (node.get("href") for node in self.root.iter("base"))
        href = next((href.strip() for href in stated if href is not None), "")
        try:
            return urljoin(self.url, href)
        except ValueError:
            return self.url

    def absolute(self, href: str | None) -> str | None:
        """The canonical address that a link names; None where it names no http(s) page.

        Hooks ask again for the same links, so each is resolved once. One that is broken, rather
        than a mail, a script or the like, is among :attr:`malformed` from then on.
        """
        if not href or href.lstrip().startswith("#"):
            return None
        if href not in self._addresses:
            self._addresses[href] = self._resolved(href)
        return self._addresses[href]

    @cached_property
    def malformed(self) -> set[str]:
        """The links asked for so far that are no addresses at all."""
        return set()

    @cached_property
    def _addresses(self) -> dict[str, str | None]:
        return {}

    @cached_property
    def _origin(self) -> str | None:
        """What stands before the path of an address on the page's own host."""
        try:
            return canonical_url(urljoin(self.base_url, "/")).removesuffix("/")
        except (UrlError, ValueError):
            return None

    def _resolved(self, href: str) -> str | None:
        if _PLAIN_PATH.fullmatch(href) and self._origin is not None:
            return f"{self._origin}{href}"
        try:
            return link_target(self.base_url, href)
        except OtherScheme:
            return None
        except UrlError:
            self.malformed.add(href)
            return None
