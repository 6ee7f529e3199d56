"""Texts in the charsets of Vietnamese before Unicode, made without the tables of the program.

VNI is made by its rule (a letter for each mark behind the vowel), TCVN3 and VISCII by the codes of
their standards, in the order of Vietnamese dictionaries.
"""

import unicodedata
from collections.abc import Callable

TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
#: The twelve vowels with six tones each, less those that have no mark at all, and đ.
SMALL = [
    letter
    for vowel in "aăâeêioôơuưy"
    for tone in TONES
    if not (letter := unicodedata.normalize("NFC", f"{vowel}{tone}")).isascii()
] + ["đ"]
LETTERS = [*SMALL, *map(str.upper, SMALL)]

_TCVN3 = (
    "b5b6b7b8b9 a8bbbcbdbec6 a9c7c8c9cacb cccecfd0d1 aad2d3d4d5d6 d7d8dcddde dfe1e2e3e4"
    " abe5e6e7e8e9 aceaebecedee eff1f2f3f4 adf5f6f7f8f9 fafbfcfdfe ae"
)
_TCVN3_OF = dict(zip(SMALL, bytes.fromhex(_TCVN3), strict=True)) | dict(
    zip("ĂÂÊÔƠƯĐ", bytes.fromhex("a1a2a3a4a5a6a7"), strict=True)
)
_VISCII = (
    "e0e4e3e1d5 e5a2c6c7a1a3 e2a5a6e7a4a7 e8eba8e9a9 eaabacadaaae ecefeeedb8 f2f6f5f3f7"
    " f4b0b1b2afb5 bdb6b7debefe f9fcfbfaf8 dfd7d8e6d1f1 cfd6dbfddc f0 c0c4c3c180 c5820205"
    " 8183 c28586068487 c8cb88c989 ca8b8c8d8a8e cc9bcecd98 d299a0d39a d490"
    "91928f93 b49697b39594 d99c9dda9e bfbbbcff"
    "bab9 9f1419dd1e d0"
)
_VISCII_OF = dict(zip(LETTERS, bytes.fromhex(_VISCII), strict=True))
#: Marks of VNI: behind a vowel as it is, behind ă, and behind a vowel with a circumflex.
_VNI_PLAIN, _VNI_BREVE, _VNI_CIRCUMFLEX, _VNI_I = "øûõùï", "èúüéë", "àåãáä", "ìæóíò"
_BREVE, _CIRCUMFLEX = "\u0306", "\u0302"


def in_cp1258(text: str) -> bytes:
    """Tones stand behind their letters, the other marks are part of them."""
    return b"".join(_letter_of_cp1258(letter) for letter in text)


def _letter_of_cp1258(letter: str) -> bytes:
    try:
        return letter.encode("cp1258")
    except UnicodeEncodeError:
        parts = unicodedata.normalize("NFD", letter)
        tone = next((part for part in parts if part in TONES[1:]), "\ufffd")
        base = unicodedata.normalize("NFC", parts.replace(tone, ""))
        return base.encode("cp1258") + tone.encode("cp1258")


def in_tcvn3(text: str) -> bytes:
    """Capitals with a tone are small letters, which a font of capitals shows as what they are."""
    return b"".join(map(_letter_of_tcvn3, text))


def _letter_of_tcvn3(letter: str) -> bytes:
    if letter in LETTERS:
        return bytes([_TCVN3_OF.get(letter) or _TCVN3_OF[letter.lower()]])
    return _sign(letter)


def _sign(letter: str) -> bytes:
    """A sign of windows-1252; in the places of its letters and of many signs a font has others."""
    if "\xa0" < letter <= "\xff":
        raise UnicodeEncodeError("font", letter, 0, 1, "the font has another letter there")
    return letter.encode("cp1252")


def in_viscii(text: str) -> bytes:
    return b"".join(
        bytes([_VISCII_OF[letter]]) if letter in LETTERS else letter.encode("ascii")
        for letter in text
    )


def in_vni(text: str) -> bytes:
    return b"".join(
        _letter_of_vni(letter).encode("cp1252") if letter in LETTERS else _sign(letter)
        for letter in text
    )


def _letter_of_vni(letter: str) -> str:
    base, *marks = unicodedata.normalize("NFD", letter.lower())
    tone = next((TONES.index(mark) for mark in marks if mark in TONES[1:]), 0)
    if letter.lower() == "đ":
        shown = "ñ"
    elif base == "i":
        shown = _VNI_I[tone - 1]
    elif base == "y" and tone == len(TONES) - 1:
        shown = "î"
    elif _BREVE in marks or _CIRCUMFLEX in marks:
        rows, alone = (_VNI_BREVE, "ê") if _BREVE in marks else (_VNI_CIRCUMFLEX, "â")
        shown = base + (rows[tone - 1] if tone else alone)
    else:
        horned = {"o": "ô", "u": "ö"}.get(base, base) if "\u031b" in marks else base
        shown = horned + (_VNI_PLAIN[tone - 1] if tone else "")
    return shown.upper() if letter.isupper() else shown


def twice(text: str) -> bytes:
    """UTF-8 that a program took for windows-1252, as browsers have it, and encoded again."""
    return "".join(map(_of_byte, text.encode())).encode()


def _of_byte(byte: int) -> str:
    return bytes([byte]).decode("cp1252", errors="ignore") or chr(byte)


def thrice(text: str) -> bytes:
    return twice(twice(text).decode())


def twice_by_latin1(text: str) -> bytes:
    return text.encode().decode("latin-1").encode()


def for_a_font(encode: Callable[[str], bytes]) -> Callable[[str], bytes]:
    """UTF-8 whose letters look Vietnamese in a font of *encode*'s charset alone."""
    return lambda text: encode(text).decode("cp1252").encode()
