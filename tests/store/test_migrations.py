# SPDX-License-Identifier: EUPL-1.2
"""Migrations: forward only, after a backup, all or nothing; unsent work comes along.

The steps here are made up: from a version 0 that never was to 1, and from the present one onward.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from helpers.profiles import WAY, Made, save_unsent_work, unsent_work
from helpers.small_disk import fill

from eset_desktop.clock import ManualClock
from eset_desktop.store import backup, migrations, profile
from eset_desktop.store.engine import Connection
from eset_desktop.store.errors import (
    DiskFull,
    MigrationFailed,
    NewerSchema,
    SchemaTooOld,
    StoreInUse,
)
from eset_desktop.store.migrations import PRESENT, Schema, Step
from eset_desktop.store.opening import open_store

ROOT = Path(__file__).resolve().parents[2]


def _note(connection: Connection) -> None:
    connection.execute("ALTER TABLE stream ADD COLUMN note TEXT NOT NULL DEFAULT 'new'")


def _rest(_connection: Connection) -> None:
    """Change nothing but the version."""


def _stumble(connection: Connection) -> None:
    connection.execute("CREATE TABLE half (a)")
    connection.execute("SELECT nothing FROM nowhere")


def _swell(connection: Connection) -> None:
    connection.execute("CREATE TABLE large (a BLOB)")
    for _ in range(64):
        connection.execute("INSERT INTO large VALUES (randomblob(100000))")


NOW = PRESENT.version
NEXT = Schema(NOW + 2, (*PRESENT.steps, Step(NOW + 1, _note), Step(NOW + 2, _rest)))


@pytest.fixture
def titles(made: Made, clock: ManualClock) -> dict[str, str]:
    with open_store(made.profile, made.key, clock) as store:
        return save_unsent_work(store.database)


def _version(made: Made) -> int:
    with backup.opened(made.profile.database_path, made.key) as connection:
        return migrations.version_of(connection)


def test_the_way_is_complete_and_in_order() -> None:
    assert migrations.way(PRESENT.version, PRESENT) == ()
    assert [step.version for step in migrations.way(NOW, NEXT)] == [NOW + 1, NOW + 2]
    with pytest.raises(NewerSchema):
        migrations.way(NOW + 3, NEXT)
    with pytest.raises(SchemaTooOld):
        migrations.way(0, NEXT)


def test_an_old_database_is_migrated_after_a_backup(
    made: Made, clock: ManualClock, titles: dict[str, str]
) -> None:
    with open_store(made.profile, made.key, clock, schema=NEXT) as store:
        assert unsent_work(store.database) == titles
        assert store.database.reader().execute("PRAGMA user_version").fetchone() == (NOW + 2,)
        store.database.reader().execute("SELECT note FROM stream").fetchall()
        titles |= save_unsent_work(store.database)
        assert unsent_work(store.database) == titles
    (copy,) = backup.kept(made.profile)
    assert copy.name == f"cache-20261121-093000-000-schema-{NOW}.db"
    with backup.opened(copy, made.key) as connection:
        assert migrations.version_of(connection) == NOW
    with pytest.raises(NewerSchema):
        open_store(made.profile, made.key, clock)


def test_a_made_up_version_0_comes_to_1(made: Made, clock: ManualClock, titles: dict[str, str]) -> None:
    with backup.opened(made.profile.database_path, made.key) as connection:
        connection.execute("ALTER TABLE stream DROP COLUMN sum")
        connection.execute("PRAGMA user_version = 0")

    def add_sum(connection: Connection) -> None:
        connection.execute("ALTER TABLE stream ADD COLUMN sum TEXT NOT NULL DEFAULT '0'")

    with open_store(made.profile, made.key, clock, schema=Schema(1, (Step(1, add_sum),))) as store:
        assert unsent_work(store.database) == titles


def test_a_step_that_fails_changes_nothing(made: Made, clock: ManualClock, titles: dict[str, str]) -> None:
    broken = Schema(NOW + 2, (Step(NOW + 1, _note), Step(NOW + 2, _stumble)))
    with pytest.raises(MigrationFailed) as failed:
        open_store(made.profile, made.key, clock, schema=broken)
    assert failed.value.details == {"step": NOW + 2}
    assert len(backup.kept(made.profile)) == 1
    with open_store(made.profile, made.key, clock) as store:
        assert unsent_work(store.database) == titles
        tables = (
            store.database.reader().execute("SELECT name FROM sqlite_master WHERE name = 'half'").fetchall()
        )
        assert tables == []


def test_a_step_that_breaks_references_is_undone(
    made: Made, clock: ManualClock, titles: dict[str, str]
) -> None:
    def orphan(connection: Connection) -> None:
        connection.execute("INSERT INTO base VALUES ('nobody', 0, '{}', '', '')")

    with pytest.raises(MigrationFailed):
        open_store(made.profile, made.key, clock, schema=Schema(NOW + 1, (Step(NOW + 1, orphan),)))
    with open_store(made.profile, made.key, clock) as store:
        assert unsent_work(store.database) == titles


def test_a_database_in_use_is_not_migrated(made: Made, clock: ManualClock, titles: dict[str, str]) -> None:
    with open_store(made.profile, made.key, clock) as store:
        with pytest.raises(StoreInUse):
            open_store(made.profile, made.key, clock, schema=NEXT)
        assert unsent_work(store.database) == titles
    assert backup.kept(made.profile) == ()
    open_store(made.profile, made.key, clock, schema=NEXT).close()


def test_a_full_disk_stops_a_migration_without_harm(small_disk: Path, clock: ManualClock) -> None:
    made = Made(*profile.create(small_disk / "p", (WAY,)))
    with open_store(made.profile, made.key, clock) as store:
        titles = save_unsent_work(store.database)
    fill(small_disk, leave=1 << 20)
    with pytest.raises(DiskFull):
        open_store(made.profile, made.key, clock, schema=Schema(NOW + 1, (Step(NOW + 1, _swell),)))
    (small_disk / "filler").unlink()
    with open_store(made.profile, made.key, clock) as store:
        assert unsent_work(store.database) == titles


MIGRATE = """
import sys
from pathlib import Path
from helpers.profiles import PASSPHRASE
from eset_desktop.clock import SystemClock
from eset_desktop.store import keys, profile
from eset_desktop.store.migrations import PRESENT, Schema, Step
from eset_desktop.store.opening import open_store
def note(connection):
    connection.execute("ALTER TABLE stream ADD COLUMN note TEXT NOT NULL DEFAULT 'new'")
n = PRESENT.version
found = profile.open(Path(sys.argv[1]))
key = keys.open_with_passphrase(found.keys_path, PASSPHRASE)
schema = Schema(n + 2, (*PRESENT.steps, Step(n + 1, note), Step(n + 2, lambda connection: None)))
open_store(found, key, SystemClock(), schema=schema).close()
"""


@pytest.mark.parametrize(
    "point", ["migration.backup", "migration.step", "migration.step:2", "migration.committed"]
)
def test_a_kill_while_migrating_leaves_the_old_or_the_new(
    made: Made, clock: ManualClock, titles: dict[str, str], point: str
) -> None:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}", "ESET_CRASH_AT": point}
    killed = subprocess.run(
        [sys.executable, "-c", MIGRATE, str(made.profile.folder)], env=environment, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert _version(made) == (NOW + 2 if point == "migration.committed" else NOW)
    with open_store(made.profile, made.key, clock, schema=NEXT) as store:
        assert unsent_work(store.database) == titles
