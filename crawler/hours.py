"""The hours of a day in which sites may be asked, as ``tinhuy.toml`` states them."""

import re
from dataclasses import dataclass
from datetime import datetime, time

from crawler.clock import HANOI

_FORM = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])-([01]?[0-9]|2[0-3]):([0-5][0-9])", re.ASCII)


@dataclass(frozen=True)
class Hours:
    """From ``begin`` to before ``end``, each day in Hanoi; over midnight if ``end`` is first."""

    begin: time
    end: time

    @classmethod
    def of(cls, text: str) -> "Hours | None":
        """The hours that a text such as ``22:00-05:30`` states.

        None where it is no such text, or begins when it ends.
        """
        found = _FORM.fullmatch(text.replace(" ", ""))
        if found is None:
            return None
        begin, end = time(int(found[1]), int(found[2])), time(int(found[3]), int(found[4]))
        return cls(begin, end) if begin != end else None

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"

    def hold(self, moment: datetime) -> bool:
        """Whether *moment* is in them."""
        clock = moment.astimezone(HANOI).time()
        if self.begin < self.end:
            return self.begin <= clock < self.end
        return clock >= self.begin or clock < self.end
