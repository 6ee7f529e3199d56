"""A page that any address would get is no article: it is stored nowhere, and overwrites nothing."""

import asyncio
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import local
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from crawler.archive.runs import Tally
from crawler.declared import declared_sites
from crawler.extract.barriers import BARRIERS, Barrier, notice_in
from crawler.extract.likeness import Wording, is_named_in, may_be_one, words_of
from crawler.frontier.entry import Entry, EntryKind, new_entry
from crawler.golden.cases import golden_cases
from crawler.items import Article, Block, BlockKind, PageRequest
from crawler.net.asides import random_address
from crawler.net.doubts import Doubts
from crawler.reading import read
from crawler.report.verdict import verdict
from tests.comparison import differences
from tests.growth import LINEAR, growth, too_steep
from tests.program import Ended, database, new_archive, tinhuy
from tests.replica import World, replica
from tests.replica.server import Answer, Asked, Handler, Host
from tests.test_families import portal_article

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawler.net.asides import Reads
    from crawler.run import Run

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
    (
        one_article_everywhere,
        {"out-of-step", "same-answer"},
        "the text of other addresses (2 so far)",
    ),
    (notice_below_each_title, {"maintenance"}, "a notice of maintenance stands where its text"),
    (words_in_its_frame, {"same-answer"}, "something else stands in the site's place"),
)


@pytest.mark.parametrize(("kind", "expected", "said"), KINDS)
def test_a_server_that_is_switched_changes_nothing(
    folder: Path, world: World, kind: Callable[[World], Other], expected: set[str], said: str
) -> None:
    other = kind(world)
    world.interpose(SITE, lambda site: Switched(site, other, after=6))
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


def test_a_site_in_maintenance_is_left_alone_and_loses_nothing(folder: Path, world: World) -> None:
    """However many crawls it lasts, no address is given up for it."""
    switched: list[Switched] = []

    def stand_in(site: Host) -> Host:
        switched.append(Switched(site, always(PLAIN), after=6))
        return switched[0]

    world.interpose(SITE, stand_in)
    assert crawl(folder, world).code == 4
    asked = [path for _, _, path, _ in world.requests(SITE)]
    assert len(asked) < len(addresses(world)), "robots.txt, listings, six articles, and a few more"
    attempts = "SELECT key, state, attempts FROM frontier WHERE kind = 'article' ORDER BY key"
    waiting = list(database(folder).query(attempts))
    assert sum(row["state"] == "pending" for row in waiting) > 5
    assert crawl(folder, world).code == 4
    assert list(database(folder).query(attempts)) == waiting, "no attempt is counted"
    switched[0].left = 1000
    ended = crawl(folder, world)
    assert ended.code == 0, ended
    assert not differences(folder, world, SITE)
    assert tinhuy("verify", "--deep", "--archive", folder).code == 0


def test_a_challenge_is_named_and_passed_with_the_cookie_that_is_set(
    folder: Path, world: World
) -> None:
    cookie = "D1N=0123456789abcdef0123456789abcdef"
    challenge = f"""<script>document.cookie="{cookie}"+"; path=/";location.reload()</script>"""

    def other(asked: Asked, answer: Answer) -> Answer:
        return answer if asked.headers.get("cookie") == cookie else Answer(challenge.encode())

    world.interpose(SITE, lambda site: Switched(site, other, after=0))
    ended = crawl(folder, world)
    assert ended.code == 4, "it is named, and not solved"
    assert "a challenge for browsers (D1N cookie)" in ended.err
    with (folder / "tinhuy.toml").open("a", encoding="utf-8") as file:
        file.write(f'[sites.{SITE}]\ncookie = "{cookie}"\n')
    ended = crawl(folder, world)
    assert ended.code == 0, ended
    assert not differences(folder, world, SITE)


def test_a_text_for_any_address_is_no_article(folder: Path, world: World) -> None:
    """Whatever is not there is answered 200 with a page in the site's frame."""
    page = Answer(portal_article("Xin lỗi", "<p>Địa chỉ này chưa có bài nào.</p>").encode())
    held = {"/" + url.split("/", 3)[3] for _, url in addresses(world)}

    def other(asked: Asked, answer: Answer) -> Answer:
        return page if is_article(asked) and asked.path not in held else answer

    world.interpose(SITE, lambda site: Switched(site, other, after=0))
    for probes in (1, 0):
        ended = crawl(folder, world)
        assert ended.code == 0, ended
        assert not differences(folder, world, SITE)
        rows = database(folder).query(
            "SELECT kind, reason FROM fetches WHERE run_id = (SELECT max(run_id) FROM fetches)"
        )
        found = [(row["kind"], row["reason"]) for row in rows]
        assert found.count(("article", "soft-404")) == 2, "the two addresses that are dead"
        assert found.count(("probe", "http-200")) == probes, "once a day"
        assert found.count(("witness", "http-200")) == 1


class OneLate:
    """Answers each request for an article on a connection with the one before it."""

    def __init__(self, site: Host) -> None:
        self._site = site
        self._of_thread = local()  # the server has a thread for each connection

    def answer(self, asked: Asked) -> Answer:
        answer = self._site.answer(asked)
        if not is_article(asked):
            return answer
        due = getattr(self._of_thread, "due", answer)
        self._of_thread.due = answer
        return due


class Twice(Handler):
    """Sends everything two times; the second answer is to no request."""

    def _send(self, answer: Answer) -> None:
        super()._send(answer)
        with suppress(OSError):
            super()._send(answer)


def late(world: World) -> None:
    world.interpose(SITE, OneLate)


def twice(world: World) -> None:
    world._servers[SITE].RequestHandlerClass = Twice


@pytest.mark.parametrize("out_of_step", [late, twice])
def test_no_body_is_stored_under_the_address_of_another(
    folder: Path, world: World, out_of_step: Callable[[World], None]
) -> None:
    out_of_step(world)
    crawl(folder, world)
    title_of = {url: one["title"] for one, url in addresses(world)}
    db = database(folder)
    stored = {
        row["url"]: row["title"]
        for row in db.query(
            "SELECT u.url, a.title FROM urls u JOIN articles a ON a.id = article_id"
        )
    }
    assert len(stored) >= 5
    assert stored == {url: title_of[url] for url in stored}
    if out_of_step is late:
        assert "out-of-step" in reasons(folder)
        waiting = db.query("SELECT state, attempts FROM frontier WHERE last_error = 'out-of-step'")
        assert {(row["state"], row["attempts"]) for row in waiting} == {("pending", 0)}


@pytest.mark.parametrize(
    ("reason", "count", "code"),
    [("maintenance", 3, 4), ("maintenance", 2, 0), ("soft-404", 9, 0), ("login", 9, 0)],
)
def test_a_site_is_away_where_something_else_stood_in_its_place(
    reason: str, count: int, code: int
) -> None:
    tallies = (
        Tally(kind="head", outcome="saved", reason="listing", count=1),
        Tally(kind="article", outcome="saved", reason="new", count=20),
        Tally(kind="article", outcome="failed", reason=reason, count=count),
    )
    assert verdict(tallies) == code


def test_an_address_is_made_up_in_the_shape_of_another() -> None:
    for url, shape in (
        (
            "https://a.vn/tin/hoi-nghi-ban-123.html",
            r"https://a\.vn/tin/[a-z]{3}-[a-z]{4}-[a-z]{3}-1\d{8}\.html",
        ),
        ("https://a.vn/chi-tiet/?id=12&lang=vi", r"https://a\.vn/chi-tiet/\?id=1\d{8}&lang=vi"),
        ("http://a.vn:8080/2024/03/05/tin-moi", r"http://a\.vn:8080/2024/03/05/[a-z]{3}-[a-z]{3}"),
    ):
        made = {random_address(url) for _ in range(3)}
        assert len(made) == 3
        for one in made:
            assert re.fullmatch(shape, one), one


#: A title as it was listed, and as the article has it; in the third place whether it may be one.
TITLES = (
    ("Hội nghị Ban Thường vụ Tỉnh uỷ", "Hội nghị Ban Thường vụ Tỉnh ủy", True),
    ("HỘI NGHỊ BAN THƯỜNG VỤ", "Hội nghị Ban Thường vụ", True),
    ("Hội nghị Ban Thường vụ về...", "Hội nghị Ban Thường vụ về công tác cán bộ", True),
    ("Khai mạc Hội nghị Ban Thường vụ lần 5", "Hội nghị Ban Thường vụ lần thứ năm khai mạc", True),
    ("Công bố quyết định về cán bộ", "Trao quyết định về công tác cán bộ", True),
    ("Hội nghị Ban Thường vụ", "Hệ thống đang bảo trì", False),
    ("Đồng chí Bí thư thăm hộ nghèo", "Đăng nhập", False),
    ("Thông báo", "Thông báo", True),
    ("Thông báo về nghỉ Tết", "Thông báo", False),
    ("", "Hội nghị Ban Thường vụ", False),
    ("Lịch công tác tuần", "Không tìm thấy trang", False),
)  # fmt: skip


@pytest.mark.parametrize(("listed", "title", "may"), TITLES)
def test_a_title_may_be_the_one_that_was_listed(listed: str, title: str, may: bool) -> None:  # noqa: FBT001  # a table of claims
    assert may_be_one(words_of(title), words_of(listed)) is may


@pytest.mark.parametrize(
    ("url", "title", "spelt"),
    [
        ("https://a.vn/hoi-nghi-ban-thuong-vu-123.html", "Hội nghị Ban Thường vụ lần 5", True),
        ("https://a.vn/hoi-nghi-ban-thuong-vu-123.html", "Hệ thống đang bảo trì", False),
        ("https://a.vn/doi-moi-cong-tac-dang-7", "Đổi mới công tác Đảng", True),
        ("https://a.vn/tranh-co-dong-123.html", "Tranh cổ động", True),
        ("https://a.vn/tranh-co-dong-123.html", "Tranh cổ động mới", None),
        ("https://a.vn/thong-bao-123.html", "Thông báo", None),
        ("https://a.vn/tin-123.html", "Hội nghị", None),
        ("https://a.vn/?id=7", "Hội nghị", None),
    ],
)
def test_an_address_may_spell_its_title(url: str, title: str, spelt: bool | None) -> None:  # noqa: FBT001  # as above
    assert is_named_in(words_of(title), url) is spelt


def entry_of(url: str, listed: str | None) -> Entry:
    found = new_entry(
        PageRequest(url=url), kind=EntryKind.ARTICLE, site=SITE, section="https://a.vn/"
    )
    return replace(found, listed_title=listed)


def article_of(title: str, text: str = "Một câu.") -> Article:
    return Article(
        url="https://a.vn/", title=title, blocks=(Block(kind=BlockKind.PARAGRAPH, text=text),)
    )


class Signals:
    """Takes what is said to all."""

    def send_catch_log(self, _: object) -> None:
        """Tell nobody."""


@pytest.mark.parametrize(
    ("listed", "url", "title", "reason"),
    [
        ("Ra mắt sách mới về Bác Hồ", "https://a.vn/2", "Hội nghị Ban Thường vụ", "out-of-step"),
        ("Hội nghị Ban...", "https://a.vn/2", "Hội nghị Ban Thường vụ", None),
        ("Hội nghị Ban Thường vụ Tỉnh ủy", "https://a.vn/2", "Hội nghị Ban Thường vụ", None),
        ("Họp Ban Thường vụ mở rộng", "https://a.vn/2", "Hội nghị Ban Thường vụ lần 3", None),
        ("Tin vắn", "https://a.vn/hoi-nghi-ban-thuong-vu-2", "Hội nghị Ban Thường vụ", None),
    ],
)
def test_an_edited_title_is_not_out_of_step(
    listed: str, url: str, title: str, reason: str | None
) -> None:
    crawler = SimpleNamespace(signals=Signals())
    doubts = Doubts(cast("Run", None), cast("Crawler", crawler), cast("Reads", None))
    doubts.asked(entry_of("https://a.vn/1", "Hội nghị Ban Thường vụ"))
    entry = entry_of(url, listed)
    doubts.asked(entry)
    wrong = asyncio.run(doubts.wrong_with(entry, article_of(title)))
    assert (wrong.reason if wrong else None) == reason


def test_a_text_that_stands_may_have_a_second_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address of its print view, say; at an address of another article it may not stand."""

    async def no(*_: object) -> bool:
        return False

    monkeypatch.setattr(Doubts, "_is_any_answer", no)
    crawler = SimpleNamespace(signals=Signals())
    doubts = Doubts(cast("Run", None), cast("Crawler", crawler), cast("Reads", None))

    def reason(url: str, title: str = "Lễ hội") -> str | None:
        wrong = asyncio.run(doubts.wrong_with(entry_of(url, None), article_of(title)))
        return wrong.reason if wrong else None

    assert reason("https://a.vn/tin/le-hoi-9.html") is None
    assert reason("https://a.vn/vi/tin/le-hoi-9.html") is None
    assert reason("https://a.vn/tin/le-hoi-10.html") == "same-answer"
    for week in range(8):
        assert reason(f"https://a.vn/lich-{week}.html", f"Lịch công tác tuần {week}") is None


def test_what_has_no_title_is_left_to_the_pipelines() -> None:
    doubts = Doubts(
        cast("Run", None),
        cast("Crawler", SimpleNamespace(signals=Signals())),
        cast("Reads", None),
    )
    entry = entry_of("https://a.vn/1", "Hội nghị Ban Thường vụ")
    assert asyncio.run(doubts.wrong_with(entry, article_of(""))) is None


NOTICES = [(one, text) for one in BARRIERS for text in one.notices]
NO_NOTICES = [(one, text) for one in BARRIERS for text in one.no_notices]


@pytest.mark.parametrize(("barrier", "text"), NOTICES)
def test_a_notice_in_the_place_of_a_text_is_named(barrier: Barrier, text: str) -> None:
    assert notice_in(article_of("Hội nghị", text), "Hội nghị") is barrier
    assert notice_in(article_of("Hội nghị", f"{text} {'Bài dài hơn thế. ' * 30}"), None) is None


@pytest.mark.parametrize(("barrier", "text"), NO_NOTICES)
def test_a_short_text_is_no_notice(barrier: Barrier, text: str) -> None:
    assert barrier.notice
    assert notice_in(article_of("Hội nghị", text), "Hội nghị") is None


@pytest.mark.parametrize(
    ("title", "reason"),
    [("Đăng nhập", "login"), ("ĐĂNG NHẬP HỆ THỐNG", "login"), ("Đăng nhập kho hàng", None)],
)
def test_a_login_has_its_title(title: str, reason: str | None) -> None:
    found = notice_in(article_of(title, "Xin mời."), "Hội nghị")
    assert (found.reason if found else None) == reason


def test_an_article_about_maintenance_says_so_in_its_title() -> None:
    text = "Hệ thống đang được bảo trì từ 22 giờ."
    assert notice_in(article_of("Thông báo", text), "Thông báo bảo trì hệ thống") is None


@pytest.mark.parametrize("barrier", [one for one in BARRIERS if one.notice])
def test_notices_are_linear(barrier: Barrier) -> None:
    def look(text: str) -> bool:
        return re.search(barrier.notice or "", text, re.IGNORECASE) is not None

    assert too_steep(look) is None
    for text in barrier.notices:
        repeats = 10_000 // len(text)
        assert growth(look, text[1:-1] * repeats, text[1:-1] * 4 * repeats) <= LINEAR


def test_the_same_words_with_another_clock_are_alike() -> None:
    one = Wording.of(article_of("Tòa soạn", "Mời bạn quay lại sau, bây giờ là 7 giờ 30."))
    assert one.is_like(
        Wording.of(article_of("Tòa soạn", "Mời bạn quay lại sau, bây giờ là 9 giờ."))
    )
    assert not one.is_like(Wording.of(article_of("Tòa soạn", "Chi bộ họp bàn việc làm đường.")))


def test_no_saved_article_is_a_notice() -> None:
    sites = declared_sites().sites
    looked_at = 0
    for case in golden_cases():
        if case.facts.kind == "article":
            article = read(sites[case.site_name], EntryKind.ARTICLE, case.capture).article
            assert article
            assert notice_in(article, article.title) is None, case
            assert notice_in(article, None) is None, case
            looked_at += 1
    assert looked_at > 20
