# SPDX-License-Identifier: EUPL-1.2
"""``eset-central`` as its keeper runs it: real processes."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
import requests
from helpers.forked import Starts
from helpers.running import until
from helpers.served import Client
from helpers.town import Desk

from central import admin
from central.codes import read_code
from central.errors.devices import CodeRefused
from central.folder import DataFolder
from central.service import Service
from eset_desktop.clock import Ids, SystemClock
from eset_desktop.demo.processes import Process
from eset_desktop.domain.recovery import from_pem
from sync.protocol import EnrolAnswer, PushAnswer, PushBatch

PASSPHRASE = "una frase ben llarga"


class Keeper:
    """Runs commands on one data folder."""

    def __init__(self, data: Path, starts: Starts) -> None:
        self.data = data
        self.starts = starts

    def run(
        self, command: str, *options: str, fds: tuple[int, ...] = ()
    ) -> "subprocess.CompletedProcess[str]":
        return self.starts.run(
            [sys.executable, "-m", "central", command, "--data", str(self.data), *options], fds
        )

    def told(self, command: str, *options: str) -> str:
        done = self.run(command, *options)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def create_body(self, key: Path, name: str = "Ajuntament de prova") -> "subprocess.CompletedProcess[str]":
        reading, writing = os.pipe()
        os.write(writing, (PASSPHRASE + "\n").encode())
        os.close(writing)
        options = ("--name", name, "--dir3", "L01080193", "--nif", "Q0000000J", "--recovery-key", str(key))
        try:
            return self.run("create-body", *options, "--passphrase-fd", str(reading), fds=(reading,))
        finally:
            os.close(reading)

    def serve(self) -> Process:
        port_file = self.data / "port"
        port_file.unlink(missing_ok=True)
        command = [sys.executable, "-m", "central", "serve", "--data", str(self.data)]
        with (self.data / "said").open("ab") as said:
            return self.starts(
                [*command, "--port-file", str(port_file)], [], stdout=said, stderr=said,
                stdin=subprocess.DEVNULL, env=dict(os.environ),
            )  # fmt: skip

    def url(self, process: Process) -> str:
        """Return the address once the service answers; fails when the process ends before."""
        port_file = self.data / "port"
        assert until(lambda: port_file.exists() or process.poll() is not None)
        assert process.poll() is None, (self.data / "said").read_text("utf-8")
        url = f"http://127.0.0.1:{int(port_file.read_text())}"
        assert requests.get(url + "/.well-known/eset", timeout=20).ok
        return url


@pytest.fixture
def keeper(tmp_path: Path, starts: Starts) -> Keeper:
    keeper = Keeper(tmp_path / "data", starts)
    assert keeper.told("migrate").startswith("schema updated")
    return keeper


@pytest.fixture
def processes() -> Iterator[list[Process]]:
    started: list[Process] = []
    yield started
    for process in started:
        if process.poll() is None:
            process.kill()
        process.wait(20)


@pytest.mark.slow
def test_from_nothing_to_an_enrolled_person_and_back_from_a_backup(keeper: Keeper, tmp_path: Path) -> None:
    key = tmp_path / "recovery.pem"
    made = keeper.create_body(key)
    assert made.returncode == 0, made.stderr
    body = made.stdout.strip()
    assert from_pem(key.read_bytes(), PASSPHRASE).private
    assert key.stat().st_mode & 0o077 == 0
    assert PASSPHRASE not in made.stdout + made.stderr
    again = keeper.create_body(tmp_path / "other.pem")
    assert (again.returncode, "already" in again.stderr) == (1, True)
    overwriting = keeper.create_body(key, "Un altre")
    assert overwriting.returncode == 1

    person = keeper.told(
        "create-person", "--body", "L01080193", "--name", "Anna", "--profiles", "secretaria", "alcaldia"
    )
    code = keeper.told("enrol", "--person", person, "--hours", "2")
    assert read_code(code)
    assert keeper.run("enrol", "--person", "nobody").returncode == 1
    assert keeper.run("revoke-device", "--device", "nothing").returncode == 1
    assert len(keeper.told("devices").splitlines()) == 1
    assert keeper.told("migrate") == "schema up to date, 0 catalogue objects changed"
    assert keeper.told("backup", "--to", str(tmp_path / "backup")).startswith("backup of")
    restored = Keeper(tmp_path / "restored", keeper.starts)
    told = restored.run("restore", "--from", str(tmp_path / "backup"))
    assert (told.returncode, "ATTENTION" in told.stderr) == (0, True)
    assert restored.told("verify") == ""
    service = Service.open(DataFolder(restored.data))
    with pytest.raises(CodeRefused):
        enrol(service, code)  # it may have been used since the backup
    fresh, _ = admin.enrolment_code(service, person, timedelta(hours=1))
    assert Desk(service, enrol(service, fresh), service.ids).page() is not None
    assert body
    service.close()


def enrol(service: Service, code: str) -> EnrolAnswer:
    from sync.protocol import EnrolRequest

    return service.enrol(EnrolRequest(code, "taulell", "0.1.0"))


def test_wrong_use_is_told_on_standard_error(keeper: Keeper, tmp_path: Path) -> None:
    nothing = Keeper(tmp_path / "nothing", keeper.starts).run("devices")
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert "migrate" in nothing.stderr
    assert keeper.run("enrol", "--person", "x", "--hours", "0").returncode == 2
    assert keeper.run("unknown").returncode == 2
    assert keeper.run("create-person", "--body", "no", "--name", "x", "--profiles", "lectura").returncode == 1


@pytest.mark.slow
def test_serving_stops_on_sigterm_and_survives_sigkill(
    keeper: Keeper, tmp_path: Path, processes: list[Process]
) -> None:
    body = keeper.create_body(tmp_path / "recovery.pem").stdout.strip()
    person = keeper.told("create-person", "--body", body, "--name", "Anna", "--profiles", "administracio")
    code = keeper.told("enrol", "--person", person)
    saved: list[str] = []
    answer: EnrolAnswer | None = None
    for _ in range(3):
        processes.append(keeper.serve())
        url = keeper.url(processes[-1])
        second = keeper.serve()
        processes.append(second)
        assert second.wait(20) == 1
        if answer is None:
            ask = {"code": code, "device_name": "taulell", "client": "0.1.0"}
            answer = msgspec.json.decode(
                requests.post(url + "/v1/enrol", json=ask, timeout=20).content, type=EnrolAnswer
            )
        saved += push(url, answer, len(saved))
        processes[-2].send_signal(signal.SIGKILL)
        processes[-2].wait(20)
    processes.append(keeper.serve())
    url = keeper.url(processes[-1])
    client = Client(url, answer.token if answer else "")
    page = client("GET", f"/v1/streams/body:{body}/changes").text
    client.session.close()
    assert all(each in page for each in saved)
    processes[-1].send_signal(signal.SIGTERM)
    assert processes[-1].wait(20) == 0
    assert keeper.run("verify").returncode == 0


def push(url: str, answer: EnrolAnswer, n: int) -> list[str]:
    """Push dossiers and return the ids that were acknowledged."""
    desk = Desk(None, answer, Ids(SystemClock()), n)
    client = Client(url, answer.token)
    made = [desk.dossier(at="2026-11-21T09:00:00Z") for _ in range(5)]
    sent = client("POST", "/v1/push", data=msgspec.json.encode(PushBatch(1, tuple(made))))
    client.session.close()
    results = msgspec.json.decode(sent.content, type=PushAnswer).results
    assert {result.status for result in results} == {"applied"}
    return [each.object for each in made]
