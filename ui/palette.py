# SPDX-License-Identifier: EUPL-1.2
"""Ctrl+K: every action and every dossier by a few letters of its name."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ui.actions import Registry, plain_label
from ui.icons import icon
from ui.text import folded
from ui.theme import GAP, quiet
from ui.widgets.label import PlainLabel

_DELAY: Final = 100
_WIDTH: Final = 560
_ROWS: Final = 12


@dataclass(frozen=True, slots=True)
class Hit:
    """Something that the palette offers."""

    icon: str
    text: str
    run: Callable[[], object]


class CommandPalette(QFrame):
    """A box over the window; arrows choose, Enter does, Escape closes."""

    def __init__(self, parent: QWidget, registry: Registry, dossiers: Callable[[str], Iterable[Hit]]) -> None:
        super().__init__(parent)
        self._registry = registry
        self._dossiers = dossiers
        self._hits: list[Hit] = []
        self._before: QWidget | None = None
        self.setObjectName("palette")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        self.box = QLineEdit(self)
        self.box.setObjectName("palette_box")
        self.box.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setObjectName("palette_list")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self._nothing = quiet(PlainLabel(self))
        for widget in (self.box, self.list, self._nothing):
            column.addWidget(widget)
        self._timer = QTimer(self, singleShot=True, interval=_DELAY)
        self._timer.timeout.connect(self._look)
        self.box.textChanged.connect(self._typed)
        self.box.returnPressed.connect(self._run)
        self.list.itemClicked.connect(lambda _: self._run())
        self.box.installEventFilter(self)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self.box.setPlaceholderText(self.tr("An action, or a dossier's title or number"))
        self.box.setAccessibleName(self.tr("Search actions and dossiers"))
        self.list.setAccessibleName(self.tr("What was found"))
        self._nothing.setText(self.tr("Nothing has that name."))

    def open(self) -> None:
        """Show the box, empty."""
        self._before = self.window().focusWidget()
        width = min(_WIDTH, self.window().width() - 4 * GAP)
        height = min(round(self.fontMetrics().height() * 2.0 * _ROWS), self.window().height() - 10 * GAP)
        self.setGeometry((self.window().width() - width) // 2, 5 * GAP, width, height)
        self.box.clear()
        self._look()
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def dismiss(self) -> None:
        """Hide the box and give the focus back."""
        if self.isHidden():
            return
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._before = None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that mean something here."""
        if watched is self.box and event.type() == QEvent.Type.FocusOut:
            self.dismiss()
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event.key())
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self.dismiss()
            return True
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(key), 0)
        if step and self._hits:
            self.list.setCurrentRow((self.list.currentRow() + step) % len(self._hits))
        return bool(step)

    def _typed(self, _: str) -> None:
        self._timer.start()

    def _look(self) -> None:
        wanted = self.box.text().strip()
        self._hits = [*self._actions(wanted), *(self._dossiers(wanted) if wanted else ())]
        self.list.clear()
        for hit in self._hits:
            self.list.addItem(QListWidgetItem(icon(hit.icon), hit.text))
        self.list.setCurrentRow(0 if self._hits else -1)
        self.list.setVisible(bool(self._hits))
        self._nothing.setVisible(not self._hits)

    def _actions(self, wanted: str) -> Iterable[Hit]:
        words = folded(wanted).split()
        for spec in self._registry.specs():
            action = self._registry.action(spec.id)
            if spec.needs or spec.id == "app.palette" or not self._registry.is_available(spec.id):
                continue
            text = plain_label(spec)
            spaced = " " + folded(text).replace(
                "'", " "
            )  # a word is found by its beginning, as in the list of dossiers
            if all(f" {word}" in spaced for word in words):
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                yield Hit(spec.icon, f"{text}    {keys}", partial(self._registry.invoke, spec.id))

    def _run(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._look()
        row = self.list.currentRow()
        hit = self._hits[row] if 0 <= row < len(self._hits) else None
        self.dismiss()
        if hit is not None:
            hit.run()
