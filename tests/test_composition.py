"""Letters are composed as Unicode says, however many marks stand on one."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.composition import composed
from tests.growth import LINEAR, growth

#: A mark below and one above: in NFC they are put in this order.
BELOW, ABOVE = "\u0323", "\u0302"


@given(st.text())
def test_what_people_write_is_plainly_in_nfc(text: str) -> None:
    assert composed(text) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("text", ["Đảng bộ tỉnh " * 100, "党" * 1000, "e" + ABOVE * 30 + "x" * 999])
def test_long_texts_are_too(text: str) -> None:
    for form in ("NFC", "NFD"):
        assert composed(unicodedata.normalize(form, text)) == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("before", ["", "e", "党" * 250])
def test_piles_of_marks_are_parted_and_stay_so(before: str) -> None:
    piled = composed(before + (ABOVE + BELOW) * 1000)
    marks = [pile for pile in piled.split("\u034f") if unicodedata.combining(pile[-1])]
    assert len(marks) > 60
    assert composed(piled) == piled
    assert unicodedata.normalize("NFC", piled) == piled


def test_piles_take_linear_time() -> None:
    assert growth(composed, (ABOVE + BELOW) * 2_000, (ABOVE + BELOW) * 8_000) < LINEAR
