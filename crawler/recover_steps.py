"""The steps of a recovery: files, rows, captures, articles, and what captures show again."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from scrapy.exceptions import DropItem
from sqlite_utils import Database

from crawler.archive.archive import Archive
from crawler.archive.articles import Reading
from crawler.archive.captures import load_capture
from crawler.archive.folder import DATABASE, FILES, storage
from crawler.archive.places import record_publishers, record_site
from crawler.archive.salvage import articles, evidence, found, gaps, placing, texts
from crawler.archive.salvage.files import Copied, copy_warcs
from crawler.archive.salvage.log import NO_LOG, read_log
from crawler.archive.salvage.pages import Damage, Pages
from crawler.errors import PageError, StorageProblem
from crawler.extract.urls import UrlError
from crawler.frontier.entry import EntryKind
from crawler.ingest_files import key_of
from crawler.items import Article, PageRequest
from crawler.ledger import store_if_storable
from crawler.readers.guarded import article_of
from crawler.reading import READER_VERSION
from crawler.register import PROVINCES, PUBLISHERS
from crawler.site import Site

#: Where the rows are that were read and have no place, a line of JSON each.
LEFT_OVER = "left-over.jsonl"
_FOUND = "found.db"
_COPIED = ("tinhuy.toml", "runs.jsonl")
#: Tables whose rows come back from the WARC files, as far as those are whole.
_REBUILT = ("captures", "articles", "revisions", "media")
_MOST_NAMED = 20


@dataclass(kw_only=True)
class SalvageReport:
    """What was saved as found and what was rebuilt from WARC: articles, revisions, captures.

    ``lost`` has a sentence for each loss, ``problems`` one for each trouble that the check of the
    new archive found, ``notes`` are neither.
    """

    saved: Counter[str] = field(default_factory=Counter)
    rebuilt: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing was lost."""
        return not self.lost and not self.problems


@dataclass(kw_only=True)
class Salvage:
    """One recovery into the new *archive*; :meth:`run` takes the steps in their order."""

    source: Path
    archive: Archive
    sites: Mapping[str, Site]
    clean: Callable[[Article], Article]
    report: SalvageReport
    _damage: Damage = field(default_factory=Damage)
    _warcs: Copied = field(default_factory=Copied)

    def run(self) -> None:
        """Fill the new archive; StorageProblem where it cannot be written."""
        file = self.archive.folder / _FOUND
        found.attach(self.archive.db, file)
        self._copy_files()
        for step in (self._find, self._place, self._read_again, self._end):
            with self.archive.writing() as db:
                step(db)
        found.detach(self.archive.db)
        with storage(file):
            file.unlink()
        self._tell_damage()

    def _copy_files(self) -> None:
        """Copy everything but the database."""
        folder = self.archive.folder
        self._warcs = copy_warcs(self.source, folder)
        with storage(folder):
            for name in _COPIED:
                if (self.source / name).is_file():
                    shutil.copyfile(self.source / name, folder / name)
            if (self.source / FILES).is_dir():
                files = self.source / FILES
                shutil.copytree(files, folder / FILES, dirs_exist_ok=True, symlinks=True)

    def _find(self, db: Database) -> None:
        """Find rows in the database; its log is left out where WARC fits better without it."""
        if not (self.source / DATABASE).is_file():
            self._lose([f"{DATABASE} is missing; what only it said is lost"])
        evidence.list_records(db, self.archive.folder, self._warcs.places)
        name = f"{DATABASE}-wal"
        with _opened(self.source / DATABASE) as stream, _opened(self.source / name) as log_stream:
            log = read_log(log_stream)
            if log.is_cut:
                self._note(f"{name}: its last transaction was being written, or its end is lost")
            if log.places:
                fit = self._take(db, Pages(stream, log_stream, NO_LOG))
                if self._take(db, Pages(stream, log_stream, log)) >= fit:
                    self._damage.pages[name] = log.damaged
                    return
                self.report.notes.append(f"{name} belongs to another database; it was left out")
            self._take(db, Pages(stream, log_stream, NO_LOG))

    def _take(self, db: Database, pages: Pages) -> int:
        """Take the rows in; how many captures among them are where they say."""
        self._damage = Damage()
        found.empty(db)
        found.take(db, pages.leaves(self._damage), self._damage)
        return evidence.confirmed(db)

    def _place(self, db: Database) -> None:
        """Put in what was found, as far as it proves right."""
        found.index(db)
        placing.keep_birthday(db)
        placing.place_grounds(db, self._add_site)
        evidence.number_records(db)
        captures = evidence.store_captures(self.archive, db)
        self.report.saved["captures"] = captures.saved
        self.report.rebuilt["captures"] = captures.rebuilt
        self._lose(captures.lost)
        placing.place_ledger(db, _key)
        placed = articles.place_articles(db, self._again)
        if placed.mended:
            self._note(f"{placed.mended} revisions did not say what their captures show; they do")
        self.report.saved["revisions"] = placed.revisions
        self.report.saved["articles"] = _count(db, "articles")
        gaps.place_belongings(db)

    def _read_again(self, db: Database) -> None:
        """Read the captures that may show what is lost; articles keep the numbers they had."""
        highest = gaps.highest_number(db)
        new: list[str] = []
        for unread in gaps.unread(db):
            article = self._article(unread.capture_id, is_article=unread.is_article)
            if article is None:
                continue
            reading = self._reading(db, article, unread)
            if unread.is_former and gaps.is_kept(db, reading):
                continue
            stored = store_if_storable(db, reading)
            if stored.outcome == "failed":
                self._lose([f"capture {unread.capture_id}: not stored ({stored.reason})"])
            if stored.article_id is not None and stored.reason in ("new", "split"):
                number = gaps.renumber(db, stored.article_id, reading, highest)
                new += [str(number)] if number > highest else []
                highest = max(highest, number)
        if new:
            self._note(f"under new numbers, since their own are not known: articles {_list(new)}")
        for table in ("articles", "revisions"):
            self.report.rebuilt[table] = _count(db, table) - self.report.saved[table]

    def _end(self, db: Database) -> None:
        """Keep what is left, and make the rows agree."""
        highest = gaps.highest_number(db)
        self._lose([*texts.add_texts(db), *articles.cut_short(db)])
        articles.repeat_newest(db)
        if mended := gaps.place_rest(db):
            self._note(f"the media of {mended} articles were named anew, from their revisions")
        if self._damage.of("frontier") or placing.is_left(db, "frontier"):
            placing.forget_walks(db)
        numbers = map(str, gaps.missing_numbers(db, highest))
        self._lose([f"article {one}: nothing is known by this number" for one in numbers])
        if left := list(placing.left_over(db)):
            path = self.archive.folder / LEFT_OVER
            with storage(path):
                path.write_text("\n".join([*left, ""]), encoding="utf-8")
            self._lose([f"{len(left)} rows were read that nothing bears out; see {LEFT_OVER}"])

    def _again(self, capture_id: int) -> tuple[Article, str] | None:
        article = self._article(capture_id)
        return (article, READER_VERSION) if article else None

    def _article(self, capture_id: int, *, is_article: bool = False) -> Article | None:
        """What a capture shows, None where it shows no article or cannot be read."""
        site = self.sites.get(articles.site_of(self.archive.db, capture_id) or "")
        if site is None:
            return None
        kind = EntryKind.ARTICLE if is_article else None
        try:
            return self.clean(article_of(site, load_capture(self.archive, capture_id), kind))
        except (PageError, DropItem, StorageProblem):
            return None

    def _reading(self, db: Database, article: Article, unread: gaps.Unread) -> Reading:
        site = self.sites[articles.site_of(db, unread.capture_id) or ""]
        if not db.table("sites").count_where("key = ?", [site.name]):
            self._add_site(db, site.name)
        asked = unread.asked if unread.is_article and unread.asked != article.url else None
        return Reading(
            site_key=site.name,
            article=article,
            capture_id=unread.capture_id,
            seen_at=unread.seen_at,
            requested_url=asked,
            reader_version=READER_VERSION,
            numbering=site.numbering,
        )

    def _add_site(self, db: Database, key: str) -> None:
        """Store a site of which no row is left, as it is declared."""
        if site := self.sites.get(key):
            record_publishers(db, PUBLISHERS, PROVINCES)
            record_site(db, site)
        else:
            placing.add_lost_site(db, key)

    def _note(self, sentence: str) -> None:
        self.report.notes.append(sentence)

    def _lose(self, sentences: list[str]) -> None:
        """Name the losses of one kind, the first ones each."""
        self.report.lost += sentences[:_MOST_NAMED]
        if len(sentences) > _MOST_NAMED:
            self.report.lost.append(f"… and {len(sentences) - _MOST_NAMED} more of this kind")

    def _tell_damage(self) -> None:
        """Name the damage to the database and to the WARC files."""
        spans = [f"{one.file}: bytes {one.start} to {one.end}" for one in self._warcs.damaged]
        self._lose([f"{one} are no whole record" for one in spans])
        for one in self._warcs.torn:
            self._note(f"{one.file}: the record at byte {one.start} was just being written")
        tables = {one for one in (*self._damage.pages, *self._damage.rows) if self._damage.of(one)}
        is_covered = not self._warcs.damaged and not self.report.lost and self._damage.is_mapped
        rebuilt = {*_REBUILT, ""} if tables <= {*_REBUILT, "", "columns"} else {*_REBUILT}
        for table in sorted(tables - {"columns"}):
            where = f"{self._damage.of(table)} of {table or 'no known table'}"
            if is_covered and table in rebuilt:
                self._note(f"{DATABASE}: {where} damaged; made good from WARC")
            else:
                self._lose([f"{DATABASE}: {where} damaged; what only they said is lost"])


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    """The file at *path* to read; an empty one where there is none."""
    with storage(path):
        if path.is_file():
            with path.open("rb") as stream:
                yield stream
        else:
            yield BytesIO()


def _key(method: str, url: str, body: bytes) -> str:
    """The key of a request, empty for an address that none can have."""
    try:
        return key_of(PageRequest(url=url, method=method, body=body))
    except UrlError:
        return ""


def _count(db: Database, table: str) -> int:
    return int(db.table(table).count)


def _list(words: list[str]) -> str:
    return ", ".join(words[:_MOST_NAMED]) + (" …" if len(words) > _MOST_NAMED else "")
