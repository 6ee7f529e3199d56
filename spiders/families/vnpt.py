"""VNPT Portal (vnPortal, by VNPT-IT, on ASP.NET).

Recognise it by ``ArticleDetailControl``, ``UIArticleInMenu_Default`` or ``UIMultiFunction_Default``
among the classes, by scripts below ``/DesktopModule/``, by its file store (``storage-vnportal``, or
folders such as ``quantritintuc202311``), and by pictures called ``Anh-tin-bai``.

The first page of a section comes by GET; each further one by a POST to one address for all
sections, which answers with list items alone. What the POST must say stands in a script of the
first page.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar
from urllib.parse import parse_qsl, urlencode, urljoin

from crawler.errors import SelectionError
from crawler.extract.page import Page
from crawler.extract.selection import every
from crawler.items import PageRequest
from crawler.site import Evidence
from spiders.layouts.family import LaidOut, Listed
from spiders.layouts.layout import Layout
from spiders.layouts.places import evidenced, inferred

#: Where the further pages of every section are asked for.
PAGING_PATH = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"

_FURTHER_PAGES = evidenced("ul.pagination li.page-number:not([data-page='1'])")
_LAST_PAGE = "last_page"
#: The values that the script of a first page gives, by the field of the POST they become; the last
#: page's number is no field, and goes along as context.
_SCRIPT_VALUES: Mapping[str, re.Pattern[str]] = {
    "article_category_id": re.compile(r"article_category_id:\s*(\d+)"),
    "categoryIds": re.compile(r'categoryIds:\s*"([^"]+)"'),
    "site_id": re.compile(r"site_id:\s*(\d+)"),
    "page_size": re.compile(r"page_size:\s*(\d+)"),
    _LAST_PAGE: re.compile(r"maxPage\s*=\s*parseInt\(([0-9]{1,9})\)"),
}


_NUMBER = re.compile(r"[0-9]{1,9}")

#: An answer to the POST is the items and nothing around them.
_ANSWERED = Listed(evidenced("li"), links=evidenced(".Title a[href]"), date=evidenced(".Ngaydang"))


class VnptPortal(LaidOut):
    """Sites on the VNPT Portal.

    A section may list articles outside its own path, for it may collect those of others; an
    article has one address wherever it is listed.
    """

    name: ClassVar[str] = "vnpt_portal"
    paging: ClassVar[Evidence] = Evidence.EVIDENCED
    pages_by_post: ClassVar[bool] = True
    #: Classes, scripts and the file store; all of them evidenced.
    signs = (
        "ArticleDetailControl", "UIArticleInMenu_Default", "UIMultiFunction_Default",
        "UIListNews_Default", "/DesktopModule/UI", "storage-vnportal.vnpt.vn/", "/quantritintuc",
    )  # fmt: skip
    article_path = re.compile(r"-\d{4,}$")
    own_host = True
    #: A section's list; portals that have none list their newest articles in boxes.
    lists = (
        replace(_ANSWERED, items=evidenced(".UIArticleInMenu_Default ul.ArticleList > li")),
        Listed(evidenced(".UIListNews_Default .item")),
    )
    layouts = (
        Layout(
            title=evidenced("div.ArticleDetailControl div.ArticleHeader"),
            date=evidenced("div.ArticleDetailControl div.PostDate"),
            lead=evidenced("div.ArticleDetailControl div.ArticleSummary"),
            above=evidenced("img.ImgDetailImage[src]"),
            body=evidenced("div.ArticleDetailControl div.ArticleContent"),
            author=evidenced("div.ArticleDetailControl div.author"),
            below=evidenced(
                "div.ArticleDetailControl a[href], div.ArticleDetailControl iframe[src],"
                " div.ArticleDetailControl embed[src], div.ArticleDetailControl object[data]"
            ),
            skip=(
                evidenced("div.tool"),
                evidenced("div.UISocialShare"),
                inferred("div[class^='UIArticleOther']"),
            ),
        ),
    )

    @classmethod
    def lists_on(cls, page: Page) -> tuple[Listed, ...]:
        """The list of the section, or all of an answer to the POST."""
        return (_ANSWERED,) if page.request.method == "POST" else cls.lists

    @classmethod
    def next_page(cls, page: Page) -> PageRequest | None:
        """The POST for the page after this one, up to the last that the first page named.

        Raises SelectionError where a first page has a pager, but not the values of its script: the
        walk would end there and pass for complete.
        """
        if page.request.method == "POST":
            return _after_answer(page) if cls.article_links(page) else None
        found = {name: rule.search(page.text) for name, rule in _SCRIPT_VALUES.items()}
        values = {name: match[1] for name, match in found.items() if match}
        if len(values) < len(found):
            if every(page.root, _FURTHER_PAGES.css):
                missing = ", ".join(sorted(found.keys() - values.keys()))
                raise SelectionError(f"{page.url} has a pager, but no {missing} in its script")
            return None
        last = int(values.pop(_LAST_PAGE))
        return _paging(page, values, 2, last) if last > 1 else None


def _after_answer(page: Page) -> PageRequest | None:
    """The POST after the one that *page* answers: all fields the same, but for the number.

    A POST without number, or without a field that every page is asked for with, has none.
    """
    fields = dict(parse_qsl(page.request.body.decode(errors="replace"), keep_blank_values=True))
    number, last = fields.get("page", ""), dict(page.request.context).get(_LAST_PAGE, 0)
    if not _NUMBER.fullmatch(number) or int(number) >= int(last):
        return None
    if not _SCRIPT_VALUES.keys() <= {*fields, _LAST_PAGE}:
        return None
    return _paging(page, fields, int(number) + 1, int(last))


def _paging(page: Page, fields: Mapping[str, str], number: int, last: int) -> PageRequest:
    """The POST for page *number*, with the fields of the platform's script in its order."""
    size = fields["page_size"]
    form = {
        "article_category_id": fields["article_category_id"],
        "categoryIds": fields["categoryIds"],
        "site_id": fields["site_id"],
        "page": str(number),
        "page_size": size,
        "keyword": "",
        "date_begin": "",
        "date_end": "",
        "show_no": "False",
        "show_post_date": "True",
        "num_of_text": "0",
        "show_view_count": "False",
        "filter_order_in_list": "False",
        "is_default": "True",
        "new": "False",
        "number_of_day": "3",
        "no": f"-{size}",
        "articlelang": "vi-VN",
        "is_authenticated": "False",
    }
    return PageRequest(
        url=urljoin(page.url, PAGING_PATH),
        method="POST",
        body=urlencode(form).encode(),
        referer=page.request.referer or page.url,
        context=((_LAST_PAGE, last),),
    )
