"""Names of people as Vietnamese pages print them, and what only looks like one.

Data and shape: a pen name ("Quang Minh") is in no list, so a name is known by its syllables, its
capitals and its length, and by what it is not: a place, an office, an organ, a closing phrase.
"""

import re

#: Family names that together cover nearly everybody; they allow a name of four or five syllables.
FAMILY_NAMES = re.compile(
    "nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|trịnh|đoàn|đào"
    "|mai|cao|lương|tô|tạ|hà|lưu|trương|vương|thái|châu|đậu|phùng|quách|lâm|kiều|văn|nghiêm|triệu"
    "|la|thạch|kim|sơn|danh|giàng|lò|vừ|sùng|tống|từ|chu|lục|mạc|nông|hứa|chử|tăng|cù|ông|diệp"
    "|doãn|đồng|bạch|khuất|thân|tôn|quản|viên|bế|ma|hầu|vàng|thào|lầu|cầm|lường|quàng|cà",
    re.IGNORECASE,
)

#: Provinces and large towns: capitalised, short, alone on a line, and nobody's name there.
_PLACES = re.compile(
    "an giang|bà rịa|vũng tàu|bà rịa - vũng tàu|bắc giang|bắc kạn|bạc liêu|bắc ninh|bến tre"
    "|bình định|bình dương|bình phước|bình thuận|cà mau|cần thơ|cao bằng|đà nẵng|đắk lắk|đắk nông"
    "|điện biên|đồng nai|đồng tháp|gia lai|hà giang|hà nam|hà nội|hà tĩnh|hải dương|hải phòng"
    "|hậu giang|hòa bình|hưng yên|khánh hòa|kiên giang|kon tum|lai châu|lâm đồng|lạng sơn|lào cai"
    "|long an|nam định|nghệ an|ninh bình|ninh thuận|phú thọ|phú yên|quảng bình|quảng nam"
    "|quảng ngãi|quảng ninh|quảng trị|sóc trăng|sơn la|tây ninh|thái bình|thái nguyên|thanh hóa"
    "|thanh hoá|khánh hoà|hoà bình|thừa thiên huế|tiền giang|trà vinh|tuyên quang|vĩnh long"
    "|vĩnh phúc|yên bái|sài gòn|việt nam|nha trang|đà lạt|biên hòa|hạ long|cửa lò|việt trì",
    re.IGNORECASE,
)
#: A line that begins with one of these names an office, an organ or a paper, or closes a text.
_NO_NAME = re.compile(
    r"(?:báo|theo|nguồn|ảnh|tin|bài|đài phát|đài truyền|"
    r"bí thư|phó bí thư|chủ tịch|phó chủ tịch|chủ nhiệm|phó chủ nhiệm|trưởng ban|phó trưởng"
    "|trưởng phòng|chánh văn|phó chánh|giám đốc|phó giám|tổng biên|hiệu trưởng|ủy viên|uỷ viên"
    "|thường trực|thường vụ|chính ủy|tham mưu|ban biên|ban tổ|ban tuyên|ban dân|ban chấp"
    "|ban thường|ban chỉ|ban nội|văn phòng|đảng ủy|đảng uỷ|đảng bộ|đảng đoàn|đảng cộng|tỉnh ủy"
    "|tỉnh uỷ|huyện ủy|thành ủy|chi bộ|hội đồng|hội nông|hội phụ|hội cựu|hội liên|ủy ban|uỷ ban"
    "|mặt trận|công đoàn|liên đoàn|đoàn thanh|công an|quân khu|bộ chỉ|bộ chính|bộ công|bộ y|bộ tư"
    "|sở nội|sở y|sở văn|trung tâm|trung ương|hợp tác|công ty|tập đoàn|nhà xuất|cổng thông"
    "|trang thông|báo điện|tạp chí|bản tin|thông tấn|quốc hội|chính phủ|nhà nước|cộng hòa"
    "|cộng hoà|độc lập|hạnh phúc|tự do|nơi nhận|phụ lục|kết luận|mở đầu|lời kết|xem thêm|đọc thêm"
    "|đọc tiếp|trân trọng|xin cảm|cảm ơn|kính chào|kính thư|kính mời|kính gửi|hết bài|còn nữa"
    "|còn tiếp|tin liên|tin khác|tin mới|tin bài|tin tức|bài viết|bình luận|chia sẻ|trang chủ"
    "|liên hệ|quảng cáo|từ khóa|từ khoá|tháng giêng|chúc mừng|quyết tâm|quyết chiến|đoàn kết"
    "|chào mừng|đăng nhập|đăng ký|gửi email"
    r")(?!\w)",
    re.IGNORECASE,
)

_ONSET = "(?:ngh|ng|nh|th|tr|ch|gh|gi|kh|ph|qu|[bcdđghklmnprstvx])?"
_VOWELS = "[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]{1,3}"
_SYLLABLE = re.compile(f"{_ONSET}{_VOWELS}(?:ng|nh|ch|[ckmnpt])?")
#: ``H.A``, ``H.Tr``, ``P.V.``; and the reporters and correspondents of a paper, unnamed.
_INITIALS = re.compile(r"[A-ZĐÂÁ][a-zđ]{0,2}(?:\.[A-ZĐÂÁ][a-zđ]{0,3}){1,3}\.?")
_NAMELESS = frozenset({"PV", "CTV", "BBT", "TTXVN", "Nhóm PV", "Nhóm phóng viên", "PV - CTV"})
_BETWEEN = re.compile(r" ?[-–—&+,/] ?| và ")
#: More than three people sign no line.
_MOST_NAMES = 3


def is_names(text: str) -> bool:
    """Whether *text* is one to three people's names (or initials) and nothing else."""
    if text in _NAMELESS:
        return True
    if _PLACES.fullmatch(text):
        return False
    names = _BETWEEN.split(text)
    return len(names) <= _MOST_NAMES and all(map(is_name, names))


def is_name(text: str) -> bool:
    """Whether *text* has the shape of one person's name, as printed under an article.

    Initials; or two or three syllables, each with a capital (or all in capitals), and up to five
    after a family name. No place, no office, no closing phrase.
    """
    if text in _NAMELESS or _INITIALS.fullmatch(text):
        return True
    words = text.split(" ")
    if _PLACES.fullmatch(text) or _NO_NAME.match(text):
        return False
    longest = 5 if FAMILY_NAMES.fullmatch(words[0]) else 3
    if not 2 <= len(words) <= longest:
        return False
    cased = text.isupper() or all(word.istitle() for word in words)
    return cased and all(_SYLLABLE.fullmatch(word.casefold()) for word in words)


def is_office(text: str) -> bool:
    """Whether *text* is a line that names an office or organ, as above a signature.

    All in capitals, or of at most four words: a caption ("Bí thư Tỉnh ủy … phát biểu") is longer.
    """
    return bool(_NO_NAME.match(text)) and (text.isupper() or len(text.split(" ")) <= 4)
