"""The twins of an article on a NukeViet site: the pages to print, to save and to recommend it."""

import html

from tests.replica.chrome import Look
from tests.replica.nukeviet.article import editor_of, fields, printed_date, signature
from tests.replica.nukeviet.frame import Theme
from tests.replica.story import Story


def printed_page(look: Look, theme: Theme, story: Story) -> str:
    """The article as it is printed or saved: without the site's frame."""
    editor = editor_of(look, story)
    lead = editor.spelled(story.lead) if story.lead else ""
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>{html.escape(story.title)}</title></head>
<body><div id="print"><div id="hd_print"><h2 class="pull-left">{look.spec.title}</h2>
<p class="pull-right"><a href="{look.base}">{look.base}</a></p></div><hr />
<div id="content"><h1>{editor.title()}</h1>
<ul class="list-inline"><li>{printed_date(theme, story)}</li>
<li class="hidden-print"><a href="javascript:;" onclick="window.print()">In ra</a></li></ul>
<div id="hometext">{lead}</div>
<div id="bodytext" class="clearfix">
{editor.body()}
{signature(editor)}</div>
<div id="author">{fields(theme, editor)}</div></div>
<div id="footer"><div id="url"><strong>URL của bản tin này: </strong>
<a href="{look.origin}{story.addresses[0]}">{look.origin}{story.addresses[0]}</a></div>
<p>In lúc {look.clock()}</p></div></div></body></html>
"""


def recommending_page(look: Look, story: Story) -> str:
    """The form that recommends the article to a friend."""
    return f"""<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Giới thiệu bài viết cho bạn bè</title></head>
<body><div id="sendmail"><h1 class="text-center">Giới thiệu bài viết cho bạn bè</h1>
<p>{html.escape(story.title)}</p><form id="sendmailForm" method="post">
<label>Tên của bạn</label><input name="name"><label>E-mail người nhận</label><input name="email">
<img class="captchaImg" alt="Mã bảo mật" src="/index.php?scaptcha=captcha&amp;t={look.hits}"/>
<input type="submit" value="Gửi"></form></div></body></html>
"""
