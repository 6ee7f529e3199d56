"""A page as plain text: every line a block, in order, and nothing guessed about it."""

from crawler.extract.debris import without_debris
from crawler.items import Article, Block, BlockKind, LeadingLine


def article_from_text(text: str, *, url: str, leading: tuple[LeadingLine, ...]) -> Article:
    """The article that *text* holds, still with its boilerplate.

    Each line that is neither blank nor debris of a word processor is a paragraph; lines end in LF,
    CRLF or CR. What a line is (title, date, caption, byline) the pipelines find out; *leading* says
    which lines stand before the text, in this order, once the boilerplate is gone.
    """
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    texts = (text for text in map(without_debris, lines) if text.strip())
    blocks = tuple(Block(kind=BlockKind.PARAGRAPH, text=text) for text in texts)
    return Article(url=url, blocks=blocks, leading=leading)
