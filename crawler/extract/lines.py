"""Lines of text out of pieces with line breaks between them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar

from crawler.extract.debris import without_debris
from crawler.extract.text import folded, letters

#: So many letters and no full stop: the line was broken by the width of a PDF's page.
_FULL_WIDTH = 60
_SENTENCE_ENDS = '.!?:;…”")'


@dataclass(frozen=True)
class Piece:
    """A run of text with what surrounds it; :attr:`BREAK` stands for a line break."""

    text: str
    linked: bool = False
    stressed: bool = False

    BREAK: ClassVar["Piece"]


Piece.BREAK = Piece("\n")


@dataclass(frozen=True)
class Line:
    """A folded line; ``linked`` and ``stressed`` say that all its text is."""

    text: str
    linked: bool
    stressed: bool


def lines_of(pieces: Sequence[Piece]) -> Iterator[Line]:
    """The lines of *pieces*, none of them empty.

    An empty line always parts. A single line break parts too, except within a sentence: where the
    next line begins with a small letter, or the line before is as wide as a page and ends without
    a mark, as in text that was pasted out of a PDF.
    """
    return (line for line in _wrapped_lines(pieces) if line.text)


def lines_as_broken(pieces: Sequence[Piece]) -> Iterator[Line]:
    """The lines of *pieces* that are not empty; every line break parts."""
    return (line for run in _split(pieces) if (line := _line(run, _text(run))).text)


def _wrapped_lines(pieces: Sequence[Piece]) -> Iterator[Line]:
    runs: list[list[Piece]] = []
    before = ""
    for run in _split(pieces):
        text = _text(run)
        if runs and not _goes_on(before, text):
            yield _joined(runs, before)
            runs = []
        if text:
            runs.append(run)
        before = text
    if runs:
        yield _joined(runs, before)


def _goes_on(before: str, text: str) -> bool:
    """Whether *text* goes on with the sentence that the line *before* began."""
    if not text or not before:
        return False
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
        linked=all(piece.linked for piece in inked),
        stressed=all(piece.stressed for piece in inked),
    )


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
