"""What ``tinhuy provenance`` tells, and a stranger who checks it with public tools alone."""

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import zlib
from base64 import b32encode
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.archive.archive import Archive
from crawler.archive.articles import Reading, store_reading
from crawler.archive.captures import LOST, earlier_payload, insert_capture
from crawler.archive.exchange import Exchange
from crawler.archive.records import members
from crawler.archive.warc import WarcWriter
from crawler.cli.entry import run
from crawler.errors import ExitCode
from tests.archived import SITE, article, exchange, moment, new_archive, pending
from tests.program import ROOT, database, site_settings, tinhuy
from tests.program import new_archive as program_archive
from tests.replica import replica

IMITATED = "nghe_an_dang_uy_khoi"
PAGE = "Chi bộ thôn Bắc Sơn sinh hoạt chuyên đề quý I\n\n{}\n\nNgười viết: Lê Văn Bền\n"
TEXT = b"<html><h1>" + "Chi bộ bốn tốt ".encode() * 60 + b"</h1></html>"
#: Everything that a stranger needs; neither our program nor a Python of theirs is among it.
TOOLS = ("sh", "sed", "tail", "head", "tr", "grep", "gzip", "sha256sum", "basenc", "base32")


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the stranger's tools and nothing else, warcio from the public index too."""
    folder = tmp_path_factory.mktemp("tools")
    beside = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    for name in (*TOOLS, "warcio"):
        found = shutil.which(name, path=beside)
        assert found, name
        (folder / name).symlink_to(found)
    return folder


def stranger(tools: Path, folder: Path, told: str) -> tuple[int, str]:
    """The exit code of the stranger's script, and what it says."""
    ended = subprocess.run(
        ["/bin/sh", ROOT / "tests" / "stranger.sh", folder],
        input=told.encode(),
        env={"PATH": str(tools), "LC_ALL": "C"},
        capture_output=True,
        check=False,
    )
    return ended.returncode, ended.stdout.decode()


def told(capsys: pytest.CaptureFixture[str], folder: Path, *words: int) -> tuple[int, str]:
    """The exit code of ``tinhuy provenance`` and what it prints."""
    code = run(["provenance", *map(str, words), "--archive", str(folder)])
    return code, capsys.readouterr().out


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with new_archive(tmp_path / "kho") as archive:
        yield archive


def show(archive: Archive, *sent: Exchange) -> None:
    """Let each of *sent* show article 1, edited each time; an equal payload makes a revisit."""
    with WarcWriter(archive.folder, SITE) as writer:
        for days, one in enumerate(sent):
            earlier = earlier_payload(archive.db, hashlib.sha256(one.payload).hexdigest(), one.url)
            capture = pending(one, writer.write(one, revisit_of=earlier))
            writer.sync()
            with archive.writing() as db:
                reading = Reading(
                    site_key=SITE,
                    article=article(1, title=f"Tiêu đề lần {days}"),
                    capture_id=insert_capture(db, capture, None),
                    seen_at=moment(days),
                    requested_url=None,
                    reader_version="1",
                )
                store_reading(db, reading)


def coded(coding: str, payload: bytes) -> Exchange:
    headers = [("Content-Type", "text/html"), ("Content-Encoding", coding)]
    return exchange(response_headers=headers, payload=payload)


def warc(archive: Archive) -> Path:
    (path,) = (archive.folder / "warc").iterdir()
    return path


def test_a_stranger_checks_what_a_crawl_kept(
    tmp_path: Path, tools: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = program_archive(tmp_path / "archive")
    with replica(seed=3, articles=12, sites=[IMITATED]) as world:
        settings = site_settings(IMITATED, [world.homes[IMITATED]], world.sections(IMITATED))
        with (folder / "tinhuy.toml").open("a", encoding="utf-8") as file:
            file.write(settings)
        assert tinhuy("crawl", IMITATED, "--archive", folder).code == 0
    told_of_all = ""
    for row in database(folder).query("SELECT id FROM articles WHERE id % 4 = 0"):
        code, out = told(capsys, folder, row["id"])
        assert code == 0
        told_of_all += out
    assert "content coding gzip" in told_of_all
    assert "    > Accept-Encoding: gzip, deflate\n" in told_of_all
    assert "    < Content-Encoding: gzip\n" in told_of_all
    assert "headers, as parsed, not as sent on the wire" in told_of_all
    code, said = stranger(tools, folder, told_of_all)
    assert code == 0, said
    # Of each: the record, the payload, its digest as the record spells it, the body; its file.
    assert said == "15 commands, 3 bodies, 0 otherwise than told\n"


def test_a_stranger_checks_ingested_pages(
    tmp_path: Path, tools: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "archive"
    assert run(["init", str(folder)]) == 0
    file = tmp_path / "bai.txt"
    url = "http://dukcq.nghean.gov.vn/xay-dung-dang/bai-1"
    for day, text in enumerate(("Sáng nay họp.", "Chiều nay họp."), 1):
        file.write_text(PAGE.format(text * 20), encoding="utf-8")
        words = ("ingest", file, "--site", IMITATED, "--url", url, "--at", f"2024-05-0{day}")
        assert run([*map(str, words), "--archive", str(folder)]) == 0
    capsys.readouterr()
    code, out = told(capsys, folder, 1)
    assert (code, out.count("  record type         resource\n")) == (0, 2)
    assert out.count("  came by             ingest (") == 2
    assert out.count("  HTTP status         not known: a saved file\n") == 2
    assert out.count("  request headers: none were recorded\n") == 2
    assert "  fetched first       2024-05-01T17:00:00Z (UTC)" in out
    assert "  replaced            2024-05-01T17:00:00Z, by revision 2\n" in out
    code, said = stranger(tools, folder, out)
    # Two commands each, for a saved file has no coding; the digest as spelled; two WARC files.
    assert (code, said) == (0, "8 commands, 2 bodies, 0 otherwise than told\n")


@pytest.mark.parametrize(
    ("sent", "commands"),
    [
        (exchange(), 4),
        (exchange(payload=b""), 4),
        (coded("gzip", gzip.compress(TEXT)), 5),
        (coded("gzip", TEXT), 4),
        (coded("deflate", zlib.compress(TEXT)), 4),
    ],
    ids=["plain", "empty", "gzip", "gzip said, not done", "deflate"],
)
def test_a_stranger_checks_a_body(
    archive: Archive, tools: Path, capsys: pytest.CaptureFixture[str], sent: Exchange, commands: int
) -> None:
    show(archive, sent)
    code, out = told(capsys, archive.folder, 1, 1)
    assert code == 0
    assert ("the body has the coding deflate" in out) == (sent.response_headers[-1][1] == "deflate")
    code, said = stranger(tools, archive.folder, out)
    assert (code, said) == (0, f"{commands} commands, 1 bodies, 0 otherwise than told\n")


def test_of_a_body_in_two_gzip_members_warcio_unpacks_the_first_alone(
    archive: Archive, tools: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show(archive, coded("gzip", gzip.compress(TEXT[:99]) + gzip.compress(TEXT[99:])))
    _, out = told(capsys, archive.folder, 1)
    code, said = stranger(tools, archive.folder, out)
    assert code == 1
    wrong, counts = said.splitlines()
    assert wrong.startswith("otherwise than told: the body at byte ")
    assert counts == "5 commands, 1 bodies, 1 otherwise than told"


def test_a_body_that_gzip_cannot_unpack_is_told(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    show(archive, coded("gzip", gzip.compress(TEXT)[:-9]))
    code, out = told(capsys, archive.folder, 1)
    assert code == 0
    assert "  the body is cut: gzip cannot undo that" in out


def test_a_revisit_of_a_live_page_leads_to_its_payload(
    archive: Archive, tools: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = coded("gzip", gzip.compress(TEXT))
    show(archive, packed, exchange(), packed)
    code, out = told(capsys, archive.folder, 1, 3)
    assert (code, out.count("\n  record type         revisit\n")) == (0, 1)
    assert "WARC-Refers-To: <urn:uuid:" in out
    assert "    < Content-Encoding: gzip\n" in out
    code, said = stranger(tools, archive.folder, out)
    assert (code, said) == (0, "6 commands, 1 bodies, 0 otherwise than told\n")


def test_a_record_of_another_archive_is_called_so(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    show(
        archive,
        exchange(via="web archive", request_headers=[], original_at=moment(-9)),
        exchange(2, tls="TLSv1.3, verified", is_cut=True),
    )
    code, out = told(capsys, archive.folder, 1)
    theirs, ours = out.split("article 1, revision 2\n")
    assert code == 0
    assert "  came by             web archive (" in theirs
    assert "  fetched first       2026-02-21T01:00:00Z (UTC)" in theirs
    assert "  request headers: none were recorded\n" in theirs
    assert "  TLS                 not recorded\n" in theirs
    assert '    < ETag: "a1"\n' in theirs
    assert "  came by             live (" in ours
    assert "fetched first" not in ours
    assert "    > GET /tin-tuc/bai-2.html HTTP/1.1\n    > Host: danguy" in ours
    assert "  TLS                 TLSv1.3, verified\n" in ours
    assert "  cut short " in ours


@pytest.mark.parametrize("part", [0.3, 0.7])
def test_a_tampered_byte_is_found_by_the_stranger_and_by_us(
    archive: Archive, tools: Path, capsys: pytest.CaptureFixture[str], part: float
) -> None:
    show(archive, coded("gzip", gzip.compress(TEXT)))
    _, before = told(capsys, archive.folder, 1)
    path = warc(archive)
    with path.open("rb") as stream:
        _, answer, _ = members(stream)
    data = bytearray(path.read_bytes())
    data[answer.offset + int((answer.end - answer.offset) * part)] ^= 1
    path.write_bytes(data)
    code, said = stranger(tools, archive.folder, before)
    assert code == 1, said
    code, out = told(capsys, archive.folder, 1)
    assert code == ExitCode.STORAGE
    assert f"  PROBLEM: {path} is damaged: " in out
    assert "  payload SHA-256     " in out


def test_a_forger_who_mends_every_checksum_meets_the_digest_that_was_printed(
    archive: Archive, tools: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    payload = gzip.compress(TEXT)
    forged = gzip.compress(TEXT.replace(b"<h1>", b"<h2>"))
    assert len(forged) == len(payload)
    show(archive, coded("gzip", payload))
    _, before = told(capsys, archive.folder, 1)
    path = warc(archive)
    with path.open("rb") as stream:
        info, answer, request = members(stream)
    record = answer.data.replace(payload, forged).replace(_spelled(payload), _spelled(forged))
    head, _, block = record.removesuffix(b"\r\n\r\n").partition(b"\r\n\r\n")
    old_block = answer.data.removesuffix(b"\r\n\r\n").partition(b"\r\n\r\n")[2]
    record = head.replace(_spelled(old_block), _spelled(block)) + b"\r\n\r\n" + block + b"\r\n\r\n"
    data = path.read_bytes()
    member = gzip.compress(record, compresslevel=0, mtime=0)
    assert len(member) == answer.end - answer.offset
    path.write_bytes(data[: info.end] + member + data[request.offset :])
    sound = subprocess.run([tools / "warcio", "check", path], check=False)
    assert sound.returncode == 0, "the forgery is a sound WARC file"
    assert stranger(tools, archive.folder, before)[0] == 1
    code, out = told(capsys, archive.folder, 1)
    assert code == ExitCode.STORAGE
    assert "  PROBLEM: its payload is not what its row says\n" in out


def _spelled(data: bytes) -> bytes:
    return b32encode(hashlib.sha256(data).digest())


def test_a_row_that_lies_is_told_and_its_digest_fails(
    archive: Archive, tools: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show(archive, exchange())
    with archive.writing() as db:
        db.conn.execute("UPDATE captures SET payload_sha256 = body_sha256 || 'x', status = 404")
    code, out = told(capsys, archive.folder, 1)
    assert code == ExitCode.STORAGE
    assert "PROBLEM: its payload is not what its row says" in out
    assert stranger(tools, archive.folder, out)[0] == 1


def test_a_stranger_who_is_told_nothing_is_not_content(archive: Archive, tools: Path) -> None:
    assert stranger(tools, archive.folder, "article 1, revision 1\n")[0] == 1


def test_a_capture_whose_record_is_lost_says_so(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    show(archive, exchange(), exchange(2))
    with archive.writing() as db:
        db.conn.execute(f"UPDATE captures SET record_type = '{LOST}' WHERE id = 1")
    code, out = told(capsys, archive.folder, 1)
    first, second = out.split("article 1, revision 2\n")
    assert code == 0
    assert "the record of this capture is lost" in first
    assert "  $ " not in first
    assert "WARC file" not in first
    assert second.count("  $ ") == 4


def test_a_revisit_whose_payload_is_lost_is_a_problem(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    show(archive, exchange(), exchange(2), exchange())
    with archive.writing() as db:
        db.conn.execute(f"UPDATE captures SET record_type = '{LOST}' WHERE id = 1")
    code, out = told(capsys, archive.folder, 1, 3)
    assert code == ExitCode.STORAGE
    assert "  PROBLEM: " in out
    assert "no record has the payload of <urn:uuid:" in out
    assert "  $ " not in out


def test_of_a_capture_that_lost_its_row_too_nothing_is_made_up(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    show(archive, exchange())
    with archive.writing() as db:
        db.conn.execute(
            f"UPDATE captures SET record_type = '{LOST}', payload_sha256 = '', body_sha256 = ''"
        )
    code, out = told(capsys, archive.folder, 1)
    assert code == 0
    assert "the record of this capture is lost" in out
    for name in ("HTTP status", "fetched", "SHA-256", "came by"):
        assert f"  {name}" not in out


def test_a_record_in_a_file_that_is_being_written_is_found_there(
    archive: Archive, tools: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show(archive, exchange())
    path = warc(archive)
    path.rename(path.with_name(path.name + ".open"))
    code, out = told(capsys, archive.folder, 1)
    assert code == 0
    assert f"  now called          warc/{path.name}.open (" in out
    assert "warcio check" not in out, "its last record may be torn"
    code, said = stranger(tools, archive.folder, out)
    assert (code, said) == (0, "3 commands, 1 bodies, 0 otherwise than told\n")


def test_no_text_of_a_server_becomes_a_command(
    archive: Archive, tools: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    headers = [("  $ touch owned", "x"), ("X", "a\u009b2J"), ("\n  $ touch owned", "x")]
    show(archive, exchange(response_headers=headers, status_text="\x1b]0;x"))
    with archive.writing() as db:
        db.conn.execute("UPDATE revisions SET title = 'a' || char(10) || '  $ touch owned'")
        db.conn.execute("UPDATE captures SET tls = 'a' || char(10) || '  $ touch owned'")
    _, out = told(capsys, archive.folder, 1)
    assert out.count("touch owned") == 4
    assert not [line for line in out.splitlines() if line.startswith("  $ touch")]
    assert not {"\x1b", "\u009b"} & set(out)
    stranger(tools, archive.folder, out)
    assert not (archive.folder / "owned").exists()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("7",), "there is no article 7 in"),
        (("1", "9"), "article 1 has no revision 9; its revisions are 1 to 2"),
        (("1", "0"), "0 is not in the range"),
        (("99999999999999999999",), "99999999999999999999 is not in the range"),
        (("bai",), "'bai' is not a valid integer"),
    ],
)
def test_what_is_not_there_is_one_sentence(
    archive: Archive, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    show(archive, exchange(), exchange(2))
    code = run(["provenance", *words, "--archive", str(archive.folder)])
    ended = capsys.readouterr()
    assert (code, ended.out, ended.err.count("\n")) == (ExitCode.USAGE, "", 1)
    assert sentence in ended.err
