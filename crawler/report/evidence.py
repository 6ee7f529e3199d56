"""The provenance of a revision as a text, with the commands that check it without this program.

A line that begins with ``  $ `` is a command for a shell in the folder of the archive; the lines
beneath it, set in further, are what it must print. Nothing that a server sent begins a line.
"""

import json
import shlex
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from crawler.archive.captures import header
from crawler.archive.codings import undo_content_coding
from crawler.archive.provenance import KeptRecord, Provenance
from crawler.archive.records import StoredExchange

_WIDTH = 20
_HEADS = {
    "request": "as handed to the HTTP library, not as sent on the wire: it adds some, such as Host",
    "response": "as parsed, not as sent on the wire: order, case and spaces may differ",
}
#: What of a WARC header binds a record to its payload and its time.
_BINDING = ("WARC-Record-ID", "WARC-Date", "WARC-Payload-Digest", "WARC-Refers-To")
_DIGEST = "WARC-Payload-Digest: sha256:"
#: A record spells a digest in base 32, and sha256sum in base 16.
_IN_BASE32 = "head -c 64 | tr a-f A-F | basenc --base16 -d | base32"
_VIA = {
    "live": "live (fetched by this program)",
    "ingest": "ingest (a saved file; what it says of its origin is the word of whoever saved it)",
    "web archive": "web archive (another archive's record of the site)",
}


def evidence_lines(one: Provenance) -> Iterator[str]:
    """Everything that is told of one revision; characters that command a terminal are still in."""
    revision = one.revision
    yield f"article {revision['article_id']}, revision {revision['number']}"
    yield from _fields(_of_the_revision(one))
    yield from _fields(_of_the_capture(one))
    if one.is_lost:
        yield "  the record of this capture is lost: nothing is left to check the digests with"
    if one.problem:
        yield f"  PROBLEM: {one.problem}"
    if one.record is None or one.holder is None or one.exchange is None:
        return
    yield from _fields(_of_the_record(one.record, one.holder, one.exchange))
    yield from _head("request", ">", one.record.request)
    yield from _head("response", "<", one.record.http)
    yield "  to check it, in the folder of the archive; each command prints what stands beneath it:"
    yield from _commands(one, one.record, one.holder, one.exchange)


def closing_lines(paths: Sequence[str]) -> Iterator[str]:
    """How the whole of the WARC files is checked; they are closed."""
    if paths:
        yield "with warcio (pip install warcio); it prints nothing where all digests are right:"
        for path in paths:
            yield f"  $ warcio check {shlex.quote(path)}"


def _fields(pairs: Iterator[tuple[str, object]]) -> Iterator[str]:
    for name, value in pairs:
        yield f"  {name:<{_WIDTH}}{value}"


def _of_the_revision(one: Provenance) -> Iterator[tuple[str, object]]:
    revision = one.revision
    yield "title", revision["title"]
    yield "address", revision["url"]
    printed, _, rule = str(revision["published_raw"] or "").partition("\t")
    yield "published, printed", f"{printed} | rule: {rule}" if printed else "no date was read"
    yield "published, read as", revision["published_at"] or revision["published_on"] or "-"
    yield "first seen", revision["seen_at"]
    if revision["replaced_at"]:
        next_number = int(str(revision["number"])) + 1
        yield "replaced", f"{revision['replaced_at']}, by revision {next_number}"
    else:
        yield "last seen", revision["last_seen_at"]
    yield "content hash", revision["content_hash"]
    yield "reader version", revision["reader_version"]
    removed = json.loads(str(revision["removed"]))
    counts = ", ".join(f"{rule} {count}" for rule, count in sorted(removed.items()))
    yield "removed, by rule", counts or "nothing"


def _of_the_capture(one: Provenance) -> Iterator[tuple[str, object]]:
    capture = one.capture
    yield "capture", capture["id"]
    if not capture["payload_sha256"]:
        return  # a recovery has found no row of it either, and only its number is known
    yield "asked", f"{capture['method']} {capture['url']}"
    yield "came by", _VIA.get(str(capture["via"]), capture["via"])
    yield "fetched", f"{capture['fetched_at']} (UTC)"
    if capture["original_at"]:
        yield "fetched first", f"{capture['original_at']} (UTC), as was said when it was taken in"
    has_head = one.record is None or bool(one.record.http)
    yield "HTTP status", capture["status"] if has_head else "not known: a saved file"
    yield "TLS", capture["tls"] or _no_tls(str(capture["url"]))
    yield "media type", capture["media_type"] or "-"
    yield "charset", capture["charset"] or "-"
    yield "payload SHA-256", f"{capture['payload_sha256']} (as sent)"
    yield "body SHA-256", f"{capture['body_sha256']} (content coding undone)"
    yield "record type", capture["record_type"]
    if one.is_lost:
        return
    yield "record id", capture["record_id"]
    yield "WARC file", f"warc/{capture['warc_file']}"
    yield "offset", capture["warc_offset"]


def _no_tls(url: str) -> str:
    return "not recorded" if urlsplit(url).scheme == "https" else "none: the address is not https"


def _of_the_record(
    record: KeptRecord, holder: KeptRecord, exchange: StoredExchange
) -> Iterator[tuple[str, object]]:
    if not record.is_closed:
        yield "now called", f"{record.path} (it is not closed yet, and loses the .open then)"
    yield "length", f"{record.length} bytes, a gzip member of its own"
    payload = f"{len(exchange.payload)} bytes, content coding {_coding(exchange) or 'none'}"
    yield "payload", payload
    if exchange.is_cut:
        yield "cut short", "the connection ended before the body did"
    if holder is not record:
        yield "payload lies in", f"{holder.stored.record_id} at byte {holder.offset}, {holder.path}"


def _coding(exchange: StoredExchange) -> str:
    return (header(exchange.headers, "Content-Encoding") or "").strip().lower()


def _head(name: str, mark: str, lines: Sequence[str]) -> Iterator[str]:
    if not lines:
        yield f"  {name} headers: none were recorded"
        return
    yield f"  {name} headers, {_HEADS[name]}:"
    for line in lines:
        yield f"    {mark} {line}"


def _commands(
    one: Provenance, record: KeptRecord, holder: KeptRecord, exchange: StoredExchange
) -> Iterator[str]:
    for kept in (record,) if holder is record else (record, holder):
        shown = [line for line in kept.fields if line.partition(":")[0] in _BINDING]
        pattern = "|".join(_BINDING)
        yield f"  $ {_cut(kept)} | tr -d '\\r' | grep -a -m {len(shown)} -E '^({pattern}): '"
        yield from (f"    {line}" for line in shown)
    payload = (
        f"{_cut(holder)} | tail -c +{holder.payload_start + 1} | head -c {len(exchange.payload)}"
    )
    digest = one.capture["payload_sha256"]
    yield f"  $ {payload} | sha256sum"
    yield f"    {digest}  -"
    for line in holder.fields:
        if line.startswith(_DIGEST):
            yield f'  $ echo "{_DIGEST}$({payload} | sha256sum | {_IN_BASE32})"'
            yield f"    {line}"
    yield from _body_command(one, payload, exchange)


def _cut(kept: KeptRecord) -> str:
    """What prints the record, unpacked."""
    path = shlex.quote(kept.path)
    return f"tail -c +{kept.offset + 1} {path} | head -c {kept.length} | gzip -dc"


def _body_command(one: Provenance, payload: str, exchange: StoredExchange) -> Iterator[str]:
    """What prints the digest of the body, where it is not that of the payload."""
    if one.capture["body_sha256"] == one.capture["payload_sha256"]:
        return
    coding = _coding(exchange)
    problem = undo_content_coding(exchange.payload, exchange.headers).problem
    if problem or coding not in ("gzip", "x-gzip"):
        why = f"is {problem}" if problem else f"has the coding {coding}"
        yield f"  the body {why}: gzip cannot undo that; the digest of the payload covers its bytes"
        return
    yield f"  $ {payload} | gzip -dc | sha256sum"
    yield f"    {one.capture['body_sha256']}  -"
