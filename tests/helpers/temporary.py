# SPDX-License-Identifier: EUPL-1.2
"""Folders that many tests copy from and that go with the process."""

import atexit
import shutil
import tempfile
from pathlib import Path


def folder_until_exit(prefix: str, parent: str | None = None) -> Path:
    """Return a new folder that is removed when this process ends."""
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=parent))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
