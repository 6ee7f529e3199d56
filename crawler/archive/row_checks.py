"""What must hold within the database: what SQLite itself checks, and what the design promises.

Each check gives a sentence for each trouble. A damaged database may hold anything in any column,
so values are looked at before they are used; an error of SQLite ends the check it comes up in.
"""

from collections.abc import Iterator

from sqlite_utils import Database

from crawler.archive.columns import UTC_FORM
from crawler.archive.connection import integrity_problems
from crawler.archive.content import COLUMNS, blocks_of, hash_of
from crawler.archive.schema import SCHEMA
from crawler.archive.tables import TABLES
from crawler.items import ArticleKind

#: Lines that SQLite is asked for, of all that it may find wrong.
_MOST_LINES = 20
#: What the migrations make: in which table it stands, what it is, and its names with what is said.
_SHAPES = (
    ("sqlite_master", "table or index", "SELECT name, sql FROM sqlite_master WHERE sql <> ''"),
    (
        "columns",
        "the meaning of",
        "SELECT table_name || '.' || column_name, meaning FROM columns",
    ),
)

_ORDER = """
SELECT 'article ' || article_id || ': its revisions are not numbered 1, 2, 3 … in time order'
FROM (SELECT article_id, number, seen_at,
        row_number() OVER (PARTITION BY article_id ORDER BY number) AS place,
        lag(seen_at, 1, '') OVER (PARTITION BY article_id ORDER BY number) AS before
      FROM revisions)
WHERE number <> place OR seen_at < before GROUP BY article_id
"""
_REPEATS = f"""
SELECT 'article ' || a.id || ' does not repeat its newest revision'
FROM articles a LEFT JOIN revisions r ON r.article_id = a.id AND r.number = a.revision_count
WHERE r.id IS NULL
   OR {" OR ".join(f"a.{name} IS NOT r.{name}" for name in COLUMNS)}
   OR a.last_changed_at <> r.seen_at
   OR EXISTS (SELECT 1 FROM revisions n WHERE n.article_id = a.id AND n.number > r.number)
"""
_ADDRESSES = """
SELECT 'article ' || a.id || ': its address ' || a.url || ' is not among its addresses'
FROM articles a
WHERE NOT EXISTS (SELECT 1 FROM urls u WHERE u.url = a.url AND u.article_id = a.id)
"""
_STATES = """
SELECT 'article ' || a.id || ' is ' || a.state || ', its addresses say otherwise' FROM articles a
WHERE a.state <> 'withheld' AND (a.state = 'live') IS NOT
  EXISTS (SELECT 1 FROM urls u WHERE u.article_id = a.id AND u.state = 'live')
"""
_TWICE = """
SELECT 'article ' || r.article_id || ': revision ' || r.number || ' repeats the one before it'
FROM revisions r JOIN revisions b ON b.article_id = r.article_id AND b.number = r.number - 1
WHERE b.content_hash IS r.content_hash AND b.author IS r.author AND b.source IS r.source
  AND b.published_at IS r.published_at AND b.published_on IS r.published_on
"""
_EVENTS = """
SELECT 'article ' || r.article_id || ': no event tells of revision ' || r.number FROM revisions r
WHERE r.number > 1 AND NOT EXISTS (SELECT 1 FROM events e
  WHERE e.article_id = r.article_id AND e.kind = 'edited' AND e.at = r.seen_at)
"""
#: A day or nothing; a moment only of that day; never without the rule that read it.
_DATES = """
SELECT 'article ' || article_id || ', revision ' || number || ': its date contradicts itself'
FROM revisions
WHERE (published_on IS NULL) <> (published_precision IS NULL)
   OR (published_on IS NULL) <> (published_raw IS NULL)
   OR substr(published_at, 1, 10) <> published_on
   OR (published_at IS NOT NULL) <> (coalesce(published_precision, 'day') <> 'day')
   OR published_precision NOT IN ('second', 'minute', 'day')
   OR published_raw NOT LIKE '%_' || char(9) || '_%'
"""
_SEEN = """
SELECT 'article ' || id || ' was last seen before it was first seen' FROM articles
WHERE last_seen_at < first_seen_at
UNION ALL SELECT 'address ' || url || ' was last seen before it was first seen' FROM urls
WHERE last_seen_at < first_seen_at
"""
_WALKS = """
SELECT 'section ' || url || ' was walked to ' || walked_to || ', which is neither end nor a day'
FROM sections
WHERE walked_to <> 'end' AND walked_to NOT GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'
"""
_MEDIA = """
SELECT 'article ' || article_id || ', medium ' || position || ' is stored, and no file is named'
FROM media WHERE state = 'stored' AND sha256 IS NULL
"""
_VERSION = """
SELECT 'meta says schema ' || coalesce(value, '?') || ', the file says schema ' || user_version
FROM pragma_user_version LEFT JOIN meta ON key = 'schema_version'
WHERE CAST(value AS INTEGER) IS NOT user_version
"""
_MOMENT = "[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]T[0-9][0-9]:[0-9][0-9]:[0-9][0-9]Z"
#: Every column that the schema says to be a moment in UTC.
_MOMENTS = tuple(
    f"SELECT '{table.name}, row ' || rowid || ': {column.name} is no moment in UTC'"
    f" FROM {table.name} WHERE {column.name} NOT GLOB '{_MOMENT}'"
    for table in TABLES
    for column in table.columns
    if column.meaning.endswith(UTC_FORM)
)

#: A query each, which gives a sentence for each trouble.
ROW_CHECKS = (
    _ORDER, _REPEATS, _ADDRESSES, _STATES, _TWICE, _EVENTS, _DATES, _SEEN, _WALKS, _MEDIA, _VERSION,
    *_MOMENTS,
)  # fmt: skip


def lenient_text(data: bytes) -> str:
    """Text of a database as its ``text_factory`` gives it, so that no wrong byte stops a check."""
    return data.decode("utf-8", "surrogateescape")


def database_problems(db: Database) -> Iterator[str]:
    """What SQLite itself finds wrong."""
    for line in integrity_problems(db.conn, most=_MOST_LINES):
        yield f"the database is damaged: {line}"
    for table, row, parent, _ in db.conn.execute("PRAGMA foreign_key_check"):
        yield f"{table}, row {row}: what it names in {parent} is not there"


def schema_problems(db: Database) -> Iterator[str]:
    """Tables and indexes that are not as the migrations make them, or are explained otherwise."""
    fresh = Database(memory=True)
    try:
        SCHEMA.apply(fresh)
        for table, names, query in _SHAPES:
            found = set(_rows(db, query))
            for name, _ in sorted(set(_rows(fresh, query)) - found):
                yield f"{names} {name} is not as schema {SCHEMA.version} has it, in {table}"
    finally:
        fresh.conn.close()


def _rows(db: Database, query: str) -> Iterator[tuple[str, str]]:
    """Names and what is said of them, its white space folded: a table made anew has another."""
    for name, said in db.conn.execute(query):
        yield str(name), " ".join(str(said).split())


def encoding_problems(db: Database) -> Iterator[str]:
    """Tables with text that is not UTF-8, of which other programs read nothing at all."""
    for table in db.table_names():
        wrong = sum(map(_has_wrong_text, db.conn.execute(f'SELECT * FROM "{table}"')))
        if wrong:
            yield f"{table}: {wrong} rows hold text that is not UTF-8"


def _has_wrong_text(row: tuple[object, ...]) -> bool:
    """Whether *row* holds what :func:`lenient_text` could not decode."""
    return any(isinstance(value, str) and not _is_whole(value) for value in row)


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def row_problems(db: Database, check: str) -> Iterator[str]:
    """What one of :data:`ROW_CHECKS` finds."""
    for (problem,) in db.conn.execute(check):
        yield problem


def text_problems(db: Database) -> Iterator[str]:
    """Revisions whose text is not what its hash says, or that say nothing."""
    rows = db.conn.execute(
        "SELECT article_id, number, kind, title, blocks, content_hash FROM revisions"
    )
    for article_id, number, *said in rows:
        if problem := _text_problem(*said):
            yield f"article {article_id}, revision {number}: {problem}"


def _text_problem(kind: str, title: str, blocks: str, stored: str) -> str | None:
    wrong = "its text is not what its hash says"
    try:
        read = blocks_of(blocks)
        if hash_of(title, ArticleKind(kind), read) != stored:
            return wrong
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return wrong
    if not title or not any(block.text or block.url for block in read):
        return "it has no title, or nothing else"
    return None
