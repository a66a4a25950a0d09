# SPDX-License-Identifier: EUPL-1.2
"""How a town hall signs: whether the PIN is typed for every signature; the secretary's act, for all its computers."""

from typing import Final

from eset_desktop.operations.session import Session
from eset_desktop.store import live, meta
from eset_desktop.store.changes import Changes
from eset_desktop.store.engine import Connection

PIN_EACH: Final = "pin_each"


def asks_each(connection: Connection) -> bool:
    """Tell whether a person types the PIN for every signature; else once for the documents confirmed together (design §7)."""
    body = live.load(connection, meta.account(connection).body)
    return body is not None and body.state.get(PIN_EACH) is True


def ask_each(session: Session, *, each: bool) -> Changes:
    """Say whether the PIN is typed for every signature."""
    with session.change() as work:
        work.set("body", work.account.body, {PIN_EACH: each})
        return work.changes()
