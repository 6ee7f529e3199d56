"""Outlets: the tag before a summary, the source below a text, and what only looks like one."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract import outlets
from crawler.extract.outlets import (
    field_source,
    is_outlet,
    outlet_tag_of,
    source_of,
    without_outlet,
)
from tests.growth import too_steep

TAGS = (
    ("(Baonghean.vn) - ", "Baonghean.vn"), ("(Baonghean) - ", "Baonghean"), ("BDK.VN - ", "BDK.VN"),
    ("(ĐN) - ", "ĐN"), ("(QBĐT) - ", "QBĐT"), ("(NTO) ", "NTO"), ("(NTO) - ", "NTO"),
    ("(TTV) ", "TTV"), ("(BL-HL) ", "BL-HL"), ("(KGO) - ", "KGO"), ("STO - ", "STO"),
    ("(PLVN) - ", "PLVN"), ("LCĐT - ", "LCĐT"), ("GD&TĐ - ", "GD&TĐ"), ("(SH-NL) – ", "SH-NL"),
    ("(SHO): ", "SHO"), ("BDK.VN- ", "BDK.VN"), ("Songham.vn – ", "Songham.vn"),
    ("songham.com.vn - ", "songham.com.vn"), ("(TN&MT) - ", "TN&MT"), ("TTXVN - ", "TTXVN"),
    ("(Chinhphu.vn) – ", "Chinhphu.vn"), ("Laodong.vn - ", "Laodong.vn"),
    ("(Dân trí) - ", "Dân trí"), ("(Tuổi Trẻ)- ", "Tuổi Trẻ"), ("(Vietnam+) - ", "Vietnam+"),
    ("(TTXVN/Vietnam+) – ", "TTXVN/Vietnam+"), ("(Báo Sông Hàm)- ", "Báo Sông Hàm"),
    ("(QĐND Online) - ", "QĐND Online"),
)  # fmt: skip
SENTENCES = ("Ngày 17-5, chi bộ họp.", "12 chi bộ được khen.", "“Học Bác” là việc hằng ngày.")


@pytest.mark.parametrize(("printed", "tag"), TAGS, ids=[printed for printed, _ in TAGS])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_tag_of_an_agency_is_taken_from_the_lead(printed: str, tag: str, sentence: str) -> None:
    assert outlet_tag_of(printed + sentence) == (tag, sentence)


@pytest.mark.parametrize(
    "lead",
    [
        "Hà Nội - Sáng 3/2, hội nghị khai mạc.",
        "HÀ NỘI - Sáng 3/2, hội nghị khai mạc.",
        "VINH - Sáng 3/2, hội nghị khai mạc.",
        "TP.HCM - Sáng 3/2, hội nghị khai mạc.",
        "TPHCM - Sáng 3/2, hội nghị khai mạc.",
        "HĐND - UBND tỉnh họp.",
        "UBND - Cơ quan hành chính.",
        "MTTQ - Đoàn thể vào cuộc.",
        "VKSND - Công an tỉnh ký quy chế.",
        "(Hòa Thạnh) - Sáng 3/2.",
        "(Dân trí) được nâng cao.",
        "(Dân chủ) - Bầu cử.",
        "(Campuchia) - Sáng 3/2.",
        "(HĐND tỉnh) - Kỳ họp thứ tám.",
        "(UBND) - Kỳ họp.",
        "(1) - Tăng cường phối hợp.",
        "(1). Tăng cường phối hợp.",
        "(II) Kết quả.",
        "(A) Phần chung.",
        "(Ảnh: An Khê) - Quang cảnh.",
        "ASEAN - Trung Quốc: ba mươi năm quan hệ.",
        "FDI - Vốn của nhà đầu tư nước ngoài.",
        "(OCOP) - Mỗi xã một sản phẩm.",
        "(Báo cáo tóm tắt) - Kết quả.",
        "(Báo Sông Hàm) đưa tin.",
        "COVID-19 - Một năm nhìn lại.",
        "SHO - cơ quan của Đảng bộ.",
        "SHO - được thành lập từ lâu.",
        "Songham.vn - cơ quan ngôn luận của Đảng bộ.",
        "SHO khai trương trang mới.",
        "Sáng 3/2 - Ngày thành lập Đảng.",
        "SHA.VN - ",
        "(SHA)",
        "",
    ],
)
def test_a_place_an_organ_or_a_number_is_no_tag(lead: str) -> None:
    assert outlet_tag_of(lead) == (None, lead)


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("Theo Báo Sông Hàm", "Báo Sông Hàm"),
        ("Theo: Songhamnet", "Songhamnet"),
        ("THEO BÁO SÔNG HÀM", "BÁO SÔNG HÀM"),
        ("(Nguồn: songham.example)", "songham.example"),
        ("Nguồn tin : TTXVN", "TTXVN"),
        ("Theo Vietnam+", "Vietnam+"),
        ("Theo PV (TTXVN/Vietnam+)", "PV (TTXVN/Vietnam+)"),
        ("Theo Thu Trà (Báo Sông Hàm)", "Thu Trà (Báo Sông Hàm)"),
        ("Nguồn Sông Hàm: http://songham.example/1", "Sông Hàm"),
    ],
)
def test_a_source_is_named_as_a_whole_line(line: str, source: str) -> None:
    assert source_of(line) == source


@pytest.mark.parametrize(
    "line",
    [
        "Theo đó, mỗi chi bộ họp một lần.", "Theo Chỉ thị 05", "Theo Đồng chí Lê Văn Đạt",
        "Theo Báo Sông Hàm, hội nghị khai mạc", "Theo Báo Sông Hàm.", "Nguồn vốn: ngân sách",
        "Nguồn: ngân sách", "Theo", "Theo Một Hai Ba Bốn Năm Sáu Bảy Tám Chín", "(Báo Sông Hàm)",
        "Nguồn Sông Hàm: http://songham.example/1 ghi lại", "Theo C++",
        "Theo Luật Hộ tịch (sửa đổi)", "Theo Bộ Y tế (ngày 5/3)",
    ],
)  # fmt: skip
def test_grounds_and_sentences_are_no_source(line: str) -> None:
    assert source_of(line) is None


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("Theo Nếp Làng, Sông Hàm", "Nếp Làng, Sông Hàm"),
        ("(Nguồn: Nếp Làng +)", "Nếp Làng +"),
        ("Theo Nghị quyết 05", None),
        ("Theodor Lê", None),
        ("Nguồn Sáng", None),
    ],
)
def test_a_field_may_name_any_source_behind_its_label(text: str, source: str | None) -> None:
    assert field_source(text) == source


@pytest.mark.parametrize("text", ["Báo Sông Hàm", "TTXVN", "Tạp chí Nếp Làng", "Báo Điện tử A"])
def test_an_outlet_says_what_it_is(text: str) -> None:
    assert is_outlet(text)


@pytest.mark.parametrize("text", ["Báo cáo viên", "Báo hiệu mùa xuân", "Sông Hàm", "Báo A. Báo B"])
def test_a_word_like_paper_makes_no_outlet(text: str) -> None:
    assert not is_outlet(text)


@pytest.mark.parametrize(
    ("line", "parted"),
    [
        ("Thu Trà - Báo Sông Hàm", ("Thu Trà", "Báo Sông Hàm")),
        ("Thu Trà/TTXVN", ("Thu Trà", "TTXVN")),
        ("A - B - Báo Sông Hàm", ("A - B", "Báo Sông Hàm")),
        ("Thu Trà (Theo Nếp Làng)", ("Thu Trà", "Nếp Làng")),
        ("Thu Trà - Theo TTXVN", ("Thu Trà", "TTXVN")),
        ("Thu Trà - Theo dõi", None),
        ("Thu Trà (thực hiện)", None),
        ("Thu Trà - Bí thư", None),
        ("Thu Trà", None),
    ],
)
def test_what_stands_before_an_outlet(line: str, parted: tuple[str, str] | None) -> None:
    assert without_outlet(line) == parted


@given(st.text() | st.sampled_from([printed for printed, _ in TAGS]))
def test_any_text_has_a_tag_or_none(text: str) -> None:
    tag, rest = outlet_tag_of(text)
    assert text == rest if tag is None else text.endswith(rest)
    assert source_of(text) != ""
    without_outlet(text)


PATTERNS = {name: value for name, value in vars(outlets).items() if isinstance(value, re.Pattern)}


@pytest.mark.parametrize("name", PATTERNS)
def test_patterns_are_linear(name: str) -> None:
    assert too_steep(PATTERNS[name].fullmatch) is None
