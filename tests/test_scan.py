"""What is read in the crawl itself is quick to read, whatever stands in it.

Each flood is made as large as it may be for that, and not a byte larger. The bound is CPU time,
beside that of all golden pages on the same machine.
"""

import time
from contextlib import suppress
from dataclasses import replace

import pytest

from crawler.capture import Capture
from crawler.declared import declared_sites
from crawler.errors import PageError
from crawler.frontier.entry import EntryKind
from crawler.golden.cases import GoldenCase, golden_cases
from crawler.readers import scan
from crawler.readers.scan import is_harmless
from crawler.reading import read
from tests.floods import FLOODS, Flood, flooded

#: The worst page takes less than all golden pages together so many times.
_LONGEST = 5.0
#: What takes longest: an article whose layout looks at every element, and where elements nest, a
#: listing.
ARTICLE, LISTING = "hung_yen_dang_uy_khoi-article", "bao_nghe_an-listing"
WORST = [(ARTICLE, name) for name in FLOODS]
WORST += [(LISTING, name) for name in FLOODS if " in " in name]
#: Bytes of any flood that are too many.
TOO_LARGE = 2 * scan.MOST


def case_of(name: str) -> GoldenCase:
    site, _, kind = name.partition("-")
    cases = (case for case in golden_cases() if case.site_name == site and case.facts.kind == kind)
    return max(cases, key=lambda case: len(case.capture.body))


def with_flood(case: GoldenCase, flood: bytes) -> Capture:
    body = case.capture.body
    return replace(case.capture, body=flooded(body, flood, len(body) // 2))


def largest_harmless(case: GoldenCase, flood: Flood) -> Capture | None:
    """The page with as much of *flood* as is read in the crawl itself."""
    most, least = TOO_LARGE, 0
    while most - least > 256:
        size = (most + least) // 2
        if is_harmless(with_flood(case, flood(size))):
            least = size
        else:
            most = size
    return with_flood(case, flood(least)) if least else None


def cpu_seconds(case: GoldenCase, capture: Capture) -> float:
    kind = EntryKind.LISTING if case.facts.kind == "listing" else EntryKind.ARTICLE
    start = time.thread_time()
    with suppress(PageError):
        is_harmless(capture)
        read(declared_sites().sites[case.site_name], kind, capture)
    return time.thread_time() - start


@pytest.fixture(scope="module")
def golden_seconds() -> float:
    """CPU seconds that this machine takes for all golden pages."""
    for case in golden_cases():
        cpu_seconds(case, case.capture)  # what is compiled at first use does not count
    return sum(cpu_seconds(case, replace(case.capture)) for case in golden_cases())


@pytest.mark.parametrize(("name", "flood"), WORST)
def test_the_worst_harmless_page_is_quick(golden_seconds: float, name: str, flood: str) -> None:
    case = case_of(name)
    capture = largest_harmless(case, FLOODS[flood])
    assert capture is not None
    assert cpu_seconds(case, capture) < golden_seconds * _LONGEST


@pytest.mark.parametrize("flood", FLOODS)
def test_a_large_flood_is_for_a_worker(flood: str) -> None:
    case = case_of(ARTICLE)
    assert not is_harmless(with_flood(case, FLOODS[flood](TOO_LARGE)))


def test_golden_pages_are_harmless() -> None:
    assert all(is_harmless(case.capture) for case in golden_cases())


@pytest.mark.parametrize("charset", ["utf-16", "utf-32", "cp037", "cp1258"])
def test_no_charset_hides_tags(charset: str) -> None:
    """What is counted is what the parser gets."""
    page = case_of(ARTICLE).capture
    text = "<html><body>" + "<b>" * (scan.MOST_OPENED + 1)
    capture = replace(page, body=text.encode(charset), content_type=f"text/html; charset={charset}")
    assert capture.decoded.text == text
    assert not is_harmless(capture)


def test_text_is_not_taken_for_attributes() -> None:
    """Nor is what stands at the beginnings of lines, or in a script."""
    texts = b"<p>" + b"Abc def ghi klm " * 500 + b"</p>"
    script = b"<script>" + b"if (a > b) { c = '<a b='; }\n" * 500 + b"</script>"
    indented = (b"\n" + b" " * 40 + b"<p>abc</p>") * 800
    body = texts * 2 + script + indented
    assert scan.SHORT < len(body) < scan.MOST
    assert body.count(b" ") > scan.MOST_ATTRIBUTES
    assert is_harmless(replace(case_of(ARTICLE).capture, body=body))
