# SPDX-License-Identifier: EUPL-1.2
"""What to offer a person whose document cannot take a signature inside it: one beside it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from eset_desktop.domain.signature_files import CONTAINER_MIME, DETACHED_MIME
from eset_desktop.errors import EsetError


class Offer(StrEnum):
    """Another way to sign the same bytes, which stay as they are."""

    BESIDE = "beside"
    """A signature in a file of its own (detached CAdES)."""
    CONTAINER = "container"
    """Document and signature together in one file (ASiC-E)."""


MIMES: Final[Mapping[Offer, str]] = {
    Offer.BESIDE: DETACHED_MIME,
    Offer.CONTAINER: CONTAINER_MIME,
}
"""Types of the files that come of it."""

SUFFIXES: Final[Mapping[Offer, str]] = {Offer.BESIDE: ".p7s", Offer.CONTAINER: ".asice"}
"""How their names end, after the whole name of what is signed."""

_UNTOUCHED: Final = frozenset({
    "signing.pdf_certified",
    "signing.pdf_encrypted",
    "signing.pdf_hybrid",
    "signing.not_a_pdf",
    "signing.pdf_too_large",
})  # fmt: skip
"""Refusals that are about writing into the document, not about what it says."""
_TURN: Final = "turns."
"""Somebody else has the turn: two signatures inside one version cannot be joined, one beside it does no harm."""


def offers(refusal: EsetError) -> tuple[Offer, ...]:
    """Return how else a refused document may be signed, best first; nothing where signing itself would be wrong.

    A document whose earlier signature is broken, or that cannot be read whole, is not offered anything: nobody should
    sign it.
    """
    if refusal.code in _UNTOUCHED or refusal.code.startswith(_TURN):
        return (Offer.BESIDE, Offer.CONTAINER)
    return ()
