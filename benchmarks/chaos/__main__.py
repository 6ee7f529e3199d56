"""``python -m benchmarks.chaos PART``: ill-treat archives, and print what is left of them.

Each part can be done in pieces (``--from``, ``--count``); what a piece found is kept with its seed,
revision and command. Exit code 1 where anything was lost, double, corrupt or wrongly told.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from benchmarks.chaos import disk_faults, full_disks, overlaps, power_cuts, results
from benchmarks.chaos.archives import SITE
from benchmarks.chaos.contestants import JobDir, Ours
from benchmarks.chaos.kills import Manner, Trial, trial
from benchmarks.chaos.overlaps import INGESTED
from benchmarks.chaos.tasks import Crawl, Export, Ingest
from benchmarks.chaos.traced import strace_problem
from crawler.run import GROUP
from tests.replica import replica

#: Dense kills of ours; and few kills of longer crawls, which both contestants get alike.
DENSE = Manner(articles=250, kills=20, within=24)
SPARSE = Manner(articles=800, kills=2, within=700)
#: Cuts that are made of one recording.
CUTS = 10_000

#: Figures of one trial, with a sentence for whatever should not be so.
Piece = tuple[Mapping[str, float], list[str]]
Part = Callable[[argparse.Namespace], Iterator[Piece]]


def _kills(options: argparse.Namespace) -> Iterator[Piece]:
    """SIGKILL at random: crawls of ours, killed twenty times each."""
    for done in _trials(options, Ours.begin, DENSE):
        said = list(done.found.faults)
        if done.code:
            said.append(f"the last crawl ended with {done.code}")
        if max(done.again, default=0) > GROUP:
            said.append(f"{max(done.again)} pages were fetched again after one kill")
        yield done.figures, said


def _side_by_side_ours(options: argparse.Namespace) -> Iterator[Piece]:
    """SIGKILL at random: long crawls of ours, killed at most twice each."""
    yield from (
        (done.figures, list(done.found.faults)) for done in _trials(options, Ours.begin, SPARSE)
    )


def _side_by_side_jobdir(options: argparse.Namespace) -> Iterator[Piece]:
    """The same for a bare Scrapy spider with a JOBDIR; what it loses is no fault of ours."""
    yield from ((done.figures, []) for done in _trials(options, JobDir.begin, SPARSE))


def _trials(
    options: argparse.Namespace, begin: Callable[..., Ours | JobDir], manner: Manner
) -> Iterator[Trial]:
    for number in range(options.first, options.first + options.count):
        with tempfile.TemporaryDirectory(prefix="tinhuy-chaos-") as name:
            yield trial(begin, Path(name) / "it", seed=options.seed + number, manner=manner)


def _killed_calls(options: argparse.Namespace) -> Iterator[Piece]:
    """SIGKILL at the k-th write, sync, truncation, rename or unlink of a crawl."""
    yield from _sweep(Crawl, (disk_faults.KILL,), options)


def _failing_calls(options: argparse.Namespace) -> Iterator[Piece]:
    """ENOSPC and EIO there, once and for ever."""
    yield from _sweep(Crawl, disk_faults.ERRORS, options)


def _ingest_calls(options: argparse.Namespace) -> Iterator[Piece]:
    """Both for an ingest."""
    yield from _sweep(Ingest, (disk_faults.KILL, *disk_faults.ERRORS), options)


def _export_calls(options: argparse.Namespace) -> Iterator[Piece]:
    """Both for an export."""
    yield from _sweep(Export, (disk_faults.KILL, *disk_faults.ERRORS), options)


def _sweep(
    task: type[Crawl], kinds: tuple[disk_faults.Fault, ...], options: argparse.Namespace
) -> Iterator[Piece]:
    with replica(seed=options.seed, articles=50, sites=[SITE, INGESTED]) as world:
        for one in disk_faults.sweep(
            task(world=world), kinds, seed=options.seed, first=options.first, count=options.count
        ):
            yield one.figures, [f"{one.fault} at {one.point}: {said}" for said in one.problems]


def _full_disks(options: argparse.Namespace) -> Iterator[Piece]:
    """Disks that fill up, somewhere in a crawl."""
    for one in full_disks.fill(seed=options.seed, first=options.first, count=options.count):
        yield one.figures, list(one.problems)


def _power_cuts(options: argparse.Namespace) -> Iterator[Piece]:
    """Cuts of the power during recorded crawls, with torn and missing writes."""
    for number in range(options.first, options.first + options.count, CUTS):
        left = min(CUTS, options.first + options.count - number)
        done = power_cuts.cut_power(seed=options.seed + number, articles=40, count=left)
        yield done.figures, done.problems


def _starts(options: argparse.Namespace) -> Iterator[Piece]:
    """Eight crawls of one site at the same moment."""
    for one in overlaps.starts(seed=options.seed, first=options.first, trials=options.count):
        yield one.figures, list(one.problems)


def _different(options: argparse.Namespace) -> Iterator[Piece]:
    """A crawl, an ingest, two exports and a backup at the same moment."""
    for one in overlaps.different(seed=options.seed, first=options.first, trials=options.count):
        yield one.figures, list(one.problems)


#: Every part, with how many trials make it whole, and what may keep it from being done here.
PARTS: Mapping[str, tuple[Part, int, Callable[[], str | None]]] = {
    "kills": (_kills, 50, lambda: None),
    "side-by-side-ours": (_side_by_side_ours, 10, lambda: None),
    "side-by-side-jobdir": (_side_by_side_jobdir, 10, lambda: None),
    "killed-calls": (_killed_calls, 10_000, strace_problem),
    "failing-calls": (_failing_calls, 1_000, strace_problem),
    "ingest-calls": (_ingest_calls, 10_000, strace_problem),
    "export-calls": (_export_calls, 10_000, strace_problem),
    "full-disks": (_full_disks, 200, full_disks.mount_problem),
    "power-cuts": (_power_cuts, 100_000, strace_problem),
    "starts": (_starts, 50, lambda: None),
    "different": (_different, 50, lambda: None),
}


def main() -> int:
    """Do the parts that are named, or all; the exit code."""
    options = _arguments()
    if options.part == "table":
        results.write_table()
        return 0
    codes = [_do(part, options) for part in ([options.part] if options.part else PARTS)]
    return max(codes)


def _do(part: str, options: argparse.Namespace) -> int:
    """Do one part, say what came of every trial that went wrong, and keep the sums."""
    work, whole, obstacle = PARTS[part]
    if problem := obstacle():
        sys.stderr.write(f"chaos: {part} is left out: {problem}\n")
        return 1
    count = options.count or whole
    figures: dict[str, float] = {}
    wrong = 0
    for found, problems in work(argparse.Namespace(**{**vars(options), "count": count})):
        figures = results.added((figures, found))
        wrong += bool(problems)
        for sentence in problems[:5]:
            sys.stderr.write(f"chaos: {part}: {sentence}\n")
        if sys.stdout.isatty():
            _say(f"\r{part}: {_told(figures)}   ")
    command = (
        f"python -m benchmarks.chaos {part}"
        f" --seed {options.seed} --from {options.first} --count {count}"
    )
    _say(f"\r{part}: {_told(figures)}\n    revision {results.revision()}: {command}\n")
    if not options.dry:
        results.keep(part, figures, seed=options.seed, command=command)
    return int(wrong > 0)


def _told(figures: Mapping[str, float]) -> str:
    return ", ".join(f"{value:g} {name}" for name, value in figures.items())


def _say(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.chaos", description=__doc__)
    parser.add_argument("part", nargs="?", choices=[*PARTS, "table"], help="all without it")
    parser.add_argument("--seed", type=int, default=1930)
    parser.add_argument("--from", dest="first", type=int, default=0, help="the first trial")
    parser.add_argument("--count", type=int, help="how many trials")
    parser.add_argument("--dry", action="store_true", help="keep nothing")
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
