"""The pages of Báo Nghệ An from about 2015 to 2017, before it had ePi CMS; of an unknown vendor.

They are known from the settings of a crawler of that time alone. Recognise them by the list
``ul#cate-content`` of a section and by ``#tags_list``; in an article the names are such plain
words (``article``, ``title``, ``content``) that only together they are a sign.

Their pictures stood below ``dataimages/YYYYMM/original/``, as on VSolutions' VCKM, where addresses
have the month too (``/the-thao/201510/bai-2633406/``). Whether articles here had such addresses,
or ``-NNNNNN.html`` as later, is not known.
"""

import re
from typing import ClassVar

from crawler.extract.page import Page
from spiders.layouts.family import FirstPages, Listed
from spiders.layouts.layout import Layout
from spiders.layouts.places import alone, evidenced, inferred


class BaoNgheAn2015(FirstPages):
    """Báo Nghệ An on its system of 2015."""

    name: ClassVar[str] = "bao_nghe_an_2015"
    #: All evidenced.
    signs = ('"cate-content"', '"tags_list"', "home-cate-list-tinmoi", "theodongsukien")
    article_path = re.compile(r"-\d{5,}\.html$")
    passed_by = ("/print/",)
    lists = (
        Listed(
            evidenced("ul#cate-content > li.item .bgborder"),
            links=evidenced("h1 > a[href], a.avatar[href]"),
        ),
    )
    layouts = (
        Layout(
            title=evidenced(".article h1.title"),
            # The summary is the first paragraph, if all of it is bold.
            lead=alone(evidenced("#content > p:first-child > strong")),
            date=inferred(".article .date, .article .time"),
            body=evidenced(".article #content"),
            section=(evidenced("#nav > a"),),
            skip=(evidenced("div > table.rl"),),
        ),
    )

    @classmethod
    def recognises(cls, page: Page) -> bool:
        """Whether a sign of it is on the page, or an article in its layout."""
        return super().recognises(page) or cls.is_article(page)
