"""Names of hosts: resolved once, checked, and connected to as they were checked.

A name that is resolved for the check and again for the connection may lead elsewhere the second
time (DNS rebinding). Here the first answer is kept, and the connection gets nothing else.
"""

import asyncio
import socket
from collections.abc import Callable
from ipaddress import ip_address
from typing import TYPE_CHECKING, ClassVar, Protocol, Self, cast

from scrapy.crawler import CrawlerProcessBase
from scrapy.exceptions import CannotResolveHostError
from twisted.internet._resolver import HostResolution
from twisted.internet.address import IPv4Address, IPv6Address
from twisted.internet.base import ReactorBase

from crawler.net.public_addresses import Address

if TYPE_CHECKING:
    from twisted.internet.interfaces import IHostnameResolver

_IPV4 = 4

Permits = Callable[[str, Address], bool]


class Names:
    """The address that each name stands for in this process, as the first who asked admitted it.

    It is one address a name, as an attempt at a second one would be a second connection to a host
    that is slow to answer; IPv4 comes first.
    """

    admitted: ClassVar[dict[str, Address]] = {}

    @classmethod
    async def admit(
        cls, host: str, permits: Permits = lambda _host, _address: True, *, timeout: float
    ) -> tuple[Address, ...]:
        """Resolve *host* unless that was done, and admit what *permits* lets pass.

        All that was found is given back where nothing of it may pass. CannotResolveHostError where
        there is no answer within *timeout* seconds.
        """
        if known := cls.admitted.get(host):
            return (known,)
        found = await _resolved(host, timeout)
        permitted = [address for address in found if permits(host, address)]
        if not permitted:
            return found
        return (cls.admitted.setdefault(host, permitted[0]),)


class Receiver(Protocol):
    """Twisted's ``IResolutionReceiver``, which is no type."""

    def resolutionBegan(self, resolution: HostResolution) -> None:  # noqa: N802  # Twisted's name
        """Say that it begins."""

    def addressResolved(self, address: IPv4Address | IPv6Address) -> None:  # noqa: N802  # likewise
        """Give an address."""

    def resolutionComplete(self) -> None:  # noqa: N802  # likewise
        """Say that no other follows."""


class AdmittedNamesResolver:
    """What Twisted asks when it connects: it knows the admitted names, and asks nobody."""

    def __init__(self, reactor: ReactorBase) -> None:
        self._reactor = reactor

    @classmethod
    def from_crawler(cls, _process: CrawlerProcessBase, reactor: ReactorBase) -> Self:
        """The resolver, as Scrapy makes it of the setting ``TWISTED_DNS_RESOLVER``."""
        return cls(reactor)

    def install_on_reactor(self) -> None:
        """Put it in the place of the reactor's own."""
        self._reactor.installNameResolver(cast("IHostnameResolver", self))

    def resolveHostName(  # noqa: N802  # the interface calls it so
        self,
        resolutionReceiver: Receiver,  # noqa: N803  # the interface calls it so
        hostName: str,  # noqa: N803  # the interface calls it so
        portNumber: int = 0,  # noqa: N803  # the interface calls it so
        *_families_and_transport: object,
    ) -> HostResolution:
        """Give the address that was admitted for *hostName*, or none; see the interface."""
        resolution = HostResolution(hostName)
        resolutionReceiver.resolutionBegan(resolution)
        if address := Names.admitted.get(_as_asked(hostName)):
            kind = IPv4Address if address.version == _IPV4 else IPv6Address
            resolutionReceiver.addressResolved(kind("TCP", str(address), portNumber))
        resolutionReceiver.resolutionComplete()
        return resolution


async def _resolved(host: str, timeout: float) -> tuple[Address, ...]:
    """All addresses of *host*, IPv4 first."""
    try:
        return (ip_address(host),)
    except ValueError:
        pass
    asking = asyncio.get_running_loop().getaddrinfo(host, None, type=socket.SOCK_STREAM)
    try:
        rows = await asyncio.wait_for(asking, timeout)
    except TimeoutError as error:
        raise CannotResolveHostError(f"no answer within {timeout:g} s: where is {host}?") from error
    except (socket.gaierror, UnicodeError) as error:
        raise CannotResolveHostError(f"nobody knows where {host} is: {error}") from error
    found = dict.fromkeys(ip_address(address[0]) for *_, address in rows)
    return tuple(sorted(found, key=lambda address: address.version))


def _as_asked(name: str) -> str:
    """*name* as it stands in an address; Twisted shows a punycode name in its own letters."""
    return name if name.isascii() else name.encode("idna").decode("ascii")
