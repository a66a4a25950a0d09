# SPDX-License-Identifier: EUPL-1.2
"""Where pages stand: one that wants more room than the window has is scrolled, never cut, and holds no other page to its size."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QStackedWidget, QWidget


class CurrentStack(QStackedWidget):
    """Pages of which only the one on screen asks for room."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.currentChanged.connect(lambda _: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """Return what the page on screen needs."""
        current = self.currentWidget()
        return current.minimumSizeHint() if current is not None else QSize()

    def hasHeightForWidth(self) -> bool:
        """Return that the width makes no difference, see :meth:`heightForWidth`."""
        return False

    def heightForWidth(self, width: int) -> int:  # noqa: ARG002 - Qt's own
        """Return that the width makes no difference: Qt would ask all pages, and hold each to the highest."""
        return -1

    def sizeHint(self) -> QSize:
        """Return what the page on screen would like."""
        current = self.currentWidget()
        return current.sizeHint() if current is not None else QSize()


class PageArea(QScrollArea):
    """The pages of the window.

    Attributes:
        pages: The stack of them.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("page_area")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.pages = CurrentStack(self)
        self.setWidget(self.pages)
        self.viewport().setAutoFillBackground(False)
        self.pages.setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        """Return little: what does not fit is scrolled."""
        line = self.fontMetrics().height()
        return QSize(20 * line, 12 * line)
