"""Mending what a killed run left: its open WARC files.

A killed run leaves files called ``….warc.gz.open``. What was synced is whole; the record that was
being written may be torn. Nothing is deleted, and a death at any moment of the mending leaves
something that the next mending finishes.
"""

import fcntl
import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.captures import PendingCapture, capture_of, insert_capture, with_payload
from crawler.archive.codings import undo_content_coding
from crawler.archive.exchange import RecordRef
from crawler.archive.folder import WARC, storage, sync_folder
from crawler.archive.records import OPEN, DamageError, members, parse, read_record

#: Bytes of a torn record lie beside its file, under that file's name and this.
TORN = ".torn"
_CHUNK = 1 << 20


@dataclass(kw_only=True)
class Mended:
    """What was mended: files given their final name, records that got a row, bytes set aside.

    ``damaged`` names files whose damage reaches into what was stored; they keep all their bytes.
    """

    files: int = 0
    records: int = 0
    torn_bytes: int = 0
    damaged: list[str] = field(default_factory=list)


def mend_open_files(archive: Archive) -> Mended:
    """Mend every open WARC file that no living process holds; raises StorageProblem.

    Twice does no harm, and neither do two processes at once: a file is held while it is mended.
    """
    report = Mended()
    folder = archive.folder / WARC
    with storage(folder):
        paths = sorted(folder.glob(f"*{OPEN}"))
    for path in paths:
        descriptor = _taken(path)
        if descriptor is not None:
            try:
                _mend(archive, path, descriptor, report)
            finally:
                os.close(descriptor)
    return report


def _taken(path: Path) -> int | None:
    """The file opened and locked; None where a living writer holds it, or it is gone already."""
    with storage(path):
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError:
            return None
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.exists() and path.stat().st_ino == os.fstat(descriptor).st_ino:
                return descriptor
        os.close(descriptor)
        return None


def _mend(archive: Archive, path: Path, descriptor: int, report: Mended) -> None:
    final = path.with_name(path.name.removesuffix(OPEN))
    whole, found = _whole_records(descriptor)
    with storage(path):
        size = os.fstat(descriptor).st_size
        if whole < size and _last_row(archive.db, final.name) >= whole:
            report.damaged.append(final.name)
        elif whole < size:
            _set_aside(descriptor, whole, path.with_name(final.name + TORN))
            report.torn_bytes += size - whole
        missing = _without_row(archive.db, final.name, found)
        if missing:
            _write_again(descriptor, missing[0], whole)
        os.fsync(descriptor)
    report.records += _index(archive, final.name, missing)
    archive.sync_log()  # before the name says that every record has its row
    with storage(path):
        if os.fstat(descriptor).st_size:
            path.rename(final)
            report.files += 1
        else:
            path.unlink()  # not one record of it was whole
        sync_folder(path.parent)


def _whole_records(descriptor: int) -> tuple[int, list[int]]:
    """How many bytes are whole records, and where those begin that have rows."""
    whole = 0
    found: list[int] = []
    with os.fdopen(os.dup(descriptor), "rb") as stream:
        try:
            for member in members(stream):
                if parse(member):
                    found.append(member.offset)
                whole = member.end
        except DamageError:
            pass  # what follows the last whole record is set aside
    return whole, found


def _last_row(db: Database, file: str) -> int:
    """The offset of the last record of *file* that has a row; -1 if none has."""
    (offset,) = db.conn.execute(
        "SELECT max(warc_offset) FROM captures WHERE warc_file = ?", (file,)
    ).fetchone()
    return -1 if offset is None else int(offset)


def _set_aside(descriptor: int, start: int, target: Path) -> None:
    """Move the bytes from *start* on into *target*; they are durable there before they go here.

    A *target* that is there already is of a mending that died here: the bytes are still to be had.
    """
    with target.open("wb") as copy:
        offset = start
        while chunk := os.pread(descriptor, _CHUNK, offset):
            copy.write(chunk)
            offset += len(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    sync_folder(target.parent)
    os.ftruncate(descriptor, start)


def _write_again(descriptor: int, start: int, end: int) -> None:
    """Write the bytes from *start* to *end* over themselves, so that the next fsync is for them.

    They have no rows, so their own fsync may never have come, or have failed; and after a failure
    the kernel takes what it could not write for written, and a second fsync says nothing of it.
    """
    offset = start
    while chunk := os.pread(descriptor, min(_CHUNK, end - offset), offset):
        offset += os.pwrite(descriptor, chunk, offset)


def _without_row(db: Database, file: str, found: list[int]) -> list[int]:
    """Which of the records of *file* that begin at *found* have no row."""
    rows = db.conn.execute("SELECT warc_offset FROM captures WHERE warc_file = ?", (file,))
    known = {offset for (offset,) in rows}
    return [offset for offset in found if offset not in known]


def _index(archive: Archive, file: str, missing: list[int]) -> int:
    """Insert a row for each record of *file* at *missing*; how many there were.

    One transaction a record: a page may be large, and a death between two does no harm.
    """
    for offset in missing:
        stored = with_payload(archive, read_record(archive.folder, file, offset))
        uncoded = undo_content_coding(stored.payload, stored.headers)
        pending = PendingCapture.of_stored(stored, capture_of(stored, uncoded))
        pending.ref = RecordRef(file, offset, stored.record_id, stored.record_type)
        with archive.writing() as db:
            insert_capture(db, pending, None)
    return len(missing)
