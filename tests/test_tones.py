"""Tone marks in front: two spellings of one word become one, and no word becomes another."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.tones import tones_in_front


@pytest.mark.parametrize(
    ("behind", "front"),
    [
        ("uỷ viên", "ủy viên"), ("Hoà Bình", "Hòa Bình"), ("TỈNH UỶ", "TỈNH ỦY"), ("khoẻ", "khỏe"),
        ("Thuý, Loè", "Thúy, Lòe"), ("Uỷ ban", "Ủy ban"), ("hoá-hoạ", "hóa-họa"),
    ],
)  # fmt: skip
def test_the_mark_moves_to_the_first_vowel(behind: str, front: str) -> None:
    assert tones_in_front(behind) == front
    assert tones_in_front(front) == front


@pytest.mark.parametrize("text", ["quý", "Quỳ Hợp", "QUỸ", "hoàn toàn", "huỳnh", "là xã", "uà", ""])
def test_what_has_one_spelling_stays(text: str) -> None:
    assert tones_in_front(text) == text


@given(st.text())
def test_nothing_but_marks_moves(text: str) -> None:
    moved = tones_in_front(text)
    assert tones_in_front(moved) == moved
    assert len(moved) == len(text)
    bare, bare_moved = (sorted(unicodedata.normalize("NFD", each)) for each in (text, moved))
    assert bare == bare_moved
