"""Pages of generations 0 and 1: lists, and articles whose summary is the bold first paragraph."""

import html
from collections.abc import Sequence

from tests.replica import wording
from tests.replica.bao_nghe_an import generations
from tests.replica.bao_nghe_an.typeset import Typesetter, links
from tests.replica.chrome import Look, mega_menu, scripts, styles
from tests.replica.content import Entry
from tests.replica.specs import Section
from tests.replica.story import Story


class OldTypesetter(Typesetter):
    """The text of the old generations: centred paragraphs in the first, tables in the second."""

    def alt(self, place: int) -> str:
        """The file's name, as the editor left it."""
        return f"bna_{self.story.number}_{place}"

    def figure(self, images: Sequence[str], caption: str) -> str:
        """The images and their caption."""
        if generations.generation(self.story.number) == 0:
            return self.in_lines(images, [caption])
        rows = "".join(f"<tr><td>{image}</td></tr>" for image in images)
        if caption:
            rows += f'<tr><td class="image_desc"><p style="margin: 0">{caption}</p></td></tr>'
        return f'<table align="center" border="0" class="full-img"><tbody>{rows}</tbody></table>'

    def video(self, address: str, caption: str) -> str:
        """A film of the paper's own is played by the browser."""
        if address.endswith(".mp4"):
            player = f'<video controls><source src="{address}" type="video/mp4"></video>'
        else:
            player = f'<iframe src="{address}" width="500" allowfullscreen></iframe>'
        return self.in_lines([player], [caption])

    def inserts(self) -> list[str]:
        """The link box within every second text."""
        if self.story.number % 2:
            return []
        box = links(self.look.some_stories(3, salt=5))
        cell = f"<td><b>TIN LIÊN QUAN</b><ul>{box}</ul></td>"
        return [f'<div><table class="rl"><tbody><tr>{cell}</tr></tbody></table></div>']


def listing_page(look: Look, section: Section, entries: Sequence[Entry]) -> str:
    """The list of *section*."""
    items = "\n".join(_item(entry) for entry in entries)
    content = f'<ul id="cate-content">\n{items}\n</ul>'
    return _frame(look, section.name, section.name, content)


def _item(entry: Entry) -> str:
    title = html.escape(entry.title)
    image = (
        f'<a class="avatar" href="{entry.path}"><img src="{entry.picture}" alt="{title}"></a>'
        if entry.picture
        else ""
    )
    return (
        f'<li class="item"><div class="bgborder">{image}<h1><a href="{entry.path}">{title}</a></h1>'
        f'<div class="date">{entry.day}</div><div class="lead">{html.escape(entry.summary)}</div>'
        "</div></li>"
    )


def article_page(look: Look, story: Story) -> str:
    """The page of *story*."""
    setter = OldTypesetter(look, story)
    lead = f"<p><strong>{setter.lead()}</strong></p>\n" if story.lead else ""
    content = f"""<div class="article">
<div class="time">{_printed_date(story)}</div>
<h1 class="title">{setter.title()}</h1>
<div class="tools"><a href="#">Gửi bài này</a> <a href="#">In bài này</a>
<span>Lượt xem: {look.views(story.number)}</span></div>
<div id="content">{lead}{setter.body()}
{_signature(setter)}</div>
<div id="tags_list">Từ khóa: <a href="/tag/dang-bo">Đảng bộ</a>, <a href="/tag/xa">xã</a></div>
<div class="share"><b>Chia sẻ bài viết</b> <a href="#">Facebook</a></div>
</div>
<div class="comments"><h3>Ý kiến bạn đọc ({look.hits % 9})</h3><form><label>Họ tên</label><input>
<label>Nội dung</label><textarea></textarea><button>Gửi</button></form></div>
<div class="others"><h3>Các tin khác</h3><ul>{links(look.some_stories(6))}</ul></div>"""
    return _frame(look, story.title, story.stated[0] or "", content)


def _printed_date(story: Story) -> str:
    moment = story.moment
    weekday = wording.WEEKDAYS[moment.weekday()].title()
    if generations.generation(story.number) == 0:
        return f"{weekday}, {moment:%d/%m/%Y}, {moment:%H:%M} [GMT+7]"
    return f"Cập nhật lúc {moment:%H:%M}, {weekday}, {moment:%d/%m/%Y} (GMT+7)"


def _signature(setter: OldTypesetter) -> str:
    if setter.story.byline.form == "none":
        return ""
    return f'<p style="text-align: right;"><strong>{setter.signature()}</strong></p>'


def _frame(look: Look, title: str, section: str, content: str) -> str:
    menu = "".join(f'<li><a href="{s.path}">{s.name}</a></li>' for s in look.spec.sections)
    newest = "".join(
        f'<li><a class="avatar" href="{story.addresses[0]}"></a><div class="title">'
        f'<a href="{story.addresses[0]}">{html.escape(story.title)}</a></div></li>'
        for story in look.some_stories(5, salt=1)
    )
    counters = " | ".join(f"{label}: {value}" for label, value in look.counters())
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"
 "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8" />
<title>{html.escape(title)} - Báo Nghệ An điện tử</title>
{styles("bna_old", 90)}
{scripts("bna_old", 30)}
</head>
<body>
<div id="top"><span class="clock">{look.clock()}</span></div>
<ul id="menu">{menu}</ul>
{mega_menu("bna_old", 180)}
<div id="nav"><a href="/">Trang chủ</a> » <a href="#">{section}</a></div>
{content}
<div class="latest_news"><ul>{newest}</ul></div>
<div id="footer">Báo Nghệ An điện tử. {counters}</div>
</body></html>
"""
