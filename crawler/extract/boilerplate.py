"""Content without boilerplate: the rules applied to the blocks of an article.

Only text is judged. Pictures, attachments and videos stay wherever they stand. Of what
follows a heading such as "Các tin khác", the links directly under it go. Where none of it is a
link, as in a plain text, all of it goes, to the end of the article, but never prose: if a block of
prose comes later, nothing goes.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from crawler.extract.boilerplate_rules import RULES, Rule, Scope
from crawler.extract.bylines import read_byline, without_byline
from crawler.extract.text import letters
from crawler.items import Article, Block, BlockKind, LeadingLine

#: So many letters make a block with a full stop prose; a teaser in a link list has fewer.
PROSE_LETTERS = 120
#: No boilerplate line is longer; a longer block is not even looked at.
_LONGEST = 400
#: The name under which the title, printed again in the text, is counted.
TITLE_AGAIN = "title again"

_WITHOUT_TEXT = frozenset({BlockKind.PICTURE, BlockKind.ATTACHMENT, BlockKind.VIDEO})
_TITLE_KINDS = frozenset({BlockKind.PARAGRAPH, BlockKind.HEADING})
_PROSE_ENDS = (".", "!", "?", "…", ".”", '."', "!”", ".)")


def without_boilerplate(article: Article) -> Article:
    """*article* without the blocks that the rules know; ``removed`` counts them by rule.

    The texts must be folded. Takes time linear in the text; doing it twice changes nothing more.
    """
    taken: Counter[str] = Counter()
    blocks = _without_lines(article.blocks, taken)
    blocks = _without_top(blocks, article, taken)
    for rule in _of(Scope.RUN):
        blocks = _without_runs(blocks, rule, taken)
    blocks = _without_title(blocks, article, taken)
    blocks = _without_ends(blocks, len(article.leading), taken)
    if not taken:
        return article
    counts = Counter(dict(article.removed)) + taken
    return replace(article, blocks=tuple(blocks), removed=tuple(sorted(counts.items())))


def _of(scope: Scope) -> Iterable[Rule]:
    return (rule for rule in RULES if rule.scope is scope)


def _matches(rule: Rule, block: Block) -> bool:
    """Whether every line of *block* is of *rule*."""
    if block.kind in _WITHOUT_TEXT or not 0 < len(block.text) <= _LONGEST:
        return False
    return all(rule.pattern.fullmatch(line) for line in block.text.split("\n"))


def _without_lines(blocks: Sequence[Block], taken: Counter[str]) -> list[Block]:
    kept: list[Block] = []
    for block in blocks:
        rule = next((rule for rule in _of(Scope.LINE) if _matches(rule, block)), None)
        if rule:
            taken[rule.name] += 1
        else:
            kept.append(block)
    return kept


def _without_top(blocks: list[Block], article: Article, taken: Counter[str]) -> list[Block]:
    """Without the clock of a plain text's page; a page's own blocks begin below its title."""
    if not article.leading or article.leading[0] is LeadingLine.DATE:
        return blocks
    for rule in _of(Scope.TOP):
        while blocks and _matches(rule, blocks[0]):
            taken[rule.name] += 1
            blocks = blocks[1:]
    return blocks


def _without_runs(blocks: list[Block], rule: Rule, taken: Counter[str]) -> list[Block]:
    kept: list[Block] = []
    run: list[Block] = []
    for block in blocks:
        if _matches(rule, block):
            run.append(block)
        else:
            kept += _judged(run, rule, taken)
            run = []
            kept.append(block)
    return kept + _judged(run, rule, taken)


def _judged(run: list[Block], rule: Rule, taken: Counter[str]) -> list[Block]:
    """What is left of a run: numbers before its first word, or all of it where too little tells."""
    start = next((at for at, block in enumerate(run) if letters(block.text)), len(run))
    telling = sum(len(rule.needs.findall(block.text)) for block in run) if rule.needs else 0
    if telling < rule.at_least:
        return run
    taken[rule.name] += len(run) - start
    return run[:start]


def _without_title(blocks: list[Block], article: Article, taken: Counter[str]) -> list[Block]:
    """Without paragraphs that print the title again, as the alt text of a picture does."""
    title, above = article.title, 0
    if LeadingLine.TITLE in article.leading:
        above = article.leading.index(LeadingLine.TITLE) + 1
        title = blocks[above - 1].text if len(blocks) >= above else None
    if not title:
        return blocks
    again = title.casefold()
    kept = blocks[:above]
    for block in blocks[above:]:
        if block.kind in _TITLE_KINDS and _is_title(block.text.casefold(), again):
            taken[TITLE_AGAIN] += 1
        else:
            kept.append(block)
    return kept


def _is_title(text: str, title: str) -> bool:
    """Whether *text* is the title, or the title with a picture's number (``… ảnh 3``)."""
    if text == title:
        return True
    before, picture, number = text.rpartition(" ảnh ")
    return bool(picture) and before == title and number.isdecimal()


def _without_ends(blocks: list[Block], leading: int, taken: Counter[str]) -> list[Block]:
    last_prose = max((at for at, block in enumerate(blocks) if _is_prose(block)), default=-1)
    kept = blocks[:leading]
    at = leading
    while at < len(blocks):
        rule = next((rule for rule in _of(Scope.TO_END) if _heads(rule, blocks[at])), None)
        until = _end_of_links(blocks, at + 1) if rule else at + 1
        if rule and until > at + 1:
            texts = [block for block in blocks[at:until] if block.kind not in _WITHOUT_TEXT]
            taken[rule.name] += len(texts)
            kept += [block for block in blocks[at:until] if block.kind in _WITHOUT_TEXT]
        elif rule and at > last_prose:
            return kept + _rest(blocks[at:], rule, taken)
        else:
            kept.append(blocks[at])
        at = until
    return kept


def _heads(rule: Rule, block: Block) -> bool:
    return block.kind in _TITLE_KINDS and _matches(rule, block)


def _rest(blocks: list[Block], rule: Rule, taken: Counter[str]) -> list[Block]:
    """What stays of the end of an article: pictures, files, and where spared the byline."""
    body = blocks[1:]
    judged = {id(block) for block in body}
    if rule.spares_byline and (byline := read_byline(body)).author:
        judged = {id(block) for block in without_byline(body, byline)}
    kept = [block for block in body if block.kind in _WITHOUT_TEXT or id(block) not in judged]
    taken[rule.name] += len(blocks) - len(kept)
    return kept


def _end_of_links(blocks: list[Block], start: int) -> int:
    """The position behind the linked blocks from *start* on; pictures between them count along."""
    end = start
    for at in range(start, len(blocks)):
        if blocks[at].linked:
            end = at + 1
        elif blocks[at].kind not in _WITHOUT_TEXT:
            break
    return end


def _is_prose(block: Block) -> bool:
    """Whether *block* is text that somebody wrote for a reader, rather than a teaser."""
    if block.linked or block.kind in _WITHOUT_TEXT or letters(block.text) < PROSE_LETTERS:
        return False
    return block.kind is BlockKind.TABLE or block.text.endswith(_PROSE_ENDS)
