# SPDX-License-Identifier: EUPL-1.2
"""Help: a short text a language, and every action with its keys, read from the registry."""

from collections.abc import Mapping
from html import escape
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QTextBrowser, QWidget

import resources
from eset_desktop.store import meta
from ui.actions import plain_label
from ui.desk import Desk
from ui.views.page import Page

ABOUT: Final = "about"
SIGNING: Final = "signing"
"""Topics: what the program is; all about signatures."""
_SIGNING_ONLY: Final = "signing_only"
"""The whole help of a computer that is for nothing else."""


class HelpPage(Page):
    """A text to read; arrow keys move in it."""

    name = "help"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._topic = ""
        self.text = QTextBrowser(self)
        self.text.setObjectName("help_text")
        self.text.setOpenLinks(False)
        self.text.setTabChangesFocus(True)
        self.column.addWidget(self.text, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        self.title.setText(self.tr("About e-SET Desktop") if self._topic == ABOUT else self.tr("Help"))
        self.text.setAccessibleName(self.title.text())
        name = "about" if self._topic == ABOUT else "help"
        self.text.document().setDefaultFont(self.font())
        texts = [resources.text(f"help/{each}.{self.desk.language.code}.md") for each in self._parts(name)]
        self.text.setMarkdown("\n\n".join(texts))
        if self._topic != ABOUT:
            self.text.append(self._keys())
        self.text.moveCursor(self.text.textCursor().MoveOperation.Start)

    def _parts(self, name: str) -> tuple[str, ...]:
        """Return the texts, the one on what the person was doing first."""
        if name == ABOUT:
            return (name,)
        if meta.is_signing_only(self.desk.connection):
            return (_SIGNING_ONLY,)
        return (SIGNING, name) if self._topic == SIGNING else (name, SIGNING)

    def enter(self, where: Mapping[str, Any]) -> None:
        """Show the help, or another ``topic``."""
        self._topic = str(where.get("topic", ""))
        self.retranslate()

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keys(self) -> str:
        rows = []
        for spec in self.desk.registry.specs():
            keys = (
                self.desk.registry.action(spec.id).shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            )
            if keys:
                rows.append(
                    f"<tr><td><b>{escape(keys)}</b>&nbsp;&nbsp;</td><td>{escape(plain_label(spec))}</td></tr>"
                )
        title = escape(self.tr("Keys"))
        return f"<h2>{title}</h2><table cellpadding='3'>{''.join(rows)}</table>"
