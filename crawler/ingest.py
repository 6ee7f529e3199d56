"""Saved pages, WARC files and plain text, read like live answers, without a network."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from scrapy.exceptions import DropItem
from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.articles import Reading, store_reading
from crawler.archive.captures import PendingCapture, insert_capture, is_ingested
from crawler.archive.mending import mend_open_files
from crawler.archive.places import record_publishers, record_site
from crawler.archive.runs import Fetch, add_fetch, close_run, open_run
from crawler.archive.warc import WarcWriter
from crawler.clock import now
from crawler.errors import ExitCode, PageError
from crawler.ingest_files import Saved, saved_pages
from crawler.items import Article
from crawler.readers.guarded import article_of
from crawler.reading import READER_VERSION
from crawler.register import PROVINCES, PUBLISHERS
from crawler.site import Site

#: Pages committed together.
GROUP = 16


@dataclass(kw_only=True)
class IngestReport:
    """What became of the pages: counts by outcome, and a sentence for each that was not read.

    ``interruption`` is the exit code of the signal that ended it before all were taken in.
    """

    counts: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)
    interruption: ExitCode | None = None

    @property
    def exit_code(self) -> ExitCode:
        """Usage where nothing could be read; one odd page among good ones is no failure."""
        if self.interruption:
            return self.interruption
        read_any = self.counts["saved"] or self.counts["unchanged"]
        return ExitCode.OK if read_any else ExitCode.USAGE


@dataclass(frozen=True, kw_only=True)
class Ingest:
    """Reads files as pages of *site*; *clean* is the chain of pipelines.

    *interrupted* says, between two groups of pages, whether a signal asks for the end.
    """

    archive: Archive
    site: Site
    clean: Callable[[Article], Article]
    interrupted: Callable[[], ExitCode | None] = lambda: None

    def files(self, paths: Sequence[Path], *, url: str | None, at: datetime | None) -> IngestReport:
        """Take every page of *paths* in; a page taken in before changes nothing.

        Raises UsageProblem, before anything is stored, where a file cannot be used at all.
        """
        pages = saved_pages(paths, url=url, at=at)
        mend_open_files(self.archive)
        report = IngestReport()
        with self.archive.writing() as db:
            record_publishers(db, PUBLISHERS, PROVINCES)
            record_site(db, self.site)
            run_id = open_run(db, self.site.name, "ingest", now())
        with WarcWriter(self.archive.folder, f"ingest-{self.site.name}") as writer:
            for group in _groups(pages):
                report.interruption = self.interrupted()
                if report.interruption:
                    break
                self._group(writer, group, run_id, report)
        reason = "shutdown" if report.interruption else "finished"
        with self.archive.writing() as db:
            close_run(db, run_id, reason=reason, exit_code=report.exit_code, now=now())
        return report

    def _group(
        self, writer: WarcWriter, group: Sequence[Saved], run_id: int, report: IngestReport
    ) -> None:
        """Read and store one group in one transaction, its WARC bytes first."""
        taken = [self._take(writer, saved) for saved in group]
        writer.sync()
        with self.archive.writing() as db:
            for one in taken:
                fetch = self._store(db, run_id, one)
                add_fetch(db, run_id, fetch)
                report.counts[fetch.outcome] += 1
                if fetch.outcome == "failed":
                    report.problems.append(f"{one.saved.name}: {fetch.detail}")

    def _take(self, writer: WarcWriter, saved: Saved) -> "_Taken":
        """Read one page, and write its record where it is an article that is new to us."""
        if is_ingested(self.archive.db, saved.exchange):
            return _Taken(saved=saved)
        if saved.problem:
            return _Taken(saved=saved, reason=saved.problem, detail="the record is not whole")
        try:
            article = self.clean(article_of(self.site, saved.capture))
        except PageError as error:
            return _Taken(saved=saved, reason=error.reason, detail=str(error))
        except DropItem as error:
            reason, _, detail = str(error).partition(": ")
            return _Taken(saved=saved, reason=reason, detail=detail)
        pending = PendingCapture.of(saved.exchange, saved.capture)
        pending.ref = writer.write(saved.exchange)
        return _Taken(saved=saved, article=article, pending=pending)

    def _store(self, db: Database, run_id: int, one: "_Taken") -> Fetch:
        exchange = one.saved.exchange
        fate = Fetch(
            request_key=exchange.request_key,
            url=exchange.url,
            kind="file",
            outcome="unchanged",
            reason="known",
            detail=None,
            capture_id=None,
            at=now(),
        )
        if one.reason:
            outcome = "skipped" if one.saved.in_warc else "failed"
            return replace(fate, outcome=outcome, reason=one.reason, detail=one.detail)
        if one.article is None or one.pending is None:
            return fate
        capture_id = insert_capture(db, one.pending, run_id)
        stored = store_reading(
            db,
            Reading(
                site_key=self.site.name,
                article=one.article,
                capture_id=capture_id,
                seen_at=exchange.original_at or exchange.fetched_at,
                requested_url=None,
                reader_version=READER_VERSION,
                numbering=self.site.numbering,
            ),
        )
        return replace(fate, outcome=stored.outcome, reason=stored.reason, capture_id=capture_id)


@dataclass(frozen=True, kw_only=True)
class _Taken:
    """A page on its way in: read and written, or known already, or with a reason against it."""

    saved: Saved
    article: Article | None = None
    pending: PendingCapture | None = None
    reason: str | None = None
    detail: str | None = None


def _groups(pages: Iterator[Saved]) -> Iterator[Sequence[Saved]]:
    """*pages* in groups of GROUP, without holding more than one."""
    while group := tuple(islice(pages, GROUP)):
        yield group
