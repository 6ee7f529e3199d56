"""Articles of a damaged archive, under their numbers, as far as their revisions were found.

``articles`` repeats the newest revision, so an article whose row is lost comes back from its
revisions. Every revision is read again from its capture, for no hash covers all of it.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple

from sqlite_utils import Database

from crawler.archive.captures import LOST
from crawler.archive.content import COLUMNS, blocks_json, blocks_of, content_of, hash_of
from crawler.archive.salvage.placing import add_lost_site
from crawler.items import BODY_KINDS, Article, ArticleKind

#: Reads a capture again: the article and the reader's version; None where it cannot be read.
Reread = Callable[[int], tuple[Article, str] | None]
Row = dict[str, Any]

_EDITION = ("content_hash", "author", "source", "published_at", "published_on")
#: Whose files these are stands in their names.
_FILE_OF_SITE = re.compile(r"(?:(?:ingest|merge)-)?(\w+)-\d{8}T\d{6}-\d+\.warc\.gz.*")
#: Articles are numbered from 1 on; a number far beyond what was found is damaged.
HIGHEST_BELIEVED = "SELECT highest FROM found.believed"
_BELIEVED = """
CREATE TABLE found.believed AS SELECT 1000 + 2 * (
  (SELECT count(*) FROM found.revisions) + (SELECT count(*) FROM found.articles)
  + (SELECT count(*) FROM found.urls)) AS highest
"""
#: Revisions that are not of the article they name: it has no such address, and another one does.
_STRAYED = """
SELECT v."row" FROM found.revisions v JOIN found.urls u ON u.url = v.url
JOIN found.articles a ON a.id = u.article_id
WHERE v.article_id = ? AND u.article_id <> v.article_id AND EXISTS
  (SELECT 1 FROM found.revisions o WHERE o.article_id = u.article_id AND o.seen_at <= v.seen_at)
  AND NOT EXISTS
  (SELECT 1 FROM found.articles o WHERE o.id = v.article_id AND o.url = v.url) AND NOT EXISTS
  (SELECT 1 FROM found.events e WHERE e.article_id = v.article_id AND e.kind = 'split')
"""
REVISION = (
    "id", "article_id", "number", "capture_id", "url", "seen_at", *COLUMNS, "blocks",
    "reader_version", "removed",
)  # fmt: skip
ARTICLE = (
    "id", "site_key", "url", *COLUMNS, "state", "revision_count", "first_seen_at", "last_seen_at",
    "last_changed_at",
)  # fmt: skip


class Placed(NamedTuple):
    """How many revisions were put in, and how many of them say what their captures do instead."""

    revisions: int
    mended: int


def place_articles(db: Database, reread: Reread) -> Placed:
    """Put in every article of which a revision was found.

    Those that lack nothing are noted in ``found.intact``.
    """
    db.conn.execute("CREATE TABLE found.intact (article_id INTEGER PRIMARY KEY)")
    db.conn.execute("CREATE TABLE found.short (article_id INTEGER PRIMARY KEY, revisions INTEGER)")
    db.conn.execute("CREATE TABLE found.disputed (article_id INTEGER PRIMARY KEY)")
    db.conn.execute(_BELIEVED)
    numbers = db.conn.execute(
        "SELECT DISTINCT article_id FROM found.revisions"
        f" WHERE article_id BETWEEN 1 AND ({HIGHEST_BELIEVED}) ORDER BY 1"
    )
    placed = [_place_article(db, number, reread) for (number,) in numbers.fetchall()]
    return Placed(sum(one.revisions for one in placed), sum(one.mended for one in placed))


def site_of(db: Database, capture_id: int) -> str | None:
    """The site whose capture it is: as the name of its file says, or its run."""
    file, site = db.conn.execute(
        "SELECT warc_file, site_key FROM captures LEFT JOIN runs ON runs.id = run_id"
        " WHERE captures.id = ?",
        (capture_id,),
    ).fetchone()
    found = _FILE_OF_SITE.fullmatch(file)
    return found[1] if found else site


def cut_short(db: Database) -> Iterator[str]:
    """A sentence for each article that has fewer revisions than its row said."""
    for row in rows(
        db,
        "SELECT a.id, revisions - count(*) AS missing FROM found.short JOIN revisions r USING"
        " (article_id) JOIN articles a ON a.id = article_id GROUP BY article_id"
        " HAVING count(*) < revisions AND revisions < 1000",
    ):
        yield f"article {row['id']}: {row['missing']} of its earlier revisions are lost"


def repeat_newest(db: Database) -> None:
    """Let every article repeat its newest revision."""
    columns = ", ".join(COLUMNS)
    db.conn.execute(
        f"UPDATE articles SET ({columns}, revision_count, last_changed_at) ="
        f" (SELECT {columns}, number, seen_at FROM revisions WHERE article_id = articles.id"
        " ORDER BY number DESC LIMIT 1)"
    )


def _place_article(db: Database, number: int, reread: Reread) -> Placed:
    known = next(iter(rows(db, "SELECT * FROM found.articles WHERE id = ?", number)), None)
    found = rows(
        db, "SELECT * FROM found.revisions WHERE article_id = ? ORDER BY seen_at, number", number
    )
    strayed = {row["row"] for row in rows(db, _STRAYED, number)}
    own = [_with_capture(db, row) for row in found if row["row"] not in strayed]
    kept: list[Row] = []
    for row in own:
        one = _right(row, reread)
        if one and not (kept and _edition(one) == _edition(kept[-1])):
            kept.append(one)
    if not kept:
        return Placed(0, 0)
    is_intact = known is not None and _is_intact(known, kept)
    insert(db, "articles", ARTICLE, _article(db, kept, known, is_intact=is_intact))
    for place, row in enumerate(kept, 1):
        insert(db, "revisions", REVISION, {**row, "number": place})
        db.conn.execute('DELETE FROM found.revisions WHERE "row" = ?', (row["row"],))
    if known and _is_disputed(known, kept[-1], reread):
        db.conn.execute("INSERT INTO found.disputed VALUES (?)", (number,))
    if is_intact:
        forget(db, number)
        db.conn.execute("INSERT INTO found.intact VALUES (?)", (number,))
    elif known:
        values = (number, known["revision_count"])
        db.conn.execute("INSERT INTO found.short VALUES (?, ?)", values)
    return Placed(len(kept), sum(one not in found for one in kept))


def _is_intact(known: Row, kept: list[Row]) -> bool:
    """Whether an article has all its revisions."""
    is_newest = kept[-1]["content_hash"] == known["content_hash"]
    return bool(is_newest and len(kept) == known["revision_count"])


def _is_disputed(known: Row, newest: Row, reread: Reread) -> bool:
    """Whether an article's row and the revision that it repeats differ, and nothing says who errs.

    No hash covers author, source, section and dates.
    """
    if known["content_hash"] != newest["content_hash"]:
        return False
    differs = any(known[name] != newest[name] for name in COLUMNS)
    return differs and reread(newest["capture_id"]) is None


def _with_capture(db: Database, row: Row) -> Row:
    """*row* with the capture of its address and time, where it names one of another address."""
    named = rows(db, "SELECT url FROM captures WHERE id = ?", row["capture_id"])
    if named and named[0]["url"] == row["url"]:
        return row
    found = rows(
        db,
        "SELECT capture_id FROM found.records WHERE url = ? AND seen_at = ?",
        row["url"],
        row["seen_at"],
    )
    return {**row, **found[0]} if found else row


def _right(row: Row, reread: Reread) -> Row | None:
    """*row* as its capture is read by the same reader; else as it is, if its hash bears it out."""
    is_sound = _is_sound(row)
    if (again := reread(row["capture_id"])) is None:
        return row if is_sound else None
    shown = {**row, "url": again[0].url, **columns_of(*again)}
    is_same = shown["url"] == row["url"] or shown["content_hash"] == row["content_hash"]
    if is_sound and not (is_same and row["reader_version"] == again[1]):
        return row
    return shown if is_same else None


def _is_sound(row: Mapping[str, Any]) -> bool:
    """Whether title, blocks, lead and body of a revision are what its hash says."""
    try:
        blocks = blocks_of(row["blocks"])
        computed = hash_of(row["title"], ArticleKind(row["kind"]), blocks)
        json.loads(row["removed"])
    except (ValueError, KeyError, TypeError):
        return False
    lead, text = row["lead"], blocks
    if lead:
        if not blocks or blocks[0].text != lead:
            return False
        text = blocks[1:]
    body = "\n".join(block.text for block in text if block.kind in BODY_KINDS)
    return bool(computed == row["content_hash"] and body == row["body"])


def columns_of(article: Article, reader_version: str) -> Row:
    """What a revision says of *article*."""
    return {
        **content_of(article)._asdict(),
        "blocks": blocks_json(article),
        "removed": json.dumps(dict(article.removed), ensure_ascii=False),
        "reader_version": reader_version,
    }


def _article(db: Database, kept: list[Row], known: Row | None, *, is_intact: bool) -> Row:
    """The row of an article, from its own row as far as that was found.

    Of one that lacks a revision nothing is said that its revisions do not bear out: between the
    last of them and the last time it was seen it may have said something else.
    """
    newest = kept[-1]
    number = newest["article_id"]
    own = known or {"state": "live", "first_seen_at": kept[0]["seen_at"]}
    facts = {
        "id": number,
        "site_key": _site(db, kept, known),
        "url": _address(db, kept, known),
        "revision_count": len(kept),
        "last_changed_at": newest["seen_at"],
        "last_seen_at": own["last_seen_at"] if is_intact else newest["seen_at"],
    }
    return {**own, **newest, **facts}


def _site(db: Database, kept: list[Row], known: Row | None) -> str:
    """The site of an article: as its captures say, or those of its address, or its own row."""
    urls = sorted({row["url"] for row in kept})
    of_urls = [
        row["capture_id"]
        for url in urls
        for row in rows(db, "SELECT capture_id FROM found.records WHERE url = ?", url)
    ]
    captures = [*(row["capture_id"] for row in reversed(kept)), *of_urls]
    listed = [
        row["site_key"]
        for url in urls
        for row in rows(db, "SELECT site_key FROM main.url_sections WHERE url = ?", url)
    ]
    own = [known["site_key"]] if known else []
    said = (site for site in (*map(partial(site_of, db), captures), *own, *listed) if site)
    if site := next((site for site in said if is_site(db, site)), None):
        return str(site)
    add_lost_site(db, LOST)
    return LOST


def _address(db: Database, kept: list[Row], known: Row | None) -> str:
    """The address that an article chose, if something else has it too; else one that it has."""
    if known and rows(db, "SELECT 1 FROM found.records WHERE url = ? LIMIT 1", known["url"]):
        return str(known["url"])
    urls = [row["url"] for row in reversed(kept)]
    found = rows(
        db, "SELECT url FROM found.urls WHERE article_id = ? ORDER BY 1", kept[0]["article_id"]
    )
    own = [row["url"] for row in found]
    if known and known["url"] in (*own, *urls):
        return str(known["url"])
    return str(next((url for url in urls if url in own), (*own, *urls)[0]))


def is_site(db: Database, key: str) -> bool:
    """Whether the archive knows a site of that name."""
    return bool(rows(db, "SELECT 1 FROM sites WHERE key = ?", key))


def forget(db: Database, number: int) -> None:
    """Take the row of an article from those found, unless it says what the archive does not."""
    db.conn.execute(
        "DELETE FROM found.articles WHERE id = ? AND id NOT IN (SELECT * FROM found.disputed)",
        (number,),
    )


def _edition(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in _EDITION)


def insert(db: Database, table: str, columns: tuple[str, ...], values: Row) -> None:
    """Insert *values* into *table* of the archive, as far as *columns* name them."""
    marks = ", ".join(f":{name}" for name in columns)
    db.conn.execute(f"INSERT INTO main.{table} ({', '.join(columns)}) VALUES ({marks})", values)


def rows(db: Database, sql: str, *values: object) -> list[Row]:
    """The rows; one dictionary as *values* holds them by name."""
    cursor = db.conn.cursor()
    cursor.row_factory = sqlite3.Row
    named = values[0] if values and isinstance(values[0], dict) else values
    return [dict(row) for row in cursor.execute(sql, named)]
