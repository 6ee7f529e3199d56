"""The VNPT Portal: its addresses and habits, its host, and its sites."""

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import parse_qs, quote

from tests.replica import wording
from tests.replica.chrome import Look
from tests.replica.content import Byline, Part
from tests.replica.hosts import SiteHost
from tests.replica.prose import Writer, slug
from tests.replica.server import Answer, Asked
from tests.replica.specs import HANOI, Precision, Section, SiteSpec
from tests.replica.story import Story
from tests.replica.vnpt import pages


@dataclass(frozen=True, kw_only=True)
class VnptSpec(SiteSpec):
    """A site of the portal; its pages name no section."""

    def article_path(self, heading: tuple[Section, str], number: int, variant: int = 0) -> str:
        """Below the section's path, the id at the end."""
        section, title = heading
        return f"{section.path}/{slug(title)}-{self.article_id(number, variant)}"

    def removed_path(self, section: Section, article_id: int) -> str:
        """As any article's."""
        return f"{section.path}/bai-viet-da-go-bo-{article_id}"

    def picture_path(self, writer: Writer, number: int) -> str:
        """A name of digits in the month's folder."""
        name = self.article_id(number) * 1000 + writer.below(1000)
        return f"{self._folder(number)}/638{name:09d}{writer.below(1_000_000):06d}.jpg"

    def attachment_path(self, label: str, number: int) -> str:
        """Under its own name in Vietnamese, percent-encoded."""
        return f"{self._folder(number)}/{self.article_id(number)}_{quote(label[:-4])}_Signed.pdf"

    def _folder(self, number: int) -> str:
        day = self.moment(number)
        return f"/nan-ubnd/{self.site_id}/quantritintuc{day.year}{day.month}"

    def byline(self, writer: Writer, number: int) -> Byline:  # noqa: ARG002 - a hook
        """A field below the text, or the last line of it."""
        name = writer.pick(wording.PEN_NAMES)
        form = writer.pick(("field", "aligned", "aligned", "labelled", "none"))
        printed = {"field": f"Tác giả: {name}", "labelled": f"Tin, ảnh: {name}"}.get(form, name)
        return Byline() if form == "none" else Byline(form, (printed,), name)

    def lead_parts(self, writer: Writer, number: int) -> list[Part]:
        """A picture without a caption, in every fifth article."""
        return [] if number % 5 else [Part("picture", path=self.picture_path(writer, number))]

    def precision(self, number: int) -> Precision:
        """Some articles are dated to the day."""
        return "day" if number % 6 == 4 else "minute"

    def stated_section(self, section: Section, number: int, variant: int) -> None:
        """Nothing: the pages have no breadcrumb."""


class VnptHost(SiteHost):
    """A host of the VNPT Portal; a listing's GET is page 1 whatever its query."""

    article = re.compile(r"-(\d+)$")

    def wanted(self, asked: Asked) -> tuple[Section, int] | None:
        """Page 1 of the section at that path."""
        section = self.world.section(asked.path)
        return None if section is None else (section, 1)

    def listing_page(self, look: Look, section: Section, page: int) -> str:
        """The first links, and the script that asks for more."""
        entries = self.world.entries(section, page)
        return pages.listing_page(look, section, entries, self.world.total(section))

    def posted(self, look: Look, asked: Asked) -> Answer:
        """The list items of one page, or a refusal."""
        if asked.path != pages.PAGING_PATH:
            return super().posted(look, asked)
        text = asked.body.decode("utf-8", "replace")
        fields = {
            name: values[-1] for name, values in parse_qs(text, keep_blank_values=True).items()
        }
        refusal = pages.paging_refusal(look, fields, asked.headers.get("referer"))
        wanted = fields.get("article_category_id"), fields.get("categoryIds")
        section = next(
            (
                section
                for section in look.spec.sections
                if (str(section.number), pages.category_ids(section)) == wanted
            ),
            None,
        )
        if refusal or section is None:
            return Answer((refusal or "unknown category").encode(), 400, "text/plain")
        entries = self.world.entries(section, int(fields["page"]))
        self.world.listing_answered(section, int(fields["page"]))
        return Answer(pages.fragment(entries).encode())

    def article_page(self, look: Look, story: Story, variant: int) -> str:  # noqa: ARG002 - one page
        """The article's page."""
        return pages.article_page(look, story)

    def message(self, look: Look, text: str) -> str:
        """The site's frame around one sentence."""
        return pages.message_page(look, text)


DANG_UY_KHOI = VnptSpec(
    name="nghe_an_dang_uy_khoi",
    title="Đảng ủy Khối Các cơ quan tỉnh Nghệ An",
    sections=(
        Section("/tin-hoat-dong", "Tin hoạt động", 71204),
        Section("/xay-dung-dang", "Xây dựng Đảng", 71205),
        Section("/lich-cong-tac", "Lịch công tác", 71211),
    ),
    spread=(0, 1, 0), photo_section=2, photo_title="Lịch công tác tuần",
    newest=datetime(2025, 2, 20, 16, 5, tzinfo=HANOI), top_id=690_000, id_step=3, site_id=2936,
)  # fmt: skip
TUYEN_GIAO = VnptSpec(
    name="nghe_an_tuyen_giao", title="Ban Tuyên giáo Tỉnh ủy Nghệ An",
    sections=(
        Section("/tin-tuc-su-kien", "Tin tức - Sự kiện", 80417),
        Section("/cong-tac-tuyen-giao", "Công tác tuyên giáo", 80418),
    ),
    spread=(0, 1, 0, 1, 1), photo_section=0, photo_title="Lịch công tác tuần",
    newest=datetime(2025, 1, 24, 9, 40, tzinfo=HANOI), top_id=702_000, id_step=3, site_id=4147,
)  # fmt: skip
SPECS = (DANG_UY_KHOI, TUYEN_GIAO)
