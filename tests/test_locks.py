"""Locks: one holder, freed by any death, and a sentence that names who holds them."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from crawler.archive.archive import Archive
from crawler.archive.locks import Lock, run_lock, write_lock
from crawler.cli.entry import run
from crawler.cli.options import has_site_file
from crawler.errors import ExitCode, SiteBusy, StorageProblem, UsageProblem

_HOLDER = """
import sys, time
from pathlib import Path
from crawler.archive.locks import run_lock, write_lock
folder = Path(sys.argv[1])
locks = (run_lock(folder, "tan_giang"), write_lock(folder))
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    Archive.create(tmp_path / "kho").close()
    return tmp_path / "kho"


@pytest.fixture
def other_process(folder: Path, project: Path) -> subprocess.Popen[str]:
    """Another process that holds the run lock of tan_giang and the write lock."""
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(folder)],
        cwd=project,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def test_a_second_run_of_a_site_is_told_who_holds_it(
    folder: Path, other_process: subprocess.Popen[str]
) -> None:
    try:
        text = (folder / "locks" / "run-tan_giang.lock").read_text()
        with pytest.raises(SiteBusy, match=rf"process {other_process.pid} since 20\d\d-.*Z"):
            run_lock(folder, "tan_giang")
        assert (folder / "locks" / "run-tan_giang.lock").read_text() == text
        run_lock(folder, "another_site").release()
    finally:
        kill(other_process)


def test_a_killed_holder_frees_its_locks(
    folder: Path, other_process: subprocess.Popen[str]
) -> None:
    kill(other_process)
    with run_lock(folder, "tan_giang") as lock, write_lock(folder, wait=0):
        assert lock.is_held
        assert f"process {os.getpid()} " in (folder / "locks" / "write.lock").read_text()


def test_a_writer_waits_and_then_names_the_holder(
    folder: Path, other_process: subprocess.Popen[str]
) -> None:
    try:
        with pytest.raises(StorageProblem, match=f"process {other_process.pid} since"):
            write_lock(folder, wait=0.05)
    finally:
        kill(other_process)


def test_a_lock_is_free_again_after_release(folder: Path) -> None:
    lock = run_lock(folder, "tan_giang")
    with pytest.raises(SiteBusy):
        run_lock(folder, "tan_giang")
    lock.release()
    lock.release()
    run_lock(folder, "tan_giang").release()


def test_no_lock_is_made_where_there_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match="tinhuy init"):
        run_lock(tmp_path, "tan_giang")
    assert list(tmp_path.iterdir()) == []


def test_a_site_name_cannot_leave_the_folder(folder: Path) -> None:
    with pytest.raises(UsageProblem):
        run_lock(folder, "../tan_giang")


def test_a_lock_file_without_a_readable_text_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / "x.lock"
    path.write_bytes(b"\x1b[31m")
    assert Lock(path).holder() == "a process that has not said who it is"


_BUSY = """
import sys
from pathlib import Path
from crawler.archive.locks import run_lock
from crawler.cli.entry import run
folder, site = sys.argv[1:]
lock = run_lock(Path(folder), site)
print(run(["crawl", site, "--archive", folder]))
print(sorted({"sqlite3", "sqlite_utils", "scrapy", "lxml", "twisted"} & set(sys.modules)))
"""


def test_a_crawl_that_finds_its_site_busy_has_loaded_nothing_heavy(
    folder: Path, project: Path
) -> None:
    found = subprocess.run(
        [sys.executable, "-c", _BUSY, str(folder), "bao_dong_khoi"],
        cwd=project,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout == "6\n[]\n"
    assert "is being crawled already, by process" in found.stderr


def test_a_name_that_is_no_site_makes_no_lock(folder: Path) -> None:
    for name in ("families", "bao_dong_khoii", "../x", "a.b"):
        assert not has_site_file(name)
        assert run(["crawl", name, "--archive", str(folder)]) == ExitCode.USAGE
    assert has_site_file("bao_dong_khoi")
    assert {path.name for path in (folder / "locks").iterdir()} == {"write.lock"}


def test_locks_load_neither_sqlite_nor_scrapy(project: Path) -> None:
    code = (
        "import sys, crawler.archive.locks;"
        "print(sorted({'sqlite3', 'sqlite_utils', 'scrapy', 'lxml'} & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=project, capture_output=True, text=True, check=True
    )
    assert found.stdout == "[]\n"
