"""How an article stands on a page, as data: the selectors of its parts, each with its evidence."""

from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.errors import SelectionError
from crawler.extract.page import Page
from crawler.extract.selection import Css, every, one, optional
from crawler.site import Evidence


@dataclass(frozen=True)
class Rule:
    """A selector, and how well it is known that the platform uses it."""

    css: Css
    evidence: Evidence


def evidenced(selector: str) -> Rule:
    """A selector that a page or crawler of this platform is known to have."""
    return Rule(Css(selector), Evidence.EVIDENCED)


def inferred(selector: str) -> Rule:
    """A selector concluded from other evidence, and never seen on the platform itself."""
    return Rule(Css(selector), Evidence.INFERRED)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One way in which a platform prints an article; title and body are promised."""

    title: Rule
    body: Rule
    lead: Rule | None = None
    date: Rule | None = None
    author: Rule | None = None
    section: Rule | None = None
    skip: Rule | None = None

    def fits(self, page: Page) -> bool:
        """Whether the page has this layout's title and body."""
        return bool(every(page.root, self.title.css) and every(page.root, self.body.css))


def layout_of(page: Page, layouts: tuple[Layout, ...]) -> Layout:
    """The first layout that fits the page; SelectionError where none does."""
    for layout in layouts:
        if layout.fits(page):
            return layout
    raise SelectionError(f"{page.url}: no layout has its title and body")


def promised(page: Page, rule: Rule) -> HtmlElement:
    """The one node that a rule promises."""
    return one(page.root, rule.css)


def offered(page: Page, rule: Rule | None) -> HtmlElement | None:
    """The node of an optional part, None where the page does not have it."""
    return optional(page.root, rule.css) if rule else None
