"""The state of one site: which articles are listed where, and what was added since the start."""

import json
import threading
from array import array
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from tests.replica.chrome import Look
from tests.replica.content import Entry
from tests.replica.prose import folded
from tests.replica.specs import Section, SiteSpec
from tests.replica.story import Story, story
from tests.replica.truth import truth_of

#: Among so many articles every kind is there, and every section lists one.
FEWEST = 12
#: Codes in a section's list for links that lead nowhere; other codes are articles.
SOFT_404, HARD_404 = -1, -2
#: The sentence that a vanished article answers with, status 200.
SOFT_404_TEXT = "Không tìm thấy nội dung"
_INSERTED = -10


def _decoded(code: int) -> tuple[int, int]:
    """The article and the variant of its address that a list's code stands for."""
    return (code - _INSERTED - 1, 0) if code <= _INSERTED else (code // 2, code % 2)


class SiteWorld:
    """One site. All changes happen under one lock; an article's page is never stored."""

    def __init__(self, seed: int, spec: SiteSpec, articles: int) -> None:
        self.seed = seed
        self.spec = spec
        self.articles = articles
        self.inserted: list[int] = []
        self.delisted: set[int] = set()
        self.base = ""
        self.old_base = ""
        #: Where the truth of an inserted article is added, if anywhere.
        self.truth_file: Path | None = None
        self._hits = 0
        self._listings_until_insert: int | None = None
        self._first_page_counted = 1
        self._lock = threading.Lock()
        self._lists = {section.path: array("q") for section in spec.sections}
        self.story_of = lru_cache(maxsize=2048)(lambda number: story(seed, spec, number))
        self._fill()

    def _fill(self) -> None:
        """List every article, newest first, then pin one and add the two dead links."""
        spec = self.spec
        for number in spec.newest_first(self.articles):
            kind = spec.kind(number)
            self._lists[spec.section(number).path].append(number * 2)
            if kind in ("twice", "repost"):
                variant = 1 if kind == "repost" else 0
                self._lists[spec.other_section(number).path].append(number * 2 + variant)
        first, second = (self._lists[section.path] for section in spec.sections[:2])
        pinned = next(code for code in reversed(first) if spec.kind(code // 2) == "text")
        first.remove(pinned)
        first.insert(0, pinned)
        first.insert(min(5, len(first)), SOFT_404)
        second.insert(min(3, len(second)), HARD_404)

    def look(self) -> Look:
        """What the next request sees; every counter moves."""
        with self._lock:
            self._hits += 1
            hits = self._hits
        return Look(
            seed=self.seed, spec=self.spec, base=self.base, old_base=self.old_base, hits=hits,
            size=self.articles, story_of=self.story_of,
        )  # fmt: skip

    def section(self, path: str) -> Section | None:
        """The section that lists at *path*."""
        return next((s for s in self.spec.sections if s.path == path), None)

    def total(self, section: Section) -> int:
        """How many links *section* lists now."""
        return len(self._lists[section.path])

    def entries(self, section: Section, page: int) -> list[Entry]:
        """The links of page *page*, counted from 1; none beyond the last."""
        size = self.spec.page_size
        with self._lock:
            codes = self._lists[section.path][(page - 1) * size : page * size]
        return [self._entry(code) for code in codes]

    def _entry(self, code: int) -> Entry:
        if code in (SOFT_404, HARD_404):
            return self._dead_entry(code)
        return self.entry(*_decoded(code))

    def entry(self, number: int, variant: int) -> Entry:
        """The line of article *number* at its address *variant*."""
        article = self.story_of(number)
        picture = next((part.path for part in article.parts if part.kind == "picture"), None)
        text = next((part.text for part in article.parts if part.kind == "paragraph"), "")
        summary = folded(article.lead or text)[:160]
        moment = article.moment if article.precision else None
        day = f"{moment:%d/%m/%Y}" if moment else ""
        return Entry(article.addresses[variant], article.title, day, picture, summary, moment)

    def _dead_entry(self, code: int) -> Entry:
        """A link to an article that was removed; it stays in the list."""
        place, age = (0, 9001) if code == SOFT_404 else (1, 9101)
        day = self.spec.newest
        path = self.spec.removed_path(self.spec.sections[place], self.spec.top_id + age)
        return Entry(path, "Bài viết đã gỡ bỏ", f"{day:%d/%m/%Y}", None, "", day)

    @property
    def soft_404_path(self) -> str:
        """The listed address that answers 200 with a message."""
        return self._dead_entry(SOFT_404).path

    @property
    def hard_404_path(self) -> str:
        """The listed address that answers 404."""
        return self._dead_entry(HARD_404).path

    def found(self, path: str, article_id: int) -> tuple[Story, int] | None:
        """The article, and which of its addresses, that *path* ending in this id names."""
        number = self.spec.number_of(article_id)
        if number not in self.inserted and not 0 <= number < self.articles:
            return None
        article = self.story_of(number)
        return (article, article.addresses.index(path)) if path in article.addresses else None

    def insert(self, section: Section) -> dict[str, Any]:
        """List a new newest article in *section*, below a pinned one; its truth."""
        with self._lock:
            last = self.inserted[-1] if self.inserted else 0
            number = self.spec.inserted_after(last, section)
            self.inserted.append(number)
            pinned = 1 if section == self.spec.sections[0] else 0
            self._lists[section.path].insert(pinned, number + 1 + _INSERTED)
            truth = truth_of(self.story_of(number), self.base)
            if self.truth_file:
                with self.truth_file.open("a", encoding="utf-8") as lines:
                    lines.write(json.dumps(truth, ensure_ascii=False) + "\n")
        return truth

    def delist(self) -> dict[str, Any]:
        """Take the oldest text out of every list, while its page goes on answering; its truth."""
        number = max(n for n in range(self.articles) if self.spec.kind(n) == "text")
        with self._lock:
            for path, codes in self._lists.items():
                kept = (code for code in codes if _decoded(code)[0] != number)
                self._lists[path] = array("q", kept)
            self.delisted.add(number)
        return next(truth for truth in self.truths() if not truth["listed_in"])

    def insert_after_listings(self, count: int, *, first_page: int = 1) -> None:
        """Insert an article when *count* more listing requests have been answered.

        Only pages from *first_page* on are counted.
        """
        with self._lock:
            self._listings_until_insert = count
            self._first_page_counted = first_page

    def listing_answered(self, section: Section, page: int) -> None:
        """Note that a page of *section* was asked for; the armed insertion happens here."""
        with self._lock:
            if self._listings_until_insert is None or page < self._first_page_counted:
                return
            self._listings_until_insert -= 1
            if self._listings_until_insert > 0:
                return
            self._listings_until_insert = None
        self.insert(section)

    def truths(self) -> Iterator[dict[str, Any]]:
        """The truth of every article, newest first as numbered, inserted ones last."""
        shown = None if self.spec.has_pages else self._shown()
        for number in (*range(self.articles), *self.inserted):
            truth = truth_of(story(self.seed, self.spec, number), self.base)
            if number in self.delisted:
                truth["listed_in"] = []
            elif shown is not None:
                truth["listed_in"] = [name for name in truth["listed_in"] if number in shown[name]]
            yield truth

    def _shown(self) -> dict[str, set[int]]:
        """The articles on the only page of each section, by the section's name."""
        size = self.spec.page_size
        with self._lock:
            return {
                section.name: {
                    _decoded(code)[0]
                    for code in self._lists[section.path][:size]
                    if code not in (SOFT_404, HARD_404)
                }
                for section in self.spec.sections
            }
