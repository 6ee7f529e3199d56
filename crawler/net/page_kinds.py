"""Whether an answer is a page at all, before a family looks at it."""

from typing import NamedTuple

from crawler.capture import Capture

_OK = 200
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "")


class Wrong(NamedTuple):
    """Why an answer is no page to read: a short code, and a sentence."""

    reason: str
    detail: str


def what_is_wrong(capture: Capture, *, cut: bool) -> Wrong | None:
    """Why *capture* is no page; None if it may be one. *cut* says that its body ended early."""
    if capture.status != _OK:
        return Wrong(f"http-{capture.status}", f"the server answered {capture.status}")
    if cut:
        return Wrong("cut", "the answer ended before the page did")
    media_type = capture.content_type.partition(";")[0].strip().lower()
    if media_type not in _PAGE_TYPES:
        return Wrong("no-page", f"the answer is {media_type}, not a page")
    if not capture.body.strip():
        return Wrong("empty", "the answer is empty")
    return None
