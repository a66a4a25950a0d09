# SPDX-License-Identifier: EUPL-1.2
"""Where a profile keeps its things: data, logs, settings, and the runtime folder of locks and sockets.

A profile belongs to one operating-system user and one e-SET user. Without further word it is in that user's local
(never roaming) data folder; ``--profile DIR`` or the environment's ``ESET_HOME`` put everything below one folder.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

HOME_VARIABLE: Final = "ESET_HOME"
_PROGRAM: Final = "eset-desktop"


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders of one profile; none need exist yet.

    Attributes:
        profile: Encrypted database, blobs, keys, backups. Local disk, private to the user, backed up by nobody else.
        logs: Rotating logs without personal data.
        runtime: Locks and sockets; beside the data, so that whoever shares the data shares the locks.
        settings: File of the person's preferences.
    """

    profile: Path
    logs: Path
    runtime: Path
    settings: Path

    @property
    def answers(self) -> Path:
        """OCSP answers, CRLs and issuers' certificates, shared by whatever signs, raises and verifies here."""
        return self.profile / "revocation"

    @classmethod
    def below(cls, root: Path) -> Self:
        """Return the paths of a profile that keeps everything below one folder."""
        home = root.expanduser().absolute()
        return cls(profile=home, logs=home / "logs", runtime=home / "run", settings=home / "settings.json")

    @classmethod
    def of_user(cls) -> Self:
        """Return the paths of this operating-system user's only profile."""
        from platformdirs import PlatformDirs  # noqa: PLC0415 - unneeded where a root is given

        folders = PlatformDirs(_PROGRAM, appauthor=False, roaming=False)
        return cls(
            profile=folders.user_data_path,
            logs=folders.user_log_path,
            runtime=folders.user_data_path / "run",
            settings=folders.user_config_path / "settings.json",
        )


def find(explicit: Path | None = None, *, environment: Mapping[str, str] = os.environ) -> Paths:
    """Return the paths to use: those below an explicit folder, below ``ESET_HOME``, or the user's own."""
    if explicit is not None:
        return Paths.below(explicit)
    home = environment.get(HOME_VARIABLE, "")
    return Paths.below(Path(home)) if home else Paths.of_user()
