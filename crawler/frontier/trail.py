"""What a run remembers of one section's walk, and why it goes no further."""

from dataclasses import dataclass, field
from enum import StrEnum

from crawler.extract.urls import leads_in_circles, request_key
from crawler.frontier.entry import Entry, EntryKind
from crawler.items import Listing, PageRequest

#: Old systems answer pages beyond the last with the last one again, the first, or an empty one. One
#: such page may be chance, when many articles are published during a walk, or a month without any;
#: two are the end.
STALE_PAGES = 2
#: So many addresses of a section on end that bring no new article are a trap: pages without end
#: that list what does not exist, or the same articles under ever new addresses.
BARREN = 200
#: So many pages of a section are read in one run where the operator says nothing else.
MOST_PAGES = 5000


class Stop(StrEnum):
    """Why no page follows; after the last three a section counts as not walked to its end.

    Too many links on a page keep no walk from going on, but some of them were not followed.
    """

    END = "end"
    REPEATS = "repeats"
    CIRCLE = "circle"
    BARREN = "barren"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MANY_LINKS = "too-many-links"

    @property
    def is_bound(self) -> bool:
        """Whether the next run goes on from there."""
        return self in (Stop.BARREN, Stop.TOO_MANY_PAGES)

    @property
    def sentence(self) -> str:
        """The reason in words."""
        return _SENTENCES[self]


_SENTENCES = {
    Stop.END: "no page follows",
    Stop.REPEATS: "its further pages list nothing, or again what those before had",
    Stop.CIRCLE: "its pages lead in a circle, so what it may list beyond is not found",
    Stop.BARREN: f"{BARREN} of its addresses on end brought no new article, as in a trap; the next"
    " crawl goes on from there",
    Stop.TOO_MANY_PAGES: "it has more pages than one crawl reads (max_listing_pages in"
    " tinhuy.toml); the next crawl goes on from there",
    Stop.TOO_MANY_LINKS: "one of its pages has more links than are followed",
}
#: The reasons of which a run speaks; at the others every walk ends some day.
SAID = frozenset(Stop) - {Stop.END, Stop.REPEATS}


@dataclass(kw_only=True)
class Trail:
    """One section in one run.

    ``seen`` are the links of the walk's pages so far, by their hashes, for a section may have a
    hundred thousand; ``pages`` the keys of those pages. ``read`` counts the pages of all walks,
    ``barren`` the addresses on end that brought no new article. ``stop`` says why the walk ended;
    ``is_last_look`` that it came to a bound, and the section's head alone is looked at since.
    """

    seen: set[int] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    stale: int = 0
    read: int = 0
    barren: int = 0
    stop: Stop | None = None
    is_last_look: bool = False

    def note_article(self, *, is_new: bool) -> bool:
        """Count an address of the section; whether the section is barren from now on."""
        self.barren = 0 if is_new else self.barren + 1
        return self.barren == BARREN

    def note_stop(self, stop: Stop | None) -> None:
        """Remember why a walk ended; of several reasons the first that a run speaks of."""
        if self.stop not in SAID:
            self.stop = stop or self.stop

    def begin_last_look(self) -> None:
        """Count from nothing."""
        self.is_last_look, self.read, self.barren = True, 0, 0

    def stop_after(self, entry: Entry, listing: Listing, *, most_pages: int) -> Stop | None:
        """Why the walk goes no further than this page; None where it goes on."""
        if entry.kind is EntryKind.HEAD:
            self.seen, self.pages, self.stale = set(), set(), 0
        self.read += 1
        self.pages.add(entry.key)
        links = {hash(link.url) for link in listing.links}
        self.stale = self.stale + 1 if links <= self.seen else 0
        self.seen |= links
        if listing.left_out.beyond:
            self.note_stop(Stop.TOO_MANY_LINKS)
        if listing.next_page is None:
            return Stop.END
        return self._stop_before(listing.next_page, most_pages)

    def _stop_before(self, page: PageRequest, most_pages: int) -> Stop | None:
        if request_key(page) in self.pages or leads_in_circles(page.url):
            return Stop.CIRCLE
        if self.stale >= STALE_PAGES:
            return Stop.REPEATS
        return self.bound(most_pages)

    def bound(self, most_pages: int) -> Stop | None:
        """The bound that the section has come to, if it has come to one."""
        if self.barren >= BARREN:
            return Stop.BARREN
        return Stop.TOO_MANY_PAGES if self.read >= most_pages else None
