# SPDX-License-Identifier: EUPL-1.2
"""Reversible changes: each is undone by another operation, so that nothing already sent is ever unsaid."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from eset_desktop.operations.session import Session
from eset_desktop.store.changes import Changes

DEPTH: Final = 100


@dataclass(frozen=True, slots=True)
class Step:
    """A change that can be undone: what people call it and the operation that takes it back."""

    text: str
    back: Callable[[Session], Changes]


class UndoStack:
    """The last hundred reversible changes of this life of the window."""

    def __init__(self) -> None:
        self._steps: list[Step] = []

    def __len__(self) -> int:
        return len(self._steps)

    def push(self, step: Step) -> None:
        """Remember a change."""
        self._steps.append(step)
        del self._steps[:-DEPTH]

    def pop(self) -> Step | None:
        """Return the last change and forget it."""
        return self._steps.pop() if self._steps else None
