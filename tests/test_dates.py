"""Dates: each form reads its examples; everything else is refused by name."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.clock import HANOI
from crawler.errors import DateError
from crawler.extract.date_forms import (
    ADDRESS_FORMS,
    AMERICAN_FORMS,
    FORMS,
    MODIFIED_LABELS,
    PUBLISHED_LABELS,
    DateForm,
)
from crawler.extract.dates import (
    Stated,
    day_in_address,
    published_or_none,
    read_published,
    read_us_meta,
    refined,
    stated_dates,
)
from crawler.extract.text import folded
from crawler.items import Precision, Published
from tests.growth import too_steep

EXAMPLES = [(form, *example) for form in FORMS for example in form.examples]
IDS = [f"{form.name}: {text}" for form, text, _ in EXAMPLES]


def stated(read: Published) -> str:
    return read.at.isoformat() if read.at else read.on.isoformat()


@pytest.mark.parametrize(("form", "text", "expected"), EXAMPLES, ids=IDS)
def test_a_form_reads_its_examples(form: DateForm, text: str, expected: str) -> None:
    read = read_published(text)
    assert stated(read) == expected
    assert (read.rule, read.precision, read.raw) == (form.name, form.precision, text)
    assert read.on.isoformat() == expected[:10]


@pytest.mark.parametrize(("form", "text", "expected"), EXAMPLES, ids=IDS)
def test_no_other_form_matches_an_example(form: DateForm, text: str, expected: str) -> None:
    matching = [other.name for other in FORMS if other.pattern.fullmatch(folded(text))]
    assert matching == [form.name], expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3/9/2018", "2018-09-03"),
        ("[14.11.2016]", "2016-11-14"),
        ("Ngày 7 tháng 6 năm 2017", "2017-06-07"),
        ("6 tháng mười hai 2018", "2018-12-06"),
        ("14/11/2016 | 7:05", "2016-11-14T07:05:00+07:00"),
        ("14/11/2016 07:05:09", "2016-11-14T07:05:09+07:00"),
        ("Chủ nhật, ngày 4 tháng 9 năm 2022 lúc 21:40", "2022-09-04T21:40:00+07:00"),
        ("4 tháng 9, 2022 21:40:08", "2022-09-04T21:40:08+07:00"),
        ("6 tháng mười 2018, 9 giờ 15 phút", "2018-10-06T09:15:00+07:00"),
        ("6 tháng tám 2018 - 9:15:01 SA", "2018-08-06T09:15:01+07:00"),
        ("9g15 - 6/8/2018", "2018-08-06T09:15:00+07:00"),
        ("Cập nhật lúc 9:15:33 - Thứ hai, ngày 6/8/2018", "2018-08-06T09:15:33+07:00"),
        ("9:15, ngày 6 tháng 8 năm 2018", "2018-08-06T09:15:00+07:00"),
        ("9:15:33 PM, 6 tháng 8, 2018", "2018-08-06T21:15:33+07:00"),
        ("2018-08-06", "2018-08-06"),
        ("2018-08-06 09:15", "2018-08-06T09:15:00+07:00"),
        ("2018-08-06 09:15:33", "2018-08-06T09:15:33+07:00"),
        ("Mon, 06 Aug 2018 09:15:33 +0700", "2018-08-06T09:15:33+07:00"),
    ],
)
def test_what_sites_print_is_read(text: str, expected: str) -> None:
    """One text of each form, written apart from the forms."""
    assert stated(read_published(text)) == expected


def test_months_have_the_names_of_two_languages() -> None:
    vietnamese = "Một Hai Ba Tư Năm Sáu Bảy Tám Chín Mười Mười_Một Mười_Hai".split()
    english = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
    for number, (ours, theirs) in enumerate(zip(vietnamese, english, strict=True), 1):
        assert read_published(f"24 Tháng {ours.replace('_', ' ')} 2019").on.month == number
        assert read_published(f"24 {theirs} 2019 15:55:40 +0700").on.month == number
    assert read_published("24 Tháng Giêng 2019").on.month == 1


@pytest.mark.parametrize("text", ["01/01/1945", "31/12/2100"])
def test_years_go_from_the_first_to_the_last(text: str) -> None:
    assert f"{read_published(text).on:%d/%m/%Y}" == text


ALL_FORMS = (*FORMS, *AMERICAN_FORMS, *ADDRESS_FORMS)


@pytest.mark.parametrize("form", ALL_FORMS, ids=lambda form: form.name)
def test_every_form_has_examples_and_is_linear(form: DateForm) -> None:
    assert form.examples
    assert too_steep(form.pattern.fullmatch) is None


def test_form_names_are_unique() -> None:
    assert len({form.name for form in ALL_FORMS}) == len(ALL_FORMS)


@pytest.mark.parametrize("form", AMERICAN_FORMS, ids=lambda form: form.name)
def test_the_american_order_is_read_where_it_is_asked_for(form: DateForm) -> None:
    for text, expected in form.examples:
        read = read_us_meta(text)
        assert (stated(read), read.rule, read.precision) == (expected, form.name, form.precision)
        assert read.raw == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24/04/2019 3:55:40 PM",
        "9/11/2021 15:29:47",
        "9/11/2021 3:29:47 CH",
        "9/11/2021",
        "02/30/2021 3:29:47 PM",
        "2021-09-11T15:29:47+07:00",
        "9/11/2021 3:29:47 PM" + " " * 2000 + "x",
    ],
)
def test_what_is_not_clearly_american_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        read_us_meta(text)


def test_printed_text_is_never_read_in_the_american_order() -> None:
    assert read_published("9/11/2021 3:29:47 PM").on == date(2021, 11, 9)
    with pytest.raises(DateError):
        read_published("12/31/2023 12:05:00 AM")


@pytest.mark.parametrize("form", ADDRESS_FORMS, ids=lambda form: form.name)
def test_the_day_in_an_address(form: DateForm) -> None:
    for url, expected in form.examples:
        read = day_in_address(url)
        assert read is not None
        assert (stated(read), read.rule, read.precision) == (expected, form.name, Precision.DAY)
        assert read.raw in url


@pytest.mark.parametrize(
    "path", ["bai-05072019-a77.html", "2019/7/5/bai.html", "tin/2019-07-05/bai-31.aspx"]
)
def test_a_day_in_an_address_may_stand_in_three_ways(path: str) -> None:
    read = day_in_address(f"https://a.vn/{path}")
    assert read is not None
    assert read.on == date(2019, 7, 5)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.vn/bai-31022022-a105006.html",
        "https://a.vn/bai-07092022.html",
        "https://a.vn/bai-107092022-a105006.html",
        "https://a.vn/bai-07091922-a105006.html",
        "https://a.vn/2023/13/01/bai.html",
        "https://a.vn/2023/05/bai.html",
        "https://a.vn/12023/05/17/bai.html",
        "https://a.vn/bai.html?ngay=/2023/05/17/",
        "https://a.vn/2023-05-17-bai.html",
        "https://a.vn/2023/05/17/bai-18052023-a1.html",
        "https://a.vn/202305/bai-a1.html",
        "http://[",
        "",
    ],
)
def test_an_address_without_one_day_states_none(url: str) -> None:
    assert day_in_address(url) is None


def test_an_address_that_states_its_day_twice_states_it() -> None:
    read = day_in_address("https://a.vn/2023/05/17/bai-17052023-a1.html")
    assert read is not None
    assert read.on == date(2023, 5, 17)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "31/02/2023 10:00",
        "00/01/2023",
        "13/13/2023",
        "29/02/2023",
        "17/05/1944",
        "17/05/2101 - 12:17",
        "01/01/1970 25:00",
        "17/05/2023 12:60",
        "17/05/2023 12:17:61",
        "17/05/2023 14:00 SA",
        "17/05/2023 0:10 PM",
        "6 giờ trước",
        "16 giờ trước",
        "2 tháng 2 tuần trước",
        "Hôm qua, 14:35",
        "Vừa xong",
        "14:35 hôm nay",
        "31.1",
        "8-10",
        "19/4",
        "05/11/19",
        "Tháng 4 năm 2019",
        "24 tháng mười ba 2019",
        "NTV - 14/08/2025 16:06",
        "Lượt xem: 7370 | Gửi lúc: 05/12/2013 15:42:27",
        "Tác giả: 14/08/2025",
        "13/08/2025 14.35",
        "17/05/2023 14:35 (GMT+9)",
        "Ngày 19/4/2019, tại thị xã Hải Vân, Đảng ủy tổ chức hội nghị.",
        "Hội nghị diễn ra ngày 19/04/2019",
        "17/05/2023 - 12:17 và 18/05/2023 - 09:00",
        "17/05-2023",
        "17/5",
        "5-NQ/TU",
        "9/11/2021 3:29:47 PM extra",
        "2021-13-01",
        "2021-09-11T15:29:47+99:99",
        "١٧/٠٥/٢٠٢٣",
        "1/2/20233",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        read_published(text)
    assert published_or_none(text) is None


def test_no_text_is_no_date() -> None:
    assert published_or_none(None) is None


def test_the_day_stands_before_the_month() -> None:
    assert read_published("03/04/2024").on == date(2024, 4, 3)


@pytest.mark.parametrize(
    ("printed", "hour"),
    [
        ("12:05 AM", 0), ("12:05 SA", 0), ("1:05 AM", 1), ("11:05 SA", 11), ("12:05 PM", 12),
        ("12:05 CH", 12), ("1:05 pm", 13), ("11:05 ch", 23), ("15:05 CH", 15), ("0:05 AM", 0),
    ],
)  # fmt: skip
def test_halves_of_the_day(printed: str, hour: int) -> None:
    at = read_published(f"17/05/2023 {printed}").at
    assert at is not None
    assert (at.hour, at.minute) == (hour, 5)


def test_a_wrong_weekday_refuses_nothing() -> None:
    assert read_published("Thứ hai, 19/09/2023 14:35").on == date(2023, 9, 19)


def test_a_view_count_belongs_neither_to_the_date_nor_to_its_raw_text() -> None:
    for text in ("13/08/2025 | 329", "13/08/2025 | 1.755", "13/08/2025 Đã xem: 643"):
        assert read_published(text).raw == "13/08/2025"
    read = read_published("Thứ Tư, Ngày 24 Tháng 04 Năm 2019 3:55:40 PM | 696")
    assert stated(read) == "2019-04-24T15:55:40+07:00"


def test_raw_is_the_folded_text() -> None:
    read = read_published("\n  Thứ\u00a0ba,  19/09/2023\t14:35\u200b ")
    assert read.raw == "Thứ ba, 19/09/2023 14:35"


def test_a_far_away_end_is_not_overlooked() -> None:
    with pytest.raises(DateError):
        read_published("13/08/2025" + " " * 2000 + "hội nghị khai mạc")


def test_iso_times_of_another_zone_are_told_in_hanoi() -> None:
    read = read_published("2021-12-31T23:30:00Z")
    assert (read.on, stated(read)) == (date(2022, 1, 1), "2022-01-01T06:30:00+07:00")
    assert stated(read_published("2021-12-31 23:30:00")) == "2021-12-31T23:30:00+07:00"


#: A date element as printed, what it states as published, and as modified.
LINES = (
    ("17/05/2023 - 12:17", "2023-05-17T12:17:00+07:00", None),
    ("Ngày đăng: 12/03/2024 08:00", "2024-03-12T08:00:00+07:00", None),
    (
        "Ngày đăng: 12/03/2024 08:00 - Cập nhật: 13/03/2024 09:15",
        "2024-03-12T08:00:00+07:00",
        "2024-03-13T09:15:00+07:00",
    ),
    (
        "Đăng lúc 08:00 12/03/2024 | Sửa lần cuối 13/03/2024",
        "2024-03-12T08:00:00+07:00",
        "2024-03-13",
    ),
    (
        "12/03/2024 08:00 (Cập nhật: 13/03/2024 09:15)",
        "2024-03-12T08:00:00+07:00",
        "2024-03-13T09:15:00+07:00",
    ),
    ("Cập nhật lúc: 14/10/2019 Ngày đăng: 12/10/2019", "2019-10-12", "2019-10-14"),
    ("Cập nhật lúc: 14/10/2019", "2019-10-14", None),
    ("Cập nhật lúc 10:29, Thứ Hai, 27/08/2018 (GMT+7)", "2018-08-27T10:29:00+07:00", None),
    ("Lượt xem: 7370 | Gửi lúc: 05/12/2013 15:42:27", "2013-12-05T15:42:27+07:00", None),
    ("Lượt xem: 7370 | 05/12/2013 15:42:27", "2013-12-05T15:42:27+07:00", None),
    ("13/08/2025 | 329", "2025-08-13", None),
    ("01/11/2024 - 09:50\n313", "2024-11-01T09:50:00+07:00", None),
    ("Thứ năm - 24/06/2021 15:51 1.320 0", "2021-06-24T15:51:00+07:00", None),
    ("NTV - 14/08/2025 16:06", "2025-08-14T16:06:00+07:00", None),
    ("Báo Hải Vân | Thứ năm, 14/08/2025 | 1.208", "2025-08-14", None),
    ("Ngày đăng 14/06/2018 | 11:22 AM | View count: 1108", "2018-06-14T11:22:00+07:00", None),
    (
        "Đăng lúc: Thứ ba - 19/09/2023 14:35 - Người đăng bài viết: Hải Vân",
        "2023-09-19T14:35:00+07:00",
        None,
    ),
    ("13/08/2025 08:30 - Đã xem: 643 - Phản hồi: 0", "2025-08-13T08:30:00+07:00", None),
    ("Ngày ban hành: 10/03/2024 | Ngày đăng: 12/03/2024", "2024-03-12", None),
    ("2009-01-21", "2009-01-21", None),
    ("Ngày ban hành: 10/03/2024", None, None),
    ("Ngày đăng: 12/03/2024 - Cập nhật: 31/02/2024", "2024-03-12", None),
    ("Ngày đăng: 31/02/2024 - Cập nhật: 13/03/2024", None, "2024-03-13"),
    ("Ngày đăng: 12/03/2024 - Ngày đăng: 13/03/2024", None, None),
    ("17/05/2023 12:17 | 18/05/2023 09:00", None, None),
    ("Cập nhật: 12/03/2024 - Cập nhật: 13/03/2024", None, None),
    ("Hội nghị diễn ra ngày 19/04/2019", None, None),
    ("6 giờ trước", None, None),
    ("2 tháng 2 tuần trước", None, None),
    ("Hôm qua, 14:35", None, None),
    ("Lượt xem: 7370", None, None),
    ("", None, None),
)


def both(read: Stated) -> tuple[str | None, str | None]:
    published, modified = read.published, read.modified
    return published and stated(published), modified and stated(modified)


@pytest.mark.parametrize(("text", "published", "modified"), LINES, ids=[line[0] for line in LINES])
def test_a_date_element_states(text: str, published: str | None, modified: str | None) -> None:
    assert both(stated_dates([text])) == (published, modified)


@pytest.mark.parametrize(
    ("texts", "published", "modified"),
    [
        (["13/08/2025", "Lượt xem: 5", "13/08/2025 08:30"], "2025-08-13T08:30:00+07:00", None),
        (["13/08/2025 08:30:15", "13/08/2025 08:30"], "2025-08-13T08:30:15+07:00", None),
        (["13/08/2025 08:30", "13/08/2025 08:31"], None, None),
        (["13/08/2025", "Ngày đăng: 14/08/2025"], None, None),
        (["13/08/2025", "Cập nhật: 14/08/2025"], "2025-08-13", "2025-08-14"),
        (["13/08/2025", "31/02/2025"], None, None),
        (["13/08/2025", "2 tháng 2 tuần trước"], "2025-08-13", None),
        (["Cập nhật: 14/08/2025", "6 giờ trước"], "2025-08-14", None),
        ([], None, None),
    ],
)
def test_date_elements_state_together(
    texts: list[str], published: str | None, modified: str | None
) -> None:
    assert both(stated_dates(texts)) == (published, modified)


def test_raw_is_the_part_that_states_the_date_with_its_label() -> None:
    read = stated_dates(["Lượt xem: 7370 | Ngày đăng: 12/03/2024 08:00 - Cập nhật: 13/03/2024 | 3"])
    assert read.published is not None
    assert read.published.raw == "Ngày đăng: 12/03/2024 08:00"
    assert read.modified is not None
    assert read.modified.raw == "Cập nhật: 13/03/2024"
    alone = stated_dates(["Cập nhật: 13/03/2024"]).published
    assert alone is not None
    assert alone.raw == "Cập nhật: 13/03/2024"


@pytest.mark.parametrize(
    "label",
    [
        "ngày đăng", "ngày đăng tin", "đăng ngày", "đăng lúc", "đã đăng", "thời gian đăng",
        "ngày gửi", "gửi lúc", "gửi ngày", "ngày xuất bản", "xuất bản", "xuất bản lúc",
        "xuất bản ngày",
    ],
)  # fmt: skip
@pytest.mark.parametrize("colon", [":", " :", ""])
def test_a_label_of_publication(label: str, colon: str) -> None:
    text = f"{label.capitalize()}{colon} 12/03/2024 - Cập nhật: 13/03/2024"
    assert both(stated_dates([text])) == ("2024-03-12", "2024-03-13")


@pytest.mark.parametrize(
    "label",
    [
        "cập nhật", "cập nhật lúc", "cập nhật ngày", "cập nhật lần cuối", "cập nhật lần cuối lúc",
        "ngày cập nhật", "sửa lúc", "sửa ngày", "sửa lần cuối", "sửa lần cuối lúc",
        "chỉnh sửa lúc", "chỉnh sửa lần cuối", "lần sửa cuối", "ngày sửa",
    ],
)  # fmt: skip
@pytest.mark.parametrize("colon", [":", " :", ""])
def test_a_label_of_a_change(label: str, colon: str) -> None:
    text = f"12/03/2024 {label.upper()}{colon} 13/03/2024"
    assert both(stated_dates([text])) == ("2024-03-12", "2024-03-13")


#: What is printed, what machines are told (the last in American order), and what is refined.
REFINED = (
    ("11/09/2021 15:29", ["2021-09-11T15:29:47+07:00"], "2021-09-11T15:29:47+07:00"),
    ("11/09/2021", ["2021-09-11T15:29:47+07:00"], "2021-09-11T15:29:47+07:00"),
    ("11/09/2021", ["2021-09-11T08:29Z"], "2021-09-11T15:29:00+07:00"),
    ("11/09/2021 15:29", ["2021-09-11T15:30:02+07:00"], "2021-09-11T15:29:00+07:00"),
    ("11/09/2021 15:29", ["2021-11-09T15:29:47+07:00"], "2021-09-11T15:29:00+07:00"),
    ("11/09/2021 15:29", ["2021-09-11"], "2021-09-11T15:29:00+07:00"),
    ("11/09/2021", ["2020-01-01T00:00:01Z", "2021-09-11T15:29"], "2021-09-11T15:29:00+07:00"),
    ("11/09/2021", ["2021-09-11T07:10:05", "2021-09-11T15:29:47"], "2021-09-11T07:10:05+07:00"),
    ("11/09/2021", ["2021-09-11T00:00:00+07:00"], "2021-09-11"),
    ("11/09/2021", ["2021-09-11T00:00:00.000Z"], "2021-09-11"),
    ("11/09/2021 00:00", ["2021-09-11T00:00:20"], "2021-09-11T00:00:20+07:00"),
    ("11/09/2021 00:00", ["2021-09-11T00:00:00"], "2021-09-11T00:00:00+07:00"),
    ("11/09/2021", [], "2021-09-11"),
    (None, ["2021-09-11", "2021-09-11T15:29:47"], "2021-09-11"),
    (None, [], None),
)


@pytest.mark.parametrize(("printed", "told", "expected"), REFINED)
def test_machines_are_told_more(printed: str | None, told: list[str], expected: str | None) -> None:
    read = refined(published_or_none(printed), [read_published(text) for text in told])
    assert (read and stated(read)) == expected


def test_what_was_printed_stays_known() -> None:
    printed = read_published("11/09/2021 15:29")
    read = refined(printed, [read_us_meta("9/11/2021 3:29:47 PM")])
    assert read is not None
    assert (stated(read), read.precision) == ("2021-09-11T15:29:47+07:00", Precision.SECOND)
    assert read.raw == "11/09/2021 15:29"
    assert read.rule == "day, then minute, refined by second in American order"
    assert refined(None, [printed]) == refined(printed, []) == printed


@pytest.mark.parametrize("length", [25, 95, 5_000])
def test_reading_dates_takes_linear_time(length: int) -> None:
    def read_everywhere(text: str) -> None:
        stated_dates([text])
        day_in_address(f"https://a.vn/{text}")
        published_or_none(text)

    assert too_steep(read_everywhere, length) is None


@given(st.text(max_size=200))
def test_a_text_is_a_date_or_refused(text: str) -> None:
    try:
        assert read_published(text).on.year >= 1945
    except DateError:
        assert published_or_none(text) is None


@given(st.from_regex(r"[0-9/:., |apmsch+TZ-]{0,40}", fullmatch=True))
def test_what_looks_like_a_date_is_a_date_or_refused(text: str) -> None:
    try:
        read_published(text)
    except DateError:
        return


MOMENTS = st.datetimes(datetime(1976, 1, 1), datetime(2100, 12, 31)).map(  # noqa: DTZ001 - Hanoi's
    lambda moment: moment.replace(microsecond=0)
)

PRINTED = (
    "%d/%m/%Y - %H:%M", "%d/%m/%Y %H:%M", "Chủ nhật, %d-%m-%Y | %H:%M", "%H:%M ngày %d.%m.%Y",
    "Cập nhật lúc %H:%M, Thứ Hai, %d/%m/%Y (GMT+7)", "ngày %d tháng %m năm %Y, %H giờ %M phút",
)  # fmt: skip


@given(MOMENTS, st.sampled_from(PRINTED))
def test_every_minute_is_read_as_printed(moment: datetime, form: str) -> None:
    read = read_published(moment.strftime(form))
    assert read.at == moment.replace(second=0, microsecond=0, tzinfo=HANOI)
    assert (read.on, read.precision) == (moment.date(), Precision.MINUTE)


PARTS = st.sampled_from(
    (*PUBLISHED_LABELS, *MODIFIED_LABELS, "Lượt xem", "ngày", "Thứ năm", "tháng", "năm",
     "13/08/2025", "14/08/2025 08:30", "08:30:15", "31/02/2025", "(GMT+7)", "NTV", "6 giờ trước",
     "329", "1.320", ":", "|", "-", ",", "(", ")", "SA", "PM", "\u00a0", "2025-08-13T08:30:15Z")
)  # fmt: skip


@given(st.lists(st.lists(PARTS, max_size=12).map(" ".join), max_size=3))
def test_any_date_elements_state_dates_of_their_own_or_none(texts: list[str]) -> None:
    read = stated_dates(texts)
    for published in (read.published, read.modified):
        assert published is None or any(published.raw in folded(text) for text in texts)


@given(st.from_regex(r"[0-9/:., APM-]{0,40}", fullmatch=True))
def test_a_field_for_machines_is_a_date_or_refused(text: str) -> None:
    try:
        assert read_us_meta(text).at is not None
    except DateError:
        return


@given(st.text(st.sampled_from("0123456789/-a.html?:[]"), max_size=60))
def test_an_address_states_a_day_or_none(path: str) -> None:
    for url in (path, f"https://a.vn/{path}"):
        read = day_in_address(url)
        assert read is None or read.at is None


@given(MOMENTS, MOMENTS, st.sampled_from(("%d/%m/%Y", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S")))
def test_refining_never_leaves_what_is_printed(moment: datetime, told: datetime, form: str) -> None:
    printed = read_published(moment.strftime(form))
    read = refined(printed, [read_published(told.isoformat()), read_published(moment.isoformat())])
    assert read is not None
    assert (read.on, read.raw) == (printed.on, printed.raw)
    assert read.at is None or read.at.strftime(form) == printed.raw
