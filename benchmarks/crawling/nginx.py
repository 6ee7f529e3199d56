"""Debian's nginx over a folder of pages: one process, a configuration of its own, a loopback port.

It is not counted, costs little, and its log says independently what was asked.
"""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

#: Debian keeps it where the path of ordinary users does not lead.
_PLACES = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"
_PATIENCE = 10.0

_CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
  log_format short '$status $request_uri $msec $request_time $server_port';
  access_log {folder}/requests.log short buffer=64k;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  types {{ text/plain txt; }}
  default_type text/html;
  charset utf-8;
  charset_types text/html;
  sendfile on;
  tcp_nopush on;
  gzip_static always;
  server {{
    {listens}
    root {pages};
    location ~ /$ {{ rewrite ^(.*)/$ $1/index$arg_p.html; }}
  }}
}}
"""


class NoServer(Exception):
    """nginx is not there, or does not start."""


def nginx_program() -> str:
    """Where nginx is; NoServer where it is not."""
    found = shutil.which("nginx") or shutil.which("nginx", path=_PLACES)
    if found is None:
        raise NoServer("nginx is not installed: apt-get install nginx (nothing has to be set up)")
    return found


def nginx_version() -> str:
    """As it says itself: ``nginx 1.22.1``."""
    said = subprocess.run([nginx_program(), "-v"], capture_output=True, text=True, check=True)
    return said.stderr.strip().rpartition(": ")[2].replace("/", " ")


def free_port() -> int:
    """A port of this machine that nobody listens at now."""
    return free_ports(1)[0]


def free_ports(count: int) -> list[int]:
    """So many of them, each another one."""
    with ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def write_configuration(folder: Path, *, pages: Path, ports: Sequence[int]) -> Path:
    """Write the configuration by which nginx serves *pages* and keeps all its own in *folder*."""
    path = folder / "nginx.conf"
    listens = " ".join(f"listen 127.0.0.1:{port};" for port in ports)
    text = _CONFIGURATION.format(folder=folder.resolve(), pages=pages.resolve(), listens=listens)
    path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def served(pages: Path, folder: Path, *ports: int) -> Iterator[None]:
    """Serve *pages* at each of *ports* until the block ends; NoServer where that cannot be.

    Afterwards ``requests.log`` in *folder* has a line for each request: its status, what was asked
    for, when it was answered (seconds since 1970), how many seconds that took, and the port.
    """
    folder.mkdir(parents=True, exist_ok=True)
    configuration = write_configuration(folder, pages=pages, ports=ports)
    words = [nginx_program(), "-e", f"{folder}/error.log", "-c", str(configuration.resolve())]
    with subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait(server, folder, ports[0])
            yield
        finally:
            server.terminate()


def _wait(server: "subprocess.Popen[bytes]", folder: Path, port: int) -> None:
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError as error:
            if server.poll() is not None or time.monotonic() > end:
                log = folder / "error.log"
                said = log.read_text(encoding="utf-8").strip() if log.exists() else str(error)
                raise NoServer(f"nginx does not answer at port {port}: {said}") from error
            time.sleep(0.02)
        else:
            return


def answered(folder: Path) -> dict[int, int]:
    """How often nginx answered with each status, by the log in *folder*."""
    counts: dict[int, int] = {}
    for line in (folder / "requests.log").read_text(encoding="utf-8").splitlines():
        status = int(line.partition(" ")[0])
        counts[status] = counts.get(status, 0) + 1
    return counts
