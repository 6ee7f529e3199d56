"""What the families promise beyond the golden cases: paging, messages, and pages gone strange."""

from datetime import date
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.capture import Capture
from crawler.clock import now
from crawler.declared import declared_sites
from crawler.errors import PageError, SelectionError
from crawler.extract.page import Page
from crawler.items import BlockKind, PageRequest
from crawler.site import Family
from spiders.families.bao_nghe_an_2015 import BaoNgheAn2015
from spiders.families.epi import Epi
from spiders.families.nukeviet import NukeViet
from spiders.families.onecms import OneCms
from spiders.families.version1 import Version1
from spiders.families.vnpt import PAGING_PATH, VnptPortal
from spiders.layouts.family import LaidOut
from tests.test_page import page_of

SECTION = "https://portal.example.vn/tin-hoat-dong"
PAPER = "https://bao.example.vn/thoi-su/"
SCRIPT = """<script>var maxPage = parseInt(3);
data: { article_category_id: 12, categoryIds: "12,99", site_id: 7, page: page,
page_size: 10 }</script>"""
PAGER = '<ul class="pagination"><li class="page-item page-number" data-page="2">2</li></ul>'
ITEM = (
    '<li class="row"><h2 class="Title"><a href="{}">Bài</a></h2><div class="Ngaydang">{}</div></li>'
)


def portal_list(*items: str, script: str = SCRIPT) -> str:
    inside = "".join(items)
    return (
        f'<div class="UIArticleInMenu_Default"><ul class="ArticleList">{inside}</ul>{PAGER}</div>'
        f"{script}"
    )


def portal_article(header: str = "Bài", body: str = "<p>Một câu.</p>", around: str = "") -> str:
    return (
        f'<div class="ArticleDetailControl"><div class="ArticleHeader">{header}</div>'
        f'<div class="ArticleContent">{body}</div>{around}</div>'
    )


def paper_article(heading: str, body: str = "<p>Một câu.</p>") -> str:
    return f'{heading}<div id="newscontents"><div class="content-fck">{body}</div></div>'


def paper_list(pager: str, *paths: str) -> str:
    items = "".join(f'<li class="item"><a href="{path}">Bài</a></li>' for path in paths)
    return f'<div id="listcate"><ul class="cate-content-list-item">{items}</ul>{pager}</div>'


def pages(*numbers: int, path: str = "/thoi-su/") -> str:
    return "".join(f'<a href="{path}?p={number}">{number}</a>' for number in numbers)


def capture_of(html: str, url: str = f"{SECTION}/bai-612345") -> Capture:
    return Capture(url=url, at=now(), body=html.encode(), request=PageRequest(url=url))


def answer_to(request: PageRequest, text: str) -> Page:
    return Page(url=request.url, text=text, request=request, at=now())


def test_a_portal_is_paged_by_posts_up_to_its_last_page() -> None:
    items = ITEM.format("/tin-hoat-dong/bai-612345", "")
    second = VnptPortal.next_page(page_of(portal_list(items), SECTION))
    assert second is not None
    assert (second.method, second.url) == ("POST", f"https://portal.example.vn{PAGING_PATH}")
    assert second.referer == SECTION
    third = VnptPortal.next_page(answer_to(second, items))
    assert third is not None
    fields = dict(parse_qsl(second.body.decode(), keep_blank_values=True))
    assert fields["categoryIds"] == "12,99"
    assert fields["no"] == "-10"
    assert dict(parse_qsl(third.body.decode(), keep_blank_values=True)) == {**fields, "page": "3"}
    assert third.referer == SECTION
    assert VnptPortal.next_page(answer_to(third, items)) is None


@pytest.mark.parametrize(
    ("body", "context"),
    [
        ("{}&page=", (("last_page", 9),)),
        ("{}", (("last_page", 9),)),
        ("{}&page=hai", (("last_page", 9),)),
        ("{}&page=²", (("last_page", 9),)),
        ("{}&page=" + "9" * 5000, (("last_page", 9),)),
        ("{}&page=0", ()),
        ("page=2", (("last_page", 9),)),
    ],
    ids=["empty", "none", "word", "superscript", "endless", "no last page", "no other field"],
)
def test_an_answer_to_no_numbered_post_ends_a_portals_walk(
    body: str, context: tuple[tuple[str, int | str], ...]
) -> None:
    fields = "article_category_id=12&categoryIds=12&site_id=7&page_size=10"
    items = ITEM.format("/tin-hoat-dong/bai-612345", "")

    def following(body: str, context: tuple[tuple[str, int | str], ...]) -> PageRequest | None:
        url = f"https://portal.example.vn{PAGING_PATH}"
        request = PageRequest(url=url, method="POST", body=body.encode(), context=context)
        return VnptPortal.next_page(answer_to(request, items))

    assert following(f"{fields}&page=2", (("last_page", 9),)) is not None
    assert following(body.format(fields), context) is None


def test_an_empty_answer_ends_a_portals_walk() -> None:
    second = VnptPortal.next_page(page_of(portal_list(), SECTION))
    assert second is not None
    assert VnptPortal.next_page(answer_to(second, "")) is None


@pytest.mark.parametrize(
    "script", ["", SCRIPT.replace("site_id", "siteId"), SCRIPT.replace("(3)", f"({'3' * 5000})")]
)
def test_a_pager_without_its_script_is_no_end(script: str) -> None:
    with pytest.raises(SelectionError, match="pager"):
        VnptPortal.next_page(page_of(portal_list(script=script), SECTION))


def test_a_portals_links_are_articles_of_its_own_host() -> None:
    links = (
        "/tin-hoat-dong/bai-612345",
        "/xay-dung-dang/bai-612346",
        "https://other.example.vn/bai-612347",
        "/gioi-thieu",
        "javascript:void(0)",
        "/tin-hoat-dong/bai-612345",
    )
    html = portal_list(*(ITEM.format(link, "Ngày đăng: 05/06/2024") for link in links))
    found = VnptPortal.article_links(page_of(html, SECTION))
    assert [link.url.rsplit("-", 1)[1] for link in found] == ["612345", "612346"]


def test_a_printed_day_goes_with_the_link() -> None:
    html = portal_list(ITEM.format("/a-612345", "05/06/2024"), ITEM.format("/b-612346", "mới"))
    found = VnptPortal.article_links(page_of(html, SECTION))
    assert [link.listed_on for link in found] == [date(2024, 6, 5), None]


def test_attachments_outside_the_body_come_last_and_once() -> None:
    html = portal_article(
        body='<iframe src="/v?file=%2Fx.pdf"></iframe><p><a href="/y.doc">Y</a></p>',
        around='<a class="link-download" href="/x.pdf">X</a><a href="/y.doc">Tải về</a>',
    )
    blocks = VnptPortal.read_article(capture_of(html)).blocks
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.ATTACHMENT, "Y"),
        (BlockKind.ATTACHMENT, "X"),
    ]


MESSAGES = (
    ("Thông báo", "<p>Không tìm thấy bài viết bạn yêu cầu.</p>"),
    ("Thông báo", '<p>Trang này không tồn tại. <a href="/">Về trang chủ</a></p>'),
    ("Bài viết đã bị gỡ", "<p>Mời bạn xem các bài khác.</p>"),
    ("", "<p>Một câu.</p>"),
)
NEWS = (
    ("Không tìm thấy nạn nhân thứ hai", "<p>Đến chiều nay, công tác cứu hộ vẫn tiếp tục.</p>"),
    ("Thông báo", "<p>Trang này không tồn tại.</p><img src=/a.jpg>"),
    ("Bài", "<p>Không tìm thấy thông tin về mộ liệt sĩ, gia đình nhờ giúp. " + "a " * 200 + "</p>"),
)


@pytest.mark.parametrize(("title", "body"), MESSAGES)
def test_a_message_in_an_articles_place_is_no_article(title: str, body: str) -> None:
    assert not VnptPortal.is_article(page_of(portal_article(title, body)))
    heading = f'<div class="detail-title"><h1>{title}</h1></div>'
    assert not Version1.is_article(page_of(paper_article(heading, body)))


@pytest.mark.parametrize(("title", "body"), NEWS)
def test_news_that_sound_like_a_message_are_articles(title: str, body: str) -> None:
    assert VnptPortal.is_article(page_of(portal_article(title, body)))


HEADINGS = (
    ('<div class="detail-title"><h1>Bài <a href="/x">báo</a></h1></div>', "Bài báo", None),
    ('<div><h1><a>Thời sự</a></h1></div><h1 class="fw700">Bài</h1>', "Bài", "Thời sự"),
    (
        """<h1><a>Y tế</a><span> > <a>Sức khỏe</a></span></h1>
        <div class="detail-title"><h1>Bài</h1></div>""",
        "Bài",
        "Sức khỏe",
    ),
)


@pytest.mark.parametrize(("heading", "title", "section"), HEADINGS)
def test_a_papers_title_and_breadcrumb(heading: str, title: str, section: str | None) -> None:
    article = Version1.read_article(capture_of(paper_article(heading), f"{PAPER}a-a1.html"))
    assert (article.title, article.section) == (title, section)


def test_a_papers_author_may_stand_anywhere_in_the_body() -> None:
    heading = '<h1 class="fw700">Bài</h1>'
    body = '<p class="author ignore">Tin, ảnh: Thu Hà<br>(Theo Báo Ấp Bắc)</p><p>Một câu.</p>'
    article = Version1.read_article(capture_of(paper_article(heading, body)))
    assert (article.author, article.source) == ("Thu Hà", "Báo Ấp Bắc")
    assert [block.text for block in article.blocks] == ["Một câu."]


def test_what_is_too_long_for_an_author_stays_in_the_text() -> None:
    body = '<p class="author ignore">' + "Một câu dài. " * 20 + "</p>"
    article = Version1.read_article(capture_of(paper_article('<h1 class="fw700">B</h1>', body)))
    assert article.author is None
    assert article.blocks


LISTED = "/bai-01022024-a1.html"
PAGED = (
    ("", pages(1, 2, 9), "?p=2"),
    ("?p=8", pages(1, 8, 9), "?p=9"),
    ("?p=9", pages(1, 8, 9), None),
    ("?p=30", pages(1, 8, 9), None),
    ("?p=9", pages(1, 8, 9) + pages(40, path="/kinh-te/"), None),
    ("?p=4&d=", pages(4, 5), "?d=&p=5"),
    ("", pages(2, path="/kinh-te/"), "?p=2"),
    ("?p=2", "", "?p=3"),
    ("?p=hai", "", "?p=2"),
    ("?p=" + "9" * 5000, "", "?p=2"),
    ("?p=%C2%B2", pages(1, 2), "?p=2"),
    ("", f'<a href="/thoi-su/?p={"9" * 5000}">9</a>', None),
)


@pytest.mark.parametrize(("asked", "pager", "following"), PAGED)
def test_a_paper_is_paged_by_number(asked: str, pager: str, following: str | None) -> None:
    """Where its pager is not understood, the walk goes on while pages have links."""
    request = Version1.next_page(page_of(paper_list(pager, LISTED), PAPER + asked))
    assert (request.url if request else None) == (PAPER + following if following else None)


def test_a_page_without_links_or_pager_ends_a_papers_walk() -> None:
    assert Version1.next_page(page_of(paper_list(""), PAPER + "?p=7")) is None


def test_a_papers_links_are_articles_and_carry_their_day() -> None:
    paths = (LISTED, "/https/bao.example.vn/bai-a2.html", "/print/bai-a3.html", "/cu-a4.html",
             "/la-99992024-a5.html", "/thoi-su/", LISTED)  # fmt: skip
    links = Version1.article_links(page_of(paper_list("", *paths), PAPER))
    assert [(link.url.rsplit("-", 1)[1], link.listed_on) for link in links] == [
        ("a1.html", date(2024, 2, 1)),
        ("a4.html", None),
        ("a5.html", None),
    ]


def test_families_know_each_others_pages_apart() -> None:
    portal, paper = page_of(portal_article()), page_of(paper_article(""))
    assert VnptPortal.recognises(portal)
    assert Version1.recognises(paper)
    assert not VnptPortal.recognises(paper)
    assert not Version1.recognises(portal)


#: Pages of each family that carry one sign of it and nothing else.
SIGNED: dict[type[Family], tuple[str, ...]] = {
    BaoNgheAn2015: (
        '<ul id="cate-content"></ul>', '<ul class="tags_list"></ul>',
        '<div class="home-cate-list-tinmoi"></div>', '<div class="theodongsukien"></div>',
    ),
    Epi: (
        '<h1 class="article__title"></h1>', '<div class="article__header"></div>',
        '<div class="article__sapo"></div>', '<div class="zce-content-body"></div>',
        '<div class="cms-body"></div>', '<h3 class="story__heading"></h3>',
        '<div class="site-header__content"></div>', '<div data-source="zone-box-12"></div>',
    ),
    NukeViet: (
        '<meta name="generator" content="NukeViet v4.5">',
        '<script>var nv_base_siteurl="/";</script>', '<div id="news-bodyhtml"></div>',
        '<div class="nv-infodie"></div>', '<div id="hd_print"></div>',
    ),
    OneCms: (
        '<img src="https://a.1cdn.vn/x.jpg">', '<script src="/onecms_main.js"></script>',
        '<div class="sc-longform-header"></div>', '<h1 class="c-detail-head__title"></h1>',
    ),
    Version1: (
        '<base href="https://a.vn/static/templates/version1/homepage/">',
        '<div class="content-fck"></div>', '<div id="newscontents"></div>',
    ),
    VnptPortal: (
        '<div class="ArticleDetailControl"></div>', '<div class="UIArticleInMenu_Default"></div>',
        '<div class="UIMultiFunction_Default"></div>', '<div class="UIListNews_Default"></div>',
        '<script src="/DesktopModule/UITop/a.js"></script>',
        '<img src="https://storage-vnportal.vnpt.vn/x.jpg">', '<a href="/quantritintuc">Vào</a>',
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("family", "markup"), [(family, each) for family, pages in SIGNED.items() for each in pages]
)
def test_any_sign_proves_its_family_and_no_other(family: type[Family], markup: str) -> None:
    page = page_of(markup, "https://a.vn/")
    assert [each for each in SIGNED if each.recognises(page)] == [family]


def test_every_sign_has_such_a_page() -> None:
    declared = [family for site in declared_sites().sites.values() for family in site.families]
    signed = {family for family in declared if issubclass(family, LaidOut)}
    assert signed <= SIGNED.keys()
    for family in signed:
        for sign in family.signs:
            assert sum(sign in markup for markup in SIGNED[family]) == 1, sign


WORDS = st.sampled_from(
    "ArticleDetailControl ArticleHeader ArticleContent author PostDate pagination Title"
    " UIArticleInMenu_Default ArticleList detail-title pubdate content-fck".split()
)
SOUP = st.lists(
    st.one_of(
        WORDS.map('<div class="{}">'.format),
        st.sampled_from(
            ["</div>", "<h1>", "</h1>", '<a href="/a-612345">', "</a>", "<li>", "<br>"]
        ),
        st.sampled_from(['<div id="newscontents">', '<div id="listcate">', "x", SCRIPT, PAGER]),
    ),
    max_size=25,
).map("".join)


@pytest.mark.parametrize("family", [VnptPortal, Version1])
@given(
    html=SOUP,
    body=st.one_of(
        st.binary(max_size=40),
        st.sampled_from((b"page=2", b"page=2&page_size=10", b"page=-1", b"page=9e9", b"page=%ff")),
    ),
)
def test_a_strange_page_raises_nothing_but_page_errors(
    family: type[Family], html: str, body: bytes
) -> None:
    request = PageRequest(url=SECTION, method="POST", body=body, context=(("last_page", 9),))
    for page in (page_of(html, SECTION), answer_to(request, html)):
        for hook in (family.recognises, family.article_links, family.next_page, family.is_article):
            try:
                hook(page)
            except PageError:
                continue
    try:
        family.read_article(capture_of(html))
    except PageError:
        return
