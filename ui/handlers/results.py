# SPDX-License-Identifier: EUPL-1.2
"""The list of results of what was signed: into a file or onto the clipboard, and from a row to where its signature is."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from eset_desktop.operations import saving
from eset_desktop.store.live import load
from ui.actions import Args
from ui.desk import Desk
from ui.errors import ActionUnavailable
from ui.handlers.undoing import said
from ui.marks import QT_TRANSLATE_NOOP
from ui.outcome import Outcome
from ui.shell import Shell
from ui.widgets.notices import DONE, TOAST_MILLISECONDS, Notice

_FORMULAS: Final = ("=", "+", "-", "@", "\t", "\r")
"""With these a cell begins that spreadsheets compute."""


class ResultActions:
    """Binds what is done with the list of results on the signing page."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        self._desk = desk
        self._shell = shell
        bind = desk.registry.bind
        bind("results.open", self._open, lambda: self._has_results() and bool(shell.sign.result()))
        bind("results.copy", self._copy, self._has_results)
        bind("results.save", self._save, self._has_results)

    def _has_results(self) -> bool:
        sign = self._shell.sign
        return self._shell.current is sign and bool(sign.run.rows) and not sign.run.is_going

    def _open(self, _: Args) -> None:
        """Show where the chosen row's signature is; the list is come back to."""
        document = self._shell.sign.result()
        found = load(self._desk.connection, document)
        if found is None:
            raise ActionUnavailable(action="results.open")
        self._shell.sign.keep()
        where = {"id": found.state.get("dossier"), "tab": "documents", "document": document}
        self._desk.registry.invoke("dossier.open", where)

    def _copy(self, _: Args) -> None:
        """Put the list on the clipboard, as other programs paste tables."""
        QGuiApplication.clipboard().setText(
            "\n".join("\t".join(row) for row in self._shell.sign.list.cells())
        )
        self._tell(said(QT_TRANSLATE_NOOP("Handlers", "The list is on the clipboard.")))

    def _save(self, args: Args) -> Outcome[Any] | None:
        """Save the list as ``file`` (CSV); without it, ask."""
        table = self._shell.sign.list.cells()
        if args.get("file"):
            return self._write(table, Path(str(args["file"])))
        dialog = QFileDialog(self._shell.current, said(QT_TRANSLATE_NOOP("Handlers", "Save the list")))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        now = self._desk.session.clock.now().astimezone()
        dialog.selectFile(f"signatures-{now:%Y-%m-%d-%H%M}.csv")
        dialog.fileSelected.connect(lambda place: self._desk.registry.follow(self._write(table, Path(place))))
        dialog.open()
        return None

    def _write(self, table: Sequence[Sequence[str]], place: Path) -> Outcome[Any]:
        """Write a table as spreadsheets of this country open it: semicolons, and a mark that says UTF-8."""
        lines = (";".join(cell_of(each) for each in row) for row in table)
        data = "\ufeff".encode() + "\r\n".join([*lines, ""]).encode()
        done = self._desk.background.read(partial(saving.write, place, data, over=True))
        return done.map(lambda _: self._written(place))

    def _written(self, place: Path) -> list[str]:
        self._tell(said(QT_TRANSLATE_NOOP("Handlers", "Saved: %1")).replace("%1", str(place)))
        return [str(place)]

    def _tell(self, text: str) -> None:
        self._shell.notices.show_notice(Notice(DONE, text, lasts=TOAST_MILLISECONDS, key="saved"))


def cell_of(text: str) -> str:
    """Return a cell that a spreadsheet takes for text: titles come from outside, and none is a formula."""
    plain = f"'{text}" if text.startswith(_FORMULAS) else text
    return f'"{plain.replace(chr(34), chr(34) * 2)}"'
