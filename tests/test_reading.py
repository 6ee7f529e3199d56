"""What was asked for says how a page is read; where nothing was, the page itself does."""

from dataclasses import replace

import pytest

from crawler.declared import declared_sites
from crawler.errors import NoLinks
from crawler.frontier.entry import EntryKind
from crawler.reading import read
from crawler.site import Expect, Site
from tests.test_families import PAPER, capture_of, paper_article, paper_list

ARTICLE = paper_article('<div class="detail-title"><h1>Bài</h1></div>')


@pytest.fixture
def site() -> Site:
    """A paper that promises two articles on the first page of a section."""
    return replace(declared_sites().sites["bao_dong_khoi"], expect=Expect(min_links=2))


@pytest.mark.parametrize("kind", [EntryKind.HEAD, EntryKind.LISTING])
def test_a_listing_that_shows_an_article_too_is_read_as_what_it_was_asked_for(
    site: Site, kind: EntryKind
) -> None:
    page = capture_of(ARTICLE + paper_list("", "/a-a1.html", "/b-a2.html"), PAPER)
    assert read(site, None, page).article
    assert read(site, EntryKind.ARTICLE, page).article
    listing = read(site, kind, page).listing
    assert listing is not None
    assert len(listing.links) == 2


def test_the_first_page_of_a_section_keeps_its_sites_promise(site: Site) -> None:
    """Further pages may be the last, and a page that was only handed in promised nothing."""
    page = capture_of(paper_list('<div class="content-fck"></div>', "/a-a1.html"), PAPER)
    with pytest.raises(NoLinks, match="names 1 articles, not 2 or more"):
        read(site, EntryKind.HEAD, page)
    for kind in (EntryKind.LISTING, None):
        listing = read(site, kind, page).listing
        assert listing is not None
        assert len(listing.links) == 1
