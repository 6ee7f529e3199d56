"""One HTTP server a host: HTTP/1.1 with keep-alive, ``Content-Length``, and gzip where asked."""

import gzip
import socket
import sys
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol, cast

#: How many requests of a host are remembered.
REMEMBERED = 1_000_000
_LONGEST_BODY = 64 * 1024

#: What socketserver hands about as a request.
Connection = socket.socket | tuple[bytes, socket.socket]

#: Monotonic time, method, path with query, body.
SeenRequest = tuple[float, str, str, bytes]


@dataclass(frozen=True, slots=True)
class Asked:
    """A request as a site sees it; header names are lower case."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """A response before its length and coding are known."""

    body: bytes
    status: int = 200
    media_type: str = "text/html; charset=utf-8"
    location: str | None = None


class Host(Protocol):
    """What answers the requests of one server."""

    def answer(self, asked: Asked) -> Answer:
        """The answer to *asked*; called from several threads at once."""


class ReplicaServer(ThreadingHTTPServer):
    """Serves one host on a free loopback port, and remembers what it was asked."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, *, slow_ms: int = 0) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.host: Host | None = None
        self.delay = slow_ms / 1000
        self.seen: deque[SeenRequest] = deque(maxlen=REMEMBERED)
        self._open: set[Connection] = set()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True)

    @property
    def home(self) -> str:
        """The server's address, with a closing slash."""
        return f"http://127.0.0.1:{self.server_address[1]}/"

    def start(self, host: Host) -> None:
        """Answer requests with *host* from now on."""
        self.host = host
        self._thread.start()

    def stop(self) -> None:
        """Close the port and every open connection; returns when both are closed."""
        if self._thread.is_alive():
            self.shutdown()
            self._thread.join()
        for connection in tuple(self._open):
            with suppress(OSError):  # the client may have gone
                cast("socket.socket", connection).shutdown(socket.SHUT_RDWR)
        patience = time.monotonic() + 2
        while self._open and time.monotonic() < patience:
            time.sleep(0.002)
        self.server_close()

    def process_request(self, request: Connection, client_address: object) -> None:
        """Remember the connection, so that :meth:`stop` can end it."""
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Connection) -> None:
        """Forget the connection and close it."""
        self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Connection, client_address: object) -> None:
        """Show a defect of the replica; a client that hangs up is none."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Reads a request, asks the host, writes the answer in one piece."""

    protocol_version = "HTTP/1.1"
    server_version = "replica"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    timeout = 60
    server: ReplicaServer

    def do_GET(self) -> None:
        """Answer a GET."""
        self._exchange()

    def do_HEAD(self) -> None:
        """Answer a HEAD as a GET, without its body."""
        self._exchange()

    def do_POST(self) -> None:
        """Answer a POST."""
        self._exchange()

    def _exchange(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > _LONGEST_BODY:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        body = self.rfile.read(length)
        self.server.seen.append((time.monotonic(), self.command, self.path, body))
        if self.server.delay:
            time.sleep(self.server.delay)
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        assert self.server.host is not None
        self._send(self.server.host.answer(Asked(self.command, path, query, headers, body)))

    def _send(self, answer: Answer) -> None:
        body = answer.body
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.media_type)
        if answer.location is not None:
            self.send_header("Location", answer.location)
        if "gzip" in self.headers.get("Accept-Encoding", "") and len(body) > 500:
            body = gzip.compress(body, compresslevel=1, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of the base
        """Nothing: what was asked is in the server's memory."""
