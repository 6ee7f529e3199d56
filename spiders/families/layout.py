"""How an article stands on a page, as data: the selectors of its parts, each with its evidence."""

import re
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.capture import Capture
from crawler.errors import SelectionError
from crawler.extract.blocks import blocks_of
from crawler.extract.bylines import Byline, field_byline
from crawler.extract.dates import published_or_none
from crawler.extract.markup import flat_text
from crawler.extract.page import Page
from crawler.extract.selection import Css, every, one, optional
from crawler.extract.text import folded
from crawler.items import Article
from crawler.site import Evidence

#: What a page says, with status 200, where there is no article (any more).
_MESSAGE = re.compile(
    r"không tìm thấy (?:trang|bài|nội dung|tin|dữ liệu|thông tin|kết quả|địa chỉ|liên kết)"
    r"|(?:trang|bài(?: viết)?|nội dung|địa chỉ|tin)[^.]{0,40}"
    r"(?:không tồn tại|không còn|đã bị (?:xóa|xoá|gỡ)|chưa được xuất bản)",
    re.IGNORECASE,
)
#: A message is shorter, in characters; a short notice that is an article says something else.
_LONGEST_MESSAGE = 400


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
    """One way in which a platform prints an article; title and body are promised.

    What ``skip`` selects inside the body is no part of it. ``author`` may stand inside the body.
    """

    title: Rule
    body: Rule
    lead: Rule | None = None
    date: Rule | None = None
    author: Rule | None = None
    skip: Rule | None = None

    def fits(self, page: Page) -> bool:
        """Whether the page has this layout's title and body, and more than a message in them."""
        titles = " ".join(flat_text(node) for node in every(page.root, self.title.css))
        bodies = every(page.root, self.body.css)
        return bool(titles and bodies) and not any(_is_message(titles, node) for node in bodies)


def layout_of(page: Page, layouts: tuple[Layout, ...]) -> Layout | None:
    """The first layout that fits the page, None where none does."""
    return next((layout for layout in layouts if layout.fits(page)), None)


def read_laid_out(capture: Capture, layouts: tuple[Layout, ...]) -> Article:
    """The article that *capture* shows in the first layout that fits.

    SelectionError where none fits, or where a part is there several times.
    """
    page = capture.page
    layout = layout_of(page, layouts)
    if layout is None:
        raise SelectionError(f"{page.url}: no layout has its title and body")
    byline, signature = _signature(page, layout.author)
    date = _text(page, layout.date)
    return Article(
        url=capture.url,
        title=flat_text(one(page.root, layout.title.css)),
        lead=_text(page, layout.lead),
        blocks=blocks_of(
            one(page.root, layout.body.css),
            page,
            skip=layout.skip.css if layout.skip else None,
            without=signature,
        ),
        author=byline.author,
        source=byline.source,
        published=published_or_none(date),
    )


def _text(page: Page, rule: Rule | None) -> str | None:
    """The text of an optional part, None where the page has none."""
    node = optional(page.root, rule.css) if rule else None
    return (flat_text(node) or None) if node is not None else None


def _signature(page: Page, rule: Rule | None) -> tuple[Byline, tuple[HtmlElement, ...]]:
    """What the author's element says, and the element.

    Several such elements, or a long text in it, are no field: they stay in the text, and the
    pipelines look for the byline there.
    """
    found = every(page.root, rule.css) if rule else []
    if len(found) != 1:
        return Byline(), ()
    byline = field_byline("\n".join(block.text for block in blocks_of(found[0], page)))
    return byline, tuple(found) if byline.author or byline.source else ()


def _is_message(title: str, body: HtmlElement) -> bool:
    if next(body.iter("img", "iframe", "video"), None) is not None:
        return False
    text = f"{title}. {folded(body.text_content())}"
    return len(text) <= _LONGEST_MESSAGE and _MESSAGE.search(text) is not None
