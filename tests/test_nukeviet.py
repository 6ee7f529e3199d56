"""NukeViet beyond the golden cases: paging, twins, numbers, and what its themes print where."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.capture import Capture
from crawler.clock import now
from crawler.declared import declared_sites
from crawler.errors import PageError, SelectionError, Twin
from crawler.extract.page import Page
from crawler.golden.cases import golden_cases
from crawler.items import Article, BlockKind, PageRequest, Precision
from crawler.reading import read
from crawler.site import Family, Numbering
from pipelines.chain import clean
from spiders.families.nukeviet import NukeViet
from tests.program import new_archive, tinhuy
from tests.test_page import page_of

HOST = "https://dang.example.vn"
SECTION = f"{HOST}/tin-tuc/"
ADDRESS = f"{HOST}/tin-tuc/bai-12.html"
GENERATOR = '<meta name="generator" content="NukeViet v4.3">'
SITES = ("ha_tinh_dang_uy_khoi", "binh_phuoc_tinh_uy")


def article_page(  # noqa: PLR0913  # the parts of a page
    body: str = "<p>Một câu.</p>",
    *,
    date: str = "Thứ năm - 24/06/2021 15:51",
    lead: str = "Mở đầu.",
    above: str = "",
    after: str = "",
    head: str = "",
) -> str:
    return f"""<head>{GENERATOR}{head}</head>
<div class="news_column panel panel-default"><div class="panel-body">
<h1 class="title margin-bottom-lg">Bài</h1>
<div class="row margin-bottom-lg"><div class="col-md-12"><span class="h5">{date}</span></div></div>
<div class="clearfix">{above}<div class="hometext m-bottom">{lead}</div></div>
<div id="news-bodyhtml" class="bodytext margin-bottom-lg">{body}</div>{after}</div></div>"""


def older_page(between: str = "", lead: str = "<h2>Mở đầu.</h2>", after: str = "") -> str:
    return f"""<div class="news_column panel panel-default"><div class="panel-body"><h1>Bài</h1>
<em class="pull-left time">Thứ bảy - 05/09/2015 16:40</em><div id="hometext">{lead}</div>
{between}<div class="bodytext"><p>Một câu.</p></div>{after}</div></div>"""


def capture_of(html: str, url: str = ADDRESS) -> Capture:
    return Capture(url=url, at=now(), body=html.encode(), request=PageRequest(url=url))


def read_page(html: str) -> Article:
    return clean(NukeViet.read_article(capture_of(html)))


def shown(article: Article) -> list[tuple[str, str, str | None]]:
    return [
        (block.kind.value, block.text, urlsplit(block.url).path if block.url else None)
        for block in article.blocks
    ]


def panels(*paths: str) -> str:
    inside = "".join(
        f'<div class="panel panel-default"><div class="panel-body">'
        f'<h3><a href="{path}" title="Bài">Bài</a></h3></div></div>'
        for path in paths
    )
    return f'<div class="news_column">{inside}</div>'


def pager(*addresses: str) -> str:
    inside = "".join(f'<li><a href="{address}">1</a></li>' for address in addresses)
    return f'<ul class="pagination"><li class="active"><a href="#">1</a></li>{inside}</ul>'


PAGED = (
    ("/tin-tuc/", ("/tin-tuc/page-2/", "/tin-tuc/page-9/"), "/tin-tuc/page-2/"),
    ("/tin-tuc/page-8/", ("/tin-tuc/", "/tin-tuc/page-7/", "/tin-tuc/page-9/"), "/tin-tuc/page-9/"),
    ("/tin-tuc/page-9/", ("/tin-tuc/", "/tin-tuc/page-8/"), None),
    ("/tin-tuc/page-2", ("/tin-tuc", "/tin-tuc/page-3"), "/tin-tuc/page-3"),
    ("/tin-tuc", ("/tin-tuc/page-2",), "/tin-tuc/page-2"),
    ("/", ("/page-2/", "/page-13/"), "/page-2/"),
    ("/page-2/", ("/", "/page-3/"), "/page-3/"),
    ("/vi/news/tin/", ("/vi/news/tin/page-2/",), "/vi/news/tin/page-2/"),
    ("/tin-tuc/?page=2", ("/tin-tuc/", "/tin-tuc/?page=3"), "/tin-tuc/?page=3"),
    ("/tin-tuc/", ("/tin-tuc/?page=2",), "/tin-tuc/?page=2"),
    (
        "/index.php?nv=news&op=tin",
        ("/index.php?nv=news&amp;op=tin&amp;page=2",),
        "/index.php?nv=news&op=tin&page=2",
    ),
    ("/index.php?nv=news&op=tin&page=2", ("/index.php?nv=news&op=khac&page=3",), None),
    ("/tin-tuc/", (f"{HOST}/tin-tuc/page-2/",), "/tin-tuc/page-2/"),
    ("/tin-tuc/", ("https://khac.example.vn/tin-tuc/page-2/",), None),
    ("/tin-tuc/", ("/kinh-te/page-2/", "/tag/dang/page-2/", "/seek/?q=a&page=2"), None),
    ("/tin-tuc/", ("/tin-tuc/xpage-2/", "/tin-tuc/page-2/bai-1.html", "/tin-tuc/?xpage=2"), None),
    ("/tin-tuc/", (), None),
    ("/tin-tuc/page-2/", ("/tin-tuc/page-2/", "/tin-tuc/page-2/"), None),
    ("/tin-tuc/page-2/", ("javascript:page-3", "/tin-tuc/page-" + "9" * 30 + "/"), None),
)  # fmt: skip


@pytest.mark.parametrize(("asked", "named", "following"), PAGED)
def test_the_page_after_this_is_the_one_that_the_pager_names(
    asked: str, named: tuple[str, ...], following: str | None
) -> None:
    request = NukeViet.next_page(page_of(pager(*named), HOST + asked))
    assert (request.url if request else None) == (HOST + following if following else None)


def test_a_pager_without_the_next_page_is_no_end() -> None:
    named = pager("/tin-tuc/", "/tin-tuc/page-4/")
    with pytest.raises(SelectionError, match="not the next"):
        NukeViet.next_page(page_of(named, f"{SECTION}page-2/"))


def test_beyond_the_last_page_the_site_leads_back_and_the_walk_ends() -> None:
    asked = PageRequest(url=f"{SECTION}page-10/")
    back = Page(url=SECTION, text=pager("/tin-tuc/page-2/"), request=asked, at=now())
    assert NukeViet.next_page(back) is None


def test_an_address_that_moved_is_walked_under_its_new_name() -> None:
    asked = PageRequest(url=f"{HOST}/tin-cu/page-2/")
    moved = Page(url=f"{SECTION}page-2/", text=pager("/tin-tuc/page-3/"), request=asked, at=now())
    following = NukeViet.next_page(moved)
    assert following is not None
    assert following.url == f"{SECTION}page-3/"


@given(last=st.integers(1, 30), around=st.integers(1, 4))
def test_a_walk_sees_every_page_once_and_ends(last: int, around: int) -> None:
    """The pager shows the first, the last, and the neighbours, as the CMS does."""
    asked, seen = PageRequest(url=SECTION), []
    while asked is not None:
        number = int(asked.url.rstrip("/").rpartition("page-")[2]) if "page-" in asked.url else 1
        assert number not in seen
        seen.append(number)
        near = {1, last, *range(max(1, number - around), min(last, number + around) + 1)} - {number}
        named = ("/tin-tuc/" + (f"page-{one}/" if one > 1 else "") for one in sorted(near))
        asked = NukeViet.next_page(page_of(pager(*named), asked.url))
    assert seen == list(range(1, last + 1))


TWINS = (
    "/print/tin-tuc/bai-12.html",
    "/savefile/tin-tuc/bai-12.html",
    "/sendmail/tin-tuc/bai-12.html",
    "/news/print/tin-tuc/bai-12.html",
    "/vi/print/tin-tuc/bai-12.html",
    "/vi/news/savefile/tin-tuc/bai-12.html",
    "/vi/news/sendmail/tin-tuc/bai-12.html",
)
NOT_LISTED = (
    *TWINS,
    "/tin-tuc/",
    "/tin-tuc/page-2/",
    "/tag/dang-12/",
    "/news/tag/dang-12",
    "/rss/",
    "/news/rss/tin-tuc/",
    "/users/login/",
    "/seek/?q=bai-12.html",
    "/search/?tieu-de-12.html",
    "/about/gioi-thieu.html",
    "/bai-12.html",
    "/uploads/news/2021_06/bai-12.pdf",
    "javascript:void(0)",
)
LISTED = (
    "/tin-tuc/bai-12.html",
    "/news/tin-tuc/bai-13.html",
    "/vi/news/tin-tuc/bai-14.html",
    "/ban-tin/in-print-15.html",
    "/tin-tuc/print-16.html",
    "/tin-tuc/bai-17.html?x=1",
)


def test_a_listing_names_articles_and_passes_everything_else_by() -> None:
    links = NukeViet.article_links(page_of(panels(*NOT_LISTED, *LISTED), SECTION))
    assert [link.url for link in links] == [HOST + path for path in LISTED]


@pytest.mark.parametrize("path", TWINS)
def test_a_twin_is_refused_and_named_so(path: str) -> None:
    """Even where its theme shows it like the article itself."""
    twin = capture_of(article_page(), HOST + path)
    assert NukeViet.is_article(twin.page)
    for site in map(declared_sites().sites.get, SITES):
        assert site is not None
        with pytest.raises(Twin) as raised:
            read(site, None, twin)
        assert raised.value.reason == "twin"


def test_a_saved_twin_does_not_enter_the_archive(tmp_path: Path) -> None:
    (case,) = (one for one in golden_cases() if one.folder.name == "twin_for_print")
    words = ("ingest", case.folder / "page.html", "--site", SITES[0], "--url", case.facts.url)
    ended = tinhuy(*words, "--archive", new_archive(tmp_path / "archive"))
    assert "0 saved" in ended.out
    assert "twin" in ended.out + ended.err


def numbering_of(name: str) -> Numbering:
    numbering = declared_sites().sites[name].numbering
    assert numbering is not None
    return numbering


NUMBERS = (
    (SITES[0], "/tin-tuc-su-kien/bai-948.html", "948"),
    (SITES[0], "/thong-bao/ten-khac-948.html", "948"),
    (SITES[0], "/vi/tin-tuc-su-kien/bai-948.html", "948"),
    (SITES[0], "/print/tin-tuc-su-kien/bai-948.html", None),
    (SITES[0], "/vi/savefile/tin-tuc-su-kien/bai-948.html", None),
    (SITES[0], "/tin-tuc-su-kien/page-948/", None),
    (SITES[0], "/uploads/news/2022_11/anh-948.jpg", None),
    (SITES[1], "/news/Chinh-tri/bai-2012.html", "2012"),
    (SITES[1], "/news/Kinh-te/ten-khac-2012.html", "2012"),
    (SITES[1], "/vi/news/Chinh-tri/bai-2012.html", "2012"),
    (SITES[1], "/hdnd/Ky-hop/bai-2012.html", None),
    (SITES[1], "/news/print/Chinh-tri/bai-2012.html", None),
    (SITES[1], "/news/tag/nam-2012.html/page-8", None),
)


@pytest.mark.parametrize(("name", "path", "number"), NUMBERS)
def test_the_number_is_the_article_s_under_any_category(
    name: str, path: str, number: str | None
) -> None:
    assert numbering_of(name).number_in(HOST + path) == number


MOMENTS = (
    ("2021-06-24+0715:51:23", 23),
    ("2021-06-24ICT15:51:23", 23),
    ("2021-06-24T15:51:23+07:00", 23),
    ("2021-06-24+0715:52:23", None),
    ("2021-06-24UTC15:51:23", None),
    ("2021-06-24", None),
    ("", None),
)


@pytest.mark.parametrize(("stated", "second"), MOMENTS)
def test_the_misspelt_moment_gives_its_seconds_to_the_printed_one(
    stated: str, second: int | None
) -> None:
    head = f'<meta property="article:published_time" content="{stated}">'
    published = read_page(article_page(head=head)).published
    assert published is not None
    assert published.on == date(2021, 6, 24)
    assert published.at is not None
    assert published.at.strftime("%H:%M") in ("15:51", "08:51")
    assert published.precision is (Precision.MINUTE if second is None else Precision.SECOND)
    assert published.at.second == (second or 0)


PRINTED = (
    ("Thứ năm - 24/06/2021 15:51", "2021-06-24T15:51:00+07:00"),
    ("24/06/2021 03:51:07 PM", "2021-06-24T15:51:07+07:00"),
    ("24/06/2021 15:51", "2021-06-24T15:51:00+07:00"),
    ('<em>&nbsp;</em> Thứ năm - 24/06/2021 15:51', "2021-06-24T15:51:00+07:00"),
)  # fmt: skip


@pytest.mark.parametrize(("printed", "moment"), PRINTED)
def test_dates_are_read_as_the_themes_print_them(printed: str, moment: str) -> None:
    counted = '</span><span class="h5">8,070</span><span class="h5">01/01/2001'
    published = read_page(article_page(date=printed + counted)).published
    assert published is not None
    assert published.at == datetime.fromisoformat(moment)


def test_the_moment_of_the_last_edit_is_not_taken_for_the_publication() -> None:
    hidden = """<span class="hidden" itemprop="datePublished">2023-02-01T10:00:00+07:00</span>
    <span class="hidden" itemprop="dateModified">2023-02-01T10:00:00+07:00</span>"""
    article = read_page(
        article_page(date="").replace('<div class="row', hidden + '<div class="row')
    )
    assert (article.published, article.modified_at) == (None, None)


FIELDS = (
    ("<p><strong>Tác giả bài viết: </strong>Lê Na</p>", "Lê Na", None),
    ('<div><p><strong>Tác giả: </strong><a href="/a">Lê Na</a></p></div>', "Lê Na", None),
    ("<p><strong>Nguồn tin: </strong>Báo Hà Tĩnh</p>", None, "Báo Hà Tĩnh"),
    ("<p>Tác giả: Lê Na</p><p>Nguồn tin: Báo Hà Tĩnh</p>", "Lê Na", "Báo Hà Tĩnh"),
    ("<p>Tác giả: </p><p>Nguồn tin:</p>", None, None),
    ("<p>Theo dòng: Lê Na</p>", None, None),
)  # fmt: skip


@pytest.mark.parametrize(("after", "author", "source"), FIELDS)
def test_labels_tell_author_and_source(after: str, author: str | None, source: str | None) -> None:
    for html in (article_page(after=after), older_page(after=after)):
        article = read_page(html)
        assert (article.author, article.source) == (author, source)


SECTIONS = (
    (
        '<h3 class="breadcrumb"><span class="hidden"><a><span>Trang chủ</span></a></span>'
        '<span><a><span class="txt">Tin</span></a></span></h3>'
    ),
    (
        '<ul class="breadcrumbs list-none"></ul><ul class="temp-breadcrumbs hidden"><li><a><span>'
        'Trang chủ</span></a></li><li><a><span class="txt">Mục</span></a></li>'
        '<li><a><span class="txt">Tin</span></a></li></ul>'
    ),
    (
        '<ul class="breadcrumbs"><li><a><span>Trang chủ</span></a></li>'
        '<li><a><span class="txt">Tin</span></a></li></ul>'
    ),
    (
        '<ol class="breadcrumb"></ol><ol class="temp-breadcrumbs hidden">'
        "<li><a><span>Tin</span></a></li></ol>"
    ),
    '<ol class="breadcrumb"><li class="home"><a>Trang chủ</a></li><li><a>Tin</a></li></ol>',
    '<meta property="article:section" content="Tin">',
)


@pytest.mark.parametrize("trail", SECTIONS)
def test_the_section_is_the_last_step_whatever_the_theme(trail: str) -> None:
    assert read_page(trail + article_page()).section == "Tin"


def test_a_trail_with_the_front_page_alone_names_no_section() -> None:
    trail = '<ul class="temp-breadcrumbs"><li><a><span>Trang chủ</span></a></li></ul>'
    assert read_page(trail + article_page()).section is None


BODIES = (
    (
        "<table><tr><td><table><tr><td>1</td><td>2</td></tr></table></td></tr></table>",
        [("table", "1 | 2", None)],
    ),
    ("<noscript>Bật JavaScript.</noscript><p>Một câu.</p>", [("paragraph", "Một câu.", None)]),
    (
        '<h1>Phần một</h1><div id="news-bodyhtml"><p>Đoạn chép.</p></div>',
        [("heading", "Phần một", None), ("paragraph", "Đoạn chép.", None)],
    ),
    (
        (
            '<p>Một.</p><hr class="page-break"><div style="page-break-after: always"><span'
            ' style="display:none">&nbsp;</span></div><p>Hai.</p>'
        ),
        [("paragraph", "Một.", None), ("paragraph", "Hai.", None)],
    ),
    (
        (
            '<div class="image-center"><figure><img src="/uploads/a.jpg"><figcaption>Ảnh một'
            "</figcaption></figure></div>"
        ),
        [("picture", "", "/uploads/a.jpg"), ("caption", "Ảnh một", None)],
    ),
    ("Trần<br><br>trụi", [("paragraph", "Trần", None), ("paragraph", "trụi", None)]),
    (
        (
            '<p>Văn bản:</p><div class="nv-docviewer"><iframe src="https://docs.google.com/viewer?embedded'
            '=true&amp;url=https%3A%2F%2Fdang.example.vn%2Fuploads%2Fa.pdf"></iframe></div>'
        ),
        [("paragraph", "Văn bản:", None), ("attachment", "", "/uploads/a.pdf")],
    ),
    (
        (
            '<p>Bảng:</p><iframe src="https://view.officeapps.live.com/op/embed.aspx?src=https%3A%2F%2F'
            'dang.example.vn%2Fuploads%2Fa.xlsx"></iframe>'
        ),
        [("paragraph", "Bảng:", None), ("attachment", "", "/uploads/a.xlsx")],
    ),
)


@pytest.mark.parametrize(("body", "blocks"), BODIES)
def test_bodies_as_editors_leave_them(body: str, blocks: list[tuple[str, str, str | None]]) -> None:
    assert shown(read_page(article_page(body))) == blocks


def test_what_stands_around_the_text_is_no_part_of_it() -> None:
    around = """<div class="alert alert-info">Ghi rõ nguồn.</div></div></div>
    <div class="news_column panel"><div class="panel-body"><p class="h3">Tin khác</p>
    <form id="form3B"><p id="stringrating">Tổng số điểm</p></form>
    <a href="/tag/a"><em>từ khóa</em></a><ul class="related"><li>Những tin cũ hơn</li></ul>"""
    article = read_page(article_page(after=around))
    assert (article.title, article.lead) == ("Bài", "Mở đầu.")
    assert shown(article) == [("paragraph", "Một câu.", None)]


PICTURE = '<div class="{}"><img src="/uploads/a.jpg"><em>Ảnh một</em></div>'
ABOVE = (
    article_page(
        above='<figure class="article left"><div><p><img src="/uploads/a.jpg"></p>'
        "<figcaption>Ảnh một</figcaption></div></figure>"
    ),
    older_page(lead=PICTURE.format("imghome pull-left") + "<h2>Mở đầu.</h2>"),
    older_page(lead="Mở đầu.", between=PICTURE.format("text-center")),
)


@pytest.mark.parametrize("html", ABOVE)
def test_a_picture_beside_the_lead_comes_first_and_is_no_lead(html: str) -> None:
    article = read_page(html)
    assert article.lead == "Mở đầu."
    assert [block.kind for block in article.blocks] == [
        BlockKind.PICTURE, BlockKind.CAPTION, BlockKind.PARAGRAPH
    ]  # fmt: skip


def test_a_preview_of_the_picture_shows_it_once() -> None:
    figure = '<figure class="article left"><img src="/uploads/a.jpg"></figure>'
    above = f'{figure}<div id="imgpreview" style="display:none"><img src="/uploads/a.jpg"></div>'
    assert shown(read_page(article_page(above=above))) == [
        ("picture", "", "/uploads/a.jpg"),
        ("paragraph", "Một câu.", None),
    ]


def test_files_beside_the_text_are_its_attachments() -> None:
    files = """<div class="list-group news-download-file"><div class="list-group-item">
    <a href="#pdf1"><i class="fa fa-eye"></i></a>
    <a href="/tin-tuc/bai-12.html?download=1&amp;id=0">Tập tin: <strong>qd.pdf</strong></a>
    <iframe src=""></iframe></div><div class="list-group-item">
    <a href="/uploads/news/2021_06/kh.docx">Tập tin: <strong>kh.docx</strong></a></div></div>"""
    (_, first, second) = read_page(article_page(after=files)).blocks
    assert (first.kind, first.text, first.url) == (
        BlockKind.ATTACHMENT,
        "qd.pdf",
        f"{HOST}/tin-tuc/bai-12.html?download=1&id=0",
    )
    assert (second.text, second.url) == ("kh.docx", f"{HOST}/uploads/news/2021_06/kh.docx")


def test_a_link_in_an_item_s_teaser_is_no_article_of_the_list() -> None:
    html = """<div class="news_column"><div class="panel panel-default"><div class="panel-body">
    <a href="/tin-tuc/bai-12.html"><img alt="" src="a.jpg"></a>
    <h3><a href="/tin-tuc/bai-12.html" title="Bài mười hai">Bài mười…</a></h3>
    <ul class="list-inline"><li>24/06/2021 03:51:07 PM</li><li>Đã xem: 9</li></ul>
    <p>Tiếp <a href="/tin-tuc/bai-1.html">bài trước</a>.</p></div></div></div>"""
    (link,) = NukeViet.article_links(page_of(html, SECTION))
    assert (link.title, link.listed_on) == ("Bài mười hai", date(2021, 6, 24))


def test_an_item_s_day_is_not_that_of_another_item_in_it() -> None:
    """Titles of older articles stand inside the item of the newest, without a day."""
    html = """<div class="news_column"><div class="panel"><div class="panel-body">
    <h3><a href="/tin-tuc/bai-12.html">Bài</a></h3>
    <ul class="list-inline"><li>24/06/2021 03:51:07 PM</li></ul>
    <ul class="related"><li><a href="/tin-tuc/bai-11.html">Cũ</a></li></ul></div></div></div>"""
    links = NukeViet.article_links(page_of(html, SECTION))
    assert [(link.title, link.listed_on) for link in links] == [
        ("Bài", date(2021, 6, 24)),
        ("Cũ", None),
    ]


def test_boxes_of_other_sections_are_read_only_where_nothing_else_is() -> None:
    box = """<div class="news_column"><div class="panel"><div class="panel-heading">Kinh tế</div>
    <div class="panel-body"><h3><a href="/kinh-te/bai-9.html">Hộp</a></h3></div></div></div>"""
    both = NukeViet.article_links(page_of(panels("/tin-tuc/bai-12.html") + box, SECTION))
    alone = NukeViet.article_links(page_of(box, SECTION))
    assert [link.url for link in both] == [f"{HOST}/tin-tuc/bai-12.html"]
    assert [link.url for link in alone] == [f"{HOST}/kinh-te/bai-9.html"]


SIGNS = (
    GENERATOR,
    '<meta name="generator" content="NukeViet v3.4">',
    '<script>var nv_base_siteurl = "/", nv_lang_data = "vi";</script>',
    '<div id="news-bodyhtml" class="bodytext">a</div>',
    '<div class="nv-infodie"><p>Bạn chưa được phép xem.</p></div>',
)


@pytest.mark.parametrize("sign", SIGNS)
def test_one_sign_is_enough(sign: str) -> None:
    assert NukeViet.recognises(page_of(sign))


NOT_OURS = (
    "<p>Báo viết về NukeViet và /uploads/news/2021_06/a.jpg</p>",
    '<meta name="generator" content="WordPress 6.5">',
    '<div class="bodytext">a</div>',
)


@pytest.mark.parametrize("html", NOT_OURS)
def test_what_only_speaks_of_the_platform_is_none_of_its_pages(html: str) -> None:
    assert not NukeViet.recognises(page_of(html))


def other_families() -> Iterator[type[Family]]:
    for site in declared_sites().sites.values():
        yield from (family for family in site.families if family is not NukeViet)


def test_families_know_each_others_pages_apart() -> None:
    for case in golden_cases():
        page, site = case.capture.page, case.site_name
        if site in SITES:
            assert NukeViet.recognises(page), case
            assert not [one for one in other_families() if one.recognises(page)], case
        else:
            assert not NukeViet.recognises(page), case


def test_every_golden_case_of_the_sites_is_read_without_being_told_its_kind() -> None:
    for case in golden_cases():
        if case.site_name in SITES and case.facts.kind != "error":
            assert NukeViet.is_article(case.capture.page) is (case.facts.kind == "article"), case


CLASSES = st.sampled_from(
    "news_column panel panel-body row clearfix hometext bodytext imghome time h5 list-inline"
    " related thumbnail caption list-group show news-download-file temp-breadcrumbs txt".split()
)
SOUP = st.lists(
    st.one_of(
        CLASSES.map('<div class="{}">'.format),
        CLASSES.map('<a class="{}" href="/tin-tuc/bai-12.html">'.format),
        st.sampled_from(
            '</div> </a> <h1> </h1> <h3> </h3> <li> <ul> <p> x <br> <iframe> <strong>'.split()
        ),
        st.sampled_from(
            [
                '<div id="news-bodyhtml">', '<div id="hometext">', '<div id="news_detail">',
                '<figure class="article">', '<a href="/tin-tuc/page-3/">', '<a href="?page=2">',
                '<iframe src="https://docs.google.com/viewer?url=%2Fa.pdf&url=http://[">',
                '<meta property="article:published_time" content="2021-06-24+0799:51:23">',
            ]
        ),
    ),
    max_size=25,
).map("".join)  # fmt: skip


@given(html=SOUP, path=st.sampled_from(["tin-tuc/", "tin-tuc/page-2/", "?page=2", TWINS[0][1:]]))
def test_a_strange_page_raises_nothing_but_page_errors(html: str, path: str) -> None:
    page = page_of(html, f"{HOST}/{path}")
    for hook in (
        NukeViet.recognises, NukeViet.article_links, NukeViet.next_page, NukeViet.is_article
    ):  # fmt: skip
        try:
            hook(page)
        except PageError:
            continue
    try:
        NukeViet.read_article(capture_of(html, page.url))
    except PageError:
        return
