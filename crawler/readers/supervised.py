"""A worker as its supervisor sees it: asked, waited for, and replaced where it is lost."""

import os
import signal
import socket
import subprocess
import sys
from contextlib import suppress

from crawler.clock import monotonic
from crawler.errors import Unreadable
from crawler.readers.limits import Limits
from crawler.readers.messages import Answered, Asked, received


class Worker:
    """One process at a time, started when it is first needed, and again after it was lost.

    ``starts`` counts how often; ``peak_memory`` is the most that any of them was known to hold.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket.socket | None = None
        self._is_killed = False
        self.starts = 0
        self.peak_memory = 0

    def answer(self, asked: Asked) -> Answered:
        """What the worker answers, in bounded time; Unreadable where it was lost over the page."""
        until = monotonic() + self._limits.seconds + self._limits.start
        try:
            data = self._exchanged(asked.frames(), until)
        except TimeoutError:
            self.end()
            raise self._too_slow(asked) from None
        except OSError as error:
            self.end()
            raise _lost(asked, f"no process could read it: {error}") from error
        except BaseException:
            self.end()  # what it is still going to say would be taken for another page's answer
            raise
        if data is None:
            raise self._loss(asked)
        try:
            answer = Answered.of(data)
        except (TypeError, ValueError) as error:
            self.end()
            raise _lost(
                asked, f"the process that read it said what is no answer: {error}"
            ) from error
        self.peak_memory = max(self.peak_memory, answer.peak_memory)
        if answer.is_last or answer.defect:
            self.end()
        return answer

    def end(self) -> int:
        """Kill the process, if there is one; its exit status."""
        if self._line:
            self._line.close()
            self._line = None
        if not self._process:
            return 0
        process, self._process = self._process, None
        process.kill()
        return process.wait()

    def kill(self) -> None:
        """From another thread: let the page in hand be lost now, and start no process again."""
        self._is_killed = True
        if process := self._process:
            process.kill()

    def _exchanged(self, message: bytes, until: float) -> bytes | None:
        line = self._line or self._started()
        line.settimeout(max(0.01, until - monotonic()))
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(message)
            line.settimeout(max(0.01, until - monotonic()))
            return received(line)
        return None

    def _started(self) -> socket.socket:
        if self._is_killed:
            raise BrokenPipeError("the workers are being ended")
        ours, theirs = socket.socketpair()
        self._line = ours
        self.starts += 1
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-P", "-m", "crawler.readers.worker", *self._limits.words()],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # it says over its line what its end was
                # What can be imported here can be there.
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                start_new_session=True,  # Ctrl-C on the terminal is for us alone
            )
        return ours

    def _loss(self, asked: Asked) -> Unreadable:
        """Why the worker has ended without an answer."""
        status = self._process.wait() if self._process else 0
        self.end()
        if status == -signal.SIGALRM:
            return self._too_slow(asked)
        how = signal.Signals(-status).name if status < 0 else f"exit code {status}"
        return _lost(asked, f"the process that read it ended with {how}")

    def _too_slow(self, asked: Asked) -> Unreadable:
        url, seconds = asked.capture.url, self._limits.seconds
        return Unreadable("too-slow", f"{url} takes longer than {seconds:g} seconds to read")


def _lost(asked: Asked, why: str) -> Unreadable:
    return Unreadable("reader-lost", f"{asked.capture.url} is not read: {why}")
