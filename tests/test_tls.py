"""A site's TLS is as its plan says, or is refused in one sentence; captures say what it was."""

import gzip
import shutil
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, suppress
from datetime import timedelta
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from tests.certificates import (
    NOW,
    Signer,
    TlsServer,
    authority,
    certificate,
    context_of,
    dh_1024,
    rsa_key,
)
from tests.program import Ended, database, new_archive, tinhuy

#: The sites that stand for the servers of a test, one each.
SITES = (
    "nghe_an_tuyen_giao", "nghe_an_dang_uy_khoi", "ha_tinh_dang_uy_khoi", "binh_phuoc_tinh_uy",
    "hung_yen_dang_uy_khoi", "bao_nghe_an", "bao_dong_khoi",
)  # fmt: skip
REASON = "Its owner was told on 2025-07-01."
ROOT = authority("Root of these tests")
STRANGER = authority("Root that nobody knows")
BETWEEN = authority("Between", signer=ROOT)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "root.pem").write_bytes(ROOT.pem)
    return new_archive(tmp_path / "archive")


def configure(folder: Path, homes: Mapping[str, str], *lines: str) -> None:
    """Let each site be at its home, on the terms of *lines*."""
    text = f'[crawl]\nretries = 0\nca_file = "{folder.parent / "root.pem"}"\n'
    text += "[loopback]\ninterval_seconds = 0\n"
    for site, home in homes.items():
        terms = "\n".join(lines)
        text += f'[sites.{site}]\nhome = "{home}"\n{terms}\n'
    (folder / "tinhuy.toml").write_text(text, encoding="utf-8")


def terms(tls: str) -> tuple[str, str]:
    return f'tls = "{tls}"', f'tls_reason = "{REASON}"'


def reasons(folder: Path, site: str) -> dict[str, str]:
    """The reasons of a site's fetches in its newest run, each with its words."""
    rows = database(folder).query(
        "SELECT f.reason, f.detail FROM fetches f JOIN runs r ON r.id = f.run_id"
        " WHERE r.id = (SELECT max(id) FROM runs WHERE site_key = ?)",
        [site],
    )
    return {row["reason"]: row["detail"] for row in rows}


def tls_of(folder: Path, home: str) -> set[str]:
    rows = database(folder).query("SELECT tls FROM captures WHERE url LIKE ?", [f"{home}%"])
    return {row["tls"] for row in rows}


@contextmanager
def running(servers: Mapping[str, TlsServer]) -> Iterator[None]:
    with ExitStack() as stack:
        for server in servers.values():
            stack.callback(server.close)
        yield


def crawl(folder: Path, servers: Mapping[str, TlsServer]) -> Ended:
    return tinhuy("crawl", *servers, "--archive", folder)


BAD: dict[str, tuple[Signer, str, str]] = {
    "expired": (
        certificate(ROOT, since=NOW - timedelta(days=90)),
        "expired",
        f"expired on {(NOW - timedelta(days=30)).date()}",
    ),
    "not yet valid": (
        certificate(ROOT, since=NOW + timedelta(days=3)),
        "not-yet-valid",
        f"not valid before {(NOW + timedelta(days=3)).date()}",
    ),
    "wrong host": (
        certificate(ROOT, ("other.example.vn", "192.0.2.7")),
        "wrong-host",
        "is for other.example.vn, 192.0.2.7",
    ),
    "unknown authority": (certificate(STRANGER), "unknown-ca", "no authority that is known"),
    "self-signed": (certificate(None), "self-signed", "signed by nobody but itself"),
    "missing intermediate": (certificate(BETWEEN), "unknown-ca", "certificates between"),
    "several": (
        certificate(None, ("other.example.vn",), since=NOW - timedelta(days=90)),
        "self-signed, expired, wrong-host",
        "is for other.example.vn",
    ),
}


def test_a_bad_certificate_is_refused_or_noted(tmp_path: Path, folder: Path) -> None:
    cases = dict(zip(SITES, BAD.values(), strict=True))
    servers = {site: TlsServer(tmp_path, shown) for site, (shown, _, _) in cases.items()}
    with running(servers):
        homes = {site: server.home for site, server in servers.items()}
        configure(folder, homes)
        ended = crawl(folder, servers)
        assert ended.code == 4, ended
        assert ended.err.count("\n") == len(SITES), "one sentence for each site"
        for site, (_, _, words) in cases.items():
            said = reasons(folder, site)
            assert set(said) == {"tls"}
            assert words in said["tls"]
            assert f'tls = "lax" with a tls_reason in [sites.{site}]' in said["tls"]
            assert servers[site].asked == [], "nothing is asked of whoever answers"
        assert database(folder).table("captures").count == 0

        configure(folder, homes, *terms("lax"))
        crawl(folder, servers)
        for site, (shown, codes, _) in cases.items():
            (found,) = tls_of(folder, homes[site])
            digest = sha256(shown.certificate.public_bytes(Encoding.DER)).hexdigest()
            assert found.startswith("TLSv1.3; TLS_")
            assert f"sha256:{digest}; not verified: {codes}" in found
            assert set(reasons(folder, site)) == {"http-404"}
    assert tinhuy("verify", "--deep", "--archive", folder).code == 0
    with closing(database(folder)) as db:
        db.conn.execute("UPDATE captures SET tls = replace(tls, 'not verified', 'verified')")
        db.conn.commit()
    ended = tinhuy("verify", "--deep", "--archive", folder)
    assert ended.code == 7
    assert "its row says another tls" in ended.out + ended.err


def test_a_good_certificate_is_verified(tmp_path: Path, folder: Path) -> None:
    """By address, by name with the name sent ahead, and over an authority in between."""
    default = certificate(STRANGER, ("other.example.vn",))
    named = context_of(tmp_path, certificate(ROOT, ("localhost",)))

    def by_name(context: ssl.SSLContext) -> None:
        def choose(connection: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
            if name == "localhost":
                connection.context = named

        context.sni_callback = choose

    servers = {
        SITES[0]: TlsServer(tmp_path, certificate(ROOT)),
        SITES[1]: TlsServer(tmp_path, default, adapt=by_name),
        SITES[2]: TlsServer(tmp_path, certificate(BETWEEN), BETWEEN),
    }
    homes = {site: server.home for site, server in servers.items()}
    homes[SITES[1]] = f"https://localhost:{servers[SITES[1]].port}"
    with running(servers):
        configure(folder, homes)
        ended = crawl(folder, servers)
    assert ended.code == 3, ended
    for home in homes.values():
        (found,) = tls_of(folder, home)
        assert found.endswith("; verified"), home
    (folder / "archive.db").unlink()
    recovered = folder.parent / "recovered"
    tinhuy("recover", recovered, "--archive", folder)
    assert tls_of(recovered, home) == {found}, "the record knows it too"


def only(version: ssl.TLSVersion) -> object:
    def adapt(context: ssl.SSLContext) -> None:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version

    return adapt


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1:DeprecationWarning")
def test_an_old_server_needs_to_be_allowed(tmp_path: Path, folder: Path) -> None:
    parameters = tmp_path / "dh.pem"
    parameters.write_text(dh_1024())

    def weak_exchange(context: ssl.SSLContext) -> None:
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers("DHE-RSA-AES128-SHA:@SECLEVEL=0")
        context.load_dh_params(parameters)

    shown = certificate(ROOT, key=rsa_key())
    servers = {
        SITES[0]: TlsServer(tmp_path, shown, adapt=only(ssl.TLSVersion.TLSv1)),
        SITES[1]: TlsServer(tmp_path, shown, adapt=only(ssl.TLSVersion.TLSv1_1)),
        SITES[2]: TlsServer(tmp_path, shown, adapt=weak_exchange),
    }
    versions = ("TLSv1; ", "TLSv1.1; ", "TLSv1.2; DHE-RSA-AES128-SHA; ")
    homes = {site: server.home for site, server in servers.items()}
    with running(servers):
        configure(folder, homes, *terms("lax"))
        assert crawl(folder, servers).code == 4
        for site in servers:
            said = reasons(folder, site)
            assert set(said) == {"tls"}
            assert "no TLS in common" in said["tls"]
            assert 'set tls = "legacy"' in said["tls"]
        configure(folder, homes, *terms("legacy"))
        assert crawl(folder, servers).code == 3
    for site, version in zip(servers, versions, strict=True):
        (found,) = tls_of(folder, homes[site])
        assert found.startswith(version)
        assert found.endswith("; verified")


class Front(BaseHTTPRequestHandler):
    """An http host that leads to https, with a word for each who asks."""

    to = ""

    def do_GET(self) -> None:  # the base class calls it so
        self.send_response(301)
        self.send_header("Location", self.to + self.path)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's
        """Say nothing."""


@contextmanager
def serving(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The http address at which *handler* answers."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def front(to: str) -> AbstractContextManager[str]:
    """An http address that redirects everything *to* another."""
    return serving(type("Front", (Front,), {"to": to}))


def test_http_that_leads_to_https(tmp_path: Path, folder: Path) -> None:
    """The way is followed between declared hosts, and strict at its end; http has no TLS."""
    good = TlsServer(tmp_path, certificate(ROOT))
    bad = TlsServer(tmp_path, certificate(STRANGER))
    servers = {SITES[0]: good, SITES[1]: bad}
    with running(servers), front(good.home) as first, front(bad.home) as second:
        configure(folder, {SITES[0]: first, SITES[1]: second})
        text = (folder / "tinhuy.toml").read_text(encoding="utf-8")
        for start, server in ((first, good), (second, bad)):
            text = text.replace(f'"{start}"', f'"{start}"\nhosts = ["{server.home}"]')
        (folder / "tinhuy.toml").write_text(text, encoding="utf-8")
        ended = crawl(folder, servers)
    assert ended.code == 5, ended
    assert tls_of(folder, first) == tls_of(folder, second) == {None}
    (found,) = tls_of(folder, good.home)
    assert found.endswith("; verified")
    assert "tls" in reasons(folder, SITES[1])
    assert (bad.asked, tls_of(folder, bad.home)) == ([], set())


def test_a_port_without_tls_is_named(folder: Path) -> None:
    with front("http://127.0.0.1:1") as home:
        configure(folder, {SITES[0]: home.replace("http:", "https:")})
        ended = tinhuy("crawl", SITES[0], "--archive", folder)
    assert ended.code == 4
    assert "does not speak TLS" in ended.err
    assert "set tls =" not in ended.err, "no setting would help"


def test_a_file_of_authorities_that_is_none(folder: Path) -> None:
    path = folder.parent / "root.pem"
    configure(folder, {SITES[0]: "https://127.0.0.1:1"})
    for text in ("", "no certificate", None):
        path.unlink()
        if text is not None:
            path.write_text(text)
        ended = tinhuy("crawl", SITES[0], "--archive", folder)
        assert ended.code == 2, ended
        assert ended.err.count("\n") == 1
        assert f"{path} (ca_file in" in ended.err


def test_a_cookie_is_sent_to_the_declared_hosts_alone(tmp_path: Path, folder: Path) -> None:
    """Not to another host that one of them leads to; the record keeps what was sent."""
    own, strange = (TlsServer(tmp_path, certificate(ROOT)) for _ in range(2))
    cookie = "D1N=0123456789abcdef"
    with running({"own": own, "strange": strange}), front(strange.home) as leading:
        homes = {SITES[0]: own.home, SITES[1]: leading}
        configure(folder, homes, f'cookie = "{cookie}"')
        ended = tinhuy("crawl", *homes, "--archive", folder, TINHUY_TRACEBACK="1")
    assert own.asked
    assert {headers.get("Cookie") for _, headers in own.asked} == {cookie}
    assert strange.asked == []
    assert cookie not in ended.out + ended.err
    rows = b"".join(gzip.decompress(path.read_bytes()) for path in (folder / "warc").iterdir())
    assert f"Cookie: {cookie}\r\n".encode() in rows
    assert cookie.encode() not in (folder / "archive.db").read_bytes()


class Tunnel(BaseHTTPRequestHandler):
    """A proxy that opens a way to wherever it is asked to."""

    def do_CONNECT(self) -> None:  # the base class calls it so
        host, _, port = self.path.rpartition(":")
        self.send_response(200)
        self.end_headers()
        with socket.create_connection((host, int(port))) as beyond:
            back = Thread(target=pour, args=(beyond, self.connection))
            back.start()
            pour(self.connection, beyond)
            back.join()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's
        """Say nothing."""


def pour(source: socket.socket, target: socket.socket) -> None:
    """Hand on what comes, and that it has ended."""
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    with suppress(OSError):
        target.shutdown(socket.SHUT_WR)


def test_tls_through_a_proxy_is_judged_and_noted_too(tmp_path: Path, folder: Path) -> None:
    """The authority is that of the machine here, as OpenSSL is told of it."""
    servers = {
        SITES[0]: TlsServer(tmp_path, certificate(ROOT)),
        SITES[1]: TlsServer(tmp_path, certificate(STRANGER)),
    }
    homes = {site: server.home for site, server in servers.items()}
    configure(folder, homes)
    text = (folder / "tinhuy.toml").read_text(encoding="utf-8")
    (folder / "tinhuy.toml").write_text(text.replace("ca_file", "# ca_file"), encoding="utf-8")
    known = str(folder.parent / "root.pem")
    with running(servers), serving(Tunnel) as proxy:
        tinhuy("crawl", *servers, "--archive", folder, https_proxy=proxy, SSL_CERT_FILE=known)
    (found,) = tls_of(folder, homes[SITES[0]])
    assert found.endswith("; verified")
    assert set(reasons(folder, SITES[1])) == {"tls"}
    assert servers[SITES[1]].asked == []


def test_an_article_is_shown_with_its_tls(tmp_path: Path, sound_folders: tuple[Path, Path]) -> None:
    folder = tmp_path / "archive"
    shutil.copytree(sound_folders[0], folder)
    assert "certificate" not in tinhuy("show", 1, "--archive", folder).out
    found = "TLSv1.3; TLS_AES_256_GCM_SHA384; certificate sha256:00; not verified: expired"
    with closing(database(folder)) as db:
        db.conn.execute("UPDATE captures SET tls = ?", [found])
        db.conn.commit()
    assert f"     {found}\n" in tinhuy("show", 1, "--archive", folder).out
