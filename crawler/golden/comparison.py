"""What a page reads as beside what was expected: in which fields it differs, and what it lost."""

import difflib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crawler.extract.text import letters
from crawler.golden.cases import Content
from crawler.items import BODY_KINDS, BlockKind

#: One part in so many that is gone makes a shrunk body or list a loss.
SHARE_OF_LOSS = 5
#: Counts of what was taken out; fewer of them are no loss.
_BOOKKEEPING = frozenset({"removed", "leading"})
_ADDRESSED = (BlockKind.PICTURE, BlockKind.ATTACHMENT, BlockKind.VIDEO)
_ABSENT = object()
#: How the first hunk of a difference begins that leaves no line out above it.
_AT_THE_TOP = ("@@ -0", "@@ -1,", "@@ -1 ")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A field that reads otherwise than expected; ``lines`` show how."""

    field: str
    lines: tuple[str, ...]

    @classmethod
    def between(cls, field: str, expected: object, found: object) -> "Difference":
        """Two values of *field*, one below the other."""
        lines = (f"expected  {_shown(expected)}", f"found     {_shown(found)}")
        return cls(field=field, lines=lines)


def differences(expected: Content, found: Content) -> tuple[Difference, ...]:
    """Every field in which the two differ, in the order of the page's fields."""
    if _shape(expected) != _shape(found):
        return (Difference.between("reads as", _name(expected), _name(found)),)
    return tuple(_differences("", expected, found))


def losses(expected: Content, found: Content) -> tuple[str, ...]:
    """What *found* no longer has of *expected*, in words; empty where nothing is lost."""
    if _shape(expected) != _shape(found):
        is_loss = _shape(expected) != "error"
        return (f"the {_name(expected)}: it reads as {_name(found)}",) if is_loss else ()
    return (*_lost_fields("", expected, found), *_lost_links(expected, found),
            *_lost_blocks(expected, found))  # fmt: skip


def _shape(content: Content) -> str:
    """What the page was read as."""
    if "error" in content:
        return "error"
    return "listing" if "links" in content else "article"


def _name(content: Content) -> str:
    reason = f" {content['error']}" if "error" in content else ""
    return _shape(content) + reason


def _differences(path: str, expected: Content, found: Content) -> Iterator[Difference]:
    for name in dict.fromkeys((*expected, *found)):
        one, other = expected.get(name, _ABSENT), found.get(name, _ABSENT)
        field = path + name
        if one == other:
            continue
        if isinstance(one, dict) and isinstance(other, dict):
            yield from _differences(f"{field}.", one, other)
        elif name in _LINES and isinstance(one, list) and isinstance(other, list):
            yield Difference(field=field, lines=_line_difference(one, other, _LINES[name]))
        else:
            yield Difference.between(field, one, other)


def _shown(value: object) -> str:
    if value is _ABSENT:
        return "(no such field)"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _line_difference(
    expected: list[Any], found: list[Any], lines_of: Callable[[Any], Sequence[str]]
) -> tuple[str, ...]:
    """The lines that went and came, each between its neighbours.

    Entries that differ in what *lines_of* leaves out are shown as JSON.
    """
    for each in (lines_of, lambda entry: [_shown(entry)]):
        one = [line for entry in expected for line in each(entry)]
        other = [line for entry in found for line in each(entry)]
        if one != other:
            break
    # The first two lines name files; "@@ …" stands where lines are left out, and at the top.
    changes = list(difflib.unified_diff(one, other, n=1, lineterm=""))[2:]
    lines = ("…" if line.startswith("@@") else f"{line[0]} {line[1:]}" for line in changes)
    return tuple(lines)[1:] if changes[0].startswith(_AT_THE_TOP) else tuple(lines)


def _block_lines(block: Mapping[str, Any]) -> list[str]:
    """A line an item, row or paragraph, beside the kind of its block."""
    address = f"<{block['url']}>" if block.get("url") else ""
    link = "(linked)" if block.get("linked") else ""
    return [
        " ".join(filter(None, (f"{block['kind']:<11}", text, address, link)))
        for text in block["text"].split("\n")
    ]


def _link_lines(link: Mapping[str, Any]) -> list[str]:
    return [f"{link.get('listed_on') or '':<12}{link.get('title')} <{link['url']}>"]


_LINES: Mapping[str, Callable[[Any], Sequence[str]]] = {
    "blocks": _block_lines,
    "links": _link_lines,
}


def _lost_fields(path: str, expected: Content, found: Content) -> Iterator[str]:
    for name, value in expected.items():
        if name in _BOOKKEEPING or name in _LINES:
            continue
        other = found.get(name)
        if value and not other:
            yield path + name
        elif isinstance(value, dict) and isinstance(other, dict):
            yield from _lost_fields(f"{path}{name}.", value, other)


def _lost_links(expected: Content, found: Content) -> Iterator[str]:
    before = {link["url"]: link for link in expected.get("links", ())}
    now = {link["url"]: link for link in found.get("links", ())}
    gone = len(before.keys() - now.keys())
    if gone and gone * SHARE_OF_LOSS >= len(before):
        yield f"{gone} of {len(before)} links"
    for name in ("title", "listed_on"):
        shared = before.keys() & now.keys()
        bare = sum(bool(before[url].get(name)) and not now[url].get(name) for url in shared)
        if bare:
            yield f"{name} of {bare} links"


def _lost_blocks(expected: Content, found: Content) -> Iterator[str]:
    before, now = expected.get("blocks", ()), found.get("blocks", ())
    had, has = _body_letters(before), _body_letters(now)
    if had > has and (had - has) * SHARE_OF_LOSS >= had:
        yield f"{had - has} of {had} letters of the body"
    gone = {block["kind"] for block in before} - {block["kind"] for block in now}
    yield from (f"every {kind}" for kind in _ADDRESSED if kind in gone)


def _body_letters(blocks: Sequence[Mapping[str, Any]]) -> int:
    return sum(letters(block["text"]) for block in blocks if block["kind"] in BODY_KINDS)
