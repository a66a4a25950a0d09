# SPDX-License-Identifier: EUPL-1.2
"""The five profiles and what each may do; a person may hold several. Deny by default."""

from collections.abc import Collection, Mapping
from typing import Final

from eset_desktop.domain.mutations import COMMAND, Mutation
from eset_desktop.domain.profiles import (
    ADMINISTRACIO,
    ALCALDIA,
    LECTURA,
    PROFILES,
    SECRETARIA,
    TECNIC_EXTERN,
)
from eset_desktop.domain.signature_files import is_signature_file
from eset_desktop.domain.values import Fields
from eset_desktop.domain.versions import SIGNATURE

__all__ = (
    "ADMINISTRACIO", "ALCALDIA", "BY_SUBSTITUTES", "LECTURA", "PROFILES", "RIGHTS", "SECRETARIA", "SIGNING_ONLY",
    "TECNIC_EXTERN", "is_signers_act", "is_substitutes_act", "may", "may_do", "verb_of",
)  # fmt: skip

_OFFICE = frozenset({SECRETARIA, ADMINISTRACIO})
_WRITERS = frozenset({SECRETARIA, ADMINISTRACIO, TECNIC_EXTERN})
_SIGNERS = frozenset({SECRETARIA, ADMINISTRACIO, TECNIC_EXTERN, ALCALDIA})
_SECRETARY = frozenset({SECRETARIA})
_DECREE = frozenset({SECRETARIA, ALCALDIA})

RIGHTS: Final[Mapping[tuple[str, str], frozenset[str]]] = {
    ("dossier", "create"): _OFFICE,
    ("dossier", "set"): _OFFICE,
    ("dossier", "advance"): _OFFICE,
    ("dossier", "close"): _OFFICE,
    ("dossier", "reopen"): _SECRETARY,
    ("party", "create"): _OFFICE,
    ("party", "set"): _OFFICE,
    ("party", "remove"): _OFFICE,
    ("document", "create"): _WRITERS,
    ("document", "set"): _WRITERS,
    ("document", "finish"): _WRITERS,
    ("document", "discard"): _OFFICE,
    ("document", "restore"): _OFFICE,
    ("document", "choose_head"): _OFFICE,
    ("version", "create"): _SIGNERS,
    ("conflict", "settle"): _OFFICE,
    ("restriction", "create"): _SECRETARY,
    ("restriction", "set"): _SECRETARY,
    ("restriction", "remove"): _SECRETARY,
    ("grant", "create"): _SECRETARY,
    ("grant", "remove"): _SECRETARY,
    ("text", "create"): _SIGNERS,
    ("document", "redraft"): _SIGNERS,
    ("signature_request", "create"): _WRITERS,
    ("signature_request", "set"): _WRITERS,
    ("signature_request", "send"): _WRITERS,
    ("signature_request", "withdraw"): _WRITERS,
    ("signature_request", "pause"): _WRITERS,
    ("signature_request", "resume"): _WRITERS,
    ("signature_request", "sign"): _SIGNERS,
    ("signature_request", "review"): _SIGNERS,
    ("signature_request", "refuse"): _SIGNERS,
    ("signature_request", "delegate"): _SIGNERS,
    ("signature_comment", "create"): _SIGNERS,
    ("signature_flow", "create"): _SECRETARY,
    ("signature_flow", "set"): _SECRETARY,
    ("signature_flow", "remove"): _SECRETARY,
    ("substitution", "create"): _DECREE,
    ("substitution", "end"): _DECREE,
    ("body", "set"): _SECRETARY,
    ("unit", "create"): _SECRETARY,
    ("unit", "set"): _SECRETARY,
    ("class", "create"): _SECRETARY,
    ("class", "set"): _SECRETARY,
    ("procedure", "create"): _SECRETARY,
    ("procedure", "set"): _SECRETARY,
}
"""``(kind, op or command) → profiles``; users.md §2-3."""

BY_SUBSTITUTES: Final = frozenset({
    ("version", "create"), ("text", "create"), ("document", "redraft"), ("signature_request", "sign"),
    ("signature_request", "review"), ("signature_request", "refuse"), ("signature_comment", "create"),
})  # fmt: skip
"""What whoever stands in for a signer may do besides, while that lasts, whatever profile they have."""

_BESIDE: Final = frozenset({("document", "create"), ("document", "finish")})
"""What makes a signature file, which is part of the document that it signs (NTI de Documento Electrónico, III.1) and nobody's
new document: whoever may sign makes it (decision 0041)."""

SIGNING_ONLY: Final = frozenset({
    ("version", "create"), ("document", "redraft"), ("signature_request", "sign"), ("signature_request", "review"),
    ("signature_request", "refuse"), ("signature_request", "delegate"), ("signature_comment", "create"),
})  # fmt: skip
"""What can be done from a signing-only computer at all; of versions only signatures (:func:`is_signers_act`)."""


def is_signers_act(mutation: Mutation) -> bool:
    """Tell whether a mutation may come from a signing-only computer, whoever makes it."""
    if mutation.kind == "version" and mutation.fields.get("relation") != SIGNATURE:
        return False
    return (mutation.kind, verb_of(mutation)) in SIGNING_ONLY


def may(profiles: Collection[str], kind: str, verb: str) -> bool:
    """Tell whether one of the profiles allows an op or command on a kind."""
    return not RIGHTS.get((kind, verb), frozenset()).isdisjoint(profiles)


def may_do(profiles: Collection[str], mutation: Mutation, of: Fields) -> bool:
    """Tell whether one of the profiles allows a mutation.

    Args:
        profiles: A person's.
        mutation: What they do.
        of: The fields of the object as it is, those it is made with for a new one.
    """
    if _is_beside(mutation, of):
        return not _SIGNERS.isdisjoint(profiles)
    return may(profiles, mutation.kind, verb_of(mutation))


def is_substitutes_act(mutation: Mutation, of: Fields) -> bool:
    """Tell whether standing in for a signer is enough for a mutation; ``of`` as for :func:`may_do`."""
    return (mutation.kind, verb_of(mutation)) in BY_SUBSTITUTES or _is_beside(mutation, of)


def _is_beside(mutation: Mutation, of: Fields) -> bool:
    return (mutation.kind, verb_of(mutation)) in _BESIDE and is_signature_file(of)


def verb_of(mutation: Mutation) -> str:
    """Return what :data:`RIGHTS` calls a mutation's act."""
    return mutation.command if mutation.op == COMMAND else mutation.op
