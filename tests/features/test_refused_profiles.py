# SPDX-License-Identifier: EUPL-1.2
"""Profiles that can't be opened as they are: told in three languages, and nothing in them is touched."""

import hashlib
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.running import OFFSCREEN, PASSPHRASE, PATIENCE, Computer, TownHall, until
from helpers.told import LANGUAGES, are_one_text, beginning, command, open_refused

from eset_desktop.demo.evidence import BUILDING_LICENCE
from eset_desktop.paths import Paths
from eset_desktop.store import keys, profile
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.engine import Database
from eset_desktop.store.schema import SCHEMA_VERSION
from eset_desktop.store.turnstile import NoTurnstile
from eset_desktop.workplace import Workplace

NEW_PASSPHRASE = "una altra frase prou llarga"
WORK = "Feina que no s'ha enviat"


def content_of(computer: Computer) -> dict[str, str]:
    """Return the hash of every file that holds a person's work or the way to it."""
    found = [
        computer.folder / "keys.json",
        *computer.folder.glob("cache.db*"),
        *computer.folder.glob("blobs/**/*"),
    ]
    return {each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in found if each.is_file()}


def saved(computer: Computer) -> Computer:
    """Save unsent work in a window and close it."""
    computer.window.start()
    computer.window.ask("dossier.new", procedure=BUILDING_LICENCE, title=WORK)
    computer.window.quit()
    return computer


def titles(computer: Computer) -> list[str]:
    """Return the titles of the dossiers that the computer's key opens."""
    with computer.cache() as connection:
        rows = connection.execute("SELECT fields ->> '$.title' FROM object WHERE kind = 'dossier'").fetchall()
    return [str(row[0]) for row in rows]


def set_version(computer: Computer, version: int) -> None:
    """Write a schema version into a closed cache, as another release would have left it."""
    found = profile.open(computer.folder)
    database = Database(found.database_path, computer.key.database(), NoTurnstile(), schema_version=None)
    with database.write() as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    database.close()


@pytest.mark.slow
def test_a_key_that_is_another_profiles(hall: TownHall, clerk: Computer) -> None:
    hall.expected_logs.append(r"store\.wrong_key")
    saved(clerk)
    before, clerk.window.key = content_of(clerk), DataKey(bytes(32))
    open_refused(clerk, "store.wrong_key")
    assert content_of(clerk) == before
    assert titles(clerk) == [WORK]


@pytest.mark.slow
@pytest.mark.parametrize(("version", "code"), [(99, "store.newer_schema"), (0, "store.schema_too_old")])
def test_a_cache_of_another_age(hall: TownHall, clerk: Computer, version: int, code: str) -> None:
    """What an older schema that a step leads from becomes, after a backup: ``tests/store/test_migrations.py``."""
    hall.expected_logs.append(re.escape(code))
    saved(clerk)
    set_version(clerk, version)
    before = content_of(clerk)
    open_refused(clerk, code)
    assert content_of(clerk) == before
    set_version(clerk, SCHEMA_VERSION)
    assert titles(clerk) == [WORK]


@pytest.mark.slow
def test_a_profile_on_a_network_folder(hall: TownHall, clerk: Computer, tmp_path: Path) -> None:
    """The program's own table of mounts says that the profile lies on a share; a namespace of its own holds the lie."""
    hall.expected_logs.append(r"store\.network_folder")
    table = tmp_path / "mounts"
    table.write_text(f"server:/homes {clerk.folder.parent} nfs4 rw 0 0\n", "utf-8")
    lying = ["unshare", "-m", "sh", "-c", 'mount --bind "$0" /proc/$$/mounts && exec "$@"', str(table)]
    if subprocess.run([*lying, "true"], check=False, capture_output=True).returncode:
        pytest.skip("only root with mount namespaces can give a process another table of mounts")
    told = []
    for language in LANGUAGES:
        reading, writing = os.pipe()
        clerk.key.hand_over(writing)
        window = [sys.executable, "-m", "eset_desktop.app", "--drive", "none", "--key-fd", str(reading)]
        done = subprocess.run(
            [*lying, *window, "--profile", str(clerk.folder), "--lang", language], pass_fds=[reading], text=True,
            capture_output=True, check=False, timeout=PATIENCE, env={**os.environ, **OFFSCREEN},
        )  # fmt: skip
        os.close(reading)
        assert done.returncode == 1
        told.append(done.stderr.splitlines()[-1])
        assert told[-1].startswith(f"store.network_folder: {beginning('store.network_folder', language)}")
    are_one_text(told)


@pytest.mark.slow
def test_a_second_window_brings_the_first_to_the_front(clerk: Computer) -> None:
    clerk.window.start()
    reading, writing = os.pipe()
    clerk.key.hand_over(writing)
    second = subprocess.run(
        [sys.executable, "-m", "eset_desktop.app", "--profile", str(clerk.folder), "--key-fd", str(reading)],
        pass_fds=[reading], capture_output=True, check=False, timeout=PATIENCE, env={**os.environ, **OFFSCREEN},
    )  # fmt: skip
    os.close(reading)
    assert second.returncode == 0
    assert second.stdout == second.stderr == b""
    log = clerk.folder / "logs" / "window.log"
    assert until(lambda: "brought to the front" in log.read_text("utf-8"))
    assert clerk.window.ask("state")["page"] == "dossiers"


@pytest.mark.slow
def test_a_lost_keyring_is_opened_by_the_passphrase(clerk: Computer) -> None:
    saved(clerk)
    refused = command(clerk, "doctor", "--passphrase", given="no és aquesta\n")
    assert refused.returncode == 1
    assert refused.stderr.startswith(beginning("store.wrong_passphrase", "en"))
    opened = command(clerk, "doctor", "--passphrase", given=f"{PASSPHRASE}\n")
    assert opened.returncode == 0, opened.stdout + opened.stderr
    assert keys.open_with_passphrase(clerk.folder / "keys.json", PASSPHRASE) == clerk.key


@pytest.mark.slow
def test_a_lost_passphrase_is_opened_by_the_recovery_key(hall: TownHall, clerk: Computer) -> None:
    saved(clerk)
    pem = hall.folder / f"recovery-{hall.body.key}.pem"
    secret = pem.with_suffix(".passphrase").read_text("utf-8")
    before = content_of(clerk)
    wrong = command(clerk, "recover", str(pem), given=f"no és aquesta\n{NEW_PASSPHRASE}\n")
    assert wrong.returncode == 1
    assert wrong.stderr.startswith(beginning("recovery.wrong_passphrase", "en"))
    other = command(clerk, "recover", str(clerk.folder / "keys.json"), given=f"{secret}\n{NEW_PASSPHRASE}\n")
    assert other.stderr.startswith(beginning("recovery.damaged", "en"))
    assert content_of(clerk) == before
    done = command(clerk, "recover", str(pem), given=f"{secret}\n{NEW_PASSPHRASE}\n")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Recovered. Waiting to be sent: 1 change and 0 files.\n"
    key = keys.open_with_passphrase(clerk.folder / "keys.json", NEW_PASSPHRASE)
    with Workplace.open_for_tool(Paths.below(clerk.folder), key) as place:
        assert place.replica.sendable(max_bytes=1_000_000, max_count=10)[0].fields["title"] == WORK
