"""What is no content, as data: each rule with lines it removes and near-misses it keeps.

The phrases are those of the platforms and pages that the families read. Every pattern matches a
whole folded line, in any case, and in linear time. A phrase alone on its line is boilerplate; the
same phrase at the beginning of a sentence ("Hôm nay, …", "Các tin khác nhau …") is not.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """How far a rule reaches from the line it knows."""

    #: The block alone, if each of its lines matches.
    LINE = "line"
    #: Blocks in a row that all match, of which enough are telling (``needs``).
    RUN = "run"
    #: The block and all after it; see :mod:`crawler.extract.boilerplate` for what stops it.
    TO_END = "to the end"
    #: As LINE, but only before the title of a plain text.
    TOP = "top"


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """One kind of boilerplate. ``name`` is the key under which what it took is counted.

    A RUN begins with a line that has letters; it is taken if ``needs`` is found in it at least
    ``at_least`` times. ``spares_byline`` leaves the author's line at the very end of what a
    TO_END rule would take. ``example`` is lines that the rule removes, ``keeps`` are lines that
    it must not, each alone: a test runs both.
    """

    name: str
    scope: Scope
    pattern: re.Pattern[str]
    example: tuple[str, ...]
    keeps: tuple[str, ...]
    needs: re.Pattern[str] | None = None
    at_least: int = 1
    spares_byline: bool = False


def _whole(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{each})" for each in alternatives), re.IGNORECASE)


_NUMBER = r"[0-9][0-9.,]*+"
_COUNTER_LABEL = (
    r"(?:(?:tổng |số |lượng |lượt |thống kê ){0,4}+(?:lượt )?+truy cập|tổng(?: số)?+ lượt"
    r"|đang (?:truy cập|trực tuyến|online|xem)|trực tuyến|online|hôm nay|hôm qua|tuần này"
    r"|tuần trước|tuần qua|trong tuần|tháng này|tháng trước|tháng hiện tại|trong tháng"
    r"|năm nay|năm trước|trong năm|tất cả|tổng(?: số| cộng)?+|khách(?: viếng thăm)?+|thành viên)"
)
_FORM_LABEL = (
    r"(?:họ(?: và)?+ tên|tên của bạn|e-?+mail|điện thoại|số điện thoại|địa chỉ|tiêu đề|nội dung"
    r"|mã (?:kiểm tra|xác nhận|an toàn|bảo vệ))"
)
_NETWORK = r"(?:facebook|zalo|twitter|x|youtube|linkedin|google\+?+|email|copy link|in)"
_TOOL = (
    r"(?:a ?+[-+]|in bài (?:viết|này)|in trang(?: này)?+|in ra|gửi (?:qua )?+e-?+mail"
    r"|gửi bài (?:viết|này)|lưu bài viết(?: này)?+|tăng cỡ chữ|giảm cỡ chữ|cỡ chữ|nghe đọc bài"
    r"|đọc bài(?: viết)?+|tăng tương phản|giảm tương phản|tương phản|sao chép liên kết)"
)
_LOOSE_TOOL = r"(?:a|lưu|giảm|tăng|mặc định|in|gửi|email|facebook|zalo)"

RULES = (
    Rule(
        name="image alt",
        scope=Scope.LINE,
        pattern=_whole(
            r"anh[ -]tin[ -]bai", "image banner", "no image", "banner",
            r"banner [^.()]{0,60}\([^()]{1,40}\)",
        ),
        example=("Anh-tin-bai", "anh tin bai", "image banner", "no image", "Banner trang (Top-2)"),
        keeps=("Anh tin bài học ấy còn mãi.", "Banner cổ động treo dọc đường Lê Lợi"),
    ),
    Rule(
        name="form label",
        scope=Scope.LINE,
        pattern=_whole(rf"{_FORM_LABEL}(?: ?[:*])?+ no image"),
        example=("Họ tên no image", "Mã kiểm tra no image"),
        keeps=("Nội dung", "Họ tên", "Nội dung no image chưa được dịch"),
    ),
    Rule(
        name="comment form",
        scope=Scope.RUN,
        pattern=_whole(rf"{_FORM_LABEL}(?: \([^()]{{0,60}}\))? ?+[:*]?+", "gửi", "hủy", "nhập lại"),
        needs=_whole(r"^mã (?:kiểm tra|xác nhận|an toàn|bảo vệ)"),
        example=("Họ tên", "Email (không hiển thị)", "Nội dung *", "Mã xác nhận:", "Gửi"),
        keeps=("Nội dung", "Mã xác nhận được gửi tới bí thư của từng chi bộ."),
    ),
    Rule(
        name="visitor counter",
        scope=Scope.RUN,
        pattern=_whole(
            rf"(?:{_COUNTER_LABEL}(?: ?[:|])?+ ?+(?:{_NUMBER})?+(?: lượt| người)?+[ |;-]*+)++",
            _NUMBER,
        ),
        needs=_whole(
            "truy cập", "hôm nay", "hôm qua", "tuần (?:này|trước|qua)", "tháng này", "trực tuyến",
            "online",
        ),
        at_least=2,
        example=("Truy cập", "Hôm nay:", "892", "Hôm qua: 1.770", "Tất cả:", "1977834"),
        keeps=("Hôm nay", "Hôm nay, 12 chi bộ họp.", "Truy cập hệ thống từ hôm nay, chọn mục 2."),
    ),
    Rule(
        name="visit total",
        scope=Scope.LINE,
        pattern=_whole(
            rf"(?:tổng |số |lượt |thống kê ){{0,4}}+truy cập ?+: ?+{_NUMBER}(?: lượt)?+",
            rf"đang (?:truy cập|trực tuyến|online) ?+:?+ ?+{_NUMBER}(?: người| khách)?+",
        ),
        example=("Tổng số lượt truy cập: 1.234.567", "Đang trực tuyến: 12"),
        keeps=("Lượt truy cập: 12 nghìn lượt trong tuần đầu, vượt chỉ tiêu.",),
    ),
    Rule(
        name="view count",
        scope=Scope.LINE,
        pattern=_whole(
            rf"(?:số )?+(?:lượt xem|đã xem|lượt đọc|lần đọc|view count|views?) ?+:?+ ?+{_NUMBER}"
            r"(?: (?:lượt|lần))?+(?: (?:xem|đọc))?+",
            rf"{_NUMBER} (?:lượt|lần) (?:xem|đọc)",
        ),
        example=("Lượt xem: 7370", "Đã xem: 643", "1.204 lượt xem"),
        keeps=("Đã xem: 643 hồ sơ của đảng viên mới.", "7370"),
    ),
    Rule(
        name="tools",
        scope=Scope.LINE,
        pattern=_whole(
            rf"(?=.{{0,120}}{_TOOL})(?:(?:{_TOOL}|{_LOOSE_TOOL})(?![^\W_]) ?+[|:]?+ ?+)++"
        ),
        example=("A- A A+", "In bài viết", "Gửi email", "Cỡ chữ: A- A A+ In bài viết Đọc bài"),
        keeps=("A", "Giảm", "In bài viết của đồng chí trên tập san.", "Đọc bài Bác dạy năm xưa"),
    ),
    Rule(
        name="share bar",
        scope=Scope.LINE,
        pattern=_whole(
            rf"chia sẻ bài viết(?: này)?+ ?+:?+(?: {_NETWORK})*+",
            rf"chia sẻ ?+:(?: {_NETWORK})*+", rf"chia sẻ(?: qua| lên)?+(?: {_NETWORK})++",
        ),
        example=("Chia sẻ bài viết", "Chia sẻ: Facebook Zalo", "Chia sẻ Facebook"),
        keeps=("Chia sẻ", "Chia sẻ bài viết hay là một cách học tập.", "Chia sẻ tại hội nghị"),
    ),
    Rule(
        name="captcha",
        scope=Scope.LINE,
        pattern=_whole(
            r"vui lòng nhập mã xác nhận .{0,200}", r"nếu bạn không đọc được, hãy .{0,80}",
            r"chọn mã xác nhận khác\.?+", r"vui lòng nhập tiếng việt có dấu\.?+",
            r"tối thiểu [0-9]+ chữ tiếng việt có dấu.{0,60}",
        ),
        example=(
            "Vui lòng nhập mã xác nhận vào ô bên dưới.",
            "Nếu bạn không đọc được, hãy Chọn mã xác nhận khác.",
            "Tối thiểu 10 chữ Tiếng việt có dấu Không chứa liên kết",
        ),
        keeps=("Vui lòng nhập học đúng ngày.", "Chọn mã xác nhận khác nhau cho mỗi chi bộ."),
    ),
    Rule(
        name="comment hint",
        scope=Scope.LINE,
        pattern=_whole(
            r"\*?+ ?+email \(không hiển thị trên trang\) ?+:?+", r"gửi ý kiến", r"gửi bình luận",
            r"\*?+ ?+họ tên \(hiển thị trên trang\) ?+:?+", r"ý kiến của bạn",
            r"cảm ơn bạn! đã ủng hộ cho bài viết",
        ),
        example=("*Email (không hiển thị trên trang):", "Ý kiến của bạn", "Gửi ý kiến"),
        keeps=("Ý kiến của bạn được gửi tới chi bộ.", "Gửi ý kiến góp ý vào dự thảo"),
    ),
    Rule(
        name="rating",
        scope=Scope.LINE,
        pattern=_whole(
            rf"tổng số điểm của bài viết là ?+: ?+{_NUMBER} trong {_NUMBER} đánh giá",
            rf"xếp hạng ?+: ?+{_NUMBER} ?+- ?+{_NUMBER} phiếu bầu",
            "click để đánh giá bài viết",
        ),
        example=("Tổng số điểm của bài viết là: 0 trong 0 đánh giá", "Xếp hạng: 5 - 1 phiếu bầu"),
        keeps=("Xếp hạng: 1 - 4 phiếu bầu cho chi bộ 5", "Xếp hạng: Chi bộ 5"),
    ),
    Rule(
        name="page frame",
        scope=Scope.LINE,
        pattern=_whole(
            "truy cập nội dung luôn", "chi tiết bài viết", "xuất bản thông tin", "quảng cáo",
            r"(?:< ?+)?+trở về trang trước", "về đầu trang", r"powered by .{0,80}",
            r"\{title\}.{0,40}", r"(?:tệp|file|tài liệu) đính kèm ?+:?+",
            "mọi phản ánh, ý kiến, tin, bài và hình ảnh cộng tác .{0,300}",
        ),
        example=("Truy cập nội dung luôn", "Quảng cáo", "< Trở về trang trước", "File đính kèm:"),
        keeps=("Quảng cáo sai sự thật bị xử phạt", "Truy cập nội dung luôn là mong muốn."),
    ),
    Rule(
        name="lone mark",
        scope=Scope.LINE,
        pattern=_whole(r"[.,;|]", ">>", "->", r"!\[\] ?+\|?+"),
        example=(".", ",", ";", ">>"),
        keeps=("./.", "(1).", "***", "…"),
    ),
    Rule(
        name="page clock",
        scope=Scope.TOP,
        pattern=_whole(
            r"(?:hôm nay:? )?+(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật),? ?+[-|]?+ ?+"
            r"(?:ngày )?+[0-9]{1,2}(?:[/.-][0-9]{1,2}[/.-]| tháng [0-9]{1,2},? năm )[0-9]{4}"
            r"[ ,|-]{0,3}+(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?+)?+(?: (?:am|pm|sa|ch))?+"
            r"(?: ?+[(\[]?gmt ?\+ ?7[)\]]?)?"
        ),
        example=("Thứ ba, 21/05/2024", "Thứ hai, 05/01/2026 - 08:27"),
        keeps=("Thứ ba, 21/05/2024, hội nghị khai mạc.", "17/05/2023 - 12:17"),
    ),
    Rule(
        name="related articles",
        scope=Scope.TO_END,
        pattern=_whole(
            r"(?:các |những )?+(?:tin|bài)(?: viết| tức)? (?:khác|liên quan|cùng chuyên mục"
            r"|cùng loại|(?:mới|cũ) hơn|đã đưa|mới nhất|nổi bật|đọc nhiều) ?+:?+",
            r"cùng chuyên mục ?+:?+", r"(?:bài )?+đọc (?:thêm|tiếp) ?+:?+", r"xem thêm ?+:?+",
            r"có thể bạn quan tâm ?+:?+",
        ),
        spares_byline=True,
        example=("Các tin khác", "Đảng bộ xã Tân Khê sơ kết", "Ra quân làm đường ở Na Lốm"),
        keeps=("Các tin khác nhau lan truyền trên mạng đã bị bác bỏ.", "Đọc thêm sách mỗi ngày"),
    ),
    Rule(
        name="comments",
        scope=Scope.TO_END,
        pattern=_whole(
            r"(?:gửi |viết |ý kiến )?+bình luận(?: của bạn)?+(?: ?+\([0-9]{1,6}\))?+ ?+:?+",
            r"ý kiến (?:bạn đọc|phản hồi)(?: ?+\([0-9]{1,6}\))?+ ?+:?+",
            r"phản hồi(?: ?+\([0-9]{1,6}\))?+",
        ),
        example=("BÌNH LUẬN", "Đăng nhập để gửi"),
        keeps=("Bình luận về kết quả này, đồng chí nói còn nhiều việc.", "Bình luận viên"),
    ),
)  # fmt: skip
