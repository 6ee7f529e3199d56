"""SIGINT and SIGTERM: the first ends a command in order, a second one at once, both resumably."""

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.request import urlopen

import pytest

from crawler.archive.archive import Archive
from crawler.declared import declared_sites
from crawler.errors import ExitCode
from crawler.export import export_articles
from crawler.export import files as export_files
from crawler.ingest import GROUP, Ingest
from crawler.interruption import Terminated
from pipelines.chain import clean
from tests.comparison import differences
from tests.program import environment, new_archive, start, tinhuy
from tests.replica import World, replica

SITE = "nghe_an_dang_uy_khoi"


class Deaf(ThreadingHTTPServer):
    """A server that answers for robots.txt, and nothing else before :attr:`ends`."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), DeafHandler)
        self.asked = threading.Event()
        self.ends = threading.Event()

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class DeafHandler(BaseHTTPRequestHandler):
    """What :class:`Deaf` answers with."""

    server: Deaf

    def do_GET(self) -> None:  # the base class calls it so
        if self.path != "/robots.txt":
            self.server.asked.set()
            self.server.ends.wait()
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's name
        """Say nothing."""


@pytest.fixture
def deaf() -> Iterator[Deaf]:
    with Deaf() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.ends.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def world() -> Iterator[World]:
    with replica(seed=5, articles=20, slow_ms=15, sites=[SITE]) as running:
        yield running


def crawl_words(folder: Path, home: str) -> tuple[object, ...]:
    return ("crawl", SITE, "--home", home, "--archive", folder)


def assert_goes_on(folder: Path, world: World) -> None:
    ended = tinhuy(*crawl_words(folder, world.homes[SITE]))
    assert ended.code == 0, ended.err
    assert not differences(folder, world, SITE)


def test_a_server_that_does_not_answer_keeps_no_crawl_from_ending(
    tmp_path: Path, deaf: Deaf
) -> None:
    folder = new_archive(tmp_path / "archive", concurrency=1, timeout_seconds=100)
    with start(*crawl_words(folder, deaf.home)) as program:
        assert deaf.asked.wait(20)
        program.send_signal(signal.SIGTERM)
        out, err = program.communicate(timeout=60)  # the server would keep it for 100
    assert program.returncode == 143, err
    assert "exit 143" in out
    assert not list((folder / "warc").glob("*.open"))


def test_a_second_signal_ends_a_crawl_at_once(tmp_path: Path, deaf: Deaf, world: World) -> None:
    folder = new_archive(tmp_path / "archive", concurrency=1, timeout_seconds=100)
    with start(*crawl_words(folder, deaf.home)) as program:
        assert deaf.asked.wait(20)
        program.send_signal(signal.SIGINT)
        program.send_signal(signal.SIGTERM)
        out, err = program.communicate(timeout=60)
    assert program.returncode in (130, 143)  # whichever the kernel handed over first
    assert (out, "stopped at once" in err) == ("", True)
    assert_goes_on(folder, world)


def test_a_crawl_ends_when_its_time_is_up(tmp_path: Path, world: World) -> None:
    folder = new_archive(tmp_path / "archive", interval_seconds=0.5, concurrency=1)
    config = folder / "tinhuy.toml"
    quick = config.read_text(encoding="utf-8").replace(
        "interval_seconds = 0.5", "interval_seconds = 0"
    )
    with config.open("a", encoding="utf-8") as file:
        file.write("[crawl]\nmax_run_hours = 0.001\n")
    ended = tinhuy(*crawl_words(folder, world.homes[SITE]))
    assert ended.code == 143
    assert ended.err == (
        f"tinhuy: {SITE}: its time was up (max_run_hours in tinhuy.toml);"
        " the next crawl goes on from here\n"
    )
    config.write_text(quick, encoding="utf-8")
    assert_goes_on(folder, world)


def test_an_ingest_ends_between_two_groups_and_goes_on(tmp_path: Path, world: World) -> None:
    pages = []
    for number, one in enumerate(world.truth(SITE)):
        (url,) = one["urls"][:1]
        with urlopen(url) as answer:  # noqa: S310  # the replica's own address
            body = answer.read()
        pages.append(tmp_path / f"{number}.html")
        pages[-1].write_bytes(f"<!-- saved from url=(0040){url} -->\n".encode() + body)
    assert len(pages) > GROUP
    codes = iter([None, ExitCode.TERMINATED])
    with Archive.create(tmp_path / "archive") as archive:
        site = declared_sites().sites[SITE]
        ingest = Ingest(archive=archive, site=site, clean=clean, interrupted=lambda: next(codes))
        report = ingest.files(pages, url=None, at=None)
        assert (report.counts["saved"], report.exit_code) == (GROUP, 143)
        again = Ingest(archive=archive, site=site, clean=clean).files(pages, url=None, at=None)
        assert dict(again.counts) == {"unchanged": GROUP, "saved": len(pages) - GROUP}
        rows = archive.db.query("SELECT reason, exit_code FROM runs ORDER BY id")
        assert [tuple(row.values()) for row in rows] == [("shutdown", 143), ("finished", 0)]


def test_an_export_that_is_ended_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "bai.csv"

    def end(_: object) -> None:
        raise Terminated

    monkeypatch.setattr(export_files, "article_rows", end)
    with Archive.create(tmp_path / "archive") as archive, pytest.raises(Terminated):
        export_articles(archive, target)
    assert [path.name for path in tmp_path.iterdir()] == ["archive"]


_COMMAND = """
import os, signal, sys, time
from crawler.interruption import Interruption, Terminated
asks, signals, limit = sys.argv[1:]
with Interruption(patience=0.2) as interruption:
    if asks == "asks":
        interruption.ask = lambda code: print("asked", int(code), flush=True)
    if limit == "limit":
        interruption.end_after(0.05)
    try:
        for number in signals.split(","):
            if number != "none":
                os.kill(os.getpid(), int(number))
        time.sleep(20)
    except (KeyboardInterrupt, Terminated) as error:
        print(type(error).__name__, int(interruption.code or 0), flush=True)
"""


@pytest.mark.parametrize(
    ("arguments", "code", "out"),
    [
        (("asks", "15", "-"), 143, "asked 143\n"),  # it does not end, and is not waited for
        (("asks", "2,2", "-"), 130, "asked 130\n"),
        (("asks", "none", "limit"), 143, "asked 143\n"),
        (("silent", "2", "-"), 0, "KeyboardInterrupt"),
        (("silent", "15", "-"), 0, "Terminated"),
    ],
)
def test_what_a_signal_does(project: Path, arguments: tuple[str, ...], code: int, out: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _COMMAND, *arguments],
        cwd=project,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.startswith(out)) == (code, True), done
