"""Running ``tinhuy`` as its users do: as a program of its own, on an archive in a folder."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

ROOT = Path(__file__).parent.parent
#: Seconds after which a program that should have ended is given up.
PATIENCE = 120


@dataclass(frozen=True)
class Ended:
    """How a program ended: its exit code and what it wrote."""

    code: int
    out: str
    err: str


def environment(**more: str) -> dict[str, str]:
    """An environment as a crontab gives it: little, and no locale."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def start(*words: object, **more: str) -> "subprocess.Popen[str]":
    """Start ``tinhuy`` with *words*; the caller ends it."""
    return _start("crawler.cli", words, more)


def tinhuy(*words: object, **more: str) -> Ended:
    """Run ``tinhuy`` with *words* to its end."""
    return _to_its_end("crawler.cli", words, more)


def scrapy(*words: object, **more: str) -> Ended:
    """Run ``scrapy`` with *words* in the checkout, to its end."""
    return _to_its_end("scrapy", words, more)


def command(module: str, words: tuple[object, ...]) -> list[str]:
    """What runs *module* with the network block in force."""
    return [sys.executable, "-m", "tests.network_block", module, *map(str, words)]


def _start(module: str, words: tuple[object, ...], more: dict[str, str]) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        command(module, words),
        env=environment(**more),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def _to_its_end(module: str, words: tuple[object, ...], more: dict[str, str]) -> Ended:
    with _start(module, words, more) as program:
        try:
            out, err = program.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            program.kill()
            raise
    return Ended(program.returncode, out, err)


def wait_until(claim: Callable[[], bool], *, seconds: float = 20) -> None:
    """Wait until *claim* holds; AssertionError after *seconds*."""
    end = time.monotonic() + seconds
    while not claim():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.01)


def database(archive: Path) -> Database:
    """The archive's database, as a researcher opens it."""
    return Database(archive / "archive.db")


def new_archive(folder: Path, **loopback: object) -> Path:
    """A fresh archive in *folder*, made by ``tinhuy init``, quick with loopback hosts."""
    ended = tinhuy("init", folder)
    assert ended.code == 0, ended.err
    quick = {"interval_seconds": 0.0, "pause_seconds": 0.0, "concurrency": 4, "timeout_seconds": 10}
    settings = {**quick, **loopback}
    lines = [f"{name} = {value}" for name, value in settings.items()]
    (folder / "tinhuy.toml").write_text("[loopback]\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return folder


def site_settings(site: str, hosts: Iterable[str], sections: Mapping[str, str]) -> str:
    """What ``tinhuy.toml`` says of a site that answers at *hosts*, and lists at *sections*.

    Sections are paths with their names; they take the place of those that are declared.
    """
    lines = [f"[sites.{site}]", f"hosts = {list(hosts)}"]
    for path, name in sections.items():
        lines += [f"[[sites.{site}.sections]]", f"path = '{path}'", f"name = '{name}'"]
    return "\n".join([*lines, ""])
