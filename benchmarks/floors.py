"""What our reading is held to: shares it must reach, over a corpus known by its digest."""

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.scores import Score

FILE = Path(__file__).with_name("floors.json")
#: Shares of which less is better: their floor is a ceiling.
CEILINGS = frozenset({"leaks"})
#: Shares are pinned to so many places, rounded to the side of mercy.
PLACES = 4


@dataclass(frozen=True, kw_only=True)
class Floors:
    """The shares over *pages* pages whose digest is *corpus*."""

    corpus: str
    pages: int
    shares: Score

    @classmethod
    def of(cls, shares: Score, *, corpus: str, pages: int) -> "Floors":
        """The floors that *shares* just reach."""
        scale = 10**PLACES
        rounded = {
            name: (math.ceil if name in CEILINGS else math.floor)(value * scale) / scale
            for name, value in asdict(shares).items()
        }
        return cls(corpus=corpus, pages=pages, shares=Score(**rounded))

    def shortfalls(self, measured: "Floors") -> list[str]:
        """A sentence for each way in which *measured* is less than promised, or something else."""
        if measured.corpus != self.corpus:
            pages, corpus = measured.pages, measured.corpus[:12]
            known = f"{self.pages} pages, {self.corpus[:12]}"
            return [f"the corpus is another: {pages} pages, {corpus}; pinned are {known}"]
        found = asdict(measured.shares)
        return [
            f"{name} is {found[name]}, and pinned is {pinned}"
            for name, pinned in asdict(self.shares).items()
            if (found[name] > pinned if name in CEILINGS else found[name] < pinned)
        ]


def pinned(path: Path = FILE) -> Floors:
    """The floors that the project is held to."""
    stated = json.loads(path.read_text(encoding="utf-8"))
    return Floors(corpus=stated["corpus"], pages=stated["pages"], shares=Score(**stated["shares"]))


def pin(floors: Floors, path: Path = FILE) -> None:
    """Hold the project to *floors* from now on."""
    path.write_text(json.dumps(asdict(floors), indent=1) + "\n", encoding="utf-8")


def settle(found: Floors, *, accept: bool, path: Path = FILE) -> list[str]:
    """The ways in which *found* falls short of what is pinned; pinned now, if none or accepted."""
    shortfalls = pinned(path).shortfalls(found)
    if accept or not shortfalls:
        pin(found, path)
    return shortfalls
