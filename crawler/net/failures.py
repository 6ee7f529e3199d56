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


class LeftAlone(IgnoreRequest):
    """A host asked to be left alone for longer than a run waits; the request was not made."""

    def __init__(self, seconds: float) -> None:
        super().__init__(
            f"the host asked to be left alone for {seconds:.0f} more seconds;"
            " a crawl after that goes on from here"
        )


class CannotDecode(IgnoreRequest):
    """A body's content coding is broken, or hides more bytes than a page may have."""


#: The first class that fits names the reason, so subclasses stand before their bases.
_REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (OffSite, "off-site"),
    (LeftAlone, "left-alone"),
    (CannotDecode, "undecodable"),
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

#: Reasons for which a request was not made, through no fault of its own: it stays due.
NOT_MADE = frozenset({"left-alone"})
#: Reasons that say that no connection was had: after several in a row a site is left alone.
NO_CONNECTION = frozenset({"dns", "refused", "timeout", "connection"})


def reason_of(error: BaseException) -> tuple[str, str]:
    """The ledger's reason for *error*, and what it says; ``defect`` where it is none of a server's.

    The only request that Scrapy itself ignores is one that robots.txt forbids.
    """
    for kind, reason in _REASONS:
        if isinstance(error, kind):
            return reason, str(error) or kind.__name__
    return "defect", repr(error)
