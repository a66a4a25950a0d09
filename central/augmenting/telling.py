# SPDX-License-Identifier: EUPL-1.2
"""Telling each body, in its own object, whether what it signs gets timestamps here.

What may take effect (:func:`eset_desktop.domain.proofs.refusal_to_close`) waits for a timestamp only where one is to come: a town
hall without a time-stamping service closes its dossiers as before, and computers without a line know it too.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from sqlalchemy import Connection, select

from central.mirrors import following
from central.store import gates, objects, tables
from central.store.changes import ObjectChange
from central.store.database import Database
from eset_desktop.clock import iso
from eset_desktop.domain.kinds import body_stream
from eset_desktop.domain.proofs import TIMESTAMPS

VERB: Final = "timestamps"
_BODIES = select(tables.body.c.id).order_by(tables.body.c.id)


def tell(database: Database, now: datetime, moved: Callable[[str], None], *, stamps: bool) -> None:
    """Say in each body whether its signatures get timestamps, where that is not said already.

    Args:
        database: Where the bodies are.
        now: The moment of the change.
        moved: Called with a stream's name after a commit that moved it.
        stamps: Whether the settings name a time-stamping service.
    """
    with database.read() as connection:
        bodies = [row.id for row in connection.execute(_BODIES)]
    for body in bodies:
        for stream in database.attempt(partial(_tell, body=body, now=now, stamps=stamps)):
            moved(stream)


def _tell(connection: Connection, body: str, now: datetime, *, stamps: bool) -> tuple[str, ...]:
    stream = body_stream(body)
    seen = objects.these(connection, [stream], [body]).get(body)
    if seen is None or bool(seen.state.get(TIMESTAMPS)) == stamps:
        return ()
    gates.enter(connection, body, alone=True)
    stored = objects.lock(connection, [stream], [body])[body]
    change = ObjectChange(stored, stored.state.with_fields({TIMESTAMPS: stamps}), VERB, "", iso(now))
    return tuple(following.appended(connection, body, {stream: [change]}, now))
