"""One answer of a server, as the reading functions get it: pure data, no network, no storage."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from crawler.extract.charset import Decoded, decode
from crawler.extract.page import Page
from crawler.items import PageRequest


@dataclass(frozen=True, kw_only=True)
class Capture:
    """What answered a request.

    ``url`` is the address that answered, after redirects; ``at`` is in UTC; ``body`` has content
    codings undone; ``content_type`` is the header as sent (empty where none was); ``is_cut`` says
    that the body is not all that was meant, ``is_text`` that it is a text somebody saved, without
    markup: a server that calls its pages text/plain serves pages all the same.
    """

    url: str
    at: datetime
    body: bytes
    request: PageRequest
    status: int = 200
    content_type: str = ""
    is_cut: bool = False
    is_text: bool = False

    @cached_property
    def decoded(self) -> Decoded:
        """The text as sent, and the charset with the reason for it."""
        return decode(self.body, self.content_type)

    @cached_property
    def page(self) -> Page:
        """The page, parsed once and shared by every hook that looks at it; nobody changes it."""
        return Page(url=self.url, text=self.decoded.text, request=self.request, at=self.at)
