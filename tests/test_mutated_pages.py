"""Pages as they come broken: each golden page, mutated, is read or refused by name.

A page joins by being a golden page. What is mutated are its bytes: a server cuts, an editor pastes,
a template forgets to close.
"""

import re
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scrapy.exceptions import DropItem

from crawler.declared import declared_sites
from crawler.errors import PageError
from crawler.extract.text import folded
from crawler.frontier.entry import EntryKind
from crawler.golden.cases import GoldenCase, golden_cases
from crawler.items import Article
from crawler.reading import read
from pipelines.chain import clean

#: A page's share of the examples: there are some dozens of pages.
_SHARE = 10
#: No page takes longer than all golden pages, unbroken, take together so many times.
_LONGEST = 10

_TAG = re.compile(rb"<[^<>]{1,500}>")
_TEXT = re.compile(rb">([^<>]{2,2000})<")
_ATTRIBUTE = re.compile(rb"""[\w-]{2,30}=(?:"[^"<>]*"|'[^'<>]*')""")

#: Body, a number that says where, another that says how.
Mutation = Callable[[bytes, int, int], bytes]

PASTED = (
    b"", b"<!--", b"-->", b"<script>", b"</body></html>", b"<table><tr><td>", b"<![CDATA[", b"\x00",
    b"</div>" * 9, b"<p hidden>", b"<base href='http://['>", b"<meta charset=utf-16>", b"\xff\xfe",
    b"<a href='http://['>x</a>", b"<img srcset=', ,'>", b"<iframe src='?file=http://['></iframe>",
    b"&#xD800;&#0;&#1114112;", b"<plaintext>", b"<svg><title>", b"<select><option>", b"<frameset>",
)  # fmt: skip
TEXTS = (
    "", "31/02/2024 25:61", "9/11/2021 3:29:47 PM", "Ngày đăng: 1/1/2024 - Cập nhật: 99/99/9999",
    "Hải Vân", "(Theo ", "Không tìm thấy trang", "Các tin khác", "\u200b\u00a0", "𝕏" * 50,
    "e\u0302\u0301" * 99, "{}", '{"@type": "NewsArticle", "datePublished": [1, null]}', "a" * 9999,
    "١٧/٠٥/٢٠٢٣",
)  # fmt: skip


def cut(body: bytes, where: int, how: int) -> bytes:
    at = where % (len(body) + 1)
    return body[:at] if how % 2 else body[at:]


def without_a_slice(body: bytes, where: int, how: int) -> bytes:
    at = where % (len(body) + 1)
    return body[:at] + body[at + how % 2000 :]


def with_a_slice_moved(body: bytes, where: int, how: int) -> bytes:
    at, to = where % (len(body) + 1), how % (len(body) + 1)
    piece, rest = body[at : at + 500], body[:at] + body[at + 500 :]
    return rest[:to] + piece + rest[to:]


def with_bytes_flipped(body: bytes, where: int, how: int) -> bytes:
    flipped = bytearray(body)
    for step in range(min(20, len(flipped))):
        flipped[(where + step * 7919) % len(flipped)] ^= (how >> step) % 255 + 1
    return bytes(flipped)


def pasted(body: bytes, where: int, how: int) -> bytes:
    at = where % (len(body) + 1)
    return body[:at] + PASTED[how % len(PASTED)] + body[at:]


def _replaced(
    pattern: re.Pattern[bytes], body: bytes, where: int, new: Callable[[bytes], bytes]
) -> bytes:
    """*body* with one match of *pattern* replaced."""
    found = list(pattern.finditer(body))
    if not found:
        return body
    at = found[where % len(found)]
    return body[: at.start()] + new(at[0]) + body[at.end() :]


def without_a_tag(body: bytes, where: int, how: int) -> bytes:
    return _replaced(_TAG, body, where, lambda tag: tag[: how % 2])


def with_a_tag_again(body: bytes, where: int, how: int) -> bytes:
    return _replaced(_TAG, body, where, lambda tag: tag * (2, 3, 50, 1000)[how % 4])


def with_a_broken_tag(body: bytes, where: int, how: int) -> bytes:
    return _replaced(_TAG, body, where, lambda tag: tag[: how % len(tag)])


def with_a_broken_attribute(body: bytes, where: int, how: int) -> bytes:
    breaks: tuple[Callable[[bytes], bytes], ...] = (
        lambda text: text[:-1],
        lambda text: text.replace(b"=", b"", 1),
        lambda text: text.split(b"=")[0],
        lambda text: text.split(b"=")[0] + b"=" + b"x" * 9999,
        lambda text: text.replace(b"/", b"//[").replace(b"-", b"%"),
        lambda text: text + b" " + text,
        lambda text: b"hidden style='display:none' " + text,
    )
    return _replaced(_ATTRIBUTE, body, where, breaks[how % len(breaks)])


def with_another_text(body: bytes, where: int, how: int) -> bytes:
    new = TEXTS[how % len(TEXTS)].encode()
    return _replaced(_TEXT, body, where, lambda _: b">" + new + b"<")


MUTATIONS: tuple[Mutation, ...] = (
    cut, without_a_slice, with_a_slice_moved, with_bytes_flipped, pasted, without_a_tag,
    with_a_tag_again, with_a_broken_tag, with_a_broken_attribute, with_another_text,
)  # fmt: skip
NUMBERS = st.integers(0, 2**32)
STEPS = st.lists(st.tuples(st.sampled_from(MUTATIONS), NUMBERS, NUMBERS), min_size=1, max_size=4)


def mutated(body: bytes, steps: list[tuple[Mutation, int, int]]) -> bytes:
    for mutation, where, how in steps:
        body = mutation(body, where, how)
    return body


def check(article: Article) -> None:
    """What the archive relies on, whatever the page."""
    for block in article.blocks:
        assert block.text or block.url
        assert block.text == "\n".join(map(folded, block.text.split("\n")))
        assert block.url is None or block.url.startswith(("http://", "https://"))
    assert article.title == folded(article.title or "")


def read_or_refuse(case: GoldenCase, kind: EntryKind | None, body: bytes) -> None:
    """What is read must be fit to keep, and what is not must be refused by name."""
    capture = replace(case.capture, body=body)
    try:
        found = read(declared_sites().sites[case.site_name], kind, capture)
        if found.article:
            check(clean(found.article))
    except (PageError, DropItem):
        pass


@pytest.fixture(scope="module")
def longest() -> float:
    """CPU seconds that reading a page may take on this machine."""
    start = time.thread_time()
    for case in golden_cases():
        read_or_refuse(case, None, case.capture.body)
    return (time.thread_time() - start) * _LONGEST


@pytest.mark.parametrize("case", golden_cases(), ids=str)
@settings(max_examples=settings.default.max_examples // _SHARE)
@given(steps=STEPS, kind=st.sampled_from((EntryKind.ARTICLE, None, EntryKind.LISTING)))
def test_a_mutated_page_is_read_or_refused(
    longest: float,
    case: GoldenCase,
    steps: list[tuple[Mutation, int, int]],
    kind: EntryKind | None,
) -> None:
    body = mutated(case.capture.body, steps)
    start = time.thread_time()
    read_or_refuse(case, kind, body)
    assert time.thread_time() - start < longest


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_every_mutation_changes_pages(mutation: Mutation) -> None:
    bodies = [case.capture.body for case in golden_cases()]
    assert sum(mutation(body, 12_345, 6_789) != body for body in bodies) > len(bodies) // 2
    assert isinstance(mutation(b"", 1, 1), bytes)
