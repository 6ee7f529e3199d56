"""Saved pages of every site, each beside what it reads as: reviewed, and kept so.

A case is a folder ``tests/sites/SITE/CASE/`` with ``page.html``, ``case.json`` (how it was asked
for and answered, and its origin) and ``expected.json``. A missing expectation is written by the
test, which then fails: review it and commit it.
"""

import json
from dataclasses import dataclass, fields, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest

from crawler.capture import Capture
from crawler.clock import utc_moment
from crawler.declared import declared_sites
from crawler.errors import PageError
from crawler.frontier.entry import EntryKind
from crawler.items import PageRequest
from crawler.reading import read
from pipelines.chain import clean

CASES = Path(__file__).parent / "sites"
_KINDS = {"article": EntryKind.ARTICLE, "listing": EntryKind.LISTING, "error": EntryKind.ARTICLE}


@dataclass(frozen=True)
class GoldenCase:
    """One saved page."""

    folder: Path

    def __str__(self) -> str:
        return f"{self.folder.parent.name}-{self.folder.name}"

    @cached_property
    def facts(self) -> dict[str, Any]:
        facts: dict[str, Any] = json.loads((self.folder / "case.json").read_text(encoding="utf-8"))
        return facts

    @cached_property
    def capture(self) -> Capture:
        facts = self.facts
        request = PageRequest(
            url=facts["url"],
            method=facts["method"],
            body=facts["body"].encode(),
            referer=f"https://{facts['url'].split('/')[2]}/" if facts["body"] else None,
            context=tuple(facts["context"].items()),
        )
        return Capture(
            url=facts["url"],
            at=utc_moment(facts["fetched_at"]),
            body=(self.folder / "page.html").read_bytes(),
            request=request,
            content_type=facts["content_type"],
        )

    def read(self) -> dict[str, Any]:
        """What the page reads as, in JSON's types."""
        site = declared_sites().sites[self.folder.parent.name]
        try:
            found = read(site, _KINDS[self.facts["kind"]], self.capture)
        except PageError as error:
            return {"error": error.reason}
        content = clean(found.article) if found.article else found.listing
        plain: dict[str, Any] = json.loads(json.dumps(content, default=_plain))
        return plain


def _plain(value: object) -> object:
    """What JSON has in place of a value that it does not know."""
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value)}
    return value.decode() if isinstance(value, bytes) else str(value)


def golden_cases() -> list[GoldenCase]:
    return sorted((GoldenCase(path.parent) for path in CASES.glob("*/*/case.json")), key=str)


@pytest.mark.parametrize("case", golden_cases(), ids=str)
def test_page_reads_as_reviewed(case: GoldenCase) -> None:
    expected = case.folder / "expected.json"
    found = case.read()
    if not expected.exists():
        text = json.dumps(found, ensure_ascii=False, indent=1)
        expected.write_text(text + "\n", encoding="utf-8")
        pytest.fail(f"{expected} was missing and is written now: review and commit it")
    assert found == json.loads(expected.read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", golden_cases(), ids=str)
def test_reading_changes_nothing_for_the_next_reader(case: GoldenCase) -> None:
    assert case.read() == case.read()


@pytest.mark.parametrize("site", declared_sites().sites)
def test_every_site_has_a_listing_and_two_articles(site: str) -> None:
    kinds = [case.facts["kind"] for case in golden_cases() if case.folder.parent.name == site]
    assert kinds.count("listing") >= 1
    assert kinds.count("article") >= 2


@pytest.mark.parametrize("case", golden_cases(), ids=str)
def test_every_page_says_where_it_comes_from(case: GoldenCase) -> None:
    assert case.facts["origin"] == "synthetic"
