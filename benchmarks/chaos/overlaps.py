"""Programs that start at the same moment on one archive."""

import os
import subprocess
import tempfile
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chaos.archives import SITE, empty_archive, faults, program, surroundings
from crawler.cli.commands import COMMANDS
from crawler.errors import ExitCode
from tests.comparison import differences
from tests.replica import World, replica

#: Seconds of CPU within which a crawl leaves that finds its site busy.
MOST_CPU = 0.3
#: The site whose pages are taken in while another is crawled.
INGESTED = "hung_yen_dang_uy_khoi"


@dataclass(frozen=True, kw_only=True)
class Ended:
    """How one of several programs ended; ``cpu`` is in seconds, of user and system together."""

    code: int
    cpu: float
    err: str


@dataclass(frozen=True, kw_only=True)
class Overlap:
    """What came of one trial: the programs, and a sentence for whatever should not be so."""

    ended: Sequence[Ended]
    problems: tuple[str, ...]

    @property
    def figures(self) -> Mapping[str, float]:
        """Numbers that can be added up, but for ``most cpu``, of those that left at once."""
        left = [one.cpu for one in self.ended if one.code == ExitCode.BUSY]
        return {
            "trials": 1, "worked": sum(one.code == 0 for one in self.ended), "left": len(left),
            "most cpu": max(left, default=0.0), "problems": len(self.problems),
        }  # fmt: skip


def together(commands: Sequence[Sequence[str]], folder: Path) -> list[Ended]:
    """Start all *commands* at once and wait for the last."""
    started = [
        subprocess.Popen(  # noqa: S603 - our own program
            command, cwd=folder, env=surroundings(), stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE, encoding="utf-8",
        )
        for command in commands
    ]  # fmt: skip
    ended = []
    for process in started:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        with process:
            err = process.stderr.read() if process.stderr else ""
        cpu = usage.ru_utime + usage.ru_stime
        ended.append(Ended(code=process.returncode, cpu=cpu, err=err))
    return ended


def starts(*, seed: int, first: int, trials: int, at_once: int = 8) -> Iterator[Overlap]:
    """*at_once* crawls of one site, *trials* times, each time into a new archive."""
    with (
        replica(seed=seed, articles=40, slow_ms=10, sites=[SITE]) as world,
        tempfile.TemporaryDirectory(prefix="tinhuy-chaos-") as name,
    ):
        for number in range(first, first + trials):
            folder = empty_archive(Path(name) / str(number), world)
            ended = together([program(folder, "crawl", SITE)] * at_once, folder)
            yield Overlap(ended=ended, problems=(*_of_starts(ended), *faults(folder, world)))


def _of_starts(ended: Sequence[Ended]) -> Iterator[str]:
    codes = sorted(one.code for one in ended)
    if codes != [ExitCode.OK] + [ExitCode.BUSY] * (len(ended) - 1):
        yield f"exit codes {codes}"
    for one in ended:
        if one.code == ExitCode.BUSY and one.cpu >= MOST_CPU:
            yield f"left after {one.cpu:.2f} s of CPU"
        if one.code == ExitCode.BUSY and "by process" not in one.err:
            yield f"does not say who works: {one.err}"


def different(*, seed: int, first: int, trials: int) -> Iterator[Overlap]:
    """A crawl, an ingest into another site, an export, and a backup, all at once."""
    with (
        replica(seed=seed, articles=40, slow_ms=5, sites=[SITE, INGESTED]) as world,
        tempfile.TemporaryDirectory(prefix="tinhuy-chaos-") as name,
    ):
        pages = saved_pages(world, Path(name))
        for number in range(first, first + trials):
            folder = empty_archive(Path(name) / str(number), world)
            ended = together(_commands(folder, pages), folder)
            yield Overlap(ended=ended, problems=(*_of_different(ended), *_lost(folder, world)))


def _commands(folder: Path, pages: Sequence[Path]) -> list[list[str]]:
    commands = [
        program(folder, "crawl", SITE),
        program(folder, "ingest", "--site", INGESTED, *map(str, pages)),
        program(folder, "export", str(folder.with_suffix(".csv"))),
        program(folder, "export", str(folder.with_suffix(".jsonl"))),
    ]
    if "backup" in COMMANDS:
        commands.append(program(folder, "backup", str(folder.with_suffix(".backup"))))
    return commands


def _of_different(ended: Sequence[Ended]) -> Iterator[str]:
    yield from (f"exit {one.code}: {one.err}" for one in ended if one.code)


def _lost(folder: Path, world: World) -> list[str]:
    return [*faults(folder, world), *differences(folder, world, INGESTED)]


def saved_pages(world: World, folder: Path) -> list[Path]:
    """A file for each address of INGESTED, as a browser saves it."""
    paths = []
    for one in world.truth(INGESTED):
        for url in one["urls"]:
            with urllib.request.urlopen(url) as answer:  # noqa: S310 - an address of the replica
                body = answer.read()
            path = folder / f"{len(paths)}.html"
            note = f"<!-- saved from url=({len(url):04d}){url} -->\n"
            path.write_bytes(note.encode("ascii") + body)
            paths.append(path)
    return paths
