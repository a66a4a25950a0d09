# SPDX-License-Identifier: EUPL-1.2
"""`eset-desktop import-plan` and `export-plan`: what was taken in comes out the same."""

import io
from pathlib import Path

import pytest
from helpers.cache import ANNA, BODY, STREAM
from helpers.profiles import PASSPHRASE, WAY

from eset_desktop import cli
from eset_desktop.clock import SystemClock
from eset_desktop.interop.plan_csv import read_plan
from eset_desktop.store import profile
from eset_desktop.store.meta import Account
from eset_desktop.store.opening import open_store
from eset_desktop.store.replica import Replica

PLAN = (
    "codi;titol;nivell;acces;conservacio;anys\n1;Govern;funcio;;;\n1.1;Ple;serie;;;\n1.2;Sessions;serie;;;\n"
)


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A profile of the secretary, who may import plans."""
    monkeypatch.setenv("LC_ALL", "ca_ES.UTF-8")
    made, key = profile.create(tmp_path / "desk", (WAY,))
    with open_store(made, key, SystemClock()) as store:
        account = Account("http://127.0.0.1:9", "secret", "A7", "A7", ANNA, "Anna", BODY, "Ribalta")
        Replica(store.database, store.blobs, SystemClock()).join(account, ("catalogue", STREAM))
    (tmp_path / "plan.csv").write_text(PLAN, "utf-8")
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, place: Path, *arguments: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{PASSPHRASE}\n"))
    return cli.main([*arguments, "--profile", str(place / "desk"), "--passphrase"])


def test_a_plan_that_was_imported_comes_out_the_same(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, place, "import-plan", str(place / "plan.csv")) == 0, capsys.readouterr().err
    capsys.readouterr()
    out = place / "out.csv"
    assert run(monkeypatch, place, "export-plan", "plan", str(out)) == 0
    assert capsys.readouterr().out == "plan: 3 classes.\n"
    found = read_plan(out.read_bytes(), plan="plan")
    assert found == read_plan(PLAN.encode(), plan="plan")
    out.write_bytes(b"mine")
    assert run(monkeypatch, place, "export-plan", "plan", str(out)) == 1
    assert "Ja hi ha un fitxer amb el nom out.csv" in capsys.readouterr().err
    assert out.read_bytes() == b"mine"


def test_a_plan_that_is_not_here_is_told(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, place, "export-plan", "un altre", str(place / "out.csv")) == 1
    told = capsys.readouterr().err
    assert "no hi ha cap quadre" in told
    assert "En aquest ordinador hi ha: –." in told


def test_a_plan_that_cannot_be_written_leaves_nothing(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, place, "import-plan", str(place / "plan.csv")) == 0, capsys.readouterr().err
    assert run(monkeypatch, place, "export-plan", "plan", str(place / "nodir" / "out.csv")) == 1
    assert "No s'ha pogut escriure el fitxer out.csv" in capsys.readouterr().err
    assert run(monkeypatch, place, "export-plan", "plans", str(place / "out.csv")) == 1
    assert "En aquest ordinador hi ha: plan." in capsys.readouterr().err
    assert [each.name for each in sorted(place.iterdir())] == ["desk", "plan.csv"]
    assert not (place / "out.csv").exists()
