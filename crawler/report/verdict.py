"""The exit code of a run, from what its requests came to."""

from collections.abc import Iterable, Sequence

from crawler.archive.runs import Tally
from crawler.errors import NOT_THE_SITE, ExitCode
from crawler.frontier.trail import Stop

#: Reasons that say: the server could not be reached, or would not have us.
UNREACHABLE = frozenset(
    {"timeout", "dns", "refused", "tls", "connection", "cut", "left-alone"}
    | {"robots", "robots-unavailable", "off-site", "moved", "private-address", "redirects"}
    | {"login", "unconfirmed", "out-of-step"}
    | NOT_THE_SITE
    | {"http-401", "http-403", "http-429"}
    | {f"http-{status}" for status in range(500, 600)}
)
#: Reasons that say: the page came, and is not what the site's layout promises.
DRIFT = frozenset(
    {"no-links", "selection", "unknown-layout", "charset", "no-title", "no-content", "date"}
)
#: So many pages that cannot be read, more than can, are a change of the site and not an odd page.
DRIFT_PAGES = 3
#: Bounds at which a section is left because it is not what a section is.
_TRAPS = frozenset({Stop.BARREN, Stop.TOO_MANY_LINKS})

#: So many articles in whose place something else stood, and that is told, whatever else was read.
STRANGERS = 3


def verdict(tallies: Iterable[Tally], *, stops: Iterable[Stop] = ()) -> ExitCode:
    """The exit code of one site's run that ended by itself; *stops* are the bounds it came to."""
    tallies = tuple(tallies)
    if any(tally.reason == "defect" for tally in tallies):
        return ExitCode.DEFECT
    listings = [tally for tally in tallies if tally.kind in ("head", "listing")]
    broken = [tally for tally in listings if tally.outcome in ("failed", "skipped")]
    if any(tally.reason not in UNREACHABLE for tally in broken):
        return ExitCode.DRIFT
    if broken:
        return ExitCode.UNREACHABLE
    articles = [tally for tally in tallies if tally.kind == "article"]
    read = sum(t.count for t in articles if t.outcome in ("saved", "unchanged"))
    unread = sum(tally.count for tally in articles if tally.reason in DRIFT)
    if unread >= DRIFT_PAGES and unread > read:
        return ExitCode.DRIFT
    strangers = sum(tally.count for tally in articles if tally.reason in NOT_THE_SITE)
    moved = sum(tally.count for tally in articles if tally.reason == "moved")
    is_elsewhere = moved > read or strangers >= STRANGERS
    if is_elsewhere or (not read and any(tally.reason in UNREACHABLE for tally in articles)):
        return ExitCode.UNREACHABLE
    return ExitCode.DRIFT if _TRAPS & set(stops) else ExitCode.OK


def overall(codes: Sequence[int]) -> int:
    """The exit code of a command over several sites."""
    for first in (ExitCode.STORAGE, ExitCode.INTERRUPTED, ExitCode.TERMINATED):
        if first in codes:
            return first
    distinct = set(codes)
    if not distinct:
        return ExitCode.OK
    return distinct.pop() if len(distinct) == 1 else ExitCode.PARTLY
