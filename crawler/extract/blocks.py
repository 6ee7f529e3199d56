"""The blocks of an article's body, in document order: text, captions, pictures, attachments.

The tree is walked once, without recursion: pages nest deeper than Python does.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from crawler.extract import markup, media
from crawler.extract.captions import Placed, Scope, captioned, scope_of
from crawler.extract.lines import Line, Piece, lines_of
from crawler.extract.page import Page
from crawler.extract.selection import Css
from crawler.extract.text import letters
from crawler.items import Block, BlockKind

#: So many elements around a line tell what it is; what is farther out is a wrapper.
_AROUND = 3


def blocks_of(
    element: HtmlElement,
    page: Page,
    *,
    skip: Css | None = None,
    without: Iterable[HtmlElement] = (),
) -> tuple[Block, ...]:
    """The blocks of *element* in printed order; what *skip* selects and *without* are left out.

    Paragraphs are ``p`` and other block elements, and text between two line breaks; a single
    line break parts lines that are lines (see ``lines_of``), and so do the ends of lines in
    ``pre``. A list or table is one block with a
    line an item or row; one that holds a picture or a table is layout, and its parts are blocks.
    What directly follows a picture, and is marked as captions are (``figcaption``, a class, a
    frame around both, centred, all bold or italic) is its caption. Names of pictures (``alt``) are
    never text, and what is hidden is not read. An attachment that is linked and shown in a viewer
    is one block, and its text is the link's. The tree stays as it is. Time and memory are linear
    in the size of the page.
    """
    walk = _Walk(
        element,
        page,
        skipped=frozenset((*(skip.select(element) if skip else ()), *without)),
        layout=markup.layout_elements(element),
    )
    walk.run()
    return without_repeats(captioned(walk.lines))


@dataclass(slots=True)
class _Around:
    """What the open elements make of the text in them."""

    linked: bool = False
    stressed: bool = False
    quoted: bool = False
    as_typed: bool = False
    scope: Scope | None = None
    elements: tuple[HtmlElement, ...] = ()


class _Walk:
    """One pass over an element, collecting lines."""

    def __init__(
        self,
        element: HtmlElement,
        page: Page,
        *,
        skipped: frozenset[HtmlElement],
        layout: frozenset[HtmlElement],
    ) -> None:
        self.lines: list[Placed] = []
        self._element = element
        self._page = page
        self._skipped = skipped
        self._layout = layout
        self._pieces: list[Piece] = []
        self._attachments: list[Block] = []
        self._paragraph = 0
        self._around = _Around()
        #: The open elements that changed what is around, each with what was around it.
        self._open: list[tuple[HtmlElement, _Around]] = []

    def run(self) -> None:
        """Collect the lines."""
        walker = iterwalk(self._element, events=("start", "end"))
        for event, node in walker:
            if event == "start":
                if not self._enters(node):
                    walker.skip_subtree()
            else:
                if self._open and node is self._open[-1][0]:
                    self._leaves(node)
                if (tail := node.tail) and node is not self._element:
                    self._text(tail)
        self._flush()

    def _enters(self, node: HtmlElement) -> bool:
        """Begin *node*; False where its inside is not to be walked."""
        tag = node.tag
        if self._is_left_out(node):
            return False
        if tag == "br":
            self._pieces.append(Piece.BREAK)
            return False
        if tag in markup.BREAKING or self._is_inline_caption(node):
            self._flush()
            if self._is_whole(node):
                return False
            self._opens(node, self._inside(node))
        elif tag == "a" or markup.is_stressed(node):
            self._opens(node, self._within(node))
        if text := node.text:
            self._text(text)
        return True

    def _is_left_out(self, node: HtmlElement) -> bool:
        """Whether nothing in *node* is text; a block that is skipped parts the text around it.

        The element that was asked for is read in any case, though it be hidden.
        """
        tag = node.tag
        if tag in markup.SILENT or (markup.is_hidden(node) and node is not self._element):
            if tag == "noscript":
                self._stand_in(node)
            return True
        if node not in self._skipped:
            return False
        if tag in markup.BREAKING:
            self._flush()
        return True

    def _leaves(self, node: HtmlElement) -> None:
        """End *node*, which changed what is around."""
        if node.tag == "a" and (attachment := media.attachment(node, self._page)):
            self._attachments.append(attachment)
        if self._around.elements[-1:] == (node,):
            self._flush()
        self._around = self._open.pop()[1]

    def _opens(self, node: HtmlElement, around: _Around) -> None:
        self._open.append((node, self._around))
        self._around = around

    def _inside(self, node: HtmlElement) -> _Around:
        """What is around the text of a block element."""
        outer = self._around
        return _Around(
            linked=outer.linked,
            stressed=outer.stressed or markup.is_stressed(node),
            quoted=outer.quoted or markup.is_quote(node),
            as_typed=outer.as_typed or node.tag == "pre",
            scope=scope_of(node) or outer.scope,
            elements=(*outer.elements[1 - _AROUND :], node),
        )

    def _within(self, node: HtmlElement) -> _Around:
        """What is around the text of an inline element."""
        outer = self._around
        return _Around(
            linked=outer.linked or node.tag == "a",
            stressed=outer.stressed or markup.is_stressed(node),
            quoted=outer.quoted,
            as_typed=outer.as_typed,
            scope=outer.scope,
            elements=outer.elements,
        )

    def _text(self, text: str) -> None:
        """Add *text*; white space at the beginning of a paragraph is none."""
        if not self._pieces and text.isspace():
            return
        around = self._around
        first, *others = text.split("\n") if around.as_typed else (text,)
        self._pieces.append(Piece(first, around.linked, around.stressed))
        for line in others:
            self._pieces.append(Piece.BREAK)
            self._pieces.append(Piece(line, around.linked, around.stressed))

    def _is_whole(self, node: HtmlElement) -> bool:
        """Add *node* where it is a block by itself; False where its inside is walked."""
        tag = node.tag
        if tag == "img":
            self._add(media.picture(node, self._page))
            return True
        if tag in markup.EMBEDDING:
            shown = media.embedded(node, self._page)
            self._add(shown)
            return tag != "object" or shown is not None
        if tag not in ("ul", "ol", "dl", "table") or node in self._layout:
            return False
        as_block = markup.table_block if tag == "table" else markup.list_block
        block = as_block(node, self._skipped)
        if block is None:
            return False
        if block.text:
            self._add(block)
        for link in markup.links(node, self._skipped):
            self._add(media.attachment(link, self._page))
        for image in markup.pictures(node, self._skipped):
            self._add(media.picture(image, self._page))
        return True

    def _add(self, block: Block | None) -> None:
        if block is not None:
            self.lines.append(Placed(block=block))

    def _stand_in(self, noscript: HtmlElement) -> None:
        """Where a picture awaits a script for its address: the one it has without scripts."""
        last = self.lines[-1].block if self.lines else None
        image = next(noscript.iter("img"), None)
        if last and last.kind is BlockKind.PICTURE and not last.url and image is not None:
            self._add(media.picture(image, self._page))

    def _is_inline_caption(self, node: HtmlElement) -> bool:
        """Whether an inline element is called a caption, and nothing parts it from a picture."""
        if not self.lines or not markup.is_called_caption(node):
            return False
        last = self.lines[-1]
        is_beside = last.block.kind in (BlockKind.PICTURE, BlockKind.VIDEO) or last.scope
        return bool(is_beside) and not any(piece.text.strip() for piece in self._pieces)

    def _flush(self) -> None:
        """End the text so far: it becomes lines, and the attachments it named follow it."""
        self._paragraph += 1
        if self._pieces:
            pieces, self._pieces = self._pieces, []
            self.lines += map(self._line, lines_of(pieces))
        if self._attachments:
            attachments, self._attachments = self._attachments, []
            self.lines += [Placed(block=block) for block in attachments]

    def _line(self, line: Line) -> Placed:
        around = self._around
        kind = BlockKind.PARAGRAPH
        if any(node.tag in markup.HEADINGS for node in around.elements):
            kind = BlockKind.HEADING
        elif around.quoted:
            kind = BlockKind.QUOTE
        if around.scope:
            around.scope.letters += letters(line.text)
        return Placed(
            block=Block(kind=kind, text=line.text, linked=line.linked),
            paragraph=self._paragraph,
            around=around.elements,
            stressed=line.stressed,
            scope=around.scope,
        )


def without_repeats(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Each picture, attachment and video once; of a viewer and a link to one file the link stays.

    A picture without an address goes. A linked line that says only what attachments are called
    goes: their own blocks say it.
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
            is_repeat = (block.kind, block.url) in seen or (shown_only and block.url in named)
            if is_repeat or not block.url:
                continue
            seen.add((block.kind, block.url))
        elif block.linked and names.issuperset(block.text.split("\n")):
            continue
        kept.append(block)
    return tuple(kept)
