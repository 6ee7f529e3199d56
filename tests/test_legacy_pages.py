"""Whole pages of the sites read in charsets of before Unicode as they do in UTF-8."""

import re
import unicodedata
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest

from crawler.capture import Capture
from crawler.clock import now
from crawler.declared import declared_sites
from crawler.errors import UnsureCharset
from crawler.extract.charset import Decoded
from crawler.items import PageRequest
from crawler.readers.guarded import article_of
from tests import legacy_charsets as legacy
from tests.program import database, new_archive, tinhuy
from tests.replica.direct import pages
from tests.test_families import SECTION, portal_article
from tests.test_trouble import Portal, portal

__all__ = ["portal"]

SITES = declared_sites().sites
ARTICLE = f"{SECTION}/bai-612345"
_ENTITY = re.compile(r"&(?!amp;|lt;|gt;|quot;|nbsp;)#?\w+;")
Encode = Callable[[str], bytes]
ENCODINGS: dict[str, Encode] = {
    "cp1258 (evidence)": legacy.in_cp1258,
    "tcvn3 (evidence)": legacy.in_tcvn3,
    "vni (evidence)": legacy.in_vni,
    "viscii (evidence)": legacy.in_viscii,
    "utf-16-le (nuls)": lambda text: text.encode("utf-16-le"),
    "utf-8 (twice)": legacy.thrice,
    "utf-8 (font-tcvn3)": legacy.for_a_font(legacy.in_tcvn3),
    "utf-8 (font-vni)": legacy.for_a_font(legacy.in_vni),
}


def _fitting(text: str, encode: Encode) -> str:
    """*text*, with entities for what the charset does not have; signs that a font hides are out.

    Letters are no entities, and of one piece: as an editor for that charset would have them.
    """
    text = _ENTITY.sub(lambda entity: unescape(entity[0]), text)
    text = "".join(
        letter
        for letter in unicodedata.normalize("NFC", text)
        if unicodedata.category(letter) not in ("Cf", "Mn")
    )
    for letter in set(text):
        try:
            encode(letter)
        except UnicodeError:
            text = text.replace(letter, f"&#{ord(letter)};" if ord(letter) > 0xFF else "")
    return text


def _capture(url: str, body: bytes) -> Capture:
    request = PageRequest(url=url)
    return Capture(url=url, at=now(), body=body, request=request, content_type="text/html")


def _read(site: str, url: str, body: bytes) -> tuple[str, Decoded]:
    capture = _capture(url, body)
    article = article_of(SITES[site], capture)
    said = "\n".join([article.title or "", *(block.text for block in article.blocks)])
    return said, capture.decoded


@pytest.mark.parametrize("site", ["nghe_an_dang_uy_khoi", "bao_nghe_an", "binh_phuoc_tinh_uy"])
@pytest.mark.parametrize("name", ENCODINGS)
def test_a_page_reads_as_in_utf8(site: str, name: str) -> None:
    url, body, _ = next(pages(site))
    text = _fitting(body.decode(), ENCODINGS[name])
    wanted, _ = _read(site, url, text.encode())
    found, decoded = _read(site, url, ENCODINGS[name](text))
    assert f"{decoded.charset} ({decoded.reason})" == name
    if "tcvn3" in name:  # which has no capitals with a tone
        wanted, found = wanted.lower(), found.lower()
    assert found == wanted


def test_an_article_in_entities_for_a_font_is_flagged() -> None:
    """The frame around it is right, and has every letter in its place."""
    usual = "Hội nghị cán bộ xã: Müller và Loïc"
    assert usual in _read("nghe_an_tuyen_giao", ARTICLE, _in_entities(usual))[0]
    pasted = legacy.in_vni("Hội nghị cán bộ xã đã thảo luận kế hoạch").decode("cp1252")
    with pytest.raises(UnsureCharset, match="in letters for a font"):
        _read("nghe_an_tuyen_giao", ARTICLE, _in_entities(pasted))


def _in_entities(text: str) -> bytes:
    body = text.encode("ascii", "xmlcharrefreplace").decode()
    return portal_article(body=f"<p>{body}</p>").encode()


def test_a_crawl_says_that_nothing_tells_the_charset(
    tmp_path: Path, portal: tuple[type[Portal], str]
) -> None:
    handler, home = portal
    handler.body = b"<html><head><title>\xa7\xb9i h\xe9i</title></head></html>"
    folder = new_archive(tmp_path / "kho")
    ended = tinhuy("crawl", "nghe_an_tuyen_giao", "--home", home, "--archive", folder)
    assert ended.code == 3
    assert "nothing tells the charset of" in ended.err
    db = database(folder)
    assert {row["reason"] for row in db.query("SELECT reason FROM fetches")} == {
        "charset", "http-404",
    }  # fmt: skip
    charsets = {row["charset"] for row in db.query("SELECT charset FROM captures")}
    assert "utf-8 (unsure)" in charsets or "cp1258 (unsure)" in charsets
