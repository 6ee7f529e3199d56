"""Đảng ủy Khối Các cơ quan tỉnh Nghệ An: ended in February 2025; no public copy names its host."""

from datetime import date

from crawler.site import Era, Evidence, Site, Status, sections
from spiders.families.vnpt import VnptPortal

# Candidates only, formed like the hosts of its sisters in Hà Tĩnh and Lai Châu.
HOSTS = ("dukcq.nghean.gov.vn", "danguykhoi.nghean.gov.vn")

SITE = Site(
    name="nghe_an_dang_uy_khoi",
    publisher="nghe_an_dang_uy_khoi_cac_co_quan",
    title="Đảng ủy Khối Các cơ quan tỉnh Nghệ An",
    eras=(Era(VnptPortal, hosts=HOSTS, evidence=Evidence.INFERRED),),
    sections=sections(
        "/tin-hoat-dong Tin hoạt động, /xay-dung-dang Xây dựng Đảng, /lich-cong-tac Lịch công tác"
    ),
    sections_evidence=Evidence.INFERRED,
    status=Status.UNVERIFIED,
    until=date(2025, 2, 28),
)
