"""Every declared place on a page is needed: without it, a saved page reads otherwise.

A selector that nothing needs is dead, or has no page that would show it broken.
"""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache

import pytest

from crawler.declared import declared_sites
from crawler.extract.structured import Structured
from crawler.golden.cases import Content, GoldenCase, golden_cases
from crawler.site import Site
from pipelines.chain import clean
from spiders.layouts.family import LaidOut
from spiders.layouts.places import Linked, Meta, Rule, ScriptValue

Declared = Rule | Meta | ScriptValue | Linked


def families() -> list[type[LaidOut]]:
    """The families of all declared sites that are told by data."""
    found = {family for site in declared_sites().sites.values() for family in site.families}
    laid_out = [family for family in found if issubclass(family, LaidOut)]
    return sorted(laid_out, key=lambda family: family.name)


def places(value: object) -> Iterator[Declared]:
    """Every place in *value*, however deep it stands."""
    if isinstance(value, Declared):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from places(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from places(getattr(value, field.name))


def name(place: Declared) -> str:
    """What tells *place* from the others of a family; equal ones are broken together."""
    if isinstance(place, Rule):
        return place.css.selector
    stated = place.field if isinstance(place, Linked) else place.name
    return f"{type(place).__name__} {stated}"


def declared() -> list[tuple[type[LaidOut], str]]:
    return [
        (family, each)
        for family in families()
        for each in sorted({name(place) for place in places((family.lists, family.layouts))})
    ]


@cache
def cases_of(family: type[LaidOut]) -> tuple[GoldenCase, ...]:
    """The saved pages that *family* reads."""
    return tuple(case for case in golden_cases() if case.family(site_of(case)) == family.name)


def site_of(case: GoldenCase) -> Site:
    return declared_sites().sites[case.site_name]


def readings(family: type[LaidOut]) -> list[Content]:
    return [case.read(site_of(case), clean) for case in cases_of(family)]


def broken(patch: pytest.MonkeyPatch, place: Declared) -> None:
    """Let *place* hold nothing."""
    if isinstance(place, Rule):
        patch.setattr(place.css, "select", lambda _root: [])
        return
    method = {Meta: "meta", ScriptValue: "script_values", Linked: "linked"}[type(place)]
    asked = place.field if isinstance(place, Linked) else place.name
    whole = getattr(Structured, method)
    patch.setattr(Structured, method, lambda self, name: () if name == asked else whole(self, name))


@pytest.mark.parametrize(("family", "selector"), declared())
def test_a_page_reads_otherwise_without_it(
    family: type[LaidOut], selector: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = readings(family)
    for place in places((family.lists, family.layouts)):
        if name(place) == selector:
            broken(monkeypatch, place)
    assert readings(family) != whole


def test_the_places_are_found() -> None:
    """Or every one would be needed."""
    assert len(declared()) > 20
    assert all(cases_of(family) for family in families())
