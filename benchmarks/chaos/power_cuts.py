"""Power cuts during recorded crawls: what the disk may then hold, and whether the archive bears it.

A commit is acknowledged by the sync of SQLite's log that ends it: what a reader sees then must be
there after every later cut.
"""

import random
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.chaos.archives import SITE, corruption, empty_archive, faults, program
from benchmarks.chaos.disk_model import Disk
from benchmarks.chaos.recording import Operation, Sync, record
from crawler.archive.archive import Archive
from crawler.archive.mending import mend_open_files
from crawler.archive.verify import verify_archive
from tests.program import tinhuy
from tests.replica import World, replica

#: A SIGKILL in the middle of the first crawl, so that the second one mends.
_KILL = "inject=fdatasync:signal=KILL:when=9"
#: Every so many cuts the archive is mended and verified too; every so many crawled to its end.
_MENDED, _COMPLETED = 50, 2_000
#: The rows that a commit acknowledges.
_ROWS = {
    "article": "SELECT url || content_hash FROM articles",
    "revision": "SELECT article_id || '/' || number || content_hash FROM revisions",
    "capture": "SELECT warc_file || '+' || warc_offset FROM captures",
    "outcome": "SELECT key FROM frontier WHERE state = 'done' AND kind = 'article'",
}


@dataclass(kw_only=True)
class Tally:
    """How many cuts were made, and what was found after them."""

    cuts: int = 0
    mended: int = 0
    completed: int = 0
    acknowledged: int = 0
    corrupt: int = 0
    lost: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def figures(self) -> Mapping[str, int]:
        """Numbers that can be added up; ``acknowledged`` sums what was asked for in all cuts."""
        return {
            "cuts": self.cuts, "corrupt": self.corrupt, "lost": self.lost,
            "acknowledged": self.acknowledged, "mended": self.mended,
            "completed": self.completed, "problems": len(self.problems),
        }  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Recording:
    """What three crawls asked of the disk, one of which was killed, and what came of them.

    ``starts`` has the offsets of all captures in each WARC file, ``warc`` the bytes of the files.
    """

    start: Path
    operations: list[Operation]
    warc: Mapping[str, bytes]
    starts: Mapping[str, list[int]]


def cut_power(*, seed: int, articles: int, count: int) -> Tally:
    """Cut the power *count* times, at moments spread over crawls that are recorded for it."""
    with (
        replica(seed=seed, articles=articles, sites=[SITE]) as world,
        tempfile.TemporaryDirectory(prefix="tinhuy-chaos-", dir=_quick_place()) as name,
    ):
        recording = record_crawls(Path(name), world)
        return cut_recording(recording, Path(name) / "cut", seed=seed, count=count, world=world)


def cut_recording(
    recording: Recording, folder: Path, *, seed: int, count: int, world: World | None = None
) -> Tally:
    """Cut the power *count* times, each time writing what is left into *folder*.

    With the *world* that was crawled some of what is left is crawled to its end too.
    """
    tally = Tally()
    chance = random.Random(seed)  # noqa: S311 - moments, not secrets
    moments = sorted(chance.randrange(len(recording.operations)) for _ in range(count))
    for found, acknowledged in _cuts(recording, moments, chance, folder.with_name("seen")):
        tally.cuts += 1
        _examine(folder, found, recording, acknowledged, tally)
        if world and tally.cuts % _COMPLETED == 0:
            tally.completed += 1
            _complete(folder, world, tally)
    return tally


def _quick_place() -> Path | None:
    """A folder in memory, where there is one: thousands of archives are written and thrown away."""
    memory = Path("/dev/shm")  # noqa: S108 - only as a place
    return memory if memory.is_dir() else None


def record_crawls(place: Path, world: World) -> Recording:
    """Crawl *world* three times and note what that asks of the disk."""
    folder = empty_archive(place / "archive", world)
    start = shutil.copytree(folder, place / "start")
    command = program(folder, "crawl", SITE)
    operations = record(command, folder, kill_at=_KILL)
    operations += record([*command, "--limit", "5"], folder)
    operations += record(command, folder)
    if said := faults(folder, world):
        raise RuntimeError(f"the recorded crawls are not whole themselves: {said[:3]}")
    warc = {path.name: path.read_bytes() for path in (folder / "warc").iterdir()}
    starts = _offsets(_rows(folder)["capture"])
    shutil.rmtree(folder)
    return Recording(start=start.rename(folder), operations=operations, warc=warc, starts=starts)


Rows = Mapping[str, frozenset[str]]


def _cuts(
    recording: Recording, moments: list[int], chance: random.Random, seen: Path
) -> Iterator[tuple[Mapping[Path, bytes], Rows]]:
    """What is found after a cut before the operation at each of *moments*, with what must be."""
    disk = Disk(recording.start)
    acknowledged = _rows_of(seen, disk.seen())
    for number, operation in enumerate(recording.operations):
        while moments and moments[0] == number:
            moments.pop(0)
            yield disk.after_cut(chance), acknowledged
        disk.ask(operation)
        if isinstance(operation, Sync) and operation.path.endswith("-wal"):
            acknowledged = _rows_of(seen, disk.seen())


def _write(folder: Path, found: Mapping[Path, bytes]) -> None:
    """Put an archive as it was found into *folder*; no shared memory outlives the power."""
    if folder.exists():
        shutil.rmtree(folder)
    for name in ("warc", "files", "locks"):
        (folder / name).mkdir(parents=True)
    for path, data in found.items():
        if not path.name.endswith("-shm"):
            (folder / path).write_bytes(data)


def _rows_of(folder: Path, found: Mapping[Path, bytes]) -> Rows:
    _write(folder, {path: data for path, data in found.items() if path.parent == Path()})
    return _rows(folder)


def _rows(folder: Path) -> Rows:
    db = sqlite3.connect(folder / "archive.db")
    try:
        return {
            name: frozenset(text for (text,) in db.execute(query)) for name, query in _ROWS.items()
        }
    finally:
        db.close()


def _examine(
    folder: Path,
    found: Mapping[Path, bytes],
    recording: Recording,
    acknowledged: Rows,
    tally: Tally,
) -> None:
    _write(folder, found)
    try:
        said = corruption(folder)
        rows = _rows(folder)
    except sqlite3.Error as error:
        tally.corrupt += 1
        tally.problems.append(f"cut {tally.cuts}: {error}")
        return
    tally.corrupt += bool(said)
    missing = _missing(acknowledged, rows)
    tally.acknowledged += len(acknowledged["article"])
    tally.lost += sum(one.startswith("article") for one in missing)
    said += [f"acknowledged and lost: {one}" for one in missing]
    said += _without_bytes(rows["capture"], found, recording)
    if tally.cuts % _MENDED == 0 and not said:
        tally.mended += 1
        said += _after_mending(folder, acknowledged)
    tally.problems += [f"cut {tally.cuts}: {one}" for one in said]


def _without_bytes(
    rows: frozenset[str], found: Mapping[Path, bytes], recording: Recording
) -> Iterator[str]:
    """The captures whose WARC record is not where the row says, byte for byte."""
    for file, places in _offsets(rows).items():
        path = Path("warc") / file
        data = found.get(path, found.get(path.with_name(f"{file}.open"), b""))
        whole = recording.warc[file]
        later = [start for start in recording.starts[file] if start > max(places)]
        end = min(later, default=len(whole))
        if data[:end] != whole[:end]:
            yield f"the records of {file} before byte {end} are not on the disk"


def _offsets(rows: frozenset[str]) -> dict[str, list[int]]:
    """Where the captures of each WARC file begin."""
    offsets: dict[str, list[int]] = {}
    for row in filter(None, rows):  # a damaged database may have lost a value, and is told of
        file, _, offset = row.rpartition("+")
        offsets.setdefault(file, []).append(int(offset))
    return offsets


def _after_mending(folder: Path, acknowledged: Rows) -> list[str]:
    """What is wrong once the next start has mended the open WARC files."""
    with Archive.open(folder) as archive:
        mend_open_files(archive)
        said = [f"after mending: {one}" for one in verify_archive(archive, deep=True).problems]
    return said + [f"lost by mending: {one}" for one in _missing(acknowledged, _rows(folder))]


def _missing(wanted: Rows, rows: Rows) -> list[str]:
    """The rows of *wanted* that are not among *rows*."""
    return [f"{kind} {row}" for kind, all_of in wanted.items() for row in all_of - rows[kind]]


def _complete(folder: Path, world: World, tally: Tally) -> None:
    ended = tinhuy("crawl", SITE, "--archive", folder)
    said = [f"the next crawl: exit {ended.code}, {ended.err}"] if ended.code else []
    said += faults(folder, world)
    tally.problems += [f"cut {tally.cuts}: {one}" for one in said]
