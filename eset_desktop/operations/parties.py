# SPDX-License-Identifier: EUPL-1.2
"""Interested parties of a dossier: add, edit, remove."""

from dataclasses import asdict, dataclass

from eset_desktop.domain.commands import REMOVE, fingerprint
from eset_desktop.domain.identifiers import compact_identifier
from eset_desktop.domain.values import Fields, Json
from eset_desktop.operations.session import Session
from eset_desktop.store.changes import Changes


@dataclass(frozen=True, slots=True)
class NewParty:
    """What a person says of an interested party; the NIF, NIE or CIF is checked."""

    name: str
    identifier: str = ""
    role: str = "interested"
    type: str = "natural"
    email: str = ""
    phone: str = ""
    address: str = ""
    channel: str = "digital"
    language: str = "ca"


def fields_of(party: NewParty) -> dict[str, Json]:
    """Return the fields of a party, texts trimmed, the identifier in its compact form."""
    fields: dict[str, Json] = {name: value.strip() for name, value in asdict(party).items()}
    return {**fields, "identifier": compact_identifier(party.identifier)}


def add(session: Session, dossier_id: str, party: NewParty) -> Changes:
    """Add a party to a dossier."""
    with session.change() as work:
        work.fields("dossier", dossier_id)
        created = work.create("party", {"dossier": dossier_id, **fields_of(party)})
        return work.changes(created)


def edit(session: Session, party_id: str, wanted: Fields) -> Changes:
    """Set fields of a party."""
    with session.change() as work:
        work.set("party", party_id, compacted(wanted))
        return work.changes()


def compacted(wanted: Fields) -> dict[str, Json]:
    """Return fields of a party with the identifier in its compact form."""
    return {
        name: compact_identifier(str(value)) if name == "identifier" and value else value
        for name, value in wanted.items()
    }


def remove(session: Session, party_id: str) -> Changes:
    """Take a party out of its dossier, unless somebody edits it meanwhile: edit beats delete."""
    with session.change() as work:
        seen = fingerprint(work.fields("party", party_id))
        work.command("party", party_id, REMOVE, seen=seen)
        return work.changes()
