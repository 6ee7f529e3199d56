"""The vendor's template of generation 2, as handed over; some of its pages went live."""

import html
from collections.abc import Sequence

from tests.replica.bao_nghe_an.epi_parts import EpiTypesetter, aside, author, comments, tags
from tests.replica.bao_nghe_an.typeset import below, links
from tests.replica.chrome import Look
from tests.replica.content import Entry, Part
from tests.replica.story import Story


class TemplateTypesetter(EpiTypesetter):
    """Boxes of several pictures, and paragraphs beside the others."""

    def figure(self, images: Sequence[str], caption: str) -> str:
        """An element for one picture, a box of columns for several."""
        if len(images) == 1:
            tag = f'{"div" if self.story.number % 2 else "span"} class="fig"'
            return f'<div class="full-img">{images[0]}{below(tag, caption)}</div>'
        columns = "".join(
            f'<div class="box-col"><div class="item-image">{image}</div></div>' for image in images
        )
        text = below('div class="box-desc"', caption)
        return f'<div class="box-image box-16-9 box-dou">{columns}{text}</div>'

    def video(self, address: str, caption: str) -> str:
        """The player and its caption in one element."""
        text = below('span class="fig"', caption)
        return f'<div class="full-video"><iframe src="{address}"></iframe>{text}</div>'

    def inserts(self) -> list[str]:
        """A link box with picture and summary, a poll, an advertisement."""
        one = self.look.some_stories(1, salt=6)[0]
        related = (
            f'<article class="article__related-inline"><figure class="story__thumb"><a href="'
            f'{one.addresses[0]}"><img src="/app_themes/thumb.jpg" alt=""></a></figure>'
            f'<h2 class="story__title"><a href="{one.addresses[0]}">{html.escape(one.title)}</a>'
            f'</h2><div class="story__desc">{html.escape((one.lead or "")[:90])}</div></article>'
        )
        poll = (
            '<section class="hidden article-poll"><header><h1>Bạn đọc nghĩ gì?</h1></header>'
            '<div class="poll-topic"><h3 class="question">Có nên làm tiếp mô hình này?</h3>'
            '<div class="answer"><label class="radio-inline"><input type="radio">Nên</label>'
            '<label class="radio-inline"><input type="radio">Không nên</label></div></div>'
            f"<footer><button>Gửi</button> {self.look.hits} lượt</footer></section>"
        )
        inserts = [related, poll, '<div class="qc"><p>banner 728x90</p></div>']
        start = self.story.number % 3
        return (inserts * 2)[start : start + 2]

    def _paragraph(self, part: Part) -> str:
        """Some paragraphs stand beside the others."""
        text = super()._paragraph(part)
        beside = '<p class="notification pull-left">'
        return text.replace(self.opener, beside, 1) if self.writer.below(9) == 0 else text


def item(entry: Entry) -> str:
    """A line of a listing."""
    image = (
        f'<figure class="story__thumb"><a href="{entry.path}"><img src="{entry.picture}" alt="">'
        "</a></figure>"
        if entry.picture
        else ""
    )
    return (
        f'<article class="story story--horizontal">{image}<h2 class="story__title">'
        f'<a href="{entry.path}">{html.escape(entry.title)}</a></h2>'
        f'<div class="story__meta"><time>{entry.day}</time></div>'
        f'<div class="story__desc">{html.escape(entry.summary)}</div></article>'
    )


def article(look: Look, story: Story) -> str:
    """What the page of *story* holds below its breadcrumb."""
    setter = TemplateTypesetter(look, story)
    skin = "video" if story.kind == "video" else ("second", "full")[story.number % 2]
    date = f"{story.moment:%d/%m/%Y %H:%M}"
    lead = f'<div class="article__summary">{setter.lead()}</div>' if story.lead else ""
    within, after = ("", author(setter)) if story.number % 2 else (author(setter), "")
    return f"""<article class="article-wrap article--{skin}">
<header class="article__header"><h1 class="article__title">{setter.title()}</h1>
<div class="article__meta"><time datetime="{story.moment:%Y-%m-%d}">{date}</time>
<div class="social-listing"><a href="#">Thích {look.hits % 30}</a></div></div>
{lead}
<div class="qc hidden-xs clearfix"><p>Quảng cáo</p></div></header>
<div class="article__content"><div class="content">
{setter.body()}
{within}</div>
{after}
{_old_related(look)}
{tags()}
<div class="article__meta">Lượt xem: {look.views(story.number)}</div></div>
{aside(look)}
<div class="article__footer">{comments(look)}</div></article>"""


def _old_related(look: Look) -> str:
    box = links(look.some_stories(4, salt=5))
    return (
        '<table class="article__related"><tbody><tr><th>TIN LIÊN QUAN</th></tr>'
        f"<tr><td><ul>{box}</ul></td></tr></tbody></table>"
    )
