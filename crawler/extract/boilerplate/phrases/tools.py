"""What a reader can do with a page: share, print, enlarge, listen."""

from crawler.extract.boilerplate.rule import Rule, Scope

_NETWORK = (
    r"(?:facebook|zalo|twitter|x|youtube|linkedin|pinterest|messenger|google\+?+|email|copy link"
    r"|print|in)"
)
_TOOL = (
    r"(?:a ?+[-+]|in bài (?:viết|này)|in trang(?: này)?+|in ra|bản in|gửi (?:qua )?+e-?+mail"
    r"|gửi bài (?:viết|này)|lưu bài viết(?: này)?+|(?:tăng|giảm|tăng/giảm) cỡ chữ|cỡ chữ"
    r"|nghe (?:đọc )?bài(?: viết)?+|đọc bài(?: viết)?+|(?:tăng |giảm )?tương phản|mặc định"
    r"|sao chép liên kết|giới thiệu bài viết cho bạn bè)"
)
_LOOSE_TOOL = r"(?:a|lưu|giảm|tăng|in|gửi|email|facebook|zalo)"
_GAP = r"(?![^\W_]) ?+[|:>+-]?+ ?+"
_BEFORE_TOOL = rf"(?:(?!{_TOOL}){_LOOSE_TOOL}{_GAP})"

RULES = (
    Rule(
        name="tools",
        scope=Scope.LINE,
        phrases=(
            rf"{_BEFORE_TOOL}*+{_TOOL}{_GAP}(?:(?:{_TOOL}|{_LOOSE_TOOL}){_GAP})*+",
        ),
        example=(
            "A- A A+", "A - A A + | Đọc bài Lưu", "In bài viết", "Gửi bài này In bài này", "In ra",
            "Gửi email", "Cỡ chữ: A- A A+ In bài viết Đọc bài", "Tăng/Giảm cỡ chữ", "Mặc định",
            "Tương phản", "Giới thiệu bài viết cho bạn bè", "Lưu bài viết này",
        ),
        keeps=(
            "A", "Tăng", "Lưu", "In bài viết của đồng chí trên tập san.", "Đọc bài Bác dạy năm xưa",
            "Cỡ chữ: 14, phông chữ Times New Roman", "Mặc định là chưa đủ.",
        ),
    ),
    Rule(
        name="share bar",
        scope=Scope.LINE,
        phrases=(
            rf"chia sẻ bài viết(?: này)?+ ?+:?+(?: {_NETWORK})*+",
            rf"chia sẻ ?+:(?: {_NETWORK})*+",
            rf"chia sẻ(?: qua| lên)?+(?: {_NETWORK})++",
            rf"(?:facebook|twitter|pinterest|linkedin|zalo|messenger)(?: {_NETWORK})*+",
            r"(?:thích|like) (?:[0-9.,]+ )?(?:chia sẻ|share)(?: [0-9.,]+)?",
        ),
        example=(
            "Chia sẻ bài viết", "Chia sẻ:", "Chia sẻ: Facebook Zalo", "Chia sẻ Facebook",
            "Facebook Twitter Pinterest", "Thích 0 Chia sẻ",
        ),
        keeps=(
            "Chia sẻ", "Chia sẻ bài viết hay là một cách học tập.", "Chia sẻ tại hội nghị",
            "Facebook của Đảng bộ có 2.000 người theo dõi.",
        ),
    ),
    Rule(
        name="word of a tool",
        scope=Scope.EDGE,
        phrases=(r"chia sẻ", r"lưu", r"in", r"gửi", r"tải về", r"nghe"),
        example=("Chia sẻ", "Lưu", "In", "Gửi", "Tải về", "Nghe"),
        keeps=("Lưu: Văn phòng", "Chia sẻ, yêu thương"),
    ),
)  # fmt: skip
