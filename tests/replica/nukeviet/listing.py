"""The list of a NukeViet category, page by page."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from tests.replica.chrome import Look
from tests.replica.content import Entry
from tests.replica.nukeviet.frame import Head, Theme, page
from tests.replica.specs import Section


@dataclass(frozen=True)
class Shown:
    """What one page of a list shows: its entries, the titles after them, where it stands."""

    section: Section
    entries: Sequence[Entry]
    after: Sequence[Entry]
    number: int
    total: int


def listing_page(look: Look, theme: Theme, shown: Shown) -> str:
    """One page of a category, as panels or, in some categories, as titles alone."""
    section = shown.section
    items = _titles(shown) if section.number == 5 else _panels(look, theme, shown)
    heading = "" if theme.newer else _box_title(f"<h2>{section.name}</h2>")
    pager = _pager(section, shown.number, look.spec.last_page(shown.total))
    trail = [(theme.module, "/news/")] if theme.module else []
    head = Head(
        section.name,
        (*trail, (section.name, section.path)),
        f'<link rel="canonical" href="{look.origin}{section.path}">',
    )
    return page(look, theme, head, f"{heading}{items}\n{pager}\n{_after(shown)}")


def _box_title(text: str) -> str:
    return f'<div class="box-icon-title box-icon-title-notop">{text}</div>\n'


def _panels(look: Look, theme: Theme, shown: Shown) -> str:
    panels = "\n".join(
        _panel(look, theme, entry, first=position == 0)
        for position, entry in enumerate(shown.entries)
    )
    return f'<div class="news_column{"" if theme.newer else " listpage"}">\n{panels}\n</div>'


def _panel(look: Look, theme: Theme, entry: Entry, *, first: bool) -> str:
    title = html.escape(entry.title)
    image = (
        f'<a href="{entry.path}" title="{title}"><img alt="{title}" src="{entry.picture}" '
        'width="100" class="img-thumbnail pull-left imghome" /></a>\n'
        if entry.picture
        else ""
    )
    tag, kind = ("h2", " featured") if first else ("h3", "")
    date = (
        f'<li><em class="fa fa-clock-o">&nbsp;</em> {entry.moment:%d/%m/%Y %I:%M:%S %p}</li>\n'
        if entry.moment
        else ""
    )
    more = (
        ""
        if theme.newer
        else f'<div class="viewmore text-right"><a href="{entry.path}" class="more">Xem tiếp'
        '&nbsp;<i class="fa fa-caret-right" aria-hidden="true"></i></a></div>\n'
    )
    return f"""<div class="panel panel-default"><div class="panel-body{kind}">
{image}<{tag}>
<a href="{entry.path}" title="{title}">{title}</a>
{'<span class="icon_new">&nbsp;</span>' if first else ""}</{tag}>
<div class="text-muted"><ul class="list-unstyled list-inline">
{date}<li><em class="fa fa-eye">&nbsp;</em> Đã xem: {look.views(len(entry.title))}</li>
<li><em class="fa fa-comment-o">&nbsp;</em> Phản hồi: 0</li>
</ul></div>
{html.escape(entry.summary)}
{more}</div></div>"""


def _titles(shown: Shown) -> str:
    items = "\n".join(
        f'<a class="show h4" href="{entry.path}" data-content="{html.escape(entry.summary)}" '
        f'data-rel="tooltip" title="{html.escape(entry.title)}">'
        '<h4 class="list-group-item-heading">'
        f'<span class="label label-default">{position}</span>&nbsp;&nbsp;'
        f"{html.escape(entry.title)}</h4></a>"
        for position, entry in enumerate(shown.entries, start=1)
    )
    return f'<div class="list-group">\n{items}\n</div>'


def _pager(section: Section, number: int, last: int) -> str:
    if last == 1:
        return ""

    def item(target: int, text: str) -> str:
        path = section.path if target == 1 else f"{section.path}page-{target}/"
        way = "next" if target > number else "prev"
        name = f"{section.name} - Trang {target}"
        return f'<li><a rel="{way}" title="{name}" href="{path}">{text}</a></li>'

    near = sorted({1, last, *range(max(1, number - 2), min(last, number + 2) + 1)})
    numbers = "".join(
        f'<li class="active"><a href="#">{target}</a></li>'
        if target == number
        else item(target, str(target))
        for target in near
    )
    nowhere = '<li class="disabled"><a href="#">{}</a></li>'
    before = item(number - 1, "&laquo;") if number > 1 else nowhere.format("&laquo;")
    after = item(number + 1, "&raquo;") if number < last else nowhere.format("&raquo;")
    return f'<div class="text-center"><ul class="pagination">{before}{numbers}{after}</ul></div>'


def _after(shown: Shown) -> str:
    """Titles of the articles that the next page begins with."""
    items = "".join(
        f'<li><em class="fa fa-angle-right">&nbsp;</em><a href="{entry.path}" '
        f'title="{html.escape(entry.title)}">{html.escape(entry.title)} <em>({entry.day}) </em>'
        "</a></li>\n"
        for entry in shown.after
    )
    heading = '<h4 class="h2">Các tin khác</h4>\n'
    return f'<hr/>\n{heading}<ul class="related">{items}</ul>' if items else ""
