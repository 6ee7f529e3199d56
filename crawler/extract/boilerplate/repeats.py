"""Titles and captions that a page prints twice: once as a picture's name, once as text."""

import re
from collections.abc import Iterable

from crawler.extract.boilerplate.phrases.pictures import PICTURE
from crawler.extract.boilerplate.sheet import WITHOUT_TEXT, Sheet, is_prose, spoken
from crawler.extract.text import letters
from crawler.items import BlockKind, LeadingLine

#: Under these names are counted the title, and a caption, printed again.
TITLE_AGAIN = "title again"
CAPTION_AGAIN = "caption again"
#: Names of what stands for a picture of the article itself.
PICTURE_NAMES = frozenset({PICTURE.name, TITLE_AGAIN})
#: Where a caption names its photographer, or a text its source.
CREDIT = re.compile(r"(?:Ảnh|Nguồn) ?:")

_LINES = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.CAPTION})
_TITLE_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING})
_PICTURED = frozenset({BlockKind.PICTURE, BlockKind.CAPTION})
#: Behind a title it makes the name of a picture: "… ảnh 3", "… - Ảnh 3."
_PICTURE_NUMBER = re.compile(r"(?: [-–])? \(?ảnh [0-9]{1,3}\)?\.?+")
#: A line of fewer letters may well stand twice in a row, as "Có" below "Có".
_LEAST_LETTERS = 10
_CLOSING = " .…"
#: Marks before the points of an enumeration, which may well repeat each other.
_POINTS = ("-", "+", "•", "*", "(")
#: No line of a song or poem is longer, in characters.
_LONGEST_VERSE = 60
#: So many lines around a repeated one are looked at.
_STANZA = 8


def strike_title_again(sheet: Sheet, title: str | None) -> None:
    """Strike out lines that print the title again, or the title with a picture's number.

    Prose stays, whatever the title says: what stands first in a plain text may be no title at all.
    """
    at = sheet.position_of(LeadingLine.TITLE)
    if at is not None:
        title = sheet.blocks[at].text
    if not title:
        return
    first = spoken(title)
    for other in list(sheet.open_texts(0 if at is None else at + 1)):
        block = sheet.blocks[other]
        if block.kind in _TITLE_KINDS and _says(sheet, other, first) and not is_prose(block):
            sheet.strike(other, TITLE_AGAIN)


def _says(sheet: Sheet, at: int, title: str) -> bool:
    """Whether a line is *title*, perhaps with a full stop or a picture's number behind it."""
    line = sheet.line(at)
    if not line.startswith(title):
        return False
    rest = line[len(title) :]
    return not rest.strip(_CLOSING) or _PICTURE_NUMBER.fullmatch(rest) is not None


def strike_caption_again(sheet: Sheet) -> None:
    """Strike out the copy of a line that stands directly above or below it.

    A picture's name and its caption are often the same. A name may also be cut where its writer
    forgot the quotes ("Các" above "Các đại biểu …"), or where the caption itself quotes. What a
    picture parts from its like is the caption of another picture, and prose is never a caption;
    nor is what a page prints far from its pictures, a point of an enumeration, or a verse.
    """
    start = sheet.after_leading()
    above: int | None = None
    for at in range(start, len(sheet.blocks)):
        if at in sheet.struck or sheet.blocks[at].kind not in _LINES:
            above = None
            continue
        again = None if above is None else _copy(sheet, above, at)
        if above is not None and again is not None and not _is_verse(sheet, start, above, at):
            sheet.strike(again, CAPTION_AGAIN)
        above = at


def _copy(sheet: Sheet, above: int, below: int) -> int | None:
    """Which of two neighbours is the copy of the other; None where none is."""
    first, second = sheet.line(above), sheet.line(below)
    if not first or first[:2] != second[:2] or not _may_be_captions(sheet, above, below):
        return None
    if _is_cut(first, second):
        return above
    if first.rstrip(_CLOSING) != second.rstrip(_CLOSING):
        return None
    is_called_one = BlockKind.CAPTION in {sheet.blocks[at].kind for at in (above, below)}
    if letters(first) < _LEAST_LETTERS and not is_called_one:
        return None
    return above if sheet.blocks[below].kind is BlockKind.CAPTION else below


def _may_be_captions(sheet: Sheet, above: int, below: int) -> bool:
    """Whether two neighbours stand beside a picture, or in a plain text look like captions."""
    if is_prose(sheet.blocks[below]) or sheet.line(above).startswith(_POINTS):
        return False
    if sheet.is_plain_text:
        return sheet.line(above)[:1].isalpha()
    beside = sheet.blocks[max(0, above - 1) : below + 2]
    return any(block.kind in _PICTURED for block in beside)


def _is_verse(sheet: Sheet, start: int, above: int, below: int) -> bool:
    """Whether two neighbours stand among short lines, as the chorus of a song does.

    What is called a caption, credits somebody or stands below a picture's name is none.
    """
    lines = (above, below)
    if sheet.struck.get(above - 1) in PICTURE_NAMES or CREDIT.search(sheet.blocks[below].text):
        return False
    if any(sheet.blocks[at].kind is BlockKind.CAPTION for at in lines):
        return False
    end = len(sheet.blocks)
    before = _nearest(sheet, range(above - 1, max(start, above - _STANZA) - 1, -1))
    after = _nearest(sheet, range(below + 1, min(end, below + _STANZA)))
    beside = [line for line in (before, after) if line is not None]
    return bool(beside) and all(0 < len(line) <= _LONGEST_VERSE for line in beside)


def _nearest(sheet: Sheet, places: Iterable[int]) -> str | None:
    """The first text of *places* that is not printed twice itself, as it sounds."""
    for at in places:
        if at not in sheet.struck and sheet.blocks[at].kind not in WITHOUT_TEXT:
            line = sheet.line(at)
            if not line or line not in (_line_at(sheet, at - 1), _line_at(sheet, at + 1)):
                return line
    return None


def _line_at(sheet: Sheet, at: int) -> str:
    return sheet.line(at) if 0 <= at < len(sheet.blocks) else ""


def _is_cut(name: str, caption: str) -> bool:
    """Whether *name* is what a forgotten or a doubled quote leaves of *caption*."""
    if not name or len(name) < 2 or not name[-1].isalpha() or not caption.startswith(name):
        return False
    rest = caption[len(name) :]
    return rest.startswith(' "') or (name.isalpha() and rest.startswith(" "))
