# SPDX-License-Identifier: EUPL-1.2
"""What a profile's agents sent and received, in a small file beside their socket that the window reads."""

from pathlib import Path
from typing import Final

import msgspec

from eset_desktop.domain.traffic import Sample
from eset_desktop.platform import write_atomically

_FILE: Final = "totals.json"


class Totals(msgspec.Struct, frozen=True):
    """Bytes and requests of all of a profile's agents so far, for the activity view and the demonstration.

    Attributes:
        recent: The last minutes in samples, see :mod:`eset_desktop.domain.traffic`.
    """

    requests: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    recent: tuple[Sample, ...] = ()


def read(runtime: Path) -> Totals:
    """Return what was written last; nothing where there is no readable file."""
    try:
        return msgspec.json.decode((runtime / _FILE).read_bytes(), type=Totals)
    except (OSError, msgspec.DecodeError):
        return Totals()


def write(runtime: Path, totals: Totals) -> None:
    """Replace what was written before."""
    write_atomically(runtime / _FILE, msgspec.json.encode(totals))
