# SPDX-License-Identifier: EUPL-1.2
"""Column widths of a list: the one that takes what is left keeps room to be read, the others give way where it is narrow."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

_LEAST: Final = 18
"""Characters of the column that takes what is left: enough to tell one decree from another."""
_KEPT: Final = 15
"""Characters that every column keeps of its own width: a date, a size, a state are of no use in part."""


def shared(widths: Sequence[int], room: int, least: int, kept: int) -> list[int]:
    """Return the widths of columns in a room.

    Args:
        widths: What each would like, in any unit; 0 takes what is left.
        room: All there is, in the same unit.
        least: What the 0 should keep as long as the others can give.
        kept: What each of the others keeps, at most all it would like.
    """
    keeps = [min(width, kept) for width in widths]
    gives = sum(widths) - sum(keeps)
    if not gives or sum(widths) + least <= room:
        return list(widths)
    part = min(max((room - least - sum(keeps)) / gives, 0.0), 1.0)
    return [keep + round((width - keep) * part) for keep, width in zip(keeps, widths, strict=True)]


class ColumnRoom(QObject):
    """Keeps the widths of a view's columns; a width that a person drags stays until the room changes.

    Args:
        view: The list.
        header: Its header.
        widths: Characters; 0 takes what is left (exactly one).
    """

    def __init__(self, view: QAbstractItemView, header: QHeaderView, widths: Sequence[int]) -> None:
        super().__init__(view)
        self._view = view
        self._header = header
        self._widths = tuple(widths)
        self._given: list[int] = []
        for section, characters in enumerate(widths):
            if not characters:
                header.setSectionResizeMode(section, QHeaderView.ResizeMode.Stretch)
        self.share()
        view.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Share the room anew when it changes."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self.share()
        return super().eventFilter(watched, event)

    def share(self) -> None:
        """Share the room among the columns that are shown."""
        character = self._view.fontMetrics().averageCharWidth()
        shown = [each for each in range(len(self._widths)) if not self._header.isSectionHidden(each)]
        wanted = [self._widths[each] * character for each in shown]
        given = shared(wanted, self._view.viewport().width(), _LEAST * character, _KEPT * character)
        if given == self._given:
            return
        self._given = given
        for section, width in zip(shown, given, strict=True):
            if width:
                self._header.resizeSection(section, width)
