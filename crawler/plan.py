"""What a run of one site is going to do: its homes, sections, manners and limits."""

import ssl
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from crawler import VERSION
from crawler.config import Config, SiteConfig
from crawler.errors import UsageProblem
from crawler.frontier.walk import WalkPlan
from crawler.hours import Hours
from crawler.site import Section, Site, Status
from crawler.strictness import Strictness

_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, kw_only=True)
class CrawlOptions:
    """What the command line asks of a run: see ``tinhuy crawl --help``."""

    home: str | None = None
    limit: int | None = None
    since: date | None = None
    full: bool = False


@dataclass(frozen=True, kw_only=True)
class CrawlPlan:
    """A run of one site; times are in seconds.

    ``homes`` are ``scheme://host[:port]/``, the first being where the sections are; ``reachable``
    holds every (host, port) that may be asked; ``networks`` are those, beside the public one, in
    which the operator lets these hosts be. ``feeds`` are paths. ``pause`` is how long an overloaded
    host rests that does not say how long. ``authorities`` is a file of certificate authorities
    beside the machine's own; ``cookie`` is sent to these hosts. ``max_requests`` 0, ``hours`` None
    and ``limit`` None, a number of articles, set no bounds.
    """

    site: Site
    homes: tuple[str, ...]
    reachable: frozenset[tuple[str, int]]
    networks: tuple[IPv4Network | IPv6Network, ...]
    tls: Strictness
    authorities: Path | None
    cookie: str | None = field(repr=False)
    sections: tuple[Section, ...]
    feeds: tuple[str, ...]
    interval: float
    pause: float
    timeout: float
    concurrency: int
    retries: int
    max_page_bytes: int
    max_seconds: float
    max_requests: int
    hours: Hours | None
    user_agent: str
    limit: int | None
    walk: WalkPlan

    @property
    def command(self) -> str:
        """The run as it is noted in the archive."""
        options = [
            "--full" if self.walk.full else "",
            f"--limit {self.limit}" if self.limit else "",
            f"--since {self.walk.since}" if self.walk.since else "",
        ]
        return " ".join(["crawl", *filter(None, options)])

    @property
    def section_urls(self) -> tuple[tuple[Section, str], ...]:
        """Each section with the address of its first page."""
        return tuple((one, urljoin(self.homes[0], one.path)) for one in self.sections)

    @property
    def feed_urls(self) -> tuple[str, ...]:
        """The addresses of its feeds and sitemaps, on its home."""
        return tuple(urljoin(self.homes[0], path) for path in self.feeds)

    def reaches(self, url: str) -> bool:
        """Whether *url* is on a host and port that may be asked; what is no address is on none."""
        try:
            return endpoint(url) in self.reachable
        except UsageProblem:
            return False

    def settings(self) -> dict[str, object]:
        """The Scrapy settings that depend on the site and its host."""
        return {
            "USER_AGENT": self.user_agent,
            "CONCURRENT_REQUESTS": self.concurrency,
            "CONCURRENT_REQUESTS_PER_DOMAIN": self.concurrency,
            "DOWNLOAD_TIMEOUT": self.timeout,
            "DOWNLOAD_MAXSIZE": self.max_page_bytes,
            "CLOSESPIDER_TIMEOUT": self.max_seconds,
            "RETRY_TIMES": self.retries,
        }


def endpoint(url: str) -> tuple[str, int]:
    """The (host, port) that *url* is asked of; UsageProblem where it names none."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise UsageProblem(f"{url!r} is no address: {error}") from error
    if parts.scheme not in _PORTS or not parts.hostname or port == 0:
        raise UsageProblem(f"{url!r} is no address of a site: give it as https://host/")
    return parts.hostname, port or _PORTS[parts.scheme]


def is_loopback(url: str) -> bool:
    """Whether *url* names this machine itself."""
    host, _ = endpoint(url)
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def plan_for(site: Site, config: Config, options: CrawlOptions) -> CrawlPlan:
    """The plan for *site*; UsageProblem where its home is not known or nobody can be contacted."""
    own = config.sites.get(site.name, SiteConfig())
    given = (options.home,) if options.home else own.hosts
    homes = _homes(site, given)
    local = all(is_loopback(home) for home in homes)
    if not local and not config.contact:
        raise UsageProblem(
            f"{site.name}: set contact in {config.path} to an address where the site's owner"
            " can reach you; only loopback hosts are crawled without it"
        )
    crawl, loopback = config.crawl, config.loopback
    plan = CrawlPlan(
        site=site,
        homes=homes,
        reachable=_reachable(homes, ports_too=not given),
        networks=tuple(map(ip_network, own.networks)),
        tls=own.tls,
        authorities=_authorities(config),
        cookie=own.cookie,
        sections=own.sections or site.sections,
        feeds=site.feeds if own.feeds is None else own.feeds,
        interval=loopback.interval_seconds if local else crawl.interval_seconds,
        pause=loopback.pause_seconds if local else crawl.pause_seconds,
        timeout=loopback.timeout_seconds if local else crawl.timeout_seconds,
        concurrency=loopback.concurrency if local else 1,
        retries=crawl.retries,
        max_page_bytes=int(crawl.max_page_mb * 1024 * 1024),
        max_requests=crawl.max_requests,
        hours=Hours.of(crawl.hours),
        max_seconds=crawl.max_run_hours * 3600,
        user_agent=f"tinhuy/{VERSION} (archive; {config.contact or 'loopback'})",
        limit=options.limit,
        walk=WalkPlan(since=options.since, full=options.full, most_pages=crawl.max_listing_pages),
    )
    _require_reach(plan, config)
    return plan


def _authorities(config: Config) -> Path | None:
    """The file of certificate authorities that *config* names; UsageProblem where it is none."""
    if not config.crawl.ca_file:
        return None
    path = config.path.parent / config.crawl.ca_file
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
    except (OSError, ValueError) as error:
        raise UsageProblem(
            f"cannot take certificate authorities from {path} (ca_file in {config.path}): {error};"
            " name a file with certificates in PEM"
        ) from error
    return path


def _require_reach(plan: CrawlPlan, config: Config) -> None:
    """Raise UsageProblem where a section or feed is on no host of the site."""
    listings = [("section", section.path, url) for section, url in plan.section_urls]
    listings += [("feed", path, url) for path, url in zip(plan.feeds, plan.feed_urls, strict=True)]
    for kind, path, url in listings:
        if not plan.reaches(url):
            raise UsageProblem(
                f"{plan.site.name}: the {kind} {path!r} is at {url!r}, on no host of the site:"
                f" correct its path in [sites.{plan.site.name}] of {config.path}"
            )


def _homes(site: Site, given: tuple[str, ...]) -> tuple[str, ...]:
    """The homes of *site*, those that the operator has *given* before the declared ones."""
    if not given and site.status is Status.UNVERIFIED:
        raise UsageProblem(
            f"{site.name}: its host is not known (candidates: {', '.join(site.hosts)}); give it"
            f" with --home URL, or as home in [sites.{site.name}] of tinhuy.toml"
        )
    return tuple(_home(url) for url in given or (f"https://{host}/" for host in site.hosts))


def _home(url: str) -> str:
    """*url* cut to ``scheme://host[:port]/``."""
    endpoint(url)
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}/"


def _reachable(homes: Iterable[str], *, ports_too: bool) -> frozenset[tuple[str, int]]:
    """The endpoints of *homes*; a declared host answers on both usual ports."""
    asked = {endpoint(home) for home in homes}
    if ports_too:
        asked |= {(host, port) for host, _ in asked for port in _PORTS.values()}
    return frozenset(asked)
