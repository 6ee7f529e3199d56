"""Tỉnh ủy Bình Phước: ended with its province on 1 July 2025; its host may still answer."""

from datetime import date

from crawler.site import Era, Evidence, Numbering, Site, Status, sections
from spiders.families.nukeviet import NukeViet

HOSTS, KNOWN = ("tinhuybinhphuoc.vn",), Evidence.EVIDENCED

SITE = Site(
    name="binh_phuoc_tinh_uy",
    publisher="binh_phuoc_tinh_uy",
    title="Tỉnh ủy Bình Phước",
    eras=(Era(NukeViet, hosts=HOSTS, evidence=KNOWN),),
    # Other categories are not known; the site's second module, hdnd, numbers for itself.
    sections=sections("/news/Chinh-tri/ Chính trị"),
    sections_evidence=KNOWN,
    # Where the CMS has its index of sitemaps; whether this site has it switched on is not known.
    feeds=("/sitemap.xml",),
    feeds_evidence=Evidence.INFERRED,
    numbering=Numbering((r"/news/[^/]+/[^/]+-(\d+)\.html$",), evidence=KNOWN),
    status=Status.ACTIVE,
    until=date(2025, 6, 30),
)
