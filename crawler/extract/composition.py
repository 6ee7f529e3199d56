"""Letters and their marks in one spelling (NFC), in a time that grows with the text alone.

Unicode sorts the marks on a letter, and Python does so by insertion: 30,000 marks on one letter
take it seconds. Unicode's own cure (the stream-safe format of UAX #15) is to let no more than
thirty stand in a row, with an invisible joiner between; no language piles up more than a few.
"""

import re
import unicodedata

_MOST_MARKS = 30
_JOINER = "\u034f"
#: A text has an ASCII character in each stretch of this length, unless it is no Vietnamese.
_STRETCH = 250
_BEYOND_ASCII = re.compile("[^\x00-\x7f]++")


def composed(text: str) -> str:
    """*text* in NFC; idempotent."""
    return unicodedata.normalize("NFC", _stream_safe(text) if _may_pile_up(text) else text)


def _may_pile_up(text: str) -> bool:
    """Whether more than two stretches of *text* could be nothing but marks."""
    stretches = (text[at : at + _STRETCH] for at in range(0, len(text), _STRETCH))
    return len(text) > 2 * _STRETCH and any(
        not stretch.encode("ascii", errors="ignore") for stretch in stretches
    )


def _stream_safe(text: str) -> str:
    return _BEYOND_ASCII.sub(lambda found: "".join(_with_joiners(found[0])), text)


def _with_joiners(text: str) -> list[str]:
    kept: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks > _MOST_MARKS:
            kept.append(_JOINER)
            marks = 1
        kept.append(letter)
    return kept
