# SPDX-License-Identifier: EUPL-1.2
"""What a signer is told of signatures that came when nobody asked for them any more; it stays until they say they read it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from eset_desktop.store.late import LateSignature
from ui.i18n import moment
from ui.icons import pixmap
from ui.theme import GAP, ICON
from ui.widgets.label import PlainLabel


class LateLine(QFrame):
    """A line above the signature folder.

    Signals:
        read: The person has read it.
    """

    read = Signal()

    def __init__(self, parent: QWidget | None = None, *, signing_only: bool) -> None:
        super().__init__(parent)
        self._signing_only = signing_only
        self.setObjectName("late_signatures")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
        self._shown: Sequence[LateSignature] = ()
        self._text = PlainLabel(self)
        self._text.setWordWrap(True)
        self._text.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self._close = QPushButton(self)
        self._close.clicked.connect(self.read)
        sign = PlainLabel(self)
        sign.setPixmap(pixmap("warning", ICON, self.devicePixelRatioF(), QPalette.ColorRole.ToolTipText))
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, GAP // 2, GAP // 2, GAP // 2)
        row.addWidget(sign)
        row.addWidget(self._text, 1)
        row.addWidget(self._close)
        self.retranslate()

    @property
    def text(self) -> str:
        """What it says, empty for nothing."""
        return self._text.text() if self._shown else ""

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self._close.setText(self.tr("Understood"))
        self.show_late(self._shown)

    def show_late(self, late: Sequence[LateSignature]) -> None:
        """Tell of some, or of none."""
        self._shown = late
        self.setVisible(bool(late))
        one = self.tr("“%1” (signed on %2)")
        told = [
            one.replace("%1", each.subject or self.tr("a document")).replace("%2", moment(each.at))
            for each in late
        ]
        self._text.setText(self._told(len(late)).replace("%1", ", ".join(told)))

    def _told(self, count: int) -> str:
        if self._signing_only:
            return self.tr(
                "%n signature(s) came when nobody asked for them any more: %1. They are kept at the town hall and answer nothing: see Done there.",
                "",
                count,
            )
        return self.tr(
            "%n signature(s) came when nobody asked for them any more: %1. They are kept but answer nothing: see Done.",
            "",
            count,
        )
