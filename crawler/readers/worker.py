"""The program of a worker: ``python -m crawler.readers.worker`` reads pages for another process.

It speaks over its standard input, a socket, and ends when that is closed, also by the death of the
process at the other end. The kernel bounds it, for a parser that loops looks at no clock: an alarm
kills it where a page takes too long, and more memory than its limit it does not get.
"""

import os
import resource
import signal
import socket
import sys
from pathlib import Path

from crawler.declared import declared_sites
from crawler.errors import PageError, Unreadable
from crawler.extract.page import OutOfMemory
from crawler.readers.limits import Limits
from crawler.readers.messages import Answered, Asked, Refusal, received
from crawler.reading import Found, read

#: More than any page of a site has: what an article consists of, or a listing names, and the bytes
#: of both as they are sent. A feed has its own bound, and may name so many addresses.
MOST_PARTS = 10_000
MOST_BYTES = 4 * 1024 * 1024
MOST_BYTES_OF_FEED = 8 * MOST_BYTES


def main(limits: Limits) -> None:
    """Read page after page, until nobody asks."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # whoever started us may have had it ignored
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    with socket.socket(fileno=os.dup(sys.stdin.fileno())) as line:
        while (facts := received(line)) is not None and (body := received(line)) is not None:
            asked = Asked.of(facts, body)
            declared_sites(asked.package)  # the time that imports take is not the page's
            signal.setitimer(signal.ITIMER_REAL, limits.seconds)
            answer = _told(line, asked, limits)
            signal.setitimer(signal.ITIMER_REAL, 0)
            if answer.is_last:
                return


def _told(line: socket.socket, asked: Asked, limits: Limits) -> Answered:
    """The answer, sent; what breaks is told too, and ends the worker."""
    try:
        answer = _answer(asked, limits)
    except BaseException as error:
        line.sendall(Answered(defect=f"{type(error).__name__}: {error}").frame())
        raise
    message = answer.frame()
    is_feed = answer.found is not None and answer.found.feed is not None
    if len(message) > (MOST_BYTES_OF_FEED if is_feed else MOST_BYTES):
        answer = _refused(_too_much(asked), limits)
        message = answer.frame()
    line.sendall(message)
    return answer


def _answer(asked: Asked, limits: Limits) -> Answered:
    site = declared_sites(asked.package).sites[asked.site]
    try:
        found = read(site, asked.kind, asked.capture)
    except PageError as error:
        return _refused(error, limits)
    except MemoryError:
        return _refused(OutOfMemory(f"{asked.capture.url} takes too much memory"), limits)
    if _parts(found) > MOST_PARTS:
        return _refused(_too_much(asked), limits)
    peak = _peak()
    return Answered(found=found, peak_memory=peak, is_last=peak > limits.worn)


def _refused(error: PageError, limits: Limits) -> Answered:
    refusal = Refusal(reason=error.reason, sentence=str(error))
    peak = _peak()
    is_last = peak > limits.worn or isinstance(error, OutOfMemory)
    return Answered(refusal=refusal, peak_memory=peak, is_last=is_last)


def _too_much(asked: Asked) -> Unreadable:
    return Unreadable("too-much", f"{asked.capture.url} says more than any page of a site")


def _parts(found: Found) -> int:
    if found.article:
        return len(found.article.blocks)
    return len(found.listing.links) if found.listing else 0


def _peak() -> int:
    """The most memory that this program ever held, in bytes.

    Not ``ru_maxrss``: that begins with what the process held which has started it.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split(maxsplit=1)[0]) * 1024


if __name__ == "__main__":
    main(Limits.of(sys.argv[1:]))
