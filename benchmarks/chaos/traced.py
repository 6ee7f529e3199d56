"""Programs under strace: what they ask of the disk, and errors or death at a chosen request."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from benchmarks.chaos.archives import surroundings
from tests.program import PATIENCE

#: What changes a file or makes it durable, as SQLite and our own code ask for it.
CALLS = ("write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename", "unlink")
_LINE = re.compile(r"^(\d+) +(\w+)\((?:\d+<|\")([^>\"]*)")
_PROBE = ["strace", "-f", "-qq", "-o", "/dev/null", "true"]


@cache
def strace_problem() -> str | None:
    """Why programs cannot be traced here; None where they can."""
    if shutil.which("strace") is None:
        return "strace is not installed"
    probe = subprocess.run(_PROBE, capture_output=True, text=True, check=False)  # noqa: S603 - ours
    return None if probe.returncode == 0 else f"strace cannot trace: {probe.stderr.strip()}"


@dataclass(frozen=True, kw_only=True)
class Point:
    """The *number*-th time that the program makes this system call."""

    call: str
    number: int


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What happens there: ``KILL``, or an error (``ENOSPC``, ``EIO``) once or from then on."""

    kind: str
    for_ever: bool = False

    def __str__(self) -> str:
        if self.kind == "KILL":
            return self.kind
        return f"{self.kind} {'for ever' if self.for_ever else 'once'}"

    def injection(self, point: Point) -> str:
        """The fault at *point* in strace's words."""
        if self.kind == "KILL":
            return f"inject={point.call}:signal=KILL:when={point.number}"
        when = f"{point.number}{'+' if self.for_ever else ''}"
        return f"inject={point.call}:error={self.kind}:when={when}"


@dataclass(frozen=True, kw_only=True)
class Traced:
    """How a traced program ended; ``log`` has a line for each call."""

    code: int
    out: str
    err: str
    log: str

    def injected(self) -> list[str]:
        """The paths at which the fault was injected."""
        lines = [line for line in self.log.splitlines() if "(INJECTED)" in line]
        return [found[3] for line in lines if (found := _LINE.match(line))]


def traced(command: Sequence[str], log: Path, *, inject: str | None = None) -> Traced:
    """Run *command* to its end, with *inject* for strace where it is given.

    One that does not end within PATIENCE is killed, and its code says so.
    """
    # With seccomp only the calls that are traced stop the program; but so strace would send no
    # signal.
    quick = () if inject and "signal=KILL" in inject else ("--seccomp-bpf",)
    return under_strace(command, log, calls=CALLS, options=quick, inject=inject)


def under_strace(
    command: Sequence[str],
    log: Path,
    *,
    calls: Sequence[str],
    options: Sequence[str] = (),
    inject: str | None = None,
) -> Traced:
    """Run *command* beside *log*, which gets a line for each of *calls*; else as :func:`traced`."""
    words = [
        *("strace", "-f", "-qq", "-y", "-o", str(log)),
        *("-e", f"trace={','.join(calls)}", "-e", "signal=none"),
        *(("-e", inject) if inject else ()),
        *options,
    ]
    with subprocess.Popen(  # noqa: S603 - our own program
        [*words, *command], env=surroundings(), cwd=log.parent, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    ) as process:  # fmt: skip
        try:
            out, err = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # strace alone would let the program go
            out, err = process.communicate()
    text = log.read_text(encoding="utf-8", errors="replace")
    return Traced(code=process.returncode, out=out, err=err, log=text)


def points(run: Traced, folder: Path) -> list[Point]:
    """Every call of the main thread on a file in *folder*, in order."""
    counts: dict[str, int] = {}
    found = []
    main = run.log.split(" ", 1)[0]
    for line in run.log.splitlines():
        call = _LINE.match(line)
        if not call or call[1] != main:
            continue
        counts[call[2]] = counts.get(call[2], 0) + 1
        if call[3].startswith(str(folder)):
            found.append(Point(call=call[2], number=counts[call[2]]))
    return found
