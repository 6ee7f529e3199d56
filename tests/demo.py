"""``make demo``: the whole job on this machine, against imitated sites.

It serves the replica, makes an archive, crawls it, crawls it again, looks into it, checks it, and
exports a CSV, with the commands that an operator would type. Everything lies in ``demo/`` then.
"""

import json
import os
import shlex
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.program import site_settings
from tests.replica.sites import SPECS

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "demo"
ARTICLES = 40
#: Seconds that the imitated sites have to begin answering.
PATIENCE = 20
#: Sites of this machine need not be spared; those of others are asked once a second at the most.
SETTINGS = "[loopback]\ninterval_seconds = 0.02\n"


def main() -> int:
    """Show the whole job; the exit code of the first command that failed, else 0."""
    began = time.monotonic()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir()
    with imitated_sites() as homes:
        say("Imitated sites answer on this machine:")
        for name, home in homes.items():
            say(f"    {name}  {home}")
        code = show(homes)
    if code == 0:
        say(f"Done in {time.monotonic() - began:.0f} seconds. What is where:")
        say("    demo/archive/archive.db   the articles, for SQL")
        say("    demo/archive/warc/        what the sites sent, byte for byte")
        say("    demo/articles.csv         all articles, for Excel or pandas")
        say("    demo/truth/               what the imitated sites hold, one article a line")
    return code


def show(homes: dict[str, str]) -> int:
    """Type the commands one after another, up to the first that fails."""
    commands = (
        ("Make an archive.", "init demo/archive"),
        ("Crawl all sites.", "crawl --all"),
        ("Crawl again: nothing is new, though every visitor counter has moved.", "crawl --all"),
        ("Look at one article.", "show 1"),
        ("Check the archive against its own evidence, byte for byte.", "verify --deep"),
        ("Export all articles.", "export demo/articles.csv"),
    )
    for sentence, words in commands:
        say(f"\n{sentence}\n$ tinhuy {words}")
        if code := tinhuy(words):
            return code
        if words.startswith("init"):
            configure(homes)
    return 0


def tinhuy(words: str) -> int:
    """Run one command as it is typed."""
    environment = {**os.environ, "TINHUY_ARCHIVE": "demo/archive", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "crawler.cli", *shlex.split(words)]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def configure(homes: dict[str, str]) -> None:
    """Tell the archive where the sites are, as an operator does who has found out."""
    lines = [SETTINGS]
    for name, home in homes.items():
        if not name.endswith("_old"):
            former = homes.get(f"{name}_old")
            sections = {section.path: section.name for section in SPECS[name].sections}
            lines.append(site_settings(name, [home, former] if former else [home], sections))
    (FOLDER / "archive" / "tinhuy.toml").write_text("\n".join(lines), encoding="utf-8")


@contextmanager
def imitated_sites() -> Iterator[dict[str, str]]:
    """The replica in a process of its own; the addresses of its servers by name."""
    ports = FOLDER / "ports.json"
    words = ["--articles", str(ARTICLES), "--truth", "demo/truth", "--ports-file", str(ports)]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.replica", *words], cwd=ROOT, stdout=subprocess.DEVNULL
    ) as server:
        try:
            end = time.monotonic() + PATIENCE
            while not ports.exists():
                if server.poll() is not None or time.monotonic() > end:
                    raise SystemExit("the imitated sites did not begin to answer")
                time.sleep(0.05)
            yield json.loads(ports.read_text(encoding="utf-8"))
        finally:
            server.terminate()


def say(sentence: str) -> None:
    """Write a line, before the next program writes its own."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
