"""What a merge asks of our own archive, and writes into it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlite_utils import Database

from crawler.clock import utc_moment

#: The command that the runs of a merge name.
COMMAND = "merge"
_OK = 200

_UNREAD = """
SELECT c.id, c.url, c.record_id, coalesce(c.original_at, c.fetched_at), c.request_key, c.status,
       c.media_type
FROM captures c LEFT JOIN runs r ON r.id = c.run_id
WHERE ((r.command = :command AND r.site_key = :site)
       OR (r.id IS NULL AND substr(c.warc_file, 1, length(:prefix)) = :prefix))
  AND c.id NOT IN (SELECT capture_id FROM fetches WHERE capture_id NOT NULL)
ORDER BY 4, c.id
"""
_REDIRECTS = "SELECT 1 FROM captures WHERE url = ? AND status BETWEEN 301 AND 308"
_SECTIONS = """
INSERT INTO url_sections (site_key, section, url, listed_title, first_seen_at)
VALUES (?, ?, ?, ?, ?)
ON CONFLICT (site_key, section, url) DO UPDATE SET
  listed_title = CASE WHEN excluded.first_seen_at < first_seen_at THEN excluded.listed_title
                      ELSE listed_title END,
  first_seen_at = min(first_seen_at, excluded.first_seen_at)
"""


class Unread(NamedTuple):
    """A capture that a merge has brought and nobody has read yet; ``seen_at`` is in UTC."""

    id: int
    url: str
    record_id: str
    seen_at: datetime
    request_key: str
    status: int
    media_type: str | None

    @property
    def is_page(self) -> bool:
        """Whether it may show an article: an HTML page, whatever its server calls it, or a text."""
        kind = self.media_type or "html"
        return self.status == _OK and ("html" in kind or kind == "text/plain")


def has_record(db: Database, record_id: str) -> bool:
    """Whether the archive has that record."""
    found = db.conn.execute("SELECT 1 FROM captures WHERE record_id = ?", (record_id,)).fetchone()
    return found is not None


def unread(db: Database, site: str) -> list[Unread]:
    """The captures of merges that are still to be read, in time order.

    Those that were mended after a death have no run, but lie in files of a merge.
    """
    values = {"command": COMMAND, "site": site, "prefix": f"{COMMAND}-{site}-"}
    return [
        Unread(number, url, record_id, utc_moment(at), *rest)
        for number, url, record_id, at, *rest in db.conn.execute(_UNREAD, values)
    ]


def redirects(db: Database, url: str) -> bool:
    """Whether a capture shows that *url* redirects."""
    return db.conn.execute(_REDIRECTS, (url,)).fetchone() is not None


def open_runs(db: Database, site: str) -> list[int]:
    """The runs of merges of *site* that did not end."""
    rows = db.conn.execute(
        "SELECT id FROM runs WHERE command = ? AND site_key = ? AND finished_at IS NULL"
        " ORDER BY id",
        (COMMAND, site),
    )
    return [row[0] for row in rows]


def add_sections(db: Database, site: str, rows: Iterable[tuple[str, str, str | None, str]]) -> None:
    """Note where addresses were listed: section, address, title, when first."""
    db.conn.executemany(_SECTIONS, [(site, *row) for row in rows])
