"""Which addresses are public: what a name or a spelling may not lead to, whoever says so."""

import socket
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from unicodedata import normalize
from urllib.parse import unquote

Address = IPv4Address | IPv6Address

_IPV4 = 4

#: Where a cloud tells a machine its secrets. Azure's and Oracle's are no link-local addresses.
_METADATA = frozenset(
    map(
        ip_address,
        """169.254.169.254 100.100.100.200 168.63.129.16 192.0.0.192 fd00:ec2::254
        fd20:ce::254""".split(),
    )
)
_THIS_MACHINE = frozenset({"localhost", "localhost.localdomain", "ip6-localhost"})
#: NAT64 (RFC 6052): the last 32 bits are an IPv4 address.
_NAT64 = IPv6Network("64:ff9b::/96")
_SHARED = IPv4Network("100.64.0.0/10")
#: All of IPv6 that is given out for the public net, and what of it is for documents (RFC 9637).
_UNICAST, _DOCUMENTS = IPv6Network("2000::/3"), IPv6Network("3fff::/20")
#: The first that fits names the address; ``is_global`` knows more kinds than have a name here.
_KINDS = (
    ("is_unspecified", "an unspecified address"),
    ("is_loopback", "a loopback address"),
    ("is_link_local", "a link-local address"),
    ("is_multicast", "a multicast address"),
    ("is_reserved", "a reserved address"),
    ("is_site_local", "a private address"),
    ("is_private", "a private address"),
)


def not_public(address: Address) -> str | None:
    """What *address* is if it is not public, such as ``a loopback address``; None if it is.

    An IPv6 address that carries IPv4 ones (mapped, 6to4, Teredo, NAT64) is what they are.
    """
    carried = tuple(_carried(address))
    return next(filter(None, map(_kind, carried or (address,))), None)


def literal(host: str) -> Address | None:
    """The address that *host* spells; None where it is a name, but for this machine's own.

    Besides the plain spellings it knows what the C library reads as an IPv4 address (``127.1``,
    ``0x7f.1``, ``0177.0.0.1``, ``2130706433``), and what becomes one of those on the way: escapes,
    full-width digits and stops, a dot at the end.
    """
    folded = normalize("NFKC", unquote(host)).replace("\u3002", ".")
    plain = folded.strip().removeprefix("[").removesuffix("]").rstrip(".")
    if plain.lower() in _THIS_MACHINE:
        return IPv4Address("127.0.0.1")
    try:
        return ip_address(plain)
    except ValueError:
        pass
    try:
        return IPv4Address(socket.inet_aton(plain))
    except (OSError, ValueError):
        return None


def _kind(address: Address) -> str | None:
    if address in _METADATA:
        return "the metadata service of a cloud"
    if isinstance(address, IPv4Address) and address in _SHARED:
        return "an address of a carrier's own net"
    for claim, kind in _KINDS:
        if getattr(address, claim, False):
            return kind
    is_given_out = address.version == _IPV4 or (address in _UNICAST and address not in _DOCUMENTS)
    return None if address.is_global and is_given_out else "not a public address"


def _carried(address: Address) -> Iterator[Address]:
    """The IPv4 addresses inside *address*."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    if address.sixtofour:
        yield address.sixtofour
    yield from address.teredo or ()
    if address in _NAT64:
        yield IPv4Address(int(address) & 0xFFFFFFFF)
