# SPDX-License-Identifier: EUPL-1.2
"""What needs a person: refused changes and conflicts."""

from eset_desktop.operations import conflicts, waiting
from eset_desktop.store.changes import Changes
from ui.actions import Args
from ui.desk import Desk
from ui.errors import InputMissing
from ui.handlers import needed
from ui.outcome import Outcome


class WaitingActions:
    """Binds what is done with refused changes and conflicts."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        desk.registry.bind("outbox.retry", self._retry)
        desk.registry.bind("outbox.discard", self._discard)
        desk.registry.bind("conflict.settle", self._settle)

    def _retry(self, args: Args) -> Outcome[Changes]:
        mutation, fields = needed(args, "mutation"), dict(args.get("fields", {}))
        return self._desk.perform(lambda session: waiting.send_again(session, mutation, fields))

    def _discard(self, args: Args) -> Outcome[Changes]:
        mutation = needed(args, "mutation")
        return self._desk.perform(lambda session: waiting.give_up(session, mutation))

    def _settle(self, args: Args) -> Outcome[Changes]:
        conflict, choice = needed(args, "conflict"), needed(args, "choice")
        value = args.get("value")
        if choice == conflicts.VALUE and not value:
            raise InputMissing(field="value")
        return self._desk.perform(lambda session: conflicts.settle(session, conflict, choice, value))
