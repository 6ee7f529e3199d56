"""Copies of a declared site under names and ports of their own, and an archive that knows them."""

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.crawling.contenders import environment
from benchmarks.crawling.places import PLACES
from benchmarks.crawling.process import Spent, spend
from crawler.declared import declared_sites
from crawler.site import Site
from tests.program import site_settings

#: The package, beside the archive, in which the crowd is declared: reading workers look there.
PACKAGE = "crowd_of_copies"
#: The site that all are copies of; its replica has no address with a host in it.
ORIGINAL = "ha_tinh_dang_uy_khoi"
PLACE = PLACES[ORIGINAL]


@dataclass(frozen=True, kw_only=True)
class Manners:
    """How the crowd is crawled: seconds between requests, and for one; how often again."""

    interval: float
    timeout: float = 30.0
    pause: float = 30.0
    retries: int = 2
    page_mb: float = 10.0


def copy_of(name: str) -> Site:
    """The site that *name* is."""
    return replace(declared_sites().sites[ORIGINAL], name=name)


def prepare(archive: Path, homes: Mapping[str, str], manners: Manners) -> None:
    """Make an archive whose ``tinhuy.toml`` says where each site of the crowd answers.

    The sites are declared beside it.
    """
    package = archive.parent / PACKAGE
    package.mkdir(exist_ok=True)
    (package / "__init__.py").touch()
    for name in homes:
        text = f"from benchmarks.crowd.sites import copy_of\n\nSITE = copy_of({name!r})\n"
        (package / f"{name}.py").write_text(text, encoding="utf-8")
    words = [sys.executable, "-m", "crawler.cli", "init", str(archive)]
    spend(words, folder=archive.parent, environment=environment())
    sections = {path: path.strip("/") or "front" for path in PLACE.sections}
    lines = [
        f"[crawl]\nretries = {manners.retries}\nmax_page_mb = {manners.page_mb}\n[loopback]",
        f"interval_seconds = {manners.interval}\npause_seconds = {manners.pause}",
        f"timeout_seconds = {manners.timeout}\nconcurrency = 1",
        *(site_settings(name, [home], sections) for name, home in homes.items()),
    ]
    (archive / "tinhuy.toml").write_text("\n".join(lines), encoding="utf-8")


def words_for(archive: Path, names: Sequence[str]) -> list[str]:
    """The command that crawls the sites of these names."""
    return [sys.executable, "-m", "benchmarks.crowd.crawl", str(archive), *names]


def surroundings(archive: Path) -> dict[str, str]:
    """The environment in which that command finds their declarations."""
    known = environment()
    return {**known, "PYTHONPATH": os.pathsep.join([known["PYTHONPATH"], str(archive.parent)])}


def crawl(archive: Path, names: Sequence[str]) -> Spent:
    """Crawl the sites of these names in one process of its own."""
    words = words_for(archive, names)
    return spend(words, folder=archive.parent, environment=surroundings(archive))
