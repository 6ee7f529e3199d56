"""The write-ahead log beside a database: which pages it holds, and which of them are whole.

SQLite stops at the first frame whose checksum is wrong. Each frame is checked here from the sum
that the one before it states, so that a wrong byte costs one frame or two.
"""

import struct
from collections import Counter
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from crawler.archive.salvage.cells import PAGE

_HEAD = 32
_FRAME_HEAD = 24
_FRAME = _FRAME_HEAD + PAGE
#: The first four bytes of a log say in which order of bytes its sums are taken.
_BIG_ENDIAN = 0x377F0683
_MASK = 0xFFFFFFFF


class Frame(NamedTuple):
    """A page in the log: its number, where its bytes begin, and whether they are whole.

    ``commits`` is the size of the database in pages where the frame ends a transaction, else 0.
    """

    page: int
    offset: int
    is_whole: bool
    commits: int


class Log(NamedTuple):
    """What a log holds: for each page the place of its newest whole bytes, and the damage.

    ``pages`` is the size of the database in pages after the last transaction, 0 if there is none.
    Where ``is_cut``, the log goes on behind it: with a transaction whose end is not there.
    """

    places: dict[int, int]
    damaged: int
    pages: int
    is_cut: bool


#: What there is where there is no log.
NO_LOG = Log({}, 0, 0, is_cut=False)


def read_log(stream: BinaryIO) -> Log:
    """The committed frames of the log in *stream*, the newest of each page."""
    frames = list(_frames(stream))
    if not stream.seek(0, 2):
        return NO_LOG
    last = max((at for at, one in enumerate(frames) if one.commits and one.is_whole), default=-1)
    committed = frames[: last + 1]
    places = {one.page: one.offset for one in committed if one.is_whole}
    damaged = sum(not one.is_whole for one in frames)
    is_cut = len(frames) > len(committed) or (stream.seek(0, 2) - _HEAD) % _FRAME > 0
    return Log(places, damaged, committed[-1].commits if committed else 0, is_cut=is_cut)


def _frames(stream: BinaryIO) -> Iterator[Frame]:
    """The frames of the newest writing of the log; it is written over from its beginning on."""
    stream.seek(0)
    head = stream.read(_HEAD)
    if len(head) < _HEAD:
        return
    order = ">" if struct.unpack(">I", head[:4])[0] == _BIG_ENDIAN else "<"
    salts = _salts(stream, head)
    sums = struct.unpack(">2I", head[24:32])
    offset = _HEAD
    stream.seek(offset)
    while len(frame := stream.read(_FRAME)) == _FRAME:
        page, commits = struct.unpack(">2I", frame[:8])
        computed = _checksum(frame[:8] + frame[_FRAME_HEAD:], sums, order)
        sums = struct.unpack(">2I", frame[16:24])
        if frame[8:16] == salts:
            yield Frame(page, offset + _FRAME_HEAD, computed == sums and page > 0, commits)
        offset += _FRAME


def _salts(stream: BinaryIO, head: bytes) -> bytes:
    """What marks the frames of the newest writing: in the head, or if that is damaged, in them."""
    found: Counter[bytes] = Counter()
    offset = _HEAD
    while True:
        stream.seek(offset + 8)
        if len(salts := stream.read(8)) < 8:  # two numbers of four bytes
            break
        found[salts] += 1
        offset += _FRAME
    if head[16:24] in found or not found:
        return head[16:24]
    return found.most_common(1)[0][0]


def _checksum(data: bytes, start: tuple[int, ...], order: str) -> tuple[int, int]:
    one, two = start
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & _MASK
        two = (two + second + one) & _MASK
    return one, two
