"""No request leaves the hosts that a site declares, at any hop, also once names are resolved."""

from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.crawler import Crawler
from twisted.web.client import URI

from crawler.errors import UsageProblem
from crawler.net.failures import Moved, OffSite, PrivateAddress
from crawler.net.names import Names
from crawler.net.public_addresses import Address, literal, not_public
from crawler.plan import endpoint
from crawler.spider import SiteSpider, spider_of


class DeclaredHostsMiddleware:
    """Refuses requests to an undeclared host and port, or to an address that is not public.

    Redirects, retries and robots.txt pass here like any request. A proxy that the operator has set
    in the environment is declared by that, and may be at any address. The program then connects to
    the proxy alone: hosts and ports are held to the declaration as ever, and so is what a host
    spells as an address, but which address a name leads to is the proxy's to find out and to check.
    """

    def __init__(self, spider: SiteSpider, *, dns_timeout: float) -> None:
        self._plan = spider.run.plan
        self._dns_timeout = dns_timeout

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """The middleware for *crawler*'s site."""
        return cls(spider_of(crawler), dns_timeout=crawler.settings.getfloat("DNS_TIMEOUT"))

    async def process_request(self, request: Request) -> None:
        """Let a request to a declared host pass; OffSite for any other."""
        host = self._declared_host(request)
        if proxy := request.meta.get("proxy"):
            proxy_host = urlsplit(proxy if "//" in proxy else f"//{proxy}").hostname
            await Names.admit(proxy_host or "", timeout=self._dns_timeout)
        else:
            found = await Names.admit(host, self._permits, timeout=self._dns_timeout)
            self._require_permitted(host, found)

    def _declared_host(self, request: Request) -> str:
        """The host that *request* asks, which the site declares."""
        try:
            asked = endpoint(request.url)
        except UsageProblem as error:
            raise OffSite(str(error)) from error
        if asked not in self._plan.reachable:
            raise self._refusal(request, asked[0])
        if _connected_to(request.url) != asked:
            raise OffSite(f"{request.url!r} can be read as two addresses: spell it plainly")
        return asked[0]

    def _refusal(self, request: Request, host: str) -> OffSite:
        """Why *request* to *host* is refused, and what the operator can do about it."""
        site = self._plan.site.name
        is_same_host = any(host == declared for declared, _ in self._plan.reachable)
        if (address := literal(host)) and (kind := not_public(address)) and not is_same_host:
            return PrivateAddress(
                f"{request.url} is at {address}, {kind}, and on no host of {site}: not asked; no"
                " public page leads there, so tell the site's owner"
            )
        parts = urlsplit(request.url)
        home = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        declare = f'set home = "{home}" in [sites.{site}] of tinhuy.toml'
        if "redirect_urls" in request.meta:
            return Moved(f"it has moved to {home}, which is no host of {site}; if it is, {declare}")
        return OffSite(f"{request.url} is not on a host of {site}; if it is, {declare}")

    def _require_permitted(self, host: str, found: tuple[Address, ...]) -> None:
        """PrivateAddress unless every address in *found* may be connected to as *host*."""
        for address in found:
            if not self._permits(host, address):
                site = self._plan.site.name
                raise PrivateAddress(
                    f"{host} leads to {address}, {not_public(address)}: not asked; where that is"
                    f' right, set networks = ["{address}"] in [sites.{site}] of tinhuy.toml'
                )

    def _permits(self, host: str, address: Address) -> bool:
        """Whether *address* is public, or declared for *host*.

        A home that is an address declares that one, and ``localhost`` declares this machine.
        """
        if not_public(address) is None or any(address in one for one in self._plan.networks):
            return True
        return address.is_loopback if host == "localhost" else str(address) == _spelled(host)


def _spelled(host: str) -> str | None:
    """*host* as an address is shown; None where it is none, or oddly spelt."""
    try:
        return str(ip_address(host))
    except ValueError:
        return None


def _connected_to(url: str) -> tuple[str, int]:
    """The host and port that the library connects to for *url*, by its own reading."""
    read = URI.fromBytes(url.encode("ascii"))  # type: ignore[no-untyped-call]  # Twisted's is not
    return read.host.decode("ascii").lower(), read.port
