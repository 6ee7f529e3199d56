"""Texts that are kept where nothing but an article's own row is left of them."""

from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.captures import LOST
from crawler.archive.content import COLUMNS, content_of
from crawler.archive.salvage.articles import (
    ARTICLE,
    REVISION,
    Row,
    columns_of,
    forget,
    insert,
    is_site,
    rows,
)
from crawler.archive.salvage.placing import add_lost_site
from crawler.items import Article, ArticleKind, Block, BlockKind

#: What an article's own row says and its revisions do not.
_OWN_FACTS = """
UPDATE articles SET state = :state, first_seen_at = :first_seen_at,
  last_seen_at = max(last_seen_at, :last_seen_at),
  url = coalesce((SELECT url FROM urls WHERE url = :url AND article_id = :id), url)
WHERE id = :id
"""
_CAPTURE = """
SELECT id FROM captures WHERE url = :url AND coalesce(original_at, fetched_at) = :at
"""
_LOST_CAPTURE = f"""
INSERT INTO captures (request_key, method, url, fetched_at, status, payload_sha256, body_sha256,
                      warc_file, warc_offset, record_id, record_type, via)
VALUES ('', 'GET', :url, :last_changed_at, 200, '', '', '{LOST}', 0,
        '<{LOST}:article ' || :id || '>', '{LOST}', 'live')
"""
_KINDS = frozenset(kind.value for kind in ArticleKind)


def add_texts(db: Database) -> Iterator[str]:
    """Keep the texts of articles whose newest revision is lost for good; a sentence for each.

    Their own rows have title, lead and body; pictures, captions and links stood in the revision.
    """
    for article in rows(db, "SELECT * FROM found.articles ORDER BY id"):
        newest = rows(
            db, "SELECT * FROM revisions WHERE article_id = ? ORDER BY number DESC", article["id"]
        )
        if any(one["content_hash"] == article["content_hash"] for one in newest):
            db.conn.execute(_OWN_FACTS, article)
            forget(db, article["id"])
        elif rows(db, "SELECT 1 FROM urls WHERE url = ? AND article_id <> ?", *_named(article)):
            continue  # the number is damaged, and the article is there under its own
        elif newest and not rows(
            db, "SELECT 1 FROM urls WHERE url = ? AND article_id = ?", *_named(article)
        ):
            continue  # the address is damaged
        elif article["kind"] not in _KINDS:
            continue
        elif not newest or newest[0]["seen_at"] <= article["last_changed_at"]:
            _add_text(db, article, newest)
            yield (
                f"article {article['id']} ({article['url']}): its text is kept; the pictures,"
                " captions and links of its newest revision are lost"
            )


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
        if not is_site(db, article["site_key"]):
            add_lost_site(db, article["site_key"])
        insert(db, "articles", ARTICLE, values)
    db.conn.execute(_OWN_FACTS, article)
    at = {"url": article["url"], "at": article["last_changed_at"]}
    known = rows(db, _CAPTURE, at)
    capture = known[0]["id"] if known else db.conn.execute(_LOST_CAPTURE, article).lastrowid
    revision = {
        "id": None,
        "article_id": article["id"],
        "number": len(revisions) + 1,
        "capture_id": capture,
        "seen_at": article["last_changed_at"],
        **columns_of(text, LOST),
    }
    kept = {name: values[name] for name in ("url", *COLUMNS)}
    insert(db, "revisions", REVISION, {**revision, **kept})
    forget(db, article["id"])


def _named(article: Row) -> tuple[str, int]:
    return article["url"], article["id"]
