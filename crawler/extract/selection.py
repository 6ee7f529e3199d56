"""Selectors as declared in layouts: compiled once, and strict about how many nodes they want."""

from cssselect import SelectorError
from lxml.cssselect import CSSSelector
from lxml.etree import XPathSyntaxError
from lxml.html import HtmlElement

from crawler.errors import DeclarationError, SelectionError


class Css:
    """A CSS selector, compiled where it is declared; a broken one stops the import there."""

    def __init__(self, selector: str) -> None:
        self.selector = selector
        try:
            self._select = CSSSelector(selector, translator="html")
        except (SelectorError, XPathSyntaxError) as error:
            raise DeclarationError(f"bad selector {selector!r}: {error}") from error

    def __repr__(self) -> str:
        return f"Css({self.selector!r})"

    def select(self, root: HtmlElement) -> list[HtmlElement]:
        """Every node beneath *root* that the selector names, in document order."""
        return [node for node in self._select(root) if isinstance(node, HtmlElement)]


def every(root: HtmlElement, css: Css) -> list[HtmlElement]:
    """All nodes that *css* selects, in document order; none is an answer too."""
    return css.select(root)


def one(root: HtmlElement, css: Css) -> HtmlElement:
    """The one node that *css* selects; none or several means: not the page we know."""
    found = css.select(root)
    if len(found) != 1:
        raise SelectionError(f"{css} selects {len(found)} nodes, not 1")
    return found[0]


def optional(root: HtmlElement, css: Css) -> HtmlElement | None:
    """The one node that *css* selects, or None; SelectionError where there are several."""
    found = css.select(root)
    if len(found) > 1:
        raise SelectionError(f"{css} selects {len(found)} nodes, not one at most")
    return found[0] if found else None
