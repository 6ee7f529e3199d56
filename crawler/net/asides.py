"""Requests beside the frontier's, by which a site is asked what it answers to any address."""

import re
import secrets
import string
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit, urlunsplit

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http.request import NO_CALLBACK

from crawler.archive.captures import load_capture
from crawler.archive.runs import newest_of_kind
from crawler.capture import Capture
from crawler.clock import now
from crawler.errors import PageError, StorageProblem
from crawler.extract.likeness import Wording
from crawler.frontier.entry import EntryKind
from crawler.net.failures import NO_ANSWER, NO_CONNECTION, reason_of
from crawler.net.page_kinds import what_is_wrong
from crawler.outcomes import AsideKind
from crawler.reading import Found
from crawler.run import Run

#: In ``request.meta``: which aside a request is; none of the frontier's has it.
ASIDE = "aside"
#: What a random address was answered is remembered for so long, by later runs too.
REMEMBERED = timedelta(hours=24)
_RUN = re.compile(r"[0-9]+|[^\W\d_]+")
_ENDING = re.compile(r"\.\w{1,5}$")
_DIGITS = 9

Reads = Callable[[EntryKind, Capture], Awaitable[Found]]


class Unanswered(Exception):
    """An aside got no answer, or may not be made now; what it says is how a sentence ends."""


@dataclass(frozen=True, kw_only=True)
class Asides:
    """Asks for one run; *reads* is how its pages are read.

    Asides wait their turn, obey robots.txt, are captured and count as requests like any other.
    """

    run: Run
    crawler: Crawler
    reads: Reads

    async def at_random(self, url: str) -> Wording | None:
        """What an address says that is like *url* and was made up; None if it is no article."""
        return await self._wording(await self._capture(random_address(url), AsideKind.PROBE))

    async def remembered(self) -> Wording | None:
        """What a random address said within the last day; None if that was no article."""
        db, site = self.run.archive.db, self.run.plan.site.name
        number = newest_of_kind(db, site, AsideKind.PROBE, now() - REMEMBERED)
        try:
            return await self._wording(load_capture(self.run.archive, number)) if number else None
        except StorageProblem:  # its WARC file is damaged, which is for ``verify`` to tell
            return None

    async def names_articles(self, section: str) -> bool:
        """Whether the page of a section names articles now."""
        listing = await self._read(EntryKind.HEAD, await self._capture(section, AsideKind.WITNESS))
        return bool(listing and listing.listing and listing.listing.links)

    async def _capture(self, url: str, kind: AsideKind) -> Capture | None:
        """The whole answer; None where the site does not give one, Unanswered where it cannot."""
        if not self.run.takes_aside():
            raise Unanswered("no other request may be made in this run")
        request = Request(url, meta={ASIDE: kind}, callback=NO_CALLBACK)
        try:
            response = await self.crawler.engine.download_async(request)
        except NO_ANSWER as error:
            reason, detail = reason_of(error)
            if reason in NO_CONNECTION or reason == "left-alone":
                raise Unanswered(f"{url} was not answered ({reason}: {detail})") from error
            return None
        capture: Capture = response.meta["capture"]
        return None if what_is_wrong(capture, flags=response.flags) else capture

    async def _wording(self, capture: Capture | None) -> Wording | None:
        found = await self._read(EntryKind.ARTICLE, capture)
        return Wording.of(found.article) if found and found.article else None

    async def _read(self, kind: EntryKind, capture: Capture | None) -> Found | None:
        if capture is None or what_is_wrong(capture):
            return None
        try:
            return await self.reads(kind, capture)
        except PageError:
            return None


def random_address(url: str) -> str:
    """An address of the same shape as *url*, of which the part that finds an article is made up.

    Those are the numbers of its query, or else the words and numbers of its last step.
    """
    parts = urlsplit(url)
    query = re.sub("[0-9]+", _other, parts.query)
    if query != parts.query:
        return urlunsplit(parts._replace(query=query, fragment=""))
    folder, _, last = parts.path.rstrip("/").rpartition("/")
    slashes = parts.path[len(folder) + 1 + len(last) :]
    ending = _ENDING.search(last)
    stem = last[: ending.start()] if ending else last
    name = _RUN.sub(_other, stem) + (ending[0] if ending else "")
    return urlunsplit(parts._replace(path=f"{folder}/{name}{slashes}", fragment=""))


def _other(found: re.Match[str]) -> str:
    """As many digits, and at least nine, or as many letters."""
    if found[0].isdecimal():
        length = max(len(found[0]), _DIGITS)
        return "1" + "".join(secrets.choice(string.digits) for _ in range(length - 1))
    return "".join(secrets.choice(string.ascii_lowercase) for _ in found[0])
