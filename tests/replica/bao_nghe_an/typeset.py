"""How the paper's generations set a text: figures, quotations and videos as units, and inserts."""

import html
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence

from tests.replica.chrome import Look
from tests.replica.content import Part
from tests.replica.markup import Editor, Style
from tests.replica.story import Story


class Typesetter(Editor):
    """Prints the text of one article as one generation does."""

    def __init__(self, look: Look, story: Story) -> None:
        super().__init__(look.seed, story, style=Style(alt=""), origin=look.origin)
        self.look = look
        self._images = 0

    @abstractmethod
    def figure(self, images: Sequence[str], caption: str) -> str:
        """The elements *images* with their *caption*, which may be empty."""

    @abstractmethod
    def video(self, address: str, caption: str) -> str:
        """The film at *address*, with its *caption*, which may be empty."""

    def quote(self, lines: Sequence[str]) -> str:
        """A quotation: its words, and perhaps who said them."""
        return f"<blockquote>{''.join(f'<p>{line}</p>' for line in lines)}</blockquote>"

    def inserts(self) -> list[str]:
        """What stands in the text without being of it: link boxes, polls, advertisements."""
        return []

    def alt(self, place: int) -> str:  # noqa: ARG002 - a hook
        """The name of the article's picture number *place*, counted from 1."""
        return ""

    def element(self, address: str, alt: str) -> str:
        """The element of the picture at *address*."""
        return f'<img src="{address}" alt="{alt}">'

    def lead(self) -> str:
        """The summary, after the outlet's tag where the article has one."""
        text = self.spelled(self.story.lead or "")
        if self.story.outlet_tag is None:
            return text
        tag = f"({self.story.outlet_tag})"
        tag = f"<strong>{tag}</strong>" if self.story.number % 3 == 2 else tag
        return f"{tag} -&nbsp;{text}" if self.story.number % 2 else f"{tag} - {text}"

    def signature(self) -> str:
        """The lines that name the author and the source."""
        return "<br>".join(self.spelled(line) for line in self.story.byline.printed)

    def image(self, part: Part) -> str:
        """The picture's element; its address absolute or root-relative."""
        self._images += 1
        address = self.origin + part.path if self.story.number % 3 == 0 else part.path
        return self.element(address, html.escape(self.alt(self._images)))

    def framed(self, parts: Sequence[Part]) -> str:
        """Pictures or a video as one unit with their caption; one of several lines is centred."""
        lines = [self.typist.rich(part.text) for part in parts if part.kind == "caption"]
        if parts[0].kind == "video":
            return self.video(parts[0].path, "".join(lines))
        images = [self.image(part) for part in parts if part.kind == "picture"]
        return self.in_lines(images, lines) if lines[1:] else self.figure(images, "".join(lines))

    def in_lines(self, elements: Sequence[str], captions: Sequence[str]) -> str:
        """Each element, and each line of the caption, as a centred paragraph."""
        lines = [*elements, *(f"<em>{caption}</em>" for caption in captions if caption)]
        return "\n".join(f"{self.centred}{line}</p>" for line in lines)

    def _pieces(self) -> list[str]:
        pieces = super()._pieces()
        for place, insert in enumerate(self.inserts()):
            pieces.insert(min(1 + place * 3, len(pieces)), insert)
        return pieces

    @staticmethod
    def _kind(part: Part) -> str:
        return "illustration" if part.kind in ("picture", "video", "caption") else part.kind

    def _illustrations(self, parts: list[Part]) -> list[str]:
        return [self.framed(figure) for figure in _figures(parts)]

    def _run(self, kind: str, parts: list[Part]) -> list[str]:
        if kind == "quote":
            return [self.quote([self.typist.rich(part.text) for part in parts])]
        if kind == "attachment":
            return [f'<p><a href="{part.path}">{part.text}</a></p>' for part in parts]
        return super()._run(kind, parts)


def _figures(parts: Iterable[Part]) -> Iterator[list[Part]]:
    """*parts* cut after the captions, and between a video and a picture."""
    figure: list[Part] = []
    for part in parts:
        if figure and part.kind not in ("caption", figure[-1].kind):
            yield figure
            figure = []
        figure.append(part)
    yield figure


def below(tag: str, caption: str) -> str:
    """*caption* in an element of that *tag*, with its attributes; nothing without a caption."""
    return f"<{tag}>{caption}</{tag.split(' ', maxsplit=1)[0]}>" if caption else ""


def links(stories: Iterable[Story]) -> str:
    """List items that lead to *stories*."""
    return "".join(
        f'<li><a href="{story.addresses[0]}" title="{html.escape(story.title)}">'
        f"{html.escape(story.title)}</a></li>"
        for story in stories
    )
