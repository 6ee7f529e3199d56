"""Verify finds each kind of damage, names it, and finds nothing in a sound archive."""

import hashlib
import random
import re
import shutil
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crawler.archive.archive import Archive
from crawler.archive.articles import Reading, store_reading
from crawler.archive.content import hash_of
from crawler.archive.verify import MOST_NAMED, verify_archive
from crawler.archive.warc import WarcWriter
from crawler.cli.entry import run
from crawler.errors import StorageProblem
from crawler.items import ArticleKind
from tests.archived import HOME, SITE, article, exchange, keep, moment, new_archive


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Two articles, one of them edited once, with the captures behind them."""
    with new_archive(tmp_path / "kho") as archive:
        captures = keep(archive, *(exchange(number) for number in range(3)))
        shown = (article(1), article(1, title="Tiêu đề đã sửa"), article(2))
        with archive.writing() as db:
            for days, one in enumerate(shown):
                reading = Reading(
                    site_key=SITE,
                    article=one,
                    capture_id=captures[days],
                    seen_at=moment(days),
                    requested_url=None,
                    reader_version="1",
                )
                store_reading(db, reading)
        yield archive


def warc(archive: Archive) -> Path:
    (path,) = (archive.folder / "warc").iterdir()
    return path


def test_a_sound_archive_has_no_problem_and_all_of_it_was_looked_at(archive: Archive) -> None:
    report = verify_archive(archive, deep=True)
    assert (report.problems, report.ok) == ([], True)
    assert report.checked == {
        "articles": 2,
        "revisions": 3,
        "urls": 2,
        "captures": 3,
        "warc files": 1,
        "records": 7,
        "files": 0,
    }


_COPY = """
UPDATE revisions
SET (title, content_hash) = (SELECT title, content_hash FROM revisions WHERE id = 1) WHERE id = 2
"""


_SECTION = f"INSERT INTO sections (site_key, url, name, walked_to) VALUES ('{SITE}', 'x', 'x',"
_MEDIUM = (
    "INSERT INTO media (article_id, position, kind, url, state, sha256, bytes)"
    " VALUES (2, 9, 'picture', 'x',"
)
_NOTHING = hash_of("Tiêu đề", ArticleKind.TEXT, ())
_EMPTY = f"UPDATE revisions SET title = 'Tiêu đề', blocks = '[]', content_hash = '{_NOTHING}'"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE articles SET title = 'khác' WHERE id = 1", "article 1 does not repeat"),
        ("UPDATE articles SET author = NULL WHERE id = 2", "article 2 does not repeat"),
        ("UPDATE articles SET revision_count = 1 WHERE id = 1", "article 1 does not repeat"),
        ("UPDATE articles SET revision_count = 3 WHERE id = 1", "article 1 does not repeat"),
        ("UPDATE articles SET last_changed_at = '2020' WHERE id = 1", "article 1 does not repeat"),
        ("UPDATE revisions SET number = 7 WHERE id = 2", "article 1: its revisions are not"),
        ("UPDATE revisions SET seen_at = '2030' WHERE id = 1", "article 1: its revisions are not"),
        ("UPDATE revisions SET blocks = '[]' WHERE id = 1", "article 1, revision 1: its text"),
        ("UPDATE revisions SET blocks = '{' WHERE id = 1", "article 1, revision 1: its text"),
        ("UPDATE revisions SET title = 'khác' WHERE id = 1", "article 1, revision 1: its text"),
        (f"UPDATE urls SET url = '{HOME}/x' WHERE article_id = 2", "article 2: its address"),
        ("UPDATE urls SET article_id = 1", "article 2: its address"),
        ("UPDATE urls SET state = 'gone' WHERE article_id = 2", "article 2 is live"),
        ("UPDATE articles SET state = 'gone' WHERE id = 2", "article 2 is gone"),
        (_COPY, "article 1: revision 2 repeats"),
        ("UPDATE captures SET warc_file = 'mat.warc.gz' WHERE id = 1", "capture 1: the file"),
        ("UPDATE captures SET warc_offset = 99999999 WHERE id = 2", "capture 2: .* ends before"),
        ("DELETE FROM captures WHERE id = 3", "what it names in captures is not there"),
        ("DROP INDEX articles_by_text", "index articles_by_text is not as schema 2 has it"),
        ("ALTER TABLE hosts ADD x", "table or index hosts is not as schema 2 has it"),
        ("DELETE FROM columns WHERE column_name = 'robots'", "the meaning of hosts.robots is not"),
        ("UPDATE captures SET warc_offset = 'x' WHERE id = 2", "capture 2: .* ends before byte x"),
        ("DELETE FROM events", "article 1: no event tells of revision 2"),
        ("UPDATE revisions SET published_on = NULL WHERE id = 3", "2, .* its date"),
        ("UPDATE revisions SET published_at = '2026-03-03T08:00:00+07:00'", "2, .* its date"),
        ("UPDATE revisions SET published_precision = 'minute'", "2, .* its date"),
        ("UPDATE revisions SET published_precision = 'hour'", "2, .* its date"),
        ("UPDATE revisions SET published_raw = 'Ngày 2/3/2026'", "2, .* its date"),
        ("UPDATE articles SET last_seen_at = '2020' WHERE id = 2", "article 2 was last seen"),
        ("UPDATE urls SET last_seen_at = '2020'", "address .*bai-1.html was last seen before"),
        ("UPDATE captures SET fetched_at = '2026-03-02' WHERE id = 1", "captures, row 1:"),
        ("UPDATE meta SET value = 7 WHERE key = 'schema_version'", "schema 7, .* schema 2"),
        ("DELETE FROM meta WHERE key = 'schema_version'", r"meta says schema \?, .* schema 2"),
        ("UPDATE revisions SET title = CAST(x'ff41' AS TEXT)", "revision 1: its text"),
        (f"{_SECTION} 'somewhere')", "section .* to somewhere, which is neither end nor a day"),
        (f"{_MEDIUM} 'stored', NULL, NULL)", "article 2, medium 9 is stored, and no file is named"),
        (f"{_MEDIUM} 'stored', 'abc', 3)", "article 2, medium 9: the file abc is missing"),
        (f"{_EMPTY} WHERE id = 3", "article 2, revision 1: it has no title, or nothing else"),
    ],
)  # fmt: skip
def test_each_wrong_row_is_named(archive: Archive, change: str, words: str) -> None:
    archive.db.conn.execute("PRAGMA foreign_keys = OFF")
    with archive.writing() as db:
        db.conn.execute(change)
    report = verify_archive(archive)
    assert not report.ok
    assert any(re.search(words, problem) for problem in report.problems), report.problems


def test_every_wrong_byte_of_a_record_is_found_by_the_deep_check(archive: Archive) -> None:
    data = warc(archive).read_bytes()
    for place in range(0, len(data), 37):
        damaged = bytearray(data)
        damaged[place] ^= 0x40
        warc(archive).write_bytes(damaged)
        assert verify_archive(archive).ok
        is_sound = verify_archive(archive, deep=True).ok
        assert is_sound == unpacks_to_the_same(bytes(damaged), data), place
    warc(archive).write_bytes(data)
    assert verify_archive(archive, deep=True).ok


def unpacks_to_the_same(damaged: bytes, data: bytes) -> bool:
    """A few bits of a gzip member mean nothing: its time, its system, the padding at its end."""
    try:
        return unpacked(damaged) == unpacked(data)
    except (EOFError, zlib.error):
        return False


def unpacked(data: bytes) -> bytes:
    """All members of *data*, by zlib itself: the gzip module passes over unknown header flags."""
    body = b""
    while data:
        member = zlib.decompressobj(zlib.MAX_WBITS + 16)
        body += member.decompress(data)
        if not member.eof:
            raise EOFError
        data = member.unused_data
    return body


@pytest.mark.parametrize(
    "column",
    ["payload_sha256", "body_sha256", "record_id", "request_key", "method", "status", "via", "url"],
)
def test_a_row_that_describes_another_record_is_found_by_the_deep_check(
    archive: Archive, column: str
) -> None:
    with archive.writing() as db:
        db.conn.execute(f"UPDATE captures SET {column} = 'khac' WHERE id = 2")
    assert verify_archive(archive).ok
    (problem,) = verify_archive(archive, deep=True).problems
    assert warc(archive).name in problem


def test_a_record_without_a_row_is_found_by_the_deep_check(archive: Archive) -> None:
    with WarcWriter(archive.folder, "la") as writer:
        ref = writer.write(exchange(9))
    (problem,) = verify_archive(archive, deep=True).problems
    assert problem == f"{ref.file}, byte {ref.offset}: no row names this record"


def test_a_file_that_is_being_written_is_no_problem(archive: Archive) -> None:
    with WarcWriter(archive.folder, "la") as writer:
        ref = writer.write(exchange(9))
        report = verify_archive(archive, deep=True)
        path = archive.folder / "warc" / f"{ref.file}.open"
        path.write_bytes(path.read_bytes()[:-5])
        assert verify_archive(archive, deep=True).ok
    assert report.ok
    assert report.notes[-1:] == [f"{ref.file}.open is being written, or the next run will close it"]


def test_many_problems_of_a_kind_are_counted(archive: Archive) -> None:
    keep(archive, *(exchange(number) for number in range(30, 60)), prefix="nhieu")
    for path in (archive.folder / "warc").glob("nhieu-*"):
        path.unlink()
    problems = verify_archive(archive).problems
    assert len(problems) == MOST_NAMED + 1
    assert problems[-1] == "… and 10 more of this kind"


def test_a_damaged_database_is_named(tmp_path: Path, archive: Archive) -> None:
    folder = archive.folder
    archive.close()
    path = folder / "archive.db"
    data = bytearray(path.read_bytes())
    with Archive.open(folder) as again:
        (root,) = again.db.conn.execute(
            "SELECT rootpage FROM sqlite_master WHERE name = 'articles_by_text'"
        ).fetchone()
    data[(root - 1) * 4096 + 3 : (root - 1) * 4096 + 5] = b"\0\1"  # one cell fewer in an index
    path.write_bytes(data)
    with Archive.open(folder) as again:
        problems = verify_archive(again).problems
    assert any("the database is damaged" in one for one in problems)
    assert not any("\n" in one or "***" in one for one in problems)
    assert tmp_path in path.parents


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file of an archive that has bytes, but for what lives only while it is open."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return {name: data for name, data in found.items() if data and not name.endswith("-shm")}


def test_stored_files_are_looked_at_by_their_digest(archive: Archive) -> None:
    data = b"anh" * 1000
    name = hashlib.sha256(data).hexdigest()
    path = archive.folder / "files" / name[:2] / f"{name}.jpg"
    path.parent.mkdir()
    path.write_bytes(data)
    with archive.writing() as db:
        db.conn.execute(f"{_MEDIUM} 'stored', '{name}', 3000)")
    report = verify_archive(archive, deep=True)
    assert (report.problems, report.checked["files"]) == ([], 1)
    path.write_bytes(b"b" + data[1:])
    assert verify_archive(archive).ok
    (problem,) = verify_archive(archive, deep=True).problems
    assert problem == f"the file {name}.jpg is not what its name says"
    path.write_bytes(data[1:])
    (problem,) = verify_archive(archive).problems
    assert problem == f"article 2, medium 9: the file {name} is not 3000 bytes long"


def test_a_missing_folder_is_named(archive: Archive) -> None:
    shutil.rmtree(archive.folder / "warc")
    (problem,) = verify_archive(archive, deep=True).problems
    assert problem == f"the folder {archive.folder / 'warc'} is missing"


def test_text_of_no_encoding_is_found_by_the_deep_check(archive: Archive) -> None:
    with archive.writing() as db:
        db.conn.execute("UPDATE sites SET status = CAST(x'616263ff' AS TEXT)")
    assert verify_archive(archive).ok
    (problem,) = verify_archive(archive, deep=True).problems
    assert problem == "sites: 2 rows hold text that is not UTF-8"


def test_versions_are_told_and_an_old_sqlite_is_noted(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for version, notes in (((3, 51, 2), 1), ((3, 51, 3), 0)):
        monkeypatch.setattr(sqlite3, "sqlite_version_info", version)
        report = verify_archive(archive)
        assert report.ok
        assert len(report.notes) == notes
    assert list(report.versions) == ["tinhuy", "schema", "SQLite", "Python", "sqlite-utils"]
    assert report.versions["SQLite"] == sqlite3.sqlite_version


def test_verifying_changes_nothing(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither an archive whose log was never folded in, as of a killed run, nor one at rest."""
    killed = tmp_path / "chet"
    shutil.copytree(archive.folder, killed)
    archive.close()
    for folder in (killed, archive.folder):
        before = bytes_of(folder)
        assert ("archive.db-wal" in before) == (folder == killed)
        assert run(["verify", "--deep", "--archive", str(folder)]) == 0
        assert bytes_of(folder) == before
        assert "tinhuy 0.1.0, schema 2, SQLite 3." in capsys.readouterr().out


def test_an_archive_opened_to_read_is_not_written(archive: Archive) -> None:
    with (
        Archive.open_to_read(archive.folder) as reader,
        pytest.raises(RuntimeError, match="opened to read"),
        reader.writing(),
    ):
        pass


def contents(path: Path) -> list[str] | None:
    """Every row of a database; None where they cannot be read."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as conn:
            return list(conn.iterdump())
    except (sqlite3.DatabaseError, UnicodeDecodeError, ValueError):
        return None


def test_any_damage_to_the_database_is_found_and_none_is_made_worse(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    """Pages overwritten, the file cut: exit 7, unless the bytes meant nothing."""
    folder = archive.folder
    archive.close()
    path = folder / "archive.db"
    whole = path.read_bytes()
    rows = contents(path)
    chance = random.Random(1930)  # noqa: S311  # places, not secrets
    codes = set()
    for trial in range(60):
        damaged = bytearray(whole)
        if trial % 4 == 3:
            del damaged[chance.randrange(len(whole)) :]
        else:
            start = chance.randrange(len(whole))
            wrong = chance.randbytes(chance.choice((1, 40, 5000)))[: len(whole) - start]
            damaged[start : start + len(wrong)] = wrong
        path.write_bytes(damaged)
        before = bytes_of(folder)
        code = run(["verify", "--deep", "--archive", str(folder)])
        said = capsys.readouterr().err
        assert bytes_of(folder) == before
        assert code == 7 or contents(path) == rows, (trial, code, said)
        assert (code == 7) == said.startswith("tinhuy: ")
        codes.add(code)
    assert 7 in codes


def test_a_damaged_schema_is_one_sentence(archive: Archive) -> None:
    """SQLite quotes what it cannot read, and Python cannot read the quotation."""
    archive.close()
    path = archive.folder / "archive.db"
    data = path.read_bytes()
    assert b'CREATE TABLE "articles"' in data
    path.write_bytes(data.replace(b'CREATE TABLE "articles"', b'CREATE TABLE "artic" \xff\xb3'))
    with pytest.raises(StorageProblem, match=r"archive\.db: it is damaged; restore a backup"):
        Archive.open_to_read(archive.folder)


def test_a_database_that_is_none_is_one_sentence(archive: Archive) -> None:
    archive.close()
    (archive.folder / "archive.db").write_bytes(b"khong phai" * 1000)
    with pytest.raises(StorageProblem, match="not a database of tinhuy; restore a backup"):
        Archive.open_to_read(archive.folder)
