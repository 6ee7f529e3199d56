"""What was measured: printed, kept with seed, revision and command, and shown as a table."""

import json
import re
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from crawler.clock import now, utc_text
from tests.program import ROOT
from tests.tables import table

KEPT = Path(__file__).parent.parent / "results" / "chaos.jsonl"
README = Path(__file__).parent.parent / "README.md"
_PLACE = re.compile(r"(<!-- chaos: [^>]*-->\n).*?(<!-- end of chaos -->)", re.DOTALL)

Figures = Mapping[str, float]


def added(parts: Iterable[Figures]) -> dict[str, float]:
    """The sums of figures; of those whose name begins with ``most`` it is the largest."""
    sums: dict[str, float] = {}
    for part in parts:
        for name, value in part.items():
            before = sums.get(name, 0)
            sums[name] = max(before, value) if name.startswith("most") else before + value
    return sums


def keep(part: str, figures: Figures, *, seed: int, command: str) -> None:
    """Append a line to what was measured."""
    line = {
        "part": part, "figures": figures, "seed": seed, "revision": revision(),
        "command": command, "at": utc_text(now()),
    }  # fmt: skip
    KEPT.parent.mkdir(exist_ok=True)
    with KEPT.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


def kept() -> list[dict[str, object]]:
    """Every line that was kept, in the order of measuring."""
    if not KEPT.exists():
        return []
    return [json.loads(line) for line in KEPT.read_text(encoding="utf-8").splitlines()]


def summary() -> str:
    """What was kept, added up by part, as a table."""
    by_part: dict[str, list[dict[str, object]]] = {}
    for line in kept():
        by_part.setdefault(str(line["part"]), []).append(line)
    rows = []
    for part, lines in sorted(by_part.items()):
        figures = added(line["figures"] for line in lines)  # type: ignore[misc]  # read from JSON
        told = ", ".join(f"{value:g} {name}" for name, value in figures.items())
        where = ", ".join(dict.fromkeys(f"`{line['revision']}`" for line in lines))
        rows.append((part, told, f"{len(lines)}", where))
    return table(("part", "figures", "runs", "revisions"), rows)


def write_table() -> None:
    """Put the table into the README of the benchmarks."""
    text = README.read_text(encoding="utf-8")
    fresh = _PLACE.sub(lambda found: f"{found[1]}{summary()}\n{found[2]}", text)
    README.write_text(fresh, encoding="utf-8")


def revision() -> str:
    """The checkout's revision, with a plus sign where files differ from it."""
    head = _git("rev-parse", "--short=12", "HEAD").strip()
    is_changed = _git("diff", "--name-only", "HEAD", "--", ".", ":!benchmarks/results")
    return f"{head}{'+' if is_changed else ''}" or "unknown"


def _git(*words: str) -> str:
    command = ["git", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout  # noqa: S603 - git
