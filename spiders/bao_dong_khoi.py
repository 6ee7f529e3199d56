"""Báo Đồng Khởi, Bến Tre: served by its successor's host since the provinces merged."""

from datetime import date

from crawler.site import Era, Evidence, Site, Status, sections
from spiders.families.version1 import Version1

NEW = Era(
    Version1,
    hosts=("dongkhoi.baovinhlong.vn",),
    since=date(2025, 7, 1),
    evidence=Evidence.EVIDENCED,
)
OLD = Era(Version1, hosts=("baodongkhoi.vn",), until=date(2025, 6, 30), evidence=Evidence.EVIDENCED)

SITE = Site(
    name="bao_dong_khoi",
    publisher="bao_dong_khoi",
    title="Báo Đồng Khởi",
    eras=(NEW, OLD),
    sections=sections(
        "/thoi-su/ Thời sự, /chinh-tri/ Chính trị, /kinh-te/ Kinh tế, /phap-luat/ Pháp luật,"
        " /xa-hoi/ Xã hội, /van-hoa/ Văn hóa, /khoa-giao/ Khoa giáo, /the-thao/ Thể thao,"
        " /quoc-phong/ Quốc phòng, /an-ninh/ An ninh, /ban-doc/ Bạn đọc, /quoc-te/ Quốc tế"
    ),
    sections_evidence=Evidence.EVIDENCED,
    status=Status.MOVED,
)
