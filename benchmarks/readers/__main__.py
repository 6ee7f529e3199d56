"""Read mutated pages as a crawl does, and show that none reaches it: ``make bench-readers``.

Every page is read, cleaned, or refused with a reason, within 5 seconds and with less than 512 MiB,
and nothing else happens to the process that asked. Page NUMBER is the same at every call.
"""

import argparse
import math
import resource
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile
from random import Random
from time import perf_counter

from scrapy.exceptions import DropItem

from benchmarks.corpus import corpus
from benchmarks.readers.mutations import mutated
from crawler.capture import Capture
from crawler.declared import declared_sites
from crawler.errors import PageError
from crawler.frontier.entry import EntryKind
from crawler.golden.cases import golden_cases
from crawler.items import PageRequest
from crawler.readers.guarded import read_guarded
from crawler.readers.pool import pool
from crawler.readers.scan import is_harmless
from pipelines.chain import clean

SECONDS = 5.0
MEMORY = 512 * 1024 * 1024
_ASKED_AS = (EntryKind.ARTICLE, EntryKind.LISTING, EntryKind.HEAD, None)


@dataclass(frozen=True)
class Read:
    """What became of one page."""

    number: int
    what: str
    where: str
    outcome: str
    seconds: float
    size: int


@cache
def pages() -> tuple[tuple[str, Capture], ...]:
    """The pages that are mutated, each with its site."""
    golden = [(case.site_name, case.capture) for case in golden_cases()]
    imitated = [
        (
            one.site,
            Capture(url=one.url, at=one.at, body=one.body, request=PageRequest(url=one.url),
                    content_type=one.content_type),
        )
        for one in corpus()
    ]  # fmt: skip
    return (*golden, *imitated)


def read(number: int) -> Read:
    """Make page *number*, and read it."""
    chance = Random(number)  # noqa: S311  # no secret
    site, capture = chance.choice(pages())
    what, body = mutated(capture.body, chance)
    capture = replace(capture, body=body)
    kind = chance.choice(_ASKED_AS)
    start = perf_counter()
    where = "here" if is_harmless(capture) else "in a worker"
    outcome = _outcome(site, kind, capture)
    return Read(number, what, where, outcome, perf_counter() - start, len(body))


def _outcome(site: str, kind: EntryKind | None, capture: Capture) -> str:
    try:
        found = read_guarded(declared_sites().sites[site], kind, capture)
        if found.article:
            clean(found.article)
            return "article"
    except PageError as error:
        return error.reason
    except DropItem as error:
        return str(error).partition(":")[0]
    return "listing" if found.listing and found.listing.links else "listing without links"


def shown(reads: Iterable[Read]) -> Iterator[str]:
    """The report, line by line; a page that broke a bound is named."""
    reads = sorted(reads, key=lambda one: -one.seconds)
    peak = max(worker.peak_memory for worker in pool().workers)
    yield f"{len(reads)} pages; workers started {sum(w.starts for w in pool().workers)} times"
    yield f"most memory of a worker {peak / 2**20:.0f} MiB, of this process {_own() >> 20} MiB"
    for where in ("here", "in a worker"):
        of_these = [one for one in reads if one.where == where]
        yield f"read {where}: {len(of_these)}"
        for outcome, number in Counter(one.outcome for one in of_these).most_common():
            yield f"  {number:7} {outcome}"
        for one in of_these[:5]:
            yield f"  slowest {one.seconds:.3f} s: page {one.number}, {one.what}, {one.size} bytes"
    late = [one.number for one in reads if one.seconds > SECONDS]
    yield f"later than {SECONDS:g} s: {late or 'none'}"


def _own() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> int:
    """Read the pages; 1 if one broke a bound."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--count", type=int, default=100_000, help="how many pages")
    parser.add_argument("--first", type=int, default=0, help="the number of the first")
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop after so many")
    given = parser.parse_args()
    end = perf_counter() + given.minutes * 60
    numbers = range(given.first, given.first + given.count)
    reads = list(map(read, takewhile(lambda _: perf_counter() < end, numbers)))
    sys.stdout.writelines(f"{line}\n" for line in shown(reads))
    peak = max(worker.peak_memory for worker in pool().workers)
    return int(peak > MEMORY or any(one.seconds > SECONDS for one in reads))


if __name__ == "__main__":
    sys.exit(main())
