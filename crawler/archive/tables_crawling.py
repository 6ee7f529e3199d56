"""The tables of crawling: captures, requests still to make, runs and what came of each request."""

from crawler.archive.columns import ID, UTC_FORM, Column, Table

EVIDENCE = (
    Table(
        "captures",
        "one exchange with a server",
        (
            ID,
            Column("request_key", "TEXT NOT NULL", "fingerprint of the request"),
            Column("method", "TEXT NOT NULL", "GET or POST"),
            Column("url", "TEXT NOT NULL", "the address asked"),
            Column("fetched_at", "TEXT NOT NULL", f"when the answer came, {UTC_FORM}"),
            Column("status", "INTEGER NOT NULL", "HTTP status"),
            Column("etag", "TEXT", "the ETag header"),
            Column("last_modified", "TEXT", "the Last-Modified header, as sent"),
            Column("media_type", "TEXT", "the media type, without parameters"),
            Column(
                "charset",
                "TEXT",
                "charset of the text and, in brackets, why; README.md says what each reason means: "
                "bom, valid, nearly, nuls, twice, font-tcvn3, font-vni, declared, evidence, "
                "fallback, unsure",
            ),
            Column("tls", "TEXT", "what checking the certificate gave; NULL without TLS"),
            Column("payload_sha256", "TEXT NOT NULL", "SHA-256 of the body as sent"),
            Column("body_sha256", "TEXT NOT NULL", "SHA-256 of the body, content coding undone"),
            Column("warc_file", "TEXT NOT NULL", "WARC file, relative to warc/"),
            Column("warc_offset", "INTEGER NOT NULL", "where its record begins, in bytes"),
            Column("record_id", "TEXT NOT NULL UNIQUE", "WARC-Record-ID of the record"),
            Column(
                "record_type",
                "TEXT NOT NULL",
                "response, resource (a saved file, HTTP not known) or revisit (body in another)",
            ),
            Column("run_id", "INTEGER REFERENCES runs (id)", "the run; NULL if recovered"),
            Column("via", "TEXT NOT NULL", "live, ingest or web archive"),
            Column("original_at", "TEXT", f"when an ingested page was first fetched, {UTC_FORM}"),
        ),
        (),
        (
            ("captures_by_request", "captures (request_key, fetched_at)"),  # history of a request
            ("captures_by_payload", "captures (payload_sha256, record_type)"),  # revisit records
            ("captures_by_record", "captures (warc_file, warc_offset)"),  # verify, mending
        ),
    ),
)

CRAWLING = (
    Table(
        "frontier",
        "a request still to make, or when to look again",
        (
            Column("key", "TEXT PRIMARY KEY", "fingerprint of method, canonical address and body"),
            Column("method", "TEXT NOT NULL", "GET or POST"),
            Column("url", "TEXT NOT NULL", "the address"),
            Column("body", "BLOB NOT NULL", "form-encoded body, empty for GET"),
            Column("referer", "TEXT", "Referer to send, if the platform asks for one"),
            Column("context", "TEXT NOT NULL", "JSON that the family reads the answer with"),
            Column(
                "kind",
                "TEXT NOT NULL CHECK (kind IN ('head', 'listing', 'article'))",
                "head (first page of a section), listing (a further page) or article",
            ),
            Column(
                "walk", "TEXT", "sweep, catch-up or resume, for listing pages; NULL for articles"
            ),
            Column("site_key", "TEXT NOT NULL REFERENCES sites (key)", "the site"),
            Column("section", "TEXT NOT NULL", "address of the section it belongs to"),
            Column("parent", "TEXT", "key of the listing page that gave it"),
            Column("anchor", "TEXT", "last article named above it, where a broken walk goes on"),
            Column("listed_title", "TEXT", "title beside the link"),
            Column(
                "state",
                "TEXT NOT NULL CHECK (state IN ('pending', 'done', 'failed'))",
                "pending, done, or failed (given up after several tries)",
            ),
            Column("attempts", "INTEGER NOT NULL", "failed tries since the last success"),
            Column("due_at", "TEXT", f"not before, {UTC_FORM}; NULL if it is not due again"),
            Column("last_error", "TEXT", "reason of the last failure"),
            Column("found_at", "TEXT NOT NULL", f"when it was first found, {UTC_FORM}"),
        ),
        (),
        (("frontier_due", "frontier (site_key, state, kind, due_at)"),),  # the next requests
    ),
    Table(
        "sections",
        "a listing of a site",
        (
            Column("site_key", "TEXT NOT NULL REFERENCES sites (key)", "the site"),
            Column("url", "TEXT NOT NULL", "address of its first page"),
            Column("name", "TEXT NOT NULL", "its name as declared"),
            Column(
                "walked_to",
                "TEXT",
                "how far down it was once walked without a break: end, a day, or NULL",
            ),
            Column("newest", "TEXT", "address of the article that stood first at the last look"),
            Column("etag", "TEXT", "ETag of its first page at the last look"),
        ),
        ("PRIMARY KEY (site_key, url)",),
    ),
    Table(
        "hosts",
        "a host and port that is asked",
        (
            Column("host", "TEXT PRIMARY KEY", "host:port"),
            Column("next_allowed_at", "TEXT", f"no request before, {UTC_FORM}"),
            Column("retry_after", "TEXT", "the last Retry-After header, as sent"),
            Column("crawl_delay", "REAL", "seconds that its robots.txt asks for"),
            Column("robots", "TEXT", "its robots.txt"),
            Column("robots_read_at", "TEXT", f"when that was read, {UTC_FORM}"),
        ),
    ),
    Table(
        "runs",
        "one run of a command over one site",
        (
            ID,
            Column("site_key", "TEXT REFERENCES sites (key)", "the site"),
            Column("command", "TEXT NOT NULL", "crawl or ingest, with its options"),
            Column("started_at", "TEXT NOT NULL", f"begin, {UTC_FORM}"),
            Column("finished_at", "TEXT", f"end, {UTC_FORM}; NULL if it was killed or still runs"),
            Column("reason", "TEXT", "why it ended"),
            Column("exit_code", "INTEGER", "the exit code for this site"),
            Column("saved", "INTEGER NOT NULL DEFAULT 0", "articles new or changed"),
            Column("unchanged", "INTEGER NOT NULL DEFAULT 0", "articles seen and the same"),
            Column("skipped", "INTEGER NOT NULL DEFAULT 0", "requests not made, or not an article"),
            Column("failed", "INTEGER NOT NULL DEFAULT 0", "requests that failed"),
            Column("listings", "INTEGER NOT NULL DEFAULT 0", "listing pages read"),
            Column("links", "INTEGER NOT NULL DEFAULT 0", "article links seen in listings"),
            Column("versions", "TEXT NOT NULL", "JSON: versions of the program and its libraries"),
        ),
        (),
        (("runs_by_site", "runs (site_key, started_at)"),),
    ),
    Table(
        "fetches",
        "the fate of one request in one run",
        (
            ID,
            Column("run_id", "INTEGER NOT NULL REFERENCES runs (id)", "the run"),
            Column("request_key", "TEXT NOT NULL", "fingerprint of the request"),
            Column("url", "TEXT NOT NULL", "its address"),
            Column("kind", "TEXT NOT NULL", "head, listing, article, robots or file"),
            Column(
                "outcome",
                "TEXT NOT NULL CHECK (outcome IN ('saved', 'unchanged', 'skipped', 'failed'))",
                "saved, unchanged, skipped or failed",
            ),
            Column("reason", "TEXT NOT NULL", "a short code: why"),
            Column("detail", "TEXT", "the reason in words, where there is more to say"),
            Column("capture_id", "INTEGER REFERENCES captures (id)", "the answer, if one came"),
            Column("at", "TEXT NOT NULL", f"when it ended, {UTC_FORM}"),
            Column("next_at", "TEXT", f"when it is tried again, {UTC_FORM}"),
        ),
        (),
        (("fetches_by_run", "fetches (run_id, outcome)"),),
    ),
)
