"""The benchmark that mutates pages, on its first ones."""

from benchmarks.readers.__main__ import MEMORY, pages, read, shown
from benchmarks.readers.mutations import KINDS
from crawler.readers.pool import pool
from tests.floods import FLOODS

COUNT = 90


def test_mutated_pages_are_read_or_refused_by_name() -> None:
    """Whatever else one of them raises comes through."""
    reads = [read(number) for number in range(COUNT)]
    assert {one.where for one in reads} == {"here", "in a worker"}
    assert {one.what for one in reads} == {kind.__name__ for kind, _ in KINDS}
    assert not {one.outcome for one in reads} & {"reader-lost", "defect", "page"}
    assert max(worker.peak_memory for worker in pool().workers) < MEMORY
    report = "\n".join(shown(reads))
    assert f"{COUNT} pages" in report
    assert "article\n" in report


def test_a_page_is_the_same_every_time() -> None:
    one, other = read(1), read(1)
    assert (one.what, one.size, one.outcome) == (other.what, other.size, other.outcome)


def test_pages_of_every_site_are_mutated() -> None:
    assert len({site for site, _ in pages()}) > 6
    assert len(FLOODS) > 50
