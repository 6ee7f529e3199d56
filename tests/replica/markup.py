"""How an editor's text becomes HTML: the untidy ways in which one and the same content is printed.

Every choice depends on the article alone, so a page's content is the same at every request.
"""

import html
import unicodedata
from dataclasses import dataclass
from html.entities import codepoint2name
from itertools import groupby

from tests.replica.content import Part
from tests.replica.prose import Writer, chance
from tests.replica.story import Story

_ENTITIES = {
    code: f"&{name};" for code, name in codepoint2name.items() if code > 127 and code != 160
}
_OPENERS = (
    "<p>", '<p style="text-align:justify">', '<p align="justify">', '<p class="MsoNormal">',
)  # fmt: skip
_INDENT = "&nbsp; &nbsp; &nbsp; "


@dataclass(frozen=True)
class Style:
    """What differs between platforms: the name of a picture, its address for ``src``, habits.

    ``entities`` and ``figcaptions`` say whether some articles are typed with them.
    """

    alt: str
    base_relative: bool = False
    entities: bool = False
    figcaptions: bool = False


class Editor:
    """Prints the body of one article."""

    def __init__(self, seed: int, story: Story, *, style: Style, origin: str) -> None:
        self.writer = Writer(chance(seed, story.spec.name, story.number, "markup"))
        self.story = story
        self.style = style
        self.origin = origin
        self.indent = _INDENT if story.number % 3 == 1 else ""
        self.opener = self.writer.pick(_OPENERS)
        self.breaks = story.number % 10 == 3
        self.nfd = story.number % 11 == 9
        self.entities = style.entities and story.number % 4 == 2

    def spelled(self, text: str) -> str:
        """*text* escaped, and decomposed or with entities where this article is typed so."""
        if self.nfd:
            return html.escape(unicodedata.normalize("NFD", text), quote=False)
        escaped = html.escape(text, quote=False)
        return escaped.translate(_ENTITIES) if self.entities else escaped

    def title(self) -> str:
        """The headline, with a doubled blank where this article is typed so."""
        text = self.spelled(self.story.title)
        return text.replace(" ", "&nbsp; ", 1) if self.story.number % 12 == 3 else text

    def body(self) -> str:
        """The blocks as HTML, but for those that each platform places itself.

        Those are the attachments and what stands beside the lead.
        """
        out: list[str] = []
        for kind, group in groupby(self.story.text_parts, key=lambda part: part.kind):
            parts = list(group)
            if kind == "paragraph" and self.breaks:
                out.append(self._with_breaks(parts))
            elif kind != "attachment":
                out += [self._block(part) for part in parts]
            if kind != "picture" and self.writer.below(8) == 0:
                out.append("<p>&nbsp;</p>")
        if self.story.number % 6 == 5 and self.story.kind == "text":
            out.append(f"<p>{self.writer.pick('.,;')}</p>")
        return "\n".join(out)

    def _block(self, part: Part) -> str:
        if part.kind == "picture":
            return self._picture(part)
        if part.kind == "caption":
            return self._caption(part)
        if part.kind == "heading":
            tag = self.writer.pick(("h2", "h3"))
            return f"<{tag}>{self.spelled(part.text)}</{tag}>"
        if part.kind == "list":
            tag = "ul" if self.story.number % 2 else "ol"
            items = "".join(f"<li>{self.spelled(cells[0])}</li>" for cells in part.lines)
            return f"<{tag}>{items}</{tag}>"
        if part.kind == "table":
            return self._table(part)
        return self._paragraph(part)

    def _paragraph(self, part: Part) -> str:
        """A paragraph in one of Word's or the editor's dresses; no dress adds or drops a blank."""
        text = self.spelled(part.text)
        first, comma, rest = text.partition(", ")
        way = self.writer.below(6)
        if way == 0 and comma:
            text = f"<strong>{first},</strong> {rest}"
        elif way == 1:
            text = f'<span style="font-size:14pt"><span style="color:#000">{text}</span></span>'
        elif way == 2:
            text = f"<em></em>{text}<o:p></o:p>"
        elif way == 3:
            text = text.replace(" - ", "&nbsp;- ", 1)
        return f"{self.opener}{self.indent}{text}</p>"

    def _with_breaks(self, parts: list[Part]) -> str:
        """Paragraphs of one element, with two line breaks between them."""
        texts = "<br><br>\n".join(self.indent + self.spelled(part.text) for part in parts)
        if self.story.number % 4 == 3:
            return f"<div>{texts}</div>"
        return f"<p>{texts}<br>&nbsp;</p>"

    def _table(self, part: Part) -> str:
        rows = []
        for number, cells in enumerate(part.lines):
            tag = "th" if number == 0 and self.story.number % 2 else "td"
            filled = "".join(f"<{tag}><p>{self.spelled(cell)}</p></{tag}>\n" for cell in cells)
            rows.append(f"<tr>\n{filled}</tr>")
        return f'<table border="1" cellspacing="0"><tbody>\n{"".join(rows)}\n</tbody></table>'

    def image(self, part: Part) -> str:
        """The picture's element; its address absolute, root-relative or relative to the base."""
        address = part.path
        way = self.story.number % 3
        if way == 0:
            address = self.origin + part.path
        elif way == 1 and self.style.base_relative:
            address = "../../../.." + part.path
        return f'<img src="{address}" alt="{html.escape(self.style.alt)}">'

    def _picture(self, part: Part) -> str:
        if self.story.number % 4 == 2:
            return f'<p style="text-align:center">{self.image(part)}</p>'
        if self._figcaption and self._captioned(part):
            return f'<figure class="image">{self.image(part)}'
        return f'<figure class="image">{self.image(part)}</figure>'

    @property
    def _figcaption(self) -> bool:
        return self.style.figcaptions and self.story.number % 4 == 1

    def _captioned(self, part: Part) -> bool:
        """Whether the block after the picture *part* is its caption."""
        after = self.story.parts[self.story.parts.index(part) + 1 :]
        return bool(after) and after[0].kind == "caption"

    def _caption(self, part: Part) -> str:
        text = self.spelled(part.text)
        if self.story.number % 4 == 2:
            return f'<p style="text-align:center"><em>{text}</em></p>'
        if self._figcaption:
            return f"<figcaption>{text}</figcaption></figure>"
        return f"<p><strong>{text}</strong></p>"
