"""Saved pages of every site, each beside what it reads as: reviewed, and kept so.

``tinhuy golden SITE`` shows the same, and rewrites an expectation where it is told to. A missing
one is written here too, and fails the test: review it and commit it.
"""

import pytest

from crawler.declared import declared_sites
from crawler.golden.cases import GoldenCase, golden_cases
from crawler.golden.review import review
from crawler.site import Site
from pipelines.chain import clean


def site_of(case: GoldenCase) -> Site:
    return declared_sites().sites[case.site_name]


@pytest.mark.parametrize("case", golden_cases(), ids=str)
def test_page_reads_as_reviewed(case: GoldenCase) -> None:
    found = review(case, site_of(case), clean)
    assert found.is_settled, "\n".join(found.lines())


@pytest.mark.parametrize("case", golden_cases(), ids=str)
def test_reading_changes_nothing_for_the_next_reader(case: GoldenCase) -> None:
    assert case.read(site_of(case), clean) == case.read(site_of(case), clean)


ERAS = [(site, family.name) for site in declared_sites().sites.values() for family in site.families]


@pytest.mark.parametrize(("site", "family"), ERAS, ids=lambda one: getattr(one, "name", one))
def test_every_system_of_a_site_has_a_listing_and_two_articles(site: Site, family: str) -> None:
    cases = [case for case in golden_cases(site=site.name) if case.family(site) == family]
    kinds = [case.facts.kind for case in cases]
    assert kinds.count("listing") >= 1
    assert kinds.count("article") >= 2


def test_an_answer_to_a_post_was_asked_for_from_its_own_site() -> None:
    """As in a crawl: a portal's first page sends the POST for the next."""
    asked = {case: case.capture.request for case in golden_cases()}
    posts = [case for case, request in asked.items() if request.method == "POST"]
    assert posts
    for case, request in asked.items():
        home = "/".join(case.facts.url.split("/", 3)[:3]) + "/"
        assert request.referer == (home if case in posts else None)


@pytest.mark.parametrize("case", golden_cases(), ids=str)
def test_every_page_says_where_it_comes_from(case: GoldenCase) -> None:
    assert case.facts.origin == "synthetic"
