"""The live skin of generation 2."""

import html
from collections.abc import Sequence

from tests.replica.bao_nghe_an import generations
from tests.replica.bao_nghe_an.epi_parts import EpiTypesetter, aside, author, comments, tags
from tests.replica.bao_nghe_an.typeset import below, links
from tests.replica.chrome import Look
from tests.replica.content import Entry, Part
from tests.replica.story import Story

#: What stands for a picture until a script has loaded it.
_PLACEHOLDER = "data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw=="


class LiveTypesetter(EpiTypesetter):
    """The live skin: tables of class ``picture``, pictures that are loaded late, note boxes."""

    def element(self, address: str, alt: str) -> str:
        """The picture at *address*, in some articles behind a placeholder."""
        if self.story.number % 4 == 1:
            shown = f'class="lazyload cms-photo" data-src="{address}" src="{_PLACEHOLDER}"'
        else:
            shown = f'class="cms-photo" src="{address}"'
        original = address.replace("/w607/", "/")
        return f'<img {shown} data-photo-original-src="{original}" alt="{alt}">'

    def figure(self, images: Sequence[str], caption: str) -> str:
        """A table with a row an image, the caption in the last."""
        rows = "".join(f'<tr><td class="pic">{image}</td></tr>' for image in images)
        if caption:
            rows += f'<tr><td class="caption"><p>{caption}</p></td></tr>'
        return f'<table class="picture" align="center"><tbody>{rows}</tbody></table>'

    def video(self, address: str, caption: str) -> str:
        """A figure around the player."""
        player = f'<iframe src="{address}"></iframe>'
        return f'<figure class="video cms-video">{player}{below("figcaption", caption)}</figure>'

    def inserts(self) -> list[str]:
        """Link boxes and an advertisement, within the text."""
        box = links(self.look.some_stories(2, salt=6))
        one = self.look.some_stories(1, salt=7)[0]
        inserts = [
            f'<div class="article-relate"><h3>Tin liên quan</h3><ul>{box}</ul></div>',
            f'<div class="sda_middle" id="sdaWeb_{self.look.hits}"><p>Quảng cáo</p></div>',
            f'<a class="cms-relate" href="{one.addresses[0]}">{html.escape(one.title)}</a>',
        ]
        return inserts[: self.story.number % 4]

    def _paragraph(self, part: Part) -> str:
        """Some paragraphs stand in a box."""
        text = super()._paragraph(part)
        boxed = self.writer.below(9) == 0
        return f'<div class="notebox align-center cms-note">{text}</div>' if boxed else text


def item(entry: Entry) -> str:
    """A line of a listing."""
    title = html.escape(entry.title)
    number = entry.path.rpartition("-post")[2].removesuffix(".html")
    image = (
        f'<figure class="story__thumb"><a class="cms-link" href="{entry.path}" title="{title}">'
        f'<img class="lazyload" data-src="{entry.picture}" src="{_PLACEHOLDER}" alt="{title}"></a>'
        "</figure>"
        if entry.picture
        else ""
    )
    return (
        f'<article class="story">{image}<h2 class="story__heading" data-tracking="{number}">'
        f'<a class="cms-link" href="{entry.path}" title="{title}">{title}</a></h2>'
        f'<div class="story__meta"><time>{entry.day}</time></div>'
        f'<div class="story__summary">{html.escape(entry.summary)}</div></article>'
    )


def article(look: Look, story: Story) -> str:
    """What the page of *story* holds below its breadcrumb; a script prints the date of some."""
    setter = LiveTypesetter(look, story)
    unprinted = generations.dating(story.number) == "unprinted"
    date = "" if unprinted else f"{story.moment:%d/%m/%Y %H:%M}"
    iso = f"{story.moment:%Y-%m-%dT%H:%M:%S%z}"
    lead = f'<div class="article__sapo cms-desc">{setter.lead()}</div>' if story.lead else ""
    return f"""<div class="article">
<h1 class="article__title cms-title">{setter.title()}</h1>
<div class="article__meta"><time class="time" datetime="{iso}">{date}</time>
<div class="article__social"><a href="#">Chia sẻ</a> <a>{look.hits % 30} Thích</a></div></div>
{lead}
{_avatar(setter)}
<div class="article__body zce-content-body cms-body" itemprop="articleBody">
{setter.body()}
</div>
{author(setter)}
{tags()}
<div class="article__social"><span>Lượt xem: {look.views(story.number)}</span></div>
</div>
{comments(look)}{aside(look)}"""


def _avatar(setter: LiveTypesetter) -> str:
    """The picture between summary and text."""
    if not setter.story.beside_lead:
        return ""
    picture, caption = setter.story.beside_lead
    text = below("figcaption", setter.spelled(caption.text))
    return f'<figure class="article__avatar">{setter.image(picture)}{text}</figure>'
