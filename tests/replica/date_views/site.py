"""The "date | views" system: its addresses and habits, its host, and its site."""

import re
from dataclasses import dataclass
from datetime import datetime

from tests.replica import wording
from tests.replica.chrome import Look
from tests.replica.content import Byline, Part
from tests.replica.date_views import pages
from tests.replica.hosts import SiteHost
from tests.replica.prose import Writer, slug
from tests.replica.specs import HANOI, Precision, Section, SiteSpec
from tests.replica.story import Story

_FORMS = ("aligned", "aligned", "bare", "sourced", "labelled", "none")


@dataclass(frozen=True, kw_only=True)
class DateViewsSpec(SiteSpec):
    """A site of the system; the line above the title names the section."""

    def article_path(self, heading: tuple[Section, str], number: int, variant: int = 0) -> str:
        """At the top, the id behind a ``c``."""
        return f"/{slug(heading[1])}-c{self.article_id(number, variant)}.html"

    def removed_path(self, section: Section, article_id: int) -> str:  # noqa: ARG002 - a hook
        """As any article's."""
        return f"/bai-viet-da-go-bo-c{article_id}.html"

    def picture_path(self, writer: Writer, number: int) -> str:
        """In the month's folder."""
        day = self.moment(number)
        name = f"IMG_{self.article_id(number)}_{writer.below(10**6):06d}"
        return f"/UserFiles/Images/{day.year}/{day.month}/{name}.JPG"

    def attachment_path(self, label: str, number: int) -> str:
        """In the year's folder."""
        name = f"{self.article_id(number)}_{slug(label[:-4])}"
        return f"/UserFiles/Files/{self.moment(number).year}/{name}.pdf"

    def byline(self, writer: Writer, number: int) -> Byline:  # noqa: ARG002 - a hook
        """The last line of the text: a name, alone or with a label or a source."""
        form, name = writer.pick(_FORMS), writer.pick(wording.PEN_NAMES)
        if form == "none":
            return Byline()
        if form == "sourced":
            source = writer.pick(wording.SOURCES)
            return Byline(form, (name, f"(Theo {source})"), name, source)
        return Byline(form, (f"Tin, ảnh: {name}" if form == "labelled" else name,), name)

    def lead_parts(self, writer: Writer, number: int) -> list[Part]:
        """In every third article a picture with a caption of a line or two."""
        if number % 3:
            return []
        # The same caption twice would be one that is printed twice.
        drawn = (writer.one_of(wording.CAPTIONS).rstrip(".") for _ in range(1 + number % 2))
        lines = tuple(dict.fromkeys(drawn))
        picture = Part("picture", path=self.picture_path(writer, number))
        return [picture, *(Part("caption", line) for line in lines)]

    def precision(self, number: int) -> Precision:
        """A day or a second; some articles have no date."""
        if number % 17 == 11:
            return None
        return "day" if number % 5 == 4 else "second"

    def moment(self, number: int) -> datetime:
        """To the second."""
        return super().moment(number).replace(second=number * 13 % 60)


class DateViewsHost(SiteHost):
    """The system's host; beyond the last page of a listing it shows the last."""

    article = re.compile(r"-c(\d+)\.html$")

    def listing_page(self, look: Look, section: Section, page: int) -> str:
        """Ten links, and the numbers of the pages."""
        entries, total = self.world.entries(section, page), self.world.total(section)
        return pages.listing_page(look, section, entries, page=page, total=total)

    def article_page(self, look: Look, story: Story, variant: int) -> str:
        """The article's page."""
        return pages.article_page(look, story, variant)

    def message(self, look: Look, text: str) -> str:
        """The site's frame around one sentence."""
        return pages.message_page(look, text)


DANG_UY_KHOI = DateViewsSpec(
    name="hung_yen_dang_uy_khoi", title="Đảng ủy Khối Các cơ quan tỉnh Hưng Yên",
    sections=(
        Section("/hoat-dong-dang-bo-khoi/", "Hoạt động Đảng bộ khối", 1),
        Section("/cong-tac-xay-dung-dang/", "Công tác xây dựng Đảng", 2),
        Section("/thong-bao-lich-cong-tac/", "Thông báo - Lịch công tác", 3),
    ),
    spread=(0, 1, 0, 1, 0), photo_section=2, photo_title="Lịch công tác tuần",
    newest=datetime(2020, 3, 31, 15, 55, tzinfo=HANOI), top_id=309_500, id_step=3, site_id=0,
)  # fmt: skip
SPECS = (DANG_UY_KHOI,)
