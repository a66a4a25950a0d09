# SPDX-License-Identifier: EUPL-1.2
"""Notices that something changed in the cache, whoever wrote it, and tells the pages what.

A hint from the agent only makes it look sooner: ``PRAGMA data_version`` each second is the truth. With another day in the
office everything is read again: who signs in whose place and what is past its last day goes by it.
"""

from collections.abc import Callable
from datetime import date
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from eset_desktop.store.changes import Changes
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries.history import changes_since

POLL_MILLISECONDS: Final = 1_000


class Refresher(QObject):
    """Watches the cache through this thread's reading connection.

    Args:
        connection: This thread's.
        day: The date in the office.

    Signals:
        changed: Carries the :class:`Changes` since the last look; empty when only the line's state moved.
    """

    changed = Signal(object)

    def __init__(
        self, connection: Connection, day: Callable[[], date], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._connection = connection
        self._day = day
        self._on = day()
        self._version = self._data_version()
        self._seq = _latest(connection)
        self._timer = QTimer(self, interval=POLL_MILLISECONDS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        """Begin to watch."""
        self._timer.start()

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()

    def look(self) -> None:
        """Look now: after an own operation, after a hint and each second."""
        version, on = self._data_version(), self._day()
        if version == self._version and on == self._on:
            return
        is_another_day = on != self._on
        self._version, self._on = version, on
        self._seq, changes = changes_since(self._connection, self._seq)
        self.changed.emit(changes | Changes(everything=is_another_day))

    def look_soon(self) -> None:
        """Look once what is under way is shown."""
        QTimer.singleShot(0, self, self.look)

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])


def _latest(connection: Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0])
