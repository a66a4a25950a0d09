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
from helpers.ledger import Ledger, cache_view
from helpers.running import PATIENCE, Agent, Computer, TownHall
from helpers.toll import Toll

from eset_desktop.crashpoints import ENVIRONMENT
from eset_desktop.demo.errors import WindowGone

WINDOW_POINTS: Final = (
    "writer.begun", "writer.committing", "writer.committed",
    "blob.written", "blob.synced", "blob.renamed", "blob.stored",
)  # fmt: skip
AGENT_POINTS: Final = (
    "sync.marked", "sync.answer", "sync.results", "sync.slice", "sync.upload", "sync.uploaded",
    "writer.begun", "writer.committing", "writer.committed",
)  # fmt: skip
DOWNLOAD_POINTS: Final = ("part.appended", "part.checked", "part.stored")
SAVES: Final = 20
"""Saves of a window's life, at least."""
LIFE_SAVES: Final = 7
"""Saves while an agent or a service lives before it is killed."""
POINT_SECONDS: Final = 6.0
"""How long a crash point is waited for; what was not reached by then is killed all the same."""
SHARED: Final = 4
"""Dossiers whose notes both people write."""
FELL: Final = "the window ended though nobody killed it"


Round: TypeAlias = tuple[Callable[[], None], int]
"""What kills, and how often among the others."""


@dataclass(slots=True)
class KillLoop:
    """Two people at their computers and one service, killed in turns drawn from a seed."""

    hall: TownHall
    clerk: Clerk
    second: Clerk
    random: Random
    toll: Toll = field(default_factory=Toll)

    @property
    def saves(self) -> int:
        """Return how many saves were acknowledged."""
        return self.clerk.ledger.acknowledged + self.second.ledger.acknowledged

    def run(self, *, kills: int, saves: int) -> None:
        """Go on until so many kills and saves were made, or something is lost; what each round kills is drawn."""
        rounds = self.rounds()
        while (self.toll.kills < kills or self.saves < saves) and not self.toll.lost:
            (act,) = self.random.choices([each for each, _ in rounds], [weight for _, weight in rounds])
            act()

    def rounds(self) -> tuple[Round, ...]:
        """Return what may be killed, with how often."""
        return (
            (self._kill_window, 42), (self._kill_pair, 6), (self._kill_agent, 26), (self._kill_download, 10),
            (self._kill_service, 16),
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
        with person.computer.cache() as connection:
            view = cache_view(connection)
        person.ledger.settle(view)
        self.toll.lost += person.ledger.missing(view, contested=False)
        if person.dossiers:
            self.toll.lost += self._unshown(person, person.dossiers[-1])

    @staticmethod
    def _unshown(person: Clerk, dossier: str) -> list[str]:
        """Return what a dossier's page does not show of what was acknowledged."""
        window, claims = person.computer.window, person.ledger.claims
        window.ask("dossier.open", id=dossier)
        facts = window.ask("state")["facts"]
        wanted = {claims[dossier, "title"]: facts["title"]}
        names = {each["id"]: each["name"] for each in facts["parties"]}
        wanted |= {claims[each, "name"]: names.get(each) for each, of in person.parties if of == dossier}
        documents = {each["id"]: each for each in facts["documents"]}
        for each, of in person.documents:
            if of == dossier:
                found = documents.get(each, {})
                wanted |= {claims[each, "title"]: found.get("title")}
                wanted |= {person.ledger.documents[each]: found.get("sha256")}
        return [
            f"{dossier}: {value!r} is not shown, but {shown!r}"
            for value, shown in wanted.items()
            if value != shown
        ]

    def _kill_window(self) -> None:
        """Kill a window, often with an agent beside it that dies at a point of its own."""
        person = self.clerk if self.random.random() < 0.8 else self.second
        point = self.random.choice([*WINDOW_POINTS, "", "", ""])
        nth = (
            self.random.randint(2, 4) if point.startswith("blob.") else self.random.randint(SAVES, SAVES + 5)
        )
        beside = self.random.choice(["", *AGENT_POINTS]) if self.hall.service.running else None
        person.computer.window.kill_window()
        self._living(person, crash_at=f"{point}:{nth}" if point else "")
        before = person.ledger.acknowledged
        died = self._work_until_death(person, 6 * SAVES if point else SAVES, beside)
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
        if self._work_until_death(person, SAVES):
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
        if points is DOWNLOAD_POINTS and not self._want_documents(person):
            points = AGENT_POINTS
        point = self.random.choice([*points, ""])
        agent.start(crash_at=f"{point}:{self.random.randint(1, 2)}" if point else "")
        saved = self._work_with_hints(person, lambda: agent.running)
        died = agent.ended(POINT_SECONDS if point else self.random.random()) == -signal.SIGKILL
        agent.kill()
        self._count("agent", point if died else "", saved)

    def _kill_service(self) -> None:
        self.hall.service.kill()
        self.hall.service.start()
        self._at_work(self.clerk)
        self._send_along(self.clerk.computer)
        saved = self._work_with_hints(self.clerk, lambda: self.hall.service.running)
        self.clerk.computer.agent.ended(self.random.random() / 2)
        self.hall.service.kill()
        self._count("service", "", saved)

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

    def _work_until_death(self, person: Clerk, saves: int, beside: str | None = None) -> bool:
        """Save so often, or until the window dies; tell whether it did. ``beside``: the crash point of an agent."""
        agent = person.computer.agent
        try:
            person.begin()
            if beside is not None:
                self._send_along(person.computer, beside)
            for _ in range(saves):
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

    @staticmethod
    def _work_with_hints(person: Clerk, lives: Callable[[], bool]) -> int:
        """Save a few times; return how many saves were acknowledged while the process to be killed lived."""
        before, counted = person.ledger.acknowledged, 0
        for _ in range(LIFE_SAVES):
            person.save()
            if lives():
                counted = person.ledger.acknowledged - before
            person.computer.agent.hint()
        return counted

    def _share(self, person: Clerk) -> None:
        """Let the second person write notes of some of the clerk's dossiers too, as soon as they arrived."""
        if person is not self.second or len(self.clerk.shared) >= SHARED:
            return
        with person.computer.cache() as connection:
            rows = connection.execute("SELECT id FROM object WHERE kind = 'dossier' ORDER BY id").fetchall()
        arrived = [each for (each,) in rows if each in self.clerk.dossiers][:SHARED]
        self.clerk.shared, self.second.shared = list(arrived), list(arrived)

    @staticmethod
    def _want_documents(person: Clerk) -> bool:
        """Ask for bytes of documents that the clerk added and this computer does not hold; tell whether there are any."""
        with person.computer.cache() as connection:
            rows = connection.execute(
                "SELECT v.parent, d.parent FROM blob AS b JOIN object AS v ON v.kind = 'version'"
                " AND v.fields ->> '$.sha256' = b.sha256 JOIN object AS d ON d.id = v.parent"
                " WHERE NOT b.here AND b.confirmed AND b.wanted = 0 ORDER BY v.id DESC LIMIT 3"
            ).fetchall()
        for document, dossier in rows:
            person.computer.window.ask("dossier.open", id=dossier)
            person.computer.window.ask("document.open", id=document)
            person.computer.window.ask("document.want", id=document)
        person.open(person.dossiers[-1])
        return bool(rows)


def new_loop(hall: TownHall, seed: int, kind: "type[KillLoop] | None" = None) -> KillLoop:
    """Return a loop over the two computers of a town hall; ``kind``: one that kills more."""
    files, random = hall.folder / "files", Random(seed)
    files.mkdir()
    first, second = (Clerk(each, random, files, Ledger(each.folder.name)) for each in hall.computers[:2])
    return (kind or KillLoop)(hall, first, second, random)
