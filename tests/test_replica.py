"""The replica is what it says: the same from the same seed, moving around it, strict in paging."""

import gzip
import json
import re
import signal
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import AbstractContextManager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

import lxml.html
import pytest
from lxml.html import HtmlElement

from tests.replica import ALL, World, pages, replica

VNPT_SITES = ("nghe_an_dang_uy_khoi", "nghe_an_tuyen_giao")
SITES = (*VNPT_SITES, "bao_dong_khoi")
NUKEVIET_SITES = ("ha_tinh_dang_uy_khoi", "binh_phuoc_tinh_uy")
NEW_SITES = (*NUKEVIET_SITES, "hung_yen_dang_uy_khoi")
#: The sites with articles of the usual kinds; the other one has a plan of its own.
USUAL_SITES = tuple(site for site in ALL if site != "bao_nghe_an")
#: Traces of careless editors, each to be found on some page of every site.
TRACES = (
    "&#x", "&agrave;", "&nbsp;", "\u200b", "\u0301", "\u00d0", "<FONT", "<o:p>", "[if gte mso 9]",
    "<P ", "<br><br>", "<br />\n", "</table></p>", "image_desc", "<blockquote>", "youtube.com",
)  # fmt: skip
INLINE = {"span", "font", "em", "strong", "a", "o:p"}
INVISIBLE = {ord(mark): None for mark in "\u200b\u200c\u00ad\ufeff"} | {0xD0: "Đ"}
TITLE_LINKS = (
    "//h2[@class='Title']/a/@href",
    "//*[@id='listcate']//h3/a/@href",
    "//*[contains(@class, 'news_column')]//*[contains(@class, 'panel-body')]/h2/a/@href",
    "//*[contains(@class, 'news_column')]//*[contains(@class, 'panel-body')]/h3/a/@href",
    "//*[@class='list-group']/a/@href",
    "//*[@class='x8']/a/@href",
    "//*[@class='q-i']/h3/a/@href",
    "//*[@class='b-grid__title']/a/@href",
)
#: Where NukeViet has a page of a listing.
PAGE = "page-{}/"
#: Names of classes that come with an editor's text, whatever is around it.
EDITORS = {"image", "image_desc", "pasted", "MsoNormal"}
PAGING = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"


@pytest.fixture
def world() -> Iterator[World]:
    with replica(seed=7, articles=60, sites=ALL) as running:
        yield running


def ask(
    url: str, *, method: str = "GET", body: str = "", headers: dict[str, str] | None = None
) -> tuple[HTTPResponse, bytes]:
    """The answer to one request, redirects not followed, and its body as sent."""
    parts = urlsplit(url)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    connection = HTTPConnection(parts.netloc, timeout=10)
    try:
        connection.request(method, path, body or None, headers or {})
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def page(url: str) -> str:
    response, body = ask(url)
    assert response.status == 200, url
    return body.decode()


def paging_fields(number: int, **changed: str | None) -> str:
    """The form of the paging call for the first section of ``nghe_an_dang_uy_khoi``."""
    names = (
        "keyword date_begin date_end show_no show_post_date num_of_text show_view_count "
        "filter_order_in_list is_default new number_of_day no articlelang is_authenticated"
    )
    fields: dict[str, str | None] = dict.fromkeys(names.split(), "")
    fields |= {"article_category_id": "71204", "categoryIds": "71204,75204", "site_id": "2936"}
    fields |= {"page": str(number), "page_size": "10"} | changed
    return urlencode({name: value for name, value in fields.items() if value is not None})


def load_page(home: str, form: str, *, referer: bool = True) -> tuple[int, str]:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    if referer:
        headers["Referer"] = f"{home}tin-hoat-dong"
    url = urljoin(home, PAGING)
    response, body = ask(url, method="POST", body=form, headers=headers)
    return response.status, body.decode()


def listed(text: str) -> list[str]:
    """The title links of a listing or fragment, as printed."""
    root = lxml.html.fromstring(f"<div>{text}</div>" if "<html" not in text else text)
    return [str(link) for link in root.xpath(" | ".join(TITLE_LINKS))]


def without_homes(world: World, site: str) -> str:
    """The truth of *site* with the servers' addresses replaced, for comparison across runs."""
    text = json.dumps(world.truth(site), ensure_ascii=False)
    for name, home in world.hosts.items():
        text = text.replace(home, f"http://{name}/")
    return text


def by_kind(truth: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [article for article in truth if article["kind"] == kind]


def visible(root: HtmlElement) -> str:
    """What *root* shows, as one line: letters composed, marks of no shape and eth gone."""
    for element in root.iter():
        if element.tag not in INLINE:
            element.text = f" {element.text or ''}"
            element.tail = f" {element.tail or ''}"
    text = str(root.text_content()).translate(INVISIBLE)
    return " ".join(unicodedata.normalize("NFC", text).split())


@pytest.mark.parametrize("site", ALL)
def test_the_same_seed_gives_the_same_truth_and_another_seed_another(site: str) -> None:
    def world(seed: int) -> AbstractContextManager[World]:
        return replica(seed=seed, articles=25, sites=[site])

    with world(7) as first, world(7) as second:
        assert without_homes(first, site) == without_homes(second, site)
    with world(8) as other:
        assert without_homes(other, site) != without_homes(first, site)


def test_an_article_is_the_same_in_a_larger_site() -> None:
    with replica(articles=12) as small, replica(articles=40) as large:
        few, many = json.loads(without_homes(small, SITES[0])), large.truth(SITES[0])
    assert [article["title"] for article in few] == [article["title"] for article in many[:12]]


@pytest.mark.parametrize("site", USUAL_SITES)
def test_every_kind_of_article_is_there_even_among_twelve(site: str) -> None:
    with replica(articles=12, sites=[site]) as small:
        truth = small.truth(site)
        for path in small.sections(site):
            assert listed(page(urljoin(small.homes[site], path))), path
    photos = by_kind(truth, "photo")
    assert len({photo["title"] for photo in photos}) == 1
    assert len({photo["pictures"][0] for photo in photos}) == len(photos) >= 3
    assert all(doc["attachments"] and not doc["blocks"][1:] for doc in by_kind(truth, "document"))
    reposts = [article for article in truth if len(article["urls"]) == 2]
    assert reposts
    assert all(len(repost["body"]) >= 200 for repost in reposts)
    assert any(len(a["listed_in"]) == 2 and len(a["urls"]) == 1 for a in truth)
    assert any(0 < len(a["body"]) < 200 and not a["lead"] for a in truth)


@pytest.mark.parametrize("site", ALL)
def test_the_truth_stands_on_its_pages_in_order(world: World, site: str) -> None:
    for article in world.truth(site):
        for url in article["urls"]:
            root = lxml.html.fromstring(page(url))
            text = visible(root)
            assert_in_order(article, text[text.index(article["title"]) :])
            base = next(iter(root.xpath("//base/@href")), url)
            images = [
                urljoin(base, str(source)) for source in root.xpath("//img/@src | //img/@data-src")
            ]
            shown = [image for image in dict.fromkeys(images) if image in article["pictures"]]
            assert shown == article["pictures"], url
            links = [urljoin(base, str(link)) for link in root.xpath("//a/@href")]
            assert set(article["attachments"]) <= set(links), url
            assert not article["author"] or article["author"] in text, url
            assert not article["source"] or article["source"] in text, url


def assert_in_order(article: dict[str, Any], text: str) -> None:
    """The blocks stand in *text* one after another.

    The lead stands before the text, but a picture beside it, with its caption, may come before it.
    """
    lead, blocks = article["lead"], article["blocks"]
    before = text.index(lead) if lead else 0
    position = 0
    for block in blocks[1 if lead else 0 :]:
        if block["kind"] == "attachment":
            assert block["text"] in text
            continue  # a viewer has no text, and stands before the others
        for line in block["text"].replace(" | ", "\n").split("\n"):
            assert line in text[position:], (article["urls"], line)
            position = text.index(line, position)
        assert block["kind"] in ("picture", "caption", "video") or before < position


@pytest.mark.parametrize("site", ALL)
def test_pages_weigh_what_real_ones_do_and_never_repeat(world: World, site: str) -> None:
    addresses = [article["urls"][0] for article in world.truth(site)[:20]]
    addresses += [urljoin(world.homes[site], path) for path in world.sections(site)]
    for url in addresses:
        first, second = page(url), page(url)
        assert 30_000 <= len(first.encode()) <= 120_000, url
        assert first != second, url


def test_counters_rise_at_every_request(world: World) -> None:
    url = world.truth(SITES[0])[0]["urls"][0]
    today = [int(page(url).split("Hôm nay:</span> <b>")[1].split("<")[0]) for _ in range(3)]
    assert today == sorted(set(today))


def test_vnpt_pages_by_post_alone_and_ends_with_an_empty_fragment(world: World) -> None:
    home = world.homes[SITES[0]]
    first = listed(page(f"{home}tin-hoat-dong"))
    assert listed(page(f"{home}tin-hoat-dong?page=2")) == first
    links, number = list(first), 2
    while more := listed(load_page(home, paging_fields(number))[1]):
        links += more
        number += 1
    assert load_page(home, paging_fields(number)) == (200, "")
    dead = set(world.dead_links(SITES[0]).values())
    found = {urljoin(home, link) for link in links} - dead
    assert len(found) == len(links) - 1
    name = world.sections(SITES[0])["/tin-hoat-dong"]
    truth = [article for article in world.truth(SITES[0]) if name in article["listed_in"]]
    assert len(found) == len(truth) > 20
    assert all(found & set(article["urls"]) for article in truth)


@pytest.mark.parametrize(
    ("field", "value"),
    [("categoryIds", None), ("is_authenticated", None), ("site_id", "1"), ("page", "x")],
)
def test_vnpt_refuses_a_paging_call_that_is_not_as_the_script_makes_it(
    world: World, field: str, value: str | None
) -> None:
    assert load_page(world.homes[SITES[0]], paging_fields(2, **{field: value}))[0] == 400


def test_vnpt_refuses_a_paging_call_without_referer(world: World) -> None:
    home = world.homes[SITES[0]]
    assert load_page(home, paging_fields(2), referer=False)[0] == 400
    assert load_page(home, paging_fields(2))[0] == 200


def test_the_newspaper_repeats_its_last_page_beyond_the_end(world: World) -> None:
    section = f"{world.homes['bao_dong_khoi']}thoi-su/"
    assert listed(page(f"{section}?p=99")) == listed(page(f"{section}?p=3"))
    assert listed(page(f"{section}?p=2")) != listed(page(section)) == listed(page(f"{section}?p=1"))


@pytest.mark.parametrize("site", NEW_SITES)
def test_numbered_pages_hold_every_article_of_their_section_once(world: World, site: str) -> None:
    truth, dead = world.truth(site), set(world.dead_links(site).values())
    for path, name in world.sections(site).items():
        links = walked(urljoin(world.homes[site], path), "?page={}" if "hung" in site else PAGE)
        assert len(links) == len(set(links)), path
        articles = [article for article in truth if name in article["listed_in"]]
        assert len(set(links) - dead) == len(articles), path
        assert all(set(links) & set(article["urls"]) for article in articles)


def walked(section: str, paging: str) -> list[str]:
    """The links of every page of *section*, as long as the page before links to it."""
    links: list[str] = []
    url: str | None = section
    number = 1
    while url:
        text = page(url)
        links += [urljoin(url, link) for link in listed(text)]
        number += 1
        following = section + paging.format(number)
        targets = {
            urljoin(url, str(link)) for link in lxml.html.fromstring(text).xpath("//a/@href")
        }
        url = following if following in targets else None
    return links


@pytest.mark.parametrize("site", NUKEVIET_SITES)
def test_nukeviet_has_no_page_beyond_the_last(world: World, site: str) -> None:
    section = urljoin(world.homes[site], next(iter(world.sections(site))))
    assert listed(page(section + PAGE.format(2))) != listed(page(section))
    assert ask(section + PAGE.format(99))[0].status == 404


@pytest.mark.parametrize("site", NUKEVIET_SITES)
def test_a_nukeviet_article_keeps_its_id_in_another_category(world: World, site: str) -> None:
    reposts = [article for article in world.truth(site) if len(article["urls"]) == 2]
    assert len(reposts) >= 4
    for article in reposts:
        first, second = (urlsplit(url).path.rpartition("/") for url in article["urls"])
        assert first[2] == second[2]
        assert first[0] != second[0]
        assert len(set(article["section_at"].values())) == 2


@pytest.mark.parametrize("site", NUKEVIET_SITES)
def test_the_twins_of_a_nukeviet_article_answer_and_are_no_addresses(
    world: World, site: str
) -> None:
    article = next(one for one in world.truth(site) if len(one["body"]) > 200)
    root = lxml.html.fromstring(page(article["urls"][0]))
    links = root.xpath("//a[contains(@class, 'dimgray')]/@href")
    twins = [urljoin(article["urls"][0], str(link)) for link in links]
    assert len(twins) == 3
    for twin in twins:
        text = visible(lxml.html.fromstring(page(twin)))
        assert article["title"] in text
        assert (article["body"].split("\n")[-1] in text) == ("sendmail" not in twin)
        assert twin not in str(world.truth(site))
    name = urlsplit(article["urls"][0]).path.rpartition("/")[2]
    assert page(f"{world.homes[site]}news/print/{name}")
    assert ask(f"{world.homes[site]}news/print/khong-co-{name}")[0].status == 404


def test_a_date_that_attributes_state_may_be_that_of_an_edit(world: World) -> None:
    told: dict[bool, int] = {True: 0, False: 0}
    for article in world.truth("ha_tinh_dang_uy_khoi"):
        root = lxml.html.fromstring(page(article["urls"][0]))
        stated = root.xpath("//*[@itemprop='datePublished']/text()")
        assert bool(stated) == bool(article["published_at"])
        if stated:
            told[stated[0] == article["published_at"]] += 1
    assert min(told.values()) > 10


def test_date_and_views_stand_in_one_line_in_either_skin(world: World) -> None:
    classes: dict[str, set[str]] = {}
    for article in world.truth("hung_yen_dang_uy_khoi"):
        text = page(article["urls"][0])
        root = lxml.html.fromstring(text)
        line = next(t for t in map(str, root.itertext()) if re.fullmatch(r"[^|]*\| \d+", t))
        day = article["published_on"]
        assert bool(line.split("|")[0].strip()) == bool(day)
        assert line.count(":") == (2 if article["published_at"] else 0)
        skin = "boxes" if "<article>" in text else "tables"
        names = root.xpath("//*[not(self::ul or self::iframe or ancestor::ul)]/@class")
        classes[skin] = classes.get(skin, set()) | set(map(str, names)) - EDITORS
    assert len(classes["boxes"]) > 6
    assert len(classes["tables"]) > 6
    assert not classes["boxes"] & classes["tables"]


@pytest.mark.parametrize("site", ALL)
def test_files_answer_as_what_they_are(world: World, site: str) -> None:
    for article in world.truth(site):
        for kind, media in (("attachments", "application/pdf"), ("pictures", "image/png")):
            for url in article[kind][:1]:
                response, _ = ask(url)
                assert (response.status, response.headers["Content-Type"]) == (200, media), url


@pytest.mark.parametrize("site", ALL)
def test_pages_without_a_server_are_those_of_the_server(world: World, site: str) -> None:
    served = json.dumps(world.truth(site)).replace(world.homes[site], "http://replica.example/")
    truths = []
    for url, body, truth in pages(site, seed=7, count=60):
        assert (truth["title"]) in visible(lxml.html.fromstring(body.decode()))
        assert url in truth["urls"]
        if url == truth["urls"][0]:
            truths.append(truth)
    assert json.loads(json.dumps(truths)) == json.loads(served)
    assert sum(1 for _ in pages(site, count=3)) >= 3


@pytest.mark.parametrize("site", ALL)
def test_every_site_has_careless_editors(site: str) -> None:
    text = "".join(body.decode() for _, body, _ in pages(site, count=150))
    assert [trace for trace in TRACES if trace not in text] == []


@pytest.mark.parametrize("site", NEW_SITES)
def test_every_field_is_missing_somewhere(site: str) -> None:
    truths = [truth for _, _, truth in pages(site, count=60) if truth["kind"] == "text"]
    for field in ("lead", "author", "published_on", "published_at", "pictures"):
        missing = sum(not truth[field] for truth in truths)
        assert 0 < missing < len(truths), field


def test_the_former_host_redirects_every_path(world: World) -> None:
    old, new = world.hosts["bao_dong_khoi_old"], world.homes["bao_dong_khoi"]
    for path in ("", "thoi-su/?p=2", "x-01012020-a1.html"):
        response, _ = ask(old + path)
        assert (response.status, response.headers["Location"]) == (301, new + path)
    assert any(link.startswith(old) for link in listed(page(f"{new}thoi-su/")))


@pytest.mark.parametrize("site", ALL)
def test_dead_links_are_listed_and_hold_no_article(world: World, site: str) -> None:
    soft, hard = (world.dead_links(site)[kind] for kind in ("soft", "hard"))
    assert "Không tìm thấy nội dung" in page(soft)
    assert ask(hard)[0].status == 404
    paths = list(world.sections(site))
    for dead, path in ((soft, paths[0]), (hard, paths[1])):
        home = world.homes[site]
        links = [urlsplit(link).path for link in listed(page(urljoin(home, path)))]
        assert urlsplit(dead).path in links
        assert dead not in str(world.truth(site))


@pytest.mark.parametrize("site", ALL)
def test_an_inserted_article_is_the_newest_below_the_pinned_one(world: World, site: str) -> None:
    path = next(iter(world.sections(site)))
    url = urljoin(world.homes[site], path)
    pinned = urlsplit(listed(page(url))[0]).path
    before = len(world.truth(site))
    truth = world.insert_article(site, path)
    links = [urlsplit(link).path for link in listed(page(url))]
    assert links[:2] == [pinned, urlsplit(truth["urls"][0]).path]
    assert truth["title"] in page(truth["urls"][0])
    assert len(world.truth(site)) == before + 1
    assert truth["published_on"] >= max(a["published_on"] or "" for a in world.truth(site))


def test_an_article_can_be_inserted_while_a_listing_is_walked(world: World) -> None:
    section = f"{world.homes['bao_dong_khoi']}thoi-su/"
    world.insert_article_after_listing_page("bao_dong_khoi", 1)
    first = listed(page(section))
    second = listed(page(f"{section}?p=2"))
    assert urlsplit(first[-1]).path == urlsplit(second[0]).path
    assert len(world.truth("bao_dong_khoi")) == 61


def test_gzip_is_sent_where_it_is_asked_for(world: World) -> None:
    url = urljoin(world.homes[SITES[0]], "tin-hoat-dong")
    plain, body = ask(url)
    coded, packed = ask(url, headers={"Accept-Encoding": "gzip, deflate"})
    assert plain.headers["Content-Encoding"] is None
    assert coded.headers["Content-Encoding"] == "gzip"
    assert coded.headers["Content-Length"] == str(len(packed))
    assert abs(len(gzip.decompress(packed)) - len(body)) < 2000


def test_one_connection_serves_many_requests_and_all_are_remembered(world: World) -> None:
    site = SITES[0]
    connection = HTTPConnection(urlsplit(world.homes[site]).netloc, timeout=10)
    for _ in range(3):
        connection.request("GET", "/robots.txt")
        assert b"Disallow: /admin/" in connection.getresponse().read()
    connection.close()
    seen = world.requests(site)
    assert [(method, path, body) for _, method, path, body in seen] == (
        [("GET", "/robots.txt", b"")] * 3
    )
    assert [moment for moment, *_ in seen] == sorted(moment for moment, *_ in seen)


def test_a_hundred_thousand_articles_start_at_once() -> None:
    """No story is written before somebody asks for it."""
    with replica(articles=100_000, sites=["bao_dong_khoi"]) as world:
        assert world._sites["bao_dong_khoi"].story_of.cache_info().misses == 0
        links = listed(page(f"{world.homes['bao_dong_khoi']}thoi-su/?p=3000"))
        assert len(links) == 10
        assert page(urljoin(world.homes["bao_dong_khoi"], links[0]))
        assert world._sites["bao_dong_khoi"].story_of.cache_info().currsize < 100


def test_the_program_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    ports = tmp_path / "ports.json"
    command = [sys.executable, "-m", "tests.replica", "--articles", "12", "--truth", str(tmp_path)]
    root = Path(__file__).parents[1]
    with subprocess.Popen(
        [*command, "--ports-file", str(ports)], cwd=root, stdout=subprocess.PIPE, text=True
    ) as program:
        try:
            assert program.stdout is not None
            assert program.stdout.readline().startswith("ready ")
            homes = json.loads(ports.read_text(encoding="utf-8"))
            assert set(homes) == {*ALL, "bao_dong_khoi_old"}
            for site in SITES:
                lines = (tmp_path / f"{site}.jsonl").read_text(encoding="utf-8").splitlines()
                assert len(lines) == 12
                assert json.loads(lines[0])["title"] in page(json.loads(lines[0])["urls"][0])
        finally:
            program.send_signal(signal.SIGTERM)  # or a failure would be waited for without end
        assert program.wait(timeout=10) == 0
