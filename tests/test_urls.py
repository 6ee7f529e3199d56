"""Addresses have one spelling each."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.extract.urls import (
    OtherScheme,
    UrlError,
    canonical_url,
    leads_in_circles,
    link_target,
    request_key,
)
from crawler.items import PageRequest
from tests.growth import LINEAR, growth
from tests.links import LINKS, MALFORMED, OTHERS

SAME = (
    ("HTTP://BaoDongKhoi.VN:80/a.html", "http://baodongkhoi.vn/a.html"),
    ("https://a.vn:443", "https://a.vn/"),
    ("https://a.vn/x/../y/./z.html#top", "https://a.vn/y/z.html"),
    ("https://a.vn/../../y", "https://a.vn/y"),
    ("https://a.vn/Đảng", "https://a.vn/%C4%90%E1%BA%A3ng"),
    ("https://a.vn/%c4%90%e1%ba%a3ng", "https://a.vn/%C4%90%E1%BA%A3ng"),
    ("https://a.vn/%61%2D", "https://a.vn/a-"),
    ("https://a.vn/a%2fb", "https://a.vn/a%2Fb"),
    ("https://a.vn/100%", "https://a.vn/100%25"),
    ("https://a.vn/a b”c", "https://a.vn/a%20b%E2%80%9Dc"),
    ("https://a.vn/?utm_source=fb&id=3&fbclid=x", "https://a.vn/?id=3"),
    ("https://a.vn/?b=2&a=1", "https://a.vn/?b=2&a=1"),
    ("https://a.vn/x;jsessionid=0A1B?id=3", "https://a.vn/x?id=3"),
    (" \u00a0https://a.vn/x\n", "https://a.vn/x"),
    ("https://user:secret@a.vn/x", "https://a.vn/x"),
    ("https://báo.vn/", "https://xn--bo-mia.vn/"),
    ("https://a.vn./x", "https://a.vn/x"),
    ("https://a.vn。/x", "https://a.vn/x"),
    ("https:\\\\a.vn\\x", "https://a.vn/x"),
    ("https://a.vn/x;PHPSESSID=0a1b/y", "https://a.vn/x/y"),
    ("https://a.vn/(S(lit3py55t21z5v55vlm25s55))/x.aspx", "https://a.vn/x.aspx"),
    ("https://a.vn/?PHPSESSID=0a1b&id=3&ASPSESSIONIDQQ=X", "https://a.vn/?id=3"),
    ("https://a.vn/?id=3&sid=0123456789abcdef0123456789abcdef", "https://a.vn/?id=3"),
    ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/x"),
    ("http://[::1]:8000/x", "http://[::1]:8000/x"),
)
DIFFERENT = (
    ("https://a.vn/x", "http://a.vn/x"),
    ("https://a.vn/x", "https://www.a.vn/x"),
    ("https://a.vn/x", "https://a.vn/x/"),
    ("https://a.vn/x", "https://a.vn/X"),
    ("https://a.vn/?id=1", "https://a.vn/?id=2"),
    ("https://a.vn/a/b", "https://a.vn/a%2Fb"),
    ("https://a.vn/?sid=1", "https://a.vn/?sid=2"),  # an article's number, in old systems
    ("https://a.vn/?s=chuyen-doi-so-trong-dang", "https://a.vn/"),
    ("https://a.vn/x;v=1", "https://a.vn/x;v=2"),
    ("https://a.vn/%2561", "https://a.vn/a"),
    ("https://a.vn/a\u0301", "https://a.vn/á"),  # a file's name may be in either form
)
NONE = ("", "x", "javascript:void(0)", "mailto:a@b.vn", "ftp://a.vn/", "http://", "//a.vn/x",
        "http://a.vn:port/", "http://[::1/", "http://a vn/", "file:///etc/passwd")  # fmt: skip


@pytest.mark.parametrize(("href", "target"), LINKS, ids=[repr(h[:30]) for h, _ in LINKS])
def test_a_link_leads_where_a_browser_goes(href: str, target: str) -> None:
    assert link_target("https://a.vn/tin/", href) == target
    assert canonical_url(target) == target


@pytest.mark.parametrize("href", OTHERS, ids=[repr(href[:30]) for href in OTHERS])
def test_a_link_to_no_page_is_known_as_one(href: str) -> None:
    with pytest.raises(OtherScheme):
        link_target("https://a.vn/tin/", href)


@pytest.mark.parametrize("href", MALFORMED, ids=[repr(href[:30]) for href in MALFORMED])
def test_a_malformed_link_is_refused_by_name(href: str) -> None:
    with pytest.raises(UrlError) as refused:
        link_target("https://a.vn/tin/", href)
    assert not isinstance(refused.value, OtherScheme)
    assert len(str(refused.value)) < 2000


def test_no_message_tells_a_password() -> None:
    with pytest.raises(UrlError) as refused:
        canonical_url("https://admin:secret@a vn/x")
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "unit",
    ["/", "/..", "/.", "/a", "%", "%4", "%C4", "&", "&sid=", "?a&", ";jsessionid=", "/(S(", "\\",
     "/(S(abcdefgh))", "a.", "@", ":", "\t", "\u00a0", "//", "[", "đ", "\ud800"],
)  # fmt: skip
def test_a_long_address_takes_linear_time(unit: str) -> None:
    def look(count: int) -> object:
        with suppress(UrlError):
            return canonical_url("https://a.vn/" + unit * count)
        return None

    assert growth(look, 5_000, 20_000) < LINEAR


@pytest.mark.parametrize(
    ("path", "circular"),
    [
        ("/en/vi/en/vi/en/vi/x-1.html", True),
        ("/tin/tin/tin/x-1.html", True),
        ("/a/b/c/a/b/c/a/b/c", True),
        ("/x/" * 13, True),
        ("/" + "/".join(map(str, range(30))), True),
        ("/en/vi/en/vi/x-1.html", False),
        ("/11/11/11/x-1.html", False),
        ("/tin-tuc/tin-tuc/x-1.html", False),
        ("/", False),
    ],
)
def test_a_path_that_repeats_itself_leads_in_circles(path: str, *, circular: bool) -> None:
    assert leads_in_circles(f"https://a.vn{path}") is circular


@pytest.mark.parametrize(("written", "stored"), SAME)
def test_one_address_has_one_spelling(written: str, stored: str) -> None:
    assert canonical_url(written) == stored


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_addresses_stay_two(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_address_is_refused_by_name(text: str) -> None:
    with pytest.raises(UrlError):
        canonical_url(text)


PARTS = st.text(alphabet="%/.?&=;#:@[]\\()đaĐ1 \u00a0\u0301é~+\ud800", max_size=40)


@settings(max_examples=max(2000, settings.default.max_examples))
@given(
    st.one_of(st.text(), PARTS.map(lambda part: f"http://a.vn/{part}"), PARTS.map("http:".__add__))
)
def test_spelling_is_final_and_errors_have_a_name(text: str) -> None:
    try:
        once = canonical_url(text)
    except UrlError:
        return
    assert canonical_url(once) == once


@settings(max_examples=max(2000, settings.default.max_examples))
@given(
    st.one_of(st.text(), PARTS, PARTS.map("http:".__add__), PARTS.map("//".__add__)),
    st.sampled_from(("https://a.vn/tin/", "http://a.vn", "https://a.vn/tin;v?x=[#y")),
)
def test_a_link_leads_to_a_final_spelling_or_is_refused_by_name(href: str, base: str) -> None:
    try:
        target = link_target(base, href)
    except UrlError:
        return
    assert canonical_url(target) == target
    assert isinstance(leads_in_circles(target), bool)


@given(st.text(alphabet="aĐ1-_~./?%:@", max_size=30))
def test_an_address_that_is_plain_already_is_spelt_as_any_other(path: str) -> None:
    assert canonical_url(f"https://a.vn/{path}") == canonical_url(f"HTTPS://a.vn/{path}")


@given(PARTS)
def test_no_path_leaves_its_host(part: str) -> None:
    assert canonical_url(f"https://a.vn/{part}").startswith("https://a.vn/")


def test_a_request_is_known_by_method_address_and_body() -> None:
    plain = PageRequest(url="https://a.vn/x")
    same = PageRequest(url="https://A.vn/x#y", referer="https://a.vn/", context=(("last_page", 3),))
    posts = [PageRequest(url="https://a.vn/x", method="POST", body=body) for body in (b"1", b"2")]
    assert request_key(plain) == request_key(same)
    assert len({request_key(plain), *map(request_key, posts)}) == 3
