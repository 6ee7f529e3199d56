"""What HTML elements mean in the body of an article."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from lxml.etree import iterwalk
from lxml.html import HtmlElement

from crawler.extract.lines import Piece, lines_as_broken
from crawler.extract.page import Page
from crawler.extract.text import folded
from crawler.items import Block, BlockKind

#: Elements that end the text before them and begin anew.
BREAKING = frozenset(
    "p div section article header footer main aside center address figure figcaption blockquote"
    " pre form fieldset table tbody thead tfoot tr td th caption ul ol li dl dt dd hr h1 h2 h3 h4"
    " h5 h6 iframe video embed object img".split()
)
#: Elements whose text no reader of the page sees.
SILENT = frozenset("script style noscript template textarea select button head input".split())
STRESSING = frozenset("strong b em i".split())
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
#: Blocks that are content by their address.
ADDRESSED = frozenset({BlockKind.PICTURE, BlockKind.ATTACHMENT, BlockKind.VIDEO})

#: Where a line of a list begins or ends.
_ITEMS = frozenset("li dt dd ul ol dl".split())
#: A table of fewer columns only places its text.
_COLUMNS = 2

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|zip|rar|7z)$", re.IGNORECASE)
_DOWNLOAD = frozenset({"link-download", "view-gallery"})
_VIDEO_HOSTS = ("youtube.com", "youtube-nocookie.com", "youtu.be", "vimeo.com")
_VIDEO_FILE = re.compile(r"\.(?:mp4|webm|m3u8|ogv)$", re.IGNORECASE)
_CAPTION = re.compile(r"caption|image_?desc|img_?desc|photo_?desc", re.IGNORECASE)
_CENTRED = re.compile(r"text-align\s*:\s*center", re.IGNORECASE)
_RIGHT = re.compile(r"text-align\s*:\s*right", re.IGNORECASE)


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


def is_caption(node: HtmlElement) -> bool:
    """Whether *node* is named as a caption."""
    return node.tag == "figcaption" or _CAPTION.search(node.get("class", "")) is not None


def layout_elements(root: HtmlElement) -> frozenset[HtmlElement]:
    """The elements beneath *root* that hold a picture, a viewer or a table.

    A list or table among them is layout. Each element is climbed over once, however deep it is.
    """
    found: set[HtmlElement] = set()
    for node in root.iter("img", "iframe", "video", "embed", "object", "figure", "table"):
        above = node.getparent()
        while above is not None and above not in found:
            found.add(above)
            above = above.getparent()
    return frozenset(found)


def attachment(link: HtmlElement, page: Page) -> Block | None:
    """The document that a link leads to, None where it leads to no document."""
    address = page.absolute(link.get("href"))
    if address is None:
        return None
    is_named = not _DOWNLOAD.isdisjoint(link.get("class", "").split())
    if not is_named and not _DOCUMENT.search(urlsplit(address).path):
        return None
    return Block(kind=BlockKind.ATTACHMENT, text=flat_text(link), url=address)


def embedded(node: HtmlElement, tag: str, page: Page) -> Block | None:
    """The picture, video or document that *node* shows, None where it shows none of them."""
    if tag == "img":
        return _picture(node, page)
    source = node.get("src") or node.get("data") or _inner_source(node)
    address = page.absolute(source)
    if address is None:
        return None
    parts = urlsplit(address)
    if file := parse_qs(parts.query).get("file"):
        shown = page.absolute(file[0])
        return Block(kind=BlockKind.ATTACHMENT, url=shown) if shown else None
    if _DOCUMENT.search(parts.path):
        return Block(kind=BlockKind.ATTACHMENT, url=address)
    is_video = _VIDEO_FILE.search(parts.path) or tag == "video"
    if is_video or (parts.hostname or "").endswith(_VIDEO_HOSTS):
        return Block(kind=BlockKind.VIDEO, url=address)
    return None


def _picture(node: HtmlElement, page: Page) -> Block | None:
    source = node.get("data-src") or node.get("data-original") or node.get("src")
    address = page.absolute(source)
    return Block(kind=BlockKind.PICTURE, url=address) if address else None


def _inner_source(node: HtmlElement) -> str | None:
    source = node.find("source")
    return source.get("src") if source is not None else None


def list_block(node: HtmlElement) -> Block:
    """A list as one block, a line an item; the items of a list inside it are lines too."""
    pieces: list[Piece] = []
    links = 0
    walker = iterwalk(node, events=("start", "end"))
    for event, inner in walker:
        step = 1 if event == "start" else -1
        if inner.tag in SILENT and step > 0:
            walker.skip_subtree()
            continue
        if inner.tag in _ITEMS:
            pieces.append(Piece.BREAK)
        elif inner.tag in BREAKING or inner.tag == "br":
            pieces.append(Piece(" "))
        links += step * (inner.tag == "a")
        text = inner.text if step > 0 else inner.tail
        if text and (step > 0 or inner is not node):
            pieces.append(Piece(text, linked=links > 0))
    lines = list(lines_as_broken(pieces))
    return Block(
        kind=BlockKind.LIST,
        text="\n".join(line.text for line in lines),
        linked=bool(lines) and all(line.linked for line in lines),
    )


def table_block(node: HtmlElement) -> Block | None:
    """A table as one block, a line a row; None for one of a single column, which is layout."""
    rows = [
        [flat_text(cell) for cell in row.iter("td", "th", "caption")]
        for row in node.iter("tr", "caption")
    ]
    if max((len(row) - row.count("") for row in rows), default=0) < _COLUMNS:
        return None
    lines = [" | ".join(row) for row in rows if any(row)]
    return Block(kind=BlockKind.TABLE, text="\n".join(lines))


def flat_text(node: HtmlElement) -> str:
    """All text beneath *node* on one folded line, block elements parted by a blank."""
    return folded("".join(_texts(node)))


def _texts(root: HtmlElement) -> Iterator[str]:
    walker = iterwalk(root, events=("start", "end"))
    for event, node in walker:
        parts = node.tag == "br" or node.tag in BREAKING
        if event == "start":
            if node.tag in SILENT:
                walker.skip_subtree()
                continue
            yield (" " if parts else "") + (node.text or "")
        elif node is not root:
            yield (" " if parts else "") + (node.tail or "")
