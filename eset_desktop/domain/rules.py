# SPDX-License-Identifier: EUPL-1.2
"""Rules between objects: what a closed dossier and a discarded document no longer take."""

from typing import Final

from eset_desktop.domain.mutations import COMMAND, Mutation
from eset_desktop.domain.signature_files import refusal_of_content
from eset_desktop.domain.states import DISCARDED, OPEN
from eset_desktop.domain.values import Fields
from eset_desktop.domain.versions import AUGMENTATION

_ALWAYS: Final = frozenset({("dossier", "reopen"), ("conflict", "settle")})


def refusal_by_dossier(mutation: Mutation, dossier: Fields | None) -> str | None:
    """Return why a dossier does not take a mutation of itself or of what it holds, or None.

    A closed dossier is read-only (NTI de Expediente Electrónico: its index is final); more evidence for signatures it
    already holds is no change of content and passes; nor are the words that a version is found by. An unknown dossier
    refuses nothing: the child may come first.
    """
    if dossier is None or dossier.get("situation") in (OPEN, None):
        return None
    if mutation.op == COMMAND and (mutation.kind, mutation.command) in _ALWAYS:
        return None
    if mutation.kind == "text":
        return None
    if mutation.kind == "version" and mutation.fields.get("relation") == AUGMENTATION:
        return None
    return "dossier.not_open"


def refusal_by_document(mutation: Mutation, document: Fields | None) -> str | None:
    """Return why a document does not take a mutation of itself or a new version, or None."""
    if document is None or document.get("state") != DISCARDED:
        return refusal_of_content(mutation, document)
    if mutation.op == COMMAND and mutation.command == "restore":
        return None
    return "document.discarded"
