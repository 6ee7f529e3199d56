"""Articles found by the line that dates them, where no class names are known.

Such a line, ``13/08/2025 | 329``, stands below the title and above the text. Dates stand elsewhere
on a page too: in the clock of its head, beside the articles that it lists. Which line dates the
article is told by what is around it, and where that leaves two answers, none is given.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, cached_property, partial
from itertools import dropwhile, islice

from lxml.html import HtmlElement

from crawler.errors import SelectionError
from crawler.extract.blocks import blocks_of
from crawler.extract.markup import ADDRESSED, BREAKING, NONE, Elements, flat_text
from crawler.extract.page import Page
from crawler.extract.text import folded, reaches
from crawler.items import Block, BlockKind
from spiders.layouts.date_lines import DateLine, DateLines, date_lines
from spiders.layouts.link_lists import link_boxes

#: So far above its date does an article's element stand.
_LEVELS = 12
#: Section, breadcrumb and tools may stand above a title; more is the head of a page.
_LINES_ABOVE = 4
_SHORTEST_TITLE = 8
_PROSE, _SENTENCE = 40, 15
#: A title, NUL here, and the name of the site.
_BESIDE_NAME = re.compile(r"\0(?: ?[-–—|»:][^\0]{1,200})?|[^\0]{1,200}[-–—|»:] ?\0")
_Blocks = tuple[Block, ...]
#: The links in an element that lead to articles.
LinksIn = Callable[[HtmlElement], Iterable[HtmlElement]]
_TEXT = (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.QUOTE)


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


def dated_articles(page: Page, links_in: LinksIn) -> tuple[DatedArticle, ...]:
    """The articles that the page may be about: one; more where it cannot be told; none.

    Lines with views go before those without, titles that the page repeats in its head before
    those that only look so; of elements inside each other the inner is the article. A line
    without views is believed only where its article holds no other.
    """
    lines = date_lines(page.root)
    article = _Search(page, lines, links_in).article
    found = [each for node, line in lines if (each := article(node, line))]
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
    is_sentence = block.text.endswith((".", "!", "?", "…"))
    return reaches(block.text, _SENTENCE if is_sentence else _PROSE)


class _Search:
    """Looks around the date lines of a page for what they date; each part is read once."""

    def __init__(self, page: Page, lines: DateLines, links_in: LinksIn) -> None:
        self._page = page
        self._links_in = links_in
        self._last = {above: node for node, _ in lines for above in node.iterancestors()}
        self._read = cache(partial(blocks_of, page=page))

    def article(self, node: HtmlElement, line: DateLine) -> DatedArticle | None:
        """The article that *line* dates; None where nothing around it looks like one."""
        for holder in islice(node.iterancestors(), _LEVELS):
            above = [block for block in _parted(self._head(holder), line)[0] if block.text]
            if not above:
                continue
            lines_above = sum(block.text.count("\n") + 1 for block in above)
            if lines_above > _LINES_ABOVE + 1 or not _may_be_title(above[-1], self._titles):
                return None
            proof = _proof(above[-1], holder, self._titles)
            if proof is None:
                continue
            boxes, after, has_content = self._rest(node, line, holder)
            if has_content:
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

    @cached_property
    def _titles(self) -> tuple[str, ...]:
        """The titles that the head of the page states, for comparison."""
        page = self._page
        stated = (*map(flat_text, page.root.iter("title")), *page.structured.meta("og:title"))
        return tuple(folded(each).casefold() for each in stated)

    def _head(self, holder: HtmlElement) -> _Blocks:
        """The blocks of *holder* up to the last date line in it.

        All that tells a title stands there; the text of the article is read when it is found.
        """
        after = following(self._last[holder], holder)
        rest = frozenset(dropwhile(lambda each: each.tag not in BREAKING, after))
        has_loose_text = any(each.tail and each.tail.strip() for each in rest)
        return self._read(holder, without=NONE if has_loose_text else rest)

    def _rest(
        self, node: HtmlElement, line: DateLine, holder: HtmlElement
    ) -> tuple[Elements, _Blocks, bool]:
        """The boxes of links in *holder*, the blocks after the line, and whether it has content."""
        links = (link for part in following(node, holder) for link in self._links_in(part))
        boxes = link_boxes(links, node)
        after = _parted(self._read(holder, without=boxes), line)[1]
        told = after
        if boxes and not _has_content(after):  # another's title would be taken for its own
            told = _parted(self._read(holder, without=NONE), line)[1]
        return boxes, after, _has_content(told)


def _is_alone(found: DatedArticle, lines: DateLines) -> bool:
    others = (node for node, _ in lines if node is not found.node)
    return not any(found.holder in node.iterancestors() for node in others)


def _standing(found: DatedArticle) -> tuple[bool, Proof]:
    return not found.line.has_views, found.proof


def _parted(blocks: _Blocks, line: DateLine) -> tuple[_Blocks, _Blocks]:
    """The blocks before and after the date line; none before where it is no block."""
    at = next((at for at, block in enumerate(blocks) if block.text == line.text), 0)
    return blocks[:at], blocks[at + 1 :]


def _has_content(blocks: _Blocks) -> bool:
    return any(is_prose(block) or block.kind in ADDRESSED for block in blocks)


def _may_be_title(line: Block, titles: tuple[str, ...]) -> bool:
    """Whether a line is no label, nor a link to something else, as titles in lists are."""
    if line.kind not in _TEXT or not reaches(line.text, _SHORTEST_TITLE):
        return False
    return not line.linked or _is_among(titles, line.text)


def _proof(title: Block, holder: HtmlElement, titles: tuple[str, ...]) -> Proof | None:
    """What shows that the block is a title; None where nothing does."""
    if _is_among(titles, title.text):
        return Proof.LINKED if title.linked else Proof.HEAD
    if title.kind is BlockKind.HEADING:
        return Proof.HEADING
    names = (folded(image.get("alt", "")) for image in holder.iter("img"))
    return Proof.PICTURE if title.text in names else None


def _is_among(titles: tuple[str, ...], text: str) -> bool:
    """Whether one of *titles* is *text*, perhaps with the site's name before or after it."""
    bare = (title.replace(text.casefold(), "\0", 1) for title in titles)
    return any(map(_BESIDE_NAME.fullmatch, bare))
