# SPDX-License-Identifier: EUPL-1.2
"""The strip below every page: the line, what waits, the last sync, conflicts; each an icon, a word and a way there."""

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from eset_desktop.store.queries.waiting import SyncStatus
from ui.i18n import moment
from ui.icons import icon, pixmap
from ui.theme import GAP, ICON
from ui.widgets.label import PlainLabel

CLOCK_OFF_SECONDS = 300
"""From here on a person is told that this computer's clock is wrong: dates of signatures come from it."""
_DAY = 86_400
_DAYS_FROM = 2
"""From so many days on it is told in days."""


class StatusStrip(QFrame):
    """Shows a :class:`SyncStatus`.

    Signals:
        asked: Carries the id of the action that leads to what was pressed.
    """

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._status: SyncStatus | None = None
        self._fetched = 0
        self.setObjectName("status_strip")
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(GAP, GAP // 2, GAP, GAP // 2)
        row.setSpacing(2 * GAP)
        self._line_icon = PlainLabel(self)
        self._line = PlainLabel(self)
        self._line.setObjectName("line")
        line = QHBoxLayout()
        line.setSpacing(GAP // 2)
        line.addWidget(self._line_icon)
        line.addWidget(self._line)
        row.addLayout(line)
        self.pending = self._door("pending_door", "outbox", "go.outbox")
        self.conflicts = self._door("conflicts_door", "conflict", "go.conflicts")
        row.addWidget(self.pending)
        row.addWidget(self.conflicts)
        row.addStretch(1)
        self._only = PlainLabel(self)
        self._only.setObjectName("signing_only")
        self._only.hide()
        row.addWidget(self._only)
        self._clock = PlainLabel(self)
        self._last = PlainLabel(self)
        self._last.setObjectName("last_sync")
        row.addWidget(self._clock)
        row.addWidget(self._last)

    @property
    def status(self) -> SyncStatus | None:
        """What is shown."""
        return self._status

    def show_status(self, status: SyncStatus, fetched: int) -> None:
        """Show the state of the line and of what waits; ``fetched``: dossiers that are here, told during the first sync."""
        self._status, self._fetched = status, fetched
        name = "line-up" if status.line == "up" else "line-down"
        self._line_icon.setPixmap(pixmap(name, ICON, self.devicePixelRatioF()))
        self._line.setText(self._line_word(status.line))
        self.pending.setText(
            self.tr("%n change(s) waiting to be sent", "", status.pending.total)
            if status.pending.total
            else self.tr("Nothing waits to be sent")
        )
        self.conflicts.setText(self.tr("%n change(s) made at the same time", "", status.conflicts))
        self.conflicts.setVisible(status.conflicts > 0)
        self._last.setText(self._last_word(status))
        off = abs(status.clock_offset_seconds)
        self._clock.setVisible(off > CLOCK_OFF_SECONDS)
        self._clock.setText(self._clock_word(off))

    def offer(self, action: QAction) -> None:
        """Add a button at the right that is there while its action makes sense."""
        button = QToolButton(self)
        button.setObjectName(f"strip_{action.objectName()}")
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setVisible(action.isEnabled())
        action.enabledChanged.connect(button.setVisible)
        self._row.addWidget(button)

    def tell_signing_only(self) -> None:
        """Say from now on that this computer is only for signing."""
        self._only.show()
        self.retranslate()

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self._only.setText(self.tr("Computer only for signing"))
        if self._status is not None:
            self.show_status(self._status, self._fetched)

    def _door(self, name: str, icon_name: str, action: str) -> QToolButton:
        door = QToolButton(self)
        door.setObjectName(name)
        door.setAutoRaise(True)
        door.setIcon(icon(icon_name))
        door.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        door.clicked.connect(lambda: self.asked.emit(action))
        return door

    def _line_word(self, line: str) -> str:
        words = {
            "up": self.tr("Connected"),
            "down": self.tr("No connection: you can go on working"),
            "revoked": self.tr("This computer may no longer connect"),
        }
        return words.get(line, self.tr("Looking for the central service"))

    def _clock_word(self, off: float) -> str:
        if off >= _DAYS_FROM * _DAY:
            return self.tr("This computer's clock is off by %n day(s): set its date", "", round(off / _DAY))
        minutes = QLocale().toString(round(off / 60))
        return self.tr("This computer's clock is off by %1 minutes: set its time").replace("%1", minutes)

    def _last_word(self, status: SyncStatus) -> str:
        if status.last_complete:
            return self.tr("Up to date on %1").replace("%1", moment(status.last_complete))
        if status.line != "up":
            return self.tr("Not yet brought up to date")
        number = QLocale().toString(self._fetched)
        return self.tr("First sync: %n dossier(s) are here", "", self._fetched).replace(
            str(self._fetched), number, 1
        )
