# SPDX-License-Identifier: EUPL-1.2
"""Where a service keeps its things: a folder of its own, and the database that its settings name."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from central.augmenting.settings import SECTION as TIMESTAMPS
from central.augmenting.settings import AugmentingSettings, augmenting_settings
from central.errors.keeping import SettingsUnsound
from central.objects_settings import S3Settings
from central.sealing.settings import SECTION as SEALS
from central.sealing.settings import SealSettings, seal_settings
from eset_desktop.platform import is_private, private_folder
from sync.protocol import SCHEMA

DATABASE_VARIABLE: Final = "ESET_CENTRAL_DATABASE"
"""Environment variable with the database's address; stronger than the settings file."""
_SCHEMES: Final = frozenset({"postgresql", "postgres"})
_KNOWN: Final = frozenset({"database", "min_client", TIMESTAMPS, SEALS})


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The folder of a service: settings, verified bytes, unfinished uploads and, without other settings, the database.

    Attributes:
        address: The database's address as the environment gives it; empty when it does not.
        s3: The object store that the environment names; None when bytes lie in the folder.
    """

    root: Path
    address: str = field(default="", repr=False)
    s3: S3Settings | None = None

    @classmethod
    def of(cls, root: Path, environment: Mapping[str, str]) -> "DataFolder":
        """Return a folder with what the environment says of its database and its object store.

        Raises:
            SettingsUnsound: The object store's settings make no sense.
        """
        return cls(root, environment.get(DATABASE_VARIABLE, ""), S3Settings.of(environment))

    @property
    def database(self) -> Path:
        """Return the file of an embedded database."""
        return self.root / "central.db"

    @property
    def settings(self) -> Path:
        """Return the settings file; there need not be one."""
        return self.root / "central.toml"

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
        """Return the file that the process serving an embedded database holds locked."""
        return self.root / "serving.lock"

    @property
    def revocations(self) -> Path:
        """Return the file of devices that were revoked, see :mod:`central.revocations`."""
        return self.root / "revocations"

    def place(self) -> Path | URL:
        """Return where the database is: the file of an embedded one, or the address of one on PostgreSQL.

        Raises:
            SettingsUnsound: The settings cannot be read or make no sense, or others may read a password in them.
        """
        text = self.address or str(self._read().get("database", ""))
        return _address(text) if text else self.database

    def min_client(self) -> int:
        """Return the oldest schema of kinds that a client may still read by; an older one may send its work and no more.

        Raises:
            SettingsUnsound: The settings cannot be read, or it is no number from 1 to this program's schema.
        """
        found = self._read().get("min_client", 1)
        if type(found) is not int or not 1 <= found <= SCHEMA:
            raise SettingsUnsound(
                file=str(self.settings), reason=f"min_client is no number from 1 to {SCHEMA}"
            )
        return found

    def augmenting(self) -> AugmentingSettings | None:
        """Return whom the service asks for timestamps; None when the settings name nobody.

        Raises:
            SettingsUnsound: The settings cannot be read or make no sense.
        """
        return augmenting_settings(self.root, self._read())

    def seals(self) -> tuple[SealSettings, ...]:
        """Return the seals of bodies that the settings name.

        Raises:
            SettingsUnsound: The settings cannot be read or make no sense.
        """
        return seal_settings(self.root, self._read())

    def prepare(self) -> None:
        """Create the folder and its parts, readable by their owner only."""
        for each in (self.root, self.blobs, self.uploads):
            private_folder(each)

    def _read(self) -> dict[str, Any]:
        try:
            found = tomllib.loads(self.settings.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise SettingsUnsound(file=str(self.settings), reason="it cannot be read") from error
        if not is_private(self.settings):
            raise SettingsUnsound(file=str(self.settings), reason="others may read it: chmod 600")
        unknown = sorted(found.keys() - _KNOWN)
        if unknown:
            raise SettingsUnsound(file=str(self.settings), reason=f"unknown setting {unknown[0]}")
        return found


def _address(text: str) -> URL:
    try:
        url = make_url(text)
    except ArgumentError:
        # Not "from error": SQLAlchemy's text would repeat the address with its password.
        raise SettingsUnsound(reason="the database's address is malformed") from None
    if url.drivername.partition("+")[0] not in _SCHEMES:
        raise SettingsUnsound(reason="the database's address does not begin with postgresql://")
    return url
