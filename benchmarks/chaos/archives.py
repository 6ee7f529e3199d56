"""Archives to be ill-treated, the program that crawls into them, and whether they are whole."""

import shutil
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from crawler.archive.archive import Archive
from crawler.archive.verify import verify_archive
from crawler.errors import TinhuyError
from tests.comparison import differences
from tests.program import database, environment, new_archive, site_settings
from tests.replica import World

#: A site whose listings are paged by GET, so that a bare spider can walk them too.
SITE = "ha_tinh_dang_uy_khoi"


def empty_archive(folder: Path, world: World) -> Path:
    """A fresh archive in *folder* that knows where the sites of *world* are."""
    shutil.copytree(_template(), folder)
    with (folder / "tinhuy.toml").open("a", encoding="utf-8") as config:
        for site, home in world.homes.items():
            config.write(site_settings(site, [home], world.sections(site)))
    return folder


@cache
def _template() -> Path:
    """An archive made by ``tinhuy init``, to be copied."""
    return new_archive(Path(mkdtemp(prefix="tinhuy-chaos-")) / "archive")


def program(folder: Path, *words: str) -> list[str]:
    """What runs ``tinhuy`` with *words* on the archive in *folder*."""
    return [sys.executable, "-m", "crawler.cli", *words, "--archive", str(folder)]


def surroundings() -> Mapping[str, str]:
    """The environment of a program whose writes are counted: it writes no byte code."""
    return environment(PYTHONDONTWRITEBYTECODE="1")


def corruption(folder: Path) -> list[str]:
    """What SQLite finds wrong with the database itself; a death must never leave anything."""
    db = database(folder)
    try:
        found = [row["integrity_check"] for row in db.query("PRAGMA integrity_check")]
        found += [str(row) for row in db.query("PRAGMA foreign_key_check")]
    finally:
        db.conn.close()
    return [one for one in found if one != "ok"]


def faults(folder: Path, world: World, site: str = SITE) -> list[str]:
    """A sentence for whatever a completed archive lacks, has twice, or does not bear out."""
    try:
        with Archive.open(folder) as archive:
            found = verify_archive(archive, deep=True).problems
    except TinhuyError as error:
        return [str(error)]
    return [*corruption(folder), *found, *differences(folder, world, site)]
