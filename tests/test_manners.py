"""Nobody's server is hurt: who we are, one request at a time, and the interval between two."""

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from tests.program import database, new_archive, tinhuy
from tests.replica import World, replica

SITE = "nghe_an_tuyen_giao"
#: Seconds by which a gap measured at the server may seem shorter than it was at the sender.
JITTER = 0.02


@pytest.fixture
def world() -> Iterator[World]:
    with replica(seed=2, articles=12, sites=[SITE], slow_ms=40) as running:
        yield running


def gaps(world: World) -> list[float]:
    times = [moment for moment, *_ in world.requests(SITE)]
    return [later - earlier for earlier, later in pairwise(times)]


def test_two_requests_are_an_interval_apart(tmp_path: Path, world: World) -> None:
    folder = new_archive(tmp_path / "archive", interval_seconds=0.15, concurrency=1)
    assert tinhuy("crawl", SITE, "--home", world.homes[SITE], "--archive", folder).code == 0
    assert len(gaps(world)) > 12
    assert min(gaps(world)) > 0.15 - JITTER


def test_no_request_is_made_before_the_last_is_answered(tmp_path: Path, world: World) -> None:
    folder = new_archive(tmp_path / "archive", interval_seconds=0.0, concurrency=1)
    assert tinhuy("crawl", SITE, "--home", world.homes[SITE], "--archive", folder).code == 0
    assert min(gaps(world)) > 0.04 - JITTER


def test_two_sites_on_one_host_take_turns(tmp_path: Path, world: World) -> None:
    folder = new_archive(tmp_path / "archive", interval_seconds=0.1, concurrency=1)
    home = world.homes[SITE]
    with (folder / "tinhuy.toml").open("a", encoding="utf-8") as file:
        for site in (SITE, "nghe_an_dang_uy_khoi"):
            file.write(f'\n[sites.{site}]\nhome = "{home}"\n')
    tinhuy("crawl", SITE, "nghe_an_dang_uy_khoi", "--archive", folder)
    rows = database(folder).query("SELECT DISTINCT site_key FROM runs")
    assert len(list(rows)) == 2
    assert min(gaps(world)) > 0.1 - JITTER


def test_every_request_says_who_asks(tmp_path: Path, world: World) -> None:
    """The request records of the WARC file are what was sent."""
    folder = new_archive(tmp_path / "archive")
    config = folder / "tinhuy.toml"
    config.write_text(f'contact = "a@b.vn"\n{config.read_text(encoding="utf-8")}')
    assert tinhuy("crawl", SITE, "--home", world.homes[SITE], "--archive", folder).code == 0
    (file,) = (folder / "warc").iterdir()
    with file.open("rb") as stream:
        asked = [
            record.http_headers
            for record in ArchiveIterator(stream)
            if record.rec_type == "request"
        ]
    assert len(asked) > 12
    assert all("a@b.vn" in headers["User-Agent"] for headers in asked)
    assert {headers["Accept-Encoding"] for headers in asked} == {"gzip, deflate"}
    assert not any(headers["Cookie"] for headers in asked)
