# SPDX-License-Identifier: EUPL-1.2
"""Signature flows of the body's own, beside the three ready ones; each has a name that no other has.

Two computers without a line may still give one name to two flows: both stand, and lists tell them apart by who signs.
"""

from collections.abc import Collection
from typing import Final

from eset_desktop.domain.commands import REMOVE, fingerprint
from eset_desktop.domain.signature_flow import Flow, flow_json, name_key
from eset_desktop.operations.errors import OperationError
from eset_desktop.operations.session import Session, Work
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries.signature_requests import flows

KIND: Final = "signature_flow"


class FlowNameTaken(OperationError):
    """Another flow has that name; case and spaces make no other one. Details: ``name``."""

    code = "signature_flow.name_taken"
    title = "There is another flow called “{name}” already."
    advice = "Give this one another name."


def add_flow(session: Session, name: str, flow: Flow, *, ready: Collection[str] = ()) -> Changes:
    """Keep a flow of the body's own beside the three ready ones; the secretary's act.

    What the ``ready`` flows are called in this person's language is no name for it.

    Raises:
        FlowNameTaken: Another flow has that name.
        Refused: It has no name, or cannot be followed.
    """
    with session.change() as work:
        _check(work, name, ready)
        return work.changes(work.create(KIND, {"name": name.strip(), "flow": flow_json(flow)}))


def edit_flow(
    session: Session, flow_id: str, name: str, flow: Flow, *, ready: Collection[str] = ()
) -> Changes:
    """Change one of the body's own flows; requests that were made by it stay as they are.

    Raises:
        FlowNameTaken: It is to have a name that another flow has. One that two of them have already may stay.
        Refused: It has no name, or cannot be followed.
    """
    with session.change() as work:
        if name_key(name) != name_key(str(work.fields(KIND, flow_id).get("name", ""))):
            _check(work, name, ready)
        work.set(KIND, flow_id, {"name": name.strip(), "flow": flow_json(flow)})
        return work.changes()


def put_back(session: Session, name: str, flow: Flow) -> Changes:
    """Keep a flow that was taken out of the list a moment ago, whatever others are called by now."""
    with session.change() as work:
        return work.changes(work.create(KIND, {"name": name, "flow": flow_json(flow)}))


def remove_flow(session: Session, flow_id: str) -> Changes:
    """Take one of the body's own flows out of the list."""
    with session.change() as work:
        seen = fingerprint(work.fields(KIND, flow_id))
        work.command(KIND, flow_id, REMOVE, seen=seen)
        return work.changes()


def _check(work: Work, name: str, ready: Collection[str]) -> None:
    names = [*ready, *(row.name for row in flows(work.connection))]
    if name_key(name) in map(name_key, names):
        raise FlowNameTaken(name=name.strip())
