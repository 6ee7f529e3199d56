"""NukeViet: its addresses and habits, its host, and its sites."""

import re
from dataclasses import dataclass
from datetime import datetime

from tests.replica import wording
from tests.replica.chrome import Look
from tests.replica.content import Byline, Part
from tests.replica.hosts import PDF, SiteHost
from tests.replica.nukeviet import article, listing, sitemaps, twins
from tests.replica.nukeviet.frame import Theme, message_page
from tests.replica.prose import Writer, slug
from tests.replica.server import Answer, Asked
from tests.replica.specs import HANOI, Precision, Section, SiteSpec
from tests.replica.story import Story

_BYLINES = ("field", "field", "both", "source", "aligned", "labelled", "none")
_PAGE = re.compile(r"^(/.+/)page-(\d+)/$")
_TWIN = re.compile(r"^(?:/news)?/(print|savefile|sendmail)/(?:[^/]+/)*([^/]+-(\d+)\.html)$")


@dataclass(frozen=True, kw_only=True)
class NukevietSpec(SiteSpec):
    """A site of the CMS. An article keeps its id in whichever category it is shown."""

    theme: Theme

    def article_path(self, heading: tuple[Section, str], number: int, variant: int = 0) -> str:  # noqa: ARG002 - one id
        """Below the category, the id at the end."""
        section, title = heading
        return f"{section.path}{slug(title)}-{self.article_id(number)}.html"

    def second_heading(self, title: str, number: int) -> tuple[Section, str]:
        """The same title in another category."""
        return self.other_section(number), title

    def removed_path(self, section: Section, article_id: int) -> str:
        """As any article's."""
        return f"{section.path}bai-viet-da-go-bo-{article_id}.html"

    def picture_path(self, writer: Writer, number: int) -> str:
        """In the month's folder."""
        name = f"anh-{self.article_id(number)}-{writer.below(10**8)}"
        return f"{self._folder(number)}/{name}.jpg"

    def attachment_path(self, label: str, number: int) -> str:
        """A query of the article's own page, or in the older theme the file itself."""
        if self.theme.downloads:
            return "?download=1&id=0"
        return f"{self._folder(number)}/{slug(label[:-4])}.pdf"

    def _folder(self, number: int) -> str:
        return f"/uploads/news/{self.moment(number):%Y_%m}"

    def byline(self, writer: Writer, number: int) -> Byline:  # noqa: ARG002 - a hook
        """Fields below the text, or its last line."""
        form = writer.pick(_BYLINES)
        name, source = writer.pick(wording.PEN_NAMES), writer.pick(wording.SOURCES)
        author = name if form not in ("none", "source") else None
        printed = {"aligned": (name,), "labelled": (f"Tin, ảnh: {name}",)}.get(form, ())
        return Byline(form, printed, author, source if form in ("both", "source") else None)

    def lead_parts(self, writer: Writer, number: int) -> list[Part]:
        """In every second article a picture, in half of them with a caption."""
        if number % 2:
            return []
        picture = Part("picture", path=self.picture_path(writer, number))
        return [picture] if number % 4 else [picture, Part("caption", writer.one_of(_CAPTIONS))]

    def precision(self, number: int) -> Precision:
        """The theme says how the date is printed, and whether seconds stand beside it."""
        return None if number % 17 == 11 else self.theme.precision(number)

    def moment(self, number: int) -> datetime:
        """To the second where the page says so."""
        exact = self.theme.precision(number) == "second"
        return super().moment(number).replace(second=number * 13 % 60 if exact else 0)

    def stated_section(self, section: Section, number: int, variant: int) -> str:
        """The last step of the breadcrumb, which may be a part of the category."""
        within = variant == 0 and number % 5 == 3 and section == self.sections[0]
        return "Công tác tổ chức" if within else section.name


class NukevietHost(SiteHost):
    """A host of the CMS; a page of a listing is a folder, and one beyond the last is not there."""

    article = re.compile(r"/[^/]+-(\d+)\.html$")

    @property
    def theme(self) -> Theme:
        """How the site looks."""
        assert isinstance(self.world.spec, NukevietSpec)
        return self.world.spec.theme

    def answer(self, asked: Asked) -> Answer:
        """The attachment or sitemap that is asked for, else what any host answers."""
        if asked.query.startswith("download=1") and self.found(asked.path):
            return Answer(PDF, media_type="application/pdf")
        if asked.path in (sitemaps.INDEX, sitemaps.SITEMAP):
            said = sitemaps.index if asked.path == sitemaps.INDEX else sitemaps.sitemap
            return Answer(said(self.world).encode(), media_type="application/xml")
        return super().answer(asked)

    def wanted(self, asked: Asked) -> tuple[Section, int] | None:
        """The section and page that the path names."""
        paged = _PAGE.match(asked.path)
        section = self.world.section(paged[1] if paged else asked.path)
        page = int(paged[2]) if paged else 1
        if section is None or page > self.world.spec.last_page(self.world.total(section)):
            return None
        return section, page

    def listing_page(self, look: Look, section: Section, page: int) -> str:
        """Ten links, the titles of the next five, and the pager."""
        shown = listing.Shown(
            section,
            self.world.entries(section, page),
            self.world.entries(section, page + 1)[:5],
            page,
            self.world.total(section),
        )
        return listing.listing_page(look, self.theme, shown)

    def article_page(self, look: Look, story: Story, variant: int) -> str:
        """The article's page."""
        return article.article_page(look, self.theme, story, variant)

    def other(self, look: Look, asked: Asked) -> Answer | None:
        """The article's twins: to print, to save, to recommend."""
        twin = _TWIN.match(asked.path)
        found = twin and self._named(int(twin[3]), twin[2])
        if not twin or not found:
            return None
        if twin[1] == "sendmail":
            return self._page(twins.recommending_page(look, found))
        return self._page(twins.printed_page(look, self.theme, found))

    def _named(self, article_id: int, name: str) -> Story | None:
        """The article of that id, if an address of it ends in *name*."""
        paths = [section.path + name for section in self.world.spec.sections]
        return next((f[0] for path in paths if (f := self.world.found(path, article_id))), None)

    def message(self, look: Look, text: str) -> str:
        """The site's frame around one sentence."""
        return message_page(look, self.theme, text)


_CAPTIONS = tuple(caption.rstrip(".") for caption in wording.CAPTIONS)

DUKCQ = NukevietSpec(
    name="ha_tinh_dang_uy_khoi", title="Đảng ủy Khối Các cơ quan và Doanh nghiệp tỉnh Hà Tĩnh",
    sections=(
        Section("/xay-dung-dang/", "Xây dựng Đảng", 3),
        Section("/tin-tuc-su-kien/", "Tin tức - Sự kiện", 4),
        Section("/hoc-tap-va-lam-theo-bac/", "Học tập và làm theo Bác", 5),
        Section("/thong-bao/", "Thông báo", 8),
    ),
    spread=(0, 1, 0, 2, 1), photo_section=3, photo_title="Lịch công tác tuần",
    newest=datetime(2025, 2, 24, 10, 12, tzinfo=HANOI), top_id=298_000, id_step=2, site_id=0,
    theme=Theme(name="default", author_label="Tác giả bài viết"),
)  # fmt: skip
TINH_UY = NukevietSpec(
    name="binh_phuoc_tinh_uy", title="Tỉnh ủy Bình Phước",
    sections=(
        Section("/news/tin-hoat-dong/", "Tin hoạt động", 2),
        Section("/news/xay-dung-dang/", "Công tác xây dựng Đảng", 6),
        Section("/news/thoi-su-chinh-tri/", "Thời sự - Chính trị", 7),
    ),
    spread=(0, 1, 0, 2), photo_section=1, photo_title="Tranh cổ động",
    newest=datetime(2025, 6, 27, 14, 31, tzinfo=HANOI), top_id=361_400, id_step=3, site_id=0,
    theme=Theme(name="egov", author_label="Tác giả", module="Tin tức"),
)  # fmt: skip
SPECS = (DUKCQ, TINH_UY)
