"""SIGKILL at any moment: the next crawl completes, nothing is lost and nothing is double."""

import random
import signal
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.comparison import differences
from tests.program import database, new_archive, start, tinhuy, wait_until
from tests.replica import World, replica
from tests.replica.vnpt import PAGING_PATH

SITE = "nghe_an_dang_uy_khoi"


@pytest.fixture
def world() -> Iterator[World]:
    with replica(seed=5, articles=60, slow_ms=15, sites=[SITE]) as running:
        yield running


def crawl_words(folder: Path, world: World) -> tuple[object, ...]:
    return ("crawl", SITE, "--home", world.homes[SITE], "--archive", folder)


def assert_whole(folder: Path, world: World) -> None:
    """Finish the crawl, and find all there is, once."""
    ended = tinhuy(*crawl_words(folder, world))
    assert ended.code == 0, ended.err
    assert not differences(folder, world, SITE)
    verified = tinhuy("verify", "--deep", "--archive", folder)
    assert verified.code == 0, verified.err


def posts(world: World) -> int:
    return sum(path == PAGING_PATH for _, _, path, _ in world.requests(SITE))


def test_killed_during_the_third_page_of_a_posted_listing(tmp_path: Path, world: World) -> None:
    folder = new_archive(tmp_path / "archive", concurrency=1)
    with start(*crawl_words(folder, world)) as program:
        wait_until(lambda: posts(world) == 2)
        program.send_signal(signal.SIGKILL)
        program.communicate()
    walked = {row["walked_to"] for row in database(folder).table("sections").rows}
    assert None in walked
    assert_whole(folder, world)


def test_killed_ten_times_at_random(tmp_path: Path, world: World) -> None:
    """Each kill comes within a random time after a random number of further requests."""
    folder = new_archive(tmp_path / "archive", concurrency=1)
    chance = random.Random(20250228)  # noqa: S311  # moments, not secrets
    codes = []
    for _ in range(10):
        wanted = len(world.requests(SITE)) + chance.randint(1, 9)
        with start(*crawl_words(folder, world)) as program:
            wait_until(partial(asked_at_least, world, wanted))
            time.sleep(chance.uniform(0, 0.03))
            program.send_signal(signal.SIGKILL)
            program.communicate()
        codes.append(program.returncode)
    assert codes == [-signal.SIGKILL] * 10
    assert_whole(folder, world)


def asked_at_least(world: World, count: int) -> bool:
    return len(world.requests(SITE)) >= count


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_ends_a_crawl_in_order(
    tmp_path: Path, world: World, number: signal.Signals, code: int
) -> None:
    folder = new_archive(tmp_path / "archive", concurrency=1)
    with start(*crawl_words(folder, world)) as program:
        wait_until(lambda: len(world.requests(SITE)) > 15)
        program.send_signal(number)
        out, err = program.communicate(timeout=30)
    assert program.returncode == code, err
    assert f"exit {code}" in out
    assert not list((folder / "warc").glob("*.open"))
    assert_whole(folder, world)


def test_a_second_crawl_of_the_same_site_leaves_at_once(tmp_path: Path, world: World) -> None:
    folder = new_archive(tmp_path / "archive", concurrency=1)
    with start(*crawl_words(folder, world)) as program:
        wait_until(lambda: len(world.requests(SITE)) > 3)
        second = tinhuy(*crawl_words(folder, world))
        program.communicate()
    assert second.code == 6
    assert f"process {program.pid}" in second.err
    assert program.returncode == 0
