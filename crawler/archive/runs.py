"""Runs and the fate of each of their requests."""

import importlib.metadata
import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from crawler import VERSION
from crawler.clock import utc_text

#: No run that has a request since a moment began longer before it: max_run_hours allows no more.
_LONGEST_RUN = timedelta(hours=240)


@dataclass(frozen=True, kw_only=True)
class Fetch:
    """The fate of one request: a row of ``fetches``, but for its number and run."""

    request_key: str
    url: str
    kind: str
    outcome: str
    reason: str
    detail: str | None
    capture_id: int | None
    at: datetime
    next_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many requests of one kind ended with one outcome and reason."""

    kind: str
    outcome: str
    reason: str
    count: int


def versions() -> Mapping[str, str]:
    """The versions a run worked with."""
    names = ("scrapy", "lxml", "parsel", "w3lib", "sqlite-utils", "warcio")
    return {
        "tinhuy": VERSION,
        "sqlite": sqlite3.sqlite_version,
        **{name: importlib.metadata.version(name) for name in names},
    }


def open_run(db: Database, site: str, command: str, now: datetime) -> int:
    """Note that a run begins; its number."""
    cursor = db.conn.execute(
        "INSERT INTO runs (site_key, command, started_at, versions) VALUES (?, ?, ?, ?)",
        (site, command, utc_text(now), json.dumps(versions())),
    )
    return int(cursor.lastrowid or 0)


def add_fetch(db: Database, run_id: int, fetch: Fetch) -> None:
    """Note the fate of one request."""
    db.conn.execute(
        "INSERT INTO fetches (run_id, request_key, url, kind, outcome, reason, detail,"
        " capture_id, at, next_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            run_id,
            fetch.request_key,
            fetch.url,
            fetch.kind,
            fetch.outcome,
            fetch.reason,
            fetch.detail,
            fetch.capture_id,
            utc_text(fetch.at),
            utc_text(fetch.next_at) if fetch.next_at else None,
        ),
    )


def tallies(db: Database, run_id: int) -> tuple[Tally, ...]:
    """What the run's requests came to."""
    rows = db.conn.execute(
        "SELECT kind, outcome, reason, count(*) FROM fetches WHERE run_id = ?"
        " GROUP BY kind, outcome, reason ORDER BY kind, outcome, reason",
        (run_id,),
    ).fetchall()
    return tuple(
        Tally(kind=kind, outcome=outcome, reason=reason, count=count)
        for kind, outcome, reason, count in rows
    )


def newest_of_kind(db: Database, site: str, kind: str, since: datetime) -> int | None:
    """The capture that the newest request of this *kind* gave to *site* after *since*."""
    row: tuple[int] | None = db.conn.execute(
        "SELECT capture_id FROM fetches JOIN runs ON runs.id = run_id"
        " WHERE site_key = ? AND started_at > ? AND kind = ? AND at > ? AND capture_id IS NOT NULL"
        " ORDER BY fetches.id DESC LIMIT 1",
        (site, utc_text(since - _LONGEST_RUN), kind, utc_text(since)),
    ).fetchone()
    return row[0] if row else None


def count_listing(db: Database, run_id: int, links: int) -> None:
    """Note that the run read a listing page with so many article links."""
    db.conn.execute(
        "UPDATE runs SET listings = listings + 1, links = links + ? WHERE id = ?", (links, run_id)
    )


def close_run(
    db: Database, run_id: int, *, reason: str, exit_code: int, now: datetime
) -> Mapping[str, object]:
    """Note how the run ended; its row. The counts are of articles, but every failure counts."""
    db.conn.execute(
        "UPDATE runs SET finished_at = :now, reason = :reason, exit_code = :code,"
        " saved = (SELECT count(*) FROM fetches WHERE run_id = :id AND outcome = 'saved'"
        "          AND kind IN ('article', 'file')),"
        " unchanged = (SELECT count(*) FROM fetches WHERE run_id = :id"
        "              AND outcome = 'unchanged' AND kind IN ('article', 'file')),"
        " skipped = (SELECT count(*) FROM fetches WHERE run_id = :id AND outcome = 'skipped'),"
        " failed = (SELECT count(*) FROM fetches WHERE run_id = :id AND outcome = 'failed')"
        " WHERE id = :id",
        {"now": utc_text(now), "reason": reason, "code": exit_code, "id": run_id},
    )
    cursor = db.conn.cursor()
    cursor.row_factory = sqlite3.Row
    return dict(cursor.execute("SELECT * FROM runs WHERE id = ?", (run_id,)).fetchone())
