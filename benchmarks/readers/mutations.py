"""Pages broken by chance: what servers, editors and templates do, and what attackers do."""

from collections.abc import Callable
from random import Random

from tests.floods import FLOODS, flooded
from tests.test_mutated_pages import MUTATIONS

#: A kind of page, and how a page of it is made of a good one.
Kind = Callable[[bytes, Random], bytes]

#: Bytes of a flood, as powers of two: small ones are read where the crawl is, large ones are not.
_SMALLEST, _LARGEST = 10, 21
#: The largest page that a crawl takes, unless its operator says otherwise.
_MOST = 16 * 1024 * 1024


def broken(body: bytes, chance: Random) -> bytes:
    """One to four of the small mutations."""
    for _ in range(chance.randint(1, 4)):
        body = chance.choice(MUTATIONS)(body, chance.randrange(2**32), chance.randrange(2**32))
    return body


def with_a_flood(body: bytes, chance: Random) -> bytes:
    """Far too much of one thing, somewhere."""
    size = int(2 ** chance.uniform(_SMALLEST, _LARGEST))
    flood = FLOODS[chance.choice(sorted(FLOODS))](size)
    return flooded(body, flood, chance.randrange(2**32))


def with_a_part_again(body: bytes, chance: Random) -> bytes:
    """A part of the page, a thousand times."""
    start = body.rfind(b"<", 0, chance.randrange(len(body) + 1))
    end = body.find(b"<", start + chance.choice((50, 500, 2000)))
    part = body[max(0, start) : end if end > 0 else None]
    return body[:start] + part * 1000 + body[start:]


def within_itself(body: bytes, chance: Random) -> bytes:
    """The page in the middle of itself, several times."""
    for _ in range(chance.randint(1, 5)):
        at = chance.randrange(len(body) + 1)
        body = body[:at] + body + body[at:]
    return body


def never_closed(body: bytes, chance: Random) -> bytes:
    """No tag is closed, or one kind is not."""
    return body.replace(chance.choice((b"</", b"</div>", b"</p>", b"</td>", b"</a>")), b"")


def of_noise(body: bytes, chance: Random) -> bytes:
    """Random bytes in a share of the page."""
    noisy = bytearray(body)
    for _ in range(len(body) // chance.choice((10, 100, 1000))):
        noisy[chance.randrange(len(noisy))] = chance.randrange(256)
    return bytes(noisy)


#: Each kind, with its share of the pages.
KINDS: tuple[tuple[Kind, int], ...] = (
    (broken, 60), (with_a_flood, 15), (with_a_part_again, 4), (within_itself, 3),
    (never_closed, 8), (of_noise, 10),
)  # fmt: skip


def mutated(body: bytes, chance: Random) -> tuple[str, bytes]:
    """What was done, and the page."""
    kinds, shares = zip(*KINDS, strict=True)
    (kind,) = chance.choices(kinds, shares)
    return kind.__name__, kind(body, chance)[:_MOST]
