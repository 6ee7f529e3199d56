"""Pages that stand where a site's own should are named, and nothing else is."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crawler.capture import Capture
from crawler.declared import declared_sites
from crawler.errors import Barred, NoLinks, NotAnArticle, PageError, UnknownLayout
from crawler.extract.barriers import BARRIERS, Barrier, barrier_on
from crawler.extract.page import Page
from crawler.frontier.entry import EntryKind
from crawler.items import PageRequest
from crawler.net.page_kinds import what_is_wrong
from crawler.reading import read
from crawler.report.verdict import UNREACHABLE
from tests.growth import LINEAR, growth, too_steep
from tests.program import database, new_archive, tinhuy
from tests.test_families import portal_list
from tests.test_gate import Host, host

__all__ = ["host"]

SITE = "nghe_an_tuyen_giao"
URL = "https://a.example.vn/tin/bai-1.html"
NOW = datetime(2025, 7, 1, tzinfo=UTC)
PROSE = "Chi bộ các xã ra quân làm đường, trồng cây và giúp hộ nghèo dựng nhà. "


def page(html: str) -> Page:
    return Page(url=URL, text=html, request=PageRequest(url=URL), at=NOW)


def capture(html: str) -> Capture:
    return Capture(
        url=URL, at=NOW, body=html.encode(), request=PageRequest(url=URL), content_type="text/html"
    )


def names(cases: list[tuple[Barrier, str]]) -> list[str]:
    return [f"{barrier.reason}-{number}" for number, (barrier, _) in enumerate(cases)]


EXAMPLES = [(barrier, html) for barrier in BARRIERS for html in barrier.examples]
NEAR_MISSES = [(barrier, html) for barrier in BARRIERS for html in barrier.near_misses]


@pytest.mark.parametrize(("barrier", "html"), EXAMPLES, ids=names(EXAMPLES))
def test_each_example_is_named(barrier: Barrier, html: str) -> None:
    assert barrier_on(page(f"<html><body>{html}</body></html>")) is barrier


@pytest.mark.parametrize(("barrier", "html"), NEAR_MISSES, ids=names(NEAR_MISSES))
def test_no_near_miss_is_one(barrier: Barrier, html: str) -> None:
    assert barrier.near_misses
    assert barrier_on(page(f"<html><body>{html}</body></html>")) is None


def test_a_page_with_more_to_say_is_none() -> None:
    for _, html in EXAMPLES:
        assert barrier_on(page(f"<html><body>{html}<p>{PROSE * 16}</p></body></html>")) is None


@pytest.mark.parametrize("barrier", BARRIERS, ids=lambda one: one.sentence)
def test_patterns_are_linear(barrier: Barrier) -> None:
    def look(text: str) -> bool:
        return barrier.is_on(text, text)

    assert too_steep(look) is None
    for html in barrier.examples:
        for unit in (html[: len(html) // 2], html[:-1]):
            repeats = 10_000 // len(unit)
            assert growth(look, unit[1:] * repeats, unit[1:] * 4 * repeats) <= LINEAR


@pytest.mark.parametrize("site", sorted(declared_sites().sites))
@pytest.mark.parametrize("kind", [EntryKind.ARTICLE, EntryKind.HEAD, None])
def test_no_site_reads_a_barrier(site: str, kind: EntryKind | None) -> None:
    for barrier, html in EXAMPLES:
        with pytest.raises(Barred) as caught:
            read(declared_sites().sites[site], kind, capture(f"<html><body>{html}</body></html>"))
        assert caught.value.reason == barrier.reason
        assert barrier.sentence in str(caught.value)
        assert barrier.reason in UNREACHABLE


def portal_list_without_links(words: str) -> str:
    return portal_list().replace("</ul>", f"</ul><p>{words}</p><p>{PROSE * 20}</p>")


@pytest.mark.parametrize("kind", [EntryKind.HEAD, EntryKind.LISTING])
def test_a_list_that_is_empty_for_maintenance_is_not_the_end(kind: EntryKind) -> None:
    site = declared_sites().sites[SITE]
    barred = capture(portal_list_without_links("Hệ thống đang được bảo trì."))
    with pytest.raises(Barred) as caught:
        read(site, kind, barred)
    assert caught.value.reason == "maintenance"
    near_miss = capture(portal_list_without_links("Tuyến đường tránh đang được nâng cấp."))
    if kind is EntryKind.LISTING:
        assert read(site, kind, near_miss).listing
    else:
        with pytest.raises(NoLinks):
            read(site, kind, near_miss)


def test_another_page_that_cannot_be_read_keeps_its_own_reason() -> None:
    with pytest.raises(PageError) as caught:
        read(declared_sites().sites[SITE], EntryKind.ARTICLE, capture("<h1>Cổng mới</h1>"))
    assert type(caught.value) in (UnknownLayout, NotAnArticle)


def test_a_challenge_is_named_to_the_operator_and_kept(tmp_path: Path, host: Host) -> None:
    body = BARRIERS[0].examples[0].encode()
    host.body = lambda path: b"" if path == "/robots.txt" else body
    host.answer = lambda path: (
        404 if path == "/robots.txt" else 200,
        {"Content-Type": "text/html"},
    )
    folder = new_archive(tmp_path / "archive")
    ended = tinhuy("crawl", SITE, "--home", host.home, "--archive", folder)
    assert ended.code == 4
    assert ended.err.count("\n") == 1
    assert "challenge for browsers (D1N cookie)" in ended.err
    reasons = {row["reason"] for row in database(folder).query("SELECT reason FROM fetches")}
    assert reasons == {"challenge", "http-404"}
    assert database(folder).table("captures").count >= 2


def test_a_refusal_with_its_status_is_named_too() -> None:
    refusal = next(html for barrier, html in EXAMPLES if barrier.reason == "blocked")
    refused = replace(capture(refusal), status=403)
    assert what_is_wrong(refused) == (
        "http-403",
        "the server answered 403 with a firewall's refusal (F5)",
    )
    plain = replace(capture("<h1>Forbidden</h1>"), status=403)
    assert what_is_wrong(plain) == ("http-403", "the server answered 403")
    too_deep = replace(capture("<div>" * 5000), status=500)
    assert what_is_wrong(too_deep) == ("http-500", "the server answered 500")
