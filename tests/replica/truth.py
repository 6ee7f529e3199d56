"""What a reader of the pages ought to find, one JSON object an article."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from tests.replica.content import Part
from tests.replica.prose import folded
from tests.replica.story import Story

_BODY_KINDS = frozenset({"paragraph", "heading", "list", "table", "quote"})
#: Kinds of block, the best first, with the kind of an article that has no text.
_BEST_PARTS = (("attachment", "document"), ("video", "video"), ("picture", "photo"))


def truth_of(story: Story, base: str) -> dict[str, Any]:
    """The truth of *story* on a site whose home is *base* (ending in a slash).

    The rules it follows are in the docstring of the package.
    """
    origin = base.rstrip("/")
    blocks = [_block(part, origin) for part in story.parts]
    if story.lead is not None:
        blocks.insert(0, {"kind": "paragraph", "text": folded(story.lead), "url": None})
    urls = [origin + address for address in story.addresses]
    return {
        "site": story.spec.name,
        "urls": urls,
        "platforms": list(story.spec.platforms(story.number)),
        "listed_in": [section.name for section in story.sections],
        "kind": _kind(story),
        "title": folded(story.title),
        "lead": folded(story.lead) if story.lead is not None else None,
        "body": "\n".join(_text(part) for part in story.parts if part.kind in _BODY_KINDS),
        "captions": [_text(part) for part in story.parts if part.kind == "caption"],
        "pictures": _addresses(story, origin, "picture"),
        "attachments": _addresses(story, origin, "attachment"),
        "videos": _addresses(story, origin, "video"),
        "author": story.byline.author,
        "source": story.byline.source,
        "outlet_tag": story.outlet_tag,
        "section": story.stated[0],
        "section_at": dict(zip(urls, story.stated, strict=True)),
        "published_at": _published_at(story),
        "published_on": f"{story.moment:%Y-%m-%d}" if story.precision else None,
        "blocks": blocks,
    }


def _kind(story: Story) -> str:
    """By the best part of the article."""
    kinds = {part.kind for part in story.parts}
    if story.lead is not None or kinds & _BODY_KINDS:
        return "text"
    return next(kind for part, kind in _BEST_PARTS if part in kinds)


def _published_at(story: Story) -> str | None:
    if story.precision in (None, "day"):
        return None
    second = story.moment.second if story.precision == "second" else 0
    return story.moment.replace(second=second).isoformat()


def _text(part: Part) -> str:
    return "\n".join(folded(line) for line in part.text.split("\n"))


def _block(part: Part, origin: str) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "text": _text(part),
        "url": urljoin(origin, part.path) if part.path else None,
    }


def _addresses(story: Story, origin: str, kind: str) -> list[str]:
    return [urljoin(origin, part.path) for part in story.parts if part.kind == kind]


def write_truth(path: Path, truths: Iterable[dict[str, Any]]) -> int:
    """Write *truths* to *path* as JSON lines, one after another; how many there were."""
    count = 0
    with path.open("w", encoding="utf-8") as lines:
        for truth in truths:
            lines.write(json.dumps(truth, ensure_ascii=False) + "\n")
            count += 1
    return count
