"""Whether what was read is the article of its address, or something that any address would show.

A server in maintenance, or one that knows no 404, may answer every address with a page that reads
like an article. Nearly every article proves itself: its title is the one under which a listing
named it, or its address spells it. Only for the others the site is asked more.
"""

import asyncio
from collections import deque
from dataclasses import dataclass

from scrapy.crawler import Crawler

from crawler.extract.barriers import notice_in
from crawler.extract.likeness import (
    Wording,
    Words,
    begins_with,
    holds,
    is_named_in,
    may_be_one,
    words_of,
)
from crawler.frontier.entry import Entry
from crawler.items import Article
from crawler.net.asides import Asides, Reads, Unanswered
from crawler.net.page_kinds import Wrong
from crawler.run import Run

#: The signal after which no connection that is open is used for another request.
CONNECTIONS_IN_DOUBT = object()
#: The titles of so many requests are remembered: an answer out of step is no older than that.
_RECENT = 512
#: So many doubtful texts are remembered of a run.
_TEXTS = 64
#: A run asks so many random addresses at the most; on a site whose listings name no titles, and
#: whose addresses spell none, it believes the rest.
MOST_PROBES = 16


@dataclass
class _Seen:
    """A text that did not prove itself, and what came of it; ``wrong`` None: it stands."""

    wording: Wording
    wrong: Wrong | None


class Doubts:
    """The doubts of one run."""

    def __init__(self, run: Run, crawler: Crawler, reads: Reads) -> None:
        self._asides = Asides(run=run, crawler=crawler, reads=reads)
        self._signals = crawler.signals
        self._asked: deque[tuple[str, Words]] = deque(maxlen=_RECENT)
        self._seen: deque[_Seen] = deque(maxlen=_TEXTS)
        self._probes = 0
        self._turn = asyncio.Lock()

    def asked(self, entry: Entry) -> None:
        """Remember under which title an article is asked for."""
        if listed := words_of(entry.listed_title):
            self._asked.append((entry.key, listed))

    async def wrong_with(self, entry: Entry, article: Article) -> Wrong | None:
        """Why *article* cannot be that of its address; None if it may be."""
        title, listed = words_of(article.title), words_of(entry.listed_title)
        is_spelt = is_named_in(title, entry.request.url)
        if self._is_anothers(entry, title, listed, is_spelt=is_spelt):
            self._signals.send_catch_log(CONNECTIONS_IN_DOUBT)
            return Wrong(
                "out-of-step",
                f"{entry.request.url} was answered with {article.title!r}, which is listed at"
                " another address that was asked for: tried again on another connection",
            )
        if barrier := notice_in(article, entry.listed_title):
            url = entry.request.url
            return Wrong(barrier.reason, f"{url} has {barrier.sentence} where its text should be")
        if may_be_one(title, listed) or is_spelt:
            return None
        try:
            async with self._turn:
                return await self._as_any_other(entry, Wording.of(article))
        except Unanswered as reason:
            return Wrong(
                "unconfirmed",
                f"{entry.request.url} shows {article.title!r}, which no listing and no address"
                f" names; whether the site shows that everywhere is not known, for {reason}",
            )

    def _is_anothers(
        self, entry: Entry, title: Words, listed: Words, *, is_spelt: bool | None
    ) -> bool:
        """Whether the title is that of another article asked for, and nothing says it is ours."""
        if is_spelt or holds(title, listed) or (not listed and is_spelt is None):
            return False
        return any(
            key != entry.key and begins_with(title, other) and other != listed
            for key, other in self._asked
        )

    async def _as_any_other(self, entry: Entry, wording: Wording) -> Wrong | None:
        url = entry.request.url
        seen = next((seen for seen in self._seen if seen.wording.is_like(wording)), None)
        if seen is None:
            seen = _Seen(wording, await self._judged(entry, wording))
            self._seen.append(seen)
            return seen.wrong
        if seen.wrong is None:
            return Wrong("same-answer", f"{url} shows the text that another address has shown")
        return Wrong(
            seen.wrong.reason, f"{url} is answered as every address is that does not exist"
        )

    async def _judged(self, entry: Entry, wording: Wording) -> Wrong | None:
        """What a text is that has not been seen in this run."""
        url = entry.request.url
        if not await self._is_any_answer(url, wording):
            return None
        if await self._asides.names_articles(entry.section):
            return Wrong("soft-404", f"{url} is answered as an address is that does not exist")
        return Wrong(
            "same-answer",
            f"{url} is answered as an address is that does not exist, and {entry.section} names no"
            " articles now: something else stands in the site's place",
        )

    async def _is_any_answer(self, url: str, wording: Wording) -> bool:
        """Whether a random address gives the same answer, or did within the last day."""
        remembered = self._asides.remembered()
        if remembered and remembered.is_like(wording):
            return True
        if self._probes >= MOST_PROBES:
            return False
        self._probes += 1
        found = await self._asides.at_random(url)
        return found is not None and found.is_like(wording)
