"""What HTML elements mean in the body of an article."""

import re
from collections.abc import Iterator
from itertools import chain

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from crawler.extract.debris import without_debris
from crawler.extract.lines import Piece, lines_as_broken
from crawler.extract.text import folded
from crawler.items import Block, BlockKind

#: Elements that are to be left out.
Elements = frozenset[HtmlElement]
NONE: Elements = frozenset()

#: Elements that end the text before them and begin anew.
BREAKING = frozenset(
    "p div section article header footer main aside center address figure figcaption blockquote"
    " pre form fieldset legend details summary nav menu table tbody thead tfoot tr td th caption"
    " ul ol li dl dt dd hr h1 h2 h3 h4 h5 h6 iframe video audio embed object img".split()
)
#: Elements whose text no reader of the page sees.
SILENT = frozenset(
    "script style noscript template textarea select button head input svg canvas".split()
)
#: Elements that show what is elsewhere.
EMBEDDING = frozenset("iframe video audio embed object".split())
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
#: Blocks that are content by their address.
ADDRESSED = frozenset({BlockKind.PICTURE, BlockKind.ATTACHMENT, BlockKind.VIDEO})

#: Words that platforms and editors have in the class of a caption.
_CAPTION_CLASSES = frozenset(
    "fig box-desc caption image-caption image_caption img-caption img_caption photo-caption"
    " photo_caption picture-caption cms-caption wp-caption-text image_desc image-desc imagedesc"
    " img_desc img-desc imgdesc photo_desc photo-desc photocms_caption pcaption tplcaption"
    " chuthich chu-thich chu_thich chuthichanh".split()
)
#: The same for quotes.
_QUOTE_CLASSES = frozenset("cms-quote quotes quote blockquote pull-quote pullquote".split())
_STRESSING = frozenset("strong b em i".split())
#: Where a line of a list begins or ends.
_ITEMS = frozenset("li dt dd ul ol dl".split())
#: How an event changes the number of elements around.
_DEPTH = {"start": 1, "end": -1, "tail": 0}
#: A table of fewer columns only places its text.
_COLUMNS = 2
#: A table of portraits has at least so many of them, and no longer cells, in characters.
_PORTRAITS = 2
_LONGEST_CELL = 150

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STRESSED = re.compile(r"font-style\s*:\s*italic|font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*(?:-\w{1,10}-)?center", re.IGNORECASE)
_RIGHT = re.compile(r"text-align\s*:\s*(?:right|end)", re.IGNORECASE)


def is_hidden(node: HtmlElement) -> bool:
    """Whether *node* itself says that nobody is to see it."""
    if node.get("hidden") is not None:
        return True
    style = node.get("style")
    return style is not None and _HIDDEN.search(style) is not None


def is_stressed(node: HtmlElement) -> bool:
    """Whether *node* itself prints its text bold or italic."""
    if node.tag in _STRESSING:
        return True
    style = node.get("style")
    return style is not None and _STRESSED.search(style) is not None


def is_centred(node: HtmlElement) -> bool:
    """Whether *node* itself says that its text is centred."""
    return (
        node.tag == "center"
        or node.get("align", "").lower() == "center"
        or _CENTRED.search(node.get("style", "")) is not None
    )


def is_right_aligned(node: HtmlElement) -> bool:
    """Whether *node* itself says that its text stands at the right, as signatures do."""
    is_right = node.get("align", "").lower() == "right"
    return is_right or _RIGHT.search(node.get("style", "")) is not None


def is_called_caption(node: HtmlElement) -> bool:
    """Whether a class of *node* calls it a caption."""
    names = node.get("class")
    return names is not None and not _CAPTION_CLASSES.isdisjoint(names.lower().split())


def is_quote(node: HtmlElement) -> bool:
    """Whether *node* is a quote, by its element or by a class."""
    if node.tag == "blockquote":
        return True
    names = node.get("class")
    return names is not None and not _QUOTE_CLASSES.isdisjoint(names.lower().split())


def is_frame(node: HtmlElement) -> bool:
    """Whether *node* frames a picture and what belongs to it: a figure, a table of one column."""
    if node.tag == "figure":
        return True
    if node.tag != "table":
        return False
    groups = (node, *node.iterchildren("tbody", "thead"))
    rows = (row for group in groups for row in group.iterchildren("tr"))
    return all(len(row) <= 1 for row in rows)


def layout_elements(root: HtmlElement) -> frozenset[HtmlElement]:
    """The elements beneath *root* that hold a picture, a viewer or a table.

    A list or table among them is layout, but for a table with portraits in its rows. Each element
    is climbed over once, however deep it is.
    """
    found: set[HtmlElement] = set()
    shown = tuple(root.iter("img", "figure", "table", *EMBEDDING))
    tables = (node for node in shown if node.tag == "table")
    portraits = set(chain.from_iterable(map(_portraits, tables)))
    for node in shown:
        if node in portraits:
            continue
        above = node.getparent()
        while above is not None and above not in found:
            found.add(above)
            above = above.getparent()
    return frozenset(found)


def _portraits(table: HtmlElement) -> list[HtmlElement]:
    """The pictures of a table that tells in each row of somebody who is pictured there.

    A picture is alone in its cell, and has at least two short cells of text beside it. In a table
    that only places pictures, their captions are in the same cell or in another row.
    """
    if next(table.iter("img"), None) is None:
        return []
    if any(node is not table for node in table.iter("table", "figure", *EMBEDDING)):
        return []
    rows = [(list(row.iter("img")), row) for row in table.iter("tr")]
    pictured = [(images, row) for images, row in rows if images]
    is_told = len(pictured) >= _PORTRAITS and all(map(_tells_of, pictured))
    return [image for images, _ in pictured for image in images] if is_told else []


def _tells_of(row: tuple[list[HtmlElement], HtmlElement]) -> bool:
    images, node = row
    cells = [(cell, len(folded(cell.text_content()))) for cell in node.iterchildren("td", "th")]
    told = [size for _, size in cells if size]
    is_alone = not any(size and next(cell.iter("img"), None) is not None for cell, size in cells)
    return is_alone and len(told) >= _COLUMNS * len(images) and max(told) <= _LONGEST_CELL


def list_block(node: HtmlElement, without: Elements = NONE) -> Block:
    """A list as one block, a line an item; the items of a list inside it are lines too."""
    pieces: list[Piece] = []
    links = 0
    for event, inner in _seen(node, without):
        if inner.tag in _ITEMS:
            pieces.append(Piece.BREAK)
        elif inner.tag in BREAKING or inner.tag == "br":
            pieces.append(Piece(" "))
        if inner.tag == "a":
            links += _DEPTH[event]
        text = inner.text if event == "start" else inner.tail
        if text and (event == "start" or inner is not node):
            pieces.append(Piece(text, linked=links > 0))
    lines = list(lines_as_broken(pieces))
    return Block(
        kind=BlockKind.LIST,
        text="\n".join(line.text for line in lines),
        linked=bool(lines) and all(line.linked for line in lines),
    )


def table_block(node: HtmlElement, without: Elements = NONE) -> Block | None:
    """A table as one block, a line a row; None for one of a single column, which is layout."""
    cells = [
        [cell for cell in row.iter("td", "th", "caption") if not is_hidden(cell)]
        for row in node.iter("tr", "caption")
        if row not in without and not is_hidden(row)
    ]
    if max(map(len, cells), default=0) < _COLUMNS:
        return None
    rows = [[flat_text(cell, without) for cell in row] for row in cells]
    if max(len(row) - row.count("") for row in rows) < _COLUMNS:
        return None
    lines = [" | ".join(row) for row in rows if any(row)]
    return Block(kind=BlockKind.TABLE, text="\n".join(lines))


def links(node: HtmlElement, without: Elements = NONE) -> Iterator[HtmlElement]:
    """The links that are seen in *node*."""
    return _seen_of("a", node, without)


def pictures(node: HtmlElement, without: Elements = NONE) -> Iterator[HtmlElement]:
    """The pictures that are seen in *node*; mostly there is none, which is soon found out."""
    return iter(()) if next(node.iter("img"), None) is None else _seen_of("img", node, without)


def flat_text(node: HtmlElement, without: Elements = NONE) -> str:
    """All text beneath *node* on one folded line, block elements parted by a blank.

    What is hidden beneath it is left out; *node* itself is read in any case.
    """
    return without_debris(folded("".join(_texts(node, without))))


def short_text(node: HtmlElement, longest: int) -> str | None:
    """What :func:`flat_text` gives; None, without reading on, behind *longest* characters."""
    pieces: list[str] = []
    left = longest
    for piece in _texts(node, NONE):
        left -= len(piece.strip())
        if left < 0:
            return None
        pieces.append(piece)
    return without_debris(folded("".join(pieces)))


def _texts(root: HtmlElement, without: Elements) -> Iterator[str]:
    for event, node in _seen(root, without):
        text = node.text if event == "start" else node.tail
        if event == "start" or node is not root:
            gap = " " if node.tag == "br" or node.tag in BREAKING else ""
            yield f"{gap}{text}" if text else gap


def _seen_of(tags: str, root: HtmlElement, without: Elements) -> Iterator[HtmlElement]:
    wanted = tags.split()
    return (node for event, node in _seen(root, without) if event == "start" and node.tag in wanted)


def _seen(root: HtmlElement, without: Elements) -> Iterator[tuple[str, HtmlElement]]:
    """The starts and ends of the elements that are seen; of what is not seen only ``tail``."""
    walker = iterwalk(root, events=("start", "end"))
    unseen = None
    for event, node in walker:
        if event == "start" and (node in without or _is_unseen(node, root)):
            walker.skip_subtree()
            unseen = node
        else:
            yield "tail" if node is unseen else event, node


def _is_unseen(node: HtmlElement, root: HtmlElement) -> bool:
    return node.tag in SILENT or (node is not root and is_hidden(node))
