"""What reads the pages: ours, and four general extractors, each as its own manual says.

The four are imported where they are made, for they are installed for the measurement only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from importlib.metadata import version

from lxml import html
from scrapy.exceptions import DropItem

from benchmarks.corpus import Sample
from benchmarks.scores import Found
from crawler import VERSION
from crawler.capture import Capture
from crawler.clock import HANOI
from crawler.declared import declared_sites
from crawler.errors import PageError
from crawler.frontier.entry import EntryKind
from crawler.items import PageRequest
from crawler.reading import read
from pipelines.chain import clean


@dataclass(frozen=True, kw_only=True)
class Extractor:
    """``extract`` goes from the bytes of a page to its text and fields; ``fields`` it offers."""

    name: str
    version: str
    fields: frozenset[str]
    extract: Callable[[Sample], Found]


def ours() -> Extractor:
    """The project's own: its families, then its pipelines."""
    offered = frozenset({"title", "day", "date", "author", "section"})
    return Extractor(name="tinhuy", version=VERSION, fields=offered, extract=read_by_us)


def read_by_us(sample: Sample) -> Found:
    """The article of a page as a crawl stores it; nothing where it cannot be read."""
    capture = Capture(
        url=sample.url,
        at=sample.at,
        body=sample.body,
        request=PageRequest(url=sample.url),
        content_type=sample.content_type,
    )
    try:
        found = read(declared_sites().sites[sample.site], EntryKind.ARTICLE, capture)
        article = clean(found.article) if found.article else None
    except (PageError, DropItem):
        return Found()
    if article is None:
        return Found()
    published = article.published
    texts = (article.lead or "", *(block.text for block in article.blocks))
    return Found(
        lines=tuple(line for text in texts for line in text.split("\n")),
        title=article.title,
        author=article.author,
        section=article.section,
        day=published.on if published else None,
        moment=published.at if published else None,
    )


def others() -> tuple[Extractor, ...]:
    """The four; ModuleNotFoundError where they are not installed."""
    return (_trafilatura(), _readability(), _newspaper(), _justext())


def _trafilatura() -> Extractor:
    from trafilatura import bare_extraction

    def extract(sample: Sample) -> Found:
        document = bare_extraction(
            sample.body, url=sample.url, with_metadata=True, include_comments=False
        )
        if document is None:
            return Found()
        return Found(
            lines=tuple((document.text or "").split("\n")),
            title=document.title,
            author=document.author,
            section=next(iter(document.categories or ()), None),
            day=date.fromisoformat(document.date) if document.date else None,
        )

    offered = frozenset({"title", "day", "date", "author", "section"})
    return _general("trafilatura", offered, extract)


def _readability() -> Extractor:
    from readability import Document
    from readability.readability import Unparseable

    def extract(sample: Sample) -> Found:
        document = Document(sample.body, url=sample.url)
        try:
            summary = html.fromstring(document.summary())
        except Unparseable:
            return Found()
        author = document.author()
        return Found(
            lines=_lines(summary),
            title=document.short_title(),
            author=None if author == "[no-author]" else author,
        )

    return _general("readability-lxml", frozenset({"title", "author"}), extract)


def _newspaper() -> Extractor:
    from newspaper import Article
    from newspaper.exceptions import ArticleException

    def extract(sample: Sample) -> Found:
        # It asks for text, not bytes; every page that is measured is UTF-8 or nearly.
        page = sample.body.decode("utf-8", errors="replace")
        article = Article(sample.url, language="vi", fetch_images=False)
        try:
            article.download(input_html=page)
            article.parse()
        except ArticleException:
            return Found()
        moment = _in_hanoi(article.publish_date)
        return Found(
            lines=tuple(article.text.split("\n")),
            title=article.title,
            author=", ".join(article.authors),
            day=moment.date() if moment else None,
            # It gives a day as its midnight.
            moment=moment if moment and moment.time() != datetime.min.time() else None,
        )

    return _general("newspaper4k", frozenset({"title", "day", "date", "author"}), extract)


def _justext() -> Extractor:
    from justext import get_stoplist, justext

    stoplist = get_stoplist("Vietnamese")

    def extract(sample: Sample) -> Found:
        found = justext(sample.body, stoplist)
        return Found(lines=tuple(part.text for part in found if not part.is_boilerplate))

    return _general("justext", frozenset(), extract)


def _general(name: str, offered: frozenset[str], extract: Callable[[Sample], Found]) -> Extractor:
    return Extractor(name=name, version=version(name), fields=offered, extract=extract)


def _lines(root: html.HtmlElement) -> tuple[str, ...]:
    """The text of *root*, a line for each element that is no part of a line."""
    for element in root.iter("p", "div", "br", "li", "tr", "td", "th", "h1", "h2", "h3", "h4"):
        element.tail = f"\n{element.tail or ''}"
    return tuple(root.text_content().split("\n"))


def _in_hanoi(moment: datetime | None) -> datetime | None:
    if moment is None or moment.tzinfo:
        return moment
    return moment.replace(tzinfo=HANOI)
