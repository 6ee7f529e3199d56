"""What a run asks for next: a few requests at a time, out of the archive."""

from collections import deque
from collections.abc import Callable

from crawler.archive.archive import Archive
from crawler.clock import now
from crawler.frontier import queue
from crawler.frontier.entry import Entry, EntryKind

#: So many requests of a site wait in memory at the most; all others stay in the archive.
MOST_IN_MEMORY = 64
#: While fewer than so many wait, more are taken out of the archive after every commit: a request
#: that must wait for a commit of its own makes a group of few outcomes, and a commit costs a sync.
FEW = 24
#: What names further articles, and can wait while there are any.
_LISTINGS = (EntryKind.LISTING, EntryKind.FEED)


class Supply:
    """The requests of one run, in order, each handed out once until it has its outcome.

    *flush* commits what the run has read so far, so that requests found in it can be seen here.
    *make_room* is told, before a request is handed out, how many are without an outcome.
    *limit* is how many articles the run wants, None for all; failures do not count.
    """

    def __init__(
        self,
        archive: Archive,
        site: str,
        *,
        limit: int | None,
        flush: Callable[[], None],
        make_room: Callable[[int], None],
    ) -> None:
        self._archive = archive
        self._site = site
        self._limit = limit
        self._flush = flush
        self._make_room = make_room
        self._waiting: deque[Entry] = deque()
        self._asked: dict[str, Entry] = {}
        self._read = 0
        self._dry = False

    def next(self) -> Entry | None:
        """The next request, or None while there is none to make."""
        if not self._waiting:
            self._refill()
        if not self._waiting:
            return None
        self._make_room(len(self._asked))
        entry = self._waiting.popleft()
        self._asked[entry.key] = entry
        return entry

    def has_more(self) -> bool:
        """Whether a request waits."""
        if not self._waiting:
            self._refill()
        return bool(self._waiting)

    def committed(self) -> None:
        """Everything read so far is in the archive: take out what was found, if few wait."""
        if len(self._waiting) < FEW:
            self._fill()

    def ended(self, entry: Entry, *, read: bool) -> None:
        """The request has its outcome; *read* says that it was an article the run wanted."""
        self._asked.pop(entry.key, None)
        self._read += read
        if entry.kind is not EntryKind.ARTICLE or self._limit is not None:
            self._dry = False

    @property
    def articles_left(self) -> int | None:
        """How many more articles may be asked for now, None for any number."""
        if self._limit is None:
            return None
        asked = sum(entry.kind is EntryKind.ARTICLE for entry in self._asked.values())
        return max(0, self._limit - self._read - asked)

    def _refill(self) -> None:
        if self._dry:
            return  # nothing was left, and nothing has ended since that could bring more
        self._flush()
        if not self._waiting:
            self._fill()

    def _fill(self) -> None:
        """Let wait what is due now and not asked for yet, in its order."""
        self._waiting.clear()
        left = self.articles_left
        satisfied = self._limit is not None and self._read >= self._limit
        kinds = (EntryKind.HEAD,) if satisfied or left == 0 else tuple(EntryKind)
        entries = queue.due(
            self._archive.db,
            self._site,
            kinds=kinds,
            now=now(),
            most=MOST_IN_MEMORY + len(self._asked),
        )
        for entry in entries:
            if entry.key in self._asked:
                continue
            if entry.kind is EntryKind.ARTICLE and left is not None:
                if left == 0:
                    continue
                left -= 1
            self._waiting.append(entry)
        self._place_listings()
        self._dry = not self._waiting

    def _place_listings(self) -> None:
        """Ask for further listing pages and feeds at once if few other requests wait, else not yet.

        So the frontier stays small, and what a page names is there when it is needed. A limited
        run asks for them only when nothing else waits or is under way, for it may need none.
        """
        others = [entry for entry in self._waiting if entry.kind not in _LISTINGS]
        if self._limit is None:
            listings = [entry for entry in self._waiting if entry.kind in _LISTINGS]
            self._waiting = deque([*(listings if len(others) < FEW else ()), *others])
        elif others:
            self._waiting = deque(others)
        elif self._asked:
            self._waiting.clear()
