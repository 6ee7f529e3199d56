"""Which of several readings of the same words is Vietnamese.

Each word is read in every way, and counts for the ways that make a syllable of it. A reading holds
only where it stands clear of all others: where two read equally well nobody can know.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import Generic, TypeVar

from crawler.extract.charsets.syllables import is_vietnamese

#: What words are made of: bytes, or characters that stand for bytes.
Raw = TypeVar("Raw", bytes, str)

#: So many different words with marks are needed before a text tells its charset, and so many of
#: all that it has must be syllables: the others are names and abbreviations.
_LEAST = 3
_SHARE = 0.7
#: A reading is worth a doubt from this share on.
_DOUBT = 0.5
#: For one syllable that only a rival makes of a word there are so many that only the best makes:
#: of the words in a wrong charset half may be syllables, but hardly any where the right one's are
#: none.
_AHEAD = 4
#: So many different words tell what there is to tell, none of them longer than so many letters.
_MOST, _LONGEST = 2000, 40
#: What begins and ends words, or joins them, beside ASCII, and is no letter.
_BEFORE = "“‘„‚«©–—•·…\xa0\ufeff"
_BEHIND = "”’»®™°…–—·²³\xa0"
_JOINTS = re.compile("[\x00-\x40\x5b-\x60\x7b-\x7f’–—…\xa0]+")


def vietnamese(word: str) -> bool | None:
    """Whether *word* is Vietnamese as its marks go; None where it has none."""
    stripped = unicodedata.normalize("NFC", word).lstrip(_BEFORE).rstrip(_BEHIND)
    marked = [part for part in _JOINTS.split(stripped) if part and not part.isascii()]
    return all(map(is_vietnamese, marked)) if marked else None


class Contest(Generic[Raw]):
    """Words, each read in each of *readings*, which go by their names."""

    def __init__(self, words: Iterable[Raw], readings: Mapping[str, Callable[[Raw], str]]) -> None:
        taken = _distinct(words)
        self._read = {name: tuple(map(read, taken)) for name, read in readings.items()}
        self._votes = {name: tuple(map(vietnamese, read)) for name, read in self._read.items()}

    @property
    def is_empty(self) -> bool:
        """Whether there is no word to judge by."""
        return not any(self._read.values())

    def count(self, name: str) -> int:
        """How many words are Vietnamese in the reading *name*."""
        return sum(vote is True for vote in self._votes[name])

    def share(self, name: str) -> float:
        """How many that is of all that have marks."""
        marked = sum(vote is not None for vote in self._votes[name])
        return self.count(name) / marked if marked else 0.0

    def is_clear(self, name: str) -> bool:
        """Whether the words are in *name*, and in none that reads them otherwise."""
        enough = self.count(name) >= _LEAST and self.share(name) >= _SHARE
        return enough and all(
            not self.differ(name, other)
            or self.gain(name, other) >= max(_LEAST, self.gain(other, name) * _AHEAD)
            for other in self._read
        )

    def bears(self, name: str) -> bool:
        """Whether the words may be in *name*, as a label says: no other reads them as well."""
        return all(
            not self.differ(name, other) or self.gain(name, other) > self.gain(other, name)
            for other in self._read
            if self.may_be(other)
        )

    def may_be(self, name: str) -> bool:
        """Whether there is anything for *name*."""
        return self.count(name) > 0 and self.share(name) >= _DOUBT

    def differ(self, name: str, other: str) -> bool:
        """Whether the two readings give different words."""
        return self._read[name] != self._read[other]

    def gain(self, name: str, other: str) -> int:
        """How many words are Vietnamese in *name* and not in *other*."""
        both = zip(self._votes[name], self._votes[other], strict=True)
        return sum(ours is True and theirs is not True for ours, theirs in both)


def _distinct(words: Iterable[Raw]) -> tuple[Raw, ...]:
    found: dict[Raw, None] = {}
    for word in words:
        if len(word) <= _LONGEST:
            found[word] = None
        if len(found) == _MOST:
            break
    return tuple(found)
