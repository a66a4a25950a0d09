# SPDX-License-Identifier: EUPL-1.2
"""Long-polls: a waiting request is one event in memory, no thread and no database connection.

A hint that gets lost (another process wrote) costs time only: every wait ends with a look at the database.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Listeners:
    """Who waits for which stream. All but :meth:`tell` belongs to the event loop's thread."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._closed = False

    def tell(self, stream: str) -> None:
        """Wake those who wait for a stream; from any thread."""
        loop = self._loop
        if loop is not None:
            with suppress(RuntimeError):  # the loop has ended: nobody waits any more
                loop.call_soon_threadsafe(self._wake, stream)

    def _wake(self, stream: str) -> None:
        for event in self._waiting.get(stream, ()):
            event.set()

    @contextmanager
    def listening(self, stream: str) -> Iterator[asyncio.Event]:
        """Give an event that is set when the stream moves; listen first, then look, then wait."""
        self._loop = asyncio.get_running_loop()
        event = asyncio.Event()
        if self._closed:
            event.set()
        self._waiting.setdefault(stream, set()).add(event)
        try:
            yield event
        finally:
            self._waiting[stream].discard(event)
            if not self._waiting[stream]:
                del self._waiting[stream]

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
