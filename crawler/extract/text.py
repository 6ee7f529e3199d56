"""Text as the archive compares and stores it: one spelling for one reading.

What differs only in invisible characters, white space or composition must be equal, else a page
that was saved again by its editor would look edited. What a reader can see stays as printed: the
tone placement of ``uỷ`` and ``ủy`` is the writer's, and the search folds it, not we.
"""

import re
import unicodedata

#: Characters without a shape of their own: zero width, soft hyphen, direction marks.
_INVISIBLE = (
    0x00AD, 0x061C, 0x180E, 0xFEFF,
    *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070),
)  # fmt: skip
#: Controls that separate (tab, line ends, NEL) are white space; the others are debris.
_CONTROLS = tuple(code for code in (*range(0x20), *range(0x7F, 0xA0)) if not chr(code).isspace())
#: Halves of a surrogate pair: no text file and no database can hold them.
_SURROGATES = range(0xD800, 0xE000)
_REMOVED = dict.fromkeys((*_INVISIBLE, *_CONTROLS, *_SURROGATES))

_VOWEL = "[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]"
#: Eth before a Vietnamese rhyme, as in "Ðảng" or "ÐOÀN"; "Ðæt" is no Vietnamese word.
_ETH_IN_SYLLABLE = re.compile(
    rf"(?<!\w)Ð(?={_VOWEL}{{1,3}}(?:ng|nh|ch|[ckmnpt])?(?!\w))", re.IGNORECASE
)
#: Eth in a word of capitals, as in "HÐND" or "QÐ-TTg".
_ETH_IN_CAPITALS = re.compile(r"(?<![^\W_])[A-ZÐĐƠƯ]{1,9}(?![^\W_])")
#: Letters that no language but Vietnamese uses.
_ONLY_VIETNAMESE = re.compile("[ơưƠƯ\u1ea0-\u1ef9]")


def folded(text: str) -> str:
    """*text* on one line, in NFC, without what nobody sees; idempotent.

    Every run of white space (NBSP and the Unicode spaces too) becomes one blank, at the ends
    none. Zero-width characters, soft hyphens, direction marks and controls go. ``Ð`` (eth,
    U+00D0), which old keyboards put in place of ``Đ`` (U+0110), is mended where it stands before
    a Vietnamese rhyme ("Ðoàn"), or in a word of capitals ("HÐND") if the text holds a letter that
    only Vietnamese has; elsewhere (Icelandic, Old English) it stays.
    """
    visible = unicodedata.normalize("NFC", text.translate(_REMOVED))
    line = " ".join(visible.split())
    return _with_d(line) if "Ð" in line else line


def folded_lines(text: str) -> str:
    """*text* folded line by line, without empty lines: for lists and tables, whose lines count."""
    return "\n".join(line for line in map(folded, text.splitlines()) if line)


def letters(text: str) -> int:
    """How many letters *text* has; digits, marks and spaces are none."""
    return sum(map(str.isalpha, text))


def _with_d(line: str) -> str:
    line = _ETH_IN_SYLLABLE.sub("Đ", line)
    if _ONLY_VIETNAMESE.search(line):
        return _ETH_IN_CAPITALS.sub(lambda found: found[0].replace("Ð", "Đ"), line)
    return line
