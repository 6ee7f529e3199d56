"""Folding: what looks the same is the same, and what a reader can see stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.text import folded, folded_lines, letters
from tests.growth import too_steep

SPACES = "\t\n\r\v\f\x85\u00a0\u1680\u2002\u2009\u200a\u2028\u202f\u3000"
INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u200e\u200f\u202a\u202e\u2066\u2069\u061c"


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("  Đảng\u00a0 bộ \t xã\r\nTân Khê ", "Đảng bộ xã Tân Khê"),
        ("Đảng\u200b bộ\ufeff", "Đảng bộ"),
        ("hội\u00adnghị", "hộinghị"),
        ("a\x00b\x1bc\x7fd\x9be", "abcde"),
        ("a\ud800b", "ab"),
        ("", ""),
        (" \u3000\u200b ", ""),
        ("uỷ ban và ủy ban", "uỷ ban và ủy ban"),
        ("hoà, hòa", "hoà, hòa"),
    ],
)
def test_folded_gives_one_line_of_what_can_be_seen(printed: str, text: str) -> None:
    assert folded(printed) == text


@pytest.mark.parametrize("space", SPACES)
def test_every_white_space_is_one_blank(space: str) -> None:
    assert folded(f"chi{space}{space}bộ{space}") == "chi bộ"


@pytest.mark.parametrize("mark", INVISIBLE)
def test_what_has_no_shape_goes(mark: str) -> None:
    assert folded(f"{mark}chi{mark} bộ") == "chi bộ"


def test_decomposed_letters_are_composed_even_across_an_invisible_mark() -> None:
    assert folded("e\u200b\u0302\u0301") == "ế"
    assert (
        folded(unicodedata.normalize("NFD", "Nghị quyết của Đảng uỷ")) == "Nghị quyết của Đảng uỷ"
    )


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("Ðảng ðoàn", "Đảng ðoàn"),  # a small eth is no capital
        ("Ðảng bộ", "Đảng bộ"),
        ("ÐOÀN Thanh niên", "ĐOÀN Thanh niên"),
        ("Ðại hội ở Ðắk Hà, Ðà Khê", "Đại hội ở Đắk Hà, Đà Khê"),
        ("HÐND tỉnh", "HĐND tỉnh"),
        ("Quyết định số 5-QÐ/TU của Tỉnh ủy", "Quyết định số 5-QĐ/TU của Tỉnh ủy"),
        ("Ðiều 4", "Điều 4"),
        ("Ðæt wæs god cyning", "Ðæt wæs god cyning"),
        ("MORGUNBLAÐIÐ", "MORGUNBLAÐIÐ"),
        ("HÁLFT BORÐ", "HÁLFT BORÐ"),
        ("ÍSAFJÖRÐ, GARÐ", "ÍSAFJÖRÐ, GARÐ"),
        ("Báo MorgunblaÐ của Iceland đưa tin", "Báo MorgunblaÐ của Iceland đưa tin"),
        ("kaÐa", "kaÐa"),
    ],
)
def test_eth_is_mended_in_vietnamese_words_only(printed: str, text: str) -> None:
    assert folded(printed) == text


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text(st.sampled_from("aĐÐạ\u0300\u0323ảng \u200b\u00a0\n\u0301HND.")))
def test_folding_vietnamese_twice_changes_nothing_more(text: str) -> None:
    assert folded(folded(text)) == folded(text)


@given(st.text())
def test_folded_text_is_composed_and_has_single_blanks(text: str) -> None:
    result = folded(text)
    assert unicodedata.is_normalized("NFC", result)
    assert result == " ".join(result.split())
    assert not set(result) & set(INVISIBLE)
    assert not any(unicodedata.category(mark) in ("Cc", "Cs") for mark in result)


@given(st.text())
def test_composed_and_decomposed_text_fold_to_the_same(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


def test_lines_of_a_list_stay_lines() -> None:
    assert folded_lines(" Chi bộ 1 \r\n\u00a0\r\n12\u00a0 mô hình\n") == "Chi bộ 1\n12 mô hình"
    assert folded_lines(" \n ") == ""


@given(st.text())
def test_folding_lines_twice_changes_nothing_more(text: str) -> None:
    assert folded_lines(folded_lines(text)) == folded_lines(text)


def test_letters_are_counted_without_digits_and_marks() -> None:
    assert letters("Chi bộ 12 – Ủy viên!") == 11


def test_folding_takes_linear_time() -> None:
    assert too_steep(folded, 10_000) is None
