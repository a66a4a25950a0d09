# SPDX-License-Identifier: EUPL-1.2
"""Whether anything proves when a version's signatures existed: "Signat" is told from "Signat, pendent de segell de temps".

A signature says itself when it was made, and nobody need believe it. A qualified timestamp is believed (Regulation (EU)
910/2014 art. 41), so what leaves the house or is closed should have one, of level B-T or above (ETSI EN 319 142-1 §6).
:func:`may_take_effect` says whether it has; a dossier is closed when all in it may (:func:`refusal_to_close`), and so will be what is
notified and published. The facts are the central service's, by its own look at the bytes; no client can set them.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Final

from eset_desktop.domain.values import Json
from eset_desktop.domain.versions import AUGMENTATION, SIGNATURE

LEVELS: Final = ("B-B", "B-T", "B-LT", "B-LTA")
"""Lowest first."""
PROVED_FROM: Final = "B-T"
REFUSED_STAMP: Final = "refused"
TIMESTAMPS: Final = "timestamps"
"""Field of a body: whether its central service asks for timestamps. Where it does not, nothing waits for one."""
STAMPED: Final = "application/pdf"
"""Media type of what is raised; nothing else waits for a timestamp."""


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


def refusal_to_close(body: Mapping[str, Json], standing: Iterable[Mapping[str, Json]]) -> str | None:
    """Return why a dossier cannot be closed yet, or None.

    Args:
        body: Fields of the town hall, which say whether timestamps come at all.
        standing: Fields of the versions that stand of its documents, without those of discarded ones.
    """
    if body.get(TIMESTAMPS) is not True:
        return None
    unproved = {
        proof_of(each) for each in standing if each.get("mime") == STAMPED and not may_take_effect(each)
    }
    if Proof.REFUSED in unproved:
        return "dossier.proof_refused"
    return "dossier.proof_pending" if unproved else None
