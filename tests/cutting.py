"""A site whose server breaks off: its articles end too early, each in another way and place."""

import gzip
import socket
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.client import parse_headers
from itertools import count
from threading import Thread

from tests.replica.server import Asked, Host
from tests.replica.site_world import SiteWorld
from tests.replica.sites import HOSTS, SPECS

#: Head and body of a whole answer, of which the first so many bytes are sent.
Form = Callable[[bytes], tuple[bytes, bytes]]


def deflated(body: bytes, wbits: int) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, wbits)
    return packer.compress(body) + packer.flush()


def until_closed(body: bytes) -> tuple[bytes, bytes]:
    return b"", body


def by_length(body: bytes) -> tuple[bytes, bytes]:
    return b"Content-Length: %d\r\n" % len(body), body


def chunked(body: bytes) -> tuple[bytes, bytes]:
    chunks = (body[at : at + 1000] for at in range(0, len(body), 1000))
    sent = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in chunks)
    return b"Transfer-Encoding: chunked\r\n", sent + b"0\r\n\r\n"


def gzipped_until_closed(body: bytes) -> tuple[bytes, bytes]:
    return b"Content-Encoding: gzip\r\n", gzip.compress(body, mtime=0)


def deflated_until_closed(body: bytes) -> tuple[bytes, bytes]:
    return b"Content-Encoding: deflate\r\n", deflated(body, zlib.MAX_WBITS)


def deflated_bare_until_closed(body: bytes) -> tuple[bytes, bytes]:
    return b"Content-Encoding: deflate\r\n", deflated(body, -zlib.MAX_WBITS)


FORMS: tuple[Form, ...] = (
    until_closed, by_length, chunked, gzipped_until_closed, deflated_until_closed,
    deflated_bare_until_closed,
)  # fmt: skip


class CuttingServer:
    """Serves *host*; while ``cuts`` is true each article breaks off, somewhere after its head.

    ``articles`` are the paths of articles; ``places`` says in how many places along a page they are
    cut, each in every form; it begins with the cut of the number *first*.
    """

    def __init__(self, host: Host, *, places: int, first: int) -> None:
        self.cuts = True
        self.articles: set[str] = set()
        self._host = host
        self._places = places
        self._numbers = count(first)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.home = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        self._accepting = Thread(target=self._accept, daemon=True)

    def start(self) -> None:
        self._accepting.start()

    def stop(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._accepting.join()
        self._listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with suppress(OSError), connection:
            with connection.makefile("rb") as stream:
                method, target, _ = stream.readline().decode().split()
                fields = parse_headers(stream)
                body = stream.read(int(fields.get("Content-Length", "0")))
            path, _, query = target.partition("?")
            headers = {name.lower(): value for name, value in fields.items()}
            connection.sendall(self._answer(Asked(method, path, query, headers, body)))

    def _answer(self, asked: Asked) -> bytes:
        answer = self._host.answer(asked)
        form, most = by_length, None
        if self.cuts and asked.path in self.articles:
            number = next(self._numbers)
            form, place = FORMS[number % len(FORMS)], number // len(FORMS) % self._places
            length = len(form(answer.body)[1])
            most = min(length * place // self._places, length - 1)
        fields, sent = form(answer.body)
        head = b"HTTP/1.1 %d X\r\nContent-Type: %s\r\nConnection: close\r\n%s\r\n" % (
            answer.status, answer.media_type.encode(), fields,
        )  # fmt: skip
        return head + sent[:most]


@contextmanager
def cutting_site(
    site: str, *, articles: int, places: int, first: int = 0
) -> Iterator[tuple[CuttingServer, SiteWorld]]:
    """The replica of *site* behind a server that cuts."""
    world = SiteWorld(7, SPECS[site], articles)
    server = CuttingServer(HOSTS[site](world), places=places, first=first)
    world.base = world.old_base = server.home
    for truth in world.truths():
        server.articles |= {
            f"/{url.removeprefix(server.home).partition('?')[0]}" for url in truth["urls"]
        }
    server.start()
    try:
        yield server, world
    finally:
        server.stop()
