# SPDX-License-Identifier: EUPL-1.2
"""The file plan, the procedures, the document types and the people of a body."""

from dataclasses import dataclass
from typing import Any

import msgspec

from eset_desktop.domain.file_plan import natural_key
from eset_desktop.store.engine import Connection


@dataclass(frozen=True, slots=True)
class ClassRow:
    """A class of the file plan and how many open dossiers hang from it directly."""

    id: str
    parent: str | None
    plan: str
    code: str
    level: str
    title_ca: str
    title_es: str
    dossiers: int


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A procedure by which a dossier is made; ``definition`` holds terms, silence and steps."""

    id: str
    code: str
    class_id: str
    title_ca: str
    title_es: str
    definition: dict[str, Any]


@dataclass(frozen=True, slots=True)
class DocumentTypeRow:
    """A local document type and the NTI code it stands for."""

    code: str
    nti: str
    title_ca: str
    title_es: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit of the body."""

    id: str
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class BodyRow:
    """The body whose profile this is."""

    id: str
    name: str
    dir3: str
    colour: str
    nif: str = ""


def _fields(connection: Connection, kind: str) -> list[tuple[str, dict[str, Any]]]:
    rows = connection.execute("SELECT id, fields FROM object WHERE kind = ? AND NOT deleted", (kind,))
    return [(object_id, msgspec.json.decode(fields)) for object_id, fields in rows.fetchall()]


def classes(connection: Connection) -> tuple[ClassRow, ...]:
    """Return every class, by plan and code."""
    # a sum over all situations is answered from the index by class alone; a condition would fetch every row
    counts = dict(
        connection.execute("SELECT class, sum(situation = 'open') FROM dossier GROUP BY class").fetchall()
    )
    found = [
        ClassRow(
            object_id, fields.get("parent"), fields.get("plan", ""), fields.get("code", ""), fields.get("level", ""),
            fields.get("title_ca", ""), fields.get("title_es", ""), counts.get(object_id, 0),
        )
        for object_id, fields in _fields(connection, "class")
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda row: (row.plan, natural_key(row.code))))


def procedures(connection: Connection) -> tuple[ProcedureRow, ...]:
    """Return every procedure, by Catalan title."""
    found = [
        ProcedureRow(
            object_id, fields.get("code", ""), fields.get("class", ""), fields.get("title_ca", ""),
            fields.get("title_es", ""), fields.get("definition") or {},
        )
        for object_id, fields in _fields(connection, "procedure")
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda row: row.title_ca))


def document_types(connection: Connection) -> tuple[DocumentTypeRow, ...]:
    """Return every document type in the order in which the catalogue offers them."""
    found = sorted(
        _fields(connection, "document_type"), key=lambda pair: (pair[1].get("order", 0), pair[1]["code"])
    )
    return tuple(
        DocumentTypeRow(
            fields["code"], fields.get("nti", "TD99"), fields.get("title_ca", ""), fields.get("title_es", "")
        )
        for _, fields in found
    )


def units(connection: Connection) -> tuple[UnitRow, ...]:
    """Return the body's units by name."""
    found = [
        UnitRow(each, fields.get("code", ""), fields.get("name", ""))
        for each, fields in _fields(connection, "unit")
    ]
    return tuple(sorted(found, key=lambda row: row.name))


def people(connection: Connection) -> dict[str, str]:
    """Return the names of the body's people by id."""
    return {each: fields.get("name", "") for each, fields in _fields(connection, "person")}


def body(connection: Connection) -> BodyRow | None:
    """Return the body, None before the first sync."""
    for object_id, fields in _fields(connection, "body"):
        return BodyRow(
            object_id,
            fields.get("name", ""),
            fields.get("dir3", ""),
            fields.get("colour", ""),
            fields.get("nif", ""),
        )
    return None
