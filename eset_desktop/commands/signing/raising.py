# SPDX-License-Identifier: EUPL-1.2
"""Raising what was just signed to a level that lasts; a file that cannot be raised now stays signed as it is."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from eset_desktop import paths
from eset_desktop.commands.signing.results import Level
from eset_desktop.errors import EsetError
from eset_desktop.signing.levels.client import LevelsClient, write_raised
from eset_desktop.signing.levels.values import Level as Wanted
from eset_desktop.signing.levels.values import Services, Tsa
from eset_desktop.signing.trust.anchors import Anchors, trust_folder


def raise_all(
    signed: Mapping[str, Path], wanted: str, tsas: list[str], trust: Path | None, now: datetime
) -> dict[str, Level]:
    """Raise signed files where they lie and return what each reached.

    Args:
        signed: The signed file of each file.
        wanted: ``B-T``, ``B-LT`` or ``B-LTA``.
        tsas: Time-stamping services; the first that answers serves.
        trust: Folder of trusted roots and lists; ``None``: that of the settings.
        now: The moment, aware.
    """
    place = paths.find()
    services = Services(tuple(Tsa(url) for url in tsas), str(place.profile / "revocation"))
    anchors = Anchors.load(trust or trust_folder(place.settings)).certificates
    with LevelsClient() as client:

        def raised(path: Path) -> Level:
            try:
                found = client.raise_level(path, Wanted(wanted), services, anchors, now)
                write_raised(found, path, path)
            except EsetError as error:
                return Level(size=path.stat().st_size, error=error)
            return Level(found.facts.level.value, path.stat().st_size)

        return {name: raised(path) for name, path in signed.items()}
