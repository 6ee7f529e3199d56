"""The first schema as data: each table, each column and what it means.

Migration ``m001_first_tables`` creates exactly this; a later change is a migration of its own.
The meanings fill the ``columns`` table, from which the documentation of the archive is made.
"""

from crawler.archive.columns import ID, Column, Table
from crawler.archive.tables_articles import ARTICLES
from crawler.archive.tables_crawling import CRAWLING, EVIDENCE

__all__ = ["TABLES", "Column", "Table"]

PLACES = (
    Table(
        "provinces",
        "a province in a period",
        (
            ID,
            Column("code", "TEXT NOT NULL", "its number in the code system"),
            Column("code_system", "TEXT NOT NULL", "which list of codes"),
            Column("name", "TEXT NOT NULL", "its name"),
            Column("valid_from", "TEXT", "first day, NULL if before our time"),
            Column("valid_to", "TEXT", "last day, NULL if it still is"),
            Column("successor", "TEXT", "code of the province that took its place"),
        ),
        ("UNIQUE (code_system, code, name)",),
    ),
    Table(
        "publishers",
        "a committee, board or paper in a period",
        (
            Column("key", "TEXT PRIMARY KEY", "its identifier in this archive"),
            Column("name", "TEXT NOT NULL", "its name"),
            Column("organ", "TEXT NOT NULL", "what it is: committee, board or newspaper"),
            Column("province", "TEXT NOT NULL", "name of its province"),
            Column("valid_from", "TEXT", "first day, NULL if not known"),
            Column("valid_to", "TEXT", "last day, NULL if it still is or is not known"),
            Column("successor", "TEXT", "name of what took its place"),
        ),
    ),
    Table(
        "sites",
        "a site that is declared",
        (
            Column("key", "TEXT PRIMARY KEY", "its name on the command line"),
            Column("publisher", "TEXT NOT NULL REFERENCES publishers (key)", "whose site it is"),
            Column("status", "TEXT NOT NULL", "active, moved, gone or unverified"),
            Column("eras", "TEXT NOT NULL", "JSON list: family, since, until, evidence"),
        ),
    ),
    Table(
        "site_hosts",
        "a host of a site in a period",
        (
            Column("site_key", "TEXT NOT NULL REFERENCES sites (key)", "the site"),
            Column("host", "TEXT NOT NULL", "host, with its port where it is not the usual one"),
            Column("valid_from", "TEXT", "first day, NULL if not known"),
            Column("valid_to", "TEXT", "last day, NULL if it still is or is not known"),
            Column("role", "TEXT NOT NULL", "pages or media"),
        ),
        ("PRIMARY KEY (site_key, host, role)",),
    ),
)

ABOUT = (
    Table(
        "columns",
        "what a column means",
        (
            Column("table_name", "TEXT NOT NULL", "the table"),
            Column("column_name", "TEXT NOT NULL", "the column"),
            Column("meaning", "TEXT NOT NULL", "what a value means"),
        ),
        ("PRIMARY KEY (table_name, column_name)",),
    ),
    Table(
        "meta",
        "a fact about this archive",
        (
            Column("key", "TEXT PRIMARY KEY", "schema_version, fold_version or created_at"),
            Column("value", "TEXT NOT NULL", "its value"),
        ),
    ),
)

TABLES = PLACES + CRAWLING[3:4] + EVIDENCE + ARTICLES + CRAWLING[:3] + CRAWLING[4:] + ABOUT
