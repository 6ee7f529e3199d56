"""Where an archive may lie, and whose its files must be."""

import os
from pathlib import Path

import pytest

from crawler.archive import archive as archive_module
from crawler.archive import disk
from crawler.archive.archive import Archive
from crawler.archive.disk import file_system
from crawler.cli.entry import run
from crawler.errors import ExitCode, StorageProblem


def mounted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, *mounts: tuple[str, str]) -> None:
    """Let Linux say that these paths are mounted, each with its kind of file system."""
    lines = [
        f"{number} 1 0:{number} / {path} rw,relatime shared:1 - {kind} source rw"
        for number, (path, kind) in enumerate(mounts)
    ]
    (tmp_path / "mountinfo").write_text("\n".join(lines) + "\n", encoding="utf-8")
    monkeypatch.setattr(disk, "MOUNTS", tmp_path / "mountinfo")


def test_the_nearest_mount_is_told_and_the_last_one_upon_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounted(
        monkeypatch, tmp_path, ("/", "ext4"), ("/srv", "xfs"), ("/srv/kho\\040lưu", "nfs4"),
        ("/srv/kho\\040lưu", "cifs"), ("/srv/k", "btrfs"),
    )  # fmt: skip
    assert file_system(Path("/srv/kho lưu/a")) == "cifs"
    assert file_system(Path("/srv/kho")) == "xfs"
    assert file_system(Path("/usr")) == "ext4"
    monkeypatch.setattr(disk, "MOUNTS", tmp_path / "none")
    assert file_system(Path("/srv")) is None


def test_a_network_disk_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "kho"
    mounted(monkeypatch, tmp_path, ("/", "ext4"), (str(tmp_path), "nfs4"))
    assert run(["init", str(folder)]) == ExitCode.STORAGE
    said = capsys.readouterr().err
    assert f"{folder} is on a network file system (nfs4)" in said
    assert not folder.exists()
    mounted(monkeypatch, tmp_path, ("/", "ext4"))
    assert run(["init", str(folder)]) == ExitCode.OK
    mounted(monkeypatch, tmp_path, ("/", "ext4"), (str(folder), "fuse.sshfs"))
    crawl = ["crawl", "bao_nghe_an", "--home", "http://127.0.0.1:9/", "--archive", str(folder)]
    assert run(crawl) == ExitCode.STORAGE
    assert "(fuse.sshfs)" in capsys.readouterr().err


@pytest.mark.parametrize("part", ["archive.db-wal", "warc", "runs.jsonl"])
def test_a_part_that_may_not_be_written_is_named_with_its_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    folder = tmp_path / "kho"
    Archive.create(folder).close()
    if part != "warc":
        (folder / part).touch()
    real = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: path.name != part and real(path, mode))
    owner = (folder / part).owner()
    with pytest.raises(StorageProblem, match=f"{part} cannot be written: it belongs to {owner};"):
        Archive.open(folder)


def test_a_log_that_a_reader_keeps_large_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive_module, "LARGE_LOG_BYTES", 100_000)
    monkeypatch.setattr(archive_module, "CHECKPOINT_BYTES", 20_000)

    def add(archive: Archive, first: int) -> None:
        for number in range(first, first + 40):
            with archive.writing() as db:
                values = (f"k{number}", "x" * 4000)
                db.conn.execute("INSERT INTO meta (key, value) VALUES (?, ?)", values)

    with Archive.create(tmp_path / "kho") as archive:
        add(archive, 0)
        assert archive.log_note() is None
        with archive.reading():
            add(archive, 100)
            note = archive.log_note()
        assert note
        assert f"{tmp_path / 'kho' / 'archive.db-wal'} has grown to" in note
        add(archive, 200)  # the reader has gone, and what is written folds the log in
        assert archive.log_note() is None
