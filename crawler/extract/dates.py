"""Publication dates: read by a named form, or refused; never guessed.

A text is a date only as a whole: a day inside a sentence dates the event, not the page. The day
stands before the month in every form, and the zone is Hanoi's. The weekday is read over and never
checked: themes print it from their own tables, which are known to be off by one or frozen, while
the day beside it is the stored one; a refusal would lose a right date for a wrong word.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from crawler.clock import HANOI
from crawler.errors import DateError
from crawler.extract.text import folded
from crawler.items import Precision, Published

#: No committee published before the first; no clock of a server is trusted past the second.
FIRST_YEAR, LAST_YEAR = 1945, 2100
#: The longest known form has 60 characters; a longer text is no date.
_LONGEST = 100


@dataclass(frozen=True, kw_only=True, slots=True)
class DateForm:
    """One printed form of a date.

    ``pattern`` matches the whole folded text, in any case, and has no unbounded repetition.
    ``examples`` pairs a text with what it reads as, in ISO 8601; a test runs them.
    """

    name: str
    pattern: re.Pattern[str]
    precision: Precision
    examples: tuple[tuple[str, str], ...]


_DAY = r"(?P<day>[0-9]{1,2})(?P<mark>[/.-])(?P<month>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})"
_DAY_IN_WORDS = r"(?P<day>[0-9]{1,2}) tháng (?P<month>[0-9]{1,2}),? năm (?P<year>[0-9]{4})"
_MINUTE = r"(?P<hour>[0-9]{1,2}) ?(?::|h|giờ) ?(?P<minute>[0-9]{2})(?: ?phút)?"
_SECOND = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})"
_HALF = r"(?: ?(?P<half>AM|PM|SA|CH))?"
_WEEKDAY = r"(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)(?: ?[-,|] ?| ))?"
_LABEL = (
    r"(?:(?:ngày đăng|ngày cập nhật|đăng ngày|đăng lúc|cập nhật(?: lúc| ngày)?|gửi lúc"
    r"|xuất bản(?: lúc| ngày)?)(?: ?: ?| ))?"
)
_GAP = r"(?: ?[-,|] ?| )"
_ZONE = r"'?(?: ?[(\[]?GMT ?\+ ?0?7(?::00)?[)\]]?)?"
_VIEWS = re.compile(r" ?\| ?[0-9][0-9.,]{0,11}$")


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_BEFORE = rf"(?:- )?{_LABEL}{_WEEKDAY}(?:ngày )?"
_ISO_DAY = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"
_ISO_ZONE = r"(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?"

#: Every known form. Two forms never match one text, so that the order means nothing.
FORMS = (
    DateForm(
        name="day",
        pattern=_compiled(_BEFORE + _DAY),
        precision=Precision.DAY,
        examples=(
            ("13/08/2025", "2025-08-13"),
            ("Chủ nhật, 27/09/2020", "2020-09-27"),
            ("Cập nhật lúc: 14/10/2019", "2019-10-14"),
            ("Ngày 9.2.2021", "2021-02-09"),
            ("05-11-2019", "2019-11-05"),
        ),
    ),
    DateForm(
        name="day in brackets",
        pattern=_compiled(rf"[(\[]{_DAY}[)\]]"),
        precision=Precision.DAY,
        examples=(("(12/08/2019)", "2019-08-12"),),
    ),
    DateForm(
        name="day in words",
        pattern=_compiled(_BEFORE + _DAY_IN_WORDS),
        precision=Precision.DAY,
        examples=(
            ("Ngày 09 tháng 12 năm 2023", "2023-12-09"),
            ("Thứ năm, ngày 18 tháng 12 năm 2025", "2025-12-18"),
        ),
    ),
    DateForm(
        name="day, then minute",
        pattern=_compiled(_BEFORE + _DAY + _GAP + _MINUTE + _HALF + _ZONE),
        precision=Precision.MINUTE,
        examples=(
            ("17/05/2023 - 12:17", "2023-05-17T12:17:00+07:00"),
            ("17/05/2023 12:17", "2023-05-17T12:17:00+07:00"),
            ("Thứ ba, 19/09/2023 14:35", "2023-09-19T14:35:00+07:00"),
            ("Thứ ba, 19/09/2023 | 14:35", "2023-09-19T14:35:00+07:00"),
            ("Thứ năm - 24/06/2021 15:51", "2021-06-24T15:51:00+07:00"),
            ("Ngày đăng: 14/06/2018 14:05", "2018-06-14T14:05:00+07:00"),
            ("Ngày đăng 14/06/2018 | 11:22 AM", "2018-06-14T11:22:00+07:00"),
            ("Thứ Hai, 07/12/2015, 11:31 [GMT+7]", "2015-12-07T11:31:00+07:00"),
            ("Thứ Năm, 8/6/2023 14:46'(GMT+7)", "2023-06-08T14:46:00+07:00"),
            ("14/5/2019 8:43'", "2019-05-14T08:43:00+07:00"),
            ("Thứ 4, 03.04.2024 - 16h05", "2024-04-03T16:05:00+07:00"),
            ("20-08-2017 09:30 CH", "2017-08-20T21:30:00+07:00"),
        ),
    ),
    DateForm(
        name="day, then second",
        pattern=_compiled(_BEFORE + _DAY + _GAP + _SECOND + _HALF + _ZONE),
        precision=Precision.SECOND,
        examples=(
            ("THỨ BA, 29/11/2022 15:34:53", "2022-11-29T15:34:53+07:00"),
            ("Cập nhật ngày: 11/11/2013 04:10:07", "2013-11-11T04:10:07+07:00"),
            ("- 16/10/2020 02:48:00 AM", "2020-10-16T02:48:00+07:00"),
        ),
    ),
    DateForm(
        name="day in words, then minute",
        pattern=_compiled(_BEFORE + _DAY_IN_WORDS + _GAP + _MINUTE + _HALF + _ZONE),
        precision=Precision.MINUTE,
        examples=(("Thứ hai, ngày 5 tháng 1 năm 2026 - 08:27", "2026-01-05T08:27:00+07:00"),),
    ),
    DateForm(
        name="day in words, then second",
        pattern=_compiled(_BEFORE + _DAY_IN_WORDS + _GAP + _SECOND + _HALF + _ZONE),
        precision=Precision.SECOND,
        examples=(
            ("Thứ Tư, Ngày 24 Tháng 04 Năm 2019 3:55:40 PM", "2019-04-24T15:55:40+07:00"),
            ("Thứ Bảy, Ngày 2 Tháng 02 Năm 2019 12:01:09 SA", "2019-02-02T00:01:09+07:00"),
        ),
    ),
    DateForm(
        name="minute, then day",
        pattern=_compiled(
            _LABEL + _MINUTE + _HALF + _GAP + _WEEKDAY + r"(?:ngày )?" + _DAY + _ZONE
        ),
        precision=Precision.MINUTE,
        examples=(
            ("Cập nhật lúc: 18:00 22/05/2022", "2022-05-22T18:00:00+07:00"),
            ("Cập nhật lúc: 18:00 |22/05/2022", "2022-05-22T18:00:00+07:00"),
            (
                "Cập nhật lúc 10:29, Thứ Hai, 27/08/2018 (GMT+7)",
                "2018-08-27T10:29:00+07:00",
            ),
            ("14:35 ngày 19/09/2023", "2023-09-19T14:35:00+07:00"),
            ("14 giờ 35 phút, ngày 05/8/2024", "2024-08-05T14:35:00+07:00"),
        ),
    ),
    DateForm(
        name="second, then day",
        pattern=_compiled(
            _LABEL + _SECOND + _HALF + _GAP + _WEEKDAY + r"(?:ngày )?" + _DAY + _ZONE
        ),
        precision=Precision.SECOND,
        examples=(("17:23:45 | 07/08/2018", "2018-08-07T17:23:45+07:00"),),
    ),
    DateForm(
        name="ISO day",
        pattern=_compiled(_ISO_DAY),
        precision=Precision.DAY,
        examples=(("2009-01-21", "2009-01-21"),),
    ),
    DateForm(
        name="ISO minute",
        pattern=_compiled(_ISO_DAY + r"[T ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}) ?" + _ISO_ZONE),
        precision=Precision.MINUTE,
        examples=(("2024-03-01T07:45+07:00", "2024-03-01T07:45:00+07:00"),),
    ),
    DateForm(
        name="ISO second",
        pattern=_compiled(rf"{_ISO_DAY}[T ]{_SECOND}(?:\.[0-9]{{1,9}})? ?{_ISO_ZONE}"),
        precision=Precision.SECOND,
        examples=(
            ("2021-09-11T15:29:47+07:00", "2021-09-11T15:29:47+07:00"),
            ("2025-08-30T01:07:33+0700", "2025-08-30T01:07:33+07:00"),
            ("2021-12-31T18:00:00.000Z", "2022-01-01T01:00:00+07:00"),
        ),
    ),
)


def read_published(text: str) -> Published:
    """The date that *text* states, as in ``Thứ ba, 19/09/2023 14:35``.

    A view count behind a bar (``13/08/2025 | 329``) is not part of the date, nor of ``raw``.
    An ISO time without a zone is Hanoi's. Raises DateError for any other text, for a time
    relative to a clock ("6 giờ trước"), and for a day that no calendar has.
    """
    raw = folded(text) if len(text) <= _LONGEST * 10 else text
    if len(raw) <= _LONGEST:
        for shown in (raw, _VIEWS.sub("", raw)):
            for form in FORMS:
                if found := form.pattern.fullmatch(shown):
                    return _published(form, found)
    raise DateError(f"{raw[:_LONGEST]!r} is no date of a known form")


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """The dates that a page states."""

    published: Published | None = None
    modified: Published | None = None


def stated_dates(texts: Sequence[str]) -> Stated:
    """The dates in *texts*."""
    return Stated(published=published_or_none(texts[0]) if len(texts) == 1 else None)


def refined(printed: Published | None, machine: Iterable[Published]) -> Published | None:
    """*printed*, or the first of *machine*."""
    return printed or next(iter(machine), None)


def read_us_meta(text: str) -> Published:
    """The date in US order."""
    raise DateError(text)


def day_in_address(url: str) -> Published | None:
    """The day in an address."""
    found = re.search(r"-([0-9]{2})([0-9]{2})([0-9]{4})-a[0-9]+\.html", url)
    return published_or_none("/".join(found.groups())) if found else None


def published_or_none(text: str | None) -> Published | None:
    """The date that *text* states, or None where it states none."""
    try:
        return read_published(text) if text else None
    except DateError:
        return None


def _published(form: DateForm, found: re.Match[str]) -> Published:
    values = found.groupdict()
    on = _day(values, found[0])
    at = None
    if form.precision is not Precision.DAY:
        at = _moment(on, values, found[0])
        on = at.date()
    return Published(on=on, at=at, precision=form.precision, raw=found[0], rule=form.name)


def _day(values: dict[str, str | None], raw: str) -> date:
    day, month, year = (int(values[name] or 0) for name in ("day", "month", "year"))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise DateError(f"{raw!r} is outside {FIRST_YEAR} to {LAST_YEAR}")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DateError(f"{raw!r} names no day of a calendar") from error


def _moment(on: date, values: dict[str, str | None], raw: str) -> datetime:
    """The moment in Hanoi; a stated zone is converted."""
    hour = _hour(int(values["hour"] or 0), values.get("half"), raw)
    zone = _zone(values.get("zone"))
    try:
        moment = datetime(
            on.year,
            on.month,
            on.day,
            hour,
            int(values["minute"] or 0),
            int(values.get("second") or 0),
            tzinfo=zone or HANOI,
        )
    except ValueError as error:
        raise DateError(f"{raw!r} names no time of a day") from error
    return moment.astimezone(HANOI) if zone else moment


def _hour(hour: int, half: str | None, raw: str) -> int:
    """The hour of 24. Some themes print ``15:35 CH``: that agrees; ``15:35 SA`` does not."""
    if half is None:
        return hour
    if half.upper() in ("AM", "SA"):
        if hour > 12:
            raise DateError(f"{raw!r} contradicts itself")
        return hour % 12
    if hour == 0:
        raise DateError(f"{raw!r} contradicts itself")
    return hour % 12 + 12


def _zone(text: str | None) -> timezone | None:
    if text is None:
        return None
    if text in "Zz":
        return UTC
    sign = -1 if text[0] == "-" else 1
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    if minutes >= 24 * 60:
        raise DateError(f"{text!r} is no zone")
    return timezone(sign * timedelta(minutes=minutes))
