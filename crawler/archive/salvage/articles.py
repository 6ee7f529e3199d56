"""Articles of a damaged archive, under their numbers, as far as their revisions were found.

``articles`` repeats the newest revision, so an article whose row is lost comes back from its
revisions. Every revision is read again from its capture, for no hash covers all of it.
"""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlite_utils import Database

from crawler.archive.content import COLUMNS, blocks_json, blocks_of, content_of, hash_of
from crawler.archive.salvage.placing import LOST, add_lost_site
from crawler.items import BODY_KINDS, Article, ArticleKind, Block, BlockKind

#: Reads a capture again: the article and the reader's version; None where it cannot be read.
Reread = Callable[[int], tuple[Article, str] | None]
Row = dict[str, Any]

_KINDS = frozenset(kind.value for kind in ArticleKind)
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
WHERE v.article_id = ? AND u.article_id <> v.article_id AND NOT EXISTS
  (SELECT 1 FROM found.articles o WHERE o.id = v.article_id AND o.url = v.url) AND NOT EXISTS
  (SELECT 1 FROM found.events e WHERE e.article_id = v.article_id AND e.kind = 'split')
"""
_REVISION = (
    "id", "article_id", "number", "capture_id", "url", "seen_at", *COLUMNS, "blocks",
    "reader_version", "removed",
)  # fmt: skip
_ARTICLE = (
    "id", "site_key", "url", *COLUMNS, "state", "revision_count", "first_seen_at", "last_seen_at",
    "last_changed_at",
)  # fmt: skip
#: What an article's own row says and its revisions do not.
_OWN_FACTS = """
UPDATE articles SET url = :url, state = :state, first_seen_at = :first_seen_at,
  last_seen_at = max(last_seen_at, :last_seen_at) WHERE id = :id
"""
_CAPTURE = """
SELECT id FROM captures WHERE url = :url AND coalesce(original_at, fetched_at) = :last_changed_at
"""
_LOST_CAPTURE = f"""
INSERT INTO captures (request_key, method, url, fetched_at, status, payload_sha256, body_sha256,
                      warc_file, warc_offset, record_id, record_type, via)
VALUES ('', 'GET', :url, :last_changed_at, 200, '', '', '{LOST}', 0,
        '<{LOST}:article ' || :id || '>', '{LOST}', 'live')
"""


def place_articles(db: Database, reread: Reread) -> int:
    """Put in every article of which a revision was found; how many revisions.

    Those that lack nothing are noted in ``found.intact``.
    """
    db.conn.execute("CREATE TABLE found.intact (article_id INTEGER PRIMARY KEY)")
    db.conn.execute("CREATE TABLE found.short (article_id INTEGER PRIMARY KEY, revisions INTEGER)")
    db.conn.execute(_BELIEVED)
    numbers = db.conn.execute(
        "SELECT DISTINCT article_id FROM found.revisions"
        f" WHERE article_id BETWEEN 1 AND ({HIGHEST_BELIEVED}) ORDER BY 1"
    )
    return sum(_place_article(db, number, reread) for (number,) in numbers.fetchall())


def site_of(db: Database, capture_id: int) -> str | None:
    """The site whose capture it is: as the name of its file says, or its run."""
    file, site = db.conn.execute(
        "SELECT warc_file, site_key FROM captures LEFT JOIN runs ON runs.id = run_id"
        " WHERE captures.id = ?",
        (capture_id,),
    ).fetchone()
    found = _FILE_OF_SITE.fullmatch(file)
    return found[1] if found else site


def add_texts(db: Database) -> Iterator[str]:
    """Keep the texts of articles whose newest revision is lost for good; a sentence for each.

    Their own rows have title, lead and body; pictures, captions and links stood in the revision.
    """
    for article in _rows(db, "SELECT * FROM found.articles ORDER BY id"):
        newest = _rows(
            db, "SELECT * FROM revisions WHERE article_id = ? ORDER BY number DESC", article["id"]
        )
        if any(one["content_hash"] == article["content_hash"] for one in newest):
            db.conn.execute(_OWN_FACTS, article)
            _forget(db, article["id"])
        elif _rows(db, "SELECT 1 FROM urls WHERE url = ? AND article_id <> ?", *_named(article)):
            continue  # the number is damaged, and the article is there under its own
        elif article["kind"] not in _KINDS:
            continue
        elif not newest or newest[0]["seen_at"] <= article["last_changed_at"]:
            _add_text(db, article, newest)
            yield (
                f"article {article['id']} ({article['url']}): its text is kept; the pictures,"
                " captions and links of its newest revision are lost"
            )


def cut_short(db: Database) -> Iterator[str]:
    """A sentence for each article that has fewer revisions than its row said."""
    for row in _rows(
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


def _place_article(db: Database, number: int, reread: Reread) -> int:
    known = next(iter(_rows(db, "SELECT * FROM found.articles WHERE id = ?", number)), None)
    found = _rows(
        db, "SELECT * FROM found.revisions WHERE article_id = ? ORDER BY seen_at, number", number
    )
    strayed = {row["row"] for row in _rows(db, _STRAYED, number)}
    kept: list[Row] = []
    for row in found:
        if row["row"] in strayed:
            continue
        one = _right(row, reread)
        if one and not (kept and _edition(one) == _edition(kept[-1])):
            kept.append(one)
    if not kept:
        return 0
    is_intact = known is not None and _is_intact(known, kept)
    _insert(db, "articles", _ARTICLE, _article(db, kept, known, is_intact=is_intact))
    for place, row in enumerate(kept, 1):
        _insert(db, "revisions", _REVISION, {**row, "number": place})
        db.conn.execute('DELETE FROM found.revisions WHERE "row" = ?', (row["row"],))
    if is_intact:
        _forget(db, number)
        db.conn.execute("INSERT INTO found.intact VALUES (?)", (number,))
    elif known:
        values = (number, known["revision_count"])
        db.conn.execute("INSERT INTO found.short VALUES (?, ?)", values)
    return len(kept)


def _is_intact(known: Row, kept: list[Row]) -> bool:
    """Whether an article has all its revisions."""
    is_newest = kept[-1]["content_hash"] == known["content_hash"]
    return bool(is_newest and len(kept) == known["revision_count"])


def _right(row: Row, reread: Reread) -> Row | None:
    """*row* as its capture is read by the same reader; else as it is, if its hash bears it out."""
    is_sound = _is_sound(row)
    again = reread(row["capture_id"])
    if again and (not is_sound or row["reader_version"] == again[1]):
        return {**row, "url": again[0].url, **_columns(*again)}
    return row if is_sound else None


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


def _columns(article: Article, reader_version: str) -> Row:
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
    site = site_of(db, newest["capture_id"])
    own = known or {
        "site_key": LOST,
        "url": newest["url"],
        "state": "live",
        "first_seen_at": kept[0]["seen_at"],
    }
    if site is None or not _rows(db, "SELECT 1 FROM sites WHERE key = ?", site):
        site = own["site_key"]
        add_lost_site(db, site)
    facts = {
        "id": number,
        "site_key": site,
        "url": own["url"],
        "revision_count": len(kept),
        "last_changed_at": newest["seen_at"],
        "last_seen_at": own["last_seen_at"] if is_intact else newest["seen_at"],
    }
    return {**own, **newest, **facts}


def _add_text(db: Database, article: Row, revisions: list[Row]) -> None:
    """Make a revision of what an article's own row says."""
    lines = [line for line in article["body"].split("\n") if line]
    text = Article(
        url=article["url"],
        title=article["title"],
        lead=article["lead"],
        blocks=tuple(Block(kind=BlockKind.PARAGRAPH, text=line) for line in lines),
    )
    hashed = content_of(text).content_hash
    values = {**article, "content_hash": hashed, "body": "\n".join(lines)}
    if not revisions:
        if not _rows(db, "SELECT 1 FROM sites WHERE key = ?", article["site_key"]):
            add_lost_site(db, article["site_key"])
        _insert(db, "articles", _ARTICLE, values)
    db.conn.execute(_OWN_FACTS, article)
    known = db.conn.execute(_CAPTURE, article).fetchone()
    capture = known[0] if known else db.conn.execute(_LOST_CAPTURE, article).lastrowid
    revision = {
        "id": None,
        "article_id": article["id"],
        "number": len(revisions) + 1,
        "capture_id": capture,
        "seen_at": article["last_changed_at"],
        **_columns(text, LOST),
    }
    kept = {name: values[name] for name in ("url", *COLUMNS)}
    _insert(db, "revisions", _REVISION, {**revision, **kept})
    _forget(db, article["id"])


def _forget(db: Database, number: int) -> None:
    db.conn.execute("DELETE FROM found.articles WHERE id = ?", (number,))


def _named(article: Row) -> tuple[str, int]:
    return article["url"], article["id"]


def _edition(row: Row) -> tuple[object, ...]:
    return tuple(row[name] for name in _EDITION)


def _insert(db: Database, table: str, columns: tuple[str, ...], values: Row) -> None:
    marks = ", ".join(f":{name}" for name in columns)
    db.conn.execute(f"INSERT INTO main.{table} ({', '.join(columns)}) VALUES ({marks})", values)


def _rows(db: Database, sql: str, *values: object) -> list[Row]:
    cursor = db.conn.cursor()
    cursor.row_factory = sqlite3.Row
    return [dict(row) for row in cursor.execute(sql, values)]
