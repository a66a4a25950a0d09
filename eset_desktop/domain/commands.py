# SPDX-License-Identifier: EUPL-1.2
"""Commands: changes with a precondition, for what is a state and not a field.

One table, ``COMMANDS``, is read by clients, by the central service, by the tests and by ``docs/states.md``.
The rules that need more than the object itself (are the bytes there?) are the central service's.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from eset_desktop.domain.kinds import CODE, REFERENCE, TEXT, Field
from eset_desktop.domain.states import PHASES, TRANSITIONS, Transition
from eset_desktop.domain.values import Fields, Json, canonical, normal_fields


@dataclass(frozen=True, slots=True)
class Effect:
    """What a command does: fields to set, and whether the object is removed (None: as it was)."""

    fields: Mapping[str, Json] = field(default_factory=dict)
    deleted: bool | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a command cannot be done now; ``code`` names the text for people."""

    code: str


Command: TypeAlias = Callable[[Fields, Fields], "Effect | Refusal"]
"""``command(fields, args)``: pure, total."""

REMOVE: Final = "remove"
REMOVABLE: Final = ("party", "restriction", "grant")
ADVANCE: Final = "advance"
CHOOSE_HEAD: Final = "choose_head"


def fingerprint(fields: Fields) -> str:
    """Return what a removal says of the state that its author saw: 128 bits of the fields' hash."""
    return hashlib.sha256(canonical(normal_fields(fields))).hexdigest()[:32]


def _transition(row: Transition) -> Command:
    def command(fields: Fields, args: Fields) -> Effect | Refusal:
        if fields.get(row.field) not in row.origin:
            return Refusal(f"{row.kind}.not_{row.origin[0]}")
        if any(not args.get(name) for name in row.needs):
            return Refusal(f"{row.kind}.{row.command}_needs_{row.needs[0]}")
        told = {f"{row.command}_{name}": args[name] for name in row.needs}
        return Effect({row.field: row.target, **told})

    return command


def _remove(fields: Fields, args: Fields) -> Effect | Refusal:
    """Remove an object unless it was edited since its author saw it: edit beats delete."""
    if args.get("seen") != fingerprint(fields):
        return Refusal("object.edited_since")
    return Effect(deleted=True)


def _advance(fields: Fields, args: Fields) -> Effect | Refusal:
    """Move a dossier to a phase; any order is allowed, because files come back from a later phase too."""
    if fields.get("situation") != "open":
        return Refusal("dossier.not_open")
    phase = args.get("phase")
    return Effect({"phase": phase}) if phase in PHASES else Refusal("dossier.unknown_phase")


def _choose_head(fields: Fields, args: Fields) -> Effect | Refusal:
    """Say which of two versions with one parent stands; both are kept."""
    if fields.get("state") == "discarded":
        return Refusal("document.not_draft")
    version = args.get("version")
    return Effect({"chosen_head": version}) if version else Refusal("document.choose_head_needs_version")


ARGUMENTS: Final[Mapping[tuple[str, str], Mapping[str, Field]]] = {
    **{
        (row.kind, row.command): {name: Field(TEXT, choices=row.choices) for name in row.needs}
        for row in TRANSITIONS
    },
    **{(kind, REMOVE): {"seen": Field(CODE)} for kind in REMOVABLE},
    ("dossier", ADVANCE): {"phase": Field(CODE)},
    ("document", CHOOSE_HEAD): {"version": Field(REFERENCE)},
}
"""What the arguments of each command must be where they are given; a command says itself which it cannot do without."""

COMMANDS: Final[Mapping[tuple[str, str], Command]] = {
    **{(row.kind, row.command): _transition(row) for row in TRANSITIONS},
    **{(kind, REMOVE): _remove for kind in REMOVABLE},
    ("dossier", ADVANCE): _advance,
    ("document", CHOOSE_HEAD): _choose_head,
}
