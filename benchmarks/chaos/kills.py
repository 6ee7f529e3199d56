"""SIGKILL at random moments of a crawl, again and again, until it is complete."""

import random
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

from benchmarks.chaos.archives import SITE, surroundings
from benchmarks.chaos.contestants import Contestant, Found
from tests.program import PATIENCE
from tests.replica import World, replica

#: One kill in so many comes at a random time since the start, whatever was asked meanwhile: such
#: kills meet the start, the mending and the end.
_BY_TIME = 6
_LONGEST = 2.0


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How a crawl is killed: at most so often, each time within so many further requests."""

    articles: int
    kills: int
    within: int


@dataclass(kw_only=True)
class Trial:
    """What became of one crawl: its kills, pages fetched again after each, and what it has."""

    kills: int = 0
    again: list[int] = field(default_factory=list)
    code: int | None = None
    found: Found = field(default_factory=Found)

    @property
    def figures(self) -> Mapping[str, int]:
        """Numbers that can be added up, but for ``most again``."""
        return {
            "kills": self.kills, "lost": self.found.lost, "double": self.found.double,
            "faults": len(self.found.faults), "again": sum(self.again),
            "most again": max(self.again, default=0), "bad exits": int(self.code != 0),
        }  # fmt: skip


def trial(
    begin: Callable[[Path, World], Contestant], folder: Path, *, seed: int, manner: Manner
) -> Trial:
    """Kill one crawl as *manner* says, then let it end."""
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    done = Trial()
    with replica(seed=seed, articles=manner.articles, sites=[SITE]) as world:
        contestant = begin(folder, world)
        ends = [0]
        while done.kills < manner.kills and _kill_once(contestant, world, chance, manner.within):
            done.kills += 1
            ends.append(len(world.requests(SITE)))
        done.code = _run(contestant)
        done.again = _asked_again(world, ends)
        done.found = contestant.found()
    return done


def _kill_once(contestant: Contestant, world: World, chance: random.Random, within: int) -> bool:
    """Start it and kill it; False where it had ended before."""
    wanted = len(world.requests(SITE)) + chance.randint(1, within)
    pause = chance.uniform(0, 0.03)
    latest = chance.uniform(0, _LONGEST) if chance.randrange(_BY_TIME) == 0 else PATIENCE
    process = _start(contestant)
    end = time.monotonic() + latest
    while process.poll() is None and time.monotonic() < end:
        if len(world.requests(SITE)) >= wanted:
            time.sleep(pause)
            break
        time.sleep(0.002)
    process.kill()
    return process.wait() == -9


def _run(contestant: Contestant) -> int:
    with _start(contestant) as process:
        return process.wait(timeout=10 * PATIENCE)


def _start(contestant: Contestant) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603 - our own program, or Scrapy
        contestant.command(), cwd=contestant.folder, env=surroundings(),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _asked_again(world: World, ends: list[int]) -> list[int]:
    """For each kill, how many articles that were asked for in that run were asked for again later.

    *ends* has the numbers of requests at the start and after each kill.
    """
    pages = {urlsplit(url).path for one in world.truth(SITE) for url in one["urls"]}
    asked = [path for _, _, path, _ in world.requests(SITE)]
    return [len(set(asked[begin:end]) & set(asked[end:]) & pages) for begin, end in pairwise(ends)]
