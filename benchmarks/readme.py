"""Where measurements are kept: tables of ``README.md``, each between two marks."""

import re
from pathlib import Path

README = Path(__file__).with_name("README.md")


def keep(name: str, table: str) -> None:
    """Write *table* into its place in the README."""
    README.write_text(with_table(README.read_text(encoding="utf-8"), name, table), encoding="utf-8")


def with_table(text: str, name: str, table: str) -> str:
    """*text* with the table called *name* written anew; ValueError where it has no place."""
    place = re.compile(rf"(<!-- {name}: [^>]*-->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    new, count = place.subn(lambda found: f"{found[1]}{table}\n{found[2]}", text)
    if count != 1:
        raise ValueError(f"{README.name} has {count} places for the table of {name}, not 1")
    return new
