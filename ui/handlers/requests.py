# SPDX-License-Identifier: EUPL-1.2
"""The signature folder: send to be signed, sign what is marked, review, refuse, delegate, comment, pause, withdraw; substitutions."""

from collections.abc import Collection
from datetime import date
from functools import partial
from typing import Any

from eset_desktop.domain.signature_flow import REVIEW
from eset_desktop.domain.states import DISCARDED, DRAFT, EXPIRED, OPEN, PAUSED, RUNNING
from eset_desktop.operations import signature_requests as requests
from eset_desktop.operations import substitutions
from eset_desktop.operations.dossiers import today
from eset_desktop.operations.substitutions import NewSubstitution
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import office, plan
from eset_desktop.store.queries.signature_rows import RequestRow
from ui.actions import Args
from ui.desk import Desk
from ui.errors import ActionUnavailable, InputMissing, InputWrong
from ui.handlers import is_asked_only, needed
from ui.handlers.dossiers import may
from ui.handlers.signing import open_list
from ui.handlers.undoing import said
from ui.marks import QT_TRANSLATE_NOOP
from ui.outcome import Outcome
from ui.request_words import OFFICE
from ui.shell import Shell
from ui.views.request_lists import SENT, TO_SIGN
from ui.widgets.notices import DONE, TOAST_MILLISECONDS, Notice
from ui.wording import word

KIND = "signature_request"


class RequestActions:
    """Binds what is done with requests for signatures."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        self._desk = desk
        self._shell = shell
        bind = desk.registry.bind
        bind("go.signatures", lambda args: shell.go("signatures", args))
        bind("request.new", self._new, lambda: self._can_send() and may(desk, KIND, "create"))
        bind("request.sign", self._sign, lambda: self._waits() and any(row.here for row in self._ticked()))
        bind("request.review", self._review, lambda: self._waits(REVIEW))
        bind("request.refuse", self._refuse, self._waits)
        bind("request.delegate", self._delegate, lambda: self._waits() and self._own())
        bind("request.read_late", lambda _: desk.perform(requests.read_late))
        bind("request.comment", self._comment, lambda: bool(self._row()))
        bind("request.send", self._send, lambda: self._is_sent(DRAFT))
        bind("request.pause", self._pause, lambda: self._is_sent(RUNNING))
        bind("request.resume", self._resume, lambda: self._is_sent(PAUSED))
        bind("request.withdraw", self._withdraw, lambda: self._is_sent(DRAFT, RUNNING, PAUSED, EXPIRED))
        bind("go.substitutions", lambda _: shell.go("substitutions"))
        bind("substitution.create", self._substitute, lambda: may(desk, "substitution", "create"))
        bind("substitution.end", self._end, lambda: may(desk, "substitution", "end"))

    def _row(self) -> RequestRow | None:
        page = self._shell.signatures
        return page.row() if self._shell.current is page else None

    def _waits(self, role: str = "") -> bool:
        """Tell whether the chosen request waits for this person, in a role when one is named."""
        row, page = self._row(), self._shell.signatures
        return row is not None and page.tab == TO_SIGN and bool(row.mine) and role in ("", row.role)

    def _own(self) -> bool:
        row = self._row()
        return row is not None and row.way in ("own", "office")

    def _ticked(self) -> tuple[RequestRow, ...]:
        return self._shell.signatures.tabs.ticked()

    def _is_sent(self, *states: str) -> bool:
        row, page = self._row(), self._shell.signatures
        return row is not None and page.tab == SENT and row.state in states

    def _id(self, args: Args) -> str:
        """Return the request by ``id``, else the chosen one."""
        if args.get("id"):
            return str(args["id"])
        row = self._row()
        if row is None:
            raise ActionUnavailable(action="request")
        return row.id

    def _can_send(self) -> bool:
        shown = self._shell.dossier.shown
        if self._shell.current is self._shell.send_to_sign:
            return True
        if self._shell.current is not self._shell.dossier or shown is None or shown.situation != OPEN:
            return False
        chosen = self._shell.dossier.document() and self._shell.dossier.documents.selected_all()
        return any(row.state != DISCARDED and row.head is not None for row in chosen or ())

    def _new(self, args: Args) -> Outcome[Any] | None:
        """Open the form for ``documents`` (ids), else for the chosen ones; with a ``flow`` it is sent unless ``submit`` is false."""
        page = self._shell.send_to_sign
        documents = [str(each) for each in args.get("documents", ())]
        if self._shell.current is not page or documents:
            chosen = self._shell.dossier.documents.selected_all()
            documents = documents or [
                row.id for row in chosen if row.state != DISCARDED and row.head is not None
            ]
            self._shell.go(
                "send_to_sign", {"documents": documents, "dossier": self._shell.dossier.dossier_id}
            )
        if args.get("flow") and not page.flow.choose(str(args["flow"])):
            raise InputWrong(field="flow")
        if is_asked_only(args) or not args.get("flow"):
            return None
        return page.submit().map(self._told_sent)

    def _told_sent(self, changes: Changes) -> Changes:
        return self._told(said(QT_TRANSLATE_NOOP("Handlers", "Sent to be signed.")), changes)

    def _told(self, text: str, changes: Changes) -> Changes:
        """Say what was done, and give on what changed."""
        self._shell.notices.show_notice(Notice(DONE, text, lasts=TOAST_MILLISECONDS, key="request"))
        return changes

    def _sign(self, args: Args) -> Outcome[Any] | None:
        """Open the signing page with all that is marked; what is not on this computer stands there with its reason."""
        rows = self._ticked()
        if not any(row.here for row in rows):
            raise ActionUnavailable(action="request.sign")
        open_list(self._shell, {"documents": [row.document_id for row in rows], "requests": rows})
        return self._desk.registry.invoke("document.sign", args) if args else None

    def _review(self, args: Args) -> Outcome[Changes]:
        request = self._id(args)
        done = self._desk.perform(lambda session: requests.review(session, request))
        return done.map(partial(self._told, said(QT_TRANSLATE_NOOP("Handlers", "Reviewed."))))

    def _refuse(self, args: Args) -> Outcome[Changes] | None:
        request = self._id(args)
        if not args.get("reason"):
            self._shell.signatures.question.ask_text(
                partial(said, QT_TRANSLATE_NOOP("Handlers", "Why is it refused?")),
                lambda reason: self._desk.registry.invoke(
                    "request.refuse", {"id": request, "reason": reason}
                ),
            )
            return None
        reason = needed(args, "reason")
        done = self._desk.perform(lambda session: requests.refuse(session, request, reason))
        return done.map(partial(self._told, said(QT_TRANSLATE_NOOP("Handlers", "Refused."))))

    def _delegate(self, args: Args) -> Outcome[Changes] | None:
        request = self._id(args)
        if not args.get("to"):
            me = self._desk.session.account().person
            self._shell.signatures.question.ask_choice(
                partial(said, QT_TRANSLATE_NOOP("Handlers", "Who signs in your place?")),
                lambda: [
                    (each, _with_offices(name, held))
                    for each, name, held in office.signers(self._desk.connection)
                    if each != me
                ],
                lambda to: self._desk.registry.invoke("request.delegate", {"id": request, "to": to}),
                chosen=False,
            )
            return None
        to = needed(args, "to")
        done = self._desk.perform(lambda session: requests.delegate(session, request, to))
        text = said(QT_TRANSLATE_NOOP("Handlers", "Delegated to %1."))
        return done.map(
            partial(self._told, text.replace("%1", plan.people(self._desk.connection).get(to, "—")))
        )

    def _comment(self, args: Args) -> Outcome[Changes]:
        request, text = self._id(args), needed(args, "text")
        return self._desk.perform(lambda session: requests.comment(session, request, text))

    def _send(self, args: Args) -> Outcome[Changes]:
        request = self._id(args)
        return self._desk.perform(lambda session: requests.send(session, request)).map(self._told_sent)

    def _pause(self, args: Args) -> Outcome[Changes]:
        request = self._id(args)
        return self._desk.perform(lambda session: requests.pause(session, request))

    def _resume(self, args: Args) -> Outcome[Changes]:
        request = self._id(args)
        return self._desk.perform(lambda session: requests.resume(session, request))

    def _withdraw(self, args: Args) -> Outcome[Changes] | None:
        request = self._id(args)
        if not args.get("reason"):
            self._shell.signatures.question.ask_text(
                partial(said, QT_TRANSLATE_NOOP("Handlers", "Why is it withdrawn?")),
                lambda reason: self._desk.registry.invoke(
                    "request.withdraw", {"id": request, "reason": reason}
                ),
            )
            return None
        reason = needed(args, "reason")
        return self._desk.perform(lambda session: requests.withdraw(session, request, reason))

    def _substitute(self, args: Args) -> Outcome[Changes] | None:
        """Enter a substitution; without arguments its page is shown."""
        if not args:
            self._shell.go("substitutions")
            return None
        if not args.get("decree"):
            raise InputMissing(field="decree")
        new = NewSubstitution(
            absent=needed(args, "absent"),
            substitute=needed(args, "substitute"),
            from_on=_day(needed(args, "from")),
            decree=needed(args, "decree"),
            ground=str(args.get("ground") or "absence"),
            until_on=_day(str(args["until"])) if args.get("until") else None,
            office=str(args.get("office") or ""),
        )
        return self._desk.perform(lambda session: substitutions.create(session, new))

    def _end(self, args: Args) -> Outcome[Changes]:
        row = self._shell.substitutions.row() if not args.get("id") else None
        identity = str(args.get("id") or (row.id if row else ""))
        if not identity:
            raise ActionUnavailable(action="substitution.end")
        last = _day(str(args["on"])) if args.get("on") else today(self._desk.session)
        done = self._desk.perform(lambda session: substitutions.end(session, identity, last))
        return done.map(lambda changes: self._told_ended(identity, changes))

    def _told_ended(self, identity: str, changes: Changes) -> Changes:
        found = office.substitutions(self._desk.connection, today(self._desk.session))
        called_off = any(row.called_off for row in found if row.id == identity)
        text = (
            QT_TRANSLATE_NOOP("Handlers", "The substitution is called off.")
            if called_off
            else (QT_TRANSLATE_NOOP("Handlers", "The last day of the substitution is noted."))
        )
        return self._told(said(text), changes)


def _with_offices(name: str, held: Collection[str]) -> str:
    """Return a person's name with the offices that they hold."""
    return f"{name} ({', '.join(sorted(word(OFFICE, each) for each in held))})"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputWrong(field="date") from error
