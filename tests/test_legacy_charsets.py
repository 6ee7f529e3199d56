"""Every letter of Vietnamese in every charset that it came in, under true labels and false ones.

A page decodes right. A title alone may be too little to tell, and is flagged then; it is never
taken for something else.
"""

import shutil
import subprocess
import unicodedata
from collections.abc import Callable

import pytest

from crawler.extract.charset import decode
from tests import legacy_charsets as legacy
from tests.legacy_charsets import LETTERS, SMALL

#: A word for each letter.
_WORDS = """
tháng hàng giải xã hạng năm thắng bằng thẳng sẵn mặt dân cấp cầu khẩu mẫu luật kén hè trẻ sẽ mẹ bên
kết nghề thể lễ việc chí kì tỉnh nghĩa thị có phòng hỏi rõ họp công số đồng tổ chỗ hội cơ mới giờ sở
đỡ hợp phú vùng của cũng phụ thư thứ từ cử nữ sự lý kỳ kỷ kỹ lỵ đi
""".split()
WORDS = {letter: next(word for word in _WORDS if letter in word) for letter in SMALL}
WORDS |= {letter.upper(): word.upper() for letter, word in WORDS.items()}

_PAGE = (
    "<html><head><title>{title}</title></head><body><p>{title}</p><p>Sáng nay chi bộ họp bàn rồi"
    " giao thêm việc cho từng tổ ở cơ sở.</p></body></html>"
)

Encode = Callable[[str], bytes]
#: Each with the charset that a page in it is said to be in.
ENCODINGS: dict[str, tuple[Encode, str]] = {
    "utf-8": (str.encode, "utf-8"),
    "utf-8 with a mark": (lambda text: text.encode("utf-8-sig"), "utf-8"),
    "utf-8 in parts": (lambda text: unicodedata.normalize("NFD", text).encode(), "utf-8"),
    "cp1258": (legacy.in_cp1258, "cp1258"),
    "tcvn3": (legacy.in_tcvn3, "tcvn3"),
    "vni": (legacy.in_vni, "vni"),
    "viscii": (legacy.in_viscii, "viscii"),
    "utf-16-le": (lambda text: text.encode("utf-16-le"), "utf-16-le"),
    "utf-16-be": (lambda text: text.encode("utf-16-be"), "utf-16-be"),
    "utf-16-le with a mark": (lambda text: f"\ufeff{text}".encode("utf-16-le"), "utf-16-le"),
    "utf-16-be with a mark": (lambda text: f"\ufeff{text}".encode("utf-16-be"), "utf-16-be"),
    "utf-8 twice": (legacy.twice, "utf-8"),
    "utf-8 twice by latin-1": (legacy.twice_by_latin1, "utf-8"),
    "utf-8 thrice": (legacy.thrice, "utf-8"),
    "utf-8 for tcvn3": (legacy.for_a_font(legacy.in_tcvn3), "utf-8"),
    "utf-8 for vni": (legacy.for_a_font(legacy.in_vni), "utf-8"),
}
LABELS = (
    "", "utf-8", "windows-1252", "iso-8859-1", "windows-1258", "tcvn", "x-viet-tcvn5712", "viscii",
    "big5", "x-khong-co",
)  # fmt: skip


def test_there_are_134_letters() -> None:
    assert len(set(LETTERS)) == len(LETTERS) == 134
    assert all(letter in word for letter, word in WORDS.items())


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_page_decodes_right_under_every_label(name: str) -> None:
    encode, charset = ENCODINGS[name]
    for letter in LETTERS:
        start = "HỘI NGHỊ CÁN BỘ" if letter.isupper() else "Hội nghị cán bộ"
        text = _PAGE.format(title=f"{start} {WORDS[letter]}")
        body = encode(text)
        for label in LABELS:
            decoded = decode(body, f"text/html; charset={label}" if label else "text/html")
            assert unicodedata.normalize("NFC", decoded.text) == text, (letter, label)
            assert decoded.charset == charset, (letter, label)
            assert not decoded.is_unsure, (letter, label)


@pytest.mark.parametrize("name", ENCODINGS)
def test_a_title_alone_is_right_or_flagged(name: str) -> None:
    encode, _ = ENCODINGS[name]
    for letter in LETTERS:
        start = "HỘI NGHỊ" if letter.isupper() else "Hội nghị"
        title = f"{start} {WORDS[letter]}"
        for label in LABELS:
            decoded = decode(encode(title), f"text/html; charset={label}")
            right = unicodedata.normalize("NFC", decoded.text) == title
            assert right or decoded.is_unsure, (letter, label, decoded)


@pytest.mark.parametrize("name", ["cp1258", "tcvn3", "vni", "viscii"])
@pytest.mark.parametrize("label", LABELS)
def test_a_word_alone_is_right_or_flagged(name: str, label: str) -> None:
    encode, _ = ENCODINGS[name]
    for word in _WORDS:
        decoded = decode(encode(word), f"text/html; charset={label}")
        assert decoded.text == word or decoded.is_unsure, (word, decoded)


@pytest.mark.parametrize(
    ("charset", "encode", "letters"),
    [
        ("TCVN5712-1", legacy.in_tcvn3, [*SMALL, *"ĂÂÊÔƠƯĐ"]),
        ("VISCII", legacy.in_viscii, LETTERS),
        ("CP1258", legacy.in_cp1258, LETTERS),
    ],
)
def test_the_codes_are_those_of_glibc(charset: str, encode: Encode, letters: list[str]) -> None:
    iconv = shutil.which("iconv")
    if iconv is None or subprocess.run([iconv, "-f", charset], input=b"", check=False).returncode:
        pytest.skip(f"there is no iconv here that knows {charset}")
    body = encode("\n".join(letters))
    told = subprocess.run(
        [iconv, "-f", charset, "-t", "utf-8"], input=body, capture_output=True, check=True
    )
    assert unicodedata.normalize("NFC", told.stdout.decode()).split() == letters


def test_the_codes_of_vni() -> None:
    """As input methods print them, written out by hand."""
    assert legacy.in_vni("Đặng Thị Ỷ, Ưng Hòa, kỵ sĩ, ở Mỹ, ngẫm, ẢI") == (
        "Ñaëng Thò YÛ, Öng Hoøa, kî só, ôû Myõ, ngaãm, AÛI".encode("cp1252")
    )
