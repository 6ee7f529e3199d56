"""Lines that date an article, ``13/08/2025 | 329``, told by what they say."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from weakref import WeakKeyDictionary

from lxml.etree import XPath
from lxml.html import HtmlElement

from crawler.extract.dates import Stated, stated_dates
from crawler.extract.markup import flat_text
from crawler.extract.text import folded

#: A number of views behind a bar, with or without its name: the habit of this kind of page.
_VIEWED = re.compile(
    r"(?P<date>[^|]{6,80}(?:\|[^|]{4,40})?)?\|(?: ?(?:lượt|đã) xem ?:?)? ?[0-9][0-9.,]{0,11}",
    re.IGNORECASE,
)
_UNIT = r"(?:giây|phút|giờ|ngày|tuần|tháng|năm)"
#: A time that only the server's clock could date.
_AGO = re.compile(rf"[0-9]{{1,3}} {_UNIT}(?: [0-9]{{1,2}} {_UNIT})? trước", re.IGNORECASE)
#: A day of the week and no views: so portals print the day on which they are read.
_WEEKDAY = re.compile(
    r"(?:hôm nay[:,]? ?)?(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)\b", re.IGNORECASE
)
#: Every date line has views or a day; other texts need no closer look.
_DAY = re.compile(r"[|]|[0-9](?:[/.-][0-9]|,? tháng | [a-z]{3} )", re.IGNORECASE)
#: And so it has a piece of text with one of these.
_HINT = re.compile(r"[|]|19[0-9]{2}(?![0-9])|2[01][0-9]{2}(?![0-9])")
_PIECES_OF_TEXT = XPath("//text()")
#: A date line with its marks is shorter, and consists of few pieces of text.
_LONGEST, _PIECES = 120, 24


@dataclass(frozen=True, kw_only=True)
class DateLine:
    """What the line below a title says.

    A time before now ("7 năm trước") is no date; of an article without one the views stand alone.
    """

    text: str
    dates: Stated
    has_views: bool


#: Date lines, each with its element.
DateLines = tuple[tuple[HtmlElement, DateLine], ...]
_FOUND: WeakKeyDictionary[HtmlElement, DateLines] = WeakKeyDictionary()


def date_line(text: str) -> DateLine | None:
    """What *text*, folded, says as a date line; None where it is none."""
    if len(text) > _LONGEST or not _DAY.search(text):
        return None
    viewed = _VIEWED.fullmatch(text)
    stated = folded(viewed["date"] or "") if viewed else text
    if not stated or _AGO.fullmatch(stated):
        return DateLine(text=text, dates=Stated(), has_views=True) if viewed else None
    dates = stated_dates((stated,)) if viewed or not _WEEKDAY.match(text) else Stated()
    has_views = viewed is not None
    return DateLine(text=text, dates=dates, has_views=has_views) if dates.published else None


def date_lines(root: HtmlElement) -> DateLines:
    """Every element that is a date line and nothing else, the outermost of nested ones.

    The root is none. They are found once a page.
    """
    lines = _FOUND.get(root)
    if lines is None:
        hinted = dict.fromkeys(_hinted(root))
        outermost = filter(None, map(_outermost_line, hinted))
        lines = _FOUND[root] = tuple(dict(outermost).items())
    return lines


def _hinted(root: HtmlElement) -> Iterator[HtmlElement]:
    """The elements with a piece of text that may be of a date line."""
    for piece in _PIECES_OF_TEXT(root):
        if len(piece.strip()) <= _LONGEST and _HINT.search(piece):
            node = piece.getparent()
            yield node.getparent() if piece.is_tail else node


def _outermost_line(node: HtmlElement) -> tuple[HtmlElement, DateLine] | None:
    """The largest of *node* and a few elements around it that is a date line."""
    found = None
    for each in (node, *islice(node.iterancestors(), 3)):
        text = _short_text(each)
        if text is None or each.getparent() is None:
            break
        line = found[1] if found and found[1].text == text else date_line(text)
        found = (each, line) if line else found
    return found


def _short_text(node: HtmlElement) -> str | None:
    """The text of *node*; None, without reading on, where it is too long for a date line."""
    left = _LONGEST
    for count, piece in enumerate(node.itertext(), 1):
        left -= len(piece.strip())
        if left < 0 or count > _PIECES:
            return None
    return flat_text(node)
