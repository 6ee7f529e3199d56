"""Every trap of a site ends within its bound, is told, and takes no article of the others along."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.frontier.supply import MOST_IN_MEMORY
from crawler.frontier.trail import BARREN
from tests.links import LINKS, MALFORMED, OTHERS
from tests.program import Ended, database, new_archive, site_settings, tinhuy
from tests.traps import HEALTHY, SITE, TrapSite, trap_site

#: So many articles of a trap are asked for in one run: those that show that it is one, and those
#: that were in memory by then; and once more in the look at what is new above.
BOUND = 2 * (BARREN + MOST_IN_MEMORY)
#: Sections, with the articles that each has. These have no end, and nothing new after a while;
ENDLESS = {"dead-links": 2, "soft-404": 0, "twins": 5, "facets": 5, "restless": 5}
#: these lead back to where they were;
CIRCLES = {"back": 15, "itself": 2, "loop": 1}
#: and these end by themselves.
QUIET = {"repeating": 8, "cycle": 15, "calendar": 2, "sessions": 9, "locales": 4, "malformed": 2}
HAVE = {"tin": HEALTHY, **ENDLESS, **CIRCLES, **QUIET, "visits": 9}
#: What the addresses of a section's articles have in common.
SLUGS = {
    "tin": "/bai/lanh-", "dead-links": "/bai/that-210", "soft-404": "/soft-404/",
    "twins": "/twins/", "facets": "/bai/loc-", "restless": "/restless/", "visits": "/bai/luot-",
    "back": "/bai/lui-", "itself": "/bai/minh-", "loop": "/bai-29001",
    "repeating": "/bai/lap-", "cycle": "/bai/vong-", "calendar": "/bai/thang-",
    "sessions": "/bai/phien-", "locales": "bai/nhieu-", "malformed": "/bai/tot-",
}  # fmt: skip
#: Only what can be written in UTF-8.
HREFS = [href for href in (*MALFORMED, *OTHERS, *dict(LINKS)) if not re.search("[\ud800\0]", href)]


@pytest.fixture(scope="module")
def site() -> Iterator[TrapSite]:
    with trap_site() as running:
        running.hrefs = HREFS
        yield running


def archive_for(folder: Path, site: TrapSite, *names: str, crawl: str = "") -> Path:
    """An archive that is told where the site is, and which of its sections to walk."""
    new_archive(folder)
    with (folder / "tinhuy.toml").open("a", encoding="utf-8") as file:
        file.write(f"[crawl]\n{crawl}\n")
        file.write(site_settings(SITE, [site.home], {f"/{name}/": name for name in names}))
    return folder


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory, site: TrapSite) -> tuple[Path, Ended]:
    folder = archive_for(tmp_path_factory.mktemp("traps") / "archive", site, *HAVE)
    return folder, tinhuy("crawl", SITE, "--archive", folder)


def articles(folder: Path, slug: str) -> int:
    (row,) = database(folder).query(
        "SELECT count(DISTINCT article_id) AS n FROM urls WHERE url LIKE ?", [f"%{slug}%"]
    )
    return int(row["n"])


def walked_to(folder: Path, name: str) -> str | None:
    (row,) = database(folder).query("SELECT walked_to FROM sections WHERE name = ?", [name])
    return str(row["walked_to"]) if row["walked_to"] else None


def asked(folder: Path, section: str, kind: str) -> int:
    """How many requests of one kind a section cost."""
    (row,) = database(folder).query(
        "SELECT count(*) AS n FROM fetches f JOIN frontier r ON r.key = f.request_key"
        " WHERE r.section LIKE ? AND f.kind = ?",
        [f"%/{section}/", kind],
    )
    return int(row["n"])


@pytest.mark.parametrize("name", HAVE)
def test_every_article_is_found_once(crawled: tuple[Path, Ended], name: str) -> None:
    assert articles(crawled[0], SLUGS[name]) == HAVE[name]


def test_no_two_articles_have_one_title(crawled: tuple[Path, Ended]) -> None:
    (row,) = database(crawled[0]).query(
        "SELECT count(*) AS n, count(DISTINCT title) AS titles FROM articles"
    )
    assert row["n"] == row["titles"] == sum(HAVE.values())


@pytest.mark.parametrize("name", ENDLESS)
def test_a_section_without_end_is_broken_off_and_told(
    crawled: tuple[Path, Ended], name: str
) -> None:
    folder, ended = crawled
    assert BARREN <= asked(folder, name, "article") <= BOUND
    assert asked(folder, name, "listing") <= BOUND / 5 + 1
    assert walked_to(folder, name) is None
    assert f"/{name}/ is not walked on: {BARREN} of its addresses" in ended.out
    assert ended.code == 3


def test_a_section_whose_links_are_new_at_every_look_is_not_looked_at_for_ever(
    crawled: tuple[Path, Ended],
) -> None:
    folder, ended = crawled
    assert BARREN <= asked(folder, "visits", "article") <= BOUND
    assert walked_to(folder, "visits") == "end"
    assert f"/visits/ is not walked on: {BARREN} of its addresses" in ended.out


@pytest.mark.parametrize("name", CIRCLES)
def test_a_section_that_leads_in_a_circle_is_left_there(
    crawled: tuple[Path, Ended], name: str
) -> None:
    folder, ended = crawled
    assert asked(folder, name, "listing") <= 3
    assert walked_to(folder, name) == "end"
    told = f"/{name}/ is not walked on: its pages lead in a circle" in ended.out
    assert told is (name != "itself")  # a page that names itself names no other


@pytest.mark.parametrize("name", ["tin", *QUIET])
def test_what_ends_by_itself_is_walked_to_its_end(crawled: tuple[Path, Ended], name: str) -> None:
    folder, ended = crawled
    assert asked(folder, name, "listing") <= 6
    assert walked_to(folder, name) == "end"
    assert f"/{name}/" not in ended.out


def test_malformed_links_are_counted(crawled: tuple[Path, Ended]) -> None:
    rows = database(crawled[0]).query("SELECT detail FROM fetches WHERE url LIKE '%/malformed/'")
    count = len(set(MALFORMED) & set(HREFS))
    assert count > 30
    assert f"{count} links are no addresses" in next(rows)["detail"]


def test_sessions_leave_no_trace_in_addresses(crawled: tuple[Path, Ended]) -> None:
    (row,) = database(crawled[0]).query("SELECT count(*) AS n FROM urls WHERE url LIKE '%phien-%'")
    assert row["n"] == HAVE["sessions"]


def test_later_crawls_are_bounded_too_and_find_what_is_new(tmp_path: Path, site: TrapSite) -> None:
    folder = archive_for(tmp_path / "archive", site, "tin", "twins")
    depths = []
    for published in (HEALTHY, HEALTHY + 3):
        site.published = published
        ended = tinhuy("crawl", SITE, "--archive", folder)
        assert ended.code == 3, ended
        assert articles(folder, SLUGS["tin"]) == published
        assert walked_to(folder, "twins") is None
        rows = database(folder).query("SELECT url FROM fetches WHERE url LIKE '%/twins/?p=%'")
        depths.append(max(int(row["url"].rpartition("=")[2]) for row in rows))
    assert articles(folder, SLUGS["twins"]) == HAVE["twins"]
    assert asked(folder, "twins", "article") <= 2 * BOUND
    assert depths[1] > depths[0]


def test_a_section_may_have_more_pages_than_a_crawl_reads(tmp_path: Path, site: TrapSite) -> None:
    folder = archive_for(tmp_path / "archive", site, "growing", crawl="max_listing_pages = 10")
    for crawl in (1, 2):
        ended = tinhuy("crawl", SITE, "--archive", folder)
        assert (ended.code, ended.err) == (0, "")
        assert "/growing/ is not walked on: it has more pages than one crawl reads" in ended.out
        assert "max_listing_pages" in ended.out
        assert walked_to(folder, "growing") is None
        assert asked(folder, "growing", "listing") <= crawl * 10
        assert articles(folder, "/bai/that-49") == 1 + crawl * 9  # each begins with a known page
