"""ONECMS, by NEKO ("Powered by ONECMS"): Báo Nghệ An since December 2023, and other papers.

Recognise it by its file store (``bna.1cdn.vn``: three letters of the paper, then ``1cdn.vn``), by
``onecms__`` among the classes, and by the headers of its articles (``sc-longform-header-…``, older
ones ``c-detail-head__…``). An article has a number of at most eight digits at the end of its
address; ``-ptag.html`` is a tag and ``-event12.html`` a topic. The folders of languages hold
translations under the number of the original, and are passed by.

Of its dates, the element ``article:published_time`` writes the month before the day.

Lists go on by a script. On other papers (hanoimoi.vn, nguoiquansat.vn) it asks for
``/api/getMoreArticle/channel_empty_PID_ID_0``, with the numbers of the last article listed and of
the section, and is answered in JSON. Nobody has seen that on baonghean.vn, so it is not asked for.
"""

import re
from dataclasses import replace
from typing import ClassVar

from crawler.site import Evidence
from spiders.layouts.family import FirstPages, Listed
from spiders.layouts.layout import Layout, Moment
from spiders.layouts.places import Labelled, Meta, ScriptValue, evidenced

_LINKS = evidenced(".b-grid__title a[href], .b-grid__img a[href]")
#: Some lists say "6 giờ trước", which is no date.
_LISTED = evidenced(".b-grid__time")
_MOMENTS = (
    Moment(ScriptValue("articlePublishDate", Evidence.EVIDENCED)),
    Moment(Meta("article:published_time", Evidence.EVIDENCED), us_order=True),
)
#: The paper an article was taken over from, with a link to the original.
_SOURCE = Labelled(
    evidenced(".c-author-page__right > .btn > span"),
    re.compile(r"(?:nguồn|theo)(?!\w)[ :]{0,4}", re.IGNORECASE),
    optional=True,
)
_SECTION = (
    evidenced(".c-detail-head .breadcrumb-item.active"),
    Meta("article:section", Evidence.EVIDENCED),
)
#: The element ``author`` may name the paper; this one names the writer.
_AUTHOR_STATED = (Meta("dable:author", Evidence.EVIDENCED),)
#: Advertisements and related articles, which stand between paragraphs.
_BOXES = (evidenced(".c-box"), evidenced(".c-news-related"))


_LONGFORM = Layout(
    title=evidenced(".sc-longform-header-title"),
    lead=evidenced(".sc-longform-header-sapo"),
    date=evidenced(".sc-longform-header-date"),
    moments=_MOMENTS,
    body=evidenced("article.entry, div.entry"),
    author=evidenced(".sc-longform-header-author"),
    author_stated=_AUTHOR_STATED,
    source=_SOURCE,
    section=_SECTION,
    skip=(evidenced(".sc-longform-header-cate"), evidenced(".sc-longform-header-meta"), *_BOXES),
)
_OLDER_HEAD = replace(
    _LONGFORM,
    title=evidenced("h1.c-detail-head__title"),
    lead=evidenced("h2.desc, p.desc"),
    date=evidenced(".c-detail-head__time"),
    body=evidenced("article.entry, div.entry, .content-main-normal"),
    author=evidenced(".c-detail-head__author"),
    skip=_BOXES,
)


class OneCms(FirstPages):
    """Papers on ONECMS."""

    name: ClassVar[str] = "onecms"
    signs = (".1cdn.vn/", "onecms_", "sc-longform-header", "c-detail-head__")  # evidenced
    #: An address of the system before has ``post`` before its number, and leads to the same.
    article_path = re.compile(r"-(?:post)?\d{5,}\.html$")
    passed_by = ("/en/", "/fr/", "/ru/", "/cn/", "/print/")
    lists = (
        Listed(evidenced(".l-main .b-grid"), links=_LINKS, date=_LISTED),
        Listed(evidenced(".b-grid"), links=_LINKS, date=_LISTED),
    )
    layouts = (_LONGFORM, _OLDER_HEAD)
