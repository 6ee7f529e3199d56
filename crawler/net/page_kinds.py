"""Whether an answer is a page at all, before a family looks at it."""

from collections.abc import Collection
from types import MappingProxyType
from typing import NamedTuple

from crawler.capture import Capture
from crawler.errors import PageError
from crawler.extract.barriers import barrier_on
from crawler.readers.scan import is_harmless

_OK = 200
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "")


#: What may be the matter with a body, which is then no page: the reason, and a sentence.
BODY_PROBLEMS = MappingProxyType(
    {
        "cut": "the answer ended before the page did",
        "too-large": "the answer unpacks to more than max_page_mb in tinhuy.toml allows",
        "undecodable": "the answer is packed otherwise than its head says",
    }
)


class Wrong(NamedTuple):
    """Why an answer is no page to read: a short code, and a sentence."""

    reason: str
    detail: str


def what_is_wrong(
    capture: Capture, *, flags: Collection[str] = (), is_feed: bool = False
) -> Wrong | None:
    """Why *capture* is no page; None if it may be one.

    *flags* are those of the response; one that BODY_PROBLEMS names says what its body is. Of a feed
    what came is read as far as it goes, whatever type the server calls it.
    """
    if capture.status != _OK:
        said = f"the server answered {capture.status}"
        return Wrong(f"http-{capture.status}", f"{said}{_barrier(capture)}")
    if (problem := next(filter(BODY_PROBLEMS.get, flags), None)) and not is_feed:
        return Wrong(problem, BODY_PROBLEMS[problem])
    media_type = _media_type(capture)
    if media_type not in _PAGE_TYPES and not is_feed:
        return Wrong("no-page", f"the answer is {media_type}, not a page")
    if not capture.body.strip():
        return Wrong("empty", "the answer is empty")
    return None


def _barrier(capture: Capture) -> str:
    """What stands there in the page's place, as the end of a sentence, if that is known."""
    if _media_type(capture) not in _PAGE_TYPES or not is_harmless(capture):
        return ""
    try:
        barrier = barrier_on(capture.page)
    except PageError:
        return ""
    return f" with {barrier.sentence}" if barrier else ""


def _media_type(capture: Capture) -> str:
    return capture.content_type.partition(";")[0].strip().lower()
