# SPDX-License-Identifier: EUPL-1.2
"""Whether anything proves when a version's signatures existed: "Signat" is told from "Signat, pendent de segell de temps".

A signature says itself when it was made, and nobody need believe it. A qualified timestamp is believed (Regulation (EU)
910/2014 art. 41), so what leaves the house or is closed should have one, of level B-T or above (ETSI EN 319 142-1 §6).
:func:`may_take_effect` says whether it has; no command asks it yet: a dossier can be closed without. The facts are the central service's, by its own look at the bytes; no client can set them.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from eset_desktop.domain.values import Json
from eset_desktop.domain.versions import AUGMENTATION, SIGNATURE

LEVELS: Final = ("B-B", "B-T", "B-LT", "B-LTA")
"""Lowest first."""
PROVED_FROM: Final = "B-T"
REFUSED_STAMP: Final = "refused"


class Proof(StrEnum):
    """What is known of the moment of a version's signatures."""

    UNSIGNED = "unsigned"
    PENDING = "pending"
    """Signed; the timestamp comes by itself."""
    REFUSED = "refused"
    """Signed; it gets no timestamp as it is, and a person has to do something."""
    PROVED = "proved"


def proof_of(version: Mapping[str, Json]) -> Proof:
    """Return what is known of a version, by its fields.

    Args:
        version: Of the version that stands. ``level`` and ``stamping`` are set by the service only.
    """
    if version.get("relation") not in {SIGNATURE, AUGMENTATION}:
        return Proof.UNSIGNED
    level = version.get("level")
    if level in LEVELS and LEVELS.index(str(level)) >= LEVELS.index(PROVED_FROM):
        return Proof.PROVED
    return Proof.REFUSED if version.get("stamping") == REFUSED_STAMP else Proof.PENDING


def may_take_effect(version: Mapping[str, Json]) -> bool:
    """Tell whether what was signed should be notified or published, or its dossier closed: not while its time is unproved."""
    return proof_of(version) in {Proof.UNSIGNED, Proof.PROVED}
