"""Another machine's archive, merged into ours: its WARC records, read again here.

First the records are copied with their rows, then they are read in time order. What was committed
when a merge was killed is there, and the same command goes on from it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from scrapy.exceptions import DropItem
from sqlite_utils import Database

from crawler.archive import merging
from crawler.archive.archive import Archive
from crawler.archive.articles import Reading
from crawler.archive.captures import (
    PendingCapture,
    capture_of,
    insert_capture,
    load_capture,
    with_payload,
)
from crawler.archive.codings import undo_content_coding
from crawler.archive.mending import mend_open_files
from crawler.archive.other import OtherArchive, Records
from crawler.archive.places import record_publishers, record_site
from crawler.archive.runs import Fetch, add_fetch, close_run, open_run
from crawler.archive.warc import WarcWriter
from crawler.clock import now
from crawler.errors import BEYOND_THE_PAGE, PageError, StorageProblem
from crawler.extract.urls import UrlError, canonical_url
from crawler.frontier.entry import EntryKind
from crawler.items import Article
from crawler.ledger import store_if_storable
from crawler.readers.guarded import article_of
from crawler.reading import READER_VERSION
from crawler.register import PROVINCES, PUBLISHERS
from crawler.site import Site

#: Records, or readings, committed together.
GROUP = 16
_NO_PAGES = ("head", "listing", "feed", "robots", "probe", "witness")
#: Of what was left out, so many addresses are named.
_MOST_NAMED = 20


@dataclass(kw_only=True)
class MergeReport:
    """How many captures were new, what they came to by outcome, and what was passed by."""

    captures: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


def merge(
    archive: Archive,
    folder: Path,
    *,
    sites: Mapping[str, Site],
    clean: Callable[[Article], Article],
) -> MergeReport:
    """Take the articles of the archive in *folder* into *archive*; again changes nothing.

    *clean* is the chain of pipelines. Raises UsageProblem, before anything is stored, where the
    other archive cannot be used.
    """
    report = MergeReport()
    with OtherArchive.opened(folder, archive.folder) as other:
        mend_open_files(archive)
        report.notes += [f"{name} is no finished WARC file of ours" for name in other.unnamed]
        if other.lost:
            report.notes.append(_left_out(other.lost))
        for name in dict.fromkeys(file.site for file in other.files):
            if site := sites.get(name):
                Merge(archive=archive, other=other, site=site, clean=clean, report=report).run()
            else:
                report.notes.append(f"site {name} is not declared here; its files were left out")
    return report


def _left_out(urls: Sequence[str]) -> str:
    """What is said of pages of which the other archive has no record any more."""
    named = ", ".join(urls[:_MOST_NAMED])
    more = f" and {len(urls) - _MOST_NAMED} more" if len(urls) > _MOST_NAMED else ""
    return (
        f"the other archive has lost its records of {named}{more}: what only its rows say of these"
        " was left out, so keep that archive"
    )


@dataclass(frozen=True, kw_only=True)
class Merge:
    """The merge of one site."""

    archive: Archive
    other: OtherArchive
    site: Site
    clean: Callable[[Article], Article]
    report: MergeReport

    def run(self) -> None:
        """Copy what is new, the repetitions after what they repeat, and read it."""
        for is_revisit in (False, True):
            self._copy(is_revisit=is_revisit)
        waiting = iter(merging.unread(self.archive.db, self.site.name))
        while group := tuple(islice(waiting, GROUP)):
            self._read(group)
        with self.archive.writing() as db:
            for run_id in merging.open_runs(db, self.site.name):
                close_run(db, run_id, reason="finished", exit_code=0, now=now())

    def _copy(self, *, is_revisit: bool) -> None:
        new = (
            records
            for file in self.other.files
            if file.site == self.site.name
            for records in self.other.records(file)
            if (records.stored.record_type == "revisit") == is_revisit
            and not merging.has_record(self.archive.db, records.stored.record_id)
        )
        with WarcWriter(self.archive.folder, f"merge-{self.site.name}") as writer:
            while group := tuple(islice(new, GROUP)):
                self._store(writer, group)

    def _store(self, writer: WarcWriter, group: Iterable[Records]) -> None:
        """Copy a group: its records first, then the rows that name them."""
        new = {one.stored.record_id: one for one in group}.values()
        pairs = [(pending, one) for one in new if (pending := self._pending(one))]
        if not pairs:
            return
        for pending, one in pairs:
            pending.ref = writer.copy(one.data, one.stored)
        writer.sync()
        with self.archive.writing() as db:
            run_id = self._begun(db)
            for pending, _ in pairs:
                insert_capture(db, pending, run_id)
        self.report.captures += len(pairs)

    def _pending(self, records: Records) -> PendingCapture | None:
        """The capture of a record, its digests taken anew; None where its body is nowhere."""
        try:
            stored = with_payload(self.archive, records.stored)
        except StorageProblem:
            self.report.counts["without a body"] += 1
            return None
        uncoded = undo_content_coding(stored.payload, stored.headers)
        return PendingCapture.of_stored(stored, capture_of(stored, uncoded))

    def _begun(self, db: Database) -> int:
        """The run of this merge; the one of a merge that was killed goes on."""
        if going := merging.open_runs(db, self.site.name):
            return going[-1]
        record_publishers(db, PUBLISHERS, PROVINCES)
        record_site(db, self.site)
        merging.add_sections(db, self.site.name, self.other.url_sections(self.site.name))
        return open_run(db, self.site.name, merging.COMMAND, now())

    def _read(self, group: tuple[merging.Unread, ...]) -> None:
        """Read a group, and store what it shows in one transaction."""
        read = [(one, *self._article(one)) for one in group]
        with self.archive.writing() as db:
            run_id = self._begun(db)
            for one, article, reason in read:
                outcome, why = "skipped", reason
                if article:
                    reading = self._reading(db, one, article)
                    outcome, why, _ = store_if_storable(db, reading)
                add_fetch(db, run_id, _fetch(one, outcome, why))
                self.report.counts[outcome] += 1

    def _article(self, one: merging.Unread) -> tuple[Article | None, str]:
        """What a capture shows, or why nothing."""
        asked = self.other.asked.get(one.record_id)
        if not one.is_page or (asked and asked.kind in _NO_PAGES):
            return None, "no-page"
        if asked and asked.reason in BEYOND_THE_PAGE:
            return None, asked.reason
        kind = EntryKind.ARTICLE if asked and asked.kind == "article" else None
        try:
            return self.clean(article_of(self.site, load_capture(self.archive, one.id), kind)), ""
        except PageError as error:
            return None, error.reason
        except DropItem as error:
            return None, str(error).partition(":")[0]

    def _reading(self, db: Database, one: merging.Unread, article: Article) -> Reading:
        return Reading(
            site_key=self.site.name,
            article=article,
            capture_id=one.id,
            seen_at=one.seen_at,
            requested_url=self._requested(db, one, article),
            reader_version=READER_VERSION,
            numbering=self.site.numbering,
        )

    def _requested(self, db: Database, one: merging.Unread, article: Article) -> str | None:
        """The address asked, where another one answered; only if a capture shows that it did."""
        asked = self.other.asked.get(one.record_id)
        if asked is None or asked.kind != "article":
            return None
        try:
            url = canonical_url(asked.url)
        except UrlError:
            return None
        return url if url != article.url and merging.redirects(db, url) else None


def _fetch(one: merging.Unread, outcome: str, reason: str) -> Fetch:
    return Fetch(
        request_key=one.request_key,
        url=one.url,
        kind="file",
        outcome=outcome,
        reason=reason,
        detail=None,
        capture_id=one.id,
        at=now(),
    )
