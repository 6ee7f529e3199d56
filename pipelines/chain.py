"""The pipelines that clean an article, in their one order, as one function.

Ingest, rereading and golden tests call :func:`clean`; a crawl goes through ``ITEM_PIPELINES``. A
test holds both to the same order.
"""

from crawler.items import Article
from pipelines.boilerplate import BoilerplatePipeline
from pipelines.fields import FieldsPipeline
from pipelines.normalise import NormalisePipeline
from pipelines.require import RequirePipeline
from pipelines.step import ArticleStep

#: Normalised text first, since rules compare it; fields last, since boilerplate stands around them.
CHAIN: tuple[type[ArticleStep], ...] = (
    NormalisePipeline,
    BoilerplatePipeline,
    FieldsPipeline,
    RequirePipeline,
)


def clean(article: Article) -> Article:
    """*article* after all pipelines; DropItem where it is none (``reason: sentence``)."""
    for step in CHAIN:
        article = step.clean(article)
    return article
