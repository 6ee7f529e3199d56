"""Selectors as declared in layouts: compiled once, and strict about how many nodes they want."""

from collections.abc import Iterator, Sequence
from typing import Self
from weakref import WeakKeyDictionary

from cssselect import HTMLTranslator, SelectorError, parse
from cssselect.parser import Class, CombinedSelector, Hash, Selector
from cssselect.xpath import XPathExpr
from lxml.etree import XPath, XPathSyntaxError
from lxml.html import HtmlElement

from crawler.errors import DeclarationError, SelectionError


class _Step(XPathExpr):
    """A step of a path to elements that are known by their class or id alone.

    Few elements have such an attribute, so the step looks for that and goes to its element; to ask
    every element takes twice as long.
    """

    attribute = ""

    def __str__(self) -> str:
        is_counted = "position()" in self.condition  # from its element: the one after a "+"
        if not self.attribute or self.element != "*" or is_counted:
            return super().__str__()
        return f"{self.path}*/{self.attribute}/parent::*[{self.condition}]"

    def join(self, combiner: str, other: XPathExpr) -> Self:
        """This step, and *other* after it."""
        super().join(combiner, other)
        self.attribute = other.attribute if isinstance(other, _Step) else ""
        return self


class _Translator(HTMLTranslator):
    """CSS to XPath, by way of the attributes where that is quicker."""

    xpathexpr_cls = _Step

    def xpath_attrib_includes(self, xpath: XPathExpr, name: str, value: str | None) -> XPathExpr:
        """Elements whose attribute *name* has the word *value*."""
        _attach(xpath, f"{name}[contains(., {self.xpath_literal(value or '')})]")
        return super().xpath_attrib_includes(xpath, name, value)

    def xpath_attrib_equals(self, xpath: XPathExpr, name: str, value: str | None) -> XPathExpr:
        """Elements whose attribute *name* is *value*."""
        _attach(xpath, f"{name}[. = {self.xpath_literal(value or '')}]")
        return super().xpath_attrib_equals(xpath, name, value)


def _attach(xpath: XPathExpr, attribute: str) -> None:
    if isinstance(xpath, _Step):
        xpath.attribute = xpath.attribute or attribute


class _Branch:
    """One of the selectors that commas part, and the names of classes and ids it cannot do without.

    Most selectors of a platform's many layouts name something that a given page does not have.
    """

    def __init__(self, parsed: Selector) -> None:
        self.names = frozenset(_names(parsed.parsed_tree))
        self.select = XPath(_Translator().selector_to_xpath(parsed), regexp=False)


class Css:
    """A CSS selector, compiled where it is declared; a broken one stops the import there.

    What it selects beneath a root is found once: readers ask again, and nobody changes a tree. A
    selector that names elements (``div.title``) is several times as quick as one that does not.
    """

    def __init__(self, selector: str) -> None:
        self.selector = selector
        self._found: WeakKeyDictionary[HtmlElement, list[HtmlElement]] = WeakKeyDictionary()
        try:
            self._branches = tuple(map(_Branch, parse(selector)))
            self._all = XPath(_Translator().css_to_xpath(selector), regexp=False)
        except (SelectorError, XPathSyntaxError) as error:
            raise DeclarationError(f"bad selector {selector!r}: {error}") from error

    def __repr__(self) -> str:
        return f"Css({self.selector!r})"

    def select(self, root: HtmlElement) -> list[HtmlElement]:
        """Every node beneath *root* that the selector names, in document order."""
        found = self._found.get(root)
        if found is None:
            found = self._select(root)
            if found[:1] != [root]:  # else it would keep itself in memory for good
                self._found[root] = found
        return list(found)

    def _select(self, root: HtmlElement) -> list[HtmlElement]:
        if root.getparent() is not None:  # a part of a page: its names are not worth collecting
            return _nodes(self._all, root)
        names = _names_on(root)
        possible = [branch for branch in self._branches if branch.names <= names]
        if len(possible) > 1:
            return _nodes(self._all, root)  # in document order, each node once
        return _nodes(possible[0].select, root) if possible else []


def _nodes(path: XPath, root: HtmlElement) -> list[HtmlElement]:
    return [node for node in path(root) if isinstance(node, HtmlElement)]


def _names(tree: object) -> Iterator[str]:
    """The names that an element or one around it must have, for a parsed selector to select it."""
    if isinstance(tree, Class):
        yield tree.class_name
    elif isinstance(tree, Hash):
        yield tree.id
    if isinstance(tree, CombinedSelector):
        yield from _names(tree.subselector)
    if (inner := getattr(tree, "selector", None)) is not None:
        yield from _names(inner)


_CLASSES, _IDS = (XPath(f"//@{name}", smart_strings=False) for name in ("class", "id"))
_NAMES: WeakKeyDictionary[HtmlElement, frozenset[str]] = WeakKeyDictionary()


def _names_on(root: HtmlElement) -> frozenset[str]:
    """Every class and id of a page, collected once."""
    names = _NAMES.get(root)
    if names is None:
        found = (*_CLASSES(root), *_IDS(root))
        names = frozenset(name for text in found for name in str(text).split())
        _NAMES[root] = names
    return names


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


def outermost(nodes: Sequence[HtmlElement]) -> list[HtmlElement]:
    """*nodes* without those that another of them holds.

    Each element is climbed over once, however deep it is.
    """
    among = set(nodes)
    is_held: dict[HtmlElement, bool] = {}
    kept: list[HtmlElement] = []
    for node in nodes:
        climbed: list[HtmlElement] = []
        above = node.getparent()
        while above is not None and above not in among and above not in is_held:
            climbed.append(above)
            above = above.getparent()
        held = above is not None and (above in among or is_held[above])
        is_held.update(dict.fromkeys(climbed, held))
        if not held:
            kept.append(node)
    return kept
