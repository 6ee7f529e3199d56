"""SIGINT and SIGTERM: the first lets a command end in order, a second one ends it at once.

Ending at once is safe at every moment: what is not committed is left to the next run. A thread
waits for the signals, for the main one may hang in SQLite, in a parser or at a lock.
"""

import os
import select
import signal
import threading
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

from crawler.clock import monotonic
from crawler.errors import ExitCode

#: Seconds that a command gets to end in order.
PATIENCE = 10.0
SIGNALS = {signal.SIGINT: ExitCode.INTERRUPTED, signal.SIGTERM: ExitCode.TERMINATED}
_SHOW_CURSOR = "\x1b[?25h"


class Terminated(BaseException):
    """SIGTERM, where KeyboardInterrupt would be raised for SIGINT; as little of an error."""


def raise_on_signal(number: int, _frame: FrameType | None) -> None:
    """A signal handler that breaks off what the main thread does."""
    raise KeyboardInterrupt if number == signal.SIGINT else Terminated


class Interruption:
    """Hears the signals during a ``with`` block in the main thread.

    While ``ask`` is None, the first signal breaks off what the main thread does; else ``ask`` is
    called with the exit code, in another thread. ``code`` is that of the first signal.
    """

    def __init__(self, *, patience: float = PATIENCE) -> None:
        self.ask: Callable[[ExitCode], None] | None = None
        self.code: ExitCode | None = None
        self._patience = patience
        self._ends_at: float | None = None
        self._before: dict[int, Any] = {}
        self._ears, self._mouth = os.pipe()
        os.set_blocking(self._mouth, False)
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def end_after(self, seconds: float) -> None:
        """Behave as if SIGTERM had come, once so many seconds have passed."""
        self._ends_at = monotonic() + seconds
        os.write(self._mouth, b"\0")

    def __enter__(self) -> Self:
        self._thread.start()
        self._before = {number: signal.signal(number, self._heard) for number in SIGNALS}
        signal.set_wakeup_fd(self._mouth, warn_on_full_buffer=False)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        os.close(self._mouth)
        self._thread.join()
        os.close(self._ears)

    def _heard(self, number: int, frame: FrameType | None) -> None:
        if self.ask is None:
            raise_on_signal(number, frame)

    def _listen(self) -> None:
        """Wait for a signal, then for its end; a closed pipe says that the block has ended."""
        code = self._next_code(lambda: self._ends_at)
        if code is None:
            return
        self.code = code
        if self.ask is not None:
            self.ask(code)
        leaves_at = monotonic() + self._patience
        if self._next_code(lambda: leaves_at) is not None:
            _leave(code)

    def _next_code(self, ends_at: Callable[[], float | None]) -> ExitCode | None:
        """The exit code of the next signal, or of SIGTERM at *ends_at*; None for a closed pipe."""
        while True:
            end = ends_at()
            left = None if end is None else max(0.0, end - monotonic())
            if not select.select([self._ears], [], [], left)[0]:
                return ExitCode.TERMINATED
            heard = os.read(self._ears, 1)
            if not heard:
                return None
            if heard[0] in list(SIGNALS):
                return SIGNALS[signal.Signals(heard[0])]


def _leave(code: ExitCode) -> None:
    """End the process now, as a kill would; only what a terminal needs is put right."""
    if os.isatty(2):
        os.write(2, _SHOW_CURSOR.encode())
    os.write(2, b"tinhuy: stopped at once; nothing is lost, run the same command again\n")
    os._exit(code)
