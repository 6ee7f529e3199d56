"""A real crawl over loopback, through every part that is configured, beside the truth."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from crawler.declared import declared_sites
from crawler.site import Status
from tests.comparison import differences
from tests.program import database, new_archive, scrapy, site_settings, tinhuy
from tests.replica import ALL as SITES
from tests.replica import World, replica

ARTICLES = 60
#: Its lists have one page each, so that no walk is under way when a second page is asked for.
ONE_PAGE = "bao_nghe_an"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with replica(seed=11, articles=ARTICLES, sites=SITES) as running:
        for site in set(SITES) - {ONE_PAGE}:
            # In the middle of a walk: what comes after a section's only page waits for the next.
            running.insert_article_after_listing_page(site, 1, first_page=2)
        yield running


def configure(archive: Path, world: World, sites: Iterable[str] = SITES) -> None:
    """Tell the archive where the replica and its lists are, both hosts of the paper included."""
    with (archive / "tinhuy.toml").open("a", encoding="utf-8") as file:
        for site in sites:
            hosts = [world.homes[site]]
            if site == "bao_dong_khoi":
                hosts.append(world.hosts["bao_dong_khoi_old"])
            file.write(site_settings(site, hosts, world.sections(site)))


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, world: World) -> Path:
    """An archive after one crawl of all sites."""
    folder = new_archive(tmp_path_factory.mktemp("archives") / "whole")
    configure(folder, world)
    ended = tinhuy("crawl", *SITES, "--archive", folder)
    assert ended.code == 0, ended.err
    assert len(ended.out.splitlines()) == len(SITES)
    return folder


@pytest.mark.parametrize("site", SITES)
def test_every_field_of_every_article_equals_the_truth(
    archive: Path, world: World, site: str
) -> None:
    assert not differences(archive, world, site)


@pytest.mark.parametrize("site", SITES)
def test_every_section_that_lists_an_article_is_known(
    archive: Path, world: World, site: str
) -> None:
    names = {
        row["url"]: row["name"] for row in database(archive).query("SELECT url, name FROM sections")
    }
    for article in world.truth(site):
        rows = database(archive).query(
            "SELECT DISTINCT s.section FROM url_sections s JOIN urls u ON u.url = s.url WHERE"
            " u.article_id = (SELECT article_id FROM urls WHERE url = ?)",
            [article["urls"][0]],
        )
        assert {names[row["section"]] for row in rows} == set(article["listed_in"])


def test_addresses_at_the_former_host_lead_to_the_same_article(archive: Path, world: World) -> None:
    rows = database(archive).query(
        "SELECT state FROM urls WHERE url LIKE ?", [world.hosts["bao_dong_khoi_old"] + "%"]
    )
    states = [row["state"] for row in rows]
    assert states
    assert set(states) == {"moved"}


def test_a_second_crawl_finds_nothing_new(archive: Path) -> None:
    before = counts(archive)
    ended = tinhuy("crawl", *SITES, "--archive", archive)
    assert ended.code == 0, ended.err
    assert all(": nothing new" in line for line in ended.out.splitlines())
    assert counts(archive) == before


def counts(archive: Path) -> dict[str, int]:
    db = database(archive)
    return {name: db.table(name).count for name in ("articles", "revisions", "urls", "events")}


def test_a_full_crawl_walks_every_listing_and_fetches_no_known_article(archive: Path) -> None:
    ended = tinhuy("crawl", "nghe_an_dang_uy_khoi", "--full", "--archive", archive)
    assert ended.code == 0, ended.err
    rows = database(archive).query(
        "SELECT f.kind, f.outcome, count(*) AS n FROM fetches f JOIN runs r ON r.id = f.run_id"
        " WHERE r.command = 'crawl --full' GROUP BY f.kind, f.outcome"
    )
    found = {(row["kind"], row["outcome"]): row["n"] for row in rows}
    assert found["listing", "unchanged"] >= 3
    assert {outcome for kind, outcome in found if kind == "article"} == {"failed"}  # dead links


def test_photo_posts_of_one_title_stay_apart(archive: Path, world: World) -> None:
    photos = [one for one in world.truth("nghe_an_dang_uy_khoi") if one["kind"] == "photo"]
    rows = database(archive).query(
        "SELECT count(*) AS n FROM articles WHERE site_key = 'nghe_an_dang_uy_khoi' AND title = ?",
        [photos[0]["title"]],
    )
    assert len(photos) >= 3
    assert next(rows)["n"] == len(photos)


def test_every_request_has_one_outcome(archive: Path, world: World) -> None:
    """What the servers saw is what the ledger says; a redirect is no request of its own."""
    seen = sum(len(world.requests(site)) for site in SITES)
    seen += sum(path == "/robots.txt" for _, _, path, _ in world.requests("bao_dong_khoi_old"))
    rows = database(archive).query("SELECT count(*) AS n, count(reason) AS r FROM fetches")
    row = next(rows)
    assert row["n"] == row["r"] == seen


def test_the_archive_verifies(archive: Path) -> None:
    ended = tinhuy("verify", "--deep", "--archive", archive)
    assert (ended.code, ended.err) == (0, "")


def test_dead_links_are_in_the_ledger_and_not_among_the_articles(
    archive: Path, world: World
) -> None:
    reasons = {"soft": "not-an-article", "hard": "http-404"}
    for site in SITES:
        for kind, url in world.dead_links(site).items():
            rows = list(
                database(archive).query(
                    "SELECT DISTINCT outcome, reason FROM fetches WHERE url = ?", [url]
                )
            )
            assert rows == [{"outcome": "failed", "reason": reasons[kind]}]


def test_a_limited_crawl_is_completed_by_a_plain_one(tmp_path: Path, world: World) -> None:
    folder = new_archive(tmp_path / "limited")
    site = "nghe_an_tuyen_giao"
    home = world.homes[site]
    first = tinhuy("crawl", site, "--limit", 5, "--home", home, "--archive", folder)
    assert first.code == 0, first.err
    assert database(folder).table("articles").count == 5
    second = tinhuy("crawl", site, "--home", home, "--archive", folder)
    assert second.code == 0, second.err
    assert not differences(folder, world, site)


def test_links_to_undeclared_hosts_are_said_and_not_followed(tmp_path: Path, world: World) -> None:
    folder = new_archive(tmp_path / "one-host")
    site = "bao_dong_khoi"
    before = len(world.requests("bao_dong_khoi_old"))
    ended = tinhuy("crawl", site, "--home", world.homes[site], "--archive", folder)
    assert ended.code == 0, ended.err
    former = world.hosts["bao_dong_khoi_old"].removeprefix("http://").rstrip("/")
    assert f"lead to other hosts and were not followed: {former}" in ended.out
    assert len(world.requests("bao_dong_khoi_old")) == before
    rows = database(folder).query(
        "SELECT count(*) AS n FROM fetches WHERE detail LIKE ?", [f"%{former}"]
    )
    assert next(rows)["n"] > 0


def test_since_takes_what_is_not_older(tmp_path: Path, world: World) -> None:
    folder = new_archive(tmp_path / "since")
    site = "bao_dong_khoi"
    days = sorted(one["published_on"] for one in world.truth(site))
    since = days[len(days) // 2]
    configure(folder, world)
    ended = tinhuy("crawl", site, "--since", since, "--archive", folder)
    assert ended.code == 0, ended.err
    found = {row["published_on"] for row in database(folder).table("articles").rows}
    assert min(found) >= since
    assert {day for day in days if day >= since} <= found


def test_all_passes_over_sites_that_are_gone_or_whose_host_is_not_known(
    tmp_path: Path, world: World
) -> None:
    folder = new_archive(tmp_path / "all")
    statuses = {name: site.status for name, site in declared_sites().sites.items()}
    asked = {name for name, status in statuses.items() if status in (Status.ACTIVE, Status.MOVED)}
    configure(folder, world, asked)
    ended = tinhuy("crawl", "--all", "--limit", 1, "--archive", folder)
    assert ended.code == 0, ended.err
    skipped = {line.split(":")[0] for line in ended.out.splitlines() if ": skipped, " in line}
    assert skipped == set(SITES) - asked
    assert {statuses[name] for name in skipped} == {Status.GONE, Status.UNVERIFIED}


def test_scrapy_itself_lists_and_crawls_the_sites(tmp_path: Path, world: World) -> None:
    folder = new_archive(tmp_path / "scrapy")
    listed = scrapy("list")
    assert set(listed.out.split()) >= set(SITES)
    site = "nghe_an_tuyen_giao"
    home = world.homes[site]
    ended = scrapy("crawl", site, "-s", f"TINHUY_HOME={home}", TINHUY_ARCHIVE=str(folder))
    assert ended.code == 0, ended.err
    assert not differences(folder, world, site)
