"""A crawl that dies, or whose disk fails, at a chosen write, sync, truncation or rename."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chaos.archives import SITE, corruption, empty_archive, faults, program
from benchmarks.chaos.traced import Fault, Point, Traced, points, traced
from crawler.errors import ExitCode
from tests.program import tinhuy
from tests.replica import World, replica

KILL = Fault(kind="KILL")
ERRORS = tuple(
    Fault(kind=kind, for_ever=for_ever) for kind in ("ENOSPC", "EIO") for for_ever in (False, True)
)
#: What the sentence says of each error, at the least.
_CAUSE = {"ENOSPC": "no space left", "EIO": "check the disk"}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one fault: the exit code, and a sentence for whatever should not be so."""

    point: Point
    fault: Fault
    code: int
    reached: bool
    problems: tuple[str, ...] = ()

    @property
    def figures(self) -> Mapping[str, int]:
        """Numbers that can be added up."""
        return {
            "points": 1, "not reached": int(not self.reached), "exit 0": int(self.code == 0),
            "exit 7": int(self.code == ExitCode.STORAGE), "problems": int(bool(self.problems)),
        }  # fmt: skip


def sweep(
    kinds: Sequence[Fault], *, seed: int, articles: int, first: int, count: int
) -> Iterator[Outcome]:
    """Each of *kinds* at *count* points of a crawl, spread evenly from the *first* on.

    Which points there are is found by tracing a crawl to which nothing happens.
    """
    with (
        replica(seed=seed, articles=articles, sites=[SITE]) as world,
        tempfile.TemporaryDirectory(prefix="tinhuy-chaos-") as name,
    ):
        place = Path(name)
        for number, point in enumerate(_chosen(all_points(place, world), first, count)):
            for fault in kinds:
                yield outcome(place / f"{number}-{fault}".replace(" ", "-"), world, point, fault)


def all_points(place: Path, world: World) -> list[Point]:
    """Where a crawl of *world* can be hit."""
    folder = empty_archive(place / "traced", world)
    return points(traced(program(folder, "crawl", SITE), place / "traced.log"), folder)


def _chosen(among: Sequence[Point], first: int, count: int) -> list[Point]:
    """*count* of the points from the *first* on, at equal distances; all of them if they are few.

    Points are told by their place, so that a sweep can be made in parts.
    """
    rest = among[first:]
    step = max(1, len(rest) // count)
    return list(rest[::step][:count])


def outcome(folder: Path, world: World, point: Point, fault: Fault) -> Outcome:
    """Let *fault* happen to a crawl into a new archive, look at that, and crawl again."""
    empty_archive(folder, world)
    run = traced(
        program(folder, "crawl", SITE),
        folder.with_suffix(".log"),
        inject=fault.injection(point),
    )
    hit = [path for path in run.injected() if path.startswith(str(folder))]
    reached = bool(hit) or run.code == -9
    said = [f"corrupt: {one}" for one in corruption(folder)]
    if fault is not KILL and reached:
        said += _wrongly_told(run, fault, folder)
    if run.code == 0:
        said += [f"exit 0, but {one}" for one in faults(folder, world)]
    again = tinhuy("crawl", SITE, "--archive", folder)
    if again.code:
        said.append(f"the next crawl: exit {again.code}, {again.err}")
    said += [f"after the next crawl: {one}" for one in faults(folder, world)]
    return Outcome(point=point, fault=fault, code=run.code, reached=reached, problems=tuple(said))


def _wrongly_told(run: Traced, fault: Fault, folder: Path) -> Iterator[str]:
    """What is wrong with how a crawl ended that met an error; exit 0 is looked into elsewhere."""
    if "Traceback" in run.err:
        yield f"a traceback: {run.err}"
    if run.code not in (ExitCode.OK, ExitCode.STORAGE):
        yield f"exit {run.code}: {run.err}"
    is_named = _CAUSE[fault.kind] in run.err and str(folder) in run.err
    if run.code == ExitCode.STORAGE and not is_named and _could_tell(run, folder):
        yield f"the cause is not named: {run.err}"


def _could_tell(run: Traced, folder: Path) -> bool:
    """Whether the fault was in the archive alone, and did not keep the program from saying so."""
    return all(path.startswith(str(folder)) for path in run.injected())
