"""Two small sound archives to damage: one closed, one as a killed run leaves it, with its log."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

from crawler.archive.archive import Archive
from crawler.declared import declared_sites
from crawler.ingest import Ingest
from pipelines.chain import clean
from tests.program import new_archive, tinhuy
from tests.replica import World, replica

SITE = "nghe_an_dang_uy_khoi"
#: When the pages that differ were saved: after the crawl.
LATER = datetime(2040, 5, 1, 1, 0, tzinfo=UTC)
LATEST = datetime(2040, 6, 1, 1, 0, tzinfo=UTC)


def sound_archives(base: Path, *, articles: int = 30) -> tuple[Path, Path]:
    """Archives with a crawl, its repetition, edited articles, and in the second one still more.

    ``base/logs`` has the logs of both, the first one's as it was before it was closed.
    """
    closed, open_ = base / "closed", base / "open"
    (base / "logs").mkdir()
    with replica(seed=5, articles=articles, sites=[SITE]) as world:
        new_archive(closed)
        for _ in range(2):
            ended = tinhuy("crawl", SITE, "--home", world.homes[SITE], "--archive", closed)
            assert ended.code == 0, ended.err
        edited = [_edited(world, number, base) for number in range(0, articles, 3)]
    with Archive.open(closed) as archive:
        _take_in(archive, edited, at=LATER)
        shutil.copyfile(closed / "archive.db-wal", base / "logs" / "closed")
    shutil.copytree(closed, base / "working")
    with Archive.open(base / "working") as archive:
        for _, file in edited:
            file.write_bytes(file.read_bytes().replace("Bổ sung.".encode(), b"", 2))
        _take_in(archive, edited[::2], at=LATEST)
        shutil.copytree(base / "working", open_)
    shutil.copyfile(open_ / "archive.db-wal", base / "logs" / "open")
    return closed, open_


def _edited(world: World, number: int, base: Path) -> tuple[str, Path]:
    """A page of the replica, with a word more in each paragraph, saved in a file."""
    url = world.truth(SITE)[number]["urls"][0]
    with urlopen(url) as answer:  # noqa: S310  # the replica's own address
        body: bytes = answer.read()
    file = base / f"{number}.html"
    file.write_bytes(body.replace(b"</p>", " Bổ sung.</p>".encode()))
    return url, file


def _take_in(archive: Archive, pages: list[tuple[str, Path]], *, at: datetime) -> None:
    ingest = Ingest(archive=archive, site=declared_sites().sites[SITE], clean=clean)
    for url, file in pages:
        ingest.files([file], url=url, at=at)
