"""Feeds and sitemaps: what each form says, and that none of them does harm."""

import gzip
import tracemalloc
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.capture import Capture
from crawler.clock import now
from crawler.declared import declared_sites
from crawler.errors import Barred, PageError
from crawler.extract import feeds
from crawler.extract.feeds import FeedTooLarge, HostileFeed, NotAFeed, read_feed
from crawler.frontier.entry import EntryKind
from crawler.items import FeedPage, PageRequest
from crawler.reading import read
from tests.growth import LINEAR, growth

URL = "https://a.vn/rss/tin.xml"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS = "http://www.google.com/schemas/sitemap-news/0.9"

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Tin</title>
<link>https://a.vn/</link><image><url>https://a.vn/logo.png</url><link>https://a.vn/</link></image>
<item><title>Hội nghị &amp; tổng kết</title><link>https://a.vn/tin/hoi-nghi-12.html</link>
<pubDate>Thu, 01 May 2025 23:30:00 GMT</pubDate><media:content url="https://a.vn/x.jpg"/></item>
<item><title><![CDATA[Đại hội <b>chi bộ</b>]]></title>
<link><![CDATA[ /tin/dai-hoi-11.html?a=1&b=2 ]]></link></item>
<item><title>Chỉ có guid</title><guid>https://a.vn/tin/guid-10.html</guid></item>
<item><guid isPermaLink="false">https://a.vn/9</guid><title>Không liên kết</title></item>
</channel></rss>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://a.vn/"><link>https://a.vn/</link></channel>
<item rdf:about="https://a.vn/tin/x-1.html"><title>Một</title><link>https://a.vn/tin/x-1.html</link>
<dc:date>2025-05-02T06:30:00+07:00</dc:date></item></rdf:RDF>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://a.vn/"/>
<entry><title>Một</title><link rel="edit" href="https://a.vn/sua/1"/>
<link rel="alternate" href="tin/x-1.html"/><updated>2025-05-03T01:00:00+07:00</updated>
<published>2025-05-02T01:00:00+07:00</published></entry></feed>"""
URLSET = f"""<urlset xmlns="{SITEMAP}" xmlns:news="{NEWS}"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><image:image><image:loc>https://a.vn/x.jpg</image:loc></image:image>
<loc>https://a.vn/tin/x-1.html</loc><lastmod>2025-05-02</lastmod></url>
<url><loc> https://a.vn/tin/x-2.html </loc><news:news><news:publication>
<news:name>Báo</news:name></news:publication><news:publication_date>2025-05-02</news:publication_date>
<news:title>Hai</news:title></news:news></url>
<url><loc>https://a.vn/tin/x-1.html</loc></url><url><lastmod>2025-05-02</lastmod></url></urlset>"""
INDEX = f"""<sitemapindex xmlns="{SITEMAP}"><sitemap><loc>https://a.vn/s1.xml.gz</loc></sitemap>
<sitemap><loc>s2.xml</loc><lastmod>2025-05-02</lastmod></sitemap></sitemapindex>"""


def found_in(body: str | bytes, content_type: str = "text/xml") -> FeedPage:
    data = body.encode() if isinstance(body, str) else body
    return read_feed(capture(data, content_type))


def capture(body: bytes, content_type: str = "text/xml") -> Capture:
    request = PageRequest(url=URL)
    return Capture(url=URL, at=now(), body=body, request=request, content_type=content_type)


def paths(feed: FeedPage) -> list[str]:
    return [link.url.removeprefix("https://a.vn") for link in feed.links]


def test_rss() -> None:
    feed = found_in(RSS)
    assert feed.flaw is None
    first, second, third = feed.links
    assert first.url == "https://a.vn/tin/hoi-nghi-12.html"
    assert first.title == "Hội nghị & tổng kết"
    assert first.listed_on == date(2025, 5, 2)  # in Hanoi
    assert second.url == "https://a.vn/tin/dai-hoi-11.html?a=1&b=2"
    assert second.listed_on is None
    assert third.url == "https://a.vn/tin/guid-10.html"


@pytest.mark.parametrize("body", [RDF, ATOM.replace('"tin/', '"/tin/')])
def test_rss_of_old_and_atom(body: str) -> None:
    (link,) = found_in(body).links
    assert (link.url, link.title) == ("https://a.vn/tin/x-1.html", "Một")
    assert link.listed_on == date(2025, 5, 2)


def test_a_relative_address_is_that_of_the_feed() -> None:
    assert paths(found_in(ATOM)) == ["/rss/tin/x-1.html"]


def test_a_sitemap_with_news_and_pictures() -> None:
    feed = found_in(URLSET)
    assert paths(feed) == ["/tin/x-1.html", "/tin/x-2.html"]
    assert [link.title for link in feed.links] == [None, "Hai"]
    assert {link.listed_on for link in feed.links} == {date(2025, 5, 2)}
    assert feed.flaw is None


def test_an_index_names_sitemaps_and_no_article() -> None:
    feed = found_in(INDEX)
    assert feed.further == ("https://a.vn/s1.xml.gz", "https://a.vn/rss/s2.xml")
    assert feed.links == ()


WRAPPED = {
    "packed": gzip.compress(URLSET.encode()),
    "packed in parts": gzip.compress(URLSET.encode()[:300]) + gzip.compress(URLSET.encode()[300:]),
    "white space first": f"\r\n \t{RSS.splitlines()[0]}\n{URLSET}".encode(),
    "BOM": b"\xef\xbb\xbf" + URLSET.encode(),
    "BOM, then white space": b"\xef\xbb\xbf\n\n" + RSS.splitlines()[0].encode() + URLSET.encode(),
    "UTF-16": f'<?xml version="1.0" encoding="utf-16"?>{URLSET}'.encode("utf-16"),
    "says UTF-16": f'<?xml version="1.0" encoding="utf-16"?>{URLSET}'.encode(),
    "unknown encoding": f'<?xml version="1.0" encoding="tcvn"?>{URLSET}'.encode(),
    "a comment first": f"<!-- <!DOCTYPE - - > --><?xslt x?>{URLSET}".encode(),
    "no namespaces": URLSET.replace(f'xmlns="{SITEMAP}" xmlns:news="{NEWS}"', "").encode(),
}


@pytest.mark.parametrize("body", WRAPPED.values(), ids=WRAPPED)
@pytest.mark.parametrize("content_type", ["text/xml", "text/html; charset=big5", "image/png", ""])
def test_what_stands_around_does_not_matter(body: bytes, content_type: str) -> None:
    feed = found_in(body, content_type)
    assert paths(feed) == ["/tin/x-1.html", "/tin/x-2.html"]
    assert [link.title for link in feed.links] == [None, "Hai"]


def item(number: int) -> str:
    return f"<url><loc>https://a.vn/tin/x-{number}.html</loc></url>"


BROKEN = {
    "cut in an address": ("<urlset>" + item(1) + item(2)[:-20], ["/tin/x-1.html"]),
    "cut after one": ("<urlset>" + item(1) + item(2), ["/tin/x-1.html", "/tin/x-2.html"]),
    "another end": (
        "<urlset>" + item(1).replace("</loc>", "</lox>") + item(2) + "</urlset>",
        ["/tin/x-1.html", "/tin/x-2.html"],
    ),
    "an unknown entity": (
        f"<urlset>{item(1)}<url><title>a&nbsp;b</title></url>{item(2)}</urlset>",
        ["/tin/x-1.html", "/tin/x-2.html"],
    ),
    "a control character": (
        f"<urlset>{item(1)}<url>\x0b</url>{item(2)}</urlset>",
        ["/tin/x-1.html", "/tin/x-2.html"],
    ),
    "a DOCTYPE within": (
        f"<urlset>{item(1)}<!DOCTYPE x [<!ENTITY e 'y'>]><url>&e;</url>{item(2)}</urlset>",
        ["/tin/x-1.html"],
    ),
}


@pytest.mark.parametrize(("body", "expected"), BROKEN.values(), ids=BROKEN)
def test_broken_xml_is_read_as_far_as_it_is_sound(body: str, expected: list[str]) -> None:
    feed = found_in(body)
    assert paths(feed) == expected
    assert feed.flaw
    assert feed.flaw.startswith("it is broken XML: ")


def test_ampersands_that_should_have_been_escaped_stay_in_the_address() -> None:
    body = "<urlset><url><loc>https://a.vn/tin/?id=1&amp;x=2&b=3&copy=4</loc></url></urlset>"
    assert paths(found_in(body)) == ["/tin/?id=1&x=2&b=3&copy=4"]


def test_malformed_addresses_are_counted_and_others_are_none() -> None:
    locs = ("http://[", "javascript:x", "https://a.vn/tin/x-1.html", "http://a.vn:port/")
    body = "".join(f"<url><loc>{loc}</loc></url>" for loc in locs)
    feed = found_in(f"<urlset>{body}</urlset>")
    assert paths(feed) == ["/tin/x-1.html"]
    assert feed.left_out.malformed == 2


BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "x" * 10}">' for n in range(12))
HOSTILE = {
    "a file": '<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
    "a host": '<!DOCTYPE urlset [<!ENTITY x SYSTEM "http://127.0.0.1:9/x">]>',
    "a parameter entity": '<!DOCTYPE urlset [<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]>',
    "billion laughs": f"<!DOCTYPE urlset [{BOMB}<!ENTITY x '&e11;'>]>",
    "quadratic": f'<!DOCTYPE urlset [<!ENTITY x "{"a" * 50_000}">]>',
    "an external subset": '<!DOCTYPE urlset SYSTEM "http://127.0.0.1:9/x.dtd">',
    "after a comment": "<!-- x --><?y z?>\n<!DOCTYPE urlset [<!ENTITY x 'y'>]>",
    "small letters": "<!doctype urlset [<!ENTITY x 'y'>]>",
}


@pytest.mark.parametrize(
    ("title", "read", "flaw"),
    [
        ("§¹i héi §¶ng bé tØnh nhiÖm kú míi", "Đại hội Đảng bộ tỉnh nhiệm kỳ mới", None),
        ("§¹i héi", None, "nothing tells its charset, so its titles are passed by"),
    ],
)
def test_titles_are_read_in_the_charset_that_is_sure(
    title: str, read: str | None, flaw: str | None
) -> None:
    item = f"<item><title>{title}</title><link>/bai-1.html</link></item>"
    feed = found_in(f"<rss><channel>{item}</channel></rss>".encode("cp1252"))
    assert [link.title for link in feed.links] == [read]
    assert paths(feed) == ["/bai-1.html"]
    assert feed.flaw == flaw


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("doctype", HOSTILE.values(), ids=HOSTILE)
def test_a_document_with_a_doctype_is_refused_unparsed(
    doctype: str, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeds.etree, "XMLPullParser", None)
    body = f'<?xml version="1.0"?>{doctype}<urlset>{"<url><loc>&x;</loc></url>" * 1000}</urlset>'
    with pytest.raises(HostileFeed, match="DOCTYPE"):
        found_in(body.encode(encoding))


def test_no_doctype_reaches_the_parser_past_the_check() -> None:
    """A second one, or one that other text precedes, defines nothing and opens nothing."""
    secret = Path(__file__).read_text(encoding="utf-8").split('"""')[1]
    doctype = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{__file__}"><!ENTITY y "mm">]>'
    document = "<urlset><url><loc>https://a.vn/&x;&y;</loc></url></urlset>"
    for body in (
        f"x{doctype}{document}",
        f"<urlset>{doctype}{document}</urlset>",
        f"\x00{doctype}{document}",
    ):
        try:
            said = str(found_in(body))
        except PageError as error:
            said = str(error)
        assert secret not in said
        assert "mm" not in said


def test_a_bomb_of_gzip_is_given_up_at_its_bound() -> None:
    bomb = gzip.compress(b"<urlset>" + b" " * (60 * 1024 * 1024))
    tracemalloc.start()
    with pytest.raises(FeedTooLarge, match="52428800 bytes"):
        found_in(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * feeds.MOST_BYTES


def test_a_packed_feed_that_was_cut_is_read_as_far_as_it_came() -> None:
    body = gzip.compress(("<urlset>" + "".join(map(item, range(2000)))).encode(), mtime=0)
    feed = found_in(body[: len(body) // 2])
    assert 0 < len(feed.links) < 2000
    assert paths(feed) == [f"/tin/x-{n}.html" for n in range(len(feed.links))]
    assert feed.flaw == "it is packed, and ends too early"


def test_more_addresses_than_a_sitemap_may_have_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    assert feeds.MOST_LINKS == 50_000
    monkeypatch.setattr(feeds, "MOST_LINKS", 20)
    feed = found_in("<urlset>" + "".join(map(item, range(30))) + "</urlset>")
    assert len(feed.links) == 20
    assert feed.flaw == "it names 20 addresses or more"


PAGES = {
    "a page": "<!DOCTYPE html><html><body><p>Trang chủ</p></body></html>",
    "a page without a DOCTYPE": "<html><head></head><body>x<br></body></html>",
    "XHTML": '<?xml version="1.0"?><!DOCTYPE html PUBLIC "x" "y"><html xmlns="z"></html>',
    "JSON": '{"items": []}',
    "text": "Không tìm thấy",
    "other XML": "<opml><outline/></opml>",
    "a picture": "<svg/>",
    "bytes": "\x00\x01\x02",
}


@pytest.mark.parametrize("body", PAGES.values(), ids=PAGES)
def test_something_else_in_its_place_is_refused_and_said(body: str) -> None:
    with pytest.raises(NotAFeed, match=r"is (no feed or sitemap|a web page)"):
        found_in(body)


SITE = declared_sites().sites["nghe_an_tuyen_giao"]


def test_only_addresses_such_as_articles_have_are_taken() -> None:
    locs = ("https://a.vn/tin/bai-12345", "https://a.vn/tin", "https://a.vn/lien-he")
    body = "".join(f"<url><loc>{loc}</loc></url>" for loc in locs)
    feed = read(SITE, EntryKind.FEED, capture(f"<urlset>{body}</urlset>".encode())).feed
    assert feed is not None
    assert paths(feed) == ["/tin/bai-12345"]
    assert feed.left_out.other == 2


def test_a_challenge_in_its_place_is_named() -> None:
    page = "<html><body><script>document.cookie='D1N=0123456789abcdef'; location.reload()</script>"
    with pytest.raises((Barred, NotAFeed)):
        read(SITE, EntryKind.FEED, capture(page.encode()))


@pytest.mark.parametrize(
    "unit",
    ["<!--", "<!-- --", "<!-- -->", "<?", "<?x?", "<?xml ", " ", "&", "&amp", "&#", "<![CDATA[",
     "<![CDATA[]", "]]>", "<url>", "<url><loc>", "<a b='", "a='1' "],
)  # fmt: skip
@pytest.mark.parametrize("start", ["", "<urlset>", "<urlset "])
def test_reading_takes_linear_time(start: str, unit: str) -> None:
    def look(count: int) -> object:
        with suppress(NotAFeed):
            return found_in(start + unit * count)
        return None

    assert growth(look, 5_000, 20_000) < LINEAR


@given(st.binary(max_size=300), st.sampled_from((RSS, ATOM, URLSET, INDEX)), st.integers(0, 900))
def test_any_damage_gives_a_feed_or_an_error_with_a_name(
    damage: bytes, body: str, place: int
) -> None:
    data = body.encode()
    for damaged in (damage, data[:place] + damage + data[place:], data[:place], data[place:]):
        try:
            feed = read_feed(replace(capture(b""), body=damaged))
        except (NotAFeed, HostileFeed):
            continue
        assert all(link.url.startswith("http") for link in feed.links)
