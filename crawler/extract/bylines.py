"""Bylines: who wrote an article, as its last lines or a field of its page say.

Only the last lines of running text are looked at, and only a line that is a byline as a whole.
A caption names the photographer and stays. A name under an office or ``TM.``/``KT.`` signs a
document: it is content and stays. A line in doubt stays in the text: an author that is missing
can be read later from the text, a line that is taken away cannot.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.extract.names import is_names, is_office
from crawler.extract.text import folded
from crawler.items import Block, BlockKind

#: Blocks that may stand after the byline: pages append their files and galleries to the text.
_PASSED_OVER = frozenset(
    {BlockKind.PICTURE, BlockKind.ATTACHMENT, BlockKind.VIDEO, BlockKind.CAPTION}
)
#: No byline is longer, in characters.
_LONGEST = 120


@dataclass(frozen=True, kw_only=True, slots=True)
class Byline:
    """Who is named, and from where the text was taken over.

    ``used`` counts the blocks of running text at the end that say it and nothing else.
    """

    author: str | None = None
    source: str | None = None
    used: int = 0


_WORK = r"(?:tin|bài viết|bài|ảnh|hình|clip|video|thực hiện|đồ họa)"
_LABEL = re.compile(
    rf"(?:{_WORK}(?: ?[,&+/-] ?{_WORK}| và {_WORK}| {_WORK}){{0,3}}|tác giả(?: bài viết)?"
    r"|người (?:viết|đăng)|nhóm pv) ?: ?",
    re.IGNORECASE,
)
#: A photographer's label alone credits pictures, not the text.
_CREDIT = re.compile(r"(?:ảnh|hình|clip|video)(?: minh họa)? ?:", re.IGNORECASE)
_DOING = re.compile(
    r" ?\((?:thực hiện|tổng hợp|ghi|lược ghi|sưu tầm|biên soạn|biên dịch|st|t/h)\)$", re.IGNORECASE
)
_SOURCE = re.compile(r"(?:theo|nguồn(?: tin)?(?= ?:)) ?:? ?(?P<name>.+)", re.IGNORECASE)
_BRACKETED = re.compile(r"\((?P<inside>[^()]{4,80})\)\.?$")
_OUTLET = re.compile(
    r"(?:Báo|Tạp chí|Bản tin|Thông tấn(?: xã)?|TTXVN|Đài|Cổng TTĐT|Trang TTĐT)(?: [^ .!?]+){0,8}"
)
_SITE = re.compile(r"(?:https?://)?[a-z0-9-]+(?:\.[a-z0-9-]+){1,4}/?", re.IGNORECASE)
#: A unit behind a name, as in "Lữ Nhiên Hương - Đảng ủy Khối".
_UNIT = re.compile(r" [-–] (?=(?:Đảng|Ban|Văn phòng|Sở|Hội|Huyện|Chi bộ|Phòng|Trường|Công an) ?)")
_SIGNED = re.compile(r"(?:t/?m|kt|k/t|tl|t/l|tuq)\b[./ ]|q\. |\(?đã k[ýí]\)?\.?$", re.IGNORECASE)
#: So many lines above a name can belong to a signature: for whom, office, "(Đã ký)".
_SIGNATURE_LINES = 4


def read_byline(blocks: Sequence[Block]) -> Byline:
    """The byline that *blocks* end with; an empty one where they end in text.

    Pictures, captions, attachments and videos after it are passed over, and not counted in
    ``used``. Only paragraphs are read.
    """
    texts = [block for block in blocks[-40:] if block.kind not in _PASSED_OVER]
    for used in (2, 1):
        last = texts[-used:]
        if len(last) == used and all(_may_be_byline(block) for block in last):
            found = _read_lines([line for block in last for line in block.text.splitlines()])
            if found and not _is_signature(texts[:-used], last[0].text):
                return Byline(author=found.author, source=found.source, used=used)
    return Byline()


def without_byline(blocks: Sequence[Block], byline: Byline) -> tuple[Block, ...]:
    """*blocks* without the last ``byline.used`` blocks of running text."""
    kept: list[Block] = []
    left = byline.used
    for block in reversed(blocks):
        if left and block.kind not in _PASSED_OVER:
            left -= 1
        else:
            kept.append(block)
    return tuple(reversed(kept))


def field_byline(text: str) -> Byline:
    """The author and source that the author field of a page names.

    The page itself says that this is the author, so any short text without a label is taken.
    """
    lines = [line for line in map(folded, text[:1000].splitlines()) if line]
    if found := _read_lines(lines):
        return found
    whole = " ".join(lines)
    name = _LABEL.sub("", whole, count=1) if _LABEL.match(whole) else whole
    return Byline(author=name if 0 < len(name) <= _LONGEST else None)


def _may_be_byline(block: Block) -> bool:
    return (
        block.kind is BlockKind.PARAGRAPH and not block.linked and 0 < len(block.text) <= _LONGEST
    )


def _read_lines(lines: Sequence[str]) -> Byline | None:
    """What one or two lines say; None where a line is anything else."""
    if len(lines) == 1:
        return _read_line(lines[0])
    if len(lines) != 2 or not (author := _author(lines[0])):
        return None
    source = _source(lines[1]) or (lines[1] if _OUTLET.fullmatch(lines[1]) else None)
    return Byline(author=author, source=source) if source else None


def _read_line(line: str) -> Byline | None:
    """What a line alone says: an author, a source, or both (``H.A (Theo Y)``)."""
    if author := _author(line):
        return Byline(author=author)
    if source := _source(line):
        return Byline(source=source)
    bracketed = _BRACKETED.search(line)
    if bracketed and (author := _author(line[: bracketed.start()].rstrip())):
        inside = bracketed["inside"]
        source = _source(inside) or (inside if _OUTLET.fullmatch(inside) else None)
        return Byline(author=author, source=source) if source else None
    return None


def _author(line: str) -> str | None:
    """The name in a line that is an author's and nothing else."""
    if _CREDIT.match(line):
        return None
    label = _LABEL.match(line)
    name = _DOING.sub("", line[label.end() :] if label else line)
    if label:
        name = name.rstrip(" .")
        return name if is_names(name) or _is_one_word(name) else None
    person = _UNIT.split(name, maxsplit=1)[0]
    return name if is_names(person) and not name.endswith(".") else _initials(name)


def _initials(name: str) -> str | None:
    return name if name.endswith(".") and is_names(name) else None


def _is_one_word(name: str) -> bool:
    """A single name is clear only behind a label."""
    return name.isalpha() and name[:1].isupper()


def _source(line: str) -> str | None:
    """The outlet that a line names as its source: ``(Theo Y)``, ``Nguồn: Y``.

    "Theo đồng chí …" and "Nguồn kinh phí …" begin sentences: a source begins with a capital, or
    is a site, has at most eight words, and no sentence ends behind it.
    """
    bracketed = _BRACKETED.fullmatch(line)
    found = _SOURCE.fullmatch(bracketed["inside"] if bracketed else line)
    if not found:
        return None
    name = found["name"].strip()
    if _SITE.fullmatch(name):
        return name
    words = name.split(" ")
    is_title = name[:1].isupper() and len(words) <= 8 and name[-1:].isalnum()
    return name if is_title and "," not in name else None


def _is_signature(before: Sequence[Block], line: str) -> bool:
    """Whether the lines above *line*, a name without a label, make it a signature."""
    if _LABEL.match(line):
        return False
    for block in reversed(before[-_SIGNATURE_LINES:]):
        if _SIGNED.match(block.text) or is_office(block.text):
            return True
        if len(block.text) > 80 or block.text.endswith((".", ":")):
            return False
    return False


#: A tag in brackets: capitals, a site, or one word and then a dash.
_TAG_IN_BRACKETS = re.compile(
    r"\((?P<tag>[A-ZĐ][A-ZĐ&.-]{0,10}[A-ZĐ]|[A-Za-zĐđ]{2,20}\.(?:vn|com|net|org)(?:\.vn)?"
    r"|[A-Z][A-Za-z]{3,20}(?=\) ?[-–—]))\) ?[-–—:]? ?(?=\S)"
)
#: A tag without brackets: capitals and a dash with blanks, before a new sentence.
_TAG_BEFORE_DASH = re.compile(
    r"(?P<tag>[A-ZĐ][A-ZĐ&]{1,10}(?:\.(?:VN|vn))?|[A-Za-z]{2,20}\.vn) [-–—] (?=[^\Wa-z_]|[“\"'‘(])"
)
#: Capitals that name an organ or a number, as in "HĐND - UBND tỉnh", "(II)".
_NO_TAG = re.compile(
    r"(?:UBND|HĐND|UBMTTQ|UBMTTQVN|MTTQ|BTV|BCH|BCĐ|LĐLĐ|BHXH|CCB|TNCS|THPT|THCS|TW|TP|TX|CLB|HTX"
    r"|KT|VH|XH|QP|AN|ĐBQH|CNXH|[IVXLC]+)(?![A-ZĐ])"
)


def outlet_tag_of(lead: str) -> tuple[str | None, str]:
    """The agency tag that *lead* opens with ("BDK.VN - "), and the lead without it.

    A tag is one word: in brackets, all in capitals or a site's name, or any capitalised word that
    a dash follows; without brackets, all in capitals or ending in ``.vn``, then a dash between
    blanks and a new sentence. A dateline ("Hà Nội - ") has small letters and stays, an organ
    ("HĐND - UBND tỉnh") is listed and stays.
    """
    found = _TAG_IN_BRACKETS.match(lead) or _TAG_BEFORE_DASH.match(lead)
    if not found or _NO_TAG.match(found["tag"]):
        return None, lead
    return found["tag"], lead[found.end() :]
