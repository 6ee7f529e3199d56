"""How an article stands on a page, as data: the places of its parts, each with its evidence."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from lxml.html import HtmlElement

from crawler.capture import Capture
from crawler.errors import DateError, NotAnArticle
from crawler.extract.blocks import blocks_of, without_repeats
from crawler.extract.bylines import Byline, field_byline
from crawler.extract.dates import Stated, read_published, read_us_meta, refined, stated_dates
from crawler.extract.markup import attachment, embedded, flat_text
from crawler.extract.page import Page
from crawler.extract.selection import every, one, optional
from crawler.extract.text import folded
from crawler.items import Article, Block, BlockKind, Published
from spiders.layouts.places import Place, Rule

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
class Moment:
    """A date that the page states for machines; ``us_order``: the month stands before the day."""

    place: Place
    us_order: bool = False

    def read(self, page: Page) -> Iterator[Published]:
        """What it states, as far as it is a date of a known form."""
        read = read_us_meta if self.us_order else read_published
        for text in self.place.texts(page):
            with suppress(DateError):
                yield read(text)


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One way in which a platform prints an article; title and body are promised.

    ``lead`` and ``author`` may stand inside the body; what ``skip`` selects there is no part of
    it. ``subtitle`` is a second heading below the title: the first block. ``date`` is what readers
    see, ``moments`` are for machines, the most trusted first.
    ``author_stated`` and ``section`` are places tried in order; a section is the last step of the
    first that has any. ``above`` is a picture between lead and body, ``below`` are links to
    documents, and frames that show them, beside the body.
    """

    title: Rule
    body: Rule
    lead: Rule | None = None
    subtitle: Rule | None = None
    date: Rule | None = None
    moments: tuple[Moment, ...] = ()
    author: Rule | None = None
    author_stated: tuple[Place, ...] = ()
    source: Place | None = None
    section: tuple[Place, ...] = ()
    above: Rule | None = None
    below: Rule | None = None
    skip: tuple[Rule, ...] = ()

    def fits(self, page: Page) -> bool:
        """Whether the page has this layout's title and body, and more than a message in them."""
        bodies = self.body.nodes(page)
        titles = " ".join(self.title.texts(page)) if bodies else ""
        return bool(titles) and not any(_is_message(titles, node) for node in bodies)


def layout_of(page: Page, layouts: tuple[Layout, ...]) -> Layout | None:
    """The first layout that fits the page, None where none does."""
    return next((layout for layout in layouts if layout.fits(page)), None)


def read_laid_out(capture: Capture, layouts: tuple[Layout, ...]) -> Article:
    """The article that *capture* shows in the first layout that fits.

    Raises NotAnArticle where none fits, SelectionError where a part is there several times.
    """
    page = capture.page
    layout = layout_of(page, layouts)
    if layout is None:
        raise NotAnArticle(f"{page.url} shows no article: no layout has its title and body")
    title = one(page.root, layout.title.css)
    lead = optional(page.root, layout.lead.css) if layout.lead else None
    byline, signature = _signature(page, layout)
    dates = _dates(page, layout)
    apart = (title, *signature) if lead is None else (title, lead, *signature)
    return Article(
        url=capture.url,
        title=flat_text(title),
        lead=(flat_text(lead) or None) if lead is not None else None,
        blocks=_blocks(page, layout, apart),
        author=byline.author,
        source=byline.source or _first(layout.source, page),
        section=_section(page, layout),
        published=dates.published,
        modified_at=dates.modified.at if dates.modified else None,
    )


def _blocks(page: Page, layout: Layout, apart: tuple[HtmlElement, ...]) -> tuple[Block, ...]:
    """Body, with the picture that the page sets above it and the documents it names below it.

    A picture that the body shows again stands there, beside its caption.
    """
    skipped = [node for rule in layout.skip for node in rule.nodes(page)]
    body = blocks_of(one(page.root, layout.body.css), page, without=(*apart, *skipped))
    subtitle = [block for node in _nodes(layout.subtitle, page) for block in blocks_of(node, page)]
    above = [block for node in _nodes(layout.above, page) for block in blocks_of(node, page)]
    below = [block for node in _nodes(layout.below, page) if (block := _document(node, page))]
    shown = {block.url for block in body if block.kind is BlockKind.PICTURE}
    first = () if shown.intersection(block.url for block in above) else above
    return without_repeats((*subtitle, *first, *body, *below))


def _document(node: HtmlElement, page: Page) -> Block | None:
    """The document that a link leads to or a frame shows, None for any other."""
    shown = attachment(node, page) if node.tag == "a" else embedded(node, str(node.tag), page)
    return shown if shown and shown.kind is BlockKind.ATTACHMENT else None


def _nodes(rule: Rule | None, page: Page) -> list[HtmlElement]:
    return rule.nodes(page) if rule else []


def _first(place: Place | None, page: Page) -> str | None:
    return next(iter(place.texts(page)), None) if place else None


def _section(page: Page, layout: Layout) -> str | None:
    """The last step of the first place that states any."""
    for place in layout.section:
        if steps := place.texts(page):
            return steps[-1]
    return None


def _dates(page: Page, layout: Layout) -> Stated:
    """What the page prints, made finer by what it states for machines."""
    printed = stated_dates(layout.date.texts(page) if layout.date else ())
    moments = [found for moment in layout.moments for found in moment.read(page)]
    return Stated(published=refined(printed.published, moments), modified=printed.modified)


def _signature(page: Page, layout: Layout) -> tuple[Byline, tuple[HtmlElement, ...]]:
    """What the author's element says, and the element.

    Several such elements, or a long text in it, are no field: they stay in the text, and the
    pipelines look for the byline there.
    """
    found = every(page.root, layout.author.css) if layout.author else []
    byline = Byline()
    if len(found) == 1:
        byline = field_byline("\n".join(block.text for block in blocks_of(found[0], page)))
    if byline.author or byline.source:
        return byline, tuple(found)
    stated = (text for place in layout.author_stated for text in place.texts(page))
    return next((field_byline(text) for text in stated), Byline()), ()


def _is_message(title: str, body: HtmlElement) -> bool:
    if next(body.iter("img", "iframe", "video"), None) is not None:
        return False
    text = f"{title}. {folded(body.text_content())}"
    return len(text) <= _LONGEST_MESSAGE and _MESSAGE.search(text) is not None
