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


class OffSite(IgnoreRequest):
    """A request or redirect left the hosts that the site declares."""


class Disallowed(IgnoreRequest):
    """robots.txt forbids the address."""


class RobotsUnavailable(IgnoreRequest):
    """robots.txt cannot be had, so nothing of its host may be asked for."""


class CannotDecode(IgnoreRequest):
    """A body's content coding is broken, or hides more bytes than a page may have."""


#: The first class that fits names the reason, so subclasses stand before their bases.
_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (OffSite, "off-site"),
    (CannotDecode, "undecodable"),
    (RobotsUnavailable, "robots-unavailable"),
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

#: What a request that gets no answer ends with.
NO_ANSWER = tuple(kind for kind, _ in _REASONS)
#: Reasons that say that a host cannot be asked: after several in a row a site is left alone.
NO_CONNECTION = frozenset({"dns", "refused", "timeout", "connection", "robots-unavailable"})
#: Reasons for which a request was not made at all.
NOT_MADE = frozenset({"robots", "robots-unavailable"})


def reason_of(error: BaseException) -> tuple[str, str]:
    """The ledger's reason for *error*, and what it says; ``defect`` where it is none of a server's.

    The only request that Scrapy itself ignores is one that robots.txt forbids.
    """
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason, str(error) or kind.__name__
    return "defect", repr(error)
