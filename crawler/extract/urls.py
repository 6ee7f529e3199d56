"""Addresses: the one spelling under which each is stored, and the key of a request."""

import hashlib
import re
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from crawler.errors import PageError
from crawler.items import PageRequest


class UrlError(PageError):
    """A text is no http or https address."""

    reason = "address"


_PORTS = {"http": 80, "https": 443}
#: Parameters that only say where a reader came from.
_TRACKING = re.compile(
    r"(?:utm_\w*|fbclid|gclid|dclid|msclkid|zarsrc|yclid|mc_cid|mc_eid)(?:=|$)", re.IGNORECASE
)
_SESSION = re.compile(r";jsessionid=[^/?#;]*", re.IGNORECASE)
#: What browsers take out of an address before they look at it.
_STRIPPED = re.compile(r"[\t\r\n]")
_EDGES = "".join(map(chr, range(0x21))) + "\u00a0\ufeff\u200b"
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE = "/:@!$&'()*+,;=?~%"
#: An address that is spelt so already, as most are; to see that takes a tenth of the time.
_PLAIN = re.compile(r"https?://[a-z0-9._-]++(?:/[A-Za-z0-9_~-]++(?:\.[A-Za-z0-9_~-]++)*+)*+/?+")
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")


def canonical_url(url: str) -> str:
    """The one spelling under which *url* is stored.

    Scheme and host in lower case, no default port, no user, no fragment, dots in the path
    resolved, one percent-encoding (``%C4%91`` and ``đ`` are one address), without tracking
    parameters and Java session ids. Other parameters stay, in their order: some sites find the
    article by them. ``www.`` and the scheme stay too: only a site can say that two hosts serve
    one page. Raises UrlError where *url* is no http or https address.
    """
    if _PLAIN.fullmatch(url) and url.count("/") > 2:
        return url
    parts = _split(url)
    path = _without_dots(_encoded(_SESSION.sub("", parts.path)) or "/")
    query = "&".join(part for part in _encoded(parts.query).split("&") if _is_wanted(part))
    return urlunsplit((parts.scheme, _netloc(parts, url), path, query, ""))


def request_key(request: PageRequest) -> str:
    """The fingerprint of a request: SHA-256 of its method, canonical address and body."""
    text = f"{request.method} {canonical_url(request.url)}\n".encode()
    return hashlib.sha256(text + request.body).hexdigest()


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(_STRIPPED.sub("", url.strip(_EDGES)))
    except ValueError as error:
        raise UrlError(f"{url!r} is no address: {error}") from error
    if parts.scheme not in _PORTS:
        raise UrlError(f"{url!r} is no http or https address")
    return parts


def _netloc(parts: SplitResult, url: str) -> str:
    try:
        host, port = parts.hostname or "", parts.port
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise UrlError(f"{url!r} is no address: {error}") from error
    if not _HOST.fullmatch(host):
        raise UrlError(f"{url!r} names no host")
    shown = f"[{host}]" if ":" in host else host
    return shown if port in (None, _PORTS[parts.scheme]) else f"{shown}:{port}"


def _encoded(text: str) -> str:
    """*text* with one percent-encoding: needless escapes undone, all others in capitals."""
    lone = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    folded = _ESCAPE.sub(_escape, lone)
    return quote(folded, safe=_SAFE, errors="replace")


def _escape(found: "re.Match[str]") -> str:
    byte = int(found[1], 16)
    return chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"


def _is_wanted(parameter: str) -> bool:
    return bool(parameter) and not _TRACKING.match(parameter)


def _without_dots(path: str) -> str:
    """*path* with ``.`` and ``..`` resolved; it never climbs above the root."""
    kept: list[str] = []
    parts = path.split("/")[1:] if path.startswith("/") else path.split("/")
    for part in parts:
        if part == "..":
            del kept[-1:]
        elif part != ".":
            kept.append(part)
    if parts[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)
