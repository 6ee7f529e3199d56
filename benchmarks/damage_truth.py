"""What a sound archive holds and where, and what of that must outlive a given damage."""

import json
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from crawler.archive.records import members, parse
from crawler.archive.salvage.cells import PAGE, TABLE_LEAF, leaf_page
from crawler.archive.salvage.log import NO_LOG, read_log
from crawler.archive.salvage.pages import Pages

Values = dict[str, object]
#: Bytes of a file: its name, where they begin and where they end.
Span = tuple[str, int, int]

#: What a recovery makes itself.
_OWN = {"columns", "meta", "_sqlite_migrations"}
#: What may be otherwise than it was, since what it says or leads to may be lost: records in files,
#: runs and captures, numbers of revisions; where walks ended; numbers that nothing leads to.
_FREE = {
    "captures": {"warc_file", "warc_offset", "record_type", "run_id", "charset", "tls"},
    "revisions": {"number"},
    "articles": {"revision_count", "last_changed_at", "state", "content_hash"},
    "fetches": {"capture_id"},
    "events": {"capture_id", "id"},
    "media": {"capture_id", "id", "position"},
    "sections": {"walked_to"},
    "urls": {"state", "missing_since"},
    "runs": {"site_key"},
}
_FRAME_HEAD = 24


@dataclass
class Outside:
    """What lies outside a damage: rows by table, numbers of records, texts at addresses."""

    rows: list[tuple[str, Values]]
    records: set[str]
    texts: set[str]

    @property
    def counts(self) -> tuple[int, int]:
        """How many rows and records."""
        return len(self.rows), len(self.records)

    def missing_in(self, target: Path) -> list[str]:
        """What of it the archive *target* lacks; rows may also stand in its left-over file."""
        kept = {name: {_key(name, one) for one in rows} for name, rows in rows_of(target).items()}
        left = target / "left-over.jsonl"
        lines = left.read_text(encoding="utf-8").splitlines() if left.exists() else []
        for line in map(json.loads, lines):
            table = line.pop("table")
            kept[table].add(_key(table, line))
        lost = [
            f"{table}: {row}" for table, row in self.rows if _key(table, row) not in kept[table]
        ]
        tables = rows_of(target)
        records = {one["record_id"] for one in tables["captures"] if one["record_type"] != "lost"}
        texts = {one["content_hash"] for one in tables["revisions"]}
        lost += [f"record {one}" for one in self.records - records]
        return lost + [f"text {one}" for one in self.texts - texts]


class Truth:
    """A sound archive: its rows and records, and the bytes that each of them lies in."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rows = rows_of(folder)
        self.articles = len(self.rows["articles"])
        self._places = list(_row_places(folder))
        self._records = list(_record_places(folder))
        self._bytes = {path.name: path.read_bytes() for path in _files(folder)}

    def outside(self, damaged: Path) -> Outside:
        """What lies outside the damage of the copy *damaged*."""
        now = {path.name: path.read_bytes() for path in _files(damaged)}
        numbered = {
            (table, row["rowid"]): {key: row[key] for key in row if key != "rowid"}
            for table, rows in self.rows.items()
            for row in rows
        }
        rows = [
            (table, numbered[table, rowid])
            for table, rowid, spans in self._places
            if table not in _OWN and all(self._is_same_span(span, now) for span in spans)
        ]
        records = {one for one, span in self._records if self._is_same_span(span, now)}
        texts = {
            str(one["content_hash"])
            for one in self.rows["revisions"]
            for capture in self.rows["captures"]
            if capture["id"] == one["capture_id"]
            and capture["record_id"] in records
            and capture["record_type"] != "revisit"
        }
        return Outside(rows, records, texts)

    def articles_in(self, target: Path) -> int:
        """How many articles *target* has with the newest text that they have here."""
        found = {(one["url"], one["content_hash"]) for one in rows_of(target)["articles"]}
        return sum((one["url"], one["content_hash"]) in found for one in self.rows["articles"])

    def is_same(self, target: Path) -> bool:
        """Whether *target* has the same rows and WARC files."""
        return not self.differences(target)

    def differences(self, target: Path) -> list[str]:
        """The tables and WARC files that are otherwise there."""
        tables = rows_of(target)
        names = [
            table
            for table, rows in self.rows.items()
            if table not in {*_OWN, "provinces", "publishers"}
            and {_exactly(one) for one in rows} != {_exactly(one) for one in tables[table]}
        ]
        return names + [
            name
            for name, data in self._bytes.items()
            if name.endswith(".warc.gz") and (target / "warc" / name).read_bytes() != data
        ]

    def _is_same_span(self, span: Span, now: dict[str, bytes]) -> bool:
        name, start, end = span
        data = now.get(name, b"")
        return len(data) >= end and self._bytes[name][start:end] == data[start:end]


def rows_of(folder: Path) -> dict[str, list[Values]]:
    """Every row of every table, read by SQLite from a copy."""
    with tempfile.TemporaryDirectory() as name:
        for path in folder.glob("archive.db*"):
            shutil.copy(path, name)
        conn = sqlite3.connect(Path(name) / "archive.db")
        conn.row_factory = sqlite3.Row
        tables = [
            row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        ]
        rows = {
            table: [dict(row) for row in conn.execute(f'SELECT rowid AS rowid, * FROM "{table}"')]
            for table in tables
        }
        conn.close()
    return rows


def _row_places(folder: Path) -> Iterator[tuple[str, int, list[Span]]]:
    """Table and number of each row, and the bytes that its pages lie in."""
    log_path = folder / "archive.db-wal"
    log_data = log_path.open("rb") if log_path.exists() else None
    with (folder / "archive.db").open("rb") as stream:
        log = read_log(log_data) if log_data else NO_LOG
        ends = _transactions(log_path) if log_data else {}
        pages = Pages(stream, log_data, log)

        def span(number: int) -> Span:
            if (offset := log.places.get(number)) is not None:
                # The page, the head of the frame before it, and all to the end of its transaction.
                return ("archive.db-wal", max(0, offset - 2 * _FRAME_HEAD - PAGE), ends[offset])
            return ("archive.db", (number - 1) * PAGE, number * PAGE)

        for number in range(1, pages.present + 1):
            start = 100 if number == 1 else 0
            data = pages.page(number)
            if (owner := pages.owner(number)) and data[start] == TABLE_LEAF:
                for cell in leaf_page(data, start).cells:
                    chain, following = [span(number)], cell.overflow
                    while following:
                        chain.append(span(following))
                        following = int.from_bytes(pages.page(following)[:4], "big")
                    yield owner, cell.rowid, chain
    if log_data:
        log_data.close()


def _transactions(path: Path) -> dict[int, int]:
    """For the page of each frame, the end of its transaction."""
    data = path.read_bytes()
    ends: dict[int, int] = {}
    waiting: list[int] = []
    for at in range(32, len(data) - _FRAME_HEAD, _FRAME_HEAD + PAGE):
        waiting.append(at + _FRAME_HEAD)
        if int.from_bytes(data[at + 4 : at + 8], "big"):
            ends.update(dict.fromkeys(waiting, at + _FRAME_HEAD + PAGE))
            waiting = []
    return ends


def _record_places(folder: Path) -> Iterator[tuple[str, Span]]:
    for path in sorted((folder / "warc").iterdir()):
        with path.open("rb") as stream:
            for member in members(stream):
                if stored := parse(member):
                    yield stored.record_id, (path.name, member.offset, member.end)


def _files(folder: Path) -> Iterator[Path]:
    yield from sorted([*folder.glob("archive.db*"), *(folder / "warc").iterdir()])


def _key(table: str, row: Values) -> str:
    """A row without what may be otherwise."""
    free = {"rowid", *_FREE.get(table, set())}
    return _exactly({name: value for name, value in row.items() if name not in free})


def _exactly(row: Values) -> str:
    shown = {
        name: value.hex() if isinstance(value, bytes) else value for name, value in row.items()
    }
    return json.dumps(shown, sort_keys=True, ensure_ascii=False)
