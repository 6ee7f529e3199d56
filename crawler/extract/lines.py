"""Lines of text out of pieces with line breaks between them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from crawler.extract.debris import without_debris
from crawler.extract.text import folded, letters

#: So many letters and no full stop: the line was broken by the width of a PDF's page.
_FULL_WIDTH = 60
#: So many lines of at most so many syllables are verse: each break is meant. Where they make one
#: sentence, more are needed.
_VERSES = 4
_VERSES_OF_SENTENCE = 8
_SYLLABLES = 8
#: A sentence ends within the line, as it may where a text was broken by width.
_TWO_SENTENCES = re.compile(r"[.!?;] ")
_SENTENCE_ENDS = '.!?:;…”")'


@dataclass(slots=True, eq=False)
class Piece:
    """A run of text with what surrounds it; :attr:`BREAK` stands for a line break."""

    text: str
    linked: bool = False
    stressed: bool = False

    BREAK: ClassVar["Piece"]


Piece.BREAK = Piece("\n")


#: What announces a link and says nothing of its own: "Xem thêm: <a>…</a>", ">>> <a>…</a>".
_LABEL = re.compile(
    r"[>»•*=+–(-]{0,3} ?(?:(?:mời (?:bạn |quý )?đọc(?: giả)? )?(?:xem|đọc) (?:thêm|tiếp)"
    r"|(?:tin|bài)(?:,? bài| viết)? liên quan)?[ ,;|:>»)-]{0,20}",
    re.IGNORECASE,
)

#: Runs of pieces between line breaks, with their texts.
_Runs = list[tuple[list[Piece], str]]


@dataclass(slots=True)
class Line:
    """A folded line; ``linked`` and ``stressed`` say that all its text is.

    A label that announces links does not count as text beside them.
    """

    text: str
    linked: bool
    stressed: bool


def lines_of(pieces: Sequence[Piece]) -> Iterator[Line]:
    """The lines of *pieces*, none of them empty.

    An empty line always parts. A single line break parts too, except within a sentence: where the
    next line begins with a small letter, or the line before is as wide as a page and ends without
    a mark, as in text that was pasted out of a PDF. In verse every break parts.
    """
    if Piece.BREAK not in pieces:
        text = _text(pieces)
        return iter((_line(pieces, text),) if text else ())
    runs = [(run, _text(run)) for run in _split(pieces)]
    wrapped = _as_broken if _is_verse(runs) else _wrapped_lines
    return (line for line in wrapped(runs) if line.text)


def lines_as_broken(pieces: Sequence[Piece]) -> Iterator[Line]:
    """The lines of *pieces* that are not empty; every line break parts."""
    return (line for run in _split(pieces) if (line := _line(run, _text(run))).text)


def _wrapped_lines(runs: _Runs) -> Iterator[Line]:
    stanza: _Runs = []
    for run, text in (*runs, ([], "")):
        if text:
            stanza.append((run, text))
        else:
            yield from _as_broken(stanza) if _is_verse(stanza) else _sentences(stanza)
            stanza = []


def _is_verse(runs: _Runs) -> bool:
    texts = [text for _, text in runs if text]
    if len(texts) < _VERSES:
        return False
    is_sentence = texts[-1][-1] in _SENTENCE_ENDS and all(text[0].islower() for text in texts[1:])
    return len(texts) >= (_VERSES_OF_SENTENCE if is_sentence else _VERSES) and all(
        text.count(" ") < _SYLLABLES and not _TWO_SENTENCES.search(text) for text in texts
    )


def _as_broken(runs: _Runs) -> Iterator[Line]:
    return (_line(run, text) for run, text in runs)


def _sentences(runs: _Runs) -> Iterator[Line]:
    """The lines of *runs*, none of them empty; those of one sentence are one."""
    joined: list[list[Piece]] = []
    before = ""
    for run, text in runs:
        if joined and not _goes_on(before, text):
            yield _joined(joined, before)
            joined = []
        joined.append(run)
        before = text
    if joined:
        yield _joined(joined, before)


def _goes_on(before: str, text: str) -> bool:
    """Whether *text* goes on with the sentence that the line *before* began."""
    is_open = before[-1] not in _SENTENCE_ENDS
    return text[0].islower() or (is_open and letters(before) >= _FULL_WIDTH)


def _text(pieces: Sequence[Piece]) -> str:
    return without_debris(folded("".join(piece.text for piece in pieces)))


def _joined(runs: Sequence[list[Piece]], last: str) -> Line:
    """The line that *runs* make, the last of which reads *last*."""
    if len(runs) == 1:
        return _line(runs[0], last)
    pieces = [piece for run in runs for piece in (*run, Piece(" "))]
    return _line(pieces, _text(pieces))


def _line(pieces: Sequence[Piece], text: str) -> Line:
    inked = [piece for piece in pieces if piece.text.strip()]
    return Line(
        text=text,
        linked=_is_linked(inked),
        stressed=all(piece.stressed for piece in inked),
    )


def _is_linked(pieces: Sequence[Piece]) -> bool:
    beside = [piece.text for piece in pieces if not piece.linked]
    is_label = 0 < len(beside) < len(pieces) and _LABEL.fullmatch(folded(" ".join(beside)))
    return not beside or bool(is_label)


def _split(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """Runs of pieces between line breaks; an empty run is an empty line."""
    run: list[Piece] = []
    for piece in pieces:
        if piece is Piece.BREAK:
            yield run
            run = []
        else:
            run.append(piece)
    yield run
