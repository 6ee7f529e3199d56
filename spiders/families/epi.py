"""ePi CMS (also "ZCE"), of many papers; Báo Nghệ An until November 2023.

Recognise it by the names of an article's parts (``article__title``, ``article__header``) and of a
listing's (``story__heading``), by ``zce-content-body`` and by ``data-source="zone-box-…"``. Its
newer pages mark in each part what comes from the editors with a second class: ``cms-title``,
``cms-desc``, ``cms-body``; the older ones are known from the vendor's templates. A web page goes on
with further articles below the first, as a reader scrolls; the first is the one of the address.

An article's address ends in a number, since about July 2022 with ``post`` before it.
"""

import re
from typing import ClassVar

from crawler.site import Evidence
from spiders.layouts.family import FirstPages, Listed
from spiders.layouts.layout import Layout, Moment
from spiders.layouts.places import Attribute, Meta, evidenced, inferred

_LINKS = evidenced(".story__heading a[href], .story__title a[href], a.cms-link[href]")
_LISTED = evidenced("time")
_BOXES = (
    evidenced(".article__related"), evidenced(".article__related-inline"),
    evidenced(".article-poll"), evidenced(".article__tag"), evidenced(".article__meta"),
    evidenced(".qc"),
)  # fmt: skip
#: The part of a web page that the templates give its first article; a page for phones has no more.
_FRAMES = ("#site-header + #site-content ", "")


class Epi(FirstPages):
    """Papers on ePi CMS."""

    name: ClassVar[str] = "epi"
    #: All evidenced; names that editors paste into texts with a related article are none of them.
    signs = (
        "article__title", "article__header", "article__sapo", "zce-content-body", "cms-body",
        "story__heading", "site-header__content", 'data-source="zone-box-',
    )  # fmt: skip
    article_path = re.compile(r"-(?:post)?\d{5,}\.html$")
    passed_by = ("/en/", "/fr/", "/ru/", "/cn/", "/print/", "/search/")
    lists = (
        Listed(evidenced(".main-col article.story"), links=_LINKS, date=_LISTED),
        Listed(evidenced("article.story"), links=_LINKS, date=_LISTED),
    )
    layouts = (
        Layout(
            title=evidenced(".article__title.cms-title"),
            lead=evidenced(".article__sapo.cms-desc"),
            date=evidenced(".article__meta time"),
            moments=(
                Moment(Attribute(evidenced(".article__meta time[datetime]"), "datetime")),
                Moment(Meta("article:published_time", Evidence.EVIDENCED)),
            ),
            above=inferred(".article__avatar"),
            body=evidenced(".article__body.cms-body"),
            author=evidenced(".article__author"),
            author_stated=(evidenced(".cms-author"),),
            section=(
                evidenced(".breadcrumbs a"), inferred("ol.breadcrumb > li.active"),
                Meta("article:section", Evidence.EVIDENCED),
            ),
            skip=(
                evidenced(".article-relate"), evidenced(".related-news"), inferred(".cms-relate"),
                evidenced(".sda_middle"), evidenced(".article__tag"), evidenced(".article__social"),
            ),
        ),
        *(
            Layout(
                title=evidenced(f"{frame}.article__title"),
                subtitle=evidenced(f"{frame}.article__sub-title"),
                lead=evidenced(f"{frame}.article__summary"),
                date=evidenced(f"{frame}.article__meta time"),
                moments=(
                    Moment(Attribute(evidenced(f"{frame}.article__meta time"), "datetime")),
                ),
                above=evidenced(f"{frame}.article__cover img, {frame}.article__avatar"),
                body=evidenced(f"{frame}.article__content"),
                author=evidenced(f"{frame}.article__author, {frame}.article__content > p.author"),
                section=(evidenced(f"{frame}ol.breadcrumb > li.active"),),
                skip=_BOXES,
            )
            for frame in _FRAMES
        ),
    )  # fmt: skip
