"""How an article's letters are typed: the same text to the eye, in many spellings of its bytes.

What a reader of the page must undo: decomposed letters, entities by name and by number, marks that
have no shape, blanks of several kinds, a foreign letter that looks alike, and elements that open
in mid-word.
"""

import html
import re
import unicodedata
from html.entities import codepoint2name

from tests.replica.prose import Writer

_NAMED = {code: f"&{name};" for code, name in codepoint2name.items() if code > 127 and code != 160}
_INVISIBLE = ("\u200b", "\u00ad", "\ufeff", "\u200c")
_BLANKS = ("\u00a0", "\u00a0\u00a0", " ", "\n")
_OPENINGS = (
    '<span style="letter-spacing:-.2pt">', '<font color="#000000">', "<span>",
    '<span lang="VI" style="font-size:14.0pt;font-family:&quot;Times New Roman&quot;">',
    '<FONT FACE="Times New Roman" SIZE=3>',
)  # fmt: skip

#: The habits that concern letters; an article has some of those that its platform allows.
LETTERS = frozenset(
    {"named", "numbered", "decomposed", "invisible", "eth", "blanks", "soup", "pasted"}
)
#: Stands for a line break until the text is escaped.
_BREAK = "\ue000"


class Typist:
    """Types one article, always with the same *habits*."""

    def __init__(self, writer: Writer, habits: frozenset[str]) -> None:
        self.writer = writer
        self.habits = habits

    def plain(self, text: str) -> str:
        """*text* as HTML without elements, as in a title."""
        return self._marked(self._letters(text))

    def prose(self, text: str) -> str:
        """*text* as :meth:`rich`; pasted from a narrower page, it breaks its lines anywhere."""
        if "pasted" in self.habits:
            words = text.split(" ")
            for place in range(6, len(words) - 6):
                if words[place].islower() and self.writer.below(20) == 0:
                    words[place] = _BREAK + words[place]
            text = " ".join(words)
        return self.rich(text).replace(_BREAK, "<br />\n")

    def rich(self, text: str) -> str:
        """*text* as HTML in which elements may open and close anywhere, even in mid-word."""
        if "soup" not in self.habits:
            return self.plain(text)
        rest, out = self._letters(text), []
        while rest:
            cut = self.writer.below(60) + 1
            piece, rest = self._marked(rest[:cut]), rest[cut:]
            out.append(self._wrapped(piece) if self.writer.below(3) == 0 else piece)
        return "".join(out)

    def _letters(self, text: str) -> str:
        if "eth" in self.habits:
            text = re.sub(r"\bĐ(?=\w)", "\u00d0", text)
        if "decomposed" in self.habits:
            text = unicodedata.normalize("NFD", text)
        words = text.split(" ")
        if "invisible" in self.habits:
            words = [self._inside(word) if self.writer.below(24) == 0 else word for word in words]
        if "blanks" in self.habits:
            words[1:] = [self._after_blank(word) for word in words[1:]]
        return " ".join(words)

    def _inside(self, word: str) -> str:
        """*word* with a mark of no shape somewhere."""
        place = self.writer.below(len(word) + 1)
        return word[:place] + self.writer.pick(_INVISIBLE) + word[place:]

    def _after_blank(self, word: str) -> str:
        return self.writer.pick(_BLANKS) + word if self.writer.below(16) == 0 else word

    def _marked(self, text: str) -> str:
        """*text* escaped, some of its letters as entities."""
        escaped = html.escape(text, quote=False)
        if "named" in self.habits:
            escaped = escaped.translate(_NAMED)
        if "numbered" in self.habits:
            escaped = "".join(self._numbered(letter) for letter in escaped)
        return escaped.replace("\u00a0", "&nbsp;") if self.writer.below(2) else escaped

    def _numbered(self, letter: str) -> str:
        """Some of the letters that ASCII lacks, by their number."""
        if letter.isascii() or letter == _BREAK or self.writer.below(3):
            return letter
        return f"&#{ord(letter)};" if self.writer.below(2) else f"&#x{ord(letter):X};"

    def _wrapped(self, piece: str) -> str:
        opening = self.writer.pick(_OPENINGS)
        return f"{opening}{piece}</{opening[1:-1].split(' ')[0]}>"
