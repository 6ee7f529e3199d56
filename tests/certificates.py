"""Certificates for servers of this machine, good ones and bad ones, and servers that show them."""

import socket
import ssl
from base64 import encodebytes
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import NameOID

NOW = datetime.now(UTC)
#: The prime of RFC 2409's second group, which has 1024 bits, and was common for long.
_GROUP_2 = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E"
    "3404DDEF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF"
    "5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF",
    16,
)
Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True)
class Signer:
    """A certificate with its key: an authority's, or a server's own."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)

    @property
    def key_pem(self) -> bytes:
        form = PrivateFormat.PKCS8
        return self.key.private_bytes(Encoding.PEM, form, NoEncryption())


def authority(name: str, *, signer: Signer | None = None) -> Signer:
    """An authority that signs itself, or one below *signer*."""
    is_authority = x509.BasicConstraints(ca=True, path_length=None)
    return _signed(name, signer, is_authority, since=NOW - timedelta(days=400), days=800)


def certificate(
    signer: Signer | None,
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1"),
    *,
    since: datetime = NOW - timedelta(days=30),
    key: Key | None = None,
) -> Signer:
    """A server's certificate for 60 days and *hosts*, signed by itself without a *signer*."""
    names = x509.SubjectAlternativeName([_general_name(host) for host in hosts])
    return _signed(hosts[0], signer, names, since=since, days=60, key=key)


@cache
def rsa_key() -> rsa.RSAPrivateKey:
    """One key for the old ciphers, which know no other kind."""
    return rsa.generate_private_key(65537, 2048)


def dh_1024() -> str:
    """Parameters for an exchange of keys that is too weak today, as PEM (PKCS #3, spelt out)."""
    prime, generator = bytes.fromhex("02818100") + _GROUP_2.to_bytes(128), bytes.fromhex("020102")
    der = bytes.fromhex("308187") + prime + generator
    return (
        f"-----BEGIN DH PARAMETERS-----\n{encodebytes(der).decode()}-----END DH PARAMETERS-----\n"
    )


def _signed(  # noqa: PLR0913  # what a certificate says
    name: str,
    signer: Signer | None,
    extension: x509.ExtensionType,
    *,
    since: datetime,
    days: int,
    key: Key | None = None,
) -> Signer:
    key = key or ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(signer.certificate.subject if signer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(since)
        .not_valid_after(since + timedelta(days=days))
        .add_extension(extension, critical=isinstance(extension, x509.BasicConstraints))
    )
    return Signer(builder.sign(signer.key if signer else key, hashes.SHA256()), key)


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


class TlsServer:
    """Answers 404 to everything over TLS, and notes what it was asked and with which headers."""

    def __init__(
        self,
        folder: Path,
        shown: Signer,
        *between: Signer,
        adapt: Callable[[ssl.SSLContext], object] = lambda _: None,
    ) -> None:
        self.asked: list[tuple[str, dict[str, str]]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:  # the base class calls it so
                server.asked.append((self.path, dict(self.headers)))
                self.send_error(404)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's
                """Say nothing."""

        self._server = _Quiet(("127.0.0.1", 0), Handler)
        context = context_of(folder, shown, *between)
        adapt(context)
        self._server.socket = context.wrap_socket(
            self._server.socket, server_side=True, do_handshake_on_connect=False
        )
        self.port = self._server.server_port
        self.home = f"https://127.0.0.1:{self.port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: a client that breaks a handshake off is what these tests are about."""

    def shutdown_request(self, request: socket.socket | tuple[bytes, socket.socket]) -> None:
        assert isinstance(request, socket.socket)
        request.close()


def context_of(folder: Path, shown: Signer, *between: Signer) -> ssl.SSLContext:
    """A server's side that shows *shown*, and the authorities *between* it and the root."""
    path = folder / f"{shown.certificate.serial_number:x}.pem"
    path.write_bytes(shown.key_pem + b"".join(one.pem for one in (shown, *between)))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context
