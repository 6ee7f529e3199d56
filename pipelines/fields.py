"""Third pipeline: lines of the text that are fields of the article.

It comes after the boilerplate is gone, because only then the first lines of a plain text and the
last lines of any text are what they seem.
"""

from dataclasses import replace

from crawler.extract.bylines import Byline, read_byline, without_byline
from crawler.extract.dates import published_or_none
from crawler.extract.outlets import outlet_tag_of
from crawler.items import Article, Block, BlockKind, LeadingLine
from pipelines.step import ArticleStep

#: Kinds that may stand before the first paragraph, as the picture at the top of an article.
_ABOVE_TEXT = frozenset({BlockKind.PICTURE, BlockKind.CAPTION, BlockKind.VIDEO})


def with_fields(article: Article) -> Article:
    """*article* with title, date and section, byline, lead and outlet tag taken from its text.

    What the page's own layout has read is never overwritten.
    """
    is_plain_text = bool(article.leading)
    article = _with_byline(_without_leading(article))
    if is_plain_text:
        article = _with_lead(article)
    return _with_outlet_tag(article)


def _without_leading(article: Article) -> Article:
    """The leading lines as fields. A date line that is no date belongs to the text.

    Below them, where no date is due, a line that is a date and nothing else dates the article: it
    stands between title and text, and is no text.
    """
    due = article.leading
    if due and LeadingLine.DATE not in due:
        due = (*due, LeadingLine.DATE)
    for line in due:
        if not article.blocks:
            break
        text, rest = article.blocks[0].text, article.blocks[1:]
        if line is LeadingLine.TITLE:
            article = replace(article, title=article.title or text, blocks=rest)
        elif line is LeadingLine.SECTION:
            article = replace(article, section=article.section or text, blocks=rest)
        elif published := published_or_none(text):
            article = replace(article, published=article.published or published, blocks=rest)
    return replace(article, leading=())


def _with_byline(article: Article) -> Article:
    """Author and source from the end of the text, where they stand there and say nothing else.

    Where the layout has read the author, the line goes only if it names the same one. A text that
    is nothing but a name keeps it: without it nothing would be left.
    """
    byline = read_byline(article.blocks)
    if not byline.lines or not _agrees(byline, article):
        return article
    blocks = without_byline(article.blocks, byline)
    if not blocks and not article.lead:
        return article
    return replace(
        article,
        author=article.author or byline.author,
        source=article.source or byline.source,
        blocks=blocks,
    )


def _agrees(byline: Byline, article: Article) -> bool:
    return all(
        known is None or found is None or known.casefold() == found.casefold()
        for known, found in ((article.author, byline.author), (article.source, byline.source))
    )


def _with_lead(article: Article) -> Article:
    """The first paragraph of a plain text as its lead."""
    first = article.blocks[0] if article.blocks else None
    if article.lead or first is None or first.kind is not BlockKind.PARAGRAPH:
        return article
    return replace(article, lead=first.text, blocks=article.blocks[1:])


def _with_outlet_tag(article: Article) -> Article:
    """The agency's tag from the lead, or where there is none from the first paragraph."""
    if article.lead:
        tag, lead = outlet_tag_of(article.lead)
        return replace(article, lead=lead, outlet_tag=article.outlet_tag or tag)
    for at, block in enumerate(article.blocks):
        if block.kind is BlockKind.PARAGRAPH:
            return _with_tag_of(article, at, block)
        if block.kind not in _ABOVE_TEXT:
            break
    return article


def _with_tag_of(article: Article, at: int, block: Block) -> Article:
    tag, text = outlet_tag_of(block.text)
    if tag is None:
        return article
    blocks = (*article.blocks[:at], replace(block, text=text), *article.blocks[at + 1 :])
    return replace(article, blocks=blocks, outlet_tag=article.outlet_tag or tag)


class FieldsPipeline(ArticleStep):
    """Takes fields out of the text of every article."""

    clean = staticmethod(with_fields)
