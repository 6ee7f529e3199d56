"""What is wrong with a value of ``tinhuy.toml``, as the end of a sentence; None where nothing is.

A check gets a value of the right kind; it need not say that a text is no number.
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
    """An e-mail or web address, or none."""
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
    """A check for a number within these bounds."""

    def check(value: object) -> Problem:
        if isinstance(value, int | float) and math.isfinite(value) and lowest <= value <= highest:
            return None
        return f"must be from {lowest} to {highest}"

    return check


def hours(value: object) -> Problem:
    """Two times of a day, or nothing."""
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
    """A list of homes."""
    addresses = value if isinstance(value, list) else []
    return next((problem for one in addresses if (problem := home(one))), None)


def networks(value: object) -> Problem:
    """A list of networks."""
    for network in value if isinstance(value, list) else []:
        try:
            ip_network(network)
        except ValueError as error:
            return f'must give networks such as "10.1.2.0/24": {error}'
    return None


def tls(value: object) -> Problem:
    """A strictness."""
    if value in set(Strictness):
        return None
    return f"must be one of {', '.join(Strictness)}, not {value!r}"


def sentence(value: object) -> Problem:
    """More than a word, on one line."""
    text = str(value).strip()
    if len(text.split()) > 1 and text.isprintable():
        return None
    return "must be a sentence: why, and until when"


def cookie(value: object) -> Problem:
    """The value stays out of the message: whoever reads that need not know it."""
    if all(_COOKIE.fullmatch(pair) for pair in str(value).split("; ")):
        return None
    return 'must be NAME=value, several with "; " between them'


def sections(value: object) -> Problem:
    """A list of sections."""
    for section in value if isinstance(value, list) else []:
        if set(section) != {"path", "name"}:
            return 'must be a list of tables such as {path = "/tin-tuc/", name = "Tin tức"}'
        if not all(isinstance(text, str) and text for text in section.values()):
            return "must give every path and name as a text that is not empty"
        if not section["path"].startswith("/"):
            return f"must give paths that begin with /, not {section['path']!r}"
    return None
