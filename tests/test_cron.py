"""A real cron runs the crontab line of the README against the replica.

It changes the crontab of root and puts it back, so it runs only where that is asked for: as root,
with ``TINHUY_TEST_CRON`` set, on a machine that may be used up, such as a container.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.declared import declared_sites
from crawler.site import Status
from tests.program import ROOT, database, new_archive, wait_until
from tests.replica import World, replica

SITE = "nghe_an_tuyen_giao"
#: The sites that ``--all`` does not pass over.
DEAD = [
    name
    for name, site in declared_sites().sites.items()
    if site.status in (Status.ACTIVE, Status.MOVED)
]
ASKED_FOR = os.geteuid() == 0 and "TINHUY_TEST_CRON" in os.environ and shutil.which("cron")

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not ASKED_FOR, reason="no cron may be started here"),
]


@pytest.fixture
def world() -> Iterator[World]:
    with replica(seed=4, articles=12, sites=[SITE]) as running:
        yield running


@pytest.fixture
def cron() -> Iterator[None]:
    """A running cron; root's crontab is put back afterwards."""
    before = subprocess.run(["crontab", "-l"], capture_output=True, check=False)
    with subprocess.Popen(["cron", "-f"]) as daemon:
        yield
        daemon.terminate()
    if before.returncode == 0:
        subprocess.run(["crontab", "-"], input=before.stdout, check=True)
    else:
        subprocess.run(["crontab", "-r"], check=True)


def readme_line(archive: Path, program: Path, report: Path) -> str:
    """The README's crontab line with our paths, at every minute, its output kept in a file."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    block = re.search(r"```crontab\n(.+)\n```", text)
    assert block
    command = block[1].split(maxsplit=5)[5]
    command = command.replace("$HOME/tinhuy-archive", str(archive))
    command = command.replace("$HOME/tinhuy/.venv/bin/tinhuy", str(program))
    assert str(program) in command
    return f"* * * * * {command} >{report} 2>&1\n"


@pytest.mark.usefixtures("cron")
def test_cron_crawls_at_night(tmp_path: Path, world: World) -> None:
    folder = new_archive(tmp_path / "archive")
    with (folder / "tinhuy.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[sites.{SITE}]\nhome = "{world.homes[SITE]}"\n')
        for name in DEAD:
            file.write(f'\n[sites.{name}]\nhome = "http://127.0.0.1:9/"\n')
    report = tmp_path / "report"
    program = Path(sys.executable).with_name("tinhuy")
    subprocess.run(
        ["crontab", "-"], input=readme_line(folder, program, report), text=True, check=True
    )
    wait_until(lambda: report.exists() and "exit" in report.read_text(), seconds=130)
    wait_until(lambda: database(folder).table("runs").count > len(DEAD), seconds=10)
    said = report.read_text(encoding="utf-8")
    assert f"{SITE}: 12 saved" in said
    assert all(f"{name}: the site could not be reached" in said for name in DEAD)
    assert "Traceback" not in said
    assert database(folder).table("articles").count == 12
