"""The pages that are measured, each with the truth: every golden article, and the replica's.

The replica's pages are asked of its hosts without a network, at one seed, each site's requests in
one order, and with its clock stopped: so counters, clocks and link lists are there as on a real
page, and the same in every corpus. A site joins once both the replica and ``spiders`` know it.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from typing import Any
from unittest import mock

from crawler.clock import utc_moment
from crawler.declared import declared_sites
from crawler.golden.cases import GoldenCase, golden_cases
from tests.replica import ALL, pages

SEED = 7
#: Articles of each site of the replica; a repost is a page at each of its addresses.
ARTICLES = 60
BASE = "http://replica.example/"
#: When the replica's pages are asked for: after the newest of its articles.
STILL = utc_moment("2025-07-01T02:03:04Z")


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What a careful reader finds on a page.

    ``lines`` are the text: the lead, then each block's lines (paragraphs, headings, captions, list
    items, table rows, quotes, names of attachments), without title, byline and outlet tag.
    ``moment`` is None where the page states a day only.
    """

    title: str
    lines: tuple[str, ...]
    author: str | None
    source: str | None
    outlet_tag: str | None
    section: str | None
    day: date | None
    moment: datetime | None


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One page as it came, and the truth about it."""

    site: str
    url: str
    at: datetime
    content_type: str
    body: bytes
    truth: Truth


@cache
def corpus() -> tuple[Sample, ...]:
    """Every page, golden ones first; the same ones in the same order every time."""
    golden = (_golden_sample(case) for case in golden_cases() if case.facts.kind == "article")
    return (*golden, *(sample for site in imitated_sites() for sample in replica_samples(site)))


def imitated_sites() -> tuple[str, ...]:
    """The sites that are both declared and imitated by the replica."""
    return tuple(sorted(set(ALL) & set(declared_sites().sites)))


def digest(samples: tuple[Sample, ...]) -> str:
    """SHA-256 of all that is measured: pages, truths, addresses, their order."""
    lines = (
        json.dumps([hashlib.sha256(one.body).hexdigest(), asdict(one) | {"body": ""}], default=str)
        for one in samples
    )
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def replica_samples(site: str) -> Iterator[Sample]:
    """The replica's articles of *site*, each at each of its addresses."""
    with mock.patch("time.time", return_value=STILL.timestamp()):
        for url, body, truth in list(pages(site, seed=SEED, count=ARTICLES, base=BASE)):
            yield Sample(
                site=site,
                url=url,
                at=STILL,
                content_type="text/html; charset=utf-8",
                body=body,
                truth=_replica_truth(truth, url),
            )


def _replica_truth(truth: dict[str, Any], url: str) -> Truth:
    day, moment = truth["published_on"], truth["published_at"]
    return Truth(
        title=truth["title"],
        lines=_lines(truth["blocks"]),
        author=truth["author"],
        source=truth["source"],
        outlet_tag=truth["outlet_tag"],
        section=truth["section_at"][url],
        day=date.fromisoformat(day) if day else None,
        moment=datetime.fromisoformat(moment) if moment else None,
    )


def _golden_sample(case: GoldenCase) -> Sample:
    expected = case.expected()
    if expected is None or "error" in expected:
        raise ValueError(f"{case} is an article without a reviewed expectation")
    published = expected["published"] or {"on": None, "at": None}
    return Sample(
        site=case.site_name,
        url=case.capture.url,
        at=case.capture.at,
        content_type=case.capture.content_type,
        body=case.capture.body,
        truth=Truth(
            title=expected["title"],
            lines=_lines([{"text": expected["lead"] or ""}, *expected["blocks"]]),
            author=expected["author"],
            source=expected["source"],
            outlet_tag=expected["outlet_tag"],
            section=expected["section"],
            day=date.fromisoformat(published["on"]) if published["on"] else None,
            moment=datetime.fromisoformat(published["at"]) if published["at"] else None,
        ),
    )


def _lines(blocks: list[dict[str, Any]]) -> tuple[str, ...]:
    return tuple(line for block in blocks for line in block["text"].split("\n") if line)
