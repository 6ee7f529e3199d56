"""The reader of "date | views" pages: it goes by printed lines, and refuses where they mislead."""

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.capture import Capture
from crawler.clock import now
from crawler.errors import NotAnArticle, PageError, SelectionError
from crawler.extract.date_forms import FORMS
from crawler.golden.cases import GoldenCase, golden_cases
from crawler.items import Article, BlockKind, LeadingLine, PageRequest
from pipelines.chain import clean
from spiders.families import date_views
from spiders.families.date_views import DateViews
from spiders.layouts import date_lines, dated, dated_parts, link_lists
from spiders.layouts.date_lines import date_line
from spiders.layouts.dated import dated_articles
from tests.growth import LINEAR, growth, too_steep
from tests.test_golden import site_of
from tests.test_page import page_of

HOME = "https://khoi.example.vn"
ARTICLE = f"{HOME}/hop-bao-thang-tam-c21130.html"
TEXT = "<p>Các chi bộ đồng loạt ra quân làm vệ sinh công sở.</p>"
SITE = "hung_yen_dang_uy_khoi"


def capture_of(html: str, url: str = ARTICLE) -> Capture:
    return Capture(url=url, at=now(), body=html.encode(), request=PageRequest(url=url))


def article_of(body: str, title: str = "Họp báo tháng tám") -> Article:
    html = f"<html><head><title>{title}</title></head><body>{body}</body></html>"
    return clean(DateViews.read_article(capture_of(html)))


def texts(article: Article) -> list[str]:
    return [block.text for block in article.blocks]


LINES = (
    ("13/08/2025 | 329", "2025-08-13", True),
    ("06/01/2020 | 1.755", "2020-01-06", True),
    ("Thứ Tư, Ngày 24 Tháng 04 Năm 2019 3:55:40 PM | 696", "2019-04-24", True),
    ("14/06/2018 08:30 | Lượt xem: 77", "2018-06-14", True),
    ("7 năm trước | 3294", None, True),
    ("2 tháng 2 tuần trước | 5", None, True),
    ("| 1.204", None, True),
    ("Ngày đăng: 01/04/2022", "2022-04-01", False),
    ("13/08/2025", "2025-08-13", False),
)


@pytest.mark.parametrize(("text", "day", "has_views"), LINES)
def test_a_date_line(text: str, day: str | None, *, has_views: bool) -> None:
    line = date_line(text)
    assert line is not None
    published = line.dates.published
    assert (str(published.on) if published else None, line.has_views) == (day, has_views)


@pytest.mark.parametrize("text", [text for form in FORMS for text, _ in form.examples])
def test_no_form_of_a_date_is_passed_over(text: str) -> None:
    assert date_lines._HINT.search(text)
    assert date_lines._DAY.search(text)


NO_LINES = (
    "",
    "7 năm trước",
    "329",
    "Thứ ba, 21/05/2024",
    "Hôm nay: Thứ năm, ngày 18 tháng 12 năm 2025",
    "Chủ nhật, 27/09/2020 08:30",
    "17:23:45 | 07/08/2018 | tin",
    "31/02/2024 | 7",
    "Hội nghị ngày 13/08/2025 | 329",
    "Trang | 2",
    "1" * 500 + " | 2",
)


@pytest.mark.parametrize("text", NO_LINES)
def test_what_is_no_date_line(text: str) -> None:
    """A weekday without views is the clock of a portal."""
    assert date_line(text) is None


PATTERNS = [
    value
    for module in (date_lines, dated, dated_parts, link_lists, date_views)
    for value in vars(module).values()
    if isinstance(value, re.Pattern)
]


@pytest.mark.parametrize("pattern", PATTERNS, ids=str)
def test_patterns_are_linear(pattern: re.Pattern[str]) -> None:
    assert too_steep(pattern.fullmatch) is None


@pytest.mark.parametrize(
    "pattern", [date_lines._HINT, date_lines._DAY, dated_parts._STEP, dated_parts._BOLD,
                date_views._ADDRESS, date_views._MARKED, date_views._NO_ARTICLE,
                date_views._PAGE], ids=str,
)  # fmt: skip
def test_patterns_that_are_searched_for_are_linear(pattern: re.Pattern[str]) -> None:
    assert too_steep(pattern.search) is None


def renamed(case: GoldenCase) -> str:
    """The page with other class names, except those that name what all pages share."""
    html = (case.folder / "page.html").read_text(encoding="utf-8")
    known = {"breadcrumb", "menu", "header", "top-menu", "footer", "banner"}
    return re.sub(
        r'class="([^"]*)"', lambda found: found[0] if found[1] in known else 'class="k"', html
    )


ARTICLES = [case for case in golden_cases(site=SITE) if case.facts.kind == "article"]


@pytest.mark.parametrize("case", ARTICLES, ids=str)
def test_title_date_and_section_need_no_class_names(case: GoldenCase) -> None:
    article = clean(DateViews.read_article(capture_of(renamed(case), case.facts.url)))
    expected = case.read(site_of(case), clean)
    assert article.title == expected["title"]
    assert article.section == expected["section"]
    assert str(article.published and article.published.on) == str(
        expected["published"] and expected["published"]["on"]
    )


@pytest.mark.parametrize("case", golden_cases(), ids=str)
def test_no_page_of_another_platform_is_recognised(case: GoldenCase) -> None:
    assert DateViews.recognises(case.capture.page) is (case.site_name == SITE)


@pytest.mark.parametrize(
    ("line", "is_sign"),
    [("13/08/2025 | 329", True), ("7 năm trước | 3294", True), ("| 329", False),
     ("13/08/2025", False), ("13/08/2025 | Lượt xem: 329", False)],
)  # fmt: skip
def test_a_date_and_bare_views_are_a_sign(line: str, *, is_sign: bool) -> None:
    assert DateViews.recognises(page_of(f"<h1>Họp báo</h1><p>{line}</p>", ARTICLE)) is is_sign


@pytest.mark.parametrize(
    ("host", "is_sign"), [(HOME, True), ("https://khac.vn", False)], ids=["own", "other"]
)
def test_links_to_its_own_articles_and_sections_are_a_sign(host: str, *, is_sign: bool) -> None:
    paths = ("/a-c21.html", "/chuyen-muc-b-c22-1.html", "/tin-tuc/ba-bon.aspx")
    html = "".join(f'<a href="{host}{path}">x</a>' for path in paths)
    assert DateViews.recognises(page_of(html, ARTICLE)) is is_sign
    assert not DateViews.recognises(page_of(html.rsplit("<a", 1)[0], ARTICLE))


CLOCK = "<div>Thứ ba, 15/08/2023</div>"
ITEM = '<div><a href="/tin-c21101.html">Đoàn viên hiến máu</a><span>13/08/2023 | 329</span></div>'


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Họp báo tháng tám</h1>{CLOCK}{TEXT}",
        f"<h1>Họp báo tháng tám</h1><div>15/08/2023</div>{TEXT}{ITEM}",
        f"<div><h1>Thông báo</h1>{TEXT}</div>{ITEM}{ITEM}",
        f"<h1>Họp báo tháng tám</h1>{TEXT}<p>13/08/2023 | 5</p>",
        f"<p>Dòng này không phải tiêu đề</p><p>13/08/2023 | 5</p>{TEXT}",
        f'<h3><a href="/x-c21.html">Tin của bài khác</a></h3><p>13/08/2023 | 5</p>{TEXT}',
        "<h1>Họp báo tháng tám</h1><p>13/08/2023 | 5</p>",
        f"<p>13/08/2023 | 5</p>{TEXT}",
        f"{'<p>Mục</p>' * 9}<h1>Họp báo tháng tám</h1><p>13/08/2023 | 5</p>{TEXT}",
        "",
    ],
)
def test_what_dates_no_article(body: str) -> None:
    with pytest.raises(NotAnArticle):
        article_of(body)


def test_the_clock_and_the_lists_beside_an_article_do_not_date_it() -> None:
    own = f"<div><h1>Họp báo tháng tám</h1><p>02/08/2023 | 5</p>{TEXT}</div>"
    article = article_of(f"<b>Họp báo tháng tám</b><div>15/08/2023 | 1</div>{own}{ITEM}{ITEM}")
    assert article.published is not None
    assert article.published.on == date(2023, 8, 2)
    assert texts(article) == ["Các chi bộ đồng loạt ra quân làm vệ sinh công sở."]


def test_two_articles_are_no_guess() -> None:
    both = "".join(
        f"<div><h2>Bản tin thứ {name}</h2><p>1{name}/08/2023 | 5</p>{TEXT}</div>" for name in "12"
    )
    assert len(dated_articles(page_of(both, ARTICLE), lambda _: ())) == 2
    assert DateViews.is_article(page_of(both, ARTICLE))
    with pytest.raises(SelectionError, match="2 articles"):
        article_of(both)


def test_an_article_printed_twice_is_one() -> None:
    once = f"<div><h1>Họp báo tháng tám</h1><p>02/08/2023 | 5</p>{TEXT}</div>"
    assert len(article_of(once + once).blocks) == 1


def test_a_title_that_the_head_repeats_goes_before_a_heading() -> None:
    other = f"<div><h2>Tin khác trong ngày</h2><p>03/08/2023 | 5</p>{TEXT}</div>"
    own = f"<div><p>Họp báo tháng tám</p><p>02/08/2023 | 5</p>{TEXT}</div>"
    for title in ("Họp báo tháng tám - Đảng ủy Khối", "Đảng ủy Khối | Họp báo tháng tám"):
        assert article_of(other + own, title).title == "Họp báo tháng tám"


SUMMARIES = (
    ("<div><i>{}</i></div><div><p>{}</p><p>{}</p></div>", True),
    ('<div class="a">{}</div><div class="b"><p>{}</p><p>{}</p></div>', True),
    ("<h2>{}</h2><p>{}</p><p>{}</p>", True),
    ('<p><span style="font-weight: bold">{}</span></p><p>{}</p><p>{}</p>', True),
    ("<div><p>{}</p></div><p>{}</p><p>{}</p>", True),
    ("<p>{}</p><p>{}</p><p>{}</p>", False),
    ('<p class="MsoNormal">{}</p><p>{}</p><p>{}</p>', False),
    ("<div><div>{}</div><div>{}</div><div>{}</div></div>", False),
    ("<p><b>Ngày 2/8,</b> {}</p><p>{}</p><p>{}</p>", False),
    ('<p><img src="/a.jpg"></p><p><b>{}</b></p><p>{}</p><p>{}</p>', False),
)
SENTENCES = (
    "Ngày 2/8, Đảng ủy Khối họp báo về kết quả quý hai của các chi bộ.",
    "Báo cáo cho thấy các chi bộ trong khối đã kết nạp hai mươi hai đảng viên mới.",
    "Cuộc họp báo quý ba sẽ được tổ chức vào đầu tháng mười tại hội trường lớn.",
)


@pytest.mark.parametrize(("markup", "is_apart"), SUMMARIES)
def test_a_summary_is_what_is_set_apart(markup: str, *, is_apart: bool) -> None:
    head = "<h1>Họp báo tháng tám</h1><p>02/08/2023 | 5</p>"
    article = article_of(f"<div>{head}{markup.format(*SENTENCES)}</div>")
    assert article.lead == (SENTENCES[0] if is_apart else None)
    assert texts(article)[-1] == SENTENCES[2]
    assert len([text for text in texts(article) if text]) == (2 if is_apart else 3)


SECTIONS = (
    ("<p>Hoạt động Đảng bộ khối</p>", "Hoạt động Đảng bộ khối"),
    ("<p>CHUYÊN MỤC / Hoạt động kiểm sát</p>", "Hoạt động kiểm sát"),
    ("<p>Trang chủ » Tin tức › Xây dựng Đảng</p>", "Xây dựng Đảng"),
    ("<p>Trang chủ</p>", None),
    ("<p>" + "Một câu dài không phải tên chuyên mục. " * 4 + "</p>", None),
    ("", None),
)


@pytest.mark.parametrize(("line", "section"), SECTIONS)
@pytest.mark.parametrize("inside", [True, False])
def test_a_section_is_the_line_above_the_title(
    line: str, section: str | None, *, inside: bool
) -> None:
    own = f"<h1>Họp báo tháng tám</h1><p>02/08/2023 | 5</p>{TEXT}"
    body = f"<div>{line}{own}</div>" if inside else f"<div>{line}<div>{own}</div></div>"
    assert article_of(f"<main>{body}</main>").section == section


@pytest.mark.parametrize("tag", ["nav", "header"])
def test_a_menu_is_no_section(tag: str) -> None:
    own = f"<div><h1>Họp báo tháng tám</h1><p>02/08/2023 | 5</p>{TEXT}</div>"
    assert article_of(f"<{tag}>Tin tức</{tag}>{own}").section is None


def test_links_to_other_articles_go_with_their_pictures() -> None:
    own = f'<p>• <a href="{ARTICLE}"><img src="/a.jpg">A</a></p>'
    box = f'<div><p>Các bài viết khác</p>{own}<a href="/b-c22.html"><img src="/b.jpg">B</a>'
    inline = '<p>Như đã nêu trong <a href="/c-c23.html">bài trước</a>, các chi bộ đã sơ kết.</p>'
    body = f"<div><h1>Họp báo tháng tám</h1><p>02/08/2023 | 5</p>{TEXT}{inline}{box}</div></div>"
    article = article_of(body)
    assert texts(article)[1:] == ["Như đã nêu trong bài trước, các chi bộ đã sơ kết."]


def test_links_to_other_articles_set_no_summary_apart() -> None:
    box = '<table><tr><td>• <a href="/b-c22.html">Sơ kết công tác của các chi bộ trong quý hai</a>'
    text = f"<div><p>{SENTENCES[0]}</p></div>"
    article = article_of(f"<div><h1>Họp báo tháng tám</h1><p>02/08/2023 | 5</p>{text}{box}")
    assert (article.lead, texts(article)) == (None, [SENTENCES[0]])


def test_the_heading_of_links_to_other_articles_is_no_caption() -> None:
    head = f"<div><h1>Họp báo tháng tám</h1><p>02/08/2023 | 5</p>{TEXT}"
    box = '<p><img src="/a.jpg"></p><center>{}</center><p><a href="/b-c22.html">B</a></p></div>'
    article = article_of(head + box.format("Các bài viết khác"))
    assert [block.kind for block in article.blocks] == [BlockKind.PARAGRAPH, BlockKind.PICTURE]
    kept = article_of(head + box.format("Chợ sớm ở Phố Hiến"))
    assert texts(kept)[-1] == "Chợ sớm ở Phố Hiến"


def test_a_picture_beside_links_to_other_articles_stays() -> None:
    box = '<div><img src="/lich.png"><p><a href="/b-c22.html">Lịch tuần trước</a></p></div>'
    article = article_of(f"<div><h1>Họp báo tháng tám</h1><p>02/08/2023 | 5</p>{box}</div>")
    assert [block.kind for block in article.blocks] == [BlockKind.PICTURE]


def test_text_beside_the_head_of_the_article_is_read_up_to_the_links() -> None:
    head = f"<div><h1>Họp báo tháng tám</h1><p>02/08/2023 | 5</p><p>{SENTENCES[0]}</p></div>"
    text = f"<div><p>{SENTENCES[1]}</p><p>{SENTENCES[2]}</p></div>"
    rest = f'<div><a href="/b-c22.html">Bài khác trong tuần</a></div><div>{TEXT}</div>'
    article = article_of(f"<section><div>{head}</div>{text}{rest}</section>")
    assert (article.lead, texts(article)) == (SENTENCES[0], list(SENTENCES[1:]))


def test_text_beside_a_whole_article_is_not_its_own() -> None:
    paragraphs = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    own = f"<div><h1>Họp báo tháng tám</h1><p>02/08/2023 | 5</p>{paragraphs}</div>"
    note = "<div>Mọi ý kiến đóng góp cho trang tin xin gửi về Văn phòng Đảng ủy Khối.</div>"
    assert texts(article_of(f"<main>{own}{note}</main>")) == list(SENTENCES)


def test_what_all_pages_share_is_no_text() -> None:
    own = f"<div><h1>Họp báo tháng tám</h1><p>02/08/2023 | 5</p>{TEXT}</div>"
    assert (
        len(article_of(f'{own}<div class="footer">{TEXT.replace("Các", "Những")}</div>').blocks)
        == 1
    )


HEAD = "<div><h1>Họp báo tháng tám</h1><span>02/08/2023 | 5</span>"


def test_what_stands_beside_the_text_does_not_run_into_the_date() -> None:
    for beside in ("<a href='#'>In trang này</a>", "Nguồn: Lan Hương"):
        article = article_of(f"{HEAD}<p>{SENTENCES[0]}</p>{beside}</div>")
        assert texts(article)[0] == SENTENCES[0]


def test_the_bold_beginning_of_a_line_is_no_summary() -> None:
    head = "<div><h1>Họp báo tháng tám</h1><p>02/08/2023 | 5</p>"
    begins = "<b>Sáng nay, tại hội trường lớn,</b> các chi bộ họp bàn việc trồng cây đầu xuân."
    article = article_of(f"{head}{begins}{TEXT}</div>")
    assert article.lead is None
    assert len(texts(article)) == 2


@pytest.mark.parametrize(
    "after", ["<blockquote><p>{}</p></blockquote>", '<div><p style="display:none">{}</p></div>']
)
def test_a_quotation_or_what_is_hidden_sets_no_summary_apart(after: str) -> None:
    first = f'<div class="a">{SENTENCES[0]}</div>'
    article = article_of(f"{HEAD}{first}{after.format(SENTENCES[1])}</div>")
    assert article.lead is None
    assert texts(article)[0] == SENTENCES[0]


def test_an_article_that_is_a_list_of_others_is_not_passed_over_for_another() -> None:
    pictures = '<div><a href="/b-c22.html"><img src="/b.jpg"></a></div>'
    other = f"<div><h2>Bản tin thứ hai</h2><p>01/08/2023 | 7</p>{TEXT}</div>"
    with pytest.raises(NotAnArticle):
        article_of(f"{HEAD}{pictures}</div>{other}")


def test_nothing_goes_on_after_links_to_other_articles() -> None:
    others = '<ul><li><a href="/b-c22.html">Bài khác trong tuần</a></li></ul>'
    article = article_of(f"{HEAD}{TEXT}{others}</div><div><p>{SENTENCES[0]}</p></div>")
    assert (article.lead, len(texts(article))) == (None, 1)


def test_plain_text_begins_with_section_title_and_date() -> None:
    assert DateViews.leading_lines == (LeadingLine.SECTION, LeadingLine.TITLE, LeadingLine.DATE)


LISTING = f"{HOME}/chuyen-muc-tin-c28-1.html"
PAGED = (
    (LISTING, "/chuyen-muc-tin-c28-2.html", "/chuyen-muc-tin-c28-2.html"),
    (f"{HOME}/chuyen-muc-tin-c28.html", "/chuyen-muc-tin-c28-2.html", "/chuyen-muc-tin-c28-2.html"),
    (LISTING, "/chuyen-muc-tin-c28-3.html", None),
    (LISTING, "/chuyen-muc-tin-c29-2.html", None),
    (f"{HOME}/chuyen-muc-tin-c28-2.html", "/chuyen-muc-tin-c28-1.html", None),
    (f"{HOME}/tin-tuc/tin.aspx", "/tin-tuc/tin.aspx?page=2", "/tin-tuc/tin.aspx?page=2"),
    (f"{HOME}/tin-tuc/tin.aspx?page=2", "/tin-tuc/tin.aspx?page=2", None),
    (f"{HOME}/tin-tuc/tin.aspx", "javascript:__doPostBack('p','2')", None),
)


@pytest.mark.parametrize(("here", "link", "following"), PAGED)
def test_a_listing_goes_on_where_it_links_to_the_next_number(
    here: str, link: str, following: str | None
) -> None:
    page = page_of(f'{ITEM}<a href="{link}">x</a>', here)
    request = DateViews.next_page(page)
    assert (request.url if request else None) == (HOME + following if following else None)


def test_a_day_beside_two_articles_is_no_ones() -> None:
    both = '<div><a href="/a-c21.html">A</a><a href="/b-c22.html">B</a><p>13/08/2023 | 5</p></div>'
    found = DateViews.article_links(page_of(both, LISTING))
    assert [link.listed_on for link in found] == [None, None]
    assert [link.listed_on for link in DateViews.article_links(page_of(ITEM, LISTING))] == [
        date(2023, 8, 13)
    ]


TITLES = "".join(f'<li><a href="/c-c2{number}.html">Tên bài</a></li>' for number in range(10, 18))


@pytest.mark.parametrize(
    "item",
    [
        ITEM,
        '<div><a href="/tin-c21101.html"><img src="/a.jpg">Đoàn viên</a></div>',
        '<div><a href="/tin-c21101.html">Đoàn viên</a><p>Ngày hội hiến máu.</p></div>',
    ],
    ids=["date", "picture", "teaser"],
)
def test_a_list_that_tells_more_goes_before_one_of_titles(item: str) -> None:
    """Its items without date, picture and teaser are in it all the same."""
    bare = '<div><a href="/d-c21102.html">Tên bài khác</a></div>'
    page = page_of(f"<ul>{TITLES}</ul><main>{item}{bare}</main>", LISTING)
    assert [link.url[-11:] for link in DateViews.article_links(page)] == [
        "c21101.html",
        "c21102.html",
    ]
    assert len(DateViews.article_links(page_of(f"<ul>{TITLES}</ul>", LISTING))) == 8


def test_a_number_in_a_title_tells_no_more_than_the_title() -> None:
    numbered = TITLES.replace("Tên bài", "Nghị quyết 18")
    page = page_of(f"<ul>{numbered}</ul><main>{ITEM}</main>", LISTING)
    assert [link.url[-11:] for link in DateViews.article_links(page)] == ["c21101.html"]


def test_what_a_page_prints_outside_its_only_item_dates_nothing() -> None:
    item = '<div><a href="/tin-c21101.html">Đoàn viên hiến máu</a></div>'
    page = page_of(f"<p>13/08/2023 | 329</p>{item}", LISTING)
    assert [link.listed_on for link in DateViews.article_links(page)] == [None]


def test_a_listing_is_no_article_of_its_own() -> None:
    page = page_of('<a href="/tin-tuc/tin.aspx">Tin</a>', f"{HOME}/tin-tuc/tin.aspx")
    assert DateViews.article_links(page) == ()


def test_a_listing_without_articles_ends_the_walk() -> None:
    page = page_of('<a href="/chuyen-muc-tin-c28-2.html">2</a>', LISTING)
    assert DateViews.next_page(page) is None


WORDS = ("<div>", "</div>", "<p>", "</p>", "<h1>", "</h1>", "Họp báo tháng tám", "13/08/2023 | 5",
         "13/08/2023", "7 năm trước | 3", ITEM, TEXT, CLOCK, '<a href="/b-c22.html">', "</a>",
         "<td>", "<ul><li>", "<img src=/a.jpg>", "<br>", "<b>", "<nav>")  # fmt: skip


@example(
    html="<h1>Họp báo tháng tám<div><a href=/tin-c21.html>A</a><span>13/08/2023 | 329</span></div>"
    "<a href=/b-c22.html>13/08/2023 | 5<img src=/a.jpg>"
)
@example(html="Họp báo tháng tám<p>13/08/2023 | 5<div><a href='/b-c22.html'><img src=/a.jpg>")
@example(html="Họp báo tháng tám<div>13/08/2023 | 5<a href='/b-c22.html'><img src=/a.jpg>")
@given(html=st.lists(st.sampled_from(WORDS), max_size=25).map("".join))
def test_a_strange_page_raises_nothing_but_page_errors(html: str) -> None:
    page = page_of(f"<title>Họp báo tháng tám</title>{html}", ARTICLE)
    for hook in (DateViews.recognises, DateViews.article_links, DateViews.next_page):
        hook(page)
    try:
        article = DateViews.read_article(capture_of(f"<title>Họp báo tháng tám</title>{html}"))
    except PageError:
        return
    assert article.title
    assert article.blocks or article.lead


def test_a_large_page_takes_linear_time() -> None:
    def page(times: int) -> str:
        items = ITEM.replace("329", "1") * times
        nested = "<div>" * times + "13/08/2023 | 5" + "</div>" * times
        own = f"<div><h1>Họp báo tháng tám</h1><p>02/08/2023 | 5</p>{TEXT * times}</div>"
        return own + items + nested

    assert len(article_of(page(400)).blocks) == 400
    assert growth(article_of, page(100), page(400)) < LINEAR
