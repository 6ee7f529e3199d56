"""``tinhuy checksums``: a list that ``sha256sum -c`` reads, and that only grows."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.archive import checksums as checksums_module
from crawler.archive.archive import Archive
from crawler.cli.entry import run
from crawler.errors import ExitCode
from tests.archived import SITE, exchange, keep, new_archive


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An archive with a closed WARC file, one that is being written, and a stored picture."""
    with new_archive(tmp_path / "kho") as archive:
        keep(archive, exchange())
        store(archive)
    return tmp_path / "kho"


def store(archive: Archive) -> None:
    (archive.folder / "warc" / f"{SITE}-20990101T000000-1.warc.gz.open").write_bytes(b"torn")
    place = archive.folder / "files" / "ab"
    place.mkdir()
    (place / "abcd.jpg").write_bytes(b"\xff\xd8")


def listed(folder: Path, *words: object) -> int:
    return run(["checksums", "--archive", str(folder), *map(str, words)])


def check(
    folder: Path, name: object = "SHA256SUMS", *more: str
) -> "subprocess.CompletedProcess[str]":
    words = ["sha256sum", "--check", "--strict", *more, str(name)]
    return subprocess.run(
        words, cwd=folder, capture_output=True, errors="surrogateescape", check=False
    )


def test_sha256sum_checks_the_list(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(folder) == 0
    ended = capsys.readouterr()
    assert ended.out == (
        f"left out, for it is not closed yet: warc/{SITE}-20990101T000000-1.warc.gz.open\n"
        f"{folder}/SHA256SUMS: 2 files, 2 of them new\n"
    )
    checked = check(folder)
    assert checked.returncode == 0, checked.stderr
    (warc,) = (folder / "warc").glob("*.gz")
    assert checked.stdout == f"files/ab/abcd.jpg: OK\nwarc/{warc.name}: OK\n"


def test_it_is_as_sha256sum_writes_it(folder: Path) -> None:
    odd = folder / "files" / "a\\b\nc d\udcff"
    odd.write_bytes(b"x")
    assert listed(folder) == 0
    words = ["sha256sum", *sorted(str(path.relative_to(folder)) for path in closed_files(folder))]
    theirs = subprocess.run(words, cwd=folder, capture_output=True, check=True).stdout
    assert (folder / "SHA256SUMS").read_bytes() == theirs
    assert check(folder).returncode == 0
    assert listed(folder) == 0, "its own escapes are read back"


def closed_files(folder: Path) -> Iterator[Path]:
    for place in ("files", "warc"):
        for path in (folder / place).rglob("*"):
            if path.is_file() and path.suffix != ".open":
                yield path


def test_the_second_time_changes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(folder) == 0
    before = (folder / "SHA256SUMS").stat()
    names = sorted(path.name for path in folder.iterdir())
    assert listed(folder) == 0
    after = (folder / "SHA256SUMS").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert sorted(path.name for path in folder.iterdir()) == names
    assert capsys.readouterr().out.endswith("2 files, 0 of them new\n")


def test_a_new_file_is_added(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert listed(folder) == 0
    (path,) = (folder / "warc").glob("*.open")
    path.rename(path.with_suffix(""))
    (folder / "files" / ".half").write_bytes(b"on its way")
    capsys.readouterr()
    assert listed(folder) == 0
    assert capsys.readouterr().out == f"{folder}/SHA256SUMS: 3 files, 1 of them new\n"
    assert check(folder).returncode == 0


def test_what_has_changed_or_gone_is_told_each_time_and_stays_in_the_list(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert listed(folder) == 0
    (warc,) = (folder / "warc").glob("*.gz")
    data = bytearray(warc.read_bytes())
    data[-1] ^= 1
    warc.write_bytes(data)
    (folder / "files" / "ab" / "abcd.jpg").unlink()
    (folder / "files" / "new.jpg").write_bytes(b"new")
    for added in (1, 0):
        capsys.readouterr()
        assert listed(folder) == ExitCode.STORAGE
        ended = capsys.readouterr()
        assert ended.out.endswith(f"SHA256SUMS: 3 files, {added} of them new\n")
        assert ended.err == (
            f"tinhuy: warc/{warc.name} has changed since it was listed\n"
            "tinhuy: files/ab/abcd.jpg is gone since it was listed\n"
            "tinhuy: restore these files from a backup, and run: tinhuy verify\n"
        )
    checked = check(folder)
    assert checked.returncode == 1
    assert f"warc/{warc.name}: FAILED\n" in checked.stdout
    assert "files/new.jpg: OK\n" in checked.stdout


def test_another_place_holds_the_same_list(folder: Path, tmp_path: Path) -> None:
    assert listed(folder, "--output", tmp_path / "list.txt") == 0
    assert not (folder / "SHA256SUMS").exists()
    assert check(folder, tmp_path / "list.txt").returncode == 0


def test_a_backup_is_checked_by_the_list_of_its_archive(folder: Path, tmp_path: Path) -> None:
    assert listed(folder) == 0
    (torn,) = (folder / "warc").glob("*.open")
    torn.unlink()
    shutil.rmtree(folder / "files" / "ab")
    assert run(["backup", str(tmp_path / "copy"), "--archive", str(folder)]) == 0
    checked = check(tmp_path / "copy", folder / "SHA256SUMS", "--ignore-missing")
    assert checked.returncode == 0
    assert checked.stdout.endswith(".warc.gz: OK\n")


def test_an_empty_archive_has_an_empty_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new_archive(tmp_path / "kho").close()
    assert listed(tmp_path / "kho") == 0
    assert (tmp_path / "kho" / "SHA256SUMS").read_bytes() == b""
    assert capsys.readouterr().out.endswith("SHA256SUMS: 0 files, 0 of them new\n")


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("kho/tinhuy.toml", "is no list of sha256sum; it was left as it is"),
        ("kho", "is a folder; name a file in it"),
        ("kho/nowhere/list", "is no folder; make it first, or name another"),
        ("kho/warc/list", "would be among the files that it lists"),
        ("kho/files/ab/list", "would be among the files that it lists"),
    ],
)
def test_a_place_that_cannot_be_meant_is_one_sentence(
    folder: Path, capsys: pytest.CaptureFixture[str], output: str, sentence: str
) -> None:
    (folder / "tinhuy.toml").write_text("contact = 'a@b.vn'\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert listed(folder, "--output", folder.parent / output) == ExitCode.USAGE
    ended = capsys.readouterr()
    assert (ended.out, ended.err.count("\n")) == ("", 1)
    assert sentence in ended.err
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_a_failed_writing_leaves_the_list_that_was_there(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert listed(folder) == 0
    before = (folder / "SHA256SUMS").read_bytes()
    (folder / "files" / "new.jpg").write_bytes(b"new")

    def fail(_: object) -> Iterator[str]:
        yield "half a line"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(checksums_module, "_lines", fail)
    assert listed(folder) == ExitCode.STORAGE
    assert "no space left for" in capsys.readouterr().err
    assert (folder / "SHA256SUMS").read_bytes() == before
    assert [path.name for path in folder.iterdir() if "part" in path.name] == []


def test_a_folder_of_evidence_that_is_gone_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert listed(folder) == 0
    shutil.rmtree(folder / "files")
    assert listed(folder) == ExitCode.STORAGE
    assert "files/ab/abcd.jpg is gone since it was listed" in capsys.readouterr().err
