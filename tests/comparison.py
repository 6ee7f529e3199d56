"""An archive beside the truth of the replica: every field of every article."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.program import database
from tests.replica import World

_FIELDS = (
    "kind", "title", "lead", "body", "author", "source", "outlet_tag", "section",
    "published_at", "published_on",
)  # fmt: skip


def archived(archive: Path, site: str) -> list[dict[str, Any]]:
    """What the archive holds of *site*, in the shape of the truth, oldest first."""
    db = database(archive)
    rows = db.query(
        "SELECT a.*, r.blocks AS blocks FROM articles a"
        " JOIN revisions r ON r.article_id = a.id AND r.number = a.revision_count"
        " WHERE a.site_key = ? ORDER BY a.id",
        [site],
    )
    return [_as_truth(row, _addresses(archive, row["id"])) for row in rows]


def _addresses(archive: Path, article: int) -> list[str]:
    """The addresses that serve the article; one that redirects to another of them is no more."""
    rows = database(archive).query(
        "SELECT url FROM urls WHERE article_id = ? AND state = 'live'", [article]
    )
    return sorted(row["url"] for row in rows)


def _as_truth(row: Mapping[str, Any], urls: list[str]) -> dict[str, Any]:
    blocks = [
        {"kind": block["kind"], "text": block["text"], "url": block["url"]}
        for block in json.loads(row["blocks"])
    ]
    return {name: row[name] for name in _FIELDS} | {"urls": urls, "blocks": blocks}


def differences(archive: Path, world: World, site: str) -> list[str]:
    """A sentence for each article that is missing, invented, or has a field that is not true.

    A repost states the section of the address that was read first, which may be either.
    """
    found = {tuple(one["urls"]): one for one in archived(archive, site)}
    true = {tuple(sorted(one["urls"])): one for one in world.truth(site)}
    said = [f"missing: {urls}" for urls in true.keys() - found.keys()]
    said += [f"invented: {urls}" for urls in found.keys() - true.keys()]
    for urls in true.keys() & found.keys():
        said += _unlike(found[urls], true[urls])
    return said


def _unlike(found: Mapping[str, Any], true: Mapping[str, Any]) -> list[str]:
    wanted = {name: true[name] for name in (*_FIELDS, "blocks")}
    if found["section"] in true["section_at"].values():
        wanted["section"] = found["section"]
    return [
        f"{found['urls'][0]}: {name} is {found[name]!r}, not {value!r}"
        for name, value in wanted.items()
        if found[name] != value
    ]
