"""What both skins of generation 2 have in common."""

import html
from collections.abc import Sequence

from tests.replica.bao_nghe_an.typeset import Typesetter
from tests.replica.chrome import Look


class EpiTypesetter(Typesetter):
    """What both skins have in common."""

    def alt(self, place: int) -> str:
        """The title with the picture's number."""
        return f"{self.story.title} ảnh {place}"

    def quote(self, lines: Sequence[str]) -> str:
        """Quoted words, and in a line of their own who said them."""
        words, *speaker = lines
        said_by = "".join(f'<p class="author"><span>{name}</span></p>' for name in speaker)
        return f'<div class="cms-quote pull-right"><p>{words}</p>{said_by}</div>'


def author(setter: EpiTypesetter) -> str:
    """The line below the text that names the author, where one is named."""
    if setter.story.byline.form == "none":
        return ""
    return f'<p class="article__author cms-author">{setter.signature()}</p>'


def tags() -> str:
    """The article's key words."""
    return (
        '<div class="article__tag clearfix"><h3 class="tag-label">Từ khóa: </h3>'
        '<div class="tag-listing"><a href="/tag/dang-bo">Đảng bộ</a> '
        '<a href="/tag/nong-thon-moi">nông thôn mới</a></div></div>'
    )


def comments(look: Look) -> str:
    """The readers' comments, which grow, and the form for more."""
    return f"""<section class="zone article-comments"><h3 class="zone-title">Độc giả bình luận</h3>
<textarea placeholder="Ý kiến của bạn" rows="5"></textarea>
<p class="note">* Vui lòng nhập bình luận tiếng Việt có dấu</p><button>Nhập lại</button>
<p>Bạn đọc {look.hits}: Mong có nhiều nơi làm được như vậy.</p></section>
"""


def aside(look: Look) -> str:
    """Other articles beside this one."""
    stories = "".join(
        f'<article class="story"><h2 class="story__title"><a href="{story.addresses[0]}">'
        f"{html.escape(story.title)}</a></h2></article>"
        for story in look.some_stories(5)
    )
    return f"""<aside class="zone--aside"><section class="zone">
<h3 class="zone__header">Tin liên quan</h3>{stories}</section>
<div class="qc"><p>banner 160x600</p></div></aside>"""
