# SPDX-License-Identifier: EUPL-1.2
"""When a computer is at rest: it listens, and has nothing to send, to fetch, to mend or to forget."""

from helpers.simulation import rights
from helpers.simulation.client import Computer
from helpers.simulation.server import Central

from sync.messages import Request

_WAITING = (
    "SELECT 1 FROM outbox WHERE state IN ('queued', 'sent', 'answered') UNION ALL SELECT 1 FROM aside LIMIT 1"
)
_ACCEPTED = "SELECT 1 FROM object WHERE kind = 'version' AND rev > 0 AND fields ->> '$.sha256' = ?"
"""A version that a service lost when it was set back, and whose author may not send it again, has no bytes to wait for."""


def rests(computer: Computer, *, gone: bool) -> bool:
    """Tell whether a computer lives and nothing is under way; one that is ``gone`` for good need not listen."""
    if computer.life is None or any(lane.busy for lane in computer.life.lanes):
        return False
    return gone or isinstance(computer.life.lanes[0].asked, Request)


def is_done(central: Central, computer: Computer) -> bool:
    """Tell whether a computer has come to the end of what it may read and of what it has to say."""
    if computer.life is None or computer.rows(_WAITING):
        return False
    replica = computer.alive.replica
    if replica.uploads_due(1) or replica.differing():
        return False
    if any(computer.rows(_ACCEPTED, each.sha256) for each in replica.downloads_due(50)):
        return False
    heads, cursors = central.heads(), replica.cursors()
    if any((each.epoch, each.seq) != heads.get(each.stream) for each in cursors):
        return False
    return rights.streams_of(central, replica.account()) == {each.stream for each in cursors}
