"""WARC files: what was sent comes back byte for byte, here and with other tools."""

import fcntl
import gzip
import hashlib
import io
import os
import tracemalloc
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import hypothesis
import hypothesis.strategies as st
import pytest
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]  # no stubs
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]  # no stubs
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]  # no stubs

from crawler.archive import warc as warc_module
from crawler.archive.archive import Archive
from crawler.archive.captures import earlier_payload, insert_capture, is_ingested, load_capture
from crawler.archive.codings import undo_content_coding
from crawler.archive.runs import open_run
from crawler.archive.warc import SENT_CODING, Exchange, WarcWriter, read_record, records_of
from crawler.errors import StorageProblem, UsageProblem
from tests.archived import HOME, SITE, START, exchange, keep, new_archive, pending


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "warc").mkdir()
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "warc").iterdir())


def test_an_exchange_comes_back_as_it_was_sent(folder: Path) -> None:
    body = gzip.compress("Đảng bộ tỉnh".encode())
    sent = exchange(
        method="POST",
        request_body=b"trang=2",
        response_headers=[
            ("Content-Type", "text/html"),
            ("Content-Encoding", "gzip"),
            ("Set-Cookie", "a=1"),
            ("Set-Cookie", "b=2"),
            ("X-Name", "Th\xc3\xb4ng b\xe1o \xe9"),
        ],
        payload=body,
        original_at=datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
        via="web archive",
    )
    with WarcWriter(folder, "thu") as writer:
        ref = writer.write(sent)
        writer.sync()
        while_open = read_record(folder, ref.file, ref.offset)
    stored = read_record(folder, ref.file, ref.offset)
    assert stored == while_open
    assert stored.headers == sent.response_headers
    found = (stored.url, stored.status, stored.payload, stored.fetched_at, stored.method)
    assert found == (sent.url, 200, body, START, "POST")
    kept = (stored.request_key, stored.via, stored.original_at, stored.record_id)
    assert kept == (sent.request_key, "web archive", sent.original_at, ref.record_id)


def test_other_tools_read_the_file_and_its_digests(folder: Path) -> None:
    with WarcWriter(folder, "thu") as writer:
        first = writer.write(exchange(method="POST", request_body=b"trang=2"))
        writer.write(exchange(), revisit_of=first)
    (name,) = names(folder)
    with (folder / "warc" / name).open("rb") as stream:
        records = []
        for record in ArchiveIterator(stream, check_digests="raise"):
            records.append((record.rec_type, record.content_stream().read(), record.rec_headers))
            if record.rec_type == "request":
                assert record.http_headers.statusline == "/tin-tuc/bai-1.html HTTP/1.1"
    assert [kind for kind, _, _ in records] == [
        "warcinfo",
        "response",
        "request",
        "revisit",
        "request",
    ]
    assert records[1][1] == exchange().payload
    assert records[2][1] == b"trang=2"
    assert records[2][2]["WARC-Concurrent-To"] == records[1][2]["WARC-Record-ID"]
    assert records[3][2]["WARC-Refers-To"] == first.record_id
    assert records[3][2]["WARC-Refers-To-Target-URI"] == exchange().url
    assert records[3][2]["WARC-Payload-Digest"] == records[1][2]["WARC-Payload-Digest"]
    assert records[0][2]["WARC-Filename"] == name


def test_each_record_is_a_gzip_member_of_its_own(folder: Path) -> None:
    with WarcWriter(folder, "thu") as writer:
        refs = [writer.write(exchange(number)) for number in range(3)]
    data = (folder / "warc" / names(folder)[0]).read_bytes()
    for ref in refs:
        member = zlib.decompressobj(wbits=31).decompress(data[ref.offset :])
        assert member.startswith(b"WARC/1.1\r\n")
        assert member.endswith(b"\r\n\r\n")
        assert ref.record_id.encode() in member


def test_a_transfer_coding_is_renamed_so_that_nobody_undoes_it_again(folder: Path) -> None:
    sent = exchange(response_headers=[("Transfer-Encoding", "chunked")], payload=b"5\r\nabcde")
    with WarcWriter(folder, "thu") as writer:
        ref = writer.write(sent)
    assert read_record(folder, ref.file, ref.offset).headers == [(SENT_CODING, "chunked")]
    with (folder / "warc" / ref.file).open("rb") as stream:
        bodies = [
            record.content_stream().read()
            for record in ArchiveIterator(stream)
            if record.rec_type == "response"
        ]
    assert bodies == [b"5\r\nabcde"]


@hypothesis.given(
    name=st.text(max_size=20),
    value=st.text(max_size=60),
    url=st.text(max_size=30),
    payload=st.binary(max_size=200),
)
@hypothesis.example("A\r\nB", "x\r\nX-Evil: 1\r\n\r\n<p>", "a\r\nWARC-Type: x b", b"\r\n\r\n")
@hypothesis.settings(max_examples=60)
def test_no_text_of_a_server_can_break_a_record(
    tmp_path_factory: pytest.TempPathFactory, name: str, value: str, url: str, payload: bytes
) -> None:
    folder = tmp_path_factory.mktemp("warc")
    sent = exchange(
        url=f"{HOME}/{url}",
        status_text=value,
        method=f"GET{value}",
        request_key=value,
        request_headers=[(name, value)],
        response_headers=[(name, value), ("X-Last", "1")],
        payload=payload,
    )
    with WarcWriter(folder, "thu") as writer:
        refs = [writer.write(sent), writer.write(exchange(2))]
    first, second = (read_record(folder, ref.file, ref.offset) for ref in refs)
    assert first.payload == payload
    assert first.headers[1:] == [("X-Last", "1")]
    assert second.payload == exchange(2).payload
    assert len(list(records_of(folder / "warc" / refs[0].file))) == 2


def test_a_saved_file_is_kept_without_an_invented_http_answer(folder: Path) -> None:
    saved = exchange(url="urn:sha256:aa", via="ingest", response_headers=[], payload=b"\r\n\r\nA")
    with WarcWriter(folder, "thu") as writer:
        refs = [writer.write(saved), writer.write(replace(saved, url=f"{HOME}/a"))]
    for ref in refs:
        stored = read_record(folder, ref.file, ref.offset)
        assert (stored.record_type, stored.headers) == ("resource", [])
        assert stored.payload == saved.payload


def test_a_protocol_that_warc_does_not_know_is_noted(folder: Path) -> None:
    with WarcWriter(folder, "thu") as writer:
        ref = writer.write(exchange(protocol="h2"))
    text = gzip.decompress((folder / "warc" / ref.file).read_bytes())
    assert b"WARC-Protocol: h2\r\n" in text
    assert b"HTTP/1.1 200 OK\r\n" in text


def test_a_writer_that_wrote_nothing_leaves_no_file(folder: Path) -> None:
    with WarcWriter(folder, "thu") as writer:
        writer.sync()
    assert names(folder) == []


def test_the_file_is_open_and_locked_while_it_is_written(folder: Path) -> None:
    writer = WarcWriter(folder, "thu")
    ref = writer.write(exchange())
    assert names(folder) == [f"{ref.file}.open"]
    with (folder / "warc" / f"{ref.file}.open").open("rb") as stream:
        with pytest.raises(BlockingIOError):
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        writer.close()
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    assert names(folder) == [ref.file]


def test_a_large_file_rolls_over(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc_module, "ROLL_BYTES", 3000)
    with WarcWriter(folder, "thu") as writer:
        refs = [writer.write(exchange(number)) for number in range(9)]
    assert len(names(folder)) == len({ref.file for ref in refs}) > 1
    for number, ref in enumerate(refs):
        assert read_record(folder, ref.file, ref.offset).url == exchange(number).url


def test_two_writers_of_one_name_write_two_files(folder: Path) -> None:
    with WarcWriter(folder, "thu") as one, WarcWriter(folder, "thu") as other:
        assert one.write(exchange(1)).file != other.write(exchange(2)).file
    assert len(names(folder)) == 2


def test_a_failed_write_leaves_the_file_whole(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = WarcWriter(folder, "thu")
    ref = writer.write(exchange())
    path = folder / "warc" / f"{ref.file}.open"
    size = path.stat().st_size
    write = os.write

    def full(descriptor: int, data: memoryview) -> int:
        if len(data) > 100:
            return write(descriptor, data[:100])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(StorageProblem, match=r"no space left for .*free some"):
        writer.write(exchange(2, payload=os.urandom(1000)))
    monkeypatch.setattr(os, "write", write)
    assert path.stat().st_size == size
    with pytest.raises(StorageProblem):  # the run must end, and the next one begin a new file
        writer.write(exchange(3))
    with pytest.raises(StorageProblem):
        writer.close()
    assert names(folder) == [path.name]


def test_a_sync_reaches_every_file_and_the_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warc_module, "ROLL_BYTES", 3000)
    synced: set[int] = set()
    fsync = os.fsync

    def note(descriptor: int) -> None:
        synced.add(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    writer = WarcWriter(folder, "thu")
    for number in range(9):
        writer.write(exchange(number))
    assert synced == set()
    writer.sync()
    warc = folder / "warc"
    assert synced == {path.stat().st_ino for path in (warc, *warc.iterdir())}
    writer.close()


def test_a_failed_sync_is_never_tried_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    writer = WarcWriter(folder, "thu")
    writer.write(exchange())

    def broken(_: int) -> None:
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", broken)
        with pytest.raises(StorageProblem, match="Input/output error"):
            writer.sync()
    with pytest.raises(StorageProblem, match="Input/output error"):
        writer.sync()
    with pytest.raises(StorageProblem):
        writer.close()


def test_a_missing_or_damaged_record_is_named(folder: Path) -> None:
    with WarcWriter(folder, "thu") as writer:
        ref = writer.write(exchange())
    path = folder / "warc" / ref.file
    for file, offset in (("khong.warc.gz", 0), ("../a", 0), (ref.file, 7), (ref.file, 10**9)):
        with pytest.raises(StorageProblem, match=r"khong|\.\./a|thu-"):
            read_record(folder, file, offset)
    data = bytearray(path.read_bytes())
    data[ref.offset + 200] ^= 1
    path.write_bytes(data)
    with pytest.raises(StorageProblem, match="is damaged"):
        read_record(folder, ref.file, ref.offset)


def test_a_link_in_place_of_a_file_is_not_followed(folder: Path) -> None:
    (folder / "xa").write_bytes(b"")
    (folder / "warc" / "a.warc.gz").symlink_to(folder / "xa")
    with pytest.raises(StorageProblem):
        read_record(folder, "a.warc.gz", 0)


# Captures


def test_a_repeated_payload_is_kept_once_and_loaded_from_there(tmp_path: Path) -> None:
    with new_archive(tmp_path / "kho") as archive:
        first, later = exchange(), replace(exchange(), fetched_at=START.replace(day=9))
        (one,) = keep(archive, first)
        earlier = earlier_payload(archive.db, hashlib.sha256(first.payload).hexdigest(), later.url)
        assert earlier is not None
        with WarcWriter(archive.folder, "thu") as writer:
            capture = pending(later, writer.write(later, revisit_of=earlier))
            writer.sync()
            with archive.writing() as db:
                two = insert_capture(db, capture, None)
        kinds = archive.db.conn.execute("SELECT record_type FROM captures ORDER BY id").fetchall()
        assert kinds == [("response",), ("revisit",)]
        loaded = [load_capture(archive, number) for number in (one, two)]
        assert [capture.body for capture in loaded] == [first.payload] * 2
        assert [capture.at for capture in loaded] == [first.fetched_at, later.fetched_at]
        assert loaded[0].content_type == "text/html; charset=utf-8"
        with pytest.raises(StorageProblem, match="no capture 77"):
            load_capture(archive, 77)


def test_the_row_of_a_capture_says_what_came(tmp_path: Path) -> None:
    body = "<p>Đảng bộ</p>".encode()
    sent = exchange(
        payload=gzip.compress(body),
        response_headers=[
            ("Content-Type", "Text/HTML; charset=utf-8"),
            ("content-encoding", "gzip"),
            ("Last-Modified", "Mon, 02 Mar 2026 00:00:00 GMT"),
            ("ETag", '"a1"'),
        ],
    )
    with new_archive(tmp_path / "kho") as archive:
        keep(archive, sent)
        row = archive.db.conn.execute(
            "SELECT etag, last_modified, media_type, payload_sha256, body_sha256, fetched_at, via"
            " FROM captures"
        ).fetchone()
    assert row == (
        '"a1"',
        "Mon, 02 Mar 2026 00:00:00 GMT",
        "text/html",
        hashlib.sha256(sent.payload).hexdigest(),
        hashlib.sha256(body).hexdigest(),
        "2026-03-02T01:00:00Z",
        "live",
    )


def test_an_empty_payload_repeats_nothing(tmp_path: Path) -> None:
    with new_archive(tmp_path / "kho") as archive:
        keep(archive, exchange(payload=b""))
        assert earlier_payload(archive.db, hashlib.sha256(b"").hexdigest(), "x") is None


def test_what_was_ingested_is_known_by_payload_request_and_time(tmp_path: Path) -> None:
    saved = exchange(via="ingest", original_at=START)
    with new_archive(tmp_path / "kho") as archive:
        keep(archive, saved)
        assert not is_ingested(archive.db, saved)  # as after a death: nobody has read it
        with archive.writing() as db:
            run_id = open_run(db, SITE, "ingest", START)
        keep(archive, exchange(2), saved, run_id=run_id)
        assert is_ingested(archive.db, saved)
        for other in (
            exchange(2),
            replace(saved, payload=b"x"),
            replace(saved, original_at=None),
            replace(saved, request_key="khac"),
        ):
            assert not is_ingested(archive.db, other)


DEFLATED = zlib.compress(b"abc" * 99)


@pytest.mark.parametrize(
    ("payload", "coding", "wanted"),
    [
        (b"abc", "identity", (b"abc", None)),
        (gzip.compress(b"abc", mtime=0), "gzip", (b"abc", None)),
        (
            gzip.compress(b"abc", mtime=0) + gzip.compress(b"def", mtime=0),
            "x-gzip",
            (b"abcdef", None),
        ),
        (gzip.compress(b"abc", mtime=0) + b"\0\0\0", "GZIP", (b"abc", None)),
        (DEFLATED, "deflate", (b"abc" * 99, None)),
        (DEFLATED[2:-4], "deflate", (b"abc" * 99, None)),
        (gzip.compress(DEFLATED, mtime=0), "deflate, gzip", (b"abc" * 99, None)),
        (b"<html>", "gzip", (b"<html>", None)),
        (b"", "gzip", (b"", None)),
        (b"abc", "br", (b"abc", "unknown-coding")),
        (gzip.compress(bytes(5000), mtime=0), "gzip", (bytes(1000), "too-large")),
        (bytes(2000), "", (bytes(1000), "too-large")),
    ],
)
def test_content_codings_are_undone(
    payload: bytes, coding: str, wanted: tuple[bytes, str | None]
) -> None:
    headers = [("Content-Encoding", coding)]
    assert undo_content_coding(payload, headers, most=1000) == wanted


def test_a_cut_or_damaged_body_is_named_and_its_beginning_kept() -> None:
    text = b"".join(b"%d " % number for number in range(5000))
    whole = gzip.compress(text)
    cut = undo_content_coding(whole[:4000], [("Content-Encoding", "gzip")])
    assert (cut.problem, cut.cut) == ("cut", True)
    assert cut.body
    assert text.startswith(cut.body)
    broken = whole[:-8] + bytes(8)
    assert undo_content_coding(broken, [("Content-Encoding", "gzip")]).problem == "damaged"


def test_a_body_that_unpacks_to_far_too_much_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(30_000_000), compresslevel=1)
    tracemalloc.start()
    found = undo_content_coding(bomb, [("Content-Encoding", "gzip")], most=1000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.problem == "too-large"
    assert peak < 1_000_000


# Files that others made


def foreign(*, packed: bool = True, post: bool = False) -> bytes:
    """A WARC file as another program writes it: request first, chunked, SHA-1 digests."""
    stream = io.BytesIO()
    writer = WARCWriter(stream, gzip=packed, warc_version="1.0")
    url = f"{HOME}/tin cu.html"
    chunked = b"6\r\n<p>A</\r\n2\r\np>\r\n0\r\n\r\n"
    answer = writer.create_warc_record(
        url,
        "response",
        payload=io.BytesIO(chunked),
        length=len(chunked),
        warc_headers_dict={"WARC-Date": "2021-04-05T06:07:08Z"},
        http_headers=StatusAndHeaders(
            "200 OK",
            [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")],
            protocol="HTTP/1.1",
        ),
    )
    request = writer.create_warc_record(
        url,
        "request",
        payload=io.BytesIO(b"trang=3" if post else b""),
        length=7 if post else 0,
        http_headers=StatusAndHeaders(
            f"{'POST' if post else 'GET'} /tin HTTP/1.1", [("Host", "x")], is_http_request=True
        ),
    )
    request.rec_headers.add_header(
        "WARC-Concurrent-To", answer.rec_headers.get_header("WARC-Record-ID")
    )
    for record in (writer.create_warcinfo_record("x", {"software": "khac"}), request, answer):
        writer.write_record(record)
    return stream.getvalue()


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
@pytest.mark.parametrize("post", [True, False], ids=["post", "get"])
def test_a_foreign_file_gives_its_answers(tmp_path: Path, packed: bool, post: bool) -> None:  # noqa: FBT001  # parametrised
    path = tmp_path / "cu.warc"
    path.write_bytes(foreign(packed=packed, post=post))
    (found,) = records_of(path)
    assert found.url == f"{HOME}/tin%20cu.html"
    assert found.fetched_at == datetime(2021, 4, 5, 6, 7, 8, tzinfo=UTC)
    assert (found.status, found.payload, found.problem) == (200, b"<p>A</p>", None)
    request = ("POST", b"trang=3") if post else ("GET", b"")
    assert (found.method, found.request_body) == request


def test_our_own_file_is_ingested_as_it_was_written(folder: Path) -> None:
    sent = exchange(method="POST", request_body=b"trang=2", payload=gzip.compress(b"<p>A</p>"))
    with WarcWriter(folder, "thu") as writer:
        first = writer.write(sent)
        writer.write(sent, revisit_of=first)
        writer.write(exchange(2, url="urn:sha256:aa", via="ingest", response_headers=[]))
    found = list(records_of(folder / "warc" / first.file))
    assert [one.url for one in found] == [sent.url, "urn:sha256:aa"]
    again = Exchange(
        request_key=sent.request_key,
        method=found[0].method,
        url=found[0].url,
        request_headers=sent.request_headers,
        request_body=found[0].request_body,
        status=found[0].status,
        status_text=found[0].status_text,
        protocol=found[0].protocol,
        response_headers=found[0].headers,
        payload=found[0].payload,
        fetched_at=found[0].fetched_at,
    )
    assert again == sent


@pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])
def test_a_foreign_file_that_is_cut_anywhere_is_refused_or_says_less(
    tmp_path: Path,
    packed: bool,  # noqa: FBT001  # parametrised
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = foreign(packed=packed)
    path = tmp_path / "cu.warc"
    refused = 0
    for length in range(0, len(data) - 5, 3):
        path.write_bytes(data[:length])
        try:
            found = list(records_of(path))
        except UsageProblem as error:
            refused += str(path) in str(error)
        else:
            assert found == [], length  # cut between two records, before the answer
    assert refused > len(data) // 3 * 0.9
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<html><body>trang</body></html>",
        gzip.compress(b"chi la chu", mtime=0),
        b"WARC/1.0\r\n\r\n",
    ],
    ids=["empty", "page", "packed text", "bare line"],
)
def test_what_is_no_warc_file_is_said_so(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "la.warc.gz"
    path.write_bytes(data)
    with pytest.raises(UsageProblem, match=r"la\.warc\.gz is no WARC file|is damaged"):
        next(records_of(path), None)
    with pytest.raises(UsageProblem, match="cannot read"):
        next(records_of(tmp_path / "khong"), None)


def test_a_payload_that_is_not_what_the_file_says_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "cu.warc"
    path.write_bytes(foreign(packed=False).replace(b"<p>A</", b"<p>B</"))
    (found,) = records_of(path)
    assert found.problem == "digest"


def test_an_archive_that_is_open_elsewhere_can_be_read(tmp_path: Path) -> None:
    with new_archive(tmp_path / "kho") as archive, Archive.open(archive.folder) as other:
        (number,) = keep(archive, exchange())
        assert load_capture(other, number).body == exchange().payload
