"""TLS: what a site's certificate and protocol are held to, and what was found for each answer.

Scrapy's own context accepts every certificate. Here it depends on the site's
:class:`~crawler.strictness.Strictness`; a connection that is refused is refused inside its
handshake, so that nothing is asked of whoever answered.
"""

from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from OpenSSL import SSL
from OpenSSL.crypto import X509
from service_identity import VerificationError
from service_identity.exceptions import CertificateError
from service_identity.hazmat import DNS_ID, IPAddress_ID, verify_service_identity
from service_identity.pyopenssl import extract_patterns
from twisted.internet._sslverify import ClientTLSOptions
from twisted.protocols.tls import TLSMemoryBIOProtocol
from twisted.python.failure import Failure
from twisted.web.client import BrowserLikePolicyForHTTPS, ResponseFailed

from crawler.net.failures import TlsRefused
from crawler.strictness import Strictness

#: In ``request.meta``: what was found of the connection that answered, None without TLS.
TLS = "tls"
#: OpenSSL's numbers for what is wrong with a certificate, as :func:`_flaw` says it.
_NOT_YET_VALID, _EXPIRED, _SELF_SIGNED = 9, 10, 18
_UNKNOWN = frozenset({2, 19, 20, 21})
_WEAK = frozenset({66, 67, 68})
#: Bits that pyOpenSSL has no name for: servers that know no safe renegotiation (RFC 5746).
_UNSAFE_RENEGOTIATION = 0x4 | 0x40000
_LEGACY_CIPHERS = b"ALL:!aNULL:!eNULL:@SECLEVEL=0"
#: What OpenSSL says where the other side speaks another protocol than TLS.
_NO_TLS = ("wrong version number", "packet length too long", "record layer failure")
#: So many of a certificate's names are told.
_NAMES = 3


@dataclass
class Handshake:
    """What is wrong with the certificate of one connection: a short code each, and in words."""

    host: str
    flaws: dict[str, str] = field(default_factory=dict)

    @property
    def finding(self) -> str:
        """The flaws as a capture notes them."""
        return f"not verified: {', '.join(self.flaws)}" if self.flaws else "verified"


#: What was found of each connection that is open; Twisted keeps its own data with a connection.
_HANDSHAKES: WeakKeyDictionary[SSL.Connection, Handshake] = WeakKeyDictionary()


class TlsPolicy(BrowserLikePolicyForHTTPS):
    """Makes the connections of one site, as strict as its plan says.

    *authorities* is a file with certificate authorities that are known beside the machine's own.
    """

    def __init__(self, site: str, strictness: Strictness, authorities: Path | None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # Twisted's
        self._site = site
        self._strictness = strictness
        self._context = _context(strictness, authorities)

    def creatorForNetloc(self, hostname: bytes, port: int) -> ClientTLSOptions:  # type: ignore[override]  # noqa: ARG002, N802  # Twisted's
        """What makes a connection to *hostname*."""
        return _Checked(self, hostname.decode("ascii"))

    def connection(self, _: TLSMemoryBIOProtocol) -> SSL.Connection:
        """A connection that verifies nothing yet."""
        return SSL.Connection(self._context)

    def judge(self, handshake: Handshake) -> TlsRefused | None:
        """Why the connection is refused for its certificate; None where it may go on."""
        if not handshake.flaws or self._strictness is not Strictness.STRICT:
            return None
        what = ", ".join(handshake.flaws.values())
        return TlsRefused(
            f"{handshake.host} shows a certificate that {what}: not asked;"
            f" {self._permission(Strictness.LAX)}"
        )

    def refusal(self, url: str, error: BaseException) -> TlsRefused | None:
        """What *error* says of the TLS of *url*; None where it is about something else."""
        failed = error.__cause__
        reasons = failed.reasons if isinstance(failed, ResponseFailed) else []
        for reason in reasons:
            if isinstance(reason.value, TlsRefused):
                return reason.value
            if isinstance(reason.value, SSL.Error):
                return self._misunderstood(urlsplit(url).netloc, reason.value)
        return None

    def _misunderstood(self, host: str, error: SSL.Error) -> TlsRefused:
        """The two sides found no way to speak to each other."""
        said = "; ".join(str(entry[-1]) for entry in (error.args[0] if error.args else ()))
        if any(sign in said for sign in _NO_TLS):
            return TlsRefused(f"what answers at {host} does not speak TLS ({said})")
        sentence = f"{host} and this machine have no TLS in common ({said or 'no reason given'})"
        if self._strictness is Strictness.LEGACY:
            return TlsRefused(sentence)
        return TlsRefused(f"{sentence}; {self._permission(Strictness.LEGACY)}")

    def _permission(self, needed: Strictness) -> str:
        return (
            f'where that is to be accepted, set tls = "{needed}" with a tls_reason'
            f" in [sites.{self._site}] of tinhuy.toml"
        )


class _Checked(ClientTLSOptions):
    """Twisted's, which sends the host's name; the certificate is judged by the policy."""

    def __init__(self, policy: TlsPolicy, host: str) -> None:
        super().__init__(policy.connection, host)
        self._policy = policy

    def clientConnectionForTLS(self, tlsProtocol: TLSMemoryBIOProtocol) -> SSL.Connection:  # noqa: N802, N803  # Twisted's
        """The connection, which notes every flaw and judges them once all are known."""
        connection = super().clientConnectionForTLS(tlsProtocol)
        handshake = Handshake(self._hostnameASCII)
        _HANDSHAKES[connection] = handshake

        def check(_: SSL.Connection, certificate: X509, error: int, depth: int, ok: int) -> bool:
            if not ok:
                code, words = _flaw(error, certificate.to_cryptography())
                handshake.flaws.setdefault(code, words)
            if depth or not ok:
                return True  # the site's own certificate comes last, once more
            if not self._is_for_host(certificate):
                names = _names_in(certificate.to_cryptography())
                handshake.flaws["wrong-host"] = f"is for {names}"
            if refused := self._policy.judge(handshake):
                tlsProtocol.failVerification(Failure(refused))  # type: ignore[no-untyped-call]  # Twisted's
            return not refused

        connection.set_verify(SSL.VERIFY_PEER, check)
        return connection

    def _is_for_host(self, certificate: X509) -> bool:
        name = self._hostnameASCII
        asked = DNS_ID(name) if self._hostnameIsDnsName else IPAddress_ID(name)
        try:
            verify_service_identity(extract_patterns(certificate), [asked], [])
        except (VerificationError, CertificateError, ValueError):
            return False
        return True


def found_of(transport: object) -> str | None:
    """What a capture notes of the connection; None where it is none of TLS.

    Through a proxy Twisted puts the TLS into a transport of TCP; its handle alone tells.
    """
    connection = cast("Any", transport).getHandle()
    if not isinstance(connection, SSL.Connection):
        return None
    certificate = connection.get_peer_certificate(as_cryptography=True)
    digest = sha256(certificate.public_bytes(Encoding.DER)).hexdigest() if certificate else "none"
    version, cipher = connection.get_protocol_version_name(), connection.get_cipher_name()
    return f"{version}; {cipher}; certificate sha256:{digest}; {_HANDSHAKES[connection].finding}"


@cache
def _context(strictness: Strictness, authorities: Path | None) -> SSL.Context:
    """What connections are made of; sites share it, for the machine's authorities take a megabyte.

    All that is of one connection is set on that.
    """
    context = SSL.Context(SSL.TLS_CLIENT_METHOD)
    context.set_default_verify_paths()
    if authorities:
        context.load_verify_locations(str(authorities))
    context.set_min_proto_version(SSL.TLS1_2_VERSION)
    if strictness is Strictness.LEGACY:
        context.set_min_proto_version(SSL.TLS1_VERSION)
        context.set_cipher_list(_LEGACY_CIPHERS)
        context.set_options(_UNSAFE_RENEGOTIATION)
    return context


def _flaw(number: int, certificate: x509.Certificate) -> tuple[str, str]:
    """What OpenSSL found wrong with *certificate*, by its number: a code, and words."""
    if number == _EXPIRED:
        return "expired", f"expired on {certificate.not_valid_after_utc.date()}"
    if number == _NOT_YET_VALID:
        return "not-yet-valid", f"is not valid before {certificate.not_valid_before_utc.date()}"
    if number == _SELF_SIGNED:
        return "self-signed", "is signed by nobody but itself"
    if number in _UNKNOWN:
        return "unknown-ca", (
            "comes from no authority that is known here (it may be private: see ca_file; or the"
            " server does not send the certificates between)"
        )
    if number in _WEAK:
        return "weak", "has a key or a signature that is too weak"
    return f"openssl-{number}", f"OpenSSL does not accept (its error {number})"


def _names_in(certificate: x509.Certificate) -> str:
    """The hosts that a certificate names, the first of them."""
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except (x509.ExtensionNotFound, ValueError):
        return "no host"
    names = [*found.get_values_for_type(x509.DNSName)]
    names += map(str, found.get_values_for_type(x509.IPAddress))
    return ", ".join(names[:_NAMES]) or "no host"
