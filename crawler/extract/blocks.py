"""The blocks of an article's body, in document order: text, captions, pictures, attachments.

The tree is walked once, without recursion: pages nest deeper than Python does.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from crawler.extract import markup
from crawler.extract.lines import Line, Piece, lines_of
from crawler.extract.page import Page
from crawler.extract.selection import Css
from crawler.extract.text import letters
from crawler.items import Block, BlockKind

#: A paragraph of more letters beside a picture is prose, centred or not.
CAPTION_LETTERS = 250


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A block on its way, with what its markup says of it.

    ``paragraph`` is the same number for lines that one element parts by line breaks only.
    """

    block: Block
    paragraph: int = 0
    centred: bool = False
    stressed: bool = False
    named_caption: bool = False


def blocks_of(
    element: HtmlElement,
    page: Page,
    *,
    skip: Css | None = None,
    without: Iterable[HtmlElement] = (),
) -> tuple[Block, ...]:
    """The blocks of *element* in printed order; what *skip* selects and *without* are left out.

    Paragraphs are ``p`` and other block elements, and text between two line breaks; a single
    line break parts lines that are lines (see ``lines_of``). A list or table is one block with a
    line an item or row; one that holds a picture or a table is layout, and its parts are blocks.
    What directly follows a picture, and is marked as captions are (``figcaption``, a class,
    centred, all bold or italic) is its caption. Names of pictures (``alt``) are never text. An
    attachment that is linked and shown in a viewer is one block, and its text is the link's. The
    tree stays as it is. Time and memory are linear in the size of the page.
    """
    walk = _Walk(
        page,
        skipped=frozenset((*(skip.select(element) if skip else ()), *without)),
        layout=markup.layout_elements(element),
    )
    walk.run(element)
    return without_repeats(_captioned(walk.lines))


class _Walk:
    """One pass over an element, collecting lines."""

    def __init__(
        self, page: Page, *, skipped: frozenset[HtmlElement], layout: frozenset[HtmlElement]
    ) -> None:
        self.lines: list[_Line] = []
        self._page = page
        self._skipped = skipped
        self._layout = layout
        self._pieces: list[Piece] = []
        self._attachments: list[Block] = []
        self._links = 0
        self._stress = 0
        self._quotes = 0
        self._paragraph = 0
        self._containers: list[HtmlElement] = []

    def run(self, element: HtmlElement) -> None:
        """Collect the lines of *element*."""
        walker = iterwalk(element, events=("start", "end"))
        for event, node in walker:
            if event == "start":
                if not self._enters(node):
                    walker.skip_subtree()
            else:
                self._leaves(node)
                if node is not element:
                    self._text(node.tail)
        self._flush()

    def _enters(self, node: HtmlElement) -> bool:
        """Begin *node*; False where its inside is not to be walked."""
        tag = node.tag if isinstance(node.tag, str) else ""
        if not tag or tag in markup.SILENT or node in self._skipped:
            return False
        if tag == "br":
            self._pieces.append(Piece.BREAK)
            return False
        if tag in markup.BREAKING:
            self._flush()
            self._containers.append(node)
            self._quotes += tag == "blockquote"
            if self._is_whole(node, tag):
                return False
        self._links += tag == "a"
        self._stress += tag in markup.STRESSING
        self._text(node.text)
        return True

    def _leaves(self, node: HtmlElement) -> None:
        tag = node.tag if isinstance(node.tag, str) else ""
        if self._containers and node is self._containers[-1]:
            self._flush()
            self._containers.pop()
            self._quotes -= tag == "blockquote"
        if node in self._skipped or tag in markup.SILENT:
            return
        if tag == "a":
            self._links -= 1
            if attachment := markup.attachment(node, self._page):
                self._attachments.append(attachment)
        self._stress -= tag in markup.STRESSING

    def _text(self, text: str | None) -> None:
        if text:
            self._pieces.append(Piece(text, linked=self._links > 0, stressed=self._stress > 0))

    def _is_whole(self, node: HtmlElement, tag: str) -> bool:
        """Add *node* where it is a block by itself; False where its inside is walked."""
        if tag in ("img", "iframe", "video", "embed", "object"):
            self._add(markup.embedded(node, tag, self._page))
            return True
        if tag not in ("ul", "ol", "dl", "table") or node in self._layout:
            return False
        block = markup.list_block(node) if tag != "table" else markup.table_block(node)
        if block is None:
            return False
        if block.text:
            self._add(block)
        for link in node.iter("a"):
            self._add(markup.attachment(link, self._page))
        return True

    def _add(self, block: Block | None) -> None:
        if block is not None:
            self.lines.append(_Line(block=block))

    def _flush(self) -> None:
        """End the text so far: it becomes lines, and the attachments it named follow it."""
        pieces, self._pieces = self._pieces, []
        attachments, self._attachments = self._attachments, []
        self._paragraph += 1
        if pieces:
            self.lines += map(self._line, lines_of(pieces))
        self.lines += [_Line(block=block) for block in attachments]

    def _line(self, line: Line) -> _Line:
        inner = self._containers[-3:]
        kind = BlockKind.PARAGRAPH
        if any(node.tag in markup.HEADINGS for node in inner):
            kind = BlockKind.HEADING
        elif self._quotes:
            kind = BlockKind.QUOTE
        return _Line(
            block=Block(kind=kind, text=line.text, linked=line.linked),
            paragraph=self._paragraph,
            centred=any(map(markup.is_centred, inner)),
            stressed=line.stressed and not any(map(markup.is_right_aligned, inner)),
            named_caption=any(map(markup.is_caption, inner)),
        )


def _captioned(lines: Sequence[_Line]) -> Iterator[Block]:
    """The blocks, with the lines that caption a picture marked as captions."""
    before = _Line(block=Block(kind=BlockKind.PARAGRAPH))
    for line in lines:
        block = line.block
        if _is_caption(line, before):
            block = replace(block, kind=BlockKind.CAPTION)
        before = replace(line, block=block)
        yield block


def _is_caption(line: _Line, before: _Line) -> bool:
    """Whether a line is a caption; *before* is the line before it.

    A caption goes on in its own element, and in centred ones: a bold one may be the heading of
    what follows.
    """
    if line.block.kind is not BlockKind.PARAGRAPH or line.block.linked:
        return False
    if line.named_caption:
        return True
    if letters(line.block.text) > CAPTION_LETTERS:
        return False
    if before.block.kind is BlockKind.PICTURE:
        return line.centred or line.stressed
    is_same = line.paragraph == before.paragraph
    return before.block.kind is BlockKind.CAPTION and (line.centred or (is_same and line.stressed))


def without_repeats(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Each picture, attachment and video once; of a viewer and a link to one file the link stays.

    A linked line that says only what attachments are called goes: their own blocks say it.
    """
    found = list(blocks)
    attachments = [block for block in found if block.kind is BlockKind.ATTACHMENT]
    names = {block.text for block in attachments}
    named = {block.url for block in attachments if block.text}
    seen: set[tuple[BlockKind, str | None]] = set()
    kept: list[Block] = []
    for block in found:
        if block.kind in markup.ADDRESSED:
            shown_only = block.kind is BlockKind.ATTACHMENT and not block.text
            if (block.kind, block.url) in seen or (shown_only and block.url in named):
                continue
            seen.add((block.kind, block.url))
        elif block.linked and names.issuperset(block.text.split("\n")):
            continue
        kept.append(block)
    return tuple(kept)
