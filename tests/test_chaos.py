"""Short forms of ``make chaos``: the same programs, ill-treated in the same ways, a few times."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.chaos import disk_faults, overlaps, power_cuts
from benchmarks.chaos.archives import SITE
from benchmarks.chaos.contestants import JobDir, Ours
from benchmarks.chaos.disk_model import Disk
from benchmarks.chaos.kills import Manner, trial
from benchmarks.chaos.tasks import Crawl
from benchmarks.chaos.traced import strace_problem
from crawler.run import GROUP
from tests.replica import World, replica

traced = pytest.mark.skipif(strace_problem() is not None, reason=str(strace_problem()))


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with replica(seed=11, articles=12, sites=[SITE]) as running:
        yield running


def test_random_kills_lose_nothing_and_cost_few_pages(tmp_path: Path) -> None:
    manner = Manner(articles=40, kills=3, within=20)
    done = trial(Ours.begin, tmp_path / "it", seed=8, manner=manner)
    assert done.kills == 3
    assert (done.code, done.found.faults) == (0, [])
    assert max(done.again) <= GROUP


def test_the_spider_beside_ours_is_complete_where_nobody_kills_it(tmp_path: Path) -> None:
    """Or what it loses to kills would say nothing."""
    manner = Manner(articles=12, kills=0, within=1)
    done = trial(JobDir.begin, tmp_path / "it", seed=8, manner=manner)
    assert (done.code, done.found.lost, done.found.double) == (0, 0, 0)


@pytest.fixture(scope="module")
def points(tmp_path_factory: pytest.TempPathFactory, world: World) -> list[disk_faults.Point]:
    """Five calls, spread over a crawl."""
    found = disk_faults.all_points(Crawl(world=world), tmp_path_factory.mktemp("points") / "it")
    return found[7 :: len(found) // 5]


@traced
@pytest.mark.parametrize("number", range(2))
def test_a_death_at_any_call_is_mended(
    tmp_path: Path, world: World, points: list[disk_faults.Point], number: int
) -> None:
    done = disk_faults.outcome(
        Crawl(world=world), tmp_path / "it", points[number], disk_faults.KILL
    )
    assert (done.code, done.problems) == (-9, ())


@traced
@pytest.mark.parametrize(("number", "fault"), [*enumerate(disk_faults.ERRORS, start=1)], ids=str)
def test_an_error_at_any_call_is_named(
    tmp_path: Path,
    world: World,
    points: list[disk_faults.Point],
    number: int,
    fault: disk_faults.Fault,
) -> None:
    done = disk_faults.outcome(Crawl(world=world), tmp_path / "it", points[number], fault)
    assert done.reached
    assert (done.code, done.problems) == (7, ())


@pytest.fixture(scope="module")
def recording(tmp_path_factory: pytest.TempPathFactory, world: World) -> power_cuts.Recording:
    return power_cuts.record_crawls(tmp_path_factory.mktemp("recording"), world)


@traced
def test_a_power_cut_loses_nothing_that_was_acknowledged(
    tmp_path: Path, recording: power_cuts.Recording
) -> None:
    tally = power_cuts.cut_recording(recording, tmp_path / "cut", seed=5, count=300)
    assert tally.problems == []
    assert (tally.cuts, tally.mended) == (300, 6)
    assert tally.acknowledged > 300


@traced
def test_a_disk_that_never_syncs_is_found_out(
    tmp_path: Path, recording: power_cuts.Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The cuts can tell a safe archive from one that is not."""
    monkeypatch.setattr(Disk, "_sync", lambda *_: None)
    tally = power_cuts.cut_recording(recording, tmp_path / "cut", seed=5, count=40)
    assert tally.lost
    assert any("records of" in problem for problem in tally.problems)


def test_of_eight_crawls_that_start_at_once_one_works() -> None:
    """Nothing is said of seconds here: what loads nothing heavy is cheap."""
    (done,) = overlaps.starts(seed=3, first=0, trials=1)
    told = [one for one in done.problems if "s of CPU" not in one]
    assert told == []
    assert done.figures["left"] == 7


def test_a_crawl_an_ingest_and_exports_at_once_lose_nothing() -> None:
    (done,) = overlaps.different(seed=3, first=0, trials=1)
    assert done.problems == ()
