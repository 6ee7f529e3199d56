"""Everything that the archive holds of one article, for a person to read."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

Row = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """An article's rows by column name: addresses oldest first, revisions by number.

    ``blocks`` are those of the newest revision, in order; each revision has the ``tls`` of its
    capture.
    """

    article: Row
    urls: tuple[Row, ...]
    revisions: tuple[Row, ...]
    blocks: tuple[dict[str, object], ...]


def dossier(db: Database, article_id: int) -> Dossier | None:
    """What is known of the article; None where there is none of that number."""
    found = _rows(db, "SELECT * FROM articles WHERE id = ?", article_id)
    if not found:
        return None
    revisions = _rows(
        db,
        "SELECT r.*, c.tls FROM revisions r JOIN captures c ON c.id = r.capture_id"
        " WHERE article_id = ? ORDER BY number",
        article_id,
    )
    urls = _rows(
        db, "SELECT * FROM urls WHERE article_id = ? ORDER BY first_seen_at, url", article_id
    )
    blocks = tuple(json.loads(str(revisions[-1]["blocks"]))) if revisions else ()
    return Dossier(article=found[0], urls=urls, revisions=revisions, blocks=blocks)


def _rows(db: Database, sql: str, article_id: int) -> tuple[dict[str, Any], ...]:
    cursor = db.conn.cursor()
    cursor.row_factory = sqlite3.Row
    return tuple(dict(row) for row in cursor.execute(sql, (article_id,)))
