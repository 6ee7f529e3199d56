"""How every command reads a page: here where it is harmless, else in a worker."""

from dataclasses import replace

from crawler.capture import Capture
from crawler.errors import NotAnArticle
from crawler.extract.plain_text import article_from_text
from crawler.extract.urls import canonical_url
from crawler.frontier.entry import EntryKind
from crawler.items import Article
from crawler.readers.messages import Asked
from crawler.readers.pool import pool
from crawler.readers.scan import is_harmless
from crawler.reading import Found, read, require_text
from crawler.site import Site


def read_guarded(
    site: Site, kind: EntryKind | None, capture: Capture, *, package: str = "spiders"
) -> Found:
    """As :func:`crawler.reading.read`; *package* is where *site* is declared."""
    if is_harmless(capture):
        return read(site, kind, capture)
    return pool().read(Asked(package=package, site=site.name, kind=kind, capture=capture))


def article_of(site: Site, capture: Capture, kind: EntryKind | None = None) -> Article:
    """The article that a saved page, or a plain text, shows; its address in its one spelling.

    Raises a :class:`~crawler.errors.PageError` that names why there is none.
    """
    if capture.is_text:
        require_text(capture)
        leading = site.families[0].leading_lines
        return article_from_text(capture.decoded.text, url=capture.url, leading=leading)
    found = read_guarded(site, kind, capture)
    if found.article is None:
        raise NotAnArticle(f"it is a listing of {site.name}, not an article")
    return replace(found.article, url=canonical_url(found.article.url))
