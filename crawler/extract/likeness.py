"""Whether two titles, or two articles, say the same: for judging answers, never for storing them.

Words are compared in lower case and one tone placement; marks count, for without them half of all
titles share a word ("đảng", "đang", "dáng").
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote, urlsplit

from crawler.extract.text import folded
from crawler.extract.tones import tones_in_front
from crawler.items import Article

_WORD = re.compile(r"[^\W_]+")
_LETTERS = re.compile(r"[^\W\d_]+")
#: So large a part of the shorter title's words, and the two may be versions of one.
_SHARED = 0.5
#: Fewer words two titles share by chance.
_FEW = 3
#: An address without marks shares words with a title more easily.
_SHARED_WITH_ADDRESS = 0.7
#: Fewer words of an address tell nothing of its article, unless they are all of its title.
_TELLING, _TELLING_WHOLE = 4, 3
#: So large a part of all words of two texts, and they are one but for a clock or an address.
_ALIKE = 0.8

Words = tuple[str, ...]


def words_of(text: str | None) -> Words:
    """The words of *text*, in order."""
    return tuple(_WORD.findall(tones_in_front(folded(text or "")).lower()))


def may_be_one(title: Words, listed: Words) -> bool:
    """Whether a title may be the one that was *listed*: shortened, or edited since."""
    if len(set(title) & set(listed)) < _FEW:
        return bool(title) and title == listed
    return _shared(set(title), set(listed)) >= _SHARED


def holds(title: Words, listed: Words) -> bool:
    """Whether one of them is the other, or a part of it."""
    shorter, longer = sorted((title, listed), key=len)
    return bool(shorter) and set(shorter) <= set(longer)


@dataclass(frozen=True)
class Listed:
    """A title as a listing has it, which may be cut short."""

    words: Words
    is_cut: bool

    @classmethod
    def of(cls, title: str | None) -> Self:
        """What was listed as *title*."""
        return cls(words_of(title), (title or "").rstrip().endswith(("...", "…")))

    def is_of(self, title: Words) -> bool:
        """Whether it is *title* itself, or the beginning of it that was kept."""
        if self.is_cut and len(self.words) >= _TELLING:
            return title[: len(self.words)] == self.words
        return bool(self.words) and title == self.words


def is_named_in(title: Words, url: str) -> bool | None:
    """Whether the address *url* spells the title; None where it spells nothing."""
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    spelt = {word for word in _LETTERS.findall(last.lower()) if word not in ("html", "htm", "aspx")}
    plain = {_unmarked(word) for word in title}
    if len(spelt) < _TELLING:
        return True if len(spelt) >= _TELLING_WHOLE and spelt == plain else None
    return _shared(plain, spelt) >= _SHARED_WITH_ADDRESS


@dataclass(frozen=True)
class Wording:
    """The words of an article, title included; numbers are none of them."""

    words: frozenset[str]

    @classmethod
    def of(cls, article: Article) -> Self:
        """The wording of *article*."""
        texts = (article.title, article.lead, *(block.text for block in article.blocks))
        return cls(frozenset(_LETTERS.findall(" ".join(map(folded, filter(None, texts))).lower())))

    def is_like(self, other: "Wording") -> bool:
        """Whether both say the same, but for a few words."""
        every = len(self.words | other.words)
        return every == 0 or len(self.words & other.words) / every >= _ALIKE


def _shared(one: set[str], other: set[str]) -> float:
    least = min(len(one), len(other))
    return len(one & other) / least if least else 0.0


def _unmarked(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.replace("đ", "d"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
