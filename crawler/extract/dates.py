"""Dates: read by a named form, or refused; never guessed.

A text is a date only as a whole: a day inside a sentence dates the event, not the page. What a
page shows of a date ("Ngày đăng … | Cập nhật …", with views beside it) is read by
:func:`stated_dates`; what it tells machines is joined to that by :func:`refined`. The forms are
data, in ``date_forms``. The time now is never asked for, so a relative time is no date.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from urllib.parse import urlsplit

from crawler.clock import HANOI
from crawler.errors import DateError
from crawler.extract.date_forms import (
    ADDRESS_FORMS,
    AMERICAN_FORMS,
    FORMS,
    LABELS,
    MODIFIED_LABELS,
    MONTHS,
    DateForm,
)
from crawler.extract.text import folded
from crawler.items import Precision, Published

#: No committee published before the first; no clock of a server is trusted past the second.
FIRST_YEAR, LAST_YEAR = 1945, 2100
#: The longest known form has 60 characters; a longer text is no date.
_LONGEST = 100
#: Marks between the parts of a line.
_EDGES = " -–|,;•"
_FINENESS = (Precision.DAY, Precision.MINUTE, Precision.SECOND)
#: What every form to the second has, and no other: so half of the forms need no trial.
_SECONDS = re.compile(r"[0-9]:[0-9]{2}:[0-9]{2}")

_NUMBER = r"(?:[0-9]{1,3}(?:[.,][0-9]{3}){1,3}|[0-9]{1,9})"
_COUNTED = r"(?:(?:số )?lượt (?:xem|đọc|truy cập)|(?:đã )?xem|views?|view count|phản hồi|bình luận)"
_MARK = r"(?: ?[-–|,;•] ?| )"
#: Views and comments behind a date: a number behind a bar, or one that is called so.
_VIEWS = re.compile(rf"(?: ?\| ?{_NUMBER}|{_MARK}{_COUNTED} ?:? ?{_NUMBER})$", re.IGNORECASE)
#: The same in a date element, where a number needs neither mark nor name.
_COUNTS_AFTER = re.compile(
    rf"(?:{_MARK}(?:{_COUNTED} ?:? ?)?{_NUMBER}(?: lượt(?: xem| đọc)?| {_COUNTED})?){{1,3}}$",
    re.IGNORECASE,
)
_COUNTS_BEFORE = re.compile(rf"^(?:{_COUNTED} ?:? ?{_NUMBER}{_MARK}){{1,3}}", re.IGNORECASE)
#: An outlet before a date: words without digits, then a mark.
_OUTLET = re.compile(
    r"^[^\W\d_][^0-9:|]{0,40}? ?[-–|•] ?(?=[0-9]|thứ|chủ nhật|ngày)", re.IGNORECASE
)
_OURS = re.compile(rf"(?P<label>{LABELS})(?!\w)", re.IGNORECASE)
#: A label of something else.
_FOREIGN = re.compile(rf"(?!(?:{LABELS}|ngày) ?:)[^\W\d_][^0-9:|]{{0,30}}:", re.IGNORECASE)
#: Where a part of a line begins: at a label of ours, or at any label behind a mark.
_PART = re.compile(
    rf"(?<!\w){LABELS}(?!\w)|(?<=[-–|;•] )[^\W\d_][^0-9:|–-]{{0,30}}:", re.IGNORECASE
)
#: What only a date looks like, known form or not.
_DAY_LIKE = re.compile(
    r"(?<![0-9])(?:[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{2}|[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"|[0-9]{1,2} tháng [^ ]{1,5}(?: một| hai)?,?(?: năm)? [0-9]{4})",
    re.IGNORECASE,
)
#: How machines write a day: midnight in their zone, whichever that is.
_MIDNIGHT = re.compile(r"[T ](?:00:00(?::00)?(?![0-9:])|12:00:00 AM)", re.IGNORECASE)

#: Forms by whether they state a second.
Forms = Mapping[bool, tuple[DateForm, ...]]


def _by_seconds(forms: Iterable[DateForm]) -> Forms:
    """*forms* as :func:`_read` tries them."""
    found: dict[bool, list[DateForm]] = {False: [], True: []}
    for form in forms:
        found[form.precision is Precision.SECOND].append(form)
    return {states: tuple(each) for states, each in found.items()}


_PRINTED, _AMERICAN = _by_seconds(FORMS), _by_seconds(AMERICAN_FORMS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stated:
    """What the date elements of a page state; a field that is stated twice and differs is None."""

    published: Published | None = None
    modified: Published | None = None


def read_published(text: str) -> Published:
    """The date that *text* states, as in ``Thứ ba, 19/09/2023 14:35``.

    A view count behind a bar (``13/08/2025 | 329``) is not part of the date, nor of ``raw``.
    An ISO time without a zone is Hanoi's. Raises DateError for any other text, for a time
    relative to a clock ("6 giờ trước"), and for a day that no calendar has.
    """
    raw = folded(text) if len(text) <= _LONGEST * 10 else text
    return _read((raw, _VIEWS.sub("", raw)) if len(raw) <= _LONGEST else (), _PRINTED, raw)


def published_or_none(text: str | None) -> Published | None:
    """The date that *text* states, or None where it states none."""
    try:
        return read_published(text) if text else None
    except DateError:
        return None


def read_us_meta(text: str) -> Published:
    """The date in a field for machines that has the month before the day: ONECMS's, and no other.

    Raises DateError as :func:`read_published` does. No printed text may be read so.
    """
    raw = folded(text[:_LONGEST])
    return _read((raw,) if len(text) <= _LONGEST else (), _AMERICAN, raw)


def day_in_address(url: str) -> Published | None:
    """The day in the path of an article's address; None where there is none, or two differ."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return None
    days: list[Published] = []
    for form in ADDRESS_FORMS:
        for found in form.pattern.finditer(path):
            try:
                days.append(_published(form, found, found["date"]))
            except DateError:
                return None
    return days[0] if len({day.on for day in days}) == 1 else None


def stated_dates(texts: Sequence[str]) -> Stated:
    """What the date elements of a page, *texts* as printed, state together.

    An element may hold several dates under labels, with views, comments and an outlet beside them;
    a date under any other label ("Ngày ban hành: …") is passed by. A date under no label is the
    day of publication, and so is that of a last change where no other date is stated. Dates of two
    precisions that agree are one, the finer. A date that no calendar has, or that stands in no
    known form, leaves its field None, and so do two that differ. ``raw`` has the label.
    """
    found: dict[bool, list[Published | None]] = {False: [], True: []}
    for text in texts:
        for part in _parts(text):
            found[_is_modified(part)] += _dates_of(part)
    if not found[False]:
        return Stated(published=_joined(found[True]))
    return Stated(published=_joined(found[False]), modified=_joined(found[True]))


def refined(printed: Published | None, machine: Iterable[Published]) -> Published | None:
    """*printed*, as exactly as the page tells it to machines.

    *machine* is what the page's attributes, scripts and metas say, the most trusted first. The
    first that agrees with *printed* and is finer lends it its moment and precision; ``raw`` stays
    the printed text, and ``rule`` names both rules. One that disagrees is not believed, nor is
    midnight beside a printed day: it is how machines write a day. Where nothing is printed, the
    first of *machine* is the date.
    """
    if printed is None:
        return next(iter(machine), None)
    for told in machine:
        is_day = printed.at is None and _MIDNIGHT.search(told.raw)
        if _fineness(told) > _fineness(printed) and _agrees(printed, told) and not is_day:
            return replace(told, raw=printed.raw, rule=f"{printed.rule}, refined by {told.rule}")
    return printed


def _parts(text: str) -> Iterator[str]:
    """The parts of a line that stand under labels of their own, without the marks between them."""
    line = folded(text)
    starts = [0, *(found.start() for found in _PART.finditer(line)), len(line)]
    for start, end in pairwise(starts):
        part = line[start:end].strip(_EDGES).rstrip("([ ")
        if part:
            yield part if "(" in part else part.rstrip(")")


def _is_modified(part: str) -> bool:
    found = _OURS.match(part)
    return found is not None and found["label"].casefold() in MODIFIED_LABELS


def _dates_of(part: str) -> list[Published | None]:
    """The date of a part, None in its place where it cannot be read; nothing where there is none.

    It is read with the least left out that makes it a date.
    """
    try:
        return [_read(_without_surroundings(part) if len(part) <= _LONGEST else (), _PRINTED, part)]
    except DateError:
        return [None] if _DAY_LIKE.search(part) and not _FOREIGN.match(part) else []


def _without_surroundings(part: str) -> Iterator[str]:
    """*part*, then with less and less; most are a date as they are, so nobody asks for more."""
    yield part
    ahead = _COUNTS_BEFORE.sub("", part)
    bare = _COUNTS_AFTER.sub("", ahead)
    less = dict.fromkeys((ahead, bare, _OUTLET.sub("", ahead), _OUTLET.sub("", bare)))
    yield from (each for each in less if each != part)


def _joined(dates: Sequence[Published | None]) -> Published | None:
    """The finest of *dates*, if all others agree with it."""
    known = [each for each in dates if each is not None]
    if not known or len(known) < len(dates):
        return None
    finest = max(known, key=_fineness)
    return finest if all(_agrees(each, finest) for each in known) else None


def _fineness(published: Published) -> int:
    return _FINENESS.index(published.precision)


def _agrees(coarse: Published, fine: Published) -> bool:
    """Whether *fine* is *coarse*, as far as that goes."""
    if coarse.at is None or fine.at is None:
        return coarse.on == fine.on
    if coarse.precision is Precision.MINUTE:
        return coarse.at == fine.at.replace(second=0)
    return coarse.at == fine.at


def _read(shown: Iterable[str], forms: Forms, raw: str) -> Published:
    """The first of the texts *shown* that is a date; DateError, which quotes *raw*, if none is."""
    for text in shown:
        for form in forms[_SECONDS.search(text) is not None]:
            if found := form.pattern.fullmatch(text):
                return _published(form, found, found[0])
    raise DateError(f"{raw[:_LONGEST]!r} is no date of a known form")


def _published(form: DateForm, found: re.Match[str], raw: str) -> Published:
    values = found.groupdict()
    on = _day(values, raw)
    at = None
    if form.precision is not Precision.DAY:
        at = _moment(on, values, raw)
        on = at.date()
    return Published(on=on, at=at, precision=form.precision, raw=raw, rule=form.name)


def _day(values: dict[str, str | None], raw: str) -> date:
    day, month, year = (int(values.get(name) or 0) for name in ("day", "month", "year"))
    if name := values.get("name"):
        month = MONTHS[name.casefold()]
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
        at = time(hour, int(values["minute"] or 0), int(values.get("second") or 0))
    except ValueError as error:
        raise DateError(f"{raw!r} names no time of a day") from error
    moment = datetime.combine(on, at, tzinfo=zone or HANOI)
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
    if text.upper() in ("Z", "GMT"):
        return UTC
    sign = -1 if text[0] == "-" else 1
    minutes = int(text[1:3]) * 60 + int(text[-2:])
    if minutes >= 24 * 60:
        raise DateError(f"{text!r} is no zone")
    return timezone(sign * timedelta(minutes=minutes))
