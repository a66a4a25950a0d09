# SPDX-License-Identifier: EUPL-1.2
"""Out of the window into files: copies of documents, the evidence of signatures, a list of results."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from eset_desktop.domain.versions import AUGMENTATION, SIGNATURE
from eset_desktop.errors import EsetError
from eset_desktop.operations import saving
from eset_desktop.operations.signature_files import file_name, is_signature_file
from eset_desktop.signing.batch.states import ItemState
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

_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
"""With these a cell begins that spreadsheets compute."""
Chosen = Sequence[tuple[DocumentRow, VersionRow]]


class SavingActions:
    """Binds what is saved outside the cache."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        self._desk = desk
        self._shell = shell
        bind = desk.registry.bind
        bind("document.save", self._save, lambda: bool(self._here()))
        bind("document.evidence", self._evidence, self._has_evidence)
        bind("results.copy", self._copy_results, self._has_results)
        bind("results.save", self._save_results, self._has_results)

    def _here(self) -> Chosen:
        """Return the chosen documents, each with the version on screen or its standing one, of which the bytes are here."""
        dossier = self._shell.dossier
        if self._shell.current is not dossier or dossier.document() is None:
            return ()
        rows = dossier.documents.selected_all()
        version = dossier.documents.panel.version()
        pairs = [(row, version if len(rows) == 1 else row.head) for row in rows]
        return [(row, each) for row, each in pairs if each is not None and each.here]

    def _has_evidence(self) -> bool:
        """Tell whether there is any, without reading: this is asked often."""
        sign = self._shell.sign
        if self._shell.current is sign:
            signed = any(row.state is ItemState.SIGNED for row in sign.run.rows)
            return signed and sign.way is None and not sign.is_under_way
        return any(is_signed(version) for _, version in self._here())

    def _signed(self) -> Chosen:
        """Return what of the chosen documents, or of a list that was signed, has evidence."""
        if self._shell.current is self._shell.sign:
            return () if self._shell.sign.is_under_way else self._just_signed()
        return [(row, version) for row, version in self._here() if is_signed(version)]

    def _just_signed(self) -> Chosen:
        """Return the signatures that the list on the signing page became."""
        signed = [each for each in self._shell.sign.run.rows if each.state is ItemState.SIGNED]
        pairs = [(each.id, read_document(self._desk.connection, each.document)) for each in signed]
        return [
            (row, version)
            for over, row in pairs
            if row is not None
            for version in row.versions
            if version.parent == over and version.relation == SIGNATURE
        ]

    def _save(self, args: Args) -> Outcome[Any] | None:
        """Save a copy of each chosen document: one as ``file``, several into ``folder``; without them, ask."""
        chosen = self._here()
        if not chosen:
            raise ActionUnavailable(action="document.save")
        row, version = chosen[0]
        name = _named(row, version)
        if args.get("file"):
            return self._save_as(version, Path(str(args["file"])))
        if args.get("folder") or len(chosen) > 1:
            return self._into_folder(args, partial(self._save_all, chosen))
        dialog = self._dialog(said(QT_TRANSLATE_NOOP("Handlers", "Save a copy")))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(name)
        dialog.fileSelected.connect(lambda place: self._follow(self._save_as(version, Path(place))))
        dialog.open()
        return None

    def _save_as(self, version: VersionRow, place: Path) -> Outcome[Any]:
        session = self._desk.session
        done = self._desk.background.read(lambda: saving.save_copy(session, version.id, place, over=True))
        return done.map(lambda path: self._told([path], ()))

    def _save_all(self, chosen: Chosen, folder: Path) -> Outcome[Any]:
        session = self._desk.session
        steps = [
            Step(row.title, partial(saving.save_copy, session, version.id, folder / _named(row, version)))
            for row, version in chosen
        ]
        text = said(QT_TRANSLATE_NOOP("Handlers", "Copies are being saved: %1 of %2"))
        return self._all(text, steps)

    def _evidence(self, args: Args) -> Outcome[Any] | None:
        """Save the evidence of each signature into ``folder``; without it, ask."""
        chosen = self._signed()
        if not chosen:
            raise ActionUnavailable(action="document.evidence")
        return self._into_folder(args, partial(self._save_evidence, chosen))

    def _save_evidence(self, chosen: Chosen, folder: Path) -> Outcome[Any]:
        session, client, language = self._desk.session, self._desk.signing, self._desk.language.code
        wanted = [
            saving.Signed(row.id, _signature_of(row, version).id, Path(_named(row, version)).stem)
            for row, version in chosen
        ]
        steps = [
            Step(row.title, partial(saving.save_evidence, session, client, each, folder, language=language))
            for (row, _), each in zip(chosen, wanted, strict=True)
        ]
        return self._all(said(QT_TRANSLATE_NOOP("Handlers", "Evidence is being saved: %1 of %2")), steps)

    def _has_results(self) -> bool:
        sign = self._shell.sign
        return self._shell.current is sign and bool(sign.run.rows) and not sign.run.is_going

    def _copy_results(self, _: Args) -> None:
        """Put the list of results on the clipboard, as other programs paste tables."""
        QGuiApplication.clipboard().setText(
            "\n".join("\t".join(row) for row in self._shell.sign.list.cells())
        )
        self._tell(said(QT_TRANSLATE_NOOP("Handlers", "The list is on the clipboard.")))

    def _save_results(self, args: Args) -> Outcome[Any] | None:
        """Save the list of results as ``file`` (CSV); without it, ask."""
        table = self._shell.sign.list.cells()
        if args.get("file"):
            return self._write(table, Path(str(args["file"])))
        dialog = self._dialog(said(QT_TRANSLATE_NOOP("Handlers", "Save the list")))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        now = self._desk.session.clock.now().astimezone()
        dialog.selectFile(f"signatures-{now:%Y-%m-%d-%H%M}.csv")
        dialog.fileSelected.connect(lambda place: self._follow(self._write(table, Path(place))))
        dialog.open()
        return None

    def _write(self, table: Sequence[Sequence[str]], place: Path) -> Outcome[Any]:
        """Write a table as spreadsheets of this country open it: semicolons, and a mark that says UTF-8."""
        lines = (";".join(cell_of(each) for each in row) for row in table)
        data = "\ufeff".encode() + "\r\n".join([*lines, ""]).encode()
        done = self._desk.background.read(partial(saving.write, place, data, over=True))
        return done.map(lambda _: self._told([place], ()))

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

    def _all(self, text: str, steps: Sequence[Step]) -> Outcome[Any]:
        work = LongWork(self._desk.background, self._shell.notices, text, steps)
        return work.begin().map(self._ended)

    def _ended(self, done: Done) -> list[str]:
        """Say where it is; where nothing was done, the first reason is the action's own."""
        if not done.made and done.failed:
            raise done.failed[0][1]
        return self._told([Path(str(each)) for each in done.made], done.failed)

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


def _named(row: DocumentRow, version: VersionRow) -> str:
    """Return a file name after the document's title, with the ending of its file: forty decrees all come as ``decret.pdf``."""
    endings = Path(file_name(row)).suffixes
    ending = "".join(endings[-2:] if is_signature_file(version) else endings[-1:])
    return file_name_of(row.title) + (ending or ".pdf")


def file_name_of(title: str) -> str:
    """Return a title as a file name of any system: at most 120 characters."""
    plain = "".join("-" if each in '/\\:*?"<>|' or not each.isprintable() else each for each in title)
    return plain.strip(". ")[:120] or "document"


def _signature_of(row: DocumentRow, version: VersionRow) -> VersionRow:
    """Return the version that the person's signature made: more evidence was added to it since."""
    by_id = {each.id: each for each in row.versions}
    while version.relation == AUGMENTATION and version.parent in by_id:
        version = by_id[str(version.parent)]
    return version


def cell_of(text: str) -> str:
    """Return a cell that a spreadsheet takes for text: titles come from outside, and none is a formula."""
    plain = f"'{text}" if text.startswith(_FORMULAS) else text
    return f'"{plain.replace(chr(34), chr(34) * 2)}"'
