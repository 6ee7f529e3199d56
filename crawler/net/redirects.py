"""Redirects: followed by Scrapy, and refused by name where they lead to no page."""

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawler.net.failures import OffSite, TooManyRedirects

_STATUSES = frozenset({301, 302, 303, 307, 308})


class WebRedirectMiddleware(RedirectMiddleware):
    """Scrapy's, for which a broken address is a ValueError, and a file or script an answer.

    What it follows is a request like any other, and passes DeclaredHostsMiddleware.
    """

    def process_response(  # type: ignore[override]  # Scrapy itself hands over no spider any more
        self, request: Request, response: Response
    ) -> Request | Response:
        """The next request, or *response* if it is no redirect; OffSite, TooManyRedirects."""
        location = (response.headers.get("Location") or b"").decode("utf-8", "replace")
        try:
            followed = super().process_response(request, response)
        except ValueError as error:
            raise OffSite(f"it redirects to {location!r}, which is no address: {error}") from error
        except IgnoreRequest as error:
            raise TooManyRedirects(f"it redirects again and again, last to {location!r}") from error
        if followed is response and location and response.status in _STATUSES:
            raise OffSite(f"it redirects to {location!r}, which is no web address")
        return followed
