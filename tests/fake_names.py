"""Starts a program whose names are resolved by a table, and that notes where it connects to.

``python -m tests.fake_names MODULE ARGUMENT…``, with ``FAKE_NAMES`` (JSON: addresses by name, each
answer the next of them in turn, none is no answer; ``*`` is any other name) and ``CONNECTIONS`` (a
file that gets a line ``address port`` for each attempt, also one that the network block refuses) in
the environment.
"""

import itertools
import json
import os
import runpy
import socket
import sys
from collections.abc import Callable, Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from tests import network_block


def _answers(names: dict[str, list[str]]) -> Callable[..., list[Any]]:
    """A ``getaddrinfo`` that looks names up in the table."""
    turns: dict[str, Iterator[str]] = {}

    def getaddrinfo(host: str, port: object, *_: object, **__: object) -> list[Any]:
        if names.get(host) == []:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        if host not in turns:
            here = [host] if _is_address(host) else names["*"]
            turns[host] = itertools.cycle(names.get(host, here))
        address = next(turns[host])
        is_old = ip_address(address).version == 4
        family, more = (socket.AF_INET, ()) if is_old else (socket.AF_INET6, (0, 0))
        return [(family, socket.SOCK_STREAM, 6, "", (address, port or 0, *more))]

    return getaddrinfo


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _noting(real: Callable[..., object], path: Path) -> Callable[..., object]:
    def connect(self: socket.socket, address: tuple[object, ...]) -> object:
        if self.family != socket.AF_UNIX:
            with path.open("a") as file:
                file.write(f"{address[0]} {address[1]}\n")
        return real(self, address)

    return connect


def main() -> None:
    """Put the table and the notes in, and run the module."""
    if "OPEN_NETWORK" not in os.environ:
        network_block.install()
    fake = _answers({"*": ["127.0.0.2"], **json.loads(os.environ["FAKE_NAMES"])})
    socket.getaddrinfo = fake
    socket.gethostbyname = lambda host: fake(host, 0)[0][4][0]
    for method in ("connect", "connect_ex"):
        noting = _noting(getattr(socket.socket, method), Path(os.environ["CONNECTIONS"]))
        setattr(socket.socket, method, noting)
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
