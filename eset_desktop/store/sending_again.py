# SPDX-License-Identifier: EUPL-1.2
"""Accepted work that is sent again, by a program that may not read what its service still has.

A service that was set back to a backup lost some of it; what, only a reading of the stream from its start can tell
(:mod:`eset_desktop.store.reread`), and to a program that is too old nothing is shown. So it sends again all that was accepted of
this device, in its old order and before anything new: the service answers what it still has from storage, and takes what it
lost. Not sent again: what was refused; how conflicts were settled, as after a reading; words of documents, which are nobody's act.

Such a row keeps its state, ``answered`` or ``done``, because what is shown holds it already; until it is answered its epoch is
``again``. Everything here runs inside the caller's transaction.
"""

import json
from collections.abc import Sequence
from typing import Final

import msgspec

from eset_desktop.store import meta
from eset_desktop.store.engine import Connection
from sync.protocol import Result

_FLAG: Final = "sending_again"

DUE: Final = "SELECT body FROM outbox WHERE (state IN ('queued', 'sent') OR epoch = 'again') AND kind != 'text' ORDER BY n LIMIT ?"
"""What is sent next meanwhile."""


def begin(connection: Connection) -> None:
    """Send everything accepted again, whatever its stream: all of them were set back together."""
    connection.execute(
        "UPDATE outbox SET epoch = 'again' WHERE state IN ('answered', 'done') AND status != 'rejected'"
        " AND kind NOT IN ('conflict', 'text')"
    )
    meta.put(connection, _FLAG, "1")


def end(connection: Connection) -> None:
    """Leave it to the program, which reads again, to find out what the service has lost."""
    connection.execute("UPDATE outbox SET epoch = '' WHERE epoch = 'again'")
    meta.put(connection, _FLAG, "")


def under_way(connection: Connection) -> bool:
    """Tell whether accepted work is sent again."""
    return bool(meta.get(connection, _FLAG))


def take_results(connection: Connection, results: Sequence[Result]) -> None:
    """Note what the service has, now or still. What it lost and refuses now is answered like unsent work: by the caller."""
    told = {each.id: each for each in results if each.status != "blocked"}
    rows = connection.execute(
        "SELECT id FROM outbox WHERE epoch = 'again' AND id IN (SELECT value FROM json_each(?))",
        (json.dumps(list(told)),),
    )
    for (mutation_id,) in rows.fetchall():
        result = told[mutation_id]
        if result.status == "rejected":
            connection.execute("UPDATE outbox SET state = 'sent', epoch = '' WHERE id = ?", (mutation_id,))
        else:
            connection.execute(
                "UPDATE outbox SET status = ?, stream = ?, epoch = ?, seq = ?, rev = ?, conflicts = ? WHERE id = ?",
                (
                    result.status, result.stream, result.epoch, result.seq, result.rev,
                    msgspec.json.encode(result.conflicts).decode(), mutation_id,
                ),
            )  # fmt: skip
