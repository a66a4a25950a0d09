# SPDX-License-Identifier: EUPL-1.2
"""Exclusive locks on ranges of a file's bytes: the part of `platform` that queues between processes stand on.

A lock belongs to the open file, not to the process or thread (open file description locks on Linux and macOS), and
goes when the file is closed, by a kill too. The bytes themselves need not exist.
"""

import sys

if sys.platform == "win32":
    import msvcrt
    import os

    _LONGEST = 0x7FFF_0000

    def try_lock_range(descriptor: int, start: int, length: int) -> bool:
        """Lock ``length`` bytes from ``start`` (0 means to the end of all); False when a part is locked elsewhere."""
        os.lseek(descriptor, start, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, length or _LONGEST - start)
        except OSError:
            return False
        return True

    def unlock_range(descriptor: int, start: int, length: int) -> None:
        """Let go of a range exactly as it was locked."""
        os.lseek(descriptor, start, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, length or _LONGEST - start)

else:
    import errno
    import fcntl
    import os
    import struct

    def try_lock_range(descriptor: int, start: int, length: int) -> bool:
        """Lock ``length`` bytes from ``start`` (0 means to the end of all); False when a part is locked elsewhere."""
        try:
            fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, _flock(fcntl.F_WRLCK, start, length))
        except OSError as error:
            if error.errno in {errno.EAGAIN, errno.EACCES}:
                return False
            raise
        return True

    def unlock_range(descriptor: int, start: int, length: int) -> None:
        """Let go of a range exactly as it was locked."""
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, _flock(fcntl.F_UNLCK, start, length))

    def _flock(kind: int, start: int, length: int) -> bytes:
        """Return the system's ``struct flock`` (fcntl(2)); the process id must be zero for these locks."""
        if sys.platform == "darwin":
            return struct.pack("qqihh", start, length, 0, kind, os.SEEK_SET)
        return struct.pack("hhqqi0q", kind, os.SEEK_SET, start, length, 0)
