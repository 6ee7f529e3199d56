"""What an article says, as columns and as one hash that only what it says can change."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

from crawler.extract.composition import composed
from crawler.items import Article, ArticleKind, Block, BlockKind

#: The columns that ``articles`` and ``revisions`` share, in the order of :func:`content_of`.
COLUMNS = (
    "kind",
    "title",
    "lead",
    "body",
    "author",
    "source",
    "outlet_tag",
    "section",
    "published_at",
    "published_on",
    "published_precision",
    "published_raw",
    "modified_at",
    "content_hash",
)
_MEDIA = (BlockKind.PICTURE, BlockKind.ATTACHMENT, BlockKind.VIDEO)


class Content(NamedTuple):
    """The shared columns of an article, as stored."""

    kind: str
    title: str
    lead: str | None
    body: str
    author: str | None
    source: str | None
    outlet_tag: str | None
    section: str | None
    published_at: str | None
    published_on: str | None
    published_precision: str | None
    published_raw: str | None
    modified_at: str | None
    content_hash: str

    @property
    def edition(self) -> tuple[str | None, ...]:
        """What makes a revision when it differs; nothing else does."""
        return (
            self.content_hash,
            self.author,
            self.source,
            self.published_at,
            self.published_on,
        )


class Medium(NamedTuple):
    """A picture, attachment or video of an article."""

    kind: str
    url: str
    caption: str | None


def content_of(article: Article) -> Content:
    """The columns of *article*; ValueError where it has no title."""
    if not article.title:
        raise ValueError(f"{article.url} has no title")
    printed = article.published
    return Content(
        kind=article.kind.value,
        title=article.title,
        lead=article.lead,
        body=article.body,
        author=article.author,
        source=article.source,
        outlet_tag=article.outlet_tag,
        section=article.section,
        published_at=printed.at.isoformat() if printed and printed.at else None,
        published_on=printed.on.isoformat() if printed else None,
        published_precision=printed.precision.value if printed else None,
        published_raw=f"{printed.raw}\t{printed.rule}" if printed else None,
        modified_at=article.modified_at.isoformat() if article.modified_at else None,
        content_hash=content_hash(article),
    )


def content_hash(article: Article) -> str:
    """SHA-256 of what *article* says, in hexadecimal; see :func:`hash_of`."""
    return hash_of(article.title or "", article.kind, all_blocks(article))


def hash_of(title: str, kind: ArticleKind, blocks: Iterable[Block]) -> str:
    """The hash over the title and *blocks* (lead first), whatever their kinds.

    What is hashed are lines of UTF-8, each ended by a line feed: ``title``, tab, the title; then
    for each block in order ``text``, tab, its text, unless it is empty, and ``file``, tab, its
    address for an attachment, ``picture``, tab, its address for a picture of a photo post. Texts
    are in NFC with each run of white space as one space; addresses are without query and fragment,
    for those change with every visit.
    """
    lines = [f"title\t{_folded(title)}\n"]
    for block in blocks:
        if text := _folded(block.text):
            lines.append(f"text\t{text}\n")
        if block.url and block.kind is BlockKind.ATTACHMENT:
            lines.append(f"file\t{_without_query(block.url)}\n")
        if block.url and block.kind is BlockKind.PICTURE and kind is ArticleKind.PHOTO:
            lines.append(f"picture\t{_without_query(block.url)}\n")
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def all_blocks(article: Article) -> tuple[Block, ...]:
    """The blocks of *article* with its lead first, as a paragraph."""
    if not article.lead:
        return article.blocks
    return (Block(kind=BlockKind.PARAGRAPH, text=article.lead), *article.blocks)


def blocks_json(article: Article) -> str:
    """The blocks as ``revisions.blocks`` holds them."""
    return json.dumps(
        [
            {"kind": block.kind, "text": block.text, "url": block.url, "linked": block.linked}
            for block in all_blocks(article)
        ],
        ensure_ascii=False,
    )


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks that :func:`blocks_json` wrote; ValueError, KeyError or TypeError for others."""
    return tuple(
        Block(
            kind=BlockKind(block["kind"]),
            text=block["text"],
            url=block["url"],
            linked=block["linked"],
        )
        for block in json.loads(text)
    )


def media_of(article: Article) -> Iterator[Medium]:
    """The media in the order of the blocks; a picture's caption is the block right after it."""
    following = (*article.blocks[1:], None)
    for block, after in zip(article.blocks, following, strict=False):
        if block.kind not in _MEDIA or not block.url:
            continue
        is_captioned = after is not None and after.kind is BlockKind.CAPTION
        caption = after.text if after is not None and is_captioned else block.text
        yield Medium(block.kind.value, block.url, caption or None)


def has_letters(article: Article, least: int) -> bool:
    """Whether the text of *article*, its title not counted, has *least* letters or more."""
    for block in all_blocks(article):
        least -= sum(map(str.isalpha, block.text))
        if least <= 0:
            return True
    return False


def _folded(text: str) -> str:
    return " ".join(composed(text).split())


def _without_query(url: str) -> str:
    return urlsplit(_folded(url))._replace(query="", fragment="").geturl()
