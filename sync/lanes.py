# SPDX-License-Identifier: EUPL-1.2
"""Runs the lanes of an engine, each in a thread with a line of its own."""

import logging
import threading
from collections.abc import Callable
from typing import Final

from eset_desktop.store.errors import NewerSchema
from sync.bell import Bell
from sync.context import CARRIERS, CONTROL
from sync.driver import Line
from sync.engine import Engine, Lane
from sync.spares import Spares
from sync.transport import Transport

MOST_CARRIERS: Final = 3
"""Connections for bytes beside the one for questions and its long-poll."""
LEAVING_SECONDS: Final = 10.0
"""How long a lane that is writing to the disk may take to end; one that waits for an answer is left behind."""
_PAUSE: Final = 5.0
"""Seconds before a carrier that failed by a fault of the program begins anew."""

_log = logging.getLogger(__name__)


def drive_all(
    engine: Engine,
    connect: Callable[[], Transport],
    bell: Bell,
    *,
    carriers: int = MOST_CARRIERS,
    stop_when_idle: bool = False,
    patience: float = 0.0,
) -> None:
    """Run an engine until its control lane ends or the bell is stopped; then the carriers have ended too.

    ``stop_when_idle`` and ``patience`` are those of :meth:`sync.engine.Engine.run`.

    Raises:
        NewerSchema: A newer program migrated the cache; this one must be restarted.
    """
    engine.on_nudge(bell.call)
    spares = Spares(connect, bell)
    helpers = [_Carrier(engine, spares.take, bell, number) for number in range(carriers)]
    for each in helpers:
        each.thread.start()
    try:
        # The first question has a connection of its own: it waits for none that is opened for others.
        line = Line(connect, bell, CONTROL, spares.open if carriers else lambda _: None)
        drive(engine.run(stop_when_idle=stop_when_idle, patience=patience), line, bell)
    finally:
        bell.stop()
        for each in helpers:
            each.join()
        spares.close()
    for each in helpers:
        if each.newer is not None:
            raise each.newer


class _Carrier:
    """A carrier's thread.

    Attributes:
        newer: Why it ended, when a newer program migrated the cache.
    """

    def __init__(self, engine: Engine, connect: Callable[[], Transport], bell: Bell, number: int) -> None:
        self.newer: NewerSchema | None = None
        self.thread = threading.Thread(target=self._run, name=f"sync-carrier-{number}", daemon=True)
        self._engine = engine
        self._connect = connect
        self._bell = bell
        self._line = Line(connect, bell, CARRIERS)

    def join(self) -> None:
        """Return when the lane can't touch the cache any more: its thread ended, or will end with the answer it waits for."""
        self.thread.join(0.05)
        for _ in range(int(LEAVING_SECONDS / 0.05)):
            if self._line.waiting or not self.thread.is_alive():
                return
            self.thread.join(0.05)

    def _run(self) -> None:
        while not self._bell.stopped:
            try:
                drive(self._engine.carry(), self._line, self._bell)
            except NewerSchema as error:
                self.newer = error
                self._bell.stop()
            except Exception as problem:  # noqa: BLE001 - boundary: a fault in one lane must not end the others
                _log.error("a carrier failed: %s", getattr(problem, "code", type(problem).__name__))
                self._bell.wait(_PAUSE, hints=False)
            else:
                return


def drive(lane: Lane, line: Line, bell: Bell) -> None:
    """Run a lane until it ends or the bell is stopped; it may be left at any question."""
    try:
        asked = next(lane)
        while not bell.stopped:
            answer = line.answer(asked)
            if line.waiting:  # the bell was stopped meanwhile: the cache may be closed by now
                return
            asked = lane.send(answer)
    except StopIteration:
        return
    finally:
        lane.close()
        line.close()
