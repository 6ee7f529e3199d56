"""Ban Tuyên giáo Tỉnh ủy Nghệ An: merged in February 2025; no public copy names its host."""

from datetime import date

from crawler.site import Era, Evidence, Site, Status, sections
from spiders.families.vnpt import VnptPortal

# Candidates only, formed like the host of its sister in Tiền Giang.
HOSTS = ("tuyengiao.nghean.gov.vn", "tuyengiaonghean.vn")

SITE = Site(
    name="nghe_an_tuyen_giao",
    publisher="nghe_an_ban_tuyen_giao",
    title="Ban Tuyên giáo Tỉnh ủy Nghệ An",
    eras=(Era(VnptPortal, hosts=HOSTS, evidence=Evidence.INFERRED),),
    sections=sections(
        "/tin-tuc-su-kien Tin tức - Sự kiện, /cong-tac-tuyen-giao Công tác tuyên giáo"
    ),
    sections_evidence=Evidence.INFERRED,
    status=Status.UNVERIFIED,
    until=date(2025, 2, 28),
)
