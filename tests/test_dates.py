"""Dates: each form reads its examples; everything else is refused by name."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.clock import HANOI
from crawler.errors import DateError
from crawler.extract.dates import FORMS, DateForm, published_or_none, read_published
from crawler.extract.text import folded
from crawler.items import Precision, Published
from tests.pumped import slowest

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


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_has_examples_and_is_linear(form: DateForm) -> None:
    assert form.examples
    seconds, text = slowest(form.pattern)
    assert seconds < 0.05, text


def test_form_names_are_unique() -> None:
    assert len({form.name for form in FORMS}) == len(FORMS)


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
        "2 tháng 2 tuần trước",
        "Hôm qua, 14:35",
        "Vừa xong",
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
    for text in ("13/08/2025 | 329", "13/08/2025 | 1.755"):
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


PRINTED = (
    "%d/%m/%Y - %H:%M", "%d/%m/%Y %H:%M", "Chủ nhật, %d-%m-%Y | %H:%M", "%H:%M ngày %d.%m.%Y",
    "Cập nhật lúc %H:%M, Thứ Hai, %d/%m/%Y (GMT+7)", "ngày %d tháng %m năm %Y, %H giờ %M phút",
)  # fmt: skip


@given(
    st.datetimes(datetime(1976, 1, 1), datetime(2100, 12, 31)),  # noqa: DTZ001  # Hanoi's own clock
    st.sampled_from(PRINTED),
)
def test_every_minute_is_read_as_printed(moment: datetime, form: str) -> None:
    read = read_published(moment.strftime(form))
    assert read.at == moment.replace(second=0, microsecond=0, tzinfo=HANOI)
    assert (read.on, read.precision) == (moment.date(), Precision.MINUTE)
