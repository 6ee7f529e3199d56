"""Writing an export: the whole file, or the one that was there before.

A ``.csv`` is for people: a byte order mark, so that Excel reads it as UTF-8, and a ``'`` before
each cell that a spreadsheet would run. ``raw`` is plain RFC 4180 for programs. A ``.jsonl`` is one
JSON object a line, for programs too; ``raw`` changes nothing in it.
"""

import csv
import fcntl
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.folder import storage, sync_folder
from crawler.errors import UsageProblem
from crawler.export.rows import COLUMNS, article_rows, as_record, is_too_long, needs_guard


@dataclass(kw_only=True)
class ExportReport:
    """How many rows were written; how many cells were guarded, or are longer than Excel shows."""

    rows: int = 0
    guarded: int = 0
    too_long: int = 0


Writer = Callable[[TextIO, Database, ExportReport], None]


def export_articles(archive: Archive, target: Path, *, raw: bool = False) -> ExportReport:
    """Write every article into *target*, as its suffix says, all as of one moment.

    Raises UsageProblem where *target* cannot be meant, StorageProblem where it cannot be written;
    a file that is there already stays as it is until the new one is complete and on the disk.
    """
    write = _writer(target, raw=raw)
    report = ExportReport()
    with storage(target), _replacing(target) as stream, archive.reading() as db:
        write(stream, db, report)
    return report


def _writer(target: Path, *, raw: bool) -> Writer:
    if target.suffix.lower() not in (".csv", ".jsonl"):
        raise UsageProblem(f"{target}: name a file that ends in .csv or .jsonl")
    if target.is_dir():
        raise UsageProblem(f"{target} is a folder; name a file in it")
    if not target.parent.is_dir():
        raise UsageProblem(f"{target.parent} is no folder; make it first, or name another")
    if target.suffix.lower() == ".jsonl":
        return _write_jsonl
    return _write_raw_csv if raw else _write_csv


@contextmanager
def _replacing(target: Path) -> Iterator[TextIO]:
    """A text file beside *target* that takes its place once the block has ended well."""
    target = target.resolve()  # a link stays a link, to the new file
    prefix = f".{target.name[:100]}.part-"
    _remove_left_behind(target.parent, prefix)
    descriptor, name = tempfile.mkstemp(prefix=prefix, dir=target.parent)
    temporary = Path(name)
    try:
        _hold(descriptor)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fchmod(stream.fileno(), _mode(target))
            os.fsync(stream.fileno())
        temporary.replace(target)
        sync_folder(target.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _hold(descriptor: int) -> None:
    """Lock a file, as a sign that its writer lives, where its disk has locks."""
    with suppress(OSError):
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _remove_left_behind(folder: Path, prefix: str) -> None:
    """Remove what killed exports left: files called so whose writer does not live."""
    for path in sorted(folder.iterdir()):
        if path.name.startswith(prefix):
            with suppress(OSError), path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()


def _mode(target: Path) -> int:
    """The rights of the file that is there, else those that a new file gets here."""
    try:
        return target.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0o077)
        os.umask(mask)
        return 0o666 & ~mask


def _write_csv(stream: TextIO, db: Database, report: ExportReport) -> None:
    stream.write("\ufeff")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in article_rows(db):
        report.rows += 1
        report.too_long += sum(map(is_too_long, row))
        guarded = [f"'{value}" if needs_guard(value) else value for value in row]
        report.guarded += sum(map(needs_guard, row))
        writer.writerow(guarded)


def _write_raw_csv(stream: TextIO, db: Database, report: ExportReport) -> None:
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in article_rows(db):
        report.rows += 1
        writer.writerow(row)


def _write_jsonl(stream: TextIO, db: Database, report: ExportReport) -> None:
    for row in article_rows(db):
        report.rows += 1
        stream.write(json.dumps(as_record(row), ensure_ascii=False) + "\n")
