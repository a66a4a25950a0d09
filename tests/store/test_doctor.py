# SPDX-License-Identifier: EUPL-1.2
"""The doctor: well machines are called well, each illness has its name, and the report holds nothing personal."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from helpers.keyrings import MemoryKeyring
from helpers.profiles import Made, save_unsent_work

from eset_desktop import doctor, platform
from eset_desktop.clock import ManualClock, SystemClock, iso
from eset_desktop.commands import doctor_report
from eset_desktop.doctor import ClockWrong, DiskLow, Finding, PythonUnsupported, QtUnusable, examine
from eset_desktop.paths import Paths
from eset_desktop.store import backup
from eset_desktop.store.errors import (
    DatabaseMissing,
    EmptyDatabase,
    KeyringLocked,
    NetworkFolder,
    NewerSchema,
    NotADatabase,
)
from eset_desktop.store.opening import open_store
from eset_desktop.store.replica import Replica

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def paths(made: Made) -> Paths:
    return Paths.below(made.profile.folder)


@pytest.fixture(autouse=True)
def qt_loads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading Qt takes half a second; it is tried once, below."""
    monkeypatch.setattr(doctor.check_qt, "__defaults__", ("print('6.0')",))


def _by_name(findings: tuple[Finding, ...]) -> dict[str, Finding]:
    return {each.check: each for each in findings}


def test_a_well_machine_is_called_well(made: Made, paths: Paths, clock: ManualClock) -> None:
    with open_store(made.profile, made.key, clock) as store:
        save_unsent_work(store.database)
    found = _by_name(examine(paths, clock, key=made.key, keyring=MemoryKeyring()))
    assert [each.problem for each in found.values() if each.check != "disk"] == [None] * 6
    assert found["database"].facts["waiting"] == 3
    assert found["profile"].facts == {"state": "ready", "ways": "passphrase"}


def test_a_machine_without_a_profile_is_well_too(tmp_path: Path, clock: ManualClock) -> None:
    found = _by_name(examine(Paths.below(tmp_path / "none"), clock, keyring=MemoryKeyring()))
    assert found["profile"].facts == {"state": "none"}
    assert found["database"].problem is None
    assert not (tmp_path / "none").exists()


def test_each_illness_of_the_machine_has_its_name(
    paths: Paths, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(PythonUnsupported):
        doctor.check_python((3, 10))
    with pytest.raises(QtUnusable) as missing:
        doctor.check_qt("raise ImportError('libEGL.so.1: cannot open shared object file')")
    assert "libEGL.so.1" in str(missing.value.details["reason"])
    monkeypatch.setattr(platform, "free_bytes", lambda _path: 10_000_000)
    with pytest.raises(DiskLow):
        doctor.check_disk(paths)
    monkeypatch.setattr(platform, "is_network_filesystem", lambda _path: True)
    with pytest.raises(NetworkFolder):
        doctor.check_profile(paths)
    found = _by_name(examine(paths, clock, keyring=MemoryKeyring(locked=True)))
    assert isinstance(found["keyring"].problem, KeyringLocked)
    assert found["keyring"].warning


def test_qt_really_loads() -> None:
    assert str(doctor.check_qt(doctor._QT_CODE)["version"]).startswith("6.")


def test_a_wrong_clock_is_told(made: Made, paths: Paths, clock: ManualClock) -> None:
    with pytest.raises(ClockWrong):
        doctor.check_clock(paths, ManualClock(clock.current.replace(year=2001)), None)
    assert doctor.check_clock(paths, clock, made.key) == {"compared": "yes", "seconds": 0}
    ahead = ManualClock(clock.current.replace(year=2029))
    with open_store(made.profile, made.key, ahead) as store:
        Replica(store.database, store.blobs, ahead).note_contact(ok=True, server_time=iso(clock.current))
    with pytest.raises(ClockWrong) as wrong:
        doctor.check_clock(paths, clock, made.key)
    assert abs(int(wrong.value.details["seconds"])) > 90_000_000


def test_each_illness_of_the_database_has_its_name(made: Made, paths: Paths) -> None:
    path = made.profile.database_path
    good = path.read_bytes()
    with backup.opened(path, made.key) as connection:
        connection.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerSchema):
        doctor.check_database(paths, made.key)
    spoilt = bytearray(good)
    spoilt[2 * 4096 + 7] ^= 1
    path.write_bytes(spoilt)
    with pytest.raises(NotADatabase):
        doctor.check_database(paths, made.key)
    assert doctor.check_database(paths, None)["read"] == "no"
    path.write_bytes(b"")
    with pytest.raises(EmptyDatabase):
        doctor.check_database(paths, made.key)
    path.unlink()
    with pytest.raises(DatabaseMissing):
        doctor.check_database(paths, made.key)
    assert not path.exists()


def test_the_report_holds_nothing_personal(paths: Paths, clock: ManualClock, tmp_path: Path) -> None:
    paths.logs.mkdir()
    line = f"saved 00000000T anna@example.org {Path.home()}/secret"
    (paths.logs / "window.log").write_text(f"{line}\n", encoding="utf-8")
    findings = (Finding("profile", {"folder": str(Path.home() / "x")}, NetworkFolder()),)
    doctor_report.write(tmp_path / "report.zip", findings, paths, clock)
    with zipfile.ZipFile(tmp_path / "report.zip") as archive:
        names = archive.namelist()
        text = "".join(archive.read(name).decode() for name in names)
    assert names == ["report.json", "logs/window.log"]
    for personal in ("00000000T", "anna@example.org", str(Path.home())):
        assert personal not in text
    assert json.loads(text[: text.rindex("}") + 1])["checks"][0]["code"] == "store.network_folder"


def test_the_command_says_it_in_the_person_s_language(made: Made, tmp_path: Path) -> None:
    made.profile.database_path.write_bytes(b"")
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "ca_ES.UTF-8",
        "PYTHONIOENCODING": "utf-8",
    }
    report = tmp_path / "report.zip"
    command = ["doctor", "--profile", str(made.profile.folder), "--report", str(report)]
    done = subprocess.run(
        [sys.executable, "-m", "eset_desktop", *command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "✗ Base de dades: El fitxer de les vostres dades és buit." in done.stdout
    assert "✓ Python: versió: " in done.stdout
    assert zipfile.is_zipfile(report)


def test_a_check_that_stumbles_does_not_stop_the_others(
    paths: Paths, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(_paths: Paths) -> doctor.Facts:
        raise ZeroDivisionError

    monkeypatch.setattr(doctor, "check_disk", stumble)
    found = _by_name(examine(paths, clock, keyring=MemoryKeyring()))
    assert found["disk"].facts == {"kind": "ZeroDivisionError"}
    assert found["database"].problem is None


def test_the_clock_of_the_machine_is_later_than_the_program() -> None:
    assert SystemClock().now() > doctor.PROGRAM_MADE
