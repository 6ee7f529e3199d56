"""What the rows found do not show although a capture does, and what hangs on articles."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.captures import LOST
from crawler.archive.content import blocks_of, media_of
from crawler.archive.history import Reading, name_media
from crawler.archive.salvage.articles import HIGHEST_BELIEVED
from crawler.archive.salvage.placing import OF_ARTICLES, place
from crawler.clock import utc_moment
from crawler.errors import BEYOND_THE_PAGE
from crawler.items import Article

#: A capture is not read again where a revision names it, where the ledger says that it showed a
#: listing, or something in its article's place, or where its article lacks nothing, and was seen
#: before that time and after it.
_UNREAD = f"""
SELECT c.id, f.url, f.kind = 'article', r.seen_at, EXISTS (
    SELECT 1 FROM urls u JOIN found.intact i USING (article_id)
    JOIN revisions v ON v.article_id = u.article_id AND v.number = 1 AND v.seen_at > r.seen_at
    WHERE u.url = c.url) OR EXISTS (
    SELECT 1 FROM (SELECT url, kind, at FROM events UNION ALL
                   SELECT url, kind, at FROM found.events) e
    WHERE e.url = c.url AND e.kind = 'split' AND e.at > r.seen_at)
  AS is_former
FROM captures c
JOIN found.records r ON r.capture_id = c.id
LEFT JOIN fetches f ON f.capture_id = c.id
WHERE c.status = 200
  AND (c.media_type LIKE '%html%' OR c.media_type IS NULL OR c.media_type = 'text/plain')
  AND c.id NOT IN (SELECT capture_id FROM revisions)
  AND coalesce(f.kind, 'article') IN ('article', 'file')
  AND coalesce(f.reason, '') NOT IN ({", ".join(f"'{one}'" for one in sorted(BEYOND_THE_PAGE))})
  AND NOT (r.has_row AND EXISTS (
    SELECT 1 FROM urls u JOIN articles a ON a.id = u.article_id
    JOIN found.intact i ON i.article_id = a.id
    JOIN revisions v ON v.article_id = a.id AND v.number = 1 AND v.seen_at <= r.seen_at
    WHERE u.url = c.url AND u.last_seen_at >= r.seen_at))
GROUP BY c.id ORDER BY is_former, r.seen_at, r.file, r.offset
"""
#: The address that says the same now; another one that does, for after a split the first address
#: is that of another article; then whatever named the address.
_OLD_NUMBER = """
SELECT article_id FROM found.urls WHERE url = :url AND content_hash = :hash
UNION ALL SELECT min(article_id) FROM found.urls WHERE content_hash = :hash AND url <> :url
  HAVING count(DISTINCT article_id) = 1
UNION ALL SELECT article_id FROM found.urls WHERE url = :url
UNION ALL SELECT id FROM found.articles WHERE url = :url
UNION ALL SELECT article_id FROM found.revisions WHERE url = :url
UNION ALL SELECT max(article_id) FROM found.events WHERE url = :url HAVING count(*)
"""
_NUMBERS = """
SELECT article_id FROM found.urls UNION SELECT id FROM found.articles
UNION SELECT article_id FROM found.revisions UNION SELECT article_id FROM found.events
UNION SELECT article_id FROM found.media UNION SELECT id FROM main.articles
"""
_CHILDREN = ("revisions", *OF_ARTICLES[:4])
#: Of two articles that name an address it is that of the one that chose it, else of the later one.
_ADDRESSES = """
INSERT OR IGNORE INTO urls (url, article_id, state, first_seen_at, last_seen_at, content_hash)
SELECT v.url, a.id, CASE a.state WHEN 'gone' THEN 'gone' ELSE 'live' END, min(v.seen_at),
       max(max(v.seen_at), CASE v.url WHEN a.url THEN a.last_seen_at ELSE '' END),
       coalesce((SELECT content_hash FROM revisions n WHERE n.article_id = a.id AND n.url = v.url
                 ORDER BY number DESC LIMIT 1), a.content_hash)
FROM (SELECT url, article_id, seen_at, 0 AS is_chosen FROM revisions
      UNION ALL SELECT url, id, last_changed_at, 1 FROM articles) v
JOIN articles a ON a.id = v.article_id
GROUP BY v.url, a.id ORDER BY max(v.is_chosen) DESC, max(v.seen_at) DESC
"""
#: Media say what the newest revision does. The address that an article's own row chose is its own.
_BORNE_OUT = {
    "media": "article_id IN (SELECT article_id FROM found.intact)",
    "urls": "NOT EXISTS (SELECT 1 FROM articles a JOIN revisions v ON v.article_id = a.id"
    " AND v.url = a.url WHERE a.url = found.urls.url AND a.id <> found.urls.article_id"
    " AND (a.id IN (SELECT article_id FROM found.intact)"
    "      OR a.id IN (SELECT id FROM found.articles)))",
}
#: An article that is left as a text alone has the media that were found.
_TEXT_ALONE = f"""
DELETE FROM media WHERE article_id IN (SELECT article_id FROM revisions r JOIN articles a
  ON a.id = r.article_id AND a.revision_count = r.number WHERE r.reader_version = '{LOST}')
  AND article_id NOT IN (SELECT article_id FROM found.intact)
"""
#: Rows that an article brought along when it was read again say less than those that were found.
_SETTLED_URLS = """
UPDATE urls SET (state, first_seen_at, last_seen_at, missing_since, content_hash) =
  (SELECT state, first_seen_at, last_seen_at, missing_since, content_hash FROM found.urls f
   WHERE f.url = urls.url)
WHERE EXISTS (SELECT 1 FROM found.urls f WHERE f.url = urls.url AND f.article_id = urls.article_id)
"""
_SETTLED_MEDIA = """
UPDATE media SET (sha256, bytes, state) =
  (SELECT sha256, bytes, state FROM found.media f
   WHERE f.article_id = media.article_id AND f.position = media.position)
WHERE EXISTS (SELECT 1 FROM found.media f WHERE f.article_id = media.article_id
              AND f.position = media.position AND f.url = media.url)
"""
_DONE_URLS = """
DELETE FROM found.urls AS f
WHERE EXISTS (SELECT 1 FROM urls u WHERE u.url = f.url AND u.article_id = f.article_id)
"""
_DONE_MEDIA = """
DELETE FROM found.media AS f WHERE EXISTS (SELECT 1 FROM media m WHERE m.url = f.url
                                           AND m.article_id = f.article_id
                                           AND m.position = f.position)
"""
#: The chosen address is one of the article's own.
_CHOSEN = """
UPDATE articles SET url = (SELECT url FROM urls WHERE article_id = articles.id
                           ORDER BY state = 'live' DESC, first_seen_at, url LIMIT 1)
WHERE NOT EXISTS (SELECT 1 FROM urls u WHERE u.url = articles.url AND u.article_id = articles.id)
  AND EXISTS (SELECT 1 FROM urls u WHERE u.article_id = articles.id)
"""
#: An article is live while one of its addresses is.
_STATES = """
UPDATE articles SET state = CASE WHEN EXISTS
  (SELECT 1 FROM urls u WHERE u.article_id = articles.id AND u.state = 'live')
  THEN 'live' ELSE 'gone' END WHERE state <> 'withheld'
"""
#: What was withheld stays so, though the row that said it is lost.
_WITHHELD = """
UPDATE articles SET state = 'withheld'
WHERE id IN (SELECT article_id FROM events WHERE kind = 'withheld')
  AND id NOT IN (SELECT article_id FROM found.intact)
"""
#: Reading a capture again may tell what an event that was found tells too.
_TOLD_TWICE = """
DELETE FROM events
WHERE id NOT IN (SELECT min(id) FROM events GROUP BY article_id, kind, at, url, capture_id)
"""


class Unread(NamedTuple):
    """A capture that may show what is lost; ``asked`` is the address that the ledger has of it.

    Where ``is_former``, an article took its address over later: one that lacks nothing, or that
    was split off then.
    """

    capture_id: int
    asked: str | None
    is_article: bool
    seen_at: datetime
    is_former: bool


def unread(db: Database) -> list[Unread]:
    """The captures to read again, in time order."""
    return [
        Unread(number, asked, bool(known), utc_moment(at), bool(former))
        for number, asked, known, at, former in db.conn.execute(_UNREAD).fetchall()
    ]


def is_kept(db: Database, reading: Reading) -> bool:
    """Whether an article of the site says at some time what *reading* does."""
    found = db.conn.execute(
        "SELECT 1 FROM revisions v JOIN articles a ON a.id = v.article_id"
        " WHERE a.site_key = ? AND v.content_hash = ? LIMIT 1",
        (reading.site_key, reading.content.content_hash),
    ).fetchone()
    return found is not None


def place_belongings(db: Database) -> None:
    """Put in what hangs on the articles that are there, and the addresses that they name."""
    for table in OF_ARTICLES:
        place(db, table, where=_BORNE_OUT.get(table, "1"))
    db.conn.execute(_ADDRESSES)


def place_rest(db: Database) -> int:
    """Put in what hangs on articles that came back by reading, and make all rows agree.

    How many articles had other media than their newest revision.
    """
    db.conn.execute(_TEXT_ALONE)
    for sql in (_SETTLED_URLS, _DONE_URLS, _SETTLED_MEDIA, _DONE_MEDIA):
        db.conn.execute(sql)
    for table in OF_ARTICLES:
        place(db, table, renumber=table in ("events", "media"))
    db.conn.execute(_ADDRESSES)
    for sql in (_CHOSEN, _STATES, _WITHHELD, _TOLD_TWICE):
        db.conn.execute(sql)
    mended = 0
    for article_id, article in _wrong_media(db):
        name_media(db, article_id, article)
        mended += 1
    return mended


def highest_number(db: Database) -> int:
    """The highest number of an article that anything found names and that can be one."""
    (highest,) = db.conn.execute(
        f"SELECT max(article_id) FROM ({_NUMBERS}) WHERE article_id <= ({HIGHEST_BELIEVED})"
    ).fetchone()
    return int(highest or 0)


def renumber(db: Database, article_id: int, reading: Reading, beyond: int) -> int:
    """Give a new article the number that it had, or else one higher than *beyond*."""
    known = {"url": reading.article.url, "hash": reading.content.content_hash}
    taken = "SELECT 1 FROM articles WHERE id = ? AND id <> ?"
    for (wanted,) in db.conn.execute(_OLD_NUMBER, known).fetchall():
        if not db.conn.execute(taken, (wanted, article_id)).fetchone():
            return _move(db, article_id, wanted)
    return article_id if article_id > beyond else _move(db, article_id, beyond + 1)


def missing_numbers(db: Database, highest: int) -> list[int]:
    """The numbers up to *highest* that no article has now."""
    known = {row[0] for row in db.conn.execute("SELECT id FROM articles")}
    return [number for number in range(1, highest + 1) if number not in known]


def _move(db: Database, article_id: int, wanted: int) -> int:
    db.conn.execute("PRAGMA defer_foreign_keys = ON")
    db.conn.execute("UPDATE articles SET id = ? WHERE id = ?", (wanted, article_id))
    for table in _CHILDREN:
        db.conn.execute(
            f"UPDATE {table} SET article_id = ? WHERE article_id = ?", (wanted, article_id)
        )
    return wanted


def _wrong_media(db: Database) -> Iterator[tuple[int, Article]]:
    """The articles whose media are not those of their newest revision, with its blocks."""
    newest = db.conn.execute(
        "SELECT r.article_id, r.blocks FROM revisions r JOIN articles a ON a.id = r.article_id"
        f" AND a.revision_count = r.number AND r.reader_version <> '{LOST}'"
    )
    for article_id, blocks in newest:
        article = Article(url="", blocks=blocks_of(blocks))
        rows = db.conn.execute(
            "SELECT kind, url, caption FROM media WHERE article_id = ? ORDER BY position",
            (article_id,),
        )
        if [*media_of(article)] != rows.fetchall():
            yield article_id, article
