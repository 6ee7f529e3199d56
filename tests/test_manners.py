"""Nobody's server is hurt: who we are, one request at a time, and the interval between two."""

import asyncio
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.net.gate import Turns
from tests.program import database, new_archive, tinhuy
from tests.replica import World, replica

SITE = "nghe_an_tuyen_giao"
#: Seconds from a request's arrival to its answer.
PATIENCE = 0.04


@pytest.fixture
def world() -> Iterator[World]:
    with replica(seed=2, articles=12, sites=[SITE], slow_ms=int(PATIENCE * 1000)) as running:
        yield running


def gaps(world: World) -> list[float]:
    """Seconds between arrivals; one that the machine delays makes one gap longer, the next shorter.

    Taken together they are as long as those between the moments of sending.
    """
    times = [moment for moment, *_ in world.requests(SITE)]
    return [later - earlier for earlier, later in pairwise(times)]


def test_no_turn_comes_before_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where sleep ends too early, as a timer may."""
    time = 7.0

    async def sleep(seconds: float) -> None:
        nonlocal time
        time += max(seconds / 2, 0.001)

    async def take_turns() -> list[float]:
        turns = Turns(asyncio.Semaphore(1))
        taken = []
        for _ in range(9):
            await turns.take(0.15)
            taken.append(time)
            turns.give_back(0.15)
        return taken

    monkeypatch.setattr("crawler.net.gate.monotonic", lambda: time)
    monkeypatch.setattr("crawler.net.gate.asyncio.sleep", sleep)
    taken = asyncio.run(take_turns())
    assert taken[0] == 7.0
    assert all(0.15 <= later - earlier < 0.16 for earlier, later in pairwise(taken))


def test_requests_are_an_interval_apart(tmp_path: Path, world: World) -> None:
    folder = new_archive(tmp_path / "archive", interval_seconds=0.15, concurrency=1)
    assert tinhuy("crawl", SITE, "--home", world.homes[SITE], "--archive", folder).code == 0
    assert len(gaps(world)) > 12
    assert mean(gaps(world)) > 0.14


def test_no_request_is_made_before_the_last_is_answered(tmp_path: Path, world: World) -> None:
    folder = new_archive(tmp_path / "archive", interval_seconds=0.0, concurrency=1)
    assert tinhuy("crawl", SITE, "--home", world.homes[SITE], "--archive", folder).code == 0
    assert min(gaps(world)) > PATIENCE


def test_two_sites_on_one_host_take_turns(tmp_path: Path, world: World) -> None:
    folder = new_archive(tmp_path / "archive", interval_seconds=0.1, concurrency=1)
    home = world.homes[SITE]
    with (folder / "tinhuy.toml").open("a", encoding="utf-8") as file:
        for site in (SITE, "nghe_an_dang_uy_khoi"):
            file.write(f'\n[sites.{site}]\nhome = "{home}"\n')
    tinhuy("crawl", SITE, "nghe_an_dang_uy_khoi", "--archive", folder)
    rows = database(folder).query("SELECT DISTINCT site_key FROM runs")
    assert len(list(rows)) == 2
    assert mean(gaps(world)) > 0.09


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
