"""Plain text: a block for each line, whatever ends it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.debris import without_debris
from crawler.extract.plain_text import article_from_text
from crawler.items import BlockKind, LeadingLine

LEADING = (LeadingLine.TITLE, LeadingLine.DATE)


def lines_of(text: str) -> list[str]:
    article = article_from_text(text, url="urn:sha256:0", leading=LEADING)
    return [block.text for block in article.blocks]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\n\n\n", "\r\n \t\r\n", "\n\u00a0\n"])
def test_lines_end_in_any_way(end: str) -> None:
    assert lines_of(f"Tiêu đề{end}Đoạn một{end}Đoạn hai") == ["Tiêu đề", "Đoạn một", "Đoạn hai"]


def test_a_byte_order_mark_is_no_text() -> None:
    assert lines_of("\ufeffTiêu đề\n") == ["Tiêu đề"]


def test_debris_of_word_processors_is_no_text() -> None:
    text = "Tiêu đề <_o3a_p></_o3a_p>\n<o:p></o:p>\n[if gte mso 9]><![endif]-->\na < b"
    assert lines_of(text) == ["Tiêu đề", "a < b"]


def test_an_empty_text_has_no_blocks() -> None:
    assert lines_of("") == lines_of(" \r\n\r\n") == []


def test_nothing_is_guessed() -> None:
    article = article_from_text("Tiêu đề\n17/05/2023", url="urn:sha256:0", leading=LEADING)
    assert (article.url, article.leading, article.title) == ("urn:sha256:0", LEADING, None)
    assert {block.kind for block in article.blocks} == {BlockKind.PARAGRAPH}
    assert not any(block.linked or block.url for block in article.blocks)


@given(st.text().filter(lambda text: without_debris(text) == text))
def test_no_letter_is_lost(text: str) -> None:
    kept = "".join(lines_of(text))
    assert [c for c in kept if not c.isspace()] == [
        c for c in text.removeprefix("\ufeff") if not c.isspace()
    ]
