"""``python -m benchmarks.crowd.crawl ARCHIVE NAME…``: what ``tinhuy crawl`` does, for a crowd.

Its sites are declared beside the archive. Exit code 0, or 1 for a defect of ours: how the
runs of bad sites end stands in the archive.
"""

import sys
import tomllib
from pathlib import Path

from benchmarks.crowd.sites import PACKAGE, copy_of
from crawler import settings
from crawler.archive.archive import Archive
from crawler.config import load_config
from crawler.crawling import crawl_all
from crawler.errors import ExitCode
from crawler.interruption import Interruption
from crawler.plan import CrawlOptions, plan_for
from crawler.run import Run


def main(folder: str, *names: str) -> int:
    """Crawl the sites of these *names* into the archive in *folder*."""
    settings.SPIDER_MODULES = [PACKAGE]
    with Interruption() as interruption:
        said = tomllib.loads((Path(folder) / "tinhuy.toml").read_text(encoding="utf-8"))
        config = load_config(Path(folder), sites=tuple(said["sites"]))
        plans = [plan_for(copy_of(name), config, CrawlOptions()) for name in names]
        with Archive.open(Path(folder)) as archive:
            runs = [Run.begin(archive, plan) for plan in plans]
            crawl_all(runs, interruption=interruption, log_level=None)
    codes = {int(str(run.summary["exit_code"])) for run in runs}
    return ExitCode.DEFECT if ExitCode.DEFECT in codes else ExitCode.OK


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
