"""How a pure function on an article becomes a pipeline of Scrapy."""

from abc import ABC, abstractmethod
from dataclasses import replace

from crawler.items import Article
from crawler.outcomes import ArticleRead


class ArticleStep(ABC):
    """A pipeline that changes articles, alone or as an outcome carries them; others pass."""

    @staticmethod
    @abstractmethod
    def clean(article: Article) -> Article:
        """The article after this step; a DropItem ends it."""

    def process_item(self, item: object) -> object:
        """*item*, and if it is or carries an article, with that article after this step."""
        if isinstance(item, Article):
            return self.clean(item)
        if isinstance(item, ArticleRead):
            return replace(item, article=self.clean(item.article))
        return item
