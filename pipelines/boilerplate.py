"""Second pipeline: what is no content goes, and is counted by rule."""

from crawler.extract.boilerplate import without_boilerplate
from pipelines.step import ArticleStep


class BoilerplatePipeline(ArticleStep):
    """Applies the boilerplate rules to every article."""

    clean = staticmethod(without_boilerplate)
