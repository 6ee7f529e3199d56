"""Selectors as declared in layouts: compiled once, and strict about how many nodes they want."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from weakref import WeakKeyDictionary

from cssselect import HTMLTranslator, SelectorError, parse
from cssselect.parser import Class, CombinedSelector, Hash, Selector, Tree
from lxml.etree import XPath, XPathSyntaxError, _Element
from lxml.html import HtmlElement

from crawler.errors import DeclarationError, SelectionError

#: Elements by the names that selectors give them: ``.title`` for a class, ``#body`` for an id.
_Named = Mapping[str, list[_Element]]
#: A step of a selector: what joins it to the one before, and what it asks of an element.
_Step = tuple[str, Tree]
#: From an element to those that a combinator joins to it, and back.
_FORTH = {
    " ": "descendant::",
    ">": "child::",
    "+": "following-sibling::*[1]/self::",
    "~": "following-sibling::",
}
_BACK = {
    " ": "ancestor::",
    ">": "parent::",
    "+": "preceding-sibling::*[1]/self::",
    "~": "preceding-sibling::",
}
_CSS = HTMLTranslator()


class _Branch:
    """One of the selectors that commas part: steps from element to element.

    A page is searched from the step whose name fewest of its elements have. Most selectors of a
    platform's many layouts name something that a given page does not have at all.
    """

    def __init__(self, parsed: Selector) -> None:
        steps = list(_steps(parsed.parsed_tree))
        self._plain = XPath(_CSS.selector_to_xpath(parsed), regexp=False)
        self._names = {name: at for at, (_, asked) in enumerate(steps) for name in _names(asked)}
        self._from = {
            at: XPath(_path_from(steps, at), regexp=False) for at in set(self._names.values())
        }

    def select(self, root: HtmlElement, named: _Named) -> list[HtmlElement]:
        """Every node of a page that the branch names, in document order."""
        if not self._names:
            return _elements(self._plain(root))
        rarest = min(self._names, key=lambda name: len(named.get(name, ())))
        start = named.get(rarest)
        return _elements(self._from[self._names[rarest]](root, start=start)) if start else []


class Css:
    """A CSS selector, compiled where it is declared; a broken one stops the import there.

    What it selects beneath a root is found once: readers ask again, and nobody changes a tree. A
    selector with a name in it is many times as quick as one without.
    """

    def __init__(self, selector: str) -> None:
        self.selector = selector
        try:
            self._branches = tuple(map(_Branch, parse(selector)))
            self._plain = XPath(_CSS.css_to_xpath(selector), regexp=False)
        except (SelectorError, XPathSyntaxError) as error:
            raise DeclarationError(f"bad selector {selector!r}: {error}") from error

    def __repr__(self) -> str:
        return f"Css({self.selector!r})"

    def select(self, root: HtmlElement) -> list[HtmlElement]:
        """Every node beneath *root* that the selector names, in document order."""
        answers = _ANSWERS.setdefault(root, {})
        found = answers.get(self)
        if found is None:
            found = self._select(root)
            if found[:1] != [root]:  # else it would keep itself in memory for good
                answers[self] = found
        return list(found)

    def _select(self, root: HtmlElement) -> list[HtmlElement]:
        if root.getparent() is not None:  # a part of a page: its names are not worth collecting
            return _elements(self._plain(root))
        named = _named_on(root)
        found = [nodes for branch in self._branches if (nodes := branch.select(root, named))]
        if len(found) > 1:
            return _elements(_IN_ORDER(root, nodes=list(chain.from_iterable(found))))
        return found[0] if found else []


#: What selectors have found beneath a root, as long as the root is in use.
_ANSWERS: WeakKeyDictionary[HtmlElement, dict[Css, list[HtmlElement]]] = WeakKeyDictionary()
#: Sorts nodes as the page has them, each once.
_IN_ORDER = XPath("$nodes/self::*", regexp=False)


def _elements(found: object) -> list[HtmlElement]:
    nodes = found if isinstance(found, list) else []
    return [node for node in nodes if isinstance(node, HtmlElement)]


def _steps(tree: Tree) -> Iterator[_Step]:
    """The steps of a selector, the first of which nothing joins."""
    if isinstance(tree, CombinedSelector):
        yield from _steps(tree.selector)
        yield tree.combinator, tree.subselector
    else:
        yield "", tree


def _names(asked: Tree) -> Iterator[str]:
    """The names that an element must have, to be what a step asks for."""
    if isinstance(asked, Class):
        yield f".{asked.class_name}"
    elif isinstance(asked, Hash):
        yield f"#{asked.id}"
    if (inner := getattr(asked, "selector", None)) is not None:
        yield from _names(inner)


def _path_from(steps: Sequence[_Step], at: int) -> str:
    """The path to what the last step selects, from ``$start``: elements for the step *at*."""
    here = ""
    for joined, asked in steps[: at + 1]:
        here = f"{_test(asked)}[{_BACK[joined]}{here}]" if joined else _test(asked)
    rest = (f"/{_FORTH[joined]}{_test(asked)}" for joined, asked in steps[at + 1 :])
    return f"$start/self::{here}{''.join(rest)}"


def _test(asked: Tree) -> str:
    """What a step asks of an element, as XPath writes it after an axis."""
    expression = _CSS.xpath(asked)
    condition = f"[{expression.condition}]" if expression.condition else ""
    return f"{expression.element}{condition}"


_WITH_CLASS = XPath("descendant::*[@class]", regexp=False)
_IDS = XPath("descendant::*/@id", regexp=False)
_NAMED: WeakKeyDictionary[HtmlElement, _Named] = WeakKeyDictionary()


def _named_on(root: HtmlElement) -> _Named:
    """Every element of a page by its classes and its id; collected once.

    The root itself is added each time: in the collection it would keep itself in memory.
    """
    named = _NAMED.get(root)
    if named is None:
        named = _NAMED[root] = _by_name(root)
    own = [f".{word}" for word in root.get("class", "").split()]
    own += [f"#{text}" for text in (root.get("id"),) if text is not None]
    return {**named, **{name: [root, *named.get(name, ())] for name in own}} if own else named


def _by_name(root: HtmlElement) -> _Named:
    """What is beneath *root* by the words of its class, and by its id."""
    by_class = defaultdict[str, list[_Element]](list)
    for node in _WITH_CLASS(root):
        by_class[node.get("class", "")].append(node)
    named = defaultdict[str, list[_Element]](list)
    for text, nodes in by_class.items():  # elements are alike: words are parted once a class
        for word in text.split():
            named[f".{word}"] += nodes
    for text in _IDS(root):
        named[f"#{text}"].append(text.getparent())
    return dict(named)


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
