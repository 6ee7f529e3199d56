"""Which charset a page is in, where labels and bytes disagree."""

import encodings
import pkgutil
import re
from collections.abc import Callable
from dataclasses import replace
from html.entities import codepoint2name

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archive.tables import TABLES
from crawler.capture import Capture
from crawler.clock import now
from crawler.declared import declared_sites
from crawler.errors import UnsureCharset
from crawler.extract.charset import REASONS, decode
from crawler.frontier.entry import EntryKind
from crawler.items import PageRequest
from crawler.readers.guarded import article_of
from crawler.reading import read
from tests.legacy_charsets import (
    for_a_font,
    in_cp1258,
    in_tcvn3,
    in_viscii,
    in_vni,
    twice,
)

VIETNAMESE = "Hội nghị Ban Chấp hành Đảng bộ tỉnh thảo luận kế hoạch cuối năm. " * 20
#: Letters that garbled texts are made of.
MOJIBAKE = "aeouAEOU ÃÂÄÆá»º™©‘£¡¶§¸µ®­äåëïñöøûüæîðß<>bcdkt"
EVERY_BYTE = bytes(range(256)) * 4


def test_a_letter_cut_in_half_does_not_spoil_the_page() -> None:
    """A teaser cut at a fixed number of bytes; the label is the server's and wrong."""
    body = VIETNAMESE.encode() + "ộ".encode()[:2] + b"..."
    decoded = decode(body, "text/html; charset=iso-8859-1")
    assert (decoded.charset, decoded.reason) == ("utf-8", "nearly")
    assert decoded.text.startswith(VIETNAMESE)


def test_another_charset_is_not_taken_for_broken_utf8() -> None:
    body = in_cp1258("Thành phố Đồng Khởi, năm 1960. ") * 20
    assert decode(body, "text/html; charset=windows-1258").reason == "declared"
    assert decode("été à Huế".encode("latin-1", errors="ignore"), "").is_unsure


@pytest.mark.parametrize("every", [3, 10, 40])
def test_utf8_with_many_broken_letters_is_flagged(every: int) -> None:
    """Under any label: its bytes are Vietnamese in no other charset."""
    pieces = [VIETNAMESE.encode()[at : at + every] for at in range(0, len(VIETNAMESE), every)]
    body = b"\xe1\xbb".join(pieces)
    for label in ("", "windows-1252", "windows-1258", "tcvn", "viscii", "big5", "utf-8"):
        assert decode(body, f"text/html; charset={label}").is_unsure, label


def test_a_page_may_label_itself() -> None:
    body = b'<meta charset="windows-1252"><p>caf\xe9</p>'
    decoded = decode(body, "text/html")
    assert (decoded.charset, decoded.reason) == ("cp1252", "declared")
    assert "café" in decoded.text


@pytest.mark.parametrize(
    "label", ["hex", "rot13", "idna", "punycode", "undefined", "unicode_escape", "utf-7", "x", ""]
)
def test_a_label_that_is_no_charset_of_pages_is_passed_by(label: str) -> None:
    assert decode(b"\xe9\\n", f"text/html; charset={label}").reason == "unsure"
    assert decode(b"\xa9 1960", f"text/html; charset={label}").reason == "fallback"


def test_no_label_lets_anything_out_that_cannot_be_stored() -> None:
    for module in pkgutil.iter_modules(encodings.__path__):
        text = decode(EVERY_BYTE, f"text/html; charset={module.name}").text
        assert not re.search("[\x00\ud800-\udfff]", text)


FOREIGN = (
    "Le général Pétain, l’amiral Decoux et Émile Hémery à Huế-Tourane : « thé, café, été »",
    "Müller, Øystein Åse, Łódź, Loïc và ông Đặng Thaï Mai ở Hà Nội",
    "São Paulo, España, Mário, coração, niño, où là-bas, déjà",
    "Cong hoa xa hoi chu nghia Viet Nam, khong dau",
    "The Party’s committee met on 3–5 May – “unity”… © 2009",
    "XÃ ĐÔNG HÒA – ĐÃ “XÃ” – Ở ĐẤT THÉP THÀNH ĐỒNG",
)


@pytest.mark.parametrize("text", FOREIGN)
def test_utf8_that_has_no_fault_stays_as_it_is(text: str) -> None:
    for page in (text, f"<p>{text}</p>" * 30, f"{VIETNAMESE}<p>{text}"):
        decoded = decode(page.encode(), "text/html; charset=windows-1258")
        assert (decoded.text, decoded.reason) == (page, "valid")


@pytest.mark.parametrize("label", ["windows-1252", "iso-8859-1"])
@pytest.mark.parametrize(
    "text",
    [
        "Le général Pétain, l’amiral Decoux et Émile Hémery à Tourane : « thé, café, été »",
        "São Paulo, España, Mário, coração, niño, où là-bas, déjà",
        "Loïc Müller, Øystein Åse",
        "là, thé, né, à, été, café, déjà, événement, français, Gallieni, Pétain, élève, écrit",
        "The Party’s committee met on 3–5 May – “unity”… © 2009, 20 °C, 5 m²",
    ],
)
def test_what_is_western_stays_so(text: str, label: str) -> None:
    for page in (text, f"<p>{text}</p>" * 30):
        decoded = decode(page.encode("cp1252"), f"text/html; charset={label}")
        assert (decoded.text, decoded.reason) == (page, "declared")


def test_viscii_is_not_utf8_by_accident() -> None:
    """Its "ươ" is one letter of N'Ko."""
    body = in_viscii("Phường Mười")
    assert body.decode() == "Ph\u07f6ng M\u07f6i"
    assert decode(body, "").is_unsure
    assert decode(body, "text/html; charset=viscii").text == "Phường Mười"


def test_signs_that_stand_alone_are_no_letters_of_tcvn3() -> None:
    footer = b"<p>\xa9 2005 <a>Tin</a> \xbb <b>\xbb</b> \xae\xb6ng \xae<i>\xb6ng</i></p>"
    decoded = decode(in_tcvn3(VIETNAMESE) + footer, "")
    assert decoded.text.endswith("<p>© 2005 <a>Tin</a> » <b>»</b> đảng đ<i>ảng</i></p>")


def test_words_that_are_vietnamese_by_chance_tell_nothing() -> None:
    body = "là, thé, né, à, été, café, déjà, événement, français, Pétain, élève".encode("cp1252")
    assert decode(body, "").is_unsure


def test_a_page_put_together_of_two_charsets_is_flagged() -> None:
    """However little of it is in the other one: nobody could tell which part is right."""
    most = in_tcvn3("Đảng bộ, huyện ủy, kế hoạch, nhiệm vụ, thảo luận. ")
    some = in_viscii("Cộng đồng người dân vẫn rất tích cực. ")
    assert decode(most * 2, "").reason == "evidence"
    assert decode(most + some, "").is_unsure


@pytest.mark.parametrize(
    ("body", "label"),
    [
        (b"Tin\x81\x8d\x8f\x90\x9d" * 9, "windows-1252"),
        (b"Tin\xd2\x81\x8d\x8e" * 9, "windows-1258"),
        (b"\xff\xfe" + b"T\0\x00\xdc" * 9, ""),
        (b"T\0i\0n\0\x00\xdc" * 9, ""),
        (b"Tin \xff\xff\x80" * 9, "big5"),
    ],
)
def test_bytes_that_are_nothing_in_their_charset_are_flagged(body: bytes, label: str) -> None:
    assert decode(body, f"text/html; charset={label}").is_unsure


def test_french_names_do_not_hide_a_charset() -> None:
    text = VIETNAMESE + "Hémery, Doumer và Pétain."
    assert decode(in_cp1258(text), "text/html; charset=windows-1252").text == text
    assert decode(in_viscii(VIETNAMESE + "à la carte"), "").charset == "viscii"


ARTICLE = "<p>Cơ quan thường trực họp với các huyện, thị.</p><p><b>Tôi</b> ở đó cả ngày.</p>"


@pytest.mark.parametrize(
    ("encode", "reason"),
    [(for_a_font(in_tcvn3), "font-tcvn3"), (for_a_font(in_vni), "font-vni"), (twice, "twice")],
)
def test_what_was_pasted_into_a_frame_is_mended_alone(
    encode: Callable[[str], bytes], reason: str
) -> None:
    frame = (
        "<div>Trang chủ | Giới thiệu | Cô Tô | CÁN BỘ XÃ “ĐÃ”</div><h1>Tin tức</h1>"
        "<i>Hémery</i>{}<i>Hémery</i><i>Về đầu trang</i>"
    )
    decoded = decode(frame.encode().replace(b"{}", encode(ARTICLE)), "")
    assert decoded.text == frame.replace("{}", ARTICLE)
    assert (decoded.charset, decoded.reason) == ("utf-8", reason)


def test_what_may_be_of_the_frame_or_of_what_was_pasted_is_flagged() -> None:
    """The word *Tôi* is another one in letters for VNI, and stands where the two meet."""
    pasted = for_a_font(in_vni)(ARTICLE)
    body = "<p>Giới thiệu</p><p>Tôi</p>".encode() + pasted
    assert decode(body, "").is_unsure


def test_letters_for_a_font_may_be_entities() -> None:
    text = "Hội nghị Ban Chấp hành Đảng bộ tỉnh"
    entities = "".join(
        f"&{codepoint2name[ord(letter)]};" if ord(letter) in codepoint2name else letter
        for letter in in_vni(text).decode("cp1252")
    )
    decoded = decode(f"<p>{entities}&nbsp;&lt;</p>".encode(), "")
    assert (decoded.text, decoded.reason) == (f"<p>{text}&nbsp;&lt;</p>", "font-vni")
    usual = "<p>V&agrave; &ocirc;ng Mu&uml;ller</p>"
    assert decode(usual.encode(), "").text == usual


def test_a_letter_lost_on_the_way_is_flagged_where_letters_were_encoded_twice() -> None:
    """Programs that know windows-1252 alone leave question marks for the bytes that it lacks."""
    text = twice("Ở ngoài trời có từng người một, rồi lời mời và giờ chờ đợi.").decode()
    lost = "".join("?" if "\x80" <= letter <= "\x9f" else letter for letter in text)
    assert decode(lost.encode(), "").is_unsure


@pytest.mark.parametrize("kind", [EntryKind.ARTICLE, EntryKind.LISTING, EntryKind.HEAD, None])
def test_a_page_in_no_certain_charset_becomes_nothing(kind: EntryKind | None) -> None:
    page = "<html><h1>§¹i héi</h1></html>".encode("cp1252")
    capture = Capture(
        url="https://a.vn/x.html", at=now(), body=page, request=PageRequest(url="https://a.vn/x")
    )
    site = declared_sites().sites["nghe_an_tuyen_giao"]
    with pytest.raises(UnsureCharset, match=r"charset of https://a\.vn/x\.html"):
        read(site, kind, capture)
    with pytest.raises(UnsureCharset):
        article_of(site, replace(capture, is_text=True))


def test_the_archive_names_every_reason() -> None:
    (meaning,) = [
        column.meaning
        for table in TABLES
        for column in table.columns
        if (table.name, column.name) == ("captures", "charset")
    ]
    assert meaning.endswith(f": {', '.join(REASONS)}")


def test_a_flood_of_words_is_not_weighed_for_long() -> None:
    words = (b"%x\xe9" % number for number in range(100_000))
    assert decode(b" ".join(words), "text/html; charset=windows-1252").reason == "declared"


@given(st.binary(max_size=200), st.sampled_from(["", "windows-1252", "tcvn", "big5", "x"]))
def test_any_bytes_have_a_text_that_can_be_stored(body: bytes, label: str) -> None:
    decoded = decode(body, f"text/html; charset={label}")
    assert "\0" not in decoded.text
    decoded.text.encode()
    assert decoded.reason in REASONS


@given(st.text(alphabet=MOJIBAKE, max_size=80))
def test_any_text_can_be_mended_or_left(text: str) -> None:
    assert decode(text.encode(), "").reason in {
        "valid",
        "twice",
        "font-vni",
        "font-tcvn3",
        "unsure",
    }
