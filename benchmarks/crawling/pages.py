"""The replica's pages as files, so that to serve them costs next to nothing.

All are written as they look to one visitor at one time, and gzipped, as nginx sends pages where
it is set up as Debian does.
"""

import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from benchmarks.crawling.places import PLACES, Place
from tests.replica.server import Asked
from tests.replica.site_world import SiteWorld
from tests.replica.sites import HOSTS, SPECS


@dataclass(frozen=True, kw_only=True)
class Written:
    """What was written: the median size of a page, and of what is sent of it, in bytes."""

    size: int
    sent: int


def write_pages(folder: Path, place: Place, *, base: str, articles: int, seed: int) -> Written:
    """Write a site of *articles* articles, which is to answer at *base*, into *folder*.

    A page of ``/section/`` is the file ``section/index.html.gz``, and ``index2`` for ``?p=2``.
    """
    world = SiteWorld(seed, SPECS[place.site], articles)
    world.base = world.old_base = base
    host = HOSTS[place.site](world)
    sizes, sent = [], []
    for address in _addresses(world):
        parts = urlsplit(address)
        answer = host.answer(Asked("GET", parts.path, parts.query, {}, b""))
        if answer.status == 200:
            sizes.append(len(answer.body))
            sent.append(_write(folder / file_of(address), answer.body))
    return Written(size=int(median(sizes)), sent=int(median(sent)))


def file_of(address: str) -> str:
    """The file, within the folder, that answers at *address* (a path and a query)."""
    parts = urlsplit(address)
    number = parts.query.removeprefix("p=")
    name = f"{parts.path}index{number}.html" if parts.path.endswith("/") else parts.path
    return f"{name.lstrip('/')}.gz"


def _addresses(world: SiteWorld) -> Iterator[str]:
    """Every address of the site that a listing leads to, and ``robots.txt``."""
    page = PLACES[world.spec.name].page
    yield "/robots.txt"
    for section in world.spec.sections:
        yield section.path
        last = world.spec.last_page(world.total(section))
        # Some platforms show the last page again beyond it, and a crawler may ask twice.
        for number in range(1, last + 3):
            yield page.format(path=section.path, number=number)
    yield world.soft_404_path
    for number in range(world.articles):
        yield from world.story_of(number).addresses


def _write(path: Path, body: bytes) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.write_bytes(gzip.compress(body, compresslevel=6, mtime=0))
