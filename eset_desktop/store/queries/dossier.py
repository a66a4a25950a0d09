# SPDX-License-Identifier: EUPL-1.2
"""One dossier's page: its data, parties, documents with their versions, conflicts and history."""

from dataclasses import dataclass
from typing import Any

import msgspec

from eset_desktop.domain import versions
from eset_desktop.domain.proofs import Proof, proof_of
from eset_desktop.store import pins
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import access, conflicts, plan
from eset_desktop.store.queries.access import RestrictionRow
from eset_desktop.store.queries.waiting import BYTES_TOTAL


@dataclass(frozen=True, slots=True)
class PartyRow:
    """A party of a dossier."""

    id: str
    name: str
    identifier: str
    role: str
    email: str
    pending: bool


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version of a document; ``here``: its bytes are on this computer; ``present``: on the central service.

    Of ``bytes_total`` bytes that travel ``bytes_sent`` went. ``accepted``: the service has the version itself; ``refused``: code of the
    reason for which it, or its bytes, need a person; ``blocked``: it follows from something refused. ``proof``: what is known
    of the moment of its signatures; ``stamping_problem``: code of the reason for which that is pending or refused, if one is known.
    ``acting``: in whose place its signature was made, or by whose delegation; empty for one's own.
    """

    id: str
    parent: str | None
    relation: str
    sha256: str
    size: int
    mime: str
    filename: str
    created_at: str
    created_by: str
    signer: str
    here: bool
    present: bool
    wanted: bool
    pending: bool
    bytes_sent: int
    bytes_total: int = 0
    accepted: bool = True
    refused: str = ""
    blocked: bool = False
    proof: Proof = Proof.PENDING
    stamping_problem: str = ""
    acting: str = ""


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document; ``head`` is the version that stands, ``needs_choice`` when two stand side by side.

    ``signs``: the document that this one is the signature of.
    """

    id: str
    title: str
    type: str
    type_title_ca: str
    type_title_es: str
    date: str
    state: str
    origin: str
    elaboration: str
    language: str
    eni_id: str
    csv: str
    head: VersionRow | None
    versions: tuple[VersionRow, ...]
    needs_choice: bool
    pending: bool
    signs: str = ""


@dataclass(frozen=True, slots=True)
class DossierPage:
    """Everything that a dossier's page shows.

    ``pinned``: it is kept here with its documents' bytes; ``accepted``: the service has it; ``attention``: something of it was refused.
    """

    id: str
    title: str
    number: str
    label: str
    eni_id: str
    class_id: str
    class_code: str
    class_title_ca: str
    class_title_es: str
    procedure_id: str
    procedure_title_ca: str
    procedure_title_es: str
    unit_id: str
    unit_name: str
    opened_on: str
    situation: str
    phase: str
    notes: str
    created_by: str
    created_at: str
    changed_by: str
    changed_at: str
    pending: bool
    parties: tuple[PartyRow, ...]
    documents: tuple[DocumentRow, ...]
    conflicts: int
    restriction: RestrictionRow | None
    pinned: bool
    accepted: bool
    attention: bool


def page(connection: Connection, dossier_id: str) -> DossierPage | None:
    """Return a dossier's page, None when this computer does not have the dossier."""
    found = connection.execute(
        "SELECT fields, created_by, created_at, changed_by, changed_at, pending, rev FROM object"
        " WHERE id = ? AND kind = 'dossier' AND NOT deleted",
        (dossier_id,),
    ).fetchone()
    if found is None:
        return None
    fields: dict[str, Any] = msgspec.json.decode(found[0])
    names = plan.people(connection)
    above = _named(connection, fields.get("class"))
    procedure = _named(connection, fields.get("procedure"))
    return DossierPage(
        id=dossier_id,
        **{name: fields.get(name, "") for name in
           ("title", "number", "label", "eni_id", "opened_on", "situation", "phase", "notes")},
        class_id=fields.get("class", ""),
        class_code=above.get("code", ""),
        class_title_ca=above.get("title_ca", ""),
        class_title_es=above.get("title_es", ""),
        procedure_id=fields.get("procedure", ""),
        procedure_title_ca=procedure.get("title_ca", ""),
        procedure_title_es=procedure.get("title_es", ""),
        unit_id=fields.get("unit", ""),
        unit_name=_named(connection, fields.get("unit")).get("name", ""),
        created_by=names.get(found[1], ""),
        created_at=found[2],
        changed_by=names.get(found[3], ""),
        changed_at=found[4],
        pending=bool(found[5]),
        parties=parties(connection, dossier_id),
        documents=documents(connection, dossier_id),
        conflicts=conflicts.by_dossier(connection).get(dossier_id, 0),
        restriction=access.restriction_of(connection, dossier_id),
        pinned=pins.is_pinned(connection, dossier_id),
        accepted=found[6] > 0,
        attention=_is_refused(connection, dossier_id),
    )  # fmt: skip


def _is_refused(connection: Connection, dossier_id: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM outbox WHERE dossier = ? AND state = 'attention' LIMIT 1", (dossier_id,)
    ).fetchone()
    return found is not None


def _named(connection: Connection, object_id: str | None) -> dict[str, Any]:
    found = connection.execute("SELECT fields FROM object WHERE id = ?", (object_id,)).fetchone()
    return msgspec.json.decode(found[0]) if found else {}


def parties(connection: Connection, dossier_id: str) -> tuple[PartyRow, ...]:
    """Return a dossier's parties in the order in which they were added."""
    rows = connection.execute(
        "SELECT id, fields, pending FROM object WHERE kind = 'party' AND parent = ? AND NOT deleted ORDER BY row",
        (dossier_id,),
    )
    found = []
    for object_id, text, pending in rows.fetchall():
        fields = msgspec.json.decode(text)
        values = {name: fields.get(name, "") for name in ("name", "identifier", "role", "email")}
        found.append(PartyRow(id=object_id, **values, pending=bool(pending)))
    return tuple(found)


def documents(connection: Connection, dossier_id: str) -> tuple[DocumentRow, ...]:
    """Return a dossier's documents with their versions, by date and then in the order in which they came."""
    types = {row.code: row for row in plan.document_types(connection)}
    rows = connection.execute(
        "SELECT id, fields, pending FROM object WHERE kind = 'document' AND parent = ? AND NOT deleted"
        " ORDER BY fields ->> '$.date', row",
        (dossier_id,),
    )
    return tuple(_document(connection, each, types) for each in rows.fetchall())


def document(connection: Connection, document_id: str) -> DocumentRow | None:
    """Return one document."""
    found = connection.execute(
        "SELECT id, fields, pending FROM object WHERE id = ? AND kind = 'document'", (document_id,)
    ).fetchone()
    types = {row.code: row for row in plan.document_types(connection)}
    return _document(connection, found, types) if found else None


def _document(
    connection: Connection, found: tuple[str, str, int], types: dict[str, plan.DocumentTypeRow]
) -> DocumentRow:
    object_id, text, pending = found
    fields: dict[str, Any] = msgspec.json.decode(text)
    listed = versions_of(connection, object_id)
    graph = [versions.Version(each.id, each.parent, each.relation) for each in listed]
    chosen = fields.get("chosen_head")
    standing = versions.head(graph, chosen)
    type_ = types.get(fields.get("type", ""))
    return DocumentRow(
        id=object_id,
        **{name: fields.get(name, "") for name in
           ("title", "type", "date", "state", "origin", "elaboration", "language", "eni_id", "csv")},
        type_title_ca=type_.title_ca if type_ else "",
        type_title_es=type_.title_es if type_ else "",
        head=next((each for each in listed if each.id == standing), None),
        versions=listed,
        needs_choice=versions.needs_choice(graph, chosen),
        pending=bool(pending) or any(each.pending for each in listed),
        signs=fields.get("signs") or "",
    )  # fmt: skip


def versions_of(connection: Connection, document_id: str) -> tuple[VersionRow, ...]:
    """Return a document's versions, oldest first."""
    names = plan.people(connection)
    rows = connection.execute(
        f"SELECT v.id, v.fields, v.created_by, v.pending, b.here, b.wanted, b.sent,"  # noqa: S608 - constants
        f" (b.confirmed OR v.fields ->> '$.present') AND (b.here OR coalesce(b.problem, '') = ''), {BYTES_TOTAL}, v.rev,"
        " coalesce((SELECT iif(x.problem = '', 'operation.refused', x.problem) FROM outbox AS x WHERE x.object = v.id AND x.state = 'attention'), iif(b.here, b.problem, ''), ''),"
        " EXISTS (SELECT 1 FROM outbox AS x WHERE x.object = v.id AND x.state = 'blocked') FROM object AS v"
        " LEFT JOIN blob AS b ON b.sha256 = v.fields ->> '$.sha256'"
        " WHERE v.kind = 'version' AND v.parent = ? ORDER BY v.id",
        (document_id,),
    )
    return tuple(_version(each, names) for each in rows.fetchall())


def _acting(fields: dict[str, Any]) -> str:
    evidence = fields.get("evidence")
    return str(evidence.get("acting") or "") if isinstance(evidence, dict) else ""


def _version(row: tuple[Any, ...], names: dict[str, str]) -> VersionRow:
    object_id, text, created_by, pending, here, wanted, sent, present, total, rev, refused, blocked = row
    fields: dict[str, Any] = msgspec.json.decode(text)
    return VersionRow(
        object_id, fields.get("parent"), fields.get("relation", ""), fields.get("sha256", ""),
        fields.get("size", 0), fields.get("mime", ""), fields.get("filename", ""),
        fields.get("created_at", ""), names.get(created_by, ""), fields.get("signer", ""), bool(here),
        bool(present), bool(wanted), bool(pending), sent or 0, total or 0,
        rev > 0, refused, bool(blocked), proof_of(fields), fields.get("stamping_problem", ""), _acting(fields),
    )  # fmt: skip
