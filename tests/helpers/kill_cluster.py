# SPDX-License-Identifier: EUPL-1.2
"""Killing the database and the service processes too, under people who save: the kill loop over PostgreSQL."""

import os
import signal
import threading
from dataclasses import dataclass, field
from typing import Final

from helpers.balancer import let_pass
from helpers.cluster import Cluster
from helpers.kill_loop import KillLoop, Round
from helpers.killed_postgres import backends, kill_backend, kill_postmaster

from eset_desktop.demo.processes import Service

REQUESTS: Final = {"push": b"POST /v1/push", "upload": b" /v1/uploads", "batch": b"POST /v1/blobs/batch"}
"""What the first bytes of a request to be killed in the middle of hold."""


@dataclass(slots=True)
class ClusterLoop(KillLoop):
    """Two people, two service processes and one PostgreSQL, killed in turns drawn from a seed."""

    def rounds(self) -> tuple[Round, ...]:
        """Return what may be killed, with how often."""
        return (
            (self._kill_window, 16), (self._kill_pair, 4), (self._kill_agent, 16), (self._kill_download, 6),
            (self._kill_at_point, 14), (self._kill_in_request, 24), (self._kill_backend, 12),
            (self._kill_postmaster, 8),
        )  # fmt: skip

    @property
    def cluster(self) -> Cluster:
        """Return the service."""
        service = self.hall.service
        assert isinstance(service, Cluster)
        return service

    def victim(self) -> Service:
        """Return the process of the service that is to die at a crash point."""
        return self.random.choice(self.cluster.members)

    def _kill_in_request(self) -> None:
        """Kill one process in the middle of a push or of bytes that go up; the other one takes its work over."""
        name, before = self.random.choice(list(REQUESTS)), self.clerk.ledger.acknowledged
        strike = Strike(self.cluster, REQUESTS[name], self.random.choice((1, 1, 2, 3)))
        self._all_at_work()
        self.clerk.save()
        self.cluster.balancer.passing = strike
        saved = 1 + self._work_with_hints(self.clerk, lambda: not strike.done)
        if not strike.done and name != "push":
            self.clerk.add_document()
            self.clerk.computer.agent.hint()
        struck = self._ends(lambda: strike.done)
        self.cluster.balancer.passing = let_pass
        strike.lift()
        if not struck:
            self.random.choice(self.cluster.members).kill()
        assert self.clerk.ledger.acknowledged > before
        self._count("service", f"in {name}" if struck else "", saved)
        self.cluster.start()

    def _kill_backend(self) -> None:
        """Kill one of the database's processes that lived while something was saved; it takes all others along."""
        self._all_at_work()
        saved = self._work_with_hints(self.clerk, lambda: True)
        self.clerk.computer.agent.ended(self.random.random() / 4)
        kept = sorted(backends(self.cluster.postgres, self.cluster.database))
        if not kept:
            return
        kill_backend(self.cluster.postgres, self.random.choice(kept))
        self._count("backend", "", saved)

    def _kill_postmaster(self) -> None:
        self._all_at_work()
        saved = self._work_with_hints(self.clerk, lambda: True)
        self.clerk.computer.agent.ended(self.random.random() / 4)
        kill_postmaster(self.cluster.postgres)
        self._count("postmaster", "", saved)
        self.clerk.save()
        self.clerk.computer.agent.hint()
        self.cluster.restart_database()


@dataclass(slots=True)
class Strike:
    """Kills the process that was just handed the n-th piece of a kind of request; called by the proxy.

    Attributes:
        marker: What the head of such a request holds.
        nth: At which piece, the head's among them.
    """

    cluster: Cluster
    marker: bytes
    nth: int
    done: bool = False
    _port: int = 0
    _pieces: int = 0
    _lifted: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, port: int, data: bytes) -> None:
        """Take a piece that went up to the process on a port."""
        with self._lock:
            if not self._lifted:
                self._take(port, data)

    def lift(self) -> None:
        """Kill nothing from now on: whatever is on that port later is another life."""
        with self._lock:
            self._lifted = True

    def _take(self, port: int, data: bytes) -> None:
        if self.done or (self._port not in (0, port)) or not (self._pieces or self.marker in data[:200]):
            return
        self._port, self._pieces = port, self._pieces + 1
        if self._pieces >= self.nth:
            victim = next(each for each in self.cluster.members if each.port == port)
            if victim.pid:
                os.kill(victim.pid, signal.SIGKILL)
                self.done = True
