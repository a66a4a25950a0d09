# SPDX-License-Identifier: EUPL-1.2
"""Two computers, the central service and HTTP between them, all real, on this machine."""

import dataclasses
import random
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.simulation.client import Computer, Life
from helpers.simulation.clocks import TrueClock, WallClock
from helpers.simulation.server import CLASSES
from helpers.simulation.world import furnished

from central import admin
from central.folder import DataFolder
from central.server import listen, new_server
from central.service import Service
from eset_desktop.clock import SystemClock
from eset_desktop.operations import documents, dossiers
from eset_desktop.store import meta
from sync.bell import Bell
from sync.coding import decode
from sync.driver import Line
from sync.lanes import drive_all
from sync.messages import Hint, LineError, Request, Response, Wait
from sync.protocol import FeedPage
from sync.protocol.positions import cursor_text
from sync.transport import Transport

CONTENT = b"%PDF-1.7 " + b"\x00\x01" * 300_000


class Desk:
    """A computer whose agent runs in a thread."""

    def __init__(self, computer: Computer, url: str) -> None:
        self.life: Life = computer.alive
        self.bell = Bell()
        self._url = url
        account = self.life.replica.account()
        with self.life.database.write() as connection:
            meta.put_account(connection, dataclasses.replace(account, url=url))
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        drive_all(
            self.life.engine,
            lambda: Transport(self._url, SystemClock(), agent="eset-desktop/test"),
            self.bell,
        )

    def value(self, query: str) -> object:
        found = self.life.database.reader().execute(query).fetchone()
        return found and found[0]

    def until(self, query: str, wanted: object) -> None:
        """Wait for what the cache shows; another thread writes it."""
        came = threading.Event()
        for _ in range(600):
            if self.value(query) == wanted:
                return
            came.wait(0.02)
        pytest.fail(f"{query} stayed {self.value(query)!r}, problems {self.life.engine.problems}")

    def leave(self) -> None:
        self.bell.stop()
        self._thread.join()


@dataclasses.dataclass(slots=True)
class Served:
    """A central service and its address."""

    service: Service
    url: str


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    shutil.copytree(furnished(), tmp_path / "town")
    service = Service.open(DataFolder(tmp_path / "town" / "central"))
    listener = listen("127.0.0.1", 0)
    server = new_server(service)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield Served(service, f"http://127.0.0.1:{listener.getsockname()[1]}")
    server.should_exit = True
    thread.join()
    listener.close()
    service.close()


@pytest.fixture
def desk(tmp_path: Path, served: Served) -> Iterator[Callable[[str], Desk]]:
    made: list[tuple[Desk, Computer]] = []

    def sit_down(name: str) -> Desk:
        clock = WallClock(TrueClock(), timedelta(0))
        computer = Computer(name, tmp_path / "town" / name, clock, random.Random(name), lambda _: False)
        computer.start()
        made.append((Desk(computer, served.url), computer))
        return made[-1][0]

    yield sit_down
    for each, computer in made:
        each.leave()
        computer.stop()


def test_a_dossier_with_its_document_goes_from_one_desk_to_the_other(desk: Callable[[str], Desk]) -> None:
    anna, berta = desk("c1"), desk("c2")
    anna.until("SELECT count(*) FROM object WHERE kind = 'body'", 1)
    berta.until("SELECT value FROM meta WHERE key = 'line'", "up")
    dossier = str(dossiers.create(anna.life.session, dossiers.NewDossier("Gual", CLASSES[0])).created)
    documents.add(anna.life.session, dossier, documents.NewDocument("Decret", "decret"), CONTENT, "a.pdf")
    anna.bell.ring()
    berta.until("SELECT fields ->> '$.number' FROM object WHERE kind = 'dossier'", "2026/00001")
    berta.until("SELECT fields ->> '$.present' FROM object WHERE kind = 'version'", 1)
    version = str(berta.value("SELECT id FROM object WHERE kind = 'version'"))
    documents.want(berta.life.session, version)
    berta.bell.ring()
    berta.until("SELECT here FROM blob", 1)
    assert documents.read(berta.life.session, version) == CONTENT
    dossiers.rename(berta.life.session, dossier, "Gual nou")
    berta.bell.ring()
    anna.until("SELECT fields ->> '$.title' FROM object WHERE kind = 'dossier'", "Gual nou")
    anna.until("SELECT count(*) FROM outbox WHERE state != 'done'", 0)
    assert anna.life.engine.problems == berta.life.engine.problems == {}


def test_the_answer_of_a_long_poll_in_flight_is_taken_over(served: Served, tmp_path: Path) -> None:
    """After a push its own effect comes on the long-poll that was open: no further request is made for it."""
    with sqlite3.connect(tmp_path / "town" / "c1" / "0" / "cache.db") as cache:
        token, body = (
            cache.execute("SELECT value FROM meta WHERE key = ?", (f"account.{each}",)).fetchone()[0]
            for each in ("token", "body")
        )
    cache.close()
    headers = {"Authorization": f"Bearer {token}", "Accept-Encoding": "zstd"}
    path = f"/v1/streams/body:{body}/changes"
    sent: list[Request] = []

    class Counting(Transport):
        def send(self, request: Request) -> Response | LineError:
            sent.append(request)
            return super().send(request)

    bell = Bell()
    line = Line(lambda: Counting(served.url, SystemClock(), agent="t"), bell)
    first = line.answer(Request("GET", path, (("after", ""),), headers))
    assert isinstance(first, Response)
    page = decode(first, FeedPage)
    after, at = ("after", cursor_text(page.epoch, page.end)), ((page.stream, page.epoch, page.end),)
    bell.ring()
    waiting = (after, ("wait", "30"))
    hinted = line.answer(Request("GET", path, waiting, headers, timeout=40, listening=True, after=at))
    assert hinted == Hint()
    admin.create_person(served.service, body, "Persona nova", ("lectura",))
    answer = line.answer(Request("GET", path, (after,), headers, after=at))
    assert isinstance(answer, Response)
    assert [row.kind for row in decode(answer, FeedPage).rows] == ["person"]
    assert len(sent) == 2
    assert line.answer(Wait(0.01)) is None
    line.close()


def test_a_wait_ends_with_a_hint_or_with_the_bell() -> None:
    bell = Bell()
    bell.ring()
    assert bell.wait(60)
    threading.Timer(0.01, bell.stop).start()
    assert bell.wait(60)
    assert bell.stopped
