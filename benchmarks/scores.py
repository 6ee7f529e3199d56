"""How well a page was read: words of the text, exact fields, and what leaked into the text."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from statistics import fmean

from lxml import html

from benchmarks.corpus import Sample, Truth
from crawler.extract.charset import decode

#: A text of fewer letters is too short to be known again as what it was.
_FEWEST_LETTERS = 4
_WORD = re.compile(r"\w+")
#: Soft hyphens and their like, which stand inside words and are no letters of them.
_SHAPELESS = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))


@dataclass(frozen=True, kw_only=True)
class Found:
    """What an extractor made of a page.

    ``moment`` is None where it names a day only; a moment without a zone is Hanoi's.
    """

    lines: tuple[str, ...] = ()
    title: str | None = None
    author: str | None = None
    section: str | None = None
    day: date | None = None
    moment: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Score:
    """Shares from 0 to 1: of one page, where exact fields are 0 or 1, or the mean over many.

    ``precision`` is the share of the words found that are true, ``recall`` the share of the true
    words that were found, each word as often as it stands there; a page without a text has both
    at 1 if nothing was found. ``date`` is exact to the precision that the page states, ``day``
    asks for the day alone. A field that the page lacks is right where nothing was found.
    ``leaks`` is 1 where a line of the text holds a text of the page that is not the article's.
    """

    precision: float
    recall: float
    f1: float
    title: float
    day: float
    date: float
    author: float
    section: float
    leaks: float


def score(sample: Sample, found: Found) -> Score:
    """How well *found* says what is on the page."""
    truth = sample.truth
    precision, recall = _precision_and_recall(_words(truth.lines), _words(found.lines))
    both = precision + recall
    return Score(
        precision=precision,
        recall=recall,
        f1=2 * precision * recall / both if both else 0.0,
        title=float(_folded(found.title) == _folded(truth.title)),
        day=float(found.day == truth.day),
        date=float(_same_date(truth, found)),
        author=float(_folded(found.author) == _folded(truth.author)),
        section=float(_folded(found.section) == _folded(truth.section)),
        leaks=float(bool(leaked(sample, found.lines))),
    )


def mean(scores: Sequence[Score]) -> Score:
    """The mean of each share over all pages, every page alike."""
    names = (field.name for field in fields(Score))
    return Score(**{name: fmean(getattr(one, name) for one in scores) for name in names})


def leaked(sample: Sample, lines: Iterable[str]) -> list[str]:
    """The foreign texts of the page (see :func:`foreign_texts`) that stand in *lines*."""
    keys = [_key(line) for line in lines]
    return [text for text in foreign_texts(sample) if any(text in key for key in keys)]


def foreign_texts(sample: Sample) -> set[str]:
    """Every text of the page that is not the article's: labels, counters, menus, other titles.

    A text is what stands between two tags, as its words in lower case between blanks. It is the
    article's where it is part of a line of the truth, or holds one whole (as a label before the
    author does); or where it names the article's day.
    """
    truth = sample.truth
    own = [truth.title, *truth.lines, truth.author, truth.source, truth.outlet_tag]
    keys = [_key(text) for text in own if text]
    held = [key for key in keys if key.count(" ") > 2]  # a lone word may stand anywhere
    root = html.document_fromstring(decode(sample.body, sample.content_type).text)
    texts = root.xpath("//body//text()[not(ancestor::script or ancestor::style)]")
    return {
        key
        for key in map(_key, map(str, texts))
        if sum(map(str.isalpha, key)) >= _FEWEST_LETTERS
        and not any(key in line for line in keys)
        and not any(line in key for line in held)
        and not _names_day(key, truth.day)
    }


def _key(text: str) -> str:
    """The words of *text*, so that one key is in another where the words are, whole."""
    return f" {' '.join(_words((text,)))} "


def _words(lines: Iterable[str]) -> list[str]:
    text = "\n".join(lines).translate(_SHAPELESS)
    return _WORD.findall(unicodedata.normalize("NFC", text).casefold())


def _folded(text: str | None) -> str:
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def _precision_and_recall(true: list[str], found: list[str]) -> tuple[float, float]:
    shared = (Counter(true) & Counter(found)).total()
    precision = shared / len(found) if found else float(not true)
    return precision, shared / len(true) if true else 1.0


def _same_date(truth: Truth, found: Found) -> bool:
    if truth.moment is None:
        return found.day == truth.day and found.moment is None
    return found.moment == truth.moment


def _names_day(key: str, day: date | None) -> bool:
    numbers = {int(word) for word in key.split() if word.isascii() and word.isdecimal()}
    return day is not None and {day.day, day.month, day.year} <= numbers
