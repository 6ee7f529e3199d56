"""``make bench-reading``: how well and how fast pages are read, by us and by four others.

All extractors read the same pages in one process, page by page in turn, so that whatever else the
machine does falls on all alike. Exit code 3 where ours is below a floor or the corpus is another,
unless ``--accept`` is given, which pins what was measured.
"""

import argparse
import gc
import os
import platform
import sys
import time
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks import extractors
from benchmarks.corpus import Sample, corpus, digest
from benchmarks.extractors import Extractor
from benchmarks.floors import Floors, settle
from benchmarks.readme import keep
from benchmarks.scores import Found, Score, mean, score
from crawler.clock import HANOI, now
from crawler.errors import ExitCode
from tests import network_block

_COLUMNS = ("precision", "recall", "f1", "title", "day", "date", "author", "section", "leaks")
#: So often is each page read for the costs of a site.
_READINGS = 15
_ADVICE = "--accept, or ACCEPT=1 for make, pins what was measured"
_FIELDS = frozenset({"title", "day", "date", "author", "section"})


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One extractor over all pages: its scores, and its milliseconds of CPU for each page."""

    extractor: Extractor
    scores: tuple[Score, ...]
    milliseconds: tuple[float, ...]


def main() -> int:
    """Measure, show, and keep what may be kept; the exit code."""
    options = _arguments()
    network_block.install()
    warnings.simplefilter("ignore")  # the others' own, about themselves
    samples = corpus()
    chosen = (extractors.ours(), *(() if options.ours else extractors.others()))
    measured = measure(chosen, samples, rounds=options.rounds)
    text, sites = report(measured, samples), by_site(samples)
    sys.stdout.write(f"{text}\n\n{sites}\n")
    shortfalls = settle(floors_of(measured[0].scores, samples), accept=options.accept)
    for sentence in shortfalls:
        sys.stderr.write(
            f"bench-reading: {sentence} ({'accepted' if options.accept else _ADVICE})\n"
        )
    if shortfalls and not options.accept:
        return ExitCode.DRIFT
    if not options.ours:
        keep("reading", text)
        keep("reading of sites", sites)
    return ExitCode.OK


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--accept", action="store_true", help="pin lower floors or another corpus")
    parser.add_argument("--ours", action="store_true", help="measure ours alone; keep no table")
    parser.add_argument("--rounds", type=int, default=3, help="how often each page is read")
    return parser.parse_args()


def measure(
    chosen: Sequence[Extractor], samples: Sequence[Sample], *, rounds: int
) -> tuple[Measured, ...]:
    """Each extractor over all pages; a page's time is the median of its *rounds*."""
    times: dict[tuple[str, int], list[float]] = {}
    found: dict[tuple[str, int], Found] = {}
    for _ in range(rounds):
        for number, sample in enumerate(samples):
            for one in chosen:
                begun = time.process_time()
                found[one.name, number] = one.extract(sample)
                spent = time.process_time() - begun
                times.setdefault((one.name, number), []).append(spent * 1000)
    pages = tuple(enumerate(samples))
    return tuple(
        Measured(
            extractor=one,
            scores=tuple(score(sample, found[one.name, number]) for number, sample in pages),
            milliseconds=tuple(median(times[one.name, number]) for number, _ in pages),
        )
        for one in chosen
    )


def floors_of(scores: Sequence[Score], samples: tuple[Sample, ...]) -> Floors:
    """What *scores* over *samples* could be held to."""
    return Floors.of(mean(scores), corpus=digest(samples), pages=len(samples))


def report(measured: Sequence[Measured], samples: tuple[Sample, ...]) -> str:
    """When and where it was measured, and the table, in Markdown."""
    sites = len({sample.site for sample in samples})
    weight = median(len(sample.body) for sample in samples) / 1000
    said = (
        f"{now().astimezone(HANOI):%Y-%m-%d}, {len(samples)} pages of {sites} sites (median"
        f" {weight:.0f} kB, corpus `{digest(samples)[:12]}`), {os.cpu_count()} cores,"
        f" {platform.python_implementation()} {platform.python_version()}."
    )
    heads = ("extractor", *_COLUMNS[:3], "f1, median", *_COLUMNS[3:], "ms CPU a page")
    rows = [heads, ("---", *("---:" for _ in heads[1:])), *map(_row, measured)]
    return "\n".join([said, "", *(f"| {' | '.join(row)} |" for row in rows)])


def by_site(samples: tuple[Sample, ...]) -> str:
    """What a page of each site costs us, beside its size, in Markdown.

    Ours alone, with its caches to itself and what was imported out of the collector's way, as in a
    crawl; the least of many readings of a page, for whatever is more is the machine's.
    """
    gc.collect()
    gc.freeze()
    rows = [("site", "pages", "kB a page", "ms CPU a page"), ("---", "---:", "---:", "---:")]
    for site in sorted({sample.site for sample in samples}):
        pages = [sample for sample in samples if sample.site == site]
        least = [min(each) for each in zip(*_readings(pages), strict=True)]
        weight = median(len(sample.body) for sample in pages) / 1000
        rows.append((f"`{site}`", str(len(pages)), f"{weight:.0f}", f"{median(least):.1f}"))
    gc.unfreeze()
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _readings(pages: Sequence[Sample]) -> Iterator[list[float]]:
    """The milliseconds of each of *pages*, all of them read again and again."""
    for _ in range(_READINGS):
        spent = []
        for sample in pages:
            begun = time.process_time()
            extractors.read_by_us(sample)
            spent.append((time.process_time() - begun) * 1000)
        yield spent


def _row(measured: Measured) -> tuple[str, ...]:
    shares = mean(measured.scores)
    one = measured.extractor
    cells = {
        name: "–" if name in _FIELDS - one.fields else f"{getattr(shares, name):.3f}"
        for name in _COLUMNS
    }
    middle = f"{median(each.f1 for each in measured.scores):.3f}"
    text = [cells.pop(name) for name in _COLUMNS[:3]]
    name = f"{one.name} {one.version}"
    return (name, *text, middle, *cells.values(), f"{median(measured.milliseconds):.1f}")


if __name__ == "__main__":
    raise SystemExit(main())
