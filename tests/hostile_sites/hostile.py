"""A site whose pages break the reader in the way that their text asks for."""

import os
import re
import signal
import time

from crawler.capture import Capture
from crawler.errors import SelectionError
from crawler.extract.page import Page
from crawler.items import Article, ArticleLink, Block, BlockKind, PageRequest
from crawler.site import Era, Evidence, Family, Section, Site, Status

_LINK = re.compile(r'href="(/([\w-]+)\.html)"')


class Hostile(Family):
    """Reads what a page says by the word in its heading."""

    name = "hostile"
    paging = Evidence.EVIDENCED

    @classmethod
    def recognises(cls, page: Page) -> bool:
        return "<" in page.text

    @classmethod
    def is_article(cls, page: Page) -> bool:
        return "<h1>" in page.text

    @classmethod
    def article_links(cls, page: Page) -> tuple[ArticleLink, ...]:
        found = ((page.absolute(href), word) for href, word in _LINK.findall(page.text))
        return tuple(ArticleLink(url=url, title=f"Bài {word}") for url, word in found if url)

    @classmethod
    def next_page(cls, page: Page) -> PageRequest | None:
        return PageRequest(url=page.url) if "?next" in page.text else None

    @classmethod
    def read_article(cls, capture: Capture) -> Article:
        text = capture.decoded.text
        word = text.partition("<h1>")[2].partition("</h1>")[0]
        if act := ACTS.get(word):
            act()
        said = f"Bài {word} của trang này. {os.getpid()}" + "x" * (5_000_000 * (word == "long"))
        block = Block(kind=BlockKind.PARAGRAPH, text=said)
        blocks = (block,) * (20_000 if word == "many" else 1)
        return Article(url=capture.url, title=f"Bài {word}", blocks=blocks)


def _loop() -> None:
    while True:
        pass


def _take_memory() -> None:
    taken = []
    while True:
        taken.append(bytearray(1 << 24))


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _stop() -> None:
    """Not even an alarm wakes a process that is stopped."""
    os.kill(os.getpid(), signal.SIGSTOP)


def _refuse() -> None:
    raise SelectionError("nothing is selected")


def _break() -> None:
    raise ZeroDivisionError("a defect")


ACTS = {
    "loop": _loop, "memory": _take_memory, "die": _die, "stop": _stop, "refuse": _refuse,
    "defect": _break, "sleep": lambda: time.sleep(0.2),
}  # fmt: skip

SITE = Site(
    name="hostile",
    publisher="bao_dong_khoi",
    title="Hostile",
    eras=(Era(Hostile, hosts=("hostile.example",), evidence=Evidence.EVIDENCED),),
    sections=(Section("/tin/", "Tin"),),
    sections_evidence=Evidence.EVIDENCED,
    status=Status.ACTIVE,
)
