"""Content codings undone, within limits; a body that is not all there says so."""

import hashlib
import zlib
from collections.abc import Callable, Sequence
from typing import NamedTuple

#: A body that unpacks to more than this many bytes is cut there, unless a caller says otherwise.
MOST_BYTES = 64 * 1024 * 1024
#: What every member of gzip begins with.
GZIP = b"\x1f\x8b"
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
    body, codings = payload, _codings(headers)
    while codings:
        unpacked = bytearray()
        problem = _unpack(body, codings.pop(), most, unpacked.extend)
        body = bytes(unpacked)
        if problem:
            return Uncoded(body, problem)
    return Uncoded(body[:most], "too-large") if len(body) > most else Uncoded(body)


def sha256_of_body(payload: bytes, headers: Sequence[tuple[str, str]]) -> str:
    """The digest of what :func:`undo_content_coding` gives of *payload*, in hexadecimal digits.

    The body, which may be a thousand times as large as the payload, is never whole in memory.
    """
    first, *others = _codings(headers) or [""]
    outer = [("Content-Encoding", ", ".join(others))]
    body, problem = undo_content_coding(payload, outer)
    digest = hashlib.sha256()
    if problem:
        digest.update(body)
    else:
        _unpack(body, first, MOST_BYTES, digest.update)
    return digest.hexdigest()


def _codings(headers: Sequence[tuple[str, str]]) -> list[str]:
    """Those that a server has applied, in this order."""
    named = ",".join(value for name, value in headers if name.lower() == "content-encoding")
    codings = (coding.strip().lower() for coding in named.split(","))
    return [coding for coding in codings if coding not in ("", "identity")]


def _unpack(data: bytes, coding: str, most: int, take: Callable[[bytes], object]) -> str | None:
    """Undo one coding, and give *take* what it hides; what is the matter with it, if anything."""
    if coding not in ("gzip", "x-gzip", "deflate"):
        take(data[:most])
        return "unknown-coding" if coding else None
    if coding == "deflate" and data:
        # Servers send both forms: with zlib's header, as the standard has it, and without.
        is_zlib = data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2], "big") % 31 == 0
        return _inflate(data, zlib.MAX_WBITS if is_zlib else -zlib.MAX_WBITS, most, take)
    if not data or not data.startswith(GZIP[: len(data)]):
        take(data[:most])
        return "too-large" if len(data) > most else None
    return _inflate(data, zlib.MAX_WBITS + 16, most, take)


def _inflate(data: bytes, wbits: int, most: int, take: Callable[[bytes], object]) -> str | None:
    """Undo one coding; gzip may have several members, and what follows the last is passed by.

    It goes in small pieces, for the unpacker copies what a member leaves of each.
    """
    at, left = 0, most
    unpacker = zlib.decompressobj(wbits)
    while at < len(data):
        piece = data[at : at + _PIECE]
        try:
            unpacked = unpacker.decompress(piece, left + 1)
        except zlib.error:
            return "damaged"
        take(unpacked[:left])
        left -= len(unpacked)
        if left < 0:
            return "too-large"
        at += len(piece) - len(unpacker.unused_data)
        if unpacker.eof:
            is_gzip = wbits > zlib.MAX_WBITS and at < len(data)
            if not is_gzip or not data.startswith(GZIP[: len(data) - at], at):
                return None
            unpacker = zlib.decompressobj(wbits)
    return "cut"
