"""What a site is: its sections, its numbering, and the hooks by which its platform shows.

Articles are numbered from the newest, which is 0, to the oldest; an article that is inserted later
is -1, then -2. So an article is the same whatever the size of its site.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from types import MappingProxyType
from typing import ClassVar, Literal

from tests.replica.content import Byline, Part
from tests.replica.prose import Writer

HANOI = timezone(timedelta(hours=7))

#: The kind of article *number* is ``KINDS[number % 20]``; ``twice`` is listed in two sections at
#: one address, ``repost`` has two addresses.
KINDS = (
    "text", "document", "photo", "text", "repost", "photo", "twice", "short", "photo", "text",
    "text", "text", "text", "text", "repost", "text", "text", "text", "text", "text",
)  # fmt: skip
_RECENT = 2000

#: Lead, blocks and byline of an article.
Content = tuple[str | None, list[Part], Byline]
#: To what a page states its article's date; None where it states none.
Precision = Literal["second", "minute", "day"] | None


@dataclass(frozen=True)
class Section:
    """A listing: its path with the platform's own slashes, its name, its category number."""

    path: str
    name: str
    number: int


@dataclass(frozen=True, kw_only=True)
class SiteSpec(ABC):
    """A site; each platform derives from it and fills in the hooks.

    ``spread`` gives the section of article *n* at ``n % len(spread)``. A hook answers from its
    arguments alone, or draws from the writer that it is given.
    """

    #: How many links a page of a listing shows.
    page_size: ClassVar[int] = 10
    #: Whether a listing has further pages; without them its older links are shown nowhere.
    has_pages: ClassVar[bool] = True
    #: More that may stand between the paragraphs of a text on this platform.
    extras: ClassVar[tuple[Callable[[Writer], list[Part]], ...]] = ()
    #: Listings beside the sections', by path, for tests: what each shows.
    archives: ClassVar[Mapping[str, str]] = MappingProxyType({})

    name: str
    title: str
    sections: tuple[Section, ...]
    spread: tuple[int, ...]
    photo_section: int
    photo_title: str
    newest: datetime
    top_id: int
    id_step: int
    site_id: int

    @abstractmethod
    def article_path(self, heading: tuple[Section, str], number: int, variant: int = 0) -> str:
        """The root-relative address of article *number* under that section and title."""

    @abstractmethod
    def removed_path(self, section: Section, article_id: int) -> str:
        """The address of an article that was removed from *section*."""

    @abstractmethod
    def picture_path(self, writer: Writer, number: int) -> str:
        """The address of one more picture; no two pictures of a site share one."""

    @abstractmethod
    def attachment_path(self, label: str, number: int) -> str:
        """The address of the PDF whose link reads *label*."""

    @abstractmethod
    def byline(self, writer: Writer, number: int) -> Byline:
        """How the author is named: the forms that the platform is known to use."""

    def platforms(self, number: int) -> tuple[str, ...]:  # noqa: ARG002 - a hook
        """What prints the page at each address, on a site that runs on several platforms."""
        return ()

    def newest_first(self, count: int) -> Sequence[int]:
        """The first *count* articles in the order of the listings."""
        return range(count)

    def post(self, writer: Writer, number: int) -> Content | None:  # noqa: ARG002 - a hook
        """The content of an article of a kind that only this platform has."""
        return None

    def lead_parts(self, writer: Writer, number: int) -> list[Part]:  # noqa: ARG002 - a hook
        """The picture, and its caption, that the page sets beside the lead of a text."""
        return []

    def precision(self, number: int) -> Precision:  # noqa: ARG002 - a hook
        """To what the page of article *number* states the date."""
        return "minute"

    def outlet_tag(self, number: int) -> str | None:  # noqa: ARG002 - a hook
        """The outlet's name before the lead of article *number*."""
        return None

    def stated_section(self, section: Section, number: int, variant: int) -> str | None:  # noqa: ARG002 - a hook
        """What the page at that address, which is in *section*, names as its section."""
        return section.name

    def second_heading(self, title: str, number: int) -> tuple[Section, str]:
        """Section and title of the second address of a repost."""
        return self.other_section(number), f"Nhìn lại: {title}"

    def kind(self, number: int) -> str:
        """The kind of article *number*; an inserted one is text, or what its section holds."""
        if number >= 0:
            return KINDS[number % len(KINDS)]
        inserted_there = self._inserted_section(number) == self.photo_section
        return "photo" if self._only_photos and inserted_there else "text"

    @property
    def _only_photos(self) -> bool:
        """Whether the section of the photo posts holds nothing else."""
        return self.photo_section not in self.spread

    def _inserted_section(self, number: int) -> int:
        """The section of an inserted article: they take turns, so that each can be chosen."""
        return (-number - 1) % len(self.sections)

    def inserted_after(self, last: int, section: Section) -> int:
        """The next number after the inserted article *last* (0: none) that is in *section*."""
        turn = self.sections.index(section)
        number = last - 1
        while self._inserted_section(number) != turn:
            number -= 1
        return number

    def section(self, number: int) -> Section:
        """The first section that lists article *number*."""
        if number < 0:
            return self.sections[self._inserted_section(number)]
        if self.kind(number) == "photo":
            return self.sections[self.photo_section]
        return self.sections[self.spread[number % len(self.spread)]]

    def other_section(self, number: int) -> Section:
        """The second section of a repost, or of an article that is listed twice."""
        ordinary: Sequence[Section] = [
            section
            for position, section in enumerate(self.sections)
            if not self._only_photos or position != self.photo_section
        ]
        return ordinary[(ordinary.index(self.section(number)) + 1) % len(ordinary)]

    def moment(self, number: int) -> datetime:
        """When article *number* was published: ten hours apart, far back fifty minutes."""
        recent = min(number, _RECENT)
        age = timedelta(hours=10) * recent + timedelta(minutes=50) * (number - recent)
        return self.newest - age + timedelta(minutes=number * 7 % 47)

    def article_id(self, number: int, variant: int = 0) -> int:
        """The number at the end of an address; *variant* 1 is a repost's second address."""
        return self.top_id - number * self.id_step + variant

    def number_of(self, article_id: int) -> int:
        """The article that :meth:`article_id` gave this id to, whichever its address."""
        number, variant = divmod(self.top_id - article_id, self.id_step)
        return number + 1 if variant == self.id_step - 1 else number

    def last_page(self, total: int) -> int:
        """The number of the last page of a listing of *total* links."""
        return max(1, math.ceil(total / self.page_size))
