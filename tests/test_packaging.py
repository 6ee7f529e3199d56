"""What is installed, from where, and that the set-up says what is missing."""

import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from crawler import VERSION
from tests.sources import PACKAGES, ROOT
from tests.tables import runtime_dependencies

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PINNED = re.compile(r"^([a-z0-9-]+)==([^ ]+?)(?: ; (.+?))? \\$", re.MULTILINE)


def requirements(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def pins(name: str) -> set[tuple[str, str]]:
    """Name and version of each; a name may stand twice, for different Pythons."""
    return {(found[1], found[2]) for found in PINNED.finditer(requirements(name))}


def pinned(name: str) -> set[str]:
    return {one for one, _version in pins(name)}


READING = "benchmarks/requirements-reading"


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", f"{READING}.txt"])
def test_every_requirement_has_its_hashes(name: str) -> None:
    """A file in which any is missing is refused by pip, so each block is looked at."""
    blocks = re.split(r"^(?=[a-z0-9])", requirements(name), flags=re.MULTILINE)[1:]
    assert len(blocks) == len(pins(name)) > 20
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize(
    "name",
    [
        "requirements.txt", "requirements-dev.txt", "requirements.in",
        f"{READING}.txt", f"{READING}.in",
    ],
)  # fmt: skip
def test_no_index_and_no_path_of_a_machine(name: str) -> None:
    text = requirements(name)
    assert not re.search(
        r"://|^-|--(index|find-links|trusted|extra)|@ file|(^|\s)/", text, re.MULTILINE
    )


def test_what_is_asked_for_is_pinned() -> None:
    """The build backend too, for it is not fetched apart."""
    canonical = {re.sub(r"[-_.]+", "-", one).lower() for one in runtime_dependencies()}
    assert canonical | {"setuptools"} <= pinned("requirements.txt")


def test_both_files_agree() -> None:
    runtime, everything = pins("requirements.txt"), pins("requirements-dev.txt")
    assert runtime <= everything
    dev = PROJECT["project"]["optional-dependencies"]["dev"]
    assert {re.split(r"[<>=]", one)[0] for one in dev} <= pinned("requirements-dev.txt")


def test_our_reading_is_measured_with_the_libraries_that_it_is_run_with() -> None:
    """The other extractors hold back some of ours, and none that touches a page."""
    ours, measured = dict(pins("requirements.txt")), dict(pins(f"{READING}.txt"))
    assert {"trafilatura", "readability-lxml", "newspaper4k", "justext"} <= measured.keys()
    for name in ("lxml", "w3lib"):
        assert ours[name] == measured[name]


def test_the_floors() -> None:
    floors = PROJECT["project"]["dependencies"]
    assert {"scrapy>=2.18", "lxml>=6.1"} <= set(floors)
    assert PROJECT["project"]["requires-python"] == ">=3.11"


def test_the_program_and_the_packages() -> None:
    assert PROJECT["project"]["scripts"] == {"tinhuy": "crawler.cli:main"}
    assert PROJECT["project"]["version"] == VERSION
    found = PROJECT["tool"]["setuptools"]["packages"]["find"]["include"]
    assert {name.rstrip("*") for name in found} == set(PACKAGES)


def test_every_folder_of_code_is_a_package() -> None:
    """One without ``__init__.py`` is left out of an installation, silently."""
    folders = {path.parent for name in PACKAGES for path in (ROOT / name).rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_the_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert PROJECT["project"]["license"] == "Apache-2.0"
    assert "Version 2.0, January 2004" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_nothing_is_installed_below_its_floor() -> None:
    installed = importlib.metadata.version("scrapy").split(".")
    assert (int(installed[0]), int(installed[1])) >= (2, 18)


def make(folder: Path, python: str) -> "subprocess.CompletedProcess[str]":
    """``make install`` with another Python, into a virtual environment of its own."""
    return subprocess.run(
        ["make", "install", f"PYTHON={python}", f"VENV={folder / 'venv'}"],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )


def fake_python(folder: Path, *, lacks: str) -> str:
    """A program that is this Python, except that a line of code with *lacks* in it fails."""
    script = folder / "python"
    script.write_text(
        f'#!/bin/sh\ncase "$*" in *{lacks}*) exit 1;; esac\nexec "{sys.executable}" "$@"\n',
        encoding="utf-8",
    )
    script.chmod(0o755)
    return str(script)


@pytest.mark.parametrize(
    ("lacks", "sentence"),
    [("version_info", "needs Python 3.11 or newer"), ("ensurepip", "lacks venv: install it")],
)
def test_set_up_says_what_is_missing(tmp_path: Path, lacks: str, sentence: str) -> None:
    ended = make(tmp_path, fake_python(tmp_path, lacks=lacks))
    assert ended.returncode != 0
    assert sentence in ended.stderr
    assert not (tmp_path / "venv").exists()


def test_set_up_without_any_python_says_so(tmp_path: Path) -> None:
    ended = make(tmp_path, str(tmp_path / "none"))
    assert "needs Python 3.11 or newer" in ended.stderr
    assert "not found" not in ended.stderr


def test_ci_is_a_strict_script() -> None:
    script = ROOT / ".ci" / "run"
    lines = script.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "#!/usr/bin/env bash"
    assert "set -euo pipefail" in lines
    assert lines[-1] == "make test", "the closing lines of pytest come last"
    assert script.stat().st_mode & 0o111
