"""Answers that never end, come a byte at a time, or are not HTTP: each has an end and a reason."""

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread

import pytest

from tests.program import database, new_archive, tinhuy
from tests.test_gate import Host, host

__all__ = ["host"]

SITE = "nghe_an_tuyen_giao"
#: Seconds of the run for one request, and how many times that a run of two sections may take.
TIMEOUT = 1.0

#: Sends the answer to a request for a page; it ends when *stop* is set.
Answer = Callable[[socket.socket, Event], None]

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def _drip(connection: socket.socket, stop: Event, data: bytes) -> None:
    for at in range(len(data)):
        if stop.wait(0.1):
            return
        connection.sendall(data[at : at + 1])


def hang(_: socket.socket, stop: Event) -> None:
    stop.wait()


def drip_of_head(connection: socket.socket, stop: Event) -> None:
    _drip(connection, stop, HEAD * 100)


def drip_of_body(connection: socket.socket, stop: Event) -> None:
    connection.sendall(HEAD + b"Content-Length: 10000\r\n\r\n")
    _drip(connection, stop, b"x" * 10000)


def reset(connection: socket.socket, _: Event) -> None:
    connection.sendall(HEAD + b"Content-Length: 4096\r\n\r\n" + b"x" * 100)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


def short_body(connection: socket.socket, _: Event) -> None:
    connection.sendall(HEAD + b"Content-Length: 4096\r\n\r\n<html>")


def cut_chunks(connection: socket.socket, _: Event) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n400\r\n<html>")


def broken_chunks(connection: socket.socket, _: Event) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<html>\r\n0\r\n\r\n")


def no_http(connection: socket.socket, _: Event) -> None:
    connection.sendall(b"SSH-2.0-OpenSSH_9.2\r\n\r\n" * 20)


def two_lengths(connection: socket.socket, _: Event) -> None:
    connection.sendall(HEAD + b"Content-Length: 4\r\nContent-Length: 9\r\n\r\nabcdefghi")


def negative_length(connection: socket.socket, _: Event) -> None:
    connection.sendall(HEAD + b"Content-Length: -4\r\n\r\nabcd")


def endless_body(connection: socket.socket, stop: Event) -> None:
    connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
    while not stop.is_set():
        connection.sendall(b"10000\r\n" + b"x" * 65536 + b"\r\n")


def endless_head(connection: socket.socket, stop: Event) -> None:
    connection.sendall(HEAD)
    for number in range(400_000):
        if stop.is_set():
            return
        connection.sendall(b"X-%d: %s\r\n" % (number, b"y" * 1000))


class RawServer:
    """Answers every page with whatever *answer* sends; there is no robots.txt."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self.asked: list[str] = []
        self._stop = Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.home = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        self._threads = [Thread(target=self._serve, daemon=True)]
        self._threads[0].start()

    def _serve(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self._threads.append(Thread(target=self._one, args=(connection,), daemon=True))
                self._threads[-1].start()

    def _one(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            request = b""
            while b"\r\n\r\n" not in request:
                if not (more := connection.recv(65536)):
                    return
                request += more
            self.asked.append(request.split(b" ")[1].decode())
            if self.asked[-1] == "/robots.txt":
                connection.sendall(
                    b"HTTP/1.1 404 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                )
            else:
                self._answer(connection, self._stop)

    def close(self) -> None:
        self._stop.set()
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(10)


@pytest.fixture
def server(request: pytest.FixtureRequest) -> Iterator[RawServer]:
    running = RawServer(request.param)
    yield running
    running.close()


@pytest.mark.parametrize(
    ("server", "reasons"),
    [
        (hang, {"timeout"}),
        (drip_of_head, {"timeout"}),
        (drip_of_body, {"timeout"}),
        (reset, {"cut", "connection"}),
        (short_body, {"cut"}),
        (cut_chunks, {"cut"}),
        (broken_chunks, {"cut", "connection"}),
        (no_http, {"connection"}),
        (two_lengths, {"connection"}),
        (negative_length, {"connection"}),
        (endless_body, {"too-large"}),
        (endless_head, {"too-large"}),
    ],
    indirect=["server"],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_ends_with_its_reason(tmp_path: Path, server: RawServer, reasons: set[str]) -> None:
    folder = new_archive(tmp_path / "archive", timeout_seconds=TIMEOUT)
    with (folder / "tinhuy.toml").open("a", encoding="utf-8") as file:
        file.write("[crawl]\nretries = 0\nmax_page_mb = 1\n")
    ended = tinhuy("crawl", SITE, "--home", server.home, "--archive", folder)
    assert ended.code == (3 if "too-large" in reasons else 4), ended
    assert ended.err.count("\n") == 1, ended.err
    assert "Traceback" not in ended.err
    rows = list(database(folder).query("SELECT outcome, reason FROM fetches WHERE kind = 'head'"))
    assert [row["outcome"] for row in rows] == ["failed"] * 2
    assert {row["reason"] for row in rows} <= reasons, rows
    assert tinhuy("verify", "--deep", "--archive", folder).code == 0


def test_the_head_of_each_answer_counts_alone(tmp_path: Path, host: Host) -> None:
    """One connection brings one large head after another, and no body."""
    host.answer = lambda _: (404, {f"X-{number}": "y" * 10_000 for number in range(12)})
    folder = new_archive(tmp_path / "archive", concurrency=1)
    ended = tinhuy("crawl", SITE, "--home", host.home, "--archive", folder)
    rows = database(folder).query("SELECT reason FROM fetches")
    assert [row["reason"] for row in rows] == ["http-404"] * 3, ended
    assert len(host.connections) == 1


def test_headers_that_ask_for_something_are_kept_and_not_obeyed(tmp_path: Path, host: Host) -> None:
    """A class to load (CVE of Scrapy up to 2.14.1), a cookie, a page to go to or to load ahead."""
    hostile = {
        "Referrer-Policy": "scrapy.core.engine.ExecutionEngine",
        "Set-Cookie": "a=b; Path=/; Domain=example.vn",
        "Refresh": "0; url=/elsewhere",
        "Link": "</ahead>; rel=preload",
        "Content-Location": "/other",
        "Alt-Svc": 'h2="other.example.vn:443"',
        "Clear-Site-Data": '"*"',
    }
    is_robots = "/robots.txt".__eq__
    host.answer = lambda path: (
        404 if is_robots(path) else 200,
        {"Content-Type": "text/html", **hostile},
    )
    host.body = lambda _: b"<html><body>Trang</body></html>"
    folder = new_archive(tmp_path / "archive", concurrency=1)
    ended = tinhuy("crawl", SITE, "--home", host.home, "--archive", folder)
    assert ended.code == 3, ended
    assert "Traceback" not in ended.err
    asked = [path for _, path in host.asked]
    assert len(asked) == len(set(asked)) == 3, "robots.txt and two sections, each once"
    assert "/elsewhere" not in asked
    assert tinhuy("verify", "--deep", "--archive", folder).code == 0
