"""Headings such as "Các tin khác" or "Bình luận", and what stands below them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.extract.boilerplate.rule import Rule, RuleSet, Scope
from crawler.extract.boilerplate.sheet import WITHOUT_TEXT, Sheet
from crawler.extract.bylines import read_byline
from crawler.extract.dates import published_or_none
from crawler.items import BlockKind

_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING})


@dataclass(frozen=True)
class Heading:
    """A heading at a position.

    ``start`` is where the text of the article begins, ``end`` where the next heading stands or the
    article ends.
    """

    at: int
    rule: Rule
    start: int
    end: int


def headings_of(sheet: Sheet, rules: RuleSet, scope: Scope) -> list[Heading]:
    """The headings of *scope* that are not struck out, in printed order."""
    start, end = sheet.after_leading(), len(sheet.blocks)
    known = (*rules.of(Scope.LIST), *rules.of(Scope.TO_END))
    found: list[Heading] = []
    for at in reversed(sheet.known):
        if at < start or at in sheet.struck or sheet.blocks[at].kind not in _KINDS:
            continue
        rule = next((rule for rule in known if sheet.matches(at, rule.pattern)), None)
        if rule:
            found.append(Heading(at, rule, start, end))
            end = at
    return [heading for heading in reversed(found) if heading.rule.scope is scope]


def strike(sheet: Sheet, heading: Heading, below: Sequence[int]) -> None:
    """Strike out a heading and what is *below* it, under the name of its rule."""
    for at in (heading.at, *below):
        sheet.strike(at, heading.rule.name)


def texts_below(sheet: Sheet, heading: Heading) -> Iterator[int]:
    """The positions of the texts below a heading, down to the next heading."""
    return (
        at
        for at in range(heading.at + 1, heading.end)
        if at not in sheet.struck and sheet.blocks[at].kind not in WITHOUT_TEXT
    )


def links_below(sheet: Sheet, heading: Heading) -> list[int]:
    """The links directly below a heading, and the days printed beside them."""
    found: list[int] = []
    for at in texts_below(sheet, heading):
        block = sheet.blocks[at]
        if not block.linked and not (found and published_or_none(block.text)):
            break
        found.append(at)
    return found


def below_without_byline(sheet: Sheet, heading: Heading) -> list[int]:
    """The texts below a heading but for the byline that they end with."""
    below = list(texts_below(sheet, heading))
    byline = read_byline([sheet.blocks[at] for at in below])
    return [at for nth, at in enumerate(below) if nth not in byline.lines]
