"""The tables of articles: what was published, and what became of it."""

from crawler.archive.columns import ID, UTC_FORM, Column, Table


def _content() -> tuple[Column, ...]:
    """The columns that an article and each of its revisions share."""
    return (
        Column("kind", "TEXT NOT NULL", "text, document, photo or video: its best part"),
        Column("title", "TEXT NOT NULL", "title as printed, white space folded, NFC"),
        Column("lead", "TEXT", "summary that the page sets apart, without the outlet tag"),
        Column("body", "TEXT NOT NULL", "running text, one line a block, without captions"),
        Column("author", "TEXT", "byline's name or names, without labels"),
        Column("source", "TEXT", "where the page says it took the text from"),
        Column("outlet_tag", "TEXT", "agency tag before the lead, such as BDK.VN"),
        Column("section", "TEXT", "section that the page itself states"),
        Column("published_at", "TEXT", "moment as printed, with +07:00; NULL if only a day"),
        Column("published_on", "TEXT", "day of publication in Hanoi, YYYY-MM-DD"),
        Column("published_precision", "TEXT", "second, minute or day"),
        Column("published_raw", "TEXT", "the printed date and, after a tab, the rule that read it"),
        Column("modified_at", "TEXT", "moment of the last change that the page states, +07:00"),
        Column("content_hash", "TEXT NOT NULL", "SHA-256 over title, texts and attachments"),
    )


ARTICLES = (
    Table(
        "articles",
        "an article as it stands; it repeats its newest revision",
        (
            ID,
            Column("site_key", "TEXT NOT NULL REFERENCES sites (key)", "the site that showed it"),
            Column("url", "TEXT NOT NULL", "the address chosen among its addresses"),
            *_content(),
            Column(
                "state",
                "TEXT NOT NULL CHECK (state IN ('live', 'gone', 'withheld'))",
                "live, gone (no longer served) or withheld (by a decision of ours)",
            ),
            Column("revision_count", "INTEGER NOT NULL", "how many revisions it has"),
            Column("first_seen_at", "TEXT NOT NULL", f"first capture that showed it, {UTC_FORM}"),
            Column("last_seen_at", "TEXT NOT NULL", f"last capture that showed it, {UTC_FORM}"),
            Column(
                "last_changed_at", "TEXT NOT NULL", f"when its newest revision began, {UTC_FORM}"
            ),
        ),
        (),
        (
            ("articles_by_site_and_day", "articles (site_key, published_on)"),  # listing a site
            ("articles_by_text", "articles (site_key, content_hash)"),  # reposts, at every save
        ),
    ),
    Table(
        "revisions",
        "what an article said from a moment on",
        (
            ID,
            Column("article_id", "INTEGER NOT NULL REFERENCES articles (id)", "the article"),
            Column("number", "INTEGER NOT NULL", "1 for the first"),
            Column("capture_id", "INTEGER NOT NULL REFERENCES captures (id)", "the evidence"),
            Column("url", "TEXT NOT NULL", "the address that answered"),
            Column("seen_at", "TEXT NOT NULL", f"when it was first seen so, {UTC_FORM}"),
            *_content(),
            Column("blocks", "TEXT NOT NULL", "JSON list of {kind, text, url, linked}, lead first"),
            Column("reader_version", "TEXT NOT NULL", "the reader that read the capture"),
            Column("removed", "TEXT NOT NULL", "JSON: boilerplate blocks removed, by rule"),
        ),
        ("UNIQUE (article_id, number)",),
    ),
    Table(
        "urls",
        "an address of an article",
        (
            Column("url", "TEXT PRIMARY KEY", "the address, in its one spelling"),
            Column("article_id", "INTEGER NOT NULL REFERENCES articles (id)", "the article"),
            Column(
                "state",
                "TEXT NOT NULL CHECK (state IN ('live', 'gone', 'moved'))",
                "live, gone, or moved (redirects to another address of the article)",
            ),
            Column("first_seen_at", "TEXT NOT NULL", f"first answer, {UTC_FORM}"),
            Column("last_seen_at", "TEXT NOT NULL", f"last answer with the article, {UTC_FORM}"),
            Column("missing_since", "TEXT", f"first of the failing looks, {UTC_FORM}"),
            Column("content_hash", "TEXT NOT NULL", "what it said at the last look"),
        ),
        (),
        (("urls_by_article", "urls (article_id)"),),
    ),
    Table(
        "url_sections",
        "a listing that named an address",
        (
            Column("site_key", "TEXT NOT NULL REFERENCES sites (key)", "the site"),
            Column("section", "TEXT NOT NULL", "address of the section, as in sections.url"),
            Column("url", "TEXT NOT NULL", "the address as listed, in its one spelling"),
            Column("listed_title", "TEXT", "the title beside it"),
            Column(
                "first_seen_at", "TEXT NOT NULL", f"when the listing first named it, {UTC_FORM}"
            ),
        ),
        ("PRIMARY KEY (site_key, section, url)",),
        (("url_sections_by_url", "url_sections (url)"),),
    ),
    Table(
        "events",
        "something that happened to an article",
        (
            ID,
            Column("article_id", "INTEGER NOT NULL REFERENCES articles (id)", "the article"),
            Column("url", "TEXT", "the address it happened at"),
            Column(
                "kind",
                "TEXT NOT NULL CHECK (kind IN ('edited', 'gone', 'back', 'moved', 'split',"
                " 'merged', 'withheld', 'reread'))",
                "edited, gone, back, moved, split, merged, withheld or reread",
            ),
            Column("at", "TEXT NOT NULL", f"when we saw it, {UTC_FORM}"),
            Column("capture_id", "INTEGER REFERENCES captures (id)", "the capture that showed it"),
        ),
        (),
        (("events_by_article", "events (article_id, at)"),),
    ),
    Table(
        "media",
        "a picture or attachment of an article",
        (
            ID,
            Column("article_id", "INTEGER NOT NULL REFERENCES articles (id)", "the article"),
            Column("position", "INTEGER NOT NULL", "its place in the newest revision, from 0"),
            Column("kind", "TEXT NOT NULL", "picture, attachment or video"),
            Column("url", "TEXT NOT NULL", "its address"),
            Column("caption", "TEXT", "the caption beneath it"),
            Column("sha256", "TEXT", "name of the stored file, NULL while it is not fetched"),
            Column("bytes", "INTEGER", "size of the stored file"),
            Column("capture_id", "INTEGER REFERENCES captures (id)", "the capture that brought it"),
            Column("state", "TEXT NOT NULL", "named (not fetched), stored or failed"),
        ),
        ("UNIQUE (article_id, position)",),
    ),
    Table(
        "sketches",
        "a band of an article's near-duplicate sketch",
        (
            Column("article_id", "INTEGER NOT NULL REFERENCES articles (id)", "the article"),
            Column("band", "INTEGER NOT NULL", "number of the band"),
            Column("value", "INTEGER NOT NULL", "hash of the band"),
        ),
        ("PRIMARY KEY (article_id, band)",),
        (("sketches_by_value", "sketches (band, value)"),),
    ),
    Table(
        "reposts",
        "an article that repeats another",
        (
            Column("article_id", "INTEGER NOT NULL REFERENCES articles (id)", "the later one"),
            Column("of", "INTEGER NOT NULL REFERENCES articles (id)", "the earlier one"),
            Column("similarity", "REAL NOT NULL", "share of the text in common, 0 to 1"),
            Column("kind", "TEXT NOT NULL", "same or near"),
        ),
        ("PRIMARY KEY (article_id, of)",),
    ),
)
