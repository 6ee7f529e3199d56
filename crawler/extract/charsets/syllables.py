"""What a Vietnamese syllable is: onset, rhyme and tone, a closed and small grammar.

It is what tells one charset from another: bytes read in a wrong one give letters, and hardly ever
syllables. Foreign names are none, and so are most abbreviations.
"""

import re
import unicodedata
from functools import lru_cache
from itertools import product

#: Combining grave, acute, hook above, tilde, dot below; the level tone has no mark.
_TONES = "\u0300\u0301\u0309\u0303\u0323"
#: A syllable that ends in a stop has one of two tones.
_STOPPED_TONES = "\u0301\u0323"
_STOPS = ("c", "ch", "p", "t")
_OPEN = """
a e ê i o ô ơ u ư y ai ao au ay âu ây eo êu ia iu oa oe oi ôi ơi ua uê ui uơ uy ưa ưi ưu
iêu oai oao oay oeo uây uôi uya uyu ươi ươu yêu
""".split()
#: Each vowel with the consonants that may follow it.
_CLOSED = {
    "a": "c ch m n ng nh p t", "ă": "c m n ng p t", "â": "c m n ng p t", "e": "c m n ng p t",
    "ê": "ch m n ng nh p t", "i": "ch m n nh p t", "o": "c m n ng p t", "ô": "c m n ng p t",
    "ơ": "m n p t", "u": "c m n ng p t", "ư": "c m n ng t", "iê": "c m n ng p t",
    "oa": "c ch m n ng nh p t", "oă": "c m n ng t", "oe": "m n ng t", "oo": "c ng",
    "uâ": "n ng t", "uê": "ch n nh",
    "uô": "c m n ng p t", "uy": "ch n nh p t", "uyê": "n t", "ươ": "c m n ng p t",
    "y": "ch n nh p t", "yê": "m n ng t",
}  # fmt: skip
#: The onsets, each with the letters, without their marks, that its rhyme may begin with.
_FRONT, _BACK, _ANY = "eiy", "aou", "aeiouy"
_ONSETS = dict.fromkeys("b ch d đ h kh l m n nh p ph r s t th tr v x".split(), _ANY) | {
    "": _ANY, "c": _BACK, "k": _FRONT, "g": "aoui", "gh": "ei", "gi": "aeou", "ng": _BACK,
    "ngh": "ei", "qu": "aeioy",
}  # fmt: skip
#: "HĐND": consonants in capitals, Đ among them.
_ABBREVIATION = re.compile("(?=.{0,9}Đ)[BCDĐGHKLMNPQRSTVX]{2,10}")


def _rhymes() -> frozenset[str]:
    """Every rhyme with every tone that it may have, in each of its two old and new spellings."""
    found = set()
    for rhyme in _OPEN:
        found |= {rhyme, *_with_tones(rhyme, _TONES, is_open=True)}
    for vowel, codas in _CLOSED.items():
        for coda in codas.split():
            tones = _STOPPED_TONES if coda in _STOPS else _TONES
            found |= {f"{spelled}{coda}" for spelled in _with_tones(vowel, tones, is_open=False)}
            found |= {f"{vowel}{coda}"} if coda not in _STOPS else set()
    return frozenset(found)


def _with_tones(vowels: str, tones: str, *, is_open: bool) -> set[str]:
    return {
        unicodedata.normalize("NFC", f"{vowels[: at + 1]}{tone}{vowels[at + 1 :]}")
        for at, tone in product(_places(vowels, is_open=is_open), tones)
    }


def _places(vowels: str, *, is_open: bool) -> tuple[int, ...]:
    """Where the tone's mark may stand: on ă, â, ê, ô, ơ or ư; else by how the syllable ends."""
    marked = [at for at, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if marked:
        return (marked[-1],)
    if not is_open:
        return (len(vowels) - 1,)
    if vowels in ("oa", "oe", "uy"):
        return (0, 1)
    return (1,) if len(vowels) == 3 else (0,)  # oai, uya: three vowels


_RHYMES = _rhymes()


@lru_cache(maxsize=4096)
def is_vietnamese(word: str) -> bool:
    """Whether *word*, letters in NFC, is a syllable or an abbreviation with Đ.

    It is in small letters, in capitals, or has one capital in front.
    """
    if not (word.islower() or word.isupper() or word[1:].islower()):
        return False
    return _is_syllable(word.lower()) or _ABBREVIATION.fullmatch(word) is not None


def _is_syllable(word: str) -> bool:
    return any(
        word[length:] in _RHYMES
        and unicodedata.normalize("NFD", word[length])[0] in _ONSETS.get(word[:length], "")
        for length in range(min(4, len(word)))
    )
