"""Upgrading the database of an archive to a newer schema: before, or after, and never between.

The migrations that are missing run in one transaction. Before it the database is copied beside
itself, and the copy is kept.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from crawler.archive.connection import connect, naming, schema_of
from crawler.archive.copying import copy_database
from crawler.archive.folder import DATABASE, storage, sync_folder
from crawler.archive.locks import every_run_lock, write_lock
from crawler.archive.schema import SCHEMA, Schema
from crawler.errors import SiteBusy, StorageProblem

#: What a copy is called while it is being made: its name and this.
_UNFINISHED = ".unfinished"


@dataclass(frozen=True, kw_only=True)
class Upgrade:
    """What was done: from which schema to which, and where the database is kept as it was."""

    before: int
    after: int
    kept: Path


def upgrade(folder: Path, schema: Schema = SCHEMA) -> Upgrade | None:
    """Bring the archive in *folder* to *schema*; None where there is nothing to do.

    Raises StorageProblem where a run holds its lock or the disk fails; the archive is as it was.
    """
    path = folder / DATABASE
    with naming(path), ExitStack() as held:
        held.enter_context(write_lock(folder))
        db = connect(path, mode="rw")
        held.callback(db.conn.close)  # inside the lock, for closing may fold the log in
        before = schema_of(db)
        if not 0 < before < schema.version:
            return None
        try:
            held.enter_context(every_run_lock(folder, ()))
        except SiteBusy as error:
            raise StorageProblem(
                f"{path} cannot be upgraded to schema {schema.version} yet, for {error}; run the"
                " same command again once that has ended"
            ) from error
        kept = _keep(db, path, before)
        _migrate(db, path, schema)
    return Upgrade(before=before, after=schema.version, kept=kept)


def _keep(db: Database, path: Path, version: int) -> Path:
    """Copy the database beside itself. A copy that is there is of an upgrade that did not end."""
    kept = path.with_name(f"{path.name}.schema-{version}.backup")
    unfinished = kept.with_name(kept.name + _UNFINISHED)
    with storage(unfinished):
        unfinished.unlink(missing_ok=True)
    try:
        copy_database(db, path, unfinished)
        with storage(kept):
            unfinished.replace(kept)
            sync_folder(kept.parent)
    except BaseException:
        unfinished.unlink(missing_ok=True)  # on a full disk it would stand in the way
        raise
    return kept


def _migrate(db: Database, path: Path, schema: Schema) -> None:
    # A migration that makes a table anew must be able to drop the old one.
    db.conn.execute("PRAGMA foreign_keys = OFF")
    db.conn.execute("BEGIN IMMEDIATE")
    try:
        schema.apply(db)
        if lost := db.conn.execute("PRAGMA foreign_key_check").fetchone():
            raise StorageProblem(
                f"{path} cannot be upgraded: what table {lost[0]}, row {lost[1]}, names in"
                f" {lost[2]} is not there; look at it with: tinhuy verify"
            )
        db.conn.execute("COMMIT")
    finally:
        if db.conn.in_transaction:
            db.conn.execute("ROLLBACK")
