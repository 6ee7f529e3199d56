"""Valid UTF-8 that is no text yet: encoded twice, or letters that only a font makes Vietnamese."""

import html
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from crawler.extract.charsets.evidence import Contest, vietnamese
from crawler.extract.charsets.tables import WESTERN, from_tcvn3, from_vni

#: What Vietnamese in UTF-8 hardly ever has, as it is sent: letters of other languages and the
#: beginnings of letters that were encoded twice; signs beside letters; such letters in entities.
#: Each pattern begins with a fixed byte, which makes its search ten times faster.
_LETTERS = re.compile(
    rb"\xc3(?:[\x84-\x87\x8b\x8e\x8f\x91\x96\x98\x9b\x9c\x9e\x9f\xa4-\xa7\xab\xae\xaf\xb1\xb6\xb8"
    rb"\xbb\xbc\xbe]|\x83(?:\xc2[^\xa0]|[\xc5\xc6\xcb]|\xe2(?:\x82|\x80[\xa0-\xa5\xb0-\xba]))"
    rb"|\xa1\xc2[\xba\xbb])"
)
_SIGNS = re.compile(
    rb"\xc2[\xa1-\xa8\xaa\xac\xb5\xb6\xb8\xb9\xbc-\xbe](?:(?=[A-Za-z])|(?<=[A-Za-z]..))", re.DOTALL
)
_ENTITIES = re.compile(rb"&[AEIOUaeiou]uml;")
#: Entities of the characters that fonts give another look, in the first half of Unicode's Latin.
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,6}[1234]{0,2}|#(?:1[6-9]\d|2[0-5]\d));")
_WORD = re.compile(r"(?:[A-Za-z]|[^\x00-\x7f])+")
_RUN = re.compile(r"[^<>]+")
#: Letters of Vietnamese that no byte of windows-1252 is.
_PROPER = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
#: So many words must get sense by a change; fewer are names, or a doubt.
_LEAST = 3
_AHEAD = 4
_SHARE = 0.7

_CONTINUED = re.escape("".join(chr(char) for char, code in WESTERN.items() if 0x80 <= code < 0xC0))
#: One letter of UTF-8, each byte of which was made a character.
_LETTER_OF_BYTES = re.compile(
    f"[\xc2-\xdf][{_CONTINUED}]|[\xe0-\xef][{_CONTINUED}]{{2}}|[\xf0-\xf4][{_CONTINUED}]{{3}}"
)
#: A page is no longer than so many characters, and the time that it takes has an end.
_LONGEST = 2_000_000
#: What is left of a letter where a program had nothing for its last byte.
_LOST = re.compile("á[º»]")
_SOUND = 50


class Mended(NamedTuple):
    """A text with its letters in their places, and a reason of ``charset.REASONS``."""

    text: str
    reason: str


def is_suspect(body: bytes) -> bool:
    """Whether *body*, in UTF-8, has anything for which :func:`mended` is worth its time.

    Every page is looked through, so not for all that there may be: what is pasted into a page as
    entities alone is left to :func:`is_garbled`.
    """
    if _LETTERS.search(body):
        return True
    has_vietnamese = b"\xe1\xba" in body or b"\xe1\xbb" in body
    return not has_vietnamese and bool(_SIGNS.search(body) or _ENTITIES.search(body))


def is_garbled(text: str) -> bool:
    """Whether *text*, of an article, still is not what was meant."""
    body = text.encode()
    is_worth_it = _LETTERS.search(body) or _SIGNS.search(body)
    return is_worth_it is not None and mended(text) is not None


def mended(text: str) -> Mended | None:
    """*text* as it was meant; None where it was meant as it is.

    ``unsure`` is the reason where a change would make sense of a few words only, or of some and
    not of others. Foreign names are no reason for anything.
    """
    plain = _ENTITY.sub(_letter, text)
    return _encoded_once(text) or _out_of_font(plain)


def _encoded_once(text: str) -> Mended | None:
    contest = Contest(
        _marked_words(text), {"once": _once, "twice": _undone, "thrice": _undone_twice}
    )
    gain, name = max((contest.gain(name, "once"), name) for name in ("twice", "thrice"))
    if gain < _LEAST:
        return Mended(text, "unsure") if gain > contest.count("once") else None
    replaced = _replaced(text, _undone if name == "twice" else _undone_twice)
    if (
        replaced is None
        or contest.share(name) < _SHARE
        or len(_LOST.findall(replaced)) * _SOUND > gain
    ):
        return Mended(text, "unsure")
    return Mended(replaced, "twice")


def _once(word: str) -> str:
    """*word*, if it is not made of the bytes of another."""
    return word if _undone(word) == word else "\ufffd"


def _undone_twice(text: str) -> str:
    return _undone(_undone(text))


def _undone(text: str) -> str:
    return _LETTER_OF_BYTES.sub(_letter_of_bytes, text)


def _letter_of_bytes(found: re.Match[str]) -> str:
    try:
        return bytes(WESTERN[ord(char)] for char in found[0]).decode("utf-8")
    except UnicodeDecodeError:
        return found[0]


_FONTS = {"tcvn3": from_tcvn3, "vni": from_vni}


def _out_of_font(text: str) -> Mended | None:
    contest = Contest(_marked_words(text), {"as it is": str, **_FONTS})
    gains = sorted((contest.gain(font, "as it is"), font) for font in _FONTS)
    (other, _), (gain, font) = gains
    if gain < _LEAST or gain < other * _AHEAD:
        doubtful = gain >= _LEAST or (gain > 1 and gain > contest.count("as it is"))
        return Mended(text, "unsure") if doubtful else None
    replaced = _replaced(text, _FONTS[font])
    return Mended(text, "unsure") if replaced is None else Mended(replaced, f"font-{font}")


def _replaced(text: str, change: Callable[[str], str]) -> str | None:
    """*text*, changed where *change* makes sense of it; None where that is not clear of some part.

    A portal's frame may be right around an article that was pasted in. What reads both ways is as
    what stands before and behind it.
    """
    if len(text) > _LONGEST:
        return None
    runs = _RUN.findall(text)
    signs = [_needs(change, run) for run in runs]
    if False not in signs:
        return change(text)
    before, behind = _filled(signs), _filled(signs[::-1])[::-1]
    choices = zip(before, behind, strict=True)
    for run, (one, other) in zip(runs, zip(before, behind, strict=True), strict=True):
        if one != other and _reads_both_ways(change, run):
            return None
    return _RUN.sub(lambda run: change(run[0]) if all(next(choices)) else run[0], text)


def _filled(signs: list[bool | None]) -> list[bool]:
    """*signs*, each that is None as the last before it."""
    filled, last = [], False
    for sign in signs:
        last = last if sign is None else sign
        filled.append(last)
    return filled


def _needs(change: Callable[[str], str], run: str) -> bool | None:
    """Whether *run* is to be changed; None where nothing tells."""
    words = tuple(_marked_words(run))
    if any(_PROPER.search(word) and vietnamese(word) for word in words):
        return False
    if any(not vietnamese(word) and vietnamese(change(word)) for word in words):
        return True
    return None


def _reads_both_ways(change: Callable[[str], str], run: str) -> bool:
    return any(
        vietnamese(word) and change(word) != word and vietnamese(change(word))
        for word in _marked_words(run)
    )


def _marked_words(text: str) -> Iterator[str]:
    return (word[0] for word in _WORD.finditer(text) if not word[0].isascii())


def _letter(found: re.Match[str]) -> str:
    letter = html.unescape(found[0])
    return letter if len(letter) == 1 and 0xA0 < ord(letter) < 0x100 else found[0]
