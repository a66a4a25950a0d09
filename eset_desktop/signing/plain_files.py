# SPDX-License-Identifier: EUPL-1.2
"""What can be said of a file on disk before anybody opens it. Light to import."""

import errno
import os
from pathlib import Path


def shown(name: Path | str) -> str:
    """Return a name as it can be written anywhere; what is in no known encoding becomes ``?``."""
    return str(name).encode(errors="replace").decode()


def why_unreadable(path: Path) -> str | None:
    """Return in the system's words why a file is not even opened, or nothing.

    A pipe or a device never ends, and a name in no known encoding cannot be told to another process. One that is not
    there is told by who opens it.
    """
    if str(path) != shown(path):
        return os.strerror(errno.EILSEQ)
    return os.strerror(errno.EINVAL) if is_no_file(path) else None


def behind(path: Path) -> Path:
    """Return the file that a symbolic link names, or the path itself: what takes its place takes the link's otherwise."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def is_no_file(path: Path) -> bool:
    """Tell whether something is there that is none: a folder, or a pipe or a device, which never end."""
    return path.exists() and not path.is_file()
