"""The rows of an export, and how a cell is made safe for a spreadsheet."""

import re
from collections.abc import Iterator, Mapping

from sqlite_utils import Database

COLUMNS = (
    "id",
    "site",
    "publisher",
    "province",
    "kind",
    "title",
    "lead",
    "body",
    "author",
    "source",
    "outlet_tag",
    "section",
    "published_on",
    "published_at",
    "url",
    "state",
    "first_seen_at",
    "last_changed_at",
)
#: Excel cuts a cell of more characters (UTF-16 units) than this.
EXCEL_CELL = 32_767

#: What makes a spreadsheet run a cell: a tab or carriage return first, or one of four signs after
#: nothing but blanks; also in full width, which some programs fold (OWASP, "CSV Injection").
_FORMULA = re.compile("[\t\r]|[\\s\ufeff\u200b]*[-=+@＝＋－＠]")

_QUERY = """
SELECT a.id, a.site_key, p.name, p.province, a.kind, a.title, a.lead, a.body, a.author, a.source,
       a.outlet_tag, a.section, a.published_on, a.published_at, a.url, a.state, a.first_seen_at,
       a.last_changed_at
FROM articles a JOIN sites s ON s.key = a.site_key JOIN publishers p ON p.key = s.publisher
ORDER BY a.id
"""

Value = int | str | None


def article_rows(db: Database) -> Iterator[tuple[Value, ...]]:
    """Every article in the order of :data:`COLUMNS`, by its number, without holding them all."""
    yield from db.conn.execute(_QUERY)


def as_record(row: tuple[Value, ...]) -> Mapping[str, Value]:
    """*row* by column name."""
    return dict(zip(COLUMNS, row, strict=True))


def needs_guard(value: Value) -> bool:
    """Whether a spreadsheet would run *value* as a formula."""
    return isinstance(value, str) and _FORMULA.match(value) is not None


def is_too_long(value: Value) -> bool:
    """Whether Excel would cut *value*."""
    if not isinstance(value, str) or len(value) * 2 <= EXCEL_CELL:
        return False
    return len(value.encode("utf-16-le", "surrogatepass")) // 2 > EXCEL_CELL
