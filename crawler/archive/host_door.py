"""The door to a host: one request at a time, also of several processes over one archive.

It is an flock on a file in ``locks/``, which any death of its holder frees. The file's text is when
the next request may be made, on the clock of the machine since its start: after a restart it says
nothing, and nobody waits longer for it than *most*.
"""

import fcntl
import os
import re
from pathlib import Path

from crawler.archive.folder import LOCKS, storage
from crawler.clock import monotonic

_FORM = re.compile(rb"([0-9]{1,12}\.[0-9]{3})\n")
_NO_NAME = re.compile(r"[^a-z0-9.-]")


class HostDoor:
    """The door to one host and port.

    Raises StorageProblem where its file cannot be made, read or written.
    """

    def __init__(self, folder: Path, endpoint: tuple[str, int]) -> None:
        host, port = endpoint
        self._path = folder / LOCKS / f"host-{_NO_NAME.sub('_', host.lower())}_{port}.lock"
        self._descriptor: int | None = None

    def enter(self) -> bool:
        """Go in; False while another process is inside."""
        with storage(self._path):
            self._path.parent.mkdir(exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
            descriptor = os.open(self._path, flags, 0o666)
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.close(descriptor)
                return False
            except OSError:
                os.close(descriptor)
                raise
        self._descriptor = descriptor
        return True

    def seconds_left(self, *, most: float) -> float:
        """How long the one before asked to wait yet; inside only."""
        with storage(self._path):
            text = os.pread(self._held(), 32, 0)
        found = _FORM.match(text)
        left = float(found[1]) - monotonic() if found else 0.0
        return left if left <= most else 0.0

    def leave(self, *, next_at: float) -> None:
        """Go out; whoever goes in next asks at *next_at*, on the monotonic clock, or later."""
        descriptor = self._held()
        try:
            with storage(self._path):
                os.pwrite(descriptor, f"{max(next_at, 0.0):.3f}\n".encode("ascii"), 0)
        finally:
            self._descriptor = None
            os.close(descriptor)

    def _held(self) -> int:
        if self._descriptor is None:
            raise RuntimeError(f"nobody is inside {self._path}")
        return self._descriptor
