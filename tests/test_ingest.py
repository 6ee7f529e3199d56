"""Saved pages, WARC files and plain texts, taken in by the program itself."""

import gzip
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from urllib.request import urlopen

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from tests.comparison import archived, differences
from tests.program import Ended, database, new_archive, tinhuy
from tests.replica import World, replica

SITE = "nghe_an_dang_uy_khoi"
TEXT = """image banner
Đảng bộ xã Thanh Khê kết nạp mười đảng viên mới

Sáng 3/2, Đảng bộ xã Thanh Khê tổ chức lễ kết nạp mười đảng viên mới.

Anh-tin-bai

Quang cảnh buổi lễ

Hôm nay, toàn xã có hai trăm đảng viên, sinh hoạt ở chín chi bộ thôn và ba trường học.

Minh Khang

Các tin khác
Truy cập
Hôm nay:
12
Tất cả:
3456
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return new_archive(tmp_path / "archive")


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with replica(seed=3, articles=12, sites=[SITE]) as running:
        yield running


def fetch(url: str) -> bytes:
    with urlopen(url) as answer:  # noqa: S310  # the replica's own address
        body: bytes = answer.read()
    return body


def test_a_plain_text_is_read_like_a_page(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "bai.txt"
    file.write_text(TEXT, encoding="utf-8")
    ended = tinhuy("ingest", file, "--site", SITE, "--archive", folder)
    assert ended.code == 0, ended.err
    (article,) = archived(folder, SITE)
    assert article["title"] == "Đảng bộ xã Thanh Khê kết nạp mười đảng viên mới"
    assert article["author"] == "Minh Khang"
    assert [block["text"] for block in article["blocks"]] == [
        "Sáng 3/2, Đảng bộ xã Thanh Khê tổ chức lễ kết nạp mười đảng viên mới.",
        "Quang cảnh buổi lễ",
        "Hôm nay, toàn xã có hai trăm đảng viên, sinh hoạt ở chín chi bộ thôn và ba trường học.",
    ]
    assert article["urls"][0].startswith("urn:sha256:")


def test_the_second_time_changes_nothing(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "bai.txt"
    file.write_text(TEXT, encoding="utf-8")
    words = ("ingest", file, "--site", SITE, "--at", "2024-05-01", "--archive", folder)
    assert tinhuy(*words).out == f"{SITE}: 1 saved, 0 unchanged, 0 skipped, 0 failed\n"
    assert tinhuy(*words).out == f"{SITE}: 0 saved, 1 unchanged, 0 skipped, 0 failed\n"
    assert database(folder).table("captures").count == 1
    row = next(database(folder).table("articles").rows)
    assert row["first_seen_at"] == "2024-04-30T17:00:00Z"  # midnight in Hanoi
    assert tinhuy("verify", "--deep", "--archive", folder).code == 0


def test_saved_pages_equal_the_truth(tmp_path: Path, folder: Path, world: World) -> None:
    for number, true in enumerate(world.truth(SITE)):
        for at, url in enumerate(true["urls"]):
            file = tmp_path / f"{number}-{at}.html"
            file.write_bytes(fetch(url))
            ended = tinhuy("ingest", file, "--site", SITE, "--url", url, "--archive", folder)
            assert ended.code == 0, ended.err
    assert not differences(folder, world, SITE)


def warc_of(pages: dict[str, bytes]) -> bytes:
    """A WARC file as other programs write them, a picture among the pages."""
    out = BytesIO()
    writer = WARCWriter(out, gzip=True)
    answers = [(url, "text/html; charset=utf-8", body) for url, body in pages.items()]
    for url, media_type, body in [("http://127.0.0.1/a.png", "image/png", b"\x89PNG"), *answers]:
        headers = StatusAndHeaders("200 OK", [("Content-Type", media_type)], protocol="HTTP/1.1")
        record = writer.create_warc_record(
            url, "response", payload=BytesIO(body), length=len(body), http_headers=headers
        )
        record.rec_headers.replace_header("WARC-Date", "2024-12-01T03:04:05Z")
        writer.write_record(record)
    return out.getvalue()


def test_a_warc_file_brings_its_own_addresses_and_times(
    tmp_path: Path, folder: Path, world: World
) -> None:
    pages = {url: fetch(url) for true in world.truth(SITE) for url in true["urls"]}
    pages[world.homes[SITE]] = fetch(world.homes[SITE])
    file = tmp_path / "crawl.warc.gz"
    file.write_bytes(warc_of(pages))
    words = ("ingest", file, "--site", SITE, "--archive", folder)
    ended = tinhuy(*words)
    assert ended.code == 0, ended.err
    assert not differences(folder, world, SITE)
    seen = {row["first_seen_at"] for row in database(folder).table("articles").rows}
    assert seen == {"2024-12-01T03:04:05Z"}
    again = tinhuy(*words)
    assert ", ".join(again.out.split(", ")[:1]) == f"{SITE}: 0 saved"
    assert database(folder).table("captures").count == len(pages) - 1


@pytest.mark.parametrize("order", ["le", "be"])
def test_a_page_saved_in_utf16_is_a_page(
    tmp_path: Path, folder: Path, world: World, order: str
) -> None:
    """Its tags are no text; and what XML it is, if any, is seen too."""
    url = world.truth(SITE)[0]["urls"][0]
    page = f"<!-- saved from url=({len(url):04}){url} -->\n{fetch(url).decode()}"
    file = tmp_path / "page.html"
    file.write_bytes(f"\ufeff{page}".encode(f"utf-16-{order}"))
    ended = tinhuy("ingest", file, "--site", SITE, "--archive", folder)
    assert ended.code == 0, ended.err
    (article,) = archived(folder, SITE)
    assert article["title"] == world.truth(SITE)[0]["title"]
    assert article["body"] == world.truth(SITE)[0]["body"]
    file.write_bytes("\ufeff<?xml version='1.0'?><rss></rss>".encode(f"utf-16-{order}"))
    ended = tinhuy("ingest", file, "--site", SITE, "--archive", folder)
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "its tags are not HTML's" in ended.err


def test_a_browser_s_note_gives_the_address_of_a_saved_page(
    tmp_path: Path, folder: Path, world: World
) -> None:
    url = world.truth(SITE)[0]["urls"][0]
    file = tmp_path / "saved.html"
    note = f"<!-- saved from url=({len(url):04}){url} -->\n".encode()
    file.write_bytes(fetch(url).replace(b"<html", note + b"<html", 1))
    assert tinhuy("ingest", file, "--site", SITE, "--archive", folder).code == 0
    assert archived(folder, SITE)[0]["urls"] == [url]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.html", b"", "is empty"),
        ("blank.txt", b" \n\n", "is empty"),
        ("binary.html", bytes(range(256)) * 4, "it is binary"),
        (
            "cut.warc.gz",
            gzip.compress(b"WARC/1.0\r\nWARC-Type: response\r\n\r\n", mtime=0)[:-12],
            "",
        ),
        ("feed.rss", b"<rss><channel><title>Tin</title></channel></rss>", "its tags are not HTML"),
        ("page.html", b"<html><body><p>Xin ch\xc3\xa0o</p></body></html>", "no family of"),
    ],
)
def test_a_file_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, folder: Path, *, name: str, content: bytes, said: str
) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    assert_refused(folder, tinhuy("ingest", file, "--site", SITE, "--archive", folder), said, name)


def assert_refused(folder: Path, ended: Ended, *parts: str) -> None:
    assert ended.code == 2, ended
    assert ended.err.startswith("tinhuy: ")
    assert ended.err.count("\n") == 1
    assert "Traceback" not in ended.err
    assert all(part in ended.err for part in parts), ended.err
    for table in ("articles", "captures", "revisions"):
        assert database(folder).table(table).count == 0


def test_a_missing_file_and_a_folder_are_one_sentence(tmp_path: Path, folder: Path) -> None:
    for file in (tmp_path / "missing.html", tmp_path):
        ended = tinhuy("ingest", file, "--site", SITE, "--archive", folder)
        assert_refused(folder, ended, str(file))


def test_one_bad_file_leaves_the_good_ones_out_too(tmp_path: Path, folder: Path) -> None:
    good, bad = tmp_path / "good.txt", tmp_path / "bad.txt"
    good.write_text(TEXT, encoding="utf-8")
    bad.write_bytes(b"")
    assert_refused(
        folder, tinhuy("ingest", good, bad, "--site", SITE, "--archive", folder), "bad.txt"
    )


@pytest.mark.parametrize("url", ["ftp://a.vn/x", "not an address", "javascript:void(0)"])
def test_an_address_that_is_none_is_one_sentence(tmp_path: Path, folder: Path, url: str) -> None:
    file = tmp_path / "bai.txt"
    file.write_text(TEXT, encoding="utf-8")
    ended = tinhuy("ingest", file, "--site", SITE, "--url", url, "--archive", folder)
    assert_refused(folder, ended, url)


@pytest.mark.skipif(not os.environ.get("TINHUY_REFERENCE"), reason="TINHUY_REFERENCE is unset")
@pytest.mark.parametrize("number", range(5))
def test_the_reference_texts_come_out_as_reviewed(folder: Path, number: int) -> None:
    seeds = Path(os.environ["TINHUY_REFERENCE"]) / "seeds"
    gold = json.loads((seeds / "gold.json").read_text(encoding="utf-8"))[number]
    words = ("ingest", seeds / gold["file"], "--site", gold["site"], "--archive", folder)
    ended = tinhuy(*words)
    assert ended.code == 0, ended.err
    (article,) = archived(folder, gold["site"])
    assert [block["text"] for block in article["blocks"]] == gold["kept"]
    fields = ("title", "author", "outlet_tag", "lead", "published_at", "source", "section")
    for name in fields:
        assert article[name] == gold[name], name


def test_times_without_a_zone_are_hanoi_s(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "bai.txt"
    file.write_text(TEXT, encoding="utf-8")
    tinhuy("ingest", file, "--site", SITE, "--at", "2024-05-01T08:30", "--archive", folder)
    (row,) = database(folder).table("captures").rows
    moment = datetime.strptime(row["original_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert moment == datetime(2024, 5, 1, 1, 30, tzinfo=UTC)
    ended = tinhuy("ingest", file, "--site", SITE, "--at", "hôm qua", "--archive", folder)
    assert ended.code == 2
    assert "hôm qua" in ended.err
