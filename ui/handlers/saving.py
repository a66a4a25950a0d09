# SPDX-License-Identifier: EUPL-1.2
"""Out of the window into files: copies of documents, each with the signature beside it, and the evidence of signatures."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QFileDialog

from eset_desktop.domain.versions import AUGMENTATION, SIGNATURE
from eset_desktop.errors import EsetError
from eset_desktop.operations import saving
from eset_desktop.operations.copies import Chosen, Copy, copies_of, save_together, stem_of
from eset_desktop.operations.errors import BytesMissing
from eset_desktop.operations.session import Session
from eset_desktop.signing.batch.states import ItemState
from eset_desktop.signing.client import SigningClient
from eset_desktop.store.queries.dossier import DocumentRow, VersionRow
from eset_desktop.store.queries.dossier import document as read_document
from ui.actions import Args
from ui.desk import Desk
from ui.errors import ActionUnavailable, line_of
from ui.handlers.undoing import said
from ui.long_work import Done, LongWork, Step
from ui.marks import QT_TRANSLATE_NOOP
from ui.outcome import Outcome
from ui.shell import Shell
from ui.widgets.notices import DONE, TOAST_MILLISECONDS, WARNING, Notice
from ui.widgets.signature_line import is_signed

Saving = Step[tuple[Path, ...]]
"""One document's files; it returns where they are."""


class SavingActions:
    """Binds what is saved outside the cache."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        self._desk = desk
        self._shell = shell
        bind = desk.registry.bind
        bind("document.save", self._save, lambda: bool(self._here()))
        bind("document.evidence", self._evidence, self._has_evidence)

    def _chosen(self) -> Chosen:
        """Return the chosen documents, each with the version on screen or its standing one."""
        dossier = self._shell.dossier
        if self._shell.current is not dossier or dossier.document() is None:
            return ()
        rows = dossier.documents.selected_all()
        version = dossier.documents.panel.version()
        pairs = [(row, version if len(rows) == 1 else row.head) for row in rows]
        return [(row, each) for row, each in pairs if each is not None]

    def _here(self) -> Chosen:
        """Return those of which the bytes are here."""
        return [(row, each) for row, each in self._chosen() if each.here]

    def _elsewhere(self, *, signed: bool) -> list[Saving]:
        """Return a step for each of which they are not, which fails and says so; ``signed``: without what nobody signed."""
        return [
            Step(row.title, _missing)
            for row, each in self._chosen()
            if not each.here and (is_signed(each) or not signed)
        ]

    def _has_evidence(self) -> bool:
        """Tell whether there is any, without reading: this is asked often."""
        sign = self._shell.sign
        if self._shell.current is sign:
            return any(row.state is ItemState.SIGNED for row in sign.run.rows) and not sign.is_under_way
        return any(is_signed(version) for _, version in self._here())

    def _signed(self) -> Chosen:
        """Return what of the chosen documents, or of a list that was signed, has evidence."""
        if self._shell.current is self._shell.sign:
            return () if self._shell.sign.is_under_way else self._just_signed()
        return [(row, version) for row, version in self._here() if is_signed(version)]

    def _just_signed(self) -> Chosen:
        """Return the signatures that the list on the signing page became: versions, or documents of their own."""
        signed = [each for each in self._shell.sign.run.rows if each.state is ItemState.SIGNED]
        beside = self._shell.sign.way is not None
        found = [
            (each, read_document(self._desk.connection, each.place if beside else each.document))
            for each in signed
        ]
        return [
            (row, version)
            for each, row in found
            if row is not None
            for version in row.versions
            if beside or (version.parent == each.id and version.relation == SIGNATURE)
        ]

    def _save(self, args: Args) -> Outcome[Any] | None:
        """Save a copy of each chosen document: one as ``file``, several into ``folder``; without them, ask."""
        chosen = self._here()
        if not chosen:
            raise ActionUnavailable(action="document.save")
        version = chosen[0][1]
        if args.get("file"):
            return self._save_as(version, Path(str(args["file"])))
        copies, elsewhere = copies_of(self._desk.session, chosen), self._elsewhere(signed=False)
        if args.get("folder") or len(copies) > 1 or copies[0].is_pair or elsewhere:
            return self._into_folder(args, partial(self._save_all, copies, elsewhere))
        dialog = self._dialog(said(QT_TRANSLATE_NOOP("Handlers", "Save a copy")))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(copies[0].name)
        dialog.fileSelected.connect(lambda place: self._follow(self._save_as(version, Path(place))))
        dialog.open()
        return None

    def _save_as(self, version: VersionRow, place: Path) -> Outcome[Any]:
        session = self._desk.session
        done = self._desk.background.read(lambda: saving.save_copy(session, version.id, place, over=True))
        return done.map(lambda path: self._told([path], ()))

    def _save_all(self, copies: Sequence[Copy], elsewhere: Sequence[Saving], folder: Path) -> Outcome[Any]:
        session = self._desk.session
        steps = [Step(copy.title, partial(save_together, session, copy, folder)) for copy in copies]
        text = said(QT_TRANSLATE_NOOP("Handlers", "Copies are being saved: %1 of %2"))
        return self._all(text, [*steps, *elsewhere])

    def _evidence(self, args: Args) -> Outcome[Any] | None:
        """Save the evidence of each signature into ``folder``; without it, ask."""
        chosen = self._signed()
        if not chosen:
            raise ActionUnavailable(action="document.evidence")
        return self._into_folder(args, partial(self._save_evidence, chosen, self._elsewhere(signed=True)))

    def _save_evidence(self, chosen: Chosen, elsewhere: Sequence[Saving], folder: Path) -> Outcome[Any]:
        session, client, language = self._desk.session, self._desk.signing, self._desk.language.code
        wanted = [
            saving.Signed(row.id, _signature_of(row, version).id, stem_of(session, row, version))
            for row, version in chosen
        ]
        steps = [
            Step(row.title, partial(_save_evidence, session, client, each, folder, language))
            for (row, _), each in zip(chosen, wanted, strict=True)
        ]
        text = said(QT_TRANSLATE_NOOP("Handlers", "Evidence is being saved: %1 of %2"))
        return self._all(text, [*steps, *elsewhere])

    def _into_folder(self, args: Args, save: Callable[[Path], Outcome[Any]]) -> Outcome[Any] | None:
        if args.get("folder"):
            return save(Path(str(args["folder"])))
        dialog = self._dialog(said(QT_TRANSLATE_NOOP("Handlers", "Choose the folder to save to")))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda place: self._follow(save(Path(place))))
        dialog.open()
        return None

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._shell.current, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _follow(self, outcome: Outcome[Any]) -> None:
        self._desk.registry.follow(outcome)

    def _all(self, text: str, steps: Sequence[Saving]) -> Outcome[Any]:
        work = LongWork(self._desk.background, self._shell.notices, text, steps)
        return work.begin().map(self._ended)

    def _ended(self, done: Done[tuple[Path, ...]]) -> list[str]:
        """Say where it is; where nothing was done, the first reason is the action's own."""
        if not done.made and done.failed:
            raise done.failed[0][1]
        return self._told([place for each in done.made for place in each], done.failed)

    def _told(self, made: Sequence[Path], failed: Sequence[tuple[str, EsetError]]) -> list[str]:
        if not made:
            text = said(QT_TRANSLATE_NOOP("Handlers", "Nothing was saved."))
        elif len(made) == 1:
            text = said(QT_TRANSLATE_NOOP("Handlers", "Saved: %1")).replace("%1", str(made[0]))
        else:
            text = said(QT_TRANSLATE_NOOP("Handlers", "%1 files saved in %2"))
            text = text.replace("%1", QLocale().toString(len(made))).replace("%2", str(made[0].parent))
        self._tell(text)
        for title, error in failed:
            line = f"{title}: {line_of(error, self._desk.language.code).text}"
            self._shell.notices.show_notice(Notice(WARNING, line))
        return [str(each) for each in made]

    def _tell(self, text: str) -> None:
        self._shell.notices.show_notice(Notice(DONE, text, lasts=TOAST_MILLISECONDS, key="saved"))


def _missing() -> tuple[Path, ...]:
    raise BytesMissing


def _signature_of(row: DocumentRow, version: VersionRow) -> VersionRow:
    """Return the version that the person's signature made: more evidence was added to it since."""
    by_id = {each.id: each for each in row.versions}
    while version.relation == AUGMENTATION and version.parent in by_id:
        version = by_id[str(version.parent)]
    return version


def _save_evidence(
    session: Session, client: SigningClient, signed: saving.Signed, folder: Path, language: str
) -> tuple[Path, ...]:
    return (saving.save_evidence(session, client, signed, folder, language=language),)
