"""A request of the frontier, as one row and as one object."""

import json
import sqlite3
from dataclasses import dataclass
from enum import StrEnum

from crawler.extract.urls import request_key
from crawler.items import PageRequest


class EntryKind(StrEnum):
    """What a request asks for.

    A section's first page, a further page of it, an article; or a feed or sitemap, which names
    articles of any section.
    """

    HEAD = "head"
    LISTING = "listing"
    ARTICLE = "article"
    FEED = "feed"


class Walk(StrEnum):
    """How a listing page is walked on from.

    A sweep goes to the end of its section. A catch-up stops at known ground. A resumed walk looks
    for the place where an earlier one broke off: it begins with the last page that was read, and
    goes down to the last article named there, wherever that stands now.
    """

    SWEEP = "sweep"
    CATCH_UP = "catch-up"
    RESUME = "resume"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One request of one site.

    ``section`` is the address of the listing, or of the feed, it belongs to; ``parent`` the key of
    the page that gave it; ``anchor`` the last article that the pages above a listing page had
    named.
    """

    request: PageRequest
    key: str
    kind: EntryKind
    site: str
    section: str
    walk: Walk | None = None
    parent: str | None = None
    anchor: str | None = None
    listed_title: str | None = None
    attempts: int = 0

    @classmethod
    def of_row(cls, row: sqlite3.Row) -> "Entry":
        """The entry that a row of ``frontier`` holds."""
        context = json.loads(row["context"])
        return cls(
            request=PageRequest(
                url=row["url"],
                method=row["method"],
                body=row["body"],
                referer=row["referer"],
                context=tuple(context.items()),
            ),
            key=row["key"],
            kind=EntryKind(row["kind"]),
            site=row["site_key"],
            section=row["section"],
            walk=Walk(row["walk"]) if row["walk"] else None,
            parent=row["parent"],
            anchor=row["anchor"],
            listed_title=row["listed_title"],
            attempts=row["attempts"],
        )


def new_entry(
    request: PageRequest, *, kind: EntryKind, site: str, section: str, walk: Walk | None = None
) -> Entry:
    """An entry for a request that a family wants made; its key is computed here."""
    return Entry(
        request=request,
        key=request_key(request),
        kind=kind,
        site=site,
        section=section,
        walk=walk,
    )
