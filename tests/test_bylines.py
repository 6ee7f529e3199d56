"""Bylines: who is named at the end of a text, and what only looks like a name."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import bylines, names
from crawler.extract.bylines import (
    Byline,
    field_byline,
    opens_signature,
    read_byline,
    without_byline,
)
from crawler.extract.names import is_name, is_names
from crawler.extract.text import folded
from crawler.items import Block, BlockKind
from tests.growth import too_steep

PROSE = "Hội nghị đã thống nhất nhiều giải pháp để nâng cao chất lượng sinh hoạt chi bộ."
PICTURE = Block(kind=BlockKind.PICTURE, url="https://danguy.example/1.jpg")
FILE = Block(kind=BlockKind.ATTACHMENT, text="Báo cáo 4.pdf", url="https://danguy.example/4.pdf")


def paragraphs(*texts: str) -> list[Block]:
    return [Block(kind=BlockKind.PARAGRAPH, text=text) for text in texts]


LINES: tuple[tuple[str, str | None, str | None], ...] = (
    # A name alone
    ("Thu Trà", "Thu Trà", None),
    ("Nguyễn Thị Minh Khuê", "Nguyễn Thị Minh Khuê", None),
    ("HOÀI AN", "HOÀI AN", None),
    ("Lam Giang - Đức Khải", "Lam Giang - Đức Khải", None),
    ("Lam Giang, PV", "Lam Giang, PV", None),
    ("Trần Lê-Anh", "Trần Lê-Anh", None),
    ("Lam Giang-Đức Khải", "Lam Giang-Đức Khải", None),
    ("ThS. Lê Văn Đạt", "ThS. Lê Văn Đạt", None),
    # Initials and the nameless
    ("N.K", "N.K", None),
    ("Q.Tr", "Q.Tr", None),
    ("Đ.N.", "Đ.N.", None),
    ("T.Hà", "T.Hà", None),
    ("PV", "PV", None),
    ("P.V", "P.V", None),
    ("Nhóm PV", "Nhóm PV", None),
    ("Nhóm phóng viên", "Nhóm phóng viên", None),
    # Labels
    ("Tin, ảnh: Bảo Trân", "Bảo Trân", None),
    ("Tin, ảnh: BẢO TRÂN", "BẢO TRÂN", None),
    ("Bài, ảnh: BẢO TRÂN", "BẢO TRÂN", None),
    ("(Bài, ảnh: Bảo Trân)", "Bảo Trân", None),
    ("Bài và ảnh: Bảo Trân", "Bảo Trân", None),
    ("Tin và ảnh: Lê Văn Đạt.", "Lê Văn Đạt", None),
    ("Tin - Ảnh: Mai", "Mai", None),
    ("Bài viết: An Khê", "An Khê", None),
    ("Bài: Thu Trà - Ảnh: Lam Giang", "Thu Trà - Ảnh: Lam Giang", None),
    ("Tác giả: H.Tr", "H.Tr", None),
    ("Tác giả bài viết: An Khê", "An Khê", None),
    ("Thực hiện: Thu Trà", "Thu Trà", None),
    ("Phóng sự: Thu Trà", "Thu Trà", None),
    # What they did
    ("Thu Trà (thực hiện)", "Thu Trà", None),
    ("Thu Trà (tổng hợp)", "Thu Trà", None),
    ("Nhóm P.V thực hiện", "Nhóm P.V", None),
    ("Thu Trà ghi", "Thu Trà", None),
    ("Thu Trà (CTV)", "Thu Trà", None),
    ("THU TRÀ (thực hiện) 10/10/2018 03:09", "THU TRÀ", None),
    ("Thu Trà (10/10/2018)", "Thu Trà", None),
    ("Thu Trà (thực hiện) 10/10/2018", "Thu Trà", None),
    ("Thu Trà (thực hiện), ngày 10-10-2018", "Thu Trà", None),
    ("Thu Trà (thực hiện) 03:09 10/10/2018", "Thu Trà", None),
    ("Thu Trà (thực hiện) | 10/10/2018 | 3h09", "Thu Trà", None),
    ("Thu Trà (thực hiện) 10/10/2018 03:09:12 PM", "Thu Trà", None),
    ("Thu Trà (thực hiện) 10/10/2018, 03:09 (GMT+7)", "Thu Trà", None),
    # Their unit
    ("Thu Trà - Đảng ủy xã Hòa Thạnh", "Thu Trà - Đảng ủy xã Hòa Thạnh", None),
    ("Thu Trà (Ban Tuyên giáo)", "Thu Trà (Ban Tuyên giáo)", None),
    # The source
    ("Thu Trà (Theo Bản tin Đồng Xuân)", "Thu Trà", "Bản tin Đồng Xuân"),
    ("Thu Trà (Báo Sông Hàm)", "Thu Trà", "Báo Sông Hàm"),
    ("Thu Trà (songham.example)", "Thu Trà", "songham.example"),
    ("Thu Trà - Báo Sông Hàm", "Thu Trà", "Báo Sông Hàm"),
    ("Thu Trà/TTXVN", "Thu Trà", "TTXVN"),
    ("Thu Trà (TTXVN/Vietnam+)", "Thu Trà", "TTXVN/Vietnam+"),
    ("TTXVN/Vietnam+", None, "TTXVN/Vietnam+"),
    ("(TTXVN/Vietnam+)", None, "TTXVN/Vietnam+"),
    ("Vietnam+", None, "Vietnam+"),
    ("(TTXVN).", None, "TTXVN"),
    ("TTXVN", "TTXVN", None),
    ("Theo Bản tin Đồng Xuân", None, "Bản tin Đồng Xuân"),
    ("Theo Songhamnet", None, "Songhamnet"),
    ("Theo TTXVN", None, "TTXVN"),
    ("(Theo songham.example)", None, "songham.example"),
    ("(Theo Village Digest)", None, "Village Digest"),
    ("(Theo Báo Sông Hàm).", None, "Báo Sông Hàm"),
    ("Nguồn: Tạp chí Nếp Làng", None, "Tạp chí Nếp Làng"),
    ("Nguồn tin: Báo Sông Hàm", None, "Báo Sông Hàm"),
    ("Nguồn: https://songham.example/tin/1", None, "https://songham.example/tin/1"),
    ("Nguồn Sông Hàm: https://songham.example/" + "tin-" * 30, None, "Sông Hàm"),
)


@pytest.mark.parametrize(("line", "author", "source"), LINES, ids=[line[0] for line in LINES])
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_last_line_names_author_or_source(
    line: str, author: str | None, source: str | None, form: str
) -> None:
    typed = unicodedata.normalize(form, line)  # type: ignore[arg-type]  # a form's name
    blocks = paragraphs(PROSE, folded(typed))
    byline = read_byline(blocks)
    assert byline == Byline(author=author, source=source, lines=(1,))
    assert without_byline(blocks, byline) == tuple(blocks[:1])


@pytest.mark.parametrize(
    "name",
    [
        "Lê Na", "Ngọc Sương", "Kim Oanh", "Nguyễn Thị Thu Hương Giang", "Hoà Bình Minh", "Thuý Hà",
        "Lò Thị Xuân", "Vừ A Dính", "Giàng A Chớ", "Hồ A Lênh", "Sùng Thị Mỷ", "Y Khút Niê",
        "Y Thanh Hà Niê Kđăm", "H'Yim Niê Kđăm Êban", "H'Len Niê", "H’Hoa Êban", "Ksor Nham",
        "Siu Hương", "Thạch Sa Rây", "Danh Út", "Kim Thị Som Nang", "Rơ Châm H'Yéo", "Bríu Liếc",
        "TÔN NỮ THU HÀ", "Lữ Nhiên Hương", "Đèo Văn Páo",
    ],
)  # fmt: skip
def test_names_of_all_peoples_have_the_shape_of_a_name(name: str) -> None:
    assert is_name(name)
    assert read_byline(paragraphs(PROSE, name)).author == name


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("Thu Trà, Lam Giang & Đức Khải", True),
        ("Thu-Trà, Lam-Giang & Đức-Khải", True),
        ("Thu Trà - Lam Giang - Đức Khải", True),
        ("Thu-Trà, Lam-Giang, An-Khê & Đức-Khải", False),
    ],
)
def test_three_people_sign_a_line_at_most(text: str, signs: object) -> None:
    assert is_names(text) is signs


@pytest.mark.parametrize("name", ["K'Brêu", "Lâm Sa Vươl", "Hương", "HƯƠNG", "Mai Xulivan"])
def test_a_label_makes_any_word_with_a_capital_a_name(name: str) -> None:
    assert not is_names(name)
    assert read_byline(paragraphs(PROSE, f"Tin, ảnh: {name}")).author == name


@pytest.mark.parametrize("text", ["HỘI NGHỊ SƠ KẾT", "Hà Nội", "Sơ kết", "Ban Biên Tập", "số 3"])
def test_a_label_does_not_make_everything_a_name(text: str) -> None:
    assert read_byline(paragraphs(PROSE, f"Tin, ảnh: {text}")) == Byline()


@pytest.mark.parametrize(
    "text",
    [
        "Hà Nội", "Nghệ An", "Khánh Hòa", "Khánh Hoà", "Hà Nội - Nghệ An", "A Lưới", "Hồ Chí Minh",
        "Y Tế", "Thi Đua", "BÍ THƯ", "THƯ KÝ", "Trân Trọng", "Hương", "Phong Trào Thi Đua",
        "Thu Trà - Lam Giang - Đức Khải - An Khê", "thu trà", "Thu trà", "Thu  Trà", "2023", "",
    ],
)  # fmt: skip
def test_what_has_another_meaning_is_no_name(text: str) -> None:
    assert not is_names(text)


@pytest.mark.parametrize(
    "lines",
    [
        ("Thu Trà", "(Theo Báo Sông Hàm)"),
        ("Thu Trà", "Theo Báo Sông Hàm"),
        ("Thu Trà", "Báo Sông Hàm"),
        ("Tác giả: Thu Trà", "Nguồn tin: Báo Sông Hàm"),
        ("Nguồn: Báo Sông Hàm", "Tác giả: Thu Trà"),
    ],
)
def test_author_and_source_may_stand_on_two_lines(lines: tuple[str, str]) -> None:
    expected = Byline(author="Thu Trà", source="Báo Sông Hàm", lines=(1, 2))
    assert read_byline(paragraphs(PROSE, *lines)) == expected
    one_block = read_byline(paragraphs(PROSE, "\n".join(lines)))
    assert one_block == Byline(author="Thu Trà", source="Báo Sông Hàm", lines=(1,))


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("Văn phòng Đảng ủy", "Văn phòng Đảng ủy"),
        ("Ban Tuyên giáo Huyện uỷ", "Ban Tuyên giáo Huyện uỷ"),
        ("(Đảng ủy xã Hòa Thạnh)", "Đảng ủy xã Hòa Thạnh"),
        ("Huyện ủy Sông Hàm", "Huyện ủy Sông Hàm"),
        ("Đảng ủy Khối CCQ và DN tỉnh", "Đảng ủy Khối CCQ và DN tỉnh"),
    ],
)
def test_a_unit_below_a_name_is_where_the_text_comes_from(line: str, unit: str) -> None:
    expected = Byline(author="Thu Hà", source=unit, lines=(1, 2))
    assert read_byline(paragraphs(PROSE, "Thu Hà", line)) == expected


@pytest.mark.parametrize(
    "lines",
    [
        ("Văn phòng Đảng ủy", "Thu Hà"),
        ("VĂN PHÒNG ĐẢNG ỦY", "Thu Hà"),
        ("TM. ĐẢNG ỦY", "Thu Hà", "Văn phòng Đảng ủy"),
        ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "Thu Hà", "Văn phòng Đảng ủy"),
        ("Thu Hà", "Đảng ủy xã tổ chức hội nghị"),
        ("Thu Hà", "Huyện Sông Hàm"),
        ("Thu Hà", "Trường Sơn"),
        ("Thu Hà", "Hội An"),
        ("Thu Hà", "Bí thư Chi bộ thôn Hạ"),
        ("Khen thưởng gồm:", "Thu Hà", "Hội Nông dân xã"),
        ("Lê Văn Đạt", "Đảng ủy xã Tân Hòa", "Thu Hà", "Hội Nông dân xã"),
    ],
    ids=" / ".join,
)
def test_a_unit_elsewhere_makes_no_byline(lines: tuple[str, ...]) -> None:
    assert read_byline(paragraphs(PROSE, *lines)) == Byline()


NO_BYLINES = (
    PROSE,
    "Hà Nội",
    "Nghệ An",
    "Khánh Hòa",
    "Hà Nội - Nghệ An",
    "Một là,",
    "Một là, tiếp tục đổi mới.",
    "(1). Tăng cường phối hợp.",
    "- Như trên",
    "- Như trên;",
    "- Lưu VP",
    "./.",
    "(Đã ký)",
    "Quang cảnh buổi lễ",
    "Đồng chí Nguyễn Văn Đạt",
    "Ảnh: Thu Trà",
    "Ảnh minh họa: Thu Trà",
    "Video: Thu Trà",
    "Ảnh: Thu Trà - Báo Sông Hàm",
    "Thu Trà.",
    "Thu Trà phát biểu",
    "Trân Trọng",
    "Kính Chào",
    "Ban Biên Tập",
    "VĂN PHÒNG TỈNH ỦY",
    "VĂN PHÒNG TỈNH UỶ",
    "BÍ THƯ",
    "ĐẢNG CỘNG SẢN VIỆT NAM",
    "ĐOÀN KẾT THẮNG LỢI",
    "QUYẾT TÂM HOÀN THÀNH XUẤT SẮC",
    "Facebook Zalo",
    "Hương",
    "Theo đồng chí Nguyễn Văn Đạt",
    "Theo Nghị quyết, mỗi chi bộ phải có chương trình hành động riêng.",
    "Theo Nghị quyết số 12",
    "(Theo Kế hoạch số 5)",
    "Theo Bác Hồ",
    "Nguồn kinh phí do ngân sách bảo đảm",
    "Nguồn Lực",
    "Nguồn: ngân sách xã",
    "Tin: hội nghị khai mạc",
    "Bài: Thu Trà - Ảnh: quang cảnh hội nghị",
    "Tác giả của sáng kiến là người Tân Khê",
    "Báo Sông Hàm",
    "Thu Trà (thực hiện) trong 10/2018",
    "(TTXVN/Vietnam+) đưa tin",
    "(Tin: hội nghị khai mạc)",
    "(Thu Trà)",
    "Thu Trà - Báo cáo viên",
    "Thu Trà - Bí thư Chi bộ",
    "Thu Trà thực hiện nhiệm vụ",
    "2023",
    "",
)


@pytest.mark.parametrize("line", NO_BYLINES)
def test_what_only_looks_like_a_byline_stays_in_the_text(line: str) -> None:
    assert read_byline(paragraphs(PROSE, line)) == Byline()


def test_nothing_is_no_byline() -> None:
    assert read_byline([]) == Byline()


def test_names_below_one_another_are_a_list() -> None:
    winners = paragraphs("Đạt giải Nhất gồm có:", "Nguyễn Văn Đạt", "Trần Thị Khuê", "Lê Văn Sáng")
    assert read_byline(winners) == Byline()
    assert read_byline(paragraphs(PROSE, "Nguyễn Văn Đạt", "Tin, ảnh: Thu Trà")).author == "Thu Trà"


SIGNATURES = (
    ("TM. BAN THƯỜNG VỤ",),
    ("TM. BAN THƯỜNG VỤ", "BÍ THƯ", "(Đã ký)"),
    ("TM BAN CHẤP HÀNH", "PHÓ BÍ THƯ"),
    ("T/M ĐẢNG ỦY", "BÍ THƯ"),
    ("T/M ĐẢNG UỶ", "BÍ THƯ"),
    ("KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN", "(Đã ký)"),
    ("TL. BAN THƯỜNG VỤ", "CHÁNH VĂN PHÒNG"),
    ("CHÁNH VĂN PHÒNG",),
    ("THỦ TRƯỞNG ĐƠN VỊ", "(Ký tên, đóng dấu)"),
    ("THƯ KÝ",),
    ("NGƯỜI BÁO CÁO",),
    ("Chủ tịch Ủy ban",),
    ("Tân Hòa, ngày 12 tháng 5 năm 2023",),
    ("Nơi nhận: các chi bộ",),
)


@pytest.mark.parametrize("above", SIGNATURES, ids=" / ".join)
@pytest.mark.parametrize("name", ["Nguyễn Văn Đạt", "NGUYỄN VĂN ĐẠT", "Nguyễn Văn Đạt\nBáo Sông"])
@pytest.mark.parametrize("behind", [(), (PICTURE, FILE)], ids=["end", "files"])
def test_a_name_below_an_office_is_a_signature(
    above: tuple[str, ...], name: str, behind: tuple[Block, ...]
) -> None:
    assert read_byline([*paragraphs(PROSE, *above, name), *behind]) == Byline()


def test_recipients_below_a_signature_hide_nothing() -> None:
    texts = ("TM. ĐẢNG ỦY", "BÍ THƯ", "Nguyễn Văn Đạt", "Nơi nhận:", "- Như trên;", "- Lưu VP.")
    assert read_byline(paragraphs(PROSE, *texts)) == Byline()


@pytest.mark.parametrize("lines", SIGNATURES, ids=" / ".join)
def test_the_first_line_of_a_signature_is_known(lines: tuple[str, ...]) -> None:
    assert opens_signature(lines[0]) or lines[0] == "Chủ tịch Ủy ban"


@pytest.mark.parametrize(
    "text",
    [
        "ĐẢNG ỦY XÃ TÂN HÒA SƠ KẾT SÁU THÁNG", "Bí thư chi bộ giỏi", "Thu Trà", "Kết quả bước đầu",
        "Tham dự hội nghị có các đồng chí", "Tết về trên bản Na Lốm", PROSE, "",
    ],
)  # fmt: skip
def test_a_title_opens_no_signature(text: str) -> None:
    assert not opens_signature(text)


def test_a_caption_that_begins_with_an_office_makes_no_signature() -> None:
    above = "Bí thư Đảng ủy Khối Nguyễn Văn Đạt phát biểu tại hội nghị"
    assert read_byline(paragraphs(PROSE, above, "Thu Trà")).author == "Thu Trà"


def test_a_long_line_parts_a_name_from_an_office() -> None:
    long = "Đại diện các chi bộ " + "nhận quà và hoa của Đảng ủy xã " * 3
    assert read_byline(paragraphs(PROSE, "BÍ THƯ", long.strip(), "Thu Trà")).author == "Thu Trà"


def test_a_labelled_author_below_an_office_is_no_signature() -> None:
    assert read_byline(paragraphs("BÍ THƯ", "Tin, ảnh: Thu Trà")).author == "Thu Trà"


def test_files_and_pictures_after_the_byline_are_passed_over() -> None:
    caption = Block(kind=BlockKind.CAPTION, text="Lam Giang")
    blocks = [*paragraphs(PROSE, "Thu Trà"), PICTURE, caption, FILE]
    byline = read_byline(blocks)
    assert byline == Byline(author="Thu Trà", lines=(1,))
    assert without_byline(blocks, byline) == (blocks[0], PICTURE, caption, FILE)


@pytest.mark.parametrize("credit", ["Ảnh: Lam Giang", "Ảnh minh họa: H.Tr", "Video: Mai"])
def test_a_line_that_credits_pictures_stays_and_hides_no_author(credit: str) -> None:
    blocks = paragraphs(PROSE, "Bài: Thu Trà", credit)
    byline = read_byline(blocks)
    assert byline == Byline(author="Thu Trà", lines=(1,))
    assert without_byline(blocks, byline) == (blocks[0], blocks[2])


@pytest.mark.parametrize(
    "kind", [BlockKind.CAPTION, BlockKind.HEADING, BlockKind.LIST, BlockKind.TABLE, BlockKind.QUOTE]
)
def test_only_a_paragraph_is_a_byline(kind: BlockKind) -> None:
    assert read_byline([*paragraphs(PROSE), Block(kind=kind, text="Thu Trà")]) == Byline()


def test_a_link_is_no_byline() -> None:
    link = Block(kind=BlockKind.PARAGRAPH, text="Thu Trà", linked=True)
    assert read_byline([*paragraphs(PROSE), link]) == Byline()


def test_only_the_end_of_a_long_text_is_looked_at() -> None:
    pictures = [PICTURE] * 50
    assert read_byline([*paragraphs("Thu Trà"), *pictures]) == Byline()
    long = read_byline([*paragraphs(*[PROSE] * 50, "Thu Trà")])
    assert long == Byline(author="Thu Trà", lines=(50,))


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("Tác giả: Hồng Lĩnh", "Hồng Lĩnh"),
        ("Người đăng : vanphong", "vanphong"),
        ("Phòng Tuyên truyền", "Phòng Tuyên truyền"),
        (unicodedata.normalize("NFD", "Tác giả: Thu Trà"), "Thu Trà"),
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
    assert field_byline("Theo Nếp Làng, Sông Hàm") == Byline(source="Nếp Làng, Sông Hàm")


def test_a_name_that_the_line_above_announces_is_none_of_a_byline() -> None:
    announced = paragraphs(PROSE, "Cá nhân được tặng bằng khen:", "Lê Văn Đạt")
    assert not read_byline(announced).lines


@pytest.mark.parametrize(
    "heading",
    ["Cá nhân tiêu biểu", "Giải Nhất", "GIẢI B", "Danh sách trúng cử", "Nhân vật của tuần"],
)
def test_a_name_below_a_heading_is_none_of_a_byline(heading: str) -> None:
    assert not read_byline(paragraphs(PROSE, heading, "Lê Văn Đạt")).lines


def test_a_name_below_any_heading_of_a_page_is_none_of_a_byline() -> None:
    heading = Block(kind=BlockKind.HEADING, text="Đội về đích đầu tiên")
    assert not read_byline([*paragraphs(PROSE), heading, *paragraphs("Lê Văn Đạt")]).lines
    labelled = paragraphs("Tin, ảnh: Lê Văn Đạt")
    assert read_byline([*paragraphs(PROSE), heading, *labelled]).author == "Lê Văn Đạt"


@pytest.mark.parametrize(
    "above",
    [
        "Cá nhân tiêu biểu được biểu dương.", "Các đại biểu thảo luận", "Giải pháp đã rõ",
        "Quang cảnh trao giải Nhất",
    ],
)  # fmt: skip
def test_a_caption_or_the_end_of_a_text_announces_no_name(above: str) -> None:
    assert read_byline(paragraphs(PROSE, above, "Lê Văn Đạt")).author == "Lê Văn Đạt"


def test_pictures_that_the_line_above_announces_leave_the_name_a_byline() -> None:
    for blocks in (
        [*paragraphs(PROSE, "Một số khoảnh khắc:"), PICTURE, *paragraphs("Lê Văn Đạt")],
        paragraphs(PROSE, "Một số hình ảnh tại lễ ra mắt:", "Lê Văn Đạt"),
    ):
        assert read_byline(blocks).author == "Lê Văn Đạt"


def test_a_label_may_stand_on_a_line_of_its_own() -> None:
    assert read_byline(paragraphs(PROSE, "Bài, ảnh:", "Lê Văn Đạt")) == Byline(
        author="Lê Văn Đạt", lines=(1, 2)
    )


TEXTS = st.sampled_from([line for line, _, _ in LINES] + list(NO_BYLINES)) | st.text(max_size=60)


@given(st.lists(st.builds(Block, kind=st.sampled_from(BlockKind), text=TEXTS)))
def test_any_blocks_have_a_byline_or_none(blocks: list[Block]) -> None:
    byline = read_byline(blocks)
    assert bool(byline.lines) == bool(byline.author or byline.source)
    assert len(without_byline(blocks, byline)) == len(blocks) - len(byline.lines)


@given(TEXTS)
def test_any_text_is_a_field(text: str) -> None:
    field_byline(text)
    opens_signature(text)


PATTERNS = {
    f"{module.__name__}.{name}": value
    for module in (bylines, names)
    for name, value in vars(module).items()
    if isinstance(value, re.Pattern)
}


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_patterns_are_linear(pattern: re.Pattern[str]) -> None:
    assert too_steep(pattern.fullmatch) is None
