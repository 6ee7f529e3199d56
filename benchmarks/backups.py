"""Backups during writes, each restored and compared with the states that were committed.

``make bench-backups`` makes 1,000, beside copies by ``cp``, and keeps the figures. Two
writers commit all the time, into a fresh archive every so many trials. A backup is right if it
opens, verifies with every record read, and equals exactly one state: the last one that was
committed when it began, or one that was committed before it ended.
"""

import argparse
import json
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.backup_writer import COUNTER, digest
from crawler.archive.archive import Archive
from crawler.archive.backup import back_up
from crawler.archive.verify import verify_archive
from crawler.clock import now, utc_text
from crawler.errors import TinhuyError
from tests.archived import new_archive
from tests.program import ROOT, command, environment, wait_until
from tests.tables import table

README = Path(__file__).with_name("README.md")
KEPT = Path(__file__).parent / "results" / "backups.jsonl"
#: Trials in one archive, which grows meanwhile.
_BATCH = 20
_WRITERS = 2
#: Copies by ``cp`` are made in one of so many trials.
_CP_EVERY = 4
_PLACE = re.compile(r"(<!-- backups: [^>]*-->\n).*?(<!-- end of backups -->)", re.DOTALL)


@dataclass(kw_only=True)
class Contestant:
    """A way to copy an archive, and what became of its copies: how many by kind of fault.

    It takes part in every trial whose number *every* divides. ``met`` counts the copies during
    which a state was committed.
    """

    name: str
    copy: Callable[[Path, Path], None]
    every: int = 1
    made: int = 0
    met: int = 0
    faults: Counter[str] = field(default_factory=Counter)

    @property
    def equal(self) -> int:
        """How many copies were whole and equal to one committed state."""
        return self.made - self.faults.total()


@dataclass(kw_only=True)
class Trials:
    """What was tried: the contestants, and how many states were committed meanwhile."""

    contestants: list[Contestant]
    states: int = 0


def by_tinhuy(folder: Path, target: Path) -> None:
    """What ``tinhuy backup`` does."""
    with Archive.open_to_read(folder) as archive:
        back_up(archive, target)


def by_cp(folder: Path, target: Path) -> None:
    """The whole folder, with the log."""
    _cp("-r", folder, target)


def by_cp_alone(folder: Path, target: Path) -> None:
    """The database without its log, and then the rest."""
    target.mkdir()
    _cp(folder / "archive.db", target)
    _cp("-r", folder / "warc", folder / "files", target)


def _cp(*words: str | Path) -> None:
    subprocess.run(["cp", *words], check=True, stderr=subprocess.DEVNULL)  # noqa: S603, S607 - ours


def compare(work: Path, contestants: list[Contestant], *, trials: int, seed: int) -> Trials:
    """Let the contestants make their copies in the folder *work*, in turns."""
    found = Trials(contestants=contestants)
    chance = random.Random(seed)  # noqa: S311  # moments, not secrets
    for start in range(0, trials, _BATCH):
        place = work / f"{start:05}"
        place.mkdir()
        with _being_written(place, seed * 10_000 + start) as (folder, states):
            for number in range(start, min(start + _BATCH, trials)):
                for contestant in (one for one in contestants if number % one.every == 0):
                    time.sleep(chance.uniform(0, 0.02))
                    target = place / f"ban-sao-{number}"
                    _try(contestant, folder, target, states)
                    shutil.rmtree(target)
        found.states += len(_states(states))
        shutil.rmtree(place)
    return found


@contextmanager
def _being_written(place: Path, seed: int) -> Iterator[tuple[Path, Path]]:
    """A new archive that writers commit into, and the file of its states.

    RuntimeError where a writer fails: a backup is in nobody's way.
    """
    folder, states, stop = place / "kho", place / "trang-thai", place / "het"
    new_archive(folder).close()
    states.touch()
    writers = [
        subprocess.Popen(  # noqa: S603 - our own words
            command("benchmarks.backup_writer", (folder, states, stop, seed + number)),
            env=environment(),
            cwd=ROOT,
        )
        for number in range(_WRITERS)
    ]
    try:
        wait_until(lambda: len(_states(states)) > _WRITERS)
        yield folder, states
    finally:
        stop.touch()
        codes = [writer.wait(60) for writer in writers]
    if any(codes):
        raise RuntimeError(f"a writer failed: {codes}")


def _try(contestant: Contestant, folder: Path, target: Path, states: Path) -> None:
    first = len(_states(states)) - 1  # the last one that is noted may not be committed yet
    contestant.made += 1
    try:
        contestant.copy(folder, target)
    except subprocess.CalledProcessError:
        contestant.faults["cp failed"] += 1
        return
    found = _states(states)
    contestant.met += len(found) > first + 1
    if fault := _fault(target, found, first=first):
        contestant.faults[fault] += 1


def _states(states: Path) -> list[str]:
    """The digest of each state, from 1; the last one may be only half written."""
    lines = states.read_text(encoding="ascii").split("\n")[:-1]
    return [line.split()[1] for line in lines]


def _fault(target: Path, states: list[str], *, first: int) -> str | None:
    """Why the copy *target* is none that could be restored; None if it is."""
    try:
        with Archive.open(target) as archive:
            if problems := verify_archive(archive, deep=True).problems:
                return "damaged" if any("damaged" in one for one in problems) else "not whole"
            (number,) = archive.db.conn.execute(
                "SELECT value FROM meta WHERE key = ?", (COUNTER,)
            ).fetchone()
            if digest(archive.db) != states[int(number) - 1]:
                return "no committed state"
            return None if int(number) >= first else "out of date"
    except (TinhuyError, sqlite3.DatabaseError):
        return "cannot be opened"


def main() -> None:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1930)
    options = parser.parse_args()
    contestants = [
        Contestant(name="`tinhuy backup`", copy=by_tinhuy),
        Contestant(name="`cp -r` of the folder", copy=by_cp, every=_CP_EVERY),
        Contestant(
            name="`cp` of the database, then of the rest", copy=by_cp_alone, every=_CP_EVERY
        ),
    ]
    with TemporaryDirectory(prefix="tinhuy-backups-") as work:
        found = compare(Path(work), contestants, trials=options.trials, seed=options.seed)
    about = {
        "at": utc_text(now()),
        "revision": _revision(),
        "seed": options.seed,
        "sqlite": sqlite3.sqlite_version,
    }
    _keep(about, found)
    text = report(about, found)
    sys.stdout.write(text)
    readme = README.read_text(encoding="utf-8")
    fresh = _PLACE.sub(lambda place: f"{place[1]}{text}{place[2]}", readme)
    README.write_text(fresh, encoding="utf-8")


def _keep(about: Mapping[str, object], found: Trials) -> None:
    copies = {
        one.name: {
            "made": one.made,
            "met": one.met,
            "equal": one.equal,
            "faults": dict(one.faults),
        }
        for one in found.contestants
    }
    KEPT.parent.mkdir(exist_ok=True)
    with KEPT.open("a", encoding="utf-8") as file:
        file.write(json.dumps({**about, "states": found.states, "copies": copies}) + "\n")


def report(about: Mapping[str, object], found: Trials) -> str:
    """What was measured, as a sentence and a table."""
    heads = ("a copy by", "copies", "a commit meanwhile", "whole, equal to one state", "faults")
    rows = [
        (one.name, f"{one.made:,}", f"{one.met:,}", f"{one.equal:,}", _told(one.faults))
        for one in found.contestants
    ]
    return (
        f"{str(about['at'])[:10]}, revision `{about['revision']}`, seed {about['seed']}, SQLite"
        f" {about['sqlite']}, {found.states:,} states committed meanwhile.\n\n"
        f"{table(heads, rows)}\n"
    )


def _told(faults: Counter[str]) -> str:
    return ", ".join(f"{count:,} {fault}" for fault, count in sorted(faults.items())) or "none"


def _revision() -> str:
    """The checkout's revision, with a plus sign where a file of the program differs from it."""
    head = _git("rev-parse", "--short=12", "HEAD").strip() or "unknown"
    return f"{head}{'+' if _git('diff', '--name-only', 'HEAD', '--', 'crawler') else ''}"


def _git(*words: str) -> str:
    ended = subprocess.run(  # noqa: S603 - our own words
        ["git", *words],  # noqa: S607 - the system's git
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.stdout


if __name__ == "__main__":
    main()
