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
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.capture import Capture
from crawler.errors import SelectionError
from crawler.extract.dates import published_or_none
from crawler.extract.markup import attachment, flat_text
from crawler.extract.page import Page
from crawler.extract.selection import every
from crawler.items import Article, ArticleLink, Block, BlockKind, LeadingLine, PageRequest
from crawler.site import Family
from spiders.families.layout import Layout, evidenced, layout_of, read_laid_out

#: Where the further pages of every section are asked for.
PAGING_PATH = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"

#: Classes, scripts and the file store; all of them evidenced.
_SIGNS = re.compile(
    r"ArticleDetailControl|UI(?:ArticleInMenu|MultiFunction|ListNews)_Default|/DesktopModule/UI"
    r"|storage-vnportal\.vnpt\.vn/|/quantritintuc\d{5,6}/"
)
_ITEMS = evidenced(".UIArticleInMenu_Default ul.ArticleList > li")
#: An answer to the POST is the items and nothing around them.
_ANSWERED_ITEMS = evidenced("li")
_TITLE_LINK = evidenced(".Title a[href]")
_LISTED_DATE = evidenced(".Ngaydang")
_FURTHER_PAGES = evidenced("ul.pagination li.page-number:not([data-page='1'])")
_DOWNLOADS = evidenced(".ArticleDetailControl a[href]")
_DETAIL_IMAGE = evidenced("img.ImgDetailImage[src]")
_LAYOUTS = (
    Layout(
        title=evidenced("div.ArticleDetailControl div.ArticleHeader"),
        date=evidenced("div.ArticleDetailControl div.PostDate"),
        lead=evidenced("div.ArticleDetailControl div.ArticleSummary"),
        body=evidenced("div.ArticleDetailControl div.ArticleContent"),
        author=evidenced("div.ArticleDetailControl div.author"),
        skip=evidenced("div.tool, div.UISocialShare"),
    ),
)
#: The end of an article's address: its number.
_ARTICLE_PATH = re.compile(r"-\d{4,}$")
_LAST_PAGE = "last_page"
#: The values that the script of a first page gives, by the field of the POST they become; the last
#: page's number is no field, and goes along as context.
_SCRIPT_VALUES: Mapping[str, re.Pattern[str]] = {
    "article_category_id": re.compile(r"article_category_id:\s*(\d+)"),
    "categoryIds": re.compile(r'categoryIds:\s*"([^"]+)"'),
    "site_id": re.compile(r"site_id:\s*(\d+)"),
    "page_size": re.compile(r"page_size:\s*(\d+)"),
    _LAST_PAGE: re.compile(r"maxPage\s*=\s*parseInt\((\d+)\)"),
}


class VnptPortal(Family):
    """Sites on the VNPT Portal."""

    name: ClassVar[str] = "vnpt_portal"
    leading_lines: ClassVar[tuple[LeadingLine, ...]] = (LeadingLine.TITLE,)

    @classmethod
    def recognises(cls, page: Page) -> bool:
        """Whether a class, script or file of the platform is on the page."""
        return _SIGNS.search(page.text) is not None

    @classmethod
    def article_links(cls, page: Page) -> tuple[ArticleLink, ...]:
        """The links of the list.

        Those to other hosts are passed by. Those outside the section's own path are not: a section
        may collect articles of others, and an article has one address wherever it is listed.
        """
        items = _ANSWERED_ITEMS if page.request.method == "POST" else _ITEMS
        found: dict[str, ArticleLink] = {}
        for item in every(page.root, items.css):
            if link := _link(item, page):
                found.setdefault(link.url, link)
        return tuple(found.values())

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

    @classmethod
    def is_article(cls, page: Page) -> bool:
        """Whether the page has an article's title and body."""
        return layout_of(page, _LAYOUTS) is not None

    @classmethod
    def read_article(cls, capture: Capture) -> Article:
        """The article; its attachments stand below the body, its first picture above it."""
        article = read_laid_out(capture, _LAYOUTS)
        return replace(article, blocks=_with_surroundings(capture.page, article.blocks))


def _link(item: HtmlElement, page: Page) -> ArticleLink | None:
    """The article that a list item names: on the page's own host, with a number at its end."""
    for link in every(item, _TITLE_LINK.css):
        address = page.absolute(link.get("href"))
        if address is None or urlsplit(address).netloc != urlsplit(page.url).netloc:
            continue
        if _ARTICLE_PATH.search(urlsplit(address).path):
            dates = every(item, _LISTED_DATE.css)
            day = published_or_none(flat_text(dates[0])) if dates else None
            return ArticleLink(
                url=address, title=flat_text(link) or None, listed_on=day.on if day else None
            )
    return None


def _after_answer(page: Page) -> PageRequest | None:
    """The POST after the one that *page* answers: all fields the same, but for the number."""
    fields = dict(parse_qsl(page.request.body.decode(errors="replace"), keep_blank_values=True))
    number, last = fields.get("page", ""), dict(page.request.context).get(_LAST_PAGE, 0)
    if not number.isdecimal() or int(number) >= int(last):
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


def _with_surroundings(page: Page, body: tuple[Block, ...]) -> tuple[Block, ...]:
    """*body* with the picture above it and the attachments below it, each once."""
    pictures = [
        Block(kind=BlockKind.PICTURE, url=address)
        for image in every(page.root, _DETAIL_IMAGE.css)
        if (address := page.absolute(image.get("src")))
    ]
    downloads = [
        block for link in every(page.root, _DOWNLOADS.css) if (block := attachment(link, page))
    ]
    linked = {block.url for block in downloads}
    kept = [
        block
        for block in body
        if not (block.kind is BlockKind.ATTACHMENT and block.url in linked and not block.text)
    ]
    known = {(block.kind, block.url) for block in kept}
    first = [picture for picture in pictures if (picture.kind, picture.url) not in known]
    last = {block.url: block for block in downloads if (block.kind, block.url) not in known}
    return (*first, *kept, *last.values())
