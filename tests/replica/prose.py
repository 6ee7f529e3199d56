"""Invented Vietnamese prose, the same for the same key."""

import random
import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache
from typing import TypeVar

from tests.replica import wording

Choice = TypeVar("Choice")

_SLOT = re.compile(r"\{(\w+)\}")
_NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


def chance(*key: object) -> random.Random:
    """A source of choices that depends on *key* alone, on every machine."""
    text = "/".join(map(str, key))
    return random.Random(text)  # noqa: S311 - invented pages, nothing secret depends on it


def folded(text: str) -> str:
    """*text* in NFC, each run of white space (NBSP too) as one blank, none at the ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def slug(text: str) -> str:
    """*text* as both platforms put it into an address: ASCII, cut at 80 characters."""
    letters = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return _NOT_IN_A_SLUG.sub("-", plain).strip("-")[:80].strip("-")


def old_tones(text: str) -> str:
    """*text* with the tone mark where older spelling has it: ``uỷ``, ``hoà``, ``thuỷ``."""
    text = text.replace("ủy", "uỷ").replace("Ủy", "Uỷ")
    return re.sub(r"òa\b", "oà", text)


@cache
def _pieces(template: str) -> tuple[tuple[str, str], ...]:
    """*template* as (text before, slot) pairs; the last slot is empty."""
    parts = _SLOT.split(template)
    parts.append("")
    return tuple(zip(parts[0::2], parts[1::2], strict=True))


class Writer:
    """Writes sentences, drawing every choice from one source in a fixed order."""

    def __init__(self, source: random.Random) -> None:
        self.source = source
        self._slots: dict[str, Callable[[], str]] = {
            "unit": lambda: self.pick(wording.UNITS),
            "place": lambda: self.pick(wording.PLACES),
            "topic": lambda: self.pick(wording.TOPICS),
            "topic_cap": lambda: self.capital(self.pick(wording.TOPICS)),
            "event": lambda: self.pick(wording.EVENTS),
            "event_cap": lambda: self.capital(self.pick(wording.EVENTS)),
            "role": lambda: self.pick(wording.ROLES),
            "person": self.person,
            "n": lambda: str(self.below(28) + 2),
            "m": lambda: str(self.below(70) + 30),
            "p": lambda: f"{self.below(9)},{self.below(100):02d}",
            "year": lambda: str(2012 + self.below(12)),
            "day": lambda: f"{self.below(28) + 1}/{self.below(12) + 1}",
        }

    def below(self, limit: int) -> int:
        """A whole number from 0 to *limit* - 1."""
        return int(self.source.random() * limit)

    def pick(self, choices: Sequence[Choice]) -> Choice:
        """One of *choices*."""
        return choices[int(self.source.random() * len(choices))]

    @staticmethod
    def capital(text: str) -> str:
        """*text* with a capital first letter."""
        return text[:1].upper() + text[1:]

    def person(self) -> str:
        """A full name."""
        names = (wording.FAMILY_NAMES, wording.MIDDLE_NAMES, wording.GIVEN_NAMES)
        return " ".join(self.pick(choices) for choices in names)

    def fill(self, template: str) -> str:
        """*template* with every slot filled."""
        out: list[str] = []
        for text, slot in _pieces(template):
            out.append(text)
            if slot:
                out.append(self._slots[slot]())
        return "".join(out)

    def one_of(self, templates: Sequence[str]) -> str:
        """One of *templates*, filled, with a capital first letter."""
        return self.capital(self.fill(self.pick(templates)))

    def sentences(self, count: int) -> str:
        """*count* sentences of prose in one line."""
        return " ".join(self.one_of(wording.SENTENCES) for _ in range(count))

    def title(self) -> str:
        """A headline."""
        return self.one_of(wording.TITLES)
