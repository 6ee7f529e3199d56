"""Đảng ủy Khối Các cơ quan và Doanh nghiệp tỉnh Hà Tĩnh: ended in February 2025, with its host."""

from datetime import date

from crawler.site import Era, Evidence, Numbering, Site, Status, sections
from spiders.families.nukeviet import NukeViet

HOSTS, KNOWN, LAST = ("dukcq.hatinh.gov.vn",), Evidence.EVIDENCED, date(2025, 2, 28)

SITE = Site(
    name="ha_tinh_dang_uy_khoi",
    publisher="ha_tinh_dang_uy_khoi_co_quan_doanh_nghiep",
    title="Đảng ủy Khối Các cơ quan và Doanh nghiệp tỉnh Hà Tĩnh",
    eras=(Era(NukeViet, hosts=HOSTS, until=LAST, evidence=KNOWN),),
    # The front page lists all articles, page by page.
    sections=sections("/ Trang chủ, /tin-tuc-su-kien/ Tin tức - Sự kiện"),
    sections_evidence=KNOWN,
    # Where the CMS has its index of sitemaps; whether this site has it switched on is not known.
    feeds=("/sitemap.xml",),
    feeds_evidence=Evidence.INFERRED,
    numbering=Numbering((r"^/(?:vi/)?[^/]+/[^/]+-(\d+)\.html$",), evidence=KNOWN),
    status=Status.GONE,
    until=LAST,
)
