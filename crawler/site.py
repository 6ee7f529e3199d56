"""Declarations: a site is data, a family (one CMS) is the logic that reads it."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import ClassVar
from urllib.parse import urlsplit

from crawler.capture import Capture
from crawler.errors import DeclarationError
from crawler.extract.page import Page
from crawler.items import Article, ArticleLink, LeadingLine, PageRequest


class Evidence(StrEnum):
    """How well a declared fact is known."""

    EVIDENCED = "evidenced"
    INFERRED = "inferred"
    UNKNOWN = "unknown"


class Status(StrEnum):
    """What is known of a site's host; an unverified one has candidates only."""

    ACTIVE = "active"
    MOVED = "moved"
    GONE = "gone"
    UNVERIFIED = "unverified"


class Family(ABC):
    """One CMS: every hook is a pure function of what it is given.

    ``leading_lines`` is the order of the lines before the text, where a page is known only as
    plain text. ``paging`` says how well it is known by which requests a listing is paged; where
    that is unknown, only its first page is walked. ``pages_by_post`` marks the family whose
    further pages are answers to a POST, which carry no sign.
    """

    name: ClassVar[str]
    paging: ClassVar[Evidence]
    pages_by_post: ClassVar[bool] = False
    leading_lines: ClassVar[tuple[LeadingLine, ...]] = (LeadingLine.TITLE,)

    @classmethod
    @abstractmethod
    def recognises(cls, page: Page) -> bool:
        """Whether *page* carries the signs of this CMS."""

    @classmethod
    def listing_requests(cls, section_url: str) -> Iterable[PageRequest]:
        """The first page of a section; *section_url* is absolute."""
        return (PageRequest(url=section_url),)

    @classmethod
    @abstractmethod
    def article_links(cls, page: Page) -> tuple[ArticleLink, ...]:
        """The articles that a listing page names, in printed order, each address once."""

    @classmethod
    @abstractmethod
    def is_article_address(cls, url: str) -> bool:
        """Whether *url*, found in a feed or sitemap, has the form that articles' addresses have."""

    @classmethod
    @abstractmethod
    def next_page(cls, page: Page) -> PageRequest | None:
        """The listing page after *page*, or None at the end."""

    @classmethod
    @abstractmethod
    def is_article(cls, page: Page) -> bool:
        """Whether *page* shows an article (rather than a listing or a message)."""

    @classmethod
    @abstractmethod
    def read_article(cls, capture: Capture) -> Article:
        """The article that *capture* shows, boilerplate in its blocks included.

        Raises NotAnArticle where it shows none, another :class:`~crawler.errors.PageError` where
        the page is not as the layout says.
        """


@dataclass(frozen=True)
class Section:
    """A listing of a site: its path on the site's home, and its name as a reader sees it."""

    path: str
    name: str


def sections(text: str) -> tuple[Section, ...]:
    """Sections out of ``/path/ Name, /path/ Name``: many of them on few lines."""
    pairs = (part.strip().split(" ", 1) for part in text.split(","))
    return tuple(Section(path, name) for path, name in pairs)


@dataclass(frozen=True, kw_only=True)
class Expect:
    """What a site promises; a crawl that finds less says so (exit code 3).

    ``min_links`` is the number of article links on the first page of each section.
    """

    min_links: int = 1


@dataclass(frozen=True)
class Era:
    """A time in which a site ran on one family and answered under these hosts (no scheme).

    ``since`` and ``until`` are days in Hanoi, both included, None where not known.
    """

    family: type[Family]
    hosts: tuple[str, ...] = field(kw_only=True)
    since: date | None = field(default=None, kw_only=True)
    until: date | None = field(default=None, kw_only=True)
    evidence: Evidence = field(kw_only=True)

    def holds(self, day: date) -> bool:
        """Whether *day* is in this era."""
        return (self.since or day) <= day <= (self.until or day)


@dataclass(frozen=True)
class Numbering:
    """A numbering of articles that several kinds of address of a site share.

    Each pattern finds, in the path of its kind of address, the number as its first group. Where
    that is evidenced, one number published on one day is one article; where it is inferred, the
    titles must agree too.
    """

    patterns: tuple[str, ...]
    evidence: Evidence = field(kw_only=True)

    def __post_init__(self) -> None:
        """Refuse a pattern that finds no number."""
        for pattern in self.patterns:
            try:
                groups = re.compile(pattern).groups
            except re.error as error:
                raise DeclarationError(f"bad pattern {pattern!r}: {error}") from error
            if groups != 1:
                raise DeclarationError(f"{pattern!r} has {groups} groups, not the number alone")

    def number_in(self, url: str) -> str | None:
        """The number in an address, None where it is of no such kind."""
        path = urlsplit(url).path
        found = (re.search(pattern, path) for pattern in self.patterns)
        return next((match[1] for match in found if match), None)


@dataclass(frozen=True, kw_only=True)
class Site:
    """One site. Its newest era stands first, and that era's first host is its home.

    A site with ``status=UNVERIFIED`` names candidates in its eras; it is crawled only where the
    operator gives a home. ``feeds`` are the paths of its feeds (RSS, Atom) and sitemaps.
    """

    name: str
    publisher: str
    title: str
    eras: tuple[Era, ...]
    sections: tuple[Section, ...]
    sections_evidence: Evidence
    feeds: tuple[str, ...] = ()
    feeds_evidence: Evidence = Evidence.UNKNOWN
    expect: Expect = Expect()
    numbering: Numbering | None = None
    status: Status
    media_hosts: tuple[str, ...] = ()
    until: date | None = None

    def __post_init__(self) -> None:
        """Refuse a declaration that cannot be crawled."""
        if not self.eras or not self.sections:
            raise DeclarationError(f"site {self.name}: it needs an era and a section")
        for path in (*(section.path for section in self.sections), *self.feeds):
            if not path.startswith("/"):
                raise DeclarationError(f"site {self.name}: {path!r} must begin with '/'")
        if self.feeds and self.feeds_evidence is Evidence.UNKNOWN:
            raise DeclarationError(f"site {self.name}: say how well its feeds are known")

    @property
    def families(self) -> tuple[type[Family], ...]:
        """The families of all eras, newest first, each once."""
        return tuple(dict.fromkeys(era.family for era in self.eras))

    @property
    def hosts(self) -> tuple[str, ...]:
        """The page hosts of all eras, newest first, each once."""
        return tuple(dict.fromkeys(host for era in self.eras for host in era.hosts))
