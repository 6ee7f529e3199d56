"""A page that did not come whole is never stored as if it had, wherever and however it was cut."""

import gzip
import tracemalloc
import zlib
from dataclasses import replace
from itertools import islice
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crawler.archive.captures import capture_of
from crawler.archive.codings import Uncoded, undo_content_coding
from crawler.archive.exchange import Exchange, exchange_bytes, new_ref
from crawler.archive.records import members, parse
from crawler.clock import now
from crawler.declared import declared_sites
from crawler.errors import CutShort
from crawler.net.endings import came_whole
from crawler.readers.guarded import article_of
from tests.cutting import FORMS, cutting_site, deflated
from tests.program import database, new_archive, tinhuy
from tests.replica.direct import pages

SITE = "nghe_an_tuyen_giao"
TAGS = ("</html>", "</HTML>", "</html\n>", "</html \t>")
#: Tags of the end that are none, as pages have them.
_PAGE = """<!DOCTYPE html><html><head><title>Tin</title><!-- </html> --><script>
document.write("<html><body></body></html>"); // </html>
</script><style>/* </html> */</style></head><body><p>Hội nghị</p><textarea></html></textarea>
<!-- <script> --><p>Cuối trang</p></body>{}"""
BEHIND = (
    "", "\n", "\r\n<!-- phục vụ trong 0,3 giây -->", "<script>var a='</p>';</script>\n",
    "</body></html>", "<SCRIPT src=a.js></SCRIPT ><!-- a --> <noscript><img src=b></noscript>",
    "<style>p{}</style>",
)  # fmt: skip


def coded(name: str, body: bytes) -> bytes:
    """*body* as the codings named *name* make it, the last one last."""
    forms = {
        "gzip": lambda data: gzip.compress(data, mtime=0),
        "deflate": lambda data: deflated(data, zlib.MAX_WBITS),
        "bare deflate": lambda data: deflated(data, -zlib.MAX_WBITS),
    }
    for one in name.split(", "):
        body = forms[one](body)
    return body


CODINGS = ("gzip", "deflate", "bare deflate", "deflate, gzip", "gzip, gzip", "bare deflate, gzip")


def one_page(number: int = 0) -> bytes:
    return next(islice(pages(SITE), number, None))[1]


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("behind", BEHIND)
def test_a_page_is_whole_from_its_end_on(tag: str, behind: str) -> None:
    start = _PAGE.format(tag).encode()
    whole = start + behind.encode()
    for length in range(len(whole) + 1):
        assert came_whole(whole[:length]) == (length >= len(start)), whole[:length][-40:]


@pytest.mark.parametrize(
    "behind", ["<p>Còn nữa</p>", "Còn nữa", "\n<div>", "<!-- a --> b", "<html><body><p>", "'; x()"]
)
def test_a_page_that_goes_on_behind_its_end_has_not_ended(behind: str) -> None:
    assert not came_whole((_PAGE.format("</html>") + behind).encode())


@pytest.mark.parametrize("page", ["", "<p>a", "<!-- </html>", "<script></html>", "{}", "</htmlx>"])
def test_a_page_without_an_end_is_not_whole(page: str) -> None:
    assert not came_whole(page.encode())


def test_the_end_is_found_in_utf16_too() -> None:
    for charset in ("utf-16", "utf-16-le", "utf-16-be"):
        assert came_whole(_PAGE.format("</html>").encode(charset))
        assert not came_whole(_PAGE.format("</html").encode(charset))


@pytest.mark.parametrize(
    "piece", ["</html>", "<!--", "<script>", "</html><!--", "</html> ", "</html><script>", "<"]
)
def test_no_page_takes_long(piece: str) -> None:
    """Doubling a page doubles the work: a search that began again at each tag would take hours."""
    came_whole(piece.encode() * (4_000_000 // len(piece)))


@pytest.mark.parametrize("coding", CODINGS)
def test_a_coded_body_is_whole_at_its_whole_length_alone(coding: str) -> None:
    body = one_page()
    data = coded(coding, body)
    headers = [("Content-Encoding", coding.replace("bare ", ""))]
    assert undo_content_coding(data, headers) == Uncoded(body)
    for length in range(1, len(data)):
        found = undo_content_coding(data[:length], headers)
        assert found.cut, length
        assert body.startswith(found.body) or "," in coding


def test_a_body_of_two_members_is_whole_between_them_alone() -> None:
    """There the coding says nothing: what says it is a length, a last chunk, or the page's end."""
    body = one_page()
    first = gzip.compress(body[:9000], mtime=0)
    data = first + gzip.compress(body[9000:], mtime=0)
    headers = [("Content-Encoding", "gzip")]
    whole = [
        length
        for length in range(1, len(data) + 1)
        if not undo_content_coding(data[:length], headers).cut
    ]
    assert whole == [len(first), len(data)]
    assert not came_whole(undo_content_coding(first, headers).body)


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_checksum_that_does_not_fit_is_damage(coding: str) -> None:
    data = coded(coding, one_page())
    trailer = 8 if coding == "gzip" else 4
    for place in range(len(data) - trailer, len(data)):
        damaged = bytearray(data)
        damaged[place] ^= 1
        found = undo_content_coding(bytes(damaged), [("Content-Encoding", coding)])
        assert found.problem == "damaged", place


@pytest.mark.parametrize("coding", CODINGS)
def test_what_follows_a_whole_body_is_passed_by(coding: str) -> None:
    body = one_page()
    headers = [("Content-Encoding", coding.replace("bare ", ""))]
    assert undo_content_coding(coded(coding, body) + b"\r\n<!-- a -->", headers) == Uncoded(body)


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "aes128gcm", "gzip, br"])
def test_a_coding_that_nobody_asked_for_is_no_whole_page(coding: str) -> None:
    found = undo_content_coding(b"\x8b\x02\x80Tin\x03", [("Content-Encoding", coding)])
    assert found.cut


@pytest.mark.parametrize("coding", CODINGS)
def test_a_body_that_unpacks_to_far_too_much_stays_bounded(coding: str) -> None:
    bomb = coded(coding, bytes(30_000_000))
    tracemalloc.start()
    found = undo_content_coding(
        bomb, [("Content-Encoding", coding.replace("bare ", ""))], most=100_000
    )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == Uncoded(bytes(100_000), "too-large")
    assert peak < 1_000_000


def test_a_body_of_empty_members_is_done_with() -> None:
    """An unpacker that copied all that is left after each of them would take hours."""
    data = gzip.compress(b"", mtime=0) * 200_000
    assert undo_content_coding(data, [("Content-Encoding", "gzip")]) == Uncoded(b"")


@pytest.mark.parametrize("is_cut", [True, False])
def test_a_record_says_that_its_body_was_cut(tmp_path: Path, is_cut: bool) -> None:  # noqa: FBT001  # a case
    exchange = Exchange(
        request_key="k", method="GET", url="https://a.vn/", payload=one_page(), fetched_at=now(),
        response_headers=[("Content-Type", "text/html")], is_cut=is_cut,
    )  # fmt: skip
    path = tmp_path / "a.warc.gz"
    path.write_bytes(exchange_bytes(exchange, new_ref(exchange, None, file="a", offset=0), None))
    with path.open("rb") as stream:
        stored = parse(next(members(stream)))
    assert stored is not None
    assert stored.is_cut == is_cut
    capture = capture_of(stored, Uncoded(stored.payload))
    site = declared_sites().sites[SITE]
    if not is_cut:
        assert article_of(site, capture).title
        capture = replace(capture, is_cut=True)
    for kind in ("text/html", "text/plain"):
        with pytest.raises(CutShort, match="did not come whole"):
            article_of(site, replace(capture, content_type=kind))


def crawl_twice(folder: Path, *, articles: int, places: int, first: int = 0) -> None:
    """Crawl while the server cuts, and when it does no more."""
    archive = new_archive(folder)
    with (archive / "tinhuy.toml").open("a", encoding="utf-8") as file:
        file.write("[crawl]\nretries = 0\n")
    with cutting_site(SITE, articles=articles, places=places, first=first) as (server, world):
        words = ("crawl", SITE, "--home", server.home, "--archive", archive)
        assert tinhuy(*words).code == 4
        db = database(archive)
        assert db.table("articles").count == 0
        fates = [
            (outcome, reason)
            for url, outcome, reason in db.execute("SELECT url, outcome, reason FROM fetches")
            if urlsplit(url).path in server.articles
        ]
        assert set(fates) <= {("failed", why) for why in ("cut", "connection", "empty")}
        assert len(fates) >= articles
        kept = db.table("captures").count_where("media_type = 'text/html'")
        assert kept > articles // len(FORMS)
        recovered = folder.with_name("lai")
        assert tinhuy("recover", recovered, "--archive", archive).code == 0
        assert database(recovered).table("captures").count == db.table("captures").count
        assert database(recovered).table("articles").count == 0
        server.cuts = False
        db.execute("UPDATE frontier SET due_at = NULL, state = 'pending'")
        db.conn.commit()
        assert tinhuy(*words).code == 0
        titles = {title for (title,) in db.execute("SELECT title FROM articles")}
        assert titles == {truth["title"] for truth in world.truths()}


def test_a_server_that_breaks_off_gives_no_article(tmp_path: Path) -> None:
    crawl_twice(tmp_path / "kho", articles=30, places=5)


@pytest.mark.long
@pytest.mark.parametrize("first", range(0, 1000 * len(FORMS), 150))
def test_a_server_that_breaks_off_in_a_thousand_places_gives_no_article(
    tmp_path: Path, first: int
) -> None:
    """150 at a time: a section that goes on without a new article is taken for a trap."""
    crawl_twice(tmp_path / "kho", articles=150, places=1000, first=first)


@pytest.mark.long
def test_a_thousand_pages_cut_at_a_hundred_places_are_never_whole() -> None:
    seen = 0
    for site in declared_sites().sites:
        for _, body, _ in islice(pages(site, count=150), 150):
            assert came_whole(body)
            end = body.rindex(b"</html>") + len(b"</html>")
            assert not any(came_whole(body[: end * place // 100]) for place in range(100))
            for coding in CODINGS:
                data = coded(coding, body)
                headers = [("Content-Encoding", coding.replace("bare ", ""))]
                lengths = (max(1, len(data) * place // 100) for place in range(100))
                assert all(undo_content_coding(data[:length], headers).cut for length in lengths)
            seen += 1
    assert seen >= 1000


@pytest.mark.long
def test_a_large_page_is_whole_at_no_length_but_its_own() -> None:
    body = max((body for _, body, _ in pages(SITE)), key=len)
    end = body.rindex(b"</html>") + len(b"</html>")
    assert not any(came_whole(body[:length]) for length in range(end))
