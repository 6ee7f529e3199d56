"""What a page states for machines: JSON-LD, meta elements, and values in its inline scripts.

It is parsed once a page, and never believed blindly: metadata outlives a redesign or a move (a
paper's ``og:url`` may name a host that is gone), so a layout says which of it is used, for what,
and beside what the page prints.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from lxml.html import HtmlElement

#: Properties by which a ``meta`` says what it is about, in the order of their standing.
_NAMES = ("name", "property", "itemprop", "http-equiv")
#: JSON-LD of a page is small; what nests deeper or is longer is no description of an article.
_LONGEST_JSON = 200_000
_DEEPEST = 8
#: Line ends and tabs inside a string, which editors paste and JSON forbids.
_LOOSE = json.JSONDecoder(strict=False)


@dataclass(frozen=True, kw_only=True)
class Structured:
    """The machine-readable parts of one page; texts are as stated, not folded."""

    root: HtmlElement

    def meta(self, name: str) -> tuple[str, ...]:
        """The contents of the ``meta`` elements called *name*, in order; case does not count."""
        return self._metas.get(name.casefold(), ())

    def linked(self, field: str) -> tuple[str, ...]:
        """The texts that the JSON-LD objects of articles give for *field*, in order.

        ``author.name`` is the field of an object, or of each object in a list.
        """
        found: list[str] = []
        for article in self._articles:
            found += _texts(article, field.split("."))
        return tuple(found)

    def script_values(self, name: str) -> tuple[str, ...]:
        """The values of ``'name': '…'`` in the inline scripts, in order."""
        pattern = _script_value(name)
        texts = (script.text or "" for script in self.root.iter("script"))
        return tuple(value for text in texts if name in text for _, value in pattern.findall(text))

    @cached_property
    def _metas(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for node in self.root.iter("meta"):
            content = node.get("content")
            for name in dict.fromkeys(node.get(each, "").casefold() for each in _NAMES):
                if name and content:
                    found[name] = (*found.get(name, ()), content)
        return found

    @cached_property
    def _articles(self) -> tuple[Mapping[str, object], ...]:
        """The JSON-LD objects whose type is an article of some kind; broken JSON gives none."""
        found: list[Mapping[str, object]] = []
        for script in self.root.iter("script"):
            if script.get("type", "").strip().lower() == "application/ld+json":
                found += filter(_is_article, _objects(_parsed(script.text or ""), 0))
        return tuple(found)


@cache
def _script_value(name: str) -> re.Pattern[str]:
    """``'name': 'value'`` as calls of analytics have it; values are short, on one line."""
    quoted = rf"(?<![\w$])['\"]?{re.escape(name)}['\"]?\s{{0,4}}:\s{{0,4}}"
    return re.compile(quoted + r"""(['"])([^'"\n]{0,300})\1""")


def _parsed(text: str) -> object:
    if len(text) > _LONGEST_JSON:
        return None
    try:
        return _LOOSE.decode(text.strip())
    except (ValueError, RecursionError):
        return None


def _objects(value: object, depth: int) -> Iterator[Mapping[str, object]]:
    """The objects in *value*: itself, those of a list, and those of an ``@graph``."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for each in value:
            yield from _objects(each, depth + 1)
    elif isinstance(value, dict):
        yield value
        yield from _objects(value.get("@graph"), depth + 1)


def _is_article(value: Mapping[str, object]) -> bool:
    kinds = value.get("@type")
    named = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(kind, str) and kind.endswith(("Article", "Posting")) for kind in named)


def _texts(value: object, path: list[str]) -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _texts(each, path)
    elif not path:
        if isinstance(value, str) and value.strip():
            yield value
    elif isinstance(value, dict):
        yield from _texts(value.get(path[0]), path[1:])
