"""Backups: whole, as of one moment, there at once or not at all, and never in anyone's way."""

import errno
import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from benchmarks.backups import Contestant, by_tinhuy, compare
from crawler.archive.archive import Archive
from crawler.archive.backup import back_up
from crawler.archive.backup_folder import remove_leftovers
from crawler.archive.captures import insert_capture
from crawler.archive.locks import Lock, run_lock, write_lock
from crawler.archive.verify import verify_archive
from crawler.archive.warc import WarcWriter
from crawler.cli.entry import run
from crawler.errors import StorageProblem, UsageProblem
from tests.archived import SITE, Reader, article, exchange, keep, new_archive, pending
from tests.comparison import differences
from tests.deaths import dies
from tests.program import new_archive as new_folder
from tests.program import start, tinhuy, wait_until
from tests.replica import World, replica

PORTAL = "nghe_an_dang_uy_khoi"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Two captures, one stored picture, settings, and a line of a finished run."""
    with new_archive(tmp_path / "kho") as archive:
        keep(archive, exchange(1), exchange(2))
        data = b"anh"
        name = hashlib.sha256(data).hexdigest()
        (archive.folder / "files" / name[:2]).mkdir()
        (archive.folder / "files" / name[:2] / name).write_bytes(data)
        (archive.folder / "tinhuy.toml").write_text('contact = "a@example.org"\n')
        (archive.folder / "runs.jsonl").write_text('{"id": 1}\n')
        yield archive


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
        return list(conn.iterdump())


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file but the database and the locks, by its place in *folder*."""
    paths = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    return {
        name: path.read_bytes()
        for name, path in paths.items()
        if path.is_file() and not name.startswith(("archive.db", "locks/"))
    }


def test_a_backup_is_the_archive_again(archive: Archive, tmp_path: Path) -> None:
    report = back_up(archive, tmp_path / "ban-sao")
    assert (report.articles, report.captures, report.removed) == (0, 2, ())
    paths = [path for path in (tmp_path / "ban-sao").rglob("*") if path.is_file()]
    assert report.size == sum(path.stat().st_size for path in paths)
    assert sorted(path.name for path in (tmp_path / "ban-sao").iterdir()) == [
        "archive.db",  # and no log beside it
        "files",
        "locks",
        "runs.jsonl",
        "tinhuy.toml",
        "warc",
    ]
    assert files_of(tmp_path / "ban-sao") == files_of(archive.folder)
    assert dump(tmp_path / "ban-sao" / "archive.db") == dump(archive.folder / "archive.db")
    with Archive.open_to_read(tmp_path / "ban-sao") as copy:
        assert verify_archive(copy, deep=True).problems == []
    with Archive.open(tmp_path / "ban-sao") as copy:
        assert keep(copy, exchange(3)) == [3]  # it is written like any other
        assert copy.db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_a_backup_can_be_read_where_nothing_can_be_written(
    archive: Archive, tmp_path: Path
) -> None:
    back_up(archive, tmp_path / "ban-sao")
    before = sorted(tmp_path.rglob("*"))
    with Archive.open_to_read(tmp_path / "ban-sao") as copy, copy.reading() as db:
        assert db.execute("SELECT count(*) FROM captures").fetchone() == (2,)
        assert sorted(tmp_path.rglob("*")) == before


def test_no_lock_is_waited_for_and_none_is_taken(archive: Archive, tmp_path: Path) -> None:
    with run_lock(archive.folder, SITE), write_lock(archive.folder):
        before = {path: path.read_bytes() for path in (archive.folder / "locks").iterdir()}
        with Archive.open_to_read(archive.folder) as reader:
            back_up(reader, tmp_path / "ban-sao")
        assert {path: path.read_bytes() for path in before} == before
    assert not list((tmp_path / "ban-sao" / "locks").glob("run-*"))


def test_what_is_being_written_is_copied_as_far_as_it_is_committed(
    archive: Archive, tmp_path: Path
) -> None:
    """And a half-written record after that harms nothing."""
    with WarcWriter(archive.folder, "dang-chay") as writer:
        committed = [writer.write(exchange(3)), writer.write(exchange(4))]
        writer.sync()
        with archive.writing() as db:
            for number, ref in zip((3, 4), committed, strict=True):
                insert_capture(db, pending(exchange(number), ref), None)
        path = archive.folder / "warc" / f"{committed[0].file}.open"
        wanted = path.read_bytes()
        writer.write(exchange(5))
        whole = path.read_bytes()
        for number, length in enumerate((len(whole), len(whole) - 9, len(wanted) + 1, len(wanted))):
            path.write_bytes(whole[:length])
            target = tmp_path / f"ban-sao-{number}"
            back_up(archive, target)
            assert (target / "warc" / committed[0].file).read_bytes() == wanted
            assert not list((target / "warc").glob("*.open"))
            with Archive.open_to_read(target) as copy:
                assert verify_archive(copy, deep=True).problems == []
        path.write_bytes(wanted[: committed[1].offset + 9])  # now a row names what is not whole
        with pytest.raises(StorageProblem, match=r"no whole record .* tinhuy verify --deep"):
            back_up(archive, tmp_path / "ban-sao")
        path.write_bytes(whole)
    assert not (tmp_path / "ban-sao").exists()


def test_lines_and_files_that_are_not_whole_stay_behind(archive: Archive, tmp_path: Path) -> None:
    with (archive.folder / "runs.jsonl").open("a") as file:
        file.write('{"id": 2')
    back_up(archive, tmp_path / "ban-sao")
    assert (tmp_path / "ban-sao" / "runs.jsonl").read_text() == '{"id": 1}\n'


def test_rights_are_those_of_the_archive(archive: Archive, tmp_path: Path) -> None:
    (archive.folder / "tinhuy.toml").chmod(0o600)
    (archive.folder / "archive.db").chmod(0o640)
    archive.folder.chmod(0o750)
    back_up(archive, tmp_path / "ban-sao")
    for name, mode in ((".", 0o750), ("tinhuy.toml", 0o600), ("archive.db", 0o640)):
        assert (tmp_path / "ban-sao" / name).stat().st_mode & 0o777 == mode, name


def test_a_target_that_cannot_be_meant_is_refused_and_left(
    archive: Archive, tmp_path: Path
) -> None:
    (tmp_path / "cu").mkdir()
    (tmp_path / "tep").write_text("x")
    (tmp_path / "lien-ket").symlink_to(tmp_path / "khong-co")
    (tmp_path / "kho-2").symlink_to(archive.folder)
    before = sorted(tmp_path.rglob("*"))
    for name, words in (
        ("cu", "is there already and was left as it is"),
        ("tep", "is there already"),
        ("lien-ket", "is there already"),
        ("kho", "is there already"),
        ("kho/ban-sao", "is in the archive itself"),
        ("kho/warc/ban-sao", "is in the archive itself"),
        ("kho-2/ban-sao", "is in the archive itself"),
        ("khong-co/ban-sao", "khong-co is no folder; make it first, or mount its disk"),
        ("tep/ban-sao", "tep is no folder"),
    ):
        with pytest.raises(UsageProblem, match=words):
            back_up(archive, tmp_path / name)
    assert sorted(tmp_path.rglob("*")) == before


def test_what_is_not_whole_is_not_backed_up(archive: Archive, tmp_path: Path) -> None:
    (path,) = (archive.folder / "warc").iterdir()
    data = path.read_bytes()
    path.write_bytes(data[:100])
    with pytest.raises(StorageProblem, match=r"ban-sao was not made.*ends before.*tinhuy verify"):
        back_up(archive, tmp_path / "ban-sao")
    path.unlink()
    with pytest.raises(StorageProblem, match=f"{path.name} is missing"):
        back_up(archive, tmp_path / "ban-sao")
    path.write_bytes(data)
    with archive.writing() as db:
        db.conn.execute("PRAGMA defer_foreign_keys = ON")
    archive.db.conn.execute("PRAGMA foreign_keys = OFF")
    with archive.writing() as db:
        db.conn.execute("UPDATE captures SET run_id = 99")
    with pytest.raises(StorageProblem, match="what it names in runs is not there"):
        back_up(archive, tmp_path / "ban-sao")
    assert [path.name for path in tmp_path.iterdir()] == ["kho"]


def test_a_damaged_database_is_not_backed_up(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive.close()
    path = archive.folder / "archive.db"
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        file.write(b"\xff" * 20_000)
    assert run(["backup", "--archive", str(archive.folder), str(tmp_path / "ban-sao")]) == 7
    said = capsys.readouterr().err
    assert said.startswith("tinhuy: ")
    assert "damaged" in said
    assert [path.name for path in tmp_path.iterdir()] == ["kho"]


def test_a_death_at_any_moment_leaves_nothing_that_counts(archive: Archive, tmp_path: Path) -> None:
    """The target is whole or is not there, and the next backup removes what was left."""
    archive.close()
    disk = tmp_path / "dia"
    disk.mkdir()

    def make(name: str) -> Path | None:
        with Archive.open_to_read(archive.folder) as reader:
            removed = back_up(reader, disk / name).removed
        return removed[0] if removed else None

    make("hom-qua")
    wanted = files_of(disk / "hom-qua")
    left = 0
    for number in range(1, 100):
        name = f"dem-{number}"
        if not dies(lambda name=name: make(name), at_call=number):
            break
        unfinished = disk / f".{name}.unfinished-backup"
        if (disk / name).exists():
            assert files_of(disk / name) == wanted, number
        elif unfinished.exists() and (unfinished / "locks" / "backup.lock").exists():
            left += 1
            assert make(f"{name}-lai") == unfinished
        else:
            make(name)
        assert not unfinished.exists() or not list(unfinished.iterdir()), number
    assert left > 20
    assert number < 99
    assert files_of(disk / "hom-qua") == wanted
    for path in disk.glob("dem-*"):
        assert files_of(path) == wanted


def test_a_death_while_leftovers_are_removed_leaves_what_the_next_one_removes(
    archive: Archive, tmp_path: Path
) -> None:
    archive.close()
    unfinished = tmp_path / ".dem.unfinished-backup"
    for number in range(1, 100):
        shutil.copytree(archive.folder, unfinished, dirs_exist_ok=True)
        (unfinished / "locks" / "backup.lock").touch()
        if not dies(lambda: remove_leftovers(tmp_path), at_call=number):
            break
        remove_leftovers(tmp_path)
        files = [path for path in unfinished.rglob("*") if path.is_file()]
        assert files == [], number
    assert 10 < number < 99


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_fails_at_any_fsync_leaves_nothing(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    disk = tmp_path / "dia"
    disk.mkdir()
    back_up(archive, disk / "hom-qua")
    wanted = files_of(disk / "hom-qua")
    fsync, sentences, left = os.fsync, [], 0

    def fail(descriptor: int) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise OSError(number, os.strerror(number))
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fail)
    while not (disk / "dem-nay").exists():
        left = len(sentences) + 1
        try:
            back_up(archive, disk / "dem-nay")
        except StorageProblem as error:
            sentences.append(str(error))
            assert [path.name for path in disk.iterdir()] == ["hom-qua"]
    assert len(sentences) > 8
    full = number == errno.ENOSPC
    assert all(str(disk) in one and ("no space left" in one) == full for one in sentences)
    assert files_of(disk / "hom-qua") == files_of(disk / "dem-nay") == wanted


def test_a_disk_that_is_too_small_is_not_filled(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=50_000))
    with pytest.raises(StorageProblem, match=r"needs 0\.3 MB and 0\.1 MB are free; free some"):
        back_up(archive, tmp_path / "ban-sao")
    assert [path.name for path in tmp_path.iterdir()] == ["kho"]


def test_a_backup_that_another_one_is_making_is_left_alone(
    archive: Archive, tmp_path: Path
) -> None:
    unfinished = tmp_path / ".ban-sao.unfinished-backup"
    (unfinished / "locks").mkdir(parents=True)
    (unfinished / "archive.db").touch()
    with Lock(unfinished / "locks" / "backup.lock") as lock:
        assert lock.acquire()
        with pytest.raises(StorageProblem, match=f"made already, by process {os.getpid()}"):
            back_up(archive, tmp_path / "ban-sao")
        assert back_up(archive, tmp_path / "ban-khac").removed == ()
        assert (unfinished / "archive.db").exists()
    assert back_up(archive, tmp_path / "ban-sao").removed == (unfinished,)


def test_the_command_says_in_one_line_what_it_did(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Reader(archive).see(article(1), 0)
    with archive.writing() as db:
        db.conn.execute("UPDATE revisions SET capture_id = 1")
        db.conn.execute("DELETE FROM captures WHERE id = 3")  # it had no record
    words = ["backup", "--archive", str(archive.folder), str(tmp_path / "ban-sao")]
    assert run(words) == 0
    size = sum(path.stat().st_size for path in (tmp_path / "ban-sao").rglob("*") if path.is_file())
    said = capsys.readouterr().out
    assert said.startswith(f"{tmp_path / 'ban-sao'}: 1 articles, 2 captures, {size:,} bytes, ")
    assert said.endswith(" s\n")
    assert run(words) == 2


def test_twenty_backups_during_writes_each_equal_one_committed_state(tmp_path: Path) -> None:
    ours = Contestant(name="ours", copy=by_tinhuy)
    trials = compare(tmp_path, [ours], trials=20, seed=1930)
    assert (ours.made, ours.equal, ours.faults) == (20, 20, {})
    assert trials.states > 20


def test_a_copy_that_is_none_is_told(tmp_path: Path) -> None:
    """Or the test above could not fail."""

    def damaged(folder: Path, target: Path) -> None:
        by_tinhuy(folder, target)
        with Archive.open(target) as copy, copy.writing() as db:
            db.conn.execute("DELETE FROM frontier")
            db.conn.execute("UPDATE sites SET status = 'gone'")

    def incomplete(folder: Path, target: Path) -> None:
        by_tinhuy(folder, target)
        max((target / "warc").iterdir()).unlink()

    theirs = [Contestant(name="theirs", copy=copy) for copy in (damaged, incomplete)]
    compare(tmp_path, theirs, trials=2, seed=1)
    assert [one.faults for one in theirs] == [{"no committed state": 2}, {"not whole": 2}]


@pytest.fixture
def world() -> Iterator[World]:
    with replica(seed=6, articles=24, slow_ms=20, sites=[PORTAL]) as running:
        yield running


def test_a_crawl_is_backed_up_while_it_goes_on_and_goes_on_from_the_backup(
    tmp_path: Path, world: World
) -> None:
    folder = new_folder(tmp_path / "kho", concurrency=1)
    words = ("crawl", PORTAL, "--home", world.homes[PORTAL], "--archive")
    with start(*words, folder) as program:
        wait_until(lambda: len(world.requests(PORTAL)) > 12)
        made = tinhuy("backup", tmp_path / "ban-sao", "--archive", folder)
        assert program.poll() is None, "the crawl was over too soon"
        _, err = program.communicate(timeout=60)
    assert (made.code, made.err) == (0, "")
    assert (program.returncode, err) == (0, "")
    assert not differences(folder, world, PORTAL)
    verified = tinhuy("verify", "--deep", "--archive", tmp_path / "ban-sao")
    assert (verified.code, verified.err) == (0, "")
    assert differences(tmp_path / "ban-sao", world, PORTAL)
    assert tinhuy(*words, tmp_path / "ban-sao").code == 0
    assert not differences(tmp_path / "ban-sao", world, PORTAL)
