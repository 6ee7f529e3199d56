"""What the robots.txt of a host said, kept for the next run and for other sites of that host."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from crawler.clock import utc_moment, utc_text

_STORE = """
INSERT INTO hosts (host, robots, robots_read_at, crawl_delay) VALUES (?, ?, ?, ?)
ON CONFLICT (host) DO UPDATE SET
  robots = excluded.robots, robots_read_at = excluded.robots_read_at,
  crawl_delay = excluded.crawl_delay
"""
_FRESH = """
SELECT robots, crawl_delay, robots_read_at FROM hosts
WHERE host = ? AND robots IS NOT NULL AND robots_read_at > ? AND robots_read_at <= ?
"""


@dataclass(frozen=True, kw_only=True)
class HostRobots:
    """The part of a robots.txt that is read; ``host`` is host:port, the delay as it was asked for.

    ``text`` is empty for a host that has no robots.txt.
    """

    host: str
    text: str
    crawl_delay: float | None
    read_at: datetime


def store_robots(db: Database, robots: HostRobots) -> None:
    """Keep *robots* in place of what was known of its host; inside ``archive.writing()``."""
    moment = utc_text(robots.read_at)
    db.conn.execute(_STORE, (robots.host, robots.text, moment, robots.crawl_delay))


def robots_read_between(
    db: Database, host: str, since: datetime, until: datetime
) -> HostRobots | None:
    """What is kept of *host*, if it was read after *since* and not after *until*."""
    row = db.conn.execute(_FRESH, (host, utc_text(since), utc_text(until))).fetchone()
    if row is None:
        return None
    return HostRobots(host=host, text=row[0], crawl_delay=row[1], read_at=utc_moment(row[2]))
