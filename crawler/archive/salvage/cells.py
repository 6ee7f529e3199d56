"""The file format of SQLite, as far as the rows of tables need it: varints, records, cells.

https://www.sqlite.org/fileformat2.html; every archive has pages of 4,096 bytes, all of them usable,
and text in UTF-8, whatever a damaged header says.
"""

import struct
from contextlib import suppress
from itertools import pairwise
from typing import NamedTuple

PAGE = 4096
#: Kinds of b-tree pages, by their first byte.
INDEX_INTERIOR, TABLE_INTERIOR, INDEX_LEAF, TABLE_LEAF = 2, 5, 10, 13
_MOST_LOCAL = PAGE - 35
_LEAST_LOCAL = (PAGE - 12) * 32 // 255 - 23
_VARINT = 9
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_REAL, _ZERO, _ONE, _FIRST_BLOB = 7, 8, 9, 12

Value = None | int | float | str | bytes


class RecordError(Exception):
    """The bytes are no cell or no record."""


class Cell(NamedTuple):
    """A row as its leaf holds it: ``local`` is the part of its record that lies on this page.

    ``size`` is that of the record, ``overflow`` the page on which it goes on, 0 if it does not;
    the cell lies at ``start`` to ``end`` of its page.
    """

    rowid: int
    size: int
    local: bytes
    overflow: int
    start: int
    end: int


class LeafPage(NamedTuple):
    """The cells of a table's leaf; ``wrong`` counts those that are none, or lie out of order.

    ``is_whole`` says that the page accounts for each of its bytes.
    """

    cells: list[Cell]
    wrong: int
    is_whole: bool


def varint(data: bytes, at: int) -> tuple[int, int]:
    """The number at *at* and the place behind it; RecordError at the end of *data*."""
    value = 0
    for place in range(_VARINT):
        if at + place >= len(data):
            raise RecordError("a number is cut")
        byte = data[at + place]
        if place == _VARINT - 1:
            return (value << 8) | byte, at + _VARINT
        value = (value << 7) | (byte & 0x7F)
        if byte < 0x80:  # the bit that says "more follows"
            return value, at + place + 1
    raise AssertionError  # the ninth byte ends every number


def leaf_page(data: bytes, start: int) -> LeafPage:
    """The cells of the leaf *data*, whose header begins at *start* (100 on the first page)."""
    first_free, count, content, fragments = struct.unpack_from(">3HB", data, start + 1)
    pointers = start + 8
    places = [
        int.from_bytes(data[at : at + 2], "big")
        for at in range(pointers, min(pointers + 2 * count, PAGE - 1), 2)
    ]
    cells: list[Cell] = []
    for place in places:
        with suppress(RecordError):
            cells.append(_cell(data, place))
    ordered = _in_order(cells)
    taken = sum(cell.end - cell.start for cell in cells) + fragments + _free(data, first_free)
    is_whole = len(ordered) == count and taken == PAGE - content
    return LeafPage(ordered, count - len(ordered), is_whole)


def children(data: bytes, start: int) -> list[int]:
    """The pages below an interior page."""
    (count,) = struct.unpack_from(">H", data, start + 3)
    (last,) = struct.unpack_from(">I", data, start + 8)
    found = [last]
    for at in range(start + 12, min(start + 12 + 2 * count, PAGE - 1), 2):
        place = int.from_bytes(data[at : at + 2], "big")
        if place <= PAGE - 4:
            found.append(int.from_bytes(data[place : place + 4], "big"))
    return found


def record(data: bytes) -> tuple[Value, ...]:
    """The values of a record; RecordError where it is none, or a text is not UTF-8 or has NUL."""
    end, at = varint(data, 0)
    if end > len(data):
        raise RecordError("the header is longer than the record")
    kinds: list[int] = []
    while at < end:
        kind, at = varint(data, at)
        kinds.append(kind)
    values: list[Value] = []
    for kind in kinds:
        value, at = _value(data, at, kind)
        values.append(value)
    if at != len(data):
        raise RecordError("the record is longer than its values")
    return tuple(values)


def _cell(data: bytes, place: int) -> Cell:
    size, at = varint(data, place)
    rowid, at = varint(data, at)
    local = size if size <= _MOST_LOCAL else _local(size)
    end = at + local + (4 if size > local else 0)
    if end > PAGE or rowid >= 1 << 63:
        raise RecordError("a cell ends beyond its page")
    overflow = int.from_bytes(data[end - 4 : end], "big") if size > local else 0
    # A cell is never smaller than a free block, whose place it may take.
    return Cell(rowid, size, data[at : at + local], overflow, place, max(end, place + 4))


def _local(size: int) -> int:
    local = _LEAST_LOCAL + (size - _LEAST_LOCAL) % (PAGE - 4)
    return local if local <= _MOST_LOCAL else _LEAST_LOCAL


def _free(data: bytes, block: int) -> int:
    """The bytes in the free blocks of a page; each names the next one, which lies behind it."""
    total = 0
    while 0 < block <= PAGE - 4:
        following, size = struct.unpack_from(">2H", data, block)
        total += size
        if following and following <= block:
            break
        block = following
    return total


def _in_order(cells: list[Cell]) -> list[Cell]:
    """The longest run of *cells* with ascending numbers: a wrong number stands out of order."""
    if all(one.rowid < other.rowid for one, other in pairwise(cells)):
        return cells
    best: list[list[Cell]] = []
    for cell in cells:
        before = max((run for run in best if run[-1].rowid < cell.rowid), key=len, default=[])
        best.append([*before, cell])
    return max(best, key=len, default=[])


def _value(data: bytes, at: int, kind: int) -> tuple[Value, int]:
    if kind in (0, _ZERO, _ONE):
        return (None if kind == 0 else kind - _ZERO), at
    if kind in _INTEGERS or kind == _REAL:
        end = at + (8 if kind == _REAL else _INTEGERS[kind])
        raw = data[at:end]
        value: Value = int.from_bytes(raw, "big", signed=True)
        if kind == _REAL and len(raw) == 8:  # the bytes of a double
            (value,) = struct.unpack(">d", raw)
    elif kind >= _FIRST_BLOB:
        end = at + (kind - _FIRST_BLOB) // 2
        value = _text(data[at:end]) if kind % 2 else data[at:end]
    else:
        raise RecordError("no value has this type")
    if end > len(data):
        raise RecordError("a value ends beyond the record")
    return value, end


def _text(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RecordError("a text is not UTF-8") from error
    if "\0" in text:
        raise RecordError("a text holds NUL")
    return text
