"""No test reaches another machine: every way out of this process is guarded.

Twisted connects with ``connect_ex`` and resolves names with a ``getaddrinfo`` that it imports by
name, so the guard is put in before anything else is imported. For a child process, start
``python -m tests.network_block MODULE ARGUMENT…`` in place of ``python -m MODULE ARGUMENT…``.
"""

import runpy
import socket
import sys
from collections.abc import Callable
from ipaddress import ip_address

#: What was refused since the list was last emptied: a test fails for it even where the library
#: that tried has swallowed the error.
ATTEMPTS: list[str] = []

_NAMES_OF_THIS_MACHINE = frozenset({"localhost", "ip6-localhost"})


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine. No OSError, which much code survives by retrying."""


def refuse_host(host: object) -> None:
    """Raise NetworkBlocked unless *host* (None, a name or an address) is this machine."""
    if not _is_here(host):
        ATTEMPTS.append(str(host))
        raise NetworkBlocked(f"a test may reach loopback addresses only, not {host!r}")


def install() -> None:
    """Guard this process; the second call changes nothing."""
    if getattr(socket, "_is_guarded", False):
        return
    socket._is_guarded = True  # type: ignore[attr-defined]  # our own mark on the module
    for method in ("connect", "connect_ex"):
        setattr(socket.socket, method, _guarded_method(getattr(socket.socket, method)))
    for function in ("getaddrinfo", "gethostbyname", "gethostbyname_ex", "getnameinfo"):
        setattr(socket, function, _guarded_function(getattr(socket, function)))


def _guarded_method(real: Callable[..., object]) -> Callable[..., object]:
    def connect(self: socket.socket, address: tuple[object, ...]) -> object:
        if self.family != socket.AF_UNIX:
            refuse_host(address[0])
        return real(self, address)

    return connect


def _guarded_function(real: Callable[..., object]) -> Callable[..., object]:
    def resolve(host: object, *arguments: object, **options: object) -> object:
        refuse_host(host[0] if isinstance(host, tuple) else host)
        return real(host, *arguments, **options)

    return resolve


def _is_here(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if not host or host in _NAMES_OF_THIS_MACHINE:
        return True
    try:
        address = ip_address(str(host))
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return bool((mapped or address).is_loopback)


if __name__ == "__main__":
    from tests.network_block import install as install_shared  # not the copy named __main__

    install_shared()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
