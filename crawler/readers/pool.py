"""The workers of this process: a few, started only when a page needs them, and shared by all runs.

Each page waits in a thread of its own, so that the crawl goes on meanwhile; only one page at a time
is with a worker.
"""

import asyncio
import atexit
import os
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from queue import LifoQueue

from crawler.errors import TinhuyError, Unreadable
from crawler.readers.limits import Limits
from crawler.readers.messages import Answered, Asked
from crawler.readers.supervised import Worker
from crawler.reading import Found

#: More would not help: pages that need a worker are rare.
MOST_WORKERS = 4


class ReadingDefect(TinhuyError):
    """A reading function broke on a page, in a worker: a defect of ours."""


class Pool:
    """Up to *size* workers; the one used last is used first, so that few are started."""

    def __init__(self, *, size: int, limits: Limits | None = None) -> None:
        self.workers = tuple(Worker(limits or Limits()) for _ in range(size))
        self._idle = LifoQueue[Worker]()
        for worker in self.workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(size, thread_name_prefix="reading")

    def read(self, asked: Asked) -> Found:
        """What the page shows; waits for it.

        Raises Unreadable, which names why it cannot be read, and ReadingDefect.
        """
        worker = self._idle.get()
        try:
            answer = worker.answer(asked)
        finally:
            self._idle.put(worker)
        return _found(answer)

    async def read_aside(self, asked: Asked) -> Found:
        """The same, while the event loop goes on."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self.read, asked)

    def close(self) -> None:
        """End the workers; pages that are being read, or wait for it, are lost."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self.workers:
            worker.kill()
        self._threads.shutdown()
        for worker in self.workers:
            worker.end()


@cache
def pool() -> Pool:
    """The pool of this process: one core is left to the crawl, and memory to others."""
    cores = len(os.sched_getaffinity(0))
    return Pool(size=min(max(1, cores - 1), MOST_WORKERS))


@atexit.register
def close_pool() -> None:
    """End the workers of this process, if there are any; the next page would start new ones."""
    if pool.cache_info().currsize:
        pool().close()
        pool.cache_clear()


def _found(answer: Answered) -> Found:
    if answer.refusal:
        raise Unreadable(answer.refusal.reason, answer.refusal.sentence)
    if answer.found is None:
        raise ReadingDefect(answer.defect)
    return answer.found
