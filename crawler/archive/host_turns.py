"""What the archive remembers of a host's turns: until when it asked to be left alone."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from crawler.clock import utc_moment, utc_text


@dataclass(frozen=True, kw_only=True)
class Pause:
    """A host and port (``host:port``) is to be left alone until a moment, UTC.

    ``retry_after`` is the header in which it said so, None where it sent none.
    """

    host: str
    until: datetime
    retry_after: str | None


def remember_pause(db: Database, pause: Pause) -> None:
    """Keep *pause* for this run and later ones; inside ``archive.writing()``."""
    db.conn.execute(
        "INSERT INTO hosts (host, next_allowed_at, retry_after) VALUES (?, ?, ?)"
        " ON CONFLICT (host) DO UPDATE SET next_allowed_at = excluded.next_allowed_at,"
        " retry_after = excluded.retry_after",
        (pause.host, utc_text(pause.until), pause.retry_after),
    )


def allowed_at(db: Database, host: str) -> datetime | None:
    """The moment before which *host* is left alone; None where it never asked for that."""
    row = db.conn.execute("SELECT next_allowed_at FROM hosts WHERE host = ?", (host,)).fetchone()
    return utc_moment(row[0]) if row and row[0] else None
