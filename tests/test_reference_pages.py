"""Real pages of the platforms, where the reference material is at hand."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from crawler.capture import Capture
from crawler.clock import now
from crawler.extract.blocks import blocks_of
from crawler.items import Article, BlockKind, PageRequest
from pipelines.chain import clean
from spiders.families.epi import Epi
from spiders.families.onecms import OneCms
from spiders.families.version1 import Version1
from spiders.families.vnpt import VnptPortal

REFERENCE = os.environ.get("TINHUY_REFERENCE")
pytestmark = pytest.mark.skipif(not REFERENCE, reason="TINHUY_REFERENCE is unset")

TODAY = "fragments/baonghean.vn__article_10230827.fragment.html"
NEWSPAPER = "fragments/baocantho.com.vn__article_a56315.fragment.html"
VNPT_BODIES = ("nghean.gov.vn__vnpt_article_body", "ninhbinh.gov.vn__vnpt_article_body")


def folder() -> Path:
    return Path(REFERENCE or "") / "sites" / "html"


def capture_of(name: str, url: str) -> Capture:
    body = (folder() / name).read_bytes()
    return Capture(url=url, at=now(), body=body, request=PageRequest(url=url))


def gold_of(name: str) -> dict[str, Any]:
    entries = json.loads((folder() / "gold.json").read_text(encoding="utf-8"))
    entry: dict[str, Any] = next(one for one in entries if one["file"] == name)
    return entry


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    return gold_of(NEWSPAPER)


@pytest.fixture(scope="module")
def article(gold: dict[str, Any]) -> Article:
    capture = capture_of(NEWSPAPER, gold["url"])
    assert Version1.recognises(capture.page)
    assert not VnptPortal.recognises(capture.page)
    assert Version1.is_article(capture.page)
    return clean(Version1.read_article(capture))


@pytest.mark.parametrize("field", ["title", "lead", "author", "source", "section"])
def test_a_field_of_a_newspaper_page(article: Article, gold: dict[str, Any], field: str) -> None:
    assert getattr(article, field) == gold[field]


def test_the_date_of_a_newspaper_page(article: Article, gold: dict[str, Any]) -> None:
    assert article.published is not None
    assert article.published.at is not None
    assert article.published.at.isoformat() == gold["published_at"]


def test_the_text_of_a_newspaper_page(article: Article, gold: dict[str, Any]) -> None:
    assert article.body.splitlines() == gold["body"]
    kinds = {block.kind for block in article.blocks}
    assert kinds == {BlockKind.PICTURE, BlockKind.PARAGRAPH}


def vnpt_body(name: str) -> Article:
    capture = capture_of(f"fragments/{name}.fragment.html", "https://nghean.gov.vn/tin/bai-623724")
    assert VnptPortal.recognises(capture.page)
    blocks = blocks_of(capture.page.root, capture.page)
    return clean(Article(url=capture.url, title="Bài", blocks=blocks))


@pytest.mark.parametrize("name", VNPT_BODIES)
def test_a_body_of_the_vnpt_portal_gives_its_text_alone(name: str) -> None:
    blocks = vnpt_body(name).blocks
    assert [block.url for block in blocks if block.kind is BlockKind.PICTURE]
    texts = [block.text for block in blocks if block.kind is not BlockKind.PICTURE]
    assert texts
    assert all(len(text) > 3 and "tin bai" not in text.replace("-", " ") for text in texts)


def test_a_bold_line_below_a_picture_of_the_vnpt_portal_is_its_caption() -> None:
    blocks = vnpt_body(VNPT_BODIES[0]).blocks
    at = next(at for at, block in enumerate(blocks) if block.kind is BlockKind.PICTURE)
    assert blocks[at + 1].kind is BlockKind.CAPTION
    assert sum(block.kind is BlockKind.CAPTION for block in blocks) == 1


@pytest.fixture(scope="module")
def today() -> Article:
    capture = capture_of(TODAY, gold_of(TODAY)["url"])
    assert OneCms.recognises(capture.page)
    assert not Epi.recognises(capture.page)
    return clean(OneCms.read_article(capture))


@pytest.mark.parametrize("field", ["url", "title", "lead", "author", "outlet_tag", "section"])
def test_a_field_of_a_page_of_onecms(today: Article, field: str) -> None:
    assert getattr(today, field) == gold_of(TODAY)[field]


def test_the_date_of_a_page_of_onecms(today: Article) -> None:
    assert today.published is not None
    assert today.published.at is not None
    assert today.published.at.isoformat() == gold_of(TODAY)["published_at"]


def test_the_text_of_a_page_of_onecms(today: Article) -> None:
    captions = [block.text for block in today.blocks if block.kind is BlockKind.CAPTION]
    assert today.body.splitlines() == gold_of(TODAY)["body"]
    assert captions == gold_of(TODAY)["captions"]


#: Of each template of ePi CMS: how its title begins, the author, and how lines of its text begin.
TEMPLATES: dict[str, tuple[str, str | None, tuple[str, ...]]] = {
    "web__3-detail": ("James Rodriguez", "P.V", ("Sub title", "Libero negarent", "Mô tả box ảnh",
        "Chuyên gia Đoàn Minh", "Đây là ý kiến luật sư", "Expand economic", "But engagement")),
    "web__5-video-detail": ("Triều Tiên", None, ()),
    "web__6-live": ("James Rodriguez", "P.V", ("Demo video", "18:55", "Maximis", "Reiciat")),
    "web__7-interview": ("James Rodriguez", "P.V", ("Bạn LÊ NGỌC", "Theo bạn,", "Tôi hy vọng")),
    "web__8-detail-longform": ("Triều Tiên", "P.V", ("Aliter", "Anh Lê Văn Hùng", "Trước đây",
        "Mô tả box ảnh", "Do biết cách", "Chính bản lĩnh")),
    "web__9-video": ("Giọng dân ca", "Dau Nguyen", ()),
    "mobile__3-detail": ("Triều Tiên", "P.V", ("Sub title", "Tú đã phải", "Do nothing", "Moscow")),
    "mobile__5-video-detail": ("Triều Tiên", None, ()),
    "mobile__6-live": ("Triều Tiên", "P.V", ("Sub title", "18:45", "Cursu", "Comparaverit")),
    "mobile__8-detail-longform": ("Triều Tiên", None, ("Sub title", "Aliter")),
}  # fmt: skip
#: Of related articles, polls, tags, sharing, breadcrumbs, comments, advertisements and the frame.
BOILERPLATE = (
    "tin liên quan", "praeclarorum", "kiatisuk", "mại dâm", "mua dâm", "họ và tên", "gửi",
    "từ khóa", "hiệp định thương mại", "chia sẻ bài", "trang chủ", "bình luận", "vinh kiet",
    "xem thêm", "banner", "kéo xuống", "tin đọc nhiều", "giấy phép", "cùng chuyên mục",
    "có thể bạn quan tâm", "january", "nhóm p.v",
)  # fmt: skip


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_of_epi_gives_title_and_text_alone(name: str) -> None:
    title, author, beginnings = TEMPLATES[name]
    capture = capture_of(f"epi_zce/baonghean_{name}.html", "https://baonghean.vn/bai-261234.html")
    assert Epi.recognises(capture.page)
    article = clean(Epi.read_article(capture))
    assert (article.title or "").startswith(title)
    assert (article.lead or "").startswith(("Construction of a giant", "Ca khúc mang âm hưởng"))
    assert (author is None) is (article.author is None)
    assert author is None or author in (article.author or "")
    lines = [block.text for block in article.blocks if block.text]
    assert [each for each in beginnings if not any(line.startswith(each) for line in lines)] == []
    assert any(block.kind in {BlockKind.PICTURE, BlockKind.VIDEO} for block in article.blocks)
    text = "\n".join([article.title or "", article.lead or "", *lines]).casefold()
    assert [phrase for phrase in BOILERPLATE if phrase in text] == []


TEMPLATE_LISTS = {
    "web__2-category": 17, "web__2.1-category": 9, "web__2.2-category": 9,
    "mobile__2-category": 11,
}  # fmt: skip


@pytest.mark.parametrize("name", TEMPLATE_LISTS)
def test_a_template_of_epi_lists_articles(name: str) -> None:
    """All its links have one address, ``3-detail.html``: the stories are counted.

    Those beside the list (what is read most, pictures, other sections) are none of it.
    """
    capture = capture_of(f"epi_zce/baonghean_{name}.html", "https://baonghean.vn/the-thao")
    assert Epi.recognises(capture.page)
    assert not Epi.is_article(capture.page)
    stories = Epi.lists[0].items.nodes(capture.page) or Epi.lists[1].items.nodes(capture.page)
    assert len(stories) == TEMPLATE_LISTS[name]
    assert all(Epi.lists[0].links.css.select(story) for story in stories)
