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
from typing import ClassVar
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

from lxml.html import HtmlElement

from crawler.capture import Capture
from crawler.extract.blocks import blocks_of
from crawler.extract.bylines import field_byline
from crawler.extract.dates import published_or_none
from crawler.extract.markup import attachment, flat_text
from crawler.extract.page import Page
from crawler.extract.selection import Css, every
from crawler.items import Article, ArticleLink, Block, BlockKind, LeadingLine, PageRequest
from crawler.site import Family
from spiders.families.layout import Layout, evidenced, layout_of, offered, promised

#: Where the further pages of every section are asked for.
PAGING_PATH = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"

_SIGNS = Css(
    ".ArticleDetailControl, .UIArticleInMenu_Default, .UIMultiFunction_Default, .UIListNews_Default"
)
_TEXT_SIGNS = re.compile(r"/DesktopModule/UI|storage-vnportal\.vnpt\.vn/|/quantritintuc\d{5,6}/")
_ITEMS = Css(".UIArticleInMenu_Default ul.ArticleList > li")  # evidenced
_TITLE_LINK = Css(".Title a[href]")  # evidenced
_LISTED_DATE = Css(".Ngaydang")  # evidenced
_DOWNLOADS = Css(".ArticleDetailControl a[href]")
_DETAIL_IMAGE = Css("img.ImgDetailImage[src]")  # evidenced
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
#: The values that the script of a first page gives, by the field of the POST they become.
_SCRIPT_VALUES: Mapping[str, re.Pattern[str]] = {
    "article_category_id": re.compile(r"article_category_id:\s*(\d+)"),
    "categoryIds": re.compile(r'categoryIds:\s*"([^"]+)"'),
    "site_id": re.compile(r"site_id:\s*(\d+)"),
    "page_size": re.compile(r"page_size:\s*(\d+)"),
}
_LAST_PAGE = re.compile(r"maxPage\s*=\s*parseInt\((\d+)\)")


class VnptPortal(Family):
    """Sites on the VNPT Portal."""

    name: ClassVar[str] = "vnpt_portal"
    leading_lines: ClassVar[tuple[LeadingLine, ...]] = (LeadingLine.TITLE,)

    @classmethod
    def recognises(cls, page: Page) -> bool:
        """Whether a class, script or file of the platform is on the page."""
        return bool(every(page.root, _SIGNS) or _TEXT_SIGNS.search(page.text))

    @classmethod
    def article_links(cls, page: Page) -> tuple[ArticleLink, ...]:
        """The links of the list; an answer to the POST is list items and nothing else."""
        is_fragment = page.request.method == "POST"
        items = list(page.root.iter("li")) if is_fragment else every(page.root, _ITEMS)
        links = [link for item in items if (link := _link(item, page))]
        return tuple({link.url: link for link in reversed(links)}.values())[::-1]

    @classmethod
    def next_page(cls, page: Page) -> PageRequest | None:
        """The POST for the page after this one, up to the last that the first page named."""
        if page.request.method == "POST":
            context = dict(page.request.context)
            fields = {
                name: values[0]
                for name, values in parse_qs(
                    page.request.body.decode(), keep_blank_values=True
                ).items()
            }
            number, last = int(fields["page"]), int(context.get("last_page", 0))
        else:
            found = {name: rule.search(page.text) for name, rule in _SCRIPT_VALUES.items()}
            fields = {name: match[1] for name, match in found.items() if match}
            last_page = _LAST_PAGE.search(page.text)
            if len(fields) < len(found) or last_page is None:
                return None
            number, last = 1, int(last_page[1])
        return _paging(page, fields, number + 1, last) if number < last else None

    @classmethod
    def is_article(cls, page: Page) -> bool:
        """Whether the page has an article's title and body."""
        return any(layout.fits(page) for layout in _LAYOUTS)

    @classmethod
    def read_article(cls, capture: Capture) -> Article:
        """The article; its attachments stand below the body, its first picture above it."""
        page = capture.page
        layout = layout_of(page, _LAYOUTS)
        lead, author = offered(page, layout.lead), offered(page, layout.author)
        date = offered(page, layout.date)
        skip = layout.skip.css if layout.skip else None
        body = blocks_of(promised(page, layout.body), page, skip=skip)
        byline = field_byline(flat_text(author)) if author is not None else None
        return Article(
            url=capture.url,
            title=flat_text(promised(page, layout.title)),
            lead=(flat_text(lead) or None) if lead is not None else None,
            blocks=_with_surroundings(page, body),
            author=byline.author if byline else None,
            source=byline.source if byline else None,
            published=published_or_none(flat_text(date)) if date is not None else None,
        )


def _link(item: HtmlElement, page: Page) -> ArticleLink | None:
    """The article that a list item names: on the page's own host, with a number at its end."""
    for link in every(item, _TITLE_LINK):
        address = page.absolute(link.get("href"))
        if address is None or urlsplit(address).netloc != urlsplit(page.url).netloc:
            continue
        if _ARTICLE_PATH.search(urlsplit(address).path):
            day = next(
                (published_or_none(flat_text(node)) for node in every(item, _LISTED_DATE)), None
            )
            return ArticleLink(
                url=address, title=flat_text(link) or None, listed_on=day.on if day else None
            )
    return None


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
        context=(("last_page", last),),
    )


def _with_surroundings(page: Page, body: tuple[Block, ...]) -> tuple[Block, ...]:
    """*body* with the picture above it and the attachments below it, each once."""
    pictures = [
        Block(kind=BlockKind.PICTURE, url=address)
        for image in every(page.root, _DETAIL_IMAGE)
        if (address := page.absolute(image.get("src")))
    ]
    downloads = [
        block for link in every(page.root, _DOWNLOADS) if (block := attachment(link, page))
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
