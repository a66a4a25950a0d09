# SPDX-License-Identifier: EUPL-1.2
"""Taking out of a document what nobody sees in it: what would go is shown, and asked about, before a clean version is made."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QCoreApplication

from eset_desktop.documents.values import Cleaned, HiddenReport
from eset_desktop.domain.signature_rules import ASKING
from eset_desktop.domain.states import DRAFT, OPEN
from eset_desktop.domain.versions import CONTENT
from eset_desktop.operations import documents, dossiers
from eset_desktop.operations.cleaning import add_clean
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import signature_requests as requests
from eset_desktop.store.queries.dossier import DocumentRow, VersionRow
from ui.actions import Args
from ui.desk import Desk
from ui.errors import ActionUnavailable
from ui.handlers.dossiers import may
from ui.handlers.undoing import said
from ui.hidden_words import listed
from ui.marks import QT_TRANSLATE_NOOP
from ui.outcome import Outcome
from ui.shell import Shell
from ui.widgets.notices import DONE, TOAST_MILLISECONDS, Notice

_KEY = "clean"


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the question on screen is about."""

    document: str
    version: str
    title: str


class CleaningActions:
    """Binds the cleaning."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        self._desk = desk
        self._shell = shell
        self._asked: _Asked | None = None
        question = shell.dossier.confirmation
        question.confirmed.connect(self._confirmed)
        desk.registry.bind(
            "document.clean",
            self._clean,
            lambda: self._standing() is not None and may(desk, "version", "create"),
        )

    def _standing(self) -> tuple[DocumentRow, VersionRow] | None:
        """Return the chosen document and its version, where that may have another content: an unsigned draft that is here."""
        dossier = self._shell.dossier
        row = dossier.document() if self._shell.current is dossier else None
        head = row.head if row is not None else None
        if row is None or head is None or dossier.shown is None or dossier.shown.situation != OPEN:
            return None
        fit = row.state == DRAFT and not row.needs_choice and head.here and head.mime == documents.PDF
        return (row, head) if fit and head.relation == CONTENT else None

    def _clean(self, args: Args) -> Outcome[Any]:
        """Look what would go and ask; with ``submit`` do it without asking."""
        found = self._standing()
        if found is None:
            raise ActionUnavailable(action="document.clean")
        row, head = found
        about = _Asked(row.id, head.id, row.title)
        session, render = self._desk.session, self._desk.render
        self._say(said(QT_TRANSLATE_NOOP("Handlers", "Looking for what nobody sees in the document…")))
        read = self._desk.background.read(lambda: documents.read(session, about.version))
        looked = read.then(lambda pdf: self._desk.background.follow(render.begin_find_hidden(pdf)))
        looked.when(lambda _: self._shell.notices.clear(_KEY), lambda _: self._shell.notices.clear(_KEY))
        if args.get("submit"):
            return looked.then(lambda _: self._do(about))
        return looked.map(partial(self._ask, about))

    def _ask(self, about: _Asked, report: HiddenReport) -> None:
        if not report.removed:
            text = said(QT_TRANSLATE_NOOP("Handlers", "Nothing is hidden in «%1».")).replace(
                "%1", about.title
            )
            self._say(text, lasts=TOAST_MILLISECONDS)
            return
        goes = QCoreApplication.translate("Handlers", "Of «%1» this would go: %2.")
        told = goes.replace("%1", about.title).replace("%2", listed(report.removed))
        if report.staying:
            stays = said(QT_TRANSLATE_NOOP("Handlers", "This can be seen and stays: %1."))
            told = f"{told} {stays.replace('%1', listed(report.staying))}"
        kept = said(QT_TRANSLATE_NOOP("Handlers", "A new version is made of it; the present one is kept."))
        if self._waits_for_signatures(about.document):
            ends = said(
                QT_TRANSLATE_NOOP(
                    "Handlers", "Its request for signatures ends without effect; send it again."
                )
            )
            kept = f"{kept} {ends}"
        question = self._shell.dossier.confirmation
        question.name(
            said(QT_TRANSLATE_NOOP("Handlers", "Make the clean version")),
            said(QT_TRANSLATE_NOOP("Handlers", "Cancel")),
        )
        self._asked = about
        question.ask(about.version, f"{told} {kept}")

    def _waits_for_signatures(self, document: str) -> bool:
        """Tell whether a request for signatures of a document runs: another content ends it."""
        session = self._desk.session
        asked = requests.of_document(
            session.database.reader(), document, session.account().person, dossiers.today(session)
        )
        return any(each.state in ASKING for each in asked)

    def _confirmed(self, version: str) -> None:
        about, self._asked = self._asked, None
        if about is not None and about.version == version:
            self._desk.registry.follow(self._do(about))

    def _do(self, about: _Asked) -> Outcome[Changes]:
        session, render = self._desk.session, self._desk.render
        self._say(said(QT_TRANSLATE_NOOP("Handlers", "The clean version is being made…")))
        read = self._desk.background.read(lambda: documents.read(session, about.version))
        made = read.then(lambda pdf: self._desk.background.follow(render.begin_clean(pdf, about.title)))
        done = made.then(partial(self._put, about))
        done.when(lambda _: self._done(), lambda _: self._shell.notices.clear(_KEY))
        return done

    def _put(self, about: _Asked, cleaned: Cleaned) -> Outcome[Changes]:
        return self._desk.perform(
            lambda session: add_clean(session, about.document, about.version, cleaned.pdf)
        )

    def _done(self) -> None:
        text = said(QT_TRANSLATE_NOOP("Handlers", "The clean version stands; the one before is kept."))
        self._say(text, lasts=TOAST_MILLISECONDS)

    def _say(self, text: str, *, lasts: int = 0) -> None:
        self._shell.notices.show_notice(Notice(DONE, text, lasts=lasts, key=_KEY))
