"""NukeViet (PHP, by VINADES), versions 3 to 4.5, in its own themes and in those of eGovernment.

Recognise it by ``nv_base_siteurl`` among the variables of an inline script, by the generator that
its pages name (``NukeViet v4.x``), by ``#news-bodyhtml``, and by ``nv-infodie`` on pages that only
say what is wrong. Uploads stand below ``/uploads/<module>/2021_06/``.

The address of an article is ``/[vi/][module/]category/slug-<number>.html``; language and module are
left out where they are the site's first. The number finds the article: an old category or slug
before it leads on to the address of today. The same address below ``print/``, ``savefile/`` and
``sendmail/`` shows the article again, in another dress.

Since version 4.3 its rules for servers give ``/sitemap.xml`` to an index, and
``/sitemap-<language>.<module>.xml`` to the sitemap of a module; each category has an RSS feed.

Pages tell machines two moments. ``article:published_time`` is the printed one with its seconds, but
misspelt. ``datePublished``, hidden beside the title since 4.5, is that of the last edit, by an
oversight; it is not read.
"""

import re
from dataclasses import replace
from typing import ClassVar
from urllib.parse import urlsplit

from crawler.errors import SelectionError
from crawler.extract.page import Page
from crawler.extract.selection import Css, every
from crawler.items import PageRequest
from crawler.site import Evidence
from spiders.layouts.family import LaidOut, Listed
from spiders.layouts.layout import Layout, Moment
from spiders.layouts.places import Labelled, Meta, Respelled, evidenced

#: PHP's ``T`` is the zone, where the letter was meant: "2021-06-24+0715:51:23", "…ICT15:51:23".
_ZONE_FOR_T = re.compile(r"(?<=^[0-9]{4}-[0-9]{2}-[0-9]{2})(?:\+07|ICT)(?=[0-9]{2}:)")
_STATED = Respelled(Meta("article:published_time", Evidence.EVIDENCED), _ZONE_FOR_T, "T")
#: Author and source come after the body, and only their labels tell them apart.
_AFTER_BODY = evidenced(".panel-body > .bodytext ~ p, .panel-body > .bodytext ~ div > p")
_AUTHOR, _SOURCE = re.compile(r"Tác giả(?: bài viết)? ?: ?"), re.compile(r"Nguồn tin ?: ?")

#: Every part is looked for in its own place: bodies hold headings, and what was copied from other
#: sites on the platform.
_TODAY = Layout(
    title=evidenced(".news_column > .panel-body > h1"),
    #: Views and comments are further elements of the same row.
    date=evidenced(".panel-body > h1 ~ .row span.h5:first-child"),
    moments=(Moment(_STATED),),
    lead=evidenced(".panel-body > .clearfix > .hometext"),
    above=evidenced(".panel-body > .clearfix > figure.article"),
    body=evidenced(".panel-body > #news-bodyhtml"),
    author_stated=(Labelled(_AFTER_BODY, _AUTHOR),),
    source=Labelled(_AFTER_BODY, _SOURCE),
    section=(
        evidenced(".breadcrumb .txt, .breadcrumbs .txt, .temp-breadcrumbs .txt"),
        evidenced("ol.breadcrumb > li:not(.home) > a, ol.temp-breadcrumbs > li > a"),
        Meta("article:section", Evidence.EVIDENCED),
    ),
    below=evidenced(".news-download-file a > strong"),
)
#: Themes for phones, and the first of version 4: the picture stands in the element of the lead, or
#: alone after it.
_BEFORE = replace(
    _TODAY,
    date=evidenced(".panel-body > .time"),
    lead=evidenced(".panel-body > #hometext"),
    above=evidenced("#hometext > .imghome, #hometext > #imghome, #hometext + div:not(.bodytext)"),
    body=evidenced(".panel-body > .bodytext"),
    skip=(evidenced("#hometext .modal"),),
)
_VERSION_3 = replace(
    _BEFORE,
    title=evidenced("#news_detail > h1"),
    date=evidenced("#news_detail > .time"),
    moments=(),
    lead=evidenced("#news_detail > #hometext"),
    body=evidenced("#news_detail > .bodytext"),
    author_stated=(Labelled(evidenced("#news_detail > .bodytext ~ p"), _AUTHOR),),
    source=Labelled(evidenced("#news_detail > .bodytext ~ p"), _SOURCE),
    skip=(),
)

_TITLES = evidenced("h2 > a[href], h3 > a[href], h4 > a[href], li > a[href]")
_DAY = evidenced(".list-inline > li")
#: The section's own articles, then only what boxes show of the sections below it: they are listed
#: in full there, and would break the order of a walk here.
_LISTS = (
    Listed(
        evidenced(
            ".news_column > .panel > .panel-body:first-child, .thumbnail > .caption,"
            " .news_column > .panel > .panel-body:first-child > .related > li,"
            " .news_column > .panel > .panel-body + .related > li"
        ),
        links=_TITLES,
        date=_DAY,
    ),
    Listed(
        evidenced(".news_column .panel-body, .news_column .panel-body .related > li"),
        links=_TITLES,
        date=_DAY,
    ),
    Listed(evidenced(".list-group"), links=evidenced("a.show[href]")),
)

_PAGES = Css("a[href*='page-'], a[href*='page=']")
_IN_PATH = re.compile(r"/page-([0-9]{1,6})/?$")
_IN_QUERY = re.compile(r"(?:^|&)page=([0-9]{1,6})(?=&|$)")


class NukeViet(LaidOut):
    """Sites on NukeViet.

    A category is a section; one that shows two columns has a single page.
    """

    name: ClassVar[str] = "nukeviet"
    paging: ClassVar[Evidence] = Evidence.EVIDENCED
    #: The generator, a script's variables, the body, the page of messages, and the head of a
    #: print, which some themes give no frame; all evidenced.
    signs = (
        'content="NukeViet',
        "nv_base_siteurl",
        'id="news-bodyhtml"',
        "nv-infodie",
        'id="hd_print"',
    )
    article_path = re.compile(r"^(?:/[^/]++){1,3}/[^/]+?-[0-9]++\.html$")
    twins = re.compile(r"/(?:print|savefile|sendmail)/[^/]++/[^/]+?-[0-9]++\.html$")
    lists = _LISTS
    layouts = (_TODAY, _BEFORE, _VERSION_3)

    @classmethod
    def next_page(cls, page: Page) -> PageRequest | None:
        """The page that the pager names after this one; it always names its neighbours.

        Beyond the last page the site leads back to the first, which is no page to go on from.
        Raises SelectionError where pages follow, but not the next: the walk would end there and
        pass for complete.
        """
        here, number = _listing_and_number(page.url)
        if _listing_and_number(page.request.url)[1] != number:
            return None
        linked = (page.absolute(node.get("href")) for node in every(page.root, _PAGES))
        places = {_listing_and_number(address): address for address in linked if address}
        if following := places.get((here, number + 1)):
            return PageRequest(url=following)
        if any(place == here and other > number for place, other in places):
            raise SelectionError(f"the pager of {page.url} names pages, but not the next")
        return None


def _listing_and_number(address: str) -> tuple[str, int]:
    """The listing that an address belongs to, and the number of its page; 1 where it has none."""
    parts = urlsplit(address)
    found = _IN_PATH.search(parts.path) or _IN_QUERY.search(parts.query)
    path = _IN_PATH.sub("", parts.path).rstrip("/")
    listing = f"{parts.netloc}{path}?{_IN_QUERY.sub('', parts.query)}"
    return listing, int(found[1]) if found else 1
