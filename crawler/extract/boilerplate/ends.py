"""Where an article has ended, and what may stand only behind its end."""

from crawler.extract.boilerplate.phrases import counters, forms, tools
from crawler.extract.boilerplate.rule import RuleSet, Scope
from crawler.extract.boilerplate.sheet import Sheet
from crawler.extract.bylines import opens_signature, read_byline
from crawler.extract.outlets import is_outlet, source_of
from crawler.items import BlockKind

#: Names of what stands below an article and never in it.
BELOW_ARTICLES = frozenset(rule.name for rule in (*counters.RULES, *forms.RULES, *tools.RULES))
#: Under this name are counted links to other articles below the byline.
BEHIND_BYLINE = "link behind the byline"
#: So many lines above can say that the article has ended.
_LINES_ABOVE = 6


def has_ended(sheet: Sheet, at: int, *, start: int) -> bool:
    """Whether the lines directly above *at* end an article: a tool, a byline, a signature.

    The text of the article begins at *start*.
    """
    if sheet.struck.get(at - 1) in BELOW_ARTICLES:
        return True
    lines = range(max(start, at - _LINES_ABOVE), at)
    above = [sheet.blocks[line] for line in lines if line not in sheet.struck]
    return bool(read_byline(above).lines) or any(opens_signature(block.text) for block in above)


def strike_ends(sheet: Sheet, rules: RuleSet) -> None:
    """Strike out what END rules know, unless prose of the article follows.

    "Từ khóa: …" in the abstract of a study, and "Tài liệu đính kèm" above a text, are its own.
    """
    start = sheet.after_leading()
    for at in sheet.known:
        rule = next((rule for rule in rules.of(Scope.END) if sheet.matches(at, rule.pattern)), None)
        if rule is None or at < start:
            continue
        if at > sheet.last_prose() or _heads_file(sheet, at) or has_ended(sheet, at, start=start):
            sheet.strike(at, rule.name)


def strike_behind_byline(sheet: Sheet) -> None:
    """Strike out the links that stand below the byline: the page goes on with another article.

    A link that names where the text was taken from belongs to the byline.
    """
    texts = list(sheet.open_texts())
    links: list[int] = []
    while texts and sheet.blocks[texts[-1]].linked:
        links.append(texts.pop())
    above = [sheet.blocks[at] for at in texts[-_LINES_ABOVE:]]
    names_source = any(_is_source(sheet.blocks[at].text) for at in links)
    if links and not names_source and read_byline(above).lines:
        for at in links:
            sheet.strike(at, BEHIND_BYLINE)


def _is_source(text: str) -> bool:
    return "://" in text or is_outlet(text) or source_of(text) is not None


def _heads_file(sheet: Sheet, at: int) -> bool:
    below = sheet.blocks[at + 1 : at + 2]
    return any(block.kind is BlockKind.ATTACHMENT for block in below)
