"""Addresses: the one spelling under which each is stored, and the key of a request."""

import hashlib
import re
from urllib.parse import SplitResult, quote, urljoin, urlsplit, urlunsplit

from crawler.errors import PageError
from crawler.items import PageRequest


class UrlError(PageError):
    """A text is no http or https address."""

    reason = "address"


class OtherScheme(UrlError):
    """A text is an address, but of no page: a mail, a telephone, a script, a file."""


#: The longest address that a link may have: more than so many bytes no server need take (RFC 9110),
#: and a title of 300 letters, each of three bytes that are escaped, has 2,700.
LONGEST = 8000
#: An address with more steps, or with one step or row of steps so many times on end, leads in
#: circles: a server that resolves links wrongly makes each a little longer than the last.
MOST_STEPS, MOST_ROUNDS = 24, 3

_PORTS = {"http": 80, "https": 443}
#: Parameters that only say where a reader came from.
_TRACKING = re.compile(
    r"(?:utm_\w*|fbclid|gclid|dclid|msclkid|zarsrc|yclid|mc_cid|mc_eid)(?:=|$)", re.IGNORECASE
)
#: What names a visit and no page; ``sid`` and ``s`` do so only with a value such as sessions have.
_VISIT = re.compile(
    r"(?:phpsessid|jsessionid|aspsessionid[a-z]*|asp\.net_sessionid|cfid|cftoken|oscsid|zenid"
    r"|session_?id)(?:=|$)|(?:sid|s)=(?=[a-z]*[0-9])[0-9a-z]{20,}$",
    re.IGNORECASE,
)
#: The same within a path: of Java and PHP after a semicolon, of ASP.NET as a step of its own.
_SESSION = re.compile(
    r";(?:jsessionid|phpsessid|sid)=[^/?#;]*|/\((?:[A-Z]\([a-z0-9_-]{8,}\))+\)(?=/)", re.IGNORECASE
)
#: What browsers take out of an address before they look at it.
_STRIPPED = re.compile(r"[\t\r\n]")
_USER = re.compile(r"//[^/?#@]*@")
_EDGES = "".join(map(chr, range(0x21))) + "\u00a0\ufeff\u200b"
_HAS_HOST = re.compile(r"(?:https?:)?//", re.IGNORECASE)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*+):")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE = "/:@!$&'()*+,;=?~%"
#: An address that is spelt so already, as most are; to see that takes a tenth of the time.
_PLAIN = re.compile(
    r"https?://[a-z0-9_-]++(?:\.[a-z0-9_-]++)*+(?:/[A-Za-z0-9_~-]++(?:\.[A-Za-z0-9_~-]++)*+)*+/?+"
)
_HOST = re.compile(r"[a-z0-9._-]+|[0-9a-f:.]+")
#: What must not follow the brackets of an address in numbers; the parser does not mind it.
_AFTER_BRACKETS = re.compile(r"\][^:]")
_HALF_A_PAIR = re.compile(r"[\ud800-\udfff]")


def canonical_url(url: str) -> str:
    """The one spelling under which *url* is stored.

    Scheme and host in lower case, no default port, no user, no fragment, dots in the path
    resolved, one percent-encoding (``%C4%91`` and ``đ`` are one address), without tracking
    parameters and the ids of sessions. Other parameters stay, in their order: some sites find the
    article by them. ``www.`` and the scheme stay too: only a site can say that two hosts serve
    one page. Raises UrlError where *url* is no http or https address, OtherScheme where it is
    one of another kind.
    """
    if _PLAIN.fullmatch(url) and url.count("/") > 2:
        return url
    return _canonical(_cleaned(url))


def link_target(base: str, href: str) -> str:
    """The canonical address to which the link *href* on the page *base* leads.

    As browsers have it: white space around it and line ends in it do not count, and a backslash is
    a slash. Raises UrlError as :func:`canonical_url` does, and for an address beyond LONGEST.
    """
    cleaned = _cleaned(href)
    if len(cleaned) > LONGEST and not _is_of_other_scheme(cleaned):
        raise UrlError(f"{_shown(cleaned)} is longer than {LONGEST} characters")
    if _HAS_HOST.match(cleaned):  # then nothing is the page's, but perhaps the scheme
        scheme = "" if cleaned[0] != "/" else f"{base.partition(':')[0]}:"
        return canonical_url(scheme + cleaned)
    try:
        return _canonical(urljoin(base, cleaned))
    except ValueError as error:
        raise UrlError(f"{_shown(href)} is no address: {error}") from error


def leads_in_circles(url: str) -> bool:
    """Whether the path of *url*, as in ``/en/vi/en/vi/en/vi/``, comes of links resolved wrongly.

    Steps without a letter do not count, for a day may have one number as its month and year.
    """
    steps = urlsplit(url).path.split("/")[1:]
    if len(steps) > MOST_STEPS:
        return True
    for size in range(1, len(steps) // MOST_ROUNDS + 1):
        for at in range(len(steps) - size * MOST_ROUNDS + 1):
            row = steps[at : at + size]
            rounds = steps[at : at + size * MOST_ROUNDS]
            if rounds == row * MOST_ROUNDS and any(map(str.isalpha, "".join(row))):
                return True
    return False


def _canonical(url: str) -> str:
    parts = _split(url)
    path = _without_dots(_encoded(_SESSION.sub("", parts.path)) or "/")
    query = "&".join(part for part in _encoded(parts.query).split("&") if _is_wanted(part))
    return urlunsplit((parts.scheme, _netloc(parts, url), path, query, ""))


def request_key(request: PageRequest) -> str:
    """The fingerprint of a request: SHA-256 of its method, canonical address and body."""
    text = f"{request.method} {canonical_url(request.url)}\n".encode()
    return hashlib.sha256(text + request.body).hexdigest()


def _cleaned(url: str) -> str:
    """*url* without what browsers take out of it, and with slashes for backslashes in its path."""
    text = _STRIPPED.sub("", url.strip(_EDGES))
    if "\\" not in text or _is_of_other_scheme(text):
        return text
    path, mark, rest = _parted(text)
    return path.replace("\\", "/") + mark + rest


def _parted(text: str) -> tuple[str, str, str]:
    """*text* before, at and after its first ``?`` or ``#``."""
    found = re.search(r"[?#]", text)
    return (text[: found.start()], found[0], text[found.end() :]) if found else (text, "", "")


def _is_of_other_scheme(text: str) -> bool:
    found = _SCHEME.match(text)
    return found is not None and found[1].lower() not in _PORTS


def _split(url: str) -> SplitResult:
    if _is_of_other_scheme(url):
        raise OtherScheme(f"{_shown(url)} is no http or https address")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise UrlError(f"{_shown(url)} is no address: {error}") from error
    if parts.scheme not in _PORTS:
        raise UrlError(f"{_shown(url)} is no http or https address")
    return parts


def _shown(url: str) -> str:
    """*url* for a message: not all of a long one, and nobody's password."""
    return repr(_USER.sub("//", url[:200]))


def _netloc(parts: SplitResult, url: str) -> str:
    try:
        host, port = parts.hostname or "", parts.port
        if not host.isascii():
            host = host.encode("idna").decode("ascii")
    except (ValueError, UnicodeError) as error:
        raise UrlError(f"{_shown(url)} is no address: {error}") from error
    host = host.rstrip(".")  # the root of all names, which goes without saying
    if not _HOST.fullmatch(host) or _AFTER_BRACKETS.search(parts.netloc):
        raise UrlError(f"{_shown(url)} names no host")
    shown = f"[{host}]" if ":" in host else host
    return shown if port in (None, _PORTS[parts.scheme]) else f"{shown}:{port}"


def _encoded(text: str) -> str:
    """*text* with one percent-encoding: needless escapes undone, all others in capitals."""
    lone = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text)
    folded = _ESCAPE.sub(_escape, lone)
    return quote(_HALF_A_PAIR.sub("\ufffd", folded), safe=_SAFE)


def _escape(found: "re.Match[str]") -> str:
    byte = int(found[1], 16)
    return chr(byte) if byte in _UNRESERVED else f"%{byte:02X}"


def _is_wanted(parameter: str) -> bool:
    return bool(parameter) and not (_TRACKING.match(parameter) or _VISIT.match(parameter))


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
