"""Rows that were found, put into the tables of the new archive under its constraints.

What was placed is no longer among the found rows; what is left in the end has no place.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence

from sqlite_utils import Database

from crawler.archive.captures import LOST
from crawler.archive.tables import TABLES

#: Tables that hang on no article, and what bears a row out: a key is the digest of its request.
LEDGER = {
    "sections": "1",
    "hosts": "1",
    "url_sections": "1",
    "frontier": "key_of(method, url, body) = key",
    "fetches": "key_of('GET', url, x'') = request_key"
    " OR EXISTS (SELECT 1 FROM main.frontier q WHERE q.key = request_key"
    "            AND q.url = found.fetches.url)"
    " OR EXISTS (SELECT 1 FROM main.captures c WHERE c.request_key = found.fetches.request_key"
    "            AND c.url = found.fetches.url)",
}
OF_ARTICLES = ("urls", "events", "media", "sketches", "reposts")

_RUNS = f"""
INSERT OR IGNORE INTO runs (id, command, started_at, versions)
SELECT run_id, '{LOST}', min(at), '{{}}' FROM (
  SELECT run_id, at FROM found.fetches UNION ALL SELECT run_id, fetched_at FROM found.captures)
WHERE run_id NOT NULL GROUP BY run_id
"""
_PUBLISHERS = f"""
INSERT OR IGNORE INTO publishers (key, name, organ, province)
SELECT publisher, '{LOST}', '{LOST}', '{LOST}' FROM found.sites
"""
#: Where the keys of sites stand, their own table apart.
_KEYED = ("articles", "runs", "frontier", "sections", "url_sections", "site_hosts")
_NAMED = " UNION ".join(f"SELECT site_key FROM found.{table}" for table in _KEYED)


def place(db: Database, table: str, *, renumber: bool = False, where: str = "1") -> int:
    """Put the found rows of *table* in; how many. Those that a constraint refuses stay found.

    What a row may lack is left out where it is not there. With *renumber* the rows get new numbers.
    """
    columns = [row[1] for row in db.conn.execute(f'PRAGMA table_info("{table}")')]
    if renumber:
        columns.remove("id")
    wanted = [_value(column, parents(db, table)) for column in columns]
    insert = (
        f'INSERT INTO main."{table}" ({", ".join(map(_quoted, columns))})'
        f" VALUES ({', '.join('?' * len(columns))})"
    )
    rows = db.conn.execute(f'SELECT "row", {", ".join(wanted)} FROM found."{table}" WHERE {where}')
    placed = [(number,) for number, *values in rows if _insert(db, insert, values)]
    db.conn.executemany(f'DELETE FROM found."{table}" WHERE "row" = ?', placed)
    return len(placed)


def place_ledger(db: Database, key_of: Callable[[str, str, bytes], str]) -> None:
    """Put in what the crawl noted; *key_of* gives the key of a method, address and body."""
    db.conn.create_function("key_of", 3, key_of, deterministic=True)
    for table, where in LEDGER.items():
        place(db, table, where=where)


def place_grounds(db: Database, add_site: Callable[[Database, str], None]) -> None:
    """Put in what articles and captures stand on; *add_site* stores a site of which no row is left.

    A run or publisher that is only named gets a row that says it is lost.
    """
    for table in ("provinces", "publishers"):
        place(db, table)
    db.conn.execute(_PUBLISHERS)
    place(db, "sites")
    known = {row[0] for row in db.conn.execute("SELECT key FROM main.sites")}
    named = db.conn.execute(f"SELECT site_key FROM ({_NAMED}) WHERE site_key NOT NULL ORDER BY 1")
    for (key,) in named.fetchall():
        if key not in known:
            add_site(db, key)
    for table in ("site_hosts", "runs"):
        place(db, table)
    db.conn.execute(_RUNS)


def add_lost_site(db: Database, key: str) -> None:
    """Make a row for a site of which nothing but its name is left."""
    db.conn.execute(
        "INSERT OR IGNORE INTO publishers (key, name, organ, province) VALUES (?, ?, ?, ?)",
        (LOST, LOST, LOST, LOST),
    )
    db.conn.execute(
        "INSERT OR IGNORE INTO sites (key, publisher, status, eras) VALUES (?, ?, ?, '[]')",
        (key, LOST, LOST),
    )


def keep_birthday(db: Database) -> None:
    """Let the new archive say when the damaged one was made, where that is known."""
    db.conn.execute(
        "UPDATE meta SET value = (SELECT value FROM found.meta WHERE key = 'created_at')"
        " WHERE key = 'created_at' AND EXISTS (SELECT 1 FROM found.meta WHERE key = 'created_at')"
    )
    db.conn.execute("DELETE FROM found.meta")
    db.conn.execute("DELETE FROM found.columns")


def is_left(db: Database, table: str) -> bool:
    """Whether a found row of *table* has no place."""
    return db.conn.execute(f'SELECT 1 FROM found."{table}" LIMIT 1').fetchone() is not None


def forget_walks(db: Database) -> None:
    """Let the next runs walk every section anew: known ground may hide what is pending no more."""
    db.conn.execute("UPDATE sections SET walked_to = NULL")


def left_over(db: Database) -> Iterator[str]:
    """Each found row that has no place in the new archive, as a line of JSON."""
    for table in TABLES:
        same = " AND ".join(f'm."{one.name}" IS f."{one.name}"' for one in table.columns)
        db.conn.execute(
            f'DELETE FROM found."{table.name}" AS f WHERE EXISTS'
            f' (SELECT 1 FROM main."{table.name}" m WHERE {same})'
        )
        cursor = db.conn.cursor()
        cursor.row_factory = sqlite3.Row
        for row in cursor.execute(f'SELECT * FROM found."{table.name}" ORDER BY "row"'):
            values = {key: _shown(row[key]) for key in row.keys() if key != "row"}  # noqa: SIM118  # a Row iterates over its values
            yield json.dumps({"table": table.name, **values}, ensure_ascii=False)


def parents(db: Database, table: str) -> dict[str, tuple[str, str]]:
    """What the columns of *table* refer to and may lack: column, (table, column)."""
    optional = {row[1] for row in db.conn.execute(f'PRAGMA table_info("{table}")') if not row[3]}
    return {
        row[3]: (row[2], row[4])
        for row in db.conn.execute(f'PRAGMA foreign_key_list("{table}")')
        if row[3] in optional
    }


def _value(column: str, optional: dict[str, tuple[str, str]]) -> str:
    if column not in optional:
        return _quoted(column)
    table, key = optional[column]
    return f'(SELECT "{key}" FROM main."{table}" p WHERE p."{key}" = {_quoted(column)})'


def _quoted(column: str) -> str:
    return f'"{column}"'


def _insert(db: Database, sql: str, values: Sequence[object]) -> bool:
    try:
        db.conn.execute(sql, values)
    except sqlite3.IntegrityError:
        return False
    return True


def _shown(value: object) -> object:
    return value.hex() if isinstance(value, bytes) else value
