"""How long a host is left alone that says it is overloaded or in maintenance."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

#: Answers that ask to be left alone: too many requests, and a service that is not to be had.
OVERLOADED = frozenset({429, 503})
#: No host is left alone for longer, whatever it says; then it is asked once more.
LONGEST = timedelta(hours=24).total_seconds()
#: No run waits for longer, in seconds: it ends, and a later one goes on from there.
IN_A_RUN = 120.0
#: More digits are more seconds than anybody waits.
_DIGITS = 9
#: Doubled so often, any pause is longer than LONGEST.
_DOUBLED = 20


def pause_after(header: str | None, *, answered_at: datetime, first: float, in_a_row: int) -> float:
    """The seconds for which a host is left alone that was overloaded *in_a_row* times by now.

    *header* is its ``Retry-After``. Without one, or with one that cannot be read, it is *first*,
    and twice as long each time after that; a host that asks for less than that again and again is
    not believed. Never more than LONGEST.
    """
    grown = first * 2.0 ** min(in_a_row - 1, _DOUBLED)
    asked = retry_after(header or "", answered_at)
    if asked is None:
        return min(grown, LONGEST)
    return min(max(asked, grown / 2 if in_a_row > 1 else 0.0), LONGEST)


def retry_after(header: str, answered_at: datetime) -> float | None:
    """The seconds that a ``Retry-After`` asks for (RFC 9110, 10.2.3); None if it is neither.

    It is a number of seconds, or a date; a date that has passed asks for none. A date without a
    zone is UTC, as all dates of HTTP are.
    """
    text = header.strip()
    if text.isascii() and text.isdigit():
        return float(text) if len(text) <= _DIGITS else LONGEST
    try:
        until = parsedate_to_datetime(text)
    except (ValueError, TypeError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - answered_at).total_seconds())
