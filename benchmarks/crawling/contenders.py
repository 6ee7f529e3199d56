"""Who takes part: each prepares a folder and says by which command it crawls there."""

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.crawling.places import Place
from benchmarks.crawling.process import Failed, spend
from tests.program import ROOT, site_settings

#: Where trafilatura is installed.
BENCH_PYTHON = ROOT / ".venv" / "bench" / "bin" / "python"


@dataclass(frozen=True, kw_only=True)
class Task:
    """A site of so many articles to crawl, at a port, with so many requests at a time."""

    place: Place
    articles: int
    port: int
    concurrency: int

    @property
    def home(self) -> str:
        """Where the site answers."""
        return f"http://127.0.0.1:{self.port}/"


@dataclass(frozen=True, kw_only=True)
class Contender:
    """``prepare`` makes ready what a crawl needs in a folder, and gives its command.

    ``articles`` says how many articles a crawl in that folder has had.
    """

    name: str
    prepare: Callable[[Path, Task], list[str]]
    articles: Callable[[Path], int]


def environment() -> dict[str, str]:
    """Little, and the checkout, so that its packages are found."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}


def _prepare_ours(folder: Path, task: Task) -> list[str]:
    archive = folder / "archive"
    tinhuy = [sys.executable, "-m", "crawler.cli"]
    spend([*tinhuy, "init", str(archive)], folder=folder, environment=environment())
    host = f"[loopback]\ninterval_seconds = 0.0\nconcurrency = {task.concurrency}\n"
    sections = {path: path.strip("/") for path in task.place.sections}
    site = site_settings(task.place.site, [task.home], sections)
    (archive / "tinhuy.toml").write_text(host + site, encoding="utf-8")
    return [*tinhuy, "crawl", task.place.site, "--archive", str(archive)]


def _articles_of_ours(folder: Path) -> int:
    """What the run's last line says it has saved, and found to be known at a second address."""
    line = (folder / "archive" / "runs.jsonl").read_text(encoding="utf-8").splitlines()[-1]
    run = json.loads(line)
    return int(run["saved"]) + int(run["unchanged"])


def _rival(name: str, python: str) -> Contender:
    def prepare(folder: Path, task: Task) -> list[str]:
        site = folder / "site.json"
        told = {
            "home": task.home,
            "concurrency": task.concurrency,
            "sections": task.place.sections,
            "article": task.place.article,
            "unwanted": task.place.unwanted,
            "further": task.place.further,
        }
        site.write_text(json.dumps(told), encoding="utf-8")
        return [python, "-m", "benchmarks.crawling.rivals", name, str(site)]

    return Contender(name=name, prepare=prepare, articles=_articles_of_rival)


def _articles_of_rival(folder: Path) -> int:
    said = (folder / "said.txt").read_text(encoding="utf-8").split()
    if not said or not said[-1].isdecimal():
        raise Failed(f"a rival did not say how many articles it had: {said[-20:]}")
    return int(said[-1])


OURS = Contender(name="tinhuy", prepare=_prepare_ours, articles=_articles_of_ours)
#: The first is what the others are compared with.
CONTENDERS = (
    _rival("bare", sys.executable),
    OURS,
    _rival("bare-8", sys.executable),
    _rival("bare-quiet", sys.executable),
    _rival("naive", str(BENCH_PYTHON)),
)


def require(chosen: Sequence[Contender]) -> None:
    """Make sure that *chosen* can begin; Failed where one lacks something."""
    if any(one.name == "naive" for one in chosen) and not BENCH_PYTHON.exists():
        raise Failed(f"{BENCH_PYTHON}, which has trafilatura, is not there: make bench installs it")
