"""The four kinds of pages of Báo Nghệ An: told apart, their links, and their dates."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.capture import Capture
from crawler.clock import now
from crawler.declared import declared_sites
from crawler.errors import PageError, SelectionError, UnknownLayout
from crawler.golden.cases import GoldenCase, golden_cases
from crawler.items import Article, LeadingLine, PageRequest
from crawler.reading import family_of
from crawler.site import Family
from spiders.families.bao_nghe_an_2015 import BaoNgheAn2015
from spiders.families.epi import Epi
from spiders.families.onecms import OneCms
from spiders.layouts.family import LaidOut
from tests.test_page import page_of

SITE = declared_sites().sites["bao_nghe_an"]
FAMILIES = tuple(dict.fromkeys(
    family for site in declared_sites().sites.values() for family in site.families
))  # fmt: skip
URL = "https://baonghean.vn/bai-10251734.html"
HEADER = (
    '<h1 class="sc-longform-header-title">Bài</h1><div class="sc-longform-header-meta">'
    '<span class="sc-longform-header-date">{}</span></div>'
)


def capture_of(html: str, at: datetime | None = None) -> Capture:
    return Capture(url=URL, at=at or now(), body=html.encode(), request=PageRequest(url=URL))


def entry(printed: str = "", body: str = "<p>Một câu.</p>", head: str = "") -> str:
    return f'{head}<article class="entry">{HEADER.format(printed)}{body}</article>'


def paths(links: str) -> list[str]:
    """The paths in *links*, one a word."""
    return [f"/{each}.html" for each in links.split()]


def own(case: GoldenCase) -> str:
    """The name of the family whose page a case is."""
    return case.facts.family or declared_sites().sites[case.site_name].families[0].name


@pytest.mark.parametrize("case", golden_cases(), ids=str)
def test_a_page_is_recognised_by_its_own_family_alone(case: GoldenCase) -> None:
    """Among all families, not only those of its site. A message may carry no sign of any."""
    found = {family.name for family in FAMILIES if family.recognises(case.capture.page)}
    has_signs = case.facts.kind != "error" and case.facts.method == "GET"
    assert found == {own(case)} if has_signs else found <= {own(case)}


@pytest.mark.parametrize(
    ("family", "sign"),
    [(family, sign) for family in (OneCms, Epi, BaoNgheAn2015) for sign in family.signs],
)
def test_one_sign_is_enough(family: type[LaidOut], sign: str) -> None:
    page = page_of(f"<body><!-- {sign} --></body>")
    assert [each for each in SITE.families if each.recognises(page)] == [family]


def test_the_oldest_articles_are_known_by_title_and_text_together() -> None:
    title, text = '<h1 class="title">Bài</h1>', '<div id="content"><p>Một câu.</p></div>'
    assert BaoNgheAn2015.recognises(page_of(f'<div class="article">{title}{text}</div>'))
    assert not BaoNgheAn2015.recognises(page_of(f'<div class="article">{title}</div>'))
    assert not BaoNgheAn2015.recognises(page_of(f"{title}{text}"))


@pytest.mark.parametrize(("year", "family"), [(2024, OneCms), (2023, Epi)])
def test_where_two_families_know_a_page_the_day_decides(year: int, family: type[Family]) -> None:
    """A text that was pasted out of the other system brings its class names along."""
    html = entry(body='<div class="cms-body"><p>Một câu.</p></div>')
    fetched = datetime(year, 5, 1, tzinfo=UTC)
    assert family_of(SITE, capture_of(html, fetched)) is family


def test_a_page_without_any_sign_is_of_no_family() -> None:
    with pytest.raises(UnknownLayout):
        family_of(SITE, capture_of("<h1>Bài</h1>"))


ARTICLES = "bai-10264872 bai-post255912 bai-post80782 bai-267322"
OTHERS = "am-duong-lich-ngay-29-thang-3-nam-2026 tiem-chung-ptag dai-hoi-event123 gioi-thieu"
TWINS = "print/10264872 print/bai-10264872 en/a-10264872 fr/a-10264872 ru/a-10264872 cn/a-10264872"


@pytest.mark.parametrize("family", [OneCms, Epi])
def test_which_links_lead_to_articles(family: type[LaidOut]) -> None:
    """Numbers of all generations do; tags, topics, a calendar, prints and translations do not."""
    links = "".join(f'<a href="{path}">Bài</a>' for path in paths(f"{ARTICLES} {OTHERS} {TWINS}"))
    html = f'<div class="b-grid"><p class="b-grid__title">{links}</p></div>'
    html += f'<article class="story"><h3 class="story__heading">{links}</h3></article>'
    found = [
        link.url for link in family.article_links(page_of(html, "https://baonghean.vn/xa-hoi"))
    ]
    assert found == [f"https://baonghean.vn{path}" for path in paths(ARTICLES)]


def test_a_plain_text_of_the_paper_begins_with_its_title() -> None:
    """Its older pages, saved as text, have nothing above the text but the title."""
    assert SITE.families[0].leading_lines == (LeadingLine.TITLE,)


def test_further_pages_are_not_guessed() -> None:
    html = (
        '<div class="l-main"><div class="b-grid"></div><div class="c-more onecms__loadmore"></div>'
    )
    assert [family.next_page(page_of(html)) for family in SITE.families] == [None, None, None]


def read(html: str) -> Article:
    return OneCms.read_article(capture_of(html))


META = '<meta name="article:published_time" content="{}">'


@pytest.mark.parametrize(
    ("printed", "meta", "published"),
    [
        ("", "9/11/2021 3:29:47 PM", "2021-09-11T15:29:47+07:00"),
        ("11/09/2021 15:29", "9/11/2021 3:29:47 PM", "2021-09-11T15:29:47+07:00"),
        ("11/09/2021 15:29", "11/9/2021 3:29:47 PM", "2021-09-11T15:29:00+07:00"),
        ("11/09/2021 15:29", "9/11/2021 3:31:00 PM", "2021-09-11T15:29:00+07:00"),
        ("", "13/11/2021 3:29:47 PM", None),
        ("6 giờ trước", "", None),
    ],
)
def test_the_month_stands_first_in_the_meta_element_alone(
    printed: str, meta: str, published: str | None
) -> None:
    found = read(entry(printed, head=META.format(meta))).published
    assert (found.at.isoformat() if found and found.at else None) == published


def test_the_script_is_trusted_before_the_meta_element() -> None:
    script = (
        "<script>gtag('event', 'x', {'articlePublishDate': '2021-09-11T15:29:47+07:00'});</script>"
    )
    found = read(entry(head=META.format("9/11/2021 3:29:48 PM") + script)).published
    assert found is not None
    assert found.at == datetime(2021, 9, 11, 8, 29, 47, tzinfo=UTC)


def test_an_article_is_where_it_answered() -> None:
    """What the page calls its own address names a host that is gone, or another article."""
    head = (
        '<link rel="canonical" href="https://baonghean.vn/khac-10000001.html">'
        '<meta property="og:url" content="https://old.example.vn/khac-10000001.html">'
    )
    assert read(entry(head=head)).url == URL


def test_two_articles_on_one_page_are_not_mixed() -> None:
    with pytest.raises(SelectionError):
        read(entry() + entry())


NUMBERS = {
    "bai-post255912.html": "255912",
    "slug-moi-10255912.html": "255912",
    "bai-post80782.html": "80782",
    "bai-10080782.html": "80782",
    "bai-255912.html": None,
    "bai-1025591.html": None,
    "dai-hoi-event10255912.html": None,
}


@pytest.mark.parametrize("name", NUMBERS)
def test_generations_share_their_numbers(name: str) -> None:
    assert SITE.numbering is not None
    assert SITE.numbering.number_in(f"https://baonghean.vn/{name}") == NUMBERS[name]


CLASSES = st.sampled_from(
    "sc-longform-header-title sc-longform-header-sapo sc-longform-header-date"
    " c-detail-head__title entry b-grid b-grid__title c-box article__title article__summary"
    " article__content article__meta article__body cms-title cms-body story story__title main-col"
    " article title date bgborder item".split()
)
SOUP = st.lists(
    st.one_of(
        CLASSES.map('<div class="{}">'.format),
        st.sampled_from(["</div>", "<h1 class=title>", "</h1>", "<article class=entry>", "x"]),
        st.sampled_from(['<a href="/a-10264872.html">', "</a>", "<div id=content>", "<li>"]),
        st.sampled_from(
            ["<div id=site-header></div><div id=site-content>", "<ul id=cate-content>"]
        ),
    ),
    max_size=25,
).map("".join)


@pytest.mark.parametrize("family", SITE.families)
@given(html=SOUP)
def test_a_strange_page_raises_nothing_but_page_errors(family: type[Family], html: str) -> None:
    page = page_of(html, URL)
    for hook in (family.recognises, family.article_links, family.next_page, family.is_article):
        hook(page)
    try:
        family.read_article(capture_of(html))
    except PageError:
        return
