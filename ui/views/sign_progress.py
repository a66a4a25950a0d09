# SPDX-License-Identifier: EUPL-1.2
"""The part of the signing page that says how far a batch is, why it waits, and what became of it."""

from typing import Final

from PySide6.QtCore import QLocale
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from eset_desktop.errors import EsetError
from eset_desktop.signing.batch.states import BatchState
from eset_desktop.signing.batch.values import Progress
from eset_desktop.signing.keys.errors import CardLost, LoginLost
from ui.desk import Desk
from ui.errors import line_of
from ui.icons import pixmap
from ui.theme import GAP, ICON, heading
from ui.widgets.action_button import ActionButton
from ui.widgets.label import PlainLabel

_MINUTE: Final = 60


class ProgressPanel(QWidget):
    """A bar, one line of figures, and one line of what to do when the batch waits."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self._state = BatchState.OPEN
        self._progress = Progress(0, 0, 0)
        self._cause: EsetError | None = None
        self._is_card_back = False
        self._buttons: dict[str, ActionButton] = {}
        self._head = heading("", self, 1.1)
        self._head.setObjectName("sign_progress")
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self._figures = PlainLabel(self)
        self._figures.setObjectName("sign_figures")
        self._why = PlainLabel(self)
        self._why.setObjectName("sign_paused")
        self._why.setWordWrap(True)
        self._why_icon = PlainLabel(self)
        self._why_icon.setPixmap(
            pixmap("warning", ICON, self.devicePixelRatioF(), QPalette.ColorRole.WindowText)
        )
        why = QHBoxLayout()
        why.setSpacing(GAP)
        why.addWidget(self._why_icon)
        why.addWidget(self._why, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._head)
        column.addWidget(self.bar)
        column.addWidget(self._figures)
        column.addLayout(why)
        column.addLayout(self._offers())
        column.addStretch(1)

    def _offers(self) -> QHBoxLayout:
        """Return the buttons for what may be done with a list of results; each is there when it makes sense."""
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for name in ("results.open", "document.evidence", "results.copy", "results.save"):
            button = ActionButton(self.desk.registry.action(name), self, hides=True)
            button.setObjectName(f"sign_{name}")
            self._buttons[name] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self.bar.setAccessibleName(self.tr("Signed so far"))
        for name, button in self._buttons.items():
            button.setText(self.desk.registry.action(name).text().replace("&", ""))
        self.show_state(self._state, self._progress, self._cause)

    def show_state(self, state: BatchState, progress: Progress, cause: EsetError | None) -> None:
        """Show how far it is; a change of state is said to screen readers."""
        turned = state is not self._state
        self._state, self._progress, self._cause = state, progress, cause
        self._head.setText(self._heading())
        self._fill(progress)
        self.bar.setVisible(state in (BatchState.RUNNING, BatchState.PAUSED))
        self._figures.setText(self._numbers())
        self._figures.setVisible(state is BatchState.RUNNING)
        self._show_reason()
        if turned:
            self._announce()

    def show_card(self, *, is_back: bool) -> None:
        """Show whether the card that a list waits for is there again; said to screen readers when it comes or goes."""
        if is_back is self._is_card_back:
            return
        self._is_card_back = is_back
        self._show_reason()
        if self._waits_for_card:
            self._announce()

    def _show_reason(self) -> None:
        why = self._reason()
        self._why.setText(why)
        self._why.setVisible(bool(why))
        self._why_icon.setVisible(bool(why) and not (self._waits_for_card and self._is_card_back))

    def _announce(self) -> None:
        said = f"{self._head.text()} {self._why.text()}"
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    @property
    def _waits_for_card(self) -> bool:
        """Whether it waits because the card went away; one that stayed and forgot its PIN is another matter."""
        lost = isinstance(self._cause, CardLost) and not isinstance(self._cause, LoginLost)
        return lost and self._state is BatchState.PAUSED

    @property
    def told(self) -> str:
        """What is said of the batch, in one line."""
        return " ".join(part for part in (f"{self._head.text()}.", self._reason()) if part)

    def _fill(self, progress: Progress) -> None:
        """Move the bar with the next frame: by itself it would paint at once, and the list with it."""
        self.bar.setUpdatesEnabled(False)
        self.bar.setRange(0, max(progress.total, 1))
        self.bar.setValue(progress.ended)
        self.bar.setUpdatesEnabled(True)

    def _heading(self) -> str:
        progress, state = self._progress, self._state
        text = {
            BatchState.RUNNING: self.tr("Signing: %1 of %2"),
            BatchState.PAUSED: self.tr("Waiting: %1 of %2 are signed"),
            BatchState.DONE: self.tr("%1 of %2 are signed"),
            BatchState.CANCELLED: self.tr("Stopped: %1 of %2 are signed"),
        }.get(state, "")
        locale = QLocale()
        return text.replace("%1", locale.toString(progress.signed)).replace(
            "%2", locale.toString(progress.total)
        )

    def _numbers(self) -> str:
        progress = self._progress
        if not progress.rate or progress.left is None:
            return self.tr("How long it takes will be known in a moment.")
        a_minute = self.tr("%1 documents a minute").replace(
            "%1", QLocale().toString(max(round(progress.rate * _MINUTE), 1))
        )
        return f"{a_minute} · {self._left(progress.left)}"

    def _left(self, seconds: float) -> str:
        if seconds < _MINUTE:
            return self.tr("%n second(s) left", "", max(round(seconds), 1))
        return self.tr("%n minute(s) left", "", -(-round(seconds) // _MINUTE))

    def _reason(self) -> str:
        if self._cause is None or self._state is BatchState.RUNNING:
            return ""
        if self._waits_for_card and self._is_card_back:
            return self.tr("The card is here again. Go on: what is signed already is not signed twice.")
        return line_of(self._cause, self.desk.language.code).text
