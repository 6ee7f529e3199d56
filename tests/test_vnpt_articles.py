"""Articles of the VNPT Portal: what stands beside the text, and what does not belong to it."""

import pytest

from crawler.items import BlockKind
from spiders.families.vnpt import VnptPortal
from tests.test_families import SECTION, capture_of, portal_article, portal_list
from tests.test_page import page_of

BESIDE = (
    ('<a class="link-download" href="/x.docx">X</a>', (BlockKind.ATTACHMENT, "/x.docx", "X")),
    ('<a class="link-download" href="/tai?id=7">X</a>', (BlockKind.ATTACHMENT, "/tai?id=7", "X")),
    ('<a class="view-gallery" href="/anh.jpg">X</a>', (BlockKind.PICTURE, "/anh.jpg", "")),
    ('<a class="view-gallery" href="/tep.pdf">X</a>', (BlockKind.ATTACHMENT, "/tep.pdf", "X")),
    ('<iframe src="/xem?file=%2Fx.pdf"></iframe>', (BlockKind.ATTACHMENT, "/x.pdf", "")),
    ('<embed src="/x.xls">', (BlockKind.ATTACHMENT, "/x.xls", "")),
    ('<object data="/x.doc"></object>', (BlockKind.ATTACHMENT, "/x.doc", "")),
    (
        '<iframe src="https://www.youtube.com/embed/a"></iframe>',
        (BlockKind.VIDEO, "https://www.youtube.com/embed/a", ""),
    ),
    ('<a href="/tin-hoat-dong/bai-khac-612399">Bài khác</a>', None),
    ('<iframe src="https://www.facebook.com/plugins/like.php"></iframe>', None),
    ('<div class="tool"><a href="/xuat.pdf">Tải về</a></div>', None),
    ('<div class="UIArticleOther_Default"><a href="/cu.pdf">Tin cũ</a></div>', None),
)


@pytest.mark.parametrize(("markup", "expected"), BESIDE)
def test_what_stands_beside_the_text(
    markup: str, expected: tuple[BlockKind, str, str] | None
) -> None:
    blocks = VnptPortal.read_article(capture_of(portal_article(around=markup))).blocks[1:]
    found = [(block.kind, block.url, block.text) for block in blocks]
    if expected is None:
        assert found == []
    else:
        kind, address, text = expected
        host = "" if address.startswith("https:") else "https://portal.example.vn"
        assert found == [(kind, host + address, text)]


def test_a_signed_document_is_one_however_its_name_is_written() -> None:
    written = "/73_Luật số.signed.pdf"
    encoded = "/73_Lu%E1%BA%ADt%20s%E1%BB%91.signed.pdf"
    body = f'<p><a href="{written}">Luật</a></p><iframe src="/xem?file={encoded}"></iframe>'
    blocks = VnptPortal.read_article(capture_of(portal_article(body=body))).blocks
    assert [(block.text, block.url) for block in blocks] == [
        ("Luật", f"https://portal.example.vn{encoded}")
    ]


def test_boxes_of_articles_are_listed_where_there_is_no_list() -> None:
    box = '<div class="UIListNews_Default"><div class="item"><a href="/a-612399">A</a></div></div>'
    assert len(VnptPortal.article_links(page_of(box, SECTION))) == 1
    item = '<li><h2 class="Title"><a href="/b-612345">B</a></h2></li>'
    found = VnptPortal.article_links(page_of(box + portal_list(item), SECTION))
    assert [link.title for link in found] == ["B"]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Ngày đăng: 24/06/2024 16:30 | Lượt xem: 1.204", "2024-06-24"),
        ("Thứ hai, 24/06/2024, 16:30", "2024-06-24"),
        ("24/06/2024", "2024-06-24"),
        ("Lượt xem: 1.204", None),
    ],
)
def test_the_date_of_an_article_is_labelled_or_not(printed: str, day: str | None) -> None:
    html = portal_article(around=f'<div class="PostDate">{printed}</div>')
    article = VnptPortal.read_article(capture_of(html))
    assert (str(article.published.on) if article.published else None) == day
    assert [block.text for block in article.blocks] == ["Một câu."]
