"""The pipelines: each does one thing, in one order, and crawl and ingest agree on it."""

import importlib
import unicodedata
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import DropItem

from crawler import settings
from crawler.archive.captures import PendingCapture
from crawler.extract.text import folded
from crawler.frontier.entry import Entry
from crawler.items import Article, Block, BlockKind, LeadingLine, Listing, Precision, Published
from crawler.outcomes import ArticleRead
from pipelines.chain import CHAIN, clean
from pipelines.fields import FieldsPipeline, with_fields
from pipelines.normalise import NormalisePipeline, is_folded, normalised
from pipelines.require import RequirePipeline, required
from pipelines.step import ArticleStep

URL = "https://danguy.tanhoa.example/tin-hoat-dong/so-ket-1042"
PROSE = "Đảng bộ xã Tân Hòa đã hoàn thành phần lớn chỉ tiêu của sáu tháng đầu năm."
DAY = Published(
    on=date(2023, 5, 17), at=None, precision=Precision.DAY, raw="17/05/2023", rule="day"
)


def paragraph(text: str) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, text=text)


def article(*texts: str, **fields: object) -> Article:
    made = {"url": URL, "title": "Sơ kết", "blocks": tuple(map(paragraph, texts))} | fields
    return Article(**made)  # type: ignore[arg-type]  # a test's shorthand


def texts(cleaned: Article) -> list[str]:
    return [block.text for block in cleaned.blocks]


# The chain


def test_crawl_and_ingest_run_the_same_steps_in_the_same_order() -> None:
    ordered = sorted(settings.ITEM_PIPELINES, key=settings.ITEM_PIPELINES.__getitem__)
    classes = []
    for dotted in ordered:
        module, _, name = dotted.rpartition(".")
        classes.append(getattr(importlib.import_module(module), name))
    assert [step for step in classes if issubclass(step, ArticleStep)] == list(CHAIN)
    assert classes[len(CHAIN) :] == [step for step in classes if not issubclass(step, ArticleStep)]


def test_clean_is_all_pipelines_one_after_another() -> None:
    page = article("Anh-tin-bai", "(SHO) - " + PROSE, " ", "Tin, ảnh: Thu\u00a0Trà", "Các tin khác")
    item: object = page
    for step in CHAIN:
        item = step().process_item(item)
    assert item == clean(page)
    assert texts(clean(page)) == [PROSE]
    assert (clean(page).outlet_tag, clean(page).author) == ("SHO", "Thu Trà")
    assert clean(page).removed == (("picture of the text", 1), ("related articles", 1))


@pytest.mark.parametrize("step", CHAIN, ids=lambda step: step.__name__)
def test_what_is_no_article_passes(step: type[ArticleStep]) -> None:
    listing = Listing(url=URL, links=(), next_page=None)
    assert step().process_item(listing) is listing


@pytest.mark.parametrize("step", CHAIN, ids=lambda step: step.__name__)
def test_an_article_in_an_outcome_is_cleaned_where_it_is(step: type[ArticleStep]) -> None:
    entry, capture = cast("Entry", SimpleNamespace()), cast("PendingCapture", SimpleNamespace())
    page = article(PROSE, "Anh-tin-bai ", "Thu Trà")
    read = step().process_item(ArticleRead(entry=entry, capture=capture, article=page))
    assert isinstance(read, ArticleRead)
    assert (read.entry, read.capture) == (entry, capture)
    assert read.article == step.clean(page)


@given(st.lists(st.builds(Block, kind=st.sampled_from(BlockKind), text=st.text(), url=st.text())))
def test_any_article_is_cleaned_or_dropped_by_name(blocks: list[Block]) -> None:
    page = article(blocks=tuple(blocks))
    try:
        assert clean(page).title == "Sơ kết"
    except DropItem as dropped:
        reason = str(dropped).partition(": ")[0]
    else:
        reason = "no-content"
    assert reason == "no-content"


# Normalise


@given(st.text())
def test_what_looks_folded_is_folded(text: str) -> None:
    assert folded(text) == text or not is_folded(text)


@pytest.mark.parametrize(
    "text",
    [
        " a", "a ", "a  b", "a\u00a0b", "a\nb", "a\u200bb", "\ufeffa", "a\u00adb", "a\x00b", "Ðoàn",
        unicodedata.normalize("NFD", "Hòa"), "a\u2028b", "a\ue000b",
    ],
)  # fmt: skip
def test_what_is_to_be_folded_does_not_look_folded(text: str) -> None:
    assert not is_folded(text)


def test_what_comes_from_a_page_is_not_folded_again() -> None:
    blocks = (paragraph("Chi bộ Tân Hòa."), Block(kind=BlockKind.LIST, text="a\nb"))
    kept = normalised(article(blocks=blocks)).blocks
    assert [id(block) for block in kept] == [id(block) for block in blocks]


def test_every_text_is_folded_and_nothing_empty_is_left() -> None:
    page = article(
        "Chi\u00a0bộ ", " \u200b", title=" Sơ  kết ", lead="\n", author=" ", source="Báo\tA ",
        section="Tin\r\nhoạt động", outlet_tag="\u00adSHO",
    )  # fmt: skip
    cleaned = normalised(page)
    assert texts(cleaned) == ["Chi bộ"]
    assert (cleaned.title, cleaned.lead, cleaned.author) == ("Sơ kết", None, None)
    assert (cleaned.source, cleaned.section, cleaned.outlet_tag) == (
        "Báo A",
        "Tin hoạt động",
        "SHO",
    )


def test_lines_of_lists_and_tables_stay_and_those_of_paragraphs_join() -> None:
    kinds = (BlockKind.LIST, BlockKind.TABLE, BlockKind.PARAGRAPH, BlockKind.QUOTE)
    blocks = tuple(Block(kind=kind, text=" a \n\n b\u00a0") for kind in kinds)
    assert texts(normalised(article(blocks=blocks))) == ["a\nb", "a\nb", "a b", "a b"]


def test_an_empty_line_of_a_list_goes() -> None:
    assert texts(normalised(article(blocks=(Block(kind=BlockKind.LIST, text="a\n\nb"),)))) == [
        "a\nb"
    ]


def test_a_picture_is_content_by_its_address() -> None:
    blocks = (
        Block(kind=BlockKind.PICTURE, url="https://danguy.tanhoa.example/1.jpg"),
        Block(kind=BlockKind.PICTURE, text="Anh-tin-bai"),
        Block(kind=BlockKind.ATTACHMENT, text=" Báo cáo\u00a04.pdf", url="https://a.example/4.pdf"),
    )
    cleaned = normalised(article(blocks=blocks))
    assert [(block.kind, block.text) for block in cleaned.blocks] == [
        (BlockKind.PICTURE, ""),
        (BlockKind.ATTACHMENT, "Báo cáo 4.pdf"),
    ]


# Fields


def test_a_line_below_the_title_that_is_a_date_dates_a_plain_text() -> None:
    """Also where the platform prints none there: it is the date, not the summary."""
    lines = ("Sơ kết", "Thứ ba, 07/10/2025 08:05", PROSE)
    cleaned = with_fields(article(*lines, title=None, leading=(LeadingLine.TITLE,)))
    assert (cleaned.title, cleaned.lead) == ("Sơ kết", PROSE)
    assert cleaned.published
    assert cleaned.published.raw == "Thứ ba, 07/10/2025 08:05"


def test_leading_lines_of_a_plain_text_become_fields() -> None:
    lines = ("Hoạt động", "Sơ kết", "17/05/2023 - 12:17", "SHO - Ngày 17-5, họp.", PROSE, "Thu Trà")
    leading = (LeadingLine.SECTION, LeadingLine.TITLE, LeadingLine.DATE)
    cleaned = with_fields(article(*lines, title=None, leading=leading))
    assert (cleaned.section, cleaned.title, cleaned.leading) == ("Hoạt động", "Sơ kết", ())
    assert cleaned.published is not None
    assert cleaned.published.rule == "day, then minute"
    assert (cleaned.lead, cleaned.outlet_tag) == ("Ngày 17-5, họp.", "SHO")
    assert (texts(cleaned), cleaned.author) == ([PROSE], "Thu Trà")


def test_a_date_line_that_is_no_date_is_text() -> None:
    leading = (LeadingLine.TITLE, LeadingLine.DATE)
    cleaned = with_fields(article("Sơ kết", PROSE, "Đoạn hai.", title=None, leading=leading))
    assert (cleaned.published, cleaned.lead, texts(cleaned)) == (None, PROSE, ["Đoạn hai."])


def test_a_title_alone_leaves_no_lead() -> None:
    cleaned = with_fields(article("Sơ kết", title=None, leading=(LeadingLine.TITLE,)))
    assert (cleaned.title, cleaned.lead, cleaned.blocks) == ("Sơ kết", None, ())


def test_what_the_layout_has_read_is_kept() -> None:
    cleaned = with_fields(
        article(
            "Tên khác", "18/05/2023", PROSE,
            published=DAY, leading=(LeadingLine.TITLE, LeadingLine.DATE), lead="Tóm tắt.",
        )
    )  # fmt: skip
    assert (cleaned.title, cleaned.published, cleaned.lead) == ("Sơ kết", DAY, "Tóm tắt.")


def test_a_page_without_lead_keeps_none_and_its_first_paragraph_loses_the_tag() -> None:
    picture = Block(kind=BlockKind.PICTURE, url="https://danguy.tanhoa.example/1.jpg")
    blocks = (picture, paragraph(f"(SHO) - {PROSE}"), paragraph("(SHO) - Đoạn hai."))
    cleaned = with_fields(article(blocks=blocks))
    assert (cleaned.lead, cleaned.outlet_tag) == (None, "SHO")
    assert cleaned.blocks == (picture, paragraph(PROSE), blocks[2])


def test_the_tag_stands_in_the_lead_only_where_there_is_one() -> None:
    cleaned = with_fields(article("(SHO) - Đoạn một.", lead="SHA.VN - Tóm tắt."))
    assert (cleaned.outlet_tag, cleaned.lead) == ("SHA.VN", "Tóm tắt.")
    assert texts(cleaned) == ["(SHO) - Đoạn một."]


@pytest.mark.parametrize("kind", [BlockKind.HEADING, BlockKind.QUOTE, BlockKind.LIST])
def test_a_tag_is_looked_for_in_a_paragraph_only(kind: BlockKind) -> None:
    page = article(blocks=(Block(kind=kind, text="(SHO) - Mục."), paragraph("(SHO) - Đoạn.")))
    assert with_fields(page) == page


@pytest.mark.parametrize(
    ("known", "left"),
    [(None, [PROSE]), ("Thu Trà", [PROSE]), ("THU TRÀ", [PROSE]), ("An Khê", [PROSE, "Thu Trà"])],
)
def test_the_last_line_goes_if_it_names_the_author(known: str | None, left: list[str]) -> None:
    cleaned = with_fields(article(PROSE, "Thu Trà", author=known))
    assert texts(cleaned) == left
    assert cleaned.author == (known or "Thu Trà")


def test_author_and_source_below_it() -> None:
    cleaned = with_fields(article(PROSE, "Thu Trà", "(Theo Báo Sông Hàm)"))
    assert (cleaned.author, cleaned.source, texts(cleaned)) == ("Thu Trà", "Báo Sông Hàm", [PROSE])


def test_a_text_that_is_only_a_name_stays() -> None:
    page = article("Nguyễn Văn Đạt")
    assert with_fields(page) == page


def test_a_byline_below_a_lead_alone_is_taken() -> None:
    cleaned = with_fields(article("Thu Trà", lead="Tóm tắt."))
    assert (cleaned.author, cleaned.blocks) == ("Thu Trà", ())


# Require


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (article(PROSE, title=None), "no-title"),
        (article(PROSE, title=""), "no-title"),
        (article(), "no-content"),
    ],
)
def test_what_lacks_something_is_dropped_with_its_reason(page: Article, reason: str) -> None:
    with pytest.raises(DropItem, match=rf"^{reason}: \S.* {URL}|^{reason}: {URL} \S"):
        required(page)


@pytest.mark.parametrize("kind", [BlockKind.PICTURE, BlockKind.ATTACHMENT, BlockKind.VIDEO])
def test_one_thing_to_see_is_enough(kind: BlockKind) -> None:
    page = article(blocks=(Block(kind=kind, url="https://danguy.tanhoa.example/1"),))
    assert required(page) is page


def test_a_lead_is_text() -> None:
    page = article(lead="Tóm tắt.")
    assert required(page) is page


SIGNATURE = (
    "Nơi nhận:", "- Như trên;", "- Lưu VP.", "TM. BAN THƯỜNG VỤ", "BÍ THƯ", "(Đã ký)", "Lê Văn Đạt",
)  # fmt: skip


@pytest.mark.parametrize("leading", [(), (LeadingLine.TITLE,)], ids=["page", "plain text"])
@pytest.mark.parametrize("above", [(), ("./.",), ("Tin liên quan", "Hội thi bí thư giỏi (12/5)")])
@pytest.mark.parametrize(
    "below", [(), ("Các tin khác",), ("Chia sẻ Facebook", "Bình luận", "Hay.")]
)
def test_a_signature_survives_whole(
    leading: tuple[LeadingLine, ...], above: tuple[str, ...], below: tuple[str, ...]
) -> None:
    file = Block(kind=BlockKind.ATTACHMENT, text="4.pdf", url="https://danguy.example/4.pdf")
    picture = Block(kind=BlockKind.PICTURE, url="https://danguy.example/1.jpg")
    title = ["Thông báo"] if leading else []
    lines = map(paragraph, [*title, "Tóm tắt.", PROSE, *above, *SIGNATURE])
    blocks = (*lines, picture, *map(paragraph, below), file)
    cleaned = clean(article(blocks=blocks, title=None if leading else "Thông báo", leading=leading))
    kept = [text for text in above if text == "./."]
    body = [PROSE, *kept, *SIGNATURE, "", "4.pdf"]
    assert texts(cleaned) == (body if leading else ["Tóm tắt.", *body])
    assert cleaned.author is None


def test_a_title_with_only_boilerplate_below_is_dropped() -> None:
    with pytest.raises(DropItem, match=r"^no-content: "):
        clean(article("Anh-tin-bai", "Các tin khác", "Hội thi bí thư giỏi (12/5)"))


def test_nothing_is_left_to_clean() -> None:
    page = article(
        "SHO - Chiều qua, hội nghị khai mạc.",
        "Anh-tin-bai",
        PROSE,
        "Tin, ảnh: Thu Trà",
        "Hôm nay:",
        "4",
        "Hôm qua:",
        "5",
    )
    assert clean(clean(page)) == clean(page)


def test_steps_have_no_state() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    page = article(PROSE, modified_at=moment)
    for step in (NormalisePipeline(), FieldsPipeline(), RequirePipeline()):
        assert step.process_item(page) == page
        assert not vars(step)
