"""Headings of what stands below or beside an article: other articles, and what readers said."""

from crawler.extract.boilerplate.rule import Rule, Scope

_INVITED = r"(?:mời (?:bạn |quý )?đọc(?: giả)? )?"
_BULLET = r"(?:[>»•*+-]{1,3} ?)?"
_COUNT = r"(?: ?+\([0-9]{1,6}\))?+"
_ARTICLES = r"(?:các |những )?+(?:tin|bài)(?:,? bài| viết| tức)?+"
_OTHER = (
    r"(?:khác|liên quan|cùng (?:chuyên mục|loại|chủ đề|(?:dòng )?sự kiện)|(?:mới|cũ) hơn"
    r"|đã (?:đưa|đăng)|mới nhất|nổi bật|đọc nhiều|xem nhiều|gần đây|tiếp theo|trước đó)"
)

RULES = (
    Rule(
        name="related articles",
        scope=Scope.LIST,
        phrases=(
            rf"{_BULLET}{_ARTICLES} {_OTHER} ?+:?+",
            rf"{_BULLET}cùng chuyên mục ?+:?+",
            rf"{_BULLET}bài đọc (?:thêm|tiếp) ?+:?+",
            rf"{_BULLET}xem (?:thêm|tiếp) (?:các )?(?:tin|bài)(?: viết)?(?: khác)?+ ?+:?+",
            rf"{_BULLET}(?:có thể bạn quan tâm|bạn (?:có thể quan tâm|nên đọc)) ?+:?+",
        ),
        example=(
            "Các tin khác", "Những tin cũ hơn", "TIN LIÊN QUAN", "Bài đọc tiếp",
            "Cùng chuyên mục", "Xem thêm các bài viết khác", "Có thể bạn quan tâm",
        ),
        keeps=("Các tin khác nhau lan truyền trên mạng đã bị bác bỏ.",),
    ),
    Rule(
        name="more articles",
        scope=Scope.LIST,
        like_heading=True,
        phrases=(
            rf"{_BULLET}(?:xem|đọc) (?:thêm|tiếp) ?+:?+",
            rf"{_BULLET}{_ARTICLES} mới ?+:?+",
        ),
        example=("Đọc thêm", "Xem thêm:", "Tin mới"),
        keeps=("Đọc thêm sách mỗi ngày", "Tin mới về giá lúa"),
    ),
    Rule(
        name="related article on its line",
        scope=Scope.LINE,
        phrases=(
            rf"{_BULLET}(?:tin|bài)(?:,? bài| viết)?+ liên quan ?+: ?+.{{1,200}}(?<![.!;:,])",
            r"[>»]{1,3} ?(?:xem|đọc) (?:thêm|tiếp) ?:? .{1,200}(?<![.!;:,])",
        ),
        example=("Tin liên quan: Ra quân làm đường ở Na Lốm", ">> Xem thêm: Lễ ra quân ở Na Lốm"),
        keeps=("Tin liên quan: chưa có tin nào được xác nhận.", "Xem thêm: Phụ lục 1 kèm theo"),
    ),
    Rule(
        name="link to more",
        scope=Scope.LINE,
        linked=True,
        phrases=(
            rf"\(?{_INVITED}(?:xem|đọc) (?:thêm|tiếp|toàn bộ)(?: ?: ?| ).{{1,160}}",
            r"tải thêm tin",
            r"(?:[>»]{1,3}|[-=]>) ?[^ >»].{0,200}",
        ),
        example=(
            "Xem thêm Đời sống", "(Mời bạn đọc xem thêm: Lễ ra quân)", "Tải thêm tin",
            ">>> Lễ ra quân ở Na Lốm",
        ),
        keeps=("Xem thêm Đời sống", ">> 12%"),
    ),
    Rule(
        name="comments",
        scope=Scope.TO_END,
        phrases=(
            rf"(?:gửi |viết |ý kiến |bạn đọc |độc giả )bình luận(?: của bạn)?+{_COUNT} ?+:?+",
            r"bình luận(?: của bạn| ?\([0-9]{1,6}\)) ?+:?+",
            r"[0-9]{1,6} (?:bình luận|ý kiến|phản hồi) ?+:?+",
            rf"ý kiến (?:bạn đọc|phản hồi){_COUNT} ?+:?+",
            r"phản hồi ?+\([0-9]{1,6}\) ?+:?+",
        ),
        example=(
            "Bình luận (2)", "Viết bình luận", "2 bình luận", "Ý kiến bạn đọc",
            "Phản hồi (2)",
        ),
        keeps=(
            "Bình luận về kết quả này, đồng chí nói còn nhiều việc.", "Bình luận viên", "Phản hồi",
        ),
    ),
    Rule(
        name="comments or comment",
        scope=Scope.TO_END,
        like_heading=True,
        phrases=(r"bình luận ?+:?+",),
        example=("BÌNH LUẬN",),
        keeps=("Bình luận về kết quả này, đồng chí nói còn nhiều việc.", "Bình luận viên"),
    ),
)  # fmt: skip
