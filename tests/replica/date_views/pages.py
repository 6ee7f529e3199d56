"""Pages of the "date | views" system: listings by ``?page=N``, articles, messages."""

import html
from collections.abc import Sequence
from datetime import datetime

from tests.replica import wording
from tests.replica.chrome import Look, mega_menu, scripts, styles
from tests.replica.content import Entry
from tests.replica.date_views.skins import SKINS, Skin
from tests.replica.markup import Editor, Style
from tests.replica.specs import Section
from tests.replica.story import Story

_INDENTS = ("&nbsp;" * 9, "\u00a0 " * 5, "&nbsp; &nbsp; &nbsp; &nbsp;  ", "         \u00a0")


def listing_page(
    look: Look, section: Section, entries: Sequence[Entry], *, page: int, total: int
) -> str:
    """Page *page* of *section*, which lists *total* links; each section has its skin."""
    skin = SKINS[section.number % 2]
    items = [_listed(skin, entry) for entry in entries]
    last = look.spec.last_page(total)
    numbers = [
        f"<b>{number}</b>" if number == page else _numbered(section, number, str(number))
        for number in sorted({1, last, *range(max(1, page - 2), min(last, page + 2) + 1)})
    ]
    if page < last:
        numbers.append(_numbered(section, page + 1, "Trang sau"))
    middle = skin.listing(section.name, items, numbers if last > 1 else ())
    return _page(look, skin, section.name, middle)


def _numbered(section: Section, number: int, text: str) -> str:
    return f'<a href="{section.path}?page={number}">{text}</a>'


def _listed(skin: Skin, entry: Entry) -> str:
    title = html.escape(entry.title)
    image = (
        f'<a href="{entry.path}"><img src="{entry.picture}" alt="{title}" width="120" /></a>'
        if entry.picture
        else ""
    )
    link = f'<a href="{entry.path}">{title}</a>'
    day = f"({entry.day})" if entry.day else ""
    return skin.listed(image=image, link=link, day=day, summary=html.escape(entry.summary))


def article_page(look: Look, story: Story, variant: int) -> str:
    """The page of *story*; the line above the title names the section of that address."""
    skin = SKINS[story.number // 3 % 2]
    style = Style(alt=story.title, later_alt="", indents=_INDENTS)
    editor = Editor(look.seed, story, style=style, origin=look.origin)
    section = story.sections[variant]
    where = f'<a href="{section.path}">{story.stated[variant]}</a>'
    line = f"{_printed_date(story)} | {look.views(story.number)}"
    lead = skin.lead(editor.spelled(story.lead)) if story.lead else ""
    body = f"{editor.body()}\n{_signature(editor)}"
    middle = (
        f"{skin.above(where, editor.title(), line)}{lead}{_picture(skin, editor)}"
        f"{skin.text(body, _files(story))}{_others(look, skin)}"
    )
    return _page(look, skin, story.title, middle)


def _printed_date(story: Story) -> str:
    if story.precision is None:
        return ""
    return f"{story.moment:%d/%m/%Y}" if story.precision == "day" else _in_words(story.moment)


def _in_words(moment: datetime) -> str:
    """As ``Thứ Tư, Ngày 24 Tháng 04 Năm 2019 3:55:40 PM``."""
    weekday = wording.WEEKDAYS[moment.weekday()].title()
    hour = moment.hour % 12 or 12
    return f"{weekday}, {moment:Ngày %d Tháng %m Năm %Y} {hour}:{moment:%M:%S %p}"


def _picture(skin: Skin, editor: Editor) -> str:
    if not editor.story.beside_lead:
        return ""
    picture, *captions = editor.story.beside_lead
    lines = [editor.spelled(caption.text) for caption in captions]
    return skin.picture(editor.image(picture), lines)


def _signature(editor: Editor) -> str:
    byline = editor.story.byline
    lines = "<br />".join(editor.spelled(line) for line in byline.printed)
    if not lines:
        return ""
    if byline.form == "bare":
        return f"<p>{editor.indent}{lines}</p>\n"
    return f'<p align="right"><b>{lines}</b></p>\n'


def _files(story: Story) -> str:
    return "".join(
        f'<a href="{part.path}">{part.text}</a>'
        for part in story.parts
        if part.kind == "attachment"
    )


def _others(look: Look, skin: Skin) -> str:
    """Four articles with a picture, whose name is the title once more, then ten without."""
    pictured = []
    for story in look.some_stories(4):
        path, title = story.addresses[0], html.escape(story.title)
        name = title.replace(" ", "  ", 1)
        image = f'<img src="/UserFiles/Thumbs/{story.number}.jpg" alt="{name}" width="150" />'
        link = f'<a href="{path}">{title}</a>'
        pictured.append((f'<a href="{path}">{image}</a>', link))
    return skin.others("Các bài viết khác", pictured, _links(look, 10, 4))


def _links(look: Look, count: int, salt: int) -> list[str]:
    return [
        f'<a href="{story.addresses[0]}">{html.escape(story.title)}</a>'
        for story in look.some_stories(count, salt)
    ]


def message_page(look: Look, text: str) -> str:
    """The site's frame around one sentence: what a vanished article answers with."""
    return _page(look, SKINS[0], "Thông báo", f"<p>{text}</p>")


def _page(look: Look, skin: Skin, title: str, middle: str) -> str:
    menu = "".join(f'<li><a href="{s.path}">{s.name}</a></li>' for s in look.spec.sections)
    top = f"""<img src="/Images/banner.jpg" alt="Banner" />
<ul>{menu}</ul>
{mega_menu("date_views", 145)}
<marquee>Nhiệt liệt chào mừng quý vị đến với Trang thông tin {look.spec.title}</marquee>
<div>{_in_words(look.now())}</div>
"""
    newest = "\n".join(f"<li>{link}</li>" for link in _links(look, 6, 1))
    counters = "".join(f"<div>{label}: {value}</div>" for label, value in look.counters())
    side = f"<b>Tin mới nhất</b>\n<ul>{newest}</ul>\n<b>Thống kê truy cập</b>\n{counters}\n"
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8">
<title>{html.escape(title)} - {look.spec.title}</title>
{styles("date_views_" + skin.name, 105)}
{scripts("date_views_" + skin.name, 36)}
</head><body>
{skin.frame(top=top, side=side, middle=middle)}
<hr><center>{look.spec.title}. Ghi rõ nguồn khi đăng lại thông tin từ trang này.</center>
</body></html>
"""
