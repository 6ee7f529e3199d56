"""What a program asked of the disk, with every byte, from strace's lines."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chaos.traced import CALLS, under_strace

_CALLS = ("openat", *CALLS)
_EVERY_BYTE = ("-xx", "-s", str(1 << 24))
_LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)(?:<[^>]*>)?(?: .*)?$")
_OF_DESCRIPTOR = re.compile(r"^\d+<([^>]*)>(?:\(deleted\))?(?:, (.*))?$", re.DOTALL)
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, kw_only=True)
class Write:
    """Bytes at an offset; None for the end of the file, as O_APPEND writes."""

    path: str
    offset: int | None
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Truncate:
    """A new size."""

    path: str
    size: int


@dataclass(frozen=True, kw_only=True)
class Sync:
    """Everything asked of a file, or of the names in a folder, is on the disk now."""

    path: str


@dataclass(frozen=True, kw_only=True)
class Create:
    """A name for a new file, or nothing where there is one."""

    path: str


@dataclass(frozen=True, kw_only=True)
class Rename:
    """Another name in the same folder; what was called so is gone."""

    path: str
    target: str


@dataclass(frozen=True, kw_only=True)
class Unlink:
    """A name less."""

    path: str


Operation = Write | Truncate | Sync | Create | Rename | Unlink


def record(command: Sequence[str], folder: Path, *, kill_at: str | None = None) -> list[Operation]:
    """Run *command* to its end; what it asked of the disk beneath *folder*, in order.

    *kill_at* is an injection for strace that ends it with SIGKILL.
    """
    run = under_strace(
        command, folder.with_suffix(".calls"), calls=_CALLS, options=_EVERY_BYTE, inject=kill_at
    )
    return list(_operations(run.log.splitlines(), folder))


def _operations(lines: Iterable[str], folder: Path) -> Iterator[Operation]:
    for line in lines:
        found = _LINE.match(line)
        if found and int(found[3]) >= 0:
            operation = _operation(found[1], found[2], int(found[3]))
            if operation and Path(operation.path).is_relative_to(folder):
                yield operation


def _operation(call: str, arguments: str, result: int) -> Operation | None:
    if call in ("openat", "rename", "unlink"):
        return _of_names(call, arguments)
    found = _OF_DESCRIPTOR.match(arguments)
    if not found:
        return None
    path, rest = _bytes(found[1]).decode(), found[2] or ""
    if call == "ftruncate":
        return Truncate(path=path, size=int(rest))
    if call in ("fsync", "fdatasync"):
        return Sync(path=path)
    data = _bytes(_TEXT.findall(rest)[0])[:result]
    offset = int(rest.rpartition(", ")[2]) if call == "pwrite64" else None
    return Write(path=path, offset=offset, data=data)


def _of_names(call: str, arguments: str) -> Operation | None:
    names = [_bytes(text).decode() for text in _TEXT.findall(arguments)]
    if call == "rename":
        return Rename(path=names[0], target=names[1])
    if call == "unlink":
        return Unlink(path=names[0])
    return Create(path=names[0]) if "O_CREAT" in arguments else None


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
