"""Content codings undone, within limits; a body that is not all there says so."""

import zlib
from collections.abc import Sequence
from typing import NamedTuple

#: A body that unpacks to more than this many bytes is cut there, unless a caller says otherwise.
MOST_BYTES = 64 * 1024 * 1024
#: What every member of gzip begins with.
_GZIP = b"\x1f\x8b"
#: So many bytes are unpacked at once.
_PIECE = 4096


class Uncoded(NamedTuple):
    """A body with its content coding undone; ``problem`` says why it is not all of it, if so."""

    body: bytes
    problem: str | None = None

    @property
    def cut(self) -> bool:
        """Whether the body is not all that was meant."""
        return self.problem is not None


def undo_content_coding(
    payload: bytes, headers: Sequence[tuple[str, str]], *, most: int = MOST_BYTES
) -> Uncoded:
    """*payload* without gzip and deflate, in the order that *headers* name them, last first.

    ``problem`` is None, ``cut`` (the coded bytes end too early), ``damaged`` (they are not what the
    header says), ``too-large`` (more than *most* bytes) or ``unknown-coding``; ``body`` is what
    could be had. A payload that is not coded although the header says so is taken as it is.
    """
    named = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    codings = [coding.strip().lower() for coding in named.split(",")]
    body = payload
    for coding in reversed(codings):
        if coding in ("", "identity"):
            continue
        if coding not in ("gzip", "x-gzip", "deflate"):
            return Uncoded(body, "unknown-coding")
        body, problem = _unpack(body, coding, most)
        if problem:
            return Uncoded(body, problem)
    return Uncoded(body[:most], "too-large") if len(body) > most else Uncoded(body)


def _unpack(data: bytes, coding: str, most: int) -> Uncoded:
    if not data:
        return Uncoded(b"")
    if coding == "deflate":
        # Servers send both forms: with zlib's header, as the standard has it, and without.
        is_zlib = data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2], "big") % 31 == 0
        return _inflate(data, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS, most)
    if not data.startswith(_GZIP[: len(data)]):
        return Uncoded(data)
    return _inflate(data, zlib.MAX_WBITS + 16, most)


def _inflate(data: bytes, wbits: int, most: int) -> Uncoded:
    """Undo one coding; gzip may have several members, and what follows the last is passed by.

    It goes in small pieces, for the unpacker copies what a member leaves of each.
    """
    body, at = bytearray(), 0
    unpacker = zlib.decompressobj(wbits)
    while at < len(data):
        piece = data[at : at + _PIECE]
        try:
            body += unpacker.decompress(piece, most + 1 - len(body))
        except zlib.error:
            return Uncoded(bytes(body), "damaged")
        if len(body) > most:
            return Uncoded(bytes(body[:most]), "too-large")
        at += len(piece) - len(unpacker.unused_data)
        if unpacker.eof:
            is_gzip = wbits > zlib.MAX_WBITS and at < len(data)
            if not is_gzip or not data.startswith(_GZIP[: len(data) - at], at):
                return Uncoded(bytes(body))
            unpacker = zlib.decompressobj(wbits)
    return Uncoded(bytes(body), "cut")
