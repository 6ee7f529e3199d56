"""Processes that die in the middle of what they do, at a moment that a test chooses."""

import os
from collections.abc import Callable

from sqlite_utils import Database

#: The exit code of a process that died where it was told to.
_DEAD = 99
#: Calls by which something becomes visible or durable to others.
_CALLS = ("open", "mkdir", "rename", "replace", "unlink", "rmdir", "fsync", "fchmod", "chmod")


def dies(work: Callable[[], object], *, at_call: int | None = None) -> bool:
    """Do *work* in a process of its own, and say whether that died before its end.

    It dies without any cleaning up, as by SIGKILL, just before the file operation number *at_call*
    if one is given. Whatever else goes wrong in it is an AssertionError here.
    """
    child = os.fork()
    if child == 0:
        try:
            if at_call is not None:
                _die_at(at_call)
            work()
            os._exit(0)
        finally:
            os._exit(1)  # whatever was raised: the copy of the test must not go on
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert code in (0, _DEAD), f"it ended with {code}"
    return code == _DEAD


def _die_at(number: int) -> None:
    left = number

    def counted(call: Callable[..., object]) -> Callable[..., object]:
        def counting(*args: object, **more: object) -> object:
            nonlocal left
            left -= 1
            if left == 0:
                os._exit(_DEAD)
            return call(*args, **more)

        return counting

    for name in _CALLS:
        setattr(os, name, counted(getattr(os, name)))


def statements(said: list[str], *, die_at: int | None = None) -> Callable[[Database], None]:
    """What is shown a connection and notes each statement on it in *said*, or dies at one."""

    def watch(db: Database) -> None:
        def note(sql: str) -> None:
            if len(said) == die_at:
                os._exit(_DEAD)
            said.append(sql)

        db.conn.set_trace_callback(note)

    return watch
