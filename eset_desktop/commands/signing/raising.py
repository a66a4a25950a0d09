# SPDX-License-Identifier: EUPL-1.2
"""Raising what was just signed to a level that lasts; a file that cannot be raised now stays signed as it is."""

import argparse
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from eset_desktop import paths
from eset_desktop.commands.signing.results import Level
from eset_desktop.commands.trust import folder_of
from eset_desktop.errors import EsetError
from eset_desktop.signing.levels.client import LevelsClient, write_raised
from eset_desktop.signing.levels.values import Level as Wanted
from eset_desktop.signing.levels.values import Services, Tsa
from eset_desktop.signing.trust.anchors import Anchors

_REST: Final = 60.0
"""Seconds: of many files only the first waits for a service that says nothing."""


def conditions(args: argparse.Namespace) -> tuple[Services, tuple[bytes, ...]]:
    """Return whom to ask and what is trusted (DER), by ``--tsa`` and ``--trust``.

    Raises:
        TrustError: A folder was named that is not there, or what lies in it cannot be read.
    """
    services = Services(tuple(map(Tsa, args.tsa)), str(paths.find().answers), rest=_REST)
    return services, Anchors.load(folder_of(args)).certificates


def raise_all(signed: Mapping[str, Path], args: argparse.Namespace, now: datetime) -> dict[str, Level]:
    """Raise signed files where they lie and return what each reached.

    Args:
        signed: The signed file of each file.
        args: ``level``, ``tsa`` (the first that answers serves) and ``trust``.
        now: The moment, aware.
    """
    services, anchors = conditions(args)
    with LevelsClient() as client:

        def raised(path: Path) -> Level:
            try:
                found = client.raise_level(path, Wanted(args.level), services, anchors, now)
                write_raised(found, path, path)
            except EsetError as error:
                return Level(size=path.stat().st_size, error=error)
            return Level(found.facts.level.value, path.stat().st_size)

        return {name: raised(path) for name, path in signed.items()}
