"""Nobody's server is hurt: who we are, one request at a time, and the interval between two."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import mean

import pytest
from warcio.archiveiterator import ArchiveIterator

from crawler.clock import HANOI, now
from crawler.hours import Hours
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
            turns.give_back()
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
    assert min(gaps(world)) >= 0.15, "as the host sees them, however busy we are"


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


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("22:00-05:00", ("22:00", "23:59", "00:00", "04:59"), ("05:00", "12:00", "21:59")),
        ("5:30 - 6:00", ("05:30", "05:59"), ("06:00", "05:29", "00:00")),
        ("00:00-23:59", ("00:00", "12:00"), ("23:59",)),
    ],
)
def test_hours_are_those_of_hanoi(
    text: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    hours = Hours.of(text)
    assert hours
    for clock in inside:
        assert hours.hold(datetime.fromisoformat(f"2025-07-01T{clock}:00+07:00").astimezone(UTC))
    for clock in outside:
        assert not hours.hold(datetime.fromisoformat(f"2025-07-01T{clock}:00+07:00"))


@pytest.mark.parametrize(
    "text", ["22:00", "22:00-22:00", "24:00-05:00", "22.00-05.00", "x", "٢٢:00-05:00"]
)
def test_what_states_no_hours_is_refused(text: str, tmp_path: Path) -> None:
    assert Hours.of(text) is None
    folder = new_archive(tmp_path / "archive")
    (folder / "tinhuy.toml").write_text(f'[crawl]\nhours = "{text}"\n', encoding="utf-8")
    ended = tinhuy("crawl", SITE, "--home", "http://127.0.0.1:9/", "--archive", folder)
    assert ended.code == 2
    assert 'must be two times of a day such as "22:00-05:00"' in ended.err


def test_nothing_is_asked_outside_the_hours(tmp_path: Path, world: World) -> None:
    folder = new_archive(tmp_path / "archive")
    clock = now().astimezone(HANOI)
    begin, end = clock + timedelta(hours=2), clock + timedelta(hours=3)
    with (folder / "tinhuy.toml").open("a", encoding="utf-8") as file:
        file.write(f'[crawl]\nhours = "{begin:%H:%M}-{end:%H:%M}"\n')
    ended = tinhuy("crawl", SITE, "--home", world.homes[SITE], "--archive", folder)
    assert (ended.code, ended.err) == (0, "")
    assert "outside its hours" in ended.out
    assert not world.requests(SITE)


def test_a_crawl_asks_for_no_more_pages_than_it_may(tmp_path: Path, world: World) -> None:
    """Crawl by crawl the site is had all the same."""
    folder = new_archive(tmp_path / "archive")
    with (folder / "tinhuy.toml").open("a", encoding="utf-8") as file:
        file.write("[crawl]\nmax_requests = 6\n")
    before = 0
    for _ in range(8):
        ended = tinhuy("crawl", SITE, "--home", world.homes[SITE], "--archive", folder)
        assert (ended.code, ended.err) == (0, "")
        pages = sum(path != "/robots.txt" for _, _, path, *_ in world.requests(SITE))
        assert pages - before <= 6
        before = pages
    assert database(folder).table("articles").count == 12
