# SPDX-License-Identifier: EUPL-1.2
"""What is on screen, as values: for the driver, the features and the tests."""

from dataclasses import asdict
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from ui.main_window import MainWindow

_MOST_ROWS: Final = 50


def state_of(window: MainWindow) -> dict[str, Any]:
    """Return the page, its facts, every visible text, the status and what can be done."""
    focus: QWidget | None = window.focusWidget()
    status = window.strip.status
    registry = window.desk.registry
    return {
        "title": window.windowTitle(),
        "language": window.desk.language.code,
        "page": window.page_name,
        "facts": window.current.facts(),
        "texts": texts_of(window.current),
        "tables": tables_of(window.current),
        "body": window.navigation.body.text(),
        "status": {**asdict(status), "texts": texts_of(window.strip)} if status else {},
        "notices": [notice.text for notice in window.notices.lines],
        "focus": "" if focus is None else focus.objectName(),
        "idle": window.desk.background.is_idle,
        "palette": window.palette_box.isVisible(),
        "dialogs": [each.objectName() for each in QApplication.topLevelWidgets() if each.isVisible() and each.isModal()],
        "actions": [spec.id for spec in registry.specs() if registry.is_available(spec.id)],
    }  # fmt: skip


def texts_of(widget: QWidget) -> list[str]:
    """Return the visible texts below a widget, in the order in which they were made."""
    found = []
    for child in widget.findChildren(QWidget):
        if child.isVisibleTo(widget.window()):
            text = _text(child)
            if text:
                found.append(text)
    return found


def _text(widget: QWidget) -> str:
    if isinstance(widget, QLineEdit) and widget.echoMode() == QLineEdit.EchoMode.Password:
        return ""
    if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
        return widget.text()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    return widget.toPlainText() if isinstance(widget, QPlainTextEdit) else ""


def tables_of(widget: QWidget) -> dict[str, list[list[str]]]:
    """Return the first rows of each visible list by its name."""
    found = {}
    for view in widget.findChildren(QAbstractItemView):
        if view.objectName() and view.isVisibleTo(widget.window()):
            found[view.objectName()] = _rows(view.model())
    return found


def _rows(model: QAbstractItemModel) -> list[list[str]]:
    rows, columns = min(model.rowCount(), _MOST_ROWS), model.columnCount()
    return [[str(model.index(row, column).data() or "") for column in range(columns)] for row in range(rows)]
