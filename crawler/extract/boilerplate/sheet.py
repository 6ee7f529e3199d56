"""The blocks of an article under judgement: each stays where it is, and is struck out by name.

What parts two blocks, or stands above one, says something of them even where it is struck out
itself: a picture's name announces a caption.
"""

from collections.abc import Iterator
from re import Pattern

from crawler.extract.text import reaches
from crawler.extract.tones import tones_in_front
from crawler.items import Article, Block, BlockKind, LeadingLine

#: So many letters make a block with a full stop prose; a teaser in a link list has fewer.
PROSE_LETTERS = 120
#: No boilerplate line is longer, in characters; a longer block is not even looked at.
_LONGEST = 400

WITHOUT_TEXT = frozenset({BlockKind.PICTURE, BlockKind.ATTACHMENT, BlockKind.VIDEO})
_PROSE_ENDS = (".", "!", "?", "…", ".”", '."', "!”", "?”", ".)")


def spoken(text: str) -> str:
    """*text* as it sounds: in small letters, and with tone marks in front (``khóa``)."""
    return tones_in_front(text.lower())


def is_prose(block: Block) -> bool:
    """Whether *block* is text that somebody wrote for a reader, rather than a teaser."""
    if block.linked or block.kind in WITHOUT_TEXT or len(block.text) < PROSE_LETTERS:
        return False
    has_end = block.kind is BlockKind.TABLE or block.text.endswith(_PROSE_ENDS)
    return has_end and reaches(block.text, PROSE_LETTERS)


class Sheet:
    """The blocks of one article, and which of them are struck out.

    ``known`` are the positions of the few blocks of which every line matches *phrases*.
    """

    def __init__(self, article: Article, phrases: Pattern[str]) -> None:
        self.blocks = article.blocks
        self.leading = article.leading
        #: The name of the rule that struck a block out, by the block's position.
        self.struck: dict[int, str] = {}
        self._lines = [_lines(block) for block in article.blocks]
        self.known = [at for at in range(len(self.blocks)) if self.matches(at, phrases)]

    @property
    def is_plain_text(self) -> bool:
        """Whether nothing but the lines is known: no page, no links, no kinds of blocks."""
        return bool(self.leading)

    def strike(self, at: int, name: str) -> None:
        """Strike out the block at *at*; what is struck out already stays so under its own name."""
        self.struck.setdefault(at, name)

    def open(self, start: int = 0) -> Iterator[int]:
        """The positions from *start* on that are not struck out."""
        return (at for at in range(start, len(self.blocks)) if at not in self.struck)

    def open_texts(self, start: int = 0) -> Iterator[int]:
        """As ``open``, without pictures, attachments and videos."""
        return (at for at in self.open(start) if self.blocks[at].kind not in WITHOUT_TEXT)

    def matches(self, at: int, pattern: Pattern[str]) -> bool:
        """Whether every line of the block at *at* matches *pattern*, and there is one."""
        lines = self._lines[at]
        return bool(lines) and all(map(pattern.fullmatch, lines))

    def line(self, at: int) -> str:
        """The block at *at* as it sounds, if it is one short line; otherwise nothing."""
        lines = self._lines[at]
        return lines[0] if len(lines) == 1 else ""

    def position_of(self, line: LeadingLine) -> int | None:
        """Where a leading line of a plain text stands; None where it has no such line."""
        if line not in self.leading:
            return None
        order = self.leading.index(line)
        return next((at for nth, at in enumerate(self.open()) if nth == order), None)

    def after_leading(self) -> int:
        """The first position behind the leading lines of a plain text; 0 in a page."""
        if not self.leading:
            return 0
        last = len(self.leading) - 1
        return next((at + 1 for nth, at in enumerate(self.open()) if nth == last), 0)

    def last_prose(self) -> int:
        """The position of the last prose that stays; -1 where there is none."""
        backwards = range(len(self.blocks) - 1, -1, -1)
        return next(
            (at for at in backwards if at not in self.struck and is_prose(self.blocks[at])), -1
        )


def _lines(block: Block) -> tuple[str, ...]:
    if block.kind in WITHOUT_TEXT or not 0 < len(block.text) <= _LONGEST:
        return ()
    return tuple(spoken(block.text).split("\n"))
