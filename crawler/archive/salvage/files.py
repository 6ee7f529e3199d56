"""WARC files of a damaged archive, copied: whole records into a file, everything else beside it.

A file without damage is copied byte for byte. Of a damaged one the whole records go into a file of
its name, and all of it lies beside, under that name and :data:`DAMAGED`: no byte is lost.
"""

import os
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

from crawler.archive.folder import WARC, storage, sync_folder
from crawler.archive.records import OPEN, DamageError, Member, members, parse

#: What the copy of a damaged file is called: its name and this.
DAMAGED = ".damaged"
_ENDING = ".warc.gz"
_MAGIC = b"\x1f\x8b\x08"
_CHUNK = 1 << 20
_START = b"WARC/1"


class Span(NamedTuple):
    """Bytes of a WARC file that are no whole record."""

    file: str
    start: int
    end: int


class Place(NamedTuple):
    """Where a record lay, and where it lies now, in the file of the same name."""

    file: str
    former: int
    offset: int


@dataclass(kw_only=True)
class Copied:
    """The records in the new files, in their order, and what is damaged.

    ``torn`` are ends of open files: what a killed run was just writing.
    """

    places: list[Place] = field(default_factory=list)
    damaged: list[Span] = field(default_factory=list)
    torn: list[Span] = field(default_factory=list)
    files: int = 0


def copy_warcs(source: Path, target: Path) -> Copied:
    """Copy the WARC files of the archive *source* into *target*; StorageProblem where that fails.

    Links and folders in ``warc/`` are none of ours, and are passed by.
    """
    copied = Copied()
    folder = source / WARC
    with storage(folder):
        paths = sorted(folder.iterdir()) if folder.is_dir() else []
    for path in paths:
        if path.is_symlink() or not path.is_file():
            continue
        with storage(path):
            if path.name.removesuffix(OPEN).endswith(_ENDING):
                _copy(path, target / WARC, copied)
            else:
                _copy_bytes(path, target / WARC / path.name)
    with storage(target / WARC):
        sync_folder(target / WARC)
    return copied


def _copy(path: Path, folder: Path, copied: Copied) -> None:
    name = path.name.removesuffix(OPEN)
    if (folder / name).exists():  # a finished file of this name: a run never leaves both
        name = f"open-{name}"
    places, damaged = _look_through(path, name)
    copied.files += bool(places)
    copied.places += places
    if not damaged:
        _copy_bytes(path, folder / name)
        return
    _copy_bytes(path, folder / (name + DAMAGED))
    _copy_members(path, folder / name, [place.former for place in places])
    is_torn = path.name.endswith(OPEN) and damaged[-1].end == path.stat().st_size
    copied.torn += damaged[-1:] if is_torn else []
    copied.damaged += damaged[:-1] if is_torn else damaged


def _look_through(path: Path, name: str) -> tuple[list[Place], list[Span]]:
    """Where the records of *path* are and will be, and what lies between them."""
    places: list[Place] = []
    damaged: list[Span] = []
    offset = 0
    with path.open("rb") as stream:
        for found in whole_members(stream, name):
            if isinstance(found, Span):
                damaged.append(found)
            else:
                places.append(Place(name, found.offset, offset))
                offset += found.end - found.offset
    return places, damaged


def whole_members(stream: BinaryIO, name: str) -> Iterator[Member | Span]:
    """The whole records of *stream*, also those behind damage, and the damaged bytes."""
    start = 0
    size = stream.seek(0, os.SEEK_END)
    while start < size:
        try:
            for member in members(stream, start):
                parse(member)
                yield member
                start = member.end
        except DamageError as error:
            following = _next_member(stream, error.offset + 1) or size
            yield Span(name, error.offset, following)
            start = following


def _next_member(stream: BinaryIO, start: int) -> int | None:
    """Where the next record begins, at *start* or later: a gzip member that unpacks to one."""
    stream.seek(start)
    while chunk := stream.read(_CHUNK):
        at = chunk.find(_MAGIC)
        while at >= 0:
            if _begins_record(stream, start + at):
                return start + at
            at = chunk.find(_MAGIC, at + 1)
        if len(chunk) < _CHUNK:
            return None
        start += len(chunk) - len(_MAGIC) + 1  # the mark may lie across the end of the chunk
        stream.seek(start)
    return None


def _begins_record(stream: BinaryIO, offset: int) -> bool:
    stream.seek(offset)
    unpacker = zlib.decompressobj(wbits=31)
    try:
        return unpacker.decompress(stream.read(_CHUNK), len(_START)).startswith(_START)
    except zlib.error:
        return False


def _copy_members(path: Path, target: Path, starts: list[int]) -> None:
    with path.open("rb") as source, target.open("wb") as copy:
        for start in starts:
            member = next(members(source, start))
            source.seek(start)
            copy.write(source.read(member.end - start))
        copy.flush()
        os.fsync(copy.fileno())


def _copy_bytes(path: Path, target: Path) -> None:
    with path.open("rb") as source, target.open("wb") as copy:
        shutil.copyfileobj(source, copy, _CHUNK)
        copy.flush()
        os.fsync(copy.fileno())
