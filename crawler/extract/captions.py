"""Which lines of a body are captions: by what their markup calls them, and where they stand."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from crawler.extract import markup
from crawler.extract.bylines import is_labelled_byline
from crawler.extract.text import letters
from crawler.items import Block, BlockKind

#: A paragraph of more letters beside a picture is prose, centred or not.
CAPTION_LETTERS = 250
#: An element of more letters is no caption, whatever it is called: a wrapper, or one never closed.
CALLED_CAPTION_LETTERS = 600

#: How a caption names its photographer: "… Ảnh: An Khê", "… (Ảnh: An Khê)".
_CREDIT = re.compile(r"(?:(?:^|[.!?”\"’] ?)|[(\[])(?:Nguồn )?[Ảả]nh ?: ?[^.:]{1,60}[)\].]{0,2}$")
#: How a byline begins, which may name the photographer too.
_WORK = re.compile(r"(?:tin|bài|nội dung|thực hiện|tác giả)(?![^\W_])[^.:]{0,20}:", re.IGNORECASE)
_SHOWN = frozenset({BlockKind.PICTURE, BlockKind.VIDEO})
_BESIDE = frozenset({*_SHOWN, BlockKind.CAPTION})


@dataclass(slots=True, eq=False)
class Scope:
    """An element whose text is a caption if it is short enough, all of it together.

    ``alone`` says that it is one wherever it stands; else it stands beside a picture or video.
    ``letters`` counts its own lines, not those of scopes inside it, while the body is walked.
    """

    longest: int
    alone: bool = False
    letters: int = 0


@dataclass(kw_only=True, slots=True)
class Placed:
    """A block on its way, with what its markup says of it.

    ``paragraph`` is the same number for lines that one element parts by line breaks only, and 0 for
    what is no line;
    ``around`` are the innermost elements that hold the line.
    """

    block: Block
    paragraph: int = 0
    around: tuple[HtmlElement, ...] = ()
    stressed: bool = False
    scope: Scope | None = None


def scope_of(node: HtmlElement) -> Scope | None:
    """The scope that *node* opens, None where it opens none."""
    if node.tag == "figcaption":
        return Scope(CALLED_CAPTION_LETTERS, alone=True)
    if markup.is_called_caption(node):
        return Scope(CALLED_CAPTION_LETTERS)
    return Scope(CAPTION_LETTERS) if markup.is_frame(node) else None


def captioned(lines: Iterable[Placed]) -> Iterator[Block]:
    """The blocks, with the lines that caption a picture or video marked as captions."""
    before = Placed(block=Block(kind=BlockKind.PARAGRAPH))
    for line in lines:
        before = _as_caption(line) if _is_caption(line, before) else line
        yield before.block


def _as_caption(line: Placed) -> Placed:
    return replace(line, block=replace(line.block, kind=BlockKind.CAPTION))


def _is_caption(line: Placed, before: Placed) -> bool:
    """Whether a line is a caption; *before* is the line before it."""
    if line.block.kind is not BlockKind.PARAGRAPH or line.block.linked:
        return False
    is_beside = before.block.kind in _BESIDE
    scope = line.scope
    if scope and scope.letters <= scope.longest and (scope.alone or is_beside):
        return True
    return is_beside and _looks_like_one(line, before)


def _looks_like_one(line: Placed, before: Placed) -> bool:
    """Whether a line beside a picture looks like its caption.

    It is centred, or all bold or italic, or names its photographer directly below the picture.
    A caption goes on in its own element, and in centred ones: a bold one may be the heading of
    what follows, as it is below a video. What stands at the right, or names its author by a label,
    signs the text, and marks without letters part it.
    """
    text = line.block.text
    if not _stands_like_one(line, before):
        return False
    return 0 < letters(text) <= CAPTION_LETTERS and not is_labelled_byline(text)


def _stands_like_one(line: Placed, before: Placed) -> bool:
    is_stressed = line.stressed and not any(map(markup.is_right_aligned, line.around))
    if before.block.kind is BlockKind.PICTURE:
        looks = is_stressed or _is_centred(line) or _is_credited(line.block.text)
        return before.block.url is not None and looks
    is_same = line.paragraph == before.paragraph
    return _is_centred(line) or (is_same and is_stressed)


def _is_centred(line: Placed) -> bool:
    return any(map(markup.is_centred, line.around))


def _is_credited(text: str) -> bool:
    return _CREDIT.search(text) is not None and not _WORK.match(text)
