"""Bylines: who wrote an article, as its last lines or a field of its page say.

Only the last lines of running text are looked at, and only a line that is a byline as a whole.
A caption names the photographer and stays, and so does a line that only credits pictures. A name
under an office or ``TM.``/``KT.`` signs a document: it is content and stays. A line in doubt stays
in the text: an author that is missing can be read later from the text, a line that is taken away
cannot.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from crawler.extract.names import is_capitalised, is_names, is_office
from crawler.extract.outlets import agency_of, field_source, is_outlet, source_of, without_outlet
from crawler.extract.text import folded
from crawler.items import Block, BlockKind

#: Blocks that may stand after the byline: pages append their files and galleries to the text.
_PASSED_OVER = frozenset(
    {BlockKind.PICTURE, BlockKind.ATTACHMENT, BlockKind.VIDEO, BlockKind.CAPTION}
)
#: So many blocks from the end a byline is looked for.
_LAST_BLOCKS = 40
#: No byline is longer, in characters, but for the address of its source.
_LONGEST = 120
_LONGEST_ADDRESS = 400


@dataclass(frozen=True, kw_only=True, slots=True)
class Byline:
    """Who is named, and from where the text was taken over.

    ``lines`` are the positions of the blocks that say it and nothing else.
    """

    author: str | None = None
    source: str | None = None
    lines: tuple[int, ...] = ()


_WORK = (
    r"(?:tin|bài viết|bài|ảnh|hình|clip|video|thực hiện|đồ họa|đồ hoạ|phóng sự|ghi chép|nội dung"
    r"|tổng hợp)"
)
_WORKS = rf"{_WORK}(?: ?[,&+/-] ?{_WORK}| và {_WORK}| {_WORK}){{0,3}}"
_LABEL = re.compile(
    rf"(?:{_WORKS}|tác giả(?: bài viết)?|người (?:viết|đăng|thực hiện)|nhóm p\.?v) ?: ?",
    re.IGNORECASE,
)
#: A second label on the line: ``Bài: X - Ảnh: Y``.
_LABEL_INSIDE = re.compile(rf" ?[-–—,;/|.]? ?(?<![^\W_]){_WORKS} ?: ?", re.IGNORECASE)
#: A photographer's label alone credits pictures, not the text.
_CREDIT = re.compile(r"(?:ảnh|hình|clip|video)(?: minh họa| minh hoạ)? ?: ?", re.IGNORECASE)
_TAKEN_OVER = re.compile(r"\(?theo ", re.IGNORECASE)
_DID = r"(?:thực hiện|tổng hợp|ghi|lược ghi|sưu tầm|biên soạn|biên dịch|lược dịch|st|t/h)"
_DOING = re.compile(rf"(?: ?\((?:{_DID}|ctv|p\.?v)\)| {_DID})$", re.IGNORECASE)
_GAP = r"[ ,(|-]{1,3}"
_HOUR = r"[0-9]{1,2}(?::|h| giờ )[0-9]{2}(?::[0-9]{2})?(?: ?[ap]m)?"
_DAY = r"(?:ngày )?[0-9]{1,2}[/.-][0-9]{1,2}[/.-][0-9]{4}"
#: When the editor entered the text, or when it was written: no page says which of them.
_MOMENT = re.compile(
    rf"{_GAP}(?:{_HOUR}{_GAP})?{_DAY}(?:{_GAP}{_HOUR})?(?: ?[(\[]?gmt ?\+ ?0?7[)\]]?)?\)?$",
    re.IGNORECASE,
)
#: A unit behind a name, as in "Lữ Nhiên Hương - Đảng ủy Khối" or "Thu Trà (Ban Tuyên giáo)".
_UNITS = (
    r"(?:Đảng|Ban|Văn phòng|Sở|Hội|Huyện|Chi bộ|Phòng|Trường|Công an|Tỉnh|Thành ủy|Ủy ban|UBND"
    r"|Trung tâm|Học viện|Viện|Liên đoàn|Mặt trận|MTTQ|Chi cục|Cục|VP)(?![^\W_])"
)
_UNIT = re.compile(rf" (?:[-–] |\()(?={_UNITS})")
#: A line below a name that is a unit: more than two words, not a place, and nothing done.
_UNIT_BELOW = re.compile(
    rf"\(?(?P<unit>(?!(?:Huyện|Tỉnh) [^uủđ]){_UNITS}"
    r"(?: (?!(?:tổ chức|họp|phát biểu|triển khai|thăm|trao|tặng|làm việc|dự|ra mắt|kết nạp|nhận"
    r"|chúc mừng|khai mạc|phối hợp|ký|tham gia|báo cáo)(?![^\W_]))[^ .!?:;,()]{1,20}){2,8})\)?",
)
_SIGNED = re.compile(
    r"(?:t/?m|kt|k/t|tl|t/l|tuq)(?![^\W_])[./ ]|q\. |\(?đã k[ýí](?![^\W_])|\(ký|ký tên"
    r"|nơi nhận ?:|(?:[^,.]{2,40}, )?ngày [0-9.…]{1,6} tháng [0-9.…]{1,6} năm [0-9.…]{1,6}$",
    re.IGNORECASE,
)
#: What announces pictures, which a plain text does not have, and no name.
_OF_PICTURES = re.compile(r"(?<![^\W_])(?:ảnh|clip|video)(?![^\W_])", re.IGNORECASE)
#: What heads the name of somebody who is honoured or elected, printed bold or in a plain text.
_HONOURED = re.compile(
    r"(?:cá nhân|danh sách|giải (?:đặc biệt|nhất|nhì|ba|tư|khuyến khích|[abc])|thủ khoa|á khoa"
    r"|họ và tên|người tốt|gương|nhân vật|nhân sự|chức danh)(?![^\W_])[^.!?…]{0,40}",
    re.IGNORECASE,
)
#: So many lines above a name can belong to a signature: for whom, office, "(Đã ký)".
_SIGNATURE_LINES = 4
#: The office of one who signs is named in few words; a title in capitals has more.
_OFFICE_WORDS = 4


def read_byline(blocks: Sequence[Block]) -> Byline:
    """The byline that *blocks* end with; an empty one where they end in text.

    Pictures, captions, attachments, videos and lines that credit pictures are passed over. Only
    paragraphs are read.
    """
    first = max(0, len(blocks) - _LAST_BLOCKS)
    texts = [at for at in range(first, len(blocks)) if not _is_passed_over(blocks[at])]
    for used in (2, 1):
        last = texts[-used:]
        if len(last) == used and all(_may_be_byline(blocks[at]) for at in last):
            found = _read_lines([line for at in last for line in blocks[at].text.splitlines()])
            above = [blocks[at] for at in texts[:-used]]
            is_next = texts[-used - 1 : -used] == [last[0] - 1]
            if found and not _belongs_to(above, blocks[last[0]].text, is_next=is_next):
                return Byline(author=found.author, source=found.source, lines=tuple(last))
    return Byline()


def without_byline(blocks: Sequence[Block], byline: Byline) -> tuple[Block, ...]:
    """*blocks* without those that *byline* was read from."""
    return tuple(block for at, block in enumerate(blocks) if at not in byline.lines)


def field_byline(text: str) -> Byline:
    """The author and source that the author field of a page names.

    The page itself says that this is the author, so any short text without a label is taken.
    """
    lines = [line for line in map(folded, text[:1000].splitlines()) if line]
    if found := _read_lines(lines):
        return found
    whole = " ".join(lines)
    if source := field_source(whole):
        return Byline(source=source)
    name = _LABEL.sub("", whole, count=1) if _LABEL.match(whole) else whole
    return Byline(author=name if 0 < len(name) <= _LONGEST else None)


def is_labelled_byline(text: str) -> bool:
    """Whether *text* names who wrote by a label, or from where the text was taken by ``Theo``."""
    if len(text) > _LONGEST:
        return False
    is_taken_over = _TAKEN_OVER.match(text) is not None and source_of(text) is not None
    return is_taken_over or (_LABEL.match(text) is not None and _author(text) is not None)


def opens_signature(text: str) -> bool:
    """Whether *text* is a line above the name of one who signs: for whom, office, "(Đã ký)"."""
    if len(text) > _LONGEST:
        return False
    is_short = text.isupper() and text.count(" ") < _OFFICE_WORDS
    return _SIGNED.match(text) is not None or (is_short and is_office(text))


def _is_passed_over(block: Block) -> bool:
    if block.kind is not BlockKind.PARAGRAPH:
        return block.kind in _PASSED_OVER
    label = _CREDIT.match(block.text) if len(block.text) <= _LONGEST else None
    return label is not None and _is_named(block.text[label.end() :].rstrip(" ."))


def _may_be_byline(block: Block) -> bool:
    longest = _LONGEST_ADDRESS if "://" in block.text else _LONGEST
    return block.kind is BlockKind.PARAGRAPH and not block.linked and 0 < len(block.text) <= longest


def _read_lines(lines: Sequence[str]) -> Byline | None:
    """What one or two lines say; None where a line is anything else."""
    if len(lines) == 1:
        return _read_line(lines[0])
    if len(lines) != 2:
        return None
    first, second = lines
    if _LABEL.fullmatch(first):
        return _read_line(f"{first} {second}")
    if author := _author(first):
        source = second if is_outlet(second) else source_of(second) or _unit(second)
    else:
        author, source = _author(second), source_of(first)
    return Byline(author=author, source=source) if author and source else None


def _read_line(line: str) -> Byline | None:
    """What a line alone says: an author, a source, or both (``H.A (Theo Y)``)."""
    if agency := agency_of(line):
        return Byline(source=agency)
    parted = without_outlet(line)
    if parted and (author := _author(parted[0])):
        return Byline(author=author, source=parted[1])
    if author := _author(line):
        return Byline(author=author)
    source = source_of(line)
    return Byline(source=source) if source else None


def _unit(line: str) -> str | None:
    """The unit of the person named above *line*, where that is all it says."""
    found = None if is_names(line) else _UNIT_BELOW.fullmatch(line)
    return found["unit"] if found else None


def _author(line: str) -> str | None:
    """The name in a line that is an author's and nothing else; its moment is passed over."""
    if _CREDIT.match(line):
        return None
    if line.startswith("(") and line.endswith(")") and _LABEL.match(line[1:]):
        line = line[1:-1]
    label = _LABEL.match(line)
    name = _MOMENT.sub("", line[label.end() :] if label else line)
    name = _DOING.sub("", name)
    if label:
        name = name.rstrip(" .")
        return name if all(map(_is_named, _LABEL_INSIDE.split(name))) else None
    person = _UNIT.split(name, maxsplit=1)[0]
    return name if is_names(person) else None


def _is_named(text: str) -> bool:
    """Whether *text* names somebody behind a label, where a word with a capital is clear enough."""
    return is_names(text) or is_capitalised(text)


def _announces(block: Block) -> bool:
    """Whether a block says that a name follows: as a heading, by a colon or by what it says."""
    if _OF_PICTURES.search(block.text):
        return False
    is_heading = block.kind is BlockKind.HEADING or block.text.endswith(":")
    return is_heading or _HONOURED.fullmatch(block.text) is not None


def _belongs_to(above: Sequence[Block], line: str, *, is_next: bool) -> bool:
    """Whether the blocks above *line*, a name without a label, make it a signature or a list.

    ``is_next`` says that no picture stands between them.
    """
    if _LABEL.match(line):
        return False
    if is_next and _announces(above[-1]):
        return True
    texts = [block.text for block in above[-_SIGNATURE_LINES:]]
    lines_each = 2 if texts and _unit(texts[-1]) else 1
    if is_names(line) and any(map(is_names, texts[-lines_each:])):
        return True
    for text in reversed(texts):
        if _SIGNED.match(text) or is_office(text):
            return True
        if len(text) > 80 or text.endswith((".", ":")):
            return False
    return False
