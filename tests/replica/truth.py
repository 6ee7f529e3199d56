"""What a reader of the pages ought to find, one JSON object an article."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tests.replica.prose import folded
from tests.replica.story import Part, Story

#: The outlet tag that Báo Đồng Khởi puts before a summary.
OUTLET_TAG = "BDK.VN"
_BODY_KINDS = frozenset({"paragraph", "heading", "list", "table"})
_ARTICLE_KINDS = {"document": "document", "photo": "photo"}


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
        "listed_in": [section.name for section in story.sections],
        "kind": _ARTICLE_KINDS.get(story.kind, "text"),
        "title": folded(story.title),
        "lead": folded(story.lead) if story.lead is not None else None,
        "body": "\n".join(_text(part) for part in story.parts if part.kind in _BODY_KINDS),
        "captions": [_text(part) for part in story.parts if part.kind == "caption"],
        "pictures": _addresses(story, origin, "picture"),
        "attachments": _addresses(story, origin, "attachment"),
        "author": story.byline.author,
        "source": story.byline.source,
        "outlet_tag": OUTLET_TAG if story.tagged else None,
        "section": stated_section(story, 0),
        "section_at": {url: stated_section(story, n) for n, url in enumerate(urls)},
        "published_at": None if story.day_only else story.moment.isoformat(),
        "published_on": f"{story.moment:%Y-%m-%d}",
        "blocks": blocks,
    }


def stated_section(story: Story, variant: int) -> str | None:
    """The last step of the breadcrumb; VNPT pages have no breadcrumb.

    A repost at its second address (*variant* 1) stands in its other section.
    """
    if story.spec.platform == "vnpt":
        return None
    if variant == 0 and story.subsection:
        return story.subsection
    return story.sections[variant].name


def _text(part: Part) -> str:
    return "\n".join(folded(line) for line in part.text.split("\n"))


def _block(part: Part, origin: str) -> dict[str, Any]:
    return {
        "kind": part.kind,
        "text": _text(part),
        "url": origin + part.path if part.path else None,
    }


def _addresses(story: Story, origin: str, kind: str) -> list[str]:
    return [origin + part.path for part in story.parts if part.kind == kind]


def write_truth(path: Path, truths: Iterable[dict[str, Any]]) -> int:
    """Write *truths* to *path* as JSON lines, one after another; how many there were."""
    count = 0
    with path.open("w", encoding="utf-8") as lines:
        for truth in truths:
            lines.write(json.dumps(truth, ensure_ascii=False) + "\n")
            count += 1
    return count
