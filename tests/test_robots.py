"""robots.txt: what it forbids is not asked for, and nothing where it cannot be had."""

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from crawler.archive.archive import Archive
from crawler.archive.host_robots import HostRobots, robots_read_between, store_robots
from crawler.frontier import queue
from crawler.net.robots_rules import MOST_BYTES, RobotsRules
from tests.program import Ended, database, new_archive, tinhuy

SITE = "nghe_an_tuyen_giao"
HOST = "http://x.vn"
ALL = b"User-agent: *\nDisallow: /\n"
ANSWER = b"<html><body>no</body></html>"


@dataclass
class Robots:
    """What the server answers for robots.txt, and every path that it was asked for."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)
    silent: bool = False
    asked: list[str] = field(default_factory=list)


class Portal(BaseHTTPRequestHandler):
    """Answers for robots.txt as it is told; its pages are no pages of the site."""

    robots: ClassVar[Robots]
    over: ClassVar[threading.Event]

    def do_GET(self) -> None:  # the base class calls it so
        robots = self.robots
        robots.asked.append(self.path)
        is_robots = "robots" in self.path
        if is_robots and robots.silent:
            self.over.wait(20)
            return
        body = robots.body if is_robots else ANSWER
        self.send_response(robots.status if is_robots else 200)
        for name, value in robots.headers.items() if is_robots else ():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's name
        """Say nothing."""


@pytest.fixture
def portal() -> Iterator[tuple[Robots, str]]:
    robots, over = Robots(), threading.Event()
    handler = type("Answer", (Portal,), {"robots": robots, "over": over})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield robots, f"http://127.0.0.1:{server.server_port}/"
    over.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = new_archive(tmp_path / "archive", timeout_seconds=1)
    with (folder / "tinhuy.toml").open("a", encoding="utf-8") as file:
        file.write("[crawl]\nretries = 0\n")
    return folder


def crawl(folder: Path, home: str) -> Ended:
    return tinhuy("crawl", SITE, "--home", home, "--archive", folder)


def fates(folder: Path) -> set[tuple[str, str]]:
    rows = database(folder).query("SELECT outcome, reason FROM fetches WHERE kind != 'robots'")
    return {(row["outcome"], row["reason"]) for row in rows}


def aged(folder: Path, hours: int) -> None:
    """Make what is kept *hours* old."""
    moment = datetime.now(UTC) - timedelta(hours=hours)
    db = database(folder)
    db.conn.execute("UPDATE hosts SET robots_read_at = ?", (moment.strftime("%Y-%m-%dT%H:%M:%SZ"),))
    db.conn.commit()


@pytest.mark.parametrize(
    ("body", "path", "allowed"),
    [
        (b"", "/a", True),
        (ALL, "/a", False),
        (b"\xef\xbb\xbf" + ALL, "/a", False),
        (ALL.replace(b"\n", b"\r"), "/a", False),
        (ALL.replace(b"\n", b"\r\n"), "/a", False),
        (ALL.upper(), "/a", False),
        (b"  User-Agent : *  # all\n\tDisallow : /  # of it", "/a", False),
        (ALL.decode().encode("utf-16"), "/a", True),
        (b"<html><body><p>Disallow: /</p></body></html>", "/a", True),
        (b"Disallow: /\n" + b"User-agent: other\nDisallow: /\n", "/a", True),
        (b"\xff\xfe\x00\x80" * 99, "/a", True),
        (ALL + b"User-agent: TinHuy/1.0\nDisallow: /b\n", "/a", True),
        (ALL + b"User-agent: tinhuy\n", "/a", True),
        (b"User-agent: tinhuy-news\nDisallow: /\n", "/a", True),
        (b"User-agent: a\nUser-agent: tinhuy\n\nUser-agent: b\nDisallow: /a\n", "/a", False),
        (b"User-agent: tinhuy\nAllow: /c\nUser-agent: b\nDisallow: /a\n", "/a", True),
        (b"User-agent: *\nDisallow: /a\nUser-agent: *\nDisallow: /b\n", "/a", False),
        (b"User-agent: *\nDisallow: /a\nAllow: /a/b\n", "/a/b/c", True),
        (b"User-agent: *\nDisallow: /a/b\nAllow: /a\n", "/a/b/c", False),
        (b"User-agent: *\nDisallow: /a\nAllow: /a\n", "/a", True),
        (b"User-agent: *\nAllow: /a\nDisallow: /a\n", "/a", True),
        (b"User-agent: *\nDisallow: /*.pdf$\n", "/x/y.pdf", False),
        (b"User-agent: *\nDisallow: /*.pdf$\n", "/x/y.pdf?z", True),
        (b"User-agent: *\nDisallow: /a$\n", "/a", False),
        (b"User-agent: *\nDisallow: /a$\n", "/ab", True),
        (b"User-agent: *\nDisallow: /a*c*e\nAllow: /a\n", "/abcdef", False),
        (b"User-agent: *\nDisallow: /a*c*e\n", "/abedc", True),
        (b"User-agent: *\nDisallow: *?in=\n", "/a?in=1", False),
        (b"User-agent: *\nDisallow: /a?\n", "/a?", False),
        (b"User-agent: *\nDisallow: /%7ea/%2f\n", "/~a/%2F1", False),
        ("User-agent: *\nDisallow: /đảng\n".encode(), "/%c4%91%e1%ba%a3ng/1", False),
        (b"User-agent: *\nDisallow: /a-%2a.html\n", "/a-*.html", False),
        (b"User-agent: *\nDisallow:\n", "/a", True),
    ],
)
def test_forms_of_a_file(body: bytes, path: str, *, allowed: bool) -> None:
    assert RobotsRules.of_body(body).allow(HOST + path) is allowed


def test_500_kib_are_read_to_a_line_end() -> None:
    rules = b"".join(b"Disallow: /no/%08d\n" % number for number in range(400_000))
    read = RobotsRules.of_body(b"User-agent: *\n" + rules)
    assert MOST_BYTES - 30 < len(read.text) <= MOST_BYTES
    assert read.text.endswith("\n")
    last = int(read.text.rpartition("/")[2])
    assert not read.allow(f"{HOST}/no/{last:08}")
    assert read.allow(f"{HOST}/no/{last + 1:08}")
    assert RobotsRules.of_body(b"x" * (MOST_BYTES + 1)).text == ""


def test_names_above_many_rules_are_not_multiplied() -> None:
    """Ten thousand names above ten thousand rules are as many lines, not their product."""
    names = b"".join(b"User-agent: a%d\n" % number for number in range(10_000))
    rules = b"".join(b"Disallow: /%d*a\n" % number for number in range(10_000))
    read = RobotsRules.of_body(names + b"User-agent: *\n" + rules)
    assert not read.allow(f"{HOST}/77/a")
    assert read.allow(f"{HOST}/x")


@pytest.mark.parametrize(
    ("value", "asked", "waited"),
    [("2", 2, 2), ("0.5", 0.5, 0.5), ("0", 0, 0), ("30", 30, 30), ("1e9", 1e9, 30),
     ("-1", None, 0), ("inf", None, 0), ("-inf", None, 0), ("nan", None, 0), ("ten", None, 0),
     ("", None, 0), ("9" * 400, None, 0), ("5 # s", 5, 5), ("5s", None, 0)],
)  # fmt: skip
def test_crawl_delay(value: str, asked: float | None, waited: float) -> None:
    rules = RobotsRules.of_body(f"User-agent: *\nCrawl-delay: {value}\n".encode())
    assert (rules.asked_delay, rules.crawl_delay) == (asked, waited)


@pytest.mark.parametrize("status", [404, 401, 410])
def test_a_client_error_allows_everything(
    folder: Path, portal: tuple[Robots, str], status: int
) -> None:
    robots, home = portal
    robots.status, robots.body = status, ALL
    crawl(folder, home)
    assert len(set(robots.asked)) == 3
    assert robots.asked.count("/robots.txt") == 1


@pytest.mark.parametrize(
    ("status", "headers", "words"),
    [
        (503, {}, "answered 503"),
        (429, {}, "answered 429"),
        (500, {}, "answered 500"),
        (302, {"Location": "http://127.0.0.2:9/robots.txt"}, "leads elsewhere"),
        (302, {"Location": "/robots2"}, "could not be had"),
    ],
)
def test_a_host_without_an_answer_is_not_asked(
    folder: Path, portal: tuple[Robots, str], status: int, headers: dict[str, str], words: str
) -> None:
    robots, home = portal
    robots.status, robots.headers = status, headers
    ended = crawl(folder, home)
    assert ended.code == 4
    assert words in ended.err
    assert "the next run tries again" in ended.err
    assert all("robots" in path for path in robots.asked)
    assert len(robots.asked) <= 6
    assert fates(folder) == {("skipped", "robots-unavailable")}
    robots.status, robots.headers = 404, {}
    crawl(folder, home)
    assert len({path for path in robots.asked if "robots" not in path}) == 2


def test_a_robots_txt_that_never_comes(folder: Path, portal: tuple[Robots, str]) -> None:
    robots, home = portal
    robots.silent = True
    ended = crawl(folder, home)
    assert ended.code == 4
    assert "timed out" in ended.err
    assert set(robots.asked) == {"/robots.txt"}


def test_five_redirects_are_followed(folder: Path, portal: tuple[Robots, str]) -> None:
    robots, _home = portal

    class Hops(Portal):
        def do_GET(self) -> None:
            hop = int((re.search(r"robots(\d)", self.path) or [0, 0])[1])
            robots.status = 301 if hop < 5 else 200
            robots.headers = {"Location": f"/robots{hop + 1}"} if hop < 5 else {}
            robots.body = b"" if hop < 5 else ALL
            super().do_GET()

    server = ThreadingHTTPServer(("127.0.0.1", 0), type("H", (Hops,), {"robots": robots}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        crawl(folder, f"http://127.0.0.1:{server.server_port}/")
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert robots.asked == ["/robots.txt", *(f"/robots{hop}" for hop in range(1, 6))]
    assert fates(folder) == {("skipped", "robots")}


def test_a_copy_serves_for_a_day(folder: Path, portal: tuple[Robots, str]) -> None:
    robots, home = portal
    robots.body = b"User-agent: *\nDisallow: /\nCrawl-delay: 1e9\n"
    crawl(folder, home)
    (row,) = database(folder).query("SELECT host, robots, crawl_delay FROM hosts")
    assert row == {
        "host": home.removeprefix("http://").rstrip("/"),
        "robots": robots.body.decode(),
        "crawl_delay": 1e9,
    }
    robots.status = 503
    aged(folder, 23)
    crawl(folder, home)
    assert robots.asked == ["/robots.txt"]
    assert fates(folder) == {("skipped", "robots")}
    aged(folder, 25)
    crawl(folder, home)
    assert robots.asked == ["/robots.txt"] * 2
    assert ("skipped", "robots-unavailable") in fates(folder)


def test_two_sites_of_a_host_ask_once(folder: Path, portal: tuple[Robots, str]) -> None:
    robots, home = portal
    robots.body = ALL
    sites = (SITE, "nghe_an_dang_uy_khoi")
    with (folder / "tinhuy.toml").open("a", encoding="utf-8") as file:
        file.writelines(f'\n[sites.{site}]\nhome = "{home}"\n' for site in sites)
    tinhuy("crawl", *sites, "--archive", folder)
    assert robots.asked == ["/robots.txt"]
    runs = database(folder).query("SELECT site_key FROM runs WHERE skipped > 0")
    assert {row["site_key"] for row in runs} == set(sites)


def test_what_was_not_asked_for_is_never_given_up(folder: Path, portal: tuple[Robots, str]) -> None:
    robots, home = portal
    robots.status = 503
    crawl(folder, home)
    rows = list(database(folder).query("SELECT state, attempts, last_error FROM frontier"))
    assert rows
    assert {tuple(row.values()) for row in rows} == {("pending", 0, "robots-unavailable")}
    assert "robots" not in queue.UNTRIED


def test_a_copy_from_the_future_is_none(tmp_path: Path) -> None:
    moment = datetime(2026, 11, 25, 3, tzinfo=UTC)
    day = timedelta(hours=24)
    robots = HostRobots(host="x.vn:80", text="", crawl_delay=None, read_at=moment)
    with Archive.open(new_archive(tmp_path / "archive")) as archive:
        with archive.writing() as db:
            store_robots(db, robots)
        db = archive.db
        assert robots_read_between(db, "x.vn:80", moment - day, moment) == robots
        assert robots_read_between(db, "x.vn:443", moment - day, moment) is None
        earlier = moment - timedelta(seconds=1)
        assert robots_read_between(db, "x.vn:80", earlier - day, earlier) is None
        assert robots_read_between(db, "x.vn:80", moment, moment + day) is None
