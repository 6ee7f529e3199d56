"""The rows that were found, beside the new archive: the schema ``found``, without any constraint.

A row is taken only where each value has the type and the shape that its column has.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from crawler.archive.salvage.cells import Value
from crawler.archive.salvage.pages import Damage, Leaf
from crawler.archive.tables import TABLES

_TYPES: dict[str, tuple[type, ...]] = {
    "TEXT": (str,),
    "INTEGER": (int,),
    "REAL": (int, float),
    "BLOB": (bytes,),
}
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ADDRESS = re.compile(r"[A-Za-z][\w+.-]*:[^\x00-\x20\x7f]*")
#: A digest, or nothing, as in the row of a capture that was lost already.
_DIGEST = re.compile(r"(?:[0-9a-f]{64})?")


@dataclass(frozen=True)
class _Column:
    name: str
    types: tuple[type, ...]
    is_required: bool
    is_number: bool
    shape: "re.Pattern[str] | None"

    def takes(self, value: Value) -> bool:
        """Whether the column can hold *value*; a row's number stands in its record as NULL."""
        if value is None:
            return self.is_number or not self.is_required
        if not isinstance(value, self.types):
            return False
        return not (self.shape and isinstance(value, str)) or bool(self.shape.fullmatch(value))


Columns = Sequence[_Column]


def attach(db: Database, file: Path) -> None:
    """Make the empty tables of found rows in *file*, for the connection of *db*."""
    db.conn.execute("ATTACH ? AS found", (str(file),))
    for pragma in ("journal_mode = OFF", "synchronous = OFF"):
        db.conn.execute(f"PRAGMA found.{pragma}")
    for table in TABLES:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        db.conn.execute(f'CREATE TABLE found."{table.name}" ("row" INTEGER PRIMARY KEY, {names})')


def detach(db: Database) -> None:
    """Leave the tables of found rows; their file is of no use any more."""
    db.conn.execute("DETACH found")


def index(db: Database) -> None:
    """Make what was found quick to look up."""
    for name, columns in (
        ("of_record", "captures (record_id)"),
        ("of_place", "captures (warc_file, warc_offset)"),
        ("of_number", "captures (id)"),
        ("of_fetch", "fetches (request_key)"),
        ("of_fetched", "fetches (capture_id)"),
        ("of_seen", "revisions (url, seen_at)"),
        ("of_article", "revisions (article_id)"),
        ("of_url", "urls (url)"),
        ("of_text", "urls (content_hash)"),
        ("of_event", "events (url)"),
        ("of_chosen", "articles (url)"),
        ("of_shown", "revisions (capture_id)"),
    ):
        db.conn.execute(f"CREATE INDEX found.{name} ON {columns}")


def empty(db: Database) -> None:
    """Forget every row found."""
    for table in TABLES:
        db.conn.execute(f'DELETE FROM found."{table.name}"')


def take(db: Database, leaves: Iterable[Leaf], damage: Damage) -> None:
    """Take the rows of *leaves* in; of two with one number the later one, as leaves come."""
    tables = {table.name: _columns(db, table.name) for table in TABLES}
    for leaf in leaves:
        name = leaf.owner
        if not any(_fits(values, tables[name]) for _, values in leaf.rows if name in tables):
            name = _whose(leaf, tables) or name  # no tree leads here, or a damaged one does
        if name not in tables or name == "columns":  # which only repeats what the program says
            continue
        columns = tables[name]
        good = [row for row in leaf.rows if _fits(row[1], columns)]
        damage.rows[name] += leaf.wrong + len(leaf.rows) - len(good)
        marks = ", ".join("?" * (len(columns) + 1))
        db.conn.executemany(
            f'INSERT OR REPLACE INTO found."{name}" VALUES ({marks})',
            [(rowid, *_filled(rowid, values, columns)) for rowid, values in good],
        )


def _whose(leaf: Leaf, tables: dict[str, Columns]) -> str:
    """The table whose rows stand on a leaf that no tree names; empty where there is none."""
    counts = {
        name: sum(len(row) == len(columns) and _fits(row, columns) for _, row in leaf.rows)
        for name, columns in tables.items()
    }
    best = max(counts, key=lambda name: counts[name])
    return best if counts[best] else ""


def _fits(values: Sequence[Value], columns: Columns) -> bool:
    """Whether *values* can be a row; an older row may lack the last columns."""
    missing = [column for column in columns[len(values) :] if column.is_required]
    if missing or len(values) > len(columns):
        return False
    return all(column.takes(value) for column, value in zip(columns, values, strict=False))


def _filled(rowid: int, values: Sequence[Value], columns: Columns) -> list[Value]:
    row = [*values, *[None] * (len(columns) - len(values))]
    return [rowid if one.is_number else value for one, value in zip(columns, row, strict=True)]


def _columns(db: Database, table: str) -> Columns:
    query = "SELECT sql FROM main.sqlite_master WHERE type = 'table' AND name = ?"
    (made,) = db.conn.execute(query, (table,)).fetchone()
    # Each column has a line of its own, which begins with its name in quotes.
    choices = {line.strip(' "').partition('"')[0]: _choice(line) for line in made.splitlines()}
    return [
        _Column(
            name=name,
            types=_TYPES[kind],
            is_required=bool(required or key),
            is_number=bool(key) and kind == "INTEGER" and name == "id",
            shape=choices.get(name) or _shape(name),
        )
        for _, name, kind, required, _, key in db.conn.execute(f'PRAGMA table_info("{table}")')
    ]


def _choice(sql: str) -> "re.Pattern[str] | None":
    """The texts that a constraint of the column lets in, None where it has none."""
    words = re.findall(r"'(\w+)'", sql.partition("CHECK")[2])
    return re.compile("|".join(words)) if words else None


def _shape(name: str) -> "re.Pattern[str] | None":
    """What a text in a column of this name looks like."""
    if name == "at" or name.endswith("_at"):
        return _TIME
    if name.endswith("_on") or name in ("valid_from", "valid_to"):
        return _DAY
    if name.endswith("sha256") or name in ("content_hash", "request_key"):
        return _DIGEST
    return _ADDRESS if name == "url" else None
