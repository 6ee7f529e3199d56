"""Archives of several machines become one, and a stranger's archive cannot do harm."""

import gzip
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import mkdtemp
from types import SimpleNamespace

import pytest

from crawler import merge as merging
from crawler.archive.archive import Archive
from crawler.archive.verify import verify_archive
from crawler.archive.warc import WarcWriter
from crawler.cli.entry import run
from crawler.declared import declared_sites
from crawler.merge import MergeReport, merge
from pipelines.chain import clean
from tests.archived import exchange
from tests.damaged import SITE
from tests.program import Ended, database, new_archive, tinhuy
from tests.replica import replica


class Sources(SimpleNamespace):
    """An archive of a crawl with edits, its state a month later (not closed), and another crawl."""

    closed: Path
    open: Path
    second: Path


@pytest.fixture(scope="module")
def sources(sound_folders: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> Sources:
    closed, open_ = sound_folders
    second = new_archive(tmp_path_factory.mktemp("merge") / "second")
    with replica(seed=9, articles=12, sites=[SITE]) as world:
        ended = tinhuy("crawl", SITE, "--home", world.homes[SITE], "--archive", second)
        assert ended.code == 0, ended.err
    return Sources(closed=closed, open=open_, second=second)


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    Archive.create(tmp_path / "ours").close()
    return tmp_path / "ours"


def merged(ours: Path, *others: Path) -> MergeReport:
    report = MergeReport()
    with Archive.open(ours) as archive:
        for other in others:
            report = merge(archive, other, sites=declared_sites().sites, clean=clean)
        assert verify_archive(archive, deep=True).problems == []
    return report


def history(folder: Path) -> set[tuple[object, ...]]:
    """Every revision with what it says and where and when it was seen; numbers of rows left out."""
    sql = (
        "SELECT a.url, r.number, r.url, r.seen_at, r.title, r.blocks, r.author, r.published_at,"
        " r.content_hash, c.record_id, c.fetched_at, c.via, c.original_at, c.body_sha256,"
        " a.revision_count, a.first_seen_at, a.last_seen_at"
        " FROM revisions r JOIN articles a ON a.id = r.article_id"
        " JOIN captures c ON c.id = r.capture_id"
    )
    return set(opened(folder).execute(sql))


def addresses(folder: Path) -> set[tuple[object, ...]]:
    return set(
        opened(folder).execute(
            "SELECT u.url, a.url, u.state, u.first_seen_at, u.last_seen_at, u.content_hash"
            " FROM urls u JOIN articles a ON a.id = u.article_id"
        )
    )


def sections(folder: Path) -> set[tuple[object, ...]]:
    return set(opened(folder).execute("SELECT * FROM url_sections"))


def opened(folder: Path) -> sqlite3.Connection:
    copy = Path(mkdtemp(dir=folder.parent))
    for path in folder.glob("archive.db*"):
        shutil.copy(path, copy)
    return sqlite3.connect(copy / "archive.db")


def everything(folder: Path) -> list[str]:
    return list(opened(folder).iterdump())


@pytest.mark.parametrize("which", ["closed", "open", "second"])
def test_an_empty_archive_becomes_like_the_other(sources: Sources, ours: Path, which: str) -> None:
    other = getattr(sources, which)
    before = [(path.name, path.read_bytes()) for path in sorted(other.glob("archive.db*"))]
    merged(ours, other)
    assert history(ours) == history(other)
    assert addresses(ours) == addresses(other)
    assert sections(ours) == sections(other)
    assert [(path.name, path.read_bytes()) for path in sorted(other.glob("archive.db*"))] == before


def test_the_second_time_changes_nothing(sources: Sources, ours: Path) -> None:
    first = merged(ours, sources.open)
    before = everything(ours)
    second = merged(ours, sources.open)
    assert (first.captures > 30, second.captures, sum(second.counts.values())) == (True, 0, 0)
    assert everything(ours) == before


def test_either_into_the_other_gives_the_same_articles(sources: Sources, tmp_path: Path) -> None:
    one = Path(shutil.copytree(sources.open, tmp_path / "one"))
    two = Path(shutil.copytree(sources.second, tmp_path / "two"))
    merged(one, sources.second)
    merged(two, sources.open)
    assert history(one) == history(two)
    assert addresses(one) == addresses(two)
    assert len(history(one)) == len(history(sources.open)) + len(history(sources.second))


def test_a_later_state_of_the_same_archive_brings_what_is_new(
    sources: Sources, tmp_path: Path
) -> None:
    one = Path(shutil.copytree(sources.closed, tmp_path / "one"))
    report = merged(one, sources.open)
    assert 0 < report.captures < 10
    assert history(one) == history(sources.open)


def test_records_are_copied_byte_for_byte(sources: Sources, ours: Path) -> None:
    merged(ours, sources.closed)
    copies = b"".join(path.read_bytes() for path in sorted((ours / "warc").iterdir()))
    rows = database(sources.closed).table("captures").rows
    for row in rows:
        data = (sources.closed / "warc" / row["warc_file"]).read_bytes()[row["warc_offset"] :]
        assert data[:400] in copies


class Killed(BaseException):
    """Stands for the end of the process."""


@pytest.mark.parametrize("name", ["insert_capture", "store_if_storable", "close_run"])
@pytest.mark.parametrize("after", [0, 17])
def test_a_merge_that_was_killed_goes_on(
    sources: Sources, ours: Path, monkeypatch: pytest.MonkeyPatch, *, name: str, after: int
) -> None:
    calls: list[None] = []
    true: Callable[..., object] = getattr(merging, name)

    def dying(*args: object, **more: object) -> object:
        calls.append(None)
        if len(calls) > after:
            raise Killed
        return true(*args, **more)

    with monkeypatch.context() as patch, Archive.open(ours) as archive:
        patch.setattr(merging, name, dying)
        if name == "close_run" and after:
            merge(archive, sources.open, sites=declared_sites().sites, clean=clean)
        else:
            with pytest.raises(Killed):
                merge(archive, sources.open, sites=declared_sites().sites, clean=clean)
    merged(ours, sources.open)
    assert history(ours) == history(sources.open)
    runs = list(database(ours).table("runs").rows)
    assert all(row["finished_at"] for row in runs)


def test_what_was_merged_is_crawled_no_more_than_once(tmp_path: Path) -> None:
    """The next crawl asks for the pages of the listings, and finds nothing new in them."""
    folder = new_archive(tmp_path / "ours")
    with replica(seed=9, articles=12, sites=[SITE]) as world:
        other = new_archive(tmp_path / "other")
        words = ("crawl", SITE, "--home", world.homes[SITE], "--archive")
        assert tinhuy(*words, other).code == 0
        merged(folder, other)
        before = history(folder)
        assert tinhuy(*words, folder).code == 0
    said = {(row[0], row[8]) for row in history(folder)}
    assert said == {(row[0], row[8]) for row in before}


def assert_refused(ours: Path, other: Path, *parts: str) -> None:
    """One sentence, exit code 2, and ours as it was."""
    before = everything(ours)
    ended = here("merge", other, "--archive", ours)
    assert_one_sentence(ended)
    assert all(part in ended.err for part in parts), ended.err
    assert everything(ours) == before
    assert not list((ours / "warc").iterdir())
    assert not list(ours.glob("merge-*"))


def here(*words: object) -> Ended:
    """Run ``tinhuy`` in this process, which is quicker."""
    with redirect_stdout(StringIO()) as out, redirect_stderr(StringIO()) as err:
        code = run([str(word) for word in words])
    return Ended(code, out.getvalue(), err.getvalue())


def assert_one_sentence(ended: Ended) -> None:
    assert ended.code == 2, ended
    assert ended.err.startswith("tinhuy: ")
    assert ended.err.count("\n") == 1, ended.err
    assert "Traceback" not in ended.err


def test_what_is_no_archive_is_one_sentence(ours: Path, tmp_path: Path) -> None:
    assert_refused(ours, tmp_path / "nothing", "no archive at")
    assert_refused(ours, ours, "is this archive itself")
    other = tmp_path / "other"
    (other / "warc").mkdir(parents=True)
    (other / "archive.db").write_bytes(b"no database, but long enough to look at" * 100)
    assert_refused(ours, other, "damaged", "tinhuy recover")
    (other / "archive.db").write_bytes(b"")
    assert_refused(ours, other, "is no archive of tinhuy")


@pytest.fixture
def other(sources: Sources, tmp_path: Path) -> Path:
    """A copy of an archive, to be spoiled."""
    return Path(shutil.copytree(sources.second, tmp_path / "other"))


def spoil(other: Path, *statements: str) -> None:
    conn = sqlite3.connect(other / "archive.db")
    for sql in statements:
        conn.execute(sql)
    conn.commit()
    conn.close()


@pytest.mark.parametrize(
    ("version", "says"),
    [(9, ("newer schema 9", "the version of tinhuy")), (1, ("older schema 1", "tinhuy show 1"))],
)
def test_another_schema_is_refused(
    ours: Path, other: Path, version: int, says: tuple[str, ...]
) -> None:
    spoil(other, f"PRAGMA user_version = {version}")
    assert_refused(ours, other, *says)


def test_damage_is_named_before_anything_is_stored(ours: Path, other: Path) -> None:
    path = max((other / "warc").iterdir())
    data = path.read_bytes()
    path.write_bytes(data[:-30])
    assert_refused(ours, other, path.name, "tinhuy recover")
    path.write_bytes(data)
    with (other / "archive.db").open("r+b") as file:
        file.seek(4096 * 5)
        file.write(b"\xff" * 4096 * 40)
    assert_refused(ours, other, "archive.db is damaged", "tinhuy recover")


def test_a_view_in_place_of_a_table_is_refused(ours: Path, other: Path) -> None:
    spoil(
        other,
        "ALTER TABLE fetches RENAME TO gone",
        "CREATE VIEW fetches AS SELECT * FROM gone",
    )
    assert_refused(ours, other, "is no archive of tinhuy")


def test_further_tables_triggers_and_false_rows_are_passed_by(
    sources: Sources, ours: Path, other: Path
) -> None:
    spoil(
        other,
        "CREATE TABLE extra (a)",
        "CREATE TRIGGER t AFTER INSERT ON captures BEGIN DELETE FROM articles; END",
        "UPDATE captures SET warc_file = '../../../etc/passwd', body_sha256 = 'x'",
        "UPDATE articles SET title = 'giả', url = 'javascript:1'",
        "UPDATE revisions SET title = 'giả', content_hash = 'x'",
        "UPDATE urls SET url = 'giả:' || url, article_id = 1",
        "UPDATE fetches SET url = CAST(x'ff' AS TEXT), kind = 7 WHERE id % 2",
        "UPDATE fetches SET url = 'http://la.example/' || id WHERE NOT id % 2",
        "INSERT OR IGNORE INTO url_sections"
        " SELECT site_key, 'javascript:1', url, NULL, first_seen_at FROM url_sections",
        "INSERT INTO url_sections SELECT site_key, section, url || 'x', x'00', 'hôm qua'"
        " FROM url_sections WHERE section NOT LIKE 'java%'",
    )
    merged(ours, other)
    assert history(ours) == history(sources.second)
    assert addresses(ours) == addresses(sources.second)
    assert sections(ours) == sections(sources.second)
    assert not database(ours).table("extra").exists()


def test_files_of_other_names_and_links_are_passed_by(ours: Path, other: Path) -> None:
    (name,) = (path.name for path in (other / "warc").iterdir())
    (other / "warc" / "tep-la.warc.gz").write_bytes(b"x")
    (other / "warc" / f"{SITE}-20200101T000000-1.warc.gz").symlink_to(other / "warc" / name)
    (other / "warc" / "khong_co-20200101T000000-1.warc.gz").write_bytes(
        (other / "warc" / name).read_bytes()
    )
    report = merged(ours, other)
    assert report.notes == [
        "tep-la.warc.gz is no finished WARC file of ours",
        "site khong_co is not declared here; its files were left out",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"request_key": "khoa"},
        {"url": "file:///etc/passwd"},
        {"method": "DELETE"},
        {"via": "elsewhere"},
        {"fetched_at": exchange().fetched_at.replace(year=2999)},
    ],
)
def test_a_record_of_another_form_is_refused(
    ours: Path, other: Path, changes: dict[str, object]
) -> None:
    with WarcWriter(other, SITE) as writer:
        writer.write(exchange(1, **{"request_key": "0" * 64, **changes}))
    assert_refused(ours, other, "is damaged", "a record")


def test_a_record_that_unpacks_without_end_is_refused(ours: Path, other: Path) -> None:
    bomb = other / "warc" / f"{SITE}-20260101T000000-1.warc.gz"
    bomb.write_bytes(gzip.compress(b"WARC/1.1\r\n" + bytes(80_000_000)))
    assert_refused(ours, other, bomb.name, "a record of more than")


def test_what_the_other_has_lost_is_told(ours: Path, other: Path) -> None:
    newest = "SELECT max(id) FROM captures"
    (url,) = opened(other).execute(f"SELECT url FROM captures WHERE id = ({newest})").fetchone()
    spoil(other, f"UPDATE captures SET record_type = 'lost' WHERE id = ({newest})")
    (note,) = merged(ours, other).notes
    assert f"has lost its records of {url}: " in note
    payload = "(SELECT payload_sha256 FROM captures ORDER BY id LIMIT 1)"
    spoil(other, f"UPDATE captures SET payload_sha256 = {payload} WHERE id = ({newest})")
    assert not merged(ours, other).notes  # the same is in another record


def test_the_command_says_what_was_new(sources: Sources, ours: Path) -> None:
    ended = tinhuy("merge", sources.second, "--archive", ours)
    assert ended.code == 0, ended.err
    count = database(ours).table("captures").count
    assert ended.out.startswith(f"{count} new captures: ")
    again = tinhuy("merge", sources.second, "--archive", ours)
    assert again.out.startswith("0 new captures: 0 saved")
