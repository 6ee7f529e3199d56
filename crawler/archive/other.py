"""Another archive, read as what it is: a stranger's files.

Its database is opened for reading only, tells no more than what was asked for and how listings
named it, and none of its views, triggers or further tables are touched. What is taken are WARC
records: each is whole, has the form of ours, and is read again here.
"""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, NamedTuple

from crawler.archive.captures import LOST
from crawler.archive.codings import MOST_BYTES
from crawler.archive.connection import integrity_problems
from crawler.archive.folder import DATABASE, SCHEMA_VERSION, WARC, require_archive
from crawler.archive.locks import write_lock
from crawler.archive.records import (
    OPEN,
    DamageError,
    Member,
    StoredExchange,
    members,
    open_warc,
    parse,
)
from crawler.clock import now
from crawler.errors import StorageProblem, UsageProblem

#: A record is a body with its head; nothing of ours has a longer one.
_MOST_RECORD = MOST_BYTES + (1 << 20)
_FILE = re.compile(r"(?:(?:ingest|merge)-)?(\w+)-\d{8}T\d{6}-\d+\.warc\.gz")
_RECORD_ID = re.compile(r"<urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}>")
_KEY = re.compile(r"[0-9a-f]{64}")
_ADDRESS = re.compile(r"(?:https?://|urn:sha256:)[\x21-\x7e\u00a0-\U0010ffff]+")
_VIA = ("live", "ingest", "web archive")
_TAKEN = ("captures", "fetches", "url_sections", "meta")
#: A clock of another machine may be ahead of ours by so much.
_AHEAD = timedelta(days=1)


class WarcFile(NamedTuple):
    """A WARC file of another archive, and the site whose captures it holds."""

    name: str
    site: str


class Records(NamedTuple):
    """An exchange, and the bytes of its record and of the request behind it."""

    stored: StoredExchange
    data: bytes


class Asked(NamedTuple):
    """What the other archive's ledger says of a capture: kind, address, and why it came to that."""

    kind: str
    url: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OtherArchive:
    """Another archive, open for reading; ``unnamed`` are files of no known name, passed by."""

    folder: Path
    files: tuple[WarcFile, ...]
    unnamed: tuple[str, ...]
    _conn: sqlite3.Connection

    @classmethod
    @contextmanager
    def opened(cls, folder: Path, ours: Path) -> Iterator["OtherArchive"]:
        """The archive in *folder*, for the archive in *ours*.

        Raises UsageProblem where it is none, the same, newer, or damaged.
        """
        require_archive(folder)
        if folder.resolve() == ours.resolve():
            raise UsageProblem(f"{folder} is this archive itself; name another one")
        with (
            TemporaryDirectory(dir=ours, prefix="merge-") as name,
            closing(_connected(folder, Path(name))) as conn,
        ):
            files, unnamed = _warc_files(folder)
            other = cls(folder=folder, files=files, unnamed=unnamed, _conn=conn)
            for file in files:
                for _ in other.records(file):
                    pass  # all of it is looked at before anything is stored
            yield other

    def records(self, file: WarcFile) -> Iterator[Records]:
        """The exchanges of *file*; UsageProblem where one is damaged, or not of our form."""
        try:
            with open_warc(self.folder, file.name) as stream:
                yield from _exchanges(stream)
        except (DamageError, StorageProblem, OSError) as error:
            raise UsageProblem(
                f"{self.folder / WARC / file.name} is damaged: {error}; salvage that archive first:"
                f" tinhuy recover --archive {self.folder} TARGET, then merge TARGET"
            ) from error

    @cached_property
    def asked(self) -> Mapping[str, Asked]:
        """What the ledger says of captures, by the numbers of their records."""
        rows = self._conn.execute(
            "SELECT c.record_id, f.kind, f.url, f.reason FROM fetches f JOIN captures c ON c.id ="
            " f.capture_id ORDER BY f.id DESC"
        )
        return {
            record_id: Asked(*said)
            for record_id, *said in rows
            if all(isinstance(one, str) for one in said)
        }

    @cached_property
    def lost(self) -> tuple[str, ...]:
        """The addresses of captures whose records a recovery of that archive did not find.

        Where another record has the same payload, nothing is lost.
        """
        rows = self._conn.execute(
            "SELECT DISTINCT url FROM captures WHERE record_type = :lost AND payload_sha256 NOT IN"
            " (SELECT payload_sha256 FROM captures WHERE record_type <> :lost) ORDER BY url",
            {"lost": LOST},
        )
        return tuple(url for (url,) in rows if isinstance(url, str))

    def url_sections(self, site: str) -> Iterator[tuple[str, str, str | None, str]]:
        """Where addresses of *site* were listed: section, address, title, when first."""
        rows = self._conn.execute(
            "SELECT section, url, listed_title, first_seen_at FROM url_sections"
            " WHERE site_key = ? ORDER BY section, url",
            (site,),
        )
        for section, url, title, at in rows:
            if _is_listed(section, url, title, at):
                yield section, url, title, at


def _is_listed(section: object, url: object, title: object, at: object) -> bool:
    texts = all(isinstance(one, str) for one in (section, url, at))
    if not texts or not (title is None or isinstance(title, str)):
        return False
    is_time = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", str(at))
    return bool(is_time and _ADDRESS.fullmatch(str(section)) and _ADDRESS.fullmatch(str(url)))


def _connected(folder: Path, copy: Path) -> sqlite3.Connection:
    """A connection that reads; a database that was not closed is copied with its log first."""
    path, flags = folder / DATABASE, "mode=ro&immutable=1"
    log = folder / f"{DATABASE}-wal"
    try:
        if log.exists():
            with _kept(folder):
                shutil.copyfile(path, copy / DATABASE)
                shutil.copyfile(log, copy / log.name)
            path, flags = copy / DATABASE, "mode=rw"
        conn = sqlite3.connect(f"{path.absolute().as_uri()}?{flags}", uri=True)
    except (OSError, sqlite3.Error) as error:
        raise UsageProblem(f"cannot read {folder / DATABASE}: {error}") from error
    try:
        _check(folder, conn)
    except BaseException:
        conn.close()
        raise
    return conn


@contextmanager
def _kept(folder: Path) -> Iterator[None]:
    """Let nobody write the other archive, if its lock can be used."""
    with ExitStack() as held:
        with suppress(StorageProblem):
            held.enter_context(write_lock(folder))
        yield


def _check(folder: Path, conn: sqlite3.Connection) -> None:
    """UsageProblem unless the database is sound, of our schema, and its tables are tables."""
    path = folder / DATABASE
    try:
        conn.text_factory = lambda raw: raw.decode("utf-8", "replace")
        for pragma in ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON"):
            conn.execute(f"PRAGMA {pragma}")
        (version,) = conn.execute("PRAGMA user_version").fetchone()
        tables = {
            name
            for (name,) in conn.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0"
            )
        }
        state = next(integrity_problems(conn, most=1), None)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        state, version, tables = str(error), SCHEMA_VERSION, set(_TAKEN)
    if state:
        raise UsageProblem(
            f"{path} is damaged ({state}); salvage that archive first:"
            f" tinhuy recover --archive {folder} TARGET, then merge TARGET"
        )
    if not tables >= set(_TAKEN):
        raise UsageProblem(f"{path} is no archive of tinhuy")
    if version > SCHEMA_VERSION:
        raise UsageProblem(
            f"{path} has the newer schema {version}, this program has {SCHEMA_VERSION}: merge with"
            " the version of tinhuy that it is of"
        )
    if version < SCHEMA_VERSION:
        raise UsageProblem(
            f"{path} has the older schema {version}, this program has {SCHEMA_VERSION}: upgrade"
            f" it, or a copy of it, with: tinhuy show 1 --archive {folder}"
        )


def _warc_files(folder: Path) -> tuple[tuple[WarcFile, ...], tuple[str, ...]]:
    """The WARC files that are named as ours are, and the others; links are followed nowhere."""
    files: list[WarcFile] = []
    unnamed: list[str] = []
    try:
        paths = sorted((folder / WARC).iterdir())
    except OSError as error:
        raise UsageProblem(f"cannot read {folder / WARC}: {error.strerror}") from error
    for path in paths:
        found = _FILE.fullmatch(path.name)
        if found and path.is_file() and not path.is_symlink():
            files.append(WarcFile(path.name, found[1]))
        elif path.name.endswith(OPEN) or not found:
            unnamed.append(path.name)
    return tuple(files), tuple(unnamed)


def _exchanges(stream: BinaryIO) -> Iterator[Records]:
    """Each exchange with the request that follows it."""
    waiting: Records | None = None
    for member in members(stream, most=_MOST_RECORD):
        stored = parse(member)
        packed = os.pread(stream.fileno(), member.end - member.offset, member.offset)
        if stored:
            if waiting:
                yield waiting
            _refuse_foreign(member, stored)
            waiting = Records(stored, packed)
        elif waiting and _is_request_of(member, waiting.stored):
            yield waiting._replace(data=waiting.data + packed)
            waiting = None
    if waiting:
        yield waiting


def _is_request_of(member: Member, stored: StoredExchange) -> bool:
    head = member.data.partition(b"\r\n\r\n")[0]
    named = f"WARC-Concurrent-To: {stored.record_id}".encode()
    return b"\r\nWARC-Type: request" in head and named in head


def _refuse_foreign(member: Member, stored: StoredExchange) -> None:
    """DamageError unless *stored* is of the form of our records."""
    texts = (
        _RECORD_ID.fullmatch(stored.record_id or ""),
        _KEY.fullmatch(stored.request_key),
        _ADDRESS.fullmatch(stored.url or ""),
        not stored.refers_to or _RECORD_ID.fullmatch(stored.refers_to),
    )
    is_ours = all(texts) and stored.via in _VIA and stored.method in ("GET", "POST")
    if not is_ours or not 0 <= stored.status <= 999:  # three digits
        raise DamageError(member.offset, "a record that no archive of tinhuy writes")
    if stored.fetched_at > now() + _AHEAD:
        raise DamageError(member.offset, "a record of the future")
