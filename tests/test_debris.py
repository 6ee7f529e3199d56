"""Debris of word processors: each kind leaves what its examples say, and nothing else goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.debris import KINDS, Debris, without_debris
from crawler.extract.text import folded
from tests.growth import LINEAR, growth, too_steep

EXAMPLES = [(kind, *example) for kind in KINDS for example in kind.examples]
IDS = [f"{kind.name}: {line}" for kind, line, _ in EXAMPLES]


@pytest.mark.parametrize(("kind", "line", "left"), EXAMPLES, ids=IDS)
def test_a_kind_leaves_what_its_examples_say(kind: Debris, line: str, left: str) -> None:
    assert without_debris(line) == left
    alone = " ".join(kind.pattern.sub("", line).split())
    assert (alone == line) == (left == line)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_kind_has_an_example_and_is_linear(kind: Debris) -> None:
    assert any(line != left for line, left in kind.examples)
    assert too_steep(kind.pattern.fullmatch) is None


@pytest.mark.parametrize(
    ("line", "left"),
    [
        ("Một <!--[if gte mso 9]><xml> <w:x>Normal</w:x> </xml><![endif]--> hai", "Một hai"),
        ("<!--[if a]>1<![endif]-->Một<!--[if b]>2<![endif]--> hai", "Một hai"),
        ("Một <w:p> <v:shape id=a/> hai</w:p>", "Một hai"),
        ("<![if !vml]>Một<![endif]> hai", "Một hai"),
        ("<!--StartFragment-->Một hai<!--EndFragment -->", "Một hai"),
        ("Một Normal 0 21 false true false VI-VN X-NONE hai", "Một hai"),
        ("Một /* Style Definitions */ p.A {margin: 0} li.B {b: c;} hai", "Một hai"),
        ("<!--[if gte mso 9]> Một câu không có kết thúc", "Một câu không có kết thúc"),
        ("Lãi suất < 5% và > 3%", "Lãi suất < 5% và > 3%"),
        ("Thư <hai.van@tankhe.vn>", "Thư <hai.van@tankhe.vn>"),
        ("Mức Normal 0 điểm", "Mức Normal 0 điểm"),
    ],
)
def test_notes_go_whole_where_they_end(line: str, left: str) -> None:
    assert without_debris(line) == left


UNITS = (
    "<!--[if", "<!--[if gte mso 9]>", "<![endif]-->", "<o:p>", "<_o3a_p ", "<o:p x", "[if mso ",
    "Normal 0 ", "Normal 0 false ", "false ", "/* Style Definitions */ ", "a {", "/* Style", "a{}",
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_debris_without_end_takes_linear_time(unit: str) -> None:
    times = 60_000 // len(unit)
    assert growth(without_debris, unit * times, unit * 4 * times) < LINEAR


@given(st.lists(st.sampled_from((*UNITS, "Chi bộ ", "ra mắt", ">", "]>", "}"))).map("".join))
def test_what_is_left_is_folded_and_was_there(line: str) -> None:
    line = folded(line)
    left = without_debris(line)
    assert left == folded(left)
    rest = iter(line)
    assert all(mark in rest for mark in left if mark != " ")


@given(st.text(st.characters(exclude_characters="<>")))
def test_text_without_marks_stays(text: str) -> None:
    line = folded(text)
    assert without_debris(line) == line
