"""How a table of the schema is written down, and what several tables share."""

from typing import NamedTuple


class Column(NamedTuple):
    """A column: its name, SQL type with constraint, and what a value means."""

    name: str
    sql: str
    meaning: str


class Table(NamedTuple):
    """A table: what one row is, its columns, table constraints, and indexes by name."""

    name: str
    row: str
    columns: tuple[Column, ...]
    constraints: tuple[str, ...] = ()
    indexes: tuple[tuple[str, str], ...] = ()


ID = Column("id", "INTEGER PRIMARY KEY", "number of the row")
UTC_FORM = "UTC, as in 2026-11-22T08:30:00Z"
