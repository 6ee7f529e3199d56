"""How the paper's generations set a text: figures, quotations and videos as units, and inserts."""

import html
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from tests.replica.chrome import Look
from tests.replica.content import Part
from tests.replica.markup import Editor, Style
from tests.replica.story import Story

_FIGURE = frozenset({"picture", "video", "caption"})


class Typesetter(Editor):
    """Prints the text of one article as one generation does.

    The inserts are what stands in the text without being of it: link boxes, polls, advertisements.
    """

    def __init__(self, look: Look, story: Story) -> None:
        super().__init__(look.seed, story, style=Style(alt=""), origin=look.origin)
        self.look = look
        self._images = 0

    def text(self, inserts: Iterable[str] = ()) -> str:
        """The text with the attachments at its end and the *inserts* here and there."""
        pieces: list[str] = []
        for kind, run in groupby(self.story.text_parts, key=_unit):
            pieces += self._run(kind, list(run))
            if self.writer.below(8) == 0:
                pieces.append("<p>&nbsp;</p>")
        if self.story.number % 6 == 5 and self.story.kind == "text":
            pieces.append(f"<p>{self.writer.pick('.,;')}</p>")
        for place, insert in enumerate(inserts):
            pieces.insert(min(1 + place * 3, len(pieces)), insert)
        return "\n".join(pieces)

    def _run(self, kind: str, parts: list[Part]) -> list[str]:
        if kind == "figure":
            return [self.figure_of(figure) for figure in _figures(parts)]
        if kind == "quote":
            return [self.quote([self.spelled(part.text) for part in parts])]
        if kind == "attachment":
            return [f'<p><a href="{part.path}">{self.spelled(part.text)}</a></p>' for part in parts]
        if kind == "paragraph" and self.breaks:
            return [self._with_breaks(parts)]
        return [self._block(part) for part in parts]

    def figure_of(self, parts: Sequence[Part]) -> str:
        """Pictures or a video, and the caption if there is one, as one unit."""
        caption = self.spelled(parts[-1].text) if parts[-1].kind == "caption" else ""
        if parts[0].kind == "video":
            return self.video(parts[0].path, caption)
        return self.figure([self.image(part) for part in parts if part.kind == "picture"], caption)

    def image(self, part: Part) -> str:
        """The picture's element; its address absolute or root-relative."""
        self._images += 1
        address = self.origin + part.path if self.story.number % 3 == 0 else part.path
        return self.element(address, html.escape(self.alt(self._images)))

    def element(self, address: str, alt: str) -> str:
        """The element of the picture at *address*."""
        return f'<img src="{address}" alt="{alt}">'

    def alt(self, place: int) -> str:  # noqa: ARG002 - a hook
        """The name of the article's picture number *place*, counted from 1."""
        return ""

    def lead(self) -> str:
        """The summary, after the outlet's tag where the article has one."""
        text = self.spelled(self.story.lead or "")
        if self.story.outlet_tag is None:
            return text
        tag = f"({self.story.outlet_tag})"
        tag = f"<strong>{tag}</strong>" if self.story.number % 3 == 2 else tag
        return f"{tag} -&nbsp;{text}" if self.story.number % 2 else f"{tag} - {text}"

    @abstractmethod
    def figure(self, images: Sequence[str], caption: str) -> str:
        """The elements *images* with their *caption*, which may be empty."""

    @abstractmethod
    def quote(self, lines: Sequence[str]) -> str:
        """A quotation: its words, and perhaps who said them."""

    @abstractmethod
    def video(self, address: str, caption: str) -> str:
        """The film at *address*, with its *caption*, which may be empty."""


def _unit(part: Part) -> str:
    return "figure" if part.kind in _FIGURE else part.kind


def _figures(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """*parts* cut after each caption, and between a video and a picture."""
    figure: list[Part] = []
    for part in parts:
        if figure and part.kind not in ("caption", figure[0].kind):
            yield figure
            figure = []
        figure.append(part)
        if part.kind == "caption":
            yield figure
            figure = []
    if figure:
        yield figure


def links(stories: Iterable[Story]) -> str:
    """List items that lead to *stories*."""
    return "".join(
        f'<li><a href="{story.addresses[0]}" title="{html.escape(story.title)}">'
        f"{html.escape(story.title)}</a></li>"
        for story in stories
    )
