# SPDX-License-Identifier: EUPL-1.2
"""Long work on a stick, on a thread of its own: saves and previews go on, and the person may end it at any moment."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from PySide6.QtCore import QObject, Signal

from eset_desktop.operations.stick import Taken, Written
from ui.background import Background
from ui.outcome import Outcome

Step = Written | Taken


class StickWork(QObject):
    """Takes the steps of an export or import one after the other.

    Signals:
        moved: Carries how far it is.
    """

    moved = Signal(object)

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="stick")
        self._ended = threading.Event()

    def begin(self, steps: Callable[[], Iterator[Step]]) -> Outcome[Step | None]:
        """Take the steps; the outcome is the last one, or the one at which :meth:`end` was called."""
        self._ended.clear()
        return self._background.follow(self._thread.submit(self._take, steps))

    def once(self, work: Callable[[], object]) -> Outcome[object]:
        """Do one short thing on the folder."""
        return self._background.follow(self._thread.submit(work))

    def end(self) -> None:
        """End it after the step that is under way; what was done stays, and it goes on when it is begun again."""
        self._ended.set()

    def close(self) -> None:
        """End it and wait until the folder is let go of."""
        self.end()
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _take(self, steps: Callable[[], Iterator[Step]]) -> Step | None:
        last: Step | None = None
        share = -1
        for last in steps():
            now = 1000 * last.done // last.total if last.total else 0
            if now != share:
                share = now
                self.moved.emit(last)
            if self._ended.is_set():
                break
        return last
