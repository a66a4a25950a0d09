# SPDX-License-Identifier: EUPL-1.2
"""The five profiles and what each may do; a person may hold several. Deny by default."""

from collections.abc import Collection, Mapping
from typing import Final

from eset_desktop.domain.mutations import COMMAND, Mutation

SECRETARIA: Final = "secretaria"
ADMINISTRACIO: Final = "administracio"
ALCALDIA: Final = "alcaldia"
TECNIC_EXTERN: Final = "tecnic_extern"
LECTURA: Final = "lectura"
PROFILES: Final = (SECRETARIA, ADMINISTRACIO, ALCALDIA, TECNIC_EXTERN, LECTURA)

_OFFICE = frozenset({SECRETARIA, ADMINISTRACIO})
_WRITERS = frozenset({SECRETARIA, ADMINISTRACIO, TECNIC_EXTERN})
_SIGNERS = frozenset({SECRETARIA, ADMINISTRACIO, TECNIC_EXTERN, ALCALDIA})
_SECRETARY = frozenset({SECRETARIA})

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
    ("unit", "create"): _SECRETARY,
    ("unit", "set"): _SECRETARY,
    ("class", "create"): _SECRETARY,
    ("class", "set"): _SECRETARY,
    ("procedure", "create"): _SECRETARY,
    ("procedure", "set"): _SECRETARY,
}
"""``(kind, op or command) → profiles``; users.md §2-3."""


def may(profiles: Collection[str], kind: str, verb: str) -> bool:
    """Tell whether one of the profiles allows an op or command on a kind."""
    return not RIGHTS.get((kind, verb), frozenset()).isdisjoint(profiles)


def verb_of(mutation: Mutation) -> str:
    """Return what :data:`RIGHTS` calls a mutation's act."""
    return mutation.command if mutation.op == COMMAND else mutation.op
