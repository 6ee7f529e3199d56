"""Where articles come from, as rows: provinces, publishers, sites and their hosts.

What is declared in the program is written over what the archive has; nothing is taken out, for
articles of former sites stay.
"""

import json
from collections.abc import Iterable
from datetime import date

from sqlite_utils import Database

from crawler.errors import DeclarationError
from crawler.register import Province, Publisher
from crawler.site import Era, Site

_PROVINCE = """
INSERT INTO provinces (code_system, code, name, valid_from, valid_to, successor)
VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (code_system, code, name) DO UPDATE SET
  valid_from = excluded.valid_from, valid_to = excluded.valid_to, successor = excluded.successor
"""
_PUBLISHER = """
INSERT INTO publishers (key, name, organ, province, valid_from, valid_to, successor)
VALUES (?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
  name = excluded.name, organ = excluded.organ, province = excluded.province,
  valid_from = excluded.valid_from, valid_to = excluded.valid_to, successor = excluded.successor
"""
_SITE = """
INSERT INTO sites (key, publisher, status, eras) VALUES (?, ?, ?, ?)
ON CONFLICT (key) DO UPDATE SET
  publisher = excluded.publisher, status = excluded.status, eras = excluded.eras
"""
_HOST = """
INSERT INTO site_hosts (site_key, host, valid_from, valid_to, role) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (site_key, host, role) DO UPDATE SET
  valid_from = excluded.valid_from, valid_to = excluded.valid_to
"""


def record_publishers(
    db: Database, publishers: Iterable[Publisher], provinces: Iterable[Province]
) -> None:
    """Store what the register says; inside ``archive.writing()``."""
    for province in provinces:
        span = (_day(province.valid_from), _day(province.valid_to))
        names = (province.code_system, province.code, province.name)
        db.conn.execute(_PROVINCE, (*names, *span, province.successor))
    for one in publishers:
        span = (_day(one.valid_from), _day(one.valid_to))
        db.conn.execute(
            _PUBLISHER, (one.key, one.name, one.organ.value, one.province, *span, one.successor)
        )


def record_site(
    db: Database, site: Site, *, publisher: Publisher | None = None, hosts: Iterable[str] = ()
) -> None:
    """Store a site as declared; inside ``archive.writing()``.

    *publisher* may be left out once :func:`record_publishers` has stored it. *hosts* are those the
    operator found, with their ports; they are kept beside the declared ones. Raises
    DeclarationError where the site's publisher is not known.
    """
    if publisher is not None:
        record_publishers(db, (publisher,), ())
    known = db.conn.execute("SELECT 1 FROM publishers WHERE key = ?", (site.publisher,)).fetchone()
    if known is None:
        raise DeclarationError(f"site {site.name}: no publisher {site.publisher!r} is registered")
    eras = [
        {
            "family": era.family.name,
            "since": _day(era.since),
            "until": _day(era.until),
            "evidence": era.evidence.value,
        }
        for era in site.eras
    ]
    values = (site.name, site.publisher, site.status.value, json.dumps(eras, ensure_ascii=False))
    db.conn.execute(_SITE, values)
    for host in site.hosts:
        span = _span([era for era in site.eras if host in era.hosts])
        db.conn.execute(_HOST, (site.name, host, *span, "pages"))
    others = [(host, "media") for host in site.media_hosts]
    others += [(host, "pages") for host in hosts if host not in site.hosts]
    for host, role in others:
        db.conn.execute(_HOST, (site.name, host, None, None, role))


def _span(eras: list[Era]) -> tuple[str | None, str | None]:
    """From the first day to the last of *eras*, None where one of them has none."""
    since = [era.since for era in eras]
    until = [era.until for era in eras]
    first = None if None in since else min(day for day in since if day)
    last = None if None in until else max(day for day in until if day)
    return _day(first), _day(last)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
