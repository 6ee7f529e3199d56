"""The parts of an article that was found by its date line: section, summary and text."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import chain, filterfalse, islice, takewhile

from lxml.html import HtmlElement

from crawler.extract.blocks import blocks_of, without_repeats
from crawler.extract.markup import is_hidden, is_quote
from crawler.extract.page import Page
from crawler.extract.text import folded, letters
from crawler.items import Block, BlockKind
from spiders.layouts.date_lines import date_line
from spiders.layouts.dated import DatedArticle, following, is_prose

#: What parts the steps of a breadcrumb.
_STEP = re.compile(r" ?[/»›>] ?|\n")
_HOME = re.compile(r"trang chủ|home|chuyên mục", re.IGNORECASE)
_LONGEST_SECTION = 80
#: So far above the article's element are the things looked for that stand beside it.
_BESIDE = 3
#: So deep in an element is its first line looked for.
_DEEPEST = 12
#: Names that pages give the parts that are the same on each of them.
_FRAME = re.compile(
    r"(?:main|top|sub|site)?[-_]?(?:menu|nav|navbar|breadcrumbs?|header|footer|banner|sidebar)"
    r"(?:[-_][a-z0-9]{1,20}){0,2}",
    re.IGNORECASE,
)
_Reader = Callable[[HtmlElement], tuple[Block, ...]]
_STRESSING = frozenset("strong b em i".split())
#: What says nothing of the paragraphs in it, nor of those after it.
_PLAIN = frozenset("div section article p span font strong b em i u br".split())
_BOLD = re.compile(r"font-weight ?: ?(?:bold|[6-9]00)", re.IGNORECASE)


def section_of(found: DatedArticle, page: Page) -> str | None:
    """The section that the page states above the title: the line before it, its last step."""
    if found.above:
        return _last_step(found.above[-1], found.title.text)
    for node in _upwards(found.holder):
        for before in node.itersiblings(preceding=True):
            if before.tag == "header" or (is_frame(before) and not _is_breadcrumb(before)):
                return None
            lines = [block.text for block in blocks_of(before, page) if block.text]
            if lines:
                is_line = "\n" not in lines[-1] or _is_breadcrumb(before)
                return _last_step(lines[-1], found.title.text) if is_line else None
    return None


def lead_and_blocks(found: DatedArticle, page: Page) -> tuple[str | None, tuple[Block, ...]]:
    """The summary that is set apart from the text, if any is, and the text without it."""
    read: _Reader = cache(partial(blocks_of, page=page, without=found.boxes))
    further = _further_parts(found, read)
    blocks = without_repeats((*found.after, *(block for part in further for block in read(part))))
    first = _first_after(found, blocks[0].text, read) if blocks and is_prose(blocks[0]) else None
    if first is None or not _is_apart(first, read, has_more=bool(further)):
        return None, blocks
    return blocks[0].text, blocks[1:]


def is_frame(node: HtmlElement) -> bool:
    """Whether an element is, by its tag or names, a part that all pages of a site share."""
    if node.tag in ("html", "body", "form", "a"):
        return False
    names = f"{node.get('class', '')} {node.get('id', '')}".split()
    return node.tag in ("nav", "footer", "aside") or any(map(_FRAME.fullmatch, names))


def _last_step(line: str, title: str) -> str | None:
    """The last step of a breadcrumb, or a line that is a section's name; None for other lines."""
    steps = [folded(step) for step in _STEP.split(line)]
    steps = [step for step in steps if step and step != title and not _HOME.fullmatch(step)]
    if not steps or len(steps[-1]) > _LONGEST_SECTION or date_line(steps[-1]):
        return None
    return steps[-1] if letters(steps[-1]) else None


def _is_breadcrumb(node: HtmlElement) -> bool:
    return any("breadcrumb" in each.get("class", "").lower() for each in node.iter())


def _upwards(node: HtmlElement) -> Iterator[HtmlElement]:
    """*node* and a few elements above it, inside the body."""
    for each in (node, *islice(node.iterancestors(), _BESIDE)):
        if each.tag in ("body", "html"):
            return
        yield each


def _first_after(found: DatedArticle, line: str, read: _Reader) -> HtmlElement | None:
    """The element that is the first line after the date, *line*, and nothing else."""
    after = following(found.node, found.holder)
    node = next((each for each in after if _has_blocks(each, read)), None)
    for _ in range(_DEEPEST):
        if node is None or _holds_only(node, line, read):
            return node
        inner = (each for each in node if _has_blocks(each, read))
        node = None if folded(node.text or "") else next(inner, None)
    return None


def _has_blocks(node: HtmlElement, read: _Reader) -> bool:
    """Whether *node* has blocks; mostly its first paragraphs tell, read alone."""
    return any(map(read, chain(_opening(node), (node,))))


def _holds_only(node: HtmlElement, line: str, read: _Reader) -> bool:
    """Whether *line* is all that *node* says: not where two of its paragraphs say something."""
    if next(islice(filter(read, _opening(node)), 1, None), None) is not None:
        return False
    return [block.text for block in read(node)] == [line]


def _is_apart(first: HtmlElement, read: _Reader, *, has_more: bool) -> bool:
    """Whether the first line is a summary: all stressed, or not of one kind with the text after it.

    Where it is all that its element holds, that element is compared.
    """
    after = _prose_after(first, read)
    while after is None and (above := first.getparent()) is not None:
        if len(read(above)) > 1:
            return has_more
        first, after = above, _prose_after(above, read)
    if after is None:
        return has_more
    if first.tag != after.tag or _is_stressed(first):
        return True
    return first.tag != "p" and first.get("class") != after.get("class")


def _prose_after(node: HtmlElement, read: _Reader) -> HtmlElement | None:
    """The next element beside *node* that has running text in it."""
    return next((each for each in node.itersiblings() if _has_running_text(each, read)), None)


def _has_running_text(node: HtmlElement, read: _Reader) -> bool:
    """Whether *node* has running text in it; mostly its first paragraphs tell, read alone."""
    inner = () if is_quote(node) else filterfalse(is_hidden, node.iterchildren("p"))
    parts = chain(_opening(node), inner, (node,))
    return any(any(map(_is_running, read(each))) for each in parts)


def _opening(node: HtmlElement) -> Iterator[HtmlElement]:
    """The paragraphs of *node* before anything that could make more of them than text."""
    for each in takewhile(_is_plain, node.iter()):
        if each.tag == "p":
            yield each


def _is_plain(node: HtmlElement) -> bool:
    return node.tag in _PLAIN and not is_hidden(node) and not is_quote(node)


def _is_running(block: Block) -> bool:
    """Whether a block is prose of the article's own; a quotation is in an element of its own."""
    return is_prose(block) and block.kind is not BlockKind.QUOTE


def _is_stressed(node: HtmlElement) -> bool:
    """Whether all text of *node* is bold or italic."""
    if node.tag in _STRESSING or _BOLD.search(node.get("style", "")):
        return True
    own = (node.text, *(child.tail for child in node))
    return not any(map(str.strip, filter(None, own))) and all(map(_is_stressed, node))


def _further_parts(found: DatedArticle, read: _Reader) -> tuple[HtmlElement, ...]:
    """The elements after the article's own that go on with its text.

    A page may set head and summary of an article apart from its text: that is looked for where
    there is one paragraph or none, and no links to other articles end it, and ends where links, or
    what all pages share, begin.
    """
    if found.boxes or sum(map(is_prose, found.after)) > 1:
        return ()
    for node in _upwards(found.holder):
        parts: list[HtmlElement] = []
        for after in node.itersiblings():
            blocks = read(after)
            if blocks and (is_frame(after) or not _is_text(blocks)):
                return tuple(parts)
            if blocks:
                parts.append(after)
        if parts:
            return tuple(parts)
    return ()


def _is_text(blocks: Sequence[Block]) -> bool:
    """Whether there is more prose than links, and no other article's date."""
    if any(date_line(block.text) for block in blocks):
        return False
    return sum(map(is_prose, blocks)) > sum(block.linked for block in blocks)
