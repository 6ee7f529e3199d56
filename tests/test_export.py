"""Exports: whole or not at all, one moment, safe to open in a spreadsheet."""

import csv
import fcntl
import io
import json
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import hypothesis.strategies as st
import pytest

from crawler.archive.archive import Archive
from crawler.errors import StorageProblem, UsageProblem
from crawler.export import export_articles
from crawler.export import files as export_files
from crawler.export.rows import COLUMNS, is_too_long, needs_guard
from tests.archived import LONG, Reader, article, new_archive, text_block

HEAD = (
    "id,site,publisher,province,kind,title,lead,body,author,source,outlet_tag,section,"
    "published_on,published_at,url,state,first_seen_at,last_changed_at"
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "kho") as archive:
        yield archive


@pytest.fixture
def target(tmp_path: Path) -> Path:
    (tmp_path / "ra").mkdir()
    return tmp_path / "ra" / "bài viết.csv"


def fill(archive: Archive) -> None:
    reader = Reader(archive)
    reader.see(article(1, title='Hội nghị "mở rộng", lần 1', lead="=1+1"), 0)
    reader.see(
        article(
            2, title="Ban Thường vụ", blocks=(text_block("- Dòng một"), text_block("Dòng hai"))
        ),
        1,
    )
    reader.see(article(3, author=None, published=None), 2)


def test_a_csv_opens_in_a_spreadsheet_and_says_what_the_archive_says(
    archive: Archive, target: Path
) -> None:
    fill(archive)
    report = export_articles(archive, target, raw=False)
    assert (report.rows, report.guarded, report.too_long) == (3, 2, 0)
    data = target.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf" + HEAD.encode() + b"\r\n")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["id"] for row in rows] == ["1", "2", "3"]
    assert rows[0] == {
        "id": "1",
        "site": "tan_giang_dang_uy",
        "publisher": "Đảng ủy các cơ quan tỉnh Tân Giang",
        "province": "Tân Giang",
        "kind": "text",
        "title": 'Hội nghị "mở rộng", lần 1',
        "lead": "'=1+1",
        "body": f"{LONG} Kỳ họp thứ 1.",
        "author": "Lê Văn Bền",
        "source": "",
        "outlet_tag": "",
        "section": "Tin tức",
        "published_on": "2026-03-02",
        "published_at": "",
        "url": article(1).url,
        "state": "live",
        "first_seen_at": "2026-03-02T01:00:00Z",
        "last_changed_at": "2026-03-02T01:00:00Z",
    }
    assert rows[1]["body"] == "'- Dòng một\nDòng hai"
    assert rows[2]["author"] == rows[2]["published_on"] == ""


def test_raw_is_plain(archive: Archive, target: Path) -> None:
    fill(archive)
    report = export_articles(archive, target, raw=True)
    assert (report.rows, report.guarded) == (3, 0)
    text = target.read_bytes().decode()
    assert text.startswith(HEAD + "\r\n")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert rows[0]["lead"] == "=1+1"
    assert rows[1]["body"] == "- Dòng một\nDòng hai"


def test_json_lines_keep_null_and_numbers(archive: Archive, target: Path) -> None:
    fill(archive)
    target = target.with_suffix(".JSONL")
    assert export_articles(archive, target, raw=False).rows == 3
    text = target.read_text(encoding="utf-8")
    assert text.endswith("}\n")
    rows = [json.loads(line) for line in text.splitlines()]
    assert tuple(rows[2]) == COLUMNS
    assert (rows[2]["id"], rows[2]["author"], rows[0]["lead"]) == (3, None, "=1+1")
    assert "Đảng ủy" in text


def test_an_empty_archive_gives_the_head_alone(archive: Archive, target: Path) -> None:
    assert export_articles(archive, target, raw=True).rows == 0
    assert target.read_text() == HEAD + "\n"


@pytest.mark.parametrize(
    "cell",
    ["=1", "+1", "-1", "@a", "\ta", "\ra", " =1", "\n=1", "\u00a0@x", "＝1", "＋1", "－1", "＠a"],
)
def test_what_a_spreadsheet_would_run_is_guarded(cell: str) -> None:
    assert needs_guard(cell)


@pytest.mark.parametrize("cell", ["", " ", "Hội nghị", "1-2", "a=b", "'=1", "– Ý kiến", None, -5])
def test_what_it_would_not_run_is_left_alone(cell: str | int | None) -> None:
    assert not needs_guard(cell)


@hypothesis.given(st.text(max_size=20))
def test_no_guarded_cell_begins_with_a_sign(text: str) -> None:
    shown = f"'{text}" if needs_guard(text) else text
    assert not shown.strip().startswith(("=", "+", "-", "@"))


def test_cells_longer_than_excel_shows_are_counted_and_not_cut(
    archive: Archive, target: Path
) -> None:
    Reader(archive).see(article(1, blocks=(text_block("đ" * 32_768),)), 0)
    assert export_articles(archive, target, raw=False).too_long == 1
    assert "đ" * 32_768 in target.read_text(encoding="utf-8")
    assert not is_too_long("đ" * 32_767)
    assert is_too_long("\U0001f600" * 16_384)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("bai.xlsx", r"\.csv or \.jsonl"),
        ("bai", r"\.csv or \.jsonl"),
        ("thu-muc.csv", "is a folder"),
        ("khong-co/bai.csv", "make it first"),
    ],
)
def test_a_target_that_cannot_be_meant_is_refused(
    archive: Archive, target: Path, name: str, words: str
) -> None:
    (target.parent / "thu-muc.csv").mkdir()
    with pytest.raises(UsageProblem, match=words):
        export_articles(archive, target.parent / name, raw=False)
    assert [path.name for path in target.parent.iterdir()] == ["thu-muc.csv"]


@pytest.mark.parametrize("where", ["row", "fsync", "mkstemp"])
def test_a_failed_export_leaves_the_old_file_untouched(
    archive: Archive, target: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    fill(archive)
    target.write_text("cũ")

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    part, name = {
        "row": (export_files, "as_record"),
        "fsync": (os, "fsync"),
        "mkstemp": (tempfile, "mkstemp"),
    }[where]
    with monkeypatch.context() as patch:
        patch.setattr(part, name, fail)
        if where == "row":
            target = target.with_suffix(".jsonl")
            target.write_text("cũ")
        with pytest.raises(StorageProblem, match="no space left"):
            export_articles(archive, target, raw=False)
    assert target.read_text() == "cũ"
    assert not [path for path in target.parent.iterdir() if path.name.startswith(".")]


def test_what_a_killed_export_left_is_removed_and_a_living_one_is_left_alone(
    archive: Archive, target: Path
) -> None:
    fill(archive)
    folder = target.parent
    (folder / f".{target.name}.part-dead").write_text("nửa")
    (folder / f".{target.name}.khác").write_text("của người khác")
    with (folder / f".{target.name}.part-alive").open("w") as living:
        fcntl.flock(living, fcntl.LOCK_EX)
        export_articles(archive, target, raw=False)
    left = sorted(path.name for path in folder.iterdir())
    assert left == sorted([f".{target.name}.part-alive", f".{target.name}.khác", target.name])


def test_an_export_holds_its_part_while_it_writes(
    archive: Archive, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that no other export takes it for a dead one's."""
    fill(archive)
    is_guarded = needs_guard
    seen: set[str] = set()

    def export_meanwhile(value: str | int | None) -> bool:
        if not seen:
            seen.update(path.name for path in target.parent.iterdir())
            export_articles(archive, target, raw=True)
        return is_guarded(value)

    monkeypatch.setattr(export_files, "needs_guard", export_meanwhile)
    assert export_articles(archive, target, raw=False).rows == 3
    assert any(".part-" in name for name in seen)
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")


def test_an_export_takes_the_place_of_the_old_file_and_keeps_its_rights(
    archive: Archive, target: Path
) -> None:
    fill(archive)
    export_articles(archive, target, raw=False)
    assert stat.S_IMODE(target.stat().st_mode) & 0o077 == 0o044 & ~_umask()
    target.chmod(0o640)
    first = target.read_bytes()
    export_articles(archive, target, raw=False)
    assert target.read_bytes() == first
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    opened = target.with_name("đang mở.csv")
    opened.hardlink_to(target)
    export_articles(archive, target, raw=True)
    assert opened.read_bytes() == first  # who reads the old file reads it to its end


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_an_export_is_of_one_moment(
    archive: Archive, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(archive)
    reader = Reader(archive)
    is_guarded = needs_guard
    late: list[str] = []

    def write_meanwhile(value: str | int | None) -> bool:
        if not late:
            late.append("x")
            reader._numbers = iter(range(500, 600))
            reader.see(article(9), 3)
            reader.see(article(3, title="Đã sửa trong lúc xuất"), 3)
        return is_guarded(value)

    monkeypatch.setattr(export_files, "needs_guard", write_meanwhile)
    assert export_articles(archive, target, raw=False).rows == 3
    assert late
    assert "trong lúc xuất" not in target.read_text(encoding="utf-8")
    assert export_articles(archive, target, raw=False).rows == 4
