"""A page, parsed once, as the hooks of a family look at it."""

import re
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from urllib.parse import urljoin

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from w3lib.html import get_base_url

from crawler.errors import PageError
from crawler.extract.urls import UrlError, canonical_url
from crawler.items import PageRequest

#: lxml refuses a str with an encoding declaration; the text is decoded already.
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_EMPTY = "<html><body></body></html>"


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
        """The root element; an empty text gives an empty ``<html>``.

        Raises PageError where the parser gives no tree at all.
        """
        text = _DECLARATION.sub("", self.text.replace("\x00", "\ufffd"))
        parser = HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True)
        try:
            return document_fromstring(text if text.strip() else _EMPTY, parser=parser)
        except (etree.ParserError, etree.XMLSyntaxError):
            return document_fromstring(_EMPTY)
        except (ValueError, RecursionError) as error:
            raise PageError(f"{self.url} cannot be parsed: {error}") from error

    @cached_property
    def base_url(self) -> str:
        """The address against which relative links resolve: ``<base href>``, else ``url``."""
        return get_base_url(self.text, self.url)

    def absolute(self, href: str | None) -> str | None:
        """The canonical address that a link names; None where it names no http(s) page."""
        if not href or href.lstrip().startswith("#"):
            return None
        try:
            return canonical_url(urljoin(self.base_url, href.strip()))
        except (UrlError, ValueError):
            return None
