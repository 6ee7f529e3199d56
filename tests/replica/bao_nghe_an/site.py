"""Báo Nghệ An: its addresses and habits, its host with the pages of four generations, its site."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import ClassVar

from tests.replica import wording
from tests.replica.bao_nghe_an import epi, generations, old, onecms, posts
from tests.replica.chrome import Look
from tests.replica.content import Byline, Entry, Part
from tests.replica.hosts import SiteHost
from tests.replica.prose import Writer, slug
from tests.replica.server import Answer, Asked
from tests.replica.specs import HANOI, Content, Precision, Section, SiteSpec
from tests.replica.story import Story

#: Second step of the breadcrumb of generation 2, where an article has one.
_SUBSECTIONS = {"/xay-dung-dang": "Công tác Đảng", "/kinh-te": "Nông nghiệp", "/xa-hoi": "Lao động"}

_PRINTED_BY: dict[str, Callable[[Look, Story], str]] = {
    "onecms": onecms.article_page, "epi": epi.article_page, "bna_old": old.article_page,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class BaoNgheAnSpec(SiteSpec):
    """The paper; what depends on the generation of an article is in ``generations``."""

    page_size: ClassVar[int] = 30
    has_pages: ClassVar[bool] = False
    extras: ClassVar[tuple[Callable[[Writer], list[Part]], ...]] = (
        posts.quotation, posts.inserted_video,
    )  # fmt: skip
    archives: ClassVar[MappingProxyType[str, str]] = MappingProxyType({
        "/luu-tru/onecms": "onecms", "/luu-tru/epi": "epi", "/luu-tru/epi-mau": "epi_template",
        "/luu-tru/bna-old": "bna_old",
    })  # fmt: skip

    def kind(self, number: int) -> str:
        """By the plan of the generations."""
        return generations.kind(number)

    def platforms(self, number: int) -> tuple[str, ...]:
        """``onecms``, ``epi`` or ``bna_old``, or the first two."""
        return generations.platforms(number)

    def newest_first(self, count: int) -> Sequence[int]:
        """By date: a number says nothing of the age."""
        return sorted(range(count), key=generations.moment, reverse=True)

    def moment(self, number: int) -> datetime:
        """By generation."""
        return generations.moment(number)

    def precision(self, number: int) -> Precision:
        """To the second where a page has it machine-readable and right."""
        single_template = generations.template_skin(number) and self.kind(number) != "repost"
        inexact = generations.generation(number) < 2 or single_template
        return "minute" if inexact or generations.dating(number) == "disagrees" else "second"

    def article_id(self, number: int, variant: int = 0) -> int:
        """The number at the end of that address."""
        return generations.article_id(number, self.platforms(number)[variant])

    def number_of(self, article_id: int) -> int:
        """The article of that id, whatever its generation."""
        return generations.number_of(article_id)

    def article_path(self, heading: tuple[Section, str], number: int, variant: int = 0) -> str:
        """At the top; generation 2 writes "post" before the id."""
        mark = "post" if self.platforms(number)[variant] == "epi" else ""
        return f"/{slug(heading[1])}-{mark}{self.article_id(number, variant)}.html"

    def removed_path(self, section: Section, article_id: int) -> str:  # noqa: ARG002 - a hook
        """As any article's of the present generation."""
        return f"/bai-viet-da-go-bo-{article_id}.html"

    def second_heading(self, title: str, number: int) -> tuple[Section, str]:
        """The same title, listed in the other section."""
        return self.other_section(number), title

    def stated_section(self, section: Section, number: int, variant: int) -> str:  # noqa: ARG002 - a hook
        """The section it was written for, wherever it is listed; generation 2 may name a part."""
        own = self.section(number)
        if self.platforms(number)[variant] == "epi" and number % 3:
            return _SUBSECTIONS.get(own.path, own.name)
        return own.name

    def picture_path(self, writer: Writer, number: int) -> str:
        """In the day's folder, as each generation names it; the same wherever it is printed."""
        day = self.moment(number)
        own = generations.generation(number)
        digits = self.article_id(number) * 1000 + writer.below(1000)
        name = f"bna_{digits}{writer.below(10**6):06d}.jpg"
        if own == 3:
            return f"/{day:%Y/%m/%d}/uploaded-phongvien-{day:%Y_%m_%d}-_{name}"
        width = "w607/" if own == 2 else ""
        return f"/{width}uploaded/phongvien/{day:%Y_%m_%d}/{name}"

    def attachment_path(self, label: str, number: int) -> str:
        """In the year's folder."""
        return f"/file/{self.moment(number):%Y}/{self.article_id(number)}-{slug(label[:-4])}.pdf"

    def byline(self, writer: Writer, number: int) -> Byline:
        """The author's name; below it sometimes the outlet, or whom the paper follows."""
        if writer.below(5) == 0:
            return Byline()
        name = writer.pick((*wording.PEN_NAMES, *wording.INITIALS))
        way = writer.below(6)
        if way == 0:
            return Byline("line", (name, "Báo Nghệ An"), name, "Báo Nghệ An")
        if way == 1:
            source = writer.pick(wording.SOURCES)
            return Byline("line", (name, f"(Theo {source})"), name, source)
        label = "Tin, ảnh: " if way == 2 and generations.generation(number) < 2 else ""
        return Byline("line", (label + name,), name)

    def lead_parts(self, writer: Writer, number: int) -> list[Part]:
        """A picture with its caption, in some articles of the two newest generations."""
        is_old = generations.generation(number) < 2
        if is_old or generations.template_skin(number) or number % 8 not in (0, 3):
            return []
        return posts.gallery(writer, [self.picture_path(writer, number)])

    def outlet_tag(self, number: int) -> str | None:
        """The paper's tag, before most leads; the oldest generation has no address in it."""
        if number % 7 == 3:
            return None
        return "Baonghean.vn" if generations.generation(number) else "Baonghean"

    def post(self, writer: Writer, number: int) -> Content | None:
        """A post of pictures or of a video, with or without a lead."""
        kind = self.kind(number)
        if kind not in ("gallery", "video"):
            return None
        lead = writer.sentences(1) if number % 5 < 3 else None
        if kind == "video":
            film = posts.film_address(writer)
            if generations.generation(number) < 2:
                film = f"/video/bna_{self.article_id(number)}.mp4"
            return lead, posts.video(writer, film), self.byline(writer, number)
        paths = [self.picture_path(writer, number) for _ in range(3 + writer.below(4))]
        return lead, posts.gallery(writer, paths), self.byline(writer, number)


class BaoNgheAnHost(SiteHost):
    """The paper's host: listings of the present, articles of every generation."""

    article = re.compile(r"-(?:post)?(\d+)\.html$")

    def wanted(self, asked: Asked) -> tuple[Section, int] | None:
        """The only page of the section at that path."""
        section = self.world.section(asked.path)
        return None if section is None else (section, 1)

    def listing_page(self, look: Look, section: Section, page: int) -> str:
        """What the section lists now."""
        return onecms.listing_page(look, section, self.world.entries(section, page))

    def other(self, look: Look, asked: Asked) -> Answer | None:
        """A listing of one generation, its newest articles first."""
        shown = self.world.spec.archives.get(asked.path)
        if shown is None:
            return None
        section = Section(asked.path, "Lưu trữ", 0)
        platform = shown.removesuffix("_template")
        entries = self._archived(platform)[: self.world.spec.page_size]
        if platform == "onecms":
            return self._page(onecms.listing_page(look, section, entries))
        if platform == "bna_old":
            return self._page(old.listing_page(look, section, entries))
        return self._page(epi.listing_page(look, section, entries, template=shown != platform))

    def _archived(self, platform: str) -> list[Entry]:
        """Every article that *platform* prints, at its address there."""
        spec = self.world.spec
        return [
            self.world.entry(number, spec.platforms(number).index(platform))
            for number in spec.newest_first(self.world.articles)
            if platform in spec.platforms(number)
        ]

    def article_page(self, look: Look, story: Story, variant: int) -> str:
        """The page as the generation of that address prints it."""
        return _PRINTED_BY[story.spec.platforms(story.number)[variant]](look, story)

    def message(self, look: Look, text: str) -> str:
        """The present frame around one sentence."""
        return onecms.message_page(look, text)


BAO_NGHE_AN = BaoNgheAnSpec(
    name="bao_nghe_an", title="Báo Nghệ An",
    sections=(
        Section("/thoi-su", "Thời sự", 601),
        Section("/xay-dung-dang", "Xây dựng Đảng", 602),
        Section("/kinh-te", "Kinh tế", 603),
        Section("/xa-hoi", "Xã hội", 604),
        Section("/suc-khoe", "Sức khỏe", 606),
    ),
    spread=(0, 1, 2, 3, 4), photo_section=0, photo_title="",
    newest=datetime(2025, 6, 20, 16, 40, tzinfo=HANOI), top_id=10_301_000, id_step=4, site_id=0,
)  # fmt: skip
SPECS = (BAO_NGHE_AN,)
