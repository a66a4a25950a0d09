# SPDX-License-Identifier: EUPL-1.2
"""Dossiers: open, edit, advance, close, reopen."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from eset_desktop.domain.identifiers import eni_dossier_id, provisional_label
from eset_desktop.domain.office_day import office_day
from eset_desktop.domain.values import Fields
from eset_desktop.operations.errors import FirstSyncMissing, Refused
from eset_desktop.operations.parties import NewParty, fields_of
from eset_desktop.operations.session import Session, Work
from eset_desktop.store import meta
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import plan


@dataclass(frozen=True, slots=True)
class NewDossier:
    """What a person says to open a dossier; the rest is defaulted."""

    title: str
    class_id: str
    procedure_id: str | None = None
    unit_id: str | None = None
    party: NewParty | None = None


LONGEST_ABSENCE: Final = timedelta(days=400)
"""A computer that was not in contact for longer than this has rather a wrong clock."""


def today(session: Session) -> date:
    """Return the date in the office, by this computer's clock unless that can't be right.

    A clock before the last contact with the service, or more than 400 days after it, would put a wrong year into
    identifiers that are for ever: the date of the last contact stands then.
    """
    now = session.clock.now()
    contact = meta.last_contact(session.database.reader())
    if contact is not None and not contact - timedelta(days=1) <= now <= contact + LONGEST_ABSENCE:
        now = contact
    return office_day(now)


def organ(work: Work) -> str:
    """Return the body's DIR3 code, which every ENI identifier carries.

    Raises:
        FirstSyncMissing: The body's row has not arrived yet.
    """
    body = plan.body(work.connection)
    if body is None:
        raise FirstSyncMissing
    return body.dir3


def create(session: Session, new: NewDossier) -> Changes:
    """Open a dossier, offline too: it gets its final ENI identifier and a provisional label."""
    opened = today(session)
    with session.change() as work:
        _check_procedure(work, new)
        identity = work.ids.uuid7()
        serial = meta.take_next(work.connection, "label_n")
        label = provisional_label(work.account.device_code, serial, identity)
        work.create(
            "dossier",
            {
                "title": new.title.strip(),
                "class": new.class_id,
                "procedure": new.procedure_id,
                "unit": new.unit_id,
                "opened_on": opened.isoformat(),
                "eni_id": eni_dossier_id(organ(work), opened.year, identity),
                "label": label,
                "situation": "open",
                "phase": "opening",
            },
            identity,
        )
        if new.party is not None:
            work.create("party", {"dossier": identity, **fields_of(new.party)})
        return work.changes(identity)


def _check_procedure(work: Work, new: NewDossier) -> None:
    """Refuse a procedure that belongs to another series than the one chosen."""
    if new.procedure_id is None:
        return
    series = work.fields("procedure", new.procedure_id).get("class")
    if series != new.class_id:
        raise Refused(reason="dossier.procedure_of_another_series")


def edit(session: Session, dossier_id: str, wanted: Fields) -> Changes:
    """Set fields of a dossier: title, class, procedure, unit, notes."""
    with session.change() as work:
        work.set("dossier", dossier_id, wanted)
        return work.changes()


def rename(session: Session, dossier_id: str, title: str) -> Changes:
    """Give a dossier another title."""
    return edit(session, dossier_id, {"title": title.strip()})


def advance(session: Session, dossier_id: str, phase: str) -> Changes:
    """Move a dossier to a phase."""
    with session.change() as work:
        work.command("dossier", dossier_id, "advance", phase=phase)
        return work.changes()


def close(session: Session, dossier_id: str, reason: str) -> Changes:
    """Close a dossier; the central service checks that every document's bytes are there."""
    with session.change() as work:
        work.command("dossier", dossier_id, "close", reason=reason)
        return work.changes()


def reopen(session: Session, dossier_id: str, reason: str) -> Changes:
    """Open a closed dossier again, with a reason; the secretary's act."""
    with session.change() as work:
        work.command("dossier", dossier_id, "reopen", reason=reason)
        return work.changes()
