# SPDX-License-Identifier: EUPL-1.2
"""Signature files: documents of a dossier that hold nothing but the signature of another one, beside it or around it.

A document of the dossier to be found, sent and kept as one; in law a part of what it signs: an electronic document is its
content, its signatures and its metadata (NTI de Documento Electrónico, III.1; Resolució de 19 de juliol de 2011).
"""

from typing import Final

from eset_desktop.domain.mutations import CREATE, Mutation
from eset_desktop.domain.states import DISCARDED
from eset_desktop.domain.values import Fields

SIGNS: Final = "signs"
"""The field of a document that names what it signs."""
DETACHED_MIME: Final = "application/pkcs7-signature"
"""A detached CAdES signature (``.p7s``)."""
CONTAINER_MIME: Final = "application/vnd.etsi.asic-e+zip"
"""Document and signature together (``.asice``)."""
SIGNED_UNKNOWN: Final = "document.signs_unknown"
MIMES: Final = frozenset({DETACHED_MIME, CONTAINER_MIME})


def is_signature_file(document: Fields) -> bool:
    """Tell whether a document says of itself that it signs another one."""
    return bool(document.get(SIGNS))


def signed_of(mutation: Mutation) -> str | None:
    """Return the document that a new signature file is said to sign, None for anything else."""
    is_new = mutation.kind == "document" and mutation.op == CREATE
    signed = mutation.fields.get(SIGNS) if is_new else None
    return signed if isinstance(signed, str) and signed else None


def refusal_of_signed(mutation: Mutation, signed: Fields | None) -> str | None:
    """Return why a new signature file is not taken, or None: what it signs is of its dossier and was not set aside.

    Args:
        mutation: Any.
        signed: The fields of the document that :func:`signed_of` names; None where nobody knows it.
    """
    if signed_of(mutation) is None:
        return None
    if signed is None or signed.get("dossier") != mutation.fields.get("dossier") or is_signature_file(signed):
        return SIGNED_UNKNOWN
    return "document.discarded" if signed.get("state") == DISCARDED else None


def refusal_of_content(mutation: Mutation, document: Fields | None) -> str | None:
    """Return why a signature file does not take a version, or None: it holds a signature and nothing else."""
    if mutation.kind != "version" or mutation.op != CREATE or document is None:
        return None
    fits = not is_signature_file(document) or mutation.fields.get("mime") in MIMES
    return None if fits else "document.signature_only"
