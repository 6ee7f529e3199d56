"""Recover and merge read a capture as the crawl did, and take in nothing that it refused."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.archive.archive import Archive
from crawler.archive.verify import verify_archive
from crawler.config import write_template
from crawler.declared import declared_sites
from crawler.merge import merge
from crawler.recover import recover
from pipelines.chain import clean
from tests.comparison import differences
from tests.program import database
from tests.replica import World
from tests.replica.server import Answer, Asked
from tests.test_doubts import (
    SITE,
    Switched,
    addresses,
    crawl,
    folder,  # noqa: F401 - a fixture
    is_article,
    world,  # noqa: F401 - a fixture
)
from tests.test_families import portal_article


def recovered(archive: Path, target: Path) -> Path:
    report = recover(archive, target, sites=declared_sites().sites, clean=clean)
    assert report.is_whole, report.lost
    return target


def merged(archive: Path, target: Path) -> Path:
    Archive.create(target).close()
    write_template(target)
    with Archive.open(target) as ours:
        merge(ours, archive, sites=declared_sites().sites, clean=clean)
        assert verify_archive(ours, deep=True).problems == []
    return target


Way = Callable[[Path, Path], Path]


def through(archive: Path, base: Path, ways: tuple[Way, ...]) -> Path:
    for number, way in enumerate(ways):
        archive = way(archive, base / str(number))
    return archive


@pytest.mark.parametrize(
    "other",
    [
        portal_article("Xin lỗi", "<p>Địa chỉ này chưa có bài nào.</p>"),
        portal_article("Đăng nhập", "<p>Tên đăng nhập</p>"),
    ],
    ids=["soft-404", "login"],
)
def test_no_other_way_into_an_archive_takes_it_in(
    folder: Path,  # noqa: F811 - the fixture
    world: World,  # noqa: F811 - the fixture
    tmp_path: Path,
    other: str,
) -> None:
    """Nor does what was asked of a made-up address to find that out; feeds are no damage."""
    held = {"/" + url.split("/", 3)[3] for _, url in addresses(world)}

    def answer(asked: Asked, sent: Answer) -> Answer:
        return Answer(other.encode()) if is_article(asked) and asked.path not in held else sent

    world.interpose(SITE, lambda site: Switched(site, answer, after=0))
    with (folder / "tinhuy.toml").open("a", encoding="utf-8") as file:
        file.write(f'[sites.{SITE}]\nfeeds = ["/not-there.xml"]\n')
    crawl(folder, world)
    refused = database(folder).table("fetches").count_where("kind = 'article'")
    refused -= database(folder).table("urls").count
    assert refused == 2, "the two addresses that are dead"
    for ways in ((recovered,), (merged,), (merged, merged), (merged, recovered)):
        base = tmp_path / "-".join(way.__name__ for way in ways)
        base.mkdir()
        assert not differences(through(folder, base, ways), world, SITE), base.name


def test_pages_that_their_server_calls_texts_stay_pages(
    folder: Path,  # noqa: F811 - the fixture
    world: World,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    def answer(asked: Asked, sent: Answer) -> Answer:
        return replace(sent, media_type="text/plain") if is_article(asked) else sent

    world.interpose(SITE, lambda site: Switched(site, answer, after=0))
    crawl(folder, world)
    for way in (recovered, merged):
        assert not differences(way(folder, tmp_path / way.__name__), world, SITE), way.__name__
