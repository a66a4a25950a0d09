# SPDX-License-Identifier: EUPL-1.2
"""Killing window, agent and service over and over under people who save, and looking for what was lost.

A kill counts only when a save was acknowledged since the killed process started. Named kills die at a crash point of
:mod:`eset_desktop.crashpoints`; the others come at any moment, in the middle of a save included.
"""

import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Final, TypeAlias

from helpers.clerk import Clerk
from helpers.ledger import Ledger
from helpers.running import PATIENCE, Agent, Computer, TownHall, until
from helpers.seen import arrived, lost_here, want_documents
from helpers.toll import Toll

from eset_desktop.crashpoints import ENVIRONMENT
from eset_desktop.demo.errors import EndedAtStart, WindowGone
from eset_desktop.demo.processes import Service, agent_pid

WINDOW_POINTS: Final = (
    "writer.begun", "writer.committing", "writer.committed",
    "blob.written", "blob.synced", "blob.renamed", "blob.stored",
)  # fmt: skip
AGENT_POINTS: Final = (
    "sync.marked", "sync.answer", "sync.results", "sync.slice", "sync.upload", "sync.uploaded",
    "writer.begun", "writer.committing", "writer.committed",
)  # fmt: skip
SERVICE_POINTS: Final = (
    "central.committing", "central.committed", "central.chunk_stored", "central.blob_stored", "central.chunks_left",
)  # fmt: skip
DOWNLOAD_POINTS: Final = ("part.appended", "part.checked", "part.stored")
MOST_SAVES: Final = 6
"""Saves of a life that is killed at a random moment, at most; there is always one."""
POINT_SAVES: Final = 14
"""Saves of a window's life that is to end at a crash point, at most."""
POINT_SECONDS: Final = 2.0
"""How long a crash point is waited for; what was not reached by then is killed all the same."""
START_PASSES: Final = 10
"""A service that starts passes a crash point fewer times than this."""
_LOOK_EVERY: Final = 0.05
SHARED: Final = 4
"""Dossiers whose notes both people write."""
FELL: Final = "the window ended though nobody killed it"


class Stopped(Exception):
    """Whoever began the loop wants it to end; what was done does not count."""


Round: TypeAlias = tuple[Callable[[], None], int]
"""What kills, and how often among the others."""


@dataclass(slots=True)
class KillLoop:
    """Two people at their computers and one service, killed in turns drawn from a seed.

    Attributes:
        stopped: Whether somebody wants the loop to end.
    """

    hall: TownHall
    clerk: Clerk
    second: Clerk
    random: Random
    toll: Toll = field(default_factory=Toll)
    stopped: Callable[[], bool] = bool

    @property
    def saves(self) -> int:
        """Return how many saves were acknowledged."""
        return self.clerk.ledger.acknowledged + self.second.ledger.acknowledged

    def run(self, *, kills: int, saves: int) -> None:
        """Go on until so many kills and saves were made, or something is lost; what each round kills is drawn.

        Raises:
            Stopped: The loop was told to end before.
        """
        rounds = self.rounds()
        while (self.toll.kills < kills or self.saves < saves) and not self.toll.lost:
            if self.stopped():
                raise Stopped
            (act,) = self.random.choices([each for each, _ in rounds], [weight for _, weight in rounds])
            act()

    def rounds(self) -> tuple[Round, ...]:
        """Return what may be killed, with how often."""
        return (
            (self._kill_window, 42), (self._kill_pair, 6), (self._kill_agent, 26), (self._kill_download, 10),
            (self._kill_service, 10), (self._kill_at_point, 10),
        )  # fmt: skip

    def _living(
        self, person: Clerk, *, crash_at: str = "", arguments: tuple[str, ...] = ("--no-agent",)
    ) -> None:
        """Start a person's window and look at once for everything acknowledged so far."""
        window = person.computer.window
        window.extra_environment.pop(ENVIRONMENT, None)
        if crash_at:
            window.extra_environment[ENVIRONMENT] = crash_at
        window.arguments = ("--lang", "ca", *arguments)
        window.start()
        self.look(person)

    def look(self, person: Clerk) -> None:
        """Compare what the restarted program holds and shows with what was acknowledged."""
        self.toll.lost += lost_here(person)

    def _kill_window(self) -> None:
        """Kill a window, often with an agent beside it that dies at a point of its own."""
        person = self.clerk if self.random.random() < 0.8 else self.second
        point = self.random.choice([*WINDOW_POINTS, "", "", ""])
        nth = self.random.randint(1, 3) if point.startswith("blob.") else self.random.randint(2, 8)
        beside = self.random.choice(["", *AGENT_POINTS]) if self.hall.service.running else None
        person.computer.window.kill_window()
        self._living(person, crash_at=f"{point}:{nth}" if point else "")
        before = person.ledger.acknowledged
        saves = POINT_SAVES if point else self.random.randint(1, MOST_SAVES)
        died = self._work_until_death(person, saves, beside, documents=point.startswith("blob."))
        if died and not point:
            raise AssertionError(FELL)
        if not died:
            self._kill_in_a_save(person)
        self._count("window", point if died else "", person.ledger.acknowledged - before)
        self._count_agent(person.computer.agent)

    def _count_agent(self, agent: Agent) -> None:
        """Count an agent that died at its point beside a window."""
        if agent.crash_at and agent.ended(0) == -signal.SIGKILL:
            self._count("agent", agent.crash_at.partition(":")[0], int(agent.outlived_a_save))
            agent.kill()

    def _kill_pair(self) -> None:
        """Kill a window with the agent that it started, as a power cut does."""
        person = self.clerk
        person.computer.kill()
        self.hall.service.start()
        self._living(person, arguments=())
        before = person.ledger.acknowledged
        until(lambda: agent_pid(person.computer.folder))
        if self._work_until_death(person, self.random.randint(1, MOST_SAVES)):
            raise AssertionError(FELL)
        self._kill_in_a_save(person)
        person.computer.kill()
        self._count("window and agent", "", person.ledger.acknowledged - before)

    def _kill_agent(self) -> None:
        self._kill_agent_of(self.clerk if self.random.random() < 0.7 else self.second, AGENT_POINTS)

    def _kill_download(self) -> None:
        """Kill the second person's agent while it fetches documents that the clerk added."""
        self._kill_agent_of(self.second, DOWNLOAD_POINTS)

    def _kill_agent_of(self, person: Clerk, points: tuple[str, ...]) -> None:
        self.hall.service.start()
        self._at_work(person)
        agent = person.computer.agent
        agent.kill()
        if points is DOWNLOAD_POINTS and not want_documents(person):
            points = AGENT_POINTS
        point = self.random.choice([*points, ""])
        agent.start(crash_at=f"{point}:{self.random.randint(1, 2)}" if point else "")
        saved = self._work_with_hints(person, lambda: agent.running, documents="upload" in point)
        died = agent.ended(POINT_SECONDS if point else self.random.random()) == -signal.SIGKILL
        agent.kill()
        self._count("agent", point if died else "", saved)

    def _kill_service(self) -> None:
        self.hall.service.kill()
        self._all_at_work()
        saved = self._work_with_hints(self.clerk, lambda: self.hall.service.running)
        self.clerk.computer.agent.ended(self.random.random() / 2)
        self.hall.service.kill()
        self._count("service", "", saved)

    def victim(self) -> Service:
        """Return the process of the service that is to die at a crash point."""
        return self.hall.service

    def _kill_at_point(self) -> None:
        """Let a process of the service die at a crash point of its own; whatever else serves takes its work over."""
        point = self.random.choice(SERVICE_POINTS)
        self.hall.service.start()
        victim = self.victim()
        victim.kill()
        start_armed(victim, point, self.random.randint(1, 3))
        self._at_work(self.clerk)
        self._send_along(self.clerk.computer)
        saved = self._work_with_hints(self.clerk, lambda: victim.running, documents="committ" not in point)
        self._count("service", point if self._ends(lambda: not victim.running) else "", saved)
        victim.kill()
        self.hall.service.start()

    def _all_at_work(self) -> None:
        """Let the clerk work with an agent beside, and whatever serves run."""
        self.hall.service.start()
        self._at_work(self.clerk)
        self._send_along(self.clerk.computer)

    def _ends(self, holds: Callable[[], bool]) -> bool:
        """Wait a little until something holds; tell whether it came to hold."""
        rounds = round(POINT_SECONDS / _LOOK_EVERY)
        return any(holds() or self.clerk.computer.agent.ended(_LOOK_EVERY) for _ in range(rounds)) and holds()

    def _count(self, process: str, point: str, saved: int) -> None:
        if not saved:
            return
        if point:
            self.toll.named[f"{process} {point}"] += 1
        else:
            self.toll.random[process] += 1

    @staticmethod
    def _send_along(computer: Computer, crash_at: str = "") -> None:
        """Let an agent work beside the window."""
        if crash_at or not computer.agent.running:
            computer.agent.kill()
            computer.agent.start(crash_at=crash_at)

    def _at_work(self, person: Clerk) -> None:
        if not person.computer.window.running:
            person.computer.window.kill_window()
            self._living(person)
            person.begin()
        elif not person.on_screen:
            person.begin()
        self._share(person)

    def _work_until_death(
        self, person: Clerk, saves: int, beside: str | None = None, *, documents: bool = False
    ) -> bool:
        """Save so often, or until the window dies; tell whether it did.

        Args:
            person: Who saves.
            saves: How often.
            beside: The crash point of an agent that works meanwhile; None for no agent.
            documents: Whether every other save is a document.
        """
        agent = person.computer.agent
        try:
            person.begin()
            if beside is not None:
                self._send_along(person.computer, beside)
            for number in range(saves):
                if documents and number % 2:
                    person.add_document()
                else:
                    person.save()
                agent.outlived_a_save |= agent.running
                agent.hint()
        except WindowGone:
            if person.computer.window.process.wait(PATIENCE) != -signal.SIGKILL:
                raise AssertionError(FELL) from None
            person.unanswered()
            person.computer.window.kill_window()
            return True
        return False

    def _kill_in_a_save(self, person: Clerk) -> None:
        """Kill a window while it works on a save, or just after; what was answered in time counts."""
        person.send()
        person.computer.window.answers_within(self.random.random() / 50)
        person.computer.window.process.kill()
        person.computer.window.process.wait(PATIENCE)
        person.unanswered()
        person.computer.window.kill_window()

    def _work_with_hints(self, person: Clerk, lives: Callable[[], bool], *, documents: bool = False) -> int:
        """Save a few times; return how many saves were acknowledged while the process to be killed lived.

        Args:
            person: Who saves.
            lives: Tells whether the process that is to be killed is alive.
            documents: Whether the first save is a document.
        """
        before, counted = person.ledger.acknowledged, 0
        for number in range(self.random.randint(1, MOST_SAVES)):
            if documents and not number:
                person.add_document()
            else:
                person.save()
            if lives():
                counted = person.ledger.acknowledged - before
            person.computer.agent.hint()
        return counted

    def _share(self, person: Clerk) -> None:
        """Let the second person write notes of some of the clerk's dossiers too, as soon as they arrived."""
        if person is self.second and len(self.clerk.shared) < SHARED:
            self.second.shared = arrived(person, self.clerk.dossiers, SHARED)
            self.clerk.shared = list(self.second.shared)


def start_armed(victim: Service, point: str, nth: int) -> None:
    """Start a process that dies at a crash point; one that comes to it before it listens is begun again, to die later.

    A service commits while it starts, and clients that wait for it ask as soon as it listens: it may be dead before its
    port is read. No save was acknowledged in such a life, so it does not count.

    Raises:
        DemoFailed: It ended by itself, or dies at that point however late.
    """
    try:
        for later in range(START_PASSES):
            victim.extra_environment[ENVIRONMENT] = f"{point}:{nth + later}"
            try:
                victim.start()
            except EndedAtStart as problem:
                if problem.details["status"] != -signal.SIGKILL or later == START_PASSES - 1:
                    raise
            else:
                return
    finally:
        victim.extra_environment.pop(ENVIRONMENT)


def new_loop(hall: TownHall, seed: int, kind: "type[KillLoop] | None" = None) -> KillLoop:
    """Return a loop over the two computers of a town hall; ``kind``: one that kills more."""
    files, random = hall.folder / "files", Random(seed)
    files.mkdir()
    first, second = (Clerk(each, random, files, Ledger(each.folder.name)) for each in hall.computers[:2])
    return (kind or KillLoop)(hall, first, second, random)
