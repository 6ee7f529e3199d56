"""Which charset a page is in, where labels and bytes disagree."""

import encodings
import pkgutil
import re

import pytest

from crawler.extract.charset import decode

VIETNAMESE = "Hội nghị Ban Chấp hành Đảng bộ tỉnh thảo luận kế hoạch cuối năm. " * 20
EVERY_BYTE = bytes(range(256)) * 4


def test_a_letter_cut_in_half_does_not_spoil_the_page() -> None:
    """A teaser cut at a fixed number of bytes; the label is the server's and wrong."""
    body = VIETNAMESE.encode() + "ộ".encode()[:2] + b"..."
    decoded = decode(body, "text/html; charset=iso-8859-1")
    assert (decoded.charset, decoded.reason) == ("utf-8", "nearly")
    assert decoded.text.startswith(VIETNAMESE)


def test_another_charset_is_not_taken_for_broken_utf8() -> None:
    body = "Thành phố Đồng Khởi, năm 1960".encode("cp1258", errors="ignore") * 20
    assert decode(body, "text/html; charset=windows-1258").reason == "declared"
    assert decode("été à Huế".encode("latin-1", errors="ignore"), "").reason == "fallback"


def test_a_page_may_label_itself() -> None:
    body = b'<meta charset="windows-1252"><p>caf\xe9</p>'
    decoded = decode(body, "text/html")
    assert (decoded.charset, decoded.reason) == ("cp1252", "declared")
    assert "café" in decoded.text


@pytest.mark.parametrize(
    "label", ["hex", "rot13", "idna", "punycode", "undefined", "unicode_escape", "utf-7", "x", ""]
)
def test_a_label_that_is_no_charset_of_pages_is_passed_by(label: str) -> None:
    assert decode(b"\xe9\\n", f"text/html; charset={label}").reason == "fallback"


def test_no_label_lets_anything_out_that_cannot_be_stored() -> None:
    for module in pkgutil.iter_modules(encodings.__path__):
        text = decode(EVERY_BYTE, f"text/html; charset={module.name}").text
        assert not re.search("[\x00\ud800-\udfff]", text)
