"""Where the pictures, documents and videos that elements show are to be had."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.extract.markup import flat_text
from crawler.extract.page import Page
from crawler.items import Block, BlockKind

_DOCUMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|pptx?|rtf|odt|zip|rar|7z)$", re.IGNORECASE)
_VIDEO_FILE = re.compile(r"\.(?:mp4|webm|m3u8|ogv)$", re.IGNORECASE)
#: Hosts, each with a dot before it.
_VIDEO_HOSTS = (
    ".youtube.com", ".youtube-nocookie.com", ".youtu.be", ".vimeo.com", ".dailymotion.com",
)  # fmt: skip
_FACEBOOK = (".facebook.com",)
#: Hosts that show a document of another host, and the parameters in which they name it.
_VIEWER_HOSTS = (".docs.google.com", ".drive.google.com", ".view.officeapps.live.com")
_VIEWED = ("url", "src")
#: The parameter in which a viewer on the site's own host names its document, as pdf.js does.
_FILE = "file"
_FACEBOOK_VIDEO = "/plugins/video.php"
#: Classes of a link to a document, whatever it ends in.
_DOWNLOAD = frozenset({"link-download", "view-gallery"})
#: Where a picture's address stands; before it is looked at, ``src`` may hold a stand-in.
_PICTURE_SOURCES = ("data-src", "data-original", "data-lazy-src", "src")
_PICTURE_SETS = ("data-srcset", "srcset")
#: So many sources a <picture> may have.
_LEVELS = 8
_FRAME_SOURCES = ("src", "data-src", "data")
#: A picture of this width or height counts visitors.
_PIXEL = frozenset({"0", "1", "0px", "1px"})


def picture(node: HtmlElement, page: Page) -> Block | None:
    """The picture that an ``img`` shows; None for one that counts visitors.

    Its address is None where it has none of its own: a stand-in until a script fills it in.
    """
    if not _PIXEL.isdisjoint((node.get("width"), node.get("height"))):
        return None
    addresses = map(page.absolute, _picture_sources(node))
    return Block(kind=BlockKind.PICTURE, url=next(filter(None, addresses), None))


def embedded(node: HtmlElement, page: Page) -> Block | None:
    """The video or document that a frame, player or object shows, None where it shows neither.

    What is only heard (``audio``) counts as video.
    """
    addresses = map(page.absolute, _frame_sources(node))
    address = next(filter(None, addresses), None)
    if address is None:
        return None
    shown = _viewed(address, page) or address
    is_played = _VIDEO_FILE.search(urlsplit(shown).path) or node.tag in ("video", "audio")
    if is_played or _is_of(shown, _VIDEO_HOSTS):
        return Block(kind=BlockKind.VIDEO, url=shown)
    if _is_of(address, _FACEBOOK):
        return _facebook_video(address, page)
    if shown is not address or _is_document(shown):
        return Block(kind=BlockKind.ATTACHMENT, url=shown)
    return None


def attachment(link: HtmlElement, page: Page) -> Block | None:
    """The document that a link leads to, None where it leads to no document."""
    address = page.absolute(link.get("href"))
    if address is None:
        return None
    document = _linked_document(address, page)
    if document is None and _DOWNLOAD.isdisjoint(link.get("class", "").split()):
        return None
    return Block(kind=BlockKind.ATTACHMENT, text=flat_text(link), url=document or address)


def _linked_document(address: str, page: Page) -> str | None:
    """The document to which a link leads, by its ending; None where it leads to none.

    That of a viewer is the document it shows; that of a script that hands out the document which
    it is asked for is the script's own, with the question.
    """
    if _is_document(address):
        return address
    viewed = _viewed(address, page)
    if viewed is None or not _is_document(viewed):
        return None
    is_viewer = _is_of(address, _VIEWER_HOSTS) or "viewer" in urlsplit(address).path.lower()
    return viewed if is_viewer else address


def _picture_sources(node: HtmlElement) -> Iterator[str]:
    for name in _PICTURE_SOURCES:
        yield node.get(name, "")
    yield from _of_sets(node)
    around = node
    for _ in range(_LEVELS):  # the parser takes a <source> for one that holds what follows
        above = around.getparent()
        if above is None or above.tag not in ("source", "picture"):
            return
        for source in (*around.itersiblings("source", preceding=True), above):
            yield from _of_sets(source)
        around = above


def _of_sets(node: HtmlElement) -> Iterator[str]:
    for name in _PICTURE_SETS:
        yield from _by_size(node.get(name, ""))


def _by_size(candidates: str) -> list[str]:
    """The addresses of a ``srcset``, the largest first."""
    found: list[tuple[float, str]] = []
    for candidate in candidates.split(", "):
        address, _, width = candidate.strip().partition(" ")
        size = re.match(r"[0-9]{1,6}(?:\.[0-9]{1,4})?", width.strip())
        found.append((float(size[0]) if size else 1.0, address))
    return [address for _, address in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _frame_sources(node: HtmlElement) -> Iterator[str]:
    for name in _FRAME_SOURCES:
        yield node.get(name, "")
    for inner in node.iterchildren("source", "embed"):
        yield inner.get("src", "")


def _viewed(address: str, page: Page) -> str | None:
    """The file that a viewer at *address* shows; None where that is no viewer's address."""
    if "?" not in address:
        return None
    query = parse_qs(urlsplit(address).query)
    names = (_FILE, *_VIEWED) if _is_of(address, _VIEWER_HOSTS) else (_FILE,)
    for name in names:
        if name in query:
            try:
                return page.absolute(urljoin(address, query[name][0]))
            except ValueError:
                return None
    return None


def _facebook_video(address: str, page: Page) -> Block | None:
    parts = urlsplit(address)
    if parts.path != _FACEBOOK_VIDEO:
        return None
    watched = page.absolute(parse_qs(parts.query).get("href", [""])[0])
    return Block(kind=BlockKind.VIDEO, url=watched or address)


def _is_document(address: str) -> bool:
    return _DOCUMENT.search(urlsplit(address).path) is not None


def _is_of(address: str, hosts: tuple[str, ...]) -> bool:
    """Whether *address* is on one of *hosts* or beneath it."""
    return f".{urlsplit(address).hostname}".endswith(hosts)
