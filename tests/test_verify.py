"""Verify finds each kind of damage, names it, and finds nothing in a sound archive."""

import re
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.archive.archive import Archive
from crawler.archive.articles import Reading, store_reading
from crawler.archive.verify import MOST_NAMED, verify_archive
from crawler.archive.warc import WarcWriter
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


@pytest.mark.parametrize("column", ["payload_sha256", "body_sha256", "record_id"])
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
        assert any("the database is damaged" in one for one in verify_archive(again).problems)
    assert tmp_path in path.parents
