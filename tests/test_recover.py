"""Recover saves what lies outside the damage, rebuilds from WARC, and names what is lost."""

import hashlib
import json
import random
import shutil
import sqlite3
import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path

import pytest

from benchmarks.damage import trial
from benchmarks.damage_kinds import KINDS
from benchmarks.damage_truth import Truth, rows_of
from crawler.archive.archive import Archive
from crawler.archive.backup import back_up
from crawler.archive.captures import earlier_payload
from crawler.archive.locks import run_lock
from crawler.archive.records import members, parse
from crawler.archive.salvage.cells import PAGE, TABLE_LEAF, RecordError, record
from crawler.archive.salvage.log import NO_LOG, read_log
from crawler.archive.salvage.pages import Damage, Pages
from crawler.archive.verify import verify_archive
from crawler.declared import declared_sites
from crawler.recover import recover
from crawler.recover_steps import SalvageReport
from pipelines.chain import clean
from tests.damaged import SITE
from tests.program import Ended, new_archive, tinhuy


@pytest.fixture(scope="module")
def sound(sound_folders: tuple[Path, Path]) -> tuple[Truth, Truth]:
    """An archive that is closed, and one as a killed run leaves it."""
    closed, open_ = sound_folders
    return Truth(closed), Truth(open_)


@pytest.fixture
def damaged(sound: tuple[Truth, Truth], tmp_path: Path) -> Path:
    """A copy of the closed archive, to be damaged."""
    return Path(shutil.copytree(sound[0].folder, tmp_path / "damaged"))


def salvaged(damaged: Path) -> tuple[SalvageReport, Path]:
    target = damaged.with_name("target")
    return recover(damaged, target, sites=declared_sites().sites, clean=clean), target


def wipe(folder: Path, *tables: str) -> None:
    """Overwrite every leaf of *tables* with zeros."""
    with (folder / "archive.db").open("r+b") as file:
        pages = Pages(file, None, NO_LOG)
        wiped = [
            number
            for number in range(2, pages.present + 1)
            if pages.owner(number) in tables and pages.page(number)[0] == TABLE_LEAF
        ]
        assert wiped
        for number in wiped:
            file.seek((number - 1) * PAGE)
            file.write(bytes(PAGE))


def warcs(folder: Path) -> list[Path]:
    return sorted((folder / "warc").iterdir())


def bytes_of(folder: Path) -> Mapping[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.parent.name != "locks"
    }


def columns(rows: Iterable[Mapping[str, object]], *names: str) -> set[tuple[object, ...]]:
    return {tuple(row[name] for name in names) for row in rows}


@pytest.mark.parametrize("which", [0, 1])
def test_the_pages_hold_the_rows_that_sqlite_reads(sound: tuple[Truth, Truth], which: int) -> None:
    folder = sound[which].folder
    log_path = folder / "archive.db-wal"
    found: dict[str, dict[int, tuple[object, ...]]] = {}
    damage = Damage()
    with (
        (folder / "archive.db").open("rb") as stream,
        log_path.open("rb") if which else (folder / "tinhuy.toml").open("rb") as log_stream,
    ):
        log = read_log(log_stream) if which else NO_LOG
        assert bool(log.places) == bool(which)
        for leaf in Pages(stream, log_stream, log).leaves(damage):
            found.setdefault(leaf.owner, {}).update(leaf.rows)
    for table, rows in rows_of(folder).items():
        for row in rows:
            values = list(row.values())[1:]
            number = row["rowid"]
            assert isinstance(number, int)
            stored = found[table].pop(number)
            shown = [number if value is None and name == "id" else value
                     for name, value in zip(list(row)[1:], stored, strict=True)]  # fmt: skip
            assert shown == values
        assert not found.get(table)
    assert not +damage.pages
    assert not +damage.rows


@pytest.mark.parametrize(
    ("data", "value"),
    [
        (b"\x02\x13abc", "abc"),
        (b"\x02\x13a\xff\xfe", None),
        (b"\x02\x13a\x00c", None),
        (b"\x02\x13ab", None),
        (b"\x02\x13abcd", None),
        (b"\x02\x0a", None),
        (b"\x09\x13abc", None),
    ],
)
def test_a_record_is_read_strictly(data: bytes, value: str | None) -> None:
    """One text of three bytes; not UTF-8, with NUL, too short, too long, of no type, cut."""
    if value is None:
        with pytest.raises(RecordError):
            record(data)
    else:
        assert record(data) == (value,)


def test_a_wrong_byte_in_the_log_costs_its_own_frame(sound: tuple[Truth, Truth]) -> None:
    data = (sound[1].folder / "archive.db-wal").read_bytes()
    whole = read_log(BytesIO(data))
    assert (whole.damaged, whole.is_cut) == (0, False)
    page, place = max(whole.places.items(), key=lambda one: one[1])
    spoilt = bytearray(data)
    earlier = min(whole.places.values())
    spoilt[earlier + 17] ^= 1
    found = read_log(BytesIO(bytes(spoilt)))
    assert found.damaged == 1
    assert earlier not in found.places.values()
    assert found.places[page] == place
    assert read_log(BytesIO(data[:-7])).is_cut


@pytest.mark.parametrize("kind", KINDS)
def test_what_lies_outside_the_damage_is_saved(
    sound: tuple[Truth, Truth], tmp_path: Path, kind: str
) -> None:
    """The long form is ``make bench-damage``."""
    folder = tmp_path / "base" / "trial"
    folder.mkdir(parents=True)
    shutil.copytree(sound[0].folder.parent / "logs", folder.parent / "logs")
    found = trial(sound[1 if kind.startswith("log") else 0], kind, 1, folder)
    assert (found.crashed, found.lost_outside, found.unnoticed) == (0, 0, 0), found.faults
    assert found.noticed + found.harmless == 1


@pytest.mark.parametrize("which", [0, 1])
def test_a_sound_archive_comes_out_as_it_was(
    sound: tuple[Truth, Truth], tmp_path: Path, which: int
) -> None:
    copy = Path(shutil.copytree(sound[which].folder, tmp_path / "damaged"))
    before = bytes_of(copy)
    report, target = salvaged(copy)
    assert report.is_whole, (report.lost, report.problems)
    assert not report.notes
    assert sound[which].differences(target) == []
    assert bytes_of(copy) == before
    assert not list(target.glob("*.db-*"))
    assert {path.name for path in target.iterdir()} == {
        "archive.db", "files", "locks", "runs.jsonl", "tinhuy.toml", "warc",
    }  # fmt: skip


@pytest.mark.parametrize("size", [16, 100])
def test_without_the_header_nothing_is_lost(
    sound: tuple[Truth, Truth], damaged: Path, size: int
) -> None:
    with (damaged / "archive.db").open("r+b") as file:
        file.write(bytes(size))
    report, target = salvaged(damaged)
    assert report.is_whole, report.lost
    assert sound[0].differences(target) == []


def test_without_the_database_the_articles_come_back_from_the_warc_files(
    sound: tuple[Truth, Truth], damaged: Path
) -> None:
    (damaged / "archive.db").unlink()
    report, target = salvaged(damaged)
    assert report.lost == ["archive.db is missing; what only it said is lost"]
    assert not report.problems
    names = ("url", "title", "seen_at", "blocks", "author", "published_on", "content_hash")
    there, here = sound[0].rows["revisions"], rows_of(target)["revisions"]
    assert columns(there, *names) == columns(here, *names)
    assert columns(sound[0].rows["captures"], "record_id", "body_sha256") == columns(
        rows_of(target)["captures"], "record_id", "body_sha256"
    )


@pytest.mark.parametrize("tables", [("articles",), ("articles", "revisions"), ("revisions",)])
def test_articles_keep_their_numbers(
    sound: tuple[Truth, Truth], damaged: Path, tables: tuple[str, ...]
) -> None:
    wipe(damaged, *tables)
    report, target = salvaged(damaged)
    assert report.is_whole, (report.lost, report.problems)
    names = ("id", "url", "title", "body", "content_hash", "revision_count", "state")
    assert columns(rows_of(target)["articles"], *names) == columns(
        sound[0].rows["articles"], *names
    )
    assert all("made good from WARC" in note for note in report.notes)


def test_captures_keep_their_numbers_as_far_as_rows_name_them(
    sound: tuple[Truth, Truth], damaged: Path
) -> None:
    wipe(damaged, "captures")
    report, target = salvaged(damaged)
    assert report.is_whole, (report.lost, report.problems)
    assert report.rebuilt["captures"] == len(sound[0].rows["captures"])
    assert columns(rows_of(target)["captures"], "id", "record_id", "run_id") == columns(
        sound[0].rows["captures"], "id", "record_id", "run_id"
    )


def test_a_new_article_never_takes_the_number_of_a_lost_one(
    sound: tuple[Truth, Truth], damaged: Path
) -> None:
    """Nothing but the events and media tells that there were so many."""
    wipe(damaged, "articles", "revisions", "urls")
    _, target = salvaged(damaged)
    highest = max(number for (number,) in columns(sound[0].rows["media"], "article_id"))
    evented = columns(sound[0].rows["events"], "article_id", "url")
    for number, url in columns(rows_of(target)["articles"], "id", "url"):
        assert number > highest or (number, url) in evented


def test_records_behind_a_damaged_one_are_found_and_every_byte_is_kept(
    sound: tuple[Truth, Truth], damaged: Path
) -> None:
    path = max(warcs(damaged), key=lambda one: one.stat().st_size)
    whole = path.read_bytes()
    with path.open("rb") as stream:
        found = [(one.offset, one.end) for one in members(stream) if parse(one)]
    start, end = found[3]
    data = bytearray(whole)
    data[(start + end) // 2] ^= 0xFF
    path.write_bytes(data)
    report, target = salvaged(damaged)
    assert f"{path.name}: bytes {start} to {end} are no whole record" in report.lost
    assert any(f"{path.name}.damaged, byte {start}" in one for one in report.lost)
    assert (target / "warc" / f"{path.name}.damaged").read_bytes() == data
    assert (target / "warc" / path.name).read_bytes() == whole[:start] + whole[end:]
    assert report.saved["captures"] == len(sound[0].rows["captures"]) - 1
    assert columns(rows_of(target)["revisions"], "id", "content_hash") == columns(
        sound[0].rows["revisions"], "id", "content_hash"
    )
    with Archive.open(target) as archive:
        problems = verify_archive(archive, deep=True).problems
    assert problems == report.problems
    (capture,) = {one["id"] for one in sound[0].rows["captures"]
                  if (one["warc_file"], one["warc_offset"]) == (path.name, start)}  # fmt: skip
    assert all(f"capture {capture}:" in one or "has the payload" in one for one in problems)


def test_what_is_lost_is_told_once_and_nothing_leans_on_it(damaged: Path, tmp_path: Path) -> None:
    path = max(warcs(damaged), key=lambda one: one.stat().st_size)
    path.write_bytes(path.read_bytes()[:2000])
    _, target = salvaged(damaged)
    with Archive.open(target) as archive:
        lost = archive.db.conn.execute(
            "SELECT payload_sha256, url FROM captures WHERE record_type = 'lost'"
        ).fetchall()
        assert lost
        for sha256, url in lost:
            earlier = earlier_payload(archive.db, sha256, url)
            assert earlier is None or (archive.folder / "warc" / earlier.file).exists()
        report = verify_archive(archive)
        assert not report.problems
        assert f"captures without a record, as a recovery has told: {len(lost)}" in "".join(
            report.notes
        )
        assert back_up(archive, tmp_path / "backup").captures > len(lost)


def test_what_is_lost_can_be_taken_in_again(sound: tuple[Truth, Truth], tmp_path: Path) -> None:
    saved = max(warcs(sound[0].folder), key=lambda one: one.stat().st_size)
    damaged = tmp_path / "damaged"
    new_archive(damaged)
    assert tinhuy("ingest", "--site", SITE, saved, "--archive", damaged).code == 0
    (path,) = warcs(damaged)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    _, target = salvaged(damaged)
    again = tinhuy("ingest", "--site", SITE, saved, "--archive", target)
    assert again.code == 0, again.err
    captures = rows_of(target)["captures"]
    lost = columns((one for one in captures if one["record_type"] == "lost"), "payload_sha256")
    there = columns((one for one in captures if one["record_type"] != "lost"), "payload_sha256")
    assert lost
    assert lost <= there
    assert not tinhuy("verify", "--deep", "--archive", target).code


def test_a_file_that_lies_there_twice_is_indexed_once(
    sound: tuple[Truth, Truth], damaged: Path
) -> None:
    path = warcs(damaged)[0]
    shutil.copyfile(path, path.with_name(f"ban-sao-{path.name}"))
    report, target = salvaged(damaged)
    assert report.is_whole, (report.lost, report.problems)
    assert len(rows_of(target)["captures"]) == len(sound[0].rows["captures"])


def test_an_open_file_is_closed_and_its_torn_end_is_no_loss(damaged: Path) -> None:
    path = warcs(damaged)[0]
    torn = zlib.compress(b"x" * 300)[:40]
    path.with_name(path.name + ".open").write_bytes(path.read_bytes() + b"\x1f\x8b\x08" + torn)
    path.unlink()
    whole = path.name
    report, target = salvaged(damaged)
    assert report.is_whole, (report.lost, report.problems)
    assert any("was just being written" in note for note in report.notes)
    assert (target / "warc" / whole).exists()


def test_without_the_warc_files_the_rows_stay_and_the_loss_is_named(
    sound: tuple[Truth, Truth], damaged: Path
) -> None:
    shutil.rmtree(damaged / "warc")
    report, target = salvaged(damaged)
    assert not report.is_whole
    for table in ("articles", "revisions", "captures", "urls", "fetches", "frontier"):
        assert len(rows_of(target)[table]) == len(sound[0].rows[table])
    assert any("its record is lost" in one for one in report.lost)


def plain_articles(truth: Truth) -> list[int]:
    """Articles with one address, one revision of their own number, and no events."""
    addresses = Counter(one["article_id"] for one in truth.rows["urls"])
    revisions = Counter(one["article_id"] for one in truth.rows["revisions"])
    numbers = {one["id"] for one in truth.rows["revisions"] if one["id"] == one["article_id"]}
    evented = {one["article_id"] for one in truth.rows["events"]}
    return [
        number
        for number in sorted(addresses)
        if addresses[number] == revisions[number] == 1 and number in numbers - evented
    ]


def change(folder: Path, sql: str) -> None:
    conn = sqlite3.connect(folder / "archive.db")
    conn.execute("PRAGMA ignore_check_constraints = ON")
    conn.executescript(sql)
    conn.close()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE revisions SET title = CAST(x'41ff42' AS TEXT) WHERE id = :plain",
        "UPDATE revisions SET title = x'4142' WHERE id = :plain",
        "UPDATE revisions SET title = 'Khác' WHERE id = :plain",
        "UPDATE revisions SET author = 'Khác' WHERE id = :plain",
        "UPDATE revisions SET seen_at = 'hôm qua' WHERE id = :plain",
        "UPDATE revisions SET body = body || char(0) WHERE id = :plain",
        "UPDATE articles SET title = 'Khác' WHERE id = :plain",
        "UPDATE captures SET body_sha256 = 'khac', url = 'khác' WHERE id = 5",
        "UPDATE captures SET fetched_at = 7 WHERE id = 5",
        "UPDATE urls SET article_id = :other WHERE article_id = :plain",
        "UPDATE articles SET url = replace(url, '-', '_') WHERE id = :plain",
        "UPDATE articles SET url = replace(url, '-', char(4)) WHERE id = :plain",
        "UPDATE articles SET state = 'lise' WHERE id = :plain",
        "UPDATE urls SET state = 'lise'",
        "UPDATE urls SET state = 'lise'; DELETE FROM media",
    ],
)
def test_no_wrong_value_is_taken(sound: tuple[Truth, Truth], damaged: Path, sql: str) -> None:
    plain, other, *_ = plain_articles(sound[0])
    change(damaged, sql.replace(":plain", str(plain)).replace(":other", str(other)))
    report, target = salvaged(damaged)
    assert not report.problems
    names = ("article_id", "number", "title", "author", "body", "seen_at", "capture_id")
    truth = sound[0].rows["revisions"]
    assert columns(rows_of(target)["revisions"], *names) == columns(truth, *names)
    names = ("id", "title", "author", "body", "url")
    assert columns(rows_of(target)["articles"], *names) == columns(
        sound[0].rows["articles"], *names
    )
    names = ("id", "record_id", "body_sha256", "fetched_at", "url")
    assert columns(rows_of(target)["captures"], *names) == columns(
        sound[0].rows["captures"], *names
    )


def test_a_text_of_which_nothing_else_is_left_is_kept(
    sound: tuple[Truth, Truth], damaged: Path
) -> None:
    wipe(damaged, "revisions")
    shutil.rmtree(damaged / "warc")
    report, target = salvaged(damaged)
    names = ("id", "url", "title", "lead", "body", "author", "state")
    assert columns(rows_of(target)["articles"], *names) == columns(
        sound[0].rows["articles"], *names
    )
    assert any("its text is kept" in one for one in report.lost)
    with Archive.open(target) as archive:
        problems = verify_archive(archive).problems
    # The rows of articles say nothing of pictures, so nothing is left of one that had no more.
    told = ("is missing", "more of this kind", "it has no title, or nothing else")
    assert all(any(each in one for each in told) for one in problems), problems


def test_the_article_that_an_address_left_behind_does_not_take_it_back(
    sound: tuple[Truth, Truth], damaged: Path
) -> None:
    splits = columns(
        (one for one in sound[0].rows["events"] if one["kind"] == "split"), "article_id", "url"
    )
    assert splits
    wipe(damaged, "articles")
    _, target = salvaged(damaged)
    names = ("url", "article_id", "state", "first_seen_at", "last_seen_at")
    assert columns(rows_of(target)["urls"], *names) == columns(sound[0].rows["urls"], *names)
    names = ("id", "url", "revision_count")
    assert columns(rows_of(target)["articles"], *names) == columns(
        sound[0].rows["articles"], *names
    )


def test_an_article_whose_capture_is_lost_stays_with_its_site(
    sound: tuple[Truth, Truth], damaged: Path
) -> None:
    """Its address was captured once more, and the listings name it."""
    wipe(damaged, "articles", "captures", "fetches")
    for path in warcs(damaged):
        if path.name.startswith(SITE):
            path.write_bytes(path.read_bytes()[:2000])
    report, target = salvaged(damaged)
    assert not any("not stored" in one for one in report.lost)
    assert columns(rows_of(target)["articles"], "id", "site_key") == columns(
        sound[0].rows["articles"], "id", "site_key"
    )


def test_what_was_recovered_is_recovered_again_as_it_is(damaged: Path, tmp_path: Path) -> None:
    wipe(damaged, "revisions", "captures")
    warcs(damaged)[0].unlink()
    _, target = salvaged(damaged)
    again = recover(target, tmp_path / "again", sites=declared_sites().sites, clean=clean)
    assert all("its record is lost" in one for one in again.lost)
    assert Truth(target).differences(tmp_path / "again") == []


def test_rows_that_nothing_bears_out_are_laid_aside(damaged: Path) -> None:
    wipe(damaged, "articles", "revisions")
    shutil.rmtree(damaged / "warc")
    report, target = salvaged(damaged)
    lines = (target / "left-over.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["table"] for line in lines} >= {"urls", "media"}
    assert any(f"{len(lines)} rows" in one for one in report.lost)


@pytest.mark.parametrize("table", ["revisions", "articles"])
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("author", "khác"),
        ("source", "khác"),
        ("section", "khác"),
        ("published_raw", "khác"),
        ("modified_at", "2021-06-05T08:30:00+07:00"),
    ],
)
def test_what_an_article_and_its_revision_say_differently_is_kept_both(
    sound: tuple[Truth, Truth], damaged: Path, table: str, column: str, value: str
) -> None:
    """No hash covers these columns, and the capture that would say which is right is lost."""
    change(damaged, f"UPDATE {table} SET {column} = '{value}'")
    shutil.rmtree(damaged / "warc")
    report, target = salvaged(damaged)
    kept = {*columns(rows_of(target)["articles"], "id", column)}
    lines = (target / "left-over.jsonl").read_text(encoding="utf-8").splitlines()
    left = [one for one in map(json.loads, lines) if one["table"] == "articles"]
    assert columns(sound[0].rows["articles"], "id", column) <= kept | columns(left, "id", column)
    assert any(f"{len(lines)} rows" in one for one in report.lost)


def test_lost_requests_make_the_sections_be_walked_anew(damaged: Path) -> None:
    wipe(damaged, "frontier")
    report, target = salvaged(damaged)
    assert any("of frontier damaged" in one for one in report.lost)
    assert columns(rows_of(target)["sections"], "walked_to") == {(None,)}


@pytest.mark.parametrize("table", ["fetches", "frontier"])
def test_an_address_that_its_key_does_not_bear_out_is_laid_aside(damaged: Path, table: str) -> None:
    change(damaged, f"UPDATE {table} SET url = replace(url, '-', '_') WHERE rowid = 9")
    report, target = salvaged(damaged)
    assert report.lost == ["1 rows were read that nothing bears out; see left-over.jsonl"]
    (line,) = (target / "left-over.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["table"] == table
    walked = columns(rows_of(target)["sections"], "walked_to")
    assert (walked == {(None,)}) == (table == "frontier")


@pytest.mark.parametrize("column", ["at", "request_key", "outcome", "url"])
def test_a_line_of_the_ledger_that_cannot_be_one_is_a_loss(damaged: Path, column: str) -> None:
    change(
        damaged,
        "PRAGMA ignore_check_constraints = ON;"
        f" UPDATE fetches SET {column} = '{{' || substr({column}, 2) WHERE id = 9",
    )
    report, target = salvaged(damaged)
    assert report.lost == ["archive.db: 1 rows of fetches damaged; what only they said is lost"]
    assert (9,) not in columns(rows_of(target)["fetches"], "id")


def test_the_log_of_another_archive_is_left_out(sound: tuple[Truth, Truth], damaged: Path) -> None:
    shutil.copyfile(sound[0].folder.parent / "logs" / "open", damaged / "archive.db-wal")
    report, target = salvaged(damaged)
    assert report.notes == [] or "left out" in report.notes[0]
    assert len(rows_of(target)["articles"]) >= len(sound[0].rows["articles"])


def assert_refused(ended: Ended, code: int, *parts: str) -> None:
    assert ended.code == code, ended
    assert ended.err.count("\n") == 1, ended.err
    assert ended.err.startswith("tinhuy: ")
    assert all(part in ended.err for part in parts), ended.err


def test_the_command_says_what_was_saved_and_what_not(damaged: Path, tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311  # damage, no secret
    KINDS["flipped_bytes_in_pages"](damaged, chance)
    KINDS["warc_flipped"](damaged, chance)
    before = hashlib.sha256(repr(bytes_of(damaged)).encode()).digest()
    target = tmp_path / "new" / "archive"
    ended = tinhuy("recover", target, "--archive", damaged)
    assert ended.code == 7, ended
    assert "Traceback" not in ended.err
    assert all(line.startswith("tinhuy: ") for line in ended.err.splitlines())
    assert "rebuilt from WARC" in ended.out
    assert hashlib.sha256(repr(bytes_of(damaged)).encode()).digest() == before
    assert tinhuy("show", "1", "--archive", target).code == 0
    again = tinhuy("recover", target, "--archive", damaged)
    assert_refused(again, 2, "is not empty")


def test_what_cannot_be_recovered_is_one_sentence(damaged: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    assert_refused(tinhuy("recover", tmp_path / "t", "--archive", nothing), 2, "no archive at")
    assert_refused(tinhuy("recover", damaged / "t", "--archive", damaged), 2, "outside it")
    (tmp_path / "t.unfinished").mkdir()
    assert_refused(tinhuy("recover", tmp_path / "t", "--archive", damaged), 2, "remove it")
    assert not (tmp_path / "t").exists()


def test_a_schema_that_is_no_text_is_one_sentence_and_recovered(
    sound: tuple[Truth, Truth], damaged: Path
) -> None:
    change(
        damaged,
        "PRAGMA writable_schema = ON;"
        " UPDATE sqlite_master SET name = CAST(x'ff41' AS TEXT), sql = 'x' WHERE name = 'hosts'",
    )
    assert_refused(tinhuy("verify", "--archive", damaged), 7, "archive.db", "damaged")
    report, target = salvaged(damaged)
    assert not report.problems
    assert sound[0].differences(target) == []


def test_an_older_schema_is_recovered_into_ours(sound: tuple[Truth, Truth], damaged: Path) -> None:
    """As it was before requests for feeds; damaged, it can be upgraded no more."""
    change(
        damaged,
        "PRAGMA writable_schema = ON; PRAGMA user_version = 1;"
        " UPDATE sqlite_master SET sql = replace(sql, '''feed'', ', '') WHERE name = 'frontier';"
        " UPDATE meta SET value = '1' WHERE key = 'schema_version';"
        " DELETE FROM _sqlite_migrations WHERE name = 'm002_feeds'",
    )
    wipe(damaged, "revisions")
    assert_refused(tinhuy("show", "1", "--archive", damaged), 7, "damaged")
    report, target = salvaged(damaged)
    assert report.is_whole, report.lost
    for table, *names in (
        ("articles", "id", "url", "title", "body", "content_hash", "revision_count", "state"),
        ("frontier", "key", "kind", "state"),
    ):
        assert columns(rows_of(target)[table], *names) == columns(sound[0].rows[table], *names)
    assert tinhuy("verify", "--deep", "--archive", target).code == 0


def test_a_run_keeps_the_archive(damaged: Path, tmp_path: Path) -> None:
    with run_lock(damaged, SITE):
        ended = tinhuy("recover", tmp_path / "t", "--archive", damaged)
    assert_refused(ended, 6, SITE)
    assert not (tmp_path / "t").exists()


def test_locks_that_cannot_be_used_are_told(damaged: Path) -> None:
    shutil.rmtree(damaged / "locks")
    (damaged / "locks").write_text("")
    report, _ = salvaged(damaged)
    assert report.is_whole
    assert any("nothing keeps other programs from writing" in note for note in report.notes)
