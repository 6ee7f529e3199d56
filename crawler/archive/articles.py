"""Articles: which one a reading shows, and what of it is new.

An article is found by its address, by the address that redirects to it, by its text, or by the
number that its addresses share. Everything happens inside the write transaction of the caller; the
same reading twice changes nothing.
"""

from typing import NamedTuple

from sqlite_utils import Database

from crawler.archive.content import COLUMNS, content_hash, has_letters
from crawler.archive.history import (
    Reading,
    add_event,
    add_revision,
    insert_first,
    revisions,
)
from crawler.site import Evidence

__all__ = ["Reading", "Stored", "content_hash", "store_reading"]

#: The same text at a second address is the same article only if it has so many letters: a title
#: over one picture repeats every week.
REPOST_LETTERS = 200

_INSERT = (
    f"INSERT INTO articles (site_key, url, {', '.join(COLUMNS)}, state, revision_count,"
    " first_seen_at, last_seen_at, last_changed_at)"
    f" VALUES (?, ?, {', '.join('?' * len(COLUMNS))}, 'live', 1, ?, ?, ?)"
)
_ADDRESS = """
INSERT INTO urls (url, article_id, state, first_seen_at, last_seen_at, content_hash)
VALUES (:url, :article, :state, :at, :at, :hash)
ON CONFLICT (url) DO UPDATE SET
  article_id = excluded.article_id,
  state = CASE WHEN :at >= last_seen_at THEN excluded.state ELSE state END,
  missing_since = CASE WHEN :at >= last_seen_at THEN NULL ELSE missing_since END,
  content_hash = CASE WHEN :at >= last_seen_at THEN excluded.content_hash ELSE content_hash END,
  first_seen_at = min(first_seen_at, :at),
  last_seen_at = max(last_seen_at, :at)
"""
_SEEN = """
UPDATE articles SET first_seen_at = min(first_seen_at, :at), last_seen_at = max(last_seen_at, :at)
WHERE id = :article AND (first_seen_at > :at OR last_seen_at < :at)
"""


class Stored(NamedTuple):
    """What became of a reading.

    ``outcome`` is saved, unchanged or failed. ``reason`` is new, edited, earlier (known, but seen
    before the time known so far), split; known, repost (an article we have, at a second address),
    moved (an article we have, now at another address), renumbered (an article we have, under its
    number at a second address); or other-site (an address of the reading
    belongs to an article of another site: nothing was stored).
    """

    outcome: str
    reason: str
    article_id: int | None


class _Known(NamedTuple):
    """A row of ``urls`` with its article's site."""

    article_id: int
    state: str
    last_seen_at: str
    content_hash: str
    site_key: str


def store_reading(db: Database, reading: Reading) -> Stored:
    """Store what *reading* brings; inside ``archive.writing()``.

    Raises ValueError where the article has no title, or holds what SQLite cannot store.
    """
    answered = _known(db, reading.article.url)
    asked = _known(db, reading.requested_url) if reading.requested_url else None
    for known in (answered, asked):
        if known and known.site_key != reading.site_key:
            return Stored("failed", "other-site", None)
    if answered:
        stored = _store_known(db, reading, answered)
    elif asked:
        stored = _store_moved(db, reading, asked.article_id)
    elif (article_id := _same_text(db, reading)) is not None:
        _put_address(db, reading, article_id)
        stored = Stored("unchanged", "repost", article_id)
    elif (article_id := _same_number(db, reading)) is not None:
        reason = add_revision(db, article_id, reading)
        _put_address(db, reading, article_id)
        stored = Stored("saved" if reason else "unchanged", reason or "renumbered", article_id)
    else:
        stored = Stored("saved", "new", _insert(db, reading))
    if stored.article_id is not None and reading.requested_url:
        _note_redirect(db, reading, asked, stored.article_id)
    return stored


def _store_known(db: Database, reading: Reading, known: _Known) -> Stored:
    """The address is known: its article says the same, or was edited there."""
    article_id = known.article_id
    reason: str | None = None
    others = _other_addresses(db, article_id, reading.article.url)
    if others and not _share_number(reading, others):
        newest = revisions(db, article_id)[-1]
        is_newer = reading.at >= newest.seen_at
        if is_newer and reading.content.content_hash != newest.content.content_hash:
            return Stored("saved", "split", _split(db, reading, article_id, others))
        # A second address may print no author, or another time; that alone is no edit.
        is_own = newest.url == reading.article.url or not is_newer
        reason = add_revision(db, article_id, reading) if is_own else None
    elif not others or reading.content.content_hash != known.content_hash:
        # Addresses of one number may differ for good: only what is new at its address is new.
        reason = add_revision(db, article_id, reading)
    _put_address(db, reading, article_id)
    if known.state == "gone" and reading.at > known.last_seen_at:
        add_event(db, article_id, "back", reading)
        db.conn.execute(
            "UPDATE articles SET state = 'live' WHERE id = ? AND state = 'gone'", (article_id,)
        )
    return Stored("saved" if reason else "unchanged", reason or "known", article_id)


def _store_moved(db: Database, reading: Reading, article_id: int) -> Stored:
    """A known address redirects to one that is not: the article answers there now."""
    reason = add_revision(db, article_id, reading)
    _put_address(db, reading, article_id)
    db.conn.execute(
        "UPDATE articles SET url = ? WHERE id = ? AND url = ?",
        (reading.article.url, article_id, reading.requested_url),
    )
    return Stored("saved" if reason else "unchanged", reason or "moved", article_id)


def _note_redirect(db: Database, reading: Reading, asked: _Known | None, article_id: int) -> None:
    """Note that the address asked leads to the article.

    Where it is an address of another article, it stays that one's.
    """
    if asked and asked.article_id != article_id:
        return
    _put_address(db, reading, article_id, url=reading.requested_url, state="moved")
    if asked and asked.state != "moved" and reading.at >= asked.last_seen_at:
        add_event(db, article_id, "moved", reading, url=reading.requested_url)


def _split(db: Database, reading: Reading, article_id: int, others: list[str]) -> int:
    """Make the address an article of its own: there it says what the other addresses do not."""
    new_id = _insert(db, reading)
    db.conn.execute(
        "UPDATE articles SET url = ? WHERE id = ? AND url = ?",
        (others[0], article_id, reading.article.url),
    )
    for one in (article_id, new_id):
        add_event(db, one, "split", reading)
    return new_id


def _insert(db: Database, reading: Reading) -> int:
    """Store a new article with its first revision, its address and its media; its number."""
    at = reading.at
    cursor = db.conn.execute(
        _INSERT, (reading.site_key, reading.article.url, *reading.content, at, at, at)
    )
    article_id = int(cursor.lastrowid or 0)
    insert_first(db, article_id, reading)
    _put_address(db, reading, article_id)
    return article_id


def _put_address(
    db: Database,
    reading: Reading,
    article_id: int,
    *,
    url: str | None = None,
    state: str = "live",
) -> None:
    """Note that an address showed the article; its state and hash are those of the last look."""
    at = reading.at
    values = {
        "url": url or reading.article.url,
        "article": article_id,
        "state": state,
        "at": at,
        "hash": reading.content.content_hash,
    }
    db.conn.execute(_ADDRESS, values)
    db.conn.execute(_SEEN, {"article": article_id, "at": at})


def _known(db: Database, url: str) -> _Known | None:
    row = db.conn.execute(
        "SELECT article_id, urls.state, urls.last_seen_at, urls.content_hash, site_key FROM urls"
        " JOIN articles ON articles.id = article_id WHERE urls.url = ?",
        (url,),
    ).fetchone()
    return _Known(*row) if row else None


def _other_addresses(db: Database, article_id: int, url: str) -> list[str]:
    """The other live addresses of an article, oldest first."""
    rows = db.conn.execute(
        "SELECT url FROM urls WHERE article_id = ? AND url <> ? AND state = 'live'"
        " ORDER BY first_seen_at, url",
        (article_id, url),
    )
    return [row[0] for row in rows]


def _same_text(db: Database, reading: Reading) -> int | None:
    """The article of the site that says the same, if there is enough text and no other date."""
    if not has_letters(reading.article, REPOST_LETTERS):
        return None
    rows = db.conn.execute(
        "SELECT id, published_on, published_at FROM articles"
        " WHERE site_key = ? AND content_hash = ? ORDER BY id",
        (reading.site_key, reading.content.content_hash),
    )
    for article_id, day, moment in rows:
        pairs = ((day, reading.content.published_on), (moment, reading.content.published_at))
        if all(one == other or None in (one, other) for one, other in pairs):
            return int(article_id)
    return None


def _same_number(db: Database, reading: Reading) -> int | None:
    """The article of the site and the day that has an address of the same number.

    The day keeps apart what only looks alike, and the search small. Where the numbering is
    inferred, the title must be the same too.
    """
    numbering, content = reading.numbering, reading.content
    number = numbering.number_in(reading.article.url) if numbering else None
    if numbering is None or number is None or content.published_on is None:
        return None
    rows = db.conn.execute(
        "SELECT articles.id, title, urls.url FROM articles JOIN urls ON urls.article_id ="
        " articles.id WHERE site_key = ? AND published_on = ? ORDER BY articles.id",
        (reading.site_key, content.published_on),
    )
    for article_id, title, url in rows:
        is_titled = numbering.evidence is Evidence.EVIDENCED or title == content.title
        if is_titled and numbering.number_in(url) == number:
            return int(article_id)
    return None


def _share_number(reading: Reading, urls: list[str]) -> bool:
    """Whether *urls* have the number of the address that was read."""
    numbering = reading.numbering
    number = numbering.number_in(reading.article.url) if numbering else None
    if numbering is None or number is None:
        return False
    return all(numbering.number_in(url) == number for url in urls)
