# SPDX-License-Identifier: EUPL-1.2
"""The one registry of what a person can do.

Menus, shortcuts, the palette (Ctrl+K), tooltips, the help page, the headless story and the tests all read it; an action
that is not in it cannot be done.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence

from eset_desktop.errors import Cancelled, EsetError
from ui.action_table import ACTIONS, ActionSpec
from ui.errors import ActionUnavailable, UnknownAction
from ui.icons import icon
from ui.outcome import Outcome

Args: TypeAlias = Mapping[str, Any]
"""What an action is told: JSON values by name; empty when a person just chose it."""

Handler: TypeAlias = Callable[[Args], "Outcome[Any] | None"]
"""Does an action; None when there is nothing to wait for."""

Condition: TypeAlias = Callable[[], bool]


class Registry(QObject):
    """Binds each action of :mod:`ui.action_table` to what it does.

    Signals:
        began: An action begins; carries its id.
        failed: An action could not be done; carries the :class:`EsetError`. A cancel is not told.
    """

    began = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._handlers: dict[str, Handler] = {}
        self._conditions: dict[str, Condition] = {}
        self._actions: dict[str, QAction] = {}
        self._only: frozenset[str] | None = None
        self._reason: Callable[[], EsetError] | None = None
        self._soon = QTimer(self, interval=0, singleShot=True)
        self._soon.timeout.connect(self.update)
        for spec in ACTIONS.values():
            self._actions[spec.id] = self._made(spec)
        self.retranslate()

    def _made(self, spec: ActionSpec) -> QAction:
        action = QAction(self)
        action.setObjectName(spec.id)
        action.setIcon(icon(spec.icon))
        action.setIconVisibleInMenu(False)
        action.setEnabled(False)
        if spec.shortcut:
            action.setShortcut(QKeySequence(spec.shortcut))
        action.triggered.connect(lambda: self.invoke(spec.id))
        return action

    def bind(self, action_id: str, handler: Handler, when: Condition | None = None) -> None:
        """Say what an action does and when it makes sense (None: always); :meth:`update` then enables it."""
        spec = ACTIONS[action_id]
        self._handlers[spec.id] = handler
        if when is not None:
            self._conditions[spec.id] = when

    def restrict(self, action_ids: frozenset[str], reason: Callable[[], EsetError] | None = None) -> None:
        """Allow nothing but these actions from now on; with a reason, which is told of the others, they are out of sight too."""
        self._only, self._reason = action_ids, reason
        if reason is not None:
            for action_id, action in self._actions.items():
                action.setVisible(action_id in action_ids)
        self.update()

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        for spec in ACTIONS.values():
            action = self._actions[spec.id]
            action.setText(label(spec))
            keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
            action.setToolTip(f"{plain_label(spec)} ({keys})" if keys else plain_label(spec))

    def action(self, action_id: str) -> QAction:
        """Return the action for a menu, a button or a shortcut."""
        return self._actions[action_id]

    def specs(self) -> Iterator[ActionSpec]:
        """Yield every action that is bound and in sight."""
        return (
            spec
            for spec in ACTIONS.values()
            if spec.id in self._handlers and self._actions[spec.id].isVisible()
        )

    def is_available(self, action_id: str) -> bool:
        """Tell whether an action makes sense now."""
        if self._only is not None and action_id not in self._only:
            return False
        condition = self._conditions.get(action_id)
        return action_id in self._handlers and (condition is None or condition())

    def update(self) -> None:
        """Look again at which actions make sense; called when the place or the selection changes."""
        for action_id in self._handlers:
            self._actions[action_id].setEnabled(self.is_available(action_id))

    def update_soon(self) -> None:
        """Look again once what is under way is shown: several who ask in one frame cost one look, and that not in their frame.

        An action that does not make sense any more is refused meanwhile (:meth:`invoke` asks each time).
        """
        self._soon.start()

    def invoke(self, action_id: str, args: Args | None = None) -> "Outcome[Any]":
        """Do an action; its outcome is settled when its work is done, and its failure is told to the person."""
        self.began.emit(action_id)
        return self.follow(self._started(action_id, args or {}))

    def follow(self, outcome: "Outcome[Any]") -> "Outcome[Any]":
        """Tell the person if an outcome fails; return it."""
        outcome.when(lambda _: None, self._tell)
        return outcome

    def _started(self, action_id: str, args: Args) -> "Outcome[Any]":
        handler = self._handlers.get(action_id)
        if handler is None:
            return Outcome.failed(UnknownAction(action=action_id))
        if not self.is_available(action_id):
            return Outcome.failed(self._why_not(action_id))
        try:
            return handler(args) or Outcome.of(None)
        except EsetError as error:
            return Outcome.failed(error)

    def _why_not(self, action_id: str) -> EsetError:
        """Return why an action cannot be done now."""
        if self._reason is not None and self._only is not None and action_id not in self._only:
            return self._reason()
        return ActionUnavailable(action=action_id)

    def _tell(self, error: EsetError) -> None:
        if not isinstance(error, Cancelled):
            self.failed.emit(error)


def label(spec: ActionSpec) -> str:
    """Return an action's text in the window's language, with its mnemonic."""
    return QCoreApplication.translate("Actions", spec.text)


def plain_label(spec: ActionSpec) -> str:
    """Return an action's text without mnemonic and dots."""
    return label(spec).replace("&", "").rstrip("…")
