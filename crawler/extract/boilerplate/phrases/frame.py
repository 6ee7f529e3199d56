"""What frames every page of a site: menus, breadcrumbs, clocks, slogans, imprints."""

import re

from crawler.extract.boilerplate.rule import Rule, Scope

_MENU = (
    r"(?:trang chủ|giới thiệu|tin tức(?: - sự kiện| sự kiện)?|văn bản|liên hệ|đăng nhập|đăng xuất"
    r"|đăng ký|sơ đồ (?:cổng|trang|website|site)|tìm kiếm|hỏi đáp|thư viện(?: ảnh| video)?"
    r"|lịch công tác|thông tin nội bộ|english|tiếng việt|rss|hộp thư|thư điện tử)"
)
_DAY = r"[0-9]{1,2}(?:[/.-][0-9]{1,2}[/.-]| tháng [0-9]{1,2},? năm )[0-9]{4}"
_TIME = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?+(?: (?:am|pm|sa|ch))?+(?: ?+[(\[]?gmt ?\+ ?0?7[)\]]?)?+"
_WEEKDAY = r"(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật)"

RULES = (
    Rule(
        name="page frame",
        scope=Scope.LINE,
        phrases=(
            r"truy cập nội dung luôn",
            r"chi tiết bài viết",
            r"xuất bản thông tin",
            r"(?:< ?+)?+(?:trở (?:về|lại)|quay lại)(?: trang trước)?+",
            r"(?:về|lên) đầu trang",
            r"kéo xuống để xem tiếp",
            r"đang tải(?: dữ liệu)?(?:\.\.\.|…)",
            r"powered by .{0,80}",
        ),
        example=(
            "Truy cập nội dung luôn", "Chi tiết bài viết", "Xuất bản thông tin",
            "< Trở về trang trước", "Về đầu trang", "Kéo xuống để xem tiếp", "Đang tải dữ liệu...",
            "POWERED BY ONECMS - A PRODUCT OF NEKO",
        ),
        keeps=(
            "Truy cập nội dung luôn là mong muốn.",
            "Trở về trang trước của lịch sử, ta thấy nhiều bài học.",
        ),
    ),
    Rule(
        name="advertisement",
        scope=Scope.LINE,
        like_heading=True,
        phrases=(r"quảng cáo",),
        example=("Quảng cáo",),
        keeps=("Quảng cáo sai sự thật bị xử phạt",),
    ),
    Rule(
        name="heading of files",
        scope=Scope.END,
        phrases=(r"(?:tệp|file|tài liệu) đính kèm ?+:?+",),
        example=("File đính kèm:",),
        keeps=("Tài liệu đính kèm hồ sơ gồm hai bản",),
    ),
    Rule(
        name="breadcrumb",
        scope=Scope.LINE,
        phrases=(
            r"(?:bạn đang ở ?:? ?)?(?:trang chủ|home)(?: ?[>»›/|] ?[^>»›/|]{1,80})*+",
            r"chuyên mục / [^/]{1,80}",
        ),
        example=(
            "Trang chủ", "Trang chủ > Tin tức > Hoạt động chi bộ", "Trang chủ/Tin tức",
            "CHUYÊN MỤC / Hoạt động kiểm sát",
        ),
        keeps=("Trang chủ của cổng có giao diện mới.", "Chuyên mục này có ba phần."),
    ),
    Rule(
        name="steps before the title",
        scope=Scope.TOP,
        like_title=True,
        phrases=(r"[^.>»]{1,40}(?: ?[>»] ?[^.>»]{1,60}){1,4}",),
        example=("Đời sống > Sức khỏe",),
        keeps=("Chi bộ 5 > chi bộ 3 là sai số.",),
    ),
    Rule(
        name="menu",
        scope=Scope.RUN,
        phrases=(rf"(?:{_MENU}[ |/>»-]*+)++",),
        needs=re.compile(rf"(?<![^\W_]){_MENU}(?![^\W_])"),
        at_least=3,
        example=("Giới thiệu", "Tin tức | Văn bản", "Thông tin nội bộ", "Liên hệ"),
        keeps=("Giới thiệu", "Giới thiệu - Tin tức", "Văn bản, tin tức, liên hệ gửi về văn phòng"),
    ),
    Rule(
        name="word of a menu",
        scope=Scope.EDGE,
        like_title=True,
        phrases=(_MENU,),
        example=("Thông tin nội bộ", "Đăng nhập"),
        keeps=("Thông tin nội bộ số 5", "Liên hệ giữa hai chi bộ"),
    ),
    Rule(
        name="page clock",
        scope=Scope.TOP,
        phrases=(
            rf"(?:hôm nay:? )?+{_WEEKDAY},? ?+[-|]?+ ?+(?:ngày )?+{_DAY}(?:[ ,|-]{{1,3}}{_TIME})?+",
            _TIME,
        ),
        example=("Thứ ba, 21/05/2024", "Thứ hai, 05/01/2026 - 08:27", "08:27:15"),
        keeps=("Thứ ba, 21/05/2024, hội nghị khai mạc.", "17/05/2023 - 12:17"),
    ),
    Rule(
        name="slogan",
        scope=Scope.TOP,
        like_title=True,
        phrases=(
            r"nhiệt liệt chào mừng .{5,200}",
            r"chào mừng (?:quý vị|quý khách|các bạn|bạn)(?![^\W_]).{0,20} đến với .{1,160}",
        ),
        example=(
            "Nhiệt liệt chào mừng Đại hội Đảng bộ xã Tân Hòa!",
            "Chào mừng quý vị đến với trang thông tin của Đảng bộ",
        ),
        keeps=("Chào mừng quý I, nhiều công trình được khởi công", "Nhiệt liệt chào mừng"),
    ),
    Rule(
        name="tags",
        scope=Scope.END,
        phrases=(r"(?:từ khóa|tags?) ?+:(?: ?[^.]{1,200})?+",),
        example=("Từ khóa: Tân Hòa, chi bộ", "Tags:"),
        keeps=("Từ khóa: đổi mới.", "Từ khóa của nhiệm kỳ là đổi mới"),
    ),
    Rule(
        name="imprint",
        scope=Scope.LINE,
        phrases=(
            r"(?:©|copyright|bản quyền thuộc(?: về)?|giữ bản quyền)(?![^\W_]).{0,200}",
            r"giấy phép (?:số|xuất bản|hoạt động|thiết lập)[^.]{0,40}[0-9]{1,6}/gp-.{0,160}",
            r"(?:đề nghị )?ghi rõ nguồn .{1,80} khi .{1,120}",
        ),
        example=(
            "© 2024 Đảng ủy xã Tân Hòa", "Bản quyền thuộc về Đảng ủy xã Tân Hòa",
            "Giấy phép số 12/GP-TTĐT ngày 5/6/2020",
            "Ghi rõ nguồn Trang tin Tân Hòa khi phát hành lại thông tin",
        ),
        keeps=(
            "Giấy phép số 12 được cấp cho hợp tác xã", "Bản quyền tác giả được luật bảo vệ",
            "Ghi rõ nguồn gốc hàng hóa trên bao bì",
        ),
    ),
)  # fmt: skip
