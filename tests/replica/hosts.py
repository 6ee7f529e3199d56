"""Which page answers which request, on each of the replica's hosts."""

import re
import struct
import zlib
from abc import ABC, abstractmethod
from functools import cache
from urllib.parse import parse_qs

from tests.replica import version1, vnpt
from tests.replica.chrome import Look
from tests.replica.server import Answer, Asked
from tests.replica.site_world import SOFT_404_TEXT, SiteWorld
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
_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp)$")


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
    """What both platforms' hosts have in common."""

    #: The id at the end of an article's path.
    article: re.Pattern[str]

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
        if found := self.article.search(asked.path):
            article = self.world.found(asked.path, int(found[1]))
            if article is not None:
                return self._page(self.article_page(look, *article))
        return self._page(self.message(look, "404 - Trang không tồn tại"), 404)

    def _fixed(self, asked: Asked) -> Answer | None:
        """The answers in which nothing moves: home, robots.txt, files."""
        if asked.path == "/":
            return Answer(self._home().encode())
        if asked.path == "/robots.txt":
            return Answer(_ROBOTS.encode(), media_type="text/plain")
        if asked.path.endswith(".pdf"):
            return Answer(_PDF, media_type="application/pdf")
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

    @abstractmethod
    def listing(self, look: Look, asked: Asked) -> str | None:
        """The listing page at the path asked for, if a section is there."""

    @abstractmethod
    def article_page(self, look: Look, story: Story, variant: int) -> str:
        """The article's page at its address *variant*."""

    @abstractmethod
    def message(self, look: Look, text: str) -> str:
        """The site's frame around one sentence."""


class VnptHost(SiteHost):
    """A host of the VNPT Portal; a listing's GET is page 1 whatever its query."""

    article = re.compile(r"-(\d+)$")

    def listing(self, look: Look, asked: Asked) -> str | None:
        """Page 1 of the section at that path."""
        section = self.world.section(asked.path)
        if section is None:
            return None
        entries = self.world.entries(section, 1)
        page = vnpt.listing_page(look, section, entries, self.world.total(section))
        self.world.listing_answered(section)
        return page

    def posted(self, look: Look, asked: Asked) -> Answer:
        """The list items of one page, or a refusal."""
        if asked.path != vnpt.PAGING_PATH:
            return super().posted(look, asked)
        text = asked.body.decode("utf-8", "replace")
        fields = {
            name: values[-1] for name, values in parse_qs(text, keep_blank_values=True).items()
        }
        refusal = vnpt.paging_refusal(look, fields, asked.headers.get("referer"))
        wanted = fields.get("article_category_id"), fields.get("categoryIds")
        section = next(
            (
                section
                for section in look.spec.sections
                if (str(section.number), vnpt.category_ids(section)) == wanted
            ),
            None,
        )
        if refusal or section is None:
            return Answer((refusal or "unknown category").encode(), 400, "text/plain")
        entries = self.world.entries(section, int(fields["page"]))
        self.world.listing_answered(section)
        return Answer(vnpt.fragment(entries).encode())

    def article_page(self, look: Look, story: Story, variant: int) -> str:  # noqa: ARG002 - one page
        """The article's page."""
        return vnpt.article_page(look, story)

    def message(self, look: Look, text: str) -> str:
        """The site's frame around one sentence."""
        return vnpt.message_page(look, text)


class Version1Host(SiteHost):
    """The newspaper's host."""

    article = re.compile(r"-a(\d+)\.html$")

    def listing(self, look: Look, asked: Asked) -> str | None:
        """The page that ``?p=`` asks for."""
        section = self.world.section(asked.path)
        if section is None:
            return None
        asked_page = parse_qs(asked.query).get("p", ["1"])[-1]
        total = self.world.total(section)
        page = version1.page_shown(asked_page, total)
        entries = self.world.entries(section, page)
        text = version1.listing_page(look, section, entries, page=page, total=total)
        self.world.listing_answered(section)
        return text

    def article_page(self, look: Look, story: Story, variant: int) -> str:
        """The article's page."""
        return version1.article_page(look, story, variant)

    def message(self, look: Look, text: str) -> str:
        """The site's frame around one sentence."""
        return version1.message_page(look, text)
