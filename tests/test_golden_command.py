"""``tinhuy golden``, run as a developer does, on a copy of the cases."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from scrapy.exceptions import DropItem

from crawler.declared import declared_sites
from crawler.errors import ExitCode
from crawler.golden.cases import CASES, GoldenCase, golden_cases
from crawler.golden.comparison import losses
from crawler.golden.review import Accept, Verdict, review
from crawler.items import Article
from pipelines.chain import clean
from tests.program import Ended, environment, tinhuy
from tests.sources import PACKAGES, ROOT

SITE = "bao_dong_khoi"
COUNT = len(golden_cases(site=SITE))
ARTICLE = "article_with_link_box"
PHOTO = "article_photo_only"
DOCUMENT = "article_document_only"
LISTING = "listing_second_page"
SOFT_404 = "soft_404"

Change = Callable[[dict[str, Any]], object]


def golden(cases: Path, *options: str, site: str = SITE) -> Ended:
    return tinhuy("golden", site, "--cases", cases, *options)


def copied(cases: Path, case: str, name: str | None = None) -> Path:
    """A case of the checkout under *cases*; its folder."""
    return Path(shutil.copytree(CASES / SITE / case, cases / SITE / (name or case)))


def expected(case: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    return found


def expect(case: Path, change: Change) -> None:
    """Let the expectation of *case* differ by *change* from what the page reads as."""
    content = expected(case)
    change(content)
    (case / "expected.json").write_text(json.dumps(content), encoding="utf-8")


def state_facts(case: Path, **more: object) -> None:
    facts = json.loads((case / "case.json").read_text(encoding="utf-8"))
    (case / "case.json").write_text(json.dumps(facts | more), encoding="utf-8")


def contents(cases: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in cases.rglob("*") if path.is_file()}


def paragraph(text: str) -> dict[str, Any]:
    return {"kind": "paragraph", "text": text, "url": None, "linked": False}


def test_cases_that_read_as_reviewed_are_one_line_and_stay(tmp_path: Path) -> None:
    shutil.copytree(CASES, tmp_path / "sites")
    before = contents(tmp_path)
    for options in ((), ("--accept",), ("--accept", "--accept-loss")):
        ended = golden(tmp_path / "sites", *options)
        assert (ended.code, ended.err) == (0, "")
        assert ended.out == f"{SITE}: {COUNT} as reviewed\n"
    assert contents(tmp_path) == before


def test_the_checkout_has_the_cases_that_are_read_without_option() -> None:
    assert tinhuy("golden", SITE).out == f"{SITE}: {COUNT} as reviewed\n"


@pytest.mark.parametrize("options", [(), ("--accept",)])
def test_a_missing_expectation_is_written_for_review(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    path = copied(tmp_path, ARTICLE) / "expected.json"
    before = contents(tmp_path)
    path.unlink()
    ended = golden(tmp_path, *options)
    assert ended.code == ExitCode.DRIFT
    assert f"{SITE}-{ARTICLE}: review and commit {path}\n" in ended.out
    assert "1 written for review" in ended.out
    assert contents(tmp_path) == before
    assert golden(tmp_path).code == 0


def test_what_differs_is_shown_field_by_field(tmp_path: Path) -> None:
    case = copied(tmp_path, ARTICLE)
    found = expected(case)

    def change(content: dict[str, Any]) -> None:
        content["title"] = "Mùa lúa trên đồng"
        content["author"] = None
        content["published"]["precision"] = "day"
        content["blocks"][0]["text"] = "Một câu khác hẳn."
        content["blocks"].append(paragraph("Câu cuối bài."))

    expect(case, change)
    before = contents(tmp_path)
    ended = golden(tmp_path)
    blocks = found["blocks"]
    assert ended.code == ExitCode.DRIFT
    assert ended.err == ""
    assert ended.out.splitlines() == [
        f"{SITE}-{ARTICLE}: different",
        "  title",
        "    expected  Mùa lúa trên đồng",
        f"    found     {found['title']}",
        "  blocks",
        "    - paragraph   Một câu khác hẳn.",
        f"    + paragraph   {blocks[0]['text']}",
        f"      picture     <{blocks[1]['url']}>",
        "    …",
        f"      paragraph   {blocks[3]['text']}",
        "    - paragraph   Câu cuối bài.",
        "  author",
        "    expected  null",
        f"    found     {found['author']}",
        "  published.precision",
        "    expected  day",
        f"    found     {found['published']['precision']}",
        f"{SITE}: 1 different",
    ]
    assert contents(tmp_path) == before


def test_links_and_blocks_of_many_lines_are_shown_as_lines(tmp_path: Path) -> None:
    listing, article = copied(tmp_path, LISTING), copied(tmp_path, ARTICLE)
    link = expected(listing)["links"][0]
    expect(listing, lambda content: content["links"][0].update(title="Tin cũ", listed_on=None))
    table = {"kind": "table", "text": "Năm | Số\n2020 | 4", "url": None, "linked": False}
    expect(article, lambda content: content["blocks"].insert(0, table))
    out = golden(tmp_path).out
    assert f"    -             Tin cũ <{link['url']}>\n" in out
    assert f"    + {link['listed_on']}  {link['title']} <{link['url']}>\n" in out
    assert "    - table       Năm | Số\n    - table       2020 | 4\n" in out


def test_blocks_that_differ_in_what_no_line_shows_are_told_apart(tmp_path: Path) -> None:
    case = copied(tmp_path, ARTICLE)
    expect(case, lambda content: content["blocks"][0].pop("linked"))
    ended = golden(tmp_path)
    assert ended.code == ExitCode.DRIFT
    assert '"linked": false' in ended.out


def test_nothing_in_a_text_commands_the_terminal(tmp_path: Path) -> None:
    case = copied(tmp_path, ARTICLE)
    expect(case, lambda content: content.update(title="A\x1b[2J", blocks=[paragraph("B\x1b[2J")]))
    ended = golden(tmp_path, "--accept")
    assert "A\\x1b[2J" in ended.out
    assert "- paragraph   B\\x1b[2J" in ended.out
    assert "\x1b" not in ended.out + ended.err


def test_a_gain_is_accepted_once(tmp_path: Path) -> None:
    """An author, a paragraph, a next page and an article where there were none."""
    article, listing = copied(tmp_path, ARTICLE), copied(tmp_path, LISTING)
    message = copied(tmp_path, ARTICLE, "was_no_article")
    before = contents(tmp_path)
    expect(article, lambda content: content.update(author=None, blocks=content["blocks"][:1]))
    expect(listing, lambda content: content.update(links=content["links"][:1], next_page=None))
    (message / "expected.json").write_text('{"error": "not-an-article"}', encoding="utf-8")
    ended = golden(tmp_path, "--accept")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.endswith(f"{SITE}: 3 accepted\n")
    assert contents(tmp_path) == before
    assert golden(tmp_path, "--accept").out == f"{SITE}: 3 as reviewed\n"
    assert contents(tmp_path) == before


def lose_article(content: dict[str, Any]) -> None:
    content.pop("error")
    content |= {"title": "Bài đã gỡ", "blocks": [paragraph("Một câu.")]}


def lengthen(share: float) -> Change:
    """Let the expected body be longer, so that *share* of its letters is lost."""

    def change(content: dict[str, Any]) -> None:
        kinds = ("paragraph", "heading", "list", "table", "quote")
        texts = (block["text"] for block in content["blocks"] if block["kind"] in kinds)
        has = sum(map(str.isalpha, "".join(texts)))
        content["blocks"].append(paragraph("x" * round(has * share / (1 - share))))

    return change


def repeat_links(content: dict[str, Any]) -> None:
    link = content["links"][0]
    content["links"] += [link | {"url": f"{link['url']}?{number}"} for number in range(2)]


PICTURE = {"kind": "picture", "text": "", "url": "https://a.vn/a.jpg", "linked": False}
PDF = {"kind": "attachment", "text": "a.pdf", "url": "https://a.vn/a.pdf", "linked": False}
#: Each loss: the case, how its expectation differs, and the words that name it.
LOSSES: dict[str, tuple[str, Change, str]] = {
    "lead": (PHOTO, lambda content: content.update(lead="Một câu tóm tắt."), "lead"),
    "modified": (PHOTO, lambda content: content.update(modified_at="2024-05-01"), "modified_at"),
    "source": (ARTICLE, lambda content: content.update(source="Báo Sông Hàm"), "source"),
    "body": (ARTICLE, lengthen(0.21), "letters of the body"),
    "pictures": (DOCUMENT, lambda content: content["blocks"].append(PICTURE), "every picture"),
    "attachments": (PHOTO, lambda content: content["blocks"].append(PDF), "every attachment"),
    "article": (SOFT_404, lose_article, "the article: it reads as error not-an-article"),
    "links": (LISTING, repeat_links, "2 of 5 links"),
    "next_page": (
        "listing_last_page",
        lambda content: content.update(next_page={"url": "https://a.vn/?p=3"}),
        "next_page",
    ),
}


@pytest.fixture(scope="module")
def lossy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A case for each loss, and one that gains."""
    cases = tmp_path_factory.mktemp("lossy")
    for name, (case, change, _words) in LOSSES.items():
        expect(copied(cases, case, name), change)
    expect(copied(cases, ARTICLE, "gain"), lambda content: content.update(author=None))
    return cases


@pytest.fixture(scope="module")
def refused(lossy: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ended]:
    """The cases after ``--accept``, and what it said."""
    cases = Path(shutil.copytree(lossy, tmp_path_factory.mktemp("refused") / "cases"))
    return cases, golden(cases, "--accept")


@pytest.fixture(scope="module")
def accepted(lossy: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ended]:
    """The cases after ``--accept --accept-loss``, and what it said."""
    cases = Path(shutil.copytree(lossy, tmp_path_factory.mktemp("accepted") / "cases"))
    return cases, golden(cases, "--accept", "--accept-loss")


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_is_refused(lossy: Path, refused: tuple[Path, Ended], loss: str) -> None:
    cases, ended = refused
    assert ended.code == ExitCode.DRIFT
    (sentence,) = [line for line in ended.err.splitlines() if f"{SITE}-{loss}: " in line]
    assert sentence.startswith(f"tinhuy: {SITE}-{loss}: not accepted: lost would be ")
    assert LOSSES[loss][2] in sentence
    assert expected(cases / SITE / loss) == expected(lossy / SITE / loss)


def test_a_gain_beside_losses_is_accepted(refused: tuple[Path, Ended]) -> None:
    cases, ended = refused
    assert expected(cases / SITE / "gain") == expected(CASES / SITE / ARTICLE)
    assert ended.out.endswith(f"1 accepted, {len(LOSSES)} refused\n")


def test_losses_are_accepted_by_name(accepted: tuple[Path, Ended]) -> None:
    cases, ended = accepted
    assert (ended.code, ended.err) == (0, "")
    for loss, (case, _change, _words) in LOSSES.items():
        assert expected(cases / SITE / loss) == expected(CASES / SITE / case)


@pytest.mark.parametrize(
    ("name", "change", "verdict"),
    [
        (ARTICLE, lengthen(0.21), Verdict.REFUSED),
        (ARTICLE, lengthen(0.19), Verdict.ACCEPTED),
        (PHOTO, lambda content: content["removed"].append(["a rule", 3]), Verdict.ACCEPTED),
        (ARTICLE, lambda content: content["published"].update(at=None), Verdict.ACCEPTED),
        (ARTICLE, lambda content: content["published"].update(zone="+7"), Verdict.REFUSED),
    ],
)
def test_where_a_loss_begins(tmp_path: Path, name: str, change: Change, verdict: Verdict) -> None:
    case = copied(tmp_path, name)
    expect(case, change)
    site = declared_sites().sites[SITE]
    assert review(GoldenCase(case), site, clean, accept=Accept.GAINS).verdict is verdict


def test_a_loss_of_text_is_counted_in_letters() -> None:
    before = {"blocks": [paragraph("Chi bộ ra mắt"), paragraph("năm 2020")]}
    now = {"blocks": [paragraph("Chi bộ")]}
    assert losses(before, now) == ("8 of 13 letters of the body",)


@pytest.mark.parametrize(("gone", "verdict"), [(1, Verdict.ACCEPTED), (2, Verdict.REFUSED)])
def test_a_fifth_of_the_links_is_a_loss(tmp_path: Path, gone: int, verdict: Verdict) -> None:
    """Of three links that stay and *gone* that go, after three were given to the page."""
    case = copied(tmp_path, LISTING)
    items = "".join(
        f'<li class="item"><a href="/tin-0{number}012024-a{number}.html">Tin {number}</a></li>'
        for number in range(1, 4)
    )
    page = (case / "page.html").read_text(encoding="utf-8")
    first = page.index("<li", page.index('id="listcate"'))
    (case / "page.html").write_text(page[:first] + items + page[first:], encoding="utf-8")
    site = declared_sites().sites[SITE]
    assert review(GoldenCase(case), site, clean, accept=Accept.GAINS).verdict is Verdict.ACCEPTED
    assert len(expected(case)["links"]) == 6
    more = [{"url": f"https://a.vn/{number}", "title": "A"} for number in range(gone)]
    expect(case, lambda content: content["links"].extend(more))
    assert review(GoldenCase(case), site, clean, accept=Accept.GAINS).verdict is verdict


def test_a_link_that_loses_its_title_is_a_loss(tmp_path: Path) -> None:
    case = copied(tmp_path, LISTING)
    page = (case / "page.html").read_text(encoding="utf-8")
    title = expected(case)["links"][2]["title"]
    (case / "page.html").write_text(page.replace(title, ""), encoding="utf-8")
    ended = golden(tmp_path, "--accept")
    assert ended.code == ExitCode.DRIFT
    assert "lost would be title of 1 links" in ended.err


def test_the_family_that_a_case_names_must_read_it(tmp_path: Path) -> None:
    right, wrong = copied(tmp_path, ARTICLE), copied(tmp_path, PHOTO)
    state_facts(right, family="version1", note="The box stands inside the text.")
    state_facts(wrong, family="vnpt_portal")
    before = contents(tmp_path)
    ended = golden(tmp_path)
    assert ended.code == ExitCode.DRIFT
    assert ended.out.splitlines() == [
        f"{SITE}-{PHOTO}: different",
        "  family",
        "    expected  vnpt_portal",
        "    found     version1",
        f"{SITE}: 1 as reviewed, 1 different",
    ]
    ended = golden(tmp_path, "--accept", "--accept-loss")
    assert ended.code == ExitCode.DRIFT
    assert "another family reads it than case.json names" in ended.err
    assert contents(tmp_path) == before


def test_a_page_of_no_family_is_no_page_of_the_one_that_is_named(tmp_path: Path) -> None:
    case = copied(tmp_path, ARTICLE)
    state_facts(case, family="version1")
    (case / "page.html").write_text("<p>Xin chào</p>", encoding="utf-8")
    out = golden(tmp_path).out
    assert "    expected  version1\n    found     null\n" in out
    assert "    expected  article\n    found     error unknown-layout\n" in out


def test_an_article_that_a_pipeline_drops_is_lost(tmp_path: Path) -> None:
    def drop(article: Article) -> Article:
        raise DropItem(f"no-content: {article.url} has nothing below its title")

    case = copied(tmp_path, ARTICLE)
    found = review(GoldenCase(case), declared_sites().sites[SITE], drop, accept=Accept.GAINS)
    assert found.verdict is Verdict.REFUSED
    assert "the article: it reads as error no-content" in str(found.refusal)


def broken_case(cases: Path, **facts: object) -> Path:
    case = copied(cases, ARTICLE)
    state_facts(case, **facts)
    return case


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"notes": "x"}, "case.json: unknown key 'notes': did you mean 'note'?"),
        ({"kind": "page"}, "case.json: kind 'page' is none of article, listing, error"),
        ({"fetched_at": "2024-06-01"}, "case.json: fetched_at '2024-06-01' is not written as"),
    ],
)
def test_a_wrong_case_is_told(tmp_path: Path, facts: dict[str, str], sentence: str) -> None:
    broken_case(tmp_path, **facts)
    ended = golden(tmp_path)
    assert ended.code == ExitCode.USAGE
    assert sentence in ended.err
    assert ended.err.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("case.json", "{}", "case.json: origin is missing"),
        ("case.json", "[]", "case.json holds no object"),
        ("expected.json", "{", "expected.json is no JSON: "),
        ("case.json", None, "a golden case lacks "),
        ("page.html", None, "a golden case lacks "),
    ],
)
def test_a_broken_file_of_a_case_is_named(
    tmp_path: Path, name: str, text: str | None, sentence: str
) -> None:
    path = copied(tmp_path, ARTICLE) / name
    path.unlink()
    if text is not None:
        path.write_text(text, encoding="utf-8")
    ended = golden(tmp_path)
    assert ended.code == ExitCode.USAGE
    assert sentence in ended.err
    assert str(path) in ended.err
    assert ended.err.count("\n") == 1


def test_an_expectation_that_cannot_be_written_is_storage_trouble(tmp_path: Path) -> None:
    case = copied(tmp_path, ARTICLE)
    (case / "expected.json").unlink()
    (case / "expected.json").symlink_to(tmp_path / "none" / "expected.json")
    ended = golden(tmp_path)
    assert ended.code == ExitCode.STORAGE
    assert "expected.json cannot be written: " in ended.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("bao_dong_khoi", "--accept-loss"), "--accept-loss says what --accept may accept"),
        (("bao_dong_kho",), "unknown site 'bao_dong_kho': did you mean 'bao_dong_khoi'?"),
        (("bao_dong_khoi", "--cases", "none"), "none is no folder: --cases names"),
        (("bao_dong_khoi", "--cases", "spiders"), "bao_dong_khoi has no case: save its pages in"),
        ((), "Missing argument 'SITE'"),
    ],
)
def test_a_wrong_command_line_is_told(words: tuple[str, ...], sentence: str) -> None:
    ended = tinhuy("golden", *words)
    assert ended.code == ExitCode.USAGE
    assert sentence in ended.err
    assert ended.err.count("\n") == 1


def test_outside_a_checkout_it_says_so(tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package)
    ended = subprocess.run(
        [sys.executable, "-m", "crawler.cli", "golden", SITE],
        env=environment(PYTHONPATH=str(tmp_path)),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == ExitCode.USAGE
    assert ended.stderr.startswith("tinhuy: this is no checkout of the project (")
    assert ended.stderr.count("\n") == 1
