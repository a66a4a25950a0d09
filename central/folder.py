# SPDX-License-Identifier: EUPL-1.2
"""Where the embedded service keeps its things."""

from dataclasses import dataclass
from pathlib import Path

from eset_desktop.platform import private_folder


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The folder of an embedded service: database, verified bytes, unfinished uploads."""

    root: Path

    @property
    def database(self) -> Path:
        """Return the database file."""
        return self.root / "central.db"

    @property
    def blobs(self) -> Path:
        """Return the folder of verified bytes."""
        return self.root / "blobs"

    @property
    def uploads(self) -> Path:
        """Return the folder of unfinished uploads."""
        return self.root / "uploads"

    @property
    def lock(self) -> Path:
        """Return the file that the serving process holds locked."""
        return self.root / "serving.lock"

    @property
    def revocations(self) -> Path:
        """Return the file of devices that were revoked, see :mod:`central.revocations`."""
        return self.root / "revocations"

    def prepare(self) -> None:
        """Create the folder and its parts, readable by their owner only."""
        for each in (self.root, self.blobs, self.uploads):
            private_folder(each)
