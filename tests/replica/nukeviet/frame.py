"""The frame of a NukeViet page in each of two themes: menu, breadcrumb, clock, counter."""

import html
from collections.abc import Sequence
from dataclasses import dataclass

from tests.replica.chrome import Look, mega_menu, scripts, styles
from tests.replica.specs import Precision


@dataclass(frozen=True, kw_only=True)
class Theme:
    """A theme as one site runs it; ``default`` is a newer install, ``egov`` an older one.

    ``module`` is the first step of the breadcrumb where the module is not the site's home.
    """

    name: str
    author_label: str
    module: str = ""

    @property
    def newer(self) -> bool:
        """Whether the page says its date in attributes too, and previews its picture."""
        return self.name == "default"

    @property
    def downloads(self) -> bool:
        """Whether an attachment's address is a query of the article's page."""
        return self.newer

    def edited(self, number: int) -> bool:
        """Whether the machine-readable date of the page is that of a later edit."""
        return self.newer and number % 3 == 2

    def american(self, number: int) -> bool:
        """Whether the date of the page is ``03:51:07 PM`` of that day."""
        return not self.newer and number % 4 == 1

    def precision(self, number: int) -> Precision:
        """To what the page of article *number* states the date, if it states one."""
        exact = not self.edited(number) if self.newer else self.american(number)
        return "second" if exact else "minute"


#: Steps of a breadcrumb, each a name and a path.
Trail = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Head:
    """What a page says about itself: its title, the steps that lead to it, its metadata."""

    title: str
    trail: Trail = ()
    metadata: str = ""


def page(look: Look, theme: Theme, head: Head, content: str) -> str:
    """The whole page around *content*."""
    folder = f"/themes/{theme.name}"
    return f"""<!DOCTYPE html>
<html lang="vi" xmlns="http://www.w3.org/1999/xhtml" prefix="og: http://ogp.me/ns#">
<head>
<title>{html.escape(head.title)} - {look.spec.title}</title>
<meta charset="utf-8">
<meta name="generator" content="NukeViet v4.{5 if theme.newer else 3}">
{head.metadata}
<link rel="StyleSheet" href="{folder}/css/bootstrap.min.css">
<link rel="StyleSheet" href="{folder}/css/style.responsive.css">
{styles("nukeviet-" + theme.name, 75)}
{scripts("nukeviet_" + theme.name, 22)}
</head>
<body>
<noscript><div class="alert alert-danger">Trình duyệt của bạn đã tắt chức năng hỗ trợ JavaScript.
</div></noscript>
<div class="body-bg"><div class="wraper">
<header><div class="container"><div id="header" class="row"><div class="logo">
<a title="{look.spec.title}" href="/"><img src="/uploads/logo.png" alt="{look.spec.title}"></a>
<span class="site_name">{look.spec.title}</span></div></div></div></header>
<nav class="second-nav" id="menusite">{_menu(look)}</nav>
<section><div class="container" id="body">
<nav class="third-nav"><div class="row"><div class="bg">
{_breadcrumb(head.trail)}<span class="current-time">{look.clock()}</span>
</div></div></nav>
<div class="row"><div class="col-sm-16 col-md-18">
{content}
</div><div class="col-sm-8 col-md-6">
{_newest(look)}{_counter(look)}
</div></div>
</div></section>
<footer id="footer"><p>&copy; Bản quyền thuộc về {look.spec.title}. Mã nguồn NukeViet CMS</p>
</footer></div></div>
<div id="timeoutsess" class="chromeframe">Bạn đã không sử dụng Site, <a href="#">Bấm vào đây để duy
trì trạng thái đăng nhập</a>. Thời gian chờ: <span id="secField"> 60 </span> giây</div>
</body>
</html>
"""


def message_page(look: Look, theme: Theme, text: str) -> str:
    """The site's frame around one sentence: what a vanished article answers with."""
    content = f'<div class="alert alert-info"><p>{text}</p></div>'
    return page(look, theme, Head("Thông báo"), content)


def _menu(look: Look) -> str:
    sections = "".join(f'<li><a href="{s.path}">{s.name}</a></li>' for s in look.spec.sections)
    return f'<ul class="nav navbar-nav">{sections}</ul>\n{mega_menu("nukeviet", 70)}'


def _breadcrumb(trail: Trail) -> str:
    """The steps, hidden: a script shows them."""
    if not trail:
        return ""
    kind = 'itemscope itemtype="http://data-vocabulary.org/Breadcrumb"'
    steps = "".join(
        f'<li {kind}><a href="{path}" itemprop="url" title="{name}">'
        f'<span class="txt" itemprop="title">{name}</span></a></li>'
        for name, path in (("Trang nhất", "/"), *trail)
    )
    return f"""<div class="breadcrumbs-wrap"><div class="display">
<a class="show-subs-breadcrumbs hidden" href="#"><em class="fa fa-lg fa-angle-right"></em></a>
<ul class="breadcrumbs list-none"></ul></div><ul class="subs-breadcrumbs"></ul>
<ul class="temp-breadcrumbs hidden">{steps}</ul></div>
"""


def _newest(look: Look) -> str:
    items = "".join(
        f'<li class="clearfix"><a class="show" href="{story.addresses[0]}" '
        f'data-content="{html.escape(story.lead or "")}" data-rel="block_tooltip">'
        f"{html.escape(story.title)}</a></li>\n"
        for story in look.some_stories(5, salt=1)
    )
    return (
        '<div class="panel panel-primary"><div class="panel-heading">Tin xem nhiều</div>'
        f'<div class="panel-body"><ul class="block_tophits list-none">{items}</ul></div></div>\n'
    )


def _counter(look: Look) -> str:
    hits = look.hits
    lines = (
        ("users", "Đang truy cập", str(4 + hits % 50)),
        ("today", "Hôm nay", f"{1204 + hits:,}"),
        ("month", "Tháng hiện tại", f"{31877 + 3 * hits:,}"),
        ("hits", "Tổng lượt truy cập", f"{2417093 + 5 * hits:,}"),
    )
    items = "".join(
        f'<li><em class="fa fa-{icon} fa-lg fa-horizon margin-right"></em>{label}'
        f'<span class="pull-right">{number}</span></li>\n'
        for icon, label, number in lines
    )
    return (
        '<div class="panel panel-default"><div class="panel-heading">Thống kê truy cập</div>'
        f'<div class="panel-body"><ul class="counter list-none display-table">{items}</ul></div>'
        "</div>\n"
    )
