"""Commands to be disturbed: what each needs, and whether what it made is whole."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from benchmarks.chaos.archives import SITE, empty_archive, faults, program
from benchmarks.chaos.overlaps import INGESTED, saved_pages
from tests.program import tinhuy
from tests.replica import World

ARCHIVE = "archive"
_OLD = "an export of last night\n"


class Task(Protocol):
    """A command that can be repeated until it ends well; everything it touches is in one place."""

    def begin(self, place: Path) -> None:
        """Make *place*, with an archive in it."""

    def command(self, place: Path) -> list[str]:
        """What is disturbed, and then repeated."""

    def torn(self, place: Path) -> list[str]:
        """What may never be so, however the command was disturbed."""

    def faults(self, place: Path) -> list[str]:
        """What is wrong although the command has ended well."""


@dataclass(frozen=True, kw_only=True)
class Crawl:
    """A crawl of SITE into an empty archive."""

    world: World

    def begin(self, place: Path) -> None:
        """An empty archive."""
        empty_archive(place / ARCHIVE, self.world)

    def command(self, place: Path) -> list[str]:
        """``tinhuy crawl``."""
        return program(place / ARCHIVE, "crawl", SITE)

    def torn(self, place: Path) -> list[str]:
        """Nothing but the database, which is looked into for every task."""
        del place
        return []

    def faults(self, place: Path) -> list[str]:
        """Whatever differs from the replica."""
        return faults(place / ARCHIVE, self.world)


class Ingest(Crawl):
    """An ingest of saved pages of INGESTED into an empty archive."""

    def begin(self, place: Path) -> None:
        """An empty archive and the pages."""
        super().begin(place)
        (place / "pages").mkdir()
        saved_pages(self.world, place / "pages")

    def command(self, place: Path) -> list[str]:
        """``tinhuy ingest``."""
        pages = sorted(str(path) for path in (place / "pages").iterdir())
        return program(place / ARCHIVE, "ingest", "--site", INGESTED, *pages)

    def faults(self, place: Path) -> list[str]:
        """Whatever differs from the replica."""
        return faults(place / ARCHIVE, self.world, INGESTED)


class Export(Crawl):
    """An export over an older one, from an archive that holds a crawl."""

    def begin(self, place: Path) -> None:
        """The archive and the older export, copied from the first time."""
        model = place.with_name("model")
        if not model.exists():
            super().begin(model)
            for words in (("crawl", SITE), ("export", model / "true.csv")):
                if (ended := tinhuy(*words, "--archive", model / ARCHIVE)).code:
                    raise RuntimeError(ended.err)
            (model / "out").mkdir()
            self._target(model).write_text(_OLD, encoding="utf-8")
        shutil.copytree(model, place)

    def command(self, place: Path) -> list[str]:
        """``tinhuy export``."""
        return program(place / ARCHIVE, "export", str(self._target(place)))

    def torn(self, place: Path) -> list[str]:
        """The target is the old file or the new one, never a part."""
        data = self._target(place).read_bytes()
        whole = (_OLD.encode(), (place / "true.csv").read_bytes())
        return [] if data in whole else ["the export is torn"]

    def faults(self, place: Path) -> list[str]:
        """The target is the new file, and nothing lies beside it."""
        names = [path.name for path in (place / "out").iterdir()]
        said = [f"beside the export: {name}" for name in names if name != self._target(place).name]
        if self._target(place).read_bytes() != (place / "true.csv").read_bytes():
            said.append("the export is not the new one")
        return said

    def _target(self, place: Path) -> Path:
        return place / "out" / "articles.csv"
