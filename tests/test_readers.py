"""Pages that cannot be trusted are read in a worker, and cost no more than that one page."""

import asyncio
import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from crawler.capture import Capture
from crawler.declared import declared_sites
from crawler.errors import PageError, Unreadable
from crawler.frontier.entry import EntryKind
from crawler.golden.cases import GoldenCase, golden_cases
from crawler.items import PageRequest
from crawler.net import page_kinds
from crawler.readers import guarded
from crawler.readers.limits import Limits
from crawler.readers.messages import Answered, Asked, Refusal
from crawler.readers.plain import built, plain
from crawler.readers.pool import Pool, ReadingDefect
from crawler.readers.scan import is_harmless
from crawler.reading import Found, read
from tests.program import (
    PATIENCE,
    ROOT,
    database,
    environment,
    new_archive,
    scrapy,
    start,
    tinhuy,
    wait_until,
)
from tests.test_gate import Host, host  # noqa: F401 - a fixture

URL = "http://hostile.example/bai.html"
MIB = 1024 * 1024
#: A page with more elements than are read in the crawl itself.
MANY = "<i></i>" * 3000
#: Short ones, for tests that run into them.
LIMITS = Limits(seconds=1.2, start=20.0, memory=256 * MIB)


def asked(word: str, *, package: str = "tests.hostile_sites", site: str = "hostile") -> Asked:
    body = f"<h1>{word}</h1>{MANY}".encode()
    capture = Capture(
        url=URL,
        at=datetime(2026, 3, 2, 1, 0, tzinfo=UTC),
        body=body,
        request=PageRequest(url=URL),
        content_type="text/html; charset=utf-8",
    )
    return Asked(package=package, site=site, kind=EntryKind.ARTICLE, capture=capture)


def said(reading: Callable[[], Found]) -> object:
    """What is read, or why nothing is."""
    try:
        return reading()
    except PageError as error:
        return error.reason, str(error)


def title(found: Found) -> str | None:
    return found.article.title if found.article else None


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    with closing(Pool(size=1, limits=LIMITS)) as pool:
        yield pool


def process_of(pool: Pool) -> int:
    """The process of the pool's only worker, which it starts if need be."""
    found = pool.read(asked("hello"))
    assert found.article
    return int(found.article.blocks[0].text.split()[-1])


def is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("case", golden_cases(), ids=str)
def test_what_is_sent_arrives(case: GoldenCase) -> None:
    """Every field of every item, whatever its type."""
    posted = replace(case.capture.request, body=b"\xff=1", context=(("page", 2), ("a", "b")))
    capture = replace(case.capture, request=posted)
    question = Asked(package="spiders", site=case.site_name, kind=None, capture=capture)
    facts = json.loads(json.dumps(plain(question)))
    assert built(Asked, facts) == question
    try:
        found = read(declared_sites().sites[case.site_name], None, case.capture)
    except PageError:
        return
    answer = Answered(found=found, peak_memory=7)
    assert built(Answered, json.loads(json.dumps(plain(answer)))) == answer


@pytest.mark.parametrize(
    "wrong",
    [
        {"refusal": {"reason": 1, "sentence": ""}},
        {"refusal": {"reason": "a", "sentence": "b", "more": "c"}},
        {"refusal": ["a", "b"]},
        {"found": {"article": {"url": "a", "leading": ["nosuch"]}}},
        {"found": {"article": {"url": "a", "modified_at": "yesterday"}}},
        {"peak_memory": "1"},
        {"is_last": 1},
        [],
    ],
)
def test_what_is_of_another_type_is_refused(wrong: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        built(Answered, wrong)


def test_a_worker_reads_as_the_crawl_does(pool: Pool) -> None:
    for case in golden_cases()[::5]:
        site = declared_sites().sites[case.site_name]
        question = Asked(package="spiders", site=site.name, kind=None, capture=case.capture)
        assert said(partial(pool.read, question)) == said(partial(read, site, None, case.capture))


@pytest.mark.parametrize(
    ("word", "reason", "said"),
    [
        ("loop", "too-slow", "takes longer than 1.2 seconds"),
        ("memory", "too-much-memory", "takes too much memory"),
        ("die", "reader-lost", "ended with SIGKILL"),
        ("many", "too-much", "says more than any page"),
        ("long", "too-much", "says more than any page"),
        ("refuse", "selection", "nothing is selected"),
    ],
)
def test_one_page_fails_and_the_next_is_read(pool: Pool, word: str, reason: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said) as failed:
        pool.read(asked(word))
    assert failed.value.reason == reason
    assert title(pool.read(asked("hello"))) == "Bài hello"
    assert 0 < pool.workers[0].peak_memory < LIMITS.memory


def test_a_worker_that_hears_no_alarm_is_given_up() -> None:
    with closing(Pool(size=1, limits=LIMITS)) as pool:
        process = process_of(pool)
        pool.workers[0]._limits = replace(LIMITS, start=0.1)
        with pytest.raises(Unreadable, match="takes longer"):
            pool.read(asked("stop"))
        assert not is_alive(process)


def test_a_defect_says_what_broke(pool: Pool) -> None:
    with pytest.raises(ReadingDefect, match="ZeroDivisionError: a defect"):
        pool.read(asked("defect"))
    with pytest.raises(ReadingDefect, match="KeyError: 'nosuch'"):
        pool.read(asked("hello", site="nosuch"))
    assert title(pool.read(asked("hello"))) == "Bài hello"


def test_a_worker_is_kept_until_it_holds_too_much(pool: Pool) -> None:
    first = process_of(pool)
    assert process_of(pool) == first
    with closing(Pool(size=1, limits=replace(LIMITS, worn=1))) as worn:
        assert process_of(worn) != process_of(worn)


def test_a_worker_is_not_held_to_be_as_large_as_who_has_started_it(pool: Pool) -> None:
    ballast = b"x" * LIMITS.worn
    first = process_of(pool)
    assert process_of(pool) == first
    assert pool.workers[0].peak_memory < len(ballast)


def test_a_worker_killed_between_two_pages_costs_one(pool: Pool) -> None:
    os.kill(process_of(pool), signal.SIGKILL)
    with pytest.raises(Unreadable, match="SIGKILL"):
        pool.read(asked("hello"))
    assert title(pool.read(asked("hello"))) == "Bài hello"


def test_no_page_gets_the_answer_to_another(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C may come while the answer is on its way."""

    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("crawler.readers.supervised.received", interrupted)
        with pytest.raises(KeyboardInterrupt):
            pool.read(asked("sleep"))
    assert title(pool.read(asked("hello"))) == "Bài hello"


def test_the_crawl_goes_on_while_a_worker_reads(pool: Pool) -> None:
    async def crawl() -> list[str]:
        ended = []

        async def slow() -> None:
            with pytest.raises(Unreadable):
                await pool.read_aside(asked("loop"))
            ended.append("slow")

        reading = asyncio.ensure_future(slow())
        for number in range(5):
            await asyncio.sleep(0.01)
            ended.append(str(number))
        await reading
        return ended

    pool.read(asked("hello"))
    assert asyncio.run(crawl()) == ["0", "1", "2", "3", "4", "slow"]


def test_what_is_no_answer_loses_the_page(pool: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("crawler.readers.supervised.received", lambda _: b'{"found": 1}')
        with pytest.raises(Unreadable, match="no answer"):
            pool.read(asked("sleep"))
    assert title(pool.read(asked("hello"))) == "Bài hello"


def test_closing_ends_what_is_being_read() -> None:
    pool = Pool(size=1, limits=Limits(seconds=20, start=60))
    process = process_of(pool)

    async def broken_off() -> None:
        reading, waiting = (asyncio.ensure_future(pool.read_aside(asked("loop"))) for _ in range(2))
        await asyncio.sleep(0.05)
        await asyncio.to_thread(pool.close)
        with pytest.raises(Unreadable, match="SIGKILL"):
            await reading
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(broken_off())
    assert not is_alive(process)


def test_ctrl_c_on_the_terminal_is_not_for_the_workers(pool: Pool) -> None:
    assert os.getsid(process_of(pool)) != os.getsid(0)


def test_a_worker_ends_with_the_program_that_asked_it() -> None:
    """However that ends, and also while it reads."""
    program = """
import threading
from tests.test_readers import asked, process_of
from crawler.readers.limits import Limits
from crawler.readers.pool import Pool
pools = [Pool(size=1, limits=Limits(seconds=1.5, start=60)) for _ in range(2)]
print(*map(process_of, pools), flush=True)
threading.Timer(0.3, print, ["reading"], {"flush": True}).start()
pools[1].read(asked("loop"))
"""
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, env=environment(), stdout=subprocess.PIPE
    ) as asker:
        assert asker.stdout
        workers = [int(word) for word in asker.stdout.readline().split()]
        assert asker.stdout.readline() == b"reading\n"
        assert all(map(is_alive, workers))
        asker.kill()
    wait_until(lambda: not any(map(is_alive, workers)))


def page(word: str) -> bytes:
    links = "".join(f'<a href="/{word}.html">x</a>' for word in WORDS)
    head = f"<h1>{word}</h1>" if word in WORDS else links
    return f"<html><body>{head}{MANY if word in WORDS else ''}</body></html>".encode()


#: The articles of the hostile site, by what their pages do.
WORDS = {"good": "saved", "die": "failed", "memory": "failed", "defect": "failed", "fine": "saved"}


@pytest.fixture
def hostile(host: Host) -> Host:  # noqa: F811 - the fixture
    is_page = {"Content-Type": "text/html"}
    host.answer = lambda path: (404, {}) if path == "/robots.txt" else (200, is_page)
    host.body = lambda path: page(path.strip("/").removesuffix(".html"))
    return host


def test_a_crawl_loses_the_pages_that_break_a_worker_and_no_others(
    tmp_path: Path, hostile: Host
) -> None:
    folder = new_archive(tmp_path / "archive")
    ended = scrapy(
        "crawl", "hostile", "-s", "SPIDER_MODULES=tests.hostile_sites",
        "-s", f"TINHUY_ARCHIVE={folder}", "-s", f"TINHUY_HOME={hostile.home}",
    )  # fmt: skip
    rows = database(folder).query(
        "SELECT url, outcome, reason, detail, capture_id FROM fetches WHERE kind = 'article'"
    )
    found = {row["url"].rpartition("/")[2].removesuffix(".html"): row for row in rows}
    assert {word: row["outcome"] for word, row in found.items()} == WORDS, ended
    assert all(row["capture_id"] for row in found.values())
    reasons = {word: row["reason"] for word, row in found.items() if row["outcome"] == "failed"}
    assert reasons == {"die": "reader-lost", "memory": "too-much-memory", "defect": "defect"}
    assert "ZeroDivisionError: a defect" in found["defect"]["detail"]


def test_ctrl_c_while_a_worker_reads_ends_the_crawl(tmp_path: Path, host: Host) -> None:  # noqa: F811 - the fixture
    folder = new_archive(tmp_path / "archive")
    host.answer = lambda path: (404 if path == "/robots.txt" else 200, {})
    host.body = lambda _: b"<p>x" * 2_000_000
    with start("crawl", "nghe_an_tuyen_giao", "--home", host.home, "--archive", folder) as crawl:
        wait_until(lambda: len(host.asked) > 1, seconds=PATIENCE)
        crawl.send_signal(signal.SIGINT)
        _, said = crawl.communicate()
    assert crawl.returncode == 130
    assert "Traceback" not in said
    assert tinhuy("verify", "--archive", folder).code == 0


def test_a_page_that_is_lost_is_said_in_a_sentence(tmp_path: Path) -> None:
    folder = new_archive(tmp_path / "archive")
    path = tmp_path / "deep.html"
    path.write_bytes(golden_cases()[0].capture.body + b"<div>" * 3000)
    ended = tinhuy("ingest", path, "--site", golden_cases()[0].site_name, "--archive", folder)
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "nests too deep to be read whole" in ended.err


@pytest.mark.parametrize(("tags", "looks"), [(10, 1), (100_000, 0)])
def test_a_large_error_page_is_not_looked_through(
    tags: int, looks: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a small one is searched for what stands in the site's place."""
    looked: list[object] = []
    monkeypatch.setattr(page_kinds, "barrier_on", looked.append)
    capture = replace(asked("x").capture, status=503, body=b"<p>" * tags)
    wrong = page_kinds.what_is_wrong(capture)
    assert (wrong and wrong.reason, len(looked)) == ("http-503", looks)


def test_what_is_packed_is_not_read_in_the_crawl(pool: Pool) -> None:
    """A sitemap of 49 KB unpacks to more tags than the crawl itself could bear."""
    bomb = gzip.compress(b"<urlset>" + b"<a/>" * (12 * MIB))
    feed = replace(asked("x").capture, body=bomb, content_type="application/gzip")
    assert not is_harmless(feed)
    question = replace(asked("x"), kind=EntryKind.FEED, capture=feed)
    with pytest.raises(Unreadable):
        pool.read(question)
    sound = gzip.compress(f"<urlset><url><loc>{URL}</loc></url></urlset>".encode())
    found = pool.read(replace(question, capture=replace(feed, body=sound)))
    assert found.feed


def test_harmless_pages_start_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarded, "pool", lambda: pytest.fail("a worker was asked"))
    for case in golden_cases():
        try:
            guarded.read_guarded(declared_sites().sites[case.site_name], None, case.capture)
        except PageError:
            continue


def test_a_refusal_names_its_reason() -> None:
    refusal = Refusal(reason="too-deep", sentence="it nests")
    assert Answered.of(Answered(refusal=refusal).frame()[4:]).refusal == refusal
