# SPDX-License-Identifier: EUPL-1.2
"""The data key: opened in each of its ways and in no other, never shown, never left without a way."""

import json
import os
import pickle
import secrets
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import keyring.backend
import keyring.backends.chainer
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest
from helpers.keyrings import MemoryKeyring
from helpers.small_disk import fill

from eset_desktop.domain import recovery
from eset_desktop.domain.sealing import Cost
from eset_desktop.store import data_key, keyfile, keyrings, keys
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.errors import (
    DiskFull,
    KeyNotGiven,
    KeyringLocked,
    KeyringLost,
    KeyringRefused,
    KeyringUnavailable,
    KeysDamaged,
    KeysMissing,
    LastWrapping,
    NewerProfile,
    NoSuchWrapping,
    StoreError,
    WeakPassphrase,
    WrongKey,
    WrongPassphrase,
)
from eset_desktop.store.keys import ByKeyring, ByPassphrase, ByRecovery

ROOT = Path(__file__).resolve().parents[2]
CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
PHRASE = "una frase prou llarga"
BODY = recovery.generate(lambda n: b"\x07" * n)
SECRET = bytes(range(100, 132))


class Drawn:
    """Random bytes whose first draw, the data key, is known."""

    def __init__(self) -> None:
        self.first = True

    def __call__(self, size: int) -> bytes:
        self.first, first = False, self.first
        return SECRET if first else secrets.token_bytes(size)


@pytest.fixture
def ring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def path(tmp_path: Path, ring: MemoryKeyring) -> Path:
    """A key file with all three ways in."""
    made = tmp_path / "keys.json"
    ways = (ByKeyring(ring), ByPassphrase(PHRASE, CHEAP), ByRecovery(BODY.public))
    keys.create(made, "p1", ways, Drawn())
    return made


def test_each_way_opens_the_same_key(path: Path, ring: MemoryKeyring) -> None:
    key = DataKey(SECRET)
    assert keys.ways(path) == {"keyring", "passphrase", "recovery"}
    assert keys.open_with_keyring(path, ring) == key
    assert keys.open_with_passphrase(path, PHRASE) == key
    assert keys.open_with_recovery(path, BODY) == key
    assert keys.checked(path, key) == key
    assert len({key.database(), key.blobs(), SECRET}) == 3


def test_a_wrong_secret_is_told_by_its_kind(path: Path, ring: MemoryKeyring) -> None:
    with pytest.raises(WrongPassphrase):
        keys.open_with_passphrase(path, PHRASE + "!")
    with pytest.raises(recovery.RecoveryWrongKey):
        keys.open_with_recovery(path, recovery.generate(lambda n: b"\x08" * n))
    with pytest.raises(WrongKey):
        keys.checked(path, DataKey(bytes(32)))
    ring.locked = True
    with pytest.raises(KeyringLocked):
        keys.open_with_keyring(path, ring)


def test_a_lost_keyring_is_opened_otherwise_and_mended(path: Path, ring: MemoryKeyring) -> None:
    ring.secrets.clear()
    with pytest.raises(KeyringLost):
        keys.open_with_keyring(path, ring)
    key = keys.open_with_passphrase(path, PHRASE)
    assert keys.mend_keyring(path, key, ring, secrets.token_bytes)
    assert keys.open_with_keyring(path, ring) == key
    assert not keys.mend_keyring(path, key, ring, secrets.token_bytes)


def test_a_forgotten_passphrase_is_replaced_with_the_recovery_key(path: Path) -> None:
    key = keys.open_with_recovery(path, BODY)
    keys.put(path, key, ByPassphrase("una frase del tot nova", CHEAP), secrets.token_bytes)
    assert keys.open_with_passphrase(path, "una frase del tot nova") == key
    with pytest.raises(WrongPassphrase):
        keys.open_with_passphrase(path, PHRASE)


def test_a_keyring_that_does_not_work_is_no_reason_to_fail(path: Path, ring: MemoryKeyring) -> None:
    ring.locked = True
    assert not keys.mend_keyring(path, DataKey(SECRET), ring, secrets.token_bytes)


def test_a_weak_passphrase_takes_no_other_ones_place(path: Path) -> None:
    before = path.read_bytes()
    with pytest.raises(WeakPassphrase) as weak:
        keys.put(path, DataKey(SECRET), ByPassphrase("curta", CHEAP), secrets.token_bytes)
    assert weak.value.details == {"minimum": 12}
    assert path.read_bytes() == before


def test_the_last_way_stays(path: Path, ring: MemoryKeyring) -> None:
    keys.remove(path, "keyring", ring)
    assert ring.secrets == {}
    with pytest.raises(LastWrapping):
        keys.remove(path, "passphrase")
    keys.put(path, DataKey(SECRET), ByKeyring(ring), secrets.token_bytes)
    keys.remove(path, "passphrase")
    assert keys.ways(path) == {"keyring", "recovery"}
    with pytest.raises(NoSuchWrapping):
        keys.open_with_passphrase(path, PHRASE)


def test_a_foreign_key_adds_no_way(path: Path) -> None:
    with pytest.raises(WrongKey):
        keys.put(path, DataKey(bytes(32)), ByPassphrase(PHRASE, CHEAP), secrets.token_bytes)


@pytest.mark.parametrize("ways", [(), (ByRecovery(BODY.public),)])
def test_a_key_needs_a_way_that_the_person_can_use(tmp_path: Path, ways: tuple[keys.Way, ...]) -> None:
    with pytest.raises(LastWrapping):
        keys.create(tmp_path / "keys.json", "p1", ways, secrets.token_bytes)
    assert list(tmp_path.iterdir()) == []


def test_a_wrapping_belongs_to_its_profile(path: Path, tmp_path: Path) -> None:
    moved = tmp_path / "other.json"
    moved.write_text(path.read_text().replace('"p1"', '"p2"'))
    with pytest.raises(WrongPassphrase):
        keys.open_with_passphrase(moved, PHRASE)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw[:0],
        lambda raw: raw[:50],
        lambda raw: b"[" + raw + b"]",
        lambda raw: raw.replace(b'"way"', b'"wax"'),
        lambda raw: json.dumps({**json.loads(raw), "wrappings": []}).encode(),
    ],
)
def test_a_damaged_key_file_is_told(path: Path, spoil: Any) -> None:
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(KeysDamaged):
        keys.open_with_passphrase(path, PHRASE)


def test_a_later_key_file_is_left_alone(path: Path) -> None:
    path.write_text(json.dumps({"format": 2, "something": "else"}))
    with pytest.raises(NewerProfile):
        keys.ways(path)


def test_a_missing_key_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeysMissing):
        keys.ways(tmp_path / "keys.json")


def test_nothing_secret_is_shown_or_written(path: Path, ring: MemoryKeyring) -> None:
    key = DataKey(SECRET)
    shown = [repr(key), str(key), repr(ByPassphrase(PHRASE)), path.read_text(), repr(ring.secrets)]
    with pytest.raises(WrongPassphrase) as wrong:
        keys.open_with_passphrase(path, "la contrasenya equivocada")
    shown += [repr(wrong.value), str(wrong.value), repr(wrong.value.__cause__), repr(BODY)]
    for text in shown:
        assert PHRASE not in text
        assert "equivocada" not in text
        assert SECRET.hex() not in text
        assert repr(SECRET)[2:-1] not in text
        assert BODY.private.hex() not in text
    with pytest.raises(TypeError):
        pickle.dumps(key)
    assert oct(path.stat().st_mode & 0o777) == "0o600"


@pytest.mark.parametrize("given", [SECRET, SECRET.hex().encode(), SECRET.hex().encode() + b"\n"])
def test_a_key_is_handed_over_through_a_pipe(given: bytes) -> None:
    reader, writer = os.pipe()
    os.write(writer, given)
    os.close(writer)
    assert data_key.from_descriptor(reader) == DataKey(SECRET)


def test_a_key_hands_itself_over() -> None:
    reader, writer = os.pipe()
    DataKey(SECRET).hand_over(writer)
    assert data_key.from_descriptor(reader) == DataKey(SECRET)


@pytest.mark.parametrize("given", [b"", b"short", b"x" * 64, SECRET + b"\n", b"\xff" * 64])
def test_what_is_no_key_is_refused(given: bytes) -> None:
    reader, writer = os.pipe()
    os.write(writer, given)
    os.close(writer)
    with pytest.raises(KeyNotGiven):
        data_key.from_descriptor(reader)
    with pytest.raises(KeyNotGiven):
        data_key.from_descriptor(987)


CHANGE = f"""
import secrets, sys
sys.path.insert(0, {str(ROOT / "tests")!r})
from pathlib import Path
from helpers.keyrings import MemoryKeyring
from eset_desktop.store import data_key, keys
key = data_key.DataKey({SECRET!r})
keys.put(Path(sys.argv[1]), key, keys.ByKeyring(MemoryKeyring()), secrets.token_bytes)
"""


@pytest.mark.parametrize("point", ["keys.keyring", "keys.written"])
def test_a_kill_while_changing_leaves_a_way_in(path: Path, point: str) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "ESET_CRASH_AT": point}
    killed = subprocess.run([sys.executable, "-c", CHANGE, str(path)], env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert keys.open_with_passphrase(path, PHRASE) == DataKey(SECRET)
    assert len(keyfile.load(path).wrappings) == 3


def test_a_full_disk_keeps_the_old_key_file(small_disk: Path) -> None:
    path = small_disk / "keys.json"
    keys.create(path, "p1", (ByPassphrase(PHRASE, CHEAP),), Drawn())
    keys.remove(path, "keyring")
    fill(small_disk)
    with pytest.raises(DiskFull):
        keys.put(path, DataKey(SECRET), ByRecovery(BODY.public), secrets.token_bytes)
    assert keys.open_with_passphrase(path, PHRASE) == DataKey(SECRET)
    assert sorted(each.name for each in small_disk.iterdir()) == ["filler", "keys.json", "keys.json.lock"]


# The real `keyring` package and what it throws


class Backend(keyring.backend.KeyringBackend):
    """Counts as safe where its module is declared so; throws what it is told."""

    priority = 1
    problem: Exception | None = None

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring does not say its types
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        if self.problem:
            raise self.problem
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyrings, "SAFE_BACKENDS", {__name__})


@pytest.mark.usefixtures("trusted")
def test_a_safe_backend_keeps_and_forgets() -> None:
    ring = keyrings.SystemKeyring(Backend())
    ring.put("a", "secret")
    assert ring.get("a") == "secret"
    assert ring.get("b") is None
    ring.remove("a")
    ring.remove("a")
    assert ring.get("a") is None
    assert ring.name.endswith("Backend")


def test_unsafe_backends_are_refused_by_name() -> None:
    plain = Backend()
    unsafe: tuple[type, ...] = (keyring.backends.null.Keyring, keyring.backends.chainer.ChainerBackend)
    for backend in (plain, *(each() for each in unsafe)):
        with pytest.raises((KeyringRefused, KeyringUnavailable)) as refused:
            keyrings.SystemKeyring(backend).put("a", "se-cret")
        assert "se-cret" not in str(refused.value)
    assert plain.kept == {}
    fail: type = keyring.backends.fail.Keyring
    with pytest.raises(KeyringUnavailable):
        keyrings.SystemKeyring(fail()).get("a")


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("problem", "error"),
    [
        (keyring.errors.NoKeyringError("none"), KeyringUnavailable),
        (keyring.errors.InitError("Prompt dismissed"), KeyringLocked),
        (keyring.errors.KeyringLocked("locked"), KeyringLocked),
        (keyring.errors.KeyringError("what secret?"), KeyringUnavailable),
        (ConnectionError("what secret?"), KeyringUnavailable),
    ],
)
def test_every_failure_of_a_keyring_has_its_type(problem: Exception, error: type[StoreError]) -> None:
    backend = Backend()
    backend.problem = problem
    with pytest.raises(error) as failed:
        keyrings.SystemKeyring(backend).get("a")
    assert "what secret?" not in str(failed.value)


@pytest.mark.usefixtures("trusted")
def test_a_keyring_that_keeps_nothing_is_found_out() -> None:
    class Forgetful(Backend):
        def set_password(self, service: str, username: str, password: str) -> None:
            """Keep nothing."""

    with pytest.raises(KeyringUnavailable):
        keyrings.SystemKeyring(Forgetful()).put("a", "secret")


def test_the_keyring_is_not_loaded_before_it_is_used() -> None:
    code = "import eset_desktop.store.keys, sys; print('keyring' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
