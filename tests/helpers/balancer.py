# SPDX-License-Identifier: EUPL-1.2
"""A round-robin TCP proxy before several service processes, which tells what passes so that one can be killed in the middle."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

_PIECE: Final = 16_384
_CLOSE_SECONDS: Final = 10

Passing = Callable[[int, bytes], None]
"""``passing(port, data)``: a client's bytes were handed to the service on that port."""


def let_pass(_port: int, _data: bytes) -> None:
    """Let everything pass."""


@dataclass(slots=True)
class Balancer:
    """Hands each new connection to the next process that takes it; refused connections try the others.

    Attributes:
        port: Where clients connect; chosen at the first start.
        targets: Ports of the processes, changed when one begins a new life.
        passing: Told of every piece that went up, in the proxy's thread.
        carried: How many connections each port took.
    """

    port: int = 0
    targets: Sequence[int] = ()
    passing: Passing = let_pass
    carried: dict[int, int] = field(default_factory=dict)
    _turn: int = 0
    _loop: asyncio.AbstractEventLoop | None = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        """Listen; returns when connections are taken."""
        if self._thread is not None:
            return
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), name="balancer", daemon=True)
        self._thread.start()
        ready.wait(_CLOSE_SECONDS)

    def stop(self) -> None:
        """Break every connection off and end."""
        if self._loop is not None and self._thread is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(_CLOSE_SECONDS)
        self._loop = self._thread = None

    def _run(self, ready: threading.Event) -> None:
        loop = self._loop = asyncio.new_event_loop()
        server = loop.run_until_complete(
            asyncio.start_server(self._carry, "127.0.0.1", self.port, reuse_address=True)
        )
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        try:
            loop.run_forever()
        finally:
            server.close()
            loop.run_until_complete(_end_others())
            loop.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            port, up, down = await self._connected()
        except ConnectionError:
            writer.transport.abort()
            return
        try:
            await asyncio.wait(
                [
                    asyncio.ensure_future(self._pass(reader, down, port)),
                    asyncio.ensure_future(self._pass(up, writer, None)),
                ],
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            for each in (writer, down):
                each.transport.abort()

    async def _connected(self) -> tuple[int, asyncio.StreamReader, asyncio.StreamWriter]:
        targets = list(self.targets)
        for _ in targets:
            self._turn += 1
            port = targets[self._turn % len(targets)]
            with contextlib.suppress(OSError):
                up, down = await asyncio.open_connection("127.0.0.1", port)
                self.carried[port] = self.carried.get(port, 0) + 1
                return port, up, down
        raise ConnectionRefusedError

    async def _pass(
        self, source: asyncio.StreamReader, target: asyncio.StreamWriter, port: int | None
    ) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(_PIECE):
                target.write(data)
                await target.drain()
                if port is not None:
                    self.passing(port, data)


async def _end_others() -> None:
    others = [each for each in asyncio.all_tasks() if each is not asyncio.current_task()]
    for each in others:
        each.cancel()
    await asyncio.gather(*others, return_exceptions=True)
