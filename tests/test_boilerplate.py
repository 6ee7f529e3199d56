"""Boilerplate: each rule removes its example and keeps its near-misses, and prose always stays."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.extract.boilerplate import (
    BEHIND_BYLINE,
    CAPTION_AGAIN,
    RULES,
    TITLE_AGAIN,
    Rule,
    RuleSet,
    Scope,
    without_boilerplate,
)
from crawler.extract.boilerplate.sheet import spoken
from crawler.items import Article, Block, BlockKind, LeadingLine
from tests.growth import LINEAR, growth, too_steep

URL = "https://danguy.tanhoa.example/tin-hoat-dong/so-ket-1042"
TITLE = "Đảng bộ xã Tân Hòa sơ kết sáu tháng"
DATE = "17/05/2023 - 12:17"
PROSE = (
    "Trong sáu tháng đầu năm, Đảng bộ xã Tân Hòa đã hoàn thành phần lớn chỉ tiêu đề ra; nền nếp"
    " sinh hoạt chi bộ được giữ vững, nhiều mô hình hay ở thôn, bản được nhân rộng ra toàn xã."
)
TITLES = ("Hội thi bí thư giỏi", "Lễ ra quân ở Na Lốm", "Bản Na Lốm vào mùa")
MEDIA = (BlockKind.PICTURE, BlockKind.ATTACHMENT, BlockKind.VIDEO)


def paragraph(text: str, *, linked: bool = False) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, text=text, linked=linked)


def picture(number: int = 1) -> Block:
    return Block(kind=BlockKind.PICTURE, url=f"https://danguy.tanhoa.example/{number}.jpg")


def caption(text: str) -> Block:
    return Block(kind=BlockKind.CAPTION, text=text)


def article(*blocks: str | Block, title: str | None = TITLE) -> Article:
    """A page: its title is a field, and its links are known."""
    made = tuple(paragraph(block) if isinstance(block, str) else block for block in blocks)
    return Article(url=URL, title=title, blocks=made)


def plain(*lines: str, leading: tuple[LeadingLine, ...] = (LeadingLine.TITLE,)) -> Article:
    """A plain text: its title is a line, and nothing but its lines is known."""
    return replace(article(*lines, title=None), leading=leading)


def left(cleaned: Article) -> list[str]:
    return [block.text or block.kind for block in cleaned.blocks]


def removed(page: Article, rules: RuleSet = RULES) -> list[str]:
    """The texts that go, each as often as it goes."""
    texts = left(page)
    for text in left(without_boilerplate(page, rules)):
        texts.remove(text)
    return texts


def without(rule: Rule) -> RuleSet:
    return RuleSet(other for other in RULES.rules if other is not rule)


def surrounded(rule: Rule, *lines: str) -> Article:
    """An article where *lines* stand where the rule applies."""
    if rule.scope is Scope.TOP:
        return plain(*lines, TITLE, PROSE)
    if rule.scope is Scope.BELOW_DATE:
        return plain(TITLE, DATE, *lines, PROSE, leading=(LeadingLine.TITLE, LeadingLine.DATE))
    if rule.scope in (Scope.EDGE, Scope.LIST):
        return plain(TITLE, PROSE, *lines)
    return article(PROSE, *(paragraph(line, linked=rule.linked) for line in lines))


# The rules as data

NAMES = [rule.name for rule in RULES.rules]
ALONE = [rule for rule in RULES.rules if rule.scope is not Scope.RUN]
EXAMPLES = [(rule, line) for rule in ALONE for line in rule.example]
KEPT = [(rule, line) for rule in RULES.rules for line in rule.keeps]
PHRASES = [(rule, phrase) for rule in RULES.rules for phrase in rule.phrases]


def ids(pairs: list[tuple[Rule, str]]) -> list[str]:
    return [f"{rule.name}: {text}" for rule, text in pairs]


@pytest.mark.parametrize("rule", RULES.rules, ids=NAMES)
def test_a_rule_removes_its_example_and_counts_it(rule: Rule) -> None:
    page = surrounded(rule, *rule.example)
    assert removed(page) == list(rule.example)
    assert without_boilerplate(page).removed == ((rule.name, len(rule.example)),)


@pytest.mark.parametrize(("rule", "line"), EXAMPLES, ids=ids(EXAMPLES))
def test_a_rule_removes_each_line_of_its_example_alone(rule: Rule, line: str) -> None:
    page = surrounded(rule, line)
    assert removed(page) == [line]
    assert without_boilerplate(page).removed == ((rule.name, 1),)


@pytest.mark.parametrize("rule", RULES.rules, ids=NAMES)
def test_without_a_rule_its_example_stays(rule: Rule) -> None:
    """No other rule does its work: a rule that is broken turns the tests above red."""
    page = surrounded(rule, *rule.example)
    assert set(removed(page, without(rule))) < set(rule.example)


@pytest.mark.parametrize(("rule", "line"), EXAMPLES, ids=ids(EXAMPLES))
def test_without_a_rule_each_line_of_its_example_stays(rule: Rule, line: str) -> None:
    assert removed(surrounded(rule, line), without(rule)) == []


@pytest.mark.parametrize(("rule", "phrase"), PHRASES, ids=ids(PHRASES))
def test_each_phrase_has_an_example(rule: Rule, phrase: str) -> None:
    assert any(re.fullmatch(phrase, spoken(line)) for line in rule.example)


@pytest.mark.parametrize(("rule", "line"), KEPT, ids=ids(KEPT))
def test_a_rule_keeps_its_near_misses(rule: Rule, line: str) -> None:
    page = surrounded(replace(rule, linked=False), line)
    assert without_boilerplate(page) == page


def first_word(line: str) -> str:
    """The first letters of a line; nothing where it has none."""
    found = re.search(r"[^\W\d_]+", spoken(line))
    return found[0] if found else ""


@pytest.mark.parametrize(("rule", "line"), KEPT, ids=ids(KEPT))
def test_a_near_miss_is_near(rule: Rule, line: str) -> None:
    """It holds what the rule looks for, or begins as an example does: it guards this rule."""
    begins = first_word(line) in {first_word(example) for example in rule.example}
    assert begins or rule.pattern.search(spoken(line))


@pytest.mark.parametrize("rule", RULES.rules, ids=NAMES)
def test_patterns_are_linear(rule: Rule) -> None:
    for pattern in filter(None, (rule.pattern, rule.needs)):
        assert too_steep(pattern.fullmatch) is None


def test_all_rules_together_are_linear() -> None:
    assert too_steep(RULES.pattern.fullmatch) is None


def test_rules_are_well_formed() -> None:
    assert len({*NAMES, TITLE_AGAIN, CAPTION_AGAIN, BEHIND_BYLINE}) == len(NAMES) + 3
    for rule in RULES.rules:
        assert rule.example
        assert rule.keeps
        assert (rule.needs is not None) == (rule.scope is Scope.RUN)
        assert all(phrase == phrase.lower() or "\\W" in phrase for phrase in rule.phrases)


# What the platforms print, and what only begins like it

PRINTED = (
    """
Anh-tin-bai¦anh tin bai¦image banner¦Banner¦Banner Đảng bộ Tân Hòa (Home-latest-1)¦no image
Xuất bản thông tin¦Chi tiết bài viết¦CHUYÊN MỤC / Hoạt động chi bộ¦Trang chủ > Tin tức > Chi bộ
BÌNH LUẬN¦Bình luận¦Bình luận (2)¦Gửi bình luận của bạn¦Viết bình luận¦Gửi bình luận
Tối thiểu 10 chữ Tiếng việt có dấu Không chứa liên kết¦Vui lòng nhập tiếng Việt có dấu
* Vui lòng nhập bình luận tiếng Việt có dấu¦Ý kiến bạn đọc¦Ý kiến của bạn¦Gửi ý kiến
Các tin khác¦Các bài viết khác¦Tin liên quan¦Bài liên quan¦Bài đọc tiếp¦Đọc tiếp¦Đọc thêm
Những tin mới hơn¦Những tin cũ hơn¦Bài viết khác¦Cùng chuyên mục¦Xem thêm¦TIN LIÊN QUAN:
Tin đọc nhiều¦Tin tức mới nhất¦Tin tức cùng dòng sự kiện¦Tin nổi bật¦Tin gần đây
Đã xem: 643¦Lượt xem: 7370¦View count: 1108¦Đang truy cập : 4¦Tổng lượt truy cập : 1.234.567
Tổng số lượt truy cập: 92¦Xếp hạng: 5 - 1 phiếu bầu¦Click để đánh giá bài viết
Tổng số điểm của bài viết là: 0 trong 0 đánh giá¦Giới thiệu bài viết cho bạn bè¦In ra
Lưu bài viết này¦File đính kèm¦Quảng cáo¦Từ khóa:¦Từ khoá: chi bộ, Tân Hòa¦Tags:
Chia sẻ bài viết¦Chia sẻ Facebook¦Gửi bài này In bài này¦< Trở về trang trước
{title}{publish}{head}¦POWERED BY ONECMS - A PRODUCT OF NEKO¦![] |¦.¦,¦;¦>>¦->
Cảm ơn bạn! Đã ủng hộ cho bài viết¦Bình luận của bạn đã được gửi, xin chờ duyệt.
Mọi phản ánh, ý kiến, tin, bài và hình ảnh cộng tác xin gửi về văn phòng.
Vui lòng nhập mã xác nhận vào ô bên dưới. Nếu bạn không đọc được, hãy Chọn mã xác nhận khác.
A- A A+¦A - A A + | Đọc bài Lưu¦Tăng/Giảm cỡ chữ¦Tăng cỡ chữ¦Giảm cỡ chữ¦Cỡ chữ¦Mặc định
Tương phản¦Tăng tương phản¦Đọc bài¦Lưu¦In bài viết¦Truy cập nội dung luôn¦Thông tin nội bộ
Kéo xuống để xem tiếp¦Bạn cần đăng nhập để bình luận¦Đăng ký nhận bản tin¦Tải về
Họ tên no image¦Tiêu đề no image¦Nội dung no image¦Mã kiểm tra no image¦Facebook
""".replace("¦", "\n")
    .strip()
    .splitlines()
)


@pytest.mark.parametrize("line", PRINTED)
@pytest.mark.parametrize("spell", [str, str.upper, str.lower], ids=["as printed", "caps", "small"])
def test_what_platforms_print_below_an_article_goes(line: str, spell: Callable[[str], str]) -> None:
    assert removed(plain(TITLE, PROSE, spell(line))) == [spell(line)]


@pytest.mark.parametrize(
    "line",
    [
        "Thứ ba, 21/05/2024", "Thứ năm, ngày 18 tháng 12 năm 2025", "Thứ hai, 05/01/2026 - 08:27",
        "Hôm nay: Chủ nhật, 04/01/2026", "Thứ 2, 05/01/2026 08:27:15 (GMT+7)", "08:27:15 AM",
        "image banner", "Banner", "Trang chủ", "Trang chủ > Tin tức", "Thông tin nội bộ",
        "Trang chủ Giới thiệu Tin tức Văn bản Liên hệ", "CHUYÊN MỤC / Hoạt động chi bộ",
        "Nhiệt liệt chào mừng Đại hội Đảng bộ xã Tân Hòa lần thứ XX, nhiệm kỳ 2025 - 2030",
        "Chào mừng bạn đến với trang thông tin của Đảng bộ xã Tân Hòa", "Đăng nhập",
    ],
)  # fmt: skip
def test_what_platforms_print_above_a_title_goes(line: str) -> None:
    assert removed(plain(line, TITLE, PROSE)) == [line]
    assert removed(plain("image banner", line, TITLE, PROSE)) == ["image banner", line]


NEAR_MISSES = (
    "Hôm nay, Đảng bộ có 12 chi bộ với 340 đảng viên sinh hoạt đều đặn.",
    "Hôm nay: 12 chi bộ họp; hôm qua: 10 chi bộ.",
    "Hôm qua: còn nghèo; hôm nay: đủ ăn; ngày mai: khá giả.",
    "Truy cập hệ thống học tập, mỗi cán bộ có một tài khoản riêng.",
    "Truy cập nội dung luôn dễ dàng, nhờ đó đảng viên học đều hơn.",
    "Chia sẻ tại buổi tọa đàm, đồng chí Lê Văn Đạt nói việc khó nhất là nếp nghĩ.",
    "Chia sẻ: đồng chí Lê Văn Đạt nói việc khó nhất là nếp nghĩ.",
    "Theo đồng chí Lê Văn Đạt, phải làm thường xuyên.",
    "Theo kế hoạch, hội nghị diễn ra trong hai ngày.",
    "Nguồn kinh phí được trích từ ngân sách xã.",
    "Nguồn: số liệu của Văn phòng Đảng ủy xã.",
    "Các tin khác nhau lan truyền trên mạng đã được kiểm chứng.",
    "Tin liên quan đến đất đai được bà con quan tâm.",
    "Xem thêm phụ lục kèm theo.",
    "Bình luận về kết quả này, đồng chí nói còn nhiều việc phải làm.",
    "Tất cả: từ người già đến em nhỏ đều tham gia ngày hội.",
    "Tác giả của sáng kiến là một nông dân.",
    "Liên hệ với thực tiễn của xã, báo cáo nêu ba bài học.",
    "Giới thiệu bài viết hay cho bạn bè là một cách học.",
    "Quảng cáo sai sự thật bị xử phạt.",
    "Ảnh: Thu Trà",
    "Quang cảnh hội nghị. Ảnh: Thu Trà",
    "(Ảnh: TL)",
    "Một là,",
    "Hai là, tiếp tục đổi mới;",
    "(1).",
    "(1). Tăng cường phối hợp.",
    "./.",
    "- Như trên;",
    "- Lưu: VP.",
    "Nơi nhận:",
    "(Đã ký)",
    "Nội dung",
    "Họ và tên: Lê Văn Đạt",
    "1977834",
    "***",
    "Năm nay: 15",
)


@pytest.mark.parametrize("line", NEAR_MISSES)
def test_content_that_begins_like_boilerplate_stays(line: str) -> None:
    for page in (
        article(PROSE, line, "Nhiều việc đã làm xong."),
        article(line),
        article(PROSE, line),
        plain(TITLE, PROSE, line, PROSE.upper()),
        plain(TITLE, PROSE, line),
        plain(TITLE, line),
    ):
        assert without_boilerplate(page) == page


# Counters and forms


@pytest.mark.parametrize(
    "counter",
    [
        ("Truy cập", "Hôm nay:", "892", "Hôm qua:", "1770", "Tất cả:", "1977834"),
        ("Truy cập", "Hôm nay:", "1", "Hôm qua:", "2", "Tuần này:", "3", "Tháng này:", "4.120"),
        ("Truy cập Hôm nay: 892 Hôm qua: 1770 Tuần này: 4961 Tất cả: 1.977.834",),
        ("Hôm nay: 892 | Hôm qua: 1770 | Tháng này: 25969",),
        ("Thống kê truy cập", "Đang truy cập: 4", "Hôm nay: 71", "Tháng hiện tại: 2,301"),
        ("Đang truy cập : 12", "Hôm nay : 345", "Tháng hiện tại : 6789", "Tổng lượt truy cập : 9"),
        ("Đang truy cập4", "Máy chủ tìm kiếm1", "Khách viếng thăm3", "Hôm nay71"),
        ("Hôm nay: 71", "Lượt truy cập: 1 234 567"),
        ("HÔM NAY", "5", "HÔM QUA", "6"),
        ("Trong ngày: 5", "Trong tuần: 60", "Đang online: 2", "Khách online: 2"),
        ("Today", "5", "Yesterday", "6", "All days", "700"),
        ("Lượt truy cập:", "1.204.330", "Trực tuyến:", "12"),
    ],
)
def test_visitor_counters_of_any_print_go(counter: tuple[str, ...]) -> None:
    for page in (article(PROSE, *counter), plain(TITLE, PROSE, *counter)):
        assert removed(page) == list(counter)


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


def test_a_picture_of_the_page_inside_a_form_does_not_part_it() -> None:
    form = ("Họ tên", "no image", "Nội dung", "no image", "Mã xác nhận", "Gửi")
    assert left(without_boilerplate(article(PROSE, *form))) == [PROSE]


# Lines that an article may have itself

STUDY = "Từ khóa: dân vận, chi bộ, miền núi"


@pytest.mark.parametrize("line", [STUDY, "Tài liệu đính kèm", "TỆP ĐÍNH KÈM:"])
def test_what_ends_an_article_stays_where_its_prose_follows(line: str) -> None:
    for make in (article, plain):
        for rest in ((PROSE,), ("1. Mở đầu", PROSE, "Thu Trà")):
            page = make(TITLE, PROSE, line, *rest)
            assert left(without_boilerplate(page))[-1 - len(rest) :] == [line, *rest]
        for rest in ((), ("Hội thi bí thư giỏi",), ("Các tin khác", "Lễ ra quân")):
            assert line in removed(make(TITLE, PROSE, line, *rest))


@pytest.mark.parametrize("end", ["Tin, ảnh: Thu Trà", "Thu Trà", "Chia sẻ bài viết"])
def test_behind_the_end_of_an_article_tags_go_though_prose_follows(end: str) -> None:
    for page in (article(PROSE, end, STUDY, PROSE), plain(TITLE, PROSE, end, STUDY, PROSE)):
        assert STUDY in removed(page)


def test_a_heading_of_files_goes_with_files_below_it_wherever_it_stands() -> None:
    file = Block(kind=BlockKind.ATTACHMENT, text="Báo cáo", url="https://danguy.example/1.pdf")
    assert removed(article(PROSE, "File đính kèm", file, PROSE)) == ["File đính kèm"]


def test_a_title_may_sound_like_tags() -> None:
    page = plain(STUDY, "Ngắn gọn.")
    assert without_boilerplate(page) == page


def test_advertising_may_be_what_an_article_is_about() -> None:
    about = f"Quảng cáo ngoài trời được sắp xếp lại. {PROSE}"
    for make in (article, plain):
        page = make(TITLE, PROSE, "Quảng cáo", about)
        assert "Quảng cáo" in left(without_boilerplate(page))
        assert removed(make(TITLE, PROSE, "Quảng cáo", PROSE, about))[-1] == "Quảng cáo"
        assert removed(make(TITLE, PROSE, "Quảng cáo", "Quảng cáo rao vặt"))[-1] == "Quảng cáo"


# The title and captions, printed again


@pytest.mark.parametrize(
    "again",
    [
        TITLE, TITLE.upper(), f"{TITLE}.", f"{TITLE} ảnh 3", f"{TITLE} - Ảnh 12.",
        f"{TITLE} (ảnh 2)", TITLE.replace("Hòa", "Hoà"),
    ],
)  # fmt: skip
def test_the_title_printed_again_goes(again: str) -> None:
    for page in (article(PROSE, again, PROSE), plain(TITLE, PROSE, again, PROSE)):
        assert removed(page) == [again]
        assert without_boilerplate(page).removed == ((TITLE_AGAIN, 1),)


@pytest.mark.parametrize(
    "other",
    [
        f"{TITLE} 3", f"{TITLE} năm 2025", f"{TITLE} ảnh đẹp", f"“{TITLE}” ảnh 3", TITLE[:-1],
        f"{TITLE} ảnh 3 và 4",
    ],
)  # fmt: skip
def test_what_only_begins_like_the_title_stays(other: str) -> None:
    assert removed(article(PROSE, other)) == []


def test_a_caption_like_the_title_stays() -> None:
    assert removed(article(picture(), caption(TITLE), PROSE)) == []


def test_without_a_title_nothing_is_its_repetition() -> None:
    assert removed(article(PROSE, title=None)) == []


CAPTION = "Quang cảnh hội nghị sơ kết"


@pytest.mark.parametrize(
    ("above", "below", "gone"),
    [
        (CAPTION, CAPTION, CAPTION),
        (CAPTION, f"{CAPTION}.", f"{CAPTION}."),
        (CAPTION.upper(), CAPTION, CAPTION),
        ("Xã Tân Hoà đón khách", "Xã Tân Hòa đón khách", "Xã Tân Hòa đón khách"),
        ("Các", "Các đại biểu dự hội nghị", "Các"),
        ("Hội thi", 'Hội thi "Bí thư giỏi"', "Hội thi"),
    ],
)
def test_a_caption_printed_twice_stays_once(above: str, below: str, gone: str) -> None:
    for page in (
        plain(TITLE, PROSE, above, below, PROSE),
        article(PROSE, picture(), above, below, PROSE),
        article(PROSE, above, below, picture(), PROSE),
    ):
        assert removed(page) == [gone]
        assert without_boilerplate(page).removed == ((CAPTION_AGAIN, 1),)


def test_of_a_line_and_the_same_caption_the_caption_stays() -> None:
    cleaned = without_boilerplate(article(PROSE, picture(), CAPTION, caption(CAPTION)))
    assert [block.kind for block in cleaned.blocks[1:]] == [BlockKind.PICTURE, BlockKind.CAPTION]


def test_below_its_caption_even_a_short_copy_goes() -> None:
    page = article(PROSE, picture(), caption("Lễ hội"), "Lễ hội", PROSE)
    assert left(without_boilerplate(page)) == [PROSE, BlockKind.PICTURE, "Lễ hội", PROSE]
    uncalled = article(PROSE, picture(), "Lễ hội", "Lễ hội", PROSE)
    assert without_boilerplate(uncalled) == uncalled


def test_a_caption_printed_three_times_stays_once() -> None:
    assert removed(plain(TITLE, PROSE, CAPTION, CAPTION, CAPTION)) == [CAPTION, CAPTION]


@pytest.mark.parametrize(
    "lines",
    [
        ("Có", "Có"),
        ("Kết quả", "Kết quả sau ba năm"),
        ("Kết quả", "Kết quả đạt được rất đáng mừng."),
        ("Các", f"Các {PROSE}"),
        ("Điều 1", "Điều 1 của quy chế"),
        ("Các đại biểu", "Các đại biểu dự hội nghị"),
        (CAPTION, PROSE, CAPTION),
        (CAPTION, "Anh-tin-bai", CAPTION),
        (PROSE, PROSE),
        ("- Tiếp tục đổi mới công tác dân vận.", "- Tiếp tục đổi mới công tác dân vận."),
        ("“Học Bác là việc hằng ngày”", "“Học Bác là việc hằng ngày”"),
    ],
)
def test_what_is_said_twice_on_purpose_stays(lines: tuple[str, ...]) -> None:
    page = plain(TITLE, *lines)
    assert removed(page) == [line for line in lines if line == "Anh-tin-bai"]


CHORUS = "Quê ta ơi, sông Hàm xanh mát"
VERSES = ("Sáng nay gió thổi qua đồng", "Lúa thì con gái xanh trong nắng vàng")


@pytest.mark.parametrize(
    "lines",
    [
        (*VERSES, CHORUS, CHORUS, *VERSES),
        (*VERSES, CHORUS, CHORUS, CHORUS),
        (*VERSES, CHORUS, CHORUS, "Về đây với ruộng", "Về đây với ruộng", *VERSES),
        (CHORUS, CHORUS, *VERSES),
        (*VERSES, CHORUS, f"{CHORUS}...", "Thu Trà"),
        (*VERSES, "Ta", "Ta đi giữa đồng", *VERSES),
    ],
)
def test_a_chorus_is_sung_twice(lines: tuple[str, ...]) -> None:
    for page in (plain(TITLE, *lines), article(*lines), article(*lines, picture())):
        assert without_boilerplate(page) == page


@pytest.mark.parametrize(
    "page",
    [
        plain(TITLE, PROSE, CAPTION, CAPTION, *VERSES),
        plain(TITLE, *VERSES, CAPTION, CAPTION, PROSE),
        plain(TITLE, *VERSES, "Anh-tin-bai", CAPTION, CAPTION, *VERSES),
        plain(TITLE, CAPTION, CAPTION),
        article(*VERSES, picture(), caption(CAPTION), CAPTION, *VERSES),
    ],
    ids=["below prose", "above prose", "below a picture's name", "alone", "called so"],
)
def test_beside_prose_or_a_picture_a_line_printed_twice_is_a_caption(page: Article) -> None:
    assert removed(page)[-1] == CAPTION
    assert left(without_boilerplate(page)).count(CAPTION) == 1


def test_a_caption_that_credits_somebody_stays_once_among_short_lines() -> None:
    credited = f"{CAPTION}. Ảnh: Thu Trà"
    assert removed(plain(TITLE, *VERSES, credited, credited, *VERSES)) == [credited]


def test_captions_of_a_gallery_printed_twice_stay_once() -> None:
    twice = [line for name in TITLES for line in (name, name)]
    assert removed(plain(TITLE, PROSE, *twice, PROSE)) == list(TITLES)


def test_a_line_below_a_struck_one_is_no_copy_of_it() -> None:
    page = article(PROSE, "Tin liên quan", *links(CAPTION), CAPTION, picture(), PROSE)
    assert left(without_boilerplate(page)) == [PROSE, CAPTION, BlockKind.PICTURE, PROSE]


@pytest.mark.parametrize("point", ["- Tiếp tục đổi mới công tác dân vận.", "(1) Giữ vững nền nếp"])
def test_a_point_of_an_enumeration_beside_a_picture_is_no_caption(point: str) -> None:
    page = article(PROSE, point, point, picture(), PROSE)
    assert without_boilerplate(page) == page


def test_in_a_page_a_line_far_from_pictures_is_no_caption() -> None:
    page = article(PROSE, CAPTION, CAPTION, PROSE, picture(), PROSE)
    assert without_boilerplate(page) == page


def test_two_pictures_with_one_caption_each_keep_both() -> None:
    page = article(PROSE, picture(1), caption(CAPTION), picture(2), caption(CAPTION), PROSE)
    assert without_boilerplate(page) == page


# Lists of other articles, in a page


def links(*texts: str) -> list[Block]:
    return [paragraph(text, linked=True) for text in texts]


def test_links_below_the_heading_go_with_it() -> None:
    page = article(PROSE, "Tin liên quan:", *links(*TITLES))
    assert left(without_boilerplate(page)) == [PROSE]
    assert without_boilerplate(page).removed == (("related articles", 4),)


def test_before_prose_only_the_links_directly_below_go() -> None:
    page = article(PROSE, "Tin liên quan:", *links(*TITLES), PROSE, *links("Lễ ra quân"))
    assert left(without_boilerplate(page)) == [PROSE, PROSE, "Lễ ra quân"]


def test_a_linked_paragraph_is_no_prose_however_long() -> None:
    assert left(without_boilerplate(article(PROSE, "Các tin khác", *links(PROSE)))) == [PROSE]


def test_days_beside_the_links_go_with_them() -> None:
    page = article(
        PROSE,
        "Tin liên quan",
        *links("Lễ ra quân"),
        "(12/05/2023)",
        *links("Hội thi"),
        "13/05/2023",
    )
    assert left(without_boilerplate(page)) == [PROSE]


CLOSING = "Hội nghị bế mạc vào chiều cùng ngày."


@pytest.mark.parametrize(
    "closing",
    [
        (CLOSING,), (CLOSING, "Thu Trà"), ("Bà con vui.", "Tin, ảnh: Thu Trà"),
        ("Hội nghị thành công tốt đẹp",), ("TM. ĐẢNG ỦY", "BÍ THƯ", "Lê Văn Đạt"), (CLOSING, PROSE),
    ],
)  # fmt: skip
@pytest.mark.parametrize("box", [links(*TITLES), links("Lễ ra quân"), []], ids=["3", "1", "none"])
def test_what_a_page_prints_below_the_links_is_its_own(
    box: list[Block], closing: tuple[str, ...]
) -> None:
    page = article(PROSE, "Tin liên quan", *box, *closing)
    heading = [] if box or PROSE not in closing else ["Tin liên quan"]
    assert left(without_boilerplate(page)) == [PROSE, *heading, *closing]


def test_an_unlinked_list_in_a_page_goes_by_its_shape_or_its_days() -> None:
    dated = ("Lễ ra quân ở Na Lốm (12/05/2023)", "Hội thi (3/4)", "Hội thi (13-05-2023 08:30)")
    assert left(without_boilerplate(article(PROSE, "Các tin khác", *dated, CLOSING))) == [
        PROSE, CLOSING,
    ]  # fmt: skip
    listed = Block(kind=BlockKind.LIST, text="Lễ ra quân - 12/05/2023\nHội thi - 13/05/2023")
    assert left(without_boilerplate(article(PROSE, "Các tin khác", listed, CLOSING))) == [
        PROSE, CLOSING,
    ]  # fmt: skip
    before_prose = article(PROSE, "Các tin khác", listed, PROSE)
    assert without_boilerplate(before_prose) == before_prose


def test_a_heading_alone_goes_where_no_prose_follows() -> None:
    assert left(without_boilerplate(article(PROSE, "Các tin khác"))) == [PROSE]
    page = article(PROSE, "Xem thêm:", "Hội thi bí thư giỏi", PROSE)
    assert without_boilerplate(page) == page


@pytest.mark.parametrize("heading", ["Các tin khác", "Bình luận"])
def test_pictures_files_and_videos_stay_wherever_they_stand(heading: str) -> None:
    media = [
        Block(kind=kind, text=heading, url=f"https://danguy.tanhoa.example/{kind}")
        for kind in MEDIA
    ]
    page = article(PROSE, heading, media[0], *links("Lễ ra quân"), *media[1:])
    cleaned = without_boilerplate(page)
    assert cleaned.blocks == (paragraph(PROSE), *media)


def test_a_linked_line_that_leads_to_more_goes_and_the_same_words_stay() -> None:
    page = article(PROSE, *links("Xem thêm Đời sống"), "Xem thêm Đời sống", PROSE)
    assert left(without_boilerplate(page)) == [PROSE, "Xem thêm Đời sống", PROSE]


# Lists of other articles, in a plain text

BOX = ("Tin liên quan", *TITLES)


def test_in_a_plain_text_the_titles_at_the_end_go() -> None:
    assert left(without_boilerplate(plain(TITLE, PROSE, *BOX))) == [TITLE, PROSE]
    cut = ("Các tin khác", "Đảng bộ xã Tân Khê sơ kết sáu tháng...", "• Hội thi (12/05/2023)")
    assert left(without_boilerplate(plain(TITLE, PROSE, *cut))) == [TITLE, PROSE]


@pytest.mark.parametrize(
    "rest",
    [
        (PROSE,),
        (CLOSING,),
        (CLOSING, "Bà con rất vui."),
        ("Kính chúc các đồng chí mạnh khỏe!",),
        ("Kết quả cụ thể như sau:", "- Có 12 chi bộ;", "- Có 340 đảng viên."),
        ("(1). Tăng cường phối hợp", PROSE),
        ("1. Kết quả", PROSE),
        ("II. Phương hướng", PROSE),
        ("Một là,", PROSE),
        ("Quang cảnh. Ảnh: Thu Trà", PROSE),
        ("Đồng chí Lê Văn Đạt,", "bí thư Đảng ủy xã, phát biểu", PROSE),
        ("Đồng chí Lê Văn Đạt - Bí thư Đảng ủy", "xã Tân Hòa phát biểu", PROSE),
        ("Bà con các bản " + "trồng rừng gỗ lớn, nuôi cá lồng, dệt thổ cẩm " * 6, PROSE),
        ("TM. ĐẢNG ỦY", "BÍ THƯ", "(Đã ký)", "Lê Văn Đạt"),
        ("T/M BAN CHẤP HÀNH", "Lê Văn Đạt"),
    ],
)
def test_a_box_in_a_plain_text_takes_its_titles_alone(rest: tuple[str, ...]) -> None:
    page = plain(TITLE, PROSE, *BOX, *rest)
    assert removed(page) == list(BOX)
    assert left(without_boilerplate(page)) == [TITLE, PROSE, *rest]


@pytest.mark.parametrize("name", ["Anh-tin-bai", f"{TITLE} ảnh 2", TITLE])
def test_a_caption_below_a_box_is_known_by_its_picture(name: str) -> None:
    below = plain(TITLE, PROSE, *BOX, name, CAPTION, "Bà con vui.")
    assert left(without_boilerplate(below)) == [TITLE, PROSE, CAPTION, "Bà con vui."]
    above = plain(TITLE, PROSE, name, *BOX, CAPTION, PROSE)
    assert left(without_boilerplate(above)) == [TITLE, PROSE, CAPTION, PROSE]
    credited = plain(TITLE, PROSE, name, *BOX, f"{CAPTION}. Ảnh: Thu Trà", PROSE)
    assert left(without_boilerplate(credited)) == [TITLE, PROSE, f"{CAPTION}. Ảnh: Thu Trà", PROSE]


def test_a_box_in_the_middle_of_a_sentence_leaves_its_end() -> None:
    page = plain(TITLE, PROSE, "Đồng chí Lê Văn Đạt,", *BOX, "Bí thư Đảng ủy xã", PROSE)
    assert removed(page) == list(BOX)


def test_a_line_that_goes_on_with_a_small_letter_is_no_title() -> None:
    page = plain(TITLE, PROSE, "Xem thêm", "trong báo cáo của Đảng ủy", PROSE)
    assert without_boilerplate(page) == page


def test_sentences_among_the_titles_at_the_end_are_the_page_s() -> None:
    teasers = ("Các tin khác", "Lễ ra quân", "Bà con vui.", "Hội thi", "Có 12 đội dự thi.")
    assert left(without_boilerplate(plain(TITLE, PROSE, *teasers))) == [TITLE, PROSE]


@pytest.mark.parametrize(
    ("tail", "is_prose"),
    [
        ("a" * 119 + ".", False), ("a" * 120 + ".", True), ("a" * 120, False),
        ("a" * 120 + "./.", True), ("a" * 120 + ".”", True), ("1" * 200 + ".", False),
    ],
)  # fmt: skip
def test_prose_has_enough_letters_and_an_end(tail: str, is_prose: bool) -> None:  # noqa: FBT001  # a table
    for heading in ("Các tin khác", "Ý kiến bạn đọc"):
        expected = [TITLE, PROSE, heading, tail] if is_prose else [TITLE, PROSE]
        assert left(without_boilerplate(plain(TITLE, PROSE, heading, tail))) == expected


def test_a_large_table_after_a_heading_is_content() -> None:
    table = Block(kind=BlockKind.TABLE, text="\n".join(["Chi bộ thôn Hạ | hoàn thành tốt"] * 8))
    page = article(PROSE, "Bình luận", table)
    assert without_boilerplate(page) == page


@pytest.mark.parametrize("byline", [("Tin, ảnh: Thu Trà",), ("Thu Trà",), ("Thu Trà", "Báo Hàm")])
@pytest.mark.parametrize("behind", [(), BOX, ("Bình luận", "Hay quá."), ("Chia sẻ",)])
def test_the_byline_below_a_list_is_spared(
    byline: tuple[str, ...], behind: tuple[str, ...]
) -> None:
    page = plain(TITLE, PROSE, *BOX, *byline, *behind)
    assert left(without_boilerplate(page)) == [TITLE, PROSE, *byline]


@pytest.mark.parametrize("byline", [("Tin, ảnh: Thu Trà",), ("Thu Trà",), ("Thu Trà", "Báo Hàm")])
def test_the_next_article_s_links_below_the_byline_go(byline: tuple[str, ...]) -> None:
    teaser = Block(kind=BlockKind.HEADING, text="Lễ ra quân ở Na Lốm", linked=True)
    page = article(PROSE, *byline, picture(), teaser, *links(PROSE))
    cleaned = without_boilerplate(page)
    assert left(cleaned) == [PROSE, *byline, BlockKind.PICTURE]
    assert cleaned.removed == ((BEHIND_BYLINE, 2),)


@pytest.mark.parametrize(
    "rest",
    [
        links("Nghị quyết số 12"),
        [paragraph("Bà con vui."), *links("Nghị quyết số 12")],
        [paragraph("Thu Trà"), *links("Báo Sông Hàm")],
        [paragraph("Thu Trà"), *links("Theo Báo Sông Hàm")],
        [paragraph("Thu Trà"), *links("https://songham.example/1")],
        [paragraph("BÍ THƯ"), paragraph("Lê Văn Đạt"), *links("Nghị quyết số 12")],
        [paragraph("Thu Trà"), *links("Nghị quyết số 12"), paragraph("Bà con vui.")],
    ],
)
def test_links_at_the_end_of_a_text_stay(rest: list[Block]) -> None:
    page = article(PROSE, *rest)
    assert without_boilerplate(page) == page


# Comments


@pytest.mark.parametrize("heading", ["BÌNH LUẬN (2)", "2 bình luận", "Ý kiến bạn đọc (1):"])
def test_what_readers_wrote_goes_to_the_end(heading: str) -> None:
    wrote = (heading, "Thu Trà", "Bài viết rất hay.", "Trả lời", "Lam Giang", "Tôi đồng ý!")
    for page in (article(PROSE, *wrote), plain(TITLE, PROSE, "Thu Trà", *wrote)):
        assert left(without_boilerplate(page))[-1] in (PROSE, "Thu Trà")
        assert without_boilerplate(page).removed == (("comments", len(wrote)),)


def test_a_comment_that_is_a_link_is_no_prose() -> None:
    page = article(PROSE, "Bình luận (2)", "Hay quá.", *links(PROSE))
    assert left(without_boilerplate(page)) == [PROSE]


def test_before_prose_nothing_but_links_goes_with_comments() -> None:
    page = article(PROSE, "Bình luận", *links("Đăng nhập"), "Hay quá", PROSE)
    assert left(without_boilerplate(page)) == [PROSE, "Hay quá", PROSE]
    page = article(PROSE, "Bình luận", "Hay quá", PROSE)
    assert without_boilerplate(page) == page


SPOKEN = ("Phải làm ngay.", "Không thể chờ thêm một vụ lúa nữa.", "Bà con đang đợi.")


@pytest.mark.parametrize("heading", ["Bình luận", "BÌNH LUẬN:", "Xem thêm", "Tin mới:", "Đọc thêm"])
@pytest.mark.parametrize("end", [(), ("Thu Trà",), ("Tin, ảnh: Thu Trà",), ("Thu Trà", "Báo Hàm")])
def test_short_lines_below_a_heading_that_the_article_may_have_stay(
    heading: str, end: tuple[str, ...]
) -> None:
    for page in (
        plain(TITLE, PROSE, heading, *SPOKEN, *end),
        article(PROSE, Block(kind=BlockKind.HEADING, text=heading), *SPOKEN, *end),
    ):
        assert without_boilerplate(page) == page


def test_lists_below_such_lines_go_all_the_same() -> None:
    page = plain(TITLE, PROSE, "Bình luận", *SPOKEN, "Thu Trà", *BOX)
    assert removed(page) == list(BOX)
    page = plain(TITLE, PROSE, *BOX, "Xem thêm", *SPOKEN, "Thu Trà")
    assert removed(page) == list(BOX)


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("Thu Trà",), ("Hay quá.",)),
        (("Tin, ảnh: Thu Trà",), ("Hay quá.",)),
        (("TM. ĐẢNG ỦY", "BÍ THƯ", "Lê Văn Đạt"), ("Hay quá.",)),
        (("Chia sẻ bài viết",), ("Hay quá.",)),
        (("Lượt xem: 12",), ("Hay quá.",)),
        ((), ("Ý kiến của bạn", "Hay quá.")),
        ((), ("Lam Giang", "Hay quá.")),
        ((), ("Hay quá.", "Trả lời")),
        ((), ("Hay quá.", "Thích 2 Trả lời")),
        ((), ("Hay quá.", "3 giờ trước")),
        ((), ()),
    ],
)
def test_below_a_sign_of_readers_all_goes(above: tuple[str, ...], below: tuple[str, ...]) -> None:
    for page in (
        plain(TITLE, PROSE, *above, "Bình luận", *below),
        article(PROSE, *above, "Bình luận", *below),
    ):
        kept = [line for line in above if line not in ("Chia sẻ bài viết", "Lượt xem: 12")]
        assert left(without_boilerplate(page))[-1 - len(kept) :] == [PROSE, *kept]


@pytest.mark.parametrize("heading", ["Xem thêm:", "Tin mới", "Đọc tiếp"])
def test_titles_below_a_heading_that_the_article_may_have_go(heading: str) -> None:
    assert left(without_boilerplate(plain(TITLE, PROSE, heading, *TITLES))) == [TITLE, PROSE]
    assert left(without_boilerplate(article(PROSE, heading, *links(*TITLES)))) == [PROSE]
    dated = "Lễ ra quân ở Na Lốm (12/05/2023)"
    assert left(without_boilerplate(article(PROSE, heading, dated))) == [PROSE]


# What stands above a plain text


def test_the_title_line_of_a_plain_text_stays_and_its_repetition_goes() -> None:
    lines = ("image banner", "Hoạt động chi bộ", TITLE, DATE, PROSE, TITLE)
    leading = (LeadingLine.SECTION, LeadingLine.TITLE, LeadingLine.DATE)
    cleaned = without_boilerplate(plain(*lines, leading=leading))
    assert left(cleaned) == ["Hoạt động chi bộ", TITLE, DATE, PROSE]


@pytest.mark.parametrize("title", ["Bình luận", "Xem thêm", "Liên hệ", "Giới thiệu", "Các tin mới"])
@pytest.mark.parametrize("below", [PROSE, "Ngắn gọn.", DATE])
def test_a_title_may_sound_like_the_frame_of_a_page(title: str, below: str) -> None:
    page = plain(title, below)
    assert without_boilerplate(page) == page


@pytest.mark.parametrize(
    ("title", "below"),
    [
        ("Nhiệt liệt chào mừng Đại hội Đảng bộ xã Tân Hòa", PROSE),
        ("Nhiệt liệt chào mừng Đại hội Đảng bộ xã Tân Hòa", "Sáng nay, đại hội khai mạc."),
        ("Nhiệt liệt chào mừng Đại hội Đảng bộ xã Tân Hòa", DATE),
        ("Nghị quyết > hành động", PROSE),
    ],
)
def test_a_slogan_with_a_text_below_it_is_the_title(title: str, below: str) -> None:
    page = plain(title, below)
    assert without_boilerplate(page) == page


def test_a_section_may_be_called_like_an_entry_of_the_menu() -> None:
    page = plain("Tin tức", TITLE, PROSE, leading=(LeadingLine.SECTION, LeadingLine.TITLE))
    assert without_boilerplate(page) == page


def test_a_date_in_a_page_is_no_clock() -> None:
    page = article("Thứ hai, 05/01/2026", "Giao ban Thường trực", PROSE)
    assert without_boilerplate(page) == page


def test_the_leading_date_of_a_plain_text_is_no_clock() -> None:
    leading = (LeadingLine.DATE, LeadingLine.TITLE)
    page = plain("Thứ hai, 05/01/2026", TITLE, PROSE, leading=leading)
    assert without_boilerplate(page) == page


@pytest.mark.parametrize("views", ["313", "1.320 0", "1.204.330"])
def test_a_number_below_the_date_line_of_a_plain_text_is_its_views(views: str) -> None:
    leading = (LeadingLine.TITLE, LeadingLine.DATE)
    page = plain(TITLE, "01/11/2024 - 09:50", views, PROSE, leading=leading)
    assert removed(page) == [views]
    assert without_boilerplate(page).removed == (("views below the date", 1),)
    between = plain(DATE, views, TITLE, PROSE, leading=(LeadingLine.DATE, LeadingLine.TITLE))
    assert left(without_boilerplate(between)) == [DATE, TITLE, PROSE]


@pytest.mark.parametrize(
    "page",
    [
        plain(TITLE, "313", PROSE),
        plain(TITLE, "Không ngày", "313", leading=(LeadingLine.TITLE, LeadingLine.DATE)),
        plain(TITLE, DATE, PROSE, "313", leading=(LeadingLine.TITLE, LeadingLine.DATE)),
        article(DATE, "313", PROSE),
    ],
    ids=["no date", "no date line", "further below", "page"],
)
def test_a_number_anywhere_else_stays(page: Article) -> None:
    assert without_boilerplate(page) == page


def test_words_of_the_frame_stay_within_a_plain_text_and_in_a_page() -> None:
    for word in ("Chia sẻ", "Liên hệ", "Lưu", "Gửi"):
        for page in (plain(TITLE, PROSE, word, PROSE), article(PROSE, word)):
            assert without_boilerplate(page) == page


@pytest.mark.parametrize("word", ["Chia sẻ", "Liên hệ", "Giới thiệu"])
def test_a_word_of_the_frame_above_a_sentence_is_a_heading(word: str) -> None:
    page = plain(TITLE, PROSE, word, "Bà con cùng làm.", "Việc gì cũng xong")
    assert without_boilerplate(page) == page
    assert removed(plain(TITLE, PROSE, word, "Lưu", "Thu Trà")) == [word, "Lưu"]


# Any blocks at all


def test_counts_add_up() -> None:
    page = replace(article(PROSE, "banner", "Lượt xem: 12"), removed=(("picture of the page", 2),))
    assert without_boilerplate(page).removed == (("picture of the page", 3), ("view count", 1))


def test_what_holds_no_boilerplate_is_the_same_article() -> None:
    page = article(PROSE, CAPTION)
    assert without_boilerplate(page) is page


SAID = [line for rule in RULES.rules for line in (*rule.example, *rule.keeps)]
SAID += [*NEAR_MISSES, *PRINTED, *TITLES, PROSE, TITLE, f"{TITLE} ảnh 2", CLOSING, "Thu Trà"]
BLOCKS = st.lists(
    st.builds(
        Block,
        kind=st.sampled_from(BlockKind),
        text=st.sampled_from(SAID) | st.text(max_size=40),
        linked=st.booleans(),
    )
)
LEADING = st.lists(st.sampled_from(LeadingLine), unique=True).map(tuple)


@given(BLOCKS, LEADING, st.none() | st.sampled_from(SAID) | st.text())
def test_blocks_are_only_ever_taken_away(
    blocks: list[Block], leading: tuple[LeadingLine, ...], title: str | None
) -> None:
    page = replace(article(*blocks, title=title), leading=leading)
    cleaned = without_boilerplate(page)
    remaining = iter(page.blocks)
    assert all(block in remaining for block in cleaned.blocks)
    assert sum(count for _, count in cleaned.removed) == len(blocks) - len(cleaned.blocks)
    assert [block for block in cleaned.blocks if block.kind in MEDIA] == [
        block for block in blocks if block.kind in MEDIA
    ]


@example(blocks=[Block(kind=BlockKind.PARAGRAPH, text=PROSE)], leading=(LeadingLine.TITLE,))
@example(
    blocks=[Block(kind=BlockKind.PARAGRAPH, text=PROSE, linked=True)], leading=(LeadingLine.TITLE,)
)
@example(
    blocks=[
        Block(kind=BlockKind.PARAGRAPH, text=PROSE),
        Block(kind=BlockKind.CAPTION, text=PROSE, linked=True),
    ],
    leading=(),
)
@given(BLOCKS, LEADING)
def test_prose_is_never_taken(blocks: list[Block], leading: tuple[LeadingLine, ...]) -> None:
    page = replace(article(*blocks, PROSE), leading=leading)
    prose = [block for block in page.blocks if block.text == PROSE and not block.linked]
    cleaned = without_boilerplate(page)
    assert [block for block in cleaned.blocks if block in prose] == prose


@pytest.mark.parametrize("make", [article, plain], ids=["page", "plain text"])
@pytest.mark.parametrize(
    "lines",
    [
        ("Xem thêm", "Hội thi bí thư giỏi", PROSE, "Hôm nay:", "12"),
        ("Xem thêm", "Hội thi", "Bà con vui."),
        ("Bình luận", "Hay quá.", PROSE),
        ("Bình luận", "Hay quá."),
        ("Xem thêm", "Bà con vui."),
        ("Bình luận", "Lam Giang", "Các tin khác"),
        ("Hôm nay:", "12"),
        ("Anh-tin-bai", CAPTION, CAPTION),
        (CHORUS, CHORUS, *VERSES),
        ("Các tin khác",),
        ("Từ khóa: chi bộ", PROSE),
        ("Quảng cáo", f"{PROSE} Quảng cáo."),
        ("Thông tin nội bộ",),
        ("image banner",),
    ],
)
def test_long_pages_take_linear_time(make: Callable[..., Article], lines: tuple[str, ...]) -> None:
    small, large = (make(TITLE, *lines * (count // len(lines))) for count in (2_000, 8_000))
    assert growth(without_boilerplate, small, large) < LINEAR
