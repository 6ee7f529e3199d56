"""Listening sockets that note every connection made to them."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Recorder:
    """``seen`` has the (address, port) at which each connection arrived."""

    port: int
    seen: list[tuple[str, int]] = field(default_factory=list)


@contextmanager
def recorder(*addresses: str, ports: tuple[int, ...] = ()) -> Iterator[Recorder]:
    """Listen on *addresses*, at *ports* and at a free port that is the same on all of them.

    An IPv6 address that this machine does not have is passed by.
    """
    with contextlib.ExitStack() as stack:
        first = stack.enter_context(socket.create_server((addresses[0], 0)))
        found = Recorder(first.getsockname()[1])
        sockets = [first]
        for address in addresses:
            for port in (found.port, *ports):
                if (address, port) == (addresses[0], found.port):
                    continue
                with contextlib.suppress(OSError) if ":" in address else contextlib.nullcontext():
                    sockets.append(stack.enter_context(_listening(address, port)))
        for one in sockets:
            thread = threading.Thread(target=_note, args=(one, found.seen))
            thread.start()
            stack.callback(thread.join)
        for one in sockets:
            stack.callback(one.shutdown, socket.SHUT_RDWR)
        yield found


def _listening(address: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return socket.create_server((address, port), family=family)


def _note(server: socket.socket, seen: list[tuple[str, int]]) -> None:
    """Take connections until the socket is shut down, and answer none."""
    with contextlib.suppress(OSError):
        while True:
            connection, _ = server.accept()
            seen.append(connection.getsockname()[:2])
            connection.close()
