"""The three sites of the replica: sections, numbering, and which article is of which kind.

Articles are numbered from the newest, which is 0, to the oldest; an article that is inserted later
is -1, then -2. So an article is the same whatever the size of its site.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

HANOI = timezone(timedelta(hours=7))

#: The kind of article *number* is ``KINDS[number % 20]``; ``twice`` is listed in two sections at
#: one address, ``repost`` has two addresses.
KINDS = (
    "text", "document", "photo", "text", "repost", "photo", "twice", "short", "photo", "text",
    "text", "text", "text", "text", "repost", "text", "text", "text", "text", "text",
)  # fmt: skip
_RECENT = 2000


@dataclass(frozen=True)
class Section:
    """A listing: its path with the platform's own slashes, its name, its category number."""

    path: str
    name: str
    number: int


@dataclass(frozen=True, kw_only=True)
class SiteSpec:
    """A site. ``spread`` gives the section of article *n* at ``n % len(spread)``."""

    name: str
    platform: str
    title: str
    sections: tuple[Section, ...]
    spread: tuple[int, ...]
    photo_section: int
    photo_title: str
    newest: datetime
    top_id: int
    id_step: int
    site_id: int

    def kind(self, number: int) -> str:
        """The kind of article *number*; an inserted one is text, or what its section holds."""
        if number >= 0:
            return KINDS[number % len(KINDS)]
        inserted_there = self._inserted_section(number) == self.photo_section
        return "photo" if self._only_photos and inserted_there else "text"

    @property
    def _only_photos(self) -> bool:
        """Whether the section of the photo posts holds nothing else."""
        return self.photo_section not in self.spread

    def _inserted_section(self, number: int) -> int:
        """The section of an inserted article: they take turns, so that each can be chosen."""
        return (-number - 1) % len(self.sections)

    def inserted_after(self, last: int, section: Section) -> int:
        """The next number after the inserted article *last* (0: none) that is in *section*."""
        turn = self.sections.index(section)
        number = last - 1
        while self._inserted_section(number) != turn:
            number -= 1
        return number

    def section(self, number: int) -> Section:
        """The first section that lists article *number*."""
        if number < 0:
            return self.sections[self._inserted_section(number)]
        if self.kind(number) == "photo":
            return self.sections[self.photo_section]
        return self.sections[self.spread[number % len(self.spread)]]

    def other_section(self, number: int) -> Section:
        """The second section of a repost, or of an article that is listed twice."""
        ordinary: Sequence[Section] = [
            section
            for position, section in enumerate(self.sections)
            if not self._only_photos or position != self.photo_section
        ]
        return ordinary[(ordinary.index(self.section(number)) + 1) % len(ordinary)]

    def moment(self, number: int) -> datetime:
        """When article *number* was published: ten hours apart, far back fifty minutes."""
        recent = min(number, _RECENT)
        age = timedelta(hours=10) * recent + timedelta(minutes=50) * (number - recent)
        return self.newest - age + timedelta(minutes=number * 7 % 47)

    def article_id(self, number: int, variant: int = 0) -> int:
        """The number at the end of an address; *variant* 1 is a repost's second address."""
        return self.top_id - number * self.id_step + variant

    def number_of(self, article_id: int) -> tuple[int, int]:
        """The article and variant that :meth:`article_id` gave this id to."""
        number, variant = divmod(self.top_id - article_id, self.id_step)
        if variant == self.id_step - 1:
            return number + 1, 1
        return number, variant if variant == 0 else -1


DANG_UY_KHOI = SiteSpec(
    name="nghe_an_dang_uy_khoi", platform="vnpt",
    title="Đảng ủy Khối Các cơ quan tỉnh Nghệ An",
    sections=(
        Section("/tin-hoat-dong", "Tin hoạt động", 71204),
        Section("/xay-dung-dang", "Xây dựng Đảng", 71205),
        Section("/lich-cong-tac", "Lịch công tác", 71211),
    ),
    spread=(0, 1, 0), photo_section=2, photo_title="Lịch công tác tuần",
    newest=datetime(2025, 2, 20, 16, 5, tzinfo=HANOI), top_id=690_000, id_step=3, site_id=2936,
)  # fmt: skip
TUYEN_GIAO = SiteSpec(
    name="nghe_an_tuyen_giao", platform="vnpt", title="Ban Tuyên giáo Tỉnh ủy Nghệ An",
    sections=(
        Section("/tin-tuc-su-kien", "Tin tức - Sự kiện", 80417),
        Section("/cong-tac-tuyen-giao", "Công tác tuyên giáo", 80418),
    ),
    spread=(0, 1, 0, 1, 1), photo_section=0, photo_title="Lịch công tác tuần",
    newest=datetime(2025, 1, 24, 9, 40, tzinfo=HANOI), top_id=702_000, id_step=3, site_id=4147,
)  # fmt: skip
DONG_KHOI = SiteSpec(
    name="bao_dong_khoi", platform="version1", title="Báo Đồng Khởi",
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
SPECS = (DANG_UY_KHOI, TUYEN_GIAO, DONG_KHOI)
