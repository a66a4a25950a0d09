# SPDX-License-Identifier: EUPL-1.2
"""How the town hall signs: its own flows, and how often the PIN is typed."""

from typing import Any

from eset_desktop.domain.signature_flow import Flow, flow_of
from eset_desktop.operations import signature_flows as flows
from eset_desktop.operations.signature_flows import KIND
from eset_desktop.operations.signing_settings import ask_each
from eset_desktop.store.changes import Changes
from ui.actions import Args
from ui.desk import Desk
from ui.errors import ActionUnavailable, InputMissing
from ui.flows import ready_names
from ui.handlers.dossiers import may
from ui.handlers.undoing import said, undoable
from ui.marks import QT_TRANSLATE_NOOP
from ui.outcome import Outcome
from ui.shell import Shell
from ui.widgets.notices import DONE, TOAST_MILLISECONDS, Notice


class FlowActions:
    """Binds what is done with flows."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        self._desk = desk
        self._shell = shell
        bind = desk.registry.bind
        bind("go.flows", lambda _: shell.go("flows"), self._may)
        bind("flow.save", self._save, self._may)
        bind("flow.remove", self._remove, self._may)
        bind("flow.pin_each", self._pin_each, self._may)

    def _may(self) -> bool:
        return may(self._desk, KIND, "create")

    def _save(self, args: Args) -> Outcome[Changes] | None:
        """Add a flow, or change the one by ``id``; without arguments the page is shown."""
        if not args:
            self._shell.go("flows")
            return None
        name, flow, identity = (
            str(args.get("name") or "").strip(),
            self._flow(args),
            str(args.get("id") or ""),
        )
        if not name:
            raise InputMissing(field="name")
        ready = ready_names().values()
        if identity:
            done = self._desk.perform(
                lambda session: flows.edit_flow(session, identity, name, flow, ready=ready)
            )
        else:
            done = self._desk.perform(lambda session: flows.add_flow(session, name, flow, ready=ready))
        return done.map(lambda changes: self._saved(changes, identity))

    def _saved(self, changes: Changes, identity: str) -> Changes:
        self._shell.flows.show_saved(changes.created or identity)
        text = said(QT_TRANSLATE_NOOP("Handlers", "Flow saved."))
        self._shell.notices.show_notice(Notice(DONE, text, lasts=TOAST_MILLISECONDS, key="flow"))
        return changes

    def _flow(self, args: Args) -> Flow:
        flow = flow_of(args.get("flow"))
        if flow is None:
            raise InputMissing(field="flow")
        return flow

    def _remove(self, args: Args) -> Outcome[Changes]:
        """Take the flow by ``id``, else the chosen one, out of the list."""
        rows = {row.id: row for row in self._shell.flows.list.rows.rows}
        chosen = self._shell.flows.row()
        row = rows.get(str(args["id"])) if args.get("id") else chosen
        if row is None:
            raise ActionUnavailable(action="flow.remove")
        done = self._desk.perform(lambda session: flows.remove_flow(session, row.id))
        self._shell.flows.begin()
        text = said(QT_TRANSLATE_NOOP("Handlers", "Flow removed."))
        return undoable(
            self._desk,
            self._shell,
            done,
            text,
            lambda session: flows.put_back(session, row.name, row.flow),
        )

    def _pin_each(self, args: Args) -> Outcome[Any]:
        """Say whether the PIN is typed for every signature (``each``)."""
        each = bool(args.get("each", True))
        done = self._desk.perform(lambda session: ask_each(session, each=each))
        on = said(QT_TRANSLATE_NOOP("Handlers", "From now on the PIN is asked for at every signature."))
        off = said(QT_TRANSLATE_NOOP("Handlers", "From now on one PIN is good for the documents of a list."))
        return undoable(
            self._desk,
            self._shell,
            done,
            on if each else off,
            lambda session: ask_each(session, each=not each),
        )
