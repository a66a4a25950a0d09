# SPDX-License-Identifier: EUPL-1.2
"""The real file system for the search of drivers."""

import os
import sys
from pathlib import Path

from eset_desktop.signing.keys.pkcs11.discovery import Surroundings

_MOST = 1 << 20


class Disk:
    """See :class:`eset_desktop.signing.keys.pkcs11.discovery.Files`; what cannot be read is as if it were not there."""

    def is_file(self, path: str) -> bool:
        """Return whether there is such a file."""
        return os.path.isfile(path)  # noqa: PTH113 - false for a path that this system cannot even name

    def read(self, path: str) -> str:
        """Return a small text; empty when it cannot be read or is no ordinary file, which may never end."""
        if not self.is_file(path):
            return ""
        try:
            with Path(path).open("rb") as stream:
                return stream.read(_MOST).decode(errors="replace")
        except (OSError, ValueError):
            return ""

    def names(self, folder: str) -> list[str]:
        """Return the sorted names in a folder; none when it cannot be read."""
        try:
            return sorted(each.name for each in Path(folder).iterdir())
        except (OSError, ValueError):
            return []

    def real(self, path: str) -> str:
        """Return the path without links."""
        try:
            return os.path.realpath(path)
        except (OSError, ValueError):
            return path


def this_computer() -> Surroundings:
    """Return what the search needs to know of this computer."""
    return Surroundings(sys.platform, str(Path.home()), dict(os.environ))
