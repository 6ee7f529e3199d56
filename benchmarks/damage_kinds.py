"""The kinds of damage that befall an archive, each a function of its folder and a chance."""

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import BinaryIO

Damage = Callable[[Path, Random], None]

PAGE = 4096
SECTOR = 512


def flipped_bytes_in_pages(folder: Path, chance: Random) -> None:
    """Wrong bytes, one to sixty-four, in every n-th page."""
    step = chance.randint(3, 60)
    with (folder / "archive.db").open("r+b") as file:
        size = file.seek(0, 2)
        for page in range(chance.randrange(step), size // PAGE, step):
            _flip(file, page * PAGE, PAGE, chance.randint(1, 64), chance)


def flipped_byte(folder: Path, chance: Random) -> None:
    """One wrong byte."""
    with (folder / "archive.db").open("r+b") as file:
        _flip(file, 0, file.seek(0, 2), 1, chance)


def garbage_sectors(folder: Path, chance: Random) -> None:
    """Sectors that hold something else."""
    with (folder / "archive.db").open("r+b") as file:
        size = file.seek(0, 2)
        for _ in range(chance.randint(1, 12)):
            file.seek(chance.randrange(size // SECTOR) * SECTOR)
            file.write(chance.randbytes(SECTOR))


def zeroed_range(folder: Path, chance: Random) -> None:
    """A range of zeros, as a file system leaves it after a power cut."""
    with (folder / "archive.db").open("r+b") as file:
        size = file.seek(0, 2)
        file.seek(chance.randrange(size))
        file.write(bytes(min(chance.randint(1, 30 * PAGE), size - file.tell())))


def no_header(folder: Path, chance: Random) -> None:
    """The first page gone, or its beginning."""
    with (folder / "archive.db").open("r+b") as file:
        size = chance.choice((16, 100, SECTOR, PAGE, 2 * PAGE))
        file.write(chance.choice((bytes(size), chance.randbytes(size))))


def cut_database(folder: Path, chance: Random) -> None:
    """The end missing."""
    path = folder / "archive.db"
    with path.open("r+b") as file:
        file.truncate(chance.randrange(path.stat().st_size))


def no_database(folder: Path, chance: Random) -> None:
    """No database; the log may be there or not."""
    (folder / "archive.db").unlink()
    if chance.random() < 0.5:
        (folder / "archive.db-wal").unlink(missing_ok=True)


def log_flipped(folder: Path, chance: Random) -> None:
    """Wrong bytes in the write-ahead log."""
    with (folder / "archive.db-wal").open("r+b") as file:
        _flip(file, 0, file.seek(0, 2), chance.randint(1, 20), chance)


def log_cut(folder: Path, chance: Random) -> None:
    """The end of the log missing, or all of it."""
    path = folder / "archive.db-wal"
    if chance.random() < 0.4:
        path.unlink()
    else:
        with path.open("r+b") as file:
            file.truncate(chance.randrange(path.stat().st_size))


def log_of_another(folder: Path, chance: Random) -> None:
    """The log of another archive."""
    others = sorted((folder.parent.parent / "logs").iterdir())
    (folder / "archive.db-wal").write_bytes(chance.choice(others).read_bytes())


def warc_flipped(folder: Path, chance: Random) -> None:
    """Wrong bytes in a WARC file."""
    with _warc(folder, chance).open("r+b") as file:
        _flip(file, 0, file.seek(0, 2), chance.randint(1, 20), chance)


def warc_cut(folder: Path, chance: Random) -> None:
    """The end of a WARC file missing, or a hole in it."""
    path = _warc(folder, chance)
    size = path.stat().st_size
    with path.open("r+b") as file:
        if chance.random() < 0.5:
            file.truncate(chance.randrange(size))
        else:
            file.seek(chance.randrange(size))
            file.write(bytes(min(chance.randint(1, 100_000), size - file.tell())))


def warc_missing(folder: Path, chance: Random) -> None:
    """A WARC file missing."""
    _warc(folder, chance).unlink()


def database_and_warc(folder: Path, chance: Random) -> None:
    """Wrong pages and wrong WARC bytes at once."""
    flipped_bytes_in_pages(folder, chance)
    warc_flipped(folder, chance)


KINDS: dict[str, Damage] = {
    one.__name__: one
    for one in (
        flipped_bytes_in_pages,
        flipped_byte,
        garbage_sectors,
        zeroed_range,
        no_header,
        cut_database,
        no_database,
        log_flipped,
        log_cut,
        log_of_another,
        warc_flipped,
        warc_cut,
        warc_missing,
        database_and_warc,
    )
}


def _warc(folder: Path, chance: Random) -> Path:
    return chance.choice(sorted((folder / "warc").iterdir()))


def _flip(file: BinaryIO, start: int, length: int, count: int, chance: Random) -> None:
    for _ in range(count):
        place = start + chance.randrange(length)
        file.seek(place)
        (byte,) = file.read(1)
        file.seek(place)
        file.write(bytes([byte ^ chance.randint(1, 255)]))
