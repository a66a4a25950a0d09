# SPDX-License-Identifier: EUPL-1.2
"""Long-polls: a waiting request is one event in memory, no thread and no database connection.

What another process wrote is told by :mod:`central.hints` on PostgreSQL; besides, one look for all who wait finds it,
each second on SQLite. A hint that gets lost costs time only: every wait ends with a look at the database.
"""

import asyncio
import threading
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

import structlog
from anyio import CapacityLimiter
from sqlalchemy.exc import SQLAlchemyError

from central.api.requests import blocking

LOOKERS: Final = 4
"""Those who wait and look at the database at once. When a stream moves thousands are woken, and nobody else is to queue behind them."""
LOOK_SECONDS: Final = 1.0
LOOK_SECONDS_WITH_HINTS: Final = 10.0

_log = structlog.get_logger()


@dataclass(slots=True, eq=False)
class Waiting:
    """One who waits.

    Attributes:
        device: Whose long-poll it is; empty for one who is told everything.
        event: Set when there may be something to say.
        told: What the answer to a push has told this device while it waited: first and last position by stream.
    """

    device: str
    event: asyncio.Event = field(default_factory=asyncio.Event)
    told: dict[str, tuple[int, int]] = field(default_factory=dict)

    def knows(self, stream: str, after: int, head: int) -> bool:
        """Tell whether all that a stream brings after a position was told already."""
        first, last = self.told.get(stream, (0, -1))
        return first <= after and head <= last


class Listeners:
    """Who waits for which stream. What is not said to be from any thread belongs to the event loop's.

    Args:
        moved: Returns the streams that moved since it was asked last; called in a thread, while somebody waits.
        look_seconds: How often it is asked.
    """

    def __init__(
        self, moved: Callable[[], Collection[str]] = tuple, look_seconds: float = LOOK_SECONDS
    ) -> None:
        self._moved = moved
        self._look_seconds = look_seconds
        self._look_now = asyncio.Event()
        self._looking: asyncio.Task[None] | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: dict[str, set[Waiting]] = {}
        self._count = 0
        self._counted = threading.Condition()
        self._pushing: dict[str, list[asyncio.Event]] = {}
        self._closed = False
        self.lookers: Final = CapacityLimiter(LOOKERS)

    def tell(self, stream: str) -> None:
        """Wake those who wait for a stream; without a name, look which ones moved. From any thread."""
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has ended: nobody waits any more
                loop.call_soon_threadsafe(self._wake, stream)

    def tell_device(self, device: str, stream: str, first: int, last: int) -> None:
        """Note that a device that may be waiting was told of a stream's positions (first, last]. From any thread."""
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._note_told, device, stream, first, last)

    def _note_told(self, device: str, stream: str, first: int, last: int) -> None:
        for each in self._waiting.get(stream, ()):
            if device and each.device == device:
                known = each.told.get(stream)
                joins = known is not None and known[0] <= first <= known[1]
                each.told[stream] = (known[0], max(known[1], last)) if known and joins else (first, last)

    @contextmanager
    def pushing(self, device: str) -> Iterator[None]:
        """Keep a device's long-polls from looking while it pushes: what the answer tells is only known at the end."""
        done = asyncio.Event()
        self._pushing.setdefault(device, []).append(done)
        try:
            yield
        finally:
            self._pushing[device].remove(done)
            if not self._pushing[device]:
                del self._pushing[device]
            done.set()

    async def pushed(self, device: str) -> None:
        """Return when a device does not push."""
        while under_way := self._pushing.get(device):
            await under_way[0].wait()

    def _wake(self, stream: str) -> None:
        if not stream:
            self._look_now.set()
        for each in self._waiting.get(stream, ()):
            each.event.set()

    @contextmanager
    def listening(self, *streams: str, device: str = "") -> Iterator[Waiting]:
        """Give one who is woken when one of the streams moves; listen first, then look, then wait."""
        self._loop = asyncio.get_running_loop()
        waiting = Waiting(device)
        if self._closed:
            waiting.event.set()
        for stream in streams:
            self._waiting.setdefault(stream, set()).add(waiting)
        if self._looking is None or self._looking.done():
            self._looking = self._loop.create_task(self._look_about())
        self._add(1)
        try:
            yield waiting
        finally:
            self._add(-1)
            for stream in streams:
                self._waiting[stream].discard(waiting)
                if not self._waiting[stream]:
                    del self._waiting[stream]

    def _add(self, more: int) -> None:
        with self._counted:
            self._count += more
            self._counted.notify_all()

    def await_count(self, count: int, seconds: float) -> bool:
        """Wait until so many wait, and tell whether they do; False when the time is over. From any thread but the loop's."""
        with self._counted:
            return self._counted.wait_for(lambda: self._count == count, seconds)

    async def _look_about(self) -> None:
        while self._waiting and not self._closed:
            await heard(self._look_now, self._look_seconds)
            self._look_now.clear()
            # The next request meets what fails here too and says so; those who wait look by themselves.
            try:
                moved = await blocking(self._moved)
            except SQLAlchemyError:
                _log.warning("waiting.look_failed", exc_info=True)
                continue
            for stream in moved:
                self._wake(stream)

    @property
    def closed(self) -> bool:
        """Tell whether nobody is to wait any more."""
        return self._closed

    def close(self) -> None:
        """Let every wait end now, so that the service can stop."""
        self._closed = True
        for stream in tuple(self._waiting):
            self._wake(stream)


async def heard(event: asyncio.Event, seconds: float) -> None:
    """Return when the event is set or the time is over."""
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()
