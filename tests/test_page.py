"""A page is parsed once, whatever it is made of; its charset is found by evidence."""

import gc
import weakref
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.cssselect import CSSSelector
from lxml.html import HtmlElement

from crawler.clock import now
from crawler.errors import DeclarationError, SelectionError
from crawler.extract import selection
from crawler.extract.charset import decode
from crawler.extract.page import Page
from crawler.extract.selection import Css, every, one, optional, outermost
from crawler.extract.urls import UrlError, link_target
from crawler.items import PageRequest


def page_of(text: str, url: str = "https://a.vn/tin/x.html") -> Page:
    return Page(url=url, text=text, request=PageRequest(url=url), at=now())


@pytest.mark.parametrize(
    "text", ["", "  \n", "chỉ có chữ", "\x00", "<!-- a -->", "<p", "<" * 999, "<?xml ?><p>a</p>"]
)
def test_any_text_has_a_root(text: str) -> None:
    assert page_of(text).root.tag == "html"


@given(st.text())
def test_no_text_breaks_the_parser(text: str) -> None:
    assert page_of(text).root.getroottree() is not None


def test_a_declared_encoding_does_not_stop_a_decoded_text() -> None:
    text = '<?xml version="1.0" encoding="utf-8"?><html><body><p>Đảng</p></body></html>'
    assert "Đảng" in page_of(text).root.text_content()


def test_deep_nesting_keeps_its_text() -> None:
    assert "sâu" in page_of("<div>" * 500 + "sâu" + "</div>" * 500).root.text_content()


def test_links_resolve_against_the_base() -> None:
    page = page_of('<base href="https://b.vn/static/v1/home/">')
    assert page.absolute("../../../x y.html") == "https://b.vn/x%20y.html"
    assert page.absolute("/z.html") == "https://b.vn/z.html"


@pytest.mark.parametrize(
    "base", ["", "https://B.vn:8080/x?z", "http://b.vn:80", "tel:1", "ftp://b"]
)
@pytest.mark.parametrize("end", ["", "/", "//", "/..", "?a=1"])
@given(steps=st.lists(st.sampled_from(["tin", "~-_", "a.html", "..", ".", "%41", "é"]), max_size=3))
def test_a_path_resolves_as_every_link_does(base: str, end: str, steps: list[str]) -> None:
    page = page_of(f'<base href="{base}">')
    href = "/" + "/".join(steps) + end
    try:
        expected = link_target(page.base_url, href)
    except UrlError:
        expected = None
    assert page.absolute(href) == expected


@pytest.mark.parametrize("base", ["http://[", "//[::1", ""])
def test_a_base_that_is_no_address_is_passed_by(base: str) -> None:
    page = page_of(f'<base href="{base}">')
    assert page.absolute("y.html") == "https://a.vn/tin/y.html"


@pytest.mark.parametrize(
    "href", [None, "", "#top", " #top", "javascript:void(0)", "mailto:a@b.vn", "http://[", "tel:1"]
)
def test_what_leads_to_no_page_is_no_address(href: str | None) -> None:
    assert page_of("").absolute(href) is None


def test_a_broken_selector_stops_where_it_is_declared() -> None:
    for selector in ("div[", "p::nothing", "a:has("):
        with pytest.raises(DeclarationError, match="selector"):
            Css(selector)


def test_a_selection_says_how_many_it_wants() -> None:
    root = page_of("<h1>a</h1><p>b</p><p>c</p>").root
    assert one(root, Css("h1")).text == "a"
    assert optional(root, Css("h2")) is None
    assert len(every(root, Css("p"))) == 2
    for wanted in ("p", "h2"):
        with pytest.raises(SelectionError, match="not 1"):
            one(root, Css(wanted))
    with pytest.raises(SelectionError, match="at most"):
        optional(root, Css("p"))


@pytest.mark.parametrize("selector", ["p", "div, p", "html", "h2", "* > p", ".a", "p.a", ".a, #b"])
def test_a_selector_finds_the_same_again_and_keeps_no_page(selector: str) -> None:
    css = Css(selector)
    page = page_of("<html class=a><div><p class=a id=b>a</p><p>b</p></div>")
    found = tuple(css.select(page.root))
    css.select(page.root).clear()
    assert tuple(css.select(page.root)) == found
    assert tuple(css.select(page_of("<p>c</p>").root)) != found or not found
    gone = weakref.ref(page.root)
    del page, found
    gc.collect()
    assert gone() is None


def test_a_page_is_searched_once_and_only_a_whole_one_for_its_names(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    searched: list[HtmlElement] = []
    select = Css._select

    def counted(css: Css, root: HtmlElement) -> list[HtmlElement]:
        searched.append(root)
        return select(css, root)

    monkeypatch.setattr(Css, "_select", counted)
    css, root = Css("p.a"), page_of("<div><p class=a>a</p></div>").root
    for node in (root, root, root[0], root[0]):
        assert len(css.select(node)) == 1
    assert searched == [root, root[0]]
    assert (root in selection._NAMED, root[0] in selection._NAMED) == (True, False)


@pytest.mark.parametrize(
    ("selector", "texts"),
    [
        (".a", "1 2"), ("p.a.b", "2"), (".ab", "3"), ("p[class~=b]", "2 4"), (".A", ""),
        ("p:not(.a)", "3 4"), ("p[class~='']", ""), ("p.b > .d", "5"),
    ],
)  # fmt: skip
def test_classes_are_words(selector: str, texts: str) -> None:
    html = "<p class='a'>1<p class='a\tb'>2<p class='ab'>3<p class=' b '>4<i class=d>5</i>"
    found = every(page_of(html).root, Css(selector))
    assert " ".join(node.text or "" for node in found) == texts


@pytest.mark.parametrize(
    ("selector", "names"),
    [
        (".a", {".a"}),
        ("#b", {"#b"}),
        ("div.a > #b .c", {".a", "#b", ".c"}),
        (".a:not(.b):has(.c)", {".a"}),
        ("p[class=a]", set()),
    ],
)
def test_a_selector_knows_which_names_it_cannot_do_without(selector: str, names: set[str]) -> None:
    """A page without them is not searched."""
    (branch,) = Css(selector)._branches
    assert set(branch._names) == names


@pytest.mark.parametrize(
    ("selector", "steps"), [(".b .a", [1]), (".a .b", [0]), ("i.a + .b > .b", [0]), (".c .b", [])]
)
def test_a_page_is_searched_from_its_rarest_name(
    selector: str, steps: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    root = page_of("<p class=b><i class=a>x</i><i class=b>y</i><p class=b>").root
    (branch,) = Css(selector)._branches
    taken: list[int] = []

    def path(at: int, *_: object, **__: object) -> list[HtmlElement]:
        taken.append(at)
        return []

    monkeypatch.setattr(branch, "_from", {at: partial(path, at) for at in branch._from})
    branch.select(root, selection._named_on(root))
    assert taken == steps


SELECTORS = [
    (Css(selector), CSSSelector(selector, translator="html"))
    for selector in (
        ".a", "#a", "p.a", ".a .b", ".a > .b", ".a + .b", ".a ~ .b", ".a + .b .c", "#a ~ #b > .c",
        ".a.b", ".a:not(.b)", ":not(.a) > .b", ".a:has(.b)", ".a:has(> .b)", ".a, #b .c",
        ".a:first-child", ".a .b:nth-child(2)", ".a > p.b:last-of-type", "[id=a]", "[class=a]",
        "div[class=a] .b", "* .a", ".a:is(.b, #c)", ".a[id]", ".b:only-child", "[class~=a] + p.b",
        ".a ~ .b + .c", ".a:empty",
    )
]  # fmt: skip
CLASSED = st.builds(
    "<{} class='{}' id='{}'>".format,
    st.sampled_from(("p", "div", "i")),
    st.lists(st.sampled_from(("a", "b", "c", "ab", "\t"))).map(" ".join),
    st.sampled_from(("", "a", "b", "c")),
)
TREES = st.lists(st.one_of(CLASSED, st.sampled_from(("</p>", "</div>", "</i>", "x"))), max_size=40)


@given(TREES.map("".join), st.sampled_from(("", "<html class='b a'>", "<html id=a class=c>")))
def test_selectors_select_what_css_says(html: str, start: str) -> None:
    root = page_of(f"{start}<div class=a id=a>{html}").root
    for ours, theirs in SELECTORS:
        assert every(root, ours) == theirs(root), ours


@given(TREES.map("".join))
def test_the_outermost_hold_all_others(html: str) -> None:
    nodes = every(page_of(html).root, Css(".a"))
    expected = [node for node in nodes if not any(above in nodes for above in node.iterancestors())]
    assert outermost(nodes) == expected
    assert sorted(map(id, outermost(nodes[::-1]))) == sorted(map(id, expected))


BYTES = (
    ("Đảng ủy".encode(), "text/html; charset=windows-1252", "valid"),
    ("\ufeffĐảng ủy".encode("utf-16"), "", "bom"),
    ("\ufeffĐảng ủy".encode(), "text/html; charset=iso-8859-1", "bom"),
    ("Đảng ủy".encode("utf-16-le"), "text/html; charset=utf-16le", "nuls"),
)


@pytest.mark.parametrize(("body", "label", "reason"), BYTES)
def test_bytes_go_before_labels(body: bytes, label: str, reason: str) -> None:
    decoded = decode(body, label)
    assert decoded.text.strip("\ufeff") == "Đảng ủy"
    assert decoded.reason == reason


def test_windows_1258_becomes_composed() -> None:
    body = "Hô\u0323i nghi\u0323".encode("cp1258")
    assert decode(body, "text/html; charset=windows-1258").text == "Hội nghị"
    assert decode(body, "").is_unsure


@given(st.binary())
def test_every_text_can_be_stored(body: bytes) -> None:
    text = decode(body, "text/html").text
    assert "\x00" not in text
    text.encode("utf-8")
