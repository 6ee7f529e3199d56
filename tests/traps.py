"""A site full of traps: a server whose every section spins another one, beside a healthy section.

Its pages are of the platform of Báo Nghệ An, whose listings name the page after them, so that a
section can lead anywhere. ``/tin/`` is healthy; the name of every other section says what it does.
"""

import re
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from random import Random
from urllib.parse import parse_qs, urlsplit

SITE = "bao_nghe_an"
PAGE_SIZE = 10
HEALTHY = 25
_NUMBER = re.compile(r"-(\d{5,})\.html$")
#: Numbers that an article has; at any other the site answers 404.
_NUMBERS = range(20_000, 60_000)
#: So many words that two articles share few of them.
_WORDS = [
    start + end
    for start in "b c ch d đ g h kh l m n nh ph qu r s t th tr v".split()
    for end in "a an anh âm ao ăng ây en êu i iên inh o oa oc ôi ơn u ưng uyên".split()
]


@dataclass
class Listing:
    """What a section answers with: the links as they are written, and the next page's, if any."""

    links: list[str]
    following: str | None = None


@dataclass
class TrapSite:
    """Answers requests, and counts them by the first step of their path."""

    home: str = ""
    hrefs: Sequence[str] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)
    published: int = HEALTHY
    asked: Counter[str] = field(default_factory=Counter)
    ticks: Iterator[int] = field(default_factory=lambda: count(1))

    def answer(self, target: str) -> tuple[int, bytes]:
        """Status and body of the answer to a GET of *target*."""
        path = urlsplit(target).path
        self.asked[path.split("/")[1]] += 1
        if path in self.files:
            return 200, self.files[path]
        status, text = self._answer(path, urlsplit(target).query)
        return status, text.encode()

    def _answer(self, path: str, query: str) -> tuple[int, str]:
        section = path.split("/")[1]
        if path == "/robots.txt":
            return 404, ""
        if number := _NUMBER.search(path):
            return self._article(section, int(number[1]))
        listing = getattr(self, f"_{section.replace('-', '_')}", None)
        if listing is None:
            return 404, page("<p>Không có trang này</p>")
        return 200, listing_page(listing(int(parse_qs(query).get("p", ["1"])[0]), path))

    def _article(self, section: str, number: int) -> tuple[int, str]:
        if section == "dead-links":
            return 404, page("<p>Không có bài này</p>")
        if number not in _NUMBERS:
            return 404, page("<p>Không có bài này</p>")
        if section == "soft-404":
            return 200, listing_page(Listing([]))
        return 200, article(number)

    def _numbers(self, number: int) -> list[int]:
        """The healthy section, the newest first."""
        newest = 20_000 + self.published
        return [newest - at for at in range((number - 1) * PAGE_SIZE, number * PAGE_SIZE)]

    def _tin(self, number: int, _: str) -> Listing:
        links = [f"/bai/lanh-{n}.html" for n in self._numbers(number) if n > 20_000]
        last = -(-self.published // PAGE_SIZE)
        return Listing(links, f"?p={number + 1}" if number < last else None)

    def _dead_links(self, number: int, _: str) -> Listing:
        """Pages without end, of links to nothing; on the first one, two articles as well."""
        links = [f"/dead-links/x-{30_000 + number * 10 + n}.html" for n in range(10)]
        real = ["/bai/that-21001.html", "/bai/that-21002.html"] if number == 1 else []
        return Listing(links[:5] + real + links[5:], f"?p={number + 1}")

    def _soft_404(self, number: int, _: str) -> Listing:
        links = [f"/soft-404/x-{40_000 + number * 10 + n}.html" for n in range(10)]
        return Listing(links, f"?p={number + 1}")

    def _twins(self, number: int, _: str) -> Listing:
        """Pages without end, that give five articles ever new addresses."""
        links = [f"/twins/{number}/bai-{22_000 + n}.html" for n in range(5)]
        return Listing(links, f"?p={number + 1}")

    def _facets(self, number: int, _: str) -> Listing:
        links = [f"/bai/loc-{23_000 + n}.html?sort={number}&view={n}" for n in range(5)]
        return Listing(links, f"?sort={number}&p={number + 1}")

    def _repeating(self, number: int, _: str) -> Listing:
        return Listing([f"/bai/lap-{24_000 + n}.html" for n in range(8)], f"?p={number + 1}")

    def _cycle(self, number: int, _: str) -> Listing:
        """Three pages, again and again, at ever new addresses."""
        links = [f"/bai/vong-{25_000 + number % 3 * 10 + n}.html" for n in range(5)]
        return Listing(links, f"?p={number + 1}")

    def _back(self, number: int, _: str) -> Listing:
        """Three pages, of which the last leads back to the second, with links that change."""
        links = [f"/bai/lui-{26_000 + number * 10 + n}.html" for n in range(5)]
        return Listing(links, "?p=2" if number == 3 else f"?p={number + 1}")

    def _itself(self, number: int, _: str) -> Listing:
        return Listing([f"/bai/minh-{27_000 + number}.html"], "?p=2")

    def _calendar(self, number: int, _: str) -> Listing:
        """Every month is followed by another; articles are in the first and the third."""
        links = [f"/bai/thang-{30_000 + number}.html"] if number in (1, 3) else []
        return Listing(links, f"?p={number + 1}")

    def _growing(self, number: int, _: str) -> Listing:
        """Pages without end, all of them of articles that are there."""
        return Listing([f"/bai/that-{50_000 - number}.html"], f"?p={number + 1}")

    def _malformed(self, _: int, __: str) -> Listing:
        """Links of every kind, and two good ones among them."""
        return Listing(["/bai/tot-33001.html", *self.hrefs, "/bai/tot-33002.html"])

    def _sessions(self, number: int, _: str) -> Listing:
        """Every visit gives the same links in other words."""
        visit = f"{next(self.ticks):032x}"
        names = (f"?PHPSESSID={visit}", f";jsessionid={visit}", f"?sid=a{visit}")
        links = [f"/bai/phien-{28_000 + n}.html{names[n % 3]}" for n in range(9)]
        return Listing(links, f"?p={number + 1}&PHPSESSID={visit}" if number < 3 else None)

    def _visits(self, number: int, _: str) -> Listing:
        """As sessions, by a name that nobody knows."""
        links = [f"/bai/luot-{34_000 + number * 10 + n}.html?xid={next(self.ticks)}"
                 for n in range(3)]  # fmt: skip
        return Listing(links, f"?p={number + 1}" if number < 3 else None)

    def _restless(self, number: int, _: str) -> Listing:
        """Pages without end, that name five articles otherwise at every look."""
        links = [f"/restless/{next(self.ticks)}/bai-{37_000 + n}.html" for n in range(5)]
        return Listing(links, f"?p={number + 1}")

    def _loop(self, _: int, path: str) -> Listing:
        """Every link is meant from the root, and written as if it were not."""
        return Listing([f"{path}en/vi/bai-29001.html"], f"{path}en/vi/")

    def _locales(self, _: int, __: str) -> Listing:
        """Each article in three dresses more."""
        links = [f"/{dress}bai/nhieu-{31_000 + n}.html" for n in range(4) for dress in
                 ("", "vi/", "en/", "print/")]  # fmt: skip
        return Listing(links)


def listing_page(listing: Listing) -> str:
    """A listing of the platform."""
    items = "".join(
        f'<h3 class="b-grid__title"><a href="{escape(link)}">{title_in(link)}</a></h3>'
        for link in listing.links
    )
    following = f'<link rel="next" href="{listing.following}">' if listing.following else ""
    return page(f'<div class="l-main"><div class="b-grid">{items}</div></div>', head=following)


def title_in(link: str) -> str:
    """The title of the article to which *link* leads, if it leads to one."""
    number = re.search(r"-(\d{5})\.html", link)
    return f"Chi bộ số {number[1]} sinh hoạt chuyên đề" if number else "Xem thêm"


def article(number: int) -> str:
    """An article of the platform; its text is a function of its number."""
    text = " ".join(Random(number).choices(_WORDS, k=90))  # noqa: S311  # no secret
    return page(
        f'<h1 class="c-detail-head__title">{title_in(f"-{number}.html")}</h1>'
        f'<div class="c-detail-head__time">01/05/2025 08:30</div>'
        f'<article class="entry"><p>Tin số {number}: {text}.</p></article>'
    )


def page(content: str, *, head: str = "") -> str:
    """The frame of the platform."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head>'
        f'<body class="onecms_page">{content}</body></html>'
    )


@contextmanager
def trap_site() -> Iterator[TrapSite]:
    """The site, answering on a port of this machine."""
    site = TrapSite()
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        wbufsize = -1

        def do_GET(self) -> None:
            with lock:
                status, body = site.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: the site counts."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.home = f"http://127.0.0.1:{server.server_address[1]}/"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
