"""Where on a page a fact stands, as data: selectors and other places, each with its evidence."""

import re
from dataclasses import dataclass
from typing import Protocol

from lxml.html import HtmlElement

from crawler.extract.markup import flat_text
from crawler.extract.page import Page
from crawler.extract.selection import Css, outermost
from crawler.site import Evidence


class Place(Protocol):
    """A place that holds texts; none there is an answer too."""

    def texts(self, page: Page) -> tuple[str, ...]:
        """The texts that the page has there, in order, none of them empty."""


@dataclass(frozen=True)
class Rule:
    """A selector, and how well it is known that the platform uses it."""

    css: Css
    evidence: Evidence

    def nodes(self, page: Page) -> list[HtmlElement]:
        """The elements that it selects on the page, in document order."""
        return self.css.select(page.root)

    def texts(self, page: Page) -> tuple[str, ...]:
        """The text of each element, on one folded line; one inside another is part of that."""
        return tuple(filter(None, map(flat_text, outermost(self.nodes(page)))))


@dataclass(frozen=True)
class Attribute:
    """An attribute of what a selector names, such as ``datetime``."""

    rule: Rule
    name: str

    def texts(self, page: Page) -> tuple[str, ...]:
        """Its values."""
        return tuple(filter(None, (node.get(self.name) for node in self.rule.nodes(page))))


@dataclass(frozen=True)
class Meta:
    """A ``meta`` element by its name or property."""

    name: str
    evidence: Evidence

    def texts(self, page: Page) -> tuple[str, ...]:
        """Its contents."""
        return page.structured.meta(self.name)


@dataclass(frozen=True)
class ScriptValue:
    """A value that an inline script gives a name, as analytics calls do."""

    name: str
    evidence: Evidence

    def texts(self, page: Page) -> tuple[str, ...]:
        """Its values."""
        return page.structured.script_values(self.name)


@dataclass(frozen=True)
class Linked:
    """A field of the JSON-LD that describes the article."""

    field: str
    evidence: Evidence

    def texts(self, page: Page) -> tuple[str, ...]:
        """Its values."""
        return page.structured.linked(self.field)


@dataclass(frozen=True)
class Labelled:
    """What stands behind a label, such as ``Nguồn tin:``, in the texts of a place.

    Texts without the label are none of it, unless it is ``optional``.
    """

    place: Place
    label: re.Pattern[str]
    optional: bool = False

    def texts(self, page: Page) -> tuple[str, ...]:
        """The texts without their label."""
        found = ((text, self.label.match(text)) for text in self.place.texts(page))
        kept = (
            text[label.end() :] if label else text
            for text, label in found
            if label or self.optional
        )
        return tuple(filter(None, kept))


@dataclass(frozen=True)
class Respelled:
    """The texts of a place that the platform misspells always in one way."""

    place: Place
    wrong: re.Pattern[str]
    right: str

    def texts(self, page: Page) -> tuple[str, ...]:
        """The texts as they were meant."""
        return tuple(self.wrong.sub(self.right, text) for text in self.place.texts(page))


def evidenced(selector: str) -> Rule:
    """A selector that a page or crawler of this platform is known to have."""
    return Rule(Css(selector), Evidence.EVIDENCED)


def inferred(selector: str) -> Rule:
    """A selector concluded from other evidence, and never seen on the platform itself."""
    return Rule(Css(selector), Evidence.INFERRED)


def alone(rule: Rule) -> Rule:
    """*rule*, where what it selects holds all the text of the element around it."""
    return Rule(_Alone(rule.css.selector), rule.evidence)


class _Alone(Css):
    """A selector of elements that stand in theirs without other text."""

    def select(self, root: HtmlElement) -> list[HtmlElement]:
        """Those beneath *root*, in document order."""
        return [node for node in super().select(root) if _holds_all(node, node.getparent())]


def _holds_all(node: HtmlElement, around: HtmlElement | None) -> bool:
    return around is not None and flat_text(node) == flat_text(around)
