"""Pages of generation 2, in two skins: the live one, and the vendor's template."""

import html
from collections.abc import Sequence

from tests.replica.bao_nghe_an import epi_live, epi_template, generations
from tests.replica.bao_nghe_an.typeset import links
from tests.replica.chrome import Look, mega_menu, scripts, styles
from tests.replica.content import Entry
from tests.replica.specs import Section
from tests.replica.story import Story


def listing_page(
    look: Look, section: Section, entries: Sequence[Entry], *, template: bool = False
) -> str:
    """The listing of *section* in one of the skins."""
    skin = epi_template if template else epi_live
    items = "\n".join(skin.item(entry) for entry in entries)
    content = f"""<ol class="breadcrumb"><li><a href="/">Trang chủ</a></li>
<li class="active"><a href="{section.path}">{section.name}</a></li></ol>
<section class="zone cate--listing" data-source="zone-box-{section.number}">
<div class="zone__content">
{items}
<div class="view-more"><span class="sprites sprite-spinner"></span>Tải thêm tin</div>
</div></section>"""
    return _frame(look, section.name, "", content)


def article_page(look: Look, story: Story) -> str:
    """The page of *story* in its skin."""
    skin = epi_template if generations.template_skin(story.number) else epi_live
    content = f"{_breadcrumb(story)}{skin.article(look, story)}"
    return _frame(look, story.title, _metadata(look, story), content)


def _breadcrumb(story: Story) -> str:
    """Home, the section, and where it has one the part of it."""
    own = story.spec.section(story.number)
    stated = story.stated[-1]
    steps = [("/", "Trang chủ"), (own.path, own.name)]
    if stated != own.name:
        steps.append((f"{own.path}/chuyen-de", str(stated)))
    items = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in steps[:-1])
    path, name = steps[-1]
    last = f'<li class="active"><a href="{path}">{name}</a></li>'
    return f'<ol class="breadcrumb">{items}{last}</ol>\n'


def _metadata(look: Look, story: Story) -> str:
    """What the page says of itself; the addresses are those of another generation's page."""
    title = html.escape(story.title)
    address = look.origin + story.addresses[0]
    return f"""<link rel="canonical" href="{address}">
<meta property="og:title" content="{title}"><meta property="og:url" content="{address}">
<meta property="og:site_name" content="Báo Nghệ An điện tử">
<meta name="description" content="{html.escape((story.lead or "")[:150])}">"""


def _frame(look: Look, title: str, head: str, content: str) -> str:
    menu = "".join(f'<li><a href="{s.path}">{s.name}</a></li>' for s in look.spec.sections)
    newest = links(look.some_stories(5, salt=1))
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>{html.escape(title)} - Báo Nghệ An</title>
{head}
{styles("epi", 90)}
{scripts("epi", 30)}
</head>
<body>
<header class="site-header"><div class="header__clock">{look.clock()}</div>
<ul class="menu">{menu}</ul>
{mega_menu("epi", 150)}</header>
<div id="site-content"><div class="site-wrap">
{content}
<div class="sidebar-col"><section class="zone"><h3 class="zone__title">Tin đọc nhiều</h3>
<ul>{newest}</ul></section></div>
</div></div>
<footer class="site-footer">Báo Nghệ An. Đang truy cập: {5 + look.hits % 60}</footer>
</body></html>
"""
