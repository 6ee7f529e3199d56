"""Fourth pipeline: an article needs a title and something to read or see."""

from scrapy.exceptions import DropItem

from crawler.items import Article
from pipelines.step import ArticleStep


def required(article: Article) -> Article:
    """*article*, if it has a title and at least one of text, picture, attachment and video.

    Otherwise DropItem, whose message is ``reason: sentence``; the reason is ``no-title`` or
    ``no-content``.
    """
    if not article.title:
        raise DropItem(f"no-title: {article.url} shows an article without a title")
    if not article.lead and not article.blocks:
        raise DropItem(f"no-content: {article.url} has a title and nothing below it")
    return article


class RequirePipeline(ArticleStep):
    """Drops what is no article."""

    clean = staticmethod(required)
