"""What a killed run leaves in its WARC files is mended, whatever the moment of its death."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.archive import mending, warc
from crawler.archive.archive import Archive
from crawler.archive.captures import insert_capture, load_capture
from crawler.archive.mending import Mended, mend_open_files
from crawler.archive.verify import verify_archive
from crawler.archive.warc import WarcWriter
from tests.archived import exchange, new_archive, pending


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "kho") as archive:
        yield archive


def names(archive: Archive) -> list[str]:
    return sorted(path.name for path in (archive.folder / "warc").iterdir())


def keys(archive: Archive) -> list[str]:
    rows = archive.db.conn.execute("SELECT request_key FROM captures ORDER BY request_key")
    return [row[0] for row in rows]


def die_writing(archive: Archive, committed: int, written: int) -> Path:
    """Leave an open file as a killed run does: some records with rows, some without."""
    writer = WarcWriter(archive.folder, "chet")
    sent = [exchange(number) for number in range(committed + written)]
    refs = [writer.write(one) for one in sent]
    with archive.writing() as db:
        for one, ref in list(zip(sent, refs, strict=True))[:committed]:
            insert_capture(db, pending(one, ref), None)
    writer.leave()  # as death does: the lock goes, the name stays
    return archive.folder / "warc" / f"{refs[0].file}.open"


def test_records_without_a_row_get_one_and_the_file_its_name(archive: Archive) -> None:
    path = die_writing(archive, committed=1, written=2)
    assert mend_open_files(archive) == Mended(files=1, records=2)
    assert names(archive) == [path.name.removesuffix(".open")]
    assert keys(archive) == ["khoa-0", "khoa-1", "khoa-2"]
    assert load_capture(archive, 3).body == exchange(2).payload
    assert verify_archive(archive, deep=True).problems == []
    assert mend_open_files(archive) == Mended()


def test_a_recovered_row_is_the_one_the_run_would_have_inserted(archive: Archive) -> None:
    sent = exchange(7, method="POST", request_body=b"trang=2", via="ingest", status=404)
    writer = WarcWriter(archive.folder, "chet")
    ref = writer.write(sent)
    with archive.writing() as db:
        insert_capture(db, pending(sent, ref), None)
    columns = "SELECT * FROM captures"
    wanted = archive.db.conn.execute(columns).fetchall()
    with archive.writing() as db:
        db.conn.execute("DELETE FROM captures")
    writer.leave()
    mend_open_files(archive)
    assert archive.db.conn.execute(columns).fetchall() == wanted


def test_a_revisit_without_a_row_gets_one(archive: Archive) -> None:
    writer = WarcWriter(archive.folder, "chet")
    first = writer.write(exchange())
    writer.write(exchange(), revisit_of=first)
    writer.leave()
    assert mend_open_files(archive).records == 2
    assert load_capture(archive, 2).body == exchange().payload
    assert verify_archive(archive, deep=True).problems == []


def test_a_record_cut_at_any_byte_is_set_aside_and_the_others_stay(tmp_path: Path) -> None:
    with new_archive(tmp_path / "mau") as sample:
        path = die_writing(sample, committed=0, written=2)
        data, name = path.read_bytes(), path.name
        (start,) = sample.db.conn.execute("SELECT 0").fetchone()
        mend_open_files(sample)
        (start,) = sample.db.conn.execute("SELECT max(warc_offset) FROM captures").fetchone()
    with new_archive(tmp_path / "kho") as archive:
        warc = archive.folder / "warc"
        final, torn = warc / name.removesuffix(".open"), warc / name.replace(".open", ".torn")
        for length in range(start + 1, len(data)):
            (warc / name).write_bytes(data[:length])
            report = mend_open_files(archive)
            kept = final.read_bytes()
            aside = torn.read_bytes() if torn.exists() else b""
            assert kept + aside == data[:length], length
            assert len(aside) == report.torn_bytes
            wanted = ["khoa-0", "khoa-1"] if len(kept) > start else ["khoa-0"]
            assert keys(archive) == wanted, length
            with archive.writing() as db:
                db.conn.execute("DELETE FROM captures")
            for path in (final, torn):
                path.unlink(missing_ok=True)


def test_a_file_without_a_whole_record_is_not_kept_but_its_bytes_are(archive: Archive) -> None:
    path = archive.folder / "warc" / "chet-1.warc.gz.open"
    path.write_bytes(b"")
    mend_open_files(archive)
    assert names(archive) == []
    path.write_bytes(b"\x1f\x8b\x08")
    mend_open_files(archive)
    assert names(archive) == ["chet-1.warc.gz.torn"]


def test_a_file_that_is_being_written_is_left_alone(archive: Archive) -> None:
    with WarcWriter(archive.folder, "song") as writer:
        ref = writer.write(exchange())
        assert mend_open_files(archive) == Mended()
        assert names(archive) == [f"{ref.file}.open"]
        writer.write(exchange(2))
    assert names(archive) == [ref.file]


def test_a_run_whose_commit_failed_leaves_its_records_to_the_next_start(archive: Archive) -> None:
    def fail() -> None:
        with WarcWriter(archive.folder, "chet") as writer, archive.writing() as db:
            one = pending(exchange(1), writer.write(exchange(1)))
            writer.sync()
            insert_capture(db, one, None)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert keys(archive) == []
    assert mend_open_files(archive).records == 1
    assert verify_archive(archive, deep=True).problems == []


def test_a_full_file_keeps_its_open_name_until_its_rows_are_committed(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc, "ROLL_BYTES", 3000)
    writer = WarcWriter(archive.folder, "day")
    for group in range(4):
        sent = [exchange(group * 4 + number) for number in range(4)]
        captures = [pending(one, writer.write(one)) for one in sent]
        writer.sync()
        if group == 3:
            break  # death between sync and commit
        with archive.writing() as db:
            for capture in captures:
                insert_capture(db, capture, None)
    writer.leave()
    assert any(name.endswith(".gz") for name in names(archive))
    mend_open_files(archive)
    assert len(keys(archive)) == 16
    assert verify_archive(archive, deep=True).problems == []


def test_a_writer_begins_again_where_its_new_file_was_taken_for_a_dead_one(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recovery may look at a file between its making and its lock."""
    opened = os.open
    first: list[bool] = []

    def slow(path: Path, *rest: int) -> int:
        descriptor = opened(path, *rest)
        if str(path).endswith(".open") and not first:
            first.append(True)
            mend_open_files(archive)
        return descriptor

    monkeypatch.setattr(os, "open", slow)
    with WarcWriter(archive.folder, "song") as writer:
        ref = writer.write(exchange())
    assert first
    assert names(archive) == [ref.file]


def test_damage_beneath_stored_rows_keeps_all_bytes_and_is_named(archive: Archive) -> None:
    path = die_writing(archive, committed=3, written=1)
    (second,) = archive.db.conn.execute(
        "SELECT warc_offset FROM captures WHERE request_key = 'khoa-1'"
    ).fetchone()
    data = bytearray(path.read_bytes())
    data[second + 100] ^= 255
    path.write_bytes(data)
    final = path.name.removesuffix(".open")
    assert mend_open_files(archive).damaged == [final]
    assert (archive.folder / "warc" / final).read_bytes() == data
    problems = verify_archive(archive, deep=True).problems
    assert any(final in problem for problem in problems)


@pytest.mark.parametrize("step", ["rename", "ftruncate", "fsync", "unlink"])
def test_a_death_in_the_middle_of_mending_is_mended(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = die_writing(archive, committed=1, written=2)
    data = path.read_bytes()
    path.write_bytes(data[:-9])

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Path if step in ("rename", "unlink") else os, step, die)
        if step != "unlink":
            with pytest.raises(KeyboardInterrupt):
                mend_open_files(archive)
    mend_open_files(archive)
    mend_open_files(archive)
    final = path.name.removesuffix(".open")
    assert names(archive) == [final, f"{final}.torn"]
    kept, torn = ((archive.folder / "warc" / name).read_bytes() for name in names(archive))
    assert kept + torn == data[:-9]
    assert keys(archive) == ["khoa-0", "khoa-1", "khoa-2"]
    assert verify_archive(archive, deep=True).problems == []


def test_a_death_between_two_rows_is_mended(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    die_writing(archive, committed=0, written=3)
    insert = insert_capture
    done: list[int] = []

    def die_later(*values: object) -> int:
        if done:
            raise KeyboardInterrupt
        done.append(insert(*values))  # type: ignore[arg-type]  # handed on as they came
        return done[0]

    with monkeypatch.context() as patch:
        patch.setattr(mending, "insert_capture", die_later)
        with pytest.raises(KeyboardInterrupt):
            mend_open_files(archive)
    assert keys(archive) == ["khoa-0"]
    assert mend_open_files(archive).records == 2
    assert keys(archive) == ["khoa-0", "khoa-1", "khoa-2"]


def test_the_rows_are_on_the_disk_before_the_name_says_that_they_are_there(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dead run's last commit may be seen, and never have been synced."""
    die_writing(archive, committed=2, written=0)
    happened: list[str] = []
    fsync, rename = os.fsync, Path.rename

    def watched_fsync(descriptor: int) -> None:
        happened.append(Path(f"/proc/self/fd/{descriptor}").resolve().name)
        fsync(descriptor)

    def watched_rename(path: Path, target: Path) -> Path:
        happened.append("rename")
        return rename(path, target)

    monkeypatch.setattr(os, "fsync", watched_fsync)
    monkeypatch.setattr(Path, "rename", watched_rename)
    mend_open_files(archive)
    log = happened.index("archive.db-wal")
    assert happened[log + 1] == archive.folder.name
    assert log + 1 < happened.index("rename")


def test_what_has_no_row_is_written_once_more_before_it_is_synced(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failed fsync may have lost it, though it can be read; another one would not say so."""
    path = die_writing(archive, committed=1, written=2)
    data = path.read_bytes()
    (first,) = archive.db.conn.execute("SELECT warc_offset FROM captures").fetchone()
    happened: list[tuple[str, int, int]] = []
    pwrite, fsync = os.pwrite, os.fsync

    def watched_pwrite(descriptor: int, piece: bytes, offset: int) -> int:
        if piece in data:
            happened.append(("write", offset, offset + len(piece)))
        return pwrite(descriptor, piece, offset)

    def watched_fsync(descriptor: int) -> None:
        happened.append(("sync", 0, 0))
        fsync(descriptor)

    monkeypatch.setattr(os, "pwrite", watched_pwrite)
    monkeypatch.setattr(os, "fsync", watched_fsync)
    mend_open_files(archive)
    (_, start, end), (what, _, _) = happened[:2]
    assert first < start < end == len(data)
    assert what == "sync"
    offsets = archive.db.query("SELECT warc_offset FROM captures ORDER BY id")
    assert start == [row["warc_offset"] for row in offsets][1]
    assert (archive.folder / "warc" / path.name.removesuffix(".open")).read_bytes() == data


_CRAWL = """
import sys
from pathlib import Path
from crawler.archive.archive import Archive
from crawler.archive.captures import insert_capture
from crawler.archive.warc import WarcWriter
from tests.archived import exchange, pending
archive = Archive.open(Path(sys.argv[1]))
writer = WarcWriter(archive.folder, "chet")
for group in range(1000):
    sent = [exchange(group * 3 + number) for number in range(3)]
    captures = [pending(one, writer.write(one)) for one in sent]
    print(f"written {group}", flush=True)
    writer.sync()
    print(f"synced {group}", flush=True)
    with archive.writing() as db:
        for capture in captures:
            insert_capture(db, capture, None)
    print(f"stored {group}", flush=True)
"""


@pytest.mark.parametrize("moment", ["written 4", "synced 5", "stored 6"])
def test_a_killed_process_loses_nothing_that_it_had_synced(
    archive: Archive, project: Path, moment: str
) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", _CRAWL, str(archive.folder)],
        cwd=project,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    said = []
    for line in child.stdout:
        said.append(line.strip())
        if said[-1] == moment:
            child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    mend_open_files(archive)
    synced = sum(line.startswith("synced") for line in said)
    kept = keys(archive)
    assert len(kept) == len(set(kept)) >= synced * 3
    assert {f"khoa-{number}" for number in range(synced * 3)} <= set(kept)
    assert verify_archive(archive, deep=True).problems == []
