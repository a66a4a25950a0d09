# SPDX-License-Identifier: EUPL-1.2
"""Dossiers and their interested persons: open, make, change, close."""

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import Any

from eset_desktop.domain import rights
from eset_desktop.domain.states import CLOSED, OPEN
from eset_desktop.operations import dossiers, parties
from eset_desktop.operations.errors import NotFound
from eset_desktop.operations.parties import NewParty
from eset_desktop.operations.session import Session
from eset_desktop.store import meta
from eset_desktop.store.changes import Changes
from eset_desktop.store.live import load
from eset_desktop.store.queries import dossiers as list_queries
from eset_desktop.store.queries.dossier import DossierPage
from eset_desktop.store.queries.dossiers import DossierFilter
from ui.actions import Args
from ui.desk import Desk
from ui.errors import ActionUnavailable, InputMissing
from ui.handlers import is_asked_only, needed
from ui.handlers.undoing import said, undoable
from ui.marks import QT_TRANSLATE_NOOP
from ui.outcome import Outcome
from ui.shell import Shell
from ui.views.dossier import DATA
from ui.widgets.party_form import type_of
from ui.wording import CLOSING_REASON, choices

_EDITABLE = ("title", "class", "procedure", "unit", "notes")


def may(desk: Desk, kind: str, verb: str) -> bool:
    """Tell whether the person's profiles allow an act; unknown before the first sync, when nothing is refused yet."""
    me = load(desk.connection, meta.get(desk.connection, "account.person"))
    profiles = me.state.get("profiles") if me else None
    return not isinstance(profiles, list) or rights.may([str(each) for each in profiles], kind, verb)


class DossierActions:
    """Binds what is done with dossiers."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        self._desk = desk
        self._shell = shell
        bind = desk.registry.bind
        bind("dossier.new", self._new, lambda: may(desk, "dossier", "create"))
        bind("dossier.find", self._find)
        bind("dossier.open", self._open)
        bind("dossier.edit", self._edit)
        bind("dossier.advance", self._advance)
        bind("dossier.close", self._close, self._is(OPEN, "close"))
        bind("dossier.reopen", self._reopen, self._is(CLOSED, "reopen"))
        bind("party.add", self._add_party, self._is(OPEN, "set"))
        bind("party.edit", self._edit_party)
        bind("party.remove", self._remove_party)

    def _is(self, situation: str, verb: str) -> Callable[[], bool]:
        def condition() -> bool:
            shown = self._on_screen()
            return shown is not None and shown.situation == situation and may(self._desk, "dossier", verb)

        return condition

    def _on_screen(self) -> DossierPage | None:
        return self._shell.dossier.shown if self._shell.current is self._shell.dossier else None

    def _dossier(self, args: Args) -> str:
        found = args.get("dossier") or self._shell.dossier.dossier_id
        if not found:
            raise ActionUnavailable(action="dossier")
        return str(found)

    def _new(self, args: Args) -> Outcome[Changes] | None:
        self._shell.go("new_dossier", args)
        return None if is_asked_only(args) else self._shell.new_dossier.submit()

    def _find(self, args: Args) -> Outcome[object]:
        self._shell.go("dossiers", args)
        self._shell.dossiers.focus_first()
        return self._shell.dossiers.ready()

    def _open(self, args: Args) -> None:
        """Open by ``id``, or the only dossier that has ``label`` (provisional label or number) in its numbers."""
        wanted = args.get("id") or self._by_label(needed(args, "label"))
        self._shell.go("dossier", {**args, "id": wanted}, instead=bool(args.get("instead")))

    def _by_label(self, label: str) -> str:
        connection = self._desk.connection
        for row in list_queries.rows(
            connection, list_queries.ids(connection, DossierFilter(situation=None, text=label))[:128]
        ).values():
            if label in (row.label, row.number):
                return row.id
        raise NotFound(kind="dossier")

    def _edit(self, args: Args) -> Outcome[Changes]:
        dossier = self._dossier(args)
        fields = args.get("fields", args)
        wanted = {name: fields[name] for name in _EDITABLE if name in fields}
        if "title" in wanted and not str(wanted["title"] or "").strip():
            raise InputMissing(field="title")
        before = self._before(dossier, wanted)
        done = self._desk.perform(lambda session: dossiers.edit(session, dossier, wanted))
        return self._with_undo(done, lambda session: dossiers.edit(session, dossier, before))

    def _before(self, dossier: str, wanted: dict[str, Any]) -> dict[str, Any]:
        stored = load(self._desk.connection, dossier)
        if stored is None:
            raise NotFound(kind="dossier")
        return {name: stored.state.get(name) for name in wanted}

    def _advance(self, args: Args) -> Outcome[Changes]:
        dossier, phase = self._dossier(args), needed(args, "phase")
        before = str(self._before(dossier, {"phase": ""})["phase"])
        done = self._desk.perform(lambda session: dossiers.advance(session, dossier, phase))
        return self._with_undo(done, lambda session: dossiers.advance(session, dossier, before))

    def _with_undo(self, done: Outcome[Changes], back: Callable[[Session], Changes]) -> Outcome[Changes]:
        return undoable(self._desk, self._shell, done, said(QT_TRANSLATE_NOOP("Handlers", "Saved.")), back)

    def _close(self, args: Args) -> Outcome[Changes] | None:
        dossier = self._dossier(args)
        if not args.get("reason"):
            self._shell.dossier.question.ask_choice(
                partial(said, QT_TRANSLATE_NOOP("Handlers", "Why is the dossier closed?")),
                partial(choices, CLOSING_REASON),
                lambda reason: self._desk.registry.invoke(
                    "dossier.close", {"dossier": dossier, "reason": reason}
                ),
            )
            return None
        reason = needed(args, "reason")
        return self._desk.perform(lambda session: dossiers.close(session, dossier, reason))

    def _reopen(self, args: Args) -> Outcome[Changes] | None:
        dossier = self._dossier(args)
        if not args.get("reason"):
            self._shell.dossier.question.ask_text(
                partial(said, QT_TRANSLATE_NOOP("Handlers", "Why is the dossier opened again?")),
                lambda reason: self._desk.registry.invoke(
                    "dossier.reopen", {"dossier": dossier, "reason": reason}
                ),
            )
            return None
        reason = needed(args, "reason")
        return self._desk.perform(lambda session: dossiers.reopen(session, dossier, reason))

    def _add_party(self, args: Args) -> Outcome[Changes] | None:
        if not args.get("name"):
            self._shell.go("dossier", {"tab": DATA})
            self._shell.dossier.data.show_form(visible=True)
            return None
        identifier = str(args.get("identifier", ""))
        party = NewParty(
            name=needed(args, "name"),
            identifier=identifier,
            role=str(args.get("role") or "interested"),
            type=str(args.get("type") or type_of(identifier)),
            email=str(args.get("email", "")),
        )
        dossier = self._dossier(args)
        return self._desk.perform(lambda session: parties.add(session, dossier, party))

    def _edit_party(self, args: Args) -> Outcome[Changes]:
        party, fields = needed(args, "id"), dict(args.get("fields", {}))
        before = self._before(party, fields)
        done = self._desk.perform(lambda session: parties.edit(session, party, fields))
        return self._with_undo(done, lambda session: parties.edit(session, party, before))

    def _remove_party(self, args: Args) -> Outcome[Changes]:
        """Take a person out; undone by adding the same person again, because what was sent is never unsaid."""
        party = needed(args, "id")
        names = ("dossier", *(each.name for each in dataclasses.fields(NewParty)))
        before = self._before(party, dict.fromkeys(names))
        dossier = str(before.pop("dossier") or "")
        again = NewParty(**{name: str(value) for name, value in before.items() if value})
        done = self._desk.perform(lambda session: parties.remove(session, party))
        text = said(QT_TRANSLATE_NOOP("Handlers", "Interested person removed."))
        return undoable(self._desk, self._shell, done, text, lambda each: parties.add(each, dossier, again))
