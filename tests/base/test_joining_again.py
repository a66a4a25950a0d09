# SPDX-License-Identifier: EUPL-1.2
"""A profile that goes on with a new enrolment code, against a real central service on loopback: nothing is lost."""

import io
import random
import shutil
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from secrets import token_bytes

import pytest
from helpers.served import served

from central import admin
from central.backup import back_up
from central.folder import DataFolder
from central.restoring import restore
from central.service import Service
from eset_desktop import cli
from eset_desktop.clock import SystemClock
from eset_desktop.demo import town
from eset_desktop.demo.content.towns import Demo
from eset_desktop.demo.content.values import DemoBody
from eset_desktop.domain.rights import SECRETARIA
from eset_desktop.domain.sealing import Cost
from eset_desktop.joining import join, rejoin
from eset_desktop.operations import documents, dossiers
from eset_desktop.operations.documents import NewDocument
from eset_desktop.operations.dossiers import NewDossier
from eset_desktop.paths import Paths
from eset_desktop.store import keys, profile
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.enrolment import needs_code
from eset_desktop.store.keyfile import PASSPHRASE, RECOVERY
from eset_desktop.store.keys import ByPassphrase
from eset_desktop.store.refusals import NotEnrolled, OtherPerson
from eset_desktop.workplace import Workplace
from sync.bell import Bell
from sync.engine import Engine
from sync.enrolment import CodeRefused
from sync.lanes import drive_all
from sync.transport import Transport

PHRASE = "una frase prou llarga"
WAY = ByPassphrase(PHRASE, Cost(memory_kib=64, passes=1, lanes=1))
CLOCK = SystemClock()


@dataclass(slots=True)
class Town:
    """A service that runs and can be set back to a backup; then it has another address."""

    folder: DataFolder
    body: DemoBody
    running: ExitStack = field(default_factory=ExitStack)
    service: Service = field(init=False)
    url: str = field(init=False)

    def start(self) -> None:
        self.service = Service.open(self.folder)
        self.running.callback(self.service.close)
        self.url = self.running.enter_context(served(self.service))

    def set_back(self, backup: Path) -> None:
        self.running.close()
        self.folder = DataFolder(backup.with_name("restored"))
        restore(backup, self.folder, token_bytes)
        self.start()

    def code(self, *, of_another: bool = False) -> str:
        person = next(each for each in self.body.people if (each.profile != SECRETARIA) == of_another)
        return town.enrolment_code(self.folder, person.id)


@dataclass(frozen=True, slots=True)
class Desk:
    """A computer that joined."""

    folder: Path
    key: DataKey

    def open(self) -> Workplace:
        return Workplace.open_for_tool(Paths.below(self.folder), self.key)

    def sync(self, url: str) -> set[str]:
        """Let an agent do all there is to do; return what fails then."""
        with self.open() as place:
            engine, bell = Engine(place.replica, CLOCK, random.Random(1).random), Bell()
            drive_all(
                engine, lambda: Transport(url, CLOCK, agent="eset-desktop/test"), bell, stop_when_idle=True
            )
            return set(engine.problems.values())

    def new(self, title: str) -> str:
        """Open a dossier with a document in it; return its label."""
        with self.open() as place:
            series = place.database.reader().execute(
                "SELECT id FROM object WHERE kind = 'class' AND fields ->> '$.level' = 'series' ORDER BY id"
            )
            made = dossiers.create(place.session, NewDossier(title, series.fetchall()[0][0])).created
            assert made
            documents.add(
                place.session, made, NewDocument(title, "informe"), f"%PDF {title}".encode(), "a.pdf"
            )
            label = place.database.reader().execute(
                "SELECT fields ->> '$.label' FROM object WHERE id = ?", (made,)
            )
            return str(label.fetchone()[0])

    def rows(self, query: str) -> list[object]:
        with self.open() as place:
            return [row[0] for row in place.database.reader().execute(query).fetchall()]

    def titles(self) -> list[object]:
        return self.rows(
            "SELECT fields ->> '$.title' FROM object WHERE kind = 'dossier' AND rev > 0 ORDER BY 1"
        )

    def whole(self) -> tuple[object, ...]:
        """Return all that joining again may touch."""
        return self.rows("SELECT key || value FROM meta ORDER BY key"), (
            self.folder / "keys.json"
        ).read_bytes()


@pytest.fixture(scope="module")
def established(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, DemoBody]:
    body = Demo(seed=1, scale=1, until=date(2026, 11, 20)).bodies[0]
    return town.establish(tmp_path_factory.mktemp("hall") / "central", (body,)).root, body


@pytest.fixture
def hall(established: tuple[Path, DemoBody], tmp_path: Path) -> Iterator[Town]:
    shutil.copytree(established[0], tmp_path / "central")
    made = Town(DataFolder(tmp_path / "central"), established[1])
    made.start()
    with made.running:
        yield made
        made.running.close()


@pytest.fixture
def desk(hall: Town, tmp_path: Path) -> Desk:
    return joined(hall, tmp_path / "desk")


def joined(hall: Town, folder: Path) -> Desk:
    made = Desk(folder, join(folder, hall.url, hall.code(), (WAY,), CLOCK)[1])
    assert made.sync(hall.url) == set()
    return made


def arrived(hall: Town, folder: Path) -> list[object]:
    """Return the dossiers that a colleague gets."""
    return joined(hall, folder).titles()


def test_a_device_that_the_restored_service_never_knew_goes_on_and_all_it_held_arrives_once(
    hall: Town, tmp_path: Path
) -> None:
    back_up(hall.folder, tmp_path / "backup", CLOCK)
    desk = joined(hall, tmp_path / "desk")
    labels = [desk.new("Enviat abans")]
    assert desk.sync(hall.url) == set()
    labels.append(desk.new("Encara aquí"))
    hall.set_back(tmp_path / "backup")
    assert desk.sync(hall.url) == {"sync.device_unknown"}
    rejoin(desk.folder, desk.key, hall.url, hall.code(), CLOCK)
    labels.append(desk.new("Fet després"))
    assert desk.sync(hall.url) == set()
    assert desk.rows("SELECT DISTINCT state FROM outbox") == ["done"]
    assert desk.rows("SELECT DISTINCT confirmed FROM blob") == [1]
    assert desk.titles() == ["Encara aquí", "Enviat abans", "Fet després"]
    assert len(set(labels)) == 3
    assert arrived(hall, tmp_path / "second") == desk.titles()


def test_a_revoked_device_goes_on_with_a_new_code(hall: Town, desk: Desk, tmp_path: Path) -> None:
    desk.new("Enviat abans")
    desk.sync(hall.url)
    desk.new("Encara aquí")
    [old] = desk.rows("SELECT value FROM meta WHERE key = 'account.device'")
    admin.revoke_device(hall.service, str(old))
    desk.sync(hall.url)
    with desk.open() as place:
        assert needs_code(place.database.reader())
    answer = rejoin(desk.folder, desk.key, hall.url, hall.code(), CLOCK)
    with desk.open() as place:
        assert not needs_code(place.database.reader())
        assert not place.replica.is_revoked()
    assert answer.device != old
    assert desk.new("Fet després").startswith(f"PROV-{answer.device_code}-0001")
    assert desk.sync(hall.url) == set()
    assert desk.rows("SELECT DISTINCT state FROM outbox") == ["done"]
    assert arrived(hall, tmp_path / "second") == ["Encara aquí", "Enviat abans", "Fet després"]


def test_an_answer_that_was_lost_with_the_old_device_counts_once(
    hall: Town, desk: Desk, tmp_path: Path
) -> None:
    desk.new("Enviat, sense resposta")
    backup = tmp_path / "before"
    shutil.copytree(desk.folder, backup, ignore=shutil.ignore_patterns("run"))
    desk.sync(hall.url)
    lost = Desk(backup, desk.key)
    rejoin(lost.folder, lost.key, hall.url, hall.code(), CLOCK)
    assert lost.sync(hall.url) == set()
    assert lost.rows("SELECT DISTINCT state FROM outbox") == ["done"]
    assert arrived(hall, tmp_path / "second") == ["Enviat, sense resposta"]


def test_somebody_elses_code_changes_nothing(hall: Town, desk: Desk) -> None:
    desk.new("Encara aquí")
    before = desk.whole()
    with pytest.raises(OtherPerson):
        rejoin(desk.folder, desk.key, hall.url, hall.code(of_another=True), CLOCK)
    with pytest.raises(CodeRefused):
        rejoin(desk.folder, desk.key, hall.url, "no és cap codi", CLOCK)
    assert desk.whole() == before
    assert desk.sync(hall.url) == set()
    assert desk.titles() == ["Encara aquí"]


def test_the_command_finishes_a_joining_that_broke_off(
    hall: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "desk"
    made, key = profile.create(folder, (WAY,))
    with Desk(folder, key).open() as place:
        assert needs_code(place.database.reader())
        with pytest.raises(NotEnrolled):
            place.session.account()
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{hall.code()}\n{PHRASE}\n"))
    assert cli.main(["join", hall.url, "--profile", str(folder), "--passphrase"]) == 0
    assert capsys.readouterr().out.startswith("Joined: ")
    assert keys.ways(made.keys_path) == {PASSPHRASE, RECOVERY}
    desk = Desk(folder, keys.open_with_passphrase(made.keys_path, PHRASE))
    assert desk.sync(hall.url) == set()
    desk.new("El primer")
    assert desk.sync(hall.url) == set()
    assert desk.titles() == ["El primer"]
