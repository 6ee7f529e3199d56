"""The "-aID" newspaper platform: its addresses and habits, its host, and its site."""

import re
from dataclasses import dataclass
from datetime import datetime

from tests.replica import wording
from tests.replica.chrome import Look
from tests.replica.content import Byline
from tests.replica.hosts import SiteHost
from tests.replica.prose import Writer, slug
from tests.replica.specs import HANOI, Section, SiteSpec
from tests.replica.story import Story
from tests.replica.version1 import pages

#: Second step of the breadcrumb, where an article has one.
_SUBSECTIONS = {"/chinh-tri/": "Xây dựng Đảng", "/kinh-te/": "Nông nghiệp"}


@dataclass(frozen=True, kw_only=True)
class Version1Spec(SiteSpec):
    """A newspaper on the platform."""

    def article_path(self, heading: tuple[Section, str], number: int, variant: int = 0) -> str:
        """At the top, with the day and the id."""
        _, title = heading
        day = self.moment(number)
        return f"/{slug(title)}-{day:%d%m%Y}-a{self.article_id(number, variant)}.html"

    def removed_path(self, section: Section, article_id: int) -> str:  # noqa: ARG002 - a hook
        """As any article's of the newest day."""
        return f"/bai-viet-da-go-bo-{self.newest:%d%m%Y}-a{article_id}.html"

    def picture_path(self, writer: Writer, number: int) -> str:
        """In the day's folder."""
        day = self.moment(number)
        name = self.article_id(number) * 1000 + writer.below(1000)
        folder = f"/image/ckeditor/{day:%Y}/{day:%Y%m%d}/files"
        return f"{folder}/bdk-{name}{writer.below(10**6):06d}.jpg"

    def attachment_path(self, label: str, number: int) -> str:
        """In the year's folder."""
        return f"/file/{self.moment(number):%Y}/{self.article_id(number)}-{slug(label[:-4])}.pdf"

    def byline(self, writer: Writer, number: int) -> Byline:  # noqa: ARG002 - a hook
        """The last line of the text, with or without label and source."""
        name = writer.pick(wording.PEN_NAMES)
        form = writer.pick(("class", "class", "aligned", "none"))
        if form == "none":
            return Byline()
        way = writer.below(6)
        if way == 0:
            source = writer.pick(wording.SOURCES)
            return Byline(form, (name, f"(Theo {source})"), name, source)
        if way == 1:
            name = writer.pick(wording.INITIALS)
        elif way == 2:  # the paper's own style for its staff
            name = name.upper()
        label = {3: "Tin, ảnh: ", 4: "Bài, ảnh: "}.get(way, "")
        return Byline(form, (label + name,), name)

    def outlet_tag(self, number: int) -> str | None:
        """The paper's tag, before most leads."""
        return None if number % 7 == 3 else "BDK.VN"

    def stated_section(self, section: Section, number: int, variant: int) -> str:
        """The last step of the breadcrumb, which may be a part of the section."""
        if variant == 0 and number % 3 == 0:
            return _SUBSECTIONS.get(section.path, section.name)
        return section.name


class Version1Host(SiteHost):
    """The newspaper's host."""

    article = re.compile(r"-a(\d+)\.html$")
    page_field = "p"

    def listing_page(self, look: Look, section: Section, page: int) -> str:
        """Ten links, and the pager."""
        entries, total = self.world.entries(section, page), self.world.total(section)
        return pages.listing_page(look, section, entries, page=page, total=total)

    def article_page(self, look: Look, story: Story, variant: int) -> str:
        """The article's page."""
        return pages.article_page(look, story, variant)

    def message(self, look: Look, text: str) -> str:
        """The site's frame around one sentence."""
        return pages.message_page(look, text)


DONG_KHOI = Version1Spec(
    name="bao_dong_khoi", title="Báo Đồng Khởi",
    sections=(
        Section("/thoi-su/", "Thời sự", 1),
        Section("/chinh-tri/", "Chính trị", 2),
        Section("/kinh-te/", "Kinh tế", 3),
        Section("/phap-luat/", "Pháp luật", 4),
        Section("/xa-hoi/", "Xã hội", 5),
        Section("/van-hoa/", "Văn hóa", 6),
        Section("/khoa-giao/", "Khoa giáo", 7),
        Section("/the-thao/", "Thể thao", 8),
        Section("/quoc-phong/", "Quốc phòng", 9),
        Section("/an-ninh/", "An ninh", 10),
        Section("/ban-doc/", "Bạn đọc", 11),
        Section("/quoc-te/", "Quốc tế", 12),
    ),
    spread=(0, 1, 0, 2, 3, 0, 6, 8, 0, 9, 10, 11, 0, 4, 0, 7, 0), photo_section=5,
    photo_title="Trang ảnh cuối tuần",
    newest=datetime(2025, 6, 25, 17, 50, tzinfo=HANOI), top_id=410_000, id_step=4, site_id=248,
)  # fmt: skip
SPECS = (DONG_KHOI,)
