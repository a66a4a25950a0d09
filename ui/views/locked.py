# SPDX-License-Identifier: EUPL-1.2
"""What stands in place of everything else once this computer's access was withdrawn."""

from typing import Final

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.errors import line_of_code
from ui.views.page import Page
from ui.widgets.empty import EmptyState

REVOKED: Final = "sync.device_revoked"
"""Code of the reason."""


class LockedPage(Page):
    """Says why nothing is shown any more; unsent work stays in the cache for the recovery key."""

    name = "locked"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._reason = EmptyState("warning", self)
        self.column.addWidget(self._reason, 1)
        self.retranslate()

    def retranslate(self) -> None:
        """Write the reason in the window's language."""
        line = line_of_code(REVOKED, self.desk.language.code)
        self._reason.say(line.title, line.advice)
