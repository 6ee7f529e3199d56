"""Our reading of the corpus is no worse than pinned, and the measure sees what it should."""

from dataclasses import asdict, replace
from datetime import date, datetime
from pathlib import Path

import pytest

from benchmarks.corpus import (
    ARTICLES,
    BASE,
    Sample,
    Truth,
    corpus,
    digest,
    imitated_sites,
    replica_samples,
)
from benchmarks.extractors import Extractor, read_by_us
from benchmarks.floors import CEILINGS, Floors, pin, pinned, settle
from benchmarks.reading import floors_of, measure, report
from benchmarks.readme import README, with_table
from benchmarks.scores import Found, Score, foreign_texts, leaked, mean, score
from crawler.clock import HANOI, utc_moment
from crawler.declared import declared_sites

DAY = date(2024, 5, 31)
MOMENT = datetime(2024, 5, 31, 16, 20, tzinfo=HANOI)
TRUTH = Truth(
    title="Họp báo về lễ hội",
    lines=("Chiều 31/5, Ban Tổ chức họp báo.", "Chia sẻ tại họp báo, ông An nói: lễ hội vui."),
    author="Lê Na",
    source=None,
    outlet_tag=None,
    section="Thời sự",
    day=DAY,
    moment=MOMENT,
)
PAGE = """<html><head><title>Trang chủ</title></head><body><ul><li>Chính trị</li></ul>
<h1>Họp báo về lễ hội</h1><p>Thứ sáu, 31/5/2024 16:20</p>
<p>Thứ bảy, 01/6/2024</p><p>Lượt xem: 907</p><p>Chiều 31/5, Ban Tổ
chức họp báo.</p><p>Chia sẻ tại họp báo, <b>ông An</b> nói: lễ hội vui.</p><p>Tác giả: Lê Na</p>
<div>Chia sẻ: Facebook</div><p>Chia sẻ</p><h3>Tin khác</h3><a>Khai mạc hội thi</a>
<script>var biến = "Đang tải";</script></body></html>"""
SAMPLE = Sample(
    site="a",
    url="https://a.vn/1",
    at=utc_moment("2024-06-01T00:00:00Z"),
    content_type="text/html; charset=utf-8",
    body=PAGE.encode(),
    truth=TRUTH,
)
RIGHT = Found(
    lines=TRUTH.lines, title=TRUTH.title, author="Lê Na", section="Thời sự", day=DAY, moment=MOMENT
)
PERFECT = Score(
    precision=1, recall=1, f1=1, title=1, day=1, date=1, author=1, section=1, leaks=0
)  # fmt: skip


def test_our_reading_reaches_its_floors() -> None:
    samples = corpus()
    scores = [score(sample, read_by_us(sample)) for sample in samples]
    shortfalls = pinned().shortfalls(floors_of(scores, samples))
    assert not shortfalls, (
        f"{'; '.join(shortfalls)}. If that is right: python -m benchmarks.reading --ours --accept"
    )


def test_the_corpus_has_every_site_that_can_be_read_and_imitated() -> None:
    names = {sample.site for sample in corpus()}
    assert names == set(declared_sites().sites)
    assert {"bao_dong_khoi", "nghe_an_tuyen_giao"} <= set(imitated_sites())
    for site in imitated_sites():
        pages = [sample for sample in corpus() if sample.site == site and BASE in sample.url]
        assert len(pages) >= ARTICLES


def test_the_corpus_is_the_same_at_any_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    site = imitated_sites()[0]
    before = tuple(replica_samples(site))
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert digest(tuple(replica_samples(site))) == digest(before)


@pytest.mark.parametrize(
    "other",
    [
        replace(SAMPLE, body=SAMPLE.body + b" "),
        replace(SAMPLE, url="https://a.vn/2"),
        replace(SAMPLE, truth=replace(TRUTH, author=None)),
        replace(SAMPLE, truth=replace(TRUTH, lines=TRUTH.lines[:1])),
    ],
)
def test_the_digest_knows_pages_and_truths(other: Sample) -> None:
    assert digest((SAMPLE,)) != digest((other,))
    assert digest((SAMPLE, other)) != digest((other, SAMPLE))


def test_a_perfect_reading() -> None:
    assert score(SAMPLE, RIGHT) == PERFECT
    spaced = replace(RIGHT, title="Họp  báo về\xa0lễ hội", lines=(" ".join(TRUTH.lines).upper(),))
    assert score(SAMPLE, spaced) == PERFECT


@pytest.mark.parametrize(
    ("found", "wrong"),
    [
        (replace(RIGHT, title="Họp báo"), {"title": 0}),
        (replace(RIGHT, author=None), {"author": 0}),
        (replace(RIGHT, section="Kinh tế"), {"section": 0}),
        (replace(RIGHT, moment=None), {"date": 0}),
        (replace(RIGHT, moment=MOMENT.replace(minute=21)), {"date": 0}),
        (replace(RIGHT, day=date(2024, 5, 30), moment=None), {"day": 0, "date": 0}),
        (replace(RIGHT, lines=()), {"precision": 0, "recall": 0, "f1": 0}),
        (replace(RIGHT, lines=TRUTH.lines[:1]), {"recall": 8 / 19, "f1": 16 / 27}),
        (replace(RIGHT, lines=TRUTH.lines * 2), {"precision": 0.5, "f1": 2 / 3}),
        (
            replace(RIGHT, lines=(*TRUTH.lines, "Khai mạc hội thi")),
            {"precision": 19 / 23, "f1": 38 / 42, "leaks": 1},
        ),
    ],
)
def test_every_share_sees_its_fault(found: Found, wrong: dict[str, float]) -> None:
    assert asdict(score(SAMPLE, found)) == pytest.approx(asdict(PERFECT) | wrong)


def test_a_page_may_state_a_day_alone_or_have_no_text() -> None:
    bare = replace(SAMPLE, truth=replace(TRUTH, lines=(), moment=None, author=None))
    right = replace(RIGHT, lines=(), moment=None, author="")
    assert score(bare, right) == PERFECT
    assert score(bare, replace(right, moment=MOMENT)).date == 0
    wordy = score(bare, replace(right, lines=("Một câu",)))
    assert (wordy.precision, wordy.recall, wordy.f1) == (0, 1, 0)


def test_which_texts_are_not_the_article_s() -> None:
    """Not the title, a line's part, the author after a label, the article's day, or a script."""
    assert {text.strip() for text in foreign_texts(SAMPLE)} == {
        "chính trị", "thứ bảy 01 6 2024", "lượt xem 907", "chia sẻ facebook", "tin khác",
        "khai mạc hội thi",
    }  # fmt: skip


def test_a_text_leaks_as_whole_words_of_a_line() -> None:
    assert leaked(SAMPLE, TRUTH.lines) == []
    assert leaked(SAMPLE, ["Tin khác: KHAI MẠC hội thi."]) != []
    assert leaked(SAMPLE, ["Khai mạc hội", "thi"]) == []
    assert leaked(SAMPLE, ["Khai mạc hội thiếu nhi"]) == []


def test_words_with_marks_of_no_shape_are_the_words() -> None:
    soft = replace(RIGHT, lines=tuple(line.replace("họp", "h\u00adọp") for line in TRUTH.lines))
    assert score(SAMPLE, soft) == PERFECT


def floors(**shares: float) -> Floors:
    return Floors.of(replace(PERFECT, **shares), corpus="c" * 64, pages=9)


@pytest.mark.parametrize("name", asdict(PERFECT))
def test_a_worse_share_falls_short_and_a_better_one_does_not(name: str) -> None:
    low, high = (0.4, 0.6) if name not in CEILINGS else (0.6, 0.4)
    assert floors(**{name: high}).shortfalls(floors(**{name: low})) == [
        f"{name} is {low}, and pinned is {high}"
    ]
    assert floors(**{name: low}).shortfalls(floors(**{name: high})) == []


def test_a_floor_is_rounded_so_that_it_is_reached() -> None:
    rounded = floors(recall=0.98769, leaks=0.01231).shares
    assert (rounded.recall, rounded.leaks) == (0.9876, 0.0124)


def test_a_floor_rises_by_itself_and_falls_only_where_that_is_accepted(tmp_path: Path) -> None:
    path = tmp_path / "floors.json"
    assert settle(floors(recall=0.5), accept=True, path=_pinned_at(path, floors(recall=0.6)))
    assert pinned(path) == floors(recall=0.5)
    assert settle(floors(recall=0.7), accept=False, path=path) == []
    assert pinned(path) == floors(recall=0.7)
    assert settle(floors(recall=0.6), accept=False, path=path) != []
    assert pinned(path) == floors(recall=0.7)


def test_another_corpus_is_pinned_only_where_that_is_accepted(tmp_path: Path) -> None:
    path = _pinned_at(tmp_path / "floors.json", floors())
    other = replace(floors(), corpus="d" * 64, pages=10)
    (sentence,) = settle(other, accept=False, path=path)
    assert sentence.startswith("the corpus is another: 10 pages, dddddddddddd; pinned are 9 pages")
    assert pinned(path) == floors()
    settle(other, accept=True, path=path)
    assert pinned(path) == other


def _pinned_at(path: Path, held: Floors) -> Path:
    pin(held, path)
    return path


def test_the_report_has_a_row_for_each_extractor() -> None:
    right = Extractor(name="a", version="1", fields=frozenset(), extract=lambda _sample: RIGHT)
    wrong = replace(right, name="b", fields=frozenset({"title"}), extract=lambda _sample: Found())
    samples = (SAMPLE, replace(SAMPLE, url="https://a.vn/2"))
    measured = measure((right, wrong), samples, rounds=2)
    assert measured[0].scores == (PERFECT, PERFECT)
    assert all(len(one.milliseconds) == 2 for one in measured)
    said, _, heads, _, *rows = report(measured, samples).splitlines()
    assert f"2 pages of 1 sites (median 0 kB, corpus `{digest(samples)[:12]}`)" in said
    assert heads.split(" | ")[4:6] == ["f1, median", "title"]
    assert rows[0].startswith("| a 1 | 1.000 | 1.000 | 1.000 | 1.000 | – | – | – | – | – | 0.000 |")
    assert rows[1].startswith("| b 1 | 0.000 | 0.000 | 0.000 | 0.000 | 0.000 | – | – | – | – | 0.0")
    assert len({row.count("|") for row in (heads, *rows)}) == 1


def test_the_mean_is_over_pages() -> None:
    scores = [score(SAMPLE, RIGHT), score(SAMPLE, Found())]
    assert mean(scores).recall == 0.5


def test_the_report_has_its_place_and_its_columns_their_meaning() -> None:
    text = README.read_text(encoding="utf-8")
    fresh = with_table(text, "reading", "| A |")
    assert with_table(fresh, "reading", "| B |") == fresh.replace("| A |", "| B |")
    with pytest.raises(ValueError, match="0 places"):
        with_table("# Nothing", "reading", "| A |")
    meanings = text[text.index("| column | meaning |") :]
    for column in asdict(PERFECT):
        assert column in meanings
