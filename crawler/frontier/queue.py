"""The frontier's SQL: putting requests in, handing them out, ending them.

Every function that changes something is called inside ``archive.writing()``.
"""

import json
import sqlite3
from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlite_utils import Database

from crawler.clock import utc_text
from crawler.errors import NOT_THE_SITE
from crawler.frontier.entry import Entry, EntryKind, Walk

#: After so many failures in as many runs a request is given up; a section's head never is.
MAX_ATTEMPTS = 5
#: Reasons that count as no attempt, for it was not the site that was asked for the address.
UNTRIED = NOT_THE_SITE | {"robots-unavailable", "left-alone", "tls", "unconfirmed", "out-of-step"}
#: A request that failed is not tried again in the same run, unless the run lasts longer than this.
RETRY_AFTER = timedelta(hours=1)

_PUT = """
INSERT INTO frontier (key, method, url, body, referer, context, kind, walk, site_key, section,
                      parent, anchor, listed_title, state, attempts, due_at, last_error, found_at)
VALUES (:key, :method, :url, :body, :referer, :context, :kind, :walk, :site, :section,
        :parent, :anchor, :listed_title, 'pending', 0, :now, NULL, :now)
ON CONFLICT (key) DO """
#: An article is asked for once.
_ADD = _PUT + "NOTHING"
#: A listing page is asked for again in every walk that reaches it.
_ARM = (
    _PUT + "UPDATE SET context = :context, due_at = :now, state = 'pending', walk = :walk,"
    " anchor = :anchor"
)

_DUE = """
SELECT * FROM frontier
WHERE site_key = :site AND state = 'pending' AND kind IN ({kinds}) AND due_at <= :now
ORDER BY CASE kind WHEN 'head' THEN 0 WHEN 'article' THEN 1 WHEN 'listing' THEN 2 ELSE 3 END,
         attempts, found_at DESC, rowid
LIMIT :most
"""


def _values(entry: Entry, now: datetime) -> dict[str, object]:
    request = entry.request
    return {
        "key": entry.key,
        "method": request.method,
        "url": request.url,
        "body": request.body,
        "referer": request.referer,
        "context": json.dumps(dict(request.context), ensure_ascii=False),
        "kind": entry.kind,
        "walk": entry.walk,
        "site": entry.site,
        "section": entry.section,
        "parent": entry.parent,
        "anchor": entry.anchor,
        "listed_title": entry.listed_title,
        "now": utc_text(now),
    }


def add_articles(db: Database, entries: Iterable[Entry], now: datetime) -> int:
    """Put article requests in; one that is known, in whatever state, stays as it is.

    How many were not known.
    """
    before = db.conn.total_changes
    db.conn.executemany(_ADD, (_values(entry, now) for entry in entries))
    return db.conn.total_changes - before


def arm(db: Database, entry: Entry, now: datetime) -> None:
    """Make a listing page due now, whether it is new or was read in an earlier walk."""
    db.conn.execute(_ARM, _values(entry, now))


def due(
    db: Database, site: str, *, kinds: Collection[EntryKind], now: datetime, most: int
) -> list[Entry]:
    """At most *most* requests to make now: heads, then articles, further pages, at last feeds.

    Articles that failed come after those that did not: a run that ends after some failures in a row
    would else never come to the others. Those found last come first, those of one moment in the
    order of their listing.
    """
    sql = _DUE.format(kinds=", ".join(f"'{kind}'" for kind in kinds))
    rows = _rows(db, sql, {"site": site, "now": utc_text(now), "most": most})
    return [Entry.of_row(row) for row in rows]


def finish(db: Database, key: str) -> None:
    """The request had its outcome; it is not due again."""
    db.conn.execute(
        "UPDATE frontier SET state = 'done', attempts = 0, due_at = NULL, last_error = NULL"
        " WHERE key = ?",
        (key,),
    )


def fail(db: Database, entry: Entry, reason: str, now: datetime) -> datetime | None:
    """The request failed: when it is tried again, or None where it is given up.

    A section of which a page is given up counts as never walked: the next run begins it anew.
    """
    attempts = entry.attempts + (reason not in UNTRIED)
    given_up = attempts >= MAX_ATTEMPTS and entry.kind is not EntryKind.HEAD
    next_at = None if given_up else now + RETRY_AFTER
    db.conn.execute(
        "UPDATE frontier SET state = ?, attempts = ?, due_at = ?, last_error = ? WHERE key = ?",
        (
            "failed" if given_up else "pending",
            attempts,
            utc_text(next_at) if next_at else None,
            reason,
            entry.key,
        ),
    )
    if entry.kind is EntryKind.LISTING and reason not in UNTRIED:
        _pass_by(db, entry, now, given_up=given_up)
    return next_at


def _pass_by(db: Database, entry: Entry, now: datetime, *, given_up: bool) -> None:
    """A listing page cannot be had: look at the head meanwhile, for what is new."""
    arm_head(db, entry, Walk.CATCH_UP, now)
    if given_up:
        db.conn.execute(
            "UPDATE sections SET walked_to = NULL WHERE site_key = ? AND url = ?",
            (entry.site, entry.section),
        )


def put_off(db: Database, entry: Entry) -> None:
    """Let a request wait for the next run."""
    db.conn.execute("UPDATE frontier SET due_at = NULL WHERE key = ?", (entry.key,))


def put_off_articles(db: Database, entry: Entry) -> None:
    """Let the articles of *entry*'s section that are still pending wait for the next run."""
    db.conn.execute(
        "UPDATE frontier SET due_at = NULL"
        " WHERE site_key = ? AND section = ? AND kind = 'article' AND state = 'pending'",
        (entry.site, entry.section),
    )


def due_at_once(db: Database, site: str, now: datetime) -> None:
    """At the start of a run, let everything that is pending be tried once more."""
    db.conn.execute(
        "UPDATE frontier SET due_at = :now WHERE site_key = :site AND state = 'pending'"
        " AND (due_at > :now OR due_at IS NULL)",
        {"site": site, "now": utc_text(now)},
    )


def hold_back(db: Database, site: str, is_reachable: Callable[[str], bool]) -> None:
    """Let requests wait whose address the run may not ask, as after a change of a site's home."""
    rows = db.conn.execute(
        "SELECT key, url FROM frontier WHERE site_key = ? AND state = 'pending'", (site,)
    ).fetchall()
    db.conn.executemany(
        "UPDATE frontier SET due_at = NULL WHERE key = ?",
        [(key,) for key, url in rows if not is_reachable(url)],
    )


def cursors(db: Database, site: str, section: str) -> list[Entry]:
    """Where walks of the section broke off: further pages still to read, and steps back."""
    rows = _rows(
        db,
        "SELECT * FROM frontier WHERE site_key = :site AND section = :section"
        " AND state = 'pending' AND (kind = 'listing' OR walk = 'resume')",
        {"site": site, "section": section},
    )
    return [Entry.of_row(row) for row in rows]


def step_back(db: Database, cursor: Entry, now: datetime) -> bool:
    """Go on with a broken walk from the last page it had read; False if that is not known.

    A page that is itself such a step back, and was not reached, stays as it is.
    """
    if cursor.walk is Walk.RESUME:
        return True
    rows = _rows(db, "SELECT * FROM frontier WHERE key = :key", {"key": cursor.parent})
    if rows:
        set_aside(db, cursor.key)
        arm(db, replace(Entry.of_row(rows[0]), walk=Walk.RESUME, anchor=cursor.anchor), now)
    return bool(rows)


def set_aside(db: Database, key: str) -> None:
    """The page is not due by itself any more; a walk that reaches it makes it due again."""
    db.conn.execute("UPDATE frontier SET state = 'done', due_at = NULL WHERE key = ?", (key,))


def arm_head(db: Database, entry: Entry, walk: Walk, now: datetime) -> None:
    """Make the first page of *entry*'s section due now."""
    db.conn.execute(
        "UPDATE frontier SET state = 'pending', due_at = ?, walk = ?, anchor = NULL"
        " WHERE site_key = ? AND section = ? AND kind = 'head'",
        (utc_text(now), walk, entry.site, entry.section),
    )


def _rows(db: Database, sql: str, values: dict[str, object]) -> list[sqlite3.Row]:
    cursor = db.conn.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(sql, values).fetchall()
