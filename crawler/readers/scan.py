"""Whether reading a page is sure to be quick: a few counts, which cost a hundredth of reading it.

What reading costs grows with the elements of a page and with how deep they nest, and parsing with
the square of the attributes that one tag has. Nothing is parsed to know them: a page cannot have
more of either than it has characters that begin or part them. Each bound is the largest at which
a page full of one thing takes about 0.3 s; the largest pages of the declared sites stay below. Of
100,000 pages broken by chance the slowest that passed took 1.2 s: a listing, its items nested.
"""

from crawler.archive.codings import GZIP
from crawler.capture import Capture

#: Bytes, and characters, of a page that is read here.
MOST = 128 * 1024
#: Tags that open an element; they may all nest, and a closing one may close nothing.
MOST_OPENED = 1800
#: All tags: a closing one takes the parser's time too.
MOST_TAGS = 6000
#: Attributes, if all of the page were one tag.
MOST_ATTRIBUTES = 12_000
#: Bytes in which there is no room for more, for they are named differently.
SHORT = 48 * 1024

_QUOTES = b"/\"'"
#: One of these stands before each attribute.
_BEFORE_ATTRIBUTES = b" \t\n\r\f" + _QUOTES


def is_harmless(capture: Capture) -> bool:
    """Whether the page can be read here and now, whatever is in it."""
    if len(capture.body) > MOST or capture.body.startswith(GZIP):
        return False  # what is packed, as sitemaps are, may be a thousand times as large
    text = capture.decoded.text
    tags = text.count("<")
    if len(text) > MOST or tags > MOST_TAGS:
        return False
    if tags > MOST_OPENED and tags - text.count("</") > MOST_OPENED:
        return False
    return len(capture.body) <= SHORT or _has_few_attributes(capture)


def _has_few_attributes(capture: Capture) -> bool:
    decoded = capture.decoded
    body = capture.body if decoded.charset == "utf-8" else decoded.text.encode()
    if _count(_BEFORE_ATTRIBUTES, body) <= MOST_ATTRIBUTES:
        return True
    # Much of it may be white space at the beginnings of lines.
    return _count(_QUOTES, body) + len(body.split()) <= MOST_ATTRIBUTES


def _count(characters: bytes, body: bytes) -> int:
    return len(body) - len(body.translate(None, characters))
