"""How an article stands on a page, as data: the places of its parts, each with its evidence."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.capture import Capture
from crawler.errors import DateError, NotAnArticle
from crawler.extract.blocks import blocks_of, without_repeats
from crawler.extract.bylines import Byline, field_byline
from crawler.extract.dates import (
    Stated,
    day_in_address,
    read_published,
    read_us_meta,
    refined,
    stated_dates,
)
from crawler.extract.markup import attachment, embedded, flat_text
from crawler.extract.page import Page
from crawler.extract.selection import every, one, optional
from crawler.extract.text import folded
from crawler.items import Article, Block, BlockKind, Published
from spiders.layouts.places import Meta, Place, Rule

#: What a page says, with status 200, where there is no article (any more).
_MESSAGE = re.compile(
    r"không tìm thấy (?:trang|bài|nội dung|tin|dữ liệu|thông tin|kết quả|địa chỉ|liên kết)"
    r"|(?:trang|bài(?: viết)?|nội dung|địa chỉ|tin)[^.]{0,40}"
    r"(?:không tồn tại|không còn|đã bị (?:xóa|xoá|gỡ)|chưa được xuất bản)",
    re.IGNORECASE,
)
_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|bmp)$", re.IGNORECASE)
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


@dataclass(frozen=True)
class AddressDay:
    """The day in the article's own address: the last of the moments, for it is never finer."""

    def read(self, page: Page) -> Iterator[Published]:
        """The day, where the address has one."""
        if day := day_in_address(page.url):
            yield day


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One way in which a platform prints an article; title and body are promised.

    ``lead`` and ``author`` may stand inside the body; what ``skip`` selects there is no part of
    it. ``date`` is what readers see, ``moments`` are for machines, the most trusted first.
    ``author_stated`` and ``section`` are places tried in order; a section is the last step of the
    first that has any. ``above`` is a picture between lead and body, ``below`` are links to
    documents, and frames that show them or videos, beside the body. A title that is printed as a
    picture is read where the head states it. ``captions`` hold pictures, and what else they hold
    are captions, which nothing else shows.
    """

    title: Rule | Meta
    body: Rule
    lead: Rule | None = None
    date: Rule | None = None
    moments: tuple[Moment | AddressDay, ...] = ()
    author: Rule | None = None
    author_stated: tuple[Place, ...] = ()
    source: Place | None = None
    section: tuple[Place, ...] = ()
    above: Rule | None = None
    below: Rule | None = None
    skip: tuple[Rule, ...] = ()
    captions: Rule | None = None

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
    title = one(page.root, layout.title.css) if isinstance(layout.title, Rule) else None
    lead = optional(page.root, layout.lead.css) if layout.lead else None
    byline, signature = _signature(page, layout)
    dates = _dates(page, layout)
    apart = tuple(node for node in (title, lead, *signature) if node is not None)
    return Article(
        url=capture.url,
        title=flat_text(title) if title is not None else folded(layout.title.texts(page)[0]),
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
    above = [block for node in _nodes(layout.above, page) for block in blocks_of(node, page)]
    beside = [node for node in _nodes(layout.below, page) if not _is_in(node, skipped)]
    below = [block for node in beside if (block := _shown(node, page))]
    shown = {block.url for block in body if block.kind is BlockKind.PICTURE}
    first = () if shown.intersection(block.url for block in above) else above
    return without_repeats((*first, *_captioned(body, layout, page), *below))


def _shown(node: HtmlElement, page: Page) -> Block | None:
    """The document or picture that a link leads to, or what a frame shows; None for any other."""
    if node.tag != "a":
        return embedded(node, str(node.tag), page)
    linked = attachment(node, page)
    if linked and _PICTURE_FILE.search(urlsplit(linked.url or "").path):
        return Block(kind=BlockKind.PICTURE, url=linked.url)
    return linked


def _captioned(body: tuple[Block, ...], layout: Layout, page: Page) -> Iterator[Block]:
    """The blocks of the body, those lines made captions that ``captions`` hold."""
    lines = (block for node in _nodes(layout.captions, page) for block in blocks_of(node, page))
    texts = {block.text for block in lines if block.kind is BlockKind.PARAGRAPH}
    before = None
    for block in body:
        is_beside = before in (BlockKind.PICTURE, BlockKind.CAPTION)
        is_one = is_beside and block.kind is BlockKind.PARAGRAPH and block.text in texts
        before = BlockKind.CAPTION if is_one else block.kind
        yield replace(block, kind=before)


def _is_in(node: HtmlElement, nodes: list[HtmlElement]) -> bool:
    return any(each in nodes for each in (node, *node.iterancestors()))


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
