"""What stands in and below an article of a NukeViet site without belonging to it."""

import html
from collections.abc import Sequence

from tests.replica.chrome import Look
from tests.replica.nukeviet.frame import Theme
from tests.replica.story import Story

_HEADINGS = ("Tin liên quan:", "Xem thêm:", "Bài viết liên quan:")


def link_box(look: Look, story: Story) -> str:
    """The link box that an editor put into some articles."""
    if story.number % 6 != 4 or story.kind not in ("text", "repost", "twice"):
        return ""
    others = [look.story_of((abs(story.number) + step) % look.size) for step in (2, 7)]
    heading = _HEADINGS[story.number % len(_HEADINGS)]
    return f"<p><strong>{heading}</strong></p>\n<ul>{_items(others)}</ul>"


def _items(stories: Sequence[Story]) -> str:
    return "".join(
        f'<li><a href="{story.addresses[0]}">{html.escape(story.title)}</a></li>'
        for story in stories
    )


def boxes(look: Look, theme: Theme, story: Story) -> str:
    """What stands below every article: tags, rating, share buttons, comments, other articles."""
    tag = "Tags" if theme.newer else "Từ khóa"
    tags = f"""<div class="h5"><em class="fa fa-tags">&nbsp;</em><strong>{tag}: </strong>
<a title="đảng bộ" href="/news/tag/dang-bo/"><em>đảng bộ</em></a>,
<a title="tổ chức" href="/news/tag/to-chuc/"><em>tổ chức</em></a></div>"""
    share = f"""<div class="socialicon clearfix margin-bottom-lg">
<div class="fb-like" data-href="{look.origin}{story.addresses[0]}" data-share="true">&nbsp;</div>
<a href="http://twitter.com/share" class="twitter-share-button">Tweet</a></div>"""
    contents = (tags, _rating(look, story), share, _comments(look), _others(look, theme))
    box = "news_column panel panel-default" + ("" if theme.newer else " newsdetailbox")
    return "\n".join(
        f'<div class="{box}"><div class="panel-body">\n{content}\n</div></div>'
        for content in contents
    )


def _rating(look: Look, story: Story) -> str:
    votes = story.number % 3 * (1 + look.hits % 5)
    average = (
        '<span itemscope itemtype="https://schema.org/AggregateRating">Xếp hạng: '
        f'<span id="numberrating" itemprop="ratingValue">5</span> - <span id="click_rating">{votes}'
        "</span> phiếu bầu</span>\n"
        if votes
        else ""
    )
    stars = "".join(
        f'<input class="hover-star" type="radio" value="{value}" title="{title}" />'
        for value, title in enumerate(("Rất kém", "Kém", "Đạt", "Tốt", "Rất tốt"), start=1)
    )
    return f"""<form id="form3B" action=""><div class="h5 clearfix">
<p id="stringrating">Tổng số điểm của bài viết là: {votes * 5} trong {votes} đánh giá</p>
{average}<div style="padding: 5px;">{stars}
<span id="hover-test" style="margin: 0 0 0 20px;">Click để đánh giá bài viết</span></div>
</div></form>"""


def _comments(look: Look) -> str:
    return f"""<div id="idcomment" class="nv-fullbg"><div class="row clearfix margin-bottom-lg">
<div class="col-xs-12 text-left"><p class="comment-title"><em class="fa fa-comments">&nbsp;</em>
 Ý kiến bạn đọc</p></div>
<div class="col-xs-12 text-right"><select id="sort" class="form-control">
<option value="0">Sắp xếp theo bình luận mới</option>
<option value="1">Sắp xếp theo bình luận cũ</option></select></div></div>
<div id="formcomment" class="comment-form"><form method="post" onsubmit="return false;">
<input id="commentname" type="text" placeholder="Tên của bạn"/>
<input id="commentemail_iavim" type="text" placeholder="Email"/>
<textarea class="form-control" name="commentcontent" id="commentcontent" rows="5"></textarea>
<label class="col-xs-6">Mã bảo mật</label>
<img class="captchaImg" alt="Mã bảo mật" src="/index.php?scaptcha=captcha&amp;t={look.hits}"/>
<input id="reset-cm" type="reset" value="Thiết lập lại" class="btn btn-default" />
<input id="buttoncontent" type="submit" value="Gửi bình luận" class="btn btn-primary" />
</form></div></div>"""


def _others(look: Look, theme: Theme) -> str:
    """Newer and older articles: under headings, or in the older theme behind tabs."""
    newer, older = (_dated(look.some_stories(4, salt=salt)) for salt in (2, 3))
    if theme.newer:
        return f"""<div class="other-news"><p class="h3"><strong>Những tin mới hơn</strong></p>
<div class="clearfix"><ul class="detail-related related list-none list-items">{newer}</ul></div>
<p class="h3"><strong>Những tin cũ hơn</strong></p>
<div class="clearfix"><ul class="detail-related related list-none list-items">{older}</ul></div>
</div>"""
    return f"""<div class="optabarea other-news faqopinion"><div class="tptabtitle"><ul>
<li><a href="#news-relatednew" class="active" data-toggle="faqoptab">Những tin mới hơn</a></li>
<li><a href="#news-related" data-toggle="faqoptab">Những tin cũ hơn</a></li></ul></div>
<div class="tptabcontent tabtrue">
<div class="clearfix" id="news-relatednew"><ul class="related related-square">{newer}</ul></div>
<div class="clearfix" id="news-related"><ul class="related related-square">{older}</ul></div>
</div></div>"""


def _dated(stories: Sequence[Story]) -> str:
    return "".join(
        f'<li><em class="fa fa-angle-right">&nbsp;</em><h4><a href="{story.addresses[0]}" '
        f'data-content="{html.escape(story.lead or "")}" data-rel="tooltip">'
        f"{html.escape(story.title)}</a></h4><em>({story.moment:%d/%m/%Y})</em></li>\n"
        for story in stories
    )
