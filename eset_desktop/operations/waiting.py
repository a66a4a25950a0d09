# SPDX-License-Identifier: EUPL-1.2
"""What a person does with refused work: send it again, corrected or not, or give it up."""

import msgspec

from eset_desktop.domain.mutations import CREATE, SET, Change, Mutation
from eset_desktop.domain.values import Fields, normal, normal_fields
from eset_desktop.operations import parties
from eset_desktop.operations.errors import NotFound, Refused
from eset_desktop.operations.session import Session
from eset_desktop.store import outbox
from eset_desktop.store.changes import Changes
from eset_desktop.store.engine import Connection
from eset_desktop.store.quarantine import NOT_VISIBLE, is_held
from eset_desktop.store.refusals import ChangeRefused


def _refused(connection: Connection, mutation_id: str) -> Mutation:
    state = connection.execute("SELECT state FROM outbox WHERE id = ?", (mutation_id,)).fetchone()
    mutation = outbox.read(connection, mutation_id)
    if mutation is None or state[0] != "attention":
        raise NotFound(kind="mutation")
    return mutation


def _refuse_held(connection: Connection, mutation_id: str) -> None:
    """Refuse to send again what its author may not read: it goes by itself when the right comes back."""
    out_of_sight = connection.execute(
        "SELECT 1 FROM outbox AS x WHERE id = ? AND problem = ?"
        " AND NOT EXISTS (SELECT 1 FROM object AS o WHERE o.id IN (x.object, x.dossier))",
        (mutation_id, NOT_VISIBLE),
    ).fetchone()
    if out_of_sight or is_held(connection, mutation_id):
        raise Refused(reason=NOT_VISIBLE)


def send_again(session: Session, mutation_id: str, corrected: Fields | None = None) -> Changes:
    """Send a refused change again, with corrected values where given; what depended on it goes with it.

    Raises:
        NotFound: It does not need attention any more.
        Refused, NotAllowed: The rules do not take it so either; nothing was changed.
    """
    with session.change() as work:
        refused = _refused(work.connection, mutation_id)
        _refuse_held(work.connection, mutation_id)
        again = msgspec.structs.replace(
            _corrected(refused, corrected or {}), id=work.ids.uuid7(), at=work.now, after=()
        )
        work.check(again, without=(refused.id, *outbox.dependants(work.connection, refused.id)))
        try:
            outbox.resend(work.connection, refused, again, work.ids.uuid7)
        except ChangeRefused as error:
            raise Refused(reason=str(error.details["reason"])) from None
        work.touch(again)
        return work.changes()


def _corrected(refused: Mutation, wanted: Fields) -> Mutation:
    corrected = parties.compacted(wanted) if refused.kind == "party" else wanted
    if refused.op == CREATE:
        return msgspec.structs.replace(refused, fields=normal_fields({**refused.fields, **corrected}))
    if refused.op == SET:
        changes = {
            name: Change(before=change.before, to=normal(corrected.get(name, change.to)))
            for name, change in refused.changes.items()
        }
        return msgspec.structs.replace(refused, changes=changes)
    return msgspec.structs.replace(refused, args={**refused.args, **corrected})


def give_up(session: Session, mutation_id: str) -> Changes:
    """Give up a refused change and what depends on it; the values stay findable in the outbox's past.

    Raises:
        NotFound: It does not need attention any more.
    """
    with session.database.write() as connection:
        refused = _refused(connection, mutation_id)
        touched = outbox.discard(connection, mutation_id)
        return Changes(frozenset({(refused.kind, each) for each in touched}), everything=len(touched) > 1)
