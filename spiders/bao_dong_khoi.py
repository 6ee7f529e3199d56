"""Báo Đồng Khởi, Bến Tre: served by its successor's host since the provinces merged."""

from datetime import date

from crawler.site import Era, Evidence, Site, Status, sections
from spiders.families.version1 import Version1

NOW, BEFORE, KNOWN = ("dongkhoi.baovinhlong.vn",), ("baodongkhoi.vn",), Evidence.EVIDENCED

SITE = Site(
    name="bao_dong_khoi",
    publisher="bao_dong_khoi",
    title="Báo Đồng Khởi",
    eras=(
        Era(Version1, hosts=NOW, since=date(2025, 7, 1), evidence=KNOWN),
        Era(Version1, hosts=BEFORE, until=date(2025, 6, 30), evidence=KNOWN),
    ),
    sections=sections(
        "/thoi-su/ Thời sự, /chinh-tri/ Chính trị, /kinh-te/ Kinh tế, /phap-luat/ Pháp luật,"
        " /xa-hoi/ Xã hội, /van-hoa/ Văn hóa, /khoa-giao/ Khoa giáo, /the-thao/ Thể thao,"
        " /quoc-phong/ Quốc phòng, /an-ninh/ An ninh, /ban-doc/ Bạn đọc, /quoc-te/ Quốc tế"
    ),
    sections_evidence=KNOWN,
    status=Status.MOVED,
)
