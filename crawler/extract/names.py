"""Names of people as Vietnamese pages print them, and what only looks like one.

Data and shape: a pen name ("Quang Minh") is in no list, so a name is known by its syllables, its
capitals and its length, and by what it is not: a place, an office, an organ, a closing phrase.
"""

import re

from crawler.extract.tones import tones_in_front

#: Family names that together cover nearly everybody; they allow a name of four or five syllables.
FAMILY_NAMES = re.compile(
    "nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|trịnh|đoàn|đào"
    "|mai|cao|lương|tô|tạ|hà|lưu|trương|vương|thái|châu|đậu|phùng|quách|lâm|kiều|văn|nghiêm|triệu"
    "|la|thạch|kim|sơn|danh|giàng|lò|vừ|sùng|tống|từ|chu|lục|mạc|nông|hứa|chử|tăng|cù|ông|diệp"
    "|doãn|đồng|bạch|khuất|thân|tôn|quản|viên|bế|ma|hầu|vàng|thào|lầu|cầm|lường|quàng|cà|lữ|lô|vi"
    "|mùa|xồng|và|cụt|moong|hờ|cứ|hạng|lèo|điêu|bạc|vì|tòng|cháng|phàn|tẩn|pờ|y|a",
)
#: What only names of the highlands have; beside it other words may have any shape.
_HIGHLAND = re.compile(
    r"y|[hk]['’].{1,10}|niê|êban|ayun|mlô|bkrông|byă|kbuôr|ksor|siu|nay|rơ|rcom|rmah|rah|kpă|kpuih"
    r"|puih|kră|krajan|cil|zơrâm|pơloong|alăng|bhling|bríu|coor"
)
_HIGHLAND_WORD = re.compile(r"[^\W\d_]{1,8}|[hk]['’][^\W\d_]{1,10}")

#: Provinces and large towns: capitalised, short, alone on a line, and nobody's name there.
_PLACES = re.compile(
    "an giang|bà rịa|vũng tàu|bà rịa - vũng tàu|bắc giang|bắc kạn|bạc liêu|bắc ninh|bến tre"
    "|bình định|bình dương|bình phước|bình thuận|cà mau|cần thơ|cao bằng|đà nẵng|đắk lắk|đắk nông"
    "|điện biên|đồng nai|đồng tháp|gia lai|hà giang|hà nam|hà nội|hà tĩnh|hải dương|hải phòng"
    "|hậu giang|hòa bình|hưng yên|khánh hòa|kiên giang|kon tum|lai châu|lâm đồng|lạng sơn|lào cai"
    "|long an|nam định|nghệ an|ninh bình|ninh thuận|phú thọ|phú yên|quảng bình|quảng nam"
    "|quảng ngãi|quảng ninh|quảng trị|sóc trăng|sơn la|tây ninh|thái bình|thái nguyên|thanh hóa"
    "|thừa thiên huế|tiền giang|trà vinh|tuyên quang|vĩnh long|vĩnh phúc|yên bái|sài gòn|việt nam"
    "|nha trang|đà lạt|biên hòa|hạ long|cửa lò|việt trì|hồ chí minh|tây nguyên|tây bắc|đông bắc"
    "|việt bắc|trường sa|hoàng sa|phú quốc|điện biên phủ|a lưới",
)
_OFFICES = (
    "bí thư|phó bí thư|chủ tịch|phó chủ tịch|chủ nhiệm|phó chủ nhiệm|trưởng ban|phó trưởng"
    "|trưởng phòng|trưởng đoàn|chánh văn|phó chánh|giám đốc|phó giám|tổng biên|hiệu trưởng|ủy viên"
    "|cục trưởng|chi cục|viện trưởng|chánh án|thủ trưởng|tư lệnh|chính trị viên|chủ tọa|thư ký"
    "|đoàn chủ tịch|đại diện|người (?:báo|lập|ký|viết|đại)|thay mặt|kế toán|thường trực|thường vụ"
    "|chính ủy|tham mưu|ban biên|ban tổ|ban tuyên|ban dân|ban chấp|ban thường|ban chỉ|ban nội"
    "|văn phòng|đảng ủy|đảng bộ|đảng đoàn|đảng cộng|tỉnh ủy|tỉnh đoàn|huyện ủy|thành ủy|thị ủy"
    "|chi bộ|hội đồng|hội nông|hội phụ|hội cựu|hội liên|ủy ban|mặt trận|công đoàn|liên đoàn"
    "|đoàn thanh|công an|quân khu|bộ chỉ|bộ chính|bộ công|bộ y|bộ tư|sở nội|sở y|sở văn|trung tâm"
    "|trung ương|hợp tác|công ty|tập đoàn|quốc hội|chính phủ|nhà nước"
)
#: What begins like a name and is a paper, a label, or the closing of a text.
_OTHERS = (
    "báo|theo|nguồn|ảnh|tin|bài|đài phát|đài truyền|nhà xuất|cổng thông|trang thông|báo điện"
    "|tạp chí|bản tin|thông tấn|cộng hòa|độc lập|hạnh phúc|tự do|nơi nhận|phụ lục|kết luận|mở đầu"
    "|lời kết|xem thêm|đọc thêm|đọc tiếp|trân trọng|xin cảm|cảm ơn|kính chào|kính thư|kính mời"
    "|kính gửi|hết bài|còn nữa|còn tiếp|bình luận|chia sẻ|trang chủ|liên hệ|quảng cáo|từ khóa"
    "|tháng giêng|chúc mừng|quyết tâm|quyết chiến|đoàn kết|chào mừng|đăng nhập|đăng ký|gửi email"
    "|thi đua|y tế|y học|y dược"
)
_OFFICE = re.compile(rf"(?:{_OFFICES})(?![^\W_])")
_NO_NAME = re.compile(rf"(?:{_OFFICES}|{_OTHERS})(?![^\W_])")

_ONSET = "(?:ngh|ng|nh|th|tr|ch|gh|gi|kh|ph|qu|[bcdđghklmnprstvx])?"
_VOWELS = "[aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵ]{1,3}"
_SYLLABLE = re.compile(f"{_ONSET}{_VOWELS}(?:ng|nh|ch|[ckmnpt])?")
_CAPITALS = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-Ỹ"
_SMALL = r"[^\W\d_]"
#: ``H.A``, ``H.Tr``, ``P.V.``, ``T.Hà``.
_INITIALS = re.compile(rf"[{_CAPITALS}]{_SMALL}{{0,2}}(?:\.[{_CAPITALS}]{_SMALL}{{0,4}}){{1,3}}\.?")
#: Reporters, correspondents and editors of a paper, unnamed.
_NAMELESS = re.compile(
    r"(?:nhóm )?(?:p\.?v|ctv|phóng viên|cộng tác viên)(?: ?[-,] ?(?:p\.?v|ctv))?|bbt|ttxvn"
    r"|nhóm tác giả"
)
_CAPITALISED = re.compile(rf"[{_CAPITALS}]{_SMALL}{{0,12}}(?:['’-]{_SMALL}{{1,12}})?")
_DEGREE = re.compile(r"(?:(?:PGS|GS|TS|ThS|Ths|BS|KS|NSƯT|NSND|CKI|CKII)\.? ?){1,3}(?=\S)")
_BETWEEN = re.compile(r" ?[–—&+,/] ?| - | và ")
_HYPHEN = re.compile(r" ?- ?")
#: More than three people sign no line.
_MOST_NAMES = 3


def is_names(text: str) -> bool:
    """Whether *text* is one to three people's names (or initials) and nothing else."""
    if _NAMELESS.fullmatch(text.lower()):
        return True
    if _PLACES.fullmatch(_plain(text)):
        return False
    names = _BETWEEN.split(text)
    if len(names) <= _MOST_NAMES and all(is_name(name.replace("-", " ")) for name in names):
        return True
    names = [part for name in names for part in _HYPHEN.split(name)]
    return len(names) <= _MOST_NAMES and all(map(is_name, names))


def is_name(text: str) -> bool:
    """Whether *text* has the shape of one person's name, as printed under an article.

    Initials; or two or three syllables, each with a capital (or all in capitals), and up to five
    after a family name or in a name of the highlands. No place, no office, no closing phrase.
    """
    if is_initials(text) or _NAMELESS.fullmatch(text.lower()):
        return True
    text = _DEGREE.sub("", text, count=1) if _DEGREE.match(text) else text
    plain = _plain(text)
    if _is_something_else(plain):
        return False
    return _has_capitals(text) and _has_shape(plain.split(" "))


def is_capitalised(text: str) -> bool:
    """Whether *text* is one to five words with a capital each, of any language: "Lâm Sa Vươl".

    Only where something else says that it is a name; several words all in capitals say nothing.
    """
    words = text.split(" ")
    if len(words) > 1 and (text.isupper() or _is_something_else(_plain(text))):
        return False
    return len(words) <= 5 and all(map(_CAPITALISED.fullmatch, words))


def is_initials(text: str) -> bool:
    """Whether *text* is initials with dots between them: ``H.Tr``."""
    return _INITIALS.fullmatch(text) is not None


def is_office(text: str) -> bool:
    """Whether *text* is a line that names an office or organ, as above a signature.

    All in capitals, or of at most four words: a caption ("Bí thư Tỉnh ủy … phát biểu") is longer.
    """
    return (text.isupper() or text.count(" ") < 4) and _OFFICE.match(_plain(text)) is not None


def _is_something_else(plain: str) -> bool:
    return _PLACES.fullmatch(plain) is not None or _NO_NAME.match(plain) is not None


def _plain(text: str) -> str:
    return tones_in_front(text.lower())


def _has_capitals(text: str) -> bool:
    return text.isupper() or all(word[:1].isupper() for word in text.split(" "))


def _has_shape(words: list[str]) -> bool:
    is_highland = any(map(_HIGHLAND.fullmatch, words))
    longest = 5 if is_highland or FAMILY_NAMES.fullmatch(words[0]) else 3
    shape = _HIGHLAND_WORD if is_highland else _SYLLABLE
    return 2 <= len(words) <= longest and all(map(shape.fullmatch, words))
