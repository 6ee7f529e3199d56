"""What a behaviour is: how a server answers each request for an article, and what may come of it.

A listing and robots.txt are always answered as they should be, so that every article is asked for.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

HTML = "text/html; charset=utf-8"
_PHRASES = {200: "OK", 302: "Found", 404: "Not Found"}


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One request for an article: its number (from 0), its path, the right page, and the wire."""

    number: int
    path: str
    home: str
    page: bytes
    write: Callable[[bytes], Awaitable[None]]
    abort: Callable[[], None] = field(repr=False)

    async def drip(self, data: bytes, seconds: float = 0.05) -> None:
        """Send *data* a byte at a time."""
        for at in range(len(data)):
            await self.write(data[at : at + 1])
            await asyncio.sleep(seconds)


Say = Callable[[Ask], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """How a server answers, and the fates that a request for an article may have with it.

    A fate is ``saved``, or the reason in the ledger. ``is_asked_once`` is that of a server which
    a polite crawler leaves alone after its first answers.
    """

    name: str
    say: Say
    fates: frozenset[str]
    is_asked_once: bool = False


#: All behaviours by name.
BEHAVIOURS: dict[str, Behaviour] = {}


def behaviour(*fates: str, once: bool = False) -> Callable[[Say], Say]:
    """Note a function as a behaviour of its name."""

    def note(say: Say) -> Say:
        add(say.__name__.lstrip("_"), say, *fates, once=once)
        return say

    return note


def add(name: str, say: Say, *fates: str, once: bool = False) -> None:
    """Note *say* as the behaviour *name*."""
    if name in BEHAVIOURS:
        raise ValueError(f"two behaviours are called {name}")
    BEHAVIOURS[name] = Behaviour(name=name, say=say, fates=frozenset(fates), is_asked_once=once)


def head(
    status: int = 200, headers: Mapping[str, str] | None = None, *, kind: str | None = HTML
) -> bytes:
    """The head of an answer; the connection ends with it."""
    lines = [f"HTTP/1.1 {status} {_PHRASES.get(status, 'Some')}"]
    if kind is not None:
        lines.append(f"Content-Type: {kind}")
    lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1")


def answer(
    body: bytes,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    kind: str | None = HTML,
) -> bytes:
    """A whole answer, with the length of its body."""
    return head(status, {"Content-Length": str(len(body)), **(headers or {})}, kind=kind) + body


def says(data: Callable[[Ask], bytes]) -> Say:
    """The behaviour of a server that sends *data*, and nothing else."""

    async def say(ask: Ask) -> None:
        await ask.write(data(ask))

    return say
