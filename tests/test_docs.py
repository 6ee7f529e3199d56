"""What README.md says is true: its tables are fresh, its commands and queries run."""

import os
import re
import shlex
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import click
import pytest

from crawler.cli.commands import COMMANDS
from crawler.cli.commands import tinhuy as group
from crawler.config import load_config
from crawler.config_options import OPTIONS
from tests.archived import Reader, article, new_archive
from tests.sources import ROOT, Source
from tests.tables import GENERATED, README, blocks, reasons, with_tables

TEXT = README.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with two articles, one of which was changed."""
    folder = tmp_path_factory.mktemp("docs") / "kho"
    with new_archive(folder) as store:
        reader = Reader(store)
        reader.see(article(1), 0)
        reader.see(article(2), 0)
        reader.see(article(2, author="Trần Thị Na"), 3)
    return folder


def test_the_tables_are_fresh() -> None:
    assert with_tables(TEXT) == TEXT, "README.md is stale: run make docs"


def test_a_stale_table_is_found() -> None:
    for name in GENERATED:
        start = TEXT.index(f"<!-- {name}: ")
        stale = TEXT[:start] + TEXT[start:].replace("| ", "|  ", 1)
        assert with_tables(stale) == TEXT
    with pytest.raises(ValueError, match="0 places for the table of commands"):
        with_tables(TEXT.replace("<!-- end of commands -->", ""))


def test_every_setting_has_its_reason() -> None:
    path = ROOT / "crawler" / "settings.py"
    found = list(reasons(Source("crawler/settings.py", path.read_text(encoding="utf-8"))))
    assert len(found) > 10
    assert [name for name, _value, why in found if not why] == []


def test_reasons_are_read_from_comments() -> None:
    text = (
        "# Why it is one.\n# Two lines.\nA = 1\nB = 2\n\n"
        "C = {\n    # Why x.\n    'a.X': 1,\n}\nD = 3\n"
    )
    assert list(reasons(Source("s.py", text))) == [
        ("A", "`1`", "Why it is one. Two lines."),
        ("B", "`2`", "Why it is one. Two lines."),
        ("C", "`X`: `1`", "Why x."),
        ("D", "`3`", ""),
    ]


def test_every_command_and_option_is_in_the_readme() -> None:
    for name in COMMANDS:
        assert f"`tinhuy {name}" in TEXT
    for option in OPTIONS:
        assert option.name in TEXT


def test_links_lead_somewhere() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_paths_in_the_readme_exist() -> None:
    named = set(re.findall(r"`((?:crawler|spiders|pipelines|tests)/[a-z_/.]*)`", TEXT))
    assert len(named) > 5
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_make_has_the_targets_of_the_readme() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"^make ([a-z-]+)$|`make ([a-z-]+)`", TEXT, re.MULTILINE))
    names = {name for pair in named for name in pair if name}
    assert {"demo", "test", "install"} <= names <= targets


def test_ci_runs_the_two_commands() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for line in blocks(TEXT, "sh")[0].splitlines():
        assert re.search(rf"^{line}$", script, re.MULTILINE)


def shell_lines() -> list[list[str]]:
    """Every ``tinhuy`` command line of the README, as its words."""
    lines = [line for block in blocks(TEXT, "sh") for line in block.splitlines()]
    lines += [block.split(None, 5)[5] for block in blocks(TEXT, "crontab")]
    words = [shlex.split(os.path.expandvars(line.replace("\\", ""))) for line in lines]
    commands = []
    for line in words:
        at = [number for number, word in enumerate(line) if Path(word).name == "tinhuy"]
        commands += [line[at[0] + 1 :]] if at else []
    return commands


def test_the_command_lines_of_the_readme_are_good(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TINHUY_ARCHIVE", str(archive))
    names = set()
    for name, *words in shell_lines():
        command = group.get_command(click.Context(group), name)
        assert command is not None, name
        command.make_context(name, words)
        names.add(name)
    assert {"init", "crawl", "export", "ingest", "backup"} <= names


def test_each_crontab_is_one_line() -> None:
    crawl, backup = blocks(TEXT, "crontab")
    for block, end in ((crawl, "tinhuy crawl --all"), (backup, r'tinhuy-$(date +\%F)"')):
        (line,) = block.splitlines()
        *times, command = line.split(None, 5)
        assert all(re.fullmatch(r"\*|\d+", time) for time in times)
        assert not re.search(r"(?<!\\)%", command), "cron takes it for the end of the line"
        assert command.endswith(end)


@pytest.fixture
def shell(tmp_path: Path, archive: Path) -> dict[str, str]:
    """An environment with our own ``tinhuy`` first and sqlite-utils beside it."""
    programs = tmp_path / ".venv" / "bin"
    programs.mkdir(parents=True)
    for name, module in (("tinhuy", "crawler.cli"), ("sqlite-utils", "sqlite_utils")):
        script = f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m {module} "$@"\n'
        (programs / name).write_text(script, encoding="utf-8")
        (programs / name).chmod(0o755)
    path = f"{programs}:{os.environ['PATH']}"
    return {"HOME": str(tmp_path), "PATH": path, "TINHUY_ARCHIVE": str(archive)}


def test_the_first_crawl_begins_as_told(shell: dict[str, str], tmp_path: Path) -> None:
    """Its five lines, but for the first, which installs, and the last, which goes out."""
    (block,) = [one for one in blocks(TEXT, "sh") if "tinhuy init" in one]
    first, *lines, last = block.splitlines()
    assert (first, len(lines)) == ("make install", 3)
    assert last.startswith("tinhuy crawl")
    subprocess.run(["sh", "-ec", "\n".join(lines)], env=shell, cwd=tmp_path, check=True)
    config = load_config(tmp_path / "tinhuy-archive", sites=())
    assert config.contact == "you@example.org"


@pytest.mark.parametrize("query", blocks(TEXT, "sql"))
def test_the_queries_answer(archive: Path, query: str) -> None:
    with closing(sqlite3.connect(f"file:{archive}/archive.db?mode=ro", uri=True)) as db:
        assert db.execute(query).fetchall()


def test_there_are_three_queries() -> None:
    assert len(blocks(TEXT, "sql")) == 3


def test_the_query_of_sqlite_utils_answers(shell: dict[str, str]) -> None:
    (block,) = [one for one in blocks(TEXT, "sh") if "sqlite-utils" in one]
    ended = subprocess.run(
        ["sh", "-ec", block], env=shell, capture_output=True, text=True, check=True
    )
    assert ended.stdout.split()[:3] == ["outcome", "reason", "requests"]
