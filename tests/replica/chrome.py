"""What surrounds an article: menus, styles and scripts that never change, and what always does.

A page weighs what the real ones weigh because of this module.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from tests.replica import wording
from tests.replica.prose import Writer, chance, slug
from tests.replica.specs import HANOI, SiteSpec
from tests.replica.story import Story


@dataclass(frozen=True)
class Look:
    """One request's view of the moving parts.

    ``hits`` grows by one at every request of a site; ``story_of`` gives articles for the link
    lists, of which there are ``size``.
    """

    seed: int
    spec: SiteSpec
    base: str
    old_base: str
    hits: int
    size: int
    story_of: Callable[[int], Story]

    @property
    def origin(self) -> str:
        """The home without its closing slash."""
        return self.base.rstrip("/")

    def source(self) -> random.Random:
        """Choices that differ at every request."""
        return chance(self.seed, self.spec.name, "look", self.hits)

    def some_stories(self, count: int, salt: int = 0) -> list[Story]:
        """*count* articles for a link list, others at every request."""
        first = self.hits * 7 + salt * 13
        return [self.story_of((first + step * 3) % self.size) for step in range(count)]

    def now(self) -> datetime:
        """What the clock at the top of the page shows, whatever the article's date."""
        return datetime.fromtimestamp(time.time() + self.hits, tz=HANOI)

    def clock(self) -> str:
        """The clock as most platforms print it."""
        now = self.now()
        return f"{wording.WEEKDAYS[now.weekday()]}, {now:%d/%m/%Y %H:%M:%S}"

    def views(self, number: int = 0) -> int:
        """A view count that rises with every look."""
        return 120 + abs(number) % 977 + self.hits * 3

    def counters(self) -> tuple[tuple[str, int], ...]:
        """The visitor counter's lines: each moves at every request."""
        hits = self.hits
        return (
            ("Hôm nay", 892 + hits),
            ("Hôm qua", 1770 + hits % 91),
            ("Tuần này", 4961 + 2 * hits),
            ("Tháng này", 25969 + 3 * hits),
            ("Tất cả", 1977834 + 5 * hits),
        )


@cache
def styles(platform: str, rules: int) -> str:
    """An inline style sheet of *rules* rules."""
    writer = Writer(chance(platform, "css"))
    names = ("item", "title", "image", "nav", "box", "portlet", "widget", "menu", "col", "sub")
    lines = [
        f".{writer.pick(names)}-{number}>.{writer.pick(names)}"
        f"{{margin:{writer.below(20)}px 0 {writer.below(9)}px;color:#{writer.below(4096):03x};"
        f"background:url(images/sprite.png) -{writer.below(400)}px 0 no-repeat}}"
        for number in range(rules)
    ]
    return "<style>\n" + "\n".join(lines) + "\n</style>"


@cache
def scripts(platform: str, functions: int) -> str:
    """Inline scripts of *functions* functions; they hold tags and text in quotes, as real ones."""
    lines = [
        f'function fn_{platform}_{number}(el){{var n=parseInt(el.getAttribute("data-n")||"9");'
        f"if(n>{number * 3}){{el.innerHTML='<div class=\"portlet-{number}\"><p>Đang tải...</p>'"
        "+'</div>';}"
        f"return window.location.href.indexOf('/p{number}')>=0;}}"
        for number in range(functions)
    ]
    return "<script>\n//<![CDATA[\n" + "\n".join(lines) + "\n//]]>\n</script>"


@cache
def mega_menu(platform: str, entries: int) -> str:
    """A menu of *entries* sub-entries under places and topics; none leads to an article."""
    writer = Writer(chance(platform, "menu"))
    columns = []
    for number in range(entries // 10):
        heading = writer.capital(writer.pick(wording.TOPICS))
        links = []
        for _ in range(10):
            name = f"{writer.capital(writer.pick(wording.EVENTS))} {writer.pick(wording.PLACES)}"
            links.append(
                f'<li class="menu-item level-2"><a class="nav-link" href="/chuyen-trang/{number}/'
                f'{slug(name)}" title="{name}"><span>{name}</span></a></li>'
            )
        columns.append(
            f'<li class="menu-item has-sub level-1"><a href="/chuyen-trang/{number}">{heading}</a>'
            f'<ul class="sub-menu">{"".join(links)}</ul></li>'
        )
    return f'<ul class="navbar-nav mega">{"".join(columns)}</ul>'
