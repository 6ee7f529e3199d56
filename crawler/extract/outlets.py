"""Papers and agencies: the tag that a summary opens with, and the source named below a text."""

import re

_SITE = r"[A-Za-zĐđ0-9-]{2,30}(?:\.[A-Za-z0-9-]{2,20}){1,4}"
_ADDRESS = re.compile(rf"(?:https?://)?{_SITE}/?|https?://\S{{4,300}}", re.IGNORECASE)
_OUTLET = re.compile(
    r"(?:Báo(?! (?:cáo|hiệu|động)(?![^\W_]))|Tạp chí|Bản tin|Thông tấn(?: xã)?|TTXVN|VOV|VTV|Đài"
    r"|Truyền hình|PT-TH|Cổng (?:TTĐT|thông tin)|Trang (?:TTĐT|thông tin|tin))(?: [^ .!?]+){0,8}"
    r"|(?:TTXVN/)?Vietnam\+"
)
#: "TTXVN" alone stands where an author does, and is taken for one.
_AGENCY = re.compile(r"(?P<bare>(?:TTXVN/)?Vietnam\+)|\((?P<name>TTXVN|(?:TTXVN/)?Vietnam\+)\)\.?")
#: Between a name and the outlet it writes for.
_BEHIND_NAME = re.compile(r" ?[-–/|] ?(?=[BTVĐPC])")
_BRACKETED = re.compile(r"\((?P<inside>[^()]{4,120})\)\.?")
_SOURCE = re.compile(r"(?:theo|nguồn(?: tin)?(?= ?:)) ?:? ?(?P<name>.+)", re.IGNORECASE)
_LABELLED = re.compile(
    r"(?:theo|nguồn(?: tin)?(?= ?:))(?: ?: ?| )(?P<name>[^ ].{0,100})", re.IGNORECASE
)
_SOURCE_AND_ADDRESS = re.compile(
    r"nguồn (?P<name>[^:]{2,60}) ?: ?https?://\S{4,300}", re.IGNORECASE
)
#: What "Theo …" goes on with where it names a ground, a person or a manner, and no outlet.
_NO_SOURCE = re.compile(
    r"(?:nghị (?:quyết|định)|kế hoạch|quyết định|quy (?:định|chế)|điều|chỉ thị|kết luận|luật"
    r"|hướng dẫn|thông (?:báo|tri|tư)|chương trình|công văn|hiến pháp|bác|người|đồng chí|ông|bà|anh"
    r"|chị|tinh thần|chân|đó|lời|gương|di chúc|điều lệ)(?![^\W_])",
    re.IGNORECASE,
)
#: The name of an outlet has no more words.
_MOST_WORDS = 8


def is_outlet(text: str) -> bool:
    """Whether *text* says what it is: a paper, an agency, a station, a site with its name."""
    return _OUTLET.fullmatch(text) is not None


def agency_of(line: str) -> str | None:
    """The agency that a line is, with or without brackets; its name may have two parts."""
    found = _AGENCY.fullmatch(line)
    return found["bare"] or found["name"] if found else None


def source_of(line: str) -> str | None:
    """The outlet that a line names as its source: ``(Theo Y)``, ``Nguồn: Y``.

    "Theo đồng chí …" and "Nguồn kinh phí …" begin sentences: a source begins with a capital, or
    is a site, has at most eight words, and no sentence ends behind it.
    """
    bracketed = _BRACKETED.fullmatch(line)
    line = bracketed["inside"] if bracketed else line
    if found := _SOURCE_AND_ADDRESS.fullmatch(line):
        return found["name"].strip()
    found = _SOURCE.fullmatch(line)
    if not found:
        return None
    name = found["name"].strip()
    if _ADDRESS.fullmatch(name):
        return name
    bracketed = _BRACKETED.search(name)
    inside = bracketed["inside"] if bracketed and bracketed.end() == len(name) else None
    is_closed = name[-1:].isalnum() or _is_named(inside or name)
    is_title = name[:1].isupper() and is_closed and name.count(" ") < _MOST_WORDS
    return name if is_title and "," not in name and not _NO_SOURCE.match(name) else None


def field_source(text: str) -> str | None:
    """What a field for the author names as a source: any text behind ``Theo`` or ``Nguồn:``.

    The page itself says that somebody is named; a ground ("Theo Nghị quyết …") is nobody.
    """
    bracketed = _BRACKETED.fullmatch(text)
    found = _LABELLED.fullmatch(bracketed["inside"] if bracketed else text)
    return found["name"] if found and not _NO_SOURCE.match(found["name"]) else None


def _is_named(text: str) -> bool:
    """Whether *text* is an outlet by its name or its address."""
    return is_outlet(text) or _ADDRESS.fullmatch(text) is not None


def without_outlet(line: str) -> tuple[str, str] | None:
    """What stands before an outlet, and the outlet: "Thu Trà - Báo Sông Hàm"; None without one."""
    for dash in _BEHIND_NAME.finditer(line):
        behind = line[dash.end() :]
        if outlet := behind if is_outlet(behind) else source_of(behind):
            return line[: dash.start()], outlet
    bracketed = _BRACKETED.search(line)
    if bracketed and bracketed.end() == len(line):
        inside = bracketed["inside"]
        outlet = inside if _is_named(inside) else source_of(bracketed[0])
        return (line[: bracketed.start()].rstrip(), outlet) if outlet else None
    return None


_CAPITAL = "A-ZĐƯƠÊÔĂÂ"
_TAG_SITE = r"[A-Za-zĐđ]{2,20}\.(?:vn|VN|com|net|org)(?:\.vn)?"
#: A tag in brackets: capitals, a site, or one word and then a dash.
_TAG_IN_BRACKETS = re.compile(
    rf"\((?P<tag>[{_CAPITAL}][{_CAPITAL}&.-]{{0,10}}[{_CAPITAL}]|{_TAG_SITE}"
    r"|[A-Z][A-Za-z]{3,20}(?=\) ?[-–—]))\) ?[-–—:]? ?(?=\S)"
)
#: A tag without brackets: a site, or capitals with blanks around the dash.
_TAG_BEFORE_DASH = re.compile(
    rf"(?P<tag>{_TAG_SITE}(?= ?[-–—])|[{_CAPITAL}][{_CAPITAL}&]{{1,10}}(?= [-–—] ))"
    r" ?[-–—] ?(?=[^\W_]|[“\"'‘(])"
)
#: Capitals that name an organ, a place, a topic or a number: "HĐND - UBND tỉnh", "VINH - ", "(II)".
_NO_TAG = re.compile(
    r"(?:UBND|HĐND|UBMTTQ|UBMTTQVN|MTTQ|BTV|BCH|BCĐ|LĐLĐ|BHXH|CCB|TNCS|THPT|THCS|TW|TƯ|TP|TX|CLB"
    r"|HTX|KT|VH|XH|QP|AN|ĐBQH|CNXH|VKSND|TAND|BĐBP|BCHQS|LHPN|HLHPN|HND|ĐTN|CĐCS|PCCC|ATGT|ANTT"
    r"|ATTP|HĐQT|NHCSXH|VINH|HANOI|TPHCM|ASEAN|APEC|EU|WTO|WHO|FDI|ODA|GDP"
    r"|OCOP|COVID|IUU|[IVXLC]+)(?![A-ZĐƯ])"
)
_SITE_TAG = re.compile(_TAG_SITE)
#: Outlets of the country whose names, of two words or with a sign, only a list can tell from a
#: place or a topic. A dash must follow the brackets.
_KNOWN_IN_BRACKETS = re.compile(
    r"\((?P<tag>Dân [Tt]rí|Dân Việt|Nhân Dân|Tuổi [Tt]rẻ|Thanh Niên|Tiền Phong|Lao Động"
    rf"|QĐND Online|Báo(?: [{_CAPITAL}]\w{{1,6}}){{1,4}}"
    r"|Người Lao Động|Người lao động|Hà [Nn]ội [Mm]ới|(?:TTXVN/)?Vietnam\+|VOV[0-9])\)"
    r" ?[-–—] ?(?=\S)"
)


def outlet_tag_of(lead: str) -> tuple[str | None, str]:
    """The agency tag that *lead* opens with ("BDK.VN - "), and the lead without it.

    A tag is one word: in brackets, all in capitals or a site's name, or any capitalised word that
    a dash follows; without brackets, all in capitals or a site's name, then a dash and a new
    sentence. Of several words it is one of a few names ("(Dân trí) - "). A dateline ("Hà Nội - ")
    has small letters and stays, an organ ("HĐND - UBND tỉnh") is listed and stays.
    """
    if known := _KNOWN_IN_BRACKETS.match(lead):
        return known["tag"], lead[known.end() :]
    found = _TAG_IN_BRACKETS.match(lead)
    if not found:
        found = _TAG_BEFORE_DASH.match(lead)
        if found and lead[found.end()].islower():
            return None, lead
    if not found or (_NO_TAG.match(found["tag"]) and not _SITE_TAG.fullmatch(found["tag"])):
        return None, lead
    return found["tag"], lead[found.end() :]
