"""Ban Tuyên giáo Tỉnh ủy Nghệ An: merged in February 2025; no public copy names its host."""

from datetime import date

from crawler.site import Era, Evidence, Section, Site, Status
from spiders.families.vnpt import VnptPortal

SITE = Site(
    name="nghe_an_tuyen_giao",
    publisher="nghe_an_ban_tuyen_giao",
    title="Ban Tuyên giáo Tỉnh ủy Nghệ An",
    # Candidates after the host of its sister in Tiền Giang.
    eras=(
        Era(
            VnptPortal,
            hosts=("tuyengiao.nghean.gov.vn", "tuyengiaonghean.vn"),
            evidence=Evidence.INFERRED,
        ),
    ),
    sections=(
        Section("/tin-tuc-su-kien", "Tin tức - Sự kiện"),
        Section("/cong-tac-tuyen-giao", "Công tác tuyên giáo"),
    ),
    sections_evidence=Evidence.INFERRED,
    status=Status.UNVERIFIED,
    until=date(2025, 2, 28),
)
