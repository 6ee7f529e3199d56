"""Whether an archive lies where it can be kept: rights to write, and a disk of this machine."""

import os
from pathlib import Path

from crawler.archive.folder import DATABASE, FILES, LOCKS, RUNS, WARC
from crawler.errors import StorageProblem

#: File systems that other machines write too, or that keep no lock and no shared memory: SQLite's
#: log and our locks hold on none of them. Names as the kernel has them.
NETWORK = frozenset(
    "nfs nfs4 cifs smb3 smbfs ceph afs glusterfs lustre gfs2 ocfs2 beegfs"
    " fuse.sshfs fuse.rclone fuse.s3fs fuse.gcsfuse fuse.glusterfs fuse.ceph fuse.davfs".split()
)
#: Where Linux says what is mounted; other systems have no such file, and nothing is refused there.
MOUNTS = Path("/proc/self/mountinfo")


def refuse_unusable(folder: Path) -> None:
    """Raise StorageProblem where a part of the archive in *folder* may not be written."""
    refuse_network_disk(folder)
    parts = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm", WARC, FILES, LOCKS, RUNS)
    for place in (folder, *(folder / name for name in parts)):
        if place.exists() and not os.access(place, os.R_OK | os.W_OK):
            raise StorageProblem(
                f"{place} cannot be written: {_why(place)}; give this user the right to read and"
                " write it"
            )


def refuse_network_disk(folder: Path) -> None:
    """Raise StorageProblem where *folder*, which need not be there yet, is on a network disk."""
    kind = file_system(folder)
    if kind in NETWORK:
        raise StorageProblem(
            f"{folder} is on a network file system ({kind}), where neither locks nor SQLite's log"
            " can be trusted: keep the archive on a disk of this machine, and copies elsewhere"
        )


def file_system(folder: Path) -> str | None:
    """The kernel's name for the file system that *folder* is on; None where it cannot be told."""
    try:
        mounts = MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return None
    found: tuple[int, str] | None = None
    place = folder.resolve()
    for line in mounts:
        before, _, after = line.partition(" - ")
        point = Path(_unescaped(before.split(" ")[4]))
        if place.is_relative_to(point) and (not found or len(point.parts) >= found[0]):
            found = len(point.parts), after.split(" ")[0]  # the last one covers those before
    return found[1] if found else None


def _unescaped(text: str) -> str:
    r"""A path as the kernel writes it: blanks as ``\040`` and the like."""
    for code in (r"\040", r"\011", r"\012", r"\134"):
        text = text.replace(code, chr(int(code[1:], 8)))
    return text


def _why(place: Path) -> str:
    """Whether the disk is read-only, or whose *place* is."""
    try:
        if os.statvfs(place).f_flag & os.ST_RDONLY:
            return "its disk is read-only"
        return f"it belongs to {place.owner()}"
    except (OSError, KeyError):
        return "permission denied"
