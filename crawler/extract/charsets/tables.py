"""The letters of TCVN3, VNI and VISCII, and how a text in each is read.

TCVN3 and VNI are fonts: a page in one is in windows-1252 for all that a browser knows, and its
letters only look Vietnamese. So both are read from a text, and such text is found in UTF-8 too.

The codes of TCVN3 (TCVN 5712:1993, the letters that its third form shares with the first) and of
VISCII (RFC 1456) are those of glibc's TCVN5712-1 and VISCII; those of VNI are the table of "VNI for
Windows" that input methods have.
"""

import codecs
import re

_LETTERS = (
    "á à ả ã ạ ă ắ ằ ẳ ẵ ặ â ấ ầ ẩ ẫ ậ é è ẻ ẽ ẹ ê ế ề ể ễ ệ í ì ỉ ĩ ị ó ò ỏ õ ọ ô ố ồ ổ ỗ ộ"
    " ơ ớ ờ ở ỡ ợ ú ù ủ ũ ụ ư ứ ừ ử ữ ự ý ỳ ỷ ỹ ỵ đ"
).split()
_VNI = (
    "aù aø aû aõ aï aê aé aè aú aü aë aâ aá aà aå aã aä eù eø eû eõ eï eâ eá eà eå eã eä"
    " í ì æ ó ò où oø oû oõ oï oâ oá oà oå oã oä ô ôù ôø ôû ôõ ôï uù uø uû uõ uï ö öù öø öû öõ öï"
    " yù yø yû yõ î ñ"
).split()
_TCVN3 = (
    "b8 b5 b6 b7 b9 a8 be bb bc bd c6 a9 ca c7 c8 c9 cb d0 cc ce cf d1 aa d5 d2 d3 d4 d6"
    " dd d7 d8 dc de e3 df e1 e2 e4 ab e8 e5 e6 e7 e9 ac ed ea eb ec ee f3 ef f1 f2 f4"
    " ad f8 f5 f6 f7 f9 fd fa fb fc fe ae"
)
_VISCII = (
    "e1 e0 e4 e3 d5 e5 a1 a2 c6 c7 a3 e2 a4 a5 a6 e7 a7 e9 e8 eb a8 a9 ea aa ab ac ad ae"
    " ed ec ef ee b8 f3 f2 f6 f5 f7 f4 af b0 b1 b2 b5 bd be b6 b7 de fe fa f9 fc fb f8"
    " df d1 d7 d8 e6 f1 fd cf d6 db dc f0"
)
_VISCII_CAPITALS = (
    "c1 c0 c4 c3 80 c5 81 82 02 05 83 c2 84 85 86 06 87 c9 c8 cb 88 89 ca 8a 8b 8c 8d 8e"
    " cd cc 9b ce 98 d3 d2 99 a0 9a d4 8f 90 91 92 93 b4 95 96 97 b3 94 da d9 9c 9d 9e"
    " bf ba bb bc ff b9 dd 9f 14 19 1e d0"
)
#: Of the capitals only those without a tone have codes; those with one are small letters in a font
#: of capitals.
_TCVN3_CAPITALS = {"a1": "Ă", "a2": "Â", "a3": "Ê", "a4": "Ô", "a5": "Ơ", "a6": "Ư", "a7": "Đ"}

#: Small letters between capitals, which can only be capitals of such a font.
_IN_CAPITALS = re.compile(r"(?<!\w)[^\Wa-z\d_]++(?!\w)(?:[ –-]+[^\Wa-z\d_]++(?!\w))*+")
_CAPITALS = re.compile(r"[A-Z][^\W_]*[A-Z]")


def _by_code(codes: str, letters: list[str]) -> dict[int, str]:
    return dict(zip(bytes.fromhex(codes), letters, strict=True))


_OF_TCVN3 = _by_code(_TCVN3, _LETTERS) | {
    int(code, 16): letter for code, letter in _TCVN3_CAPITALS.items()
}
_OF_VISCII = _by_code(_VISCII, _LETTERS) | _by_code(_VISCII_CAPITALS, [*map(str.upper, _LETTERS)])
_VISCII_TABLE = "".join(_OF_VISCII.get(code, chr(code)) for code in range(256))
_WESTERN_TABLE = "".join(
    bytes([code]).decode("cp1252", errors="ignore") or chr(code) for code in range(256)
)
#: The byte of each character of windows-1252, as code points.
WESTERN = {ord(letter): code for code, letter in enumerate(_WESTERN_TABLE)} | {
    code: code for code in range(256)
}
_TCVN3_LETTERS = "".join(map(chr, _OF_TCVN3))
#: Signs that stand alone, as what they are; or else letters.
_TCVN3_PART = re.compile(
    rf"(?<![^\s>(;])[©®«»·§](?=[\s\d)]|&(?!#)|\Z)|(?<=>)[©®«»·§](?=<)|([{_TCVN3_LETTERS}]+)"
)
_OF_VNI = dict(zip(_VNI, _LETTERS, strict=True))
_VNI_PAIR = re.compile("[ôö][ùøûõï]|[aeouy][à-å]|[aeouy][èéêëïõøùúûü]|[íìæóòôöîñ]", re.IGNORECASE)


def from_western(body: bytes) -> str:
    """The text of *body* in windows-1252 as browsers have it: no byte is without a character."""
    return codecs.charmap_decode(body, "replace", _WESTERN_TABLE)[0]


def from_viscii(body: bytes) -> str:
    """The text of *body* in VISCII."""
    return codecs.charmap_decode(body, "replace", _VISCII_TABLE)[0]


def from_tcvn3(text: str) -> str:
    """What a font of TCVN3 shows where *text* stands in windows-1252.

    A capital with a tone comes out as a small letter, unless its word says that it is in capitals.
    """
    return _IN_CAPITALS.sub(_as_capitals, _TCVN3_PART.sub(_of_tcvn3, text))


def from_vni(text: str) -> str:
    """What a font of VNI shows where *text* stands in windows-1252."""
    return _VNI_PAIR.sub(_of_vni, text)


def _of_tcvn3(found: re.Match[str]) -> str:
    return found[0].translate(_OF_TCVN3) if found[1] else found[0]


def _as_capitals(found: re.Match[str]) -> str:
    words = found[0].split()
    if any(_CAPITALS.search(word) and not word.isupper() for word in words):
        return found[0].upper()
    return found[0]


def _of_vni(found: re.Match[str]) -> str:
    letter = _OF_VNI.get(found[0].lower(), found[0])
    return letter.upper() if found[0][0].isupper() else letter
