"""From bytes to text: which charset, and why."""

import codecs
import re
import unicodedata
from dataclasses import dataclass

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

#: Where neither bytes nor labels say anything: the charset of Vietnamese pages before UTF-8.
_FALLBACK = "cp1258"
#: What text may not hold if it is to be stored: NUL, and halves of a surrogate pair.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A page's text in NFC, the charset it was decoded with, and the reason for that charset.

    ``reason`` is ``bom``, ``valid`` (the bytes are valid UTF-8, whatever a label says),
    ``declared`` or ``fallback``.
    """

    text: str
    charset: str
    reason: str


def decode(body: bytes, content_type: str) -> Decoded:
    """The text of *body*: by byte order mark, else UTF-8 if valid, else as declared.

    Valid UTF-8 goes before a label, for servers put one label on everything. NUL becomes U+FFFD,
    and so does each byte that the charset does not have.
    """
    charset, mark = read_bom(body)
    if charset and mark:
        return _decoded(body[len(mark) :], charset, "bom")
    try:
        return Decoded(_storable(body.decode("utf-8")), "utf-8", "valid")
    except UnicodeDecodeError:
        declared = http_content_type_encoding(content_type) or html_body_declared_encoding(body)
    if declared and (charset := resolve_encoding(declared)):
        return _decoded(body, charset, "declared")
    return _decoded(body, _FALLBACK, "fallback")


def _decoded(body: bytes, charset: str, reason: str) -> Decoded:
    name = codecs.lookup(charset).name
    return Decoded(_storable(body.decode(name, errors="replace")), name, reason)


def _storable(text: str) -> str:
    return unicodedata.normalize("NFC", _UNSTORABLE.sub("\ufffd", text))
