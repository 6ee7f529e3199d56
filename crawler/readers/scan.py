"""Whether reading a page is sure to be quick: a few counts, which cost a hundredth of reading it.

What reading costs grows with the elements of a page and with how deep they nest, and parsing with
the square of the attributes that one tag has. Each bound is the largest at which the worst page of
``benchmarks.readers`` takes less than 0.3 s; the largest pages of the declared sites stay below.
"""

import re

from crawler.capture import Capture

#: Bytes, and characters, of a page that is read here.
MOST = 128 * 1024
#: Tags that open an element; they may all nest, and a closing one may close nothing.
MOST_OPENED = 1500
#: All tags: a closing one takes the parser's time too.
MOST_TAGS = 6000
#: What is shorter has no room for so many attributes that they count.
SHORT = 48 * 1024
#: Characters from the beginning of one tag to that of the next, scripts and comments left out.
LONGEST_TAG = 24 * 1024

_TAG_END = r"""(?:[^>=]++|=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>]?+))*+>"""
#: Beginnings of tags, but none that is inside of a comment or of an element that holds text only.
_TAGS = re.compile(
    r"<(?:!--.*?--!?>"
    rf"|(?P<raw>script|style|title|textarea|xmp|iframe|noembed|noframes)\b{_TAG_END}.*?</(?P=raw)"
    rf"|[a-z]{_TAG_END})",
    re.IGNORECASE | re.DOTALL,
)


def is_harmless(capture: Capture) -> bool:
    """Whether the page can be read here and now, whatever is in it."""
    if len(capture.body) > MOST:
        return False
    text = capture.decoded.text
    tags = text.count("<")
    if len(text) > MOST or tags > MOST_TAGS:
        return False
    if tags > MOST_OPENED and tags - text.count("</") > MOST_OPENED:
        return False
    return len(text) <= SHORT or _longest_tag(text) <= LONGEST_TAG


def _longest_tag(text: str) -> int:
    """The longest stretch without the beginning of a tag, or over one tag."""
    ends, longest = 0, 0
    for found in _TAGS.finditer(text):
        length = found.end() - found.start() if found["raw"] is None else 0
        longest = max(longest, found.start() - ends, length)
        ends = found.end()
    return max(longest, len(text) - ends)
