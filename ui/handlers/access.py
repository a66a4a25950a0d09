# SPDX-License-Identifier: EUPL-1.2
"""Who may read a dossier or class, and what is kept on this computer with its documents."""

from typing import Final

from eset_desktop.operations import pins, restrictions
from eset_desktop.store.changes import Changes
from eset_desktop.store.pins import is_pinned
from ui.actions import Args
from ui.desk import Desk
from ui.errors import ActionUnavailable
from ui.handlers import needed
from ui.handlers.dossiers import may
from ui.outcome import Outcome
from ui.shell import Shell

DOSSIER: Final = "dossier"
CLASS: Final = "class"


class AccessActions:
    """Binds what is done with the access to dossiers and classes."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        self._desk = desk
        self._shell = shell
        bind = desk.registry.bind
        bind("access.show", self._show, lambda: self._may_restrict() and bool(self._chosen()[1]))
        bind("access.restrict", self._restrict, self._may_restrict)
        bind("access.readers", self._readers, self._may_restrict)
        bind("access.lift", self._lift, self._may_restrict)
        bind("keep.here", self._keep, lambda: self._is_kept() is False)
        bind("keep.no_longer", self._keep_no_longer, lambda: self._is_kept() is True)

    def _may_restrict(self) -> bool:
        return may(self._desk, "restriction", "create")

    def _chosen(self) -> tuple[str, str]:
        """Return kind and id of the dossier on screen, of the class chosen in the plan, or of what the form is about."""
        shell = self._shell
        if shell.current is shell.access:
            return shell.access.of
        if shell.current is shell.plan:
            row = shell.plan.selected()
            return CLASS, row.id if row else ""
        return DOSSIER, shell.dossier.dossier_id if shell.current is shell.dossier else ""

    def _scope(self, args: Args) -> tuple[str, str]:
        kind, scope = self._chosen()
        if args.get("scope"):
            kind, scope = str(args.get("kind") or DOSSIER), str(args["scope"])
        if not scope:
            raise ActionUnavailable(action="access")
        return kind, scope

    def _is_kept(self) -> bool | None:
        """Tell whether what is chosen is kept here; None when nothing is chosen."""
        scope = self._chosen()[1]
        return is_pinned(self._desk.connection, scope) if scope else None

    def _show(self, args: Args) -> None:
        kind, scope = self._scope(args)
        self._shell.go("access", {"kind": kind, "scope": scope})

    def _restrict(self, args: Args) -> Outcome[Changes]:
        kind, scope = self._scope(args)
        reason, people = needed(args, "reason"), [str(each) for each in args.get("people", ())]
        done = self._desk.perform(lambda session: restrictions.restrict(session, kind, scope, reason, people))
        return self._left(done)

    def _readers(self, args: Args) -> Outcome[Changes]:
        restriction, people = needed(args, "restriction"), [str(each) for each in args.get("people", ())]
        done = self._desk.perform(lambda session: restrictions.set_readers(session, restriction, people))
        return self._left(done)

    def _lift(self, args: Args) -> Outcome[Changes]:
        restriction = str(args.get("restriction") or self._shell.access.restriction_id)
        return self._left(self._desk.perform(lambda session: restrictions.lift(session, restriction)))

    def _left(self, done: Outcome[Changes]) -> Outcome[Changes]:
        """Come back to where the form was opened once it is done."""

        def leave(changes: Changes) -> Changes:
            if self._shell.current is self._shell.access:
                self._shell.back()
            return changes

        return done.map(leave)

    def _keep(self, args: Args) -> Outcome[Changes]:
        kind, scope = self._scope(args)
        return self._desk.perform(lambda session: pins.pin(session, kind, scope))

    def _keep_no_longer(self, args: Args) -> Outcome[Changes]:
        kind, scope = self._scope(args)
        return self._desk.perform(lambda session: pins.unpin(session, kind, scope))
