"""Pages of the "-aID" newspaper platform: listings by ``?p=N``, articles, messages."""

import html
import json
from collections.abc import Sequence

from tests.replica import wording
from tests.replica.chrome import Look, mega_menu, scripts, styles
from tests.replica.content import Entry
from tests.replica.markup import Editor, Style
from tests.replica.specs import Section
from tests.replica.story import Story

#: Against this every relative address of a page resolves.
BASE_PATH = "/static/templates/version1/homepage/"
#: The paper's own name, which stale metadata still states.
STALE_HOME = "https://baodongkhoi.vn"


def listing_page(
    look: Look, section: Section, entries: Sequence[Entry], *, page: int, total: int
) -> str:
    """Page *page* of *section*, which lists *total* links."""
    items = "\n".join(_item(look, entry, position) for position, entry in enumerate(entries))
    content = f"""<div><h1><a href="{look.origin}{section.path}">{section.name}</a></h1></div>
<div id="listcate"><ul class="cate-content-list cate-content-list-item">
{items}
</ul>
{_pager(look.origin + section.path, page, look.spec.last_page(total))}
</div>"""
    head = f'<link rel="canonical" href="{look.origin}{section.path}" />'
    return _frame(look, section.name, head, content)


def _item(look: Look, entry: Entry, position: int) -> str:
    """A list item; its link is root-relative, absolute, or names the old host."""
    address = (entry.path, look.origin + entry.path, look.old_base.rstrip("/") + entry.path)[
        (0, 1, 0, 1, 2, 1)[position % 6]
    ]
    title = html.escape(entry.title)
    # The malformed self-links that the real lists are known to hold.
    image_link = f"/https/{look.origin[7:]}{entry.path}" if position == 7 else address
    image = (
        f'<a class="b-img" href="{image_link}" title="{title}"><img class="i-img" '
        f'onerror="this.src=\'images/300x220.jpg\'" src="{entry.picture}" alt="{title}" /></a>'
        if entry.picture
        else ""
    )
    return (
        f'<li class="item post">{image}<div class="b-content"><h3 class="b-title">'
        f'<a href="{address}" title="{title}">{title}</a></h3>'
        f'<span class="date">{entry.day}</span><p>{html.escape(entry.summary)}</p></div></li>'
    )


def _pager(address: str, page: int, last: int) -> str:
    if last == 1:
        return ""
    shown = sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    items = "".join(
        f"<li{' class=active' if number == page else ''}>"
        f'<a href="{address}?p={number}">{number}</a></li>'
        for number in shown
    )
    after = f'<li><a rel="next" href="{address}?p={page + 1}">&raquo;</a></li>'
    return f'<ul class="pagination">{items}{after if page < last else ""}</ul>'


def article_page(look: Look, story: Story, variant: int) -> str:
    """The page of *story*; *variant* 1 is a repost's second address, in its other section."""
    alt = "" if story.number % 2 else story.title
    style = Style(alt=alt, base_relative=True)
    editor = Editor(look.seed, story, style=style, origin=look.origin)
    address = look.origin + story.addresses[variant]
    date = f'<span class="pubdate 128">{story.moment:%d/%m/%Y - %H:%M}</span>'
    title = editor.title()
    share = _share_row(look, story.addresses[variant])
    head_first = story.number % 5 == 2
    heading = (
        f'<div class="sharemxh detail-fb-like-share">{date}{share}</div>\n'
        f'<h1 class="margintopbot10 fw700">{title}</h1>'
        if head_first
        else f'<div class="detail-title"><h1>{title}</h1></div>\n'
        f'<div class="sharemxh detail-fb-like-share">{date}{share}</div>'
    )
    content = f"""{_breadcrumb(look, story, variant)}
{heading}
<div class="clear"></div>
{_summary(editor)}<div id="newscontents">
<div class="content-fck slider-jsgallery 171">
{editor.body(_link_box(look, story))}{_downloads(story)}{_signature(editor)}</div>
</div>
<div class="detail-view">{look.views(story.number)} lượt xem</div>
<div class="detail-tag"><b>Từ khóa</b> <a href="/tags/dang-bo/">Đảng bộ</a></div>
{_share_box()}{_comments(look, story)}{_related(look)}"""
    return _frame(look, story.title, _metadata(look, story, address), content)


def _breadcrumb(look: Look, story: Story, variant: int) -> str:
    section = story.sections[variant]
    last = story.stated[variant]
    step = ""
    if last != section.name:
        step = (
            f'<span class="fw400"> > <a style="color:#b0b0b0;" '
            f'href="{look.origin}{section.path}chuyen-de/">{last}</a></span>'
        )
    link = f'<a href="{look.origin}{section.path}">{section.name}</a>'
    return f"<div><h1>{link}\n\t\t\t{step}\t\t\t</h1></div>"


def _metadata(look: Look, story: Story, address: str) -> str:
    stale = STALE_HOME + story.addresses[0] if story.number % 4 == 0 else address
    graph = {
        "@context": "https://schema.org/",
        "@type": "NewsArticle",
        "name": story.title,
        "datePublished": f"{story.moment:%Y-%m-%d}",
        "description": (story.lead or "")[:120],
    }
    title = html.escape(story.title)
    return f"""<meta name="Description" content="{html.escape((story.lead or "")[:150])}" />
<link rel="canonical" href="{address}" />
<meta property="og:type" content="article" /><meta property="og:url" content="{stale}" />
<meta property="og:title" content="{title}" />
<meta property="og:image" content="{look.origin}/image/logo.png" />
<script type="application/ld+json">
{json.dumps(graph, ensure_ascii=False)}
</script>"""


def _share_row(look: Look, path: str) -> str:
    name = path.strip("/")
    return (
        f'<div class="fright"><a class="ashare btn-facebook" target="_fb" href="#">Chia sẻ Facebook'
        f'</a><a href="javascript:void(0);" onclick="printPopup(\'{look.origin}/print/{name}\');" '
        f'title="Print" rel="nofollow"><span class="sprite icoprint"></span></a></div>'
    )


def _summary(editor: Editor) -> str:
    story = editor.story
    if story.lead is None:
        return ""
    text = editor.spelled(story.lead)
    if tag := story.outlet_tag:
        tag = f"<strong>{tag}</strong>" if story.number % 3 == 0 else tag
        text = f"{tag} -&nbsp;{text}" if story.number % 2 else f"{tag} - {text}"
    return f'<div class="detail-desc"><p>{text}</p></div>\n'


def _link_box(look: Look, story: Story) -> str:
    """The link box that an editor put into some articles."""
    if story.number % 6 != 4 or story.kind not in ("text", "repost", "twice"):
        return ""
    others = [look.story_of((abs(story.number) + step) % look.size) for step in (3, 9)]
    links = "".join(
        f'<li><a href="{other.addresses[0]}">{html.escape(other.title)}</a></li>'
        for other in others
    )
    return f"<p><strong>Tin liên quan:</strong></p>\n<ul>{links}</ul>"


def _downloads(story: Story) -> str:
    return "".join(
        f'\n<p><a href="{part.path}" target="_blank">{part.text}</a></p>'
        for part in story.parts
        if part.kind == "attachment"
    )


def _signature(editor: Editor) -> str:
    byline = editor.story.byline
    if byline.form == "none":
        return "\n"
    lines = "<br>\n".join(editor.spelled(line) for line in byline.printed)
    if byline.form == "class":
        return f'\n<p class="author ignore">{lines}</p>'
    return f'\n<p align="right"><strong>{lines}<br>\n</strong></p>'


def _share_box() -> str:
    return """<div id="linkshare" data="248"><div class="sharelike detail-sharelike"><table><tr>
<td><b class="fs13" data="265">Chia sẻ bài viết</b></td>
<td><a class="ashare btn-facebook" target="_fb" href="#">Chia sẻ Facebook</a></td>
</tr></table></div></div>
"""


def _comments(look: Look, story: Story) -> str:
    return f"""<div id="comment"><div class="titletd nobg">
<a class="active fs13"><b>BÌNH LUẬN</b></a></div>
<div id="loacomment"></div><div id="postcomment"><form method="POST" id="frmComments">
<input type="hidden" name="txtnewsid" value="{story.spec.article_id(story.number)}" />
<textarea rows="5" name="txtinfocomment">Ý kiến của bạn</textarea>
<button onclick="docommentnew();return false;">Gửi ý kiến</button></form></div></div>
<div id="fcbcomment" style="display:none;"><div class="lbcomment"><form id="frmComment">
<p class="txt_1"><span class="cred">*</span>Email (không hiển thị trên trang):</p>
<p class="txt_1"><span class="cred">*</span>Họ tên (hiển thị trên trang):</p>
<p class="txt_1">Vui lòng nhập mã xác nhận vào ô bên dưới.<br>Nếu bạn không đọc được, hãy
<a href="javascript:void(0);" onclick="refeshCapchaCM();">Chọn mã xác nhận khác.</a></p>
<img id="imgCaptchaSF" src="captcha/{look.hits}.png" alt="" /></form></div></div>
"""


def _related(look: Look) -> str:
    items = "".join(
        f'<li class="related-item col-xs-12"><a title="{html.escape(story.title)}" '
        f'href="{look.origin}{story.addresses[0]}"><h3 class="b-title">{html.escape(story.title)}'
        f"&nbsp;</h3></a></li>"
        for story in look.some_stories(6)
    )
    return (
        '<div class="col-xs-12 detail-related"><div class="related-title"><span class="cate-title">'
        f'<a href="javascript:void(0);">Đọc thêm</a></span></div><ul class="related-list">{items}'
        "</ul></div>"
    )


def message_page(look: Look, text: str) -> str:
    """The site's frame around one sentence: what a vanished article answers with."""
    return _frame(look, "Thông báo", "", f'<div class="notfound"><p>{text}</p></div>')


def _frame(look: Look, title: str, head: str, content: str) -> str:
    counters = " | ".join(f"{label}: {value}" for label, value in look.counters())
    menu = "".join(
        f'<li><a href="{look.origin}{s.path}">{s.name}</a></li>' for s in look.spec.sections
    )
    newest = "".join(
        f'<li class="item"><a href="{look.origin}{story.addresses[0]}">'
        f"{html.escape(story.title)}</a></li>"
        for story in look.some_stories(5, salt=1)
    )
    weekday = look.clock().split(",")[0]
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
<title>{html.escape(title)} - Báo Đồng Khởi Online</title>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<base href="{look.origin}{BASE_PATH}" />
<script type="text/javascript">
var DOMAIN = "{look.base}";
</script>
{head}
{styles("version1", 90)}
{scripts("version1", 30)}
</head>
<body class="{slug_of_day(weekday)}">
<div class="topbar"><span class="clock">{look.clock()}</span>
<a href="/https/{look.origin[7:]}/">Trang chủ</a></div>
<ul class="main-menu">{menu}</ul>
{mega_menu("version1", 230)}
<div class="box-hot"><ul class="latest-news">{newest}</ul></div>
<div class="container">
{content}
</div>
<div class="sidebar"><div class="AMN_res_mid" data-ad="{look.hits}"></div></div>
<div class="footer"><p>Mọi phản ánh, ý kiến, tin, bài và hình ảnh cộng tác xin gửi về Tòa soạn.</p>
<p class="counter">{counters} | Đang truy cập: {5 + look.hits % 60}</p></div>
</body></html>
"""


def slug_of_day(weekday: str) -> str:
    """A class name that changes with the day, so that even the frame is never quite the same."""
    return f"day-{wording.WEEKDAYS.index(weekday)}"
