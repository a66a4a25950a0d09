# SPDX-License-Identifier: EUPL-1.2
"""Profiles: made whole or not at all, one window and one agent, refused where they would lose data."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.profiles import PASSPHRASE, WAY, Made
from helpers.small_disk import fill

from eset_desktop import platform
from eset_desktop.clock import SystemClock
from eset_desktop.store import keys, profile
from eset_desktop.store.errors import (
    AlreadyOpen,
    DiskFull,
    LastWrapping,
    NetworkFolder,
    NewerProfile,
    ProfileExists,
    ProfileMissing,
    ReadOnlyFolder,
    RoamingFolder,
    StoreInUse,
)
from eset_desktop.store.opening import open_store
from eset_desktop.store.profile_locks import Seat

ROOT = Path(__file__).resolve().parents[2]


def _child(code: str, *arguments: str, crash_at: str = "") -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "ESET_CRASH_AT": crash_at}
    pipe = subprocess.PIPE
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment)


def test_a_profile_is_made_and_found_again(made: Made) -> None:
    found = profile.open(made.profile.folder)
    assert found == made.profile
    assert found.about.body_name == "Ajuntament de Prova"
    key = keys.open_with_passphrase(found.keys_path, PASSPHRASE)
    assert key == made.key
    with open_store(found, key, SystemClock()) as store:
        assert store.database.reader().execute("SELECT count(*) FROM object").fetchone() == (0,)


def test_only_its_user_may_look_into_it(made: Made) -> None:
    with open_store(made.profile, made.key, SystemClock()) as store:
        store.blobs.put(b"x")
    folders = [made.profile.folder, *(each for each in made.profile.folder.rglob("*") if each.is_dir())]
    assert {oct(each.stat().st_mode & 0o077) for each in folders} == {"0o0"}
    assert (made.profile.database_path.stat().st_mode & 0o077) == 0


def test_what_a_window_shows_before_it_is_opened_can_change(made: Made) -> None:
    made.profile.described("Ajuntament de Mostra", "#123456")
    about = profile.open(made.profile.folder).about
    assert (about.body_name, about.colour, about.id) == (
        "Ajuntament de Mostra",
        "#123456",
        made.profile.about.id,
    )


def test_a_profile_is_never_overwritten(made: Made) -> None:
    before = made.profile.keys_path.read_bytes()
    with pytest.raises(ProfileExists):
        profile.create(made.profile.folder, (WAY,))
    (made.profile.folder / "profile.json").unlink()
    with pytest.raises(ProfileExists):
        profile.create(made.profile.folder, (WAY,))
    assert made.profile.keys_path.read_bytes() == before


def test_a_lost_profile_file_is_made_again(made: Made) -> None:
    for spoil in (b"", b"{"):
        (made.profile.folder / "profile.json").write_bytes(spoil)
        assert profile.open(made.profile.folder).about.id == made.profile.about.id
    (made.profile.folder / "profile.json").unlink()
    found = profile.open(made.profile.folder)
    open_store(found, made.key, SystemClock()).close()


def test_an_empty_or_absent_folder_is_no_profile(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(ProfileMissing):
            profile.open(folder)


def test_a_later_layout_is_left_alone(made: Made) -> None:
    path = made.profile.folder / "profile.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "format": 2}))
    with pytest.raises(NewerProfile):
        profile.open(made.profile.folder)


def test_a_profile_without_a_way_in_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(LastWrapping):
        profile.create(tmp_path / "p", ())
    with pytest.raises(ProfileMissing):
        profile.open(tmp_path / "p")
    profile.create(tmp_path / "p", (WAY,))


CREATE = """
import sys
from pathlib import Path
from helpers.profiles import WAY
from eset_desktop.store import profile
profile.create(Path(sys.argv[1]), (WAY,))
"""


@pytest.mark.parametrize(
    "point", ["profile.begun", "keys.written", "profile.keys", "writer.committed", "profile.database"]
)
def test_a_kill_while_it_is_made_leaves_nothing_in_the_way(tmp_path: Path, point: str) -> None:
    folder = tmp_path / "p"
    child = _child(CREATE, str(folder), crash_at=point)
    child.communicate(timeout=60)
    assert child.returncode == -signal.SIGKILL
    with pytest.raises(ProfileMissing):
        profile.open(folder)
    made, key = profile.create(folder, (WAY,))
    open_store(made, key, SystemClock()).close()


def test_a_network_folder_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Made) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"tmpfs / ext4 rw 0 0\nserver:/home {tmp_path} nfs4 rw 0 0\n")
    real = platform.is_network_filesystem
    monkeypatch.setattr(platform, "is_network_filesystem", lambda path: real(path, mounts=mounts))
    with pytest.raises(NetworkFolder):
        profile.create(tmp_path / "p", (WAY,))
    assert not (tmp_path / "p").exists()
    with pytest.raises(NetworkFolder):
        profile.open(made.profile.folder)


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive - Ajuntament de Prova", "nextcloud"])
def test_a_folder_that_is_copied_between_computers_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(RoamingFolder):
        profile.create(tmp_path / name / "p", (WAY,))
    assert not (tmp_path / name).exists()


HOLD = """
import sys
from pathlib import Path
from eset_desktop.store import profile
found = profile.open(Path(sys.argv[1]))
lock = getattr(found, sys.argv[2])()
(lock.acquire if hasattr(lock, "acquire") else lock.take)()
print("held", flush=True)
sys.stdin.read(1)
"""


@pytest.mark.parametrize("role", ["window", "agent"])
def test_there_is_one_of_each_and_a_kill_frees_it(made: Made, role: str) -> None:
    child = _child(HOLD, str(made.profile.folder), f"{role}_lock")
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    lock = getattr(made.profile, f"{role}_lock")()
    with pytest.raises(AlreadyOpen) as refused, lock:
        pytest.fail("two at once")
    assert refused.value.details == {"role": role}
    assert role in lock.address
    child.kill()
    child.communicate(timeout=20)
    with lock, made.profile.window_lock() if role == "agent" else made.profile.agent_lock():
        pass


def test_who_needs_the_profile_alone_waits_for_nobody(made: Made) -> None:
    child = _child(HOLD, str(made.profile.folder), "seat")
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    mine = made.profile.seat().take()
    with pytest.raises(StoreInUse), mine.alone():
        pytest.fail("somebody else is in")
    child.kill()
    child.communicate(timeout=20)
    with mine.alone(), pytest.raises(StoreInUse):
        made.profile.seat().take()
    other = made.profile.seat().take()
    with pytest.raises(StoreInUse), mine.alone():
        pytest.fail("somebody else is in")
    other.leave()
    mine.leave()
    fresh = made.profile.seat()
    with fresh.alone():
        pass
    fresh.leave()
    fresh.leave()
    with pytest.raises(StoreInUse):
        fresh.take()


def test_the_place_of_who_was_alone_stays_its_own(tmp_path: Path) -> None:
    first, second, third = (Seat(tmp_path / "seats") for _ in range(3))
    first.take()
    second.take()
    first.leave()
    with second.alone():
        pass
    with pytest.raises(StoreInUse), third.alone():
        pytest.fail("the second still sits there")
    second.leave()
    with third.alone():
        pass
    third.leave()


def test_a_full_disk_makes_no_half_profile(small_disk: Path) -> None:
    fill(small_disk, leave=24 * 1024)
    with pytest.raises(DiskFull):
        profile.create(small_disk / "p", (WAY,))
    (small_disk / "filler").unlink()
    made, key = profile.create(small_disk / "p", (WAY,))
    open_store(made, key, SystemClock()).close()


def test_a_read_only_folder_is_told(small_disk: Path) -> None:
    made, key = profile.create(small_disk / "p", (WAY,))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(ReadOnlyFolder):
        profile.create(small_disk / "q", (WAY,))
    with pytest.raises(ReadOnlyFolder):
        open_store(profile.open(made.folder), key, SystemClock())
