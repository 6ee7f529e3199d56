"""What must hold between the database and the files beside it: WARC files, stored media."""

import hashlib
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.captures import LOST, with_payload
from crawler.archive.codings import undo_content_coding
from crawler.archive.exchange import address
from crawler.archive.folder import FILES, WARC
from crawler.archive.records import (
    OPEN,
    DamageError,
    Member,
    StoredExchange,
    members,
    open_warc,
    parse,
)
from crawler.clock import utc_text
from crawler.errors import StorageProblem


def warc_sizes(folder: Path) -> dict[str, int]:
    """The size of each WARC file of the archive in *folder*, by its final name."""
    sizes: dict[str, int] = {}
    for path in (folder / WARC).iterdir():
        name = path.name.removesuffix(OPEN)
        if not name.endswith(".warc.gz"):
            continue
        try:
            sizes[name] = path.stat().st_size
        except FileNotFoundError:  # its run has just given it its final name
            sizes[name] = path.with_name(name).stat().st_size
    return dict(sorted(sizes.items()))


def place_problems(db: Database, sizes: dict[str, int]) -> Iterator[str]:
    """Captures that name a place where no file is, or that is beyond its end.

    Those that a recovery has marked as lost name none; see :func:`lost_captures`.
    """
    rows = db.conn.execute(
        "SELECT id, warc_file, warc_offset FROM captures WHERE record_type <> ?", (LOST,)
    )
    for number, file, offset in rows:
        if file not in sizes:
            yield f"capture {number}: the file {file} is missing"
        elif not isinstance(offset, int) or not 0 <= offset < sizes[file]:
            yield f"capture {number}: {file} ends before byte {offset}"


def lost_captures(db: Database) -> int:
    """How many captures have no record any more, as a recovery has told already."""
    (count,) = db.conn.execute(
        "SELECT count(*) FROM captures WHERE record_type = ?", (LOST,)
    ).fetchone()
    return int(count)


def stored_files(folder: Path) -> dict[str, Path]:
    """The stored media of the archive in *folder*, by the SHA-256 that names each."""
    paths = (folder / FILES).rglob("*")
    return {path.name.partition(".")[0]: path for path in sorted(paths) if path.is_file()}


def medium_problems(db: Database, files: dict[str, Path]) -> Iterator[str]:
    """Stored media whose file is missing, or of another size."""
    rows = db.conn.execute(
        "SELECT article_id, position, sha256, bytes FROM media WHERE sha256 IS NOT NULL"
    )
    for article_id, position, sha256, size in rows:
        medium = f"article {article_id}, medium {position}"
        if sha256 not in files:
            yield f"{medium}: the file {sha256} is missing"
        elif files[sha256].stat().st_size != size:
            yield f"{medium}: the file {sha256} is not {size} bytes long"


def digest_problems(files: dict[str, Path]) -> Iterator[str]:
    """Stored media whose bytes are not what their name says; every byte is read."""
    for sha256, path in files.items():
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
                yield f"the file {path.name} is not what its name says"


def record_problems(
    archive: Archive, db: Database, file: str, *, checked: dict[str, int]
) -> Iterator[str]:
    """Every record of *file* beside its row; *checked* counts them.

    A run that goes on is no trouble: its last records have no rows yet, and may be torn.
    """
    rows = {row["warc_offset"]: row for row in _rows(db, file)}
    is_open = not (archive.folder / WARC / file).exists()
    try:
        with open_warc(archive.folder, file) as stream:
            for member in members(stream):
                checked["records"] += 1
                row = rows.pop(member.offset, None)
                problem = _record_problem(archive, member, row, is_open=is_open)
                if problem:
                    yield f"{file}, byte {member.offset}: {problem}"
    except DamageError as error:
        if rows or not is_open:
            yield f"{file}: {error}"
    except StorageProblem as error:
        yield str(error)
    for row in rows.values():
        yield f"capture {row['id']}: no whole record begins at byte {row['warc_offset']} of {file}"


def _record_problem(
    archive: Archive, member: Member, row: sqlite3.Row | None, *, is_open: bool
) -> str | None:
    """What is wrong with one record; None also for a record that needs no row."""
    try:
        stored = parse(member)
    except DamageError as error:
        return str(error)
    if stored is None:
        return "a row names a record that is no answer" if row else None
    if row is None:
        return None if is_open or _has_row_by_now(archive, stored) else "no row names this record"
    return difference(archive, stored, row)


def difference(archive: Archive, stored: StoredExchange, row: sqlite3.Row) -> str | None:
    """How a record differs from what its row says."""
    try:
        stored = with_payload(archive, stored)
    except StorageProblem as error:
        return str(error)
    if (stored.record_id, stored.url) != (row["record_id"], address(str(row["url"]))):
        return "the record is not the one that its row describes"
    body = undo_content_coding(stored.payload, stored.headers).body
    for column, data in (("payload_sha256", stored.payload), ("body_sha256", body)):
        if row[column] != hashlib.sha256(data).hexdigest():
            return f"its {column.partition('_')[0]} is not what its row says"
    for column, value in _said(stored).items():
        if row[column] != value:
            return f"its row says another {column}"
    return None


def _said(stored: StoredExchange) -> dict[str, object]:
    """What a record says of itself that its row repeats as it is."""
    return {
        "request_key": stored.request_key,
        "method": stored.method,
        "status": stored.status,
        "fetched_at": utc_text(stored.fetched_at),
        "record_type": stored.record_type,
        "via": stored.via,
        "original_at": utc_text(stored.original_at) if stored.original_at else None,
        # Records did not say it from the beginning on.
        **({"tls": stored.tls} if stored.tls else {}),
    }


def _has_row_by_now(archive: Archive, stored: StoredExchange) -> bool:
    """Whether a run that goes on has stored the row since the check began."""
    found = archive.db.conn.execute(
        "SELECT 1 FROM captures WHERE record_id = ?", (stored.record_id,)
    ).fetchone()
    return found is not None


def _rows(db: Database, file: str) -> list[sqlite3.Row]:
    cursor = db.conn.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute("SELECT * FROM captures WHERE warc_file = ?", (file,)).fetchall()
