"""The folder of an archive: what lies where, and how a name in it is made durable.

Standard library only: a run that finds its site busy leaves without loading anything larger.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EDQUOT, ENOSPC, EROFS
from pathlib import Path

from crawler.errors import StorageProblem, UsageProblem

DATABASE = "archive.db"
WARC = "warc"
FILES = "files"
LOCKS = "locks"
RUNS = "runs.jsonl"
CONFIG = "tinhuy.toml"

#: The schema that this program writes: the number of its newest migration, and ``PRAGMA
#: user_version``, so that an older program refuses a newer archive without reading a table.
SCHEMA_VERSION = 2
#: Where the head of a SQLite file has its ``user_version``, in four bytes, the highest first.
_VERSION_PLACE = slice(60, 64)


def require_archive(folder: Path) -> None:
    """Raise UsageProblem unless *folder* holds an archive."""
    try:
        (folder / DATABASE).stat()
    except PermissionError as error:
        raise StorageProblem(
            f"cannot look into {folder}: permission denied; give this user the right to"
            " read and write it"
        ) from error
    except OSError as error:
        raise UsageProblem(
            f"there is no archive at {folder.absolute()}; make one with: tinhuy init DIR"
        ) from error


def is_older(folder: Path) -> bool:
    """Whether the head of the database says that its schema may be older than ours.

    A log that is not yet folded in may know better, so this is a reason to look, and no more.
    """
    try:
        with (folder / DATABASE).open("rb") as file:
            version = file.read(_VERSION_PLACE.stop)[_VERSION_PLACE]
    except OSError:
        return False  # whoever opens it next says what is wrong
    return len(version) == 4 and int.from_bytes(version, "big", signed=True) < SCHEMA_VERSION


def sync_folder(folder: Path) -> None:
    """Make the names in *folder* durable (a new or renamed file is not, until this)."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Make durable what any process has written into *path*."""
    descriptor = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def full_disk(path: Path) -> str:
    """The sentence for a full disk beneath *path*."""
    try:
        free = f" ({shutil.disk_usage(path.parent).free / 1_000_000:.1f} MB free)"
    except OSError:
        free = ""
    return (
        f"no space left for {path}{free}: free some on that disk and run the same command again;"
        " what was stored before is safe"
    )


@contextmanager
def storage(path: Path) -> Iterator[None]:
    """Turn an OSError of the block into the StorageProblem that names *path* and what to do."""
    try:
        yield
    except OSError as error:
        raise StorageProblem(_sentence(error, path)) from error


def _sentence(error: OSError, path: Path) -> str:
    if error.errno in (ENOSPC, EDQUOT):
        return full_disk(path)
    if isinstance(error, PermissionError) or error.errno == EROFS:
        return f"cannot write {path}: {error.strerror}; give this user the right to write there"
    return f"cannot use {path}: {error.strerror or error}; check the disk and its cables or mount"
