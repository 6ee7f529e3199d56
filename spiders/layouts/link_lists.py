"""Lists of articles found by their links, where no class names are known."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, takewhile

from lxml.html import HtmlElement

from crawler.extract.markup import BREAKING, short_text
from crawler.extract.text import letters

#: An item of a list has so many elements around its link at most.
_LEVELS = 6
#: A box of links has at most so many letters beside them.
_BOX_LETTERS = 20
#: The heading of such boxes is short; what stands before them may be the article.
_LONGEST_HEADING = 200
_OTHERS = re.compile(r"các (?:bài viết|bài|tin) khác ?:?", re.IGNORECASE)
_SHOWN = ("img", "iframe", "video", "embed", "object")


@dataclass(frozen=True)
class ListedItem:
    """The largest element around a link that holds no link to another article."""

    address: str
    node: HtmlElement
    link: HtmlElement


def listed_items(links: Iterable[tuple[HtmlElement, str]]) -> Iterator[ListedItem]:
    """The items of the lists that tell more than titles: a date, a picture, a teaser.

    Lists of titles alone stand beside those; where there are no others, they are meant.
    """
    items = tuple(_items(tuple(links)))
    told = {item.node.getparent() for item in items if _tells_more(item)}
    return (item for item in items if not told or item.node.getparent() in told)


def link_boxes(links: Iterable[HtmlElement], beside: HtmlElement) -> frozenset[HtmlElement]:
    """The largest elements around *links* that hold hardly anything else, nor *beside*.

    A link in running text has none. A heading before them goes along. Pictures do too: such a box
    is another list every time.
    """
    linked = {link: _letters_in(link) for link in links}
    no_box = {*beside.iterancestors(), *beside.iter()}
    boxes: set[HtmlElement] = set()
    boxed: set[HtmlElement] = set()
    for link in linked:
        if link in boxed:
            continue
        box = None
        for node in (link, *islice(link.iterancestors(), _LEVELS)):
            if node in no_box:
                break
            if not _holds_only(node, linked):
                no_box.add(node)
                break
            box = node if node.tag in BREAKING else box
        if box is not None:
            boxes.add(box)
            boxed.update(box.iter("a"))
    return frozenset((*boxes, *_headings(boxes)))


def _headings(boxes: Iterable[HtmlElement]) -> Iterator[HtmlElement]:
    """The headings of *boxes* that stand outside them."""
    for box in boxes:
        before = box.getprevious()
        if before is not None and _OTHERS.fullmatch(short_text(before, _LONGEST_HEADING) or ""):
            yield before


def _holds_only(node: HtmlElement, links: Mapping[HtmlElement, int]) -> bool:
    """Whether *node* holds some of *links*, at most a heading beside them, and no picture.

    Each link comes with the number of its letters.
    """
    inside = [link for link in node.iter("a") if link in links]
    beside = letters(node.text_content()) - sum(links[link] for link in inside)
    if beside > _BOX_LETTERS:
        return False
    shown = sum(1 for _ in node.iter(*_SHOWN))
    return not shown or shown == sum(1 for link in inside for _ in link.iter(*_SHOWN))


def _letters_in(link: HtmlElement) -> int:
    """How many letters a link has; most hold nothing but a text."""
    return letters(link.text_content() if len(link) else link.text or "")


def _items(links: tuple[tuple[HtmlElement, str], ...]) -> Iterator[ListedItem]:
    below: dict[HtmlElement, set[str]] = {}
    for link, address in links:
        for node in link.iterancestors():
            below.setdefault(node, set()).add(address)
    for link, address in links:
        near = islice(link.iterancestors(), _LEVELS)
        around = takewhile(lambda each: each.tag != "body", near)
        alone = [each for each in around if len(below[each]) == 1]
        yield ListedItem(address, alone[-1] if alone else link, link)


def _tells_more(item: ListedItem) -> bool:
    if next(item.node.iter("img"), None) is not None:
        return True
    own = sum(map(_letters_in, item.node.iter("a")))
    text = item.node.text_content()
    return letters(text) > own or any(map(str.isdigit, text.replace(item.link.text_content(), "")))
