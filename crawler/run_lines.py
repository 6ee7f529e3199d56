"""The file of an archive to which every run adds its summary as one line."""

import errno
import os
from pathlib import Path

from crawler.archive.folder import storage


def append_line(path: Path, line: str) -> None:
    """Append one line to a file of the archive, so that it is on the disk; StorageProblem if not.

    A line is written in one call, so that two processes cannot mix theirs. What a death or a full
    disk left of an earlier one stays a line of its own.
    """
    with storage(path):
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            size = os.fstat(descriptor).st_size
            is_torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
            data = (b"\n" if is_torn else b"") + f"{line}\n".encode()
            if os.write(descriptor, data) < len(data):
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
