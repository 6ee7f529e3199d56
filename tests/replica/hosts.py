"""Which page answers which request, on each of the replica's hosts."""

import re
import struct
import zlib
from abc import ABC, abstractmethod
from functools import cache
from urllib.parse import parse_qs

from tests.replica.chrome import Look
from tests.replica.server import Answer, Asked
from tests.replica.site_world import SOFT_404_TEXT, SiteWorld
from tests.replica.specs import Section
from tests.replica.story import Story

_ROBOTS = """User-agent: *
Disallow: /admin/
Disallow: /cache/
Disallow: /data/
Disallow: /includes/
Disallow: /install/
Disallow: /language/
Disallow: /logs/
Disallow: /modules/
Disallow: /sess/
Disallow: /tmp/
"""
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp)$", re.IGNORECASE)


@cache
def _png() -> bytes:
    """A picture of one grey dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        checksum = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)

    size = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\x00\x80")
    parts = (chunk(b"IHDR", size), chunk(b"IDAT", data), chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


class OldHost:
    """A host that sends every path to the same path of its successor."""

    def __init__(self, successor: str) -> None:
        self.successor = successor.rstrip("/")

    def answer(self, asked: Asked) -> Answer:
        """A redirect for good."""
        query = f"?{asked.query}" if asked.query else ""
        location = f"{self.successor}{asked.path}{query}"
        return Answer(b"<p>Moved</p>", 301, location=location)


class SiteHost(ABC):
    """What the hosts of all platforms have in common; each fills in the pages."""

    #: The id in an article's path.
    article: re.Pattern[str]
    #: The name of the query's field that asks for a page of a listing.
    page_field = "page"

    def __init__(self, world: SiteWorld) -> None:
        self.world = world

    def answer(self, asked: Asked) -> Answer:
        """The page, file or refusal that *asked* gets."""
        fixed = self._fixed(asked)
        if fixed is not None:
            return fixed
        look = self.world.look()
        if asked.method == "POST":
            return self.posted(look, asked)
        if asked.path == self.world.soft_404_path:
            return self._page(self.message(look, SOFT_404_TEXT))
        if (listing := self.listing(look, asked)) is not None:
            return self._page(listing)
        if (found := self.found(asked.path)) is not None:
            return self._page(self.article_page(look, *found))
        return self.other(look, asked) or self._page(
            self.message(look, "404 - Trang không tồn tại"), 404
        )

    def found(self, path: str) -> tuple[Story, int] | None:
        """The article at *path*, and which of its addresses that is."""
        article_id = self.article.search(path)
        return self.world.found(path, int(article_id[1])) if article_id else None

    def _fixed(self, asked: Asked) -> Answer | None:
        """The answers in which nothing moves: home, robots.txt, files."""
        if asked.path == "/":
            return Answer(self._home().encode())
        if asked.path == "/robots.txt":
            return Answer(_ROBOTS.encode(), media_type="text/plain")
        if asked.path.endswith(".pdf"):
            return Answer(PDF, media_type="application/pdf")
        if asked.path.endswith(".mp4"):
            return Answer(_FILM, media_type="video/mp4")
        if _PICTURE.search(asked.path):
            return Answer(_png(), media_type="image/png")
        return None

    def _home(self) -> str:
        spec = self.world.spec
        links = "".join(f'<li><a href="{s.path}">{s.name}</a></li>' for s in spec.sections)
        return (
            f'<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"><title>{spec.title}'
            f"</title></head><body><h1>{spec.title}</h1><ul>{links}</ul></body></html>"
        )

    @staticmethod
    def _page(text: str, status: int = 200) -> Answer:
        return Answer(text.encode(), status)

    def posted(self, look: Look, asked: Asked) -> Answer:  # noqa: ARG002 - for platforms that page by POST
        """The answer to a POST: refused, where a platform has no use for it."""
        return Answer(b"Method Not Allowed", 405, "text/plain")

    def other(self, look: Look, asked: Asked) -> Answer | None:  # noqa: ARG002 - a hook
        """The answer at an address that is neither a listing's nor an article's own."""
        return None

    def listing(self, look: Look, asked: Asked) -> str | None:
        """The page of a listing that is asked for, if a section is there."""
        wanted = self.wanted(asked)
        if wanted is None:
            return None
        section, page = wanted
        text = self.listing_page(look, section, page)
        self.world.listing_answered(section, page)
        return text

    def wanted(self, asked: Asked) -> tuple[Section, int] | None:
        """The section and page that *asked* names; a page beyond the last is the last."""
        section = self.world.section(asked.path)
        if section is None:
            return None
        named = parse_qs(asked.query).get(self.page_field, ["1"])[-1]
        last = self.world.spec.last_page(self.world.total(section))
        return section, min(max(int(named), 1), last) if named.isdigit() else 1

    @abstractmethod
    def listing_page(self, look: Look, section: Section, page: int) -> str:
        """Page *page*, counted from 1, of *section*."""

    @abstractmethod
    def article_page(self, look: Look, story: Story, variant: int) -> str:
        """The article's page at its address *variant*."""

    @abstractmethod
    def message(self, look: Look, text: str) -> str:
        """The site's frame around one sentence."""
