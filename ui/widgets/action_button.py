# SPDX-License-Identifier: EUPL-1.2
"""A button for an action of the registry: its icon, its keys in the tooltip, there or grey as the action is; away where it is."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QWidget


class ActionButton(QPushButton):
    """Triggers an action; its text is the page's own, shorter than the menu's.

    Args:
        action: What it does.
        parent: The page.
        hides: It is not there while the action makes no sense, instead of grey.
    """

    def __init__(self, action: QAction, parent: QWidget, *, hides: bool = False) -> None:
        super().__init__(action.icon(), "", parent)
        self._action = action
        self.setObjectName(action.objectName())
        self.clicked.connect(action.trigger)
        follow = self.setVisible if hides else self.setEnabled
        follow(action.isEnabled())
        action.enabledChanged.connect(follow)
        action.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        if not self._action.isVisible():
            self.hide()
        if self.toolTip() != self._action.toolTip():
            self.setToolTip(self._action.toolTip())
