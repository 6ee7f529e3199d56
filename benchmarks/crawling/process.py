"""A program run to its end, with what it and all its children spent."""

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_LOOK_EVERY = 0.05


class Failed(Exception):
    """A program ended otherwise than it should."""


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What a run took: seconds by the clock, seconds of CPU (user and system), peak bytes.

    The peak is the largest sum of what each process that lived at a time had held at most: a little
    more than the peak of the sum.
    """

    seconds: float
    cpu: float
    peak: int


def spend(words: Sequence[str], *, folder: Path, environment: Mapping[str, str]) -> Spent:
    """Run *words* in *folder*; Failed, with what it said, where the exit code is not 0.

    Its output goes to ``said.txt`` in *folder*.
    """
    said = folder / "said.txt"
    with said.open("wb") as output:
        began = time.monotonic()
        program = subprocess.Popen(
            words, cwd=folder, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        peak = 0
        try:
            while True:
                peak = max(peak, sum(_peaks(program.pid).values()))
                ended, status, used = os.wait4(program.pid, os.WNOHANG)
                if ended:
                    break
                time.sleep(_LOOK_EVERY)
        except BaseException:
            program.kill()
            program.wait()
            raise
    seconds = time.monotonic() - began
    program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode:
        last = said.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise Failed(f"{' '.join(words)} ended with {program.returncode}:\n{last}")
    return Spent(seconds=seconds, cpu=used.ru_utime + used.ru_stime, peak=peak)


def _peaks(root: int) -> dict[int, int]:
    """The greatest size so far of *root* and of each process below it, in bytes, by number."""
    peaks = {}
    waiting = [root]
    while waiting:
        number = waiting.pop()
        try:
            status = Path(f"/proc/{number}/status").read_text(encoding="ascii", errors="replace")
            for task in Path(f"/proc/{number}/task").iterdir():
                waiting += map(int, (task / "children").read_text(encoding="ascii").split())
        except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
            continue
        fields = dict(line.partition(":")[::2] for line in status.splitlines())
        if "VmHWM" in fields:  # a process that has ended and is not waited for has none
            peaks[number] = int(fields["VmHWM"].split()[0]) * 1024
    return peaks
