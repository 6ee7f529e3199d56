"""A command that dies, or whose disk fails, at a chosen write, sync, truncation or rename."""

import hashlib
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chaos.archives import corruption, surroundings
from benchmarks.chaos.tasks import ARCHIVE, Task
from benchmarks.chaos.traced import Fault, Point, Traced, points, traced
from crawler.errors import ExitCode
from tests.program import PATIENCE

KILL = Fault(kind="KILL")
ERRORS = tuple(
    Fault(kind=kind, for_ever=for_ever) for kind in ("ENOSPC", "EIO") for for_ever in (False, True)
)
#: What the sentence says of each error, at the least; SQLite tells few errors of a sync apart.
_CAUSE = {"ENOSPC": ("no space left", "or is full"), "EIO": ("check the disk",)}


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
    task: Task, kinds: Sequence[Fault], *, seed: int, first: int, count: int
) -> Iterator[Outcome]:
    """Each of *kinds* at *count* calls of *task*, from the *first* on.

    Which calls there are is found by tracing the task undisturbed. They come in an order that
    looks like chance and is the same every time, so that any piece is spread over all of them.
    """
    with tempfile.TemporaryDirectory(prefix="tinhuy-chaos-") as name:
        place = Path(name)
        among = sorted(all_points(task, place / "traced"), key=lambda point: _shuffled(seed, point))
        for number, point in enumerate(among[first : first + count]):
            for fault in kinds:
                yield outcome(task, place / f"{number}-{fault}".replace(" ", "-"), point, fault)


def _shuffled(seed: int, point: Point) -> bytes:
    return hashlib.sha256(f"{seed} {point}".encode()).digest()


def all_points(task: Task, place: Path) -> list[Point]:
    """Where *task* can be hit."""
    task.begin(place)
    return points(traced(task.command(place), place.with_suffix(".log")), place)


def outcome(task: Task, place: Path, point: Point, fault: Fault) -> Outcome:
    """Let *fault* happen to *task*, look at what is left, and let it end."""
    task.begin(place)
    log = place.with_suffix(".log")
    run = traced(task.command(place), log, inject=fault.injection(point))
    reached = any(path.startswith(str(place)) for path in run.injected()) or run.code == -9
    said = [f"corrupt: {one}" for one in corruption(place / ARCHIVE)] + task.torn(place)
    if fault is not KILL and reached:
        said += _wrongly_told(run, fault, place)
    if run.code == 0:
        said += [f"exit 0, but {one}" for one in task.faults(place)]
    again = subprocess.run(  # noqa: S603 - our own program
        task.command(place), env=surroundings(), cwd=place, capture_output=True, text=True,
        timeout=PATIENCE, check=False,
    )  # fmt: skip
    if again.returncode:
        said.append(f"repeated: exit {again.returncode}, {again.stderr}")
    said += [f"repeated: {one}" for one in task.faults(place)]
    shutil.rmtree(place)
    return Outcome(point=point, fault=fault, code=run.code, reached=reached, problems=tuple(said))


def _wrongly_told(run: Traced, fault: Fault, place: Path) -> Iterator[str]:
    """What is wrong with how a task ended that met an error; exit 0 is looked into elsewhere."""
    if "Traceback" in run.err:
        yield f"a traceback: {run.err}"
    if run.code not in (ExitCode.OK, ExitCode.STORAGE):
        yield f"exit {run.code}: {run.err}"
    is_named = any(cause in run.err for cause in _CAUSE[fault.kind]) and str(place) in run.err
    if run.code == ExitCode.STORAGE and not is_named and _could_tell(run, place):
        yield f"the cause is not named: {run.err}"


def _could_tell(run: Traced, place: Path) -> bool:
    """Whether the fault was in our own files alone, and kept the program from saying nothing."""
    return all(path.startswith(str(place)) for path in run.injected())
