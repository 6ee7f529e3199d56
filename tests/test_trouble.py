"""What goes wrong is one sentence and an exit code, and leaves the archive as it was."""

import os
import socket
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.program import ROOT, Ended, command, database, environment, new_archive, tinhuy
from tests.replica import World, replica

SITE = "nghe_an_tuyen_giao"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return new_archive(tmp_path / "archive", timeout_seconds=1)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with replica(seed=2, articles=12, sites=[SITE]) as running:
        yield running


class Portal(BaseHTTPRequestHandler):
    """A server that gives every request but robots.txt the same answer."""

    status, body = 200, b""

    def do_GET(self) -> None:  # the base class calls it so
        is_robots = self.path == "/robots.txt"
        self.send_response(404 if is_robots else self.status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        body = b"" if is_robots else self.body
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's name
        """Say nothing."""


@pytest.fixture
def portal() -> Iterator[tuple[type[Portal], str]]:
    handler = type("Answer", (Portal,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield handler, f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def assert_sentence(ended: Ended, code: int, *parts: str) -> None:
    assert ended.code == code, ended
    assert ended.err.startswith("tinhuy: ")
    assert ended.err.count("\n") == 1, ended.err
    assert "Traceback" not in ended.err + ended.out
    assert all(part in ended.err for part in parts), ended.err


def articles(folder: Path) -> int:
    return database(folder).table("articles").count


def test_an_unknown_site_names_the_nearest(folder: Path) -> None:
    ended = tinhuy("crawl", "nghe_an_tuyengiao", "--archive", folder)
    assert_sentence(ended, 2, "nghe_an_tuyengiao", SITE)


def test_no_archive_names_where_it_was_looked_for(tmp_path: Path) -> None:
    ended = tinhuy("crawl", SITE, "--archive", tmp_path / "none")
    assert_sentence(ended, 2, str(tmp_path / "none"), "tinhuy init")
    assert not (tmp_path / "none").exists()


def test_an_unknown_option_names_line_and_nearest(folder: Path, world: World) -> None:
    config = folder / "tinhuy.toml"
    config.write_text("[crawl]\n\nretrys = 3\n", encoding="utf-8")
    ended = tinhuy("crawl", SITE, "--home", world.homes[SITE], "--archive", folder)
    assert_sentence(ended, 2, f"{config}, line 3", "retrys", "retries")


def test_a_site_without_a_known_host_is_not_crawled(folder: Path) -> None:
    ended = tinhuy("crawl", SITE, "--archive", folder)
    assert_sentence(ended, 2, SITE, "--home", "candidates")


def test_all_sites_without_any_known_host_or_contact(folder: Path) -> None:
    ended = tinhuy("crawl", "--all", "--archive", folder)
    assert_sentence(ended, 2, "contact", "tinhuy.toml")


@pytest.mark.parametrize(
    "words", [(), ("--all", SITE), (SITE, "bao_dong_khoi", "--home", "http://127.0.0.1/"),
              (SITE, "--limit", "0"), (SITE, "--since", "hôm qua"), (SITE, "--home", "x")]
)  # fmt: skip
def test_options_that_do_not_fit(folder: Path, words: tuple[str, ...]) -> None:
    assert_sentence(tinhuy("crawl", *words, "--archive", folder), 2)


def test_a_server_that_is_down_is_named(folder: Path) -> None:
    home = f"http://127.0.0.1:{closed_port()}/"
    ended = tinhuy("crawl", SITE, "--home", home, "--archive", folder)
    assert_sentence(ended, 4, SITE, home, "could not be reached", "refused")
    assert articles(folder) == 0
    assert tinhuy("verify", "--deep", "--archive", folder).code == 0


def test_a_crawl_goes_on_once_the_server_is_back(folder: Path, world: World) -> None:
    down = f"http://127.0.0.1:{closed_port()}/"
    assert tinhuy("crawl", SITE, "--home", down, "--archive", folder).code == 4
    ended = tinhuy("crawl", SITE, "--home", world.homes[SITE], "--archive", folder)
    assert ended.code == 0, ended.err
    assert articles(folder) == 12


def test_a_changed_layout_is_drift(folder: Path, portal: tuple[type[Portal], str]) -> None:
    answer, home = portal
    answer.body = "<html><body><h1>Cổng mới</h1></body></html>".encode()
    ended = tinhuy("crawl", SITE, "--home", home, "--archive", folder)
    assert_sentence(ended, 3, SITE, "not as it was declared")
    answer.body = b'<html><body class="UIMultiFunction_Default"></body></html>'
    ended = tinhuy("crawl", SITE, "--home", home, "--archive", folder)
    assert_sentence(ended, 3, "names 0 articles")


@pytest.mark.parametrize("status", [403, 429, 503])
def test_a_site_that_will_not_have_us_is_unreachable_and_asked_once(
    folder: Path, portal: tuple[type[Portal], str], status: int
) -> None:
    answer, home = portal
    answer.status, answer.body = status, b"<html>no</html>"
    ended = tinhuy("crawl", SITE, "--home", home, "--archive", folder)
    assert_sentence(ended, 4, str(status))
    rows = database(folder).query("SELECT url FROM captures WHERE url NOT LIKE '%robots.txt'")
    urls = [row["url"] for row in rows]
    assert len(urls) == len(set(urls)) == 2


def test_what_robots_txt_forbids_is_not_asked(
    folder: Path, portal: tuple[type[Portal], str]
) -> None:
    answer, home = portal

    def do_GET(self: Portal) -> None:  # noqa: N802  # the base class calls it so
        assert self.path == "/robots.txt", self.path
        body = b"User-agent: *\nDisallow: /\n"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    answer.do_GET = do_GET  # type: ignore[method-assign]  # another answer
    ended = tinhuy("crawl", SITE, "--home", home, "--archive", folder)
    assert_sentence(ended, 4, "robots.txt")
    rows = list(database(folder).query("SELECT outcome, reason FROM fetches WHERE kind = 'head'"))
    assert rows == [{"outcome": "skipped", "reason": "robots"}] * 2


def test_a_site_that_leads_elsewhere_is_not_followed(
    folder: Path, world: World, portal: tuple[type[Portal], str]
) -> None:
    answer, home = portal

    def do_GET(self: Portal) -> None:  # noqa: N802  # the base class calls it so
        self.send_response(302)
        self.send_header("Location", world.homes[SITE] + self.path.lstrip("/"))
        self.send_header("Content-Length", "0")
        self.end_headers()

    answer.do_GET = do_GET  # type: ignore[method-assign]  # another answer
    before = len(world.requests(SITE))
    ended = tinhuy("crawl", SITE, "--home", home, "--archive", folder)
    assert_sentence(ended, 4, "has moved to", f'set home = "{world.homes[SITE][:-1]}"')
    assert len(world.requests(SITE)) == before


def test_an_answer_that_cannot_be_kept_ends_the_crawl(tmp_path: Path, world: World) -> None:
    """With one request at a time, none may wait for a turn that is never given back."""
    folder = new_archive(tmp_path / "archive", concurrency=1)
    (folder / "warc").rmdir()
    (folder / "warc").write_text("no folder")
    ended = tinhuy("crawl", SITE, "--home", world.homes[SITE], "--archive", folder)
    assert_sentence(ended, 7, "could not be written", str(folder / "warc"))
    (folder / "warc").unlink()
    ended = tinhuy("crawl", SITE, "--home", world.homes[SITE], "--archive", folder)
    assert ended.code == 0, ended.err
    assert articles(folder) == 12


@pytest.mark.parametrize(("stream", "code"), [("stdout", 7), ("stderr", 2)])
def test_a_full_disk_under_the_output_hides_no_exit_code(stream: str, code: int) -> None:
    words = ("sites",) if stream == "stdout" else ("sitess",)
    with Path("/dev/full").open("w") as full:
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: full}
        done = subprocess.run(
            command("crawler.cli", words), env=environment(), cwd=ROOT, text=True, check=False,
            **streams,
        )  # fmt: skip
    assert done.returncode == code
    if stream == "stdout":
        assert done.stderr.startswith("tinhuy: cannot write what the command says: No space left")


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/usr/bin/setpriv").exists(), reason="root")
@pytest.mark.parametrize("mode", [0o000, 0o500])
def test_a_folder_without_rights_is_storage_trouble(
    tmp_path: Path, folder: Path, world: World, mode: int
) -> None:
    """Root may do everything, so the program runs as nobody where the tests run as root."""
    words = ["crawl", SITE, "--home", world.homes[SITE], "--archive", folder]
    for place in (tmp_path, *tmp_path.parents):
        if place.owner() == "root" and place.is_relative_to("/tmp"):  # noqa: S108  # pytest's own
            place.chmod(place.stat().st_mode | 0o055)
    folder.chmod(mode)
    try:
        ended = as_nobody(*words)
    finally:
        folder.chmod(0o755)
    assert_sentence(ended, 7, str(folder))
    assert articles(folder) == 0


def as_nobody(*words: object) -> Ended:
    """Run ``tinhuy`` without any privilege."""
    drop = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    done = subprocess.run(
        [*(drop if os.geteuid() == 0 else []), *command("crawler.cli", words)],
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)
