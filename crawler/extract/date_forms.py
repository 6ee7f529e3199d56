"""The forms in which dates are printed, as data: each a pattern, a precision and examples.

In every printed form the day stands before the month, and the zone is Hanoi's. The weekday is read
over and never checked: themes print it from their own tables, which are known to be off by one or
frozen, while the day beside it is the stored one; a refusal would lose a right date for a wrong
word. The American order of one platform's machine-readable field has a table of its own, so that
no printed text ever meets it.
"""

import re
from dataclasses import dataclass

from crawler.items import Precision


@dataclass(frozen=True, kw_only=True, slots=True)
class DateForm:
    """One form of a date.

    ``pattern`` matches the whole folded text, in any case, and has no unbounded repetition (in an
    address it is searched for). ``examples`` pairs a text with what it reads as, in ISO 8601; a
    test runs them.
    """

    name: str
    pattern: re.Pattern[str]
    precision: Precision
    examples: tuple[tuple[str, str], ...]


#: Labels of the moment a page was published, and of the moment it was last changed.
PUBLISHED_LABELS = (
    "ngày đăng", "ngày đăng tin", "đăng ngày", "đăng lúc", "đã đăng", "thời gian đăng", "ngày gửi",
    "gửi lúc", "gửi ngày", "ngày xuất bản", "xuất bản", "xuất bản lúc", "xuất bản ngày",
)  # fmt: skip
MODIFIED_LABELS = (
    "cập nhật", "cập nhật lúc", "cập nhật ngày", "cập nhật lần cuối", "cập nhật lần cuối lúc",
    "ngày cập nhật", "sửa lúc", "sửa ngày", "sửa lần cuối", "sửa lần cuối lúc", "chỉnh sửa lúc",
    "chỉnh sửa lần cuối", "lần sửa cuối", "ngày sửa",
)  # fmt: skip
_LONGEST_FIRST = sorted((*PUBLISHED_LABELS, *MODIFIED_LABELS), key=len, reverse=True)
_INITIALS = "".join(sorted({label[0] for label in _LONGEST_FIRST}))
#: Any label; its first letter is looked at before the labels are tried one by one.
LABELS = rf"(?=[{_INITIALS}])(?:{'|'.join(_LONGEST_FIRST)})"

#: Months by name, as .NET and WordPress print them.
MONTHS = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12,
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9,
    "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip

_DAY = r"(?P<day>[0-9]{1,2})(?P<mark>[/.-])(?P<month>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4})"
_IN_WORDS = r"(?P<day>[0-9]{1,2}) tháng (?P<month>[0-9]{1,2})(?:,? năm|,) (?P<year>[0-9]{4})"
_BY_NAME = (
    r"(?P<day>[0-9]{1,2}) tháng (?P<name>mười (?:một|hai)|giêng|một|hai|ba|tư|năm|sáu|bảy|tám"
    r"|chín|mười)(?:,? năm|,)? (?P<year>[0-9]{4})"
)
_ISO_DAY = r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})"

_CLOCK = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})"
_HALF = r"(?: ?(?P<half>AM|PM|SA|CH))?"
_MINUTE = (
    rf"(?:lúc )?(?P<hour>[0-9]{{1,2}}) ?(?::|h|g|giờ) ?(?P<minute>[0-9]{{2}})(?: ?(?:['’′]|phút))?"
    rf"{_HALF}"
)
_SECOND = rf"(?:lúc )?{_CLOCK}{_HALF}"
_GAP = r"(?: ?[-–,|•] ?| )"
_ZONE = r"(?: ?[(\[]?(?:GMT|UTC) ?\+ ?0?7(?::?00)?[)\]]?)?"
_ISO_ZONE = r"(?P<zone>Z|[+-][0-9]{2}:?[0-9]{2})?"

_WEEKDAY = rf"(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7])|chủ nhật|T[2-7]|CN){_GAP})?"
_LABEL = rf"(?:- )?(?:(?P<label>{LABELS})(?: ?: ?| ))?"
_DATED = rf"{_WEEKDAY}(?:ngày(?: ?: ?| ))?"
_BEFORE = _LABEL + _DATED


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _day_only(name: str, pattern: str, *examples: tuple[str, str]) -> DateForm:
    return DateForm(
        name=name, pattern=_compiled(pattern), precision=Precision.DAY, examples=examples
    )


def _to_minute(name: str, pattern: str, *examples: tuple[str, str]) -> DateForm:
    return DateForm(
        name=name, pattern=_compiled(pattern), precision=Precision.MINUTE, examples=examples
    )


def _to_second(name: str, pattern: str, *examples: tuple[str, str]) -> DateForm:
    return DateForm(
        name=name, pattern=_compiled(pattern), precision=Precision.SECOND, examples=examples
    )


#: Every form of a text. Two forms never match one text, so that the order means nothing.
FORMS = (
    _day_only(
        "day",
        _BEFORE + _DAY,
        ("13/08/2025", "2025-08-13"),
        ("Chủ nhật, 27/09/2020", "2020-09-27"),
        ("Cập nhật lúc: 14/10/2019", "2019-10-14"),
        ("T2, 05/8/2024", "2024-08-05"),
        ("Ngày: 9.2.2021", "2021-02-09"),
        ("17-5-2023", "2023-05-17"),
        ("19/4/2019", "2019-04-19"),
    ),
    _day_only(
        "day in brackets",
        rf"[(\[]{_DATED}{_DAY}[)\]]",
        ("(12/08/2019)", "2019-08-12"),
        ("[Thứ hai, 12/08/2019]", "2019-08-12"),
    ),
    _day_only(
        "day in words",
        _BEFORE + _IN_WORDS,
        ("Ngày 09 tháng 12 năm 2023", "2023-12-09"),
        ("Thứ năm, ngày 18 tháng 12 năm 2025", "2025-12-18"),
        ("24 tháng 4, 2019", "2019-04-24"),
    ),
    _day_only(
        "day with the month's name",
        _BEFORE + _BY_NAME,
        ("24 Tháng Tư 2019", "2019-04-24"),
        ("Thứ Tư, ngày 1 tháng mười hai năm 2021", "2021-12-01"),
        ("11 Tháng Mười, 2022", "2022-10-11"),
    ),
    _to_minute(
        "day, then minute",
        _BEFORE + _DAY + _GAP + _MINUTE + _ZONE,
        ("17/05/2023 - 12:17", "2023-05-17T12:17:00+07:00"),
        ("11/09/2021 15:29", "2021-09-11T15:29:00+07:00"),
        ("Thứ ba, 19/09/2023 | 14:35", "2023-09-19T14:35:00+07:00"),
        ("Thứ năm - 24/06/2021 15:51", "2021-06-24T15:51:00+07:00"),
        ("Ngày đăng 14/06/2018 | 11:22 AM", "2018-06-14T11:22:00+07:00"),
        ("Thứ Hai, 07/12/2015, 11:31 [GMT+7]", "2015-12-07T11:31:00+07:00"),
        ("Thứ Năm, 8/6/2023 14:46'(GMT+7)", "2023-06-08T14:46:00+07:00"),
        ("14/5/2019 8:43'", "2019-05-14T08:43:00+07:00"),
        ("Thứ hai, 05/01/2026 - 08:27", "2026-01-05T08:27:00+07:00"),
        ("Thứ sáu, 26/04/2019 - 11:21'", "2019-04-26T11:21:00+07:00"),
        ("Thứ 4, 03.04.2024 - 16h05", "2024-04-03T16:05:00+07:00"),
        ("20-08-2017 lúc 09:30 CH", "2017-08-20T21:30:00+07:00"),
    ),
    _to_second(
        "day, then second",
        _BEFORE + _DAY + _GAP + _SECOND + _ZONE,
        ("THỨ BA, 29/11/2022 15:34:53", "2022-11-29T15:34:53+07:00"),
        ("Cập nhật ngày: 11/11/2013 04:10:07", "2013-11-11T04:10:07+07:00"),
        ("Gửi lúc: 05/12/2013 15:42:27", "2013-12-05T15:42:27+07:00"),
        ("- 16/10/2020 02:48:00 AM", "2020-10-16T02:48:00+07:00"),
    ),
    _to_minute(
        "day in words, then minute",
        _BEFORE + _IN_WORDS + _GAP + _MINUTE + _ZONE,
        ("Thứ hai, ngày 5 tháng 1 năm 2026 - 08:27", "2026-01-05T08:27:00+07:00"),
    ),
    _to_second(
        "day in words, then second",
        _BEFORE + _IN_WORDS + _GAP + _SECOND + _ZONE,
        ("Thứ Tư, Ngày 24 Tháng 04 Năm 2019 3:55:40 PM", "2019-04-24T15:55:40+07:00"),
        ("Thứ Bảy, Ngày 2 Tháng 02 Năm 2019 12:01:09 SA", "2019-02-02T00:01:09+07:00"),
    ),
    _to_minute(
        "day with the month's name, then minute",
        _BEFORE + _BY_NAME + _GAP + _MINUTE + _ZONE,
        ("24 Tháng Tư 2019 3:55 CH", "2019-04-24T15:55:00+07:00"),
    ),
    _to_second(
        "day with the month's name, then second",
        _BEFORE + _BY_NAME + _GAP + _SECOND + _ZONE,
        ("24 Tháng Mười Một 2019 15:55:40", "2019-11-24T15:55:40+07:00"),
    ),
    _to_minute(
        "minute, then day",
        _LABEL + _MINUTE + _GAP + _DATED + _DAY + _ZONE,
        ("04:35 15/03/2016", "2016-03-15T04:35:00+07:00"),
        ("Cập nhật lúc: 18:00 |22/05/2022", "2022-05-22T18:00:00+07:00"),
        ("Cập nhật lúc 10:29, Thứ Hai, 27/08/2018 (GMT+7)", "2018-08-27T10:29:00+07:00"),
        ("14h35' ngày 19/09/2023", "2023-09-19T14:35:00+07:00"),
        ("14 giờ 35 phút, ngày 05/8/2024", "2024-08-05T14:35:00+07:00"),
    ),
    _to_second(
        "second, then day",
        _LABEL + _SECOND + _GAP + _DATED + _DAY + _ZONE,
        ("17:23:45 | 07/08/2018", "2018-08-07T17:23:45+07:00"),
    ),
    _to_minute(
        "minute, then day in words",
        _LABEL + _MINUTE + _GAP + _DATED + _IN_WORDS + _ZONE,
        ("14h35', ngày 19 tháng 9 năm 2023", "2023-09-19T14:35:00+07:00"),
        ("Lúc 15:55 Thứ Tư, 24 tháng 4, 2019", "2019-04-24T15:55:00+07:00"),
    ),
    _to_second(
        "second, then day in words",
        _LABEL + _SECOND + _GAP + _DATED + _IN_WORDS + _ZONE,
        ("15:55:40 24 tháng 4, 2019", "2019-04-24T15:55:40+07:00"),
    ),
    _day_only("ISO day", _ISO_DAY, ("2009-01-21", "2009-01-21")),
    _to_minute(
        "ISO minute",
        rf"{_ISO_DAY}[T ](?P<hour>[0-9]{{2}}):(?P<minute>[0-9]{{2}}) ?{_ISO_ZONE}",
        ("2024-03-01T07:45+07:00", "2024-03-01T07:45:00+07:00"),
    ),
    _to_second(
        "ISO second",
        rf"{_ISO_DAY}[T ]{_CLOCK}(?:\.[0-9]{{1,9}})? ?{_ISO_ZONE}",
        ("2021-09-11T15:29:47+07:00", "2021-09-11T15:29:47+07:00"),
        ("2025-08-30T01:07:33+0700", "2025-08-30T01:07:33+07:00"),
        ("2021-12-31T18:00:00.000Z", "2022-01-01T01:00:00+07:00"),
    ),
    _to_second(
        "second of a feed",
        r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?(?P<day>[0-9]{1,2})"
        r" (?P<name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) (?P<year>[0-9]{4}) "
        rf"{_CLOCK} (?P<zone>GMT|[+-][0-9]{{4}})",
        ("Wed, 24 Apr 2019 15:55:40 +0700", "2019-04-24T15:55:40+07:00"),
        ("Wed, 24 Apr 2019 08:55:40 GMT", "2019-04-24T15:55:40+07:00"),
    ),
)

#: The American order, in which ONECMS fills its ``article:published_time``. Without its half of
#: the day the same server would be speaking another language, and the order be in doubt.
AMERICAN_FORMS = (
    _to_second(
        "second in American order",
        r"(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2})/(?P<year>[0-9]{4}) "
        rf"{_CLOCK} (?P<half>AM|PM)",
        ("9/11/2021 3:29:47 PM", "2021-09-11T15:29:47+07:00"),
        ("12/31/2023 12:05:00 AM", "2023-12-31T00:05:00+07:00"),
    ),
)

#: The day in the path of an article's address; the group ``date`` is what of it states the day.
ADDRESS_FORMS = (
    _day_only(
        "day in the address, before -a and the number",
        r"-(?P<date>(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4}))-a[0-9]{1,12}\.html$",
        ("https://a.vn/chi-bo-ra-mat-07092022-a105006.html", "2022-09-07"),
    ),
    _day_only(
        "day in the address, as folders",
        r"/(?P<date>(?P<year>[0-9]{4})/(?P<month>[0-9]{1,2})/(?P<day>[0-9]{1,2}))/",
        ("https://a.vn/2023/5/17/chi-bo-ra-mat.html", "2023-05-17"),
    ),
    _day_only(
        "day in the address, as one folder",
        rf"/(?P<date>{_ISO_DAY})/",
        ("https://a.vn/portal/pages/2023-05-17/chi-bo-ra-mat-31.aspx", "2023-05-17"),
    ),
)
