"""A disk that forgets: what was not synced may be there after a power cut, or not, or in part.

A file that was not synced keeps any subset of what was asked of it since, and of each write any
of its sectors. A name that was made, changed or taken away is sure once its folder is synced, and
of the changes since then the first so many are kept, as a journal of the file system does. Syncing
a file does not make its name sure, as strictly read; most file systems promise more.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.chaos.recording import Create, Operation, Rename, Sync, Truncate, Unlink, Write

SECTOR = 512


@dataclass(kw_only=True)
class File:
    """What is sure of a file, what was asked since, and how a living program sees it."""

    sure: bytes = b""
    since: list[Write | Truncate] = field(default_factory=list)
    now: bytearray = field(default_factory=bytearray)

    def ask(self, operation: Write | Truncate) -> None:
        """Take a write or truncation, not synced yet."""
        if isinstance(operation, Write) and operation.offset is None:
            operation = Write(path=operation.path, offset=len(self.now), data=operation.data)
        self.since.append(operation)
        _apply(self.now, operation)

    def sync(self) -> None:
        """Everything so far is sure."""
        self.sure, self.since = bytes(self.now), []

    def after_cut(self, chance: random.Random) -> bytes:
        """One of the ways in which the file may be found after a power cut."""
        found = bytearray(self.sure)
        in_order = chance.random() < 0.5
        share = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        kept = chance.randint(0, len(self.since)) if in_order else len(self.since)
        for number, operation in enumerate(self.since[:kept]):
            is_last = in_order and number == kept - 1
            if isinstance(operation, Truncate):
                if in_order or chance.random() < share:
                    _apply(found, operation)
            elif in_order and not is_last:
                _apply(found, operation)
            elif is_last or chance.random() < share:
                _torn(found, operation, chance)
        return bytes(found)


#: Names that change together, each with its file, or with None where it is taken away.
Change = tuple[tuple[str, File | None], ...]


@dataclass(kw_only=True)
class Folder:
    """The names in a folder: which are sure, what was asked since, what a program sees."""

    sure: dict[str, File] = field(default_factory=dict)
    since: list[Change] = field(default_factory=list)
    now: dict[str, File] = field(default_factory=dict)

    def ask(self, *change: tuple[str, File | None]) -> None:
        """Take a change, not synced yet."""
        self.since.append(change)
        _rename(self.now, change)

    def sync(self) -> None:
        """Everything so far is sure."""
        self.sure, self.since = dict(self.now), []

    def after_cut(self, chance: random.Random) -> dict[str, File]:
        """One of the ways in which the folder may be found after a power cut."""
        found = dict(self.sure)
        for change in self.since[: chance.randint(0, len(self.since))]:
            _rename(found, change)
        return found


class Disk:
    """The folders and files of an archive."""

    def __init__(self, root: Path) -> None:
        """Everything beneath *root* is sure."""
        self._root = root
        self._folders: dict[str, Folder] = {}
        for place in (root, *(path for path in root.rglob("*") if path.is_dir())):
            folder = self._folders[str(place)] = Folder()
            for path in place.iterdir():
                if path.is_file():
                    data = path.read_bytes()
                    folder.now[path.name] = File(sure=data, now=bytearray(data))
            folder.sync()

    def ask(self, operation: Operation) -> None:
        """Take what a program asks."""
        if isinstance(operation, Sync):
            self._sync(operation.path)
            return
        folder, name = self._place(operation.path)
        if isinstance(operation, Create):
            if name not in folder.now:
                folder.ask((name, File()))
        elif isinstance(operation, Unlink):
            folder.ask((name, None))
        elif isinstance(operation, Rename):
            folder.ask((name, None), (Path(operation.target).name, folder.now[name]))
        else:
            folder.now[name].ask(operation)

    def seen(self) -> Mapping[Path, bytes]:
        """Every file as a program sees it now, by its path beneath the root."""
        return {
            Path(place).relative_to(self._root) / name: bytes(file.now)
            for place, folder in self._folders.items()
            for name, file in folder.now.items()
        }

    def after_cut(self, chance: random.Random) -> Mapping[Path, bytes]:
        """Every file as it may be found after a power cut at this moment."""
        return {
            Path(place).relative_to(self._root) / name: file.after_cut(chance)
            for place, folder in self._folders.items()
            for name, file in folder.after_cut(chance).items()
        }

    def _sync(self, path: str) -> None:
        if path in self._folders:
            self._folders[path].sync()
        else:
            folder, name = self._place(path)
            folder.now[name].sync()

    def _place(self, path: str) -> tuple[Folder, str]:
        return self._folders[str(Path(path).parent)], Path(path).name


def _rename(names: dict[str, File], change: Change) -> None:
    for name, file in change:
        if file is None:
            names.pop(name, None)
        else:
            names[name] = file


def _apply(data: bytearray, operation: Write | Truncate) -> None:
    if isinstance(operation, Truncate):
        _resize(data, operation.size)
    else:
        _put(data, operation.offset or 0, operation.data)


def _torn(data: bytearray, write: Write, chance: random.Random) -> None:
    """Some of the sectors of *write*; a sector is there as a whole or not at all."""
    share = chance.choice((0.0, 0.3, 0.7, 1.0, 1.0))
    start = write.offset or 0
    first = start - start % SECTOR
    for sector in range(first, start + len(write.data), SECTOR):
        if chance.random() < share:
            low, high = max(sector, start), min(sector + SECTOR, start + len(write.data))
            _put(data, low, write.data[low - start : high - start])


def _put(data: bytearray, offset: int, piece: bytes) -> None:
    if len(data) < offset:
        _resize(data, offset)
    data[offset : offset + len(piece)] = piece


def _resize(data: bytearray, size: int) -> None:
    if size < len(data):
        del data[size:]
    else:
        data.extend(bytes(size - len(data)))
