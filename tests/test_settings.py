"""What of Scrapy takes part in a crawl, and what is not even loaded."""

import subprocess
import sys

import pytest

from crawler.crawling import project_settings
from tests.program import ROOT, environment

LOADED = """
import sys
from scrapy.utils.misc import load_object
from crawler.crawling import project_settings
for name in ("DOWNLOADER_MIDDLEWARES", "SPIDER_MIDDLEWARES", "EXTENSIONS"):
    for path in project_settings().get_component_priority_dict_with_base(name):
        load_object(path)
print(*sys.modules)
"""


@pytest.mark.parametrize(
    ("kind", "components"),
    [
        (
            "DOWNLOADER_MIDDLEWARES",
            """HttpProxy DeclaredHosts SiteCookie Robots DownloadTimeout DefaultHeaders UserAgent
            Retry WebRedirect HostGate Capture""",
        ),
        ("SPIDER_MIDDLEWARES", ""),
        ("EXTENSIONS", "CloseSpider MemoryUsage"),
    ],
)
def test_only_these_take_part(kind: str, components: str) -> None:
    found = project_settings().get_component_priority_dict_with_base(kind)
    ordered = sorted(found, key=lambda path: (found[path], path))
    names = [path.rpartition(".")[2].removesuffix("Middleware") for path in ordered]
    assert names == components.split()


def test_what_takes_no_part_is_not_loaded() -> None:
    said = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT, env=environment(), capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert "scrapy.downloadermiddlewares.retry" in said
    loaded = {name.partition(".")[0] for name in said}
    assert loaded.isdisjoint({"aiohttp", "tldextract"})
    assert "twisted.conch" not in said
