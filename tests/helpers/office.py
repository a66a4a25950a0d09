# SPDX-License-Identifier: EUPL-1.2
"""A computer and its central service, without sockets; a test puts words into the line's mouth."""

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from helpers.simulation.client import Computer
from helpers.simulation.clocks import TrueClock, WallClock
from helpers.simulation.feeds import Held
from helpers.simulation.server import CLASSES, Central
from helpers.simulation.world import furnished

from eset_desktop.operations import documents, dossiers
from eset_desktop.store import meta
from sync.messages import Answer, Asked, Connect, Request, Response, Wait
from sync.protocol import Problem

Voice = Callable[[Request], Answer]
"""What the line says to a request; None lets the service answer."""
LARGE = b"x" * 40_000
"""Too large to go together with others."""
PROBLEM = {"content-type": "application/problem+json"}


def problem(status: int, code: str, **headers: str) -> Response:
    return Response(status, {**PROBLEM, **headers}, msgspec.json.encode(Problem(code, "?", status)))


def silent(_: Request) -> None:
    return None


@dataclass(slots=True)
class Office:
    """A computer and its central service."""

    clock: TrueClock
    central: Central
    computer: Computer
    asked: list[Request] = field(default_factory=list)

    def sync(self, voice: Voice = silent, *, steps: int = 400, patience: float = 0.0) -> None:
        """Run the engine until it has nothing more to do now, nor in so many seconds."""
        run = self.computer.alive.engine.run(stop_when_idle=True, patience=patience)
        answer: Answer = None
        for _ in range(steps):
            try:
                asked = run.send(answer)
            except StopIteration:
                return
            answer = self._answer(asked, voice)
        run.close()
        pytest.fail("the engine goes on and on")

    def _answer(self, asked: Asked, voice: Voice) -> Answer:
        if isinstance(asked, Connect):
            return None
        if not isinstance(asked, Request | Wait):
            pytest.fail(f"{asked} in a test of one small thing")
        if isinstance(asked, Wait):
            self.clock.seconds += asked.seconds
            return None
        self.asked.append(asked)
        self.clock.seconds += 0.1
        said = voice(asked)
        if said is not None:
            return said
        found = self.central.handle(asked)
        return Response(204, {"eset-head": "e:1"}) if isinstance(found, Held) else found

    def patiently(self, voice: Voice = silent) -> None:
        """Run the engine again and again, hours apart."""
        for _ in range(6):
            self.sync(voice)
            self.clock.seconds += 3600

    def work(self, content: bytes = b"x" * 4000) -> str:
        """Open a dossier with a document; return the dossier's id."""
        session = self.computer.alive.session
        dossier = str(dossiers.create(session, dossiers.NewDossier("Gual", CLASSES[0])).created)
        documents.add(session, dossier, documents.NewDocument("Decret", "decret"), content, "a.pdf")
        return dossier

    @property
    def root(self) -> Path:
        """Return the computer's folder; its cache lies in ``0``."""
        assert self.computer.root is not None
        return self.computer.root

    def states(self) -> list[str]:
        return [state for (state,) in self.computer.rows("SELECT state FROM outbox ORDER BY n")]

    def meta(self, key: str) -> str:
        return meta.get(self.computer.alive.database.reader(), key)

    @property
    def problems(self) -> dict[str, str]:
        return self.computer.alive.engine.problems


@contextmanager
def opened(folder: Path) -> Iterator[Office]:
    """Open an office in a folder: an engine with a real cache and the real central service, in step with each other."""
    shutil.copytree(furnished(), folder / "town")
    clock, chance = TrueClock(), random.Random(7)
    central = Central.open(folder / "town" / "central", clock, chance)
    wall = WallClock(clock, timedelta(days=-3650))
    computer = Computer("c1", folder / "town" / "c1", wall, chance, lambda _: False)
    computer.start()
    made = Office(clock, central, computer)
    made.sync()
    yield made
    computer.stop()
    central.service.close()


@contextmanager
def beside(office: Office, folder: Path, name: str = "c2") -> Iterator[Office]:
    """Open another person's computer beside an office that was opened in a folder; one service, one time."""
    chance = random.Random(11)
    computer = Computer(name, folder / "town" / name, WallClock(office.clock), chance, lambda _: False)
    computer.start()
    made = Office(office.clock, office.central, computer)
    made.sync()
    yield made
    computer.stop()
