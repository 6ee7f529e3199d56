"""A run commits in an order that a power cut cannot turn round."""

import asyncio
import os
import sqlite3
from pathlib import Path

import pytest

from crawler.archive import connection
from crawler.archive.archive import Archive
from crawler.archive.exchange import Exchange
from crawler.archive.mending import mend_open_files
from crawler.capture import Capture
from crawler.clock import now
from crawler.config import load_config
from crawler.declared import declared_sites
from crawler.errors import ExitCode, StorageProblem
from crawler.frontier.entry import EntryKind, new_entry
from crawler.frontier.queue import add_articles
from crawler.items import PageRequest
from crawler.outcomes import Ended, Result
from crawler.plan import CrawlOptions, plan_for
from crawler.run import GROUP, Run
from crawler.run_lines import append_line

SITE = declared_sites().sites["nghe_an_tuyen_giao"]
URL = "http://127.0.0.1/tin-tuc-su-kien"


def begun(folder: Path) -> Run:
    archive = Archive.create(folder)
    config = load_config(folder, sites=(SITE.name,))
    return Run.begin(archive, plan_for(SITE, config, CrawlOptions(home="http://127.0.0.1/")))


def capture_one(run: Run) -> None:
    body = b"<html>Xin ch\xc3\xa0o</html>"
    exchange = Exchange(
        request_key="k", method="GET", url=URL, payload=body, fetched_at=now(), response_headers=[]
    )
    run.capture(exchange, Capture(url=URL, at=now(), body=body, request=PageRequest(url=URL)))


def test_a_record_is_on_the_disk_before_the_row_that_names_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(tmp_path / "archive")
    happened: list[str] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        real(descriptor)
        happened.append(Path(f"/proc/self/fd/{descriptor}").resolve().name)

    capture_one(run)
    monkeypatch.setattr(os, "fsync", fsync)
    run.archive.db.conn.set_trace_callback(lambda sql: happened.append(sql.split()[0]))
    run.flush()
    run.archive.db.conn.set_trace_callback(None)
    monkeypatch.undo()
    written = next(at for at, name in enumerate(happened) if name.endswith(".warc.gz.open"))
    assert written < happened.index("BEGIN") < happened.index("INSERT") < happened.index("COMMIT")
    run.finish("finished")
    run.archive.close()


def test_a_kill_never_costs_more_requests_than_a_group(tmp_path: Path) -> None:
    """Those in hand, four at a time, and those whose outcomes are not committed yet."""
    run = begun(tmp_path / "archive")
    found = [
        new_entry(
            PageRequest(url=f"{URL}/{number}"), kind=EntryKind.ARTICLE, site=SITE.name, section=URL
        )
        for number in range(60)
    ]
    with run.archive.writing() as db:
        add_articles(db, found, now())
    costs = []

    async def crawl() -> None:
        in_hand = [run.supply.next() for _ in range(3)]
        handed = 3
        for _ in range(50):
            in_hand.append(run.supply.next())
            handed += 1
            costs.append(handed - run.asked)
            entry = in_hand.pop(0)
            assert entry
            run.record(Ended(entry=entry, result=Result.FAILED, reason="timeout", detail=""))

    asyncio.run(crawl())
    run.finish("finished")
    run.archive.close()
    assert max(costs) == GROUP


def test_a_transaction_that_another_program_leaves_open_stops_the_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_MS", 50)
    run = begun(tmp_path / "archive")
    reasons: list[str] = []
    run.on_stop = reasons.append
    capture_one(run)
    browser = sqlite3.connect(tmp_path / "archive" / "archive.db", isolation_level=None)
    browser.execute("BEGIN IMMEDIATE")
    run.flush()
    run.finish("storage")
    assert reasons == ["storage"]
    assert run.summary["exit_code"] == ExitCode.STORAGE
    assert "another program keeps it locked" in str(run.summary["reason"])
    browser.execute("ROLLBACK")
    browser.close()
    assert run.archive.db.table("captures").count == 0
    states = {row["state"] for row in run.archive.db.table("frontier").rows}
    assert states == {"pending"}
    mend_open_files(run.archive)
    assert run.archive.db.table("captures").count == 1
    run.archive.close()


def test_a_line_after_a_torn_one_stands_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "runs.jsonl"
    append_line(path, "một")
    path.write_bytes(path.read_bytes() + b'{"torn')
    append_line(path, "hai")
    assert path.read_text(encoding="utf-8").splitlines() == ["một", '{"torn', "hai"]
    monkeypatch.setattr(os, "write", lambda _, data: len(data) - 1)
    with pytest.raises(StorageProblem, match=r"no space left for .*runs\.jsonl"):
        append_line(path, "ba")


def test_storage_trouble_ends_the_run_and_stores_nothing_of_its_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = begun(tmp_path / "archive")
    reasons: list[str] = []
    run.on_stop = reasons.append
    capture_one(run)

    def fail(_: int) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    run.flush()
    run.flush()
    assert reasons == ["storage"]
    with pytest.raises(StorageProblem):
        capture_one(run)
    run.finish("storage")
    monkeypatch.undo()
    assert run.summary["exit_code"] == ExitCode.STORAGE
    assert run.archive.db.table("captures").count == 0
    run.archive.close()
    with Archive.open(tmp_path / "archive") as archive:
        again = Run.begin(archive, run.plan)  # the next run mends, and goes on
        assert archive.db.table("captures").count == 1
        again.finish("finished")
