"""The one place where time is read.

What we observe is UTC; what a page states is Hanoi time. Python's own ``datetime.now`` elsewhere
is a lint error, so that a test can stop or move every clock here.
"""

import time
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

#: The zone of every time that a page states. Days before June 1975 had +08:00 there; a page that
#: states only a day stays a day and never meets that question.
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def now() -> datetime:
    """The present moment in UTC, to the second."""
    return datetime.fromtimestamp(int(time.time()), tz=UTC)


def monotonic() -> float:
    """Seconds on a clock that never jumps: for waits and durations, never for dates."""
    return time.monotonic()


def utc_text(moment: datetime) -> str:
    """*moment* as the archive writes what we observe: ``2026-11-22T08:30:00Z``."""
    return moment.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


def utc_moment(text: str) -> datetime:
    """The moment that :func:`utc_text` wrote; ValueError for anything else."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
