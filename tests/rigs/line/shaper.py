# SPDX-License-Identifier: EUPL-1.2
"""The process that is the line: reads packets from one TUN device and writes them to the other when their time has come.

``tc netem`` is not in every kernel; two TUN devices are (``background/sync.md`` appendix A). It is a process of its own so
that the measuring Python does not disturb it, and it ends with its standard input, so that no line outlives who made it.
Told by lines of JSON on standard input: ``{"link": …}`` changes the line, anything is answered by its counters.
"""

import fcntl
import heapq
import os
import select
import struct
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

import msgspec

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from rigs.line.link import OPEN, Direction, Link, Sent

TUN_DEVICE: Final = "/dev/net/tun"
_TUNSETIFF: Final = 0x400454CA
_IFF_TUN: Final = 0x0001
_IFF_NO_PI: Final = 0x1000
_LONGEST_PACKET: Final = 65_536
_AT_ONCE: Final = 64
"""Packets read from one device before the other is looked at."""
_NICE: Final = -15
"""A late line is a slower line: on a busy machine it comes first."""


class Order(msgspec.Struct, frozen=True):
    """What the line is told; without a link it only answers."""

    link: Link | None = None


class Counters(msgspec.Struct, frozen=True):
    """What went over the line since it was made: ``up`` from the client, ``down`` to it."""

    up: Sent
    down: Sent


@dataclass(slots=True)
class Shaper:
    """Two devices and what is under way between them.

    Attributes:
        client: Descriptor of the client's device.
        server: Descriptor of the server's device.
    """

    client: int
    server: int
    up: Direction
    down: Direction
    _under_way: list[tuple[float, int, int, bytes]] = field(default_factory=list)
    _count: int = 0

    def run(self, orders: int, answers: int) -> None:
        """Carry packets until the orders end."""
        waiting = b""
        while True:
            self._deliver(time.monotonic())
            patience = None
            if self._under_way:
                patience = max(0.0, self._under_way[0][0] - time.monotonic())
            ready, _, _ = select.select([self.client, self.server, orders], [], [], patience)
            for device in ready:
                if device != orders:
                    self._read(device)
                    continue
                told = os.read(orders, 65_536)
                if not told:
                    return
                *lines, waiting = (waiting + told).split(b"\n")
                for line in lines:
                    os.write(answers, self._obey(line) + b"\n")

    def _deliver(self, now: float) -> None:
        while self._under_way and self._under_way[0][0] <= now:
            _, _, device, packet = heapq.heappop(self._under_way)
            try:
                os.write(device, packet)
            except OSError:
                continue  # its namespace is gone or its queue is full: a packet may be lost

    def _read(self, device: int) -> None:
        direction, target = (self.up, self.server) if device == self.client else (self.down, self.client)
        for _ in range(_AT_ONCE):
            try:
                packet = os.read(device, _LONGEST_PACKET)
            except BlockingIOError:
                return
            arrives = direction.offer(len(packet), time.monotonic())
            if arrives is not None:
                self._count += 1
                heapq.heappush(self._under_way, (arrives, self._count, target, packet))

    def _obey(self, line: bytes) -> bytes:
        order = msgspec.json.decode(line, type=Order)
        if order.link is not None:
            self.up.link = self.down.link = order.link
        return msgspec.json.encode(Counters(self.up.sent, self.down.sent))


def open_device(name: str) -> int:
    """Return the descriptor of a new TUN device; it goes with the descriptor."""
    device = os.open(TUN_DEVICE, os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, _TUNSETIFF, struct.pack("16sH", name.encode(), _IFF_TUN | _IFF_NO_PI))
    return device


def _move(name: str, space: str, address: str) -> None:
    inside = ["ip", "-n", space]
    for command in (
        ["ip", "link", "set", name, "netns", space],
        [*inside, "addr", "add", f"{address}/24", "dev", name],
        [*inside, "link", "set", name, "mtu", "1500", "txqueuelen", "5000", "up"],
    ):
        subprocess.run(command, check=True)


def main(run: str, client_address: str, server_address: str, seed: str) -> int:
    """Join the namespaces ``RUN-cli`` and ``RUN-srv``; says its counters once when the line is up."""
    os.nice(_NICE)
    client, server = open_device(f"{run}c"), open_device(f"{run}s")
    _move(f"{run}c", f"{run}-cli", client_address)
    _move(f"{run}s", f"{run}-srv", server_address)
    up, down = (Direction(OPEN, Random(f"{seed}/{way}")) for way in ("up", "down"))
    shaper = Shaper(client, server, up, down)
    os.write(sys.stdout.fileno(), msgspec.json.encode(Counters(up.sent, down.sent)) + b"\n")
    shaper.run(sys.stdin.fileno(), sys.stdout.fileno())
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
