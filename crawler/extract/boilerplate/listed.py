"""What follows a heading such as "Các tin khác".

Of other articles, a page shows its links, and only they go. In a plain text a title is known by
its shape, and by what does not follow. Nothing that may be the article's own goes with a list: no
prose, no sentence at its end, no caption that a picture's name announces, no signature.
"""

import re

from crawler.extract.boilerplate.headings import (
    Heading,
    below_without_byline,
    headings_of,
    links_below,
    strike,
    texts_below,
)
from crawler.extract.boilerplate.repeats import CREDIT, PICTURE_NAMES
from crawler.extract.boilerplate.rule import RuleSet, Scope
from crawler.extract.boilerplate.sheet import WITHOUT_TEXT, Sheet
from crawler.extract.bylines import opens_signature
from crawler.items import BlockKind

#: No title of an article is longer, in characters.
_LONGEST_TITLE = 250
#: Marks that end no title; three dots may end one that was cut.
_ENDED = re.compile(r"(?<!\.)[.!:;,][”\"')\]]?$")
#: How a point of an enumeration begins.
_POINT = re.compile(r"[(]?[0-9]{1,2}[.)]|[IVX]{1,4}[.)] ")
#: A title in a list, with its day behind it.
_DATED = re.compile(r".*\([0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-][0-9]{2,4})?(?: [^()]{1,12})?\)$")


def strike_lists(sheet: Sheet, rules: RuleSet) -> None:
    """Strike out lists of other articles with their headings, the last first.

    So a byline between two lists is seen to be the last line.
    """
    end: int | None = None
    for heading in reversed(headings_of(sheet, rules, Scope.LIST)):
        end = _end_of_article(sheet) if end is None else end
        if links := links_below(sheet, heading):
            strike(sheet, heading, links)
        elif heading.at > end and not _may_be_own(sheet, heading):
            strike(sheet, heading, _last_list(sheet, heading))
        elif titles := _box(sheet, heading) if sheet.is_plain_text else []:
            strike(sheet, heading, titles)


def _end_of_article(sheet: Sheet) -> int:
    """The last position of what only the article itself has; -1 where there is none.

    A page's own lists are seen by their links, so that only its prose is asked for.
    """
    if not sheet.is_plain_text:
        return sheet.last_prose()
    pictures = (at for at, name in sheet.struck.items() if name in PICTURE_NAMES)
    signatures = (at for at in sheet.open_texts() if opens_signature(sheet.blocks[at].text))
    return max(sheet.last_prose(), max(pictures, default=-1), max(signatures, default=-1))


def _may_be_own(sheet: Sheet, heading: Heading) -> bool:
    """Whether a heading that the article itself may have heads a text instead of titles."""
    if not heading.rule.like_heading:
        return False
    below = below_without_byline(sheet, heading)
    listed = _titles(sheet, heading) if sheet.is_plain_text else _dated(sheet, heading)
    return bool(below) and below[0] not in listed


def _last_list(sheet: Sheet, heading: Heading) -> list[int]:
    """The list behind which nothing but perhaps a byline is the article's.

    In a page it is what a list of links looks like where days stand beside the links. In a plain
    text sentences behind the last title are the article's end, as where the list is a box in the
    text; but where sentences stand among the titles, or come first, they are the page's.
    """
    if not sheet.is_plain_text:
        return _dated(sheet, heading)
    below = below_without_byline(sheet, heading)
    titles = len(set(below).intersection(_titles(sheet, heading)))
    is_ended = titles and not any(_may_be_title(sheet, at) for at in below[titles:])
    return below[:titles] if is_ended else below


def _dated(sheet: Sheet, heading: Heading) -> list[int]:
    found: list[int] = []
    for at in texts_below(sheet, heading):
        block = sheet.blocks[at]
        if block.kind is not BlockKind.LIST and not _DATED.fullmatch(block.text):
            break
        found.append(at)
    return found


def _box(sheet: Sheet, heading: Heading) -> list[int]:
    """The titles in a box within the text, but for a last line that the text above announces.

    A picture's name announces its caption, a comma the rest of its sentence.
    """
    titles = _titles(sheet, heading)
    above = heading.at - 1
    is_announced = sheet.struck.get(above) in PICTURE_NAMES or sheet.line(above).endswith(",")
    if not titles or not is_announced:
        return titles
    below = next(sheet.open_texts(titles[-1] + 1), None)
    is_below = below is not None and CREDIT.search(sheet.blocks[below].text)
    return titles if is_below else titles[:-1]


def _titles(sheet: Sheet, heading: Heading) -> list[int]:
    """Lines directly below a heading that may be titles: to a picture, another list or a text."""
    found: list[int] = []
    for at in range(heading.at + 1, len(sheet.blocks)):
        name = sheet.struck.get(at)
        if name in PICTURE_NAMES or at == heading.end:
            break
        if name is not None:
            continue
        if sheet.blocks[at].kind in WITHOUT_TEXT or not _may_be_title(sheet, at):
            break
        found.append(at)
    return found


def _may_be_title(sheet: Sheet, at: int) -> bool:
    text = sheet.blocks[at].text
    return (
        len(text) <= _LONGEST_TITLE
        and not text[:1].islower()
        and not _ENDED.search(text)
        and not _POINT.match(text)
        and not CREDIT.search(text)
        and not opens_signature(text)
        and not _is_broken(sheet, at)
    )


def _is_broken(sheet: Sheet, at: int) -> bool:
    """Whether the line at *at* goes on in the next, which begins with a small letter."""
    is_open = at + 1 < len(sheet.blocks) and at + 1 not in sheet.struck
    return is_open and sheet.blocks[at + 1].text[:1].islower()
