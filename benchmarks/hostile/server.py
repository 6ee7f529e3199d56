"""A server for each behaviour, at a port of its own.

Every fifth article is answered as it should be: a site that never answers well is left alone soon.
"""

import asyncio
import gzip
import threading
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from benchmarks.crawling.pages import file_of
from benchmarks.hostile.behaviour import Ask, Behaviour, answer, head

#: More than any request has; who sends more is not a crawler of ours.
_MOST_HEAD = 64 * 1024


#: One of so many articles is answered well.
WELL = 5


class Servers:
    """All behaviours over the pages in a folder.

    ``asked`` counts, by behaviour and path, the requests that were answered so; ``well`` has the
    paths of articles that were answered as they should be. *plain* are paths of no article.
    """

    def __init__(
        self, pages: Path, behaviours: Mapping[str, Behaviour], *, plain: Collection[str]
    ) -> None:
        self.asked: dict[str, Counter[str]] = {name: Counter() for name in behaviours}
        self.well: dict[str, set[str]] = {name: set() for name in behaviours}
        self._plain = frozenset(plain)
        self.homes: dict[str, str] = {}
        self._pages = pages
        self._behaviours = behaviours
        self._numbers: dict[str, int] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    @contextmanager
    def running(self) -> Iterator[Self]:
        """Answer until the block ends."""
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), loop).result()
        try:
            yield self
        finally:
            asyncio.run_coroutine_threadsafe(self._end(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()

    async def _listen(self) -> None:
        for name in self._behaviours:

            def connected(
                reader: asyncio.StreamReader, writer: asyncio.StreamWriter, name: str = name
            ) -> None:
                task = asyncio.ensure_future(self._serve(name, reader, writer))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

            server = await asyncio.start_server(connected, "127.0.0.1", 0)
            port = server.sockets[0].getsockname()[1]
            self.homes[name] = f"http://127.0.0.1:{port}/"

    async def _end(self) -> None:
        for task in (tasks := [*self._tasks]):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(
        self, name: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answer one request, and close."""

        async def write(data: bytes) -> None:
            writer.write(data)
            await writer.drain()

        with suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            request = await reader.readuntil(b"\r\n\r\n")
            path = request[:_MOST_HEAD].split(b" ", 2)[1].decode("latin-1")
            plain = path.partition("?")[0]
            file = self._pages / file_of(plain)
            is_article = file.exists() and not plain.endswith(("/", ".txt"))
            if not is_article or plain in self._plain:
                await write(_file(file))
            elif (number := self._number(plain)) % WELL == WELL - 1:
                self.well[name].add(plain)
                await write(_file(file))
            else:
                self.asked[name][plain] += 1
                ask = Ask(
                    number=number,
                    path=path,
                    home=self.homes[name],
                    page=gzip.decompress(file.read_bytes()),
                    write=write,
                    abort=writer.transport.abort,
                )
                await self._behaviours[name].say(ask)
            writer.close()
            await writer.wait_closed()
        writer.transport.abort()

    def _number(self, path: str) -> int:
        """The number of an article, the same at every server."""
        return self._numbers.setdefault(path, len(self._numbers))


def _file(path: Path) -> bytes:
    """The answer that a file is, 404 where it is not there."""
    if not path.exists():
        return answer(b"<h1>404</h1>", status=404)
    kind = "text/plain" if ".txt" in path.name else "text/html; charset=utf-8"
    body = path.read_bytes()
    length = {"Content-Length": str(len(body)), "Content-Encoding": "gzip"}
    return head(headers=length, kind=kind) + body
