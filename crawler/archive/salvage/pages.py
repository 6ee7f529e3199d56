"""The pages of a damaged database, its log laid over them, and the rows on each leaf.

Nothing is believed that need not be: a table's tree says which leaves are its own, and where that
is damaged, what lies on a leaf says whose it is.
"""

import struct
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from crawler.archive.salvage.cells import (
    INDEX_INTERIOR,
    INDEX_LEAF,
    PAGE,
    TABLE_INTERIOR,
    TABLE_LEAF,
    Cell,
    RecordError,
    Value,
    children,
    leaf_page,
    record,
)
from crawler.archive.salvage.log import Log
from crawler.archive.tables import TABLES

_TREES = (INDEX_INTERIOR, TABLE_INTERIOR, INDEX_LEAF, TABLE_LEAF)
_INTERIOR = (INDEX_INTERIOR, TABLE_INTERIOR)
#: The owner of the pages that describe the tables; it begins like the owners that are indexes.
_SCHEMA = "\0schema"
_MAGIC = b"SQLite format 3\0"
#: Where the header says what: pages, first page of the list of free ones, our schema's number.
_COUNT_AT, _FREE_AT, _VERSION_AT = 28, 32, 60


class Leaf(NamedTuple):
    """The rows of one leaf; ``owner`` is its table, empty where no tree says.

    ``wrong`` counts the cells that are no row.
    """

    page: int
    owner: str
    rows: list[tuple[int, tuple[Value, ...]]]
    wrong: int


@dataclass(kw_only=True)
class Damage:
    """Pages that are not whole, by the table they belong to (empty: not known); none of indexes.

    Where ``is_mapped``, the tree of every table is known as far as those pages: what is of no known
    table has no row of another.
    """

    is_mapped: bool = True
    pages: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)

    def of(self, table: str) -> str:
        """The damage to *table* in words, empty where there is none."""
        pages, rows = self.pages[table], self.rows[table]
        parts = [f"{pages} pages"] if pages else []
        return " and ".join(parts + ([f"{rows} rows"] if rows else []))


class Pages:
    """The pages of *stream*, numbered from 1, those of *log* (in *log_stream*) over them."""

    def __init__(self, stream: BinaryIO, log_stream: BinaryIO | None, log: Log) -> None:
        self._stream = stream
        self._log_stream = log_stream
        self._log = log
        self.present = max(stream.seek(0, 2) // PAGE, max(log.places, default=0))
        head = self.page(1)
        self.has_header = head.startswith(_MAGIC)
        self.version = self._stated(head, _VERSION_AT)
        self.count = max(
            self.present, log.pages, min(self._stated(head, _COUNT_AT), self.present * 100)
        )
        self._free = frozenset(self._free_pages(self._stated(head, _FREE_AT)))
        self._owners: dict[int, str] = {}
        self._tables: set[str] = set()
        self._map_trees()

    def page(self, number: int) -> bytes:
        """The bytes of a page, empty where the file ends before it."""
        place = self._log.places.get(number)
        if place is not None and self._log_stream:
            self._log_stream.seek(place)
            return self._log_stream.read(PAGE)
        self._stream.seek((number - 1) * PAGE)
        data = self._stream.read(PAGE)
        return data if len(data) == PAGE else b""

    def owner(self, number: int) -> str:
        """The table whose page it is, empty where no tree says."""
        owner = self._owners.get(number, "")
        return "" if owner.startswith("\0") else owner

    def leaves(self, damage: Damage) -> Iterator[Leaf]:
        """The leaves of tables, those of the log last; what is wrong is counted in *damage*."""
        chained: set[int] = set()
        unknown: list[int] = []
        places = self._log.places
        damage.is_mapped = self._tables >= {table.name for table in TABLES}
        for number in sorted(range(1, self.present + 1), key=lambda one: places.get(one, -1)):
            owner = self._owners.get(number, "")
            kind = self._kind(number)
            if not owner and number in self._free:
                continue
            if kind == TABLE_LEAF and owner != _SCHEMA:
                # An index has no such leaf: a damaged page led there.
                yield self._leaf(number, self.owner(number), damage, chained)
            elif owner.startswith("\0"):
                continue
            elif owner in self._tables and kind != TABLE_INTERIOR:
                damage.pages[owner] += 1
            elif kind not in _TREES:
                unknown.append(number)
        damage.pages[""] += len([one for one in unknown if one not in chained])
        for number in range(self.present + 1, self.count + 1):
            damage.pages[self.owner(number)] += 1

    def _leaf(self, number: int, owner: str, damage: Damage, chained: set[int]) -> Leaf:
        page = leaf_page(self.page(number), _start(number))
        rows: list[tuple[int, tuple[Value, ...]]] = []
        wrong = page.wrong
        for cell in page.cells:
            try:
                rows.append((cell.rowid, record(self._payload(cell, chained))))
            except RecordError:
                wrong += 1
        if wrong or not page.is_whole:
            damage.pages[owner] += 1
        return Leaf(number, owner, rows, wrong)

    def _payload(self, cell: Cell, chained: set[int]) -> bytes:
        """The record of a cell, with what lies on other pages; RecordError where a page lacks."""
        parts, missing, number = [cell.local], cell.size - len(cell.local), cell.overflow
        if missing > self.present * PAGE:
            raise RecordError("the record is longer than the file")
        while missing > 0:
            data = self.page(number) if 0 < number <= self.present else b""
            if not data:
                raise RecordError("a page of the record is missing")
            chained.add(number)
            parts.append(data[4 : 4 + missing])
            missing -= len(parts[-1])
            number = int.from_bytes(data[:4], "big")
        if cell.overflow and number:
            raise RecordError("the record goes on beyond its end")
        return b"".join(parts)

    def _map_trees(self) -> None:
        """Learn from the schema which pages are whose; those of indexes are marked by a NUL."""
        schema = list(self._tree(1))
        for number in schema:
            if self._kind(number) != TABLE_LEAF:
                continue
            for cell in leaf_page(self.page(number), _start(number)).cells:
                try:
                    kind, name, _, root, _ = record(self._payload(cell, set()))
                except (RecordError, ValueError):
                    continue
                if isinstance(root, int) and isinstance(name, str) and 1 < root <= self.count:
                    self._own(root, name if kind == "table" else f"\0{name}")
        self._owners.update(dict.fromkeys(schema, _SCHEMA))

    def _own(self, root: int, name: str) -> None:
        if not name.startswith("\0"):
            self._tables.add(name)
        for number in self._tree(root):
            self._owners.setdefault(number, name)

    def _tree(self, root: int) -> Iterator[int]:
        """The pages of a tree; below a damaged one they are not known."""
        seen: set[int] = set()
        todo = [root]
        while todo:
            number = todo.pop()
            if number in seen or not 0 < number <= self.count:
                continue
            seen.add(number)
            yield number
            if self._kind(number) in _INTERIOR:
                todo += children(self.page(number), _start(number))

    def _free_pages(self, trunk: int) -> Iterator[int]:
        seen: set[int] = set()
        while 0 < trunk <= self.present and trunk not in seen:
            seen.add(trunk)
            yield trunk
            data = self.page(trunk)
            following, count = struct.unpack_from(">2I", data)
            yield from struct.unpack_from(f">{min(count, PAGE // 4 - 2)}I", data, 8)
            trunk = following

    def _kind(self, number: int) -> int:
        data = self.page(number)
        return data[_start(number)] if data else 0

    def _stated(self, head: bytes, at: int) -> int:
        """A number of the header, 0 where there is none."""
        return int.from_bytes(head[at : at + 4], "big") if self.has_header else 0


def _start(number: int) -> int:
    """Where the b-tree begins on a page: behind the header on the first."""
    return 100 if number == 1 else 0
