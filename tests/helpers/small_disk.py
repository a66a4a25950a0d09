# SPDX-License-Identifier: EUPL-1.2
"""A disk that is really full."""

import errno
from pathlib import Path


def fill(folder: Path, *, leave: int = 0) -> None:
    """Take every byte of the filesystem that holds a folder, but ``leave`` of them."""
    filler = folder / "filler"
    with filler.open("ab", buffering=0) as file:
        try:
            while True:
                file.write(b"x" * 4096)
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
        file.truncate(max(0, file.tell() - leave))
