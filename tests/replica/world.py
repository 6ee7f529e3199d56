"""All sites of the replica with their servers, and what a test may do to them."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.replica.hosts import OldHost
from tests.replica.server import Host, ReplicaServer, SeenRequest
from tests.replica.site_world import FEWEST, SiteWorld
from tests.replica.sites import ALL, HOSTS, SPECS
from tests.replica.truth import write_truth

#: The name under which the newspaper's former host stands in :attr:`World.hosts`.
OLD_HOST = "bao_dong_khoi_old"


class World:
    """The running replica; :func:`replica` makes one."""

    def __init__(self, seed: int, articles: int, *, slow_ms: int, names: Iterable[str]) -> None:
        if articles < FEWEST:
            raise ValueError(f"a site needs at least {FEWEST} articles, not {articles}")
        self._sites = {name: SiteWorld(seed, SPECS[name], articles) for name in names}
        self._servers = {name: ReplicaServer(slow_ms=slow_ms) for name in (*self._sites, OLD_HOST)}
        for site in self._sites.values():
            site.base = self._servers[site.spec.name].home
            site.old_base = self._servers[OLD_HOST].home

    @property
    def homes(self) -> dict[str, str]:
        """Each site's home address."""
        return {name: self._servers[name].home for name in self._sites}

    @property
    def hosts(self) -> dict[str, str]:
        """The address of each server: the sites' and the newspaper's former host."""
        return {name: server.home for name, server in self._servers.items()}

    def start(self) -> None:
        """Begin to answer."""
        for name, site in self._sites.items():
            self._servers[name].start(HOSTS[name](site))
        successor = self.homes.get("bao_dong_khoi", next(iter(self.homes.values())))
        self._servers[OLD_HOST].start(OldHost(successor))

    def stop(self) -> None:
        """Close every server."""
        for server in self._servers.values():
            server.stop()

    def truth(self, site: str) -> list[dict[str, Any]]:
        """The truth of every article that *site* serves now."""
        return list(self._sites[site].truths())

    def write_truth(self, folder: Path) -> None:
        """Write ``SITE.jsonl`` for every site; articles inserted later are added to it."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, site in self._sites.items():
            path = folder / f"{name}.jsonl"
            write_truth(path, site.truths())
            site.truth_file = path

    def write_ports(self, path: Path) -> None:
        """Write the servers' addresses as a JSON object; the file appears whole."""
        partial = path.with_name(path.name + ".part")
        partial.write_text(json.dumps(self.hosts, indent=1), encoding="utf-8")
        partial.replace(path)

    def requests(self, site: str) -> list[SeenRequest]:
        """What the server of *site* (or ``bao_dong_khoi_old``) was asked, in order."""
        return list(self._servers[site].seen)

    def sections(self, site: str) -> dict[str, str]:
        """The path of each section, with its name."""
        return {section.path: section.name for section in self._sites[site].spec.sections}

    def archives(self, site: str) -> dict[str, str]:
        """The addresses of further listings, by what they show: one of each generation."""
        world = self._sites[site]
        shown = world.spec.archives.items()
        return {name: world.base.rstrip("/") + path for path, name in shown}

    def dead_links(self, site: str) -> dict[str, str]:
        """The listed addresses that hold no article: ``soft`` answers 200, ``hard`` 404."""
        world = self._sites[site]
        origin = world.base.rstrip("/")
        return {"soft": origin + world.soft_404_path, "hard": origin + world.hard_404_path}

    def interpose(self, site: str, stand_in: Callable[[Host], Host]) -> None:
        """Let something else answer for *site*; it is given what answered before."""
        server = self._servers[site]
        assert server.host is not None
        server.host = stand_in(server.host)

    def insert_article(self, site: str, section: str) -> dict[str, Any]:
        """List a new newest article in the section of that path or name; its truth."""
        world = self._sites[site]
        for candidate in world.spec.sections:
            if section in (candidate.path, candidate.name):
                return world.insert(candidate)
        raise KeyError(section)

    def delist_article(self, site: str) -> dict[str, Any]:
        """Take an article out of every list of *site*; its truth. NukeViet's sitemap keeps it."""
        return self._sites[site].delist()

    def insert_article_after_listing_page(self, site: str, n: int, *, first_page: int = 1) -> None:
        """Insert an article once *n* more listing requests of *site* were answered.

        It goes into the section that the last of them asked for, from inside the server: the page
        being answered does not show it, and every page after it is shifted by one line. Only
        requests for pages from *first_page* on are counted.
        """
        self._sites[site].insert_after_listings(n, first_page=first_page)


@contextmanager
def replica(
    *,
    seed: int = 7,
    articles: int = 60,
    slow_ms: int = 0,
    insert_after: int | None = None,
    sites: Iterable[str] = ALL,
) -> Iterator[World]:
    """A running replica of *articles* articles a site, at least 12.

    ``insert_after`` inserts an article into every site once that many of its listing requests were
    answered. ``sites`` names others than the three that are
    served else.
    """
    world = World(seed, articles, slow_ms=slow_ms, names=sites)
    if insert_after is not None:
        for site in world.homes:
            world.insert_article_after_listing_page(site, insert_after)
    world.start()
    try:
        yield world
    finally:
        world.stop()
