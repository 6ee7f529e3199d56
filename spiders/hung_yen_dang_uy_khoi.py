"""Đảng ủy Khối Cơ quan - Doanh nghiệp tỉnh Hưng Yên: ended in February 2025."""

from datetime import date

from crawler.site import Era, Evidence, Site, Status, sections
from spiders.families.date_views import DateViews

# Public copies name both hosts; which of them answers now, and since when each, is not known.
HOSTS = ("dukcq.hungyen.dcs.vn", "dukcqhungyen.vn")

SITE = Site(
    name="hung_yen_dang_uy_khoi",
    publisher="hung_yen_dang_uy_khoi_co_quan_doanh_nghiep",
    title="Đảng ủy Khối Cơ quan - Doanh nghiệp tỉnh Hưng Yên",
    eras=(Era(DateViews, hosts=HOSTS, evidence=Evidence.EVIDENCED),),
    # The numbers in the addresses of its sections are not known; the front page lists the newest.
    sections=sections("/ Trang chủ"),
    sections_evidence=Evidence.INFERRED,
    status=Status.GONE,
    until=date(2025, 2, 28),
)
