"""The register: every declared site has its publisher, and every publisher its province."""

from dataclasses import replace
from typing import Any

import pytest

from crawler.declared import declared_sites
from crawler.errors import DeclarationError
from crawler.register import PROVINCES, PUBLISHERS, publisher_of
from crawler.site import Section, Site, Status
from tests import archived


@pytest.fixture(params=declared_sites().sites.values(), ids=lambda site: site.name)
def site(request: pytest.FixtureRequest) -> Site:
    declared: Site = request.param
    return declared


def test_a_site_has_its_publisher(site: Site) -> None:
    assert publisher_of(site.publisher).name == site.title


def test_an_unknown_host_is_no_fact(site: Site) -> None:
    """A site without an evidenced host says so, and the other way round."""
    evidenced = any(era.evidence.value == "evidenced" for era in site.eras)
    assert evidenced is (site.status is not Status.UNVERIFIED)


def test_eras_stand_newest_first_and_do_not_overlap(site: Site) -> None:
    for newer, older in zip(site.eras, site.eras[1:], strict=False):
        assert newer.since is not None
        assert older.until is not None
        assert older.until < newer.since


def test_sections_have_a_path_and_a_name_each_once(site: Site) -> None:
    assert all(section.name for section in site.sections)
    for values in ([s.path for s in site.sections], [s.name for s in site.sections]):
        assert len(values) == len(set(values))


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"eras": ()}, "needs an era and a section"),
        ({"sections": ()}, "needs an era and a section"),
        ({"sections": (Section("tin-tuc", "Tin tức"),)}, "'tin-tuc' must begin with '/'"),
    ],
)
def test_a_site_that_cannot_be_crawled_is_refused(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DeclarationError, match=sentence):
        replace(archived.site(), **wrong)


def test_an_unknown_publisher_is_refused() -> None:
    with pytest.raises(DeclarationError, match="nobody"):
        publisher_of("nobody")


def test_keys_are_unique_and_provinces_known() -> None:
    assert len({publisher.key for publisher in PUBLISHERS}) == len(PUBLISHERS)
    assert {publisher.province for publisher in PUBLISHERS} <= {one.name for one in PROVINCES}


def test_a_province_that_ended_has_a_successor() -> None:
    codes = {province.code for province in PROVINCES}
    for province in PROVINCES:
        if province.valid_to:
            assert province.successor in codes
