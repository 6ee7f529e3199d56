"""Articles of the "-aID" papers: their skins, and dates for machines and in addresses."""

import pytest

from crawler.items import Article, BlockKind
from spiders.families.version1 import Version1
from tests.test_families import PAPER, capture_of, paper_article
from tests.test_page import page_of

HEADING = '<div class="detail-title"><h1>Bài</h1></div>'
ADDRESS = f"{PAPER}bai-24062024-a1.html"


def read(html: str, url: str = ADDRESS) -> Article:
    return Version1.read_article(capture_of(html, url))


def described(day: str) -> str:
    json = f'{{"@type": "NewsArticle", "datePublished": "{day}"}}'
    return f'<script type="application/ld+json">{json}</script>'


def printed(text: str) -> str:
    return f'<span class="pubdate">{text}</span>'


DATES = (
    (printed("25/06/2024 - 08:15"), "2024-06-25", "2024-06-25 08:15:00+07:00"),
    (printed("25/06/2024 - 08:15") + described("2024-06-25"), "2024-06-25",
     "2024-06-25 08:15:00+07:00"),
    (printed("25/06/2024 - 08:15") + described("2024-06-25T08:15:33+07:00"), "2024-06-25",
     "2024-06-25 08:15:33+07:00"),
    (printed("25/06/2024 - 08:15") + described("2024-06-20T08:15:33+07:00"), "2024-06-25",
     "2024-06-25 08:15:00+07:00"),
    (described("2024-06-23"), "2024-06-23", "None"),
    (printed("hôm qua"), "2024-06-24", "None"),
    ("", "2024-06-24", "None"),
)  # fmt: skip


@pytest.mark.parametrize(("head", "day", "moment"), DATES)
def test_what_is_printed_goes_before_what_machines_are_told_and_the_address(
    head: str, day: str, moment: str
) -> None:
    """A day in the address, or for machines, makes nothing finer and changes nothing printed."""
    published = read(paper_article(HEADING + head)).published
    assert published is not None
    assert (str(published.on), str(published.at)) == (day, moment)


def test_an_address_without_a_day_dates_nothing() -> None:
    assert read(paper_article(HEADING), f"{PAPER}bai-a1.html").published is None


def test_addresses_that_the_head_states_are_not_believed() -> None:
    head = f'<link rel="canonical" href="https://cu.vn/x-a9.html">{HEADING}'
    assert read(paper_article(head)).url == ADDRESS


def test_a_title_in_a_picture_is_read_from_the_head() -> None:
    head = '<meta property="og:title" content="Mùa  nước nổi">'
    body = '<div id="newscontents"><img src="/bia.jpg"><p>Nước đổ về đồng.</p></div>'
    article = read(head + body)
    assert article.title == "Mùa nước nổi"
    assert [block.kind for block in article.blocks] == [BlockKind.PICTURE, BlockKind.PARAGRAPH]
    assert not Version1.is_article(page_of(head, ADDRESS))
    assert read(head + HEADING + body).title == "Bài"


CAPTIONS = (
    ('<p class="note ignore"><img src="/a.jpg"><br>Chợ sớm.</p>', "caption"),
    ('<p><img src="/a.jpg"></p><p class="note ignore">Chợ sớm.</p>', "caption"),
    ('<p class="note ignore">Chợ sớm.</p>', "paragraph"),
    ('<p><img src="/a.jpg"></p><p>Chợ sớm.</p>', "paragraph"),
)


@pytest.mark.parametrize(("body", "kind"), CAPTIONS)
def test_a_note_beside_a_picture_is_its_caption(body: str, kind: str) -> None:
    assert read(paper_article(HEADING, body)).blocks[-1].kind == kind


def test_text_whose_element_has_no_id_is_found() -> None:
    summary = '<div class="detail-desc"><div class="content-fck"><p>Tóm tắt.</p></div></div>'
    article = read(f'{HEADING}{summary}<div><div class="content-fck"><p>Một câu.</p></div></div>')
    assert (article.lead, [block.text for block in article.blocks]) == ("Tóm tắt.", ["Một câu."])


def test_related_articles_inside_the_text_are_no_text() -> None:
    box = '<div class="detail-related"><h3>Tin nóng</h3><p>Không phải lời của bài này.</p></div>'
    article = read(paper_article(HEADING, f"<p>Một.</p>{box}<p>Hai.</p>"))
    assert [block.text for block in article.blocks] == ["Một.", "Hai."]


SECTIONS = (
    ('<ul class="breadcrumb"><li class="start"><h4><a>Trang chủ</a></h4></li></ul>', None),
    ('<ul class="breadcrumb"><li><h4><a>Xã hội</a></h4></li></ul>', "Xã hội"),
    (
        """<ul class="breadcrumb"><li class="start"><h4><a>Trang chủ</a></h4></li>
        <li><h4><a>Xã hội</a></h4></li><li><h4><a>Làng nghề</a></h4></li></ul>""",
        "Làng nghề",
    ),
)


@pytest.mark.parametrize(("crumbs", "section"), SECTIONS)
def test_the_breadcrumb_of_the_newer_skin(crumbs: str, section: str | None) -> None:
    assert read(paper_article(crumbs + HEADING)).section == section
