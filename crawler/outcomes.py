"""What became of a request: every one made in a run ends as exactly one of these."""

from dataclasses import dataclass
from enum import StrEnum

from crawler.archive.captures import PendingCapture
from crawler.frontier.entry import Entry
from crawler.items import Article, FeedPage, Listing


class Result(StrEnum):
    """The four outcomes of the ledger."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True)
class ArticleRead:
    """An article was read from the answer; the pipelines clean ``article``."""

    entry: Entry
    capture: PendingCapture
    article: Article


@dataclass(frozen=True, kw_only=True)
class ListingRead:
    """A listing page was read from the answer.

    ``listing`` is without the links that are not followed.
    """

    entry: Entry
    capture: PendingCapture
    listing: Listing


@dataclass(frozen=True, kw_only=True)
class FeedRead:
    """A feed or sitemap was read; ``feed`` is without the links that are not followed."""

    entry: Entry
    capture: PendingCapture
    feed: FeedPage


@dataclass(frozen=True, kw_only=True)
class Ended:
    """The request gave no content.

    ``reason`` is a short stable code; ``detail`` says it in words. ``capture`` is None where no
    answer came.
    """

    entry: Entry
    result: Result
    reason: str
    detail: str | None = None
    capture: PendingCapture | None = None


class AsideKind(StrEnum):
    """What is asked for outside the frontier.

    A probe is an address that was made up, for what the site answers to any; a witness a section,
    for whether it is the site that answers.
    """

    ROBOTS = "robots"
    PROBE = "probe"
    WITNESS = "witness"


@dataclass(frozen=True, kw_only=True)
class Aside:
    """An answer to a request outside the frontier; ``reason`` is its HTTP status."""

    kind: AsideKind
    capture: PendingCapture


#: An outcome of a request of the frontier.
PageOutcome = ArticleRead | ListingRead | FeedRead | Ended
Outcome = PageOutcome | Aside
