"""Invented sites, pages and articles, and how tests put them into an archive."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from crawler.archive.archive import Archive
from crawler.archive.articles import Reading, Stored, store_reading
from crawler.archive.captures import PendingCapture, capture_of, insert_capture
from crawler.archive.codings import Uncoded
from crawler.archive.exchange import Exchange, RecordRef
from crawler.archive.places import record_site
from crawler.archive.records import StoredExchange
from crawler.archive.warc import WarcWriter
from crawler.capture import Capture
from crawler.extract.page import Page
from crawler.items import Article, ArticleLink, Block, BlockKind, PageRequest, Precision, Published
from crawler.register import publishers as register
from crawler.register.publishers import Organ
from crawler.site import Era, Evidence, Family, Section, Site, Status

SITE = "tan_giang_dang_uy"
OTHER_SITE = "song_luong_tuyen_giao"
HOME = "https://danguy.tangiang.example"
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)

#: A paragraph of more letters than a repost needs.
LONG = (
    "Sáng 02/3, Ban Thường vụ Đảng ủy tỉnh Tân Giang tổ chức hội nghị trực tuyến sơ kết một năm"
    " thực hiện cuộc vận động xây dựng chi bộ bốn tốt. Dự hội nghị có đại biểu các chi bộ trực"
    " thuộc, lãnh đạo các ban xây dựng Đảng cùng hơn hai trăm bí thư chi bộ ở khu dân cư tại ba"
    " mươi điểm cầu trong toàn tỉnh."
)


class PlainFamily(Family):
    """A platform that nothing recognises; the archive never asks it."""

    name = "plain"

    @classmethod
    def recognises(cls, page: Page) -> bool:
        raise NotImplementedError(page.url)

    @classmethod
    def article_links(cls, page: Page) -> tuple[ArticleLink, ...]:
        raise NotImplementedError(page.url)

    @classmethod
    def is_article_address(cls, url: str) -> bool:
        raise NotImplementedError(url)

    @classmethod
    def next_page(cls, page: Page) -> PageRequest | None:
        raise NotImplementedError(page.url)

    @classmethod
    def is_article(cls, page: Page) -> bool:
        raise NotImplementedError(page.url)

    @classmethod
    def read_article(cls, capture: Capture) -> Article:
        raise NotImplementedError(capture.url)


@dataclass(frozen=True, kw_only=True)
class Publisher(register.Publisher):
    """An invented publisher."""

    key: str = "tan_giang_dang_uy_cac_co_quan"
    name: str = "Đảng ủy các cơ quan tỉnh Tân Giang"
    organ: Organ = Organ.COMMITTEE
    province: str = "Tân Giang"


def site(name: str = SITE) -> Site:
    return Site(
        name=name,
        publisher=Publisher().key,
        title="Trang thông tin",
        eras=(
            Era(
                PlainFamily,
                hosts=("danguy.tangiang.example",),
                since=date(2020, 1, 1),
                evidence=Evidence.INFERRED,
            ),
        ),
        sections=(Section("/tin-tuc", "Tin tức"),),
        sections_evidence=Evidence.INFERRED,
        status=Status.ACTIVE,
        media_hosts=("anh.tangiang.example",),
    )


def new_archive(folder: Path) -> Archive:
    """An archive that knows both invented sites."""
    archive = Archive.create(folder)
    with archive.writing() as db:
        for name in (SITE, OTHER_SITE):
            record_site(db, site(name), publisher=Publisher())
    return archive


def article(number: int = 1, **changes: object) -> Article:
    """An invented article; each number is another one."""
    plain = Article(
        url=f"{HOME}/tin-tuc/bai-{number}.html",
        title=f"Hội nghị sơ kết công tác xây dựng Đảng lần thứ {number}",
        blocks=(Block(kind=BlockKind.PARAGRAPH, text=f"{LONG} Kỳ họp thứ {number}."),),
        author="Lê Văn Bền",
        published=published(2),
        section="Tin tức",
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # a test names fields that exist


def published(day: int) -> Published:
    return Published(
        on=date(2026, 3, day),
        at=None,
        precision=Precision.DAY,
        raw=f"Ngày {day}/3/2026",
        rule="day-month-year",
    )


def text_block(text: str) -> Block:
    return Block(kind=BlockKind.PARAGRAPH, text=text)


def moment(days: int) -> datetime:
    return START + timedelta(days=days)


def exchange(number: int = 1, **changes: object) -> Exchange:
    """An invented answer to a GET."""
    plain = Exchange(
        request_key=f"khoa-{number}",
        method="GET",
        url=f"{HOME}/tin-tuc/bai-{number}.html",
        request_headers=[("Host", "danguy.tangiang.example"), ("User-Agent", "tinhuy-test")],
        status=200,
        status_text="OK",
        response_headers=[("Content-Type", "text/html; charset=utf-8"), ("ETag", '"a1"')],
        payload=f"<html><h1>Bài số {number}</h1></html>".encode(),
        fetched_at=START,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]  # a test names fields that exist


def pending(sent: Exchange, ref: RecordRef) -> PendingCapture:
    """The capture of *sent*, whose record is written as *ref*."""
    seen = Capture(
        url=sent.url,
        at=sent.fetched_at,
        body=sent.payload,
        request=PageRequest(url=sent.url),
        status=sent.status,
        content_type="text/html; charset=utf-8",
    )
    one = PendingCapture.of(sent, seen)
    one.ref = ref
    return one


def keep(
    archive: Archive, *sent: Exchange, prefix: str = SITE, run_id: int | None = None
) -> list[int]:
    """Write exchanges into a WARC file and insert their rows; the rows' numbers."""
    with WarcWriter(archive.folder, prefix) as writer:
        captures = [pending(one, writer.write(one)) for one in sent]
        writer.sync()
        with archive.writing() as db:
            return [insert_capture(db, capture, run_id) for capture in captures]


class Reader:
    """Stores readings of articles, each with a capture row of its own (that has no record)."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._numbers: Iterator[int] = iter(range(1, 10_000))

    def see(
        self, shown: Article, days: int, *, asked: str | None = None, site_key: str = SITE
    ) -> Stored:
        """Store *shown* as seen so many days after START."""
        reading = self.reading(shown, days, asked=asked, site_key=site_key)
        return self.store(reading)

    def reading(
        self, shown: Article, days: int, *, asked: str | None = None, site_key: str = SITE
    ) -> Reading:
        key = hashlib.sha256((asked or shown.url).encode()).hexdigest()
        stored = StoredExchange(
            url=shown.url,
            status=200,
            headers=[],
            payload=b"",
            fetched_at=moment(days),
            record_id=f"<urn:test:{next(self._numbers)}>",
            record_type="response",
            request_key=key,
        )
        one = PendingCapture.of_stored(stored, capture_of(stored, Uncoded(b"")))
        one.ref = RecordRef("khong-co.warc.gz", 0, stored.record_id, stored.record_type)
        with self.archive.writing() as db:
            capture_id = insert_capture(db, one, None)
        return Reading(
            site_key=site_key,
            article=shown,
            capture_id=capture_id,
            seen_at=moment(days),
            requested_url=asked,
            reader_version="1",
        )

    def store(self, reading: Reading) -> Stored:
        with self.archive.writing() as db:
            return store_reading(db, reading)
