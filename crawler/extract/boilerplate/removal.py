"""Content without boilerplate: the rules applied to the blocks of an article.

Only text is judged. Pictures, attachments and videos stay wherever they stand.
"""

from collections import Counter
from dataclasses import replace

from crawler.extract.boilerplate.comments import strike_comments
from crawler.extract.boilerplate.ends import strike_behind_byline, strike_ends
from crawler.extract.boilerplate.listed import strike_lists
from crawler.extract.boilerplate.phrases import RULES
from crawler.extract.boilerplate.repeats import strike_caption_again, strike_title_again
from crawler.extract.boilerplate.rule import Rule, RuleSet, Scope
from crawler.extract.boilerplate.sheet import Sheet, is_prose, spoken
from crawler.extract.dates import published_or_none
from crawler.extract.text import letters
from crawler.items import Article, LeadingLine


def without_boilerplate(article: Article, rules: RuleSet = RULES) -> Article:
    """*article* without the blocks that *rules* know; ``removed`` counts them by rule.

    The texts must be folded. Takes time linear in the text.
    """
    sheet = Sheet(article, rules.pattern)
    _strike_lines(sheet, rules)
    for rule in rules.of(Scope.RUN):
        _strike_runs(sheet, rule)
    if sheet.is_plain_text:
        _strike_top(sheet, rules)
        _strike_below_date(sheet, rules)
    strike_title_again(sheet, article.title)
    if sheet.is_plain_text:
        _strike_edge(sheet, rules)
    strike_ends(sheet, rules)
    strike_comments(sheet, rules)
    strike_lists(sheet, rules)
    strike_behind_byline(sheet)
    strike_caption_again(sheet)
    return _cleaned(article, sheet)


def _cleaned(article: Article, sheet: Sheet) -> Article:
    if not sheet.struck:
        return article
    counts = Counter(dict(article.removed)) + Counter(sheet.struck.values())
    return replace(
        article,
        blocks=tuple(article.blocks[at] for at in sheet.open()),
        removed=tuple(sorted(counts.items())),
    )


def _strike_lines(sheet: Sheet, rules: RuleSet) -> None:
    for at in sheet.known:
        for rule in rules.of(Scope.LINE):
            is_meant = sheet.blocks[at].linked or not rule.linked
            if is_meant and sheet.matches(at, rule.pattern):
                if not (rule.like_heading and _heads_text(sheet, at)):
                    sheet.strike(at, rule.name)
                break


def _heads_text(sheet: Sheet, at: int) -> bool:
    """Whether the prose directly below the line at *at* takes its words up."""
    below = next(iter(sheet.blocks[at + 1 : at + 2]), None)
    return below is not None and is_prose(below) and sheet.line(at) in spoken(below.text)


def _strike_runs(sheet: Sheet, rule: Rule) -> None:
    """Strike out runs of *rule*; a line that another rule struck out does not end a run."""
    members = {at for at in sheet.known if sheet.matches(at, rule.pattern)}
    run: list[int] = []
    for at in range(min(members, default=0), max(members, default=-1) + 1):
        if at in members:
            run.append(at)
        elif at not in sheet.struck:
            _strike_run(sheet, run, rule)
            run = []
    _strike_run(sheet, run, rule)


def _strike_run(sheet: Sheet, run: list[int], rule: Rule) -> None:
    """Strike out a run from its first word on, where enough of it is telling."""
    texts = [spoken(sheet.blocks[at].text) for at in run]
    telling = sum(len(rule.needs.findall(text)) for text in texts) if rule.needs else 0
    if telling >= rule.at_least:
        start = next((nth for nth, text in enumerate(texts) if letters(text)), len(run))
        for at in run[start:]:
            sheet.strike(at, rule.name)


def _strike_top(sheet: Sheet, rules: RuleSet) -> None:
    """Strike out what stands before the title of a plain text, where no date is to stand first.

    Where a section stands first, it may be called like an entry of the menu. Where no title stands
    below all that, the last line of it that may be a title is the title.
    """
    scopes = {
        LeadingLine.TITLE: (Scope.TOP, Scope.EDGE),
        LeadingLine.SECTION: (Scope.TOP,),
        LeadingLine.DATE: (),
    }[sheet.leading[0]]
    known = [rule for scope in scopes for rule in rules.of(scope)]
    found: list[tuple[int, Rule]] = []
    for at in sheet.open():
        rule = next((rule for rule in known if sheet.matches(at, rule.pattern)), None)
        if rule is None:
            break
        found.append((at, rule))
    if found and not _may_be_title(sheet, found[-1][0] + 1):
        titles = [nth for nth, (_, rule) in enumerate(found) if rule.like_title]
        found = found[: titles[-1]] if titles else found
    for at, rule in found:
        sheet.strike(at, rule.name)


def _may_be_title(sheet: Sheet, start: int) -> bool:
    """Whether the first line from *start* on may be a title: neither a date nor a text."""
    at = next(sheet.open(start), None)
    if at is None:
        return False
    block = sheet.blocks[at]
    return not (is_prose(block) or block.text.endswith(".") or published_or_none(block.text))


def _strike_below_date(sheet: Sheet, rules: RuleSet) -> None:
    at = sheet.position_of(LeadingLine.DATE)
    below = None if at is None else next(sheet.open(at + 1), None)
    if at is None or below is None or published_or_none(sheet.blocks[at].text) is None:
        return
    for rule in rules.of(Scope.BELOW_DATE):
        if sheet.matches(below, rule.pattern):
            sheet.strike(below, rule.name)


def _strike_edge(sheet: Sheet, rules: RuleSet) -> None:
    start = max(sheet.last_prose() + 1, sheet.after_leading())
    for at in list(sheet.open_texts(start)):
        for rule in rules.of(Scope.EDGE):
            if sheet.matches(at, rule.pattern) and not _heads_sentence(sheet, at):
                sheet.strike(at, rule.name)


def _heads_sentence(sheet: Sheet, at: int) -> bool:
    """Whether a sentence stands directly below: the article goes on, and the line heads its end."""
    below = next(sheet.open_texts(at + 1), None)
    return below is not None and sheet.line(below).endswith((".", "!", "?"))
