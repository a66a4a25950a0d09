# SPDX-License-Identifier: EUPL-1.2
"""Settling a conflict: which of two people's values stands, or a third."""

from eset_desktop.domain.values import Json
from eset_desktop.operations.session import Session
from eset_desktop.store.changes import Changes

KEPT = "kept"
OTHER = "other"
VALUE = "value"


def settle(session: Session, conflict_id: str, choice: str, value: Json = None) -> Changes:
    """Settle a conflict; both values stay findable in its record.

    Args:
        session: The person at work.
        conflict_id: The conflict.
        choice: ``kept`` (as it stands), ``other`` (the other person's value) or ``value`` (a third one).
        value: The third value.
    """
    with session.change() as work:
        fields = work.fields("conflict", conflict_id)
        work.command("conflict", conflict_id, "settle", choice=choice)
        if choice in (OTHER, VALUE):
            wanted = fields.get("other") if choice == OTHER else value
            work.set(str(fields["object_kind"]), str(fields["object"]), {str(fields["field"]): wanted})
        return work.changes()
