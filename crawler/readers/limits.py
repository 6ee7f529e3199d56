"""What reading one page may cost, at most."""

from dataclasses import dataclass
from typing import Self

_MIB = 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Bounds of a worker: *seconds* are wall time for one page, *memory* is address space in bytes.

    *start* is how much longer a page may wait for a worker that has to be started first. A worker
    that has come to hold more than *worn* bytes is replaced by a fresh one.
    """

    seconds: float = 3.5
    start: float = 1.4
    memory: int = 512 * _MIB
    worn: int = 160 * _MIB

    def words(self) -> tuple[str, ...]:
        """As a worker's command line has them."""
        return (str(self.seconds), str(self.memory), str(self.worn))

    @classmethod
    def of(cls, words: list[str]) -> Self:
        """What :meth:`words` said."""
        seconds, memory, worn = words
        return cls(seconds=float(seconds), memory=int(memory), worn=int(worn))
