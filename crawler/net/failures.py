"""Why a request got no usable answer, as a short code and a sentence."""

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from twisted.internet.error import ConnectError, ConnectionDone, ConnectionLost
from twisted.web.client import ResponseFailed


class OffSite(IgnoreRequest):
    """A request or redirect left the hosts that the site declares."""


class LeftAlone(IgnoreRequest):
    """A host asked to be left alone for longer than a run waits; the request was not made."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"the host asked to be left alone for {seconds:.0f} more seconds;"
            " a crawl after that goes on from here"
        )


class HeadTooLarge(Exception):
    """The head of an answer is larger than any server's, or has no end."""


class Moved(OffSite):
    """A site's own address redirects to another public host."""


class PrivateAddress(OffSite):
    """A host is at an address that is not public, and that nobody declared."""


class TooManyRedirects(IgnoreRequest):
    """One redirect led to another, and so on."""


class Disallowed(IgnoreRequest):
    """robots.txt forbids the address."""


class RobotsUnavailable(IgnoreRequest):
    """robots.txt cannot be had, so nothing of its host may be asked for."""


class TlsRefused(IgnoreRequest):
    """The certificate or the TLS of a host is not as strict as its site has to be."""


class CannotDecode(IgnoreRequest):
    """A body's content coding is broken, or hides more bytes than a page may have."""


#: The first class that fits names the reason, so subclasses stand before their bases.
_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (Moved, "moved"),
    (PrivateAddress, "private-address"),
    (OffSite, "off-site"),
    (HeadTooLarge, "too-large"),
    (LeftAlone, "left-alone"),
    (TooManyRedirects, "redirects"),
    (CannotDecode, "undecodable"),
    (RobotsUnavailable, "robots-unavailable"),
    (TlsRefused, "tls"),
    (IgnoreRequest, "robots"),
    (CannotResolveHostError, "dns"),
    (DownloadConnectionRefusedError, "refused"),
    (DownloadTimeoutError, "timeout"),
    (DownloadCancelledError, "too-large"),
    (ResponseDataLossError, "cut"),
    (DownloadFailedError, "connection"),
    (ConnectionDone, "connection"),
    (ConnectionLost, "connection"),
    (ConnectError, "connection"),
    (OSError, "connection"),
)

#: What an error means that says nothing itself.
_SENTENCES = {
    "too-large": "the answer is larger than max_page_mb in tinhuy.toml allows, or has no end",
    "timeout": "there was no whole answer within timeout_seconds",
    "cut": "the answer ended before the page did",
    "connection": "the connection broke, or what answered does not speak HTTP",
}
#: What a request that gets no answer ends with.
NO_ANSWER = tuple(kind for kind, _ in _REASONS)
#: Reasons that say that a host cannot be asked: after several in a row a site is left alone.
NO_CONNECTION = frozenset({"dns", "refused", "timeout", "connection", "tls", "robots-unavailable"})
#: Reasons for which a request was not made at all.
NOT_MADE = frozenset({"robots", "robots-unavailable", "left-alone"})


def reason_of(error: BaseException) -> tuple[str, str]:
    """The ledger's reason for *error*, and what it says; ``defect`` where it is none of a server's.

    The only request that Scrapy itself ignores is one that robots.txt forbids.
    """
    error = _cause_of(error)
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason, str(error) or _SENTENCES.get(reason, kind.__name__)
    return "defect", repr(error)


def _cause_of(error: BaseException) -> BaseException:
    """What Twisted has wrapped in a failed answer, where it is ours; else *error*."""
    failed = error.__cause__
    wrapped = failed.reasons if isinstance(failed, ResponseFailed) else []
    return next((one.value for one in wrapped if isinstance(one.value, HeadTooLarge)), error)
