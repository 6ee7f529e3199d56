"""What a worker is asked, and what it answers: JSON in frames, and a page's bytes as they are."""

import json
import socket
import struct
from dataclasses import dataclass, replace

from crawler.capture import Capture
from crawler.frontier.entry import EntryKind
from crawler.readers.plain import built, plain
from crawler.reading import Found

#: Before each part of a message: how many bytes it has.
LENGTH = struct.Struct(">I")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One page to read. The site is named, for the worker imports its declaration itself."""

    package: str
    site: str
    kind: EntryKind | None
    capture: Capture

    def frames(self) -> bytes:
        """The message: its facts, then the body."""
        facts = replace(self, capture=replace(self.capture, body=b""))
        return frame(_json(facts)) + frame(self.capture.body)

    @classmethod
    def of(cls, facts: bytes, body: bytes) -> "Asked":
        """The message whose two frames held these."""
        asked = built(cls, json.loads(facts))
        return replace(asked, capture=replace(asked.capture, body=body))


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a page could not be read: the reason and the sentence of a PageError."""

    reason: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Answered:
    """One of the first three; ``defect`` says what broke in the reading functions.

    ``peak_memory`` is the most that the worker ever had, in bytes. After ``is_last`` it ends.
    """

    found: Found | None = None
    refusal: Refusal | None = None
    defect: str | None = None
    peak_memory: int = 0
    is_last: bool = False

    def frame(self) -> bytes:
        """The message."""
        return frame(_json(self))

    @classmethod
    def of(cls, data: bytes) -> "Answered":
        """The message whose frame held *data*."""
        return built(cls, json.loads(data))


def frame(data: bytes) -> bytes:
    """*data* with its length before it."""
    return LENGTH.pack(len(data)) + data


def _json(value: object) -> bytes:
    return json.dumps(plain(value)).encode("ascii")


def received(line: socket.socket) -> bytes | None:
    """What the next frame on *line* holds; None where it was closed before its end."""
    head = _exactly(line, LENGTH.size)
    return _exactly(line, *LENGTH.unpack(head)) if head is not None else None


def _exactly(line: socket.socket, size: int) -> bytes | None:
    data = bytearray(size)
    view, have = memoryview(data), 0
    while have < size:
        more = line.recv_into(view[have:])
        if not more:
            return None
        have += more
    return bytes(data)
