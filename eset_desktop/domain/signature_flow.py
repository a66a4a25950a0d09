# SPDX-License-Identifier: EUPL-1.2
"""Who is asked to sign a document, and in which order: blocks of signers, one block after the other.

A signer is a person or an office (*càrrec*), held by whoever has its profile. Inside a block the order is free and a minimum
of them is enough. Three flows are ready (``users.md`` §3); others are objects of kind ``signature_flow``.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from eset_desktop.domain.profiles import ALCALDIA, PROFILES, SECRETARIA
from eset_desktop.domain.values import Json

SIGN: Final = "sign"
APPROVE: Final = "approve"
"""*Vistiplau*: a signature too, that of who conforms (art. 205 ROF: certificates carry the mayor's)."""
REVIEW: Final = "review"
"""*Revisió*: somebody has looked at it; an act of its own, no signature."""
ROLES: Final = (SIGN, APPROVE, REVIEW)

OFFICES: Final = PROFILES
MOST_BLOCKS: Final = 20
MOST_SIGNERS: Final = 50
"""In one block."""


@dataclass(frozen=True, slots=True)
class Signer:
    """One who is asked: a person by id, or an office; just one of the two."""

    role: str = SIGN
    person: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """Signers who may answer at the same time; ``minimum`` of them are enough."""

    signers: tuple[Signer, ...]
    minimum: int = 1


Flow = tuple[Block, ...]


def _asking(*signers: Signer) -> Flow:
    return tuple(Block((each,)) for each in signers)


READY: Final[Mapping[str, Flow]] = {
    "mayor": _asking(Signer(office=ALCALDIA)),
    "mayor_secretary": _asking(Signer(office=ALCALDIA), Signer(office=SECRETARIA)),
    "secretary_approved": _asking(Signer(office=SECRETARIA), Signer(APPROVE, office=ALCALDIA)),
}
"""The flows that every body has: a decree; one that the secretary attests; a certificate with *vistiplau*."""


def name_key(name: str) -> str:
    """Return what tells a flow's name from another's: neither case nor spaces do."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def slot(block: int, signer: int) -> str:
    """Return the name of a signer's place in a flow, counted from 0: ``1.0``."""
    return f"{block}.{signer}"


def signer_at(flow: Flow, name: str) -> Signer | None:
    """Return the signer of a place, None when there is none."""
    return slots(flow).get(name)


def slots(flow: Flow) -> dict[str, Signer]:
    """Return all signers by place, in order."""
    return {
        slot(row, column): signer
        for row, block in enumerate(flow)
        for column, signer in enumerate(block.signers)
    }


def flow_json(flow: Flow) -> list[Json]:
    """Return a flow as it stands in a field."""
    return [
        {"minimum": block.minimum, "signers": [_signer_json(each) for each in block.signers]}
        for block in flow
    ]


def _signer_json(signer: Signer) -> dict[str, Json]:
    whom: dict[str, Json] = {"person": signer.person} if signer.person else {"office": signer.office}
    return {"role": signer.role, **whom}


def flow_of(value: Json) -> Flow | None:
    """Return the flow of a field, None when it is none that can be followed. Total."""
    if not isinstance(value, list | tuple) or not 0 < len(value) <= MOST_BLOCKS:
        return None
    blocks = [_block(each) for each in value]
    found = tuple(each for each in blocks if each is not None)
    return found if len(found) == len(blocks) else None


def _block(value: Json) -> Block | None:
    if not isinstance(value, dict):
        return None
    listed, minimum = value.get("signers"), value.get("minimum", 1)
    if not isinstance(listed, list | tuple) or not 0 < len(listed) <= MOST_SIGNERS:
        return None
    signers = _signers(listed)
    if not isinstance(minimum, int) or isinstance(minimum, bool) or not 0 < minimum <= len(listed):
        return None
    return Block(signers, minimum) if len(signers) == len(set(signers)) == len(listed) else None


def _signers(listed: Sequence[Json]) -> tuple[Signer, ...]:
    found = []
    for each in listed:
        if not isinstance(each, dict):
            continue
        role, person, office = each.get("role"), each.get("person", ""), each.get("office", "")
        if not isinstance(person, str) or not isinstance(office, str) or role not in ROLES:
            continue
        if bool(person) != bool(office) and office in {"", *OFFICES}:
            found.append(Signer(str(role), person, office))
    return tuple(found)
