"""What declared layouts and places do that no golden page shows alone."""

import re
import unicodedata
from dataclasses import replace
from typing import ClassVar

import pytest

from crawler.capture import Capture
from crawler.clock import now
from crawler.errors import NotAnArticle
from crawler.items import Article, BlockKind, PageRequest
from spiders.layouts.family import FirstPages
from spiders.layouts.layout import Layout, read_laid_out
from spiders.layouts.places import Labelled, evidenced
from tests.test_page import page_of

SOURCE = Labelled(
    evidenced(".source"),
    re.compile(r"(?:nguồn|theo)(?!\w)[ :]{0,4}", re.IGNORECASE),
    optional=True,
)
PICTURED = Layout(
    title=evidenced("h1"),
    subtitle=evidenced("h2.sub"),
    above=evidenced(".cover"),
    body=evidenced("#body"),
)


class Sectioned(FirstPages):
    """A family that declares nothing: only its paging is asked for."""

    name: ClassVar[str] = "sectioned"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Nguồn: Báo Ấp Bắc", ("Báo Ấp Bắc",)),
        ("NGUỒN Báo Ấp Bắc", ("Báo Ấp Bắc",)),
        ("Theo baoapbac.vn", ("baoapbac.vn",)),
        ("Báo Ấp Bắc", ("Báo Ấp Bắc",)),
        ("Nguồnsáng", ("Nguồnsáng",)),
        ("Nguồn:", ()),
        ("", ()),
    ],
)
def test_a_label_is_no_part_of_what_it_names(text: str, named: tuple[str, ...]) -> None:
    assert SOURCE.texts(page_of(f'<p class="source">{text}</p>')) == named


@pytest.mark.parametrize(
    ("head", "following"),
    [
        ('<link rel="next" href="/tin?p=2">', "https://a.vn/tin?p=2"),
        ('<a rel="next" href="?p=3">3</a>', "https://a.vn/tin?p=3"),
        ('<a rel="next" href="/tin">1</a>', None),
        ('<a rel="next" href="javascript:void(0)">Xem thêm</a>', None),
        (
            '<a rel="next" href="/tin">1</a><link rel="next" href="/tin?p=2">',
            "https://a.vn/tin?p=2",
        ),
        ('<a class="more" href="/tin?p=2">Xem thêm</a>', None),
    ],
)
def test_a_next_page_is_asked_for_where_one_is_named(head: str, following: str | None) -> None:
    request = Sectioned.next_page(page_of(head, "https://a.vn/tin"))
    assert (request.url if request else None) == following


def test_a_subtitle_is_the_first_block_also_when_the_cover_stands_in_the_text_again() -> None:
    html = (
        '<h1>Bài</h1><h2 class="sub">Phụ đề</h2><div class="cover"><img src="/a.jpg"></div>'
        '<div id="body"><p>Một câu.</p><img src="/a.jpg"></div>'
    )
    url = "https://a.vn/bai"
    capture = Capture(url=url, at=now(), body=html.encode(), request=PageRequest(url=url))
    blocks = read_laid_out(capture, (PICTURED,)).blocks
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.HEADING, "Phụ đề"),
        (BlockKind.PARAGRAPH, "Một câu."),
        (BlockKind.PICTURE, ""),
    ]


@pytest.mark.parametrize(
    ("crumbs", "section"),
    [("<i>Tin tức</i><i>Xây dựng Đảng</i><i>Bài</i>", "Xây dựng Đảng"), ("<i>Bài</i>", None)],
)
def test_a_breadcrumb_that_ends_in_the_title_names_the_section_before_it(
    crumbs: str, section: str | None
) -> None:
    html = f'<div>{crumbs}</div><h1>Bài</h1><div id="body"><p>Một câu.</p></div>'
    url = "https://a.vn/bai"
    capture = Capture(url=url, at=now(), body=html.encode(), request=PageRequest(url=url))
    layout = replace(PICTURED, section=(evidenced("i"),))
    assert read_laid_out(capture, (layout,)).section == section


def test_lines_held_by_an_element_of_captions_caption_the_picture_above_them() -> None:
    """As many as stand below it, but none that the text says again elsewhere."""
    note = '<div class="note"><p>Quang cảnh</p><p>Buổi lễ</p></div>'
    html = f'<h1>Bài</h1><div id="body"><img src="/a.jpg">{note}<p>Một câu.</p><p>Buổi lễ</p></div>'
    url = "https://a.vn/bai"
    capture = Capture(url=url, at=now(), body=html.encode(), request=PageRequest(url=url))
    layout = replace(PICTURED, captions=evidenced(".note"))
    assert [str(block.kind) for block in read_laid_out(capture, (layout,)).blocks] == [
        "picture", "caption", "caption", "paragraph", "paragraph",
    ]  # fmt: skip


SUMMARISED = Layout(
    title=evidenced("h1"),
    date=evidenced(".date"),
    lead=evidenced("#lead"),
    body=evidenced("#body"),
)


def article_of(lead: str, body: str = "<p>Một câu.</p>", date: str = "") -> Article:
    """What SUMMARISED reads of a page."""
    html = (
        f'<h1>Bài</h1><div class="date">{date}</div><div id="lead">{lead}</div>'
        f'<div id="body">{body}</div>'
    )
    url = "https://a.vn/bai"
    capture = Capture(url=url, at=now(), body=html.encode(), request=PageRequest(url=url))
    return read_laid_out(capture, (SUMMARISED,))


@pytest.mark.parametrize(
    ("lead", "text", "blocks"),
    [
        (
            '<p>Chi bộ họp.</p><p align="center"><img src="/a.jpg"><br><i>Quang cảnh</i></p>',
            "Chi bộ họp.",
            ["picture", "caption Quang cảnh", "paragraph Một câu."],
        ),
        (
            'Chi bộ họp theo <a href="/5.pdf">Kế hoạch 5</a>.',
            "Chi bộ họp theo Kế hoạch 5.",
            ["paragraph Một câu.", "attachment Kế hoạch 5"],
        ),
        (
            '<p>Chi bộ họp.</p><p><a href="/khac">Một bài khác</a></p>',
            "Chi bộ họp.",
            ["paragraph Một bài khác", "paragraph Một câu."],
        ),
        ('<a href="/bai">Chi bộ họp.</a>', "Chi bộ họp.", ["paragraph Một câu."]),
        ("<p>Chi bộ họp.</p><p>Sáng 3/2.</p>", "Chi bộ họp. Sáng 3/2.", ["paragraph Một câu."]),
    ],
    ids=["picture", "document", "link", "linked as a whole", "two paragraphs"],
)
def test_only_the_text_of_the_summary_is_the_summary(
    lead: str, text: str, blocks: list[str]
) -> None:
    article = article_of(lead)
    assert article.lead == text
    assert [f"{block.kind} {block.text}".strip() for block in article.blocks] == blocks


def test_a_notice_that_something_is_gone_is_a_message_only_where_nothing_dates_it() -> None:
    gone = "<p>Trang thông tin cũ không còn hoạt động, mời đồng chí dùng địa chỉ mới.</p>"
    assert article_of("", gone, "Thứ ba, 12/03/2024 08:15").body
    for undated in ("", "Lượt xem: 0"):
        with pytest.raises(NotAnArticle):
            article_of("", gone, undated)


def test_a_message_is_one_however_it_is_typed() -> None:
    for typed in ("không  tồn\n tại", "không tồn&nbsp;tại", "kh\u00adông tồn tại", "không tồn tại"):
        with pytest.raises(NotAnArticle):
            article_of("", unicodedata.normalize("NFD", f"<p>Trang này {typed}.</p>"))


def test_a_line_beside_a_picture_that_the_text_shows_again_is_not_lost_with_it() -> None:
    html = (
        '<h1>Bài</h1><div class="lead">Tóm tắt.<p><img src="/a.jpg"></p>'
        '<p><a href="/chuyen-de">Chuyên đề</a></p></div>'
        '<div id="body"><p>Một câu.</p><img src="/a.jpg"></div>'
    )
    url = "https://a.vn/bai"
    capture = Capture(url=url, at=now(), body=html.encode(), request=PageRequest(url=url))
    article = read_laid_out(capture, (replace(PICTURED, lead=evidenced(".lead")),))
    assert article.lead == "Tóm tắt."
    assert [(block.kind, block.text) for block in article.blocks] == [
        (BlockKind.PARAGRAPH, "Chuyên đề"),
        (BlockKind.PARAGRAPH, "Một câu."),
        (BlockKind.PICTURE, ""),
    ]
