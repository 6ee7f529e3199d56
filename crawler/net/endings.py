"""Whether a page came to its end, where the connection's own end is all that says so."""

import re

#: The tag that ends a page, and what such a tag may stand in and be none.
_END = re.compile(
    rb"<!--.*?(?:-->|\Z)|<(script|style|textarea)\b.*?(?:</\1\s*>|\Z)|(</html\s*>)",
    re.IGNORECASE | re.DOTALL,
)
#: One piece of what servers and counters put behind the end, none of it a part of the page; the
#: last may be cut like any other text.
_BEHIND = re.compile(
    rb"\s+|<!--.*?(?:-->|\Z)|<(script|style|noscript)\b.*?(?:</\1\s*>|\Z)|</?(?:html|body)\s*>"
    rb"|</?[a-z]{0,8}\Z|<!-?\Z",
    re.IGNORECASE | re.DOTALL,
)


def came_whole(body: bytes) -> bool:
    """Whether *body*, its content coding undone, has its end, and nothing of a page behind it.

    A tag of the end in a script, a comment or a form says nothing. A page that does without the
    tag does not count as whole: nobody could tell it from one that was cut.
    """
    plain = body.replace(b"\0", b"")  # of UTF-16
    end = next((found for found in _END.finditer(plain) if found[2]), None)
    at = end.end() if end else 0
    while piece := _BEHIND.match(plain, at):
        at = piece.end()
    return end is not None and at == len(plain)
