"""First pipeline: every text of an article in its one spelling, and no empty block."""

from dataclasses import replace
from unicodedata import is_normalized

from crawler.extract.text import folded, folded_lines
from crawler.items import Article, Block, BlockKind
from pipelines.step import ArticleStep

#: Kinds whose lines count: an item or a row each.
_LINED = frozenset({BlockKind.LIST, BlockKind.TABLE})
#: Kinds that are content by their address, with or without a text.
_ADDRESSED = frozenset({BlockKind.PICTURE, BlockKind.ATTACHMENT, BlockKind.VIDEO})


def normalised(article: Article) -> Article:
    """*article* with every text folded; empty texts become None, empty blocks go."""
    blocks = (_normalised(block) for block in article.blocks)
    return replace(
        article,
        title=_folded(article.title),
        lead=_folded(article.lead),
        author=_folded(article.author),
        source=_folded(article.source),
        outlet_tag=_folded(article.outlet_tag),
        section=_folded(article.section),
        blocks=tuple(block for block in blocks if _has_content(block)),
    )


def is_folded(text: str) -> bool:
    """Whether *text* is surely folded already, as what comes from a page is; a quick look.

    Only the blank, of all white space and invisible characters, is printable.
    """
    return (
        text.isprintable()
        and "  " not in text
        and "Ð" not in text
        and text[:1] != " "
        and text[-1:] != " "
        and is_normalized("NFC", text)
    )


def _folded(text: str | None) -> str | None:
    return (folded(text) or None) if text else None


def _normalised(block: Block) -> Block:
    is_lined = block.kind in _LINED
    lines = block.text.split("\n") if is_lined else (block.text,)
    if all(line and is_folded(line) for line in lines):
        return block
    fold = folded_lines if is_lined else folded
    return replace(block, text=fold(block.text))


def _has_content(block: Block) -> bool:
    return bool(block.url if block.kind in _ADDRESSED else block.text)


class NormalisePipeline(ArticleStep):
    """Folds the texts of every article."""

    clean = staticmethod(normalised)
