"""The schema of the archive, as migrations.

A change of schema is a new migration below the last one, never an edit of an old one.
"""

from dataclasses import dataclass

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from crawler.archive.folder import SCHEMA_VERSION
from crawler.archive.tables import TABLES, Table

MIGRATIONS = Migrations("tinhuy")


@dataclass(frozen=True)
class Schema:
    """A schema: its number, and the migrations that lead to it."""

    version: int
    migrations: Migrations

    def apply(self, db: Database) -> None:
        """Apply the migrations that *db* has not had, in the transaction that is open."""
        self.migrations.apply(db)
        db.conn.execute(f"PRAGMA user_version = {self.version}")
        db.conn.execute(
            "INSERT INTO meta (key, value) VALUES ('schema_version', ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (str(self.version),),
        )


SCHEMA = Schema(SCHEMA_VERSION, MIGRATIONS)


def _create(db: Database, table: Table) -> None:
    """Create *table*, its indexes, and the rows that say what its columns mean."""
    lines = [f'"{column.name}" {column.sql}' for column in table.columns]
    db.execute(
        f'CREATE TABLE "{table.name}" (\n  ' + ",\n  ".join([*lines, *table.constraints]) + "\n)"
    )
    for name, columns in table.indexes:
        db.execute(f"CREATE INDEX {name} ON {columns}")


@MIGRATIONS()
def m001_first_tables(db: Database) -> None:
    """Every table of the design."""
    for table in TABLES:
        _create(db, table)
    for table in TABLES:
        for column in table.columns:
            db.execute(
                "INSERT INTO columns (table_name, column_name, meaning) VALUES (?, ?, ?)",
                (table.name, column.name, column.meaning),
            )


@MIGRATIONS()
def m002_feeds(db: Database) -> None:
    """A request may be for a feed or sitemap; SQLite changes a CHECK by making the table anew.

    Charsets have more reasons.
    """
    (made,) = db.execute("SELECT sql FROM sqlite_master WHERE name = 'frontier'").fetchone()
    db.execute("ALTER TABLE frontier RENAME TO frontier_before")
    db.execute(made.replace("'listing', ", "'listing', 'feed', "))
    db.execute("INSERT INTO frontier SELECT * FROM frontier_before")
    db.execute("DROP TABLE frontier_before")
    db.execute("CREATE INDEX frontier_due ON frontier (site_key, state, kind, due_at)")
    for table, column, meaning in (
        ("frontier", "kind", "head (first page of a section), listing, feed (or sitemap), article"),
        ("frontier", "section", "address of the section, or feed, it belongs to"),
        ("frontier", "parent", "key of the listing page or feed that gave it"),
        ("fetches", "kind", "head, listing, feed, article, robots, probe, witness or file"),
        (
            "captures",
            "charset",
            ("charset of the text and, in brackets, why; README.md says what each reason means: "
             "bom, valid, nearly, nuls, twice, font-tcvn3, font-vni, declared, evidence, "
             "fallback, unsure"),
        ),
    ):  # fmt: skip
        db.execute(
            "UPDATE columns SET meaning = ? WHERE table_name = ? AND column_name = ?",
            (meaning, table, column),
        )
