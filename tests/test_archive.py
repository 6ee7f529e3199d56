"""The archive's folder, its transactions, and what a death leaves of them."""

import errno
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.archive import archive as archive_module
from crawler.archive import connection
from crawler.archive.archive import Archive
from crawler.archive.folder import SCHEMA_VERSION
from crawler.archive.places import record_site
from crawler.archive.schema import MIGRATIONS
from crawler.archive.tables import TABLES
from crawler.errors import StorageProblem, UsageProblem
from tests.archived import SITE, Publisher, new_archive, site


def count(archive: Archive, table: str) -> int:
    (number,) = archive.db.conn.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(number)


def add_publisher(archive: Archive, key: str) -> None:
    with archive.writing() as db:
        db.conn.execute(
            "INSERT INTO publishers (key, name, organ, province) VALUES (?, 'x', 'x', 'x')", (key,)
        )


def test_a_new_archive_has_every_table_and_says_what_each_column_means(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "kho") as archive:
        tables = {table.name for table in TABLES}
        assert tables <= set(archive.db.table_names())
        columns = sum(len(archive.db.table(name).columns) for name in tables)
        assert count(archive, "columns") == columns
        facts = dict(archive.db.conn.execute("SELECT key, value FROM meta").fetchall())
        assert facts["schema_version"] == str(SCHEMA_VERSION)
        assert facts["created_at"].endswith("Z")
        assert not MIGRATIONS.pending(archive.db)
    assert sorted(path.name for path in (tmp_path / "kho").iterdir()) == [
        "archive.db",
        "files",
        "locks",
        "warc",
    ]


def test_the_connection_is_set_up_as_the_design_says(tmp_path: Path) -> None:
    Archive.create(tmp_path / "kho").close()
    with Archive.open(tmp_path / "kho") as archive:
        wanted = {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "wal_autocheckpoint": 0,
            "mmap_size": 0,
            "busy_timeout": 60_000,
        }
        found = {name: archive.db.conn.execute(f"PRAGMA {name}").fetchone()[0] for name in wanted}
        assert found == wanted


def test_an_archive_is_not_made_twice_nor_among_other_files(tmp_path: Path) -> None:
    Archive.create(tmp_path / "kho").close()
    with pytest.raises(UsageProblem, match="holds an archive already"):
        Archive.create(tmp_path / "kho")
    (tmp_path / "so").mkdir()
    (tmp_path / "so" / "ghi-chu.txt").write_text("x")
    with pytest.raises(UsageProblem, match="not empty"):
        Archive.create(tmp_path / "so")
    with pytest.raises(UsageProblem, match="is a file"):
        Archive.create(tmp_path / "so" / "ghi-chu.txt")
    (tmp_path / "cu" / "warc").mkdir(parents=True)
    (tmp_path / "cu" / "warc" / "a.warc.gz").write_bytes(b"x")
    with pytest.raises(UsageProblem, match="not empty"):
        Archive.create(tmp_path / "cu")


def test_an_archive_whose_making_was_killed_is_made_anew(tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    (folder / "warc").mkdir(parents=True)
    sqlite3.connect(folder / "archive.db").close()
    with pytest.raises(StorageProblem, match="tinhuy init"):
        Archive.open(folder)
    Archive.create(folder).close()
    Archive.open(folder).close()


def test_no_archive_is_a_sentence_with_the_path(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=f"{tmp_path}/khong.*tinhuy init DIR"):
        Archive.open(tmp_path / "khong")


def test_what_is_no_database_or_of_another_schema_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "kho"
    Archive.create(folder).close()
    for version, words in ((99, "newer version of tinhuy"), (0, "no finished archive")):
        conn = sqlite3.connect(folder / "archive.db")
        conn.execute(f"PRAGMA user_version = {version}")
        conn.close()
        with pytest.raises(StorageProblem, match=words):
            Archive.open(folder)
    (folder / "archive.db").write_bytes(b"khong phai co so du lieu" * 100)
    with pytest.raises(StorageProblem, match="not a database"):
        Archive.open(folder)


def write_and_fail(archive: Archive) -> None:
    with archive.writing() as db:
        db.conn.execute("INSERT INTO meta (key, value) VALUES ('a', 'b')")
        db.table("meta").insert({"key": "c", "value": "d"})
        raise ZeroDivisionError


def test_an_error_rolls_everything_back(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "kho") as archive:
        with pytest.raises(ZeroDivisionError):
            write_and_fail(archive)
        assert count(archive, "meta") == 2
        add_publisher(archive, "sau-do")
        assert count(archive, "publishers") == 1


def test_nothing_is_committed_into_a_log_whose_name_may_be_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(folder: Path) -> None:
        assert (folder / "archive.db-wal").exists()
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    new_archive(tmp_path / "kho").close()
    with Archive.open(tmp_path / "kho") as archive:
        before = count(archive, "publishers")
        with monkeypatch.context() as patch:
            patch.setattr(archive_module, "sync_folder", fail)
            with pytest.raises(StorageProblem, match="check the disk"):
                add_publisher(archive, "a")
        assert count(archive, "publishers") == before
        add_publisher(archive, "a")
        monkeypatch.setattr(archive_module, "sync_folder", fail)
        add_publisher(archive, "b")  # its name is durable by now
        assert count(archive, "publishers") == before + 2


def test_writing_inside_writing_is_a_defect(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "kho") as archive:
        with archive.writing(), pytest.raises(RuntimeError), archive.writing():
            pass
        with archive.writing():
            pass


def test_a_reader_sees_one_moment_and_cannot_write(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "kho") as archive, archive.reading() as db:
        add_publisher(archive, "moi")
        assert db.conn.execute("SELECT count(*) FROM publishers").fetchone() == (0,)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            db.conn.execute("INSERT INTO meta (key, value) VALUES ('a', 'b')")
        assert count(archive, "publishers") == 1


def test_the_log_is_folded_in_when_it_has_grown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_module, "CHECKPOINT_BYTES", 100_000)
    with Archive.create(tmp_path / "kho") as archive:
        log = tmp_path / "kho" / "archive.db-wal"
        sizes = []
        for number in range(60):
            add_publisher(archive, f"{number:02}" + "x" * 4000)
            sizes.append(log.stat().st_size)
        assert max(sizes) < 400_000
        assert 0 in sizes
        with archive.reading():
            for number in range(60, 90):
                add_publisher(archive, f"{number:02}" + "x" * 4000)
        assert count(archive, "publishers") == 90
    assert not log.exists()


def test_a_full_disk_is_named_with_what_to_do(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "kho") as archive:
        (pages,) = archive.db.conn.execute("PRAGMA page_count").fetchone()
        archive.db.conn.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(StorageProblem, match=r"no space left for .*archive\.db .*free some"):
            add_publisher(archive, "x" * 100_000)
        archive.db.conn.execute("PRAGMA max_page_count = 1000000")
        add_publisher(archive, "y")
        assert count(archive, "publishers") == 1


def test_a_foreign_lock_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_MS", 50)
    with Archive.create(tmp_path / "kho") as archive:
        browser = sqlite3.connect(tmp_path / "kho" / "archive.db", isolation_level=None)
        browser.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageProblem, match="another program keeps it locked"):
            add_publisher(archive, "x")
        browser.execute("ROLLBACK")
        browser.close()
        add_publisher(archive, "x")


def test_no_other_program_can_write_from_the_first_moment_on(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "kho") as archive, archive.writing():
        browser = sqlite3.connect(tmp_path / "kho" / "archive.db", timeout=0)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            browser.execute("BEGIN IMMEDIATE")
        browser.close()


def test_closing_twice_does_no_harm(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "kho")
    archive.close()
    archive.close()


def test_a_folder_without_rights_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Archive.create(tmp_path / "kho").close()
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(StorageProblem, match="give this user the right"):
        Archive.open(tmp_path / "kho")


_WRITER = """
import sys, time
from pathlib import Path
from crawler.archive.archive import Archive
archive = Archive.open(Path(sys.argv[1]))
for number in range(100000):
    with archive.writing() as db:
        db.conn.execute("INSERT INTO meta VALUES (?, 'a')", (f"a{number}",))
        db.conn.execute("INSERT INTO meta VALUES (?, 'b')", (f"b{number}",))
    print(number, flush=True)
"""


def test_what_was_committed_survives_a_kill_and_nothing_is_half_stored(
    tmp_path: Path, project: Path
) -> None:
    Archive.create(tmp_path / "kho").close()
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(tmp_path / "kho")],
        cwd=project,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    for line in writer.stdout:
        if int(line) == 40:
            writer.send_signal(signal.SIGKILL)
            break
    said = [int(line) for line in writer.stdout if line.endswith("\n")]
    writer.wait()
    writer.stdout.close()
    with Archive.open(tmp_path / "kho") as archive:
        kept = {row[0] for row in archive.db.conn.execute("SELECT key FROM meta")}
        assert {f"a{number}" for number in range(max([40, *said]) + 1)} <= kept
        assert {key[1:] for key in kept if key.startswith("a")} == {
            key[1:] for key in kept if key.startswith("b")
        }
        assert archive.db.conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_site_is_recorded_as_declared_and_twice_changes_nothing(tmp_path: Path) -> None:
    with new_archive(tmp_path / "kho") as archive:
        before = list(archive.db.conn.iterdump())
        with archive.writing() as db:
            record_site(db, site(), publisher=Publisher())
            record_site(db, site())
        assert list(archive.db.conn.iterdump()) == before
        hosts = archive.db.conn.execute(
            "SELECT host, valid_from, valid_to, role FROM site_hosts WHERE site_key = ?", (SITE,)
        ).fetchall()
        assert sorted(hosts) == [
            ("anh.tangiang.example", None, None, "media"),
            ("danguy.tangiang.example", "2020-01-01", None, "pages"),
        ]
