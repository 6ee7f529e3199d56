"""Bylines: who is named at the end of a text, and what only looks like a name."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import bylines, names
from crawler.extract.bylines import (
    Byline,
    field_byline,
    outlet_tag_of,
    read_byline,
    without_byline,
)
from crawler.extract.names import is_name
from crawler.items import Block, BlockKind
from tests.pumped import slowest

PROSE = "Hội nghị đã thống nhất nhiều giải pháp để nâng cao chất lượng sinh hoạt chi bộ."


def paragraphs(*texts: str) -> list[Block]:
    return [Block(kind=BlockKind.PARAGRAPH, text=text) for text in texts]


@pytest.mark.parametrize(
    ("line", "author", "source"),
    [
        ("Thu Trà", "Thu Trà", None),
        ("Nguyễn Thị Minh Khuê", "Nguyễn Thị Minh Khuê", None),
        ("HOÀI AN", "HOÀI AN", None),
        ("N.K", "N.K", None),
        ("Q.Tr", "Q.Tr", None),
        ("PV", "PV", None),
        ("Lam Giang - Đức Khải", "Lam Giang - Đức Khải", None),
        ("Lam Giang, PV", "Lam Giang, PV", None),
        ("Tin, ảnh: Bảo Trân", "Bảo Trân", None),
        ("Bài, ảnh: BẢO TRÂN", "BẢO TRÂN", None),
        ("Tin và ảnh: Lê Văn Đạt.", "Lê Văn Đạt", None),
        ("Tin - Ảnh: Mai", "Mai", None),
        ("Bài viết: An Khê", "An Khê", None),
        ("Tác giả: H.Tr", "H.Tr", None),
        ("Thu Trà (thực hiện)", "Thu Trà", None),
        ("Thu Trà (Theo Bản tin Đồng Xuân)", "Thu Trà", "Bản tin Đồng Xuân"),
        ("Thu Trà (Báo Sông Hàm)", "Thu Trà", "Báo Sông Hàm"),
        ("Theo Bản tin Đồng Xuân", None, "Bản tin Đồng Xuân"),
        ("(Theo songham.example)", None, "songham.example"),
        ("Nguồn: Tạp chí Nếp Làng", None, "Tạp chí Nếp Làng"),
        ("Thu Trà - Đảng ủy xã Hòa Thạnh", "Thu Trà - Đảng ủy xã Hòa Thạnh", None),
    ],
)
def test_a_last_line_names_author_or_source(
    line: str, author: str | None, source: str | None
) -> None:
    blocks = paragraphs(PROSE, line)
    byline = read_byline(blocks)
    assert byline == Byline(author=author, source=source, used=1)
    assert without_byline(blocks, byline) == tuple(blocks[:1])


@pytest.mark.parametrize("second", ["(Theo Báo Sông Hàm)", "Theo Báo Sông Hàm", "Báo Sông Hàm"])
def test_a_source_may_stand_below_the_author(second: str) -> None:
    expected = Byline(author="Thu Trà", source="Báo Sông Hàm", used=2)
    assert read_byline(paragraphs(PROSE, "Thu Trà", second)) == expected
    one_block = read_byline(paragraphs(PROSE, f"Thu Trà\n{second}"))
    assert (one_block.author, one_block.source, one_block.used) == ("Thu Trà", "Báo Sông Hàm", 1)


@pytest.mark.parametrize(
    "line",
    [
        PROSE,
        "Hà Nội",
        "Nghệ An",
        "Khánh Hòa",
        "Hà Nội - Nghệ An",
        "Phong Trào Thi Đua",
        "Một là, tiếp tục đổi mới.",
        "(1). Tăng cường phối hợp.",
        "- Như trên",
        "./.",
        "Quang cảnh buổi lễ",
        "Đồng chí Nguyễn Văn Đạt",
        "Ảnh: Thu Trà",
        "Video: Thu Trà",
        "Thu Trà.",
        "Thu Trà phát biểu",
        "Trân Trọng",
        "Kính Chào",
        "Ban Biên Tập",
        "VĂN PHÒNG TỈNH ỦY",
        "BÍ THƯ",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "ĐOÀN KẾT THẮNG LỢI",
        "QUYẾT TÂM HOÀN THÀNH XUẤT SẮC",
        "Facebook Zalo",
        "Hương",
        "Theo đồng chí Nguyễn Văn Đạt",
        "Theo Nghị quyết, mỗi chi bộ phải có chương trình hành động riêng.",
        "Nguồn kinh phí do ngân sách bảo đảm",
        "Nguồn Lực",
        "Tin: hội nghị khai mạc",
        "Tác giả của sáng kiến là người Tân Khê",
        "Báo Sông Hàm",
        "Thu Trà - Lam Giang - Đức Khải - An Khê",
        "2023",
        "",
    ],
)
def test_what_only_looks_like_a_byline_stays_in_the_text(line: str) -> None:
    assert read_byline(paragraphs(PROSE, line)) == Byline()


def test_nothing_is_no_byline() -> None:
    assert read_byline([]) == Byline()


@pytest.mark.parametrize(
    "above",
    [
        ("TM. BAN THƯỜNG VỤ",),
        ("T/M ĐẢNG ỦY", "BÍ THƯ"),
        ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "(Đã ký)"),
        ("CHÁNH VĂN PHÒNG",),
        ("Chủ tịch Ủy ban",),
    ],
)
def test_a_name_below_an_office_is_a_signature(above: tuple[str, ...]) -> None:
    assert read_byline(paragraphs(PROSE, *above, "Nguyễn Văn Đạt")) == Byline()


def test_a_caption_that_begins_with_an_office_makes_no_signature() -> None:
    above = "Bí thư Đảng ủy Khối Nguyễn Văn Đạt phát biểu tại hội nghị"
    assert read_byline(paragraphs(PROSE, above, "Thu Trà")).author == "Thu Trà"


def test_a_labelled_author_below_an_office_is_no_signature() -> None:
    assert read_byline(paragraphs("BÍ THƯ", "Tin, ảnh: Thu Trà")).author == "Thu Trà"


def test_files_and_pictures_after_the_byline_are_passed_over() -> None:
    picture = Block(kind=BlockKind.PICTURE, url="https://danguy.example/1.jpg")
    caption = Block(kind=BlockKind.CAPTION, text="Lam Giang")
    file = Block(
        kind=BlockKind.ATTACHMENT, text="Báo cáo 4.pdf", url="https://danguy.example/4.pdf"
    )
    blocks = [*paragraphs(PROSE, "Thu Trà"), picture, caption, file]
    byline = read_byline(blocks)
    assert byline == Byline(author="Thu Trà", used=1)
    assert without_byline(blocks, byline) == (blocks[0], picture, caption, file)


@pytest.mark.parametrize(
    "kind", [BlockKind.CAPTION, BlockKind.HEADING, BlockKind.LIST, BlockKind.TABLE, BlockKind.QUOTE]
)
def test_only_a_paragraph_is_a_byline(kind: BlockKind) -> None:
    assert read_byline([*paragraphs(PROSE), Block(kind=kind, text="Thu Trà")]) == Byline()


def test_a_link_is_no_byline() -> None:
    link = Block(kind=BlockKind.PARAGRAPH, text="Thu Trà", linked=True)
    assert read_byline([*paragraphs(PROSE), link]) == Byline()


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("Tác giả: Hồng Lĩnh", "Hồng Lĩnh"),
        ("Người đăng : vanphong", "vanphong"),
        ("Phòng Tuyên truyền", "Phòng Tuyên truyền"),
        ("  ", None),
        ("Tác giả: ", None),
        ("x" * 500, None),
    ],
)
def test_an_author_field_is_believed(text: str, author: str | None) -> None:
    assert field_byline(text).author == author


def test_an_author_field_may_name_the_source() -> None:
    expected = Byline(author="H.Tr", source="Báo Sông Hàm")
    assert field_byline("H.Tr\n(Theo Báo Sông Hàm)") == expected


@pytest.mark.parametrize(
    ("lead", "tag", "rest"),
    [
        ("SHA.VN - Ngày 17-5, chi bộ họp.", "SHA.VN", "Ngày 17-5, chi bộ họp."),
        ("(Songham.vn) - Ngày 17-5.", "Songham.vn", "Ngày 17-5."),
        ("(Songham) - Ngày 17-5.", "Songham", "Ngày 17-5."),
        ("(ĐX) - Chiều qua.", "ĐX", "Chiều qua."),
        ("(SHO) Chiều qua.", "SHO", "Chiều qua."),
        ("(SH-NL) – Chiều qua.", "SH-NL", "Chiều qua."),
        ("SHĐT - 12 chi bộ được khen.", "SHĐT", "12 chi bộ được khen."),
        ("GD&TĐ - “Học Bác” là việc hằng ngày.", "GD&TĐ", "“Học Bác” là việc hằng ngày."),
    ],
)
def test_the_tag_of_an_agency_is_taken_from_the_lead(lead: str, tag: str, rest: str) -> None:
    assert outlet_tag_of(lead) == (tag, rest)


@pytest.mark.parametrize(
    "lead",
    [
        "Hà Nội - Sáng 3/2, hội nghị khai mạc.",
        "HĐND - UBND tỉnh họp.",
        "UBND - Cơ quan hành chính.",
        "MTTQ - Đoàn thể vào cuộc.",
        "(Hòa Thạnh) - Sáng 3/2.",
        "(HĐND tỉnh) - Kỳ họp thứ tám.",
        "(UBND) - Kỳ họp.",
        "(1) - Tăng cường phối hợp.",
        "(II) Kết quả.",
        "(Ảnh: An Khê) - Quang cảnh.",
        "COVID-19 - Một năm nhìn lại.",
        "SHO - cơ quan của Đảng bộ.",
        "SHO khai trương trang mới.",
        "Sáng 3/2 - Ngày thành lập Đảng.",
        "SHA.VN - ",
        "",
    ],
)
def test_a_place_an_organ_or_a_number_is_no_tag(lead: str) -> None:
    assert outlet_tag_of(lead) == (None, lead)


@pytest.mark.parametrize("name", ["Lê Na", "Nguyễn Thị Thu Hương Giang", "Ngọc Sương", "Kim Oanh"])
def test_names_have_the_shape_of_a_name(name: str) -> None:
    assert is_name(name)


@given(st.lists(st.builds(Block, kind=st.sampled_from(BlockKind), text=st.text(max_size=60))))
def test_any_blocks_have_a_byline_or_none(blocks: list[Block]) -> None:
    byline = read_byline(blocks)
    assert len(without_byline(blocks, byline)) == len(blocks) - byline.used


@given(st.text())
def test_any_text_has_a_tag_or_none(text: str) -> None:
    tag, rest = outlet_tag_of(text)
    assert text == rest if tag is None else text.endswith(rest)
    field_byline(text)


PATTERNS = [
    (f"{module.__name__}.{name}", value)
    for module in (bylines, names)
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
]


@pytest.mark.parametrize(("name", "pattern"), PATTERNS, ids=[name for name, _ in PATTERNS])
def test_patterns_are_linear(name: str, pattern: re.Pattern[str]) -> None:
    seconds, text = slowest(pattern)
    assert seconds < 0.05, (name, text)
