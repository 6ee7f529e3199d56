"""The guard of the tests itself: loopback passes, everything else is refused by name."""

import asyncio
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from twisted.internet import _resolver

from tests import network_block
from tests.network_block import NetworkBlocked

#: Reserved for documentation (RFC 5737, RFC 3849): even without the guard nobody answers there.
ELSEWHERE = ("192.0.2.1", "2001:db8::1", "::ffff:192.0.2.1", "example.invalid", b"192.0.2.1")


@pytest.mark.parametrize("host", ELSEWHERE)
@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_no_socket_connects_elsewhere(method: str, host: str) -> None:
    with socket.socket() as client, pytest.raises(NetworkBlocked, match="loopback"):
        getattr(client, method)((host, 9))
    assert network_block.ATTEMPTS.pop()


@pytest.mark.parametrize("function", ["getaddrinfo", "gethostbyname", "gethostbyname_ex"])
def test_no_name_is_resolved(function: str) -> None:
    arguments = ("example.invalid", 80) if function == "getaddrinfo" else ("example.invalid",)
    with pytest.raises(NetworkBlocked, match=r"example\.invalid"):
        getattr(socket, function)(*arguments)
    assert network_block.ATTEMPTS.pop()


def test_twisted_resolves_nothing() -> None:
    """It imports ``getaddrinfo`` by name."""
    with pytest.raises(NetworkBlocked):
        _resolver.getaddrinfo("example.invalid", 80)
    assert network_block.ATTEMPTS.pop()


TWISTED = """
from twisted.internet import protocol, reactor
from tests import network_block
class Asks(protocol.ClientFactory):
    def clientConnectionFailed(self, connector, reason):
        reactor.stop()
reactor.connectTCP("192.0.2.1", 9, Asks(), timeout=5)
reactor.callLater(5, reactor.stop)
reactor.run()
print(network_block.ATTEMPTS)
"""


def test_twisted_connects_nowhere(tmp_path: Path, project: Path) -> None:
    """It connects with ``connect_ex``, in its event loop, which survives the error."""
    ended = guarded_child(tmp_path, project, TWISTED)
    assert ended.stdout == "['192.0.2.1']\n"


def test_asyncio_is_guarded_too() -> None:
    with pytest.raises(NetworkBlocked):
        asyncio.run(asyncio.open_connection("192.0.2.1", 9))
    assert network_block.ATTEMPTS.pop()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.9.1", "localhost"])
def test_loopback_is_open(host: str) -> None:
    with socket.create_server(("", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection((host, port), timeout=5):
            assert socket.getaddrinfo(host, port)


def test_unix_sockets_are_open(tmp_path: Path) -> None:
    place = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as client:
        server.bind(place)
        server.listen()
        assert client.connect_ex(place) == 0


def guarded_child(folder: Path, project: Path, code: str) -> "subprocess.CompletedProcess[str]":
    """The end of a guarded process that ran *code*, which imports the guard as ours does."""
    (folder / "leaves.py").write_text(code, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-m", "tests.network_block", "leaves"],
        env={"PYTHONPATH": f"{project}:{folder}"},
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def test_a_child_process_can_be_guarded(tmp_path: Path, project: Path) -> None:
    code = "import socket\nsocket.create_connection(('192.0.2.1', 9), timeout=1)\n"
    ended = guarded_child(tmp_path, project, code)
    assert ended.returncode == 1
    assert "NetworkBlocked" in ended.stderr


def test_a_swallowed_attempt_fails_its_test(pytester: pytest.Pytester, project: Path) -> None:
    conftest = (project / "tests" / "conftest.py").read_text(encoding="utf-8")
    pytester.makeconftest(conftest)
    pytester.makepyfile(
        "import contextlib, socket\n"
        "def test_quiet():\n"
        "    with contextlib.suppress(RuntimeError):\n"
        "        socket.create_connection(('192.0.2.1', 9), timeout=1)\n"
    )
    pytester.syspathinsert(project)
    result = pytester.runpytest_inprocess("-p", "no:randomly")
    result.assert_outcomes(passed=1, errors=1)
    network_block.ATTEMPTS.clear()
