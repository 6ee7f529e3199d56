"""Damaged archives: ``tinhuy recover`` saves all that lies outside the damage, and names the rest.

A line of a fault, on the error stream, names the kind and the number of its trial.

Each trial damages a copy of one of two small archives (one closed, one as a killed run leaves it,
with its write-ahead log), recovers it, and compares: every row whose pages are untouched, and every
record whose bytes are, must be in the new archive.
"""

import argparse
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.damage_kinds import KINDS
from benchmarks.damage_truth import Truth
from crawler.archive.archive import Archive
from crawler.archive.verify import verify_archive
from crawler.declared import declared_sites
from crawler.errors import TinhuyError
from crawler.recover import recover
from pipelines.chain import clean
from tests.damaged import sound_archives

README = Path(__file__).parent / "README.md"
_BEGIN, _END = "<!-- damage: written by make bench-damage -->", "<!-- end of damage -->"


@dataclass
class Figures:
    """What the trials of one kind of damage came to."""

    trials: int = 0
    harmless: int = 0
    noticed: int = 0
    unnoticed: int = 0
    crashed: int = 0
    verify_crashed: int = 0
    rows_outside: int = 0
    records_outside: int = 0
    lost_outside: int = 0
    articles: int = 0
    articles_saved: int = 0
    faults: list[str] = field(default_factory=list)


def trial(truth: Truth, kind: str, seed: int, folder: Path) -> Figures:
    """Damage a copy of an archive in one way, and recover it."""
    damaged, target = folder / "damaged", folder / "target"
    shutil.copytree(truth.folder, damaged)
    KINDS[kind](damaged, random.Random(f"{kind} {seed}"))  # noqa: S311  # damage, no secret
    found = Figures(trials=1, articles=truth.articles)
    verified, found.verify_crashed = _verify(folder, damaged)
    try:
        report = recover(damaged, target, sites=declared_sites().sites, clean=clean)
    except Exception:  # noqa: BLE001  # whatever it is, it is what this program looks for
        found.crashed = 1
        found.faults.append(f"{kind} {seed}: {traceback.format_exc()}")
        return found
    outside = truth.outside(damaged)
    lost = outside.missing_in(target)
    found.rows_outside, found.records_outside = outside.counts
    found.lost_outside = len(lost)
    found.faults += [f"{kind} {seed}: {one}" for one in lost]
    found.articles_saved = truth.articles_in(target)
    is_noticed = verified or not report.is_whole or bool(report.notes)
    is_harmless = not is_noticed and truth.is_same(target)
    found.harmless, found.noticed = int(is_harmless), int(is_noticed)
    found.unnoticed = int(not is_noticed and not is_harmless)
    if found.unnoticed:
        found.faults.append(f"{kind} {seed}: unnoticed: {truth.differences(target)}")
    return found


def _verify(folder: Path, damaged: Path) -> tuple[bool, int]:
    """Whether opening or ``verify --deep`` stops at the damage, and whether with a crash.

    On a copy, for it is opened.
    """
    copy = folder / "opened"
    shutil.copytree(damaged, copy)
    try:
        with Archive.open(copy) as archive:
            return not verify_archive(archive, deep=True).ok, 0
    except TinhuyError:
        return True, 0
    except Exception:  # noqa: BLE001  # it is counted
        return True, 1


def run(trials: int, seed: int) -> dict[str, Figures]:
    """So many trials, the kinds in turn."""
    figures = {kind: Figures() for kind in KINDS}
    with tempfile.TemporaryDirectory() as name:
        base = Path(name)
        truths = [Truth(folder) for folder in sound_archives(base)]
        for number in range(trials):
            kind = [*KINDS][number % len(KINDS)]
            folder = base / "trial"
            folder.mkdir()
            truth = truths[1] if kind.startswith("log") else truths[number // len(KINDS) % 2]
            _add(figures[kind], trial(truth, kind, seed + number, folder))
            shutil.rmtree(folder)
    return figures


def _add(total: Figures, one: Figures) -> None:
    for name, value in vars(one).items():
        setattr(total, name, getattr(total, name) + value)


def table(figures: dict[str, Figures]) -> str:
    """The figures as Markdown, a line a kind and one for all."""
    everything = Figures()
    for one in figures.values():
        _add(everything, one)
    heads = (
        "damage", "trials", "harmless", "noticed", "unnoticed", "crashed", "verify crashed",
        "rows outside",
        "records outside", "of these lost", "articles back",
    )  # fmt: skip
    lines = [heads, ("---", *["---:"] * (len(heads) - 1))]
    for kind, one in [*figures.items(), ("all", everything)]:
        back = f"{one.articles_saved / max(1, one.articles):.1%}"
        counts = (
            one.trials,
            one.harmless,
            one.noticed,
            one.unnoticed,
            one.crashed,
            one.verify_crashed,
        )
        outside = (one.rows_outside, one.records_outside, one.lost_outside)
        lines.append((kind, *map(str, (*counts, *outside)), back))
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> int:
    """Run the trials, say what came of them; 1 where anything went wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="write the table into README.md")
    options = parser.parse_args()
    began = time.monotonic()
    figures = run(options.trials, options.seed)
    command = ["git", "rev-parse", "--short", "HEAD"]
    revision = subprocess.run(command, capture_output=True, text=True, check=False).stdout.strip()  # noqa: S603  # a fixed command
    said = (
        f"Seed {options.seed}, revision `{revision}`, SQLite {sqlite3.sqlite_version},"
        f" {time.monotonic() - began:.0f} s.\n\n{table(figures)}"
    )
    sys.stdout.write(f"{said}\n")
    faults = [fault for one in figures.values() for fault in one.faults]
    sys.stderr.write("".join(f"{fault}\n" for fault in faults))
    if options.keep:
        text = README.read_text(encoding="utf-8")
        before, _, rest = text.partition(_BEGIN)
        text = f"{before}{_BEGIN}\n{said}\n{_END}{rest.partition(_END)[2]}"
        README.write_text(text, encoding="utf-8")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
