"""The five reference texts: fields and lines as a person read them, also when details change.

A mutant is a reference text with something changed, together with what must be read from it. Each
change is made to each text, and at each place of it; then several changes at once.
"""

import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.plain_text import article_from_text
from crawler.extract.text import folded
from crawler.items import Article, LeadingLine
from pipelines.chain import clean

REFERENCE = os.environ.get("TINHUY_REFERENCE")
pytestmark = pytest.mark.skipif(not REFERENCE, reason="TINHUY_REFERENCE is unset")

#: What stands before the text, by the beginning of the file's name: its platform's order.
LEADING = {
    "000": (LeadingLine.TITLE,),
    "001": (LeadingLine.SECTION, LeadingLine.TITLE, LeadingLine.DATE),
    "002": (LeadingLine.TITLE,),
    "003": (LeadingLine.TITLE,),
    "004": (LeadingLine.TITLE, LeadingLine.DATE),
}
SEEDS = sorted(LEADING)
FIELDS = ("title", "published_at", "author", "source", "outlet_tag", "section")


def seeds() -> Path:
    return Path(REFERENCE or "") / "seeds"


@cache
def gold(seed: str) -> dict[str, Any]:
    entries = json.loads((seeds() / "gold.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = next(one for one in entries if one["file"].startswith(seed))
    return found


@cache
def printed(seed: str) -> str:
    name: str = gold(seed)["file"]
    return (seeds() / name).read_bytes().decode()


def article_of(text: str, leading: tuple[LeadingLine, ...]) -> Article:
    return clean(article_from_text(text, url="urn:sha256:0", leading=leading))


def lines_of(article: Article) -> list[str]:
    return [article.lead or "", *(block.text for block in article.blocks)]


def fields_of(article: Article) -> dict[str, str | None]:
    at = article.published.at if article.published else None
    stated = {"published_at": at.isoformat() if at else None}
    return {name: stated.get(name, getattr(article, name, None)) for name in FIELDS}


# As they are


@pytest.mark.parametrize("seed", SEEDS)
def test_fields_are_as_a_person_read_them(seed: str) -> None:
    article = article_of(printed(seed), LEADING[seed])
    assert fields_of(article) == {name: gold(seed)[name] for name in FIELDS}
    assert article.lead == gold(seed)["lead"]


@pytest.mark.parametrize("seed", SEEDS)
def test_content_is_kept_line_for_line_and_nothing_else(seed: str) -> None:
    assert lines_of(article_of(printed(seed), LEADING[seed])) == gold(seed)["kept"]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_dropped_is_counted(seed: str) -> None:
    dropped = sum(len(group) for group in gold(seed)["dropped"].values())
    removed = article_of(printed(seed), LEADING[seed]).removed
    assert sum(count for _, count in removed) == dropped


# With something changed


@dataclass(frozen=True)
class Line:
    """A printed line, and what of it is to be kept; nothing of boilerplate."""

    text: str
    kept: str | None = None


@dataclass(frozen=True)
class Mutant:
    """A text by its parts: above the title, title with section and date, text, byline, the rest."""

    above: tuple[str, ...]
    head: tuple[str, ...]
    text: tuple[Line, ...]
    byline: tuple[str, ...]
    rest: tuple[str, ...]
    leading: tuple[LeadingLine, ...]
    fields: dict[str, str | None]

    def check(self, typed: Callable[[str], str] = str) -> None:
        """Whether the text, as *typed* writes it down, is read as it must be."""
        lines = (*self.above, *self.head, *(line.text for line in self.text), *self.byline)
        article = article_of(typed("\n\n".join([*lines, *self.rest])), self.leading)
        assert lines_of(article) == [line.kept for line in self.text if line.kept is not None]
        assert fields_of(article) == self.fields


@cache
def original(seed: str) -> Mutant:
    """The text as it is, in its parts."""
    printed_lines = [line for line in map(folded, printed(seed).splitlines()) if line]
    entry = gold(seed)
    kept = list(entry["kept"])
    first = printed_lines.index(entry["lead_as_printed"])
    last = len(printed_lines) - printed_lines[::-1].index(kept[-1])
    text = [Line(entry["lead_as_printed"], kept.pop(0))]
    for line in printed_lines[first + 1 : last]:
        is_kept = bool(kept) and line == kept[0]
        text.append(Line(line, kept.pop(0) if is_kept else None))
    assert not kept
    head = printed_lines[:first]
    byline = [
        line for name in ("author", "source") for line in entry["metadata_lines"].get(name, ())
    ]
    assert printed_lines[last : last + len(byline)] == byline
    above = len(head) - len(LEADING[seed])
    return Mutant(
        above=tuple(head[:above]),
        head=tuple(head[above:]),
        text=tuple(text),
        byline=tuple(byline),
        rest=tuple(printed_lines[last + len(byline) :]),
        leading=LEADING[seed],
        fields={name: entry[name] for name in FIELDS},
    )


def test_taking_apart_loses_nothing() -> None:
    for seed in SEEDS:
        original(seed).check()


#: How a text is typed; what is read from it must be the same.
TYPED: dict[str, Callable[[str], str]] = {
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "old line ends": lambda text: text.replace("\n", "\r"),
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "a byte order mark": lambda text: "\ufeff" + text,
    "no-break indents": lambda text: re.sub("^", "\u00a0 \u00a0", text, flags=re.MULTILINE),
    "zero-width marks": lambda text: text.replace(" ", " \u200b"),
    "eth for d": lambda text: text.replace("Đảng", "Ðảng"),
    "no empty lines": lambda text: re.sub(r"\n\s*", "\n", text),
    "blanks at the end": lambda text: text.replace("\n", " \t\n") + " \n\n\n",
}

_PAIRS = [
    pair.split("/")
    for pair in "uỷ/ủy uý/úy oà/òa oá/óa oả/ỏa oạ/ọa oé/óe oẻ/ỏe Uỷ/Ủy UỶ/ỦY HOÁ/HÓA".split()
]


def behind(text: str) -> str:
    """The newer placement: "uỷ", "hoá"."""
    for newer, older in _PAIRS:
        text = re.sub(rf"{older}(?![^\W\d_])", newer, text)
    return text


def in_front(text: str) -> str:
    """The older placement: "ủy", "hóa"."""
    for newer, older in _PAIRS:
        text = re.sub(rf"(?<![qQ]){newer}(?![^\W\d_])", older, text)
    return text


def spelled(mutant: Mutant, spell: Callable[[str], str]) -> Mutant:
    """Everything spelled otherwise; so must be what is read."""
    head, byline = tuple(map(spell, mutant.head)), tuple(map(spell, mutant.byline))
    printed_as = dict(zip((*mutant.head, *mutant.byline), (*head, *byline), strict=True))
    return replace(
        mutant,
        above=tuple(map(spell, mutant.above)),
        head=head,
        text=tuple(spelled_line(line, spell) for line in mutant.text),
        byline=byline,
        rest=tuple(map(spell, mutant.rest)),
        fields={
            name: printed_as.get(value, value) if value else None
            for name, value in mutant.fields.items()
        },
    )


def spelled_line(line: Line, spell: Callable[[str], str]) -> Line:
    """What is kept is the end of what is printed; no spelling changes the length."""
    text = spell(line.text)
    return Line(text, None if line.kept is None else text[len(text) - len(line.kept) :])


def by_turns() -> Callable[[str], str]:
    """One line in the older placement, the next in the newer one."""
    turns = count()

    def spell(text: str) -> str:
        return behind(text) if next(turns) % 2 else in_front(text)

    return spell


SPELLINGS: dict[str, Callable[[], Callable[[str], str]]] = {
    "marks behind": lambda: behind,
    "marks in front": lambda: in_front,
    "marks by turns": by_turns,
}

COUNTERS = {
    "a line each": ("Truy cập", "Hôm nay:", "12.204", "Hôm qua:", "0", "Tất cả:", "1,204,330"),
    "one line": ("Truy cập Hôm nay: 92 Hôm qua: 77 Tuần này: 496 Tháng này: 2.596 Tất cả: 19.778",),
    "label and number": ("Đang truy cập : 12", "Hôm nay : 345", "Tháng hiện tại : 6789"),
    "with bars": ("Thống kê truy cập", "Hôm nay | 7", "Hôm qua | 12", "Tổng số | 12 345 678"),
    "a total": ("Tổng số lượt truy cập: 1.234.567",),
}

BYLINES: dict[tuple[str, ...], tuple[str | None, str | None]] = {
    (): (None, None),
    ("Thu Trà",): ("Thu Trà", None),
    ("H.Tr",): ("H.Tr", None),
    ("BẢO TRÂN",): ("BẢO TRÂN", None),
    ("PV",): ("PV", None),
    ("Lê Thị Ngọc Sương",): ("Lê Thị Ngọc Sương", None),
    ("Lam Giang - Đức Khải",): ("Lam Giang - Đức Khải", None),
    ("Y Khút Niê",): ("Y Khút Niê", None),
    ("Tin, ảnh: Thu Trà",): ("Thu Trà", None),
    ("Bài, ảnh: THU TRÀ",): ("THU TRÀ", None),
    ("Thu Trà (thực hiện)",): ("Thu Trà", None),
    ("Thu Trà", "Báo Sông Hàm"): ("Thu Trà", "Báo Sông Hàm"),
    ("Thu Trà", "(Theo Báo Sông Hàm)"): ("Thu Trà", "Báo Sông Hàm"),
    ("(Theo Báo Sông Hàm)",): (None, "Báo Sông Hàm"),
}

DATES = {
    "02/09/2021 - 07:05": "2021-09-02T07:05:00+07:00",
    "Thứ Hai, Ngày 03 Tháng 12 Năm 2018 11:08:09 PM | 1204": "2018-12-03T23:08:09+07:00",
    "Thứ ba, 19/09/2023 14:35": "2023-09-19T14:35:00+07:00",
    "Cập nhật lúc 10:29, Thứ Hai, 27/08/2018 (GMT+7)": "2018-08-27T10:29:00+07:00",
}

_LONG = (
    "Hôm nay, toàn Đảng bộ có 12 chi bộ với 340 đảng viên sinh hoạt đều đặn, trong đó có 48 đảng"
    " viên được kết nạp trong sáu tháng đầu năm, đạt 96% kế hoạch mà nghị quyết đầu năm đề ra."
)
PROSE = (
    _LONG,
    "Hôm nay, 12 chi bộ họp.",
    "Truy cập trang học tập, mỗi cán bộ có một tài khoản riêng.",
    "Chia sẻ tại buổi lễ, bà con bản Na Lốm nói rất vui.",
    "Theo kế hoạch, lớp học kéo dài ba ngày.",
    "Nguồn kinh phí được trích từ ngân sách xã.",
    "Các tin khác nhau về vụ việc đã được kiểm chứng.",
)

BOXES = (
    ("Tin liên quan", "Hội thi bí thư chi bộ giỏi", "Lễ ra quân làm đường ở Na Lốm", "Bản vào mùa"),
    ("TIN LIÊN QUAN:", "• Hội thi bí thư chi bộ giỏi năm 2023", "• Bản Na Lốm vào mùa lúa mới"),
    ("Xem thêm", "Đảng bộ xã Tân Khê sơ kết sáu tháng đầu năm, bàn nhiệm vụ sáu tháng cuối năm"),
    (">> Bài liên quan", "Vì sao Na Lốm có đường mới?", "Hội thi bí thư giỏi: 12 đội vào vòng sau"),
)

ABOVE = (
    ("Thứ ba, 21/05/2024",),
    ("image banner", "Thứ hai, 05/01/2026 - 08:27"),
    ("Trang chủ > Tin tức > Hoạt động",),
    ("Nhiệt liệt chào mừng Đại hội Đảng bộ xã Tân Hòa lần thứ XX",),
)

BELOW = (
    ("Chia sẻ bài viết", "BÌNH LUẬN (2)", "Thu Trà", "Bài viết rất hay.", "Lam Giang", "Cảm ơn!"),
    ("Họ tên", "Email", "Nội dung", "Mã xác nhận", "Gửi"),
    ("Lượt xem: 643", "Tổng số điểm của bài viết là: 0 trong 0 đánh giá", "Từ khóa: chi bộ"),
    ("A- A A+", "In bài viết", "Gửi email", "Thông tin nội bộ", "."),
    ("Cùng chuyên mục", "Hội thi bí thư giỏi", "Lễ ra quân ở Na Lốm"),
)


def with_counter(mutant: Mutant, counter: Sequence[str]) -> Mutant:
    return replace(mutant, rest=(*mutant.rest, *counter))


def with_byline(mutant: Mutant, byline: tuple[str, ...]) -> Mutant:
    author, source = BYLINES[byline]
    fields = mutant.fields | {"author": author, "source": source}
    return replace(mutant, byline=byline, fields=fields)


def with_date(mutant: Mutant, date: str) -> Mutant:
    """Another date line; where there is none, one below the title, as other platforms have it."""
    has_date = LeadingLine.DATE in mutant.leading
    head = mutant.head[:-1] if has_date else mutant.head
    leading = mutant.leading if has_date else (*mutant.leading, LeadingLine.DATE)
    fields = mutant.fields | {"published_at": DATES[date]}
    return replace(mutant, head=(*head, date), leading=leading, fields=fields)


def with_lines(mutant: Mutant, at: int, lines: Sequence[Line]) -> Mutant:
    return replace(mutant, text=(*mutant.text[:at], *lines, *mutant.text[at:]))


def with_prose(mutant: Mutant, at: int, prose: str) -> Mutant:
    """One more paragraph; not where it is there already, nor above or within a caption."""
    said, above = Line(prose, prose), mutant.text[at - 1]
    if said in mutant.text or above.kept is None or above.text.endswith(","):
        return mutant
    return with_lines(mutant, at, [said])


def with_box(mutant: Mutant, at: int, box: Sequence[str]) -> Mutant:
    return with_lines(mutant, at, [Line(text) for text in box])


def captions_twice(mutant: Mutant, captions: Sequence[str]) -> Mutant:
    """Each of *captions* printed twice, as where the picture's name is the caption."""
    text: list[Line] = []
    for line in mutant.text:
        text += [Line(line.text), line] if line.kept in captions else [line]
    return replace(mutant, text=tuple(text))


def places(mutant: Mutant) -> Iterator[int]:
    """Where something can stand in the text: anywhere but before the lead or in a broken line."""
    for at in range(1, len(mutant.text) + 1):
        if at == len(mutant.text) or not mutant.text[at].text[0].islower():
            yield at


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("typed", TYPED)
def test_how_a_text_is_typed_makes_no_difference(seed: str, typed: str) -> None:
    original(seed).check(TYPED[typed])
    assert article_of(TYPED[typed](printed(seed)), LEADING[seed]) == article_of(
        printed(seed), LEADING[seed]
    )


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_tone_marks_stay_as_they_are_placed(seed: str, spelling: str) -> None:
    mutant = spelled(original(seed), SPELLINGS[spelling]())
    assert spelling == "marks in front" or mutant != original(seed)
    mutant.check()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("number", ["0", "7", "12345678", "1.204.330", "25,969", "1 204 330"])
def test_numbers_of_the_page_may_be_any(seed: str, number: str) -> None:
    mutant = original(seed)
    rest = tuple(number if line.isdecimal() else line for line in mutant.rest)
    replace(mutant, rest=rest).check()
    if seed == "001":
        head = (*mutant.head[:-1], re.sub(r"\d+$", number.replace(" ", "."), mutant.head[-1]))
        replace(mutant, head=head).check()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("counter", COUNTERS)
def test_a_visitor_counter_of_any_kind_goes(seed: str, counter: str) -> None:
    with_counter(original(seed), COUNTERS[counter]).check()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("byline", BYLINES, ids=" / ".join)
def test_any_byline_is_read(seed: str, byline: tuple[str, ...]) -> None:
    with_byline(original(seed), byline).check()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("date", DATES)
def test_any_date_line_is_read(seed: str, date: str) -> None:
    with_date(original(seed), date).check()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_number_below_the_date_line_is_no_content(seed: str) -> None:
    mutant = with_date(original(seed), "02/09/2021 - 07:05")
    replace(mutant, text=(Line("313"), *mutant.text)).check()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("prose", PROSE)
def test_prose_that_begins_like_boilerplate_stays_anywhere(seed: str, prose: str) -> None:
    for at in places(original(seed)):
        with_prose(original(seed), at, prose).check()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("box", BOXES, ids=lambda box: box[0])
def test_a_box_of_other_articles_goes_anywhere(seed: str, box: tuple[str, ...]) -> None:
    for at in places(original(seed)):
        with_box(original(seed), at, box).check()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("above", ABOVE, ids=" / ".join)
def test_what_stands_above_the_title_goes(seed: str, above: tuple[str, ...]) -> None:
    mutant = original(seed)
    replace(mutant, above=(*above, *mutant.above)).check()


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("below", BELOW, ids=" / ".join)
def test_what_stands_below_the_text_goes(seed: str, below: tuple[str, ...]) -> None:
    mutant = original(seed)
    replace(mutant, rest=(*mutant.rest, *below)).check()
    replace(mutant, rest=(*below, *mutant.rest)).check()


@pytest.mark.parametrize("seed", SEEDS)
def test_a_caption_printed_twice_stays_once(seed: str) -> None:
    mutant = captions_twice(original(seed), gold(seed)["captions"])
    assert mutant != original(seed)
    mutant.check()


def changes() -> st.SearchStrategy[Callable[[Mutant], Mutant]]:
    """One change of any kind, at a place that is chosen when the text is known."""
    place = st.integers(0, 1000)

    def somewhere(
        change: Callable[[Mutant, int, Any], Mutant], at: int, what: object
    ) -> Callable[[Mutant], Mutant]:
        def changed(mutant: Mutant) -> Mutant:
            found = list(places(mutant))
            return change(mutant, found[at % len(found)], what)

        return changed

    return st.one_of(
        st.builds(somewhere, st.just(with_prose), place, st.sampled_from(PROSE)),
        st.builds(
            lambda counter: lambda mutant: with_counter(mutant, counter),
            st.sampled_from(list(COUNTERS.values())),
        ),
        st.builds(
            lambda byline: lambda mutant: with_byline(mutant, byline),
            st.sampled_from(list(BYLINES)),
        ),
        st.builds(
            lambda date: lambda mutant: with_date(mutant, date), st.sampled_from(list(DATES))
        ),
        st.builds(
            lambda above: lambda mutant: replace(mutant, above=(*above, *mutant.above)),
            st.sampled_from(ABOVE),
        ),
        st.builds(
            lambda below: lambda mutant: replace(mutant, rest=(*mutant.rest, *below)),
            st.sampled_from(BELOW),
        ),
    )


@given(
    seed=st.sampled_from(SEEDS),
    made=st.lists(changes(), max_size=5),
    box=st.none() | st.tuples(st.integers(0, 1000), st.sampled_from(BOXES)),
    spelling=st.none() | st.sampled_from(sorted(SPELLINGS)),
    typed=st.lists(st.sampled_from(sorted(TYPED)), unique=True, max_size=3),
)
def test_several_changes_at_once(
    seed: str,
    made: list[Callable[[Mutant], Mutant]],
    box: tuple[int, tuple[str, ...]] | None,
    spelling: str | None,
    typed: list[str],
) -> None:
    mutant = original(seed)
    for change in made:
        mutant = change(mutant)
    if box:
        found = list(places(mutant))
        mutant = with_box(mutant, found[box[0] % len(found)], box[1])
    if spelling:
        mutant = spelled(mutant, SPELLINGS[spelling]())

    def type_all(text: str) -> str:
        for each in typed:
            text = TYPED[each](text)
        return text

    mutant.check(type_all)
