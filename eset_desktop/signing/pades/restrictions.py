# SPDX-License-Identifier: EUPL-1.2
"""What earlier signatures allow, and which empty fields wait for one (ISO 32000-1 §12.8.2, ISO 32000-2 §12.7.5.5).

Read with qpdf: pyHanko takes 50 ms to read each earlier signature, byte by byte.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import pikepdf

from eset_desktop.signing.errors import (
    CertifiedPdf,
    FieldDemands,
    FieldMissing,
    FieldsLocked,
    FieldTaken,
    NotTheFirst,
)
from eset_desktop.signing.pades.opening import Document
from eset_desktop.signing.values import EmptyField, Wanted

NO_CHANGES: Final = 1
"""``/P`` of a DocMDP transform: no change at all (ISO 32000-1 table 254)."""

_MOST_FIELDS: Final = 100_000
"""Fields that are looked at; a form with more is no form that somebody fills in."""


@dataclass(frozen=True, slots=True)
class Restrictions:
    """What a document's form says to whoever wants to sign.

    Attributes:
        signatures: Filled signature fields.
        certified: ``/P`` of the certification; 0 without one.
        closed: A certification or a lock forbids any change.
        locks: FieldMDP transforms of filled fields: action and field names.
        empty: Empty signature fields.
        demanding: Names of empty fields with seed values that must be kept.
    """

    signatures: tuple[str, ...] = ()
    certified: int = 0
    closed: bool = False
    locks: tuple[tuple[str, frozenset[str]], ...] = ()
    empty: tuple[EmptyField, ...] = ()
    demanding: frozenset[str] = frozenset()

    def locked(self, name: str) -> bool:
        """Tell whether an earlier signature forbids to fill the field ``name`` (ISO 32000-1 table 256)."""
        return any(_covers(action, names, name) for action, names in self.locks)

    def check(self, wanted: Wanted) -> None:
        """Return when a signature as wanted breaks none of it.

        A new field may be added where single fields are locked by name; its name is none of them.

        Raises:
            CertifiedPdf: No change at all is allowed.
            FieldsLocked: All fields but some are locked.
            FieldMissing: There is no such empty field.
            FieldTaken: It is signed already.
            FieldDemands: It wants what is not made here.
            NotTheFirst: A certification is wanted beside signatures.
        """
        if self.closed:
            raise CertifiedPdf
        if wanted.certify and self.signatures:
            raise NotTheFirst
        if self.locked(wanted.field or "\0"):
            raise FieldsLocked
        if not wanted.field:
            return
        if wanted.field in self.signatures:
            raise FieldTaken(field=wanted.field)
        if wanted.field not in {each.name for each in self.empty}:
            raise FieldMissing(field=wanted.field)
        if wanted.field in self.demanding:
            raise FieldDemands(field=wanted.field)


def _covers(action: str, names: frozenset[str], name: str) -> bool:
    if action == "/Include":
        return name in names
    return action == "/All" or name not in names


def restrictions_of(document: Document) -> Restrictions:
    """Read them; raises what qpdf raises on a broken file."""
    document.stream.seek(0)
    with pikepdf.open(document.stream, suppress_warnings=True) as pdf:
        root: Any = pdf.Root
        certification = root.get("/Perms", {}).get("/DocMDP")
        fields = list(_signature_fields(root.get("/AcroForm", {}).get("/Fields", []), "", set()))
        filled = [(name, field) for name, field in fields if "/V" in field]
        empty = [(name, field) for name, field in fields if "/V" not in field]
        pages: dict[Any, int] = (
            {page.objgen: number for number, page in enumerate(pdf.pages)} if empty else {}
        )
        return Restrictions(
            signatures=tuple(name for name, _ in filled),
            certified=_permission(certification),
            closed=_closes(certification) or any(_field_closes(field) for _, field in filled),
            locks=tuple(lock for _, field in filled for lock in _field_locks(field["/V"])),
            empty=tuple(_empty(name, field, pages) for name, field in empty),
            demanding=frozenset(name for name, field in empty if int(field.get("/SV", {}).get("/Ff", 0))),
        )


def _signature_fields(fields: Any, above: str, seen: set[Any], kind: Any = None) -> Iterator[tuple[str, Any]]:
    """Yield every signature field with its full name; raises ValueError for a form that goes round in circles."""
    for field in fields:
        if (field.is_indirect and field.objgen in seen) or len(seen) > _MOST_FIELDS:
            raise ValueError("fields inside fields without end")
        seen.add(field.objgen if field.is_indirect else len(seen))
        name = ".".join(filter(None, (above, str(field.get("/T", "")))))
        own = field.get("/FT", kind)
        if own == "/Sig" and not any("/T" in child for child in field.get("/Kids", [])):
            yield name, field
        else:
            children = [child for child in field.get("/Kids", []) if "/T" in child]
            yield from _signature_fields(children, name, seen, own)


def _field_closes(field: Any) -> bool:
    return _closes(field["/V"]) or field.get("/Lock", {}).get("/P") == NO_CHANGES


def _transforms(signature: Any) -> list[tuple[str, Any]]:
    if signature is None:
        return []
    references = signature.get("/Reference", [])
    return [(str(each.get("/TransformMethod", "")), each.get("/TransformParams", {})) for each in references]


def _closes(signature: Any) -> bool:
    return any(parameters.get("/P") == NO_CHANGES for _, parameters in _transforms(signature))


def _permission(certification: Any) -> int:
    found = [
        parameters.get("/P", 2) for method, parameters in _transforms(certification) if method == "/DocMDP"
    ]
    return int(found[0]) if found else 0


def _field_locks(signature: Any) -> list[tuple[str, frozenset[str]]]:
    return [
        (str(parameters.get("/Action", "")), frozenset(str(name) for name in parameters.get("/Fields", [])))
        for method, parameters in _transforms(signature)
        if method == "/FieldMDP"
    ]


def _empty(name: str, field: Any, pages: dict[Any, int]) -> EmptyField:
    widget = next(iter(field.get("/Kids", [])), field)
    left, bottom, right, top = (float(side) for side in widget.get("/Rect", [0, 0, 0, 0]))
    page = widget.get("/P")
    number = pages.get(page.objgen, -1) if page is not None else -1
    return EmptyField(name, number, left != right and bottom != top)
