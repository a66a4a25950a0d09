# SPDX-License-Identifier: EUPL-1.2
"""What can be said of a file on disk before anybody opens it. Light to import."""

import base64
import errno
import os
from pathlib import Path


def shown(name: Path | str) -> str:
    """Return a name as it can be written anywhere; what is in no known encoding becomes ``?``."""
    return str(name).encode(errors="replace").decode()


def exact(name: Path | str) -> str | None:
    """Return the bytes of a name in base64 where it is in no known encoding, so that a program finds the file again.

    Nothing where :func:`shown` says all of it.
    """
    return base64.b64encode(os.fsencode(name)).decode() if shown(name) != str(name) else None


def why_unreadable(path: Path) -> str | None:
    """Return in the system's words why a file is not even opened, or nothing.

    A pipe or a device never ends. One that is not there is told by who opens it.
    """
    return os.strerror(errno.EINVAL) if is_no_file(path) else None


def behind(path: Path) -> Path:
    """Return the file that a symbolic link names, or the path itself: what takes its place takes the link's otherwise."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


def has_other_names(path: Path) -> bool:
    """Tell whether a file has other names (hard links): written anew under one, it would stay what it was under them.

    Raises:
        OSError: It is not there.
    """
    return path.stat().st_nlink > 1


def is_no_file(path: Path) -> bool:
    """Tell whether something is there that is none: a folder, or a pipe or a device, which never end."""
    return path.exists() and not path.is_file()
