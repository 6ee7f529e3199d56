"""What readers wrote, below a heading such as "Ý kiến bạn đọc".

"Bình luận" alone may as well head the last part of a commentary. There it needs a sign that
readers speak: the article has ended above it, or there are names of those who wrote. Without one
the text stays: what is left over does less harm than what is lost.
"""

import re

from crawler.extract.boilerplate.ends import BELOW_ARTICLES, has_ended
from crawler.extract.boilerplate.headings import (
    Heading,
    below_without_byline,
    headings_of,
    links_below,
    strike,
    texts_below,
)
from crawler.extract.boilerplate.rule import RuleSet, Scope
from crawler.extract.boilerplate.sheet import Sheet
from crawler.extract.names import is_names

#: What stands beside each comment.
_BESIDE_COMMENT = re.compile(
    r"(?:(?:trả lời|thích|phản hồi|báo (?:cáo|vi phạm)|reply|like)(?: ?\(?[0-9]{1,4}\)?)?(?: |$)"
    r"){1,4}|[0-9]{1,3} (?:phút|giờ|ngày|tuần|tháng|năm) trước",
    re.IGNORECASE,
)


def strike_comments(sheet: Sheet, rules: RuleSet) -> None:
    """Strike out what readers wrote: all below its heading, or before prose the links below it."""
    headings = headings_of(sheet, rules, Scope.TO_END)
    last_prose = sheet.last_prose() if headings else -1
    for heading in headings:
        if heading.at in sheet.struck:
            continue
        is_last = heading.at > last_prose
        if is_last and _is_of_readers(sheet, heading):
            strike(sheet, heading, list(sheet.open_texts(heading.at + 1)))
        elif (links := links_below(sheet, heading)) or (is_last and _is_empty(sheet, heading)):
            strike(sheet, heading, links)


def _is_of_readers(sheet: Sheet, heading: Heading) -> bool:
    return (
        not heading.rule.like_heading
        or sheet.struck.get(heading.at + 1) in BELOW_ARTICLES
        or has_ended(sheet, heading.at, start=heading.start)
        or _names_readers(sheet, heading)
    )


def _is_empty(sheet: Sheet, heading: Heading) -> bool:
    return next(texts_below(sheet, heading), None) is None


def _names_readers(sheet: Sheet, heading: Heading) -> bool:
    """Whether below a heading names stand before what was said, or answers are offered."""
    below = [sheet.blocks[at].text for at in below_without_byline(sheet, heading)]
    return any(map(is_names, below[:-1])) or any(map(_BESIDE_COMMENT.fullmatch, below))
