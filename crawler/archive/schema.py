"""The schema of the archive, as migrations.

A change of schema is a new migration below the last one, never an edit of an old one.
"""

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from crawler.archive.tables import TABLES, Table

MIGRATIONS = Migrations("tinhuy")

#: The number of the newest migration; also ``PRAGMA user_version``, so that an older program
#: refuses a newer archive without reading a table.
SCHEMA_VERSION = 1


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
    db.execute("PRAGMA user_version = 1")
