"""Pages that stand where a site's own should: challenges, blocks, logins, maintenance, parking.

They come with any status, 200 too, and say little beside their message. That alone tells them from
a page of the site that has a login or a captcha at its side, so a page with more text is never one.
Challenges are named, never solved.
"""

import re
from dataclasses import dataclass

from crawler.errors import NOT_THE_SITE
from crawler.extract.markup import flat_text
from crawler.extract.page import Page
from crawler.extract.text import folded, reaches
from crawler.items import Article

#: A page with so many letters to read is a page of the site, whatever else is on it.
_LETTERS = 700
#: A text of more characters is no notice.
_LONGEST_NOTICE = 400
#: So much of the source is looked at: what tells a barrier stands at its beginning.
_SOURCE = 60_000


@dataclass(frozen=True, kw_only=True)
class Barrier:
    """One kind of such pages.

    ``reason`` is the short code for the ledger, ``sentence`` what the page is. It is known by
    ``source``, searched for in the markup, or by ``text``, searched for in what readers see; both
    ignore case and are linear. ``notice`` is how it begins where it stands in the place of an
    article's text, within the site's own frame, and ``title`` the whole of a title that only it
    has. ``examples`` are pages that it is, ``near_misses``
    pages that it is not, ``notices`` and ``no_notices`` such texts: a test runs all four.
    """

    reason: str
    sentence: str
    source: str | None = None
    text: str | None = None
    examples: tuple[str, ...]
    near_misses: tuple[str, ...] = ()
    notice: str | None = None
    title: str | None = None
    notices: tuple[str, ...] = ()
    no_notices: tuple[str, ...] = ()

    def is_on(self, source: str, text: str) -> bool:
        """Whether a page with this *source* and *text* is one."""
        return any(
            pattern is not None and re.search(pattern, where, re.IGNORECASE) is not None
            for pattern, where in ((self.source, source), (self.text, text))
        )

    def stands_in(self, title: str, text: str) -> bool:
        """Whether an article with this *title* and *text* is one."""
        return bool(
            (self.notice and re.search(self.notice, text, re.IGNORECASE))
            or (self.title and re.fullmatch(self.title, title, re.IGNORECASE))
        )


#: The more telling first. Every pattern is evidenced by the product or the server that prints it,
#: the Vietnamese ones by what portals print in their maintenance; none was seen on a declared site.
BARRIERS = (
    Barrier(
        reason="challenge",
        sentence="a challenge for browsers (D1N cookie)",
        source=r"document\.cookie\s{0,9}=\s{0,9}[\"']D1N=[0-9a-f]{8}",
        examples=(
            """<script>document.cookie="D1N=0d3c8aa5"+'; path=/';location.reload()</script>""",
        ),
        near_misses=('<script>document.cookie = "lang=vi"</script><p>D1N=0d3c8aa5</p>',),
    ),
    Barrier(
        reason="challenge",
        sentence="a challenge for browsers (testcookie)",
        source=r"slowAES\.decrypt|toNumbers\([\"'][0-9a-f]{32}",
        examples=('<script>document.cookie="__test="+toHex(slowAES.decrypt(c,2,a,b));</script>',),
        near_misses=("<p>Thuật toán slowAES</p>",),
    ),
    Barrier(
        reason="challenge",
        sentence="a challenge for browsers (Cloudflare)",
        source=r"_cf_chl_opt|id=[\"']?(?:challenge-form|cf-challenge)|<title>Just a moment\.\.\.",
        examples=("<title>Just a moment...</title><script>window._cf_chl_opt={};</script>",),
        near_misses=(
            '<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script><p>Tin</p>',
        ),
    ),
    Barrier(
        reason="challenge",
        sentence="a challenge for browsers (Imperva)",
        source=r"/_Incapsula_Resource\?|Incapsula incident ID",
        examples=('<iframe src="/_Incapsula_Resource?CWUDNSAI=9&amp;xinfo=4"></iframe>',),
        near_misses=("<p>Incapsula</p>",),
    ),
    Barrier(
        reason="challenge",
        sentence="a challenge for browsers (Sucuri)",
        source=r"sucuri_cloudproxy_js",
        examples=("<script>S='c3VjdXJp';sucuri_cloudproxy_js='';eval(S)</script>",),
        near_misses=('<img src="https://sucuri.net/x.png">',),
    ),
    Barrier(
        reason="challenge",
        sentence="a challenge for browsers (DDoS-Guard)",
        source=r"<title>DDoS-Guard</title>|/\.well-known/ddos-guard/js-challenge",
        examples=("<title>DDoS-Guard</title><h1>Checking your browser</h1>",),
        near_misses=("<title>Phòng chống DDoS</title>",),
    ),
    Barrier(
        reason="blocked",
        sentence="a firewall's refusal (F5)",
        text=r"requested URL was rejected\. Please consult with your administrator",
        examples=(
            "<p>The requested URL was rejected. Please consult with your administrator.</p>",
        ),
        near_misses=("<p>The requested URL was moved.</p>",),
    ),
    Barrier(
        reason="blocked",
        sentence="a firewall's refusal (Fortinet)",
        text=r"FortiGuard Intrusion Prevention|Web Page Blocked!? .{0,200}(?:Attack ID|FortiWeb)",
        examples=(
            "<h1>Web Page Blocked!</h1><p>The page cannot be displayed.</p><p>Attack ID: 20</p>",
            "<h3>FortiGuard Intrusion Prevention - Access Blocked</h3>",
        ),
        near_misses=("<h1>Web Page</h1>",),
    ),
    Barrier(
        reason="blocked",
        sentence="a firewall's refusal",
        text=r"Sucuri WebSite Firewall|Sorry, you have been blocked|Not Acceptable! An appropriate"
        r" representation|Access Denied .{0,200}Reference #|IP của bạn đã bị (?:chặn|khóa)",
        examples=(
            "<h1>Sorry, you have been blocked</h1><p>You are unable to access a.vn</p>",
            "<h1>Access Denied</h1> You don't have permission. Reference #18.2d351ab8",
            "<p>Địa chỉ IP của bạn đã bị chặn</p>",
        ),
        near_misses=("<h1>Access Denied</h1>", "<p>Tài khoản của bạn đã bị khóa đường</p>"),
    ),
    Barrier(
        reason="parked",
        sentence="a domain without its site",
        text=r"domain (?:name )?(?:is|may be) for sale|buy this domain|domain (?:has )?expired"
        r"|tên miền (?:này )?(?:đang được (?:rao )?bán|đã hết hạn|chưa được (?:kích hoạt|trỏ))"
        r"|account (?:has been )?suspended"
        r"|tài khoản (?:hosting )?(?:này )?đã bị tạm (?:ngưng|khóa)",
        source=r"sedoparking\.com|parkingcrew\.net|bodis\.com|window\.park ?=",
        examples=(
            "<h1>a.vn</h1><p>This domain is for sale</p>",
            "<p>Tên miền này đã hết hạn. Vui lòng liên hệ nhà cung cấp.</p>",
            "<h1>Account Suspended</h1>",
            '<script src="//img.sedoparking.com/templates/x.js"></script>',
        ),
        near_misses=("<p>Hộ chiếu đã hết hạn</p>", "<p>Bán tên miền</p>"),
    ),
    Barrier(
        reason="parked",
        sentence="a web server without a site",
        text=r"^(?:.{0,60} )?(?:Apache2 \w{1,12} Default Page|Welcome to nginx!|IIS Windows Server"
        r"|Internet Information Services|It works!$|Test Page for the)",
        source=r"<title>(?:Welcome to nginx!|IIS Windows Server|IIS7|Apache2 \w{1,12} Default)",
        examples=(
            "<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>",
            '<title>IIS Windows Server</title><img src="iisstart.png" alt="IIS">',
            "<h1>It works!</h1>",
        ),
        near_misses=("<p>Nó hoạt động. It works! Hay lắm</p>",),
    ),
    Barrier(
        reason="maintenance",
        sentence="a notice of maintenance",
        text=r"(?:đang|tạm (?:dừng|ngừng|ngưng)[^.!?]{0,40} để)"
        r" (?:được |trong (?:thời gian |quá trình )?)?(?:bảo trì|bảo dưỡng|nâng cấp)"
        r"|(?:bảo trì|nâng cấp) (?:hệ thống|website|máy chủ)"
        r"|(?:website|trang|cổng)[^.!?]{0,60} (?:đang (?:được )?xây dựng|tạm (?:dừng|ngừng|ngưng))"
        r"|under (?:maintenance|construction)|scheduled maintenance|briefly unavailable",
        examples=(
            "<h1>Thông báo</h1><p>Hệ thống đang được bảo trì, mời bạn quay lại sau.</p>",
            "<p>Cổng thông tin điện tử tạm ngừng hoạt động.</p>",
            "<p>Bảo trì hệ thống từ 22h</p>",
            "<h1>Site under maintenance</h1>",
        ),
        near_misses=("<p>Công ty bảo trì đường bộ họp</p>", "<p>Nâng cấp đường liên xã</p>"),
        notice=r"^(?:[^.!?]{0,40}[.!?:,] ?)?"
        r"(?:hệ thống|website|máy chủ|(?:trang|cổng)(?: thông tin)?(?: điện tử)?(?: này)?)"
        r"(?: (?:hiện|hiện nay|hiện tại))? (?:đang|tạm)(?: thời)? "
        r"(?:được |trong (?:thời gian |quá trình )?|(?:dừng|ngừng|ngưng) (?:hoạt động )?(?:để )?)?"
        r"(?:bảo trì|bảo dưỡng|nâng cấp)"
        r"|^(?:(?:this|our|the) )?(?:web ?site|site|system) is (?:currently )?"
        r"(?:under|down for) (?:scheduled )?maintenance",
        notices=(
            "Hệ thống đang bảo trì",
            "Thông báo: Hệ thống đang được nâng cấp, mời bạn quay lại sau.",
            "Xin lỗi bạn đọc! Cổng thông tin điện tử tạm ngừng hoạt động để bảo trì.",
            "Trang thông tin điện tử hiện đang trong quá trình nâng cấp",
            "This site is currently under maintenance.",
        ),
        no_notices=(
            "Hệ thống đường giao thông đang được nâng cấp.",
            "Hệ thống thủy lợi của huyện đang được nâng cấp, mở rộng.",
            "Trạm bơm đang bảo trì.",
            "Trường đang được nâng cấp để đón năm học mới.",
        ),
    ),
    Barrier(
        reason="captcha",
        sentence="a captcha",
        source=r"class=[\"']?(?:g-recaptcha|h-captcha|cf-turnstile)\b",
        text=r"(?:tôi|bạn) không phải (?:là )?(?:người máy|robot)"
        r"|verify (?:that )?you are (?:a )?human"
        r"|nhập mã (?:xác nhận|bảo mật|captcha)[^.]{0,40} để tiếp tục",
        examples=(
            '<form><div class="g-recaptcha" data-sitekey="x"></div></form>',
            "<p>Hãy xác nhận bạn không phải là người máy</p>",
            "<p>Nhập mã bảo mật dưới đây để tiếp tục</p>",
        ),
        near_misses=("<p>Triển lãm người máy</p>",),
        notice=r"^.{0,60}\b(?:tôi|bạn) không phải (?:là )?(?:người máy|robot)"
        r"|^.{0,60}\bnhập mã (?:xác nhận|bảo mật|captcha)[^.]{0,40} để tiếp tục",
        notices=("Hãy xác nhận bạn không phải là người máy", "Nhập mã xác nhận để tiếp tục"),
        no_notices=("Triển lãm người máy của học sinh", "Nhập mã số thuế"),
    ),
    Barrier(
        reason="login",
        sentence="a login",
        source=r"<input\b[^<>]{0,200}\btype=[\"']?password\b",
        examples=('<h1>Đăng nhập</h1><form><input name="u"><input type="password"></form>',),
        near_misses=('<form><input type="search" name="password"></form>',),
        notice=r"^(?:(?:vui lòng|bạn (?:cần|phải|chưa|hãy)) )?đăng nhập\b"
        r"(?: .{0,60}\bmật khẩu| .{0,30}\bđể (?:xem|đọc|tiếp tục))|^tên đăng nhập\b",
        title=r"đăng nhập(?: (?:hệ thống|tài khoản|thành viên))?|log ?in|sign ?in",
        notices=(
            "Đăng nhập hệ thống. Tên đăng nhập: Mật khẩu:",
            "Bạn cần đăng nhập để xem nội dung này.",
            "Tên đăng nhập",
        ),
        no_notices=("Vui lòng đăng nhập để bình luận", "Đăng nhập kho hàng"),
    ),
    Barrier(
        reason="challenge",
        sentence="a challenge for browsers",
        source=r"document\.cookie\s{0,9}=[^<]{0,600}?(?:location\.(?:reload|replace|href|assign)"
        r"|window\.location\s{0,9}=)",
        examples=("<script>document.cookie='k='+f(7);location.reload();</script>",),
        near_misses=(
            "<script>document.cookie='k=1'</script>",
            "<script>location.reload()</script>",
        ),
    ),
)


def barrier_on(page: Page) -> Barrier | None:
    """The barrier that *page* is, None where it has more to say or is none that is known."""
    text = flat_text(page.root)
    if reaches(text, _LETTERS):
        return None
    source = page.text[:_SOURCE]
    return next((each for each in BARRIERS if each.is_on(source, text)), None)


def notice_in(article: Article, listed: str | None) -> Barrier | None:
    """The barrier whose notice stands where the article's text should, None where none does.

    An article about such a thing is longer, or says so in the title under which it is *listed*.
    """
    texts = (article.lead, *(block.text for block in article.blocks))
    if sum(len(text) for text in texts if text) > _LONGEST_NOTICE:
        return None
    text = folded(" ".join(filter(None, texts)))
    for barrier in BARRIERS:
        if barrier.stands_in(folded(article.title or ""), text):
            return None if barrier.is_on("", listed or "") else barrier
    return None


def notice_on(page: Page) -> Barrier | None:
    """The barrier of the whole site whose notice stands somewhere on a page, however long that is.

    Where a page should list articles and lists none, that is why. A notice has an element of its
    own; a headline about such a thing has one too, so of other pages it tells nothing.
    """
    for barrier in BARRIERS:
        if barrier.notice and barrier.reason in NOT_THE_SITE:
            for node in page.root.iter():
                if node.text and re.search(barrier.notice, folded(node.text), re.IGNORECASE):
                    return barrier
    return None
