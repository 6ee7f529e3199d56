"""A program that writes an archive as crawls do, and notes every state that it is about to commit.

``python -m benchmarks.backup_writer ARCHIVE STATES STOP SEED`` goes on until the file STOP is
there. A line of STATES is the number of a state and the digest of everything in it, written inside
the transaction: of all its lines but the last one the states are committed, or another writer's.
"""

import hashlib
import random
import sys
import time
from pathlib import Path

from sqlite_utils import Database

from crawler.archive import archive as archive_module
from crawler.archive.archive import Archive
from crawler.archive.articles import Reading, store_reading
from crawler.archive.captures import insert_capture
from crawler.archive.warc import WarcWriter
from tests.archived import LONG, SITE, article, exchange, moment, pending, text_block

#: The archive is small: its log is folded in early, so that copies meet that too.
FOLD_AT = 64 * 1024
#: In ``meta``: the number of the state.
COUNTER = "state"
_ARTICLES = 40
#: The longest pause between two commits.
_SECONDS = 0.03


def digest(db: Database) -> str:
    """SHA-256 of every row of every table, as the open transaction sees it."""
    found = hashlib.sha256()
    for name in sorted(db.table_names()):
        for row in db.conn.execute(f'SELECT * FROM "{name}" ORDER BY rowid'):
            found.update(repr(row).encode())
    return found.hexdigest()


def write(folder: Path, states: Path, stop: Path, seed: int) -> None:
    """Commit groups of captures and readings, a file of records after another, until *stop*."""
    archive_module.CHECKPOINT_BYTES = FOLD_AT
    chance = random.Random(seed)  # noqa: S311  # what is written, not secrets
    number = 0
    with Archive.open(folder) as archive:
        while not stop.exists():
            with WarcWriter(folder, f"viet-{seed}") as writer:
                for _ in range(chance.randint(1, 20)):
                    _commit(archive, writer, chance, states, first=seed * 1_000_000 + number)
                    number += 10
                    time.sleep(chance.uniform(0, _SECONDS))


def _commit(
    archive: Archive, writer: WarcWriter, chance: random.Random, states: Path, *, first: int
) -> None:
    """One group, as a crawl commits it: records, fsync, then all rows in one transaction."""
    group = []
    for number in range(first, first + chance.randint(1, 5)):
        filler = chance.randbytes(chance.randint(10, 3000)).hex().encode()
        sent = exchange(number, payload=f"<h1>{number}</h1>".encode() + filler)
        group.append(pending(sent, writer.write(sent)))
    writer.sync()
    with archive.writing() as db:
        for capture in group:
            reading = Reading(
                site_key=SITE,
                article=article(
                    chance.randrange(_ARTICLES),
                    blocks=(text_block(f"{LONG} {chance.random()}"),),
                ),
                capture_id=insert_capture(db, capture, None),
                seen_at=moment(first % 1_000_000),
                requested_url=None,
                reader_version="1",
            )
            store_reading(db, reading)
        _note(db, states)


def _note(db: Database, states: Path) -> None:
    db.conn.execute(
        "INSERT INTO meta (key, value) VALUES (?, 1)"
        " ON CONFLICT (key) DO UPDATE SET value = value + 1",
        (COUNTER,),
    )
    (number,) = db.conn.execute("SELECT value FROM meta WHERE key = ?", (COUNTER,)).fetchone()
    with states.open("a", encoding="ascii") as file:
        file.write(f"{number} {digest(db)}\n")


if __name__ == "__main__":
    folder, states, stop, seed = sys.argv[1:]
    write(Path(folder), Path(states), Path(stop), int(seed))
