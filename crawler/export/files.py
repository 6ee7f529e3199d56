"""Writing an export: the whole file, or the one that was there before.

A ``.csv`` is for people: a byte order mark, so that Excel reads it as UTF-8, and a ``'`` before
each cell that a spreadsheet would run. ``raw`` is plain RFC 4180 for programs. A ``.jsonl`` is one
JSON object a line, for programs too; ``raw`` changes nothing in it.
"""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.folder import storage
from crawler.archive.replacing import replacing
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
    with storage(target), replacing(target) as stream, archive.reading() as db:
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
