# SPDX-License-Identifier: EUPL-1.2
"""Document types: the words of the house, each with the code that other administrations understand."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from eset_desktop.domain.values import Json

_NAMESPACE: Final = UUID("2f6b4f0e-7c0b-5d55-8b7b-0d5b3f6f0a41")

NTI_V1: Final = frozenset({f"TD{n:02}" for n in range(1, 21)} | {"TD99"})
"""``TipoDocumental`` of the published ENI schema v1.0."""

NTI_ADDED: Final = frozenset(f"TD{n}" for n in range(51, 70))
"""Codes that INSIDE, the AOC services and GovernIB take besides; a strict v1.0 export turns them into TD99."""


@dataclass(frozen=True, slots=True)
class DocumentType:
    """A type of document.

    Attributes:
        code: Local code, stable.
        nti: Code of the NTI de Documento Electrónico, ``TDxx``.
        title_ca: Title in Catalan.
        title_es: Title in Spanish.
        title_en: Title in English.
        order: Place in the list that people pick from; the most used come first.
    """

    code: str
    nti: str
    title_ca: str
    title_es: str
    title_en: str
    order: int

    @property
    def id(self) -> str:
        """The identity of the synced object: the same wherever the catalogue is loaded."""
        return str(uuid5(_NAMESPACE, self.code))

    def fields(self) -> dict[str, Json]:
        """Return the type as the fields of a synced object of the kind ``document_type``."""
        return {
            "code": self.code,
            "nti": self.nti,
            "title_ca": self.title_ca,
            "title_es": self.title_es,
            "order": self.order,
        }


def strict_nti(code: str) -> str:
    """Return the code for a receiver that knows the schema v1.0 only: TD99 (other) for the added ones."""
    return code if code in NTI_V1 else "TD99"
