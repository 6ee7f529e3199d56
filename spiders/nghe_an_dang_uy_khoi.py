"""Đảng ủy Khối Các cơ quan tỉnh Nghệ An: ended in February 2025; no public copy names its host."""

from datetime import date

from crawler.site import Era, Evidence, Section, Site, Status
from spiders.families.vnpt import VnptPortal

SITE = Site(
    name="nghe_an_dang_uy_khoi",
    publisher="nghe_an_dang_uy_khoi_cac_co_quan",
    title="Đảng ủy Khối Các cơ quan tỉnh Nghệ An",
    # Candidates after the hosts of its sisters in Hà Tĩnh and Lai Châu.
    eras=(
        Era(
            VnptPortal,
            hosts=("dukcq.nghean.gov.vn", "danguykhoi.nghean.gov.vn"),
            evidence=Evidence.INFERRED,
        ),
    ),
    sections=(
        Section("/tin-hoat-dong", "Tin hoạt động"),
        Section("/xay-dung-dang", "Xây dựng Đảng"),
        Section("/lich-cong-tac", "Lịch công tác"),
    ),
    sections_evidence=Evidence.INFERRED,
    status=Status.UNVERIFIED,
    until=date(2025, 2, 28),
)
