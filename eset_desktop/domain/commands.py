# SPDX-License-Identifier: EUPL-1.2
"""Commands: changes with a precondition, for what is a state and not a field.

One table, ``COMMANDS``, is read by clients, by the central service, by the tests and by ``docs/states.md``.
The rules that need more than the object itself (are the bytes there?) are the central service's.
"""

import hashlib
from collections.abc import Mapping
from typing import Final

from eset_desktop.domain.acting import Acting, Command, Effect, Refusal
from eset_desktop.domain.kinds import CODE, DATE, REFERENCE, TEXT, Field
from eset_desktop.domain.signature_acts import ACT_ARGUMENTS, ACTS, REQUEST
from eset_desktop.domain.states import DRAFT, FINAL, PHASES, TRANSITIONS, Transition
from eset_desktop.domain.substitutions import end as end_substitution
from eset_desktop.domain.values import Fields, canonical, normal_fields

REMOVE: Final = "remove"
REMOVABLE: Final = ("party", "restriction", "grant", "signature_flow")
ADVANCE: Final = "advance"
CHOOSE_HEAD: Final = "choose_head"
REDRAFT: Final = "redraft"


def fingerprint(fields: Fields) -> str:
    """Return what a removal says of the state that its author saw: 128 bits of the fields' hash."""
    return hashlib.sha256(canonical(normal_fields(fields))).hexdigest()[:32]


def _transition(row: Transition) -> Command:
    def command(fields: Fields, args: Fields, _: Acting) -> Effect | Refusal:
        if fields.get(row.field) not in row.origin:
            return Refusal(f"{row.kind}.not_{row.origin[0]}")
        if any(not args.get(name) for name in row.needs):
            return Refusal(f"{row.kind}.{row.command}_needs_{row.needs[0]}")
        told = {f"{row.command}_{name}": args[name] for name in row.needs}
        return Effect({row.field: row.target, **told})

    return command


def _remove(fields: Fields, args: Fields, _: Acting) -> Effect | Refusal:
    """Remove an object unless it was edited since its author saw it: edit beats delete."""
    if args.get("seen") != fingerprint(fields):
        return Refusal("object.edited_since")
    return Effect(deleted=True)


def _advance(fields: Fields, args: Fields, _: Acting) -> Effect | Refusal:
    """Move a dossier to a phase; any order is allowed, because files come back from a later phase too."""
    if fields.get("situation") != "open":
        return Refusal("dossier.not_open")
    phase = args.get("phase")
    return Effect({"phase": phase}) if phase in PHASES else Refusal("dossier.unknown_phase")


def _choose_head(fields: Fields, args: Fields, _: Acting) -> Effect | Refusal:
    """Say which of two versions with one parent stands; both are kept."""
    if fields.get("state") == "discarded":
        return Refusal("document.not_draft")
    version = args.get("version")
    return Effect({"chosen_head": version}) if version else Refusal("document.choose_head_needs_version")


def _redraft(fields: Fields, args: Fields, _: Acting) -> Effect | Refusal:
    """Return a document whose signature was refused to its draft; one that is no final document stays as it is."""
    if not args.get("request"):
        return Refusal("document.redraft_needs_request")
    return Effect({"state": DRAFT} if fields.get("state") == FINAL else {})


ARGUMENTS: Final[Mapping[tuple[str, str], Mapping[str, Field]]] = {
    **{
        (row.kind, row.command): {name: Field(TEXT, choices=row.choices) for name in row.needs}
        for row in TRANSITIONS
    },
    **{(kind, REMOVE): {"seen": Field(CODE)} for kind in REMOVABLE},
    ("dossier", ADVANCE): {"phase": Field(CODE)},
    ("document", CHOOSE_HEAD): {"version": Field(REFERENCE)},
    ("document", REDRAFT): {"request": Field(REFERENCE)},
    **{(REQUEST, name): declared for name, declared in ACT_ARGUMENTS.items()},
    ("substitution", "end"): {"on": Field(DATE)},
}
"""What the arguments of each command must be where they are given; a command says itself which it cannot do without."""

COMMANDS: Final[Mapping[tuple[str, str], Command]] = {
    **{(row.kind, row.command): _transition(row) for row in TRANSITIONS},
    **{(kind, REMOVE): _remove for kind in REMOVABLE},
    ("dossier", ADVANCE): _advance,
    ("document", CHOOSE_HEAD): _choose_head,
    ("document", REDRAFT): _redraft,
    **{(REQUEST, name): command for name, command in ACTS.items()},
    ("substitution", "end"): end_substitution,
}
