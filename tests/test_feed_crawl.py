"""Crawls with feeds and sitemaps: what they add, and what they can do no harm to."""

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.program import Ended, database, new_archive, site_settings, tinhuy
from tests.replica import World, replica
from tests.traps import SITE, TrapSite, trap_site

REPLICATED = "ha_tinh_dang_uy_khoi"


def urls(folder: Path) -> set[str]:
    return {row["url"] for row in database(folder).query("SELECT url FROM urls")}


@pytest.fixture
def world() -> Iterator[World]:
    with replica(seed=5, articles=14, sites=[REPLICATED]) as running:
        yield running


def test_an_article_that_only_the_sitemap_names_is_found(tmp_path: Path, world: World) -> None:
    hidden = world.delist_article(REPLICATED)["urls"][0]
    home, sections = world.homes[REPLICATED], world.sections(REPLICATED)
    folder = new_archive(tmp_path / "archive")
    with (folder / "tinhuy.toml").open("a", encoding="utf-8") as file:
        file.write(site_settings(REPLICATED, [home], sections))
    ended = tinhuy("crawl", REPLICATED, "--archive", folder)
    assert (ended.code, ended.err) == (0, "")
    assert urls(folder) >= {url for one in world.truth(REPLICATED) for url in one["urls"][:1]}
    (row,) = database(folder).query(
        "SELECT count(*) AS n FROM url_sections WHERE url = ?", [hidden]
    )
    assert row["n"] == 0
    kinds = database(folder).query("SELECT url, kind, outcome FROM fetches")
    fed = [(row["url"], row["outcome"]) for row in kinds if row["kind"] == "feed"]
    assert fed == [(f"{home}sitemap.xml", "unchanged"), (f"{home}sitemap-vi.news.xml", "saved")]


def urlset(*paths: str) -> bytes:
    return f"<urlset>{''.join(f'<url><loc>{path}</loc></url>' for path in paths)}</urlset>".encode()


def index(*paths: str) -> bytes:
    named = "".join(f"<sitemap><loc>{path}</loc></sitemap>" for path in paths)
    return f"<sitemapindex>{named}</sitemapindex>".encode()


FEEDS = {
    "/good.xml": urlset(
        "/bai/nuoi-35001.html", "/bai/nuoi-35002.html", "/tin/", "http://[", "mailto:x"
    ),
    "/rss": b"\n<?xml version='1.0'?><rss><channel><item><title>Ba</title>"
    b"<link>/bai/nuoi-35003.html</link></item></channel></rss>",
    "/packed.xml.gz": gzip.compress(urlset("/bai/nuoi-35004.html")),
    "/index.xml": index("/packed.xml.gz", "/index.xml", "/deeper.xml", "http://127.0.0.2:9/x.xml"),
    "/deeper.xml": index("/deepest.xml"),
    "/deepest.xml": index("/too-deep.xml"),
    "/foreign.xml": urlset("http://127.0.0.2:9/bai/nuoi-35009.html", "/bai/nuoi-35005.html"),
    "/cut.xml": urlset("/bai/nuoi-35006.html", "/bai/nuoi-35007.html")[:-30],
    "/html": b"<!DOCTYPE html><html><body>Trang</body></html>",
    "/bomb.xml": b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/hostname'>]><urlset>&y;</urlset>",
    "/bomb.gz": gzip.compress(b"<urlset>" + b" " * (51 * 1024 * 1024)),
    "/empty": b"",
    "/endless.xml": urlset(*(f"/dead-links/x-{36_000 + n}.html" for n in range(400))),
}  # fmt: skip
#: What is said of those that could not be read, or not whole.
TOLD = {
    "/cut.xml": "it is broken XML",
    "/html": "is a web page, not a feed or sitemap",
    "/bomb.xml": "has a DOCTYPE",
    "/bomb.gz": "unpacks to more than 52428800 bytes",
    "/empty": "the answer is empty",
    "/deepest.xml": "1 further sitemaps are not asked for",
    "/not-there.xml": "the server answered 404",
}


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Ended, TrapSite]]:
    folder = new_archive(tmp_path_factory.mktemp("feeds") / "archive")
    with trap_site() as site:
        site.files = FEEDS
        settings = site_settings(SITE, [site.home], {"/tin/": "Tin"})
        table, _, rest = settings.partition("\n")
        named = [
            path for path in FEEDS if path not in ("/packed.xml.gz", "/deeper.xml", "/deepest.xml")
        ]
        with (folder / "tinhuy.toml").open("a", encoding="utf-8") as file:
            file.write(f"{table}\nfeeds = {[*named, '/not-there.xml']}\n{rest}")
        yield folder, tinhuy("crawl", SITE, "--archive", folder), site


def test_every_good_address_is_fetched_once(crawled: tuple[Path, Ended, TrapSite]) -> None:
    folder, ended, site = crawled
    found = {url.rpartition("-")[2] for url in urls(folder) if "/nuoi-" in url}
    assert found == {f"3500{n}.html" for n in range(1, 7)}
    assert len(urls(folder)) == 25 + 6
    probes = database(folder).table("fetches").count_where("kind = 'probe'")
    assert site.asked["bai"] - probes == 25 + 6
    assert ended.code == 3  # for the endless one


@pytest.mark.parametrize(("path", "sentence"), TOLD.items(), ids=TOLD)
def test_what_cannot_be_read_is_told(
    crawled: tuple[Path, Ended, TrapSite], path: str, sentence: str
) -> None:
    _, ended, site = crawled
    (line,) = [one for one in ended.out.splitlines() if f"{site.home}{path[1:]}:" in one]
    assert line.startswith(f"{SITE}: feed or sitemap ")
    assert sentence in line
    assert "/good.xml" not in ended.out


def test_what_leads_elsewhere_or_nowhere_is_counted(crawled: tuple[Path, Ended, TrapSite]) -> None:
    rows = database(crawled[0]).query("SELECT url, detail FROM fetches WHERE kind = 'feed'")
    details = {row["url"].rpartition("/")[2]: row["detail"] for row in rows}
    assert details["good.xml"] == "1 links are no addresses; 1 links lead to no article"
    assert details["foreign.xml"] == "1 links lead elsewhere: 127.0.0.2:9"
    assert details["index.xml"] == "1 links lead elsewhere: 127.0.0.2:9"
    assert "x.xml" not in details
    assert "too-deep.xml" not in details


def test_no_feed_walks_a_section_or_ends_its_walk(crawled: tuple[Path, Ended, TrapSite]) -> None:
    rows = list(database(crawled[0]).query("SELECT name, walked_to FROM sections"))
    assert rows == [{"name": "Tin", "walked_to": "end"}]
    (row,) = database(crawled[0]).query("SELECT count(*) AS n FROM url_sections")
    assert row["n"] == 25


def test_a_feed_full_of_dead_addresses_is_left_at_its_bound(
    crawled: tuple[Path, Ended, TrapSite],
) -> None:
    folder, ended, site = crawled
    assert 200 <= site.asked["dead-links"] <= 264
    assert f"{site.home}endless.xml is not walked on: 200 of its addresses" in ended.out
    (row,) = database(folder).query(
        "SELECT count(*) AS n FROM frontier WHERE state = 'pending' AND url LIKE '%/dead-links/%'"
    )
    assert row["n"] == 400  # all of them are asked for once more, some day


def test_the_archive_verifies(crawled: tuple[Path, Ended, TrapSite]) -> None:
    ended = tinhuy("verify", "--deep", "--archive", crawled[0])
    assert (ended.code, ended.err) == (0, "")
