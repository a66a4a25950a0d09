# SPDX-License-Identifier: EUPL-1.2
"""Long-polls: a waiting request is one event in memory, no thread and no database connection.

What another process wrote is told by :mod:`central.hints` on PostgreSQL; besides, one look for all who wait finds it,
each second on SQLite. A hint that gets lost costs time only: every wait ends with a look at the database.
"""

import asyncio
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from central.api.requests import blocking

LOOK_SECONDS: Final = 1.0
LOOK_SECONDS_WITH_HINTS: Final = 10.0

_log = structlog.get_logger()


class Listeners:
    """Who waits for which stream. All but :meth:`tell` belongs to the event loop's thread.

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
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._closed = False

    def tell(self, stream: str) -> None:
        """Wake those who wait for a stream; without a name, look which ones moved. From any thread."""
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has ended: nobody waits any more
                loop.call_soon_threadsafe(self._wake, stream)

    def _wake(self, stream: str) -> None:
        if not stream:
            self._look_now.set()
        for event in self._waiting.get(stream, ()):
            event.set()

    @contextmanager
    def listening(self, *streams: str) -> Iterator[asyncio.Event]:
        """Give an event that is set when one of the streams moves; listen first, then look, then wait."""
        self._loop = asyncio.get_running_loop()
        event = asyncio.Event()
        if self._closed:
            event.set()
        for stream in streams:
            self._waiting.setdefault(stream, set()).add(event)
        if self._looking is None or self._looking.done():
            self._looking = self._loop.create_task(self._look_about())
        try:
            yield event
        finally:
            for stream in streams:
                self._waiting[stream].discard(event)
                if not self._waiting[stream]:
                    del self._waiting[stream]

    async def _look_about(self) -> None:
        while self._waiting and not self._closed:
            await heard(self._look_now, self._look_seconds)
            self._look_now.clear()
            try:
                moved = await blocking(self._moved)
            except (
                SQLAlchemyError
            ):  # the next request meets it too and says so; those who wait look by themselves
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
