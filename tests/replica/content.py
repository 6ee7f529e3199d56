"""The pieces of which articles and listings are made, whatever platform prints them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Part:
    """A block. A list or table has its items or rows in ``lines``.

    ``path`` is root-relative, or the whole address of a video on another host.
    """

    kind: str
    text: str = ""
    path: str = ""
    lines: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Byline:
    """The line that names the author; ``form`` says where it stands (``none``: nowhere)."""

    form: str = "none"
    printed: tuple[str, ...] = ()
    author: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a listing: an article at one of its addresses, or a link that leads nowhere.

    ``day`` is empty and ``moment`` None where the article's page states no date.
    """

    path: str
    title: str
    day: str
    picture: str | None
    summary: str
    moment: datetime | None = None
