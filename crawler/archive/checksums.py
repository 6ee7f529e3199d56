"""The digests of an archive's files, as ``sha256sum`` writes and checks them.

A line stays in the list once it is there: a closed WARC file and a stored file never change, so
one that has changed or gone is damage, and a list that took the new digest would hide it.
"""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crawler.archive.folder import FILES, WARC, storage
from crawler.archive.records import OPEN
from crawler.archive.replacing import replacing
from crawler.errors import UsageProblem

#: What the list is called in the folder of an archive.
CHECKSUMS = "SHA256SUMS"
#: A line as sha256sum writes it; a backslash before it says that the name is written with escapes.
_LINE = re.compile(r"(?P<escaped>\\?)(?P<digest>[0-9a-f]{64}) [ *](?P<name>.+)")
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r"}
_ESCAPE = re.compile(r"\\(.)")
_MEANT = {"\\": "\\", "n": "\n", "r": "\r"}


@dataclass(kw_only=True)
class ChecksumReport:
    """What came of it: so many files are listed, so many of them for the first time.

    ``left_out`` are WARC files that are still being written; ``changed`` and ``gone`` are files
    that were listed before. All are paths relative to the folder of the archive.
    """

    listed: int = 0
    added: int = 0
    left_out: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether every file that was listed before is what it was."""
        return not (self.changed or self.gone)


def write_checksums(folder: Path, target: Path) -> ChecksumReport:
    """Bring the list in *target* up to what the archive in *folder* holds; every byte is read.

    Raises UsageProblem where *target* is something else, StorageProblem where a file cannot be
    read or the list not be written; the list is replaced whole, or stays as it was.
    """
    known = _known(folder, target)
    report = ChecksumReport()
    found: dict[str, str] = {}
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if path.parent.name == WARC and name.endswith(OPEN):
            report.left_out.append(name)
        else:
            found[name] = _digest(path)
    report.changed = sorted(name for name in known.keys() & found if known[name] != found[name])
    report.gone = sorted(known.keys() - found)
    report.added = len(found.keys() - known)
    listed = found | known
    report.listed = len(listed)
    if listed != known or not target.exists():
        with storage(target), replacing(target, errors="surrogateescape") as stream:
            stream.writelines(_lines(listed))
    return report


def _files(folder: Path) -> Iterator[Path]:
    """Files that are evidence; a hidden one is on its way to become another."""
    for place in (WARC, FILES):
        with storage(folder / place):
            for path in sorted((folder / place).rglob("*")):
                if path.is_file() and not path.name.startswith("."):
                    yield path


def _digest(path: Path) -> str:
    with storage(path), path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _known(folder: Path, target: Path) -> dict[str, str]:
    """The digests that are listed already, by name."""
    if target.is_dir():
        raise UsageProblem(f"{target} is a folder; name a file in it")
    if not target.parent.is_dir():
        raise UsageProblem(f"{target.parent} is no folder; make it first, or name another")
    if target.resolve().parent.is_relative_to(folder.resolve() / WARC) or (
        target.resolve().parent.is_relative_to(folder.resolve() / FILES)
    ):
        raise UsageProblem(f"{target} would be among the files that it lists; name another place")
    if not target.exists():
        return {}
    with storage(target):
        lines = os.fsdecode(target.read_bytes()).split("\n")
    return dict(_entry(line, target) for line in lines if line)


def _entry(line: str, target: Path) -> tuple[str, str]:
    """Name and digest of one line; UsageProblem where it is none of sha256sum's."""
    found = _LINE.fullmatch(line)
    if found is None:
        raise UsageProblem(
            f"{target} is no list of sha256sum; it was left as it is: name another file"
        )
    name = found["name"]
    if found["escaped"]:
        name = _ESCAPE.sub(lambda one: _MEANT.get(one[1], one[0]), name)
    return name, found["digest"]


def _lines(listed: Mapping[str, str]) -> Iterable[str]:
    for name, digest in sorted(listed.items()):
        escaped = "".join(_ESCAPES.get(character, character) for character in name)
        mark = "" if escaped == name else "\\"
        yield f"{mark}{digest}  {escaped}\n"
