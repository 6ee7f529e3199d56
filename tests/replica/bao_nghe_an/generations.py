"""Which generation of the paper's system an article is of, and what follows from that.

The generations are 0 (2015 to 2017), 1 (to mid 2022), 2 (to the end of 2023) and 3 (since then).
All are functions of the article's number alone, and every dozen of numbers has all generations:
so here a number says nothing of the age. An article of generation 2 that was carried over into the
present system has two addresses: the id of the newer one is the older one's behind "10".
"""

from datetime import datetime, timedelta
from typing import Literal

from tests.replica.specs import HANOI

#: Generation and kind of article *number* at ``number % 24``; a ``repost`` was carried over.
PLAN = (
    (3, "text"), (2, "repost"), (1, "text"), (3, "gallery"), (2, "video"), (3, "twice"),
    (2, "repost"), (0, "text"), (3, "text"), (2, "gallery"), (1, "short"), (3, "video"),
    (3, "short"), (2, "text"), (0, "video"), (3, "text"), (2, "repost"), (1, "text"),
    (3, "text"), (2, "text"), (3, "text"), (1, "gallery"), (2, "repost"), (0, "text"),
)  # fmt: skip
_SLOTS = {
    generation: tuple(slot for slot, (own, _) in enumerate(PLAN) if own == generation)
    for generation in range(4)
}
_NEWEST = (
    datetime(2017, 12, 18, 9, 5, tzinfo=HANOI),
    datetime(2022, 5, 30, 17, 20, tzinfo=HANOI),
    datetime(2023, 11, 24, 8, 15, tzinfo=HANOI),
    datetime(2025, 6, 20, 16, 40, tzinfo=HANOI),
)
_HOURS_APART = (59, 77, 31, 10)
#: The number in the newest article's address, by generation. The last two binary digits differ, so
#: that an id tells its generation however many there are.
_TOP_IDS = (82_003, 303_870, 264_901, 301_000)
_ID_STEP = len(_TOP_IDS)
#: What the present system adds to an article's number: it writes "10" before six digits.
_PRESENT = 10_000_000

#: How the machine-readable date stands to the printed one; ``unprinted``: it stands alone.
Dating = Literal["agrees", "disagrees", "unprinted"]


def generation(number: int) -> int:
    """The generation that article *number* was written for; an inserted one is of the newest."""
    return 3 if number < 0 else PLAN[number % len(PLAN)][0]


def kind(number: int) -> str:
    """The kind of article *number*."""
    return "text" if number < 0 else PLAN[number % len(PLAN)][1]


def platforms(number: int) -> tuple[str, ...]:
    """What prints the page at each of the article's addresses."""
    if kind(number) == "repost":
        return ("onecms", "epi")
    return (("bna_old", "bna_old", "epi", "onecms")[generation(number)],)


def template_skin(number: int) -> bool:
    """Whether generation 2 prints the article in the vendor's template instead of the live one."""
    return generation(number) == 2 and number % 7 in (2, 4, 6)


def dating(number: int) -> Dating:
    """How the page dates the article; only one that is served once may be dated oddly."""
    slot = number % len(PLAN)
    if slot == 15:
        return "disagrees"
    return "unprinted" if slot in (18, 19) and not template_skin(number) else "agrees"


def moment(number: int) -> datetime:
    """When the article was published; the vendor's template states no seconds."""
    own = generation(number)
    age = timedelta(hours=_HOURS_APART[own]) * _rank(number)
    second = 0 if template_skin(number) or own < 2 else number * 13 % 60
    return _NEWEST[own] - age + timedelta(minutes=number * 7 % 47, seconds=second)


def article_id(number: int, platform: str) -> int:
    """The number in the address under which *platform* prints the article."""
    old = _TOP_IDS[generation(number)] - _rank(number) * _ID_STEP
    return _PRESENT + old if platform == "onecms" else old


def number_of(article_id: int) -> int:
    """The article that :func:`article_id` gave this id to, whatever the platform."""
    old = article_id % _PRESENT
    own = next(g for g, top in enumerate(_TOP_IDS) if top % _ID_STEP == old % _ID_STEP)
    rank = (_TOP_IDS[own] - old) // _ID_STEP
    if rank < 0:
        return rank
    rounds, place = divmod(rank, len(_SLOTS[own]))
    return rounds * len(PLAN) + _SLOTS[own][place]


def _rank(number: int) -> int:
    """How many articles of the same generation are newer; below 0 for inserted ones."""
    if number < 0:
        return number
    rounds, slot = divmod(number, len(PLAN))
    slots = _SLOTS[generation(number)]
    return rounds * len(slots) + slots.index(slot)
