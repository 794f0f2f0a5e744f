"""Locks on open files that the system takes away when their process ends, however it ends."""

from __future__ import annotations

import errno
import os

# Windows locks ranges of bytes, and keeps others from reading them: one far behind the end disturbs nobody.
_FAR = 1 << 30
_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


def try_lock(handle: int) -> bool:
    """
    Locks an open file without waiting; closing it ends the lock. Returns whether no other process has it.

    On disks that have no locks (some network ones) everyone gets it: what counts there is the id in the file.
    """
    try:
        if os.name == "nt":
            import msvcrt

            os.lseek(handle, _FAR, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
            os.lseek(handle, 0, os.SEEK_SET)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in _TAKEN
    return True
