"""Báo Nghệ An in the replica: four generations of pages on one host, and the truth across them."""

import re
from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from datetime import datetime
from itertools import groupby, pairwise
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
from lxml.html import HtmlElement

from tests.replica import World, pages, replica
from tests.replica.bao_nghe_an import generations
from tests.replica.direct import FEWEST
from tests.test_replica import ask, page, visible

SITE = "bao_nghe_an"
PLATFORMS = {"onecms", "epi", "bna_old"}

#: Where each skin has title, summary, text and author.
PLACES = {
    "onecms": (
        "//h1[contains(@class, 'sc-longform-header-title')]",
        "//p[contains(@class, 'sc-longform-header-sapo')]",
        "//div[@itemprop='articleBody']/article[contains(@class, 'entry')]",
        "//span[contains(@class, 'sc-longform-header-author')]",
    ),
    "epi": (
        "//h1[@class='article__title cms-title']",
        "//div[@class='article__sapo cms-desc']",
        "//div[@class='article__body zce-content-body cms-body']",
        "//p[contains(@class, 'article__author')]",
    ),
    "epi_template": (
        "//article[contains(@class, 'article-wrap')]/header//h1[@class='article__title']",
        "//header/div[@class='article__summary']",
        "//div[@class='article__content']/div[@class='content']",
        "//p[contains(@class, 'article__author')]",
    ),
    "bna_old": (
        "//div[@class='article']/h1[@class='title']",
        "//div[@id='content']/*[1][self::p]/strong[not(../text()[normalize-space()])]",
        "//div[@class='article']/div[@id='content']",
        "//div[@id='content']/p[last()]/strong",
    ),
}
#: What each generation's listing has its links in.
LISTED = {
    "onecms": "//h3[@class='b-grid__title']/a/@href",
    "epi": "//article[@class='story']/h2[@class='story__heading']/a/@href",
    "epi_template": "//article/h2[@class='story__title']/a/@href",
    "bna_old": "//ul[@id='cate-content']/li[@class='item']/div[@class='bgborder']/h1/a/@href",
}  #: What holds a picture or two and their caption.
UNITS = (
    "//table[@class='full-img' or @class='picture']"
    "|//figure[@class='image' or @class='article__avatar']"
    "|//div[@class='full-img' or contains(@class, 'box-image')]"
)

_PRINTED = r"\d\d/\d\d/\d{4} \d\d:\d\d"
_FIRST = r"\w+ \w+, \d\d/\d\d/\d{4}, \d\d:\d\d \[GMT\+7\]"
_SECOND = r"Cập nhật lúc \d\d:\d\d, \w+ \w+, \d\d/\d\d/\d{4} \(GMT\+7\)"
#: How each skin prints its date, and where.
DATES = {
    "onecms": (_PRINTED, "//span[contains(@class, 'header-date')]"),
    "epi": (_PRINTED, "//time[@class='time']"),
    "epi_template": (_PRINTED, "//header//time"),
    "bna_old": (f"{_FIRST}|{_SECOND}", "//div[@class='article']/div[@class='time']"),
}

Served = tuple[str, str, HtmlElement, dict[str, Any]]


def served(count: int = 72) -> list[Served]:
    """Each address with the skin that prints it, its page, and the truth."""
    found = []
    for url, body, truth in pages(SITE, count=count):
        platform = truth["platforms"][truth["urls"].index(url)]
        text = body.decode()
        if platform == "epi" and "article-wrap" in text:
            platform = "epi_template"
        found.append((url, platform, lxml.html.fromstring(text), truth))
    return found


@pytest.fixture(scope="module")
def all_served() -> list[Served]:
    return served()


@pytest.fixture
def world() -> Iterator[World]:
    with replica(seed=7, articles=60, sites=[SITE]) as running:
        yield running


def shown(node: HtmlElement) -> str:
    """What *node* shows, as one line."""
    return visible(deepcopy(node))


def first(root: HtmlElement, path: str) -> HtmlElement | None:
    return next(iter(root.xpath(path)), None)


def figures(blocks: list[dict[str, Any]]) -> list[tuple[list[str], str]]:
    """The addresses of the pictures that stand together, with their caption if it is one block."""
    runs = [(kind, list(run)) for kind, run in groupby(blocks, key=lambda block: block["kind"])]
    found = []
    for (kind, run), (after, captions) in pairwise([*runs, ("", [])]):
        if kind == "picture" and (after != "caption" or len(captions) == 1):
            caption = captions[0]["text"] if after == "caption" else ""
            found.append(([block["url"] for block in run], caption))
    return found


def listed(url: str, markup: str) -> list[str]:
    """The links of the listing at *url*, absolute."""
    root = lxml.html.fromstring(page(url))
    return [urljoin(url, str(link)) for link in root.xpath(LISTED[markup])]


def section_lines(world: World) -> dict[str, list[str]]:
    """What each section lists, by its name."""
    home = world.homes[SITE]
    return {
        name: listed(urljoin(home, path), "onecms") for path, name in world.sections(SITE).items()
    }


def test_every_generation_and_kind_is_there_even_among_twelve() -> None:
    few = served(FEWEST)
    assert {platform for _, platform, _, _ in few} == set(PLACES)
    assert {truth["kind"] for *_, truth in few} == {"text", "photo", "video"}
    assert any(len(truth["urls"]) == 2 for *_, truth in few)
    assert any(len(truth["listed_in"]) == 2 > len(truth["urls"]) for *_, truth in few)


def test_each_generation_has_its_own_addresses(all_served: list[Served]) -> None:
    forms = {"onecms": r"-10\d{6}\.html", "epi": r"-post\d{6}\.html", "bna_old": r"-\d{5,6}\.html"}
    for *_, truth in all_served:
        assert set(truth["platforms"]) <= PLATFORMS
        assert len(truth["platforms"]) == len(truth["urls"]) == len(truth["section_at"])
        for url, platform in zip(truth["urls"], truth["platforms"], strict=True):
            assert re.search(forms[platform] + "$", url), url
        if len(truth["urls"]) == 2:
            present, former = truth["urls"]
            assert former.replace("-post", "-10") == present
            assert len(truth["body"]) >= 200


def test_an_id_tells_its_article_whatever_the_platform() -> None:
    seen = Counter[str]()
    for number in (*range(-40, 0), *range(5000)):
        for platform in generations.platforms(number):
            article_id = generations.article_id(number, platform)
            assert generations.number_of(article_id) == number
            seen[f"{platform == 'epi'}{article_id}"] += 1
    assert max(seen.values()) == 1


def test_title_summary_text_and_author_stand_where_each_skin_has_them(
    all_served: list[Served],
) -> None:
    counts = Counter[str]()
    for url, skin, root, truth in all_served:
        title, lead, text, author = (first(root, path) for path in PLACES[skin])
        assert title is not None, url
        assert shown(title) == truth["title"]
        assert text is not None, url
        assert (lead is None) == (truth["lead"] is None), url
        if lead is not None:
            tag = truth["outlet_tag"]
            expected = truth["lead"] if tag is None else f"({tag}) - {truth['lead']}"
            assert shown(lead) == expected
        if truth["author"]:
            assert author is not None, url
            assert truth["author"] in shown(author), url
        counts[skin] += 1
    assert min(counts[skin] for skin in PLACES) >= 5


def test_the_blocks_stand_on_the_pages_in_order(all_served: list[Served]) -> None:
    for url, _, root, truth in all_served:
        text = shown(root)
        position = text.index(truth["title"])
        for block in truth["blocks"]:
            for line in block["text"].replace(" | ", "\n").split("\n"):
                assert line in text[position:], (url, line)
                position = text.index(line, position)


def test_pictures_and_videos_stand_on_the_pages_in_order(all_served: list[Served]) -> None:
    kinds = Counter[str]()
    for url, _, root, truth in all_served:
        images = [image.get("data-src") or image.get("src") for image in root.iter("img")]
        found = [urljoin(url, address) for address in images if not address.startswith("data:")]
        assert [address for address in found if address in truth["pictures"]] == truth["pictures"]
        players = [urljoin(url, str(a)) for a in root.xpath("//iframe/@src | //video/source/@src")]
        assert players == truth["videos"]
        kinds.update(block["kind"] for block in truth["blocks"])
    assert kinds["quote"] > 10
    assert kinds["video"] > 10
    assert kinds["attachment"] > 2


def test_pictures_and_their_caption_are_one_unit(all_served: list[Served]) -> None:
    together = Counter[int]()
    for url, skin, root, truth in all_served:
        if skin == "bna_old" and truth["published_on"] < "2018":
            continue  # its pictures and captions are paragraphs of their own
        expected = figures(truth["blocks"])
        found = []
        for unit in root.xpath(UNITS):
            images = [image.get("data-src") or image.get("src") for image in unit.iter("img")]
            found.append(([urljoin(url, address) for address in images], shown(unit)))
        assert found == expected, url
        together.update(len(addresses) for addresses, _ in expected)
    assert together[1] > 100
    assert together[2] > 5


def test_what_is_not_the_article_stands_in_the_text_too(all_served: list[Served]) -> None:
    inside = {
        "onecms": ["c-news-related"],
        "epi": ["article-relate", "sda_middle", "cms-relate"],
        "epi_template": ["article__related-inline", "article-poll", "qc"],
        "bna_old": ["rl"],
    }
    for skin, names in inside.items():
        for name in names:
            path = f"{PLACES[skin][2]}//*[contains(@class, '{name}')]"
            assert any(root.xpath(path) for _, own, root, _ in all_served if own == skin), name


def test_the_printed_date_is_true_and_the_others_are_traps(all_served: list[Served]) -> None:
    unprinted = Counter[str]()
    for url, skin, root, truth in all_served:
        form, path = DATES[skin]
        node = first(root, path)
        assert node is not None, url
        text = shown(node)
        moment = datetime.fromisoformat(truth["published_at"])
        if not text:
            unprinted[skin] += 1
            continue
        assert re.fullmatch(form, text), url
        assert f"{moment:%d/%m/%Y}" in text
        assert f"{moment:%H:%M}" in text
    assert unprinted == {"onecms": 3, "epi": 2}


def test_machine_readable_dates_agree_but_for_the_migrated(all_served: list[Served]) -> None:
    script = re.compile(r"'articlePublishDate': '([^']+)'")
    wrong = 0
    for url, skin, root, truth in all_served:
        if skin == "onecms":
            said = script.search(lxml.html.tostring(root, encoding="unicode"))
            assert said is not None, url
            american = root.xpath("//meta[@name='article:published_time']/@content")[0]
            moment = datetime.fromisoformat(said[1])
            hour = f"{moment.hour % 12 or 12}:{moment:%M:%S}"
            assert american.startswith(f"{moment.month}/{moment.day}/{moment.year} {hour}")
            disagrees = said[1][:10] != truth["published_on"]
            assert disagrees or said[1] == truth["published_at"]
            wrong += disagrees
        elif skin == "epi":
            stated = root.xpath("//time[@class='time']/@datetime")[0]
            assert stated == truth["published_at"].replace("+07:00", "+0700")
    assert wrong == 3


def test_the_section_is_stated_where_each_generation_states_it(all_served: list[Served]) -> None:
    places = {
        "onecms": "string(//meta[@name='article:section']/@content)",
        "epi": "string(//ol[@class='breadcrumb']/li[last()]/a)",
        "epi_template": "string(//ol[@class='breadcrumb']/li[last()]/a)",
        "bna_old": "string(//*[@id='nav']/a[last()])",
    }
    differing = 0
    for url, skin, root, truth in all_served:
        assert root.xpath(places[skin]) == truth["section_at"][url]
        differing += truth["section_at"][url] != truth["section"]
    assert differing > 0


def test_some_pages_name_the_address_of_another_generation(all_served: list[Served]) -> None:
    stale = Counter[str]()
    for url, skin, root, _ in all_served:
        canonical = root.xpath("//link[@rel='canonical']/@href")
        stale[skin] += any(urlsplit(c).path != urlsplit(url).path for c in canonical)
    assert stale["onecms"] > 0
    assert stale["epi"] + stale["epi_template"] > 0


def test_the_sections_list_every_article_at_every_address(world: World) -> None:
    lines = section_lines(world)
    assert all(20 > len(links) > 10 for links in lines.values())
    dead = set(world.dead_links(SITE).values())
    found = {link for links in lines.values() for link in links} - dead
    assert found == {url for truth in world.truth(SITE) for url in truth["urls"]}
    for truth in world.truth(SITE):
        for name in truth["listed_in"]:
            assert set(truth["urls"]) & set(lines[name])


def test_listings_are_newest_first_below_the_pinned_one(world: World) -> None:
    moments = {url: truth["published_at"] for truth in world.truth(SITE) for url in truth["urls"]}
    for name, links in section_lines(world).items():
        dates = [moments[link] for link in links if link in moments]
        rest = dates[1:] if name == "Thời sự" else dates
        assert rest == sorted(rest, reverse=True)


def test_a_listing_has_one_page_and_the_truth_says_what_it_shows() -> None:
    with replica(articles=400, sites=[SITE]) as world:
        lines = section_lines(world)
        assert all(len(links) == 30 for links in lines.values())
        url = urljoin(world.homes[SITE], next(iter(world.sections(SITE))))
        assert listed(f"{url}?page=2", "onecms") == listed(url, "onecms")
        for truth in world.truth(SITE):
            showing = {name for name, links in lines.items() if set(links) & set(truth["urls"])}
            assert set(truth["listed_in"]) == showing
        assert any(not truth["listed_in"] for truth in world.truth(SITE))


def test_each_generation_has_an_archive_in_its_own_markup(world: World) -> None:
    archives = world.archives(SITE)
    assert set(archives) == set(LISTED)
    for name, url in archives.items():
        platform = name.removesuffix("_template")
        links = listed(url, name)
        printed = {
            address
            for truth in world.truth(SITE)
            for address, own in zip(truth["urls"], truth["platforms"], strict=True)
            if own == platform
        }
        assert len(links) == len(set(links)) == min(30, len(printed))
        assert set(links) <= printed


def test_dead_links_are_listed_and_hold_no_article(world: World) -> None:
    soft, hard = (world.dead_links(SITE)[kind] for kind in ("soft", "hard"))
    assert "Không tìm thấy nội dung" in page(soft)
    assert ask(hard)[0].status == 404
    everything = [link for links in section_lines(world).values() for link in links]
    assert {soft, hard} < set(everything)


def test_an_inserted_article_is_the_newest_of_the_present_generation(world: World) -> None:
    url = urljoin(world.homes[SITE], "xa-hoi")
    before = listed(url, "onecms")
    truth = world.insert_article(SITE, "Xã hội")
    assert listed(url, "onecms") == [*truth["urls"], *before]
    assert truth["platforms"] == ["onecms"]
    assert truth["title"] in shown(lxml.html.fromstring(page(truth["urls"][0])))
    assert truth["published_at"] == max(one["published_at"] for one in world.truth(SITE))


def test_pages_weigh_what_real_ones_do_and_never_repeat(world: World) -> None:
    addresses = [url for truth in world.truth(SITE)[:24] for url in truth["urls"]]
    addresses += [urljoin(world.homes[SITE], path) for path in world.sections(SITE)]
    for url in (*addresses, *world.archives(SITE).values()):
        one, other = page(url), page(url)
        assert 30_000 <= len(one.encode()) <= 120_000, url
        assert one != other, url


def test_films_of_the_paper_itself_are_served(world: World) -> None:
    films = [url for truth in world.truth(SITE) for url in truth["videos"] if url.endswith(".mp4")]
    assert films
    for url in films:
        response, body = ask(url)
        assert response.headers["Content-Type"] == "video/mp4"
        assert body[4:8] == b"ftyp"
