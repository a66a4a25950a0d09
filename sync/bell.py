# SPDX-License-Identifier: EUPL-1.2
"""How the lanes of a sync engine are woken from other threads, and ended."""

import threading
from collections.abc import Callable

from sync.messages import Hint


class Bell:
    """Rung from any thread; heard by every lane through an :class:`Ear` of its own.

    Attributes:
        changed: Held while anything of it changes.
        rings: How often it was rung.
        networks: How often this computer came to another network.
    """

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.rings = 0
        self.networks = 0
        self._stopped = False
        self._ears: list[Ear] = []
        self._own = self.ear()

    @property
    def stopped(self) -> bool:
        """Whether the lanes shall end."""
        return self._stopped

    def ear(self, name: str = "") -> "Ear":
        """Return a new ear that hears every ring from now on, and the calls of its name."""
        ear = Ear(self, name)
        with self.changed:
            self._ears.append(ear)
        return ear

    def ring(self) -> None:
        """Tell that there may be new local work or a new network; ringing twice is ringing once."""
        with self.changed:
            self.rings += 1
            self.changed.notify_all()

    def new_network(self) -> None:
        """Ring, and let no lane use a connection that it has: it may lead nowhere, and nobody would say so."""
        with self.changed:
            self.networks += 1
        self.ring()

    def call(self, name: str) -> None:
        """Tell the ears of this name to look again: another lane found something out."""
        with self.changed:
            for ear in self._ears:
                if ear.name == name:
                    ear.called = True
            self.changed.notify_all()

    def stop(self) -> None:
        """Ask every lane to end."""
        with self.changed:
            self._stopped = True
            self.changed.notify_all()

    def stir(self) -> None:
        """Make waiting threads look again at what they wait for."""
        with self.changed:
            self.changed.notify_all()

    def wait(self, seconds: float, until: Callable[[], bool] = lambda: False, *, hints: bool = True) -> bool:
        """Wait; return whether it was rung (or stopped) before the time was over or ``until`` came true."""
        return self._own.wait(seconds, until, hints=hints) is not None or (self._stopped and not until())


class Ear:
    """What one lane has heard of a bell; for one thread at a time."""

    def __init__(self, bell: Bell, name: str) -> None:
        self.name = name
        self.called = False
        self._bell = bell
        self._heard = bell.rings

    def wait(
        self, seconds: float, until: Callable[[], bool] = lambda: False, *, hints: bool = True
    ) -> Hint | None:
        """Wait; return what was heard before the time was over, ``until`` came true or the bell was stopped."""
        bell = self._bell
        with bell.changed:
            bell.changed.wait_for(
                lambda: bell.stopped or (hints and self._has_news()) or until(), timeout=seconds
            )
            if not hints or until() or not self._has_news():
                return None
            outside = self._heard != bell.rings
            self._heard, self.called = bell.rings, False
            return Hint(outside=outside)

    def _has_news(self) -> bool:
        return self.called or self._heard != self._bell.rings
