"""A page that any address would get is no article: it is stored nowhere, and overwrites nothing."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.comparison import differences
from tests.program import Ended, database, new_archive, tinhuy
from tests.replica import World, replica
from tests.replica.server import Answer, Asked, Host
from tests.test_families import portal_article

SITE = "nghe_an_tuyen_giao"
ARTICLES = 16
NOTICE = "Hệ thống đang được bảo trì, mời bạn đọc quay lại sau."
PLAIN = f"<html><body><h1>Thông báo</h1><p>{NOTICE}</p></body></html>"

#: What stands in the place of an answer of the site.
Other = Callable[[Asked, Answer], Answer]


class Switched:
    """Answers as the site does, until so many articles were asked for; then *other* answers."""

    def __init__(self, site: Host, other: Other, *, after: int) -> None:
        self._site = site
        self._other = other
        self.left = after

    def answer(self, asked: Asked) -> Answer:
        answer = self._site.answer(asked)
        if asked.path == "/robots.txt":
            return answer
        if self.left <= 0:
            return self._other(asked, answer)
        self.left -= b"newsDetail" in answer.body or is_article(asked)
        return answer


def is_article(asked: Asked) -> bool:
    return asked.path.rpartition("-")[2].isdecimal()


@pytest.fixture
def world() -> Iterator[World]:
    with replica(seed=3, articles=ARTICLES, sites=[SITE]) as running:
        yield running


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return new_archive(tmp_path / "archive", concurrency=1)


def crawl(folder: Path, world: World) -> Ended:
    return tinhuy("crawl", SITE, "--home", world.homes[SITE], "--archive", folder)


def page_of(world: World, number: int = 0) -> str:
    """The page of an article, as the site serves it."""
    seen: list[bytes] = []

    def look(site: Host) -> Host:
        url = world.truth(SITE)[number]["urls"][0]
        path = "/" + url.split("/", 3)[3]
        seen.append(site.answer(Asked("GET", path, "", {}, b"")).body)
        return site

    world.interpose(SITE, look)
    return seen[0].decode()


def always(html: str) -> Other:
    return lambda *_: Answer(html.encode())


def reasons(folder: Path, kind: str = "article") -> list[str]:
    rows = database(folder).query("SELECT reason FROM fetches WHERE kind = ? ORDER BY id", [kind])
    return [row["reason"] for row in rows]


def plain(_: World) -> Other:
    return always(PLAIN)


def one_article_everywhere(world: World) -> Other:
    return always(page_of(world))


def notice_in_its_frame(_: World) -> Other:
    return always(portal_article("Thông báo", f"<p>{NOTICE}</p>"))


def notice_below_each_title(world: World) -> Other:
    """The site's frame and titles stand, and its texts are gone."""
    titles = {"/" + url.split("/", 3)[3]: one["title"] for one, url in addresses(world)}

    def other(asked: Asked, answer: Answer) -> Answer:
        if title := titles.get(asked.path):
            return Answer(portal_article(title, f"<p>{NOTICE}</p>").encode())
        return answer

    return other


def words_in_its_frame(_: World) -> Other:
    """Nothing says that it is maintenance, and the clock goes on."""
    return lambda asked, _: Answer(
        portal_article(
            "Tòa soạn", f"<p>Mời bạn đọc quay lại sau, bây giờ là {len(asked.path)} giờ.</p>"
        ).encode()
    )


def addresses(world: World) -> list[tuple[dict[str, Any], str]]:
    return [(one, url) for one in world.truth(SITE) for url in one["urls"]]


KINDS = (
    (plain, {"maintenance"}, "a notice of maintenance"),
    (one_article_everywhere, {"out-of-step", "same-answer"}, "that 2 other addresses show"),
    (notice_in_its_frame, {"maintenance"}, "a notice of maintenance"),
    (notice_below_each_title, {"maintenance"}, "a notice of maintenance stands where its text"),
    (words_in_its_frame, {"same-answer"}, "something else stands in the site's place"),
)


@pytest.mark.parametrize(("kind", "expected", "said"), KINDS)
def test_a_server_that_is_switched_changes_nothing(
    folder: Path, world: World, kind: Callable[[World], Other], expected: set[str], said: str
) -> None:
    other = kind(world)
    switched: list[Switched] = []

    def stand_in(site: Host) -> Host:
        switched.append(Switched(site, other, after=6))
        return switched[0]

    world.interpose(SITE, stand_in)
    ended = crawl(folder, world)
    assert ended.code == 4, ended
    assert ended.err.count("\n") == 1, ended.err
    db = database(folder)
    rows = list(db.query("SELECT outcome, reason, detail FROM fetches WHERE kind = 'article'"))
    before, after = rows[:6], [row for row in rows[6:] if row["outcome"] == "failed"]
    assert {row["reason"] for row in after} - {"http-404"} == expected
    assert said in ended.err
    saved = sum(row["outcome"] == "saved" for row in before)
    titles = {row["title"] for row in db.query("SELECT title FROM articles")}
    assert titles <= {truth["title"] for truth in world.truth(SITE)}
    assert db.table("articles").count == db.table("revisions").count == saved >= 5

    switched[0].left = 1000
    ended = crawl(folder, world)
    assert ended.code == 0, ended
    assert not differences(folder, world, SITE)


def test_a_site_in_maintenance_is_left_alone(folder: Path, world: World) -> None:
    world.interpose(SITE, lambda site: Switched(site, always(PLAIN), after=6))
    assert crawl(folder, world).code == 4
    asked = [path for _, _, path, _ in world.requests(SITE)]
    assert len(asked) < 20, "robots.txt, listings, six articles, and a few more"
    assert len(asked) < len(addresses(world)) + 4
