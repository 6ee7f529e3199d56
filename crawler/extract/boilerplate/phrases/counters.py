"""Numbers that a page counts: visitors, views, votes."""

import re

from crawler.extract.boilerplate.rule import Rule, Scope

#: Thousands are parted by marks or by blanks.
_NUMBER = r"[0-9](?:[0-9.,]| (?=[0-9]{3}(?![0-9])))*+"
_VISITS = r"(?:tổng |số |lượt |thống kê |lượng ){0,4}+(?:lượt )?+(?:truy cập|người truy cập)"
_LABEL = (
    rf"(?:{_VISITS}|tổng(?: số)?+ lượt|đang (?:truy cập|trực tuyến|online|xem)|trực tuyến|online"
    r"|(?:trong )?+(?:ngày|tuần|tháng|năm)(?: (?:này|nay|qua|trước|hiện tại))?+|hôm nay|hôm qua"
    r"|tất cả|tổng(?: số| cộng)?+|khách(?: viếng thăm| online)?+|thành viên(?: online)?+"
    r"|người(?: đang)? (?:online|trực tuyến)|máy chủ tìm kiếm|today|yesterday|(?:this )?(?:week"
    r"|month)|all(?: days)?|total|visitors?)"
)
_VIEWS = r"(?:số )?+(?:lượt xem|đã xem|lần xem|lượt đọc|lần đọc|view count|views?)"

RULES = (
    Rule(
        name="visitor counter",
        scope=Scope.RUN,
        phrases=(
            rf"(?:{_LABEL}(?: ?[:|])?+ ?+(?:{_NUMBER})?+(?: lượt| người| khách)?+[ |;-]*+)++",
            _NUMBER,
        ),
        needs=re.compile(
            r"truy cập|hôm nay|hôm qua|(?:ngày|tuần|tháng) (?:này|nay|trước|qua|hiện tại)"
            r"|trực tuyến|online|viếng thăm|today|yesterday|this (?:week|month)"
        ),
        at_least=2,
        example=("Truy cập", "Hôm nay:", "892", "Hôm qua: 1.770", "Tất cả:", "1 977 834"),
        keeps=(
            "Hôm nay", "Hôm nay, 12 chi bộ họp.", "Truy cập hệ thống từ hôm nay, chọn mục 2.",
            "Trong năm", "Tháng này: 12", "1977834",
        ),
    ),
    Rule(
        name="visit total",
        scope=Scope.LINE,
        phrases=(
            rf"{_VISITS} ?+: ?+{_NUMBER}(?: lượt)?+",
            rf"đang (?:truy cập|trực tuyến|online) ?+:?+ ?+{_NUMBER}(?: người| khách)?+",
            rf"{_NUMBER} (?:lượt truy cập|người đang (?:truy cập|online|trực tuyến))",
        ),
        example=(
            "Tổng số lượt truy cập: 1.234.567", "Lượt truy cập: 92", "Đang trực tuyến: 12",
            "1.204 lượt truy cập",
        ),
        keeps=(
            "Lượt truy cập: 12 nghìn lượt trong tuần đầu, vượt chỉ tiêu.",
            "1.204 lượt truy cập mỗi ngày là con số đáng mừng.",
        ),
    ),
    Rule(
        name="view count",
        scope=Scope.LINE,
        phrases=(
            rf"{_VIEWS} ?+:?+ ?+{_NUMBER}(?: (?:lượt|lần))?+(?: (?:xem|đọc))?+",
            rf"{_NUMBER} (?:lượt|lần) (?:xem|đọc)",
        ),
        example=("Lượt xem: 7370", "Đã xem: 643", "View count: 1108", "1.204 lượt xem"),
        keeps=("Đã xem: 643 hồ sơ của đảng viên mới.", "1.204 lượt xem trong ngày đầu", "Đã xem"),
    ),
    Rule(
        name="view count on two lines",
        scope=Scope.RUN,
        phrases=(rf"{_VIEWS} ?+:", _NUMBER),
        needs=re.compile(r"xem|đọc|view"),
        example=("Lượt xem:", "7.370"),
        keeps=("Số lượt xem tăng: 12", "7.370"),
    ),
    Rule(
        name="views below the date",
        scope=Scope.BELOW_DATE,
        phrases=(rf"{_NUMBER}(?: {_NUMBER})?+",),
        example=("313",),
        keeps=("313 đảng viên dự lớp học", "- 313"),
    ),
    Rule(
        name="rating",
        scope=Scope.LINE,
        phrases=(
            rf"tổng số điểm của bài viết là ?+: ?+{_NUMBER} trong {_NUMBER} đánh giá",
            rf"xếp hạng ?+: ?+{_NUMBER} ?+- ?+{_NUMBER} phiếu bầu",
            r"click để đánh giá bài viết",
            rf"(?:{_NUMBER} )?đánh giá bài viết(?: này)?+ ?+:?+",
        ),
        example=(
            "Tổng số điểm của bài viết là: 0 trong 0 đánh giá", "Xếp hạng: 5 - 1 phiếu bầu",
            "Click để đánh giá bài viết", "Đánh giá bài viết:",
        ),
        keeps=(
            "Xếp hạng: 1 - 4 phiếu bầu cho chi bộ 5", "Xếp hạng: Chi bộ 5",
            "Đánh giá bài viết dự thi, ban giám khảo khen cách kể.",
        ),
    ),
)  # fmt: skip
