"""One request at a time per host and port, never two within the interval, and none too early.

The turns are shared by all spiders of the process, for Scrapy's own delay is per spider, and by all
processes over one archive. A host that answers slowly is asked more slowly; one that says it is
overloaded is left alone for as long as it asks, also by later runs.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from typing import ClassVar, Self

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.archive.host_door import HostDoor
from crawler.archive.host_turns import Pause, allowed_at
from crawler.clock import monotonic, now
from crawler.errors import StorageProblem
from crawler.net.failures import LeftAlone
from crawler.net.patience import IN_A_RUN, OVERLOADED, pause_after
from crawler.plan import endpoint
from crawler.run import Run
from crawler.spider import SiteSpider, spider_of

_HOLDS = "gate_turn"
#: A host that takes long to answer gets as long to rest, up to so many seconds.
SLOWEST = 30.0
#: Seconds between two looks whether another process has left a host.
_POLL = 0.05


@dataclass
class Turns:
    """The turns at one host and port; times are on the monotonic clock.

    ``next_at`` is the earliest moment of the next request, ``overloaded`` counts the answers in a
    row that asked for rest. ``interval`` is that of the last turn. Without a ``door`` only this
    process keeps its turns.
    """

    places: asyncio.Semaphore
    door: HostDoor | None = None
    entrance: asyncio.Lock = field(default_factory=asyncio.Lock)
    next_at: float = 0.0
    asked_at: float = 0.0
    interval: float = 0.0
    overloaded: int = 0

    async def take(self, interval: float) -> None:
        """Wait for a place, and until *interval* seconds have passed since the last request.

        Raises LeftAlone where the host is to be left alone for longer than a run waits.
        """
        await self.places.acquire()
        try:
            async with self.entrance:
                await self._wait()
                if self.door:
                    await self._enter(self.door, interval)
                self.asked_at = monotonic()
                self.interval = interval
                self.next_at = self.asked_at + interval
        except BaseException:
            self.places.release()
            raise

    async def _wait(self) -> None:
        while (wait := self.next_at - monotonic()) > 0:
            if wait > IN_A_RUN:
                raise LeftAlone(wait)
            await asyncio.sleep(wait)

    async def _enter(self, door: HostDoor, interval: float) -> None:
        """Wait until no other process is inside, and for what the last of them asked."""
        while not door.enter():
            await asyncio.sleep(_POLL)
        try:
            self.rest(door.seconds_left(most=interval + SLOWEST))
            await self._wait()
        except BaseException:
            door.leave(next_at=min(self.next_at, monotonic() + SLOWEST))
            raise

    def rest(self, seconds: float) -> None:
        """Make no request within *seconds* from now."""
        self.next_at = max(self.next_at, monotonic() + seconds)

    def give_back(self) -> None:
        """The answer has come, or failed to; a slow host rests as long as it took.

        The interval counts from now: a busy process sends a request some time after its turn has
        begun, so that the next one would come to the host too early.
        """
        if self.interval:
            self.rest(min(monotonic() - self.asked_at, SLOWEST))
        try:
            if self.door:
                self.rest(self.interval)
                self.door.leave(next_at=min(self.next_at, monotonic() + self.interval + SLOWEST))
        finally:
            self.places.release()


class HostGateMiddleware:
    """Holds each request, robots.txt and retries too, until it is its turn at its host."""

    turns: ClassVar[dict[tuple[str, int], Turns]] = {}

    def __init__(self, spider: SiteSpider) -> None:
        self._spider = spider

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware for *crawler*'s site; the turns are everybody's."""
        gate = cls(spider_of(crawler))
        crawler.signals.connect(gate.request_ended, signal=signals.request_left_downloader)
        return gate

    @property
    def _run(self) -> Run:
        return self._spider.run

    async def process_request(self, request: Request) -> None:
        """Wait for the request's turn; where it is too far off, the run ends."""
        asked = endpoint(request.url)
        turns = self.turns.get(asked) or self._first_turn(asked)
        try:
            if turns.door:
                self._rest_as_remembered(asked, turns)
            await turns.take(max(self._run.plan.interval, request.meta.get("crawl_delay", 0.0)))
        except LeftAlone:
            self._run.on_stop("left-alone")
            raise
        except StorageProblem as error:
            self._run.give_up(error)
            raise
        request.meta[_HOLDS] = turns

    def process_response(self, request: Request, response: Response) -> Response:
        """Let a host rest that says it is overloaded, and remember it."""
        asked = endpoint(request.url)
        turns = self.turns[asked]
        if response.status not in OVERLOADED:
            turns.overloaded = 0
            return response
        turns.overloaded += 1
        header = response.headers.get("Retry-After")
        said = header.decode("latin-1") if header else None
        moment = now()
        seconds = pause_after(
            said, answered_at=moment, first=self._run.plan.pause, in_a_row=turns.overloaded
        )
        turns.rest(seconds)
        until = moment + timedelta(seconds=seconds)
        self._run.remember(Pause(host=_name(asked), until=until, retry_after=said))
        return response

    def request_ended(self, request: Request) -> None:
        """End the turn, if the request had one.

        Scrapy says so of every request, whatever comes of its answer in other middlewares: an
        answer that cannot be captured never reaches a ``process_response`` or
        ``process_exception`` here, and a turn that is never given back stops the crawl for ever.
        """
        turns: Turns | None = request.meta.pop(_HOLDS, None)
        if turns is not None:
            try:
                turns.give_back()
            except StorageProblem as error:
                self._run.give_up(error)

    def _first_turn(self, asked: tuple[str, int]) -> Turns:
        """The turns at a host that this process has not asked yet; it may be resting."""
        plan = self._run.plan
        door = HostDoor(self._run.archive.folder, asked) if plan.concurrency == 1 else None
        turns = Turns(asyncio.Semaphore(plan.concurrency), door)
        self._rest_as_remembered(asked, turns)
        return self.turns.setdefault(asked, turns)

    def _rest_as_remembered(self, asked: tuple[str, int], turns: Turns) -> None:
        """Let the host rest as it asked an earlier run to, or one in another process."""
        if until := allowed_at(self._run.archive.db, _name(asked)):
            turns.rest((until - now()).total_seconds())


def _name(asked: tuple[str, int]) -> str:
    host, port = asked
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
