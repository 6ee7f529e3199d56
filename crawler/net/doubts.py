"""Whether what was read is the article of its address, or something that any address would show.

A server in maintenance, or one that knows no 404, may answer every address with a page that reads
like an article. Nearly every article proves itself: its title is the one under which a listing
named it, or its address spells it. Only for the others the site is asked more.
"""

import asyncio
from collections import deque
from dataclasses import dataclass
from urllib.parse import urlsplit

from scrapy.crawler import Crawler

from crawler.extract.barriers import notice_in
from crawler.extract.likeness import (
    Listed,
    Wording,
    Words,
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
#: A text that so many further addresses show is no answer out of step, for these go round.
MANY = 2
OUT_OF_STEP = "out-of-step"
#: A run asks so many random addresses at the most; on a site whose listings name no titles, and
#: whose addresses spell none, it believes the rest.
MOST_PROBES = 16


@dataclass
class _Seen:
    """A text that did not prove itself, and what came of it; ``wrong`` None: it stands.

    ``url`` has shown it first, and ``others`` counts the further addresses.
    """

    title: Words
    wording: Wording
    wrong: Wrong | None
    url: str
    others: int = 0

    def is_it(self, title: Words, wording: Wording) -> bool:
        """Whether an article is this text.

        Where this one stands, so does one with another title: of every week's schedule, say.
        """
        return self.wording.is_like(wording) and (self.wrong is not None or self.title == title)

    def again(self, url: str) -> Wrong | None:
        """What comes of another address that shows it.

        Where a text stands, an address that differs by its folders alone is another of its article.
        """
        if self.wrong is None and _last_step(url) == _last_step(self.url):
            return None
        self.others += 1
        if self.wrong and (self.wrong.reason != OUT_OF_STEP or self.others < MANY):
            return self.wrong
        return Wrong("same-answer", f"it shows the text of other addresses ({self.others} so far)")


def _notice(entry: Entry, article: Article) -> Wrong | None:
    barrier = notice_in(article, entry.listed_title)
    if barrier is None:
        return None
    return Wrong(barrier.reason, f"{barrier.sentence} stands where its text should")


def _last_step(url: str) -> str:
    return urlsplit(url).path.rstrip("/").rpartition("/")[2]


class Doubts:
    """The doubts of one run."""

    def __init__(self, run: Run, crawler: Crawler, reads: Reads) -> None:
        self._asides = Asides(run=run, crawler=crawler, reads=reads)
        self._signals = crawler.signals
        self._asked: deque[tuple[str, Listed]] = deque(maxlen=_RECENT)
        self._seen: deque[_Seen] = deque(maxlen=_TEXTS)
        self._probes = 0
        self._turn = asyncio.Lock()

    def asked(self, entry: Entry) -> None:
        """Remember under which title an article is asked for."""
        if entry.listed_title:
            self._asked.append((entry.key, Listed.of(entry.listed_title)))

    async def wrong_with(self, entry: Entry, article: Article) -> Wrong | None:
        """Why *article* cannot be that of its address; None if it may be.

        One without a title is nobody's, and left to the pipelines.
        """
        if article.title and article.title == entry.listed_title:
            return _notice(entry, article)
        title = words_of(article.title)
        return await self._wrong_under(title, entry, article) if title else None

    async def _wrong_under(self, title: Words, entry: Entry, article: Article) -> Wrong | None:
        listed = words_of(entry.listed_title)
        is_spelt = is_named_in(title, entry.request.url)
        if self._is_anothers(entry, title, listed, is_spelt=is_spelt):
            return self._out_of_step(entry, article)
        if notice := _notice(entry, article):
            return notice
        if may_be_one(title, listed) or is_spelt:
            return None
        try:
            async with self._turn:
                return await self._as_any_other(entry, title, Wording.of(article))
        except Unanswered as reason:
            return Wrong(
                "unconfirmed",
                f"it shows {article.title!r}, which no listing and no address names; whether every"
                f" address shows that is not known, for {reason}",
            )

    def _out_of_step(self, entry: Entry, article: Article) -> Wrong | None:
        """The article of another address came; no open connection is trusted any more."""
        self._signals.send_catch_log(CONNECTIONS_IN_DOUBT)
        title, wording = words_of(article.title), Wording.of(article)
        if seen := self._known(title, wording):
            return seen.again(entry.request.url)
        wrong = Wrong(
            OUT_OF_STEP,
            f"it was answered with {article.title!r}, which is listed at another address that was"
            " asked for",
        )
        self._seen.append(_Seen(title, wording, wrong, entry.request.url))
        return wrong

    def _is_anothers(
        self, entry: Entry, title: Words, listed: Words, *, is_spelt: bool | None
    ) -> bool:
        """Whether the title is that of another article asked for, and nothing says it is ours."""
        if is_spelt or holds(title, listed) or (not listed and is_spelt is None):
            return False
        return any(
            key != entry.key and other.is_of(title) and other.words != listed
            for key, other in self._asked
        )

    def _known(self, title: Words, wording: Wording) -> _Seen | None:
        return next((seen for seen in self._seen if seen.is_it(title, wording)), None)

    async def _as_any_other(self, entry: Entry, title: Words, wording: Wording) -> Wrong | None:
        if seen := self._known(title, wording):
            return seen.again(entry.request.url)
        wrong = await self._judged(entry, wording)
        self._seen.append(_Seen(title, wording, wrong, entry.request.url))
        return wrong

    async def _judged(self, entry: Entry, wording: Wording) -> Wrong | None:
        """What a text is that has not been seen in this run."""
        if not await self._is_any_answer(entry.request.url, wording):
            return None
        section = self._listing_of(entry)
        if await self._asides.names_articles(section):
            return Wrong("soft-404", "it is answered as an address is that does not exist")
        return Wrong(
            "same-answer",
            f"it is answered as an address is that does not exist, and {section} names no"
            " articles now: something else stands in the site's place",
        )

    def _listing_of(self, entry: Entry) -> str:
        """The section that named it, or the site's first where a feed did."""
        listings = [url for _, url in self._asides.run.plan.section_urls]
        return entry.section if entry.section in listings else listings[0]

    async def _is_any_answer(self, url: str, wording: Wording) -> bool:
        """Whether a random address gives the same answer, or did within the last day."""
        remembered = await self._asides.remembered()
        if remembered and remembered.is_like(wording):
            return True
        if self._probes >= MOST_PROBES:
            return False
        self._probes += 1
        found = await self._asides.at_random(url)
        return found is not None and found.is_like(wording)
