"""The typed things that flow from a family through the pipelines to the archive."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block of an article is."""

    PARAGRAPH = "paragraph"
    HEADING = "heading"
    CAPTION = "caption"
    LIST = "list"
    TABLE = "table"
    QUOTE = "quote"
    PICTURE = "picture"
    ATTACHMENT = "attachment"
    VIDEO = "video"


#: Kinds whose text is running text of the body; captions are content too, but not body.
BODY_KINDS = frozenset(
    {BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.LIST, BlockKind.TABLE, BlockKind.QUOTE}
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One block of an article, in the order of the page.

    ``text`` holds one line, except that each item of a list and each row of a table is a line of
    its own. ``url`` is absolute: the picture's, attachment's or video's address. ``linked`` says
    that the whole text is links (as in a list of related articles), but for a label before them.
    """

    kind: BlockKind
    text: str = ""
    url: str | None = None
    linked: bool = False


class ArticleKind(StrEnum):
    """What an article consists of, by its best part."""

    TEXT = "text"
    DOCUMENT = "document"
    PHOTO = "photo"
    VIDEO = "video"


class Precision(StrEnum):
    """How exactly a page states its date."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """A date as a page states it.

    ``on`` is the day in Hanoi; ``at`` the moment with ``+07:00``, or None where only a day is
    stated; ``raw`` the printed text, white space folded; ``rule`` names the rule that read it, and
    the one that made it finer by what the page tells machines.
    """

    on: date
    at: datetime | None
    precision: Precision
    raw: str
    rule: str


class LeadingLine(StrEnum):
    """A line that stands before the text of an article, in a family's plain-text order."""

    TITLE = "title"
    DATE = "date"
    SECTION = "section"


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """An article as read from one page; the pipelines hand on cleaner copies of it.

    ``url`` is the address that answered. ``blocks`` are the body in printed order, without the
    title and without ``lead`` (the paragraph a page sets apart as its summary; None where it sets
    none apart). ``removed`` counts the blocks that boilerplate rules took, by rule name.
    ``leading`` is empty for a page; for plain text it says what the first blocks are, once the
    boilerplate is gone, and a pipeline takes them out as fields.
    """

    url: str
    title: str | None = None
    lead: str | None = None
    blocks: tuple[Block, ...] = ()
    author: str | None = None
    source: str | None = None
    outlet_tag: str | None = None
    section: str | None = None
    published: Published | None = None
    modified_at: datetime | None = None
    leading: tuple[LeadingLine, ...] = ()
    removed: tuple[tuple[str, int], ...] = field(default=())

    @property
    def kind(self) -> ArticleKind:
        """Text where there is running text, else document, photo or video, in this order."""
        kinds = {block.kind for block in self.blocks}
        if self.lead or kinds & BODY_KINDS:
            return ArticleKind.TEXT
        if BlockKind.ATTACHMENT in kinds:
            return ArticleKind.DOCUMENT
        return ArticleKind.VIDEO if BlockKind.VIDEO in kinds else ArticleKind.PHOTO

    @property
    def body(self) -> str:
        """The running text, one line a block, without lead and captions."""
        return "\n".join(block.text for block in self.blocks if block.kind in BODY_KINDS)


@dataclass(frozen=True, kw_only=True, slots=True)
class PageRequest:
    """A request that a family wants made.

    ``url`` is absolute; a POST carries its form-encoded ``body``. ``referer`` is sent where a
    platform asks for one. ``context`` is what the family must know to read the answer (JSON
    values), such as the last page's number; it is no part of the request's identity.
    """

    url: str
    method: str = "GET"
    body: bytes = b""
    referer: str | None = None
    context: tuple[tuple[str, int | str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class ArticleLink:
    """An article as a listing names it; ``listed_on`` is the day printed beside it, if any."""

    url: str
    title: str | None = None
    listed_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOut:
    """The links of a page that are not followed: how many, by the reason.

    ``malformed`` are no addresses; ``circular`` come of links resolved wrongly; ``beyond`` stand
    after the last that a page may have; ``other`` lead to no article (in feeds and sitemaps, which
    name all pages of a site). ``elsewhere`` names the host of each that leaves the site's.
    """

    malformed: int = 0
    circular: int = 0
    beyond: int = 0
    other: int = 0
    elsewhere: tuple[str, ...] = ()

    @property
    def sentence(self) -> str | None:
        """What was left out, for the ledger; None where that is nothing."""
        hosts = ", ".join(sorted(set(self.elsewhere)))
        counts = (
            (len(self.elsewhere), f"lead elsewhere: {hosts}"),
            (self.malformed, "are no addresses"),
            (self.circular, "lead in circles"),
            (self.beyond, "are more than a page may have"),
            (self.other, "lead to no article"),
        )
        return "; ".join(f"{count} links {what}" for count, what in counts if count) or None


@dataclass(frozen=True, kw_only=True, slots=True)
class Listing:
    """What a listing page says: its links, newest first as printed, and the page after it."""

    url: str
    links: tuple[ArticleLink, ...]
    next_page: PageRequest | None
    left_out: LeftOut = LeftOut()


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedPage:
    """What a feed or a sitemap says: addresses of articles, and of further sitemaps.

    ``flaw`` says why it may be incomplete, None where it was read whole.
    """

    url: str
    links: tuple[ArticleLink, ...]
    further: tuple[str, ...] = ()
    flaw: str | None = None
    left_out: LeftOut = LeftOut()
