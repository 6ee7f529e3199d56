"""Crawls on disks that really fill up: small file systems in memory, mounted for each trial."""

import os
import random
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from shlex import join, quote

from benchmarks.chaos.archives import SITE, corruption, empty_archive, faults, program, surroundings
from tests.program import PATIENCE, tinhuy
from tests.replica import World, replica

#: Kilobytes of the disks: an empty archive fits on the smallest, a whole one not on the largest.
SMALLEST, LARGEST = 520, 2_200
_STORAGE = 7
#: What mounts for one command alone.
_APART = ("unshare", "-m")


@dataclass(frozen=True, kw_only=True)
class Filled:
    """What came of one disk: the exit code, and a sentence for whatever should not be so."""

    code: int
    problems: tuple[str, ...]

    @property
    def figures(self) -> Mapping[str, int]:
        """Numbers that can be added up."""
        return {
            "disks": 1, "exit 7": int(self.code == _STORAGE), "problems": int(bool(self.problems))
        }  # fmt: skip


def mount_problem() -> str | None:
    """Why no file system can be mounted here; None where one can."""
    if os.geteuid() or shutil.which("unshare") is None:
        return "only root can mount a small file system, with unshare"
    probe = subprocess.run([*_APART, "true"], capture_output=True, text=True, check=False)  # noqa: S603 - ours
    return None if probe.returncode == 0 else f"unshare: {probe.stderr.strip()}"


def fill(*, seed: int, first: int, count: int) -> Iterator[Filled]:
    """A crawl of 50 articles on each of *count* disks of random sizes."""
    with replica(seed=seed, articles=50, sites=[SITE]) as world:
        for number in range(first, first + count):
            chance = random.Random(seed + number)  # noqa: S311 - sizes, not secrets
            with tempfile.TemporaryDirectory(prefix="tinhuy-chaos-") as name:
                yield _filled(Path(name), world, chance.randint(SMALLEST, LARGEST))


def _filled(place: Path, world: World, kilobytes: int) -> Filled:
    start = empty_archive(place / "start", world)
    disk, left = place / "disk", place / "left"
    disk.mkdir()
    script = (
        f"mount -t tmpfs -o size={kilobytes}k tmpfs {quote(str(disk))} || exit 99;"
        f" cp -a {quote(str(start))}/. {quote(str(disk))};"
        f" {join(program(disk, 'crawl', SITE))}; code=$?;"
        f" cp -a {quote(str(disk))} {quote(str(left))}; exit $code"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [*_APART, "sh", "-c", script], env=surroundings(), cwd=place,
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    said = [f"corrupt: {one}" for one in corruption(left)]
    if done.returncode != _STORAGE or "no space left for" not in done.stderr:
        said.append(f"exit {done.returncode}: {done.stderr}")
    again = tinhuy("crawl", SITE, "--archive", left)
    said += [f"the next crawl: {again.err}"] if again.code else []
    said += [f"after the next crawl: {one}" for one in faults(left, world)]
    return Filled(code=done.returncode, problems=tuple(said))
