# SPDX-License-Identifier: EUPL-1.2
"""The keyring of a Linux desktop, for real: GNOME's daemon on a D-Bus of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

CODE = """
import secrets, sys
from pathlib import Path
from eset_desktop.store import keys, keyrings
from eset_desktop.store.errors import StoreError
path, ring = Path(sys.argv[1]), keyrings.SystemKeyring()
try:
    key = keys.create(path, "p1", (keys.ByKeyring(ring),), secrets.token_bytes)
    print(ring.name, keys.open_with_keyring(path, keyrings.SystemKeyring()) == key)
except StoreError as error:
    print(error.code, path.exists())
"""
UNLOCKED = "printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; "


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home without keyrings."""
    if not (shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")):
        pytest.skip("no gnome-keyring here (Debian: gnome-keyring, dbus)")
    return tmp_path


def _in_session(home: Path, before: str) -> str:
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("DBUS_", "XDG_"))},
        "HOME": str(home),
        "PYTHONPATH": str(ROOT),
    }
    shell = f'{before}exec "$0" -c "$1" "$2"'
    command = ["dbus-run-session", "--", "sh", "-c", shell, sys.executable, CODE, str(home / "keys.json")]
    done = subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    return done.stdout.splitlines()[-1]


def test_an_unlocked_keyring_keeps_the_key(home: Path) -> None:
    assert _in_session(home, UNLOCKED) == "keyring.backends.SecretService.Keyring True"


def test_a_locked_keyring_is_told_and_nothing_is_made(home: Path) -> None:
    assert _in_session(home, "") == "store.keyring_locked False"
