"""Two addresses of one number are one article; what only looks like its number is not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from crawler.archive.archive import Archive
from crawler.archive.articles import Stored
from crawler.archive.verify import verify_archive
from crawler.errors import DeclarationError
from crawler.items import Article
from crawler.site import Evidence, Numbering
from tests.archived import HOME, Reader, article, new_archive, published, text_block

PATTERNS = (r"-post(\d+)\.html$", r"-10(\d{6})\.html$")
INFERRED = Numbering(PATTERNS, evidence=Evidence.INFERRED)
EVIDENCED = Numbering(PATTERNS, evidence=Evidence.EVIDENCED)

OLD = article(url=f"{HOME}/hoi-nghi-post255912.html")
#: The same article after the site changed its system: other address, one sentence more.
NEW = replace(
    OLD,
    url=f"{HOME}/hoi-nghi-so-ket-10255912.html",
    blocks=(*OLD.blocks, text_block("Hội nghị bế mạc cùng ngày.")),
)


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[Reader]:
    with new_archive(tmp_path / "kho") as archive:
        yield Reader(archive)
        problems = [one for one in verify_archive(archive).problems if "capture " not in one]
        assert problems == []


def see(reader: Reader, shown: Article, day: int, numbering: Numbering | None = INFERRED) -> Stored:
    return reader.store(replace(reader.reading(shown, day), numbering=numbering))


def count(archive: Archive, table: str) -> int:
    found: int = archive.db.table(table).count
    return found


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("https://a.vn/x-post255912.html", "255912"),
        ("https://a.vn/x-10255912.html?p=1", "255912"),
        ("https://a.vn/x-255912.html", None),
        ("https://a.vn/?x=-post255912.html", None),
        ("https://a.vn/x-post255912.html/them", None),
    ],
)
def test_a_number_is_found_where_its_kind_of_address_has_it(url: str, number: str | None) -> None:
    assert INFERRED.number_in(url) == number


@pytest.mark.parametrize("pattern", [r"-post\d+", r"-(\d+)-(\d+)", r"-(\d+"])
def test_a_pattern_that_finds_no_number_is_refused(pattern: str) -> None:
    with pytest.raises(DeclarationError):
        Numbering((pattern,), evidence=Evidence.INFERRED)


@pytest.mark.parametrize("numbering", [INFERRED, EVIDENCED])
def test_an_edit_under_a_new_address_is_a_revision(reader: Reader, numbering: Numbering) -> None:
    assert see(reader, OLD, 0, numbering) == ("saved", "new", 1)
    assert see(reader, NEW, 5, numbering) == ("saved", "edited", 1)
    assert count(reader.archive, "articles") == 1
    assert count(reader.archive, "urls") == 2


def test_both_addresses_may_go_on_differing(reader: Reader) -> None:
    """Each look at either of them would else be an edit, or split the article."""
    see(reader, OLD, 0)
    see(reader, NEW, 1)
    for day in (2, 3):
        assert see(reader, OLD, day) == ("unchanged", "known", 1)
        assert see(reader, NEW, day) == ("unchanged", "known", 1)
    assert count(reader.archive, "revisions") == 2
    edited = replace(NEW, title="Hội nghị sơ kết (cập nhật)")
    assert see(reader, edited, 4) == ("saved", "edited", 1)
    assert see(reader, edited, 5) == ("unchanged", "known", 1)
    assert count(reader.archive, "articles") == 1


def test_the_same_text_under_the_number_is_noted_alone(reader: Reader) -> None:
    short = replace(OLD, blocks=(text_block("Hội nghị đã bế mạc."),))
    see(reader, short, 0)
    assert see(reader, replace(short, url=NEW.url), 1) == ("unchanged", "renumbered", 1)
    assert count(reader.archive, "revisions") == 1


@pytest.mark.parametrize(
    "other",
    [
        replace(NEW, url=f"{HOME}/hoi-nghi-10255913.html"),
        replace(NEW, url=f"{HOME}/hoi-nghi-255912.html"),
        replace(NEW, published=published(9)),
        replace(NEW, published=None),
        replace(NEW, title="Hội nghị khác"),
    ],
)
def test_another_number_day_or_title_is_another_article(reader: Reader, other: Article) -> None:
    see(reader, OLD, 0)
    assert see(reader, other, 1) == ("saved", "new", 2)


def test_addresses_without_a_number_share_none(reader: Reader) -> None:
    see(reader, replace(OLD, url=f"{HOME}/hoi-nghi"), 0)
    assert see(reader, replace(NEW, url=f"{HOME}/hoi-nghi-so-ket"), 1) == ("saved", "new", 2)


def test_a_numbering_that_is_evidenced_needs_no_title(reader: Reader) -> None:
    see(reader, OLD, 0, EVIDENCED)
    other = replace(NEW, title="Tiêu đề đã sửa")
    assert see(reader, other, 1, EVIDENCED) == ("saved", "edited", 1)


def test_a_site_without_numbering_knows_none(reader: Reader) -> None:
    see(reader, OLD, 0, None)
    assert see(reader, NEW, 1, None) == ("saved", "new", 2)
