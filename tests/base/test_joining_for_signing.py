# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop join --signing-only` against a real central service on loopback, and the agent's lanes behind it."""

import io
import random
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from helpers.served import served

from central import service as central_service
from central.folder import DataFolder
from central.service import Service
from eset_desktop import cli
from eset_desktop.clock import SystemClock
from eset_desktop.demo import town
from eset_desktop.demo.content.towns import Demo
from eset_desktop.domain.rights import SECRETARIA
from eset_desktop.domain.sealing import Cost
from eset_desktop.joining import join, rejoin
from eset_desktop.paths import Paths
from eset_desktop.store import keys, profile
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.keys import ByPassphrase
from eset_desktop.store.meta import Account
from eset_desktop.workplace import Workplace
from sync.bell import Bell
from sync.engine import Engine
from sync.enrolment import SigningOnlyUnknown
from sync.lanes import drive_all
from sync.protocol import FEATURES, SIGNING_ONLY
from sync.transport import Transport

PHRASE = "una frase prou llarga"
WAY = ByPassphrase(PHRASE, Cost(memory_kib=64, passes=1, lanes=1))
CLOCK = SystemClock()
SAID = "This computer is only for signing: it holds what waits for your signature and nothing else."


@pytest.fixture(scope="module")
def established(tmp_path_factory: pytest.TempPathFactory) -> tuple[DataFolder, str]:
    """A service's folder, and its secretary, who reads everything at other computers."""
    body = Demo(seed=1, scale=1, until=date(2026, 11, 20)).bodies[0]
    folder = town.establish(tmp_path_factory.mktemp("hall") / "central", (body,))
    return folder, next(each.id for each in body.people if each.profile == SECRETARIA)


@pytest.fixture
def url(established: tuple[DataFolder, str]) -> Iterator[str]:
    service = Service.open(established[0])
    with served(service) as address:
        yield address
    service.close()


@pytest.fixture
def code(established: tuple[DataFolder, str]) -> str:
    return town.enrolment_code(*established)


def synced(folder: Path, key: DataKey, url: str) -> tuple[Account, dict[str, int]]:
    """Let an agent do all there is to do; return whose computer it is and what it holds, by stream and how much."""
    with Workplace.open_for_tool(Paths.below(folder), key) as place:
        engine = Engine(place.replica, CLOCK, random.Random(1).random)
        drive_all(
            engine, lambda: Transport(url, CLOCK, agent="eset-desktop/test"), Bell(), stop_when_idle=True
        )
        assert engine.problems == {}
        held = (
            place.database.reader().execute("SELECT stream, count(*) FROM object GROUP BY stream").fetchall()
        )
        return place.replica.account(), dict(held)


def test_the_command_joins_one_and_a_new_code_keeps_it_so(
    url: str, established: tuple[DataFolder, str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    folder = tmp_path / "home"
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setattr(
        sys, "stdin", io.StringIO(f"{town.enrolment_code(*established)}\n{PHRASE}\n{PHRASE}\n")
    )
    asked = ["join", url, "--profile", str(folder), "--passphrase", "--signing-only"]
    assert cli.main(asked) == 0
    assert SAID in capsys.readouterr().out
    key = keys.open_with_passphrase(profile.open(folder).keys_path, PHRASE)
    account, held = synced(folder, key, url)
    assert account.signing_only
    assert held.keys() == {"catalogue", account.home}
    assert account.home == f"signer:{established[1]}"
    again = rejoin(folder, key, url, town.enrolment_code(*established), CLOCK)
    assert again.signing_only
    account, now = synced(folder, key, url)
    assert account.signing_only
    assert now == held


def test_a_computer_with_everything_does_not_become_one(
    url: str, established: tuple[DataFolder, str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    folder = tmp_path / "desk"
    _, key = join(folder, url, town.enrolment_code(*established), (WAY,), CLOCK)
    fresh = town.enrolment_code(*established)
    monkeypatch.setenv("LC_ALL", "C")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{fresh}\n{PHRASE}\n"))
    assert cli.main(["join", url, "--profile", str(folder), "--passphrase", "--signing-only"]) != 0
    assert "can't become one that is only for signing" in capsys.readouterr().err
    assert not rejoin(folder, key, url, fresh, CLOCK).signing_only


def test_a_service_that_would_give_everything_is_not_asked(
    url: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tuple(each for each in FEATURES if each != SIGNING_ONLY)
    monkeypatch.setattr(central_service, "FEATURES", before)
    with pytest.raises(SigningOnlyUnknown):
        join(tmp_path / "home", url, code, (WAY,), CLOCK, signing_only=True)
    assert not (tmp_path / "home" / "profile.json").exists()
    assert join(tmp_path / "home", url, code, (WAY,), CLOCK)[0].signing_only is False
