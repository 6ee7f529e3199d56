"""``python -m tests.replica --seed 7 --articles 60 --truth DIR``: serve until told to stop."""

import argparse
import signal
import sys
import threading
from pathlib import Path

from tests.replica.site_world import FEWEST
from tests.replica.sites import ALL
from tests.replica.world import replica


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.replica", description=__doc__)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--articles", type=int, default=60, help="articles a site, at least 12")
    parser.add_argument("--truth", type=Path, help="folder for the truth, SITE.jsonl each")
    parser.add_argument("--ports-file", type=Path, help="where to write the servers' addresses")
    parser.add_argument("--slow-ms", type=int, default=0, help="delay of every answer")
    parser.add_argument(
        "--insert-after", type=int, metavar="K",
        help="insert an article into each site after its K-th listing request",
    )  # fmt: skip
    parser.add_argument("--site", action="append", choices=ALL, help="only this site; repeatable")
    options = parser.parse_args()
    if options.articles < FEWEST:
        parser.error(f"--articles must be at least {FEWEST}")
    return options


def main() -> None:
    """Serve; the line "ready" is printed when ports and truth are written."""
    options = _arguments()
    over = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    with replica(
        seed=options.seed,
        articles=options.articles,
        slow_ms=options.slow_ms,
        insert_after=options.insert_after,
        sites=options.site or ALL,
    ) as world:
        if options.truth:
            world.write_truth(options.truth)
        if options.ports_file:
            world.write_ports(options.ports_file)
        homes = " ".join(f"{name}={home}" for name, home in world.hosts.items())
        sys.stdout.write(f"ready {homes}\n")
        sys.stdout.flush()
        over.wait()


if __name__ == "__main__":
    main()
