"""From bytes to text: which charset, and why."""

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

from crawler.extract.composition import composed

#: Where neither bytes nor labels say anything: the charset of Vietnamese pages before UTF-8.
_FALLBACK = "cp1258"
#: The charsets, by Python's names, that a label may choose: Python's others are no charsets of
#: pages (``hex``, ``punycode``, ``unicode_escape``).
_OF_PAGES = re.compile(
    r"ascii|utf-(?:8|16|32)(?:-[bl]e)?|cp\d+|iso8859-\d+|koi8-\w|mac-\w+|tis-620|big5\w*|gb\w+"
    r"|euc_\w+|shift_jis\w*|iso2022_\w+"
)
#: So many characters that are no ASCII stand against one broken one, where UTF-8 was only cut.
_SOUND = 50


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text, the charset it was decoded with, and the reason for that charset.

    UTF-8 stays as it was sent, and whoever takes a text out of it folds that into NFC: to compose a
    whole page takes as long as to read one. What came in another charset is NFC, for windows-1258
    has most letters only in parts.

    ``reason`` is ``bom``, ``valid`` (the bytes are valid UTF-8, whatever a label says), ``nearly``
    (they are but for a few places), ``declared`` or ``fallback``.
    """

    text: str
    charset: str
    reason: str


def decode(body: bytes, content_type: str) -> Decoded:
    """The text of *body*: by byte order mark, else UTF-8 if (nearly) valid, else as declared.

    UTF-8 goes before a label, for servers put one label on everything; and pages that are UTF-8
    hold teasers that were cut between the bytes of a letter. No other charset of Vietnamese looks
    like it. NUL becomes U+FFFD, and so does each byte that the charset does not have.
    """
    charset, mark = read_bom(body)
    if charset and mark:
        return _decoded(body[len(mark) :], charset, "bom")
    with suppress(UnicodeDecodeError):
        text = body.decode("utf-8")
        return Decoded(_storable(text) if b"\0" in body else text, "utf-8", "valid")
    if _is_nearly_utf8(body):
        return _decoded(body, "utf-8", "nearly")
    declared = http_content_type_encoding(content_type) or html_body_declared_encoding(body)
    charset = resolve_encoding(declared) if declared else None
    if charset and _OF_PAGES.fullmatch(codecs.lookup(charset).name):
        return _decoded(body, charset, "declared")
    return _decoded(body, _FALLBACK, "fallback")


def _is_nearly_utf8(body: bytes) -> bool:
    text = body.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    beyond_ascii = len(text) - len(text.encode("ascii", errors="ignore"))
    return beyond_ascii - broken >= broken * _SOUND


def _decoded(body: bytes, charset: str, reason: str) -> Decoded:
    name = codecs.lookup(charset).name
    text = composed(_storable(body.decode(name, errors="replace")))
    return Decoded(text, name, reason)


def _storable(text: str) -> str:
    """No charset of pages gives halves of surrogate pairs, so NUL is all that cannot be stored."""
    return text.replace("\x00", "\ufffd")
