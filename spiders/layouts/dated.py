"""Articles found by the line that dates them, where no class names are known.

Such a line, ``13/08/2025 | 329``, stands below the title and above the text. Dates stand elsewhere
on a page too: in the clock of its head, beside the articles that it lists. Which line dates the
article is told by what is around it, and where that leaves two answers, none is given.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from itertools import islice
from weakref import WeakKeyDictionary

from lxml.etree import XPath
from lxml.html import HtmlElement

from crawler.errors import SelectionError
from crawler.extract.blocks import blocks_of
from crawler.extract.dates import Stated, stated_dates
from crawler.extract.markup import ADDRESSED, BREAKING, flat_text
from crawler.extract.page import Page
from crawler.extract.text import folded, letters
from crawler.items import Block, BlockKind
from spiders.layouts.link_lists import link_boxes

#: A number of views behind a bar, with or without its name: the habit of this kind of page.
_VIEWED = re.compile(
    r"(?P<date>[^|]{6,80}(?:\|[^|]{4,40})?)?\|(?: ?(?:lượt|đã) xem ?:?)? ?[0-9][0-9.,]{0,11}",
    re.IGNORECASE,
)
_UNIT = r"(?:giây|phút|giờ|ngày|tuần|tháng|năm)"
#: A time that only the server's clock could date.
_AGO = re.compile(rf"[0-9]{{1,3}} {_UNIT}(?: [0-9]{{1,2}} {_UNIT})? trước", re.IGNORECASE)
#: A day of the week and no views: so portals print the day on which they are read.
_WEEKDAY = re.compile(
    r"(?:hôm nay[:,]? ?)?(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\b", re.IGNORECASE
)
#: Every date line has views or a day; other texts need no closer look.
_DAY = re.compile(r"[|]|[0-9](?:[/.-][0-9]|,? tháng | [a-z]{3} )", re.IGNORECASE)
#: And so it has a piece of text with one of these.
_HINT = re.compile(r"[|]|(?:19|2[01])[0-9]{2}(?![0-9])")
_PIECES_OF_TEXT = XPath("//text()")
#: A date line with its marks is shorter, and consists of few pieces of text.
_LONGEST, _PIECES = 120, 24
#: So far above its date does an article's element stand.
_LEVELS = 12
#: Section, breadcrumb and tools may stand above a title; more is the head of a page.
_LINES_ABOVE = 4
_SHORTEST_TITLE = 8
_PROSE, _SENTENCE = 40, 15
#: A title, NUL here, and the name of the site.
_BESIDE_NAME = re.compile(r"\0(?: ?[-–—|»:][^\0]{1,200})?|[^\0]{1,200}[-–—|»:] ?\0")
_Lines = tuple[tuple[HtmlElement, "DateLine"], ...]
_Reader = Callable[[HtmlElement], tuple[Block, ...]]
#: The links in an element that lead to articles.
LinksIn = Callable[[HtmlElement], Iterable[HtmlElement]]
_TEXT = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.QUOTE)


@dataclass(frozen=True, kw_only=True)
class DateLine:
    """What the line below a title says.

    A time before now ("7 năm trước") is no date; of an article without one the views stand alone.
    """

    text: str
    dates: Stated
    has_views: bool


_LINES: WeakKeyDictionary[HtmlElement, _Lines] = WeakKeyDictionary()


class Proof(IntEnum):
    """What shows that the line above a date is the title of the page, the best first."""

    #: The head of the page repeats it.
    HEAD = 1
    #: It is a heading.
    HEADING = 2
    #: A picture in the article is named so.
    PICTURE = 3
    #: The head repeats it, but it is a link, as in lists of articles.
    LINKED = 4


@dataclass(frozen=True, kw_only=True)
class DatedArticle:
    """An article as its date line shows it.

    ``holder`` is the smallest element that has the title, the line and text or pictures after it;
    ``above`` are the texts before the title there, ``after`` the blocks that follow the line,
    without ``boxes``, which hold links to other articles.
    """

    node: HtmlElement
    line: DateLine
    holder: HtmlElement
    above: tuple[str, ...]
    title: Block
    after: tuple[Block, ...]
    boxes: frozenset[HtmlElement]
    proof: Proof


def date_line(text: str) -> DateLine | None:
    """What *text*, folded, says as a date line; None where it is none."""
    if len(text) > _LONGEST or not _DAY.search(text):
        return None
    viewed = _VIEWED.fullmatch(text)
    stated = folded(viewed["date"] or "") if viewed else text
    if not stated or _AGO.fullmatch(stated):
        return DateLine(text=text, dates=Stated(), has_views=True) if viewed else None
    dates = stated_dates((stated,)) if viewed or not _WEEKDAY.match(text) else Stated()
    has_views = viewed is not None
    return DateLine(text=text, dates=dates, has_views=has_views) if dates.published else None


def date_lines(root: HtmlElement) -> _Lines:
    """Every element that is a date line and nothing else, the outermost of nested ones.

    The root is none. They are found once a page.
    """
    lines = _LINES.get(root)
    if lines is None:
        hinted = dict.fromkeys(_hinted(root))
        outermost = filter(None, map(_outermost_line, hinted))
        lines = _LINES[root] = tuple(dict(outermost).items())
    return lines


def dated_articles(page: Page, links_in: LinksIn) -> tuple[DatedArticle, ...]:
    """The articles that the page may be about: one; more where it cannot be told; none.

    Lines with views go before those without, titles that the page repeats in its head before
    those that only look so; of elements inside each other the inner is the article. A line
    without views is believed only where its article holds no other.
    """
    lines = date_lines(page.root)
    read_head = _head_reader(page, lines)
    found = [
        each
        for node, line in lines
        if (each := _article(node, line, page, links_in=links_in, read_head=read_head))
    ]
    found = [each for each in found if each.line.has_views or _is_alone(each, lines)]
    if not found:
        return ()
    best = min(map(_standing, found))
    found = [each for each in found if _standing(each) == best]
    outer = {above for each in found for above in each.holder.iterancestors()}
    inner = [each for each in found if each.holder not in outer]
    told = {(each.title.text, each.line.text): each for each in reversed(inner)}
    return tuple(told.values())


def dated_article(page: Page, links_in: LinksIn) -> DatedArticle | None:
    """The one article of the page, None where it shows none; SelectionError where several."""
    found = dated_articles(page, links_in)
    if len(found) > 1:
        titles = ", ".join(repr(each.title.text[:40]) for each in found)
        raise SelectionError(f"{page.url} dates {len(found)} articles: {titles}")
    return found[0] if found else None


def following(node: HtmlElement, holder: HtmlElement) -> Iterator[HtmlElement]:
    """The elements in *holder* after *node*, those in each other once."""
    while node is not holder and (above := node.getparent()) is not None:
        yield from node.itersiblings()
        node = above


def is_prose(block: Block) -> bool:
    """Whether a block is running text, as tools, labels and lists of links are not."""
    if block.linked or block.kind not in _TEXT:
        return False
    long = letters(block.text)
    return long >= _PROSE or (long >= _SENTENCE and block.text.endswith((".", "!", "?", "…")))


def _is_alone(found: DatedArticle, lines: _Lines) -> bool:
    others = (node for node, _ in lines if node is not found.node)
    return not any(found.holder in node.iterancestors() for node in others)


def _standing(found: DatedArticle) -> tuple[bool, Proof]:
    return not found.line.has_views, found.proof


def _hinted(root: HtmlElement) -> Iterator[HtmlElement]:
    """The elements with a piece of text that may be of a date line."""
    for piece in _PIECES_OF_TEXT(root):
        if len(piece.strip()) <= _LONGEST and _HINT.search(piece):
            node = piece.getparent()
            yield node.getparent() if piece.is_tail else node


def _outermost_line(node: HtmlElement) -> tuple[HtmlElement, DateLine] | None:
    """The largest of *node* and a few elements around it that is a date line."""
    found = None
    for each in (node, *islice(node.iterancestors(), 3)):
        text = _short_text(each)
        if text is None or each.getparent() is None:
            break
        line = found[1] if found and found[1].text == text else date_line(text)
        found = (each, line) if line else found
    return found


def _short_text(node: HtmlElement) -> str | None:
    """The text of *node*; None, without reading on, where it is too long for a date line."""
    pieces = list(islice(node.itertext(), _PIECES + 1))
    if len(pieces) > _PIECES or sum(map(len, map(str.strip, pieces))) > _LONGEST:
        return None
    return flat_text(node)


def _article(
    node: HtmlElement, line: DateLine, page: Page, *, links_in: LinksIn, read_head: _Reader
) -> DatedArticle | None:
    """The article that *line* dates; None where nothing around it looks like one."""
    for holder in islice(node.iterancestors(), _LEVELS):
        blocks = read_head(holder)
        at = _place(line, blocks)
        above = [block for block in blocks[:at] if block.text]
        if not above:
            continue
        lines_above = sum(block.text.count("\n") + 1 for block in above)
        if lines_above > _LINES_ABOVE + 1 or not _may_be_title(above[-1], page):
            return None
        proof = _proof(above[-1], holder, page)
        if proof is None:
            continue
        links = (link for part in following(node, holder) for link in links_in(part))
        boxes = link_boxes(links, node)
        blocks = blocks_of(holder, page, without=boxes)
        after = blocks[_place(line, blocks) + 1 :]
        if any(is_prose(each) or each.kind in ADDRESSED for each in after):
            return DatedArticle(
                node=node,
                line=line,
                holder=holder,
                above=tuple(block.text for block in above[:-1]),
                title=above[-1],
                after=after,
                boxes=boxes,
                proof=proof,
            )
    return None


def _place(line: DateLine, blocks: Sequence[Block]) -> int:
    """Which of *blocks* is the date line; the first where none is."""
    return next((at for at, block in enumerate(blocks) if block.text == line.text), 0)


def _head_reader(page: Page, lines: _Lines) -> _Reader:
    """What reads an element up to the last date line in it, and each element once.

    All that tells a title stands there; the text of the article is read when it is found.
    """
    last = {above: node for node, _ in lines for above in node.iterancestors()}

    def read(holder: HtmlElement) -> tuple[Block, ...]:
        after = following(last[holder], holder)
        parts = (each for each in after if each.tag in BREAKING and not folded(each.tail or ""))
        return blocks_of(holder, page, without=parts)

    return cache(read)


def _may_be_title(line: Block, page: Page) -> bool:
    """Whether a line is no label, nor a link to something else, as titles in lists are."""
    if line.kind not in _TEXT or letters(line.text) < _SHORTEST_TITLE:
        return False
    return not line.linked or _is_in_head(line.text, page)


def _proof(title: Block, holder: HtmlElement, page: Page) -> Proof | None:
    """What shows that the block is a title; None where nothing does."""
    if _is_in_head(title.text, page):
        return Proof.LINKED if title.linked else Proof.HEAD
    if title.kind is BlockKind.HEADING:
        return Proof.HEADING
    names = (folded(image.get("alt", "")) for image in holder.iter("img"))
    return Proof.PICTURE if title.text in names else None


def _is_in_head(text: str, page: Page) -> bool:
    """Whether the page's own title is *text*, perhaps with the site's name before or after it."""
    stated = (*map(flat_text, page.root.iter("title")), *page.structured.meta("og:title"))
    wholes = (folded(whole).casefold() for whole in stated)
    return any(_BESIDE_NAME.fullmatch(whole.replace(text.casefold(), "\0", 1)) for whole in wholes)
