"""What editors and their programs leave in the HTML of a text: it says nothing, and it nests badly.

Each function takes the HTML of a body and gives HTML that a browser shows alike.
"""

import re
from collections.abc import Callable

from tests.replica.prose import Writer

_BLOCK = r"(?=\s*<(?:p|div|table|ul|ol|h[1-6]|blockquote)\b)"
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+(?:=\"[^\"]*\")?)*)\s*>")
_ATTRIBUTE = re.compile(r"([a-z-]+)(=\"[^\"]*\")?")
_WORD = """<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View>
<w:LsdException Locked="false" Name="Normal"/></w:WordDocument></xml><![endif]-->
<!--[if gte mso 10]><style>/* Style Definitions */ table.MsoNormalTable {mso-style-name:"Table";}
</style><![endif]-->
"""


def upper_case(writer: Writer, body: str) -> str:
    """Names of elements and attributes in capitals, the values of some attributes unquoted."""
    unquoted = writer.below(2) == 0

    def attribute(found: re.Match[str]) -> str:
        value = found[2] or ""
        bare = value[2:-1]
        return found[1].upper() + (f"={bare}" if unquoted and bare.isalnum() else value)

    def tag(found: re.Match[str]) -> str:
        return f"<{found[1]}{found[2].upper()}{_ATTRIBUTE.sub(attribute, found[3])}>"

    return _TAG.sub(tag, body)


def unclosed(writer: Writer, body: str) -> str:
    """Paragraphs, items and cells that only the next one ends."""
    if writer.below(2):
        body = re.sub(rf"</p>{_BLOCK}", "", body)
    body = re.sub(r"</li>(?=\s*<(?:li\b|/[uo]l>))", "", body)
    return re.sub(r"</t[dh]>(?=\s*<(?:t[dh]\b|/tr>))", "", body)


def stray(writer: Writer, body: str) -> str:
    """Closing tags of paragraphs that were never opened."""
    return re.sub(
        r"</(?:table|ul|ol|h[23]|div)>(?=\s*<)",
        lambda found: found[0] + ("</p>" if writer.below(2) else "</p></span>"),
        body,
    )


def word(writer: Writer, body: str) -> str:
    """The conditional comments and empty elements of a word processor."""
    body = re.sub(r"<p>", lambda _: writer.pick(("<p class=MsoNormal>", "<p>")), body)
    return _WORD + body.replace("</p>", "<o:p>&nbsp;</o:p></p>")


def wrapped(writer: Writer, body: str) -> str:
    """One to four elements around the whole text."""
    depth = writer.below(4) + 1
    opening = "".join(
        writer.pick(('<div class="pasted">', "<div>", '<div id="ftt">')) for _ in range(depth)
    )
    return f"{opening}\n{body}\n{'</div>' * depth}"


#: In the order in which they are applied.
LEAVINGS: dict[str, Callable[[Writer, str], str]] = {
    "word": word, "stray": stray, "unclosed": unclosed, "wrapped": wrapped, "upper": upper_case,
}  # fmt: skip
