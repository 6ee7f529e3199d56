"""What a robots.txt says to us, as RFC 9309 reads it.

Only the groups that concern us reach the library that matches addresses: thousands of names above
thousands of rules would cost it minutes.
"""

import math
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Self

from protego import Protego

#: The name that a robots.txt can address.
PRODUCT = "tinhuy"
#: So many bytes are read, the least that RFC 9309 allows; the rest of a longer file is ignored.
MOST_BYTES = 500 * 1024
#: Seconds that a Crawl-delay can make us wait; a run has to end.
MOST_DELAY = 30.0

_LINE = re.compile(
    r"^[ \t]*(user-agent|allow|disallow|crawl-delay)[ \t]*:[ \t]*([^#\n]*)",
    re.IGNORECASE | re.MULTILINE,
)
_TOKEN = re.compile(r"\*|[a-z_-]*")


@dataclass(frozen=True)
class RobotsRules:
    """The rules in *text*, a robots.txt; one that holds none of the known lines has no rules."""

    text: str

    @classmethod
    def of_body(cls, body: bytes) -> Self:
        """The rules of a body as it was sent: UTF-8, as RFC 9309 has it, whatever a label says."""
        text = _within_limit(body).decode("utf-8-sig", errors="replace").replace("\0", "\ufffd")
        return cls(text)

    def allow(self, url: str) -> bool:
        """Whether *url* may be asked for."""
        return self._matcher.can_fetch(url, PRODUCT)

    @cached_property
    def asked_delay(self) -> float | None:
        """The seconds of its Crawl-delay, the longest if there are several; None without one."""
        delays = (_seconds(value) for name, value in self._lines if name == "crawl-delay")
        return max((delay for delay in delays if delay is not None), default=None)

    @property
    def crawl_delay(self) -> float:
        """Seconds between two requests that are asked for and that we wait; 0 without a wish."""
        return min(self.asked_delay or 0.0, MOST_DELAY)

    @cached_property
    def _lines(self) -> tuple[tuple[str, str], ...]:
        """The lines of the groups that address us, else of those that address everybody."""
        groups: dict[str, list[tuple[str, str]]] = {}
        for token, line in _addressed(self.text):
            lines = groups.setdefault(token, [])
            if line:
                lines.append(line)
        return tuple(groups.get(PRODUCT, groups.get("*", ())))

    @cached_property
    def _matcher(self) -> Protego:
        rules = (f"{name}:{value}" for name, value in self._lines if name != "crawl-delay")
        return Protego.parse("\n".join(("user-agent:*", *dict.fromkeys(rules))))


def _addressed(text: str) -> Iterator[tuple[str, tuple[str, str] | None]]:
    """Each line of a group that is for us or for everybody, and None where such a group begins."""
    tokens: set[str] = set()
    are_names = False
    for found in _LINE.finditer(text.replace("\r\n", "\n").replace("\r", "\n")):
        name, value = found[1].lower(), found[2].strip()
        if name != "user-agent":
            are_names = False
            yield from ((token, (name, value)) for token in tokens)
            continue
        if not are_names:
            tokens = set()
        are_names = True
        token = _TOKEN.match(value.lower())
        if token and token[0] in (PRODUCT, "*"):
            tokens.add(token[0])
            yield token[0], None


def _within_limit(body: bytes) -> bytes:
    """The part of *body* that is read; it ends with a whole line."""
    if len(body) <= MOST_BYTES:
        return body
    end = max(body.rfind(b"\n", 0, MOST_BYTES), body.rfind(b"\r", 0, MOST_BYTES))
    return body[: end + 1]


def _seconds(value: str) -> float | None:
    """The number of seconds that *value* states; None where it states none."""
    with suppress(ValueError):
        seconds = float(value)
        if math.isfinite(seconds) and seconds >= 0:
            return seconds
    return None
