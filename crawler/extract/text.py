"""Text as the archive compares and stores it: one spelling for one reading.

What differs only in invisible characters, white space or composition must be equal, else a page
that was saved again by its editor would look edited. What a reader can see stays as printed: the
tone placement of ``uỷ`` and ``ủy`` is the writer's, and the search folds it, not we.
"""

import re

from crawler.extract.composition import composed

#: Characters without a shape of their own: soft hyphen, zero width, direction marks; controls,
#: except those that separate (tab, line ends, NEL), which are white space; and halves of surrogate
#: pairs, which no text file and no database can hold.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]+"
)

_VOWEL = "[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]"
#: Eth before a Vietnamese rhyme, as in "Ðảng" or "ÐOÀN"; "Ðæt" is no Vietnamese word.
_ETH_IN_SYLLABLE = re.compile(rf"(?<!\w)Ð(?=(?i:{_VOWEL}{{1,3}}(?:ng|nh|ch|[ckmnpt])?)(?!\w))")
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
    line = " ".join(text.split())
    if not line.isprintable():
        line = " ".join(_UNSEEN.sub("", line).split())
    line = composed(line)
    return _with_d(line) if "Ð" in line else line


def folded_lines(text: str) -> str:
    """*text* folded line by line, without empty lines: for lists and tables, whose lines count."""
    return "\n".join(line for line in map(folded, text.splitlines()) if line)


def letters(text: str) -> int:
    """How many letters *text* has; digits, marks and spaces are none."""
    return sum(map(str.isalpha, text))


def reaches(text: str, least: int) -> bool:
    """Whether *text* has *least* letters or more; of a long text its beginning tells mostly."""
    return letters(text[: 2 * least]) >= least or letters(text) >= least


def _with_d(line: str) -> str:
    line = _ETH_IN_SYLLABLE.sub("Đ", line)
    if _ONLY_VIETNAMESE.search(line):
        return _ETH_IN_CAPITALS.sub(lambda found: found[0].replace("Ð", "Đ"), line)
    return line
