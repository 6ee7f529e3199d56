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
from crawler.extract.markup import flat_text
from crawler.extract.media import attachment, embedded
from crawler.extract.page import Page
from crawler.extract.selection import every, one, optional, outermost
from crawler.extract.text import folded
from crawler.items import BODY_KINDS, Article, Block, BlockKind, Published
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

    ``lead`` and ``author`` may stand inside the body; what ``skip`` selects is no part of it, nor
    of the lead or the picture. ``subtitle`` is a second heading below the title: the first block.
    ``date`` is what readers see, ``moments`` are for machines, the most trusted first.
    ``author_stated`` and ``section`` are places tried in order; a section is the last step of the
    first that has any but the title. ``above`` is a picture between lead and body, or in the lead's
    own element. ``below`` are documents and videos beside the body: links to them, frames that show
    them, and names of documents inside links that lead to them by any address. A title that is
    printed as a picture is read where the head states it. ``captions`` hold pictures, and what else
    they hold are captions, which nothing else shows.
    """

    title: Rule | Meta
    body: Rule
    lead: Rule | None = None
    subtitle: Rule | None = None
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
        """Whether the page has this layout's title and body, and more than a message in them.

        What it dates is no message: a short notice may say that something does not exist.
        """
        bodies = self.body.nodes(page)
        titles = " ".join(self.title.texts(page)) if bodies else ""
        is_missing = any(_is_message(titles, node) for node in bodies)
        return bool(titles) and (not is_missing or self._is_dated(page))

    def _is_dated(self, page: Page) -> bool:
        """Whether the page prints a date in the article's place for it."""
        return self.date is not None and stated_dates(self.date.texts(page)).published is not None


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
    summary, beside = _parted(lead, page, layout) if lead is not None else (None, ())
    named = flat_text(title) if title is not None else folded(layout.title.texts(page)[0])
    return Article(
        url=capture.url,
        title=named,
        lead=summary,
        blocks=_blocks(page, layout, apart, beside),
        author=byline.author,
        source=byline.source or _first(layout.source, page),
        section=_section(page, layout, named),
        published=dates.published,
        modified_at=dates.modified.at if dates.modified else None,
    )


def _parted(lead: HtmlElement, page: Page, layout: Layout) -> tuple[str | None, tuple[Block, ...]]:
    """The text of the lead, and what else its element holds.

    Such are pictures with their captions, documents, and lines that only lead elsewhere.
    """
    outside = (*_nodes(layout.above, page), *_skipped(page, layout))
    blocks = blocks_of(lead, page, without=outside)
    texts = [block for block in blocks if block.kind in BODY_KINDS]
    own = [block for block in texts if not block.linked] or texts
    text = folded(" ".join(block.text for block in own)) or None
    return text, tuple(block for block in blocks if block not in own)


def _blocks(
    page: Page, layout: Layout, apart: tuple[HtmlElement, ...], beside_lead: tuple[Block, ...]
) -> tuple[Block, ...]:
    """Body, with the picture that the page sets above it and the documents it names below it.

    A picture that the body shows again stands there, beside its caption.
    """
    skipped = _skipped(page, layout)
    body = blocks_of(one(page.root, layout.body.css), page, without=(*apart, *skipped))
    subtitle = [block for node in _nodes(layout.subtitle, page) for block in blocks_of(node, page)]
    above = [
        block
        for node in _nodes(layout.above, page)
        for block in blocks_of(node, page, without=skipped)
    ]
    beside = (node for node in _nodes(layout.below, page) if not _is_in(node, skipped))
    below = [block for node in beside if (block := _shown(node, page))]
    documents = [block for block in beside_lead if block.kind is BlockKind.ATTACHMENT]
    above = [*(block for block in beside_lead if block not in documents), *above]
    shown = {block.url for block in body if block.kind is BlockKind.PICTURE}
    if shown.intersection(block.url for block in above):
        above = [block for block in above if block.kind in BODY_KINDS]
    return without_repeats((*subtitle, *above, *_captioned(body, layout, page), *documents, *below))


def _shown(node: HtmlElement, page: Page) -> Block | None:
    """What a link leads to, a frame shows or a name in a link names, or None.

    A link called one to a document may lead to a picture.
    """
    if node.tag == "a":
        linked = attachment(node, page)
        is_picture = linked and _PICTURE_FILE.search(urlsplit(linked.url or "").path)
        return replace(linked, kind=BlockKind.PICTURE, text="") if linked and is_picture else linked
    link = next(node.iterancestors("a"), None)
    if link is not None:
        address = page.absolute(link.get("href"))
        named = Block(kind=BlockKind.ATTACHMENT, text=flat_text(node), url=address)
        return named if address else None
    return embedded(node, page)


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


def _is_in(node: HtmlElement, nodes: tuple[HtmlElement, ...]) -> bool:
    return any(each in nodes for each in (node, *node.iterancestors()))


def _skipped(page: Page, layout: Layout) -> tuple[HtmlElement, ...]:
    return tuple(node for rule in layout.skip for node in rule.nodes(page))


def _nodes(rule: Rule | None, page: Page) -> list[HtmlElement]:
    """What a rule selects; what stands inside another such element is part of that."""
    return outermost(rule.nodes(page)) if rule else []


def _first(place: Place | None, page: Page) -> str | None:
    return next(iter(place.texts(page)), None) if place else None


def _section(page: Page, layout: Layout, title: str) -> str | None:
    """The last step of the first place that states any; the title itself is none."""
    for place in layout.section:
        if steps := [step for step in place.texts(page) if step != title]:
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
