"""The revisions of one article: in time order, numbered from 1, no two equal ones side by side.

Readings may come in any order, as when captures of years ago are ingested after those of today.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.content import COLUMNS, Content, blocks_json, content_of, media_of
from crawler.clock import utc_text
from crawler.items import Article
from crawler.site import Numbering

_COLUMNS = ", ".join(COLUMNS)
_WRITTEN = (
    "article_id", "number", "capture_id", "url", "seen_at", *COLUMNS, "blocks", "reader_version",
    "removed",
)  # fmt: skip
_INSERT = f"INSERT INTO revisions ({', '.join(_WRITTEN)}) VALUES ({', '.join('?' * len(_WRITTEN))})"
_REPLACE = f"UPDATE revisions SET {', '.join(f'{name} = ?' for name in _WRITTEN)} WHERE id = ?"
_SELECT = (
    f"SELECT id, number, capture_id, url, seen_at, {_COLUMNS} FROM revisions WHERE article_id = ?"
)
_REPEAT = f"""
UPDATE articles SET
  ({_COLUMNS}, revision_count, last_changed_at) =
  (SELECT {_COLUMNS}, number, seen_at FROM revisions
   WHERE article_id = :article ORDER BY number DESC LIMIT 1)
WHERE id = :article
"""
_COPY = f"""
INSERT INTO revisions ({", ".join(_WRITTEN)})
SELECT article_id, ?, ?, url, ?, {_COLUMNS}, blocks, reader_version, removed
FROM revisions WHERE id = ?
"""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """An article as one reader read one capture.

    ``seen_at`` is when the page was fetched first, UTC. ``requested_url`` is the address asked,
    where another one (``article.url``) answered. ``numbering`` is the site's, if its addresses
    share one.
    """

    site_key: str
    article: Article
    capture_id: int
    seen_at: datetime
    requested_url: str | None
    reader_version: str
    numbering: Numbering | None = None

    @cached_property
    def content(self) -> Content:
        """The article's columns; ValueError where it has no title."""
        return content_of(self.article)

    @cached_property
    def at(self) -> str:
        """``seen_at`` as the archive writes it."""
        return utc_text(self.seen_at)


class Revision(NamedTuple):
    """A stored revision, as far as it is compared."""

    id: int
    number: int
    capture_id: int
    url: str
    seen_at: str
    content: Content


def add_revision(db: Database, article_id: int, reading: Reading) -> str | None:
    """Put *reading* into the article's history; None where it says nothing new.

    Otherwise edited, or earlier where it only shows that a revision began earlier than known.

    ``articles`` repeats the newest revision afterwards; each revision but the first has its event.
    """
    at, edition = reading.at, reading.content.edition
    history = revisions(db, article_id)
    before = [one for one in history if one.seen_at <= at]
    after = history[len(before) :]
    same_time = [one for one in before if one.seen_at == at]
    if any(one.content.edition == edition for one in (*before[-1:], *same_time)):
        return None
    is_earlier = bool(after) and after[0].content.edition == edition
    if is_earlier:
        _begin_earlier(db, article_id, after[0], reading)
    else:
        _insert(db, article_id, reading, before=before, after=after)
    db.conn.execute(_REPEAT, {"article": article_id})
    return "earlier" if is_earlier else "edited"


def revisions(db: Database, article_id: int) -> list[Revision]:
    """The revisions of an article, oldest first."""
    rows = db.conn.execute(f"{_SELECT} ORDER BY number", (article_id,))
    return [
        Revision(row_id, number, capture_id, url, seen_at, Content(*content))
        for row_id, number, capture_id, url, seen_at, *content in rows
    ]


def insert_first(db: Database, article_id: int, reading: Reading) -> None:
    """Store the first revision of an article and name its media."""
    db.conn.execute(_INSERT, _values(article_id, 1, reading))
    name_media(db, article_id, reading.article)


def name_media(db: Database, article_id: int, article: Article) -> None:
    """Fill ``media`` anew; what was fetched of an address stays with it."""
    stored = {
        row[0]: row[1:]
        for row in db.conn.execute(
            "SELECT url, sha256, bytes, capture_id, state FROM media WHERE article_id = ?",
            (article_id,),
        )
    }
    if stored:
        db.conn.execute("DELETE FROM media WHERE article_id = ?", (article_id,))
    db.conn.executemany(
        "INSERT INTO media (article_id, position, kind, url, caption, sha256, bytes, capture_id,"
        " state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (article_id, position, *medium, *stored.get(medium.url, (None, None, None, "named")))
            for position, medium in enumerate(media_of(article))
        ],
    )


def add_event(
    db: Database, article_id: int, kind: str, reading: Reading, *, url: str | None = None
) -> None:
    """Note that something happened to an article, as *reading* shows."""
    db.conn.execute(
        "INSERT INTO events (article_id, url, kind, at, capture_id) VALUES (?, ?, ?, ?, ?)",
        (
            article_id,
            url or reading.article.url,
            kind,
            reading.at,
            reading.capture_id,
        ),
    )


def _begin_earlier(db: Database, article_id: int, later: Revision, reading: Reading) -> None:
    """The same was said earlier than known: the earlier capture becomes the evidence."""
    db.conn.execute(_REPLACE, (*_values(article_id, later.number, reading), later.id))
    db.conn.execute(
        "UPDATE events SET at = ?, capture_id = ?, url = ?"
        " WHERE article_id = ? AND kind = 'edited' AND capture_id = ?",
        (
            reading.at,
            reading.capture_id,
            reading.article.url,
            article_id,
            later.capture_id,
        ),
    )


def _insert(
    db: Database,
    article_id: int,
    reading: Reading,
    *,
    before: list[Revision],
    after: list[Revision],
) -> None:
    for one in reversed(after):
        db.conn.execute("UPDATE revisions SET number = number + 1 WHERE id = ?", (one.id,))
    db.conn.execute(_INSERT, _values(article_id, len(before) + 1, reading))
    if before:
        add_event(db, article_id, "edited", reading)
        if not after:
            _say_again(db, article_id, before[-1], reading)
    else:
        _add_edited(db, article_id, after[0].capture_id, after[0].seen_at)
    if not after and not _was_seen_later(db, article_id, reading):
        name_media(db, article_id, reading.article)


def _say_again(db: Database, article_id: int, older: Revision, reading: Reading) -> None:
    """Where *older* was seen once more after *reading*, the article came back to it."""
    seen = _was_seen_later(db, article_id, reading)
    if seen is None:
        return
    found = db.conn.execute(
        "SELECT id FROM captures WHERE coalesce(original_at, fetched_at) = ? AND request_key IN"
        " (SELECT request_key FROM captures WHERE id IN (?, ?)) ORDER BY id DESC LIMIT 1",
        (seen, older.capture_id, reading.capture_id),
    ).fetchone()
    capture_id = found[0] if found else older.capture_id
    db.conn.execute(_COPY, (older.number + 2, capture_id, seen, older.id))
    _add_edited(db, article_id, capture_id, seen)


def _was_seen_later(db: Database, article_id: int, reading: Reading) -> str | None:
    """When the article was last seen, if that was after *reading*."""
    (seen,) = db.conn.execute(
        "SELECT last_seen_at FROM articles WHERE id = ?", (article_id,)
    ).fetchone()
    return str(seen) if seen > reading.at else None


def _add_edited(db: Database, article_id: int, capture_id: int, at: str) -> None:
    db.conn.execute(
        "INSERT INTO events (article_id, url, kind, at, capture_id)"
        " SELECT article_id, url, 'edited', ?, capture_id FROM revisions"
        " WHERE article_id = ? AND capture_id = ? AND seen_at = ?",
        (at, article_id, capture_id, at),
    )


def _values(article_id: int, number: int, reading: Reading) -> tuple[object, ...]:
    return (
        article_id,
        number,
        reading.capture_id,
        reading.article.url,
        reading.at,
        *reading.content,
        blocks_json(reading.article),
        reading.reader_version,
        json.dumps(dict(reading.article.removed), ensure_ascii=False),
    )
