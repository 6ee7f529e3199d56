"""Which article a reading shows, and what of it is new: one article one row, edits as revisions."""

import itertools
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crawler.archive.archive import Archive
from crawler.archive.articles import content_hash
from crawler.archive.verify import verify_archive
from crawler.clock import HANOI
from crawler.items import Article, Block, BlockKind, Precision, Published
from tests.archived import (
    HOME,
    LONG,
    OTHER_SITE,
    Reader,
    article,
    new_archive,
    published,
    text_block,
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "kho") as archive:
        yield archive
        problems = [one for one in verify_archive(archive).problems if "capture " not in one]
        assert problems == []  # the invariants hold after every test


@pytest.fixture
def reader(archive: Archive) -> Reader:
    return Reader(archive)


def rows(archive: Archive, sql: str) -> list[tuple[Any, ...]]:
    return list(archive.db.conn.execute(sql).fetchall())


def history(archive: Archive, article_id: int = 1) -> list[tuple[int, str, str]]:
    """Number, day and title of each revision."""
    return rows(
        archive,
        "SELECT number, substr(seen_at, 9, 2), title FROM revisions"
        f" WHERE article_id = {article_id} ORDER BY number",
    )


def dump(archive: Archive) -> list[str]:
    """The database as SQL, without the captures, which each look adds to."""
    return [line for line in archive.db.conn.iterdump() if 'INTO "captures"' not in line]


def test_a_new_article_is_stored_with_all_that_it_says(archive: Archive, reader: Reader) -> None:
    shown = article(
        title="Kỳ họp",
        lead="Tóm tắt.",
        published=Published(
            on=published(2).on,
            at=datetime(2026, 3, 2, 8, 30, tzinfo=HANOI),
            precision=Precision.MINUTE,
            raw="02/03/2026 08:30",
            rule="labelled",
        ),
        removed=(("share-bar", 2),),
        blocks=(
            text_block(LONG),
            Block(kind=BlockKind.PICTURE, url=f"{HOME}/anh/1.jpg"),
            Block(kind=BlockKind.CAPTION, text="Quang cảnh hội nghị"),
            Block(kind=BlockKind.ATTACHMENT, text="Nghị quyết", url=f"{HOME}/tep/nq.pdf?v=1"),
        ),
    )
    assert reader.see(shown, 0) == ("saved", "new", 1)
    (row,) = rows(
        archive,
        "SELECT kind, title, lead, body, author, published_at, published_on, published_precision,"
        " published_raw, state, revision_count, first_seen_at, last_changed_at FROM articles",
    )
    assert row == (
        "text",
        "Kỳ họp",
        "Tóm tắt.",
        LONG,
        "Lê Văn Bền",
        "2026-03-02T08:30:00+07:00",
        "2026-03-02",
        "minute",
        "02/03/2026 08:30\tlabelled",
        "live",
        1,
        "2026-03-02T01:00:00Z",
        "2026-03-02T01:00:00Z",
    )
    ((blocks, removed),) = rows(archive, "SELECT blocks, removed FROM revisions")
    kinds = [block["kind"] for block in json.loads(blocks)]
    assert kinds == ["paragraph", "paragraph", "picture", "caption", "attachment"]
    assert json.loads(blocks)[0] == {
        "kind": "paragraph",
        "text": "Tóm tắt.",
        "url": None,
        "linked": False,
    }
    assert json.loads(removed) == {"share-bar": 2}
    assert rows(archive, "SELECT position, kind, caption, state FROM media") == [
        (0, "picture", "Quang cảnh hội nghị", "named"),
        (1, "attachment", "Nghị quyết", "named"),
    ]
    assert rows(archive, "SELECT url, article_id, state FROM urls") == [(shown.url, 1, "live")]


def test_the_same_reading_twice_changes_nothing(archive: Archive, reader: Reader) -> None:
    first = reader.reading(article(), 0)
    second = reader.reading(article(title="Tiêu đề đã sửa"), 1)
    for reading in (first, second):
        reader.store(reading)
    before = dump(archive)
    for reading in (second, first, first):
        assert reader.store(reading) == ("unchanged", "known", 1)
    assert dump(archive) == before


def test_an_edit_makes_a_revision_and_an_event(archive: Archive, reader: Reader) -> None:
    reader.see(article(), 0)
    assert reader.see(article(), 1) == ("unchanged", "known", 1)
    assert reader.see(article(title="Tiêu đề đã sửa"), 3) == ("saved", "edited", 1)
    assert [number for number, _, _ in history(archive)] == [1, 2]
    assert rows(
        archive, "SELECT title, revision_count, first_seen_at, last_seen_at FROM articles"
    ) == [("Tiêu đề đã sửa", 2, "2026-03-02T01:00:00Z", "2026-03-05T01:00:00Z")]
    assert rows(archive, "SELECT article_id, kind, at FROM events") == [
        (1, "edited", "2026-03-05T01:00:00Z")
    ]


@pytest.mark.parametrize(
    ("change", "edits"),
    [
        ({"author": "Trần Thị Sen"}, 1),
        ({"source": "Báo Tân Giang"}, 1),
        ({"published": published(3)}, 1),
        ({"published": None}, 1),
        ({"section": "Thời sự"}, 0),
        ({"outlet_tag": "TTX"}, 0),
        ({"modified_at": datetime(2026, 3, 9, tzinfo=HANOI)}, 0),
        ({"removed": (("share-bar", 1),)}, 0),
    ],
)
def test_only_what_an_article_says_makes_a_revision(
    archive: Archive, reader: Reader, change: dict[str, object], edits: int
) -> None:
    reader.see(article(), 0)
    outcome = reader.see(article(1, **change), 1).outcome
    assert outcome == ("saved" if edits else "unchanged")
    assert len(history(archive)) == 1 + edits


def test_white_space_and_spelling_form_are_no_edit() -> None:
    plain = article(title="Đảng bộ  tỉnh", blocks=(text_block("Hoà bình\u00a0và phát triển"),))
    other = replace(
        plain,
        title=" Đảng bộ\ntỉnh",
        blocks=(text_block("Ho\u0061\u0300 bi\u0300nh va\u0300 phát triển "), text_block(" ")),
    )
    assert content_hash(plain) == content_hash(other)


def test_the_kind_of_a_block_is_no_part_of_the_hash_and_the_lead_is_a_text() -> None:
    split = article(lead="Một.", blocks=(text_block("Hai."),))
    joined = article(blocks=(Block(kind=BlockKind.HEADING, text="Một."), text_block("Hai.")))
    assert content_hash(split) == content_hash(joined)
    assert content_hash(split) != content_hash(article(blocks=(text_block("Một. Hai."),)))


def test_attachments_count_without_their_query_and_pictures_only_in_photo_posts() -> None:
    def with_block(kind: BlockKind, url: str, *more: Block) -> str:
        return content_hash(article(blocks=(Block(kind=kind, url=url), *more)))

    file, picture = BlockKind.ATTACHMENT, BlockKind.PICTURE
    assert with_block(file, f"{HOME}/a.pdf?v=1") == with_block(file, f"{HOME}/a.pdf?v=2#x")
    assert with_block(file, f"{HOME}/a.pdf") != with_block(file, f"{HOME}/b.pdf")
    assert with_block(picture, f"{HOME}/1.jpg") != with_block(picture, f"{HOME}/2.jpg")
    text = text_block("Có chữ.")
    assert with_block(picture, f"{HOME}/1.jpg", text) == with_block(picture, f"{HOME}/2.jpg", text)


def test_the_hash_is_the_documented_one() -> None:
    shown = article(title="T", lead="L", blocks=(text_block("a  b"),))
    # printf 'title\tT\ntext\tL\ntext\ta b\n' | sha256sum
    assert content_hash(shown) == "e221136766906a3530cec444394d73373d8307d0ad8b07d73b7fb8b75bfdb963"


def test_the_same_text_at_a_second_address_is_one_article(archive: Archive, reader: Reader) -> None:
    reader.see(article(), 0)
    copy = article(url=f"{HOME}/su-kien/bai-1.html")
    assert reader.see(copy, 1) == ("unchanged", "repost", 1)
    assert reader.see(copy, 2) == ("unchanged", "known", 1)
    assert rows(archive, "SELECT count(*), max(url) FROM articles") == [(1, article().url)]
    assert rows(archive, "SELECT count(*) FROM urls WHERE article_id = 1") == [(2,)]


@pytest.mark.parametrize(
    "change",
    [
        {"published": published(9)},
        {"blocks": (text_block("Ngắn. Hội nghị thành công tốt đẹp."),)},
        {"title": "Tiêu đề khác"},
    ],
)
def test_another_date_or_title_or_too_little_text_is_another_article(
    reader: Reader, change: dict[str, object]
) -> None:
    reader.see(article() if "blocks" not in change else article(1, **change), 0)
    copy = article(1, url=f"{HOME}/su-kien/bai-1.html", **change)
    assert reader.see(copy, 1) == ("saved", "new", 2)


def test_a_missing_date_does_not_contradict(archive: Archive, reader: Reader) -> None:
    reader.see(article(), 0)
    copy = article(url=f"{HOME}/su-kien/bai-1.html", published=None, author=None)
    assert reader.see(copy, 1).reason == "repost"
    for days in (2, 3):
        assert reader.see(article(), days) == ("unchanged", "known", 1)
        assert reader.see(copy, days) == ("unchanged", "known", 1)
    assert len(history(archive)) == 1


def test_weekly_photo_posts_of_one_title_stay_apart(archive: Archive, reader: Reader) -> None:
    for week in range(3):
        shown = article(
            week,
            title="Lịch công tác tuần",
            published=None,
            blocks=(Block(kind=BlockKind.PICTURE, url=f"{HOME}/lich/{week}.jpg"),),
        )
        assert reader.see(shown, week).reason == "new"
    assert rows(archive, "SELECT DISTINCT kind FROM articles") == [("photo",)]


def test_the_same_text_on_another_site_is_another_article(reader: Reader) -> None:
    reader.see(article(), 0)
    other = article(url="https://tuyengiao.songluong.example/bai-1.html")
    assert reader.see(other, 0, site_key=OTHER_SITE) == ("saved", "new", 2)


def test_an_address_of_another_site_is_refused(archive: Archive, reader: Reader) -> None:
    reader.see(article(), 0)
    before = dump(archive)
    assert reader.see(article(), 1, site_key=OTHER_SITE) == ("failed", "other-site", None)
    new = article(url="https://tuyengiao.songluong.example/bai-1.html")
    stored = reader.see(new, 1, asked=article().url, site_key=OTHER_SITE)
    assert stored == ("failed", "other-site", None)
    assert dump(archive) == before


def test_a_repost_edited_alone_becomes_an_article_of_its_own(
    archive: Archive, reader: Reader
) -> None:
    copy = article(url=f"{HOME}/su-kien/bai-1.html")
    reader.see(article(), 0)
    reader.see(copy, 1)
    edited = replace(copy, title="Tiêu đề đã sửa")
    assert reader.see(edited, 2) == ("saved", "split", 2)
    assert reader.see(edited, 3) == ("unchanged", "known", 2)
    assert reader.see(article(), 3) == ("unchanged", "known", 1)
    assert rows(archive, "SELECT id, url, title, revision_count FROM articles ORDER BY id") == [
        (1, article().url, article().title, 1),
        (2, copy.url, "Tiêu đề đã sửa", 1),
    ]
    assert rows(archive, "SELECT article_id, kind, url FROM events ORDER BY id") == [
        (1, "split", copy.url),
        (2, "split", copy.url),
    ]


def test_when_the_chosen_address_splits_off_another_is_chosen(
    archive: Archive, reader: Reader
) -> None:
    copy = article(url=f"{HOME}/su-kien/bai-1.html")
    reader.see(article(), 0)
    reader.see(copy, 1)
    assert reader.see(article(title="Tiêu đề đã sửa"), 2).reason == "split"
    assert rows(archive, "SELECT id, url FROM articles ORDER BY id") == [
        (1, copy.url),
        (2, article().url),
    ]


def test_a_redirect_moves_the_article(archive: Archive, reader: Reader) -> None:
    reader.see(article(), 0)
    moved = article(url=f"{HOME}/moi/bai-1.html")
    assert reader.see(moved, 1, asked=article().url) == ("unchanged", "moved", 1)
    assert reader.see(moved, 2, asked=article().url) == ("unchanged", "known", 1)
    assert rows(archive, "SELECT url, state FROM urls ORDER BY state") == [
        (moved.url, "live"),
        (article().url, "moved"),
    ]
    assert rows(archive, "SELECT url FROM articles") == [(moved.url,)]
    assert rows(archive, "SELECT kind, url FROM events") == [("moved", article().url)]


def test_a_redirect_met_first_is_remembered(archive: Archive, reader: Reader) -> None:
    short = f"{HOME}/r/1"
    reader.see(article(), 0, asked=short)
    assert rows(archive, "SELECT url, state FROM urls ORDER BY state") == [
        (article().url, "live"),
        (short, "moved"),
    ]
    assert rows(archive, "SELECT count(*) FROM events") == [(0,)]


def test_a_redirect_to_another_article_takes_no_address_from_its_own(
    archive: Archive, reader: Reader
) -> None:
    reader.see(article(1), 0)
    reader.see(article(2), 0)
    assert reader.see(article(2), 1, asked=article(1).url) == ("unchanged", "known", 2)
    assert rows(archive, "SELECT article_id, state FROM urls ORDER BY url") == [
        (1, "live"),
        (2, "live"),
    ]


def test_an_address_that_was_gone_comes_back(archive: Archive, reader: Reader) -> None:
    reader.see(article(), 0)
    with archive.writing() as db:
        db.conn.execute("UPDATE urls SET state = 'gone', missing_since = '2026-03-03T01:00:00Z'")
        db.conn.execute("UPDATE articles SET state = 'gone'")
    reader.see(article(), 5)
    assert rows(archive, "SELECT state, missing_since FROM urls") == [("live", None)]
    assert rows(archive, "SELECT state FROM articles") == [("live",)]
    assert rows(archive, "SELECT kind FROM events") == [("back",)]


def test_readings_in_any_order_give_the_same_history(tmp_path: Path) -> None:
    """Four looks, of which two neighbours are equal, in all 24 orders."""
    looks = [("A", 0), ("B", 2), ("B", 4), ("C", 6)]
    for number, order in enumerate(itertools.permutations(looks)):
        with new_archive(tmp_path / str(number)) as archive:
            reader = Reader(archive)
            for title, days in order:
                reader.see(article(title=title), days)
            assert history(archive) == [(1, "02", "A"), (2, "04", "B"), (3, "08", "C")], order
            assert rows(archive, "SELECT title, first_seen_at, last_seen_at FROM articles") == [
                ("C", "2026-03-02T01:00:00Z", "2026-03-08T01:00:00Z")
            ]
            events = rows(archive, "SELECT kind, at FROM events ORDER BY at")
            assert events == [
                ("edited", "2026-03-04T01:00:00Z"),
                ("edited", "2026-03-08T01:00:00Z"),
            ], order
            assert rows(archive, "SELECT content_hash FROM urls") == [
                (content_hash(article(title="C")),)
            ]


def test_two_looks_of_one_second_are_told_apart_once(archive: Archive, reader: Reader) -> None:
    looks = [reader.reading(article(title=title), 1) for title in "ABC"]
    for look in looks:
        reader.store(look)
    before = dump(archive)
    for look in looks:
        assert reader.store(look) == ("unchanged", "known", 1)
    assert dump(archive) == before


def test_an_article_that_went_back_to_its_old_text_says_so(
    archive: Archive, reader: Reader
) -> None:
    reader.see(article(title="A"), 0)
    reader.see(article(title="A"), 6)
    between = reader.reading(article(title="B"), 3)
    assert reader.store(between).reason == "edited"
    assert history(archive) == [(1, "02", "A"), (2, "05", "B"), (3, "08", "A")]
    assert rows(archive, "SELECT title, last_changed_at FROM articles") == [
        ("A", "2026-03-08T01:00:00Z")
    ]
    assert rows(
        archive,
        "SELECT c.fetched_at FROM revisions r JOIN captures c ON c.id = capture_id ORDER BY number",
    ) == [("2026-03-02T01:00:00Z",), ("2026-03-05T01:00:00Z",), ("2026-03-08T01:00:00Z",)]
    before = dump(archive)
    assert reader.store(between) == ("unchanged", "known", 1)
    assert dump(archive) == before


def test_an_older_look_at_one_of_two_addresses_is_history_and_no_split(
    archive: Archive, reader: Reader
) -> None:
    copy = article(url=f"{HOME}/su-kien/bai-1.html")
    reader.see(article(), 5)
    reader.see(copy, 6)
    assert reader.see(article(title="Bản cũ"), 1) == ("saved", "edited", 1)
    assert [title for _, _, title in history(archive)] == ["Bản cũ", article().title]


def test_media_keep_what_was_fetched_of_them(archive: Archive, reader: Reader) -> None:
    def shown(*names: str) -> Article:
        pictures = (Block(kind=BlockKind.PICTURE, url=f"{HOME}/{name}.jpg") for name in names)
        return article(blocks=(text_block(" ".join(names)), *pictures))

    reader.see(shown("a", "b"), 0)
    with archive.writing() as db:
        db.conn.execute(
            "UPDATE media SET state = 'stored', sha256 = 'x', bytes = 0 WHERE url LIKE '%b.jpg'"
        )
    (archive.folder / "files" / "x").touch()
    reader.see(shown("c", "b"), 1)
    wanted = [(0, f"{HOME}/c.jpg", "named"), (1, f"{HOME}/b.jpg", "stored")]
    assert rows(archive, "SELECT position, url, state FROM media") == wanted
    reader.see(shown("alt"), -3)
    assert rows(archive, "SELECT position, url, state FROM media") == wanted


def test_an_article_without_title_is_refused_whole(archive: Archive, reader: Reader) -> None:
    reading = reader.reading(article(title=None), 0)
    before = dump(archive)
    with pytest.raises(ValueError, match="has no title"):
        reader.store(reading)
    assert dump(archive) == before
