"""A golden case: its files, and what its page reads as now."""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from scrapy.exceptions import DropItem

from crawler.capture import Capture
from crawler.clock import utc_moment
from crawler.errors import PageError, StorageProblem, UsageProblem
from crawler.frontier.entry import EntryKind
from crawler.items import Article, LeftOut, PageRequest
from crawler.reading import family_of, read
from crawler.site import Site
from crawler.suggestions import nearest

#: Where the cases stand in a checkout; an installation elsewhere has none.
CASES = Path(__file__).parents[2] / "tests" / "sites"

#: What a page reads as, in JSON's types: an article, a listing, or ``{"error": reason}``.
Content = dict[str, Any]
#: The chain of pipelines, which only the command line and the tests may know.
Clean = Callable[[Article], Article]

_KINDS = {"article": EntryKind.ARTICLE, "listing": EntryKind.LISTING, "error": EntryKind.ARTICLE}


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What ``case.json`` says.

    ``origin`` is who made the page: ``synthetic`` for one written by us to imitate a platform.
    ``kind`` is ``article``, ``listing``, or ``error`` for a page that was asked for as an article.
    ``family`` names the one that must read it, for a site with several; ``note`` is for people.
    """

    origin: str
    kind: str
    url: str
    fetched_at: str
    content_type: str
    method: str
    body: str
    context: dict[str, int | str]
    family: str | None = None
    note: str | None = None


@dataclass(frozen=True)
class GoldenCase:
    """One saved page; everything about it is read when it is first asked for."""

    folder: Path

    def __str__(self) -> str:
        return f"{self.site_name}-{self.folder.name}"

    @property
    def site_name(self) -> str:
        """The site whose page it is."""
        return self.folder.parent.name

    @property
    def expected_file(self) -> Path:
        """Where its expectation stands, or would."""
        return self.folder / "expected.json"

    @cached_property
    def facts(self) -> Facts:
        """How the page was asked for and answered; UsageProblem for a case that cannot be used."""
        path = self.folder / "case.json"
        stated = _object_in(path)
        if wrong := _what_is_wrong(stated):
            raise UsageProblem(f"{path}: {wrong}")
        return Facts(**stated)

    @cached_property
    def capture(self) -> Capture:
        """The page as a crawl would have captured it."""
        facts = self.facts
        request = PageRequest(
            url=facts.url,
            method=facts.method,
            body=facts.body.encode(),
            referer=f"https://{facts.url.split('/')[2]}/" if facts.body else None,
            context=tuple(facts.context.items()),
        )
        return Capture(
            url=facts.url,
            at=utc_moment(facts.fetched_at),
            body=_bytes_of(self.folder / "page.html"),
            request=request,
            content_type=facts.content_type,
        )

    def read(self, site: Site, clean: Clean) -> Content:
        """What the page reads as now."""
        try:
            found = read(site, _KINDS[self.facts.kind], self.capture)
            content = clean(found.article) if found.article else found.listing
        except PageError as error:
            return {"error": error.reason}
        except DropItem as error:
            return {"error": str(error).partition(":")[0]}
        plain: Content = json.loads(json.dumps(content, default=_plain))
        return plain

    def family(self, site: Site) -> str | None:
        """The name of the family that reads the page; None where none recognises it."""
        try:
            return family_of(site, self.capture).name
        except PageError:
            return None

    def expected(self) -> Content | None:
        """What the page was reviewed to read as; None where nobody has written that yet."""
        return _object_in(self.expected_file) if self.expected_file.exists() else None

    def expect(self, content: Content) -> None:
        """Write *content* down as what the page reads as."""
        text = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
        try:
            self.expected_file.write_text(text, encoding="utf-8")
        except OSError as error:
            raise StorageProblem(f"{self.expected_file} cannot be written: {error}") from error


def golden_cases(folder: Path = CASES, site: str = "*") -> list[GoldenCase]:
    """The cases in *folder*, of one site or of all, sorted by name."""
    return sorted((GoldenCase(each) for each in folder.glob(f"{site}/*/")), key=str)


def _what_is_wrong(stated: Mapping[str, Any]) -> str | None:
    """What keeps *stated* from being :class:`Facts`."""
    known = {each.name: each.default is MISSING for each in fields(Facts)}
    for name in stated:
        if name not in known:
            return f"unknown key {name!r}: {nearest(name, known)}"
    for name, is_required in known.items():
        if is_required and name not in stated:
            return f"{name} is missing"
    if stated["kind"] not in _KINDS:
        return f"kind {stated['kind']!r} is none of {', '.join(_KINDS)}"
    try:
        utc_moment(stated["fetched_at"])
    except ValueError:
        return f"fetched_at {stated['fetched_at']!r} is not written as 2024-06-01T02:03:04Z"
    return None


def _object_in(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(_bytes_of(path))
    except ValueError as error:
        raise UsageProblem(f"{path} is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise UsageProblem(f"{path} holds no object")
    return found


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageProblem(f"a golden case lacks {path}: {error.strerror}") from error


def _plain(value: object) -> object:
    """What JSON has in place of a value that it does not know; no link left out is not said."""
    if is_dataclass(value):
        values = {each.name: getattr(value, each.name) for each in fields(value)}
        return {name: each for name, each in values.items() if each != LeftOut()}
    return value.decode() if isinstance(value, bytes) else str(value)
