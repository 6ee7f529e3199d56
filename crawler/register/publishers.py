"""The committees, boards and papers behind the declared sites."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from crawler.errors import DeclarationError


class Organ(StrEnum):
    """What a publisher is."""

    COMMITTEE = "committee"
    BOARD = "board"
    NEWSPAPER = "newspaper"


@dataclass(frozen=True, kw_only=True)
class Publisher:
    """A publisher in a period; what is not known is None. ``province`` is the province's name."""

    key: str
    name: str
    organ: Organ
    province: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None


PUBLISHERS = (
    Publisher(
        key="nghe_an_dang_uy_khoi_cac_co_quan",
        name="Đảng ủy Khối Các cơ quan tỉnh Nghệ An",
        organ=Organ.COMMITTEE,
        province="Nghệ An",
        valid_to=date(2025, 2, 28),  # the month is known, not the day
        successor="Đảng bộ Các cơ quan Đảng tỉnh Nghệ An",
    ),
    Publisher(
        key="nghe_an_ban_tuyen_giao",
        name="Ban Tuyên giáo Tỉnh ủy Nghệ An",
        organ=Organ.BOARD,
        province="Nghệ An",
        valid_to=date(2025, 2, 28),  # the month is known, not the day
        successor="Ban Tuyên giáo và Dân vận Tỉnh ủy Nghệ An",
    ),
    Publisher(
        key="hung_yen_dang_uy_khoi_cac_co_quan",
        name="Đảng ủy khối các cơ quan tỉnh Hưng Yên",
        organ=Organ.COMMITTEE,
        province="Hưng Yên",
        valid_to=date(2019, 10, 31),
        successor="Đảng ủy Khối Cơ quan - Doanh nghiệp tỉnh Hưng Yên",
    ),
    Publisher(
        key="hung_yen_dang_uy_khoi_co_quan_doanh_nghiep",
        name="Đảng ủy Khối Cơ quan - Doanh nghiệp tỉnh Hưng Yên",
        organ=Organ.COMMITTEE,
        province="Hưng Yên",
        valid_from=date(2019, 11, 1),
        valid_to=date(2025, 2, 28),  # the month is known, not the day
    ),
    Publisher(
        key="bao_dong_khoi",
        name="Báo Đồng Khởi",
        organ=Organ.NEWSPAPER,
        province="Bến Tre",
        valid_to=date(2025, 6, 30),
    ),
    Publisher(
        key="bao_nghe_an",
        name="Báo Nghệ An",
        organ=Organ.NEWSPAPER,
        province="Nghệ An",
        # Its pages are still signed "Báo Nghệ An"; since 2025 it is part of another.
        successor="Báo và Phát thanh, Truyền hình Nghệ An",
    ),
    Publisher(
        key="ha_tinh_dang_uy_khoi_co_quan_doanh_nghiep",
        name="Đảng ủy Khối Các cơ quan và Doanh nghiệp tỉnh Hà Tĩnh",
        organ=Organ.COMMITTEE,
        province="Hà Tĩnh",
        valid_to=date(2025, 2, 28),  # the month is known, not the day
    ),
    Publisher(
        key="binh_phuoc_tinh_uy",
        name="Tỉnh ủy Bình Phước",
        organ=Organ.COMMITTEE,
        province="Bình Phước",
        valid_to=date(2025, 6, 30),
        successor="Tỉnh ủy Đồng Nai",
    ),
)


def publisher_of(key: str) -> Publisher:
    """The publisher called *key*; DeclarationError where none is."""
    for publisher in PUBLISHERS:
        if publisher.key == key:
            return publisher
    raise DeclarationError(f"no publisher is called {key!r}")
