# SPDX-License-Identifier: EUPL-1.2
"""A line of chosen rate, delay and loss between two network namespaces of this machine."""

import itertools
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import msgspec
from rigs.line.link import OPEN, Link
from rigs.line.resets import Resets
from rigs.line.shaper import Counters, Order
from rigs.line.spaces import CUBIC, Space, why_not

CLIENT_ADDRESS: Final = "10.77.0.1"
SERVER_ADDRESS: Final = "10.77.0.2"
_SHAPER: Final = Path(__file__).with_name("shaper.py")
_runs = itertools.count(1)


class NoLineError(Exception):
    """No shaped line can be made on this machine; the text says why."""


@dataclass(slots=True)
class ShapedLine:
    """A line while its block lasts.

    Attributes:
        link: How it is at the beginning.
        seed: Decides the losses.
        congestion: Congestion control of every socket at both ends.
        run: Prefix of the names of namespaces and devices, unique on this machine.
    """

    link: Link = OPEN
    seed: int = 7
    congestion: str = CUBIC
    run: str = field(default_factory=lambda: f"e{os.getpid():x}n{next(_runs)}")
    client: Space = field(init=False)
    server: Space = field(init=False)
    _shaper: "subprocess.Popen[bytes] | None" = None

    def __post_init__(self) -> None:
        self.client = Space(f"{self.run}-cli", CLIENT_ADDRESS)
        self.server = Space(f"{self.run}-srv", SERVER_ADDRESS)

    def __enter__(self) -> Self:
        """Make it; raises :class:`NoLineError` where that is not possible."""
        reason = why_not()
        if reason:
            raise NoLineError(reason)
        try:
            for space in (self.client, self.server):
                space.make()
                space.use(self.congestion)
            self._start()
        except BaseException:
            self._remove()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, where: TracebackType | None
    ) -> None:
        """Take it away; what still runs at its ends is without a line then."""
        self._remove()

    def reshape(self, link: Link) -> None:
        """Change the line; what is under way arrives as it would have."""
        self.link = link
        self._order(Order(link))

    def counters(self) -> Counters:
        """Return what went over it so far."""
        return self._order(Order())

    def resets(self, every: float) -> Resets:
        """Return what resets every connection each so many seconds while its block lasts."""
        return Resets(self.server, every)

    def congestion_seen(self) -> str:
        """Return the congestion control of the sockets at both ends, as the kernel tells it."""
        found = {"client": self.client.congestion(), "server": self.server.congestion()}
        return ", ".join(
            f"{end}: {' '.join(f'{name} x{count}' for name, count in sockets.items()) or 'no socket'}"
            for end, sockets in found.items()
        )

    def _start(self) -> None:
        command = [sys.executable, str(_SHAPER), self.run, CLIENT_ADDRESS, SERVER_ADDRESS, str(self.seed)]
        self._shaper = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._answer()
        self.reshape(self.link)

    def _order(self, order: Order) -> Counters:
        assert self._shaper is not None
        assert self._shaper.stdin is not None
        self._shaper.stdin.write(msgspec.json.encode(order) + b"\n")
        self._shaper.stdin.flush()
        return self._answer()

    def _answer(self) -> Counters:
        assert self._shaper is not None
        assert self._shaper.stdout is not None
        line = self._shaper.stdout.readline()
        if not line:
            raise NoLineError(f"the shaper ended with {self._shaper.wait()}")
        return msgspec.json.decode(line, type=Counters)

    def _remove(self) -> None:
        if self._shaper is not None:
            for stream in (self._shaper.stdin, self._shaper.stdout):
                if stream is not None:
                    stream.close()
            self._shaper.wait()
            self._shaper = None
        for space in (self.client, self.server):
            space.remove()
