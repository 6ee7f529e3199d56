"""The command line as its users meet it: help, errors, exit codes, what a terminal is shown."""

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest

from crawler.archive.archive import Archive
from crawler.archive.places import record_site
from crawler.cli import entry
from crawler.cli.commands import COMMANDS
from crawler.cli.commands import tinhuy as group
from crawler.cli.entry import run
from crawler.cli.terminal import printable
from crawler.errors import ExitCode, StorageProblem
from crawler.interruption import Terminated
from crawler.items import Block, BlockKind
from tests.archived import HOME, Publisher, Reader, article, site
from tests.network_block import ATTEMPTS
from tests.program import ROOT, environment, tinhuy

SITE = "bao_dong_khoi"


def told(capsys: pytest.CaptureFixture[str], *words: object) -> tuple[int, str]:
    """The exit code of a command, and the sentence it ended with."""
    code = run([str(word) for word in words])
    said = capsys.readouterr().err
    assert said.startswith("tinhuy: "), said
    assert said.count("\n") == 1, said
    assert "Traceback" not in said
    return code, said


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A new archive."""
    assert run(["init", str(tmp_path / "archive")]) == ExitCode.OK
    return tmp_path / "archive"


def test_help_loads_nothing_heavy() -> None:
    """So it answers at once: of all libraries it needs click alone."""
    code = (
        "import sys, atexit\n"
        "before = set(sys.modules)\n"
        "atexit.register(lambda: print(*(set(sys.modules) - before)))\n"
        "sys.argv = ['tinhuy', '--help']\n"
        "from crawler.cli import main\n"
        "main()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True
    )
    loaded = set(ended.stdout.splitlines()[-1].split())
    loaded = {name for name in loaded if not name.startswith("_sysconfigdata")}  # Python's own too
    libraries = {name.split(".")[0] for name in loaded} - sys.stdlib_module_names
    assert libraries == {"click", "crawler"}
    assert not loaded & {"sqlite3", "asyncio", "multiprocessing", "crawler.site", "crawler.run"}


def test_every_command_is_what_the_table_says() -> None:
    context = group.make_context("tinhuy", ["init", "x"])
    for name, listed in COMMANDS.items():
        command = group.get_command(context, name)
        assert command is not None
        assert command.name == name
        assert command.help
        assert listed.summary.endswith(".")
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                assert parameter.help, f"{name}: {parameter.name} has no help"


def test_the_help_of_every_command_works(capsys: pytest.CaptureFixture[str]) -> None:
    for name in COMMANDS:
        assert run([name, "--help"]) == ExitCode.OK
        assert f"Usage: tinhuy {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["crawll"], "unknown command 'crawll': did you mean 'crawl'?"),
        (["crawl", "--ful"], "--full"),
        (["export"], "Missing argument 'FILE'"),
        (["show", "one"], "'one' is not a valid integer"),
        (["show", "99999999999999999999"], "99999999999999999999 is not in the range"),
        (["crawl", SITE], "no archive is named: give --archive DIR or set TINHUY_ARCHIVE"),
        (["init", "x", "y"], "unexpected extra argument (y)"),
    ],
)
def test_a_wrong_command_line_is_told(
    capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    code, said = told(capsys, *words)
    assert code == ExitCode.USAGE
    assert sentence in said


@pytest.mark.parametrize(
    "command", ["crawl", "ingest", "show", "provenance", "export", "verify", "checksums"]
)
def test_a_folder_without_archive_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, command: str
) -> None:
    words = {
        "crawl": [SITE],
        "ingest": [__file__, "--site", SITE],
        "show": ["1"],
        "provenance": ["1"],
        "export": [str(tmp_path / "a.csv")],
        "verify": [],
        "checksums": [],
    }[command]
    code, said = told(capsys, command, "--archive", tmp_path / "none", *words)
    assert code == ExitCode.USAGE
    assert f"there is no archive at {tmp_path / 'none'}; make one with: tinhuy init" in said
    assert list(tmp_path.iterdir()) == []


def test_a_missing_archive_is_told_before_anything_else(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    code, said = told(capsys, "crawl", "--archive", tmp_path / "none", "khong_co_trang_nay")
    assert code == ExitCode.USAGE
    assert "there is no archive" in said


def test_the_archive_can_come_from_the_environment(
    archive: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TINHUY_ARCHIVE", str(archive))
    assert run(["verify"]) == ExitCode.OK
    monkeypatch.setenv("TINHUY_ARCHIVE", "")
    assert told(capsys, "verify")[0] == ExitCode.USAGE


def test_init_makes_what_it_says(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    archive = tmp_path / "kho"
    assert run(["init", str(archive)]) == ExitCode.OK
    assert str(archive) in capsys.readouterr().out
    assert (archive / "archive.db").is_file()
    assert "contact" in (archive / "tinhuy.toml").read_text(encoding="utf-8")


def test_init_twice_leaves_the_archive_as_it_was(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (archive / "tinhuy.toml").write_text("contact = 'a@b.vn'\n", encoding="utf-8")
    capsys.readouterr()
    code, said = told(capsys, "init", archive)
    assert code == ExitCode.USAGE
    assert "holds an archive already" in said
    assert (archive / "tinhuy.toml").read_text(encoding="utf-8") == "contact = 'a@b.vn'\n"


def test_init_spares_a_folder_with_other_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "thu.txt").touch()
    code, said = told(capsys, "init", tmp_path)
    assert code == ExitCode.USAGE
    assert "not empty" in said
    assert [path.name for path in tmp_path.iterdir()] == ["thu.txt"]


def test_an_unknown_site_is_told_the_nearest(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    code, said = told(capsys, "crawl", "--archive", archive, "bao_dong_khoy")
    assert code == ExitCode.USAGE
    assert f"unknown site 'bao_dong_khoy': did you mean '{SITE}'?" in said


def test_a_wrong_configuration_is_told(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (archive / "tinhuy.toml").write_text("[crawl]\nretrys = 1\n", encoding="utf-8")
    capsys.readouterr()
    code, said = told(capsys, "crawl", "--archive", archive, SITE)
    assert code == ExitCode.USAGE
    assert "tinhuy.toml, line 2: unknown option 'crawl.retrys': did you mean 'retries'?" in said


def test_nobody_is_crawled_without_a_contact(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    code, said = told(capsys, "crawl", "--archive", archive, SITE)
    assert code == ExitCode.USAGE
    assert "set contact in" in said
    assert ATTEMPTS == []


def test_sites_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sites"]) == ExitCode.OK
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("SITE ")
    (line,) = [line for line in lines if line.startswith(SITE)]
    assert "https://" in line
    assert "not known; candidates:" in "".join(lines)


def stored_article(archive: Path, **changes: object) -> int:
    """The number of an article put into *archive*; *changes* are made to an invented one."""
    blocks = (
        Block(kind=BlockKind.LIST, text="Mục một\nMục hai\x1b[2J"),
        Block(kind=BlockKind.PICTURE, url=f"{HOME}/a.jpg"),
    )
    with Archive.open(archive) as store:
        with store.writing() as db:
            record_site(db, site(), publisher=Publisher())
        return Reader(store).see(article(**{"blocks": blocks, **changes}), 0).article_id


def test_show_an_article(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number = stored_article(archive)
    capsys.readouterr()
    assert run(["show", "--archive", str(archive), str(number)]) == ExitCode.OK
    shown = capsys.readouterr().out
    assert f"title               {article().title}\n" in shown
    assert f"  live  {article().url}" in shown
    assert "  list        Mục một\n              Mục hai\\x1b[2J\n" in shown
    assert "  picture     <https://danguy.tangiang.example/a.jpg>\n" in shown


def test_nothing_from_the_web_commands_the_terminal(
    archive: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    number = stored_article(archive, title="a\x1b]0;x\x07b\u202ec\r\nd", author="\x9b1m")
    capsys.readouterr()
    assert run(["show", "--archive", str(archive), str(number)]) == ExitCode.OK
    shown = capsys.readouterr().out
    assert "a\\x1b]0;x\\x07b\\u202ec\\x0d\\x0ad" in shown
    assert "\\x9b1m" in shown
    assert not {"\x1b", "\x07", "\x9b", "\r", "\u202e"} & set(shown)


def test_an_unknown_article_is_told(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    code, said = told(capsys, "show", "--archive", archive, 99)
    assert code == ExitCode.USAGE
    assert "there is no article 99" in said


def test_printable_leaves_vietnamese_as_it_is() -> None:
    assert printable("Đảng uỷ Khối — “quý II” 🙂") == "Đảng uỷ Khối — “quý II” 🙂"
    assert printable("\udcff\u2028\x00") == "\\udcff\\u2028\\x00"


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1258"])
def test_output_is_utf_8_whatever_the_locale(tmp_path: Path, encoding: str) -> None:
    """Latin-1 is what an old locale gives; click would help itself with ASCII alone."""
    surroundings = {"LC_ALL": "C", "PYTHONIOENCODING": encoding, "PYTHONUTF8": "0"}
    archive = tmp_path / "kho"
    assert tinhuy("init", archive, **surroundings).code == 0
    number = stored_article(archive)
    ended = tinhuy("show", "--archive", archive, number, **surroundings)
    assert (ended.code, ended.err) == (0, "")
    assert str(article().title) in ended.out


def test_a_reader_that_leaves_is_no_trouble(tmp_path: Path) -> None:
    archive = tmp_path / "kho"
    assert tinhuy("init", archive).code == 0
    number = stored_article(archive)
    reading, writing = os.pipe()
    os.close(reading)
    ended = subprocess.run(
        [sys.executable, "-m", "crawler.cli", "show", "--archive", archive, str(number)],
        env=environment(),
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    os.close(writing)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_troubles_have_their_exit_codes(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(_arguments: object) -> int:
        raise StorageProblem("no space left for kho/archive.db\x1b[2J")

    def interrupted(_arguments: object) -> int:
        raise KeyboardInterrupt

    def terminated(_arguments: object) -> int:
        raise Terminated

    monkeypatch.setattr(entry, "_invoke", full)
    code, said = told(capsys, "verify")
    assert code == ExitCode.STORAGE
    assert said == "tinhuy: no space left for kho/archive.db\\x1b[2J\n"
    monkeypatch.setattr(entry, "_invoke", interrupted)
    code, said = told(capsys, "verify")
    assert (code, said.split(";")[0]) == (ExitCode.INTERRUPTED, "tinhuy: interrupted")
    monkeypatch.setattr(entry, "_invoke", terminated)
    code, said = told(capsys, "verify")
    assert (code, said.split(";")[0]) == (ExitCode.TERMINATED, "tinhuy: terminated")


@pytest.mark.parametrize("wanted", ["", "1"])
def test_a_defect_is_owned_up_to(tmp_path: Path, wanted: str) -> None:
    """A command that breaks: one sentence, or the traceback for those who ask for it."""
    code = (
        "from crawler.cli import commands, entry\n"
        "commands.COMMANDS['verify'] = commands.Entry('json', 'Not a command.')\n"
        "import sys; sys.argv = ['tinhuy', 'verify']\n"
        "entry.main()\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(TINHUY_TRACEBACK=wanted),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == ExitCode.DEFECT
    assert ("Traceback" in ended.stderr) == bool(wanted)
    if not wanted:
        assert ended.stderr.startswith("tinhuy: a defect of ours: AttributeError: ")
        assert ended.stderr.count("\n") == 1
