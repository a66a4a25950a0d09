# SPDX-License-Identifier: EUPL-1.2
"""Offering to take a change back."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from eset_desktop.operations.session import Session
from eset_desktop.store.changes import Changes
from ui.desk import Desk
from ui.outcome import Outcome
from ui.shell import Shell
from ui.undo import Step
from ui.widgets.notices import TOAST_MILLISECONDS, UNDO, Notice


def said(text: str) -> str:
    """Return a handler's text in the window's language."""
    return QCoreApplication.translate("Handlers", text)


def undoable(
    desk: Desk, shell: Shell, done: Outcome[Changes], text: str, back: Callable[[Session], Changes]
) -> Outcome[Changes]:
    """Offer to undo a change for eight seconds once it is done, and by Ctrl+Z for as long as the window lives."""

    def offer(changes: Changes) -> Changes:
        if changes.objects:
            desk.undo.push(Step(text, back))
            desk.registry.update()
            button = QCoreApplication.translate("Handlers", "Undo")
            notice = Notice(
                UNDO, text, button, lambda: desk.registry.invoke("app.undo"), TOAST_MILLISECONDS, "undo"
            )
            shell.notices.show_notice(notice)
        return changes

    return done.map(offer)
