"""What a page states for machines: found, in order, and nothing made up of broken parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.extract.structured import Structured
from tests.test_page import page_of


def stated(html: str) -> Structured:
    return page_of(html).structured


META = """<head><meta name="Author" content="Thu Trà"><META PROPERTY="og:url" itemprop="url"
 content="https://a.vn/x"><meta name="empty" content=""><meta property="og:url"
 content="https://cu.vn/x"></head>"""


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("author", ("Thu Trà",)),
        ("OG:URL", ("https://a.vn/x", "https://cu.vn/x")),
        ("url", ("https://a.vn/x",)),
        ("empty", ()),
        ("og:title", ()),
    ],
)
def test_metas_are_found_by_name_and_property(name: str, contents: tuple[str, ...]) -> None:
    assert stated(META).meta(name) == contents


def json_ld(text: str) -> Structured:
    return stated(f'<script type="application/ld+json">{text}</script>')


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('{"@type": "NewsArticle", "author": {"name": "An"}}', ("An",)),
        ('[{"@type": ["A", "Article"], "author": [{"name": "An"}, {"name": "Tú"}]}]', ("An", "Tú")),
        ('{"@graph": [{"@type": "BlogPosting", "author": {"name": "An"}}]}', ("An",)),
        ('{"@type": "NewsArticle", "author": {"name": "A\tn\nh"}}', ("A\tn\nh",)),
        ('{"@type": "WebSite", "author": {"name": "An"}}', ()),
        ('{"@type": "NewsArticle", "author": "An"}', ()),
        ('{"@type": "NewsArticle", "author": {"name": 7}}', ()),
        ('{"@type": "NewsArticle", "author": {"name": " "}}', ()),
        ('{"@type": "NewsArticle", "author": {"name": "An"}', ()),
        ("[" * 5000 + "]" * 5000, ()),
        (
            '{"@graph": [' * 4 + '{"@type": "Article", "author": {"name": "An"}}' + "]}" * 4,
            ("An",),
        ),
        ('{"@graph": ' * 20 + '{"@type": "Article", "author": {"name": "An"}}' + "}" * 20, ()),
        ("", ()),
    ],
)  # fmt: skip
def test_json_ld_of_articles_alone_is_asked(text: str, found: tuple[str, ...]) -> None:
    assert json_ld(text).linked("author.name") == found


def test_json_ld_that_is_too_long_is_not_read() -> None:
    text = '{"@type": "Article", "name": "An", "x": "%s"}'
    assert json_ld(text % ("x" * 100)).linked("name") == ("An",)
    assert json_ld(text % ("x" * 300_000)).linked("name") == ()


@pytest.mark.parametrize(
    ("script", "values"),
    [
        ("gtag('event', 'page', {'published': '2021-09-11T15:29:47+07:00',});", 1),
        ('var data = {published: "2021-09-11T15:29:47+07:00"}', 1),
        ('var data = {"published" : "2021-09-11T15:29:47+07:00"}', 1),
        ("{'unpublished': '2021-09-11T15:29:47+07:00'}", 0),
        ("published = '2021-09-11T15:29:47+07:00'", 0),
        ("{'published': '2021-09-11T15:29:47+07:00\n'}", 0),
    ],
)
def test_values_of_inline_scripts(script: str, values: int) -> None:
    found = stated(f"<script>{script}</script>").script_values("published")
    assert found == ("2021-09-11T15:29:47+07:00",) * values


@given(st.text(alphabet='{}[]":,@type Article\\u0', max_size=60))
def test_any_json_gives_texts_or_nothing(text: str) -> None:
    assert all(isinstance(one, str) for one in json_ld(text).linked("name"))
