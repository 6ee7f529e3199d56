"""The gate to a host: nothing is asked too early, whatever the host, its clock or we do."""

import asyncio
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import cast

import pytest
from scrapy import Request
from scrapy.http import Response

from crawler.archive.archive import Archive
from crawler.archive.host_door import HostDoor
from crawler.archive.host_turns import Pause, allowed_at, remember_pause
from crawler.errors import StorageProblem
from crawler.net.failures import LeftAlone
from crawler.net.gate import SLOWEST, HostGateMiddleware, Turns
from crawler.net.patience import IN_A_RUN, LONGEST, pause_after, retry_after
from crawler.plan import endpoint
from crawler.spider import SiteSpider
from tests.program import PATIENCE, database, new_archive, start, tinhuy

SITE, OTHER = "nghe_an_tuyen_giao", "nghe_an_dang_uy_khoi"
NOW = datetime(2025, 7, 1, 2, 3, 4, tzinfo=UTC)

#: Answers a path with a status and headers.
Answer = Callable[[str], tuple[int, dict[str, str]]]


class Host:
    """A server that says when it was asked, and answers as it is told."""

    def __init__(self) -> None:
        self.asked: list[tuple[float, str]] = []
        self.connections: set[object] = set()
        self.answer: Answer = lambda _: (404, {})
        self.body: Callable[[str], bytes] = lambda _: b""
        host = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:  # the base class calls it so
                host.asked.append((time.monotonic(), self.path))
                host.connections.add(self.client_address)
                status, headers = host.answer(self.path)
                self.send_response(status)
                body = host.body(self.path)
                for name, value in {"Content-Length": str(len(body)), **headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.home = f"http://127.0.0.1:{self.server.server_port}/"

    @property
    def name(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"


@pytest.fixture
def host() -> Iterator[Host]:
    host = Host()
    thread = Thread(target=host.server.serve_forever)
    thread.start()
    yield host
    host.server.shutdown()
    thread.join()
    host.server.server_close()


def pages(answer: tuple[int, dict[str, str]]) -> Answer:
    """*answer* for every page; there is no robots.txt."""
    return lambda path: (404, {}) if path == "/robots.txt" else answer


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120), (" 120 ", 120), ("0", 0), ("999999999", 999_999_999), ("9" * 5000, LONGEST),
        ("Tue, 01 Jul 2025 02:04:04 GMT", 60), ("Tue, 01 Jul 2025 09:04:04 +0700", 60),
        ("Tue, 01 Jul 2025 02:04:04", 60), ("Tuesday, 01-Jul-25 02:04:04 GMT", 60),
        ("Tue Jul  1 02:04:04 2025", 60), ("Mon, 01 Jan 2001 00:00:00 GMT", 0),
        ("-5", None), ("1.5", None), ("soon", None), ("", None), ("٣", None), ("1e9", None),
        ("Tue, 99 Jul 2025 02:04:04 GMT", None), ("inf", None), ("nan", None),
    ],
)  # fmt: skip
def test_both_forms_of_retry_after(header: str, seconds: float | None) -> None:
    assert retry_after(header, NOW) == seconds


@pytest.mark.parametrize(
    ("header", "in_a_row", "seconds"),
    [
        (None, 1, 30), (None, 2, 60), (None, 3, 120), (None, 99, LONGEST), ("soon", 1, 30),
        ("5", 1, 5), ("5", 2, 30), ("5", 3, 60), ("600", 3, 600), ("999999999", 1, LONGEST),
    ],
)  # fmt: skip
def test_a_host_that_stays_overloaded_rests_longer(
    header: str | None, in_a_row: int, seconds: float
) -> None:
    assert pause_after(header, answered_at=NOW, first=30, in_a_row=in_a_row) == seconds


class Clock:
    """A clock that only sleeping moves, and never as far as was asked for at once."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.time = 1000.0
        monkeypatch.setattr("crawler.net.gate.monotonic", lambda: self.time)
        monkeypatch.setattr("crawler.archive.host_door.monotonic", lambda: self.time)
        monkeypatch.setattr("crawler.net.gate.asyncio.sleep", self.sleep)

    async def sleep(self, seconds: float) -> None:
        self.time += max(seconds * 0.7, 0.001)


def test_no_request_of_a_thousand_hosts_is_early(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hosts of all tempers, each asked forty times under a sped-up clock."""
    clock = Clock(monkeypatch)
    for number in range(1000):
        asyncio.run(_ask_forty_times(clock, random.Random(number)))  # noqa: S311  # no secret


async def _ask_forty_times(clock: Clock, chance: random.Random) -> None:
    turns, interval, not_before = Turns(asyncio.Semaphore(1)), chance.choice((1.0, 2.5, 10.0)), 0.0
    for _ in range(40):
        try:
            await turns.take(interval)
        except LeftAlone:
            assert turns.next_at - clock.time > IN_A_RUN
            clock.time = turns.next_at  # a later run
            continue
        assert clock.time >= not_before
        not_before = clock.time + interval
        latency = chance.choice((0.01, 0.4, 3.0, 45.0))
        clock.time += latency
        if chance.random() < 0.3:
            header = chance.choice((None, "0", "7", "100", "5000", "9" * 30, "soon"))
            turns.overloaded += 1
            seconds = pause_after(header, answered_at=NOW, first=30, in_a_row=turns.overloaded)
            turns.rest(seconds)
            asked = retry_after(header or "", NOW) or 0.0
            not_before = max(not_before, clock.time + min(asked, LONGEST))
        else:
            turns.overloaded = 0
        turns.give_back()
        not_before = max(not_before, clock.time + min(latency, SLOWEST))


def test_a_door_lets_one_process_in(tmp_path: Path) -> None:
    """Another descriptor is another process to the kernel's lock."""
    one, other = (HostDoor(tmp_path, ("a.example.vn", 80)) for _ in range(2))
    elsewhere = HostDoor(tmp_path, ("a.example.vn", 443))
    assert one.enter()
    assert not other.enter()
    assert elsewhere.enter()
    one.leave(next_at=time.monotonic() + 20)
    assert other.enter()
    assert 19 < other.seconds_left(most=31) < 20.01
    assert other.seconds_left(most=5) == 0, "a clock of before the last start of the machine"


@pytest.mark.parametrize("text", [b"", b"x", b"nan\n", b"9" * 400, b"\xff\x00"])
def test_a_door_that_says_nothing_lets_in_at_once(tmp_path: Path, text: bytes) -> None:
    door = HostDoor(tmp_path, ("a.example.vn", 80))
    assert door.enter()
    door.leave(next_at=0)
    next((tmp_path / "locks").iterdir()).write_bytes(text)
    assert door.enter()
    assert door.seconds_left(most=31) == 0


def test_a_door_that_cannot_be_made_is_trouble_of_the_disk(tmp_path: Path) -> None:
    (tmp_path / "locks").write_text("no folder")
    with pytest.raises(StorageProblem, match="locks"):
        HostDoor(tmp_path, ("a.example.vn", 80)).enter()


def test_two_processes_share_the_turns_at_a_host(tmp_path: Path, host: Host) -> None:
    """Of two sites, each in a process of its own: one host is asked by one of them at a time."""
    host.answer = pages((404, {}))
    folder = new_archive(tmp_path / "archive", interval_seconds=0.2, concurrency=1)
    crawls = [
        start("crawl", site, "--home", host.home, "--archive", folder) for site in (SITE, OTHER)
    ]
    for crawl in crawls:
        crawl.communicate(timeout=PATIENCE)
    times = [moment for moment, _ in host.asked]
    assert len(times) >= 4
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert sum(gaps) / len(gaps) > 0.19


def test_a_host_that_asks_for_rest_is_left_alone_by_later_runs_too(
    tmp_path: Path, host: Host
) -> None:
    folder = new_archive(tmp_path / "archive", concurrency=1)
    host.answer = pages((503, {"Retry-After": "3600"}))
    ended = tinhuy("crawl", SITE, "--home", host.home, "--archive", folder)
    assert ended.code == 4
    assert ended.err.count("\n") == 1
    assert "asked to be left alone" in ended.err
    asked = len(host.asked)
    assert [path for _, path in host.asked if path != "/robots.txt"] == [host.asked[-1][1]]
    row = next(database(folder).query("SELECT host, retry_after FROM hosts"))
    assert row == {"host": host.name, "retry_after": "3600"}

    ended = tinhuy("crawl", SITE, "--home", host.home, "--archive", folder)
    assert (ended.code, len(host.asked)) == (4, asked)
    assert "asked to be left alone" in ended.err
    left = list(database(folder).query("SELECT attempts FROM frontier ORDER BY attempts"))
    assert [row["attempts"] for row in left] == [0, 1], "only what was asked counts as tried"

    with Archive.open(folder) as archive, archive.writing() as db:
        remember_pause(db, Pause(host=host.name, until=NOW, retry_after=None))
    host.answer = pages((404, {}))
    tinhuy("crawl", SITE, "--home", host.home, "--archive", folder)
    assert len(host.asked) > asked


def test_a_short_rest_is_waited_for(tmp_path: Path, host: Host) -> None:
    folder = new_archive(tmp_path / "archive", concurrency=1)
    host.answer = pages((429, {"Retry-After": "1"}))
    tinhuy("crawl", SITE, "--home", host.home, "--archive", folder)
    (first, _), (second, _) = [each for each in host.asked if each[1] != "/robots.txt"]
    assert second - first >= 1


def test_a_pause_is_kept_with_its_host(tmp_path: Path) -> None:
    folder = new_archive(tmp_path / "archive")
    with Archive.open(folder) as archive:
        assert allowed_at(archive.db, "a.example.vn:80") is None
        for hours in (2, 1):
            until = NOW + timedelta(hours=hours)
            pause = Pause(host="a.example.vn:80", until=until, retry_after=format_datetime(until))
            with archive.writing() as db:
                remember_pause(db, pause)
            assert allowed_at(archive.db, "a.example.vn:80") == until
        assert allowed_at(archive.db, "a.example.vn:443") is None


def test_a_good_answer_ends_the_row(monkeypatch: pytest.MonkeyPatch, host: Host) -> None:
    """What counts is how often a host was overloaded one time after another."""
    kept: list[Pause] = []
    run = SimpleNamespace(plan=SimpleNamespace(pause=30.0), remember=kept.append)
    gate = HostGateMiddleware(cast("SiteSpider", SimpleNamespace(run=run)))
    monkeypatch.setattr(gate, "turns", {endpoint(host.home): Turns(asyncio.Semaphore(1))})
    monkeypatch.setattr("crawler.net.gate.now", lambda: NOW)
    request = Request(host.home)
    for status in (503, 429, 200, 503):
        gate.process_response(request, Response(host.home, status=status))
    assert [(pause.until - NOW).total_seconds() for pause in kept] == [30, 60, 30]
    assert {pause.host for pause in kept} == {host.name}
