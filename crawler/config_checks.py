"""What a value in ``tinhuy.toml`` may be, beside being of its kind.

Each check says what is wrong with a value, as the end of a sentence, or None.
"""

import math
import re
from collections.abc import Callable
from ipaddress import ip_network
from urllib.parse import SplitResult, urlsplit

from crawler.hours import Hours
from crawler.strictness import Strictness

_MAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
#: A cookie as a browser sends it back (RFC 6265): nothing in it can begin another header.
_COOKIE = re.compile(r"[!#$%&'*+.^_`|~\w-]+=[!#-+\--:<-\[\]-~]*", re.ASCII)
_WEB = re.compile(r"https?://[!-~]+", re.ASCII)

Problem = str | None
Check = Callable[[object], Problem]


def contact(value: object) -> Problem:
    """Whether a person can be reached by it."""
    text = str(value)
    if not text or _MAIL.fullmatch(text) or _is_web_address(text):
        return None
    return "must be an e-mail address, or an address that begins with http:// or https://"


def _is_web_address(text: str) -> bool:
    """Whether *text* leads to a host, and may stand in parentheses in a header."""
    return bool(_WEB.fullmatch(text) and _split(text).hostname and not set("()\\") & set(text))


def _split(text: str) -> SplitResult:
    """The parts of an address; all of them empty where it is none."""
    try:
        parts = urlsplit(text)
        if parts.port == 0:
            return urlsplit("")
    except ValueError:
        return urlsplit("")
    return parts


def between(lowest: float, highest: float) -> Check:
    """The check that a number is from *lowest* to *highest*."""

    def check(value: object) -> Problem:
        if isinstance(value, int | float) and math.isfinite(value) and lowest <= value <= highest:
            return None
        return f"must be from {lowest} to {highest}"

    return check


def hours(value: object) -> Problem:
    """Whether it is a time of day, or none."""
    if not value or Hours.of(str(value)):
        return None
    return f'must be two times of a day such as "22:00-05:00", not {value!r}'


def home(value: object) -> Problem:
    """A home is where a site answers: a scheme, a host, at most a port, and nothing else."""
    parts = _split(str(value))
    plain = not (parts.query or parts.fragment or "@" in parts.netloc or parts.path.strip("/"))
    if parts.scheme in {"http", "https"} and parts.hostname and plain:
        return None
    return f"must be an address such as https://host or http://host:8080, not {value!r}"


def homes(value: object) -> Problem:
    """As :func:`home`, for each of a list."""
    addresses = value if isinstance(value, list) else []
    return next((problem for one in addresses if (problem := home(one))), None)


def networks(value: object) -> Problem:
    """Whether each is a network, as ``address/bits``."""
    for network in value if isinstance(value, list) else []:
        try:
            ip_network(network)
        except ValueError as error:
            return f'must give networks such as "10.1.2.0/24": {error}'
    return None


def sections(value: object) -> Problem:
    """Whether each is a path and a name."""
    for section in value if isinstance(value, list) else []:
        if set(section) != {"path", "name"}:
            return 'must be a list of tables such as {path = "/tin-tuc/", name = "Tin tức"}'
        if not all(isinstance(text, str) and text for text in section.values()):
            return "must give every path and name as a text that is not empty"
        if not _is_path(section["path"]):
            return f"must give paths that begin with a single /, not {section['path']!r}"
    return None


def feeds(value: object) -> Problem:
    """Whether each is a path."""
    for path in value if isinstance(value, list) else []:
        if not _is_path(path):
            return f"must give paths that begin with a single /, not {path!r}"
    return None


def _is_path(text: str) -> bool:
    """Whether *text* begins with one slash: behind two stands a host, or what is none."""
    return text.startswith("/") and bool(_split(text).path)


def tls(value: object) -> Problem:
    """Whether it is a strictness."""
    if value in set(Strictness):
        return None
    return f"must be one of {', '.join(Strictness)}, not {value!r}"


def sentence(value: object) -> Problem:
    """Whether it is more than a word, and on one line."""
    text = str(value).strip()
    if len(text.split()) > 1 and text.isprintable():
        return None
    return "must be a sentence: why, and until when"


def cookie(value: object) -> Problem:
    """Whether it can be sent; the value stays out of the message, which anybody may read."""
    if all(_COOKIE.fullmatch(pair) for pair in str(value).split("; ")):
        return None
    return 'must be NAME=value, several with "; " between them'
