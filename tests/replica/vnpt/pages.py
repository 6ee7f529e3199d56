"""Pages of the VNPT Portal: listings, the fragments that page them, articles, messages."""

import html
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from tests.replica import wording
from tests.replica.chrome import Look, mega_menu, scripts, styles
from tests.replica.content import Entry
from tests.replica.markup import Editor, Style
from tests.replica.specs import Section
from tests.replica.story import Story

PAGING_PATH = "/DesktopModule/UIArticleInMenu/ArticleInMenuPagination.aspx/LoadArticle"
#: Every field of the paging call; a call that leaves one out is refused.
PAGING_FIELDS = (
    "article_category_id", "categoryIds", "site_id", "page", "page_size", "keyword", "date_begin",
    "date_end", "show_no", "show_post_date", "num_of_text", "show_view_count",
    "filter_order_in_list", "is_default", "new", "number_of_day", "no", "articlelang",
    "is_authenticated",
)  # fmt: skip


def listing_page(look: Look, section: Section, entries: Sequence[Entry], total: int) -> str:
    """Page 1 of *section*, which lists *total* links."""
    last = look.spec.last_page(total)
    content = (
        f'<div class="UIArticleInMenu_Default" id="UIArticleInMenu_{section.number}">\n'
        f'<div class="portlet-title"><h2 class="title-menu">{section.name}</h2></div>\n'
        f'<ul class="ArticleList">\n{fragment(entries)}\n</ul>\n{_pager(last)}\n'
        f"{_paging_script(look, section, last)}</div>"
    )
    return _frame(look, section.name, content)


def fragment(entries: Sequence[Entry]) -> str:
    """List items, as page 1 has them and as the paging call answers."""
    return "\n".join(_item(entry) for entry in entries)


def _item(entry: Entry) -> str:
    title = html.escape(entry.title)
    image = (
        f'<div class="col-lg-2"><a href="{entry.path}"><img class="image" src="{entry.picture}" '
        f'alt="{title}"></a></div>\n'
        if entry.picture
        else ""
    )
    return (
        f'<li class="row">\n{image}<div class="col-lg-10"><h2 class="Title">'
        f'<a href="{entry.path}" title="{title}">{title}</a></h2>\n'
        f'<div class="Ngaydang">{entry.day}</div>\n<p>{html.escape(entry.summary)}</p></div>\n</li>'
    )


def _pager(last: int) -> str:
    shown = range(1, min(last, 5) + 1)
    items = "".join(
        f'<li class="page-item page-number{" active" if page == 1 else ""}" data-page="{page}">'
        f'<a class="page-link" href="javascript:void(0)">{page}</a></li>'
        for page in shown
    )
    return f'<nav><ul class="pagination">{items}</ul></nav>' if last > 1 else ""


def category_ids(section: Section) -> str:
    """The value that the paging call must repeat."""
    return f"{section.number},{section.number + 4000}"


def _paging_script(look: Look, section: Section, last: int) -> str:
    return f"""<script>
var maxPage = parseInt({last});
function LoadArticle(page) {{
  $.ajax({{ type: "POST", url: "{PAGING_PATH}", dataType: "html",
    data: {{ article_category_id: {section.number}, categoryIds: "{category_ids(section)}",
      site_id: {look.spec.site_id}, page: page, page_size: {look.spec.page_size}, keyword: "",
      date_begin: "", date_end: "", show_no: "False", show_post_date: "True", num_of_text: 0,
      show_view_count: "False", filter_order_in_list: "False", is_default: "True", new: "False",
      number_of_day: 3, no: -{look.spec.page_size}, articlelang: "vi-VN",
      is_authenticated: "False" }},
    success: function (data) {{ $(".ArticleList").html(data); }} }});
}}
</script>"""


def paging_refusal(look: Look, fields: Mapping[str, str], referer: str | None) -> str | None:
    """Why the paging call is refused, or None where it is answered."""
    if not referer or not referer.startswith(look.origin):
        return "no Referer of this site"
    if missing := [name for name in PAGING_FIELDS if name not in fields]:
        return f"missing {missing[0]}"
    if fields["site_id"] != str(look.spec.site_id) or fields["page_size"] != str(
        look.spec.page_size
    ):
        return "site_id or page_size is another"
    if not fields["page"].isdigit() or fields["page"] == "0":
        return "page is no number"
    return None


def article_page(look: Look, story: Story) -> str:
    """The page of *story*, the same at each of its addresses but for the moving parts."""
    editor = Editor(look.seed, story, style=Style(alt="Anh-tin-bai"), origin=look.origin)
    title = editor.title()
    header = f"<h1>{title}</h1>" if story.number % 2 else title
    summary = (
        f'<div class="ArticleSummary">{editor.spelled(story.lead)}</div>' if story.lead else ""
    )
    content = f"""<div class="ArticleDetailControl" id="ArticleDetail_{story.number}">
<div class="tool"><a class="fontsize" href="javascript:void(0)">A-</a> <a>A</a> <a>A+</a>
<a href="javascript:window.print()">In bài viết</a><span>Đọc bài</span></div>
<div class="ArticleHeader">{header}</div>
<div class="PostDate">{_printed_date(story)}</div>
<div class="ViewCount">Lượt xem: {look.views(story.number)}</div>
{summary}
{_detail_image(story)}<div class="ArticleContent">
{_viewer(look, story)}{editor.body()}
{_signature(editor)}{_others_inside(look, story)}
</div>
{_author_field(editor)}{_downloads(story)}
<div class="UISocialShare"><span>Chia sẻ:</span><a class="fb">Facebook</a><a class="zalo">Zalo</a>
</div>
</div>
{_others(look)}{_comment_form(look)}"""
    return _frame(look, story.title, content)


def _detail_image(story: Story) -> str:
    return "".join(
        f'<img class="ImgDetailImage" src="{picture.path}" alt="Anh-tin-bai">\n'
        for picture in story.beside_lead
    )


def _printed_date(story: Story) -> str:
    moment = story.moment
    weekday = wording.WEEKDAYS[moment.weekday()]
    if story.precision == "day":
        return f"{weekday}, {moment:%d/%m/%Y}"
    if story.number % 3 == 2:
        return f"{moment:%d/%m/%Y %H:%M}"
    return f"{weekday}, {moment:%d/%m/%Y %H:%M}"


def _viewer(look: Look, story: Story) -> str:
    """A viewer of the PDF in every second document; the download link repeats it."""
    if story.kind != "document":
        return ""
    if story.number % 40 >= 20:
        return "<p>&nbsp;</p>"
    address = quote(look.origin + story.parts[0].path, safe="")
    return f'<iframe src="/pdfjs/web/viewer.html?file={address}" width="100%"></iframe>'


def _downloads(story: Story) -> str:
    links = "".join(
        f'<li><a class="link-download" href="{part.path}">{part.text}</a></li>'
        for part in story.parts
        if part.kind == "attachment"
    )
    return f'<div class="attach"><b>Tệp đính kèm</b><ul>{links}</ul></div>\n' if links else ""


def _signature(editor: Editor) -> str:
    byline = editor.story.byline
    if byline.form not in ("aligned", "labelled"):
        return ""
    text = editor.spelled(byline.printed[0])
    return f'<p style="text-align:right"><strong>{text}</strong></p>\n'


def _author_field(editor: Editor) -> str:
    byline = editor.story.byline
    if byline.form != "field":
        return ""
    return f'<div class="author">{editor.spelled(byline.printed[0])}</div>\n'


def _links(stories: Sequence[Story]) -> str:
    return "".join(
        f'<li><a href="{story.addresses[0]}">{html.escape(story.title)}</a></li>'
        for story in stories
    )


def _others_inside(look: Look, story: Story) -> str:
    """The link box that some articles have inside their content, other links at every look."""
    if story.number % 4 != 3 or story.kind == "photo":
        return ""
    links = _links(look.some_stories(4, salt=2))
    return f"<p><strong>Các tin khác</strong></p>\n<ul>{links}</ul>"


def _others(look: Look) -> str:
    links = _links(look.some_stories(6))
    return f'<div class="UIArticleOther_Default"><h3>Các tin khác</h3><ul>{links}</ul></div>\n'


def _comment_form(look: Look) -> str:
    star = '<img src="/images/required.gif" alt="no image">'
    fields = "".join(
        f'<div class="row-form"><label>{label} {star}</label><input name="f{number}"></div>\n'
        for number, label in enumerate(("Họ tên", "Email", "Tiêu đề", "Nội dung", "Mã kiểm tra"))
    )
    return (
        f'<div class="UIComment_Default"><h3>Gửi bình luận</h3><form>{fields}'
        f'<img src="/captcha.ashx?t={look.hits}" alt="no image"><button>Gửi</button></form></div>'
    )


def message_page(look: Look, text: str) -> str:
    """The site's frame around one sentence: what a vanished article answers with."""
    return _frame(look, "Thông báo", f'<div class="UIMessage_Default"><p>{text}</p></div>')


def _frame(look: Look, title: str, content: str) -> str:
    counters = "".join(
        f"<div><span>{label}:</span> <b>{value}</b></div>\n" for label, value in look.counters()
    )
    menu = "".join(f'<li><a href="{s.path}">{s.name}</a></li>' for s in look.spec.sections)
    newest = _links(look.some_stories(5, salt=1))
    return f"""<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>{html.escape(title)} - {look.spec.title}</title>
{styles("vnpt", 70)}
{scripts("vnpt", 28)}
</head>
<body>
<a class="skip" href="#main">Truy cập nội dung luôn</a>
<div class="header"><a href="/"><img src="/images/banner.png" alt="image banner"></a>
<div class="page-clock">{look.clock()}</div>
<div class="accessibility">Cỡ chữ: <a>A-</a> <a>A</a> <a>A+</a> Tương phản <a>Giảm</a></div></div>
<ul class="top-menu">{menu}</ul>
{mega_menu("vnpt", 100)}
<div id="main" class="UIMultiFunction_Default">
{content}
</div>
<div class="UIListNews_Default"><h3>Tin mới</h3><ul>{newest}</ul></div>
<div class="UIVisitorCounter_Default"><h3>Truy cập</h3>
{counters}<div>Đang trực tuyến: {3 + look.hits % 40}</div></div>
<div class="footer">{look.spec.title}. Ghi rõ nguồn khi đăng lại thông tin từ trang này.</div>
<!-- dựng lúc {look.clock()} -->
</body>
</html>
"""
