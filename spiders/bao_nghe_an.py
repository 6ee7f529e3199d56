"""Báo Nghệ An: three systems on one host; the second changed its markup and addresses in 2022."""

from datetime import date

from crawler.site import Era, Evidence, Numbering, Site, Status, sections
from spiders.families.bao_nghe_an_2015 import BaoNgheAn2015
from spiders.families.epi import Epi
from spiders.families.onecms import OneCms

HOST, KNOWN, INFERRED = ("baonghean.vn",), Evidence.EVIDENCED, Evidence.INFERRED
SITE = Site(
    name="bao_nghe_an",
    publisher="bao_nghe_an", title="Báo Nghệ An", status=Status.ACTIVE,
    eras=(Era(OneCms, hosts=HOST, since=date(2023, 12, 1), evidence=KNOWN),
        Era(Epi, hosts=HOST, since=date(2022, 7, 1), until=date(2023, 11, 30), evidence=KNOWN),
        Era(Epi, hosts=HOST, since=date(2018, 1, 1), until=date(2022, 6, 30), evidence=INFERRED),
        Era(BaoNgheAn2015, hosts=HOST, until=date(2017, 12, 31), evidence=KNOWN)),
    media_hosts=("bna.1cdn.vn", "image2.baonghean.vn"),
    numbering=Numbering((r"-post(\d+)\.html$", r"-10(?=\d{6}\.)0*(\d+)\.html$"), evidence=INFERRED),
    sections_evidence=KNOWN,
    sections=sections("/thoi-su Thời sự, /xay-dung-dang Xây dựng Đảng, /kinh-te Kinh tế, /quoc-te"
        " Quốc tế, /xa-hoi Xã hội, /giao-duc Giáo dục, /phap-luat Pháp luật, /the-thao Thể thao,"
        " /suc-khoe Sức khỏe, /lao-dong Lao động, /giai-tri Giải trí, /suy-ngam Suy ngẫm,"
        " /chuyen-doi-so Chuyển đổi số"),
)  # fmt: skip
