"""Boilerplate: each rule removes its example and keeps its near-misses, and prose always stays."""

import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.boilerplate import TITLE_AGAIN, without_boilerplate
from crawler.extract.boilerplate_rules import RULES, Rule, Scope
from crawler.items import Article, Block, BlockKind, LeadingLine
from tests.pumped import slowest

URL = "https://danguy.tanhoa.example/tin-hoat-dong/so-ket-1042"
TITLE = "Đảng bộ xã Tân Hòa sơ kết sáu tháng"
PROSE = (
    "Trong sáu tháng đầu năm, Đảng bộ xã Tân Hòa đã hoàn thành phần lớn chỉ tiêu đề ra; nền nếp"
    " sinh hoạt chi bộ được giữ vững, nhiều mô hình hay ở thôn, bản được nhân rộng ra toàn xã."
)
RULE_IDS = [rule.name for rule in RULES]
KEPT = [(rule, line) for rule in RULES for line in rule.keeps]
NEAR_MISSES = (
    "Hôm nay, Đảng bộ có 12 chi bộ với 340 đảng viên sinh hoạt đều đặn.",
    "Hôm qua: còn nghèo; hôm nay: đủ ăn; ngày mai: khá giả.",
    "Truy cập hệ thống học tập, mỗi cán bộ có một tài khoản riêng.",
    "Chia sẻ tại buổi tọa đàm, đồng chí Lê Văn Đạt nói việc khó nhất là nếp nghĩ.",
    "Theo đồng chí Lê Văn Đạt, phải làm thường xuyên.",
    "Nguồn kinh phí được trích từ ngân sách xã.",
    "Các tin khác nhau lan truyền trên mạng đã được kiểm chứng.",
    "Bình luận về kết quả này, đồng chí nói còn nhiều việc phải làm.",
    "Tất cả: từ người già đến em nhỏ đều tham gia ngày hội.",
    "Tác giả của sáng kiến là một nông dân.",
    "Một là,",
    "(1).",
    "./.",
    "- Như trên;",
    "Nội dung",
    "1977834",
)


def paragraph(text: str, *, linked: bool = False) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, text=text, linked=linked)


def article(*blocks: str | Block, title: str | None = TITLE) -> Article:
    made = tuple(paragraph(block) if isinstance(block, str) else block for block in blocks)
    return Article(url=URL, title=title, blocks=made)


def left(cleaned: Article) -> list[str]:
    return [block.text or block.kind for block in cleaned.blocks]


@pytest.mark.parametrize("rule", RULES, ids=RULE_IDS)
def test_a_rule_removes_its_example_and_counts_it(rule: Rule) -> None:
    page = article(PROSE, *rule.example)
    if rule.scope is Scope.TOP:
        page = replace(article(*rule.example, TITLE, PROSE), leading=(LeadingLine.TITLE,))
    cleaned = without_boilerplate(page)
    assert left(cleaned) == [*([TITLE] if page.leading else []), PROSE]
    assert cleaned.removed == ((rule.name, len(rule.example)),)


@pytest.mark.parametrize(
    ("rule", "line"), KEPT, ids=[f"{rule.name}: {line}" for rule, line in KEPT]
)
def test_a_rule_keeps_its_near_misses(rule: Rule, line: str) -> None:
    page = article(PROSE, line)
    if rule.scope is Scope.TOP:
        page = replace(article(line, PROSE), leading=(LeadingLine.TITLE,))
    assert without_boilerplate(page) == page


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_content_that_begins_like_boilerplate_stays(line: str) -> None:
    for page in (
        article(PROSE, line, "Nhiều việc đã làm xong."),
        article(line),
        article(PROSE, line),
    ):
        assert without_boilerplate(page) == page


@pytest.mark.parametrize("rule", RULES, ids=RULE_IDS)
def test_patterns_are_linear(rule: Rule) -> None:
    for pattern in filter(None, (rule.pattern, rule.needs)):
        seconds, text = slowest(pattern)
        assert seconds < 0.05, text


def test_rule_names_are_unique_and_every_rule_has_both_kinds_of_lines() -> None:
    assert len({rule.name for rule in RULES} | {TITLE_AGAIN}) == len(RULES) + 1
    assert all(rule.example and rule.keeps for rule in RULES)
    assert all(rule.needs for rule in RULES if rule.scope is Scope.RUN)


@pytest.mark.parametrize(
    "counter",
    [
        ("Truy cập", "Hôm nay:", "892", "Hôm qua:", "1770", "Tất cả:", "1977834"),
        ("Truy cập", "Hôm nay:", "1", "Hôm qua:", "2", "Tuần này:", "3", "Tháng này:", "4.120"),
        ("Truy cập Hôm nay: 892 Hôm qua: 1770 Tuần này: 4961 Tất cả: 1.977.834",),
        ("Hôm nay: 892 | Hôm qua: 1770 | Tháng này: 25969",),
        ("Thống kê truy cập", "Đang truy cập: 4", "Hôm nay: 71", "Tháng hiện tại: 2,301"),
        ("HÔM NAY", "5", "HÔM QUA", "6"),
    ],
)
def test_visitor_counters_of_any_print_go(counter: tuple[str, ...]) -> None:
    cleaned = without_boilerplate(article(PROSE, *counter))
    assert left(cleaned) == [PROSE]
    assert sum(count for _, count in cleaned.removed) == len(counter)
    assert "visitor counter" in dict(cleaned.removed)


def test_a_counter_in_one_block_goes_and_a_table_of_content_stays() -> None:
    counter = Block(kind=BlockKind.TABLE, text="Hôm nay | 892\nHôm qua | 1770")
    table = Block(kind=BlockKind.TABLE, text="Đơn vị | Năm trước | Năm nay\nChi bộ 1 | 12 | 15")
    assert left(without_boilerplate(article(PROSE, table, counter))) == [PROSE, table.text]


def test_a_number_before_a_counter_is_content() -> None:
    cleaned = without_boilerplate(article(PROSE, "2025", "Hôm nay:", "4", "Hôm qua:", "5"))
    assert left(cleaned) == [PROSE, "2025"]


@pytest.mark.parametrize("lines", [("1", "2", "3", "4"), ("Họ và tên:", "Địa chỉ:", "Nội dung:")])
def test_numbers_alone_and_the_article_s_own_form_stay(lines: tuple[str, ...]) -> None:
    page = article(PROSE, *lines)
    assert without_boilerplate(page) == page


def test_pictures_files_and_videos_stay_wherever_they_stand() -> None:
    media = [
        Block(kind=kind, text="Các tin khác", url=f"https://danguy.tanhoa.example/{kind}")
        for kind in (BlockKind.PICTURE, BlockKind.ATTACHMENT, BlockKind.VIDEO)
    ]
    cleaned = without_boilerplate(article(PROSE, "Các tin khác", *media, "Hội thi bí thư giỏi"))
    assert cleaned.blocks == (paragraph(PROSE), *media)
    assert cleaned.removed == (("related articles", 2),)


def test_a_credit_in_a_caption_stays() -> None:
    caption = Block(kind=BlockKind.CAPTION, text="Quang cảnh. Ảnh: Thu Trà")
    assert left(without_boilerplate(article(PROSE, caption))) == [PROSE, caption.text]


def test_a_heading_for_related_articles_takes_no_prose() -> None:
    page = article(PROSE, "Xem thêm:", "Hội thi bí thư giỏi", PROSE)
    assert without_boilerplate(page) == page


def test_before_prose_it_takes_the_links_directly_below_it() -> None:
    link, later = (
        paragraph("Hội thi bí thư giỏi", linked=True),
        paragraph("Lễ ra quân", linked=True),
    )
    page = article(PROSE, "Tin liên quan:", link, link, PROSE, later)
    cleaned = without_boilerplate(page)
    assert left(cleaned) == [PROSE, PROSE, "Lễ ra quân"]
    assert cleaned.removed == (("related articles", 3),)


def test_a_linked_paragraph_is_no_prose_however_long() -> None:
    link = paragraph(PROSE, linked=True)
    cleaned = without_boilerplate(article(PROSE, "Các tin khác", "Lễ ra quân", link))
    assert left(cleaned) == [PROSE]


def test_what_stands_below_the_links_is_not_theirs() -> None:
    link = paragraph("Hội thi bí thư giỏi", linked=True)
    picture = Block(kind=BlockKind.PICTURE, url="https://danguy.tanhoa.example/1.jpg")
    cleaned = without_boilerplate(
        article(PROSE, "Tin liên quan", link, picture, link, "Bà con vui.", "Thu Trà")
    )
    assert left(cleaned) == [PROSE, BlockKind.PICTURE, "Bà con vui.", "Thu Trà"]
    assert cleaned.removed == (("related articles", 3),)


@pytest.mark.parametrize(
    ("tail", "is_prose"),
    [
        ("a" * 119 + ".", False), ("a" * 120 + ".", True), ("a" * 120, False),
        ("a" * 120 + "./.", True), ("a" * 120 + ".”", True), ("1" * 200 + ".", False),
    ],
)  # fmt: skip
def test_prose_has_enough_letters_and_an_end(tail: str, is_prose: bool) -> None:  # noqa: FBT001  # a table
    expected = [PROSE, "Các tin khác", tail] if is_prose else [PROSE]
    assert left(without_boilerplate(article(PROSE, "Các tin khác", tail))) == expected


def test_a_large_table_after_a_heading_is_content() -> None:
    table = Block(kind=BlockKind.TABLE, text="\n".join(["Chi bộ thôn Hạ | hoàn thành tốt"] * 8))
    page = article(PROSE, "Xem thêm", table)
    assert without_boilerplate(page) == page


def test_the_byline_below_related_articles_is_spared() -> None:
    titles = ("Hội thi bí thư giỏi", "Lễ ra quân")
    cleaned = without_boilerplate(article(PROSE, "Tin liên quan", *titles, "Tin, ảnh: Thu Trà"))
    assert left(cleaned) == [PROSE, "Tin, ảnh: Thu Trà"]
    assert cleaned.removed == (("related articles", 3),)


def test_a_reader_who_comments_is_no_author() -> None:
    cleaned = without_boilerplate(article(PROSE, "BÌNH LUẬN (2)", "Hay quá", "Thu Trà"))
    assert left(cleaned) == [PROSE]


@pytest.mark.parametrize("again", [TITLE, TITLE.upper(), f"{TITLE} ảnh 3"])
def test_the_title_printed_again_goes(again: str) -> None:
    cleaned = without_boilerplate(article(PROSE, again, PROSE))
    assert left(cleaned) == [PROSE, PROSE]
    assert cleaned.removed == ((TITLE_AGAIN, 1),)


@pytest.mark.parametrize(
    "other", [f"{TITLE} 3", f"{TITLE} năm 2025", f"{TITLE} ảnh đẹp", f"“{TITLE}” ảnh 3"]
)
def test_what_only_begins_like_the_title_stays(other: str) -> None:
    assert left(without_boilerplate(article(PROSE, other))) == [PROSE, other]


def test_the_title_line_of_a_plain_text_stays_and_its_repetition_goes() -> None:
    page = replace(
        article("image banner", "Hoạt động chi bộ", TITLE, "17/05/2023", PROSE, TITLE, title=None),
        leading=(LeadingLine.SECTION, LeadingLine.TITLE, LeadingLine.DATE),
    )
    cleaned = without_boilerplate(page)
    assert left(cleaned) == ["Hoạt động chi bộ", TITLE, "17/05/2023", PROSE]


def test_a_leading_line_is_no_heading_of_boilerplate() -> None:
    page = replace(article("Bình luận", "Ngắn gọn", title=None), leading=(LeadingLine.TITLE,))
    assert without_boilerplate(page) == page


def test_a_date_in_a_page_is_no_clock() -> None:
    page = article("Thứ hai, 05/01/2026", "Giao ban Thường trực", PROSE)
    assert without_boilerplate(page) == page


def test_the_leading_date_of_a_plain_text_is_no_clock() -> None:
    page = replace(
        article("Thứ hai, 05/01/2026", TITLE, PROSE), leading=(LeadingLine.DATE, LeadingLine.TITLE)
    )
    assert left(without_boilerplate(page))[0] == "Thứ hai, 05/01/2026"


def test_counts_add_up_and_a_second_time_changes_nothing() -> None:
    page = replace(article(PROSE, "Anh-tin-bai", "Lượt xem: 12"), removed=(("image alt", 2),))
    cleaned = without_boilerplate(page)
    assert cleaned.removed == (("image alt", 3), ("view count", 1))
    assert without_boilerplate(cleaned) == cleaned


LINES = [line for rule in RULES for line in (*rule.example, *rule.keeps)]
BLOCKS = st.lists(
    st.builds(
        Block,
        kind=st.sampled_from(BlockKind),
        text=st.sampled_from([*LINES, *NEAR_MISSES, PROSE, TITLE]) | st.text(max_size=40),
        linked=st.booleans(),
    )
)


@given(BLOCKS, st.sampled_from([(), (LeadingLine.TITLE,), (LeadingLine.TITLE, LeadingLine.DATE)]))
def test_blocks_are_only_ever_taken_away(
    blocks: list[Block], leading: tuple[LeadingLine, ...]
) -> None:
    page = replace(article(*blocks), leading=leading)
    cleaned = without_boilerplate(page)
    remaining = iter(page.blocks)
    assert all(block in remaining for block in cleaned.blocks)
    assert sum(count for _, count in cleaned.removed) == len(blocks) - len(cleaned.blocks)
    media = (BlockKind.PICTURE, BlockKind.ATTACHMENT, BlockKind.VIDEO)
    assert [block for block in cleaned.blocks if block.kind in media] == [
        block for block in blocks if block.kind in media
    ]


@given(BLOCKS)
def test_prose_is_never_taken(blocks: list[Block]) -> None:
    page = article(*blocks, PROSE)
    cleaned = without_boilerplate(page)
    prose = [block for block in page.blocks if block.text == PROSE and not block.linked]
    assert [block for block in cleaned.blocks if block in prose] == prose


def test_long_pages_take_linear_time() -> None:
    lines = ["Xem thêm", "Hội thi bí thư giỏi", PROSE, "Hôm nay:", "12"] * 4000
    start = time.perf_counter()
    without_boilerplate(article(*lines))
    assert time.perf_counter() - start < 5
