"""No connection but to declared hosts, by whatever spelling and however it is reached."""

import asyncio
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

import pytest

from crawler.archive.runs import Tally
from crawler.config import load_config
from crawler.declared import declared_sites
from crawler.errors import UsageProblem
from crawler.net.names import Names
from crawler.net.public_addresses import Address, literal, not_public
from crawler.plan import CrawlOptions, plan_for
from crawler.report.verdict import verdict
from tests.program import ROOT, Ended, database, environment, new_archive, site_settings
from tests.recorder import Recorder, recorder
from tests.spellings import HOSTS_HERE, spellings

SITE = "bao_dong_khoi"
#: Set in a network namespace where every address is this machine's: see the last test.
NAMESPACE = "IN_NAMESPACE"
LISTING = (
    '<html><head>{head}</head><body class="content-fck"><ul class="boxtinmoi">{links}</ul></html>'
)
PLACES = re.compile(r"/(?P<way>loop|links|hops|told|moved|based)/((?P<number>\d+)(/|-a\d+\.html))?")
HAS_IPV6 = Path("/proc/net/if_inet6").exists() and "lo" in Path("/proc/net/if_inet6").read_text()
REFUSED = {"off-site", "moved", "private-address"}
REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Answer:
    """What a page of the site is: a status, a body, perhaps where it leads."""

    body: str = ""
    status: int = 200
    location: str | None = None


class IPv6Server(ThreadingHTTPServer):
    """A server at an IPv6 address."""

    address_family = socket.AF_INET6


Pages = Callable[[str], Answer]


@contextmanager
def served(pages: Pages, address: str = "127.0.0.1") -> Iterator[tuple[int, list[str]]]:
    """A site whose *pages* answer by path; its port, and the paths that were asked for.

    Every answer ends its connection, so that each request needs one of its own.
    """
    asked: list[str] = []

    class Portal(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the base class calls it so
            asked.append(self.path)
            is_robots = self.path.endswith("/robots.txt")
            answer = Answer(status=404) if is_robots else pages(self.path)
            self.send_response(answer.status)
            if answer.location is not None:
                self.send_header("Location", answer.location.encode().decode("latin-1"))
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(answer.body.encode())))
            self.end_headers()
            self.wfile.write(answer.body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the base's name
            """Say nothing."""

    kind = IPv6Server if ":" in address else ThreadingHTTPServer
    server = kind((address, 0), Portal)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port, asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def crawl(folder: Path, names: dict[str, list[str]], **more: str) -> tuple[Ended, list[str]]:
    """Crawl with these *names*; how it ended, and where it tried to connect to."""
    notes = folder.parent / "connections"
    notes.touch()
    done = subprocess.run(
        [sys.executable, "-m", "tests.fake_names", "crawler.cli", "crawl", SITE, "--archive",
         str(folder)],
        env=environment(FAKE_NAMES=json.dumps(names), CONNECTIONS=str(notes), **more),
        cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=100, check=False,
    )  # fmt: skip
    return Ended(done.returncode, done.stdout, done.stderr), notes.read_text().splitlines()


def archive(tmp_path: Path, settings: str, *, contact: bool = False) -> Path:
    folder = new_archive(tmp_path / "archive")
    config = folder / "tinhuy.toml"
    first = 'contact = "a@b.vn"\n' if contact else ""
    config.write_text(first + config.read_text(encoding="utf-8") + settings, encoding="utf-8")
    return folder


def links(*addresses: str) -> str:
    return "".join(f'<li><a href="{escape(one)}">Tin</a></li>' for one in addresses)


# --- what is public -----------------------------------------------------------------------------

NOT_PUBLIC = {
    "loopback": ("127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1", "2002:7f00:1::",
                 "64:ff9b::127.0.0.1", "2001:0:808:808::80ff:fffe"),
    "private": ("10.0.0.1", "172.31.255.255", "192.168.0.1", "fc00::1", "fec0::1",
                "198.18.0.1", "2001:db8::1", "::ffff:10.0.0.1", "2002:a00:1::"),
    "link-local": ("169.254.0.1", "fe80::1", "fe80::1%lo", "::ffff:169.254.0.1"),
    "multicast": ("224.0.0.1", "239.255.255.250", "ff02::1", "ff0e::1"),
    "unspecified": ("0.0.0.0", "::", "::ffff:0.0.0.0"),  # noqa: S104  # data
    "reserved": ("240.0.0.1", "255.255.255.255", "::127.0.0.1", "64:ff9b:1::808:808",
                 "4000::1", "5f00::1"),
    "carrier": ("100.64.0.1", "100.127.255.255", "::ffff:100.64.0.1"),
    "metadata": ("169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192",
                 "fd00:ec2::254", "::ffff:169.254.169.254"),
    "not a public": ("3fff::1",),
}  # fmt: skip
PUBLIC = ("8.8.8.8", "113.160.0.1", "2606:4700::1111", "2405:4800::1", "::ffff:8.8.8.8",
          "2002:808:808::", "64:ff9b::808:808")  # fmt: skip


@pytest.mark.parametrize("kind", NOT_PUBLIC)
def test_what_is_not_public_has_a_name(kind: str) -> None:
    for address in NOT_PUBLIC[kind]:
        said = not_public(ip_address(address))
        assert said, address
        assert kind in said, address


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_public(address: str) -> None:
    assert not_public(ip_address(address)) is None


@pytest.mark.parametrize("host", HOSTS_HERE[:21])
def test_odd_spellings_are_read_as_the_library_reads_them(host: str) -> None:
    assert literal(host) == ip_address("127.0.0.2")


def test_the_names_of_this_machine_are_its_address() -> None:
    assert {str(literal(name)) for name in ("localhost", "LocalHost.")} == {"127.0.0.1"}


@pytest.mark.parametrize("host", ["tinhuy.vn", "", "1.2.3.4.5", "0x7g.1", "10.0.0.1.nip.example"])
def test_a_name_spells_no_address(host: str) -> None:
    assert literal(host) is None


# --- the table: spellings x ways to reach them --------------------------------------------------


@dataclass
class Trap:
    """A site whose every link, redirect and base leads to one of *spellings*."""

    spellings: tuple[str, ...] = ()

    @property
    def sections(self) -> dict[str, str]:
        """Paths of the sections: lists of links, hops and pages; a redirect and a base for each."""
        lists = {f"/{name}/": name for name in ("links", "hops", "told", "loop")}
        each = (f"/{way}/{n}/" for n in range(len(self.spellings)) for way in ("moved", "based"))
        return {**lists, **{path: path for path in each}}

    def __call__(self, path: str) -> Answer:
        """The page at *path*; a further page of a list is empty."""
        known = PLACES.fullmatch(path)
        if known is None:
            return Answer("<html>nothing</html>", 404)
        way = known["way"]
        if way == "loop":
            return Answer("", 302, path)
        if not known["number"]:
            return Answer(LISTING.format(head="", links=links(*self._listed(way))))
        number = int(known["number"])
        spelt = self.spellings[number]
        there = f"{spelt}/tin-a{number + 1}.html"
        if way == "based":
            head = f'<base href="{escape(spelt)}/">'
            return Answer(LISTING.format(head=head, links=links(f"tin-a{number + 1}.html")))
        if way == "told":
            return Answer(
                f'<html><head><meta http-equiv="refresh" content="0;url={escape(there)}">'
                f'<link rel="canonical" href="{escape(there)}">'
                f'<link rel="next" href="{escape(there)}"></head><body class="content-fck">'
                f'<img src="{escape(spelt)}/a.png"><iframe src="{escape(there)}"></iframe>'
            )
        return Answer("", REDIRECTS[number % len(REDIRECTS)], there)

    def _listed(self, way: str) -> list[str]:
        if way == "links":
            return [f"{spelt}/tin-a{n + 1}.html" for n, spelt in enumerate(self.spellings)]
        return [f"/{way}/{n}-a{n + 1}.html" for n in range(len(self.spellings))]


@contextmanager
def watched() -> Iterator[Recorder]:
    """A recorder wherever a spelling may lead; in a namespace that is any address."""
    places, ports = (("127.0.0.2", "127.0.0.1", "::1"), ())
    if NAMESPACE in os.environ:
        places, ports = ("0.0.0.0", "::"), (80, 443)  # noqa: S104  # nobody else is in there
    with recorder(*places, ports=ports) as found:
        yield found


def test_no_spelling_and_no_hop_leads_off_the_site(tmp_path: Path) -> None:
    trap = Trap()
    with watched() as seen, served(trap) as (port, asked):
        trap.spellings = spellings(recorder=seen.port, home=port)
        sections = trap.sections
        assert len(trap.spellings) * 5 > 300
        settings = site_settings(SITE, [f"http://127.0.0.1:{port}"], sections)
        folder = archive(tmp_path, settings)
        more = {"OPEN_NETWORK": "1"} if NAMESPACE in os.environ else {}
        ended, connected = crawl(folder, {}, **more)
        assert ended.code in (3, 4), ended
        assert "Traceback" not in ended.err
        assert set(connected) == {f"127.0.0.1 {port}"}
        assert seen.seen == []
    for n in range(len(trap.spellings)):
        article = f"{n}-a{n + 1}.html"
        ways = (f"/moved/{n}/", f"/based/{n}/", f"/hops/{article}", f"/told/{article}")
        assert all(path in asked for path in ways), n
    rows = list(database(folder).query("SELECT url, kind, reason, detail FROM fetches"))
    assert [row for row in rows if row["reason"] == "defect"] == []
    (loop,) = (row for row in rows if "/loop/" in row["url"])
    assert loop["reason"] == "redirects"
    hops = [row for row in rows if "/hops/" in row["url"] or "/moved/" in row["url"]]
    assert {row["reason"] for row in hops} - REFUSED == {"listing", "http-404"}


def test_the_recorder_sees_what_connects() -> None:
    with watched() as seen:
        with socket.create_connection(("127.0.0.2", seen.port), timeout=5) as client:
            client.recv(1)
        assert seen.seen == [("127.0.0.2", seen.port)]


@pytest.mark.skipif(NAMESPACE not in os.environ, reason="it is in the namespace of the last test")
@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "8.8.8.8", "fd00:ec2::254"])
def test_the_recorder_in_a_namespace_sees_every_address(address: str) -> None:
    code = f"import socket; socket.create_connection(({address!r}, 80), 5).recv(1)"
    with watched() as seen:
        subprocess.run([sys.executable, "-c", code], check=True, timeout=20)
        assert [ip_address(place) for place, _ in seen.seen] == [ip_address(address)]


@pytest.mark.parametrize("path", ["//10.0.0.1/", "/\t/10.0.0.1/", "///10.0.0.1/../x", "//a@b/"])
def test_a_section_in_the_configuration_stays_on_the_site(tmp_path: Path, path: str) -> None:
    toml = path.replace("\t", "\\t")
    section = f'sections = [{{path = "{toml}", name = "x"}}]'
    settings = f'[sites.{SITE}]\nhome = "http://127.0.0.1:8000"\n{section}\n'
    folder = archive(tmp_path, settings)
    sites = declared_sites().sites
    config = load_config(folder, sites=tuple(sites))
    if path.startswith("///"):
        plan = plan_for(sites[SITE], config, CrawlOptions())
        assert all(plan.reaches(url) for _, url in plan.section_urls)
        return
    with pytest.raises(UsageProblem, match="on no host of the site"):
        plan_for(sites[SITE], config, CrawlOptions())


# --- names --------------------------------------------------------------------------------------

ONE_PAGE = LISTING.format(head="", links=links("/thoi-su/tin-a1.html"))


def listed(path: str) -> Answer:
    """A section with one article, which is gone."""
    return Answer(ONE_PAGE) if path.endswith("/s/") else Answer(status=404)


@pytest.mark.parametrize("address", ["10.0.0.1", "::ffff:169.254.169.254"])
def test_a_public_name_that_leads_inside_is_refused(tmp_path: Path, address: str) -> None:
    settings = site_settings(SITE, ["http://congbao.example"], {"/s/": "x"})
    folder = archive(tmp_path, settings, contact=True)
    ended, connected = crawl(folder, {"congbao.example": [address]})
    assert ended.code == 4, ended
    assert "congbao.example leads to" in ended.err
    assert "networks = [" in ended.err
    assert ended.err.count("\n") == 1
    assert connected == []
    reasons = database(folder).query("SELECT DISTINCT reason FROM fetches")
    assert [row["reason"] for row in reasons] == ["private-address"]


def test_a_name_that_changes_is_connected_to_as_it_was_checked(tmp_path: Path) -> None:
    """The operator declares one network; every second answer of the resolver is elsewhere."""
    with served(listed, "127.0.0.2") as (port, asked):
        settings = site_settings(SITE, [f"http://congbao.example:{port}"], {"/s/": "x"})
        settings = settings.replace("hosts =", 'networks = ["127.0.0.2"]\nhosts =', 1)
        folder = archive(tmp_path, settings, contact=True)
        ended, connected = crawl(folder, {"congbao.example": ["127.0.0.2", "127.0.0.3"]})
    assert ended.code in (0, 3), ended
    assert asked[:3] == ["/robots.txt", "/s/", "/s/?p=2"]
    assert set(connected) == {f"127.0.0.2 {port}"}


def test_of_several_answers_a_permitted_one_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """IPv4 first; who lets less pass gets what is admitted to judge, and connects to nothing."""
    answers = ("2606:4700::1111", "10.0.0.1", "113.160.0.1")
    rows = [(0, 0, 0, "", (address, 0)) for address in answers]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: rows)
    monkeypatch.setattr(Names, "admitted", {})

    def public(_host: str, address: Address) -> bool:
        return not_public(address) is None

    found = asyncio.run(Names.admit("congbao.example", public, timeout=5))
    assert found == (ip_address("113.160.0.1"),)
    monkeypatch.setattr(Names, "admitted", {})
    asyncio.run(Names.admit("congbao.example", timeout=5))
    found = asyncio.run(Names.admit("congbao.example", public, timeout=5))
    assert found == (ip_address("10.0.0.1"),)


def test_a_name_that_nobody_knows_is_said(tmp_path: Path) -> None:
    settings = site_settings(SITE, ["http://congbao.example"], {"/s/": "x"})
    folder = archive(tmp_path, settings, contact=True)
    ended, connected = crawl(folder, {"congbao.example": []})
    assert ended.code == 4, ended
    assert "nobody knows where congbao.example is" in ended.err
    assert connected == []


@pytest.mark.skipif(not HAS_IPV6, reason="this machine has no IPv6")
def test_a_home_may_be_an_ipv6_address(tmp_path: Path) -> None:
    with served(listed, "::1") as (port, asked):
        folder = archive(tmp_path, site_settings(SITE, [f"http://[::1]:{port}"], {"/s/": "x"}))
        _, connected = crawl(folder, {})
    assert set(connected) == {f"::1 {port}"}
    assert asked[:2] == ["/robots.txt", "/s/"]


def test_a_proxy_is_the_operators_to_declare(tmp_path: Path) -> None:
    """It may be at a private address; the names of sites are its own to resolve."""
    with served(listed) as (port, asked):
        settings = site_settings(SITE, ["http://congbao.example"], {"/s/": "x"})
        folder = archive(tmp_path, settings, contact=True)
        proxy = f"http://proxy.example:{port}"
        names = {"proxy.example": ["127.0.0.1"], "congbao.example": ["10.0.0.1"]}
        _, connected = crawl(folder, names, http_proxy=proxy)
    assert set(connected) == {f"127.0.0.1 {port}"}
    assert "http://congbao.example/s/" in asked


# --- a site that moved --------------------------------------------------------------------------


def test_a_site_that_moved_names_its_new_home(tmp_path: Path) -> None:
    with served(lambda path: Answer("", 301, f"https://moi.example{path}")) as (port, _):
        settings = site_settings(SITE, [f"http://127.0.0.1:{port}"], {"/s/": "x", "/t/": "y"})
        folder = archive(tmp_path, settings)
        ended, _ = crawl(folder, {})
    assert ended.code == 4
    assert ended.err.count("\n") == 1
    assert f'set home = "https://moi.example" in [sites.{SITE}] of tinhuy.toml' in ended.err
    assert "has moved to https://moi.example" in ended.err


def test_articles_that_moved_are_said_though_the_lists_stayed(tmp_path: Path) -> None:
    ten = links(*(f"/t-a{n}.html" for n in range(10)))

    def pages(path: str) -> Answer:
        if path == "/s/":
            return Answer(LISTING.format(head="", links=ten))
        if path == "/s/?p=2":
            return Answer(LISTING.format(head="", links=""))
        if path < "/t-a6":
            return Answer(status=404)
        return Answer("", 302, f"https://moi.example{path}")

    with served(pages) as (port, _):
        folder = archive(tmp_path, site_settings(SITE, [f"http://127.0.0.1:{port}"], {"/s/": "x"}))
        ended, _ = crawl(folder, {})
    assert ended.code == 4, ended
    assert 'set home = "https://moi.example"' in ended.err


@pytest.mark.parametrize(("read", "moved", "code"), [(5, 6, 4), (6, 5, 0)])
def test_a_site_has_moved_where_most_of_its_articles_have(read: int, moved: int, code: int) -> None:
    tallies = (
        Tally(kind="head", outcome="saved", reason="listing", count=1),
        Tally(kind="article", outcome="saved", reason="new", count=read),
        Tally(kind="article", outcome="failed", reason="moved", count=moved),
    )
    assert verdict(tallies) == code


# --- a network of its own -----------------------------------------------------------------------


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("unshare") or not shutil.which("ip"), reason="no namespaces")
def test_the_table_in_a_network_where_every_address_answers(tmp_path: Path) -> None:
    """All of IPv4 and IPv6 is this machine's there, so that a recorder sees whatever connects."""
    set_up = "ip link set lo up && ip route add local default dev lo && {v6}".format(
        v6="ip -6 route add local default dev lo"
    )
    words = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", __file__]
    words += ["--basetemp", str(tmp_path / "inside"), "-k", "leads_off or recorder"]
    done = subprocess.run(
        ["unshare", "--map-root-user", "--net", "sh", "-c", f'{set_up} && exec "$@"', "sh", *words],
        env=environment(**{NAMESPACE: "1"}), cwd=ROOT, capture_output=True, text=True,
        timeout=300, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "6 passed" in done.stdout
