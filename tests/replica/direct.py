"""Pages of a site without a server, for whatever reads thousands of them."""

from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from tests.replica.server import Asked
from tests.replica.site_world import FEWEST, SiteWorld
from tests.replica.sites import HOSTS, SPECS


def pages(
    site: str, *, seed: int = 7, count: int = 60, base: str = "http://replica.example/"
) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """Address, page and truth of the newest *count* articles of *site*, at each address.

    The site's home is *base*. A page is what the server would send for the next request.
    """
    world = SiteWorld(seed, SPECS[site], max(count, FEWEST))
    world.base = world.old_base = base
    host = HOSTS[site](world)
    for truth in islice(world.truths(), count):
        for url in truth["urls"]:
            asked = Asked("GET", urlsplit(url).path, urlsplit(url).query, {}, b"")
            yield url, host.answer(asked).body, truth
