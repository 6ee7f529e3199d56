"""The five reference texts: fields and lines as a person read them, also when details change."""

import json
import os
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crawler.extract.plain_text import article_from_text
from crawler.extract.text import folded
from crawler.items import Article, LeadingLine
from pipelines.chain import clean

REFERENCE = os.environ.get("TINHUY_REFERENCE")
pytestmark = pytest.mark.skipif(not REFERENCE, reason="TINHUY_REFERENCE is unset")

#: What stands before the text, by the beginning of the file's name: its platform's order.
LEADING = {
    "000": (LeadingLine.TITLE,),
    "001": (LeadingLine.SECTION, LeadingLine.TITLE, LeadingLine.DATE),
    "002": (LeadingLine.TITLE,),
    "003": (LeadingLine.TITLE,),
    "004": (LeadingLine.TITLE, LeadingLine.DATE),
}
SEEDS = sorted(LEADING)
INSERTED = (
    "Hôm nay, toàn Đảng bộ có 12 chi bộ với 340 đảng viên sinh hoạt đều đặn, trong đó có 48 đảng"
    " viên được kết nạp trong sáu tháng đầu năm, đạt 96% kế hoạch mà nghị quyết đầu năm đề ra."
)


def seeds() -> Path:
    return Path(REFERENCE or "") / "seeds"


def gold(seed: str) -> dict[str, Any]:
    entries = json.loads((seeds() / "gold.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = next(one for one in entries if one["file"].startswith(seed))
    return found


def printed(seed: str) -> str:
    name: str = gold(seed)["file"]
    return (seeds() / name).read_bytes().decode()


def read(seed: str, text: str | None = None) -> Article:
    text = printed(seed) if text is None else text
    return clean(article_from_text(text, url="urn:sha256:0", leading=LEADING[seed]))


def lines(article: Article) -> list[str]:
    return [article.lead or "", *(block.text for block in article.blocks)]


def fields(article: Article) -> dict[str, str | None]:
    at = article.published.at if article.published else None
    return {
        "title": article.title,
        "published_at": at.isoformat() if at else None,
        "author": article.author,
        "source": article.source,
        "outlet_tag": article.outlet_tag,
        "section": article.section,
        "lead": article.lead,
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_fields_are_as_a_person_read_them(seed: str) -> None:
    expected = gold(seed)
    assert fields(read(seed)) == {name: expected[name] for name in fields(read(seed))}


@pytest.mark.parametrize("seed", SEEDS)
def test_content_is_kept_line_for_line_and_nothing_else(seed: str) -> None:
    assert lines(read(seed)) == gold(seed)["kept"]


@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_dropped_is_counted(seed: str) -> None:
    dropped = sum(len(group) for group in gold(seed)["dropped"].values())
    assert sum(count for _, count in read(seed).removed) == dropped


MUTATIONS: dict[str, Callable[[str], str]] = {
    "windows line ends": lambda text: text.replace("\n", "\r\n"),
    "old line ends": lambda text: text.replace("\n", "\r"),
    "decomposed letters": lambda text: unicodedata.normalize("NFD", text),
    "a byte order mark": lambda text: "\ufeff" + text,
    "no-break indents": lambda text: re.sub("^", "\u00a0 \u00a0", text, flags=re.MULTILINE),
    "zero-width marks": lambda text: text.replace(" ", " \u200b"),
    "eth for d": lambda text: text.replace("Đảng", "Ðảng"),
}


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("mutation", MUTATIONS)
def test_how_a_text_is_typed_makes_no_difference(seed: str, mutation: str) -> None:
    assert read(seed, MUTATIONS[mutation](printed(seed))) == read(seed)


@pytest.mark.parametrize("number", ["0", "7", "12345678", "1.204.330", "25,969"])
def test_the_visitor_counter_may_say_anything(number: str) -> None:
    text = re.sub(r"(?m)^\d+$", number, printed("000"))
    assert text != printed("000")
    assert read("000", text) == read("000")


@pytest.mark.parametrize(
    ("seed", "old"), [("001", "Hồng Quang"), ("003", "Quang Minh"), ("004", "Hoàng Lam")]
)
@pytest.mark.parametrize("name", ["Thu Trà", "H.Tr", "BẢO TRÂN", "Lê Thị Ngọc Sương", "PV"])
def test_any_author_is_read(seed: str, old: str, name: str) -> None:
    head, found, tail = printed(seed).rpartition(old)
    assert found
    article = read(seed, head + name + tail)
    assert article.author == name
    assert lines(article) == gold(seed)["kept"]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_paragraph_that_begins_like_a_counter_stays(seed: str) -> None:
    kept = [folded(line) for line in gold(seed)["kept"]]
    long = next(line for line in printed(seed).splitlines() if folded(line) == kept[-1])
    text = printed(seed).replace(long, f"{INSERTED}\n\n{long}")
    assert lines(read(seed, text)) == [*kept[:-1], INSERTED, kept[-1]]
