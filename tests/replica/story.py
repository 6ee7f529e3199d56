"""An article's content, before any platform prints it: a pure function of (seed, site, number)."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from tests.replica import wording
from tests.replica.prose import Writer, chance, old_tones, slug
from tests.replica.specs import Section, SiteSpec


@dataclass(frozen=True, slots=True)
class Part:
    """A block. A list or table has its items or rows in ``lines``; ``path`` is root-relative."""

    kind: str
    text: str = ""
    path: str = ""
    lines: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Byline:
    """The line that names the author; ``form`` says where it stands (``none``: nowhere)."""

    form: str = "none"
    printed: tuple[str, ...] = ()
    author: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """An article. ``addresses`` are root-relative, the first one first; a repost has two."""

    spec: SiteSpec
    number: int
    kind: str
    title: str
    lead: str | None
    parts: tuple[Part, ...]
    byline: Byline
    moment: datetime
    day_only: bool
    tagged: bool
    subsection: str | None
    sections: tuple[Section, ...]
    addresses: tuple[str, ...]


def story(seed: int, spec: SiteSpec, number: int) -> Story:
    """Article *number* of the site."""
    writer = Writer(chance(seed, spec.name, number))
    kind = spec.kind(number)
    title = spec.photo_title if kind == "photo" else _title(writer, kind, number)
    lead, parts, byline = _content(writer, spec, number)
    if kind == "text" and spec.platform == "vnpt" and number % 5 == 0:
        parts.insert(0, Part("picture", path=_picture(writer, spec, number)))
    sections = [spec.section(number)]
    if kind in ("twice", "repost"):
        sections.append(spec.other_section(number))
    return Story(
        spec=spec,
        number=number,
        kind=kind,
        title=title,
        lead=lead,
        parts=tuple(parts),
        byline=byline,
        moment=spec.moment(number),
        day_only=spec.platform == "vnpt" and number % 6 == 4,
        tagged=lead is not None and spec.platform == "version1" and number % 7 != 3,
        subsection=_SUBSECTIONS.get(sections[0].path) if number % 3 == 0 else None,
        sections=tuple(sections),
        addresses=_addresses(spec, number, title),
    )


def lead_picture(article: Story) -> Part | None:
    """The picture that a VNPT page shows between summary and text, if the article has one."""
    first = article.parts[0]
    shown = article.kind == "text" and article.spec.platform == "vnpt"
    return first if shown and first.kind == "picture" else None


#: Second step of the breadcrumb, where an article has one.
_SUBSECTIONS = {"/chinh-tri/": "Xây dựng Đảng", "/kinh-te/": "Nông nghiệp"}


def _title(writer: Writer, kind: str, number: int) -> str:
    """A headline; a document's names its number."""
    if kind != "document":
        return old_tones(writer.title()) if number % 5 == 3 else writer.title()
    mark = writer.pick(wording.DOCUMENT_MARKS)
    name = f"{writer.pick(wording.DOCUMENTS)} số {writer.below(400) + 1}-{mark}"
    return f"{name} về {writer.pick(wording.TOPICS)}"


def _addresses(spec: SiteSpec, number: int, title: str) -> tuple[str, ...]:
    """The address, and for a repost the second: other section, other slug, other id."""
    first = article_path(spec, (spec.section(number), title), number)
    if spec.kind(number) != "repost":
        return (first,)
    second = (spec.other_section(number), f"Nhìn lại: {title}")
    return (first, article_path(spec, second, number, variant=1))


def article_path(
    spec: SiteSpec, heading: tuple[Section, str], number: int, *, variant: int = 0
) -> str:
    """The root-relative address of an article of that section and title."""
    section, title = heading
    article_id = spec.article_id(number, variant)
    if spec.platform == "vnpt":
        return f"{section.path}/{slug(title)}-{article_id}"
    return f"/{slug(title)}-{spec.moment(number):%d%m%Y}-a{article_id}.html"


def _content(writer: Writer, spec: SiteSpec, number: int) -> tuple[str | None, list[Part], Byline]:
    """Lead, blocks and byline, by the kind of the article."""
    kind = spec.kind(number)
    if kind == "photo":
        return None, [Part("picture", path=_picture(writer, spec, number))], Byline()
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
    return lead, parts, _byline(writer, spec)


def _body(writer: Writer, spec: SiteSpec, number: int) -> list[Part]:
    """Four to twelve paragraphs, with the other kinds of block between some of them."""
    parts: list[Part] = []
    extras = [_near_miss, _enumeration, _heading, _list, _table]
    for position in range(4 + writer.below(6)):
        parts.append(Part("paragraph", writer.sentences(2 + writer.below(3))))
        if writer.below(3) == 0:
            parts += writer.pick(extras)(writer)
        if writer.below(4) == 0 or position == 1:
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


def _lined(kind: str, lines: tuple[tuple[str, ...], ...]) -> Part:
    return Part(kind, "\n".join(" | ".join(cells) for cells in lines), lines=lines)


def _pictures(writer: Writer, spec: SiteSpec, number: int) -> list[Part]:
    """A picture with its caption; or two that share one; or one without, then prose."""
    first = Part("picture", path=_picture(writer, spec, number))
    if writer.below(5) == 0:
        return [first, Part("paragraph", writer.sentences(2))]
    caption = writer.one_of(wording.CAPTIONS).rstrip(".")
    if writer.below(2):
        caption = f"{caption}. Ảnh: {writer.pick(wording.PEN_NAMES)}"
    shared = [Part("picture", path=_picture(writer, spec, number))] if writer.below(6) == 0 else []
    return [first, *shared, Part("caption", caption)]


def _picture(writer: Writer, spec: SiteSpec, number: int) -> str:
    """The address of one more picture; no two pictures of a site share one."""
    day = spec.moment(number)
    name = spec.article_id(number) * 1000 + writer.below(1000)
    if spec.platform == "vnpt":
        folder = f"/nan-ubnd/{spec.site_id}/quantritintuc{day.year}{day.month}"
        return f"{folder}/638{name:09d}{writer.below(1_000_000):06d}.jpg"
    return f"/image/ckeditor/{day:%Y}/{day:%Y%m%d}/files/bdk-{name}{writer.below(10**6):06d}.jpg"


def _attachment(writer: Writer, spec: SiteSpec, number: int) -> Part:
    """A PDF under a name in Vietnamese, percent-encoded in its address."""
    day = spec.moment(number)
    count = spec.article_id(number)
    label = f"{writer.pick(wording.DOCUMENTS)} {count}.pdf"
    if spec.platform == "vnpt":
        folder = f"/nan-ubnd/{spec.site_id}/quantritintuc{day.year}{day.month}"
        return Part("attachment", label, path=f"{folder}/{count}_{quote(label[:-4])}_Signed.pdf")
    return Part("attachment", label, path=f"/file/{day:%Y}/{count}-{slug(label[:-4])}.pdf")


def _byline(writer: Writer, spec: SiteSpec) -> Byline:
    """How the author is named: the forms that the platform is known to use."""
    name = writer.pick(wording.PEN_NAMES)
    if spec.platform == "vnpt":
        form = writer.pick(("field", "aligned", "aligned", "labelled", "none"))
        printed = {"field": f"Tác giả: {name}", "labelled": f"Tin, ảnh: {name}"}.get(form, name)
        return Byline() if form == "none" else Byline(form, (printed,), name)
    form = writer.pick(("class", "class", "aligned", "none"))
    if form == "none":
        return Byline()
    way = writer.below(6)
    if way == 0:
        source = writer.pick(wording.SOURCES)
        return Byline(form, (name, f"(Theo {source})"), name, source)
    if way == 1:
        name = writer.pick(wording.INITIALS)
    elif way == 2:  # the paper's own style for its staff
        name = name.upper()
    label = {3: "Tin, ảnh: ", 4: "Bài, ảnh: "}.get(way, "")
    return Byline(form, (label + name,), name)
