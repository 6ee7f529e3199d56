"""The page of an article on a NukeViet site."""

import html
from datetime import timedelta

from tests.replica import wording
from tests.replica.chrome import Look
from tests.replica.content import Part
from tests.replica.markup import Editor, Style
from tests.replica.nukeviet.boxes import boxes, link_box
from tests.replica.nukeviet.frame import Head, Theme, page
from tests.replica.story import Story


def article_page(look: Look, theme: Theme, story: Story, variant: int) -> str:
    """The page of *story*; *variant* 1 is its address in another category."""
    editor = editor_of(look, story)
    name = story.stated[variant] or ""
    section = story.sections[variant]
    trail = [(theme.module, "/news/")] if theme.module else []
    trail.append((section.name, section.path))
    if name != section.name:
        trail.append((name, f"{section.path}to-chuc/"))
    panel = "news_column panel panel-default" + ("" if theme.newer else " newsdetail")
    headline = ' itemprop="headline"' if theme.newer else ""
    content = f"""<div class="{panel}"{_scope(theme)}>
<div class="panel-body">
<h1 class="title margin-bottom-lg"{headline}>{editor.title()}</h1>
{_schema(theme, look, story)}{_top_row(look, theme, story)}
<div class="clearfix">
{_lead(theme, editor)}
</div>
<div id="news-bodyhtml" class="bodytext margin-bottom-lg">
{editor.body(link_box(look, story))}
{signature(editor)}</div>
{_files(theme, story)}{fields(theme, editor)}{_copyright(look, story)}</div>
</div>
{boxes(look, theme, story)}"""
    head = Head(story.title, tuple(trail), _metadata(look, theme, story))
    return page(look, theme, head, content)


def editor_of(look: Look, story: Story) -> Editor:
    alt = (story.title, "", "anh minh hoa")[story.number % 3]
    return Editor(look.seed, story, style=Style(alt=alt), origin=look.origin)


def _scope(theme: Theme) -> str:
    return ' itemtype="http://schema.org/NewsArticle" itemscope' if theme.newer else ""


def _edit(story: Story) -> timedelta:
    """How long after its publication the article was edited, if its theme says that it was."""
    return timedelta(days=story.number % 4, hours=3, seconds=17)


def _schema(theme: Theme, look: Look, story: Story) -> str:
    """Hidden fields: after an edit both dates are the edit's, as the CMS has it."""
    if not theme.newer or story.precision is None:
        return ""
    moment = story.moment + (_edit(story) if theme.edited(story.number) else timedelta())
    fields = "\n".join(
        f'<span class="hidden hide d-none" itemprop="{name}">{value}</span>'
        for name, value in (
            ("datePublished", moment.isoformat()),
            ("dateModified", moment.isoformat()),
            ("mainEntityOfPage", look.origin + story.addresses[0]),
        )
    )
    return f"""{fields}
<div class="hidden hide d-none" itemprop="publisher" itemtype="http://schema.org/Organization"
 itemscope><span itemprop="name">{look.spec.title}</span></div>
"""


def printed_date(theme: Theme, story: Story) -> str:
    moment = story.moment
    if story.precision is None:
        return ""
    if theme.american(story.number):
        return f"{moment:%d/%m/%Y %I:%M:%S %p}"
    return f"{wording.WEEKDAYS[moment.weekday()]} - {moment:%d/%m/%Y %H:%M}"


def _top_row(look: Look, theme: Theme, story: Story) -> str:
    """Date and views, and the links to the twins."""
    section, _, name = story.addresses[0].rpartition("/")
    category = section.removeprefix("/news")
    date, views = printed_date(theme, story), look.views(story.number)
    times = (
        f'<span class="h5">{date}</span>\n<span class="h5">Đã xem: {views}</span>'
        if theme.newer
        else f'<span class="h5"><i class="fa fa-clock-o" aria-hidden="true"></i>{date}</span>\n'
        f'<span class="h5"><i class="fa fa-eye" aria-hidden="true"></i>{views:,}</span>\n'
        '<span class="h5"><i class="fa fa-comment-o" aria-hidden="true"></i>0</span>'
    )
    links = "".join(
        f'<li><a class="dimgray" rel="nofollow" title="{title}" href="{address}">'
        f'<em class="fa fa-{icon} fa-lg">&nbsp;</em></a></li>\n'
        for icon, title, address in (
            ("envelope", "Giới thiệu bài viết cho bạn bè", f"/news/sendmail{category}/{name}"),
            ("print", "In ra", f"/news/print{category}/{name}"),
            ("save", "Lưu bài viết này", f"/news/savefile{category}/{name}"),
        )
    )
    return f"""<div class="row margin-bottom-lg"><div class="col-md-12">
{times}</div>
<div class="col-md-12"><ul class="list-inline text-right">
{links}</ul></div></div>"""


def _lead(theme: Theme, editor: Editor) -> str:
    """The summary, with the article's picture before or below it."""
    story = editor.story
    lead = editor.spelled(story.lead) if story.lead else ""
    field = ' itemprop="description"' if theme.newer else ""
    hometext = f'<div class="hometext m-bottom"{field}>{lead}</div>'
    if not story.beside_lead:
        return hometext
    picture, *captions = story.beside_lead
    caption = "".join(editor.spelled(part.text) for part in captions)
    if story.number % 3 == 0:
        return f"{hometext}\n{_full_figure(picture, caption)}"
    return f"{_thumb_figure(theme, picture, caption)}\n{hometext}"


def _full_figure(picture: Part, caption: str) -> str:
    note = f"<figcaption>{caption}</figcaption>" if caption else ""
    return (
        f'<figure class="article center"><img alt="{caption}" src="{picture.path}" width="500" '
        f'class="img-thumbnail"/>{note}</figure>'
    )


def _thumb_figure(theme: Theme, picture: Part, caption: str) -> str:
    """The picture at the left; the newer theme has it once more, hidden, for its preview."""
    image = f'<p class="text-center"><img alt="" src="{picture.path}" class="img-thumbnail"/></p>'
    note = f"\n<figcaption>{caption}</figcaption>" if caption else ""
    kind = "" if caption else " noncaption"
    figure = (
        f'<figure class="article left{kind} pointer" onclick="modalShowByObj(\'#imgpreview\');">'
        f'<div style="width:100px;">{image}{note}</div></figure>'
    )
    hidden = f'\n<div id="imgpreview" style="display:none">{image}{note}</div>'
    return figure + (hidden if theme.newer else "")


def signature(editor: Editor) -> str:
    lines = "<br />".join(editor.spelled(line) for line in editor.story.byline.printed)
    return f'<p style="text-align: right;"><strong>{lines}</strong></p>\n' if lines else ""


def _files(theme: Theme, story: Story) -> str:
    items = "".join(
        '<div class="list-group-item"><span class="badge"><a role="button" data-toggle="collapse" '
        'href="#file-0"><i class="fa fa-eye" data-rel="tooltip" data-content="Xem trước"></i></a>'
        f'</span>\n<a href="{html.escape(part.path)}" title="Tập tin {part.text}">'
        f"{'Tập tin : ' if theme.newer else ''}<strong>{part.text}</strong></a>\n"
        '<div class="clearfix"></div><div class="collapse" id="file-0" data-toggle="collapsefile">'
        '<div class="well margin-top"><iframe height="600" src="" width="100%"></iframe></div>'
        "</div></div>\n"
        for part in story.parts
        if part.kind == "attachment"
    )
    if not items:
        return ""
    return (
        '<div class="panel panel-default"><div class="panel-heading"><i class="fa fa-download">'
        "</i> <strong>File đính kèm</strong></div>\n"
        f'<div class="list-group news-download-file">\n{items}</div></div>\n'
    )


def fields(theme: Theme, editor: Editor) -> str:
    """Author and source, where the CMS's own fields name them."""
    byline = editor.story.byline
    author = byline.author if byline.form in ("field", "both") else None
    if author and editor.story.number % 3 == 1:
        author = f'<a href="/author/{editor.story.number}/">{author}</a>'
    lines = "".join(
        f'<p class="h5 text-right"><strong>{label}: </strong>{value}</p>\n'
        for label, value in ((theme.author_label, author), ("Nguồn tin", byline.source))
        if value
    )
    return f'<div class="margin-bottom-lg">\n{lines}</div>\n' if lines else ""


def _copyright(look: Look, story: Story) -> str:
    if story.number % 5 != 1:
        return ""
    text = f"Ghi rõ nguồn “{look.spec.title}” khi đăng lại thông tin từ trang này."
    return f'<div class="alert alert-info margin-bottom-lg">{text}</div>\n'


def _metadata(look: Look, theme: Theme, story: Story) -> str:
    """For search machines; the CMS writes the zone between day and hour."""
    title = html.escape(story.title)
    canonical = look.origin + story.addresses[0]
    dates = ""
    if story.precision:
        edited = story.moment + (_edit(story) if theme.edited(story.number) else timedelta())
        dates = "\n".join(
            f'<meta property="article:{name}" content="{moment:%Y-%m-%d}+07{moment:%H:%M:%S}">'
            for name, moment in (("published_time", story.moment), ("modified_time", edited))
        )
    return f"""<meta name="description" content="{html.escape((story.lead or story.title)[:150])}">
<meta property="og:title" content="{title}"><meta property="og:type" content="article">
<meta property="og:url" content="{canonical}">
<meta property="og:site_name" content="{look.spec.title}">
{dates}
<meta property="article:section" content="{story.stated[0]}">
<link rel="canonical" href="{canonical}">"""
