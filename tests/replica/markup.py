"""How an editor's text becomes HTML: the untidy ways in which one and the same content is printed.

Every choice depends on the article alone, so a page's content is the same at every request.
"""

import html
from dataclasses import dataclass
from itertools import groupby

from tests.replica.content import Part
from tests.replica.debris import LEAVINGS
from tests.replica.prose import Writer, chance
from tests.replica.story import Story
from tests.replica.typist import LETTERS, Typist

_OPENERS = (
    "<p>", '<p style="text-align:justify">', '<p align="justify">', '<p class="MsoNormal">',
)  # fmt: skip
_CENTRED = ('<p style="text-align:center">', '<p align="center">')
_INDENT = "&nbsp; &nbsp; &nbsp; "

#: Every habit that an article's typist can have; a platform may leave some out.
HABITS = LETTERS | frozenset(LEAVINGS)
#: Every way to print a picture with its caption.
FRAMES = ("figure", "centred", "figcaption", "table", "below")


@dataclass(frozen=True, kw_only=True)
class Style:
    """What differs between platforms: how pictures are named and addressed, and the habits.

    ``later_alt`` names the pictures of the text after the first, where they are not named alike;
    ``base_relative`` says that some addresses are relative to the page's base; ``indents`` are
    the beginnings of paragraphs, of which each article has one.
    """

    alt: str
    later_alt: str | None = None
    base_relative: bool = False
    habits: frozenset[str] = HABITS
    frames: tuple[str, ...] = FRAMES
    indents: tuple[str, ...] = ("", _INDENT, "")


class Editor:
    """Prints the body of one article."""

    def __init__(self, seed: int, story: Story, *, style: Style, origin: str) -> None:
        self.writer = Writer(chance(seed, story.spec.name, story.number, "markup"))
        self.story = story
        self.style = style
        self.origin = origin
        self.indent = style.indents[story.number % len(style.indents)]
        self.opener = self.writer.pick(_OPENERS)
        self.centred = self.writer.pick(_CENTRED)
        self.frame = self.writer.pick(style.frames)
        self.breaks = story.number % 10 == 3
        self.habits = frozenset(
            habit for habit in sorted(style.habits) if self.writer.below(5) == 0
        )
        self.typist = Typist(self.writer, self.habits)

    def title(self) -> str:
        """The headline, with a doubled blank where this article is typed so."""
        text = self.typist.plain(self.story.title)
        return text.replace(" ", "&nbsp; ", 1) if self.story.number % 12 == 3 else text

    def spelled(self, text: str) -> str:
        """*text* outside the body, such as the lead or a byline."""
        return self.typist.plain(text)

    def body(self, box: str = "") -> str:
        """The blocks as HTML, but for those that each platform places itself.

        Those are the attachments and what stands beside the lead. *box* stands after the first
        of them.
        """
        pieces = self._pieces()
        text = "\n".join([*pieces[:1], *([box] if box else []), *pieces[1:]])
        for habit, leave in LEAVINGS.items():
            if habit in self.habits:
                text = leave(self.writer, text)
        return text

    def _pieces(self) -> list[str]:
        out: list[str] = []
        for kind, group in groupby(self.story.text_parts, key=self._kind):
            out += self._run(kind, list(group))
            if kind != "illustration" and self.writer.below(8) == 0:
                out.append("<p>&nbsp;</p>")
        if self.story.number % 6 == 5 and self.story.kind == "text":
            out.append(f"<p>{self.writer.pick('.,;')}</p>")
        return out

    def _run(self, kind: str, parts: list[Part]) -> list[str]:
        """Parts of one kind that follow one another."""
        if kind == "illustration":
            return self._illustrations(parts)
        if kind == "paragraph":
            return self._paragraphs(parts)
        return [] if kind == "attachment" else [self._block(part) for part in parts]

    @staticmethod
    def _kind(part: Part) -> str:
        return "illustration" if part.kind in ("picture", "caption") else part.kind

    def _block(self, part: Part) -> str:
        if part.kind == "heading":
            tag = self.writer.pick(("h2", "h3"))
            return f"<{tag}>{self.typist.rich(part.text)}</{tag}>"
        if part.kind == "list":
            tag = "ul" if self.story.number % 2 else "ol"
            items = "".join(f"<li>{self.typist.rich(cells[0])}</li>" for cells in part.lines)
            return f"<{tag}>{items}</{tag}>"
        if part.kind == "quote":
            return f"<blockquote><p>{self.typist.rich(part.text)}</p></blockquote>"
        if part.kind == "video":
            return f'<p><iframe width="560" height="315" src="{part.path}"></iframe></p>'
        return self._table(part)

    def _paragraphs(self, parts: list[Part]) -> list[str]:
        if not self.breaks:
            return [self._paragraph(part) for part in parts]
        texts = "<br><br>\n".join(self.indent + self.typist.prose(part.text) for part in parts)
        closed = (
            f"<div>{texts}</div>" if self.story.number % 4 == 3 else f"<p>{texts}<br>&nbsp;</p>"
        )
        return [closed]

    def _paragraph(self, part: Part) -> str:
        """A paragraph in one of Word's or the editor's dresses; no dress adds or drops a blank."""
        text = self.typist.prose(part.text)
        first, comma, rest = text.partition(", ")
        way = self.writer.below(6)
        if way == 0 and comma and "<" not in text:
            text = f"<strong>{first},</strong> {rest}"
        elif way == 1:
            text = f'<span style="font-size:14pt"><span style="color:#000">{text}</span></span>'
        elif way == 2:
            text = f"<em></em>{text}<o:p></o:p>"
        elif way == 3:
            text = text.replace(" - ", "&nbsp;- ", 1)
        return f"{self.opener}{self.indent}{text}</p>"

    def _table(self, part: Part) -> str:
        rows = []
        for number, cells in enumerate(part.lines):
            tag = "th" if number == 0 and self.story.number % 2 else "td"
            filled = "".join(f"<{tag}><p>{self.typist.rich(cell)}</p></{tag}>\n" for cell in cells)
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
        return f'<img src="{address}" alt="{html.escape(self._alt(part))}">'

    def _alt(self, part: Part) -> str:
        first = next(other for other in self.story.parts if other.kind == "picture")
        later = self.style.later_alt is not None and part != first
        return self.style.later_alt or "" if later else self.style.alt

    def _illustrations(self, parts: list[Part]) -> list[str]:
        """Pictures in the article's frame, each with the captions that follow it."""
        out: list[str] = []
        while parts:
            picture, *parts = parts
            captions = []
            while parts and parts[0].kind == "caption":
                captions.append(self.typist.rich(parts.pop(0).text))
            out.append(self._framed(self.image(picture), captions))
        return out

    def _framed(self, image: str, captions: list[str]) -> str:
        if len(captions) > 1 or self.frame == "centred":
            lines = [f"{self.centred}{image}</p>"]
            lines += [f"{self.centred}<em>{caption}</em></p>" for caption in captions]
            return "\n".join(lines)
        caption = "".join(captions)
        if caption and self.frame == "figcaption":
            return f'<figure class="image">{image}<figcaption>{caption}</figcaption></figure>'
        if caption and self.frame == "below":
            return f"{self.centred}{image}<br>\n{caption}</p>"
        if self.frame == "table":
            row = f'<tr><td class="image_desc">{caption}</td></tr>' if caption else ""
            return f'<table class="image"><tbody><tr><td>{image}</td></tr>{row}</tbody></table>'
        below = f"\n<p><strong>{caption}</strong></p>" if caption else ""
        return f'<figure class="image">{image}</figure>{below}'
