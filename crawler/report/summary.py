"""What a run says when it has ended: one line, and why, where it fell short."""

from collections.abc import Mapping
from datetime import timedelta

from sqlite_utils import Database

from crawler.clock import utc_moment
from crawler.errors import NOT_THE_SITE, ExitCode
from crawler.frontier.trail import Stop

_MEANING = {
    ExitCode.DEFECT: "a defect of ours",
    ExitCode.DRIFT: "the site is not as it was declared",
    ExitCode.UNREACHABLE: "the site could not be reached",
    ExitCode.STORAGE: "the archive could not be written",
    ExitCode.INTERRUPTED: "interrupted; the next crawl goes on from here",
    ExitCode.TERMINATED: "terminated; the next crawl goes on from here",
}
#: What a run says that was ended by a limit of its own.
_LIMITS = {
    "left-alone": "the host is overloaded and asked to be left alone for longer than a crawl waits;"
    " it is not asked before then, and a later crawl goes on from here",
    "closespider_timeout": "its time was up (max_run_hours in tinhuy.toml);"
    " the next crawl goes on from here",
    "memusage_exceeded": "it took too much memory, which is a defect of ours;"
    " the next crawl goes on from here",
}


def summary_line(summary: Mapping[str, object]) -> str:
    """A run's row as one line for a log or a mail from cron."""
    counts = ", ".join(
        f"{summary[name]} {name}" for name in ("saved", "unchanged", "skipped", "failed")
    )
    if not summary["saved"] and summary["exit_code"] == ExitCode.OK:
        counts = f"nothing new ({counts})"
    pages = f"{summary['listings']} listing pages"
    return (
        f"{summary['site_key']}: {counts}; {pages}; {_duration(summary)}exit {summary['exit_code']}"
    )


def elsewhere_line(site: str, hosts: Mapping[str, int]) -> str | None:
    """What is said of links that were not followed; None where there were none."""
    if not hosts:
        return None
    links = sum(hosts.values())
    return (
        f"{site}: {links} article links lead to other hosts and were not followed:"
        f" {', '.join(sorted(hosts))}; those that are the site's too belong into hosts in"
        f" [sites.{site}] of tinhuy.toml"
    )


def stop_lines(site: str, stops: Mapping[str, Stop]) -> list[str]:
    """What is said of sections whose walk ended before they did."""
    return [f"{site}: {url} is not walked on: {stop.sentence}" for url, stop in stops.items()]


def feed_lines(db: Database, summary: Mapping[str, object]) -> list[str]:
    """What is said of feeds and sitemaps that could not be read, or not whole."""
    rows = db.conn.execute(
        "SELECT DISTINCT url, coalesce(detail, reason) FROM fetches"
        " WHERE run_id = ? AND kind = 'feed' AND reason != 'feed' ORDER BY url",
        (summary.get("id"),),
    ).fetchall()
    return [f"{summary['site_key']}: feed or sitemap {url}: {detail}" for url, detail in rows]


def why(db: Database, summary: Mapping[str, object]) -> str | None:
    """The sentence that says why a run fell short; None where it did not."""
    code = summary["exit_code"]
    if not isinstance(code, int) or code == ExitCode.OK:
        return None
    if limit := _LIMITS.get(str(summary["reason"])):
        return f"{summary['site_key']}: {limit}"
    sentence = f"{summary['site_key']}: {_MEANING.get(ExitCode(code), 'it failed')}"
    if code == ExitCode.STORAGE:
        return f"{sentence}: {summary['reason']}"
    is_away = code == ExitCode.UNREACHABLE
    row = db.conn.execute(
        "SELECT url, coalesce(detail, reason), count(*) FROM fetches"
        " WHERE run_id = ? AND outcome IN ('failed', 'skipped')"
        " GROUP BY reason, CASE reason WHEN 'moved' THEN detail END"
        f" ORDER BY ? AND reason IN ({', '.join('?' * len(NOT_THE_SITE))}) DESC,"
        " min(CASE kind WHEN 'head' THEN 0 WHEN 'listing' THEN 1 ELSE 2 END),"
        " reason = 'moved' AND ? DESC, count(*) DESC LIMIT 1",
        (summary.get("id"), is_away, *NOT_THE_SITE, is_away),
    ).fetchone()
    if row is None:
        return sentence
    url, detail, count = row
    others = f" (and {count - 1} like it)" if count > 1 else ""
    return f"{sentence}: {url}: {detail}{others}; what is missing is tried again at the next crawl"


def _duration(summary: Mapping[str, object]) -> str:
    started, finished = summary.get("started_at"), summary.get("finished_at")
    if not isinstance(started, str) or not isinstance(finished, str):
        return ""
    took: timedelta = utc_moment(finished) - utc_moment(started)
    return f"{int(took.total_seconds())} s; "
