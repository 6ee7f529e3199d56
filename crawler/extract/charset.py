"""From bytes to text: which charset, and why."""

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

from crawler.extract.charsets.evidence import Contest
from crawler.extract.charsets.mending import is_suspect, mended
from crawler.extract.charsets.tables import from_tcvn3, from_viscii, from_vni, from_western
from crawler.extract.composition import composed

#: Where nothing tells: the charset of Vietnamese pages before UTF-8.
_FALLBACK = "cp1258"
#: The charsets, by Python's names, that a label may choose: Python's others are no charsets of
#: pages (``hex``, ``punycode``, ``unicode_escape``), and what is in UTF shows it.
_OF_PAGES = re.compile(
    r"ascii|cp\d+|iso8859-\d+|koi8-\w|mac-\w+|tis-620|big5\w*|gb\w+|euc_\w+|shift_jis\w*"
    r"|iso2022_\w+"
)
#: Labels of charsets that Python does not have, looked for where a page declares one.
_LABEL = re.compile(
    rb"charset\s{0,9}=\s{0,9}[\"']?(?:x-)?(?:viet-)?(tcvn|viscii|vni)", re.IGNORECASE
)
_LABELS = {b"tcvn": "tcvn3", b"viscii": "viscii", b"vni": "vni"}
_DECLARED_WITHIN = 4096
#: So many characters that are no ASCII stand against one broken one, where a text was only cut.
_SOUND = 50
#: Where one letter in so many is whole, that is no accident.
_ACCIDENTS = 4
#: What "ươ" in VISCII is in UTF-8; no page is in N'Ko.
_NKO = re.compile("[\u07c0-\u07ff]")
#: Of the characters of UTF-16 at least one in so many is Latin, with a NUL before or behind it.
_LATIN = 4
#: Letters, and all bytes that are one in some charset; VISCII has some among the controls.
_WORD = re.compile(rb"[A-Za-z\x02\x05\x06\x14\x19\x1e\x80-\xff]+")
_LETTER = re.compile(r"[^\W\d_]")

#: How bytes read in the charsets of Vietnamese, by the names under which captures have them.
_VIETNAMESE: Mapping[str, Callable[[bytes], str]] = MappingProxyType(
    {
        "cp1258": lambda body: body.decode("cp1258", errors="replace"),
        "tcvn3": lambda body: from_tcvn3(from_western(body)),
        "vni": lambda body: from_vni(from_western(body)),
        "viscii": from_viscii,
    }
)

#: Every reason for a charset, and what it means.
REASONS: Mapping[str, str] = MappingProxyType(
    {
        "bom": "a byte order mark",
        "valid": "valid UTF-8",
        "nearly": "UTF-8 but for a few broken letters",
        "nuls": "UTF-16, as its NULs stand",
        "twice": "UTF-8 encoded once more as if it were windows-1252, undone",
        "font-tcvn3": "UTF-8 with letters meant for a font of TCVN3, replaced",
        "font-vni": "UTF-8 with letters meant for a font of VNI, replaced",
        "declared": "the label, and nothing against it",
        "evidence": "Vietnamese syllables in it, and not in others",
        "fallback": "signs without letters only",
        "unsure": "nothing tells; the page is not read",
    }
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, the charset it was decoded with, and the reason for that charset.

    UTF-8 stays as it was sent, and whoever takes a text out of it folds that into NFC: to compose a
    whole page takes as long as to read one. What came in another charset is NFC, for windows-1258
    has most letters only in parts. The text holds no NUL. ``reason`` is one of :data:`REASONS`.
    """

    text: str
    charset: str
    reason: str

    @property
    def is_unsure(self) -> bool:
        """Whether nothing tells the charset, so that the text may be garbage."""
        return self.reason == "unsure"


def decode(body: bytes, content_type: str) -> Decoded:
    """The text of *body*: as its bytes tell, else as it is declared, else unsure.

    UTF-8 goes before a label, for servers put one label on everything; and pages that are UTF-8
    hold teasers that were cut between the bytes of a letter. No other charset of Vietnamese looks
    like it. NUL becomes U+FFFD, and so does each byte that the charset does not have.
    """
    charset, mark = read_bom(body)
    if charset and mark:
        body = body[len(mark) :]
        if charset != "utf-8":
            return _checked(body, charset, "bom")
    decoded = _in_utf16(body) or _in_utf8(body) or _in_a_byte_a_letter(body, content_type)
    return replace(decoded, reason="bom") if mark and decoded.reason == "valid" else decoded


def _in_utf16(body: bytes) -> Decoded | None:
    """UTF-16 without a mark: half of its bytes, every other, are mostly NUL."""
    if b"\0" not in body:
        return None
    first, second = body[::2].count(0), body[1::2].count(0)
    for ours, theirs, charset in ((second, first, "utf-16-le"), (first, second, "utf-16-be")):
        if ours * _LATIN * 2 >= len(body) and theirs * _LATIN <= ours:
            return _checked(body, charset, "nuls")
    return None


def _in_utf8(body: bytes) -> Decoded | None:
    """UTF-8, also where letters are broken, unless those are so many that it is another charset."""
    try:
        text, broken = body.decode("utf-8"), 0
    except UnicodeDecodeError:
        text = body.decode("utf-8", errors="replace")
        broken = text.count("\ufffd")
    if b"\xdf" in body:
        broken += len(_NKO.findall(text))
    reason = "valid"
    if broken:
        whole = _beyond_ascii(text) - broken
        if whole * _ACCIDENTS <= broken:
            return None
        reason = "nearly" if whole >= broken * _SOUND else "unsure"
    if is_suspect(body):
        text, reason = mended(text) or (text, reason)
    return Decoded(_storable(text) if b"\0" in body else text, "utf-8", reason)


def _in_a_byte_a_letter(body: bytes, content_type: str) -> Decoded:
    declared = _declared(body, content_type)
    others = {declared: _reader(declared)} if declared else {}
    found = (word[0] for word in _WORD.finditer(body))
    contest = Contest(filter(_is_telling, found), {**_VIETNAMESE, **others})
    if contest.is_empty and declared is None:
        return _checked(body, _FALLBACK, "fallback")
    if declared and declared in _VIETNAMESE and contest.bears(declared):
        return _checked(body, declared, "declared")
    for charset in _VIETNAMESE:
        if contest.is_clear(charset):
            return _checked(body, charset, "evidence")
    unclear = [charset for charset in _VIETNAMESE if contest.may_be(charset)]
    if declared and not any(contest.differ(charset, declared) for charset in unclear):
        return _checked(body, declared, "declared")
    return replace(_checked(body, declared or _FALLBACK, "unsure"), reason="unsure")


def _is_telling(word: bytes) -> bool:
    """Whether *word* has a byte that charsets read apart, and is more than a sign."""
    is_plain = word.isalpha() and word.isascii()
    return not is_plain and _LETTER.search(from_western(word)) is not None


def _declared(body: bytes, content_type: str) -> str | None:
    """The charset that the label names, if it is one of pages; the header goes before the page."""
    if label := _LABEL.search(content_type.encode() + b" " + body[:_DECLARED_WITHIN]):
        return _LABELS[label[1].lower()]
    named = http_content_type_encoding(content_type) or html_body_declared_encoding(body)
    charset = resolve_encoding(named) if named else None
    name = codecs.lookup(charset).name if charset else ""
    return name if _OF_PAGES.fullmatch(name) else None


def _reader(charset: str) -> Callable[[bytes], str]:
    return _VIETNAMESE.get(charset) or (lambda body: body.decode(charset, errors="replace"))


def _checked(body: bytes, charset: str, reason: str) -> Decoded:
    """*body* in *charset*; unsure where much of it is nothing there."""
    name = charset if charset in _VIETNAMESE else codecs.lookup(charset).name
    text = composed(_reader(name)(body))
    broken = text.count("\ufffd")
    if broken * _SOUND > _beyond_ascii(text):
        reason = "unsure"
    return Decoded(_storable(text), name, reason)


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", errors="ignore"))


def _storable(text: str) -> str:
    """No charset of pages gives halves of surrogate pairs, so NUL is all that cannot be stored."""
    return text.replace("\x00", "\ufffd")
