"""The bench of whole crawls: its pages, its server, its other crawlers, its figures and bars."""

import gzip
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.utils.misc import load_object
from scrapy.utils.test import get_crawler

from benchmarks.crawling import nginx
from benchmarks.crawling.__main__ import main
from benchmarks.crawling.contenders import CONTENDERS
from benchmarks.crawling.nginx import NoServer, answered, nginx_program, write_configuration
from benchmarks.crawling.pages import file_of, write_pages
from benchmarks.crawling.places import PLACES, Place
from benchmarks.crawling.process import Failed, Spent, spend
from benchmarks.crawling.report import figures, shortfalls
from benchmarks.crawling.rivals import RIVALS
from benchmarks.crawling.rounds import Crawled
from benchmarks.readme import README, with_table
from tests import program
from tests.replica.server import Asked
from tests.replica.site_world import SiteWorld
from tests.replica.sites import HOSTS, SPECS

BASE = "http://127.0.0.1:9/"
#: So many that some listings have further pages.
ARTICLES = 40


def has_nginx() -> bool:
    try:
        nginx_program()
    except NoServer:
        return False
    return True


needs_nginx = pytest.mark.skipif(not has_nginx(), reason="nginx is not installed")


@pytest.fixture(scope="module", params=PLACES.values(), ids=PLACES)
def place(request: pytest.FixtureRequest) -> Place:
    one: Place = request.param
    return one


def crawled_by(name: str, place: Place) -> tuple[list[str], int]:
    """The addresses that the spider of a rival asks for, and how many items it yields."""
    world = SiteWorld(7, SPECS[place.site], ARTICLES)
    world.base = world.old_base = BASE
    host = HOSTS[place.site](world)
    spider_class, _ = RIVALS[name]
    site = {"home": BASE, "sections": place.sections, "article": place.article,
            "unwanted": place.unwanted, "further": place.further}  # fmt: skip
    spider = spider_class.from_crawler(get_crawler(spider_class), site)
    waiting = list(spider.start_urls)
    asked: list[str] = []
    items = 0
    while waiting:
        url = waiting.pop(0)
        if url in asked:
            continue
        asked.append(url)
        parts = urlsplit(url)
        body = host.answer(Asked("GET", parts.path, parts.query, {}, b"")).body
        response = HtmlResponse(url, body=body, encoding="utf-8")
        if spider.rules[0].link_extractor.matches(url):
            items += len(list(spider.parse_article(response)))
        else:
            waiting += [link.url for rule in spider.rules
                        for link in rule.link_extractor.extract_links(response)]  # fmt: skip
    return asked, items


def test_the_bare_spider_finds_every_page_that_is_written(tmp_path: Path, place: Place) -> None:
    write_pages(tmp_path, place, base=BASE, articles=ARTICLES, seed=7)
    asked, items = crawled_by("bare", place)
    files = [file_of(url.removeprefix(BASE.rstrip("/"))) for url in asked]
    lost = [name for name in files if not (tmp_path / name).exists()]
    assert len(lost) == 1  # the article that was removed
    written = [path.relative_to(tmp_path) for path in tmp_path.rglob("*.html.gz")]
    articles = {str(path) for path in written if not path.name.startswith("index")}
    assert articles <= set(files)
    assert items == len(articles) + 1


def test_rivals_differ_from_scrapy_in_what_they_say_alone() -> None:
    settings = {name: changed for name, (_, changed) in RIVALS.items()}
    assert settings["bare"] == {}
    assert settings["bare-8"] == {"CONCURRENT_ITEMS": 8}
    assert settings["bare-quiet"] == {"LOG_LEVEL": "WARNING"}
    (pipeline,) = settings["naive"]["ITEM_PIPELINES"]
    assert load_object(pipeline).process_item
    assert [one.name for one in CONTENDERS] == ["bare", "tinhuy", "bare-8", "bare-quiet", "naive"]
    assert Settings()["CONCURRENT_ITEMS"] == 100


def test_the_configuration_names_nothing_outside_its_folders(tmp_path: Path) -> None:
    pages = tmp_path / "pages"
    text = write_configuration(tmp_path, pages=pages, ports=[8099]).read_text(encoding="utf-8")
    assert text.count("{") == text.count("}")
    assert "listen 127.0.0.1:8099;" in text
    named = [word.rstrip(";") for word in text.split() if word.startswith("/")]
    assert [name for name in named if not name.startswith((str(tmp_path), "/$"))] == []


def test_without_nginx_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(nginx, "_PLACES", "")
    assert main(["--articles", "12", "--rounds", "1", "--try-out"]) == 2
    said = capsys.readouterr().err
    assert said.startswith("bench: nginx is not installed: apt-get install nginx")
    assert len(said.splitlines()) == 1


@needs_nginx
def test_nginx_serves_the_pages_and_counts_what_it_was_asked(tmp_path: Path, place: Place) -> None:
    pages, port = tmp_path / "pages", nginx.free_port()
    write_pages(pages, place, base=f"http://127.0.0.1:{port}/", articles=60, seed=7)
    section = place.sections[0]
    second = place.page.format(path=section, number=2)
    with nginx.served(pages, tmp_path / "server", port):
        client = HTTPConnection("127.0.0.1", port)
        seen = {}
        for path in (section, second, "/robots.txt", "/no-1.html"):
            client.request("GET", path)
            answer = client.getresponse()
            seen[path] = (answer.status, answer.getheader("Content-Type"), answer.read())
        client.close()
    for path in (section, second):
        assert seen[path][:2] == (200, "text/html; charset=utf-8")
        assert b"</html>" in gzip.decompress(seen[path][2])
    assert seen["/robots.txt"][:2] == (200, "text/plain")
    assert seen["/no-1.html"][0] == 404
    assert answered(tmp_path / "server") == {200: 3, 404: 1}


def test_a_program_is_measured_with_its_children(tmp_path: Path) -> None:
    burn = "sum(x * x for x in range(3_000_000)); held = bytearray(60_000_000)"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {burn!r} + PAUSE])"
    code = code.replace("PAUSE", "'; import time; time.sleep(0.3)'")
    spent = spend([program.sys.executable, "-c", code], folder=tmp_path, environment={})
    alone = spend([program.sys.executable, "-c", ""], folder=tmp_path, environment={})
    assert spent.cpu > alone.cpu
    assert spent.peak > 60_000_000 + alone.peak
    with pytest.raises(Failed, match="ended with 3"):
        spend([program.sys.executable, "-c", "raise SystemExit(3)"], folder=tmp_path,
              environment={})  # fmt: skip


def crawl(name: str, *, cpu: float, seconds: float = 1.0, peak: int = 100_000_000) -> Crawled:
    spent = Spent(seconds=seconds, cpu=cpu, peak=peak)
    return Crawled(name=name, spent=spent, requests=100, articles=90)


@pytest.mark.parametrize(
    ("ours", "missed"),
    [
        (crawl("tinhuy", cpu=1.5, seconds=1.17), []),
        (crawl("tinhuy", cpu=1.6, seconds=1.17), ["CPU a page of bare"]),
        (crawl("tinhuy", cpu=1.5, seconds=1.2), ["pages a second of bare"]),
        (crawl("tinhuy", cpu=1.5, peak=201_000_000), ["a peak of 201 MB"]),
    ],
)
def test_each_bar_is_held(ours: Crawled, missed: list[str]) -> None:
    crawls = [crawl("bare", cpu=1.0), ours, crawl("naive", cpu=9.0)]
    said = list(shortfalls(figures(crawls)))
    assert len(said) == len(missed)
    assert all(part in one for part, one in zip(missed, said, strict=True))


def test_the_naive_way_must_take_five_times_as_much() -> None:
    crawls = [crawl("bare", cpu=1.0), crawl("tinhuy", cpu=1.5), crawl("naive", cpu=7.4)]
    (said,) = shortfalls(figures(crawls))
    assert said == "the naive way takes 4.9 times our CPU a page, not 5 or more"


def test_ratios_are_those_of_the_same_round() -> None:
    crawls = [
        crawl("bare", cpu=1.0), crawl("tinhuy", cpu=1.4), crawl("tinhuy", cpu=2.8),
        crawl("bare", cpu=2.0), crawl("bare", cpu=1.0), crawl("tinhuy", cpu=1.4),
    ]  # fmt: skip
    ours = figures(crawls)["tinhuy"]
    assert ours.row()[:4] == ("tinhuy", "100", "14.00 (14.00–28.00)", "1.40")


def test_the_readme_has_a_place_for_each_table() -> None:
    text = README.read_text(encoding="utf-8")
    for name in ("reading", "crawling", "crawling memory"):
        assert "| A |" in with_table(text, name, "| A |")


@needs_nginx
@pytest.mark.long
def test_a_small_bench_runs(capsys: pytest.CaptureFixture[str]) -> None:
    before = README.read_text(encoding="utf-8")
    words = ["--articles", "12", "--rounds", "1", "--try-out", "--only", "tinhuy"]
    assert main(words) == 0
    assert capsys.readouterr().out.count("| tinhuy | ") == len(PLACES)
    assert README.read_text(encoding="utf-8") == before
