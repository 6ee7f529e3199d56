"""An article's content, before any platform prints it: a pure function of (seed, site, number)."""

from dataclasses import dataclass, replace
from datetime import datetime

from tests.replica import wording
from tests.replica.content import Byline, Part
from tests.replica.prose import Writer, chance, old_tones
from tests.replica.specs import Content, Precision, Section, SiteSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article. ``addresses`` are root-relative, the first one first; a repost has two.

    The first ``set_apart`` of its parts stand beside the lead, outside the text. ``sections`` list
    it; ``stated`` has, for each address, the section that the page there names.
    """

    spec: SiteSpec
    number: int
    kind: str
    title: str
    lead: str | None
    parts: tuple[Part, ...]
    set_apart: int
    byline: Byline
    moment: datetime
    precision: Precision
    outlet_tag: str | None
    sections: tuple[Section, ...]
    stated: tuple[str | None, ...]
    addresses: tuple[str, ...]

    @property
    def beside_lead(self) -> tuple[Part, ...]:
        """The picture that the page sets beside the lead, and its caption; often nothing."""
        return self.parts[: self.set_apart]

    @property
    def text_parts(self) -> tuple[Part, ...]:
        """What stands in the text."""
        return self.parts[self.set_apart :]


def story(seed: int, spec: SiteSpec, number: int) -> Story:
    """Article *number* of the site."""
    writer = Writer(chance(seed, spec.name, number))
    kind = spec.kind(number)
    title = spec.photo_title if kind == "photo" else _title(writer, kind, number)
    lead, parts, byline = _content(writer, spec, number)
    beside_lead = spec.lead_parts(writer, number) if kind == "text" else []
    sections = [spec.section(number)]
    if kind in ("twice", "repost"):
        sections.append(spec.other_section(number))
    addresses = _addresses(spec, number, title)
    return Story(
        spec=spec,
        number=number,
        kind=kind,
        title=title,
        lead=lead,
        parts=tuple(_addressed(part, addresses[0]) for part in (*beside_lead, *parts)),
        set_apart=len(beside_lead),
        byline=byline,
        moment=spec.moment(number),
        precision=spec.precision(number),
        outlet_tag=spec.outlet_tag(number) if lead is not None else None,
        sections=tuple(sections),
        stated=tuple(
            spec.stated_section(sections[variant], number, variant)
            for variant in range(len(addresses))
        ),
        addresses=addresses,
    )


def _addressed(part: Part, page: str) -> Part:
    """*part*, whose path may be a query of the article's own page."""
    return replace(part, path=page + part.path) if part.path.startswith("?") else part


def _title(writer: Writer, kind: str, number: int) -> str:
    """A headline; a document's names its number."""
    if kind != "document":
        return old_tones(writer.title()) if number % 5 == 3 else writer.title()
    mark = writer.pick(wording.DOCUMENT_MARKS)
    name = f"{writer.pick(wording.DOCUMENTS)} số {writer.below(400) + 1}-{mark}"
    return f"{name} về {writer.pick(wording.TOPICS)}"


def _addresses(spec: SiteSpec, number: int, title: str) -> tuple[str, ...]:
    """The address, and for a repost the second, in its other section."""
    first = spec.article_path((spec.section(number), title), number)
    if spec.kind(number) != "repost":
        return (first,)
    return (first, spec.article_path(spec.second_heading(title, number), number, 1))


def _content(writer: Writer, spec: SiteSpec, number: int) -> Content:
    """Lead, blocks and byline, by the kind of the article."""
    if (post := spec.post(writer, number)) is not None:
        return post
    kind = spec.kind(number)
    if kind == "photo":
        return None, [_picture(writer, spec, number)], Byline()
    if kind == "document":
        return None, [_attachment(writer, spec, number)], Byline()
    if kind == "short":
        return None, [Part("paragraph", writer.one_of(wording.NEAR_MISSES))], Byline()
    lead = writer.sentences(1 + writer.below(2)) if number % 8 != 5 else None
    parts = _body(writer, spec, number)
    if number % 5 == 3:
        lead = lead and old_tones(lead)
        parts = [
            Part("paragraph", old_tones(part.text)) if part.kind == "paragraph" else part
            for part in parts
        ]
    return lead, parts, spec.byline(writer, number)


def _body(writer: Writer, spec: SiteSpec, number: int) -> list[Part]:
    """Four to twelve paragraphs, with the other kinds of block between some of them."""
    parts: list[Part] = []
    extras = [_near_miss, _enumeration, _heading, _list, _table, _quote, _video, *spec.extras]
    illustrated = number % 7 != 2
    for position in range(4 + writer.below(6)):
        parts.append(Part("paragraph", writer.sentences(2 + writer.below(3))))
        if writer.below(3) == 0:
            parts += writer.pick(extras)(writer)
        if illustrated and (writer.below(4) == 0 or position == 1):
            parts += _pictures(writer, spec, number)
    ending = writer.sentences(2)
    parts.append(Part("paragraph", f"{ending.rstrip('.')}./." if number % 4 == 1 else ending))
    if number % 9 == 6:
        parts.append(_attachment(writer, spec, number))
    return parts


def _near_miss(writer: Writer) -> list[Part]:
    return [Part("paragraph", f"{writer.one_of(wording.NEAR_MISSES)} {writer.sentences(1)}")]


def _enumeration(writer: Writer) -> list[Part]:
    marks = writer.pick(wording.ENUMERATIONS)
    return [Part("paragraph", mark + writer.fill(writer.pick(wording.TASKS))) for mark in marks]


def _heading(writer: Writer) -> list[Part]:
    prose = Part("paragraph", writer.sentences(2))
    return [Part("heading", writer.one_of(wording.HEADINGS)), prose]


def _list(writer: Writer) -> list[Part]:
    items = tuple((writer.one_of(wording.ITEMS),) for _ in range(2 + writer.below(4)))
    return [_lined("list", items)]


def _table(writer: Writer) -> list[Part]:
    rows = [("TT", "Đơn vị", "Kết quả (%)")]
    rows += [
        (str(row + 1), writer.pick(wording.UNITS), f"{writer.below(60) + 40},5")
        for row in range(2 + writer.below(4))
    ]
    return [_lined("table", tuple(rows))]


def _quote(writer: Writer) -> list[Part]:
    return [Part("quote", writer.sentences(1))]


def _video(writer: Writer) -> list[Part]:
    name = "".join(writer.pick("ABCDEFGHabcdefgh0123456789-_") for _ in range(11))
    return [Part("video", path=f"https://www.youtube.com/embed/{name}")]


def _lined(kind: str, lines: tuple[tuple[str, ...], ...]) -> Part:
    return Part(kind, "\n".join(" | ".join(cells) for cells in lines), lines=lines)


def _pictures(writer: Writer, spec: SiteSpec, number: int) -> list[Part]:
    """A picture with its caption, on a line or two; or two that share it; or one, then prose."""
    first = _picture(writer, spec, number)
    if writer.below(5) == 0:
        return [first, Part("paragraph", writer.sentences(2))]
    caption = writer.one_of(wording.CAPTIONS).rstrip(".")
    if writer.below(2):
        caption = f"{caption}. Ảnh: {writer.pick(wording.PEN_NAMES)}"
    shared = [_picture(writer, spec, number)] if writer.below(6) == 0 else []
    lines = _lines(caption) if writer.below(4) == 0 else [caption]
    return [first, *shared, *(Part("caption", line) for line in lines)]


def _lines(text: str) -> list[str]:
    """*text* on two lines, as under a narrow picture."""
    words = text.split(" ")
    half = len(words) // 2
    return [" ".join(words[:half]), " ".join(words[half:])] if half else [text]


def _picture(writer: Writer, spec: SiteSpec, number: int) -> Part:
    return Part("picture", path=spec.picture_path(writer, number))


def _attachment(writer: Writer, spec: SiteSpec, number: int) -> Part:
    """A PDF under a name in Vietnamese."""
    label = f"{writer.pick(wording.DOCUMENTS)} {spec.article_id(number)}.pdf"
    return Part("attachment", label, path=spec.attachment_path(label, number))
