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
from spiders.families.version1 import Version1
from spiders.families.vnpt import VnptPortal

REFERENCE = os.environ.get("TINHUY_REFERENCE")
pytestmark = pytest.mark.skipif(not REFERENCE, reason="TINHUY_REFERENCE is unset")

NEWSPAPER = "fragments/baocantho.com.vn__article_a56315.fragment.html"
VNPT_BODIES = ("nghean.gov.vn__vnpt_article_body", "ninhbinh.gov.vn__vnpt_article_body")


def folder() -> Path:
    return Path(REFERENCE or "") / "sites" / "html"


def capture_of(name: str, url: str) -> Capture:
    body = (folder() / name).read_bytes()
    return Capture(url=url, at=now(), body=body, request=PageRequest(url=url))


@pytest.fixture(scope="module")
def gold() -> dict[str, Any]:
    entries = json.loads((folder() / "gold.json").read_text(encoding="utf-8"))
    entry: dict[str, Any] = next(one for one in entries if one["file"] == NEWSPAPER)
    return entry


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
