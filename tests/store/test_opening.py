# SPDX-License-Identifier: EUPL-1.2
"""Opening a database that is not as it should be: each case has its own error, and nothing is lost or made anew."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.profiles import WAY, Made, save_unsent_work, unsent_work
from helpers.small_disk import fill

from eset_desktop.clock import ManualClock
from eset_desktop.store import backup, profile, schema
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.engine import PRAGMAS
from eset_desktop.store.errors import (
    BackupFailed,
    DatabaseMissing,
    DiskFull,
    EmptyDatabase,
    NewerSchema,
    NotADatabase,
    StoreError,
    StoreInUse,
    WrongKey,
)
from eset_desktop.store.opening import OpenStore, open_store

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def titles(made: Made, clock: ManualClock) -> dict[str, str]:
    """Unsent work in the profile, all of it in the file itself."""
    with open_store(made.profile, made.key, clock) as store:
        return save_unsent_work(store.database)


def _bytes(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("cache.db*")}


def _foreign(path: Path) -> None:
    path.write_bytes(b"this was never a database" * 1000)


def _spoilt_header(path: Path) -> None:
    raw = bytearray(path.read_bytes())
    raw[100] ^= 0xFF
    path.write_bytes(raw)


def _only_a_header(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:200])


def _save_for_ever(store: OpenStore, titles: dict[str, str]) -> None:
    while True:
        titles |= save_unsent_work(store.database, count=1)


@pytest.mark.parametrize(
    ("spoil", "error"),
    [
        (lambda path: path.unlink(), DatabaseMissing),
        (lambda path: path.write_bytes(b""), EmptyDatabase),
        (_foreign, NotADatabase),
        (_spoilt_header, NotADatabase),
        (_only_a_header, NotADatabase),
    ],
)
@pytest.mark.usefixtures("titles")
def test_a_file_that_is_no_database_is_told_and_left_alone(
    made: Made, clock: ManualClock, spoil: Callable[[Path], None], error: type[StoreError]
) -> None:
    spoil(made.profile.database_path)
    before = _bytes(made.profile.folder)
    with pytest.raises(error):
        open_store(made.profile, made.key, clock)
    assert _bytes(made.profile.folder) == before
    with made.profile.seat().alone():
        pass


def test_a_wrong_key_is_told_and_writes_nothing(
    made: Made, clock: ManualClock, capfd: pytest.CaptureFixture[str]
) -> None:
    before = _bytes(made.profile.folder)
    with pytest.raises(WrongKey):
        open_store(made.profile, DataKey(bytes(32)), clock)
    assert _bytes(made.profile.folder) == before
    assert capfd.readouterr().err == ""


def test_a_database_of_another_profile_is_told(made: Made, clock: ManualClock, tmp_path: Path) -> None:
    other, _ = profile.create(tmp_path / "other", (WAY,))
    made.profile.database_path.write_bytes(other.database_path.read_bytes())
    with pytest.raises(NotADatabase):
        open_store(made.profile, made.key, clock)


def test_a_newer_schema_is_refused_untouched(made: Made, clock: ManualClock, titles: dict[str, str]) -> None:
    with backup.opened(made.profile.database_path, made.key) as connection:
        connection.execute("PRAGMA user_version = 99")
    before = _bytes(made.profile.folder)
    with pytest.raises(NewerSchema) as refused:
        open_store(made.profile, made.key, clock)
    assert refused.value.details == {"found": 99, "known": schema.SCHEMA_VERSION}
    assert _bytes(made.profile.folder) == before
    with backup.opened(made.profile.database_path, made.key) as connection:
        connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION}")
    with open_store(made.profile, made.key, clock) as store:
        assert unsent_work(store.database) == titles


def test_a_newer_schema_that_comes_while_it_is_open_stops_the_next_save(
    made: Made, clock: ManualClock
) -> None:
    with open_store(made.profile, made.key, clock) as store:
        with backup.opened(made.profile.database_path, made.key) as connection:
            connection.execute(f"PRAGMA user_version = {schema.SCHEMA_VERSION + 1}")
        with pytest.raises(NewerSchema):
            save_unsent_work(store.database)
        assert unsent_work(store.database) == {}


def test_every_connection_has_its_settings(made: Made, clock: ManualClock) -> None:
    with open_store(made.profile, made.key, clock) as store, store.database.write() as writer:
        for connection in (writer, store.database.reader()):
            for name, value in PRAGMAS.items():
                assert connection.execute(f"PRAGMA {name}").fetchone()[0] == value, name


def test_a_disk_that_is_full_stops_a_save_and_keeps_the_rest(small_disk: Path, clock: ManualClock) -> None:
    made, key = profile.create(small_disk / "p", (WAY,))
    with open_store(made, key, clock) as store:
        titles = save_unsent_work(store.database)
        fill(small_disk)
        with pytest.raises(DiskFull):
            _save_for_ever(store, titles)
        kept = unsent_work(store.database)
        assert kept.items() >= titles.items()
        (small_disk / "filler").unlink()
        kept |= save_unsent_work(store.database, count=1)
    with open_store(made, key, clock) as store:
        assert unsent_work(store.database) == kept


def test_a_disk_that_is_full_does_not_open_or_tells_so(small_disk: Path, clock: ManualClock) -> None:
    made, key = profile.create(small_disk / "p", (WAY,))
    fill(small_disk)
    with pytest.raises(DiskFull):
        open_store(made, key, clock)
    (small_disk / "filler").unlink()
    open_store(made, key, clock).close()


# Backups


def test_a_backup_is_encrypted_checked_and_whole(
    made: Made, clock: ManualClock, titles: dict[str, str]
) -> None:
    with open_store(made.profile, made.key, clock) as store:
        titles |= save_unsent_work(store.database)
        copy = backup.make(made.profile, made.key, clock, "test")
        titles_then = dict(titles)
        titles |= save_unsent_work(store.database)
    raw = copy.read_bytes()
    assert b"SQLite format" not in raw
    assert b"obres" not in raw
    assert backup.problems(copy, made.key) == ()
    assert backup.kept(made.profile) == (copy,)
    with pytest.raises(WrongKey):
        backup.problems(copy, DataKey(bytes(32)))
    aside = backup.restore(made.profile, made.key, copy, clock)
    with open_store(made.profile, made.key, clock) as store:
        assert unsent_work(store.database) == titles_then
    backup.restore(made.profile, made.key, aside, clock)
    with open_store(made.profile, made.key, clock) as store:
        assert unsent_work(store.database) == titles


@pytest.mark.usefixtures("titles")
def test_nothing_is_restored_over_an_open_database_or_from_a_spoilt_copy(
    made: Made, clock: ManualClock
) -> None:
    copy = backup.make(made.profile, made.key, clock, "test")
    with open_store(made.profile, made.key, clock), pytest.raises(StoreInUse):
        backup.restore(made.profile, made.key, copy, clock)
    raw = bytearray(copy.read_bytes())
    raw[3 * 4096 + 50] ^= 1
    copy.write_bytes(raw)
    before = _bytes(made.profile.folder)
    with pytest.raises(NotADatabase):
        backup.restore(made.profile, made.key, copy, clock)
    assert _bytes(made.profile.folder) == before


def test_a_backup_of_spoilt_pages_is_none(made: Made, clock: ManualClock, titles: dict[str, str]) -> None:
    assert titles
    raw = bytearray(made.profile.database_path.read_bytes())
    raw[3 * 4096 + 50] ^= 1
    made.profile.database_path.write_bytes(raw)
    with pytest.raises((BackupFailed, NotADatabase)):
        backup.make(made.profile, made.key, clock, "test")
    assert list(made.profile.backups_path.iterdir()) == []


def test_a_full_disk_leaves_no_half_backup(small_disk: Path, clock: ManualClock) -> None:
    made, key = profile.create(small_disk / "p", (WAY,))
    with open_store(made, key, clock) as store:
        save_unsent_work(store.database)
    fill(small_disk, leave=48 * 1024)
    with pytest.raises(DiskFull):
        backup.make(made, key, clock, "test")
    assert list(made.backups_path.iterdir()) == []


SAVE = """
import sys
from pathlib import Path
from helpers.profiles import PASSPHRASE, save_unsent_work
from eset_desktop.clock import SystemClock
from eset_desktop.store import keys, profile
from eset_desktop.store.opening import OpenStore, open_store
found = profile.open(Path(sys.argv[1]))
key = keys.open_with_passphrase(found.keys_path, PASSPHRASE)
with open_store(found, key, SystemClock()) as store:
    while True:
        for dossier in save_unsent_work(store.database, 1):
            print(dossier, flush=True)
"""


def test_what_was_acknowledged_survives_a_kill(made: Made, clock: ManualClock) -> None:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
    command = [sys.executable, "-c", SAVE, str(made.profile.folder)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    assert child.stdout is not None
    acknowledged = [child.stdout.readline().strip() for _ in range(5)]
    child.send_signal(signal.SIGKILL)
    acknowledged += child.communicate(timeout=20)[0].split()
    with open_store(made.profile, made.key, clock) as store:
        assert set(acknowledged) <= set(unsent_work(store.database))
