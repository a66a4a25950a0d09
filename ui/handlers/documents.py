# SPDX-License-Identifier: EUPL-1.2
"""Documents: add, show, describe, finish, discard, fetch; and the pages on screen."""

from functools import partial
from typing import Any

from eset_desktop.domain.states import DISCARDED, DRAFT, OPEN
from eset_desktop.operations import documents
from eset_desktop.operations.errors import NotFound
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries.dossier import DocumentRow
from eset_desktop.store.queries.dossier import document as read_document
from ui.actions import Args
from ui.desk import Desk
from ui.errors import ActionUnavailable, InputMissing
from ui.handlers import is_asked_only, needed
from ui.handlers.dossiers import may
from ui.handlers.undoing import said, undoable
from ui.marks import QT_TRANSLATE_NOOP
from ui.outcome import Outcome
from ui.shell import Shell
from ui.views.dossier import DOCUMENTS
from ui.widgets.preview import Preview

_DESCRIBED = ("title", "type", "date", "origin", "elaboration", "language")


class DocumentActions:
    """Binds what is done with documents."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        self._desk = desk
        self._shell = shell
        bind = desk.registry.bind
        bind("document.add", self._add, lambda: self._can_hold() and may(desk, "document", "create"))
        bind("document.open", self._open)
        bind("document.describe", self._describe)
        bind("document.finish", self._finish, lambda: self._is(DRAFT))
        bind(
            "document.discard",
            self._discard,
            lambda: self._can_discard() and may(desk, "document", "discard"),
        )
        bind("document.want", self._want, self._is_absent)
        bind("document.choose", self._choose)
        for name, step in (("page.next", 1), ("page.previous", -1)):
            bind(name, partial(self._turn, step), self._has_preview)
        for name, step in (("page.larger", 1), ("page.smaller", -1)):
            bind(name, partial(self._zoom, step), self._has_preview)

    def _can_hold(self) -> bool:
        shown = self._shell.dossier.shown
        here = self._shell.current in (self._shell.dossier, self._shell.add_document)
        return here and shown is not None and shown.situation == OPEN

    def _selected(self) -> DocumentRow | None:
        return self._shell.dossier.document() if self._shell.current is self._shell.dossier else None

    def _is(self, state: str) -> bool:
        row = self._selected()
        return self._can_hold() and row is not None and row.state == state

    def _can_discard(self) -> bool:
        row = self._selected()
        return self._can_hold() and row is not None and row.state != DISCARDED

    def _is_absent(self) -> bool:
        row = self._selected()
        return row is not None and row.head is not None and not row.head.here and not row.head.wanted

    def _document(self, args: Args) -> DocumentRow:
        """Return the document by ``id`` or ``title``, else the chosen one."""
        if args.get("id"):
            found = read_document(self._desk.connection, str(args["id"]))
            if found is None:
                raise NotFound(kind="document")
            return found
        shown = self._shell.dossier.shown
        if args.get("title") and shown is not None:
            for row in shown.documents:
                if row.title == args["title"]:
                    return row
            raise NotFound(kind="document")
        chosen = self._selected()
        if chosen is None:
            raise ActionUnavailable(action="document")
        return chosen

    def _add(self, args: Args) -> Outcome[Any] | None:
        """Take in ``file`` or ``files``; with a ``type``, and not ``submit: false``, the document is added.

        Without a file the one on the page is meant.
        """
        page = self._shell.add_document
        files = [str(each) for each in args.get("files", ())] or (
            [str(args["file"])] if args.get("file") else []
        )
        described = bool(args.get("type")) and not is_asked_only(args)
        if self._shell.current is not page:
            dossier = self._shell.dossier.dossier_id
            self._shell.go("add_document", {"dossier": dossier, "fresh": described})
        if not files:
            page.set_values(args)
            return page.submit() if described else None
        taken = page.take(files)
        if not described:
            return taken
        return taken.map(lambda _: page.set_values(args)).then(lambda _: page.submit())

    def _open(self, args: Args) -> None:
        row = self._document(args)
        self._shell.go("dossier", {"tab": DOCUMENTS, "document": row.id})

    def _describe(self, args: Args) -> Outcome[Changes]:
        row = self._document(args)
        fields = dict(args.get("fields", {}))
        wanted: dict[str, Any] = {name: fields[name] for name in _DESCRIBED if name in fields}
        if "title" in wanted and not str(wanted["title"]).strip():
            raise InputMissing(field="title")
        before = {name: getattr(row, name) for name in wanted}
        done = self._desk.perform(lambda session: documents.describe(session, row.id, wanted))
        saved = said(QT_TRANSLATE_NOOP("Handlers", "Saved."))
        return undoable(
            self._desk, self._shell, done, saved, lambda each: documents.describe(each, row.id, before)
        )

    def _finish(self, args: Args) -> Outcome[Changes]:
        row = self._document(args)
        return self._desk.perform(lambda session: documents.finish(session, row.id))

    def _discard(self, args: Args) -> Outcome[Changes] | None:
        row = self._document(args)
        if not args.get("reason"):
            self._shell.dossier.question.ask_text(
                partial(said, QT_TRANSLATE_NOOP("Handlers", "Why is the document discarded?")),
                lambda reason: self._desk.registry.invoke(
                    "document.discard", {"id": row.id, "reason": reason}
                ),
            )
            return None
        reason = needed(args, "reason")
        done = self._desk.perform(lambda session: documents.discard(session, row.id, reason))
        text = said(QT_TRANSLATE_NOOP("Handlers", "Document discarded."))
        return undoable(self._desk, self._shell, done, text, lambda each: documents.restore(each, row.id))

    def _want(self, args: Args) -> Outcome[Changes]:
        row = self._document(args)
        if row.head is None:
            raise NotFound(kind="version")
        version = row.head.id
        return self._desk.perform(lambda session: documents.want(session, version))

    def _choose(self, args: Args) -> Outcome[Changes]:
        row, version = self._document(args), needed(args, "version")
        return self._desk.perform(lambda session: documents.choose_head(session, row.id, version))

    def _turn(self, step: int, _: Args) -> None:
        self._preview().turn(step)

    def _zoom(self, step: int, _: Args) -> None:
        self._preview().zoom(step)

    def _preview(self) -> Preview:
        shell = self._shell
        for page in (shell.add_document, shell.sign, shell.verify, shell.signatures):
            if shell.current is page:
                return page.preview
        return shell.dossier.documents.preview

    def _has_preview(self) -> bool:
        shell = self._shell
        on_dossier = shell.current is shell.dossier
        return shell.current in (shell.add_document, shell.sign, shell.verify, shell.signatures) or (
            on_dossier and shell.dossier.tabs.currentWidget() is shell.dossier.documents
        )
