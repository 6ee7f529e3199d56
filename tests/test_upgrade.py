"""Schema upgrades: every older archive becomes a newer one, and a death leaves one of the two."""

import os
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from crawler.archive import archive as archive_module
from crawler.archive import folder as folder_module
from crawler.archive import upgrade as upgrade_module
from crawler.archive import verify as verify_module
from crawler.archive.archive import Archive
from crawler.archive.backup import back_up
from crawler.archive.folder import SCHEMA_VERSION
from crawler.archive.locks import run_lock
from crawler.archive.schema import SCHEMA, Schema
from crawler.archive.upgrade import upgrade
from crawler.archive.verify import verify_archive
from crawler.cli.entry import run
from crawler.errors import StorageProblem
from tests.archived import SITE, new_archive
from tests.deaths import dies, statements

#: A database of each schema that was ever released, as its program made it.
SCHEMAS = Path(__file__).parent / "schemas"
#: The schema of today, and an invented one after it.
OURS, NEXT = SCHEMA_VERSION, SCHEMA_VERSION + 1
LATER = Migrations("tinhuy")


@LATER()
def m999_invented(db: Database) -> None:
    """What a migration may do: add, make a table anew, fill, index, explain."""
    db.execute("ALTER TABLE articles ADD COLUMN words INTEGER NOT NULL DEFAULT 0")
    db.execute("UPDATE articles SET words = length(body)")
    db.table("publishers").transform(rename={"organ": "kind"}, not_null={"name"})
    db.execute("CREATE INDEX publishers_by_kind ON publishers (kind)")
    db.execute("INSERT INTO columns VALUES ('articles', 'words', 'how long its body is')")


def later(version: int = NEXT, *, watch: Callable[[Database], None]) -> Schema:
    """A schema after ours; *watch* is shown the connection before the migration begins."""
    migrations = Migrations("tinhuy")
    migrations(name="m000_watch")(watch)
    for one in LATER.pending(Database(memory=True)):
        migrations(name=one.name)(one.fn)
    return Schema(version, migrations)


def nobody_watches(_: Database) -> None:
    """Let the migration run."""


NEWER = later(watch=nobody_watches)


def saved(version: int, folder: Path) -> Path:
    """An archive of an older schema, from its saved file."""
    (folder / "warc").mkdir(parents=True)
    (folder / "files").mkdir()
    with closing(sqlite3.connect(folder / "archive.db", isolation_level=None)) as conn:
        conn.execute("PRAGMA journal_mode = WAL")
        conn.executescript((SCHEMAS / f"{version}.sql").read_text(encoding="utf-8"))
    return folder


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        return [f"schema {conn.execute('PRAGMA user_version').fetchone()[0]}", *conn.iterdump()]


def shape(path: Path) -> dict[str, str]:
    """Every table and index as SQL, without white space."""
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        rows = conn.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    return {name: re.sub(r"\s+", "", sql) for name, sql in rows}


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return saved(OURS, tmp_path / "kho")


def test_every_released_schema_has_its_saved_file() -> None:
    names = sorted(path.name for path in SCHEMAS.iterdir())
    assert names == [f"{version}.sql" for version in range(1, SCHEMA_VERSION + 1)]


@pytest.mark.parametrize("version", range(1, SCHEMA_VERSION + 1))
def test_a_saved_archive_becomes_one_of_ours(tmp_path: Path, version: int) -> None:
    folder = saved(version, tmp_path / "cu")
    rows = Database(folder / "archive.db").execute("SELECT count(*) FROM revisions").fetchone()
    upgrade(folder)
    Archive.create(tmp_path / "moi").close()
    assert shape(folder / "archive.db") == shape(tmp_path / "moi" / "archive.db")
    with Archive.open(folder) as archive:
        problems = [one for one in verify_archive(archive).problems if "capture " not in one]
        assert problems == []  # its WARC files were not saved
        assert archive.db.execute("SELECT count(*) FROM revisions").fetchone() == rows


def test_an_upgrade_keeps_every_row_and_the_database_as_it_was(old: Path) -> None:
    before = dump(old / "archive.db")
    done = upgrade(old, NEWER)
    assert done is not None
    assert (done.before, done.after) == (OURS, NEXT)
    assert done.kept == old / f"archive.db.schema-{OURS}.backup"
    assert dump(done.kept) == before
    with closing(sqlite3.connect(old / "archive.db")) as conn:
        assert conn.execute("PRAGMA user_version").fetchone() == (NEXT,)
        assert conn.execute("SELECT value FROM meta WHERE key = 'schema_version'").fetchone() == (
            str(NEXT),
        )
        assert conn.execute("SELECT count(*) FROM articles WHERE words > 0").fetchone() == (2,)
        assert conn.execute("SELECT kind FROM publishers").fetchall() == [("committee",)]
        assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
    assert upgrade(old, NEWER) is None
    assert sorted(path.name for path in old.iterdir()) == [
        "archive.db",
        f"archive.db.schema-{OURS}.backup",
        "files",
        "locks",
        "warc",
    ]


def test_what_was_only_in_the_log_is_kept_too(tmp_path: Path) -> None:
    with new_archive(tmp_path / "kho") as archive:
        with archive.writing() as db:
            db.conn.execute("INSERT INTO meta VALUES ('a', 'b')")
        assert (tmp_path / "kho" / "archive.db-wal").stat().st_size > 0
        done = upgrade(tmp_path / "kho", NEWER)
        assert done is not None
        with closing(sqlite3.connect(done.kept)) as conn:
            assert conn.execute("SELECT value FROM meta WHERE key = 'a'").fetchone() == ("b",)
        with pytest.raises(StorageProblem, match="newer version of tinhuy"), archive.writing():
            pass  # whoever had it open meanwhile writes nothing more


def test_a_death_at_any_statement_leaves_the_old_or_the_new(old: Path, tmp_path: Path) -> None:
    before = dump(old / "archive.db")
    counted = saved(OURS, tmp_path / "dem")
    said: list[str] = []
    upgrade(counted, later(watch=statements(said)))
    after = undated(dump(counted / "archive.db"))
    assert len(said) > 20
    assert said[-1] == "COMMIT"
    for death in range(len(said)):
        schema = later(watch=statements([], die_at=death))
        assert dies(lambda schema=schema: upgrade(old, schema)), said[death]
        found = undated(dump(old / "archive.db"))
        assert found == undated(before), said[death]
        assert dump(old / f"archive.db.schema-{OURS}.backup") == before
    assert upgrade(old, later(watch=nobody_watches)) is not None
    assert undated(dump(old / "archive.db")) == after


def undated(lines: list[str]) -> list[str]:
    """Without the moments at which migrations were applied."""
    return [re.sub(r"'20\d\d-[-\d: .]+\+00:00'", "''", line) for line in lines]


def test_a_death_at_any_file_operation_leaves_the_old_or_the_new(old: Path) -> None:
    before = dump(old / "archive.db")
    for number in range(1, 50):
        if not dies(lambda: upgrade(old, NEWER), at_call=number):
            break
        found = dump(old / "archive.db")
        assert found == before or found[0] == f"schema {NEXT}", number
    assert 3 < number < 49
    assert dump(old / "archive.db")[0] == f"schema {NEXT}"
    assert dump(old / f"archive.db.schema-{OURS}.backup") == before
    assert not list(old.glob("*.unfinished"))


def test_a_migration_that_fails_changes_nothing(old: Path) -> None:
    def fail(db: Database) -> None:
        db.execute("DELETE FROM events")
        raise ZeroDivisionError

    def orphan(db: Database) -> None:
        db.execute("DELETE FROM captures WHERE id = 1")

    before = dump(old / "archive.db")
    with pytest.raises(ZeroDivisionError):
        upgrade(old, later(watch=fail))
    with pytest.raises(StorageProblem, match=r"names in captures is not there.*tinhuy verify"):
        upgrade(old, later(watch=orphan))
    assert dump(old / "archive.db") == before


def test_an_upgrade_waits_for_no_run_and_names_it(old: Path) -> None:
    before = dump(old / "archive.db")
    with (
        run_lock(old, SITE),
        pytest.raises(
            StorageProblem, match=rf"schema {NEXT} yet.*by process {os.getpid()} .*once that"
        ),
    ):
        upgrade(old, NEWER)
    assert dump(old / "archive.db") == before
    assert not list(old.glob("*.backup"))
    assert upgrade(old, NEWER) is not None


def test_a_disk_that_fills_up_while_the_copy_is_made(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = dump(old / "archive.db")
    with monkeypatch.context() as broken:
        broken.setattr(os, "fsync", full)
        with pytest.raises(StorageProblem, match="no space left"):
            upgrade(old, NEWER)
    assert dump(old / "archive.db") == before
    assert not [path for path in old.iterdir() if "backup" in path.name]


@pytest.fixture
def newer_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """A program whose newest schema is the one after ours."""
    for module in (archive_module, folder_module, verify_module):
        monkeypatch.setattr(module, "SCHEMA_VERSION", NEWER.version)
    monkeypatch.setattr(upgrade_module.upgrade, "__defaults__", (NEWER,))


@pytest.mark.usefixtures("newer_program")
def test_a_command_upgrades_and_says_so(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(
        StorageProblem, match=f"older schema {OURS}; every command but verify and backup"
    ):
        Archive.open(old)
    assert run(["show", "--archive", str(old), "1"]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("article 1\n")
    assert said.err == (
        f"tinhuy: {old} was upgraded from schema {OURS} to {NEXT}; its database as it was is kept"
        f" in {old}/archive.db.schema-{OURS}.backup\n"
    )
    assert run(["show", "--archive", str(old), "1"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("newer_program")
def test_verify_and_backup_leave_an_older_archive_as_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new_archive(tmp_path / "kho").close()
    with closing(sqlite3.connect(tmp_path / "kho" / "archive.db")) as conn:
        conn.execute(f"PRAGMA user_version = {OURS}")
        conn.execute("DELETE FROM meta")  # as if only a later schema promised what is there
        conn.commit()
    before = dump(tmp_path / "kho" / "archive.db")
    assert run(["verify", "--deep", "--archive", str(tmp_path / "kho")]) == 0
    said = capsys.readouterr().out
    assert f"not compared with one another, for schema {OURS} is older than {NEXT}" in said
    assert f", schema {OURS}, " in said
    assert run(["backup", "--archive", str(tmp_path / "kho"), str(tmp_path / "ban-sao")]) == 0
    assert dump(tmp_path / "kho" / "archive.db") == before
    assert dump(tmp_path / "ban-sao" / "archive.db") == before


def test_the_number_of_the_schema_is_that_of_its_newest_migration() -> None:
    names = [one.name for one in SCHEMA.migrations.pending(Database(memory=True))]
    assert len(names) == SCHEMA.version == SCHEMA_VERSION
    assert [int(name[1:4]) for name in names] == list(range(1, SCHEMA_VERSION + 1))


def test_the_upgrade_of_a_backup_is_one_too(old: Path, tmp_path: Path) -> None:
    with Archive.open(old) as archive, archive.writing() as db:
        db.conn.execute("DELETE FROM reposts")
        db.conn.execute("DELETE FROM fetches")
        db.conn.execute("DELETE FROM events")
        db.conn.execute("DELETE FROM revisions")
        db.conn.execute("UPDATE articles SET revision_count = 0")
        db.conn.execute("DELETE FROM captures")  # their WARC files were not saved
    with Archive.open_to_read(old) as archive:
        back_up(archive, tmp_path / "ban-sao")
    assert upgrade(tmp_path / "ban-sao", NEWER) is not None
    assert dump(tmp_path / "ban-sao" / "archive.db")[0] == f"schema {NEXT}"
