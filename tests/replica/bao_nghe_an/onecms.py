"""Pages of generation 3, the present one: its listings, articles and messages."""

import html
from collections.abc import Sequence
from datetime import datetime, timedelta

from tests.replica.bao_nghe_an import generations
from tests.replica.bao_nghe_an.typeset import Typesetter, below, links
from tests.replica.chrome import Look, mega_menu, scripts, styles
from tests.replica.content import Entry
from tests.replica.specs import Section
from tests.replica.story import Story

#: The paper's own host, which stale metadata names.
_STALE_HOME = "https://baonghean.vn"


class OnecmsTypesetter(Typesetter):
    """The text as the present system prints it, with what it carried over."""

    def figure(self, images: Sequence[str], caption: str) -> str:
        """A table with a row an image, sometimes within a paragraph, or a figure."""
        if self.story.number % 4 == 3:
            shown = "".join(images)
            return f'<figure class="image">{shown}{below("figcaption", caption)}</figure>'
        rows = "".join(f"<tr><td>{image}</td></tr>" for image in images)
        if caption:
            rows += f'<tr><td class="image_desc">{caption} </td></tr>'
        table = f'<table class="full-img"><tbody>{rows}</tbody></table>'
        return table if self.story.number % 2 else f"<p>{table}</p>"

    def video(self, address: str, caption: str) -> str:
        """A figure around the player."""
        player = f'<iframe src="{address}" allowfullscreen></iframe>'
        return f'<figure class="video">{player}{below("figcaption", caption)}</figure>'

    def inserts(self) -> list[str]:
        """The link box within some texts."""
        if self.story.number % 3:
            return []
        box = links(self.look.some_stories(3, salt=4))
        heading = '<div class="c-box__title">Đọc thêm</div>'
        return [f'<div class="c-news-related">{heading}<ul>{box}</ul></div>']


def listing_page(look: Look, section: Section, entries: Sequence[Entry]) -> str:
    """The only page of *section*: more is fetched by a script, in a form that nobody recorded."""
    items = "\n".join(_item(look, entry, place) for place, entry in enumerate(entries))
    content = f"""<div class="c-box"><h1 class="c-box__title__name">{section.name}</h1></div>
<div class="c-template-grid is-title-first-mobile"><ul class="onecms__loading">
{items}
</ul></div>
<div class="c-more onecms__loadmore"><a href="javascript:void(0)">Xem thêm</a></div>
<div class="onecms_load_view fadeout" data-size="15"
 data-action="api/getarticlebychannel/{section.number}"></div>"""
    return _frame(look, section.name, "", content)


def _item(look: Look, entry: Entry, place: int) -> str:
    title = html.escape(entry.title)
    address = entry.path if place % 3 else look.origin + entry.path
    image = (
        f'<div class="b-grid__img"><a href="{address}" title="{title}"><img src="{entry.picture}" '
        f'alt="{title}"></a></div>'
        if entry.picture
        else ""
    )
    hours = 1 + place * 5 + look.hits % 4
    age = f"{hours} giờ trước" if hours < 24 else f"{hours // 24} ngày trước"
    return (
        f'<li class="loadArticle"><div class="b-grid">{image}<div class="b-grid__content">'
        f'<h3 class="b-grid__title"><a href="{address}" title="{title}">{title}</a></h3>'
        f'<div class="b-grid__row"><span class="b-grid__time">{age}</span></div>'
        f'<div class="b-grid__desc">{html.escape(entry.summary)}</div></div></div></li>'
    )


def article_page(look: Look, story: Story) -> str:
    """The page of *story*."""
    setter = OnecmsTypesetter(look, story)
    number = generations.article_id(story.number, "onecms")
    content = f"""{_share_bar(look, number)}
<div class="c-news-detail"><div class="b-maincontent"><div itemprop="articleBody">
<article class="entry entry-no-padding {"large-image" if story.set_apart else ""}">
{_header(setter)}
{setter.body()}
{_signature(setter)}
</article></div>
<div class="c-banner-inpage"><div class="c-banner-section"><div class="c-banner-section__title">
<span>AD</span>Quảng cáo</div></div></div></div></div>
{_reactions(look, story)}{_comments(look, number)}{_tags()}{_others(look, story, number)}"""
    return _frame(look, story.title, _metadata(look, story), content)


def _header(setter: OnecmsTypesetter) -> str:
    """Title, author, date and summary; some pages leave the date to their scripts."""
    story = setter.story
    author = setter.spelled(story.byline.author or "")
    unprinted = generations.dating(story.number) == "unprinted"
    date = "" if unprinted else f"{story.moment:%d/%m/%Y %H:%M}"
    lead = f"<p class='sc-longform-header-sapo block-sc-sapo'>\n{setter.lead()} </p>"
    media = setter.framed(story.beside_lead) if story.beside_lead else ""
    return f"""<div class='sc-longform-header sc-longform-header-default-normal'>
<div class='sc-longform-header-text'>
<span class='sc-longform-header-cate block-sc-cate-name'></span>
<h1 class='sc-longform-header-title block-sc-title'>{setter.title()}</h1>
<div class='sc-longform-header-meta'>
<span class='sc-longform-header-author block-sc-author'>{author}</span>
<span class='sc-text block-sc-text'>•</span>
<span class='sc-longform-header-date block-sc-publish-time'>{date}</span></div>
{lead if story.lead else ""}</div>
<div class='sc-longform-header-media'>{media}</div></div>"""


def _signature(setter: OnecmsTypesetter) -> str:
    """The author's line below the text, where there is more to say than the header says."""
    byline = setter.story.byline
    if byline.form == "none" or (len(byline.printed) == 1 and setter.story.number % 4 != 1):
        return ""
    return f'<p style="text-align: right;"><strong>{setter.signature()}</strong></p>'


def _metadata(look: Look, story: Story) -> str:
    """Dates in American order and in ISO, and addresses that may be another generation's."""
    said = story.moment
    if generations.dating(story.number) == "disagrees":
        said += timedelta(days=26, hours=3)
    address = look.origin + story.addresses[0]
    stale = _STALE_HOME + story.addresses[-1] if story.number % 3 == 0 else address
    title, author = html.escape(story.title), html.escape(story.byline.author or "")
    lead = f"({story.outlet_tag}) - " if story.outlet_tag else ""
    description = html.escape(lead + (story.lead or "")[:150])
    number = generations.article_id(story.number, "onecms")
    return f"""<meta name="author" content="{author}" />
<meta name="description" content="{description}" />
<link rel="canonical" href="{stale}" />
<meta property="og:title" content="{title}" />
<meta property="og:url" itemprop="url" content="{stale}" />
<meta property="og:type" content="website" />
<meta property="dable:item_id" content="{number}" />
<meta name="article:section" content="{story.stated[0]}" />
<meta name="article:published_time" content="{_american(said)}" />
<script type='text/javascript'>
gtag('event', 'article_page',{{
'articleId': '{number}',
'articleCategory': '{story.stated[0]}',
'articleAuthor': '{author}',
'articleType': 'detail',
'articlePublishDate': '{said.isoformat()}',
}});
</script>"""


def _american(moment: datetime) -> str:
    """Month before day, and hours to twelve."""
    half = "AM" if moment.hour < 12 else "PM"
    day = f"{moment.month}/{moment.day}/{moment.year}"
    return f"{day} {moment.hour % 12 or 12}:{moment:%M:%S} {half}"


def _share_bar(look: Look, number: int) -> str:
    return f"""<div class="c-detail-head"><div class="c-share-scroll js-share-scroll"><ul>
<li><div class="c-font-box"><span class="plus" title="Tăng cỡ chữ">Cỡ chữ</span>
<span class="font" title="Thiết lập cỡ chữ mặc định">Mặc định</span>
<span class="minus" title="Giảm cỡ chữ">Giảm cỡ chữ</span></div></li>
<li><a class="onecms__popup" href="#" title="Chia sẻ Facebook">Chia sẻ Facebook</a></li>
<li><a class="js-scroll-comment" href="#" title="Bình luận">{look.hits % 7}</a></li>
<li><a class="onecms__popup" href="/print/{number}.html" title="In bài viết">In bài viết</a></li>
</ul></div></div>"""


def _reactions(look: Look, story: Story) -> str:
    return f"""<div class="c-article-reaction"><span>{look.views(story.number)}</span></div>
<div class="c-reaction-thanks hidden">Cảm ơn bạn! Đã ủng hộ cho bài viết</div>
<div class="c-box"><div class="c-share-detail"><ul><li><a title="Chia sẻ Zalo">Zalo</a></li>
<li><a title="Chia sẻ email">Email</a></li></ul></div></div>
"""


def _comments(look: Look, number: int) -> str:
    return f"""<div class="c-comments" data-article="{number}"><div class="c-comment-input">
<textarea placeholder="Vui lòng nhập tiếng Việt có dấu"></textarea>
<button class="btn btnSend">Gửi bình luận</button>
<div class="message hidden"><p class="small">Bình luận của bạn đã được gửi và sẽ hiển thị sau khi
được duyệt.</p></div></div>
<div class="c-comment-list"><p>Bạn đọc {look.hits}: Bài viết rất thiết thực.</p></div></div>
"""


def _tags() -> str:
    return (
        '<div class="c-widget-tags onecms__tags"><ul><li><h4><a href="/dang-bo-ptag.html">Đảng bộ'
        '</a></h4></li><li><h4><a href="/nong-thon-moi-ptag.html">nông thôn mới</a></h4></li></ul>'
        "</div>\n"
    )


def _others(look: Look, story: Story, number: int) -> str:
    """What else there is to read: beside the article, and filled in by scripts."""
    section = story.stated[0]
    return f"""<div class="c-box is-orange onecms_related" id="detail-news-other">
<div class="c-box__title"><div class="c-box__title__name">Bài liên quan</div></div>
<ul>{links(look.some_stories(5))}</ul></div>
<div class="c-box is-red onecms_load_view" data-action="api/getrelatedarticles/{number}">
<div class="c-box__title__name">Đọc tiếp</div><ul>{links(look.some_stories(4, salt=3))}</ul></div>
<div class="c-box is-border-bottom"><h3 class="c-box__title__name">Xem thêm {section}</h3>
<ul class="onecms_load_view fadeout" data-action="api/getarticlebychannel/606"></ul></div>"""


def message_page(look: Look, text: str) -> str:
    """The site's frame around one sentence: what a vanished article answers with."""
    return _frame(look, "Thông báo", "", f'<div class="c-notfound"><p>{text}</p></div>')


def _frame(look: Look, title: str, head: str, content: str) -> str:
    menu = "".join(f'<li><a href="{s.path}">{s.name}</a></li>' for s in look.spec.sections)
    newest = links(look.some_stories(5, salt=1))
    clock = look.clock()
    return f"""<!DOCTYPE html>
<html xmlns="https://www.w3.org/1999/xhtml" lang="vi">
<head>
<meta charset="utf-8" />
<title>{html.escape(title)}</title>
{head}
<meta property="site_name" content="Báo và Phát thanh, Truyền hình Nghệ An" />
<meta name="datetimenow" content="{clock.partition(", ")[2]}" />
{styles("onecms", 90)}
{scripts("onecms", 30)}
</head>
<body>
<header class="c-header"><div class="c-header__clock">{clock}</div>
<a href="/"><img src="/assets/logo.png" alt="Báo Nghệ An"></a><ul class="c-menu">{menu}</ul>
{mega_menu("onecms", 150)}</header>
<div class="c-banner"><div class="c-banner__title">Quảng cáo</div></div>
<div class="l-content"><div class="l-main">
{content}
</div>
<div class="l-sidebar"><div class="c-news-topmore"><b>Tin mới</b><ul>{newest}</ul></div></div></div>
<footer class="c-footer"><p>Đang truy cập: {5 + look.hits % 60}. Ghi rõ nguồn khi phát hành lại.</p>
<div class="c-powered">POWERED BY ONECMS - A PRODUCT OF NEKO</div></footer>
</body></html>
"""
